"""What a model leaves out is implied by what it states: spans by their ends, bounds by the domain of a start."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.plan.constraint import AllOrNone, Span, Window
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.cpsat_implied import Sorting, spared
from renkei.plan.engine.facts import Fixed, Lag, Lower, Upper
from renkei.plan.engine.temporal import windows
from tests.plan.plans import at, plan, posed, task


def lags_of(problem):
    return [f for f in problem.facts if isinstance(f, Lag)]


def pairs(lags):
    return {(lag.job, lag.of) for lag in lags if lag.kind == "span"}


def chain(*after, longest_min=600):
    """Four tasks, each after the ones named, in one span."""
    tasks = [task(f"T{n}", 1, after=tuple(f"T{k}" for k in found)) for n, found in enumerate(after)]
    span = Span(id="s", tasks=tuple(t.id for t in tasks), longest_min=longest_min)
    return posed(plan(*tasks, constraints=(span,)))


def test_of_the_span_of_a_chain_its_first_start_and_last_end_are_left():
    problem = chain((), (0,), (1,), (2,))
    assert pairs(spared(problem, lags_of(problem), ())) == {(0, 3)}


def test_a_task_of_the_span_that_nothing_orders_keeps_both_its_sides():
    problem = chain((), (0,), (1,), ())
    assert pairs(spared(problem, lags_of(problem), ())) == {(0, 2), (0, 3), (3, 2), (3, 3)}


def test_an_order_that_may_be_given_up_spares_nothing():
    problem = chain((), (0,))
    assert pairs(spared(problem, lags_of(problem), {"T1.after.T0"})) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_orders_in_a_circle_spare_nothing_of_what_they_do_not_reach():
    problem = chain((1,), (0,), ())
    assert {(2, 2), (0, 1), (2, 1), (0, 2)} <= pairs(spared(problem, lags_of(problem), ()))


def test_a_span_of_which_a_part_was_taken_away_is_kept_as_it_is():
    problem = chain((), (0,), (1,))
    rest = [lag for lag in lags_of(problem) if (lag.kind, lag.job, lag.of) != ("span", 0, 2)]
    assert spared(problem, rest, ()) == rest


@st.composite
def spanned(draw):
    """Up to six tasks of a few hours, in an order that is drawn, some of them in a span."""
    count = draw(st.integers(2, 6))
    tasks = []
    for n in range(count):
        others = [f"T{k}" for k in range(count) if k != n]
        after = draw(st.lists(st.sampled_from(others), max_size=2, unique=True))
        tasks.append(
            task(f"T{n}", draw(st.integers(0, 3)), after=tuple(after), due=draw(st.none() | st.integers(6, 20)))
        )
    inside = draw(st.lists(st.sampled_from([t.id for t in tasks]), min_size=1, unique=True))
    return posed(
        plan(*tasks, constraints=(Span(id="s", tasks=tuple(inside), longest_min=60 * draw(st.integers(1, 12))),))
    )


@settings(max_examples=200)
@given(spanned())
def test_without_what_is_spared_time_says_the_same(problem):
    kept = spared(problem, lags_of(problem), ())
    others = tuple(f for f in problem.facts if not isinstance(f, Lag))
    assert windows(msgspec.structs.replace(problem, facts=(*others, *kept))) == windows(problem)


def test_bounds_become_the_domain_of_a_start():
    problem = posed(plan(task("T", 2, earliest=3, due=8)))
    sorting = Sorting(problem, ())
    assert sorting.starts(0) == ((180, 360),)
    assert not sorting.single


def test_a_bound_with_a_literal_and_one_of_an_optional_task_stay_constraints():
    pair = [task(n, 2, earliest=3) for n in ("T", "U")]
    switched = Sorting(posed(plan(*pair)), {"T.earliest"})
    assert [f.key for f in switched.single] == ["T.earliest"]
    group = Sorting(posed(plan(*pair, constraints=(AllOrNone(id="g", tasks=("T", "U")),))), ())
    assert group.starts(0)[0][0] == 0
    assert [f.key for f in group.single] == ["g", "T.earliest"]


def test_bounds_that_leave_nothing_are_stated_and_refuted():
    problem = posed(plan(task("T", 2, earliest=9, due=8)))
    assert Model(problem).solve(Effort()).answer == "infeasible"
    window = Window(id="w", task="T", earliest=at(9), latest=at(12))
    assert Model(posed(plan(task("T", 2, due=8), constraints=(window,)))).solve(Effort()).answer == "infeasible"


def test_a_task_that_stays_where_it_was_does_so_before_its_horizon():
    problem = posed(plan(task("T", 2)))
    job = msgspec.structs.replace(problem.jobs[0], low=120, keep=60)
    for fact, spans in (
        (Fixed(key="f", kind="held", job=0, at=60, reason="hold"), ((60, 60),)),
        (Lower(key="l", kind="earliest", job=0, at=150), ((150, 600),)),
        (Upper(key="u", kind="due", job=0, at=190), ((60, 60),)),
    ):
        held = msgspec.structs.replace(problem, jobs=(job,), facts=(fact,), horizon=600)
        assert Sorting(held, ()).starts(0) == spans
