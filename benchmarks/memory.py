"""Peak memory of the child process in which a node solves, on made plans, as the system counts it (VmHWM).

`python -m benchmarks.memory [--tasks N,...] [--seeds A:B] [--limit S] [--workers N,...] [--full] [--out FILE]` asks
the questions that a node asks (solve, check, repair after a six-hour slip) and prints a JSON line for each and a table.
Needs /proc. `--full` takes four sizes and five seeds and goes on where the file `--out` ends.
"""

import argparse
import asyncio
import re
import sys
from pathlib import Path

from benchmarks.faults import based_on, sound, unplaced
from benchmarks.kept import kept_in, rows_of
from benchmarks.plan_made import slipped
from renkei.cli.identifiers import new_id
from renkei.io.solver import Solves
from renkei.plan.engine.question import Question

GOAL_MB = 400
LOOK_EVERY_S = 0.01
"""The last look at a child comes no longer than this before its end: what it takes then it has taken before."""
FULL_TASKS, FULL_SEEDS = "500,1000,2000,4000", range(0, 50, 10)
KINDS = ("solve", "check", "repair")


def peak_mb():
    """The most memory that any child process now alive has had at once, in megabytes (10^6 bytes)."""
    found = [0.0]
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text().split():
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            found += [int(kb) * 1024 / 1e6 for kb in re.findall(r"VmHWM:\s+(\d+) kB", status)]
    return max(found)


async def measured(question):
    """The peak memory of the child that answers a question, and how that ended."""
    solves = Solves(new_id)
    solve = solves.start(question)
    ended, peak = asyncio.create_task(solve.finished()), 0.0
    while not ended.done():
        await asyncio.wait({ended}, timeout=LOOK_EVERY_S)
        peak = max(peak, peak_mb())
    await solves.stop()
    return peak, solve


def question_of(case, asked):
    plan = sound(based_on(case["tasks"], case["seed"]))
    common = {"limit_s": asked.limit, "workers": case["workers"]}
    if case["kind"] == "repair":
        late, now, _unit = slipped(plan, case["seed"])
        return Question(kind="repair", plan=late, now=now, **common)
    return Question(kind=case["kind"], plan=unplaced(plan), **common)


def run(asked):
    def one(case):
        peak, solve = asyncio.run(measured(question_of(case, asked)))
        result = getattr(solve.answer, "result", None)
        kinds = {"check": "feasible", "solve": "verified"}
        good = bool(getattr(result, kinds.get(case["kind"], "options"), None))
        return {"peak_mb": round(peak, 1), "state": solve.state, "answered": good, "seconds": solve.progress.seconds}

    return one


def cases(asked):
    low, high = map(int, asked.seeds.split(":"))
    for tasks in map(int, (FULL_TASKS if asked.full else asked.tasks).split(",")):
        for seed in FULL_SEEDS if asked.full else range(low, high, 10):
            for kind in KINDS:
                for workers in map(int, asked.workers.split(",")):
                    name = f"{tasks}/{seed}/{kind}/{workers}/{asked.limit:g}"
                    yield {"case": name, "tasks": tasks, "seed": seed, "kind": kind, "workers": workers}


def table(rows):
    lines = [f"{'tasks':<7}{'question':<10}{'workers':>8}{'n':>4}{'answered':>10}{'peak MB':>9}{'largest':>9}"]
    for tasks, kind, workers in dict.fromkeys((r["tasks"], r["kind"], r["workers"]) for r in rows):
        here = [r for r in rows if (r["tasks"], r["kind"], r["workers"]) == (tasks, kind, workers)]
        peaks = sorted(r["peak_mb"] for r in here)
        lines.append(
            f"{tasks:<7}{kind:<10}{workers:>8}{len(here):>4}{sum(r['answered'] for r in here):>10}"
            f"{peaks[len(peaks) // 2]:>9.0f}{peaks[-1]:>9.0f}"
        )
    lines.append(f"goal: under {GOAL_MB} MB at 2,000 tasks")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", default="2000")
    parser.add_argument("--seeds", default="0:10", help="from:until; ten seeds share one plan, so each tenth is taken")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds of each step of a solve")
    parser.add_argument("--workers", default="1,2", help="of the solver; a node takes one")
    parser.add_argument("--full", action="store_true", help="four sizes, five plans each; goes on where --out ends")
    parser.add_argument("--out", type=Path, default=None, help="where --full keeps its lines")
    asked = parser.parse_args()
    print(table(list(rows_of(cases(asked), run(asked), (asked.out or kept_in("memory")) if asked.full else asked.out))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
