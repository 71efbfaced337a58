"""Processor time to build the solver's model of a plan: our builder beside PyJobShop's, in turn, in one process.

`python -m benchmarks.build [--tasks N,...] [--seeds A:B] [--times K] [--full] [--out FILE]` prints a JSON line for each
plan and a table: seconds, variables and constraints of both. Each figure is the median of `--times` builds. `--full`
takes four sizes and ten seeds, and goes on where the file `--out` ends. PyJobShop is installed beside this project, not
by it.
"""

import argparse
import gc
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.kept import kept_in, rows_of
from benchmarks.plan_made import made
from benchmarks.plan_peers import peer_module
from renkei.plan.engine.cpsat import Model
from renkei.plan.engine.facts import Lag, Lower, Upper
from renkei.plan.engine.pose import Stance, pose

GOAL = 0.1
FULL_TASKS, FULL_SEEDS = "500,1000,2000,4000", range(1, 11)


def ours(problem):
    """Seconds of one core, which other work on the machine disturbs little, variables and constraints."""
    began = time.process_time()
    model = Model(problem)
    return time.process_time() - began, *size(model.raw.proto)


def size(proto):
    return len(proto.variables), len(proto.constraints)


def theirs(problem):
    """The same jobs, capacities, orders and bounds as PyJobShop's own data and its own CP-SAT model."""
    peer, solver = peer_module("pyjobshop"), peer_module("pyjobshop.solvers.ortools.CPModel")
    began = time.process_time()
    model = peer.Model()
    resources = [model.add_renewable(r.usual) for r in problem.resources]
    low = {f.job: f.at for f in problem.facts if isinstance(f, Lower)}
    high = {f.job: f.at for f in problem.facts if isinstance(f, Upper)}
    tasks = [
        model.add_task(earliest_start=low.get(i, 0), latest_end=high.get(i, problem.horizon))
        for i in range(len(problem.jobs))
    ]
    uses = {i: [] for i in range(len(tasks))}
    for resource, needs in problem.users().items():
        for need in needs:
            uses[need.job].append((resources[resource], need.quantities[0]))
    for i, job in enumerate(problem.jobs):
        model.add_mode(tasks[i], [r for r, _ in uses[i]], job.options[0].duration, [q for _, q in uses[i]])
    add = {("end", "start"): model.add_end_before_start, ("start", "start"): model.add_start_before_start}
    add |= {("end", "end"): model.add_end_before_end, ("start", "end"): model.add_start_before_end}
    for fact in problem.facts:
        if isinstance(fact, Lag):
            add[fact.of_point, fact.job_point](tasks[fact.of], tasks[fact.job], fact.least)
    built = solver.CPModel(model.data())
    return time.process_time() - began, *size(built.model.proto)


def builders(peer):
    return {"ours": ours, "pyjobshop": theirs} if peer else {"ours": ours}


def run(asked):
    def one(case):
        problem = pose(made(case["tasks"], case["seed"]), Stance())
        problem = problem.without(f.key for f in problem.facts if f.kind == "due")
        taken, row = {name: [] for name in builders(asked.peer)}, {}
        for _ in range(asked.times):
            for name, build in builders(asked.peer).items():
                gc.collect()  # what the one before left is not cleared away in this one's time
                seconds, variables, constraints = build(problem)
                taken[name].append(seconds)
                row |= {f"{name}_variables": variables, f"{name}_constraints": constraints}
        row |= {f"{name}_s": round(median(seconds), 4) for name, seconds in taken.items()}
        return row | ({"ratio": round(median(taken["ours"]) / median(taken["pyjobshop"]), 3)} if asked.peer else {})

    return one


def installed():
    try:
        return bool(peer_module("pyjobshop"))
    except SystemExit as missing:
        print(missing, file=sys.stderr)
        return False


def cases(asked):
    low, high = map(int, asked.seeds.split(":"))
    for tasks in map(int, (FULL_TASKS if asked.full else asked.tasks).split(",")):
        for seed in FULL_SEEDS if asked.full else range(low, high):
            yield {"case": f"{tasks}/{seed}/{asked.times}/{asked.peer}", "tasks": tasks, "seed": seed}


def table(rows):
    lines = [
        f"{'tasks':<7}{'builder':<11}{'n':>3}{'seconds':>9}{'variables':>11}{'constraints':>13}{'ratio':>8}{'worst':>8}"
    ]
    for tasks in dict.fromkeys(r["tasks"] for r in rows):
        here = [r for r in rows if r["tasks"] == tasks]
        for name in builders("pyjobshop_s" in here[0]):
            middle = [median(r[f"{name}_{what}"] for r in here) for what in ("s", "variables", "constraints")]
            ratios = [r["ratio"] for r in here if "ratio" in r] if name == "ours" else []
            told = f"{median(ratios):>8.3f}{max(ratios):>8.3f}" if ratios else f"{'-':>8}{'-':>8}"
            lines.append(
                f"{tasks:<7}{name:<11}{len(here):>3}{middle[0]:>9.3f}{middle[1]:>11.0f}{middle[2]:>13.0f}{told}"
            )
    lines.append(f"goal: at most {GOAL:g} of PyJobShop's time at 2,000 tasks")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", default="2000")
    parser.add_argument("--seeds", default="1:4", help="from:until")
    parser.add_argument("--times", type=int, default=3, help="builds of each plan; the median counts")
    parser.add_argument("--full", action="store_true", help="four sizes, ten plans each; goes on where --out ends")
    parser.add_argument("--out", type=Path, default=None, help="where --full keeps its lines")
    asked = parser.parse_args()
    asked.peer = installed()
    print(table(list(rows_of(cases(asked), run(asked), (asked.out or kept_in("build")) if asked.full else asked.out))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
