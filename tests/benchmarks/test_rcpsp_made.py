"""Projects with lags: made by seed, written and read in the published form, never in contradiction in time."""

import pytest

from benchmarks.plan_instances import read
from benchmarks.plan_peers import cpsat, renkei
from benchmarks.rcpsp_made import DEMAND_MAX, RESOURCES, longest, made_max, shape_of, written
from benchmarks.rcpspmax import explained, wrong
from renkei.plan.engine.rcpsp import Arc, Project, Way, sound

SCH = """3 2 0 0
0 1 3 1 2 3 [0] [0] [0]
1 1 2 2 4 [2] [3]
2 1 2 1 4 [-4] [2]
3 1 1 4 [1]
4 1 0
0 1 0 0 0
1 1 3 2 0
2 1 2 1 1
3 1 1 0 2
4 1 0 0 0
2 2
"""
"""Three activities in the published form: counts; successors with lags; durations and demands; capacities."""


def test_the_published_form_is_read(tmp_path):
    path = tmp_path / "psp1.sch"
    path.write_text(SCH)
    found = read(path)
    assert found.capacities == (2, 2)
    assert found.ways[1] == (Way(3, (2, 0)),)
    assert Arc(2, 1, -4, from_end=False) in found.arcs
    assert [(a.of, a.to, a.least) for a in found.arcs[:3]] == [(0, 1, 0), (0, 2, 0), (0, 3, 0)]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_written_is_read_as_it_was(seed, tmp_path):
    project = made_max(20, seed)
    path = tmp_path / "made.sch"
    path.write_text(written(project))
    found = read(path)
    assert (found.ways, found.capacities) == (project.ways, project.capacities)
    assert set(found.arcs) == set(project.arcs)


@pytest.mark.parametrize("seed", range(12))
def test_a_project_does_not_contradict_itself_in_time_and_has_longest_lags(seed):
    project = made_max(30, seed)
    assert project == made_max(30, seed)
    assert longest(32, {(a.of, a.to): a.least for a in project.arcs}) is not None
    assert any(a.least < 0 for a in project.arcs)
    assert len(project.capacities) == RESOURCES
    assert all(c >= 1 for c in project.capacities)
    assert max(q for ways in project.ways for q in ways[0].demands) <= DEMAND_MAX


def test_the_order_strength_is_what_was_asked_for():
    project = made_max(40, 1)
    after = {(a.of, a.to) for a in project.arcs if a.least >= 0 and a.of > 0 and a.to < 41}
    reach = {i: {j for a, j in after if a == i} for i in range(1, 41)}
    for i in range(40, 0, -1):
        reach[i] |= {k for j in reach[i] for k in reach[j]}
    share = sum(len(x) for x in reach.values()) / (40 * 39 / 2)
    assert shape_of(1).order <= share <= shape_of(1).order + 0.1


def test_our_engine_and_the_peer_agree_and_what_is_refuted_is_explained():
    two = ((Way(2, (1,)),), (Way(2, (1,)),))
    together = (Arc(0, 1, 0, from_end=False), Arc(1, 0, -1, from_end=False))
    crowded = Project(ways=two, arcs=together, capacities=(1,), renewable=(True,))
    assert renkei(crowded, 5.0)["answer"] == cpsat(crowded, 5.0)["answer"] == "infeasible"
    whole = {"clash": 0, "explained": True, "keys": 4, "explained_s": 0}
    assert explained(crowded, 5.0) | {"explained_s": 0} == whole
    assert explained(crowded, 5.0, renkei(crowded, 5.0)["clash"]) | {"explained_s": 0} == whole | {"clash": 2}
    roomy = Project(ways=two, arcs=together, capacities=(2,), renewable=(True,))
    assert renkei(roomy, 5.0)["makespan"] == 2
    assert sound(roomy, ([0, 1], [0, 0]))
    assert not sound(roomy, ([0, 2], [0, 0]))


def test_lags_that_contradict_one_another_are_refuted_without_a_solver():
    arcs = (Arc(0, 1, 3, from_end=False), Arc(1, 0, -2, from_end=False))
    project = Project(ways=((Way(1, ()),), (Way(1, ()),)), arcs=arcs, capacities=(), renewable=())
    found = renkei(project, 5.0)
    assert (found["answer"], found["makespan"], found["verified"]) == ("infeasible", None, False)


def test_an_answer_that_another_refutes_is_wrong():
    said = {"verified": True, "makespan": 9, "answer": "feasible", "name": "p"}
    other = {"verified": False, "makespan": None, "name": "p"}
    rows = [
        said | {"case": "a"},
        other | {"case": "b", "answer": "infeasible"},
        other | {"case": "c", "answer": "unknown"},
    ]
    assert wrong(rows) == ["b"]
    assert wrong([said | {"case": "a"}, said | {"case": "d", "makespan": 10, "answer": "optimal"}]) == ["d"]
    assert wrong([said | {"case": "a", "verified": False}]) == ["a"]
