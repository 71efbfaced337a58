"""Kinds of constraint on assets, groups and stocks: each broken alone, against counting out, and explained."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei import locale
from renkei.plan.constraint import DifferentAsset, PhaseGate, SameAsset
from renkei.plan.engine.conflict import conflicts_of
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.jobs import check
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.temporal import contradiction, windows
from renkei.plan.engine.verify import hard, verify
from renkei.plan.model import Duration, Mode, Phase, Use
from tests.plan.plans import plan, posed, resource, schedule_of, task

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
    each = [[Placing(60 * h, o) for h in range(hours + 1) for o in range(len(j.options))] for j in problem.jobs]
    return (dict(enumerate(choice)) for choice in product(*each))


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
