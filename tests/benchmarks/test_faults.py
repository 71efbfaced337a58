"""Each kind of fault makes a plan that could be done impossible, and every explanation names what it is about."""

from datetime import timedelta

import msgspec
import pytest

from benchmarks import faults
from benchmarks.explain import deletion, ours
from benchmarks.plan_made import made
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.facts import Upper
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.verify import hard, verify

TASKS = 120
"""More than the engine looks for the smallest of all sets in: that takes most of a minute."""


@pytest.fixture(scope="module")
def base():
    """A made plan with the first schedule that the solver finds."""
    plan = made(TASKS, 3)
    problem = pose(plan, Stance())
    problem = msgspec.structs.replace(problem, facts=tuple(f for f in problem.facts if not isinstance(f, Upper)))
    schedule = Model(problem).solve(Effort(20.0)).schedule
    starts = {j.id: problem.moment(schedule[i].start) for i, j in enumerate(problem.jobs)}
    return msgspec.structs.replace(
        plan, tasks=tuple(msgspec.structs.replace(t, start=starts[t.id]) for t in plan.tasks)
    )


def test_without_a_fault_the_known_schedule_passes_the_check(base):
    plan = faults.sound(base)
    problem = pose(faults.unplaced(plan), Stance())
    starts = {t.id: (t.start - problem.origin) / timedelta(minutes=1) for t in plan.tasks}
    assert hard(verify(problem, {i: Placing(int(starts[j.id])) for i, j in enumerate(problem.jobs)})) == ()
    assert all(t.due is not None for t in (m[-1] for m in faults.missions(plan)))


@pytest.mark.parametrize("kind", ["critical_path", "asset_out", "disjoint_joint_start", "authority_missing"])
def test_an_explanation_has_a_fact_of_the_fault_and_so_has_the_peers(kind, base):
    fault = faults.planted(kind, base, 0)
    row = ours(fault.plan, fault.keys, 20.0, ways=False)
    assert (row["found"], row["proved"], row["contains"]) == (True, True, True)
    peer = deletion(pose(fault.plan, Stance()), 20.0, 20.0)
    assert peer["deletion_ended"]
    assert peer["deletion_keys"] >= 1


def test_a_stock_that_is_short_is_named_by_who_draws_from_it(base):
    fault = faults.planted("stock_short", base, 0)
    assert len(fault.keys) == faults.DRAWS
    assert ours(fault.plan, fault.keys, 20.0, ways=False)["contains"]


def test_the_same_seed_plants_the_same_fault(base):
    for kind in faults.FAULTS:
        assert faults.planted(kind, base, 4) == faults.planted(kind, base, 4)
