"""Patches made without the solver: what is hit goes where there is room, and nobody else moves without need."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.plan.constraint import Span, StartTogether, VolumeSeparation
from renkei.plan.engine.patch import patches
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.ring import hits, tolerant
from renkei.plan.engine.verify import hard, verify
from tests.plan.plans import at, change, plan, resource, task

R_AND_U = (resource("r"), resource("u"))


def patched(found, late, nation=None):
    """What each patch moves, in hours, when unit `u` is late by some hours; each is verified."""
    slipped = msgspec.structs.replace(found, delays={"u": round(60 * late)})
    stance = Stance(now=at(0), nation=nation, hold_partner=True, hold_committed=False, scheduled=True)
    problem = pose(slipped, stance)
    base = {i: Placing(j.keep, j.base_option or 0) for i, j in enumerate(problem.jobs)}
    problem = tolerant(problem, base)
    moves = []
    for schedule in patches(problem, base, hits(problem, base)):
        assert hard(verify(problem, schedule)) == ()
        moves.append({problem.jobs[i].id: p.start / 60 for i, p in sorted(schedule.items()) if p != base[i]})
    return moves


def test_what_is_hit_goes_into_a_gap_or_before_what_can_wait():
    tasks = (
        task("A", 2, uses={"r": 1, "u": 1}, start=0),
        task("B", 2, uses={"r": 1}, start=2),
        task("C", 2, uses={"r": 1}, start=8),
    )
    assert patched(plan(*tasks, resources=R_AND_U), 1) == [{"A": 4}, {"A": 1, "B": 3}]


def test_a_task_that_follows_waits_and_one_with_slack_does_not():
    tasks = (
        task("A", 2, uses={"u": 1}, start=0),
        task("B", 2, after=("A",), start=2),
        task("C", 2, after=("B",), start=9),
    )
    assert patched(plan(*tasks, resources=R_AND_U), 3)[0] == {"A": 3, "B": 5}


def spanned(status):
    """A must end within five hours of the start of S; B is in its way."""
    tasks = (
        task("S", 1, start=0, status="executing"),
        task("A", 2, uses={"r": 1, "u": 1}, after=("S",), start=1),
        task("B", 6, uses={"r": 1}, start=3, status=status),
    )
    return plan(*tasks, resources=R_AND_U, constraints=(Span(id="all", tasks=("S", "A"), longest_min=300),))


def test_a_task_that_cannot_wait_for_a_gap_goes_first():
    assert patched(spanned("planned"), 1.5)[0] == {"A": 1.5, "B": 3.5}


def test_there_is_no_patch_where_what_has_begun_is_in_the_way():
    assert patched(spanned("executing"), 1.5) == []


def test_the_partners_task_stays():
    found = change(spanned("planned"), "B", owner="USA")
    assert patched(found, 1.5, "JPN") == []
    assert patched(found, 1.5)[0] == {"A": 1.5, "B": 3.5}


def test_a_joint_start_takes_the_other_task_along():
    tasks = (task("A", 2, uses={"u": 1}, start=0), task("P", 1, start=0))
    joint = StartTogether(id="joint", tasks=("A", "P"), within_min=30)
    assert patched(plan(*tasks, resources=R_AND_U, constraints=(joint,)), 2)[0] == {"A": 2, "P": 1.5}


def test_a_volume_is_free_after_the_buffer():
    tasks = (task("A", 2, uses={"u": 1}, start=0), task("B", 2, start=3))
    volume = VolumeSeparation(id="v", tasks=("A", "B"), volume="sky", buffer_min=30)
    assert patched(plan(*tasks, resources=R_AND_U, constraints=(volume,)), 2) == [{"A": 5.5}, {"A": 2, "B": 4.5}]


def test_of_two_that_are_in_the_way_the_one_that_fewer_wait_for_moves():
    tasks = (
        task("A", 3, uses={"r": 1, "u": 1}, start=0),
        task("B", 3, uses={"r": 1}, start=3),
        task("C", 3, uses={"r": 1}, start=3),
        task("D", 1, after=("C",), start=6),
    )
    assert patched(plan(*tasks, resources=(resource("r", 2), resource("u"))), 4)[-1] == {"A": 4, "B": 0}


@st.composite
def packed(draw):
    """Tasks packed on two resources, some one after another, of which some need a late unit."""
    free, tasks = {"r": 0, "s": 0}, []
    for n in range(draw(st.integers(2, 7))):
        key, length = draw(st.sampled_from("rs")), draw(st.integers(1, 3))
        after = (f"T{n - 1}",) if n and draw(st.booleans()) else ()
        begin = max(free[key], tasks[-1][1] if after else 0) + draw(st.integers(0, 2))
        free[key] = begin + length
        uses = {key: 1, **({"u": 1} if draw(st.booleans()) else {})}
        tasks.append((task(f"T{n}", length, uses=uses, after=after, start=begin), begin + length))
    return plan(*(t for t, _ in tasks), resources=(resource("r"), resource("s"), resource("u", 9)))


@settings(max_examples=60)
@given(packed(), st.integers(1, 9))
def test_every_patch_of_times_and_capacities_holds(found, late):
    patched(found, late)
