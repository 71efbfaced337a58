"""Windows that follow edges as they come and go are those found anew, and a contradiction changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.plan.engine.network import ORIGIN, Edge, Network, Reach, Window, reach, turned

JOBS = 6
NODES = st.integers(ORIGIN, JOBS - 1)
EDGES = st.builds(Edge, NODES, NODES, st.integers(-6, 6), st.sampled_from("abc"))


def anew(graph):
    """The windows by two whole passes, or None where the edges contradict each other."""
    early, late = reach(graph), reach(turned(graph))
    if not (isinstance(early, Reach) and isinstance(late, Reach)):
        return None
    last = late.distance
    return tuple(Window(early.distance.get(i, 0), -last[i] if i in last else None) for i in range(JOBS))


def reached(graph):
    """Edges of jobs that the origin reaches in both directions: others could contradict each other unseen."""
    tied = [Edge(ORIGIN, i, 0, "low") for i in range(JOBS)] + [Edge(i, ORIGIN, -40, "high") for i in range(JOBS)]
    return tied + graph


@settings(max_examples=300)
@given(st.lists(st.tuples(st.booleans(), EDGES), max_size=24))
def test_what_follows_step_by_step_is_what_is_found_anew(steps):
    graph = reached([])
    network = Network(graph)
    for add, edge in steps:
        if add:
            expected = anew([*graph, edge])
            cycle = network.add(edge)
            assert (cycle is None) == (expected is not None)
            graph += [] if cycle else [edge]
        elif edge in graph:
            network.remove(edge)
            graph.remove(edge)
        assert network.windows(JOBS) == anew(graph)


@settings(max_examples=200)
@given(st.lists(EDGES, max_size=16))
def test_a_contradiction_is_told_as_a_closed_chain_of_positive_length(steps):
    network = Network(reached([]))
    for edge in steps:
        cycle = network.add(edge)
        if cycle:
            assert edge in cycle
            assert sum(e.least for e in cycle) > 0
            assert {e.of for e in cycle} == {e.to for e in cycle}


def test_an_edge_that_is_there_twice_holds_until_both_are_gone():
    network = Network(reached([]))
    edge = Edge(0, 1, 5, "a")
    network.add(edge)
    network.add(edge)
    network.remove(edge)
    assert network.window(1).earliest == 5
    network.remove(edge)
    assert network.window(1).earliest == 0


def test_constraints_that_contradict_each_other_make_no_network():
    with pytest.raises(ValueError, match="contradict"):
        Network([Edge(ORIGIN, 0, 5, "a"), Edge(0, ORIGIN, -4, "b")])
