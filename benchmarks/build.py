"""Time to build the solver's model of a plan: our builder beside PyJobShop's, in turn, in one process.

`python -m benchmarks.build [--tasks N] [--times K]` prints a JSON line for each round and a table.
PyJobShop is installed beside this project, not by it.
"""

import argparse
import json
import sys
import time
from statistics import median

from benchmarks.plan_made import made
from benchmarks.plan_peers import peer_module
from renkei.plan.engine.cpsat import Model
from renkei.plan.engine.facts import Lag, Lower, Upper
from renkei.plan.engine.pose import Stance, pose


def ours(problem):
    began = time.perf_counter()
    model = Model(problem)
    return time.perf_counter() - began, len(model.raw.proto.variables)


def theirs(problem):
    """The same jobs, capacities, orders and bounds as PyJobShop's own data and its own CP-SAT model."""
    peer, solver = peer_module("pyjobshop"), peer_module("pyjobshop.solvers.ortools.CPModel")
    began = time.perf_counter()
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
    return time.perf_counter() - began, len(built.model.proto.variables)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    problem = pose(made(asked.tasks, asked.seed), Stance())
    problem = problem.without(f.key for f in problem.facts if f.kind == "due")
    rows = []
    for _ in range(asked.times):
        mine, variables = ours(problem)
        row = {"tasks": asked.tasks, "ours_s": round(mine, 3), "ours_variables": variables}
        try:
            peer, peers = theirs(problem)
            row |= {"pyjobshop_s": round(peer, 3), "pyjobshop_variables": peers, "ratio": round(mine / peer, 3)}
        except ImportError:
            row["pyjobshop_s"] = None
        print(json.dumps(row), flush=True)
        rows.append(row)
    ratios = [r["ratio"] for r in rows if "ratio" in r]
    print(f"median build {median(r['ours_s'] for r in rows):.3f} s; / PyJobShop {median(ratios) if ratios else '-'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
