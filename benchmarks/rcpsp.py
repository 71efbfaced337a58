"""Makespans of published instances: our portfolio beside CP-SAT and PyJobShop in the same run, every plan verified.

`python -m benchmarks.rcpsp [INSTANCE...] [--limit S] [--against cpsat,cpsat8,pyjobshop] [--full] [--out FILE]`
prints one JSON line for each case and solver, then a table. Without instances: a few hard ones of each family.
`--full` takes all hard ones at 60 s and goes on where the file `--out` ends. Any file of the PSPLIB, MMLIB, Patterson
and ProGen/max forms is read.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from statistics import mean

from benchmarks.kept import kept_in, rows_of
from benchmarks.plan_instances import best_known, hard, read
from benchmarks.plan_peers import PEERS
from renkei.plan.engine.search import warm_up

FAMILIES = ("rcpsp-j60", "rcpsp-j120", "rcpsp-rg300", "mmrcpsp-mmlib100")
PER_FAMILY = 4
SHORT_S, FULL_S = 15.0, 60.0
"""Seconds for each solver in the default run and in the full one."""


def arguments(families, text):
    parser = argparse.ArgumentParser(description=text.splitlines()[0])
    parser.add_argument("instances", nargs="*", type=Path)
    parser.add_argument("--limit", type=float, default=None, help="seconds for each solver (15; with --full 60)")
    parser.add_argument("--against", default="cpsat", help="peers, separated by commas; empty for none")
    parser.add_argument("--full", action="store_true", help="every hard instance; goes on where --out ends")
    parser.add_argument("--out", type=Path, default=None, help="where --full keeps its lines")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", default=",".join(families), help="families of the default run")
    parser.add_argument("--each", type=int, default=PER_FAMILY, help="instances of each family in the default run")
    found = parser.parse_args()
    found.limit = found.limit or (FULL_S if found.full else SHORT_S)
    return found


def chosen(asked):
    """The instances to run: those named, or the hard ones of each family, spread evenly."""
    if asked.instances:
        return asked.instances
    found = []
    for family in asked.family.split(","):
        paths = hard(family)
        step = 1 if asked.full else max(1, len(paths) // asked.each)
        found += paths[::step] if asked.full else paths[::step][: asked.each]
    return found


def cases(asked):
    """Every case, the solvers in turn on the same instance."""
    solvers = ["renkei", *(s for s in asked.against.split(",") if s)]
    for path in chosen(asked):
        for solver in solvers:
            name = f"{path.parent.name}/{path.name}/{solver}/{asked.limit:g}/{asked.seed}"
            case = {"case": name, "family": path.parent.name, "instance": path.name, "path": str(path)}
            yield case | {"solver": solver, "limit_s": asked.limit}


def run(asked):
    def one(case):
        path = Path(case["path"])
        row = PEERS[case["solver"]](read(path), asked.limit, seed=asked.seed)
        known = best_known(path)
        gap = round((row["makespan"] - known) / known * 100, 2) if known and row["makespan"] else None
        return row | {"best_known": known, "gap_pct": gap}

    return one


def table(rows):
    """Mean gap, ratio to CP-SAT's gap on the same instances, time to first plan, by family and solver."""
    named = ("gap %", "x cpsat", "first s", "x cpsat", "verified")
    widths = (8, 9, 9, 9, 9)
    head = "".join(f"{name:>{width}}" for name, width in zip(named, widths, strict=True))
    lines = [f"{'family':<18}{'solver':<11}{'n':>4}{'solved':>7}{head}"]
    for family in dict.fromkeys(r["family"] for r in rows):
        here = [r for r in rows if r["family"] == family]
        for solver in dict.fromkeys(r["solver"] for r in here):
            lines.append(line(family, solver, here))
    return "\n".join(lines)


def line(family, solver, here):
    mine = {r["instance"]: r for r in here if r["solver"] == solver}
    peer = {r["instance"]: r for r in here if r["solver"] == "cpsat"}
    both = [i for i in mine if i in peer and mine[i]["gap_pct"] is not None and peer[i]["gap_pct"] is not None]
    gaps = [r["gap_pct"] for r in mine.values() if r["gap_pct"] is not None]
    firsts = [r["first_s"] for r in mine.values() if r["first_s"] is not None]
    ratio = ratio_of([mine[i]["gap_pct"] for i in both], [peer[i]["gap_pct"] for i in both])
    timed = [i for i in mine if i in peer and mine[i]["first_s"] is not None and peer[i]["first_s"] is not None]
    sooner = ratio_of([mine[i]["first_s"] for i in timed], [peer[i]["first_s"] for i in timed])
    solved = [r for r in mine.values() if r["makespan"] is not None]
    agreed = sum(bool(r["verified"]) for r in solved)
    gap = f"{mean(gaps):>8.2f}" if gaps else f"{'-':>8}"
    first = f"{mean(firsts):>9.3f}" if firsts else f"{'-':>9}"
    return (
        f"{family:<18}{solver:<11}{len(mine):>4}{len(solved):>7}{gap}{ratio}{first}{sooner}{agreed:>5}/{len(solved):<3}"
    )


def ratio_of(mine, peer):
    return f"{sum(mine) / sum(peer):>9.3f}" if peer and sum(peer) else f"{'-':>9}"


def measure(name, families, text):
    """Run a benchmark of published instances: its default families, or what the command line says."""
    asked = arguments(families, text)
    began = time.monotonic()
    warm_up()
    print(json.dumps({"warm_up_s": round(time.monotonic() - began, 2)}), flush=True)
    kept = (asked.out or kept_in(name)) if asked.full else asked.out
    rows = list(rows_of(cases(asked), run(asked), kept))
    print(table(rows))
    wrong = [r for r in rows if r["makespan"] is not None and not r["verified"]]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(measure("rcpsp", FAMILIES, __doc__))
