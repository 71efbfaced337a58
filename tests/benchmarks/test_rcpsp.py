"""A published instance is run by our engine and the peer in turn, and the table tells each beside the other."""

from argparse import Namespace

import pytest

from benchmarks.kept import rows_of
from benchmarks.plan_instances import read
from benchmarks.rcpsp import cases, run, table
from tests.plan.test_optimum import INSTANCES, OPTIMA

MODES = """jobs  (incl. supersource/sink ):\t4
RESOURCES
- renewable                 : 1 R
- nonrenewable              : 1 N
- doubly constrained        : 0 D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.\t#modes\t#successors\tsuccessors
1\t1\t2\t2 3
2\t2\t1\t4
3\t1\t1\t4
4\t1\t0
************************************************************************
REQUESTS/DURATIONS
jobnr.\tmode\tdur\tR1\tN1
------------------------------------------------------------------------
1\t1\t0\t0\t0
2\t1\t2\t1\t5
\t2\t6\t1\t1
3\t1\t3\t1\t2
4\t1\t0\t0\t0
************************************************************************
RESOURCE AVAILABILITIES
R 1\tN 1
1\t4
************************************************************************
"""
"""Two activities that share one unit; the quick way of one uses up more than there is left."""


def asked(*instances, limit=5.0, against="cpsat"):
    return Namespace(instances=list(instances), limit=limit, against=against, seed=1, full=False, family="", each=4)


@pytest.mark.parametrize("name", ["J30_1", "J30_304"])
def test_both_reach_the_optimum_of_an_easy_instance_and_the_checker_agrees(name):
    job = asked(INSTANCES / f"{name}.txt")
    rows = list(rows_of(cases(job), run(job)))
    assert [r["solver"] for r in rows] == ["renkei", "cpsat"]
    assert [(r["makespan"], r["bound"], r["verified"], r["answer"]) for r in rows] == [
        (OPTIMA[name], OPTIMA[name], True, "optimal")
    ] * 2
    assert all(0 <= r["first_s"] <= r["seconds"] + 0.01 for r in rows)  # seconds are told to two places
    assert table(rows).splitlines()[1].split()[:4] == ["psplib", "renkei", "1", "1"]


def test_an_instance_with_modes_and_what_is_used_up_is_read_and_solved(tmp_path):
    path = tmp_path / "two.mm"
    path.write_text(MODES)
    project = read(path)
    assert (project.capacities, project.renewable) == ((1, 4), (True, False))
    assert [len(ways) for ways in project.ways] == [1, 2, 1, 1]
    job = asked(path)
    assert [r["makespan"] for r in rows_of(cases(job), run(job))] == [9, 9]


def test_the_ratio_is_of_gaps_on_the_same_instances():
    common = {"family": "f", "first_s": 1.0, "makespan": 10, "verified": True}
    rows = [
        common | {"instance": "a", "solver": "renkei", "gap_pct": 2.0},
        common | {"instance": "a", "solver": "cpsat", "gap_pct": 8.0, "first_s": 4.0},
        common | {"instance": "b", "solver": "renkei", "gap_pct": 6.0},
    ]
    assert table(rows).splitlines()[1].split() == ["f", "renkei", "2", "2", "4.00", "0.250", "1.000", "0.250", "2/2"]
