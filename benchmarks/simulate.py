"""A plan played with chance lengths: our vectorised play beside one task after another in plain Python, in one process.

`python -m benchmarks.simulate [--tasks N] [--runs R] [--seed S]` prints a JSON line for the play and one for slips: of
1,000 tasks that take hours longer than planned, how many break nothing when the others follow the partial order, and
how many when every start stays as it was.
"""

import argparse
import json
import random
import resource
import sys
import time

import msgspec
import numpy as np

from benchmarks.plan_made import based
from renkei.plan.engine.simulate import _case, _held, _played, simulate
from renkei.plan.model import Duration

BASE_S = 10.0
PLAIN_RUNS = 20
SLIPS = 1_000
SLIP_MOST_MIN = 12 * 60


def uncertain(plan):
    """The plan with an estimate of three points for every task: a fifth less to three fifths more than likely."""
    tasks = tuple(
        msgspec.structs.replace(t, duration=Duration(d, round(0.8 * d), round(1.6 * d)))
        for t in plan.tasks
        for d in (t.duration.likely_min,)
    )
    return msgspec.structs.replace(plan, tasks=tasks)


def plain(case, runs, chance):
    """Seconds for each run of the same order without numpy."""
    began = time.process_time()
    for _ in range(runs):
        starts, ends = [0.0] * len(case.problem.jobs), [0.0] * len(case.problem.jobs)
        for job in (j for group in case.order.order for j in group):
            least, likely, most = case.points.get(job) or (case.problem.jobs[job].options[0].duration,) * 3
            length = chance.triangular(least, most, likely) if most > least else likely
            start = float(case.order.low[job])
            for wait in case.order.arcs[job]:
                bound = (ends if wait.of_point == "end" else starts)[wait.of] + wait.least
                start = max(start, bound - length if wait.job_point == "end" else bound)
            starts[job], ends[job] = start, start + length
    return (time.process_time() - began) / runs


def play(plan, runs, seed):
    began, wall = time.process_time(), time.perf_counter()
    found = simulate(plan, runs=runs, seed=seed)
    cpu, wall = time.process_time() - began, time.perf_counter() - wall
    each = plain(_case(plan, "earliest"), PLAIN_RUNS, random.Random(seed))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = {"tasks": found.tasks, "runs": runs, "promises": len(found.chances), "cpu_s": round(cpu, 2)}
    row |= {"wall_s": round(wall, 2), "peak_mb": round(peak), "plain_cpu_s": round(each * runs, 1)}
    return row | {"ratio": round(cpu / (each * runs), 4)}


def slips(plan, seed):
    case = _case(plan, "earliest")
    chance = random.Random(seed)
    jobs = [chance.randrange(len(case.problem.jobs)) for _ in range(SLIPS)]
    late = [chance.randint(60, SLIP_MOST_MIN) for _ in range(SLIPS)]
    planned = np.array([[j.options[case.schedule[i].option].duration] for i, j in enumerate(case.problem.jobs)])
    lengths = np.repeat(planned.astype(np.float32), SLIPS + 1, axis=1)
    lengths[jobs, np.arange(SLIPS)] += late
    run = _played(case, lengths, None)
    absorbed = np.ones(SLIPS, dtype=bool)
    for promise in case.promises:
        held = _held(run, promise)
        absorbed &= held[:-1] if held[-1] else True  # what the plan misses anyway is no slip's doing
    fixed = sum(stays(case, job, minutes) for job, minutes in zip(jobs, late, strict=True))
    row = {"slips": SLIPS, "absorbed": int(absorbed.sum()), "absorbed_by_fixed_times": fixed}
    return row | {"times": round(int(absorbed.sum()) / max(fixed, 1), 2)}


def stays(case, job, late):
    """Whether nothing is broken if the job ends so much later and every other start stays."""
    schedule, problem = case.schedule, case.problem
    end = schedule[job].start + problem.jobs[job].options[schedule[job].option].duration
    for other, waits in enumerate(case.order.arcs):
        for wait in waits:
            ordered = wait.of == job and wait.of_point == "end" and wait.job_point == "start"
            if ordered and schedule[other].start < end + late + wait.least:
                return False
    dues = [x.at for p in case.promises[1:] for x in p.limits if x.job == job and x.ref is None and x.point == "end"]
    return all(end + late <= at for at in dues if end <= at)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    plan = uncertain(based(asked.tasks, asked.seed, BASE_S))
    print(json.dumps(play(plan, asked.runs, asked.seed)), flush=True)
    print(json.dumps(slips(plan, asked.seed)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
