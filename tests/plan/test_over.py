"""What is over is left out of a repair, and only where it binds nothing that is left."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.plan.constraint import After, Coverage, Span, Travel
from renkei.plan.engine.over import without_past
from renkei.plan.engine.repair import Slip, repair
from renkei.plan.model import Calendar, Progress
from tests.plan.plans import at, change, plan, resource, task

TASKS = (
    task("past", 2, uses={"r": 1}, start=0, status="executing"),
    task("runs", 4, uses={"r": 1}, start=3, status="executing"),
    task("next", 2, uses={"r": 1}, start=9, after=("past",)),
)


def planned(**fields):
    return plan(*TASKS, resources=(resource("r"),), **fields)


def left(found, now=6):
    return [t.id for t in without_past(found, at(now)).tasks]


def test_what_ended_is_left_out_though_another_waited_for_it():
    assert left(planned()) == ["runs", "next"]
    assert left(planned(), 7) == ["runs", "next"]
    assert left(planned(), 8) == ["next"]


def test_what_should_have_begun_earlier_keeps_what_was_under_way_then():
    assert left(change(planned(), "next", start=at(1))) == ["past", "runs", "next"]


@pytest.mark.parametrize(
    "constraint",
    [
        Span(id="c", tasks=("past", "next"), longest_min=900),
        After(id="c", task="next", of="past", lag_min=480),
        Travel(id="c", assets=("r",)),
        Coverage(id="c", assets=("r",), at_least=1, start=at(0), end=at(9)),
    ],
)
def test_what_a_constraint_may_bind_stays(constraint):
    assert "past" in left(planned(constraints=(constraint,)))


def test_what_is_bound_only_to_what_is_over_too_is_left_out():
    pair = Span(id="c", tasks=("past", "runs"), longest_min=60)
    assert left(planned(constraints=(pair,)), 8) == ["next"]
    assert left(planned(constraints=(pair,)), 6) == ["past", "runs", "next"]


def test_what_has_a_phase_or_a_unit_that_rests_stays():
    assert "past" in left(change(planned(), "past", phase="relief"))
    crew = resource("r", calendar=Calendar(duty_min=600, rest_min=600))
    assert "past" in left(msgspec.structs.replace(planned(), resources=(crew,)))


def test_a_report_says_when_it_is_over():
    late = msgspec.structs.replace(planned(), progress={"past": Progress(started=at(0), expected=at(7))})
    assert "past" in left(late)
    early = msgspec.structs.replace(planned(), progress={"runs": Progress(started=at(3), finished=at(4))})
    assert "runs" not in left(early)


@st.composite
def under_way(draw):
    """Tasks of two units in a row, each after the one before it or not; those before hour 8 have begun."""
    free, tasks = {"r": 0, "s": 0}, []
    for n in range(draw(st.integers(3, 9))):
        unit, length = draw(st.sampled_from("rs")), draw(st.integers(1, 4))
        after = (f"T{n - 1}",) if n and draw(st.booleans()) else ()
        begin = max(free[unit], tasks[-1][1] if after else 0) + draw(st.integers(0, 1))
        free[unit] = begin + length
        status = "executing" if begin < 8 else "planned"
        tasks.append((task(f"T{n}", length, uses={unit: 1}, after=after, start=begin, status=status), free[unit]))
    return plan(*(t for t, _ in tasks), resources=(resource("r"), resource("s")))


@settings(max_examples=25)
@given(under_way(), st.integers(9, 14))
def test_a_repair_is_the_same_with_what_is_over_and_without(found, late):
    whole = repair(found, at(8), None, Slip("r", None, 60 * late))
    named = msgspec.structs.replace(
        found, constraints=(Span(id="all", tasks=tuple(t.id for t in found.tasks), longest_min=10**5),)
    )
    kept = repair(named, at(8), None, Slip("r", None, 60 * late))
    assert [(o.goal, len(o.moves), o.certified) for o in whole.options] == [
        (o.goal, len(o.moves), o.certified) for o in kept.options
    ]
    assert whole.hit == kept.hit
