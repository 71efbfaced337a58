"""Assets on duty and optional tasks: against counting out every schedule, and explained."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.plan.constraint import AllOrNone, Coverage, SameAsset
from renkei.plan.engine.jobs import check, solve
from renkei.plan.engine.verify import verify
from tests.plan.plans import at, plan, posed, resource, schedule_of, task
from tests.plan.ruled import agrees, fields, only_conflict, served_by, units

# Coverage


def watches(*keys, at_least=1, until=8, **fields):
    rule = Coverage(id="watch", assets=("u", "v"), at_least=at_least, start=at(2), end=at(until), **fields)
    tasks = tuple(task(k, 3, uses={"u" if n % 2 else "v": 1}, due=12) for n, k in enumerate(keys))
    return plan(*tasks, resources=units("u", "v"), constraints=(rule,))


def test_a_gap_in_a_watch_is_found_where_it_begins_and_told():
    problem = posed(watches("A", "B"))
    found = verify(problem, schedule_of(problem, {"A": 2, "B": 6}))
    assert [(v.key, v.by, v.at) for v in found] == [("watch", 1, 300)]
    assert [(v.at, v.by) for v in verify(problem, schedule_of(problem, {"A": 3, "B": 8}))] == [(120, 1), (360, 1)]
    assert verify(problem, schedule_of(problem, {"A": 2, "B": 5})) == ()
    assert check(watches("A", "B")).feasible
    conflict = only_conflict(watches("A", "B", until=9))
    assert fields(conflict) == ["watch"]
    assert (conflict.ways_out[0].told.key, conflict.ways_out[0].to) == ("plan-way-coverage", 0)


def test_only_duties_that_are_named_count():
    assert check(watches("A", "B", tasks=("A", "B"))).feasible
    assert not check(watches("A", "B", tasks=("A",))).feasible


@st.composite
def guards(draw):
    """Duties of a few hours of which so many are under way for a while."""
    rule = {
        "start": at(draw(st.integers(0, 2))),
        "end": at(draw(st.integers(3, 5))),
        "at_least": draw(st.integers(1, 2)),
    }
    tasks = []
    for n in range(draw(st.integers(1, 3))):
        fields = {"due": draw(st.integers(3, 5)), "earliest": draw(st.integers(0, 2))}
        if draw(st.booleans()):
            tasks.append(served_by(f"T{n}", "u", "w", length=draw(st.integers(1, 3)), **fields))
        else:
            tasks.append(task(f"T{n}", draw(st.integers(0, 4)), uses={"v": draw(st.integers(0, 2))}, **fields))
    rules = (Coverage(id="watch", assets=("u", "v"), **rule),)
    if draw(st.booleans()):
        rules += (AllOrNone(id="group", tasks=("T0",)),)
    return plan(*tasks, resources=(resource("u"), resource("v", 2), resource("w")), constraints=rules)


@settings(max_examples=60)
@given(guards())
def test_the_solver_agrees_with_counting_out_watches(found):
    agrees(found, 5)


# All or none


def group(*tasks, resources=(), tasks_of=("A", "B")):
    return plan(*tasks, resources=resources, constraints=(AllOrNone(id="group", tasks=tasks_of),))


def test_a_group_without_room_for_one_is_left_out_whole():
    tight = group(task("A", 2, due=4), task("B", 3, due=2), task("C", 1))
    result = check(tight)
    assert (result.feasible, result.left_out) == (True, ("A", "B"))
    solved = solve(tight)
    assert ([p.task for p in solved.schedule], solved.left_out, solved.verified) == (["C"], ("A", "B"), True)
    roomy = group(task("A", 2, due=4), task("B", 3, due=3), task("C", 1))
    assert [p.task for p in solve(roomy).schedule] == ["A", "B", "C"]
    assert check(roomy).left_out == ()


def test_as_many_optional_tasks_are_done_as_there_is_room_for_by_priority():
    tasks = (task("A", 2, uses={"u": 1}, due=2, priority=3), task("B", 2, uses={"u": 1}, due=2, priority=1))
    alone = tuple(AllOrNone(id=k, tasks=(k,)) for k in "AB")
    solved = solve(plan(*tasks, resources=units("u"), constraints=alone))
    assert ([p.task for p in solved.schedule], solved.left_out) == (["B"], ("A",))


def test_what_an_optional_task_would_bind_does_not_bind_without_it():
    found = group(task("A", 9, due=3), task("B", 1), task("C", 1, after=("A",), due=2))
    assert [p.task for p in solve(found).schedule] == ["C"]


def test_a_promised_task_keeps_its_group_and_what_stands_against_that_is_told():
    found = group(task("A", 2, start=1, status="committed"), task("B", 3, earliest=1, due=3))
    conflict = only_conflict(found)
    assert fields(conflict) == ["B.due", "group", "B.earliest"] or set(fields(conflict)) == {
        "B.due",
        "group",
        "B.earliest",
    }
    assert {w.change for w in conflict.ways_out} == {"B.due", "B.earliest", "group"}
    assert {w.change: w.delta_min for w in conflict.ways_out if w.change == "B.due"} == {"B.due": 60}


def test_a_group_with_a_cancelled_task_is_not_done():
    found = group(task("A", 2, start=1, status="committed"), task("B", 3, status="cancelled"))
    conflict = only_conflict(found)
    assert fields(conflict) == ["group"]
    assert check(group(task("A", 2), task("B", 3, status="cancelled"))).left_out == ("A",)


@st.composite
def groups(draw):
    """Three tasks on two units, some of them in groups, with orders and due times."""
    tasks = [
        served_by(
            n, *draw(st.sampled_from([("u",), ("u", "v")])), due=draw(st.integers(1, 3)), length=draw(st.integers(1, 2))
        )
        for n in "ABC"
    ]
    if draw(st.booleans()):
        tasks[2] = msgspec.structs.replace(tasks[2], after=("A",))
    if draw(st.booleans()):
        tasks[0] = msgspec.structs.replace(tasks[0], status="committed", start=at(1), mode="u")
    members = draw(st.lists(st.sampled_from("ABC"), min_size=1, unique=True))
    rules = (AllOrNone(id="g", tasks=tuple(members)), SameAsset(id="s", tasks=("A", "B")))
    return plan(*tasks, resources=units("u", "v"), constraints=rules[: draw(st.integers(1, 2))])


@settings(max_examples=60)
@given(groups())
def test_the_solver_agrees_with_counting_out_groups(found):
    agrees(found, 3)
