"""The stream of verified plans of a solve: begun with the own first schedule, and from the solver alone, in one run.

`python -m benchmarks.stream [--tasks N,...] [--seeds A:B] [--limit S] [--full] [--out FILE]` prints one JSON line for
each plan and each way to begin, then a table. The plans are those of `faults` without a fault: they can be done, with
a day of slack. Times are from the posed problem on, the model's building included.
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.faults import based_on, sound, unplaced
from benchmarks.kept import kept_in, rows_of
from benchmarks.repair import quantile
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.goals import GOALS, makespan_of
from renkei.plan.engine.jobs import begun
from renkei.plan.engine.objective import lexicographic
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.verify import hard, verify

BEGUN, ALONE = "own first", "cp-sat alone"
FULL_SEEDS = range(0, 100, 10)


def run(asked):
    def one(case):
        problem = pose(unplaced(sound(based_on(case["tasks"], case["seed"]))), Stance())
        began, told = time.perf_counter(), []

        def seen(schedule, *_):
            if not hard(verify(problem, schedule)):
                told.append((time.perf_counter() - began, makespan_of(problem, schedule)))

        first = begun(problem, seen) if case["way"] == BEGUN else None
        own = time.perf_counter() - began, makespan_of(problem, first) if first else None
        best = lexicographic(problem, GOALS, Effort(asked.limit), seen, first)
        sound_ = best.schedule is not None and not hard(verify(problem, best.schedule))
        levels = {name: value for name, value, _ in best.levels}
        row = {"first_s": round(told[0][0], 3) if told else None, "first_makespan": told[0][1] if told else None}
        row |= {"own_s": round(own[0], 3), "own_makespan": own[1]}
        row |= {"plans": len(told), "seconds": round(time.perf_counter() - began, 2), "verified": sound_}
        return row | {
            "makespan": makespan_of(problem, best.schedule) if sound_ else None,
            "levels": levels,
            "optimal": best.optimal,
        }

    return one


def cases(asked):
    low, high = map(int, asked.seeds.split(":"))
    for count in map(int, asked.tasks.split(",")):
        for seed in FULL_SEEDS if asked.full else range(low, high, 10):
            for way in (BEGUN, ALONE):
                yield {"case": f"{count}/{seed}/{way}/{asked.limit:g}", "tasks": count, "seed": seed, "way": way}


def table(rows):
    lines = [
        f"{'tasks':<7}{'begun with':<14}{'n':>3}{'solved':>8}{'first s':>9}{'p95 s':>8}{'/ alone':>9}{'makespan h':>12}"
    ]
    for count in dict.fromkeys(r["tasks"] for r in rows):
        here = [r for r in rows if r["tasks"] == count]
        alone = {r["seed"]: r["first_s"] for r in here if r["way"] == ALONE}
        for way in dict.fromkeys(r["way"] for r in here):
            mine = [r for r in here if r["way"] == way]
            firsts = [r["first_s"] for r in mine if r["first_s"] is not None]
            ratios = [r["first_s"] / alone[r["seed"]] for r in mine if r["first_s"] and alone.get(r["seed"])]
            ends = [r["makespan"] / 60 for r in mine if r["makespan"] is not None]
            lines.append(
                f"{count:<7}{way:<14}{len(mine):>3}{sum(r['verified'] for r in mine):>8}"
                f"{median(firsts) if firsts else float('nan'):>9.3f}{quantile(firsts, 0.95):>8.3f}"
                f"{median(ratios) if ratios else float('nan'):>9.3f}{median(ends) if ends else float('nan'):>12.1f}"
            )
    lines.append("goal: first verified plan at most 0.1 of the solver's own time to its first")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", default="500,2000")
    parser.add_argument("--seeds", default="0:20", help="from:until; ten seeds share one plan, so each tenth is taken")
    parser.add_argument("--limit", type=float, default=15.0, help="seconds of each solve")
    parser.add_argument("--full", action="store_true", help="ten plans of each size; goes on where --out ends")
    parser.add_argument("--out", type=Path, default=None, help="where --full keeps its lines")
    asked = parser.parse_args()
    kept = (asked.out or kept_in("stream")) if asked.full else asked.out
    print(table(list(rows_of(cases(asked), run(asked), kept))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
