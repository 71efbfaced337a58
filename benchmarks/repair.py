"""Repairs of a six-hour slip of a busy asset: ring repair beside one model of the whole plan and beside push-right.

`python -m benchmarks.repair [--tasks N] [--seeds A:B] [--limit S]` prints one JSON line for each seed, then a table.
Ten slips share one plan. What is already under way stays; due times may be missed, longest spans may not.
"""

import argparse
import json
import sys
import time
from statistics import median

import msgspec

from benchmarks.plan_made import at, based, figures, slipped
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.facts import Lag, Upper
from renkei.plan.engine.objective import Goal, improve
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.repair import repair
from renkei.plan.engine.ring import fixed_jobs, hits, ring_model, tolerant
from renkei.plan.engine.temporal import hit_by
from renkei.plan.engine.verify import end_of, hard, verify

PER_PLAN = 10
BASE_S = 10.0
OUTAGE_MIN = 360


def relaxed(plan, now):
    """The problem with every due time taken out, as a repair sees it, and the schedule that was adopted."""
    problem = pose(plan, Stance(now=now, hold_committed=False, scheduled=True))
    base = {i: Placing(j.keep or 0, j.base_option or 0) for i, j in enumerate(problem.jobs)}
    problem = tolerant(problem, base)
    facts = tuple(f for f in problem.facts if not isinstance(f, Upper))
    return msgspec.structs.replace(problem, facts=facts), base


def moved(model):
    return sum(model.moved(i) for i in model.start if model.problem.jobs[i].keep is not None)


def one_model(problem, base, limit):
    """Fewest moves with every open job free at once."""
    began = time.monotonic()
    free = frozenset(range(len(problem.jobs))) - fixed_jobs(problem)
    best = improve(ring_model(problem, base, free), (Goal("moved", moved),), Effort(limit, workers=2))
    found = {"one_model_s": round(time.monotonic() - began, 3), "one_model_optimal": best.optimal}
    return found | {"one_model_moves": best.levels[0][1] if best.schedule else None}


def push_right(problem, base, now_min, unit):
    """Every order stays as it is and everything is pushed later: what a planner does by hand."""
    began = time.monotonic()
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
    late = hit_by(problem.having(*lags), base, dict.fromkeys(struck, now_min + OUTAGE_MIN))
    after = {i: Placing(p.start + late.get(i, 0), p.option) for i, p in base.items()}
    broken = len(hard(verify(problem, after)))
    seconds = round(time.monotonic() - began, 3)
    return {"push_right_moves": len(late), "push_right_breaks": broken, "push_right_s": seconds}


def case(count, seed, limit):
    """One line: one slip."""
    plan = based(count, seed // PER_PLAN, BASE_S)
    late, now, unit = slipped(plan, seed)
    told = []
    began = time.monotonic()
    result = repair(late, now, effort=Effort(limit), watch=lambda _: told.append(time.monotonic() - began))
    row = {"tasks": count, "seed": seed, "unit": unit, "open": sum(t.status != "executing" for t in late.tasks)}
    row |= {"hit": len(result.hit), "seconds": round(time.monotonic() - began, 3)}
    row |= {"first_s": round(told[0], 3) if told else None, "possible": bool(result.options)}
    fewest = result.options[0] if result.options else None
    row |= {"moves": len(fewest.moves) if fewest else None, "certified": bool(fewest and fewest.certified)}
    row |= {"misses": len(fewest.misses) if fewest else None, "options": len(result.options)}
    problem, base = relaxed(late, now)
    index = next(n for n, r in enumerate(problem.resources) if r.id == unit)
    minute = round((now - at(0)).total_seconds() / 60)
    row |= one_model(problem, base, limit) | push_right(problem, base, minute, index)
    return row | figures(plan)


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def table(rows):
    done = [r for r in rows if r["possible"]]
    proved = [r for r in done if r["one_model_optimal"]]
    same = sum(r["moves"] == r["one_model_moves"] for r in proved)
    first, one = [r["first_s"] for r in done], [r["one_model_s"] for r in done]
    refuted = sum(not r["possible"] and r["one_model_moves"] is None for r in rows)
    seconds = [r["seconds"] for r in done]
    moves = {name: sum(r[name] or 0 for r in done) for name in ("moves", "one_model_moves", "push_right_moves")}
    certified = sum(r["certified"] for r in done)
    broke = sum(r["push_right_breaks"] > 0 for r in done)
    shape = {name: median(r[name] for r in rows) for name in ("utilisation", "joint_starts", "tasks_at_shared_ports")}
    lines = [
        f"slips {len(rows)}, repaired {len(done)}, of the others refuted by one model too {refuted}",
        f"certified {certified}/{len(done)}; as few moves as a proved one model {same}/{len(proved)}",
        f"first verified repair: median {median(first):.3f} s, p95 {quantile(first, 0.95):.3f} s",
        f"first verified repair / one model: {sum(first) / sum(one):.3f}",
        f"with trade-off and certificates: median {median(seconds):.2f} s, p95 {quantile(seconds, 0.95):.2f} s",
        f"moves {moves}; push-right broke {broke} plans",
        f"median plan {shape}",
    ]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=200)
    parser.add_argument("--seeds", default="0:6", help="from:until")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds of each solve")
    asked = parser.parse_args()
    low, high = map(int, asked.seeds.split(":"))
    rows = []
    for seed in range(low, high):
        rows.append(case(asked.tasks, seed, asked.limit))
        print(json.dumps(rows[-1]), flush=True)
    if any(r["possible"] for r in rows):
        print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
