"""The exact check: each fact broken alone is found alone, and it agrees with a count minute by minute."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.plan.constraint import (
    After,
    AllOrNone,
    Authority,
    Consumes,
    Coverage,
    Deadline,
    DecisionBefore,
    EndTogether,
    Hold,
    NotDuring,
    OnCall,
    Period,
    PhaseGate,
    Produces,
    Span,
    StartTogether,
    Travel,
    TravelTime,
    VolumeSeparation,
    Window,
)
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.verify import end_of, hard, verify
from renkei.plan.model import Asked, Calendar, CapacityPeriod, Decision, Grant, Mode, Phase, Place, Use
from renkei.plan.stock import Stock, Supply
from tests.plan.plans import at, plan, posed, resource, schedule_of, task


def keys(found, starts, options=None, **stance):
    """What is broken by starts in hours, or starts with the option taken."""
    options = options or {t: s[1] for t, s in starts.items() if isinstance(s, tuple)}
    starts = {t: s[0] if isinstance(s, tuple) else s for t, s in starts.items()}
    problem = posed(found, **stance)
    return [(v.key, v.by) for v in verify(problem, schedule_of(problem, starts, options))]


A, B = task("A", 2), task("B", 3)
TOGETHER = {"id": "c", "tasks": ("A", "B"), "within_min": 30}

BREAKS = {
    "earliest": (plan(task("A", 2, earliest=3)), {"A": 2}, [("A.earliest", 60)], {"A": 3}),
    "due": (plan(task("A", 2, due=5)), {"A": 4}, [("A.due", 60)], {"A": 3}),
    "after": (plan(A, task("B", 3, after=("A",))), {"A": 0, "B": 1}, [("B.after.A", 60)], {"A": 0, "B": 2}),
    "ready": (
        plan(task("A", 2, uses={"r": 1}), resources=(resource("r", ready=at(4)),)),
        {"A": 3},
        [("r.ready", 60)],
        {"A": 4},
    ),
    "delay": (
        plan(task("A", 2, uses={"r": 1}, earliest=1), resources=(resource("r", ready=at(4)),), delays={"r": 120}),
        {"A": 5},
        [("r.delay", 60)],
        {"A": 6},
    ),
    "capacity": (
        plan(task("A", 2, uses={"r": 1}), task("B", 2, uses={"r": 2}), resources=(resource("r", 2),)),
        {"A": 0, "B": 1},
        [("r.capacity", 1)],
        {"A": 0, "B": 2},
    ),
    "capacity over time": (
        plan(
            task("A", 4, uses={"r": 2}),
            resources=(resource("r", 1, periods=(CapacityPeriod(at(2), at(6), 2),)),),
        ),
        {"A": 1},
        [("r.capacity", 1)],
        {"A": 2},
    ),
    "granted capacity": (
        plan(task("A", 4, uses={"r": 2}), resources=(resource("r"),), grants=(Grant("R", "r", 2, at(2), at(6)),)),
        {"A": 3},
        [("r.capacity", 1)],
        {"A": 2},
    ),
    "place closed": (
        plan(task("A", 2, at=("p",)), places=(Place(id="p", closed=(Period(at(3), at(6)),)),)),
        {"A": 2},
        [("A.at.p", 60)],
        {"A": 6},
    ),
    "at least so long after": (
        plan(A, B, constraints=(After(id="c", task="B", of="A", lag_min=60),)),
        {"A": 0, "B": 2},
        [("c", 60)],
        {"A": 0, "B": 3},
    ),
    "at most so long after": (
        plan(A, B, constraints=(After(id="c", task="B", of="A", lag_most_min=60),)),
        {"A": 0, "B": 4},
        [("c", 60)],
        {"A": 0, "B": 3},
    ),
    "end after end": (
        plan(A, B, constraints=(After(id="c", task="A", of="B", task_point="end", of_point="end"),)),
        {"A": 0, "B": 0},
        [("c", 60)],
        {"A": 1, "B": 0},
    ),
    "start before start": (
        plan(A, B, constraints=(After(id="c", task="A", of="B", of_point="start"),)),
        {"A": 0, "B": 1},
        [("c", 60)],
        {"A": 1, "B": 1},
    ),
    "start together": (
        plan(A, B, constraints=(StartTogether(**TOGETHER),)),
        {"A": 0, "B": 1},
        [("c", 30)],
        {"A": 0, "B": 0.5},
    ),
    "end together": (
        plan(A, B, constraints=(EndTogether(**TOGETHER),)),
        {"A": 0, "B": 0},
        [("c", 30)],
        {"A": 1, "B": 0},
    ),
    "window": (
        plan(A, constraints=(Window(id="c", task="A", earliest=at(1), latest=at(4)),)),
        {"A": 3},
        [("c", 60)],
        {"A": 2},
    ),
    "deadline": (plan(A, constraints=(Deadline(id="c", task="A", latest=at(4)),)), {"A": 3}, [("c", 60)], {"A": 2}),
    "not during": (
        plan(A, constraints=(NotDuring(id="c", task="A", periods=(Period(at(2), at(4)),)),)),
        {"A": 1},
        [("c", 60)],
        {"A": 4},
    ),
    "volume": (
        plan(A, B, constraints=(VolumeSeparation(id="c", tasks=("A", "B"), volume="v", buffer_min=30),)),
        {"A": 0, "B": 2},
        [("c", 30)],
        {"A": 0, "B": 2.5},
    ),
    "span": (
        plan(A, B, constraints=(Span(id="c", tasks=("A", "B"), longest_min=360),)),
        {"A": 0, "B": 4},
        [("c", 60)],
        {"A": 0, "B": 3},
    ),
    "decision": (
        plan(
            A,
            decisions=(Decision(id="d", latest=at(2)),),
            constraints=(DecisionBefore(id="c", decision="d", task="A", lead_min=60),),
        ),
        {"A": 2},
        [("c", 60)],
        {"A": 3},
    ),
    "hold": (plan(A, constraints=(Hold(id="c", task="A", start=at(2)),)), {"A": 3}, [("c", 60)], {"A": 2}),
    "phase gate": (
        plan(
            task("A", 2, phase="p"),
            task("B", 3, phase="p"),
            task("C", 1),
            phases=(Phase(id="p"),),
            constraints=(PhaseGate(id="c", task="C", phase="p", lead_min=60),),
        ),
        {"A": 0, "B": 0, "C": 3},
        [("c", 60)],
        {"A": 0, "B": 0, "C": 4},
    ),
    "phase gate with criteria": (
        plan(
            task("A", 2, phase="p"),
            task("B", 3, phase="p"),
            task("C", 1),
            phases=(Phase(id="p"),),
            constraints=(PhaseGate(id="c", task="C", phase="p", tasks=("A",)),),
        ),
        {"A": 0, "B": 0, "C": 1},
        [("c", 60)],
        {"A": 0, "B": 0, "C": 2},
    ),
    "authority": (
        plan(
            task("A", 2, modes=(Mode("own", A.duration), Mode("lent", A.duration, (Use("r"),)))),
            resources=(resource("r", owner="USA"),),
            requests={"R": Asked("JPN", "USA", "asked")},
            constraints=(Authority(id="c", task="A", request="R", assets=("r",)),),
        ),
        {"A": (0, 1)},
        [("c", 1)],
        {"A": 0},
    ),
    "coverage": (
        plan(
            task("A", 2, uses={"r": 1}),
            task("B", 3, uses={"r": 1}),
            resources=(resource("r", 2),),
            constraints=(Coverage(id="c", assets=("r",), at_least=1, start=at(1), end=at(5)),),
        ),
        {"A": 0, "B": 3},
        [("c", 1)],
        {"A": 0, "B": 2},
    ),
    "all or none": (
        plan(A, B, constraints=(AllOrNone(id="c", tasks=("A", "B")),)),
        {"A": 0},
        [("c", 1)],
        {},
    ),
    "stock": (
        plan(
            A,
            B,
            resources=(resource("s", kind="stock", stock=Stock(3, (Supply(at(4), 2),))),),
            constraints=(
                Consumes(id="a", task="A", stock="s", quantity=2),
                Consumes(id="b", task="B", stock="s", quantity=3),
            ),
        ),
        {"A": 0, "B": 3},
        [("s.stock", 2)],
        {"A": 0, "B": 4},
    ),
    "stock made by another": (
        plan(
            A,
            B,
            resources=(resource("s", kind="stock", stock=Stock(0)),),
            constraints=(
                Produces(id="a", task="A", stock="s", quantity=3),
                Consumes(id="b", task="B", stock="s", quantity=3),
            ),
        ),
        {"A": 0, "B": 1},
        [("s.stock", 3)],
        {"A": 0, "B": 2},
    ),
    "store": (
        plan(
            A,
            B,
            resources=(resource("s", kind="stock", stock=Stock(2, store=3)),),
            constraints=(
                Produces(id="a", task="A", stock="s", quantity=3),
                Consumes(id="b", task="B", stock="s", quantity=2),
            ),
        ),
        {"A": 0, "B": 3},
        [("s.store", 2)],
        {"A": 0, "B": 2},
    ),
    "travel": (
        plan(
            task("A", 2, uses={"r": 1}, at=("p",)),
            task("B", 3, uses={"r": 1}, at=("q",)),
            resources=(resource("r"),),
            places=(Place(id="p"), Place(id="q")),
            constraints=(Travel(id="c", assets=("r",), times=(TravelTime("p", "q", 60),)),),
        ),
        {"A": 0, "B": 2.5},
        [("c", 30)],
        {"A": 4, "B": 0},
    ),
    "on call": (
        plan(
            task("A", 2, uses={"r": 1}),
            task("B", 3, uses={"r": 1}),
            resources=(resource("r"),),
            constraints=(OnCall(id="c", task="A", start=at(1), end=at(6)),),
        ),
        {"A": 3, "B": 0},
        [("r.capacity", 1)],
        {"A": 3, "B": 6},
    ),
    "on call outside of its time": (
        plan(A, constraints=(OnCall(id="c", task="A", start=at(1), end=at(6)),)),
        {"A": 5},
        [("c", 60)],
        {"A": 4},
    ),
    "crew rest": (
        plan(
            task("A", 2, uses={"r": 1}),
            task("B", 3, uses={"r": 1}),
            resources=(resource("r", calendar=Calendar(240, 180)),),
        ),
        {"A": 0, "B": 4},
        [("r.calendar", 180)],
        {"A": 0, "B": 5},
    ),
}


@pytest.mark.parametrize(("found", "bad", "expected", "good"), BREAKS.values(), ids=BREAKS)
def test_each_fact_broken_alone_is_found_alone(found, bad, expected, good):
    assert keys(found, bad) in (expected, expected * 2)
    assert keys(found, good) == []


def test_nothing_starts_in_the_past_but_what_is_there_already():
    found = plan(task("A", 2, start=1))
    assert keys(found, {"A": 2}, now=at(3)) == [("A.now", 60)]
    assert keys(found, {"A": 1}, now=at(3)) == []


def test_a_fact_of_one_option_binds_that_option_alone():
    modes = (
        Mode("slow", task("x", 4).duration, (Use("r", 1),)),
        Mode("fast", task("x", 1).duration, (Use("s", 1),)),
    )
    found = plan(task("A", 4, modes=modes), resources=(resource("r", ready=at(5)), resource("s")))
    assert keys(found, {"A": 1}, {"A": 0}) == [("r.ready", 240)]
    assert keys(found, {"A": 1}, {"A": 1}) == []


def test_an_option_that_does_not_exist_is_found():
    problem = posed(plan(task("A", 2)))
    assert [v.key for v in verify(problem, {0: Placing(0, 0)})] == []
    assert [v.key for v in verify(problem, {0: Placing(0, 1)})][:1] == ["A.option"]


def test_a_soft_fact_is_found_with_its_weight_and_is_not_hard():
    problem = posed(plan(A, constraints=(Deadline(id="c", task="A", latest=at(1), weight=7),)))
    found = verify(problem, schedule_of(problem, {"A": 0}))
    assert [(v.key, v.weight) for v in found] == [("c", 7)]
    assert hard(found) == ()


@st.composite
def crowds(draw):
    """Tasks of a few hours on two resources whose capacities change, at drawn starts."""
    count = draw(st.integers(1, 5))
    tasks = [task(f"T{n}", draw(st.integers(0, 4)), uses={"r": draw(st.integers(1, 3)), "s": 1}) for n in range(count)]
    spans = draw(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 6), st.integers(0, 4)), max_size=3))
    periods = tuple(CapacityPeriod(at(s), at(s + d), c) for s, d, c in spans)
    resources = (resource("r", draw(st.integers(1, 4)), periods=periods), resource("s", 2))
    starts = {t.id: draw(st.integers(0, 10)) for t in tasks}
    return plan(*tasks, resources=resources), starts


@given(crowds())
def test_capacity_agrees_with_a_count_hour_by_hour(crowd):
    found, starts = crowd
    problem = posed(found)
    schedule = schedule_of(problem, starts)
    broken = {v.resource for v in verify(problem, schedule)}
    counted = set()
    for index, capacity in enumerate(problem.resources):
        for hour in range(16):
            minute = hour * 60
            used = sum(
                n.quantities[0]
                for n in problem.needs(index)
                if schedule[n.job].start <= minute < end_of(problem, schedule, n.job)
            )
            if used > capacity.at(minute):
                counted.add(index)
    assert broken == counted
