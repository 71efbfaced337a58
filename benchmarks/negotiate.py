"""Two parties that agree by requests and counters, beside one solve of both plans in the same time.

`python -m benchmarks.negotiate --seeds A:B [--tasks N] [--limit S]` prints one JSON line for each seed, then a table.
The plans are those of `plan_made` with shared ports that take one user at a time, tighter due times and more joint
starts. The parties stop after `S` seconds or 60 messages; the solver of both plans gets the time that they took.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import mean, median

import msgspec

from benchmarks.plan_made import HORIZON, NATIONS, TICK, H, consistent, made
from renkei.plan.constraint import StartTogether
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.negotiate.dispatch import dispatch
from renkei.plan.engine.negotiate.party import Party
from renkei.plan.engine.negotiate.protocol import negotiate
from renkei.plan.engine.negotiate.response import Diligence, judged, view_of
from renkei.plan.engine.negotiate.sight import part_of
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.ring import lateness
from renkei.plan.engine.verify import hard, verify

TIGHT = 1.6
"""How much sooner due times are than in `plan_made`: with slack to spare there would be nothing to negotiate."""
NEAR = 40
"""Ticks between the releases of two missions that may have a joint start."""
WIDTH = TICK * HORIZON * 2
"""Horizon of the central solve, the same as for the base schedules of `plan_made`."""
CORES = 2
WORKERS = 2, 8
"""Workers of the central solve, on two cores: the better of the two is what a seed is compared with."""
RUNS, TRIES = 2, 4_000


def contested(count, seed):
    """A plan of two nations who need the same ports and meet in up to `count // 12` joint starts."""
    plan = made(count, seed)
    releases = {mission(t): minutes(t.earliest) for t in plan.tasks if t.earliest}
    tasks = tuple(tightened(t, releases[mission(t)]) for t in plan.tasks)
    ports = tuple(msgspec.structs.replace(r, capacity=1) if r.id.startswith("port") else r for r in plan.resources)
    kept = tuple(c for c in plan.constraints if not isinstance(c, StartTogether))
    joint = tuple(meetings(tasks, releases, count // 12, seed))
    return consistent(msgspec.structs.replace(plan, tasks=tasks, resources=ports, constraints=(*kept, *joint)))


def minutes(moment):
    return round((moment - H).total_seconds() / 60)


def mission(task):
    return task.id.split("-")[1].split(".")[0]


def tightened(task, release):
    if task.due is None:
        return task
    left = int((minutes(task.due) - release) / TIGHT / TICK) * TICK
    return msgspec.structs.replace(task, due=H + timedelta(minutes=release + left))


def meetings(tasks, releases, most, seed):
    """Joint starts of missions released near one another, each mission in one at most, never at one narrow port."""
    chance = random.Random(seed + 99)
    sides = [[t for t in tasks if t.owner == n] for n in NATIONS]
    pairs = [(a, b) for a in sides[0] for b in sides[1] if near(a, b, releases) and not ports(a) & ports(b)]
    chance.shuffle(pairs)
    met = Counter()
    for a, b in pairs:
        if met.total() < 2 * most and not met[mission(a)] and not met[mission(b)]:
            met.update((mission(a), mission(b)))
            yield StartTogether(id=f"joint{met.total() // 2}", tasks=(a.id, b.id), within_min=4 * TICK)


def near(a, b, releases):
    return abs(releases[mission(a)] - releases[mission(b)]) < NEAR * TICK


def ports(task):
    return {u.resource for u in task.uses if u.resource.startswith("port")}


def central(plan, seconds, seed, workers):
    """One model of both plans, lateness made small: what it reaches, by what bound, and when it had its first."""
    problem = pose(plan, Stance())
    dues = {f.job: f for f in problem.facts if f.kind == "due"}
    problem = problem.without(f.key for f in dues.values())
    problem = msgspec.structs.replace(problem, horizon=min(problem.horizon, WIDTH))
    began = time.monotonic()
    model = Model(problem)
    model.raw.minimize(lateness(model, dues))
    found = model.solve(Effort(max(seconds - (time.monotonic() - began), 0.1), seed, workers))
    sound = found.schedule is not None and not hard(verify(problem, found.schedule))
    return {"answer": found.answer, "value": found.value if sound else None, "bound": found.bound}


def joined(plan, parties):
    """What the exact check of the joint plan says of both agreed schedules together: (sound, weighted lateness)."""
    starts = {p.task: minutes(p.start) for party in parties for p in party.schedule}
    problem = pose(plan, Stance())
    dues = {f.key: f for f in problem.facts if f.kind == "due"}
    schedule = {i: Placing(starts[j.id]) for i, j in enumerate(problem.jobs) if j.id in starts}
    sound = len(schedule) == len(problem.jobs) and not hard(verify(problem.without(dues), schedule))
    late = {v.key: v.by for v in verify(problem, schedule) if v.key in dues}
    weight = {f"{j.id}.due": max(1, 4 - j.priority) for j in problem.jobs}
    return sound, sum(weight[key] * by for key, by in late.items())


def warm_up():
    """Compile own search before anything is measured; returns the seconds that it took."""
    began = time.monotonic()
    plan = part_of(contested(24, 0), NATIONS[0])
    view = view_of(plan, Stance(nation=NATIONS[0]), NATIONS[0])
    judged(view, dispatch(view.floor({}), None, 10, 1)[1])
    return time.monotonic() - began


def case(count, seed, limit, tries):
    """One line: one plan."""
    plan = contested(count, seed)
    diligence = Diligence(runs=RUNS, tries=tries, seed=seed + 1)
    with ThreadPoolExecutor(CORES) as pool:
        parties = [Party(part_of(plan, n), n, m, diligence, spread=pool.map) for n, m in (NATIONS, NATIONS[::-1])]
        began = time.monotonic()
        ended = negotiate(*parties, lambda: time.monotonic() - began > limit)
        seconds = time.monotonic() - began
    sound, late = joined(plan, parties)
    row = {"tasks": count, "seed": seed, "joint": ended.joint and sound, "late": late if ended.joint else None}
    row |= {"seconds": round(seconds, 2), "messages": len(ended.exchanges), "first": list(ended.first)}
    row |= {"bytes": sum(len(msgspec.json.encode(e)) for e in ended.exchanges)}
    for workers in WORKERS:
        row[f"central{workers}"] = central(plan, seconds, seed, workers)
    return row | {"ratio": ratio(row)} | shape(plan)


def ratio(row):
    """Lateness beside the better central solve; None where either has no plan (0 beside 0 is 1)."""
    values = [v for w in WORKERS if (v := row[f"central{w}"]["value"]) is not None]
    if not values or row["late"] is None:
        return None
    return round((row["late"] + 1) / (min(values) + 1), 4)


def shape(plan):
    """How much the two plans have to do with one another: an easy sample shows."""
    joint = sum(isinstance(c, StartTogether) for c in plan.constraints)
    return {"joint_starts": joint, "tasks_at_shared_ports": sum(bool(ports(t)) for t in plan.tasks)}


def table(rows):
    """The goals and what was reached."""
    possible = [r for r in rows if any(r[f"central{w}"]["value"] is not None for w in WORKERS)]
    both = [r for r in possible if r["ratio"] is not None]
    totals = sum(r["late"] for r in both), sum(best_of(r) for r in both)
    first = [n for r in rows if r["joint"] for n in r["first"]]
    ratios = [r["ratio"] for r in both]
    middle = {
        name: median(r[name] for r in rows) for name in ("seconds", "bytes", "joint_starts", "tasks_at_shared_ports")
    }
    lines = [
        f"joint plan in {sum(r['joint'] for r in possible)} of {len(possible)} where the central solve has one",
        f"messages of one starting order: median {median(first):g}, most {max(first)} (goal 20)",
        f"messages in all: most {max(r['messages'] for r in rows)} (goal 60)",
        f"lateness / central: mean {mean(ratios):.3f}, median {median(ratios):.3f} (goal 1.05, stretch 1.02)",
        f"sum of lateness / sum of central: {totals[0] / max(totals[1], 1):.3f}",
        f"central proved optimal: {sum(proved(r) for r in both)} of {len(both)}; its bound, median: "
        f"{median(bound_of(r) / max(best_of(r), 1) for r in both):.2f} of its lateness",
        f"median {middle}",
    ]
    return "\n".join(lines)


def best_of(row):
    return min(v for w in WORKERS if (v := row[f"central{w}"]["value"]) is not None)


def bound_of(row):
    """The better bound of the central solves: how much less late any plan might be."""
    return max(row[f"central{w}"]["bound"] for w in WORKERS)


def proved(row):
    return bound_of(row) >= best_of(row)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--seeds", default="0:6", help="from:until")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds of a negotiation")
    parser.add_argument(
        "--tries", type=int, default=TRIES, help="trials of own search for each of two runs of an answer"
    )
    asked = parser.parse_args()
    print(f"compiled in {warm_up():.1f} s", file=sys.stderr)
    low, high = map(int, asked.seeds.split(":"))
    rows = []
    for seed in range(low, high):
        rows.append(case(asked.tasks, seed, asked.limit, asked.tries))
        print(json.dumps(rows[-1]), flush=True)
    if any(r["ratio"] is not None for r in rows):
        print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
