"""What is refuted without the solver is impossible by the facts that are named, and each form of it is found."""

import tracemalloc
from itertools import accumulate, pairwise, product

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.plan.constraint import Consumes, NotDuring, Period, Produces
from renkei.plan.engine import room
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.facts import Need
from renkei.plan.engine.refute import refute
from renkei.plan.engine.room import STAYS_MAX, Stay, overloads
from renkei.plan.model import CapacityPeriod
from renkei.plan.stock import Stock, Supply
from tests.plan.plans import at, nankai, plan, posed, resource, task

ALWAYS = 10**8
CLOSED = CapacityPeriod(at(4), at(12), 0)
BERTH = resource("berth", kind="place")


def stay(job, earliest, latest, length, quantity=1):
    return Stay(
        Need(key=f"{job}", kind="uses", job=job, resource=0, quantities=(1,)), earliest, latest, length, quantity
    )


def loads(*stays, steps=((-ALWAYS, ALWAYS, 1),)):
    return [
        (load.start, load.end, tuple((s.need.job, minutes) for s, minutes in load.held))
        for load in overloads(stays, steps, 4)
    ]


def test_the_fewest_users_of_the_shortest_time_come_first():
    assert loads(stay(0, 0, 10, 5), stay(1, 0, 2, 5), stay(2, 0, 2, 6))[0] == (0, 7, ((1, 5), (2, 5)))


def test_a_job_counts_with_the_part_of_it_that_surely_lies_within():
    assert loads(stay(0, 0, 4, 10), stay(1, 4, 5, 5))[0] == (4, 10, ((0, 6), (1, 5)))
    assert loads(stay(0, 0, 9, 10), stay(1, 4, 5, 5)) == []


def test_what_just_fits_is_no_overload():
    assert loads(stay(0, 0, 4, 4), stay(1, 0, 4, 4)) == []
    assert loads(stay(0, 0, 3, 4), stay(1, 0, 3, 4)) != []


def test_room_follows_the_capacity_over_time():
    steps = ((-ALWAYS, 4, 2), (4, 8, 0), (8, ALWAYS, 1))
    assert loads(stay(0, 2, 8, 4), steps=steps) == []
    assert loads(stay(0, 3, 4, 4, 2), steps=steps) == [(3, 8, ((0, 4),))]


def surely(found, begin, end):
    """Minutes for which a job holds its resource at least between two minutes: as early and as late as can be."""
    at_once = min(found.earliest + found.length, end) - max(found.earliest, begin)
    at_last = min(found.latest + found.length, end) - max(found.latest, begin)
    return max(0, min(at_once, at_last))


def looked_for(stays, capacity_at, most):
    """The overloads by looking at every time between an earliest start and a latest end, minute by minute."""
    times = []
    for begin, end in product({s.earliest for s in stays}, {s.latest + s.length for s in stays}):
        units = sum(map(capacity_at, range(begin, end)))
        held = [(s.quantity * surely(s, begin, end), s.need.job) for s in stays]
        ranked = sorted(held, key=lambda h: (-h[0], h[1]))
        count = next((n for n, all_ in enumerate(accumulate(h for h, _ in ranked), 1) if all_ > units), None)
        if begin < end and count is not None:
            times.append((count, end - begin, begin, end, units, tuple(job for _, job in ranked[:count])))
    return [times[2:] for times in sorted(times)[:most]]


STAYS = st.tuples(st.integers(0, 12), st.integers(0, 8), st.integers(1, 8), st.integers(1, 3))
CAPACITIES = st.tuples(*[st.integers(0, 3)] * 3)


@settings(max_examples=150, deadline=None)
@given(st.lists(STAYS, min_size=1, max_size=8), CAPACITIES, st.integers(1, 6))
def test_overloads_are_those_that_looking_at_every_time_finds(users, capacities, most):
    stays = [stay(n, early, early + slack, length, q) for n, (early, slack, length, q) in enumerate(users)]
    before, between, after = capacities
    steps = ((-ALWAYS, 5, before), (5, 10, between), (10, ALWAYS, after))
    expected = looked_for(stays, lambda at: before if at < 5 else between if at < 10 else after, most)
    found = overloads(stays, steps, most)
    assert [(x.start, x.end, x.room, tuple(s.need.job for s, _ in x.held)) for x in found] == expected
    assert all(minutes == surely(s, x.start, x.end) for x in found for s, minutes in x.held)


def test_at_the_bound_all_times_are_looked_at_in_little_memory_and_beyond_it_none():
    """The last two need two hours of 70 minutes in which one is served at a time; the others have room."""
    crowd = [stay(n, n * 70, n * 70 + 500, 60) for n in range(STAYS_MAX - 2)]
    pair = [stay(n, 50_000, 50_010, 60) for n in range(STAYS_MAX - 2, STAYS_MAX)]
    steps = ((-ALWAYS, 40_000, 9), (40_000, ALWAYS, 1))
    tracemalloc.start()
    found = overloads([*crowd, *pair], steps, 4)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(x.start, x.end, [m for _, m in x.held]) for x in found] == [(50_000, 50_070, [60, 60])]
    assert peak < 20_000_000
    assert overloads([*crowd, *pair, stay(STAYS_MAX, 0, 9, 1)], steps, 4) == []


@pytest.mark.parametrize("most", [1, 3, 9])
def test_of_more_overloaded_times_than_are_kept_the_first_count(most, monkeypatch):
    monkeypatch.setattr(room, "TIMES_MAX", most)
    stays = [stay(n, 10 * n, 10 * n + 2, 9) for n in range(6) for _ in range(2)]
    assert len(overloads(stays, ((-ALWAYS, ALWAYS, 1),), 20)) == most


FAULTS = {
    "chain": (plan(task("A", 4, earliest=2), task("B", 4, after=("A",), due=9)), {"A.earliest", "B.after.A", "B.due"}),
    "unit out": (
        plan(task("A", 4, earliest=2, due=12, uses={"u": 1}), resources=(resource("u", periods=(CLOSED,)),)),
        {"A.earliest", "A.due", "A.uses.u"},
    ),
    "closed in the middle": (
        plan(task("A", 5, due=9), constraints=(NotDuring(id="no", task="A", periods=(Period(at(4), at(6)),)),)),
        {"A.due", "no"},
    ),
    "queue": (
        plan(*(task(k, 4, earliest=1, due=10, uses={"berth": 1}) for k in "ABC"), resources=(BERTH,)),
        {f"{k}.{f}" for k in "ABC" for f in ("earliest", "due", "uses.berth")},
    ),
    "order": (
        plan(
            task("A", 4, due=6, uses={"berth": 1}),
            task("B", 4, earliest=1, uses={"berth": 1}),
            task("C", 2, after=("B",), due=9),
            resources=(BERTH,),
        ),
        {"A.due", "A.uses.berth", "B.uses.berth", "C.after.B", "C.due"},
    ),
    "stock": (
        plan(
            task("A", 1, due=5),
            task("B", 1, due=6),
            resources=(resource("fuel", 0, kind="stock", stock=Stock(5, (Supply(at(9), 9),))),),
            constraints=tuple(Consumes(id=f"{k} draws", task=k, stock="fuel", quantity=3) for k in "AB"),
        ),
        {"A.due", "B.due", "A draws", "B draws"},
    ),
    "stock made too late": (
        plan(
            task("A", 1, due=5),
            task("M", 4, earliest=3),
            resources=(resource("fuel", 0, kind="stock", stock=Stock(0)),),
            constraints=(
                Consumes(id="draws", task="A", stock="fuel", quantity=3),
                Produces(id="makes", task="M", stock="fuel", quantity=3),
            ),
        ),
        {"A.due", "draws", "M.earliest"},
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_each_form_of_contradiction_is_found_with_its_facts(kind):
    found, keys = FAULTS[kind]
    assert set(refute(posed(found))) == keys


def test_a_producer_in_time_refutes_nothing():
    found, _ = FAULTS["stock made too late"]
    tasks = tuple(t if t.id == "A" else task("M", 4) for t in found.tasks)
    assert refute(posed(plan(*tasks, resources=found.resources, constraints=found.constraints))) is None


def test_no_more_of_a_chain_is_named_than_it_takes():
    """B cannot start before 6 by its own earliest time: what comes before it does not matter."""
    tasks = (task("A", 2, earliest=1), task("B", 4, after=("A",), earliest=6), task("C", 4, after=("B",), due=12))
    assert set(refute(posed(plan(*tasks)))) == {"B.earliest", "C.after.B", "C.due"}


def test_a_chain_is_followed_back_only_as_far_as_the_overload_asks():
    """B is after 2 because A takes 2 hours; that A waits until 3 is not needed."""
    tasks = (
        task("A", 2, earliest=3),
        task("B", 4, after=("A",), due=9, uses={"berth": 1}),
        task("C", 4, earliest=2, due=9, uses={"berth": 1}),
    )
    keys = refute(posed(plan(*tasks, resources=(BERTH,))))
    assert set(keys) == {"B.after.A", "B.due", "B.uses.berth", "C.earliest", "C.due", "C.uses.berth"}


def test_two_that_fit_side_by_side_are_not_put_in_order():
    found, _ = FAULTS["order"]
    assert refute(posed(plan(*found.tasks, resources=(resource("berth", 2, kind="place"),)))) is None


def test_the_scenario_needs_no_solver():
    keys = refute(posed(nankai()))
    assert {"K8.due", "K9.due"} <= set(keys)


whole_hours = st.integers(0, 12)


@st.composite
def small_plans(draw):
    tasks = []
    for n in range(draw(st.integers(2, 5))):
        uses = {r: draw(st.integers(1, 2)) for r in ("r", "s") if draw(st.booleans())}
        fields = {"earliest": draw(whole_hours), "due": draw(st.integers(6, 20))}
        tasks.append(task(f"T{n}", draw(st.integers(1, 5)), uses=uses, **fields))
    for before, behind in pairwise(range(len(tasks))):
        if draw(st.booleans()):
            tasks[behind] = msgspec.structs.replace(tasks[behind], after=(tasks[before].id,))
    cut = CapacityPeriod(at(draw(whole_hours)), at(14), draw(st.integers(0, 2)))
    draws = [Consumes(id=f"{t.id} draws", task=t.id, stock="fuel", quantity=2) for t in tasks if draw(st.booleans())]
    stock = resource("fuel", 0, kind="stock", stock=Stock(draw(st.integers(0, 8)), (Supply(at(draw(whole_hours)), 4),)))
    resources = (resource("r", 2, periods=(cut,)), resource("s", 2), stock)
    return plan(*tasks, resources=resources, constraints=tuple(draws))


@settings(max_examples=60, deadline=None)
@given(small_plans())
def test_what_is_refuted_is_impossible_by_these_facts_alone(found):
    problem = posed(found)
    keys = refute(problem)
    if keys is not None:
        sub = problem.only(keys)
        assert len(set(keys)) == len(keys)
        assert Model(sub, jobs=sub.named()).solve(Effort(5.0)).answer == "infeasible"
