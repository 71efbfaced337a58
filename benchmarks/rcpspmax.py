"""Projects with least and longest lags (RCPSP/max): our engine beside plain CP-SAT in the same run with the same limit.

`python -m benchmarks.rcpspmax [INSTANCE.sch...] [--limit S] [--sizes 20,50,...] [--seeds A:B] [--full] [--out FILE]`
prints one JSON line for each case and solver, then a table. Without instances, projects are made by seed, in the shape
of the published sets. What our engine refutes is explained by a smallest set of lags and uses, proved afresh. `--full`
takes 24 seeds of each size and goes on where the file `--out` ends.
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import median

import msgspec

from benchmarks.kept import kept_in, rows_of
from benchmarks.plan_instances import read
from benchmarks.plan_peers import PEERS
from benchmarks.rcpsp_made import made_max, shape_of
from renkei.plan.engine.conflict import Undecided, find
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.decide import narrowed
from renkei.plan.engine.rcpsp import posed
from renkei.plan.engine.search import warm_up
from renkei.plan.engine.structures import part

SIZES = "20,50,100,200"
FULL_SEEDS = range(24)
NARROW_S = 1.0
"""Seconds for each try to refute fewer activities."""


def explained(project, seconds, clash=()):
    """Whether a set of lags and uses was found that cannot hold together, re-proved, and how large it is.

    Where the engine singled activities out, few of them that clash are explained alone.
    """
    began = time.perf_counter()
    effort = Effort(seconds, workers=2)
    few = narrowed(project, tuple(clash), msgspec.structs.replace(effort, seconds=NARROW_S)) if clash else ()
    try:
        conflict = find(posed(part(project, few) if few else project), effort)
    except Undecided:
        conflict = None
    row = {"clash": len(few), "explained": bool(conflict and conflict.proved)}
    row |= {"keys": len(conflict.keys) if conflict else None}
    return row | {"explained_s": round(time.perf_counter() - began, 3)}


def run(asked):
    def one(case):
        project = read(case["instance"]) if "seed" not in case else made_max(case["size"], case["seed"])
        row = PEERS[case["solver"]](project, asked.limit, seed=asked.seed)
        clash = row.pop("clash", ())
        if case["solver"] == "renkei" and row["answer"] == "infeasible":
            row |= explained(project, asked.solve, clash)
        return {"limit_s": asked.limit} | row

    return one


def cases(asked):
    """Every case, the solvers in turn on the same project."""
    solvers = ["renkei", *(s for s in asked.against.split(",") if s)]
    low, high = map(int, asked.seeds.split(":"))
    seeds = FULL_SEEDS if asked.full else range(low, high)
    posed_ = [{"name": p.name, "size": 0, "instance": str(p)} for p in asked.instances] or [
        {"name": f"made{size}.{seed}", "size": size, "seed": seed, "shape": list(shape_of(seed))}
        for size in map(int, asked.sizes.split(","))
        for seed in seeds
    ]
    for case in posed_:
        for solver in solvers:
            yield {"case": f"{case['name']}/{solver}/{asked.limit:g}", "solver": solver, **case}


def wrong(rows):
    """Cases in which an answer is wrong: an unsound schedule, or two answers of which one refutes the other."""
    found = [r["case"] for r in rows if r["makespan"] is not None and not r["verified"]]
    for name in dict.fromkeys(r["name"] for r in rows):
        here = [r for r in rows if r["name"] == name]
        best = min((r["makespan"] for r in here if r["verified"]), default=None)
        if best is None:
            continue
        found += [r["case"] for r in here if r["answer"] == "infeasible"]
        found += [r["case"] for r in here if r["answer"] == "optimal" and r["makespan"] > best]
    return found


def table(rows):
    named = ("n", "solved", "optimal", "refuted", "wrong", "explained", "first s", "seconds", "best")
    lines = [f"{'size':<8}{'solver':<11}" + "".join(f"{name:>10}" for name in named)]
    bad = wrong(rows)
    for size in (*dict.fromkeys(r["size"] for r in rows), None):
        for solver in dict.fromkeys(r["solver"] for r in rows):
            here = [r for r in rows if size in (r["size"], None)]
            lines.append(line(size, [r for r in here if r["solver"] == solver], here, bad))
    lines.append("goal: solved and refuted at least as many as cpsat, none wrong, all refuted explained")
    return "\n".join(lines)


def line(size, mine, here, bad):
    """One line: what one solver did on the projects of one size; `best`: as short as any in the run."""
    solved = [r for r in mine if r["verified"]]
    refuted = [r for r in mine if r["answer"] == "infeasible"]
    best = {}
    for r in here:
        if r["verified"]:
            best[r["name"]] = min(r["makespan"], best.get(r["name"], r["makespan"]))
    firsts = [r["first_s"] for r in solved if r["first_s"] is not None]
    figures = [
        len(mine),
        len(solved),
        sum(r["answer"] == "optimal" for r in mine),
        len(refuted),
        sum(r["case"] in bad for r in mine),
        f"{sum(r['explained'] for r in refuted)}/{len(refuted)}" if mine[0]["solver"] == "renkei" else "-",
        f"{median(firsts):.3f}" if firsts else "-",
        f"{sum(r['seconds'] for r in mine):.1f}",
        sum(r["makespan"] == best[r["name"]] for r in solved),
    ]
    name = "all" if size is None else str(size or "given")
    return f"{name:<8}{mine[0]['solver']:<11}" + "".join(f"{x:>10}" for x in figures)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("instances", nargs="*", type=Path, help="files in the form of ProGen/max (.sch)")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds for each solver")
    parser.add_argument("--solve", type=float, default=10.0, help="seconds of each solve of an explanation")
    parser.add_argument("--sizes", default=SIZES, help="activities of the projects made")
    parser.add_argument("--seeds", default="0:4", help="from:until")
    parser.add_argument("--seed", type=int, default=1, help="of the solvers")
    parser.add_argument("--against", default="cpsat", help="peers, separated by commas; empty for none")
    parser.add_argument("--full", action="store_true", help="24 projects of each size; goes on where --out ends")
    parser.add_argument("--out", type=Path, default=None, help="where --full keeps its lines")
    asked = parser.parse_args()
    warm_up()
    rows = list(rows_of(cases(asked), run(asked), (asked.out or kept_in("rcpspmax")) if asked.full else asked.out))
    print(table(rows))
    return 1 if wrong(rows) else 0


if __name__ == "__main__":
    sys.exit(main())
