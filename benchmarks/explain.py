"""Explanations of planted faults beside deletion filtering on the same problem in the same run.

`python -m benchmarks.explain [--tasks N] [--seeds A:B[:STEP]] [--limit S] [--full] [--out FILE]` prints one JSON line
for each fault, then a table. Each seed plants each of six kinds of fault, one by one, in a plan that could be done.
`--full` takes 500 and 2,000 tasks with nine plans and goes on where the file `--out` ends.
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.faults import FAULTS, based_on, planted
from benchmarks.kept import kept_in, rows_of
from benchmarks.repair import quantile
from renkei.plan.engine.conflict import Undecided, find, hard_keys
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.explain import Asking, explain, items_of
from renkei.plan.engine.pose import Stance, pose

FULL = ((500, range(5, 95, 10)), (2000, range(5, 95, 10)))
"""108 faults: each kind in 9 plans of each size."""
TRIES = 5
"""Seeds tried for a fault that leaves the plan possible: a fault only if the engine or the peer refutes the plan."""


def filtered(problem, limit, seconds, workers=2, cores=True):
    """Deletion filtering: (seconds, facts left or None, solves, whether it came to its end in time).

    One model of the whole problem with a literal for each fact; each fact in turn is left out of the assumptions
    (Chinneck and Dravnieks 1991). With `cores` it begins with the solver's core and goes on with the core of each set
    that is refuted, as CPMpy's `mus` does it; without, it is the textbook's.
    """
    began = time.perf_counter()
    model = Model(problem, switched=hard_keys(problem))

    def core(keys):
        model.raw.clear_assumptions()
        model.raw.add_assumptions([model.literals[k] for k in keys])
        left = max(0.1, min(seconds, limit - (time.perf_counter() - began)))
        outcome = model.solve(Effort(left, workers=workers))
        if outcome.answer != "infeasible":
            return None
        return (cores and outcome.core) or tuple(keys)

    found, solves = core(list(model.literals)), 1
    for key in found or ():
        if time.perf_counter() - began > limit:
            break
        if key in found:
            fewer = core([k for k in found if k != key])
            found, solves = fewer or found, solves + 1
    took = time.perf_counter() - began
    return round(took, 3), len(found) if found else None, solves, found is not None and took <= limit


def deletion(problem, limit, seconds):
    """The peer: the quicker of deletion filtering with the solver's cores with two workers and with one.

    That cores make it the strong one shows beside it: whether without them it ends in twice that time.
    """
    runs = [filtered(problem, limit, seconds, workers) for workers in (2, 1)]
    took, keys, solves, ended = min(runs, key=lambda run: (not run[3], run[0]))
    row = {"deletion_s": took, "deletion_keys": keys, "deletion_solves": solves, "deletion_ended": ended}
    row["deletion_by_workers_s"] = [run[0] for run in runs]
    plain = filtered(problem, min(limit, 2 * took), seconds, cores=False)
    return row | {"plain_ended": plain[3], "plain_solves": plain[2]}


def ours(plan, keys, seconds, ways):
    """A re-proved set, folded as a person reads it; if asked, and timed apart, what would mend it."""
    began = time.perf_counter()
    problem = pose(plan, Stance())
    posed = time.perf_counter()
    row = {"pose_s": round(posed - began, 3)}
    try:
        conflict = find(problem, Effort(seconds))
    except Undecided:
        return row | {"found": False, "decided": False, "seconds": round(time.perf_counter() - posed, 3)}
    if conflict is None:
        return row | {"found": False, "decided": True}
    items = tuple(items_of(problem, conflict.keys))
    row |= {"found": True, "decided": True, "seconds": round(time.perf_counter() - posed, 3)}
    row |= {"proved": conflict.proved, "contains": bool(keys.intersection(conflict.keys))}
    row |= {"keys": len(conflict.keys), "lines": len(items)}
    return row | (ways_out(problem, plan, conflict, seconds) if ways else {})


def ways_out(problem, plan, conflict, seconds):
    """What would mend a conflict, with the seconds that it takes to know."""
    began = time.perf_counter()
    (told,) = explain(problem, (conflict,), Asking(plan, None, Effort(seconds)))
    return {"ways_out_s": round(time.perf_counter() - began, 3), "ways_out": len(told.ways_out)}


def case(asked):
    """The figures of one fault: of the first seed from the one that is asked for at which the fault is one."""

    def run(case):
        seed = case["seed"]
        plan = based_on(case["tasks"], seed)
        for again in range(TRIES):
            fault = planted(case["fault"], plan, seed + 1000 * again)
            row = ours(fault.plan, fault.keys, asked.solve, asked.ways)
            if row["found"] or not row["decided"]:
                break
        row |= {"what": fault.what, "tries": again + 1}
        if asked.against and "seconds" in row:
            row |= deletion(pose(fault.plan, Stance()), asked.limit, asked.solve)
            row["ratio"] = round(row["seconds"] / row["deletion_s"], 4)
        return row

    return run


def told(rows, kind):
    """One line of the table."""
    posed = [r for r in rows if r["found"] or not r["decided"]]
    found = [r for r in posed if r["found"]]
    lines, seconds = [r["lines"] for r in found], [r["seconds"] for r in posed]
    if not posed:
        return f"{kind:<22}{0:>4}"
    share = [100 * sum(r.get(name, False) for r in posed) / len(posed) for name in ("contains", "proved")]
    ratios = [r["ratio"] for r in posed if "ratio" in r]
    cut = sum(not r["deletion_ended"] for r in posed if "ratio" in r)
    ways = [r["ways_out_s"] for r in found if "ways_out_s" in r]
    return (
        f"{kind:<22}{len(posed):>4}{share[0]:>9.0f}{share[1]:>9.0f}{median(lines) if lines else float('nan'):>7.0f}"
        f"{quantile(lines, 0.95):>7.0f}{median(seconds):>9.3f}{quantile(seconds, 0.95):>9.3f}"
        f"{median(ratios) if ratios else float('nan'):>9.4f}{cut:>5}{median(ways) if ways else float('nan'):>9.2f}"
    )


def table(rows):
    named = ("contains", "proved", "lines", "p95", "median s", "p95 s", "/ del.", "cut", "ways s")
    widths = (9, 9, 7, 7, 9, 9, 9, 5, 9)
    head = "".join(f"{name:>{width}}" for name, width in zip(named, widths, strict=True))
    out = []
    for count in dict.fromkeys(r["tasks"] for r in rows):
        here = [r for r in rows if r["tasks"] == count]
        out.append(f"{f'{count} tasks':<22}{'n':>4}{head}")
        out += [told([r for r in here if r["fault"] == kind], kind) for kind in dict.fromkeys(r["fault"] for r in here)]
        out.append(told(here, "all"))
    out.append(f"{'goal':<22}{'':>4}{'95':>9}{'100':>9}{'5':>7}{'9':>7}{'':>9}{'':>9}{'0.05':>9}")
    plain = [r["plain_ended"] for r in rows if "plain_ended" in r]
    out.append(
        "peer: the quicker of deletion filtering with the solver's cores with two workers and with one; "
        f"without cores it ended in twice that time for {sum(plain)} of {len(plain)} faults"
    )
    out.append("cut: deletion filtering did not end within its limit, so its ratio is an upper bound of ours")
    return "\n".join(out)


def cases(asked):
    wanted = range(*map(int, asked.seeds.split(":")))
    for count, seeds in FULL if asked.full else ((asked.tasks, wanted),):
        for seed in seeds:
            for kind in FAULTS:
                yield {"case": f"{count}/{seed}/{kind}", "tasks": count, "seed": seed, "fault": kind}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=500)
    parser.add_argument("--seeds", default="0:2", help="from:until or from:until:step; ten share a plan")
    parser.add_argument("--limit", type=float, default=30.0, help="seconds of each deletion filtering")
    parser.add_argument("--solve", type=float, default=20.0, help="seconds of each solve within")
    parser.add_argument("--ways", action="store_true", help="time the ways out too (minutes on large plans)")
    parser.add_argument("--against", default="deletion", help="the peer; empty for none")
    parser.add_argument(
        "--full", action="store_true", help="50 faults and more at both sizes; goes on where --out ends"
    )
    parser.add_argument("--out", type=Path, default=None, help="where --full keeps its lines")
    asked = parser.parse_args()
    kept = (asked.out or kept_in("explain")) if asked.full else asked.out
    print(table(list(rows_of(cases(asked), case(asked), kept))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
