"""The own first schedule: sound or none, the same every time, and no solve is worse for having begun with it."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renkei.plan.constraint import After, AllOrNone, NotDuring, Period, Span, StartTogether, VolumeSeparation
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.first import Room, ever_shorter, first_schedule
from renkei.plan.engine.goals import GOALS, makespan_of, measures
from renkei.plan.engine.jobs import check, solve
from renkei.plan.engine.objective import improve, lexicographic, soft_keys
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import FOR_EVER, Placing
from renkei.plan.engine.verify import hard, verify
from renkei.plan.model import CapacityPeriod, Duration, Mode, Use
from tests.plan.plans import H, at, plan, resource, task

EFFORT = Effort(20.0)
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def plans(draw):
    """Up to seven tasks on two resources, with lags, windows, a closure, modes, groups and adopted times."""
    count = draw(st.integers(1, 7))
    keys = [f"T{n}" for n in range(count)]
    tasks = []
    for n, key in enumerate(keys):
        uses = {r: draw(st.integers(1, 2)) for r in ("a", "b") if draw(st.booleans())}
        fields = {"earliest": draw(st.integers(0, 5)), "due": draw(st.one_of(st.none(), st.integers(4, 30)))}
        if n and draw(st.booleans()):
            fields["after"] = (draw(st.sampled_from(keys[:n])),)
        if draw(st.integers(0, 4)) == 0:
            fields["start"] = draw(st.integers(0, 12))
        if draw(st.integers(0, 3)) == 0:
            fields["modes"] = (Mode("slow", Duration(240)), Mode("quick", Duration(60), (Use("b"),)))
        tasks.append(task(key, draw(st.integers(1, 5)), uses=uses, **fields))
    closed = CapacityPeriod(at(6), at(draw(st.integers(7, 12))), draw(st.integers(0, 2)))
    resources = (resource("a", 2, periods=(closed,)), resource("b", 2))
    return plan(*tasks, resources=resources, constraints=tuple(rules(draw, keys)))


def rules(draw, keys):
    pair = tuple(draw(st.permutations(keys))[:2])
    if len(pair) < 2:
        return
    kinds = [
        StartTogether(id="joint", tasks=pair, within_min=60 * draw(st.integers(0, 2))),
        Span(id="span", tasks=pair, longest_min=60 * draw(st.integers(6, 14))),
        VolumeSeparation(id="volume", tasks=pair, volume="V", buffer_min=30),
        NotDuring(id="curfew", task=pair[0], periods=(Period(at(2), at(5)),)),
        After(id="lag", task=pair[1], of=pair[0], lag_min=-60, lag_most_min=240),
        AllOrNone(id="group", tasks=pair),
        StartTogether(id="wish", tasks=pair, within_min=0, weight=3),
    ]
    yield from (rule for rule in kinds if draw(st.integers(0, 3)) == 0)


@given(plans())
@CALM
def test_a_first_schedule_breaks_nothing_and_is_the_same_every_time(found):
    problem = pose(found, Stance())
    first = first_schedule(problem)
    assert first == first_schedule(problem)
    if first is not None:
        assert hard(verify(problem, first)) == ()
        assert all(i in first or job.optional for i, job in enumerate(problem.jobs))


@given(plans())
@CALM
def test_the_next_ones_end_sooner_and_break_nothing(found):
    problem = pose(found, Stance())
    schedules = list(ever_shorter(problem))
    ends = [makespan_of(problem, s) for s in schedules if len(s) == len(problem.jobs)]
    assert ends == sorted(set(ends), reverse=True)
    assert all(hard(verify(problem, s)) == () for s in schedules)
    assert schedules == list(ever_shorter(problem))


@given(plans())
@CALM
def test_beginning_with_it_gives_the_same_levels_and_says_the_same_of_what_cannot_be_done(found):
    problem = pose(found, Stance())
    first = first_schedule(problem)
    alone = lexicographic(problem, GOALS, EFFORT)
    begun = lexicographic(problem, GOALS, EFFORT, first=first)
    assert first is None or alone.schedule is not None
    assert begun.levels == alone.levels
    assert (begun.optimal, begun.infeasible) == (alone.optimal, alone.infeasible)
    assert begun.schedule is None or hard(verify(problem, begun.schedule)) == ()


@given(plans())
@CALM
def test_a_level_of_a_schedule_is_the_number_that_the_model_gives_it(found):
    problem = pose(found, Stance())
    for goal in GOALS:
        model = Model(problem, switched=soft_keys(problem))
        model.raw.minimize(goal.value(model))
        outcome = model.solve(EFFORT)
        if outcome.schedule is not None:
            assert goal.measured(problem, outcome.schedule) == outcome.value


@given(plans())
@CALM
def test_each_schedule_is_no_worse_than_the_last_however_short_the_limit(found):
    problem = pose(found, Stance())
    first = first_schedule(problem)
    if first is None:
        return
    told = []
    best = lexicographic(problem, GOALS, Effort(0.001), lambda s, *_: told.append(s), first)
    values = [measures(problem, schedule) for schedule in (first, *told, best.schedule)]
    assert values == sorted(values, reverse=True)


def test_the_first_plan_is_told_before_the_solver_begins():
    found = plan(*(task(f"T{n}", 2, uses={"r": 1}, due=40) for n in range(12)), resources=(resource("r", 1),))
    told = []
    result = solve(found, effort=EFFORT, watch=told.append)
    assert (told[0].found, told[0].objective, len(told[0].schedule)) == (1, None, 12)
    assert result.verified
    assert [p.found for p in told] == sorted(p.found for p in told)
    assert solve(found, effort=EFFORT).schedule == result.schedule


def test_a_late_chain_goes_before_what_has_time():
    early = [task(f"A{n}", 4, uses={"r": 1}, due=60) for n in range(4)]
    chain = [task("B0", 2, uses={"r": 1}), task("B1", 2, uses={"r": 1}, after=("B0",), due=5)]
    problem = pose(plan(*early, *chain, resources=(resource("r", 1),)), Stance())
    first = first_schedule(problem)
    assert (first[4].start, first[5].start) == (0, 120)


def test_a_longest_lag_pulls_the_earlier_task_to_the_later():
    tasks = (task("A", 1), task("B", 1, earliest=9))
    problem = pose(plan(*tasks, constraints=(StartTogether(id="j", tasks=("A", "B"), within_min=60),)), Stance())
    assert first_schedule(problem) == {0: Placing(8 * 60), 1: Placing(9 * 60)}


def test_what_has_a_time_keeps_it_and_the_rest_goes_around():
    tasks = (task("A", 3, uses={"r": 1}), task("B", 3, uses={"r": 1}, start=2))
    problem = pose(plan(*tasks, resources=(resource("r", 1),)), Stance())
    assert first_schedule(problem) == {0: Placing(5 * 60), 1: Placing(2 * 60)}


def test_there_is_none_where_time_alone_forbids_it_or_there_never_is_enough():
    assert first_schedule(pose(plan(task("A", 3, due=2)), Stance())) is None
    much = plan(task("A", 3, uses={"r": 2}), resources=(resource("r", 1),))
    assert first_schedule(pose(much, Stance())) is None


def test_a_plan_with_a_first_schedule_can_be_done_and_one_without_is_explained():
    tasks = [task(f"T{n}", 2, uses={"r": 1}, due=4) for n in range(2)]
    found = plan(*tasks, resources=(resource("r", 1),))
    assert check(found).feasible
    late = msgspec.structs.replace(
        found, tasks=tuple(msgspec.structs.replace(t, due=H + timedelta(hours=3)) for t in found.tasks)
    )
    assert not check(late).feasible
    assert check(late).conflicts


def test_a_worse_schedule_of_the_solver_does_not_replace_the_first():
    problem = pose(plan(task("A", 1)), Stance())
    model = Model(problem)
    model.raw.add(model.start[0] >= 3)
    told = []
    best = improve(model, GOALS[-1:], EFFORT, lambda s, *_: told.append(s), {0: Placing(0)})
    assert (best.schedule, best.levels[0][:2], told) == ({0: Placing(0)}, ("starts", 0), [])


@pytest.mark.parametrize(
    ("start", "length", "quantity", "found"),
    [(0, 5, 1, 0), (8, 5, 1, 20), (0, 11, 1, 20), (0, 10, 1, 0), (12, 1, 1, 20), (20, 10**6, 2, 20), (0, 1, 3, None)],
)
def test_room_is_found_at_the_first_minute(start, length, quantity, found):
    room = Room(((-FOR_EVER, 10, 1), (10, 20, 0), (20, FOR_EVER, 2)))
    assert room.earliest(start, length, quantity) == found


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9), st.integers(1, 3)), max_size=12), st.integers(0, 30))
def test_what_is_taken_is_not_free(taken, start):
    room = Room(((-FOR_EVER, FOR_EVER, 4),))
    free = dict.fromkeys(range(200), 4)
    for begin, length, quantity in taken:
        placed = room.earliest(begin, length, quantity)
        slow = next(s for s in range(begin, 150) if all(free[t] >= quantity for t in range(s, s + length)))
        assert placed == slow
        room.take(placed, placed + length, quantity)
        free |= {t: free[t] - quantity for t in range(placed, placed + length)}
    assert room.earliest(start, 1, 4) == next(t for t in range(start, 200) if free[t] == 4)
