"""Reads published instances of any family by what is in the file, and the table of best known values."""

import csv
import re
from functools import cache
from pathlib import Path

from psplib import parse

from renkei.plan.engine.rcpsp import Arc, Project, Way

DATA = Path(__file__).parents[2] / "shared" / "data" / "plan"
HARD_S = 60.0
"""An instance is hard if OR-Tools took longer than this in the published table (900 s, 8 cores)."""


def format_of(path):
    """The format of a file, from its first lines: PSPLIB (one or several ways), ProGen/max, or Patterson."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if re.search(r"jobs|PRECEDENCE", text[:4000]):
        return "psplib"
    return "rcpsp_max" if "[" in text else "patterson"


def read(path):
    """The project in a file."""
    path = Path(path)
    kind = format_of(path)
    found = parse(path, instance_format=kind)
    arcs = []
    for of, activity in enumerate(found.activities):
        delays = activity.delays or [None] * len(activity.successors)
        for to, delay in zip(activity.successors, delays, strict=True):
            arcs.append(Arc(of, to) if delay is None else Arc(of, to, delay, from_end=False))
    ways = tuple(tuple(Way(m.duration, tuple(m.demands)) for m in a.modes) for a in found.activities)
    return Project(
        ways=ways,
        arcs=tuple(arcs),
        capacities=tuple(r.capacity for r in found.resources),
        renewable=tuple(bool(r.renewable) for r in found.resources),
    )


@cache
def table():
    """Rows of the table of best known values by (folder, file); empty where there is no table."""
    path = DATA / "best_known.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as lines:
        return {(r["folder"], r["instance"]): r for r in csv.DictReader(lines)}


def best_known(path):
    """The best known makespan of an instance, or None."""
    row = table().get((Path(path).parent.name, Path(path).name))
    return int(row["best_known"]) if row and row["best_known"].isdigit() else None


def hard(folder):
    """Hard instances of a family, in the order of their names; of one without published times, those with a value."""
    rows = [r for (f, _), r in table().items() if f == folder]
    timed = [r for r in rows if r["ortools_time"]]
    if timed:
        rows = [r for r in timed if float(r["ortools_time"]) > HARD_S]
    found = [DATA / folder / r["instance"] for r in rows if r["best_known"].isdigit()]
    return sorted(p for p in found if p.exists())
