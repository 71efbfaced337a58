"""Constraints on units, gates and groups: each broken alone, against counting out, and explained."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei import locale
from renkei.kernel.errors import Malformed
from renkei.plan.constraint import AllOrNone, Authority, DifferentAsset, OnCall, PhaseGate, SameAsset
from renkei.plan.document import read_plan
from renkei.plan.engine.jobs import check, solve
from renkei.plan.engine.temporal import contradiction, windows
from renkei.plan.model import Asked, Duration, Mode, Phase, Use
from tests.plan.plans import at, plan, posed, resource, task
from tests.plan.ruled import UNITS, agrees, broken, fields, only_conflict, served_by, units

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


# On call


def on_call(*tasks, start=1, end=6):
    rule = OnCall(id="call", task="A", start=at(start), end=at(end))
    return plan(served_by("A", "u", "v", length=2), *tasks, resources=units("u", "v"), constraints=(rule,))


def test_what_is_kept_for_a_task_on_call_cannot_be_used_by_another():
    crowd = (task("B", 3, uses={"u": 1}, due=5), task("C", 3, uses={"v": 1}, due=5))
    conflict = only_conflict(on_call(*crowd))
    assert conflict.told.key == "plan-conflict-on-call"
    assert {"call", "B.due", "C.due"} <= set(fields(conflict))
    assert {w.change for w in conflict.ways_out} >= {"call", "B.due", "C.due"}
    solved = solve(on_call(crowd[0]))
    assert {p.task: p.mode for p in solved.schedule}["A"] == "v"


def test_a_task_under_way_needs_no_reservation():
    found = on_call(task("B", 3, uses={"u": 1}, due=8, earliest=3))
    begun = msgspec.structs.replace(found.tasks[0], status="executing", start=at(1), mode="u")
    assert check(msgspec.structs.replace(found, tasks=(begun, found.tasks[1]))).feasible


@st.composite
def calls(draw):
    """A task on call beside two others on two units."""
    tasks = [
        served_by(
            k, *draw(st.sampled_from([("u",), ("u", "v")])), length=draw(st.integers(0, 2)), due=draw(st.integers(2, 5))
        )
        for k in "BC"
    ]
    start = draw(st.integers(0, 2))
    found = on_call(*tasks, start=start, end=start + draw(st.integers(1, 4)))
    if draw(st.booleans()):
        found = msgspec.structs.replace(found, constraints=(*found.constraints, AllOrNone(id="g", tasks=("A",))))
    return found


@settings(max_examples=60)
@given(calls())
def test_the_solver_agrees_with_counting_out_who_is_on_call(found):
    agrees(found, 5)


def test_a_wish_for_one_unit_is_kept_where_it_can_be_and_counted_where_not():
    tasks = (served_by("A", "u", "v", due=2), served_by("B", "u", "v", due=2))
    wish = SameAsset(id="pair", tasks=("A", "B"), weight=7)
    solved = solve(plan(*tasks, resources=units("u", "v"), constraints=(wish,)))
    assert len({p.mode for p in solved.schedule}) == 1
    tight = tuple(msgspec.structs.replace(t, due=at(1)) for t in tasks)
    broken_wish = solve(plan(*tight, resources=units("u", "v"), constraints=(wish,)))
    assert broken_wish.verified
    assert {level.name: level.value for level in broken_wish.levels}["broken_wishes"] == 7
