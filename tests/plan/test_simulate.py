"""Chances against closed forms, the partial order against the checker, and what must not change."""

import math

import hypothesis.strategies as st
import msgspec
import numpy as np
import pytest
from hypothesis import given, settings

from renkei.kernel.errors import Refused
from renkei.plan.constraint import After, EndTogether, Hold, NotDuring, Period, Span, StartTogether, VolumeSeparation
from renkei.plan.engine.partial_order import network
from renkei.plan.engine.simulate import RUNS_MAX, _case, _runs, quantiles, simulate, stream, triangular, wilson
from renkei.plan.engine.strong import components
from renkei.plan.model import Calendar, CapacityPeriod, Duration, Phase, Placed, Progress
from tests.plan.plans import at, hours, plan, posed, resource, schedule_of, task

RUNS = 20_000
SIGMAS = 4.0
"""A right answer is further from the closed form than this once in 16,000 tests; the seed is fixed."""


def three(key, least, likely, most, **fields):
    """A task with a length of three points in hours."""
    points = Duration(round(likely * 60), round(least * 60), round(most * 60))
    return msgspec.structs.replace(task(key, likely, **fields), duration=points)


def chances(found, **options):
    return {c.key: c for c in simulate(found, **{"runs": RUNS, **options}).chances}


def reached(x, least, likely, most):
    """Distribution function of the triangular distribution."""
    if x <= least:
        return 0.0
    if x >= most:
        return 1.0
    if x < likely:
        return (x - least) ** 2 / ((most - least) * (likely - least))
    return 1 - (most - x) ** 2 / ((most - least) * (most - likely))


def near(said, true, runs=RUNS):
    return abs(said - true) <= SIGMAS * math.sqrt(true * (1 - true) / runs)


@pytest.mark.parametrize("due", [11, 14, 20, 29])
def test_one_task_is_the_triangular_distribution(due):
    found = chances(plan(three("a", 10, 12, 30, start=0, due=due)))["a.due"]
    assert near(found.chance, reached(due, 10, 12, 30))
    assert found.low < reached(due, 10, 12, 30) < found.high
    assert (found.due, found.planned) == (at(due), at(12))
    assert [d.task for d in found.deciders] == ["a"]
    assert (found.deciders[0].share, found.deciders[0].correlation) == (1.0, 1.0)
    true = 60 * math.sqrt((10**2 + 12**2 + 30**2 - 10 * 12 - 10 * 30 - 12 * 30) / 18)
    assert abs(found.deciders[0].spread_min - true) < 0.02 * true


def density(least, likely, most, step):
    """Probabilities of the steps of a grid that begins at zero."""
    grid = np.arange(0, most + step, step)
    return np.diff([reached(x, least, likely, most) for x in grid])


def test_a_chain_is_the_convolution():
    points = (4.0, 6.0, 15.0), (10.0, 20.0, 24.0)
    step = 1 / 60
    together = np.cumsum(np.convolve(density(*points[0], step), density(*points[1], step)))
    for due in (24, 28, 33):
        tasks = three("a", *points[0], start=0), three("b", *points[1], start=6, after=("a",), due=due)
        found = chances(plan(*tasks))["b.due"]
        assert near(found.chance, together[round(due / step) - 1])
        assert [d.task for d in found.deciders] == ["b", "a"]
        assert [d.share for d in found.deciders] == [1.0, 1.0]
    variances = [(a * a + b * b + c * c - a * b - a * c - b * c) / 18 for a, b, c in points]
    for decider, variance in zip(reversed(found.deciders), variances, strict=True):
        assert abs(decider.correlation - math.sqrt(variance / sum(variances))) < 0.02


def test_tasks_side_by_side_are_the_product():
    tasks = (three("a", 10, 12, 30, start=0, phase="p"), three("b", 5, 15, 25, start=0, phase="p"))
    found = chances(plan(*tasks, phases=(Phase(id="p", end=at(18)),)))
    true = reached(18, 10, 12, 30) * reached(18, 5, 15, 25)
    assert near(found["phase:p"].chance, true)
    assert found["plan"].chance == found["phase:p"].chance
    assert sum(d.share for d in found["phase:p"].deciders) == pytest.approx(1.0)


def test_one_after_the_other_on_a_unit_without_a_precedence():
    unit = resource("r", 2)
    tasks = (
        three("a", 4, 6, 15, start=0, uses={"r": 2}),
        three("b", 10, 20, 24, start=6, uses={"r": 1}, due=28),
        three("c", 1, 2, 3, start=6, uses={"r": 1}, due=28),
    )
    chained = chances(plan(*(msgspec.structs.replace(t, uses=(), after=("a",) * (t.id != "a")) for t in tasks)))
    shared = chances(plan(*tasks, resources=(unit,)))
    assert {k: c.chance for k, c in shared.items()} == {k: c.chance for k, c in chained.items()}


def test_exact_lengths_give_no_or_certainly():
    tasks = (task("a", 6, start=0, due=6), task("b", 3, start=6, after=("a",), due=8.5), task("c", 1, start=9))
    found = simulate(plan(*tasks), runs=7)
    assert found.uncertain == 0
    assert {c.key: c.chance for c in found.chances} == {"plan": 0.0, "a.due": 1.0, "b.due": 0.0}
    late = next(c for c in found.chances if c.key == "b.due")
    assert [(d.task, d.share, d.correlation) for d in late.deciders] == [("a", 1.0, None), ("b", 1.0, None)]
    assert {hours(q) for q in msgspec.structs.astuple(late.ends)} == {9}
    assert (late.low, late.high) == (0.0, 0.0)


def test_an_interval_is_a_point_only_where_nothing_uncertain_comes_before():
    tasks = (
        three("a", 1, 2, 3, start=0, due=9),
        task("b", 1, start=3, after=("a",), due=9),
        task("c", 1, start=0, due=9),
    )
    found = chances(plan(*tasks), runs=100)
    assert [(found[k].low, found[k].high) for k in ("a.due", "b.due")] == [(round(wilson(100, 100)[0], 4), 1.0)] * 2
    assert (found["c.due"].low, found["c.due"].high) == (1.0, 1.0)
    assert wilson(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)


def test_a_simulation_that_is_stopped_keeps_what_it_has():
    found = plan(*(three(f"t{n}", 1, 2, 3, start=0) for n in range(9)))
    seen = []
    stopped = simulate(found, runs=9_000, tell=lambda done, asked: bool(seen.append((done, asked))))
    assert seen == [(stopped.runs, 9_000)]
    assert stopped.runs == stopped.quantile_runs < 9_000
    assert stopped.chances == simulate(found, runs=stopped.runs).chances


def test_the_planned_policy_waits_for_the_planned_time():
    tasks = three("a", 4, 6, 15, start=0), three("b", 10, 20, 24, start=6, after=("a",), due=28)
    early, late = (chances(plan(*tasks), policy=p)["b.due"] for p in ("earliest", "planned"))
    assert late.chance < early.chance
    assert late.ends.p10 > early.ends.p10
    committed = (tasks[0], msgspec.structs.replace(tasks[1], status="committed"))
    assert chances(plan(*committed))["b.due"].chance == late.chance


def test_joint_tasks_wait_for_each_other():
    tasks = (
        three("a", 4, 6, 15, start=0),
        three("b", 5, 6, 8, start=0),
        task("x", 2, start=7, after=("a",)),
        task("y", 2, start=7, after=("b",)),
    )
    found = chances(plan(*tasks, constraints=(StartTogether(id="j", tasks=("x", "y")),)))
    assert near(found["j"].chance, reached(7, 4, 6, 15) * reached(7, 5, 6, 8))
    assert (found["j"].kind, found["j"].due) == ("joint", at(7))
    assert {d.task for d in found["j"].deciders} == {"a", "b"}
    loose = chances(plan(*tasks, constraints=(StartTogether(id="j", tasks=("x", "y"), within_min=60),)))
    assert loose["j"].chance == found["j"].chance


def test_what_ends_together_and_longest_lags_can_only_be_watched():
    tasks = three("a", 4, 6, 15, start=0), task("b", 2, start=4), task("c", 1, start=6, after=("a",))
    rules = (
        EndTogether(id="e", tasks=("a", "b"), within_min=60),
        After(id="l", task="c", of="b", lag_most_min=120),
        Span(id="s", tasks=("a", "c"), longest_min=10 * 60),
    )
    found = chances(plan(*tasks, constraints=rules))
    assert near(found["e"].chance, reached(6, 4, 6, 15) - reached(5, 4, 6, 15))
    assert near(found["l"].chance, reached(8, 4, 6, 15))
    assert near(found["s"].chance, reached(9, 4, 6, 15))
    assert [found[k].kind for k in "els"] == ["joint", "limit", "limit"]


def test_closed_times_are_waited_out_and_held_tasks_have_a_time():
    rules = (NotDuring(id="n", task="b", periods=(Period(at(7), at(12)),)), Hold(id="h", task="c", start=at(15)))
    tasks = (
        three("a", 4, 5, 15, start=0),
        task("b", 2, start=5, after=("a",), due=9),
        task("c", 1, start=15, after=("b",)),
    )
    found = chances(plan(*tasks, constraints=rules))
    assert near(found["b.due"].chance, reached(5, 4, 5, 15))
    assert near(found["h"].chance, reached(13, 4, 5, 15))


def test_a_fall_of_capacity_should_find_the_place_left():
    place = resource("r", 2, periods=(CapacityPeriod(at(8), at(20), 1),))
    tasks = (
        three("a", 4, 6, 15, start=0, uses={"r": 1}),
        task("b", 5, start=0, uses={"r": 1}),
        task("c", 1, start=20, uses={"r": 2}),
    )
    found = chances(plan(*tasks, resources=(place,)))
    assert set(found) == {"plan", "r.capacity"}
    assert found["r.capacity"].chance == 1.0
    assert found["plan"].ends.p95 == at(21)
    both = chances(
        plan(*(msgspec.structs.replace(t, duration=tasks[0].duration) for t in tasks[:2]), resources=(place,))
    )
    assert near(both["r.capacity"].chance, reached(8, 4, 6, 15))


def test_rest_and_separation_keep_their_length():
    crew = resource("r", 1, calendar=Calendar(8 * 60, 10 * 60))
    tasks = (
        three("a", 4, 6, 12, start=0, uses={"r": 1}),
        task("b", 2, start=6, uses={"r": 1}),
        task("c", 2, start=18, uses={"r": 1}, due=21),
    )
    found = chances(plan(*tasks, resources=(crew,)))
    assert near(found["r.calendar"].chance, reached(6, 4, 6, 12))
    assert near(found["c.due"].chance, reached(7, 4, 6, 12))
    apart = (VolumeSeparation(id="v", tasks=("a", "b"), volume="x", buffer_min=60),)
    alone = [three("a", 4, 6, 12, start=0), task("b", 2, start=7, due=10)]
    assert near(chances(plan(*alone, constraints=apart))["b.due"].chance, reached(7, 4, 6, 12))


def test_what_is_done_or_under_way_is_a_fact():
    done = three("a", 4, 6, 15, start=0, status="done")
    after = three("b", 4, 6, 15, start=6, status="executing")
    found = plan(done, after, three("c", 1, 2, 3, start=12, after=("a", "b")))
    assert simulate(found, runs=10).uncertain == 2
    progress = {"b": Progress(started=at(7), expected=at(20))}
    reported = simulate(msgspec.structs.replace(found, progress=progress), runs=10)
    assert reported.uncertain == 1
    assert min(reported.chances[0].ends.p10, at(21)) == at(21)


def test_a_schedule_replaces_the_times_of_the_plan():
    found = plan(task("a", 2, due=6), task("b", 2, start=0))
    assert simulate(found, [Placed("a", at(3), at(5))], runs=1).tasks == 2
    assert simulate(found, runs=1).tasks == 1


def test_bounds():
    with pytest.raises(Refused, match="plan-simulate-unplaced"):
        simulate(plan(task("a", 1)))
    for runs in (0, RUNS_MAX + 1):
        with pytest.raises(Refused, match="plan-simulate-runs"):
            simulate(plan(task("a", 1, start=0)), runs=runs)


def test_the_same_seed_gives_the_same_answer_and_another_task_changes_no_draw():
    first = three("a", 10, 12, 30, start=0, due=14)
    more = three("b", 10, 12, 30, start=0)
    once = msgspec.json.encode(simulate(plan(first), runs=3_000, seed=5))
    assert once == msgspec.json.encode(simulate(plan(first), runs=3_000, seed=5))
    assert once != msgspec.json.encode(simulate(plan(first), runs=3_000, seed=6))
    alone, beside = (chances(plan(*t), seed=5)["a.due"] for t in ((first,), (more, first)))
    assert (alone.chance, alone.ends) == (beside.chance, beside.ends)


def test_draws_do_not_depend_on_how_runs_are_cut():
    whole = stream(1, "a").random(300, dtype=np.float32)
    parts = stream(1, "a")
    assert [*parts.random(100, dtype=np.float32), *parts.random(200, dtype=np.float32)] == list(whole)
    shares = np.array([0.0, 0.25, 0.75], dtype=np.float32)
    assert list(triangular(shares, 0, 50, 100)) == pytest.approx(
        [0, 100 * math.sqrt(0.125), 100 - 100 * math.sqrt(0.125)]
    )
    assert list(triangular(shares, 0, 0, 100)) == pytest.approx([0, 100 - math.sqrt(7500), 50])
    assert list(triangular(shares, 0, 100, 100)) == pytest.approx([0, 50, math.sqrt(7500)])


def test_quantiles_are_moments_that_happened():
    assert quantiles(np.array([5, 1, 2, 3, 4, 6, 7, 8, 9, 10], dtype=np.float32)) == (1, 5, 8, 10)
    assert quantiles(np.array([3], dtype=np.float32)) == (3, 3, 3, 3)


@given(st.floats(9, 31), st.floats(9, 31))
@settings(max_examples=25, deadline=None)
def test_a_later_due_time_never_lowers_a_chance(one, other):
    first, second = sorted((one, other))
    tasks = [
        (three("a", 10, 12, 30, start=0), three("b", 1, 2, 3, start=12, after=("a",), due=due))
        for due in (first, second)
    ]
    low, high = (chances(plan(*t), runs=500)["b.due"].chance for t in tasks)
    assert low <= high


@st.composite
def placed_plans(draw):
    """Plans with times that keep every capacity: tasks one after another wherever the units run out."""
    count = draw(st.integers(1, 9))
    free = [0] * draw(st.integers(1, 3))
    tasks = []
    for n in range(count):
        lane = draw(st.integers(0, len(free) - 1))
        start = free[lane] + draw(st.integers(0, 3))
        length = draw(st.integers(1, 5))
        after = [t.id for t in tasks if hours(t.start) + t.duration.likely_min / 60 <= start]
        chosen = tuple(a for a in after if draw(st.booleans()))
        most = length + draw(st.integers(0, 4))
        found = three(f"t{n}", length, length, most, start=start, uses={"r": 1}, after=chosen, due=start + length)
        tasks.append(found)
        free[lane] = start + length
    return plan(*tasks, resources=(resource("r", len(free)),))


@given(placed_plans())
@settings(max_examples=60, deadline=None)
def test_every_run_keeps_capacities_and_precedences(found):
    case = _case(found, "earliest")
    run = next(_runs(case, 50, 3))
    index = {j.id: i for i, j in enumerate(case.problem.jobs)}
    for t in found.tasks:
        for of in t.after:
            assert np.all(run.starts[index[t.id]] >= run.ends[index[of]])
    for start in run.starts:
        inside = (run.starts <= start) & (start < run.ends - 1e-3)
        assert inside.sum(axis=0).max() <= found.resources[0].capacity


@given(placed_plans())
@settings(max_examples=60, deadline=None)
def test_planned_lengths_are_never_later_than_planned(found):
    exact = tuple(msgspec.structs.replace(t, duration=Duration(t.duration.likely_min)) for t in found.tasks)
    found = msgspec.structs.replace(found, tasks=exact)
    assert {c.chance for c in simulate(found, runs=1).chances} == {1.0}
    case = _case(found, "planned")
    run = next(_runs(case, 1, 1))
    assert [s[0] for s in run.starts] == [case.schedule[i].start for i in range(len(exact))]


def test_capacity_passes_from_who_is_free_longest():
    tasks = (
        task("a", 2, start=0, uses={"r": 1}),
        task("b", 5, start=0, uses={"r": 1}),
        task("c", 1, start=5, uses={"r": 1}),
        task("d", 1, start=6, uses={"r": 1}),
    )
    problem = posed(plan(*tasks, resources=(resource("r", 2),)), scheduled=True)
    order = network(problem, schedule_of(problem, {"a": 0, "b": 0, "c": 5, "d": 6}))
    assert [[w.of for w in waits] for waits in order.arcs] == [[], [], [0], [1]]


def test_components_in_order():
    assert components([[1], [2], [1, 3], []]) == ((0,), (1, 2), (3,))
    assert components([]) == ()
    deep = components([[n + 1] for n in range(5_000)] + [[]])
    assert deep == tuple((n,) for n in range(5_001))
