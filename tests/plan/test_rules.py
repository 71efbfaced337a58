"""Kinds of constraint on assets, groups and stocks: each broken alone, against counting out, and explained."""

from itertools import product

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei import locale
from renkei.kernel.errors import Malformed
from renkei.plan.constraint import (
    AllOrNone,
    Authority,
    Consumes,
    Coverage,
    DifferentAsset,
    PhaseGate,
    Produces,
    SameAsset,
)
from renkei.plan.document import read_plan
from renkei.plan.engine.conflict import conflicts_of
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.jobs import check, solve
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.temporal import contradiction, windows
from renkei.plan.engine.verify import hard, verify
from renkei.plan.model import Asked, Duration, Mode, Phase, Use
from renkei.plan.stock import Stock, Supply
from tests.plan.plans import at, plan, posed, resource, schedule_of, task

UNITS = ("u", "v", "w")


def served_by(key, *units, length=1, **fields):
    """A task with one mode for each unit."""
    modes = tuple(Mode(u, Duration(length * 60), (Use(u, 1),)) for u in units)
    return task(key, length, modes=modes, **fields)


def units(*keys):
    return tuple(resource(k) for k in keys or UNITS)


def broken(found, starts, options):
    problem = posed(found)
    return [(v.key, v.kind, v.by) for v in verify(problem, schedule_of(problem, starts, options))]


def only_conflict(found):
    result = check(found)
    assert (result.feasible, result.decided, len(result.conflicts)) == (False, True, 1)
    conflict = result.conflicts[0]
    assert conflict.proved
    for said in (conflict.told, *(i.told for i in conflict.items), *(w.told for w in conflict.ways_out)):
        english, japanese = (locale.text(language, said.key, said.facts) for language in ("en", "ja"))
        assert english != japanese
        assert not {"{", "}"} & {*english, *japanese}
    return conflict


def fields(conflict):
    return [i.field for i in conflict.items]


# Assets


def test_tasks_of_one_asset_and_of_different_ones():
    tasks = (served_by("A", "u", "v"), served_by("B", "u", "v"))
    same = plan(*tasks, resources=units(), constraints=(SameAsset(id="c", tasks=("A", "B")),))
    starts = {"A": 0, "B": 1}
    assert broken(same, starts, {"A": 0, "B": 1}) == [("c", "same_asset", 2)]
    assert broken(same, starts, {"A": 1, "B": 1}) == []
    other = plan(*tasks, resources=units(), constraints=(DifferentAsset(id="c", tasks=("A", "B")),))
    assert broken(other, starts, {"A": 1, "B": 1}) == [("c", "different_asset", 1)]
    assert broken(other, starts, {"A": 0, "B": 1}) == []


def test_only_the_assets_that_are_named_count():
    tasks = (task("A", 1, uses={"u": 1, "w": 1}), task("B", 1, uses={"v": 1, "w": 1}))
    for assets, expected in ((("w",), []), (("u", "v"), [("c", "same_asset", 2)])):
        rule = SameAsset(id="c", tasks=("A", "B"), assets=assets)
        assert broken(plan(*tasks, resources=units(), constraints=(rule,)), {"A": 0, "B": 1}, {}) == expected


@st.composite
def served(draw):
    """Three tasks of an hour or two in three hours, each with some units that could serve it."""
    names = ("A", "B", "C")
    tasks = [
        served_by(n, *draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=2, unique=True)), due=3, length=length)
        for n, length in zip(names, draw(st.tuples(*[st.integers(1, 2)] * 3)), strict=True)
    ]
    chosen = draw(st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True))
    rule = draw(st.sampled_from([SameAsset, DifferentAsset]))(id="c", tasks=tuple(chosen))
    return plan(*tasks, resources=units(), constraints=(rule,))


def ways(problem, hours):
    """Every schedule on whole hours."""
    each = [
        [
            *([None] if j.optional else []),
            *(Placing(60 * h, o) for h in range(hours + 1) for o in range(len(j.options))),
        ]
        for j in problem.jobs
    ]
    return ({i: p for i, p in enumerate(choice) if p} for choice in product(*each))


def agrees(found, hours):
    """The solver finds a schedule exactly if counting out finds one, and what it finds passes the check."""
    problem = posed(found)
    outcome = Model(problem).solve(Effort())
    assert (outcome.schedule is not None) == any(not verify(problem, way) for way in ways(problem, hours))
    if outcome.schedule is not None:
        assert hard(verify(problem, outcome.schedule)) == ()
    for conflict in conflicts_of(problem, Effort()):
        assert conflict.proved


@settings(max_examples=40)
@given(served())
def test_the_solver_agrees_with_counting_out_who_serves_whom(found):
    agrees(found, 3)


def test_two_tasks_at_once_cannot_have_the_same_unit():
    tasks = (served_by("A", "u", "v", due=1), served_by("B", "u", "v", due=1))
    rule = SameAsset(id="pair", tasks=("A", "B"))
    conflict = only_conflict(plan(*tasks, resources=units("u", "v"), constraints=(rule,)))
    assert {"A.due", "B.due", "pair"} <= set(fields(conflict))
    assert "pair" in {w.change for w in conflict.ways_out}


def test_three_tasks_on_two_different_units_do_not_go():
    tasks = tuple(served_by(k, "u", "v") for k in "ABC")
    conflict = only_conflict(plan(*tasks, resources=units(), constraints=(DifferentAsset(id="c", tasks=tuple("ABC")),)))
    assert fields(conflict) == ["c"]
    assert conflict.told.key == "plan-conflict-rules"


# Phase gates


def gated(**fields):
    tasks = (task("A", 4, earliest=2, phase="p"), task("B", 1, phase="p"), task("C", 2, **fields))
    gate = PhaseGate(id="gate", task="C", phase="p", lead_min=60)
    return plan(*tasks, phases=(Phase(id="p"),), constraints=(gate,))


def test_a_gate_moves_the_window_of_what_waits():
    problem = posed(gated(due=20))
    assert [(w.earliest, w.latest) for w in windows(problem)] == [(120, 13 * 60), (0, 16 * 60), (420, 18 * 60)]


def test_a_gate_that_opens_too_late_is_told_without_a_solver():
    found = gated(due=8)
    assert sorted(contradiction(posed(found))) == ["A.earliest", "C.due", "gate"]
    conflict = only_conflict(found)
    assert fields(conflict) == ["C.due", "A.earliest", "gate"]
    said = next(i.told for i in conflict.items if i.field == "gate")
    assert locale.text("en", said.key, said.facts) == (
        "C C (JPN) waits until the phase p is complete (A A (JPN) and B B (JPN)), and 1 h more."
    )


@pytest.mark.parametrize(("due", "feasible"), [(9, True), (8, False)])
def test_a_gate_at_the_bound(due, feasible):
    assert check(gated(due=due)).feasible is feasible


# Authority


def lent(state="asked", of="USA", modes=("lent",)):
    """A task of JPN that takes its own unit or a unit of USA under request R."""
    ways = tuple(Mode(m, Duration(60), (Use("u" if m == "own" else "v"),)) for m in modes)
    asked = {"R": Asked("JPN", of, state)} if state else {}
    lender = resource("v", owner="USA")
    rule = Authority(id="lend", task="A", request="R", assets=("v",))
    busy = task("B", 8, uses={"u": 1}, start=0)
    found = plan(task("A", 1, modes=ways, due=4), busy, resources=(resource("u"), lender), constraints=(rule,))
    tasks = tuple(msgspec.structs.replace(t, status="committed") if t.id == "B" else t for t in found.tasks)
    return msgspec.structs.replace(found, requests=asked, tasks=tasks)


@pytest.mark.parametrize("state", ["asked", "refused", "withdrawn", None])
def test_a_missing_authority_is_told_with_whose_it_is(state):
    conflict = only_conflict(lent(state))
    assert fields(conflict) == ["lend"]
    assert conflict.told.key == "plan-conflict-authority"
    assert (conflict.items[0].kind, conflict.items[0].owner) == ("authority", "USA")
    assert conflict.items[0].told.facts["state"] == (state or "none")
    way = conflict.ways_out[0]
    assert (way.change, way.told.key, way.who, way.proved) == ("lend", "plan-way-authority", ("USA",), True)


def test_only_the_owner_of_the_unit_accepts_for_it():
    assert check(lent("accepted")).feasible
    conflict = only_conflict(lent("accepted", of="AUS"))
    assert conflict.items[0].told.facts["state"] == "other"


def test_without_authority_the_own_unit_is_taken_and_where_that_is_busy_both_are_told():
    found = lent("asked", modes=("own", "lent"))
    conflict = only_conflict(found)
    assert set(fields(conflict)) == {"A.due", "B.held", "lend", "u.capacity"}
    assert {"lend", "A.due"} <= {w.change for w in conflict.ways_out}
    assert check(msgspec.structs.replace(found, tasks=found.tasks[:1])).feasible
    assert check(lent("accepted", modes=("own", "lent"))).feasible


def test_what_is_under_way_is_not_asked_for_its_authority():
    found = lent("refused")
    begun = msgspec.structs.replace(found.tasks[0], status="executing", start=at(0), mode="lent")
    assert check(msgspec.structs.replace(found, tasks=(begun,))).feasible


LENT = """anchors: {H: 2026-02-10T00:00Z}
resources: {v: {nation: US}}
requests: {R: {by: JP, of: US, state: asked}}
tasks:
- {id: a, nation: JP, duration: 1h, uses: {v: 1}}
constraints:
- {id: c, kind: authority, task: a, request: R, assets: [v]}"""


def test_a_document_names_the_request_under_which_a_partners_unit_serves():
    assert not check(read_plan(LENT)).feasible
    assert check(read_plan(LENT.replace("asked", "accepted"))).feasible
    with pytest.raises(Malformed) as error:
        read_plan(LENT.partition("constraints")[0])
    assert (error.value.key, error.value.place) == ("plan-document-authority", "plan.yaml:5 tasks[0]")
    with pytest.raises(Malformed) as error:
        read_plan(LENT.replace("[v]}", "[v], weight: 3}"))
    assert (error.value.key, error.value.place) == ("plan-document-hard-only", "plan.yaml:7 constraints[0].weight")
    with pytest.raises(Malformed) as error:
        read_plan(LENT.replace("state: asked", "state: perhaps"))
    assert (error.value.key, error.value.place) == ("plan-document-choice", "plan.yaml:3 requests.R.state")


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


# Stocks


def flow(kind, key, quantity):
    return kind(id=f"{key}.{kind.__name__}", task=key, stock="water", quantity=quantity)


def watered(*tasks, stock, consumes=None, produces=None):
    rules = [flow(Consumes, k, q) for k, q in (consumes or {}).items()]
    rules += [flow(Produces, k, q) for k, q in (produces or {}).items()]
    return plan(*tasks, resources=(resource("water", kind="stock", stock=stock),), constraints=tuple(rules))


def test_a_short_stock_is_told_with_who_takes_and_what_is_lacking_by_when():
    tasks = (task("A", 2, due=4), task("B", 2, earliest=1, due=5), task("C", 2, due=40))
    found = watered(*tasks, stock=Stock(50, (Supply(at(6), 30),)), consumes={"A": 30, "B": 40, "C": 10})
    conflict = only_conflict(found)
    assert set(fields(conflict)) == {"A.due", "B.due", "water.stock"}
    item = next(i for i in conflict.items if i.field == "water.stock")
    assert (item.kind, item.resource, item.owner, item.task) == ("stock", "water", "JPN", None)
    assert locale.text("en", item.told.key, item.told.facts) == (
        "A A (JPN) and B B (JPN) take 70 of water; at first there are 50, 30 come later."
    )
    assert conflict.told.key == "plan-conflict-stock"
    ways_out = {w.change: w for w in conflict.ways_out}
    assert (ways_out["water.stock"].to, ways_out["water.stock"].extra, ways_out["water.stock"].proved) == (70, 20, True)
    assert ways_out["B.due"].to == at(8)
    fuller = msgspec.structs.replace(found.resources[0], stock=Stock(70, found.resources[0].stock.resupply))
    assert check(msgspec.structs.replace(found, resources=(fuller,))).feasible


def test_what_another_task_makes_too_late_is_told():
    tasks = (task("Make", 3, earliest=4), task("Take", 1, due=6))
    conflict = only_conflict(watered(*tasks, stock=Stock(), consumes={"Take": 5}, produces={"Make": 5}))
    assert fields(conflict) == ["Take.due", "Make.earliest", "water.stock"]
    assert {w.change: w.delta_min for w in conflict.ways_out} == {
        "Take.due": 120, "Make.earliest": -120, "water.stock": None,
    }  # fmt: skip


def test_a_full_store_is_told():
    tasks = (task("Make", 3, due=5), task("Take", 1, earliest=8))
    stock = Stock(8, store=10)
    conflict = only_conflict(watered(*tasks, stock=stock, consumes={"Take": 5}, produces={"Make": 5}))
    assert fields(conflict) == ["Make.due", "Take.earliest", "water.store"]
    way = next(w for w in conflict.ways_out if w.change == "water.store")
    assert (way.to, way.extra, way.told.key) == (13, 3, "plan-way-store")


def test_a_solve_waits_for_the_resupply():
    tasks = (task("A", 2), task("B", 2))
    solved = solve(watered(*tasks, stock=Stock(4, (Supply(at(6), 5),)), consumes={"A": 4, "B": 5}))
    assert {p.task: p.start for p in solved.schedule} == {"A": at(0), "B": at(6)}


@st.composite
def stocked(draw):
    """Three tasks that take from and put into one stock, with resupply and perhaps a store."""
    tasks = [
        task(f"T{n}", draw(st.integers(0, 2)), due=draw(st.integers(2, 4)), earliest=draw(st.integers(0, 1)))
        for n in range(3)
    ]
    amounts = st.dictionaries(st.sampled_from(["T0", "T1", "T2"]), st.integers(1, 4), max_size=3)
    initial = draw(st.integers(0, 4))
    supply = tuple(
        Supply(at(h), a) for h, a in draw(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3)), max_size=2))
    )
    stock = Stock(initial, supply, draw(st.none() | st.integers(max(initial, 1), initial + 4)))
    found = watered(*tasks, stock=stock, consumes=draw(amounts), produces=draw(amounts))
    if draw(st.booleans()):
        group = AllOrNone(id="group", tasks=("T0", "T1"))
        found = msgspec.structs.replace(found, constraints=(*found.constraints, group))
    return found


@settings(max_examples=80)
@given(stocked())
def test_the_solver_agrees_with_counting_out_stocks(found):
    agrees(found, 4)


@given(stocked(), st.lists(st.integers(0, 6), min_size=3, max_size=3))
def test_the_level_of_a_stock_agrees_with_a_count_minute_by_minute(found, starts):
    problem = posed(found)
    schedule = schedule_of(problem, {f"T{n}": h for n, h in enumerate(starts)})
    stock = found.resources[0].stock
    lows, highs = [], []
    for hour in range(10):
        level = stock.initial + sum(s.amount for s in stock.resupply if s.at <= at(hour))
        for f in problem.resources[0].store.flows:
            done = (
                schedule[f.job].start
                if f.amount < 0
                else schedule[f.job].start + problem.jobs[f.job].options[0].duration
            )
            level += f.amount if done <= 60 * hour else 0
        lows.append(level)
        highs.append(level - (stock.store or 10**6))
    told = {v.kind: v for v in verify(problem, schedule) if v.kind in ("stock", "store")}
    assert ("stock" in told) == (min(lows) < 0)
    assert ("store" in told) == (max(highs) > 0)


STOCK_WRONG = {
    "a unit has none": ("v: {nation: US, initial: 3}", "plan-document-stock", "plan.yaml:1 resources.v.initial"),
    "more than fits": (
        "v: {nation: US, kind: stock, initial: 3, store: 2}",
        "plan-document-whole",
        "plan.yaml:1 resources.v.store",
    ),
    "nothing comes": (
        "v: {nation: US, kind: stock, resupply: [{at: 2026-02-10T00:00Z, add: 0}]}",
        "plan-document-whole",
        "plan.yaml:1 resources.v.resupply[0].add",
    ),
}


@pytest.mark.parametrize(("text", "key", "place"), STOCK_WRONG.values(), ids=STOCK_WRONG)
def test_what_is_wrong_with_a_stock_is_told_with_its_place(text, key, place):
    with pytest.raises(Malformed) as error:
        read_plan(f"resources: {{{text}}}\ntasks: []")
    assert (error.value.key, error.value.place) == (key, place)
