"""Projects with longest lags: what closes them, how they come apart, whether they can be done, beside the solver."""

from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.plan.engine import lagged
from renkei.plan.engine.closure import NEVER, QUEUE_MIN, closed, queues, rivals
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.decide import alone, decide, narrowed
from renkei.plan.engine.facts import Lag, Upper
from renkei.plan.engine.portfolio import Limits, Portfolio
from renkei.plan.engine.problem import FOR_EVER
from renkei.plan.engine.rcpsp import Arc, Project, Way, makespan, posed, sound
from renkei.plan.engine.rcpsp_cpsat import ProjectModel
from renkei.plan.engine.structures import joined, part, structures
from renkei.plan.engine.temporal import contradiction
from renkei.plan.engine.verify import verify

EFFORT = Effort(5.0)


def project(lengths, arcs, demands=None, capacities=(1,)):
    """One way each; arcs as (of, to, least) between starts; one unit of the first resource unless told otherwise."""
    demands = demands or [(1,)] * len(lengths)
    return Project(
        ways=tuple((Way(d, tuple(q)),) for d, q in zip(lengths, demands, strict=True)),
        arcs=tuple(Arc(*a, from_end=False) for a in arcs),
        capacities=tuple(capacities),
        renewable=(True,) * len(capacities),
    )


def decided(found, effort=EFFORT):
    return decide(found, effort)


@st.composite
def tangled(draw):
    """Two to six activities with lags of either sign, on two resources."""
    count = draw(st.integers(2, 6))
    lengths = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    pairs = [(i, j) for i in range(count) for j in range(count) if i != j]
    lags = draw(st.lists(st.tuples(st.sampled_from(pairs), st.integers(-6, 4)), max_size=2 * count))
    demands = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=count, max_size=count))
    arcs = [(i, j, least) for (i, j), least in lags]
    return project(lengths, arcs, demands, draw(st.tuples(st.integers(2, 4), st.integers(2, 4))))


@settings(max_examples=60, deadline=None)
@given(tangled())
def test_a_project_is_decided_as_the_solver_decides_the_whole_of_it(found):
    known = ProjectModel(found).solve(EFFORT)
    if contradiction(posed(found)) is not None:
        assert known.answer == "infeasible"
        return
    here = decided(found)
    assert bool(here.clash) == (known.answer == "infeasible")
    assert (here.plot is None) == (known.answer == "infeasible")
    assert here.plot is None or sound(found, here.plot)


@settings(max_examples=60, deadline=None)
@given(tangled())
def test_every_schedule_keeps_the_distances_and_orders_that_were_found(found):
    known, closure = ProjectModel(found).solve(EFFORT), closed(found)
    assert closure is not None
    if known.plot is None:
        return
    start = np.array(known.plot[0])
    assert not closure.clash
    assert (start[None, :] - start[:, None] >= closure.distance).all()
    windows = closure.windows()
    assert windows is None or any(
        all(low <= s - shift <= high for s, (low, high) in zip(start, windows, strict=True))
        for shift in range(start.min() - 50, start.max() + 50)
    )


def test_distances_go_along_the_longest_way_and_stay_out_where_there_is_none():
    closure = closed(project([1, 1, 1], [(0, 1, 2), (1, 2, 3), (0, 2, 4)], capacities=(9,)))
    assert closure.distance.tolist() == [[0, 2, 5], [NEVER, 0, 3], [NEVER, NEVER, 0]]
    assert closure.windows() is None


def test_rivals_take_the_only_order_that_lags_leave_and_pass_it_on():
    found = project([3, 3, 1], [(0, 1, 1), (1, 2, 0)], capacities=(1,))
    closure = closed(found)
    assert closure.orders == (Arc(0, 1, 3, from_end=False), Arc(1, 2, 3, from_end=False))
    assert closure.distance[0, 2] == 6


def test_rivals_that_must_overlap_clash():
    assert decided(project([3, 3], [(0, 1, -1), (1, 0, -1)])).clash == (0, 1)
    assert decided(project([3, 3], [(0, 1, -3), (1, 0, -3)])).clash == ()


def test_only_what_is_scarce_and_lasts_makes_rivals():
    found = project([1, 1, 0], [], [(2, 0), (1, 3), (2, 3)], (3, 5))
    assert not rivals(found).any()
    assert rivals(project([1, 1, 0], [], [(2, 0), (2, 3), (2, 3)], (3, 5))).tolist() == [
        [False, True, False],
        [True, False, False],
        [False, False, False],
    ]


@settings(max_examples=60, deadline=None)
@given(tangled())
def test_no_two_of_a_queue_go_together_and_the_portfolio_ends_at_the_optimum(found):
    rival = rivals(found)
    for queue in queues(rival):
        assert len(queue) >= QUEUE_MIN
        assert all(rival[i, j] for i in queue for j in queue if i != j)
    known, ended = ProjectModel(found).solve(EFFORT), Portfolio(found, Limits(5.0), lambda: 0.0).run()
    assert ended.infeasible == (known.answer == "infeasible")
    assert (ended.best.value if ended.best else None) == (makespan(found, known.plot) if known.plot else None)


def test_a_queue_takes_in_rivals_for_different_resources():
    found = project([1] * 4, [], [(2, 0, 1), (0, 2, 1), (1, 2, 2), (1, 0, 0)], (2, 3, 1))
    assert queues(rivals(found)) == [(0, 1, 2)]


def test_structures_are_the_circles_of_lags_in_the_order_of_the_lags_between_them():
    arcs = [(3, 1, 1), (1, 4, 0), (4, 3, -9), (4, 0, 2), (0, 2, 1), (2, 0, -5)]
    assert structures(project([1] * 5, arcs)) == [(1, 3, 4), (0, 2)]


def test_a_long_chain_needs_no_deep_stack():
    count = 3000
    found = structures(project([1] * count, [(i, j, 1) for i, j in pairwise(range(count))]))
    assert found == [(i,) for i in range(count)]


def test_a_part_keeps_the_lags_inside_it():
    found = part(project([1, 2, 3], [(0, 2, 1), (2, 0, -4), (1, 2, 5)]), (0, 2))
    assert [w[0].duration for w in found.ways] == [1, 3]
    assert [(a.of, a.to, a.least) for a in found.arcs] == [(0, 1, 1), (1, 0, -4)]


def test_schedules_of_structures_are_put_side_by_side_where_there_is_room():
    found = project([2, 2, 2], [(0, 1, 2), (1, 0, -3), (0, 2, 0)], capacities=(2,))
    plots = {(0, 1): ([5, 8], [0, 0]), (2,): ([0], [0])}
    assert joined(found, plots) == ([0, 3, 0], [0, 0, 0])
    assert joined(project([2, 2, 2], [(0, 1, 2), (1, 0, -3)], capacities=(1,)), plots) == ([0, 3, 5], [0, 0, 0])


def test_one_activity_takes_the_way_for_which_there_is_enough():
    two = Project(ways=((Way(2, (3,)), Way(4, (1,))),), arcs=(), capacities=(2,), renewable=(True,))
    assert alone(two) == ([0], [1])
    assert alone(project([2], [], [(3,)], (2,))) is None
    assert alone(project([0], [], [(3,)], (2,))) == ([0], [0])


def test_windows_leave_room_for_the_longest_way():
    ways = (Way(5, (1,)), Way(6, (1,)))
    arcs = (Arc(0, 1, 0, from_end=False), Arc(1, 0, 0, from_end=False))
    both = Project(ways=(ways, ways), arcs=arcs, capacities=(2,), renewable=(True,))
    assert sound(both, decided(both).plot)


def test_own_search_is_not_asked_for_what_can_never_be_done():
    ended = Portfolio(project([2, 3], [], [(1,), (3,)], (2,)), Limits(5.0), lambda: 0.0).run()
    assert (ended.infeasible, ended.clash) == (True, (1,))
    two = Project(ways=((Way(2, (3,)), Way(4, (1,))),), arcs=(), capacities=(2,), renewable=(True,))
    ended = Portfolio(two, Limits(5.0), lambda: 0.0).run()
    assert (ended.optimal, ended.best.plot) == (True, ([0], [1]))


@pytest.mark.parametrize("spare", [0, 4])
def test_what_has_no_part_in_a_clash_is_left_out(spare):
    circle = [(i, j, -3) for i in range(4) for j in range(4) if i != j]
    demands = [(2,), (1,), (2,), (0,), *[(0,)] * spare]
    more = [(0, 4 + n, 0) for n in range(spare)] + [(4 + n, 0, -9) for n in range(spare)]
    found = project([4] * (4 + spare), circle + more, demands, (3,))
    clash = decided(found).clash
    assert len(clash) == 4 + spare
    assert narrowed(found, clash, EFFORT) == (0, 2)


def test_a_portfolio_says_what_cannot_be_done_together_and_gives_the_same_schedule_twice():
    stuck = project([3, 3, 1], [(0, 1, -1), (1, 0, -1), (0, 2, 0)])
    ended = Portfolio(stuck, Limits(5.0), lambda: 0.0).run()
    assert (ended.infeasible, ended.clash, ended.best) == (True, (0, 1), None)
    free = project([3, 3, 1], [(0, 1, -4), (1, 0, -4), (0, 2, 0)])
    first, second = (Portfolio(free, Limits(5.0), lambda: 0.0).run() for _ in range(2))
    assert (first.optimal, first.clash, first.best.plot) == (True, (), second.best.plot)
    assert makespan(free, first.best.plot) == 7


def test_lags_and_uses_are_decided_as_a_plan_as_they_are_as_a_project():
    stuck = posed(project([3, 3, 1], [(0, 1, -1), (1, 0, -1), (0, 2, 0)]))
    assert lagged.outcome(stuck, EFFORT).answer == "infeasible"
    free = posed(project([3, 3, 1], [(0, 1, -4), (1, 0, -4), (0, 2, 0)]))
    found = lagged.outcome(free, EFFORT)
    assert found.answer == "feasible"
    assert not verify(free, found.schedule)


def test_points_of_jobs_become_lags_between_starts():
    two = posed(project([3, 4], [], capacities=(9,)))
    lag = Lag(key="l", kind="after", job=1, of=0, least=5, job_point="end", of_point="end")
    assert lagged.project_of(two.having(lag), [0, 1]).arcs == (Arc(0, 1, 4, from_end=False),)
    assert lagged.outcome(two.having(lag), EFFORT).schedule[1].start >= 4


def test_what_asks_for_more_than_lags_and_room_is_left_to_the_solver():
    two = posed(project([3, 4], [(0, 1, 2)]))
    assert lagged.outcome(two.having(Upper(key="u", kind="due", job=0, at=9)), EFFORT) is None
    held = msgspec.structs.replace(two.jobs[0], keep=3)
    assert lagged.outcome(msgspec.structs.replace(two, jobs=(held, two.jobs[1])), EFFORT) is None
    steps = ((-FOR_EVER, 5, 1), (5, FOR_EVER, 0))
    cut = two.with_capacity(0, msgspec.structs.replace(two.resources[0], steps=steps))
    assert lagged.outcome(cut, EFFORT) is None


def slow(monkeypatch, seconds):
    """Let no own schedule be found, and each solve say that it took so long; returns the limits of the solves."""
    limits = []

    def solve(model, effort, heard, do=ProjectModel.solve):
        limits.append(effort.seconds)
        return msgspec.structs.replace(do(model, effort, heard), seconds=seconds)

    monkeypatch.setattr(ProjectModel, "solve", solve)
    monkeypatch.setattr("renkei.plan.engine.decide._own", lambda piece: None)
    return limits


def test_the_seconds_of_an_effort_are_for_all_structures_together(monkeypatch):
    limits = slow(monkeypatch, 2.0)
    three = project([3] * 6, [(n, n + 1, 3) for n in (0, 2, 4)] + [(n + 1, n, -9) for n in (0, 2, 4)])
    assert len(structures(three)) == 3
    assert decide(three, EFFORT).seconds == 6.0
    assert limits == [5.0, 3.0, 1.0]


def test_what_is_not_decided_in_time_is_unknown_and_says_what_it_took(monkeypatch):
    """Two rivals that exclude each other are refuted by their order alone; the solver confirms it in what is left."""
    stuck = posed(project([3, 3, 1], [(0, 1, -1), (1, 0, -1), (0, 2, 0)]))
    took = lagged.Decided(None, (0, 1), seconds=4.0)
    limits = slow(monkeypatch, 0.5)
    monkeypatch.setattr(lagged, "decide", lambda *_: took)
    found = lagged.outcome(stuck, EFFORT)
    assert (found.answer, found.seconds, limits) == ("infeasible", 4.5, [1.0])
    assert lagged.outcome(stuck, Effort(4.0)) == lagged.Outcome("unknown", seconds=4.0)
    monkeypatch.setattr(lagged, "decide", lambda *_: lagged.Decided(seconds=3.0))
    assert lagged.outcome(stuck, EFFORT) == lagged.Outcome("unknown", seconds=3.0)
    assert limits == [1.0]
