"""What else mends a plan after a slip: one model of the whole plan, a full re-solve, and push-right by hand.

Each begins with the problem as it is posed, so that reading the plan is not charged to a peer.
"""

import time

import msgspec

from benchmarks.plan_made import TICK
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.facts import Lag, Upper
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.ring import fixed_jobs, hits, lateness, ring_model, shift, tolerant
from renkei.plan.engine.temporal import hit_by
from renkei.plan.engine.verify import end_of, hard, verify

CORES = 2
SHIFT_MOST = 2 * 14 * 24 * 60 // TICK
"""Ticks that no job shifts: one move outweighs more shift than a whole plan has in practice."""


def relaxed(plan, now):
    """The problem with every due time taken out, the schedule that was adopted, and those due times by job."""
    problem = pose(plan, Stance(now=now, hold_committed=False, scheduled=True))
    base = {i: Placing(j.keep or 0, j.base_option or 0) for i, j in enumerate(problem.jobs)}
    problem = tolerant(problem, base)
    dues = {f.job: f for f in problem.facts if isinstance(f, Upper)}
    facts = tuple(f for f in problem.facts if not isinstance(f, Upper))
    return msgspec.structs.replace(problem, facts=facts), base, dues


def moved(model):
    return sum(model.moved(i) for i in model.start if model.problem.jobs[i].keep is not None)


def change(model):
    """Moves before all, then the shift in all: the least change as one sum."""
    return TICK * SHIFT_MOST * moved(model) + shift(model)


def whole_model(name, problem, base, goal, limit):
    """Every open job free at once, one goal: seconds to its first solution, its last, its answer; processor time."""
    began, used = time.perf_counter(), time.process_time()
    model = ring_model(problem, base, frozenset(range(len(problem.jobs))) - fixed_jobs(problem))
    model.raw.minimize(goal(model))
    seen = []
    outcome = model.solve(Effort(limit, workers=CORES), lambda *_: seen.append(round(time.perf_counter() - began, 3)))
    found = outcome.schedule
    assert found is None or not hard(verify(problem, base | found))
    row = {"answer_s": round(time.perf_counter() - began, 3), "first_s": seen[0] if seen else None}
    row["cpu_s"] = round(time.process_time() - used, 3)
    row |= {"last_s": seen[-1] if seen else None, "answer": outcome.answer}
    row |= {"moves": sum(p != base[i] for i, p in found.items()) if found else None}
    return {f"{name}_{key}": value for key, value in row.items()}


def one_model(problem, base, _dues, limit):
    """The least change in one model: fewest moves, then least shift."""
    return whole_model("one_model", problem, base, change, limit)


def moves_only(problem, base, _dues, limit):
    """The fewest moves in one model, wherever they go."""
    return whole_model("moves_only", problem, base, moved, limit)


def re_solve(problem, base, dues, limit):
    """Everything open planned anew for the least lateness, as if nothing had been agreed."""
    return whole_model("re_solve", problem, base, lambda model: lateness(model, dues), limit)


def push_right(problem, base, until, unit):
    """Every order stays as it is and everything is pushed later: what a planner does by hand."""
    began = time.perf_counter()
    lags = []
    for resource, needs in problem.users().items():
        width = problem.resources[resource].usual
        slots = [None] * width
        for need in sorted(needs, key=lambda n: (base[n.job].start, n.job)):
            ends = [-(10**9) if s is None else end_of(problem, base, s) for s in slots]
            slot = next((k for k, end in enumerate(ends) if end <= base[need.job].start), ends.index(min(ends)))
            if slots[slot] is not None:
                key = f"order.{resource}.{need.job}"
                lags.append(Lag(key=key, kind="sequence", job=need.job, of=slots[slot], least=0))
            slots[slot] = need.job
    struck = {j for j in hits(problem, base) if any(n.job == j for n in problem.needs(unit))}
    late = hit_by(problem.having(*lags), base, dict.fromkeys(struck, until))
    after = {i: Placing(p.start + late.get(i, 0), p.option) for i, p in base.items()}
    seconds = round(time.perf_counter() - began, 3)
    broken = len(hard(verify(problem, after)))
    return {"push_right_moves": len(late), "push_right_breaks": broken, "push_right_s": seconds}
