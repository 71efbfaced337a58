"""The own search: near published optima and never below, every schedule sound, the same seed the same schedule."""

import pytest

from renkei.plan.engine.portfolio import Limits, Portfolio
from renkei.plan.engine.rcpsp import Arc, Project, Way, makespan, sound
from renkei.plan.engine.search import Search
from tests.plan.test_optimum import INSTANCES, OPTIMA


def project(name):
    """A published instance in the Patterson format."""
    numbers = iter(map(int, (INSTANCES / f"{name}.txt").read_text().split()))
    count, kinds = next(numbers), next(numbers)
    capacities = tuple(next(numbers) for _ in range(kinds))
    ways, arcs = [], []
    for n in range(count):
        length = next(numbers)
        ways.append((Way(length, tuple(next(numbers) for _ in range(kinds))),))
        arcs += [Arc(n, next(numbers) - 1) for _ in range(next(numbers))]
    return Project(ways=tuple(ways), arcs=tuple(arcs), capacities=capacities, renewable=(True,) * kinds)


@pytest.mark.parametrize(("name", "optimum"), OPTIMA.items())
def test_the_search_alone_comes_near_the_optimum_and_never_below(name, optimum):
    found = project(name)
    search = Search(found, 7)
    search.first()
    value, plot = search.run(1_500)
    assert sound(found, plot)
    assert makespan(found, plot) == value
    assert optimum <= value <= optimum * 1.05


def test_the_same_seed_gives_the_same_schedule():
    found = project("J30_24")
    results = [Search(found, 3).run(300) for _ in range(2)]
    assert results[0] == results[1]


def test_a_schedule_that_uses_too_much_is_not_sound():
    two = ((Way(2, (2,)),), (Way(2, (2,)),))
    crowded = Project(ways=two, arcs=(), capacities=(3,), renewable=(True,))
    assert not sound(crowded, ([0, 1], [0, 0]))
    assert sound(crowded, ([0, 2], [0, 0]))


def test_a_project_with_lags_begins_with_an_own_schedule():
    ways = ((Way(2, (1,)),), (Way(3, (1,)),), (Way(1, (0,)),))
    arcs = (Arc(0, 1, -6, from_end=False), Arc(1, 0, 1, from_end=False), Arc(0, 2, 1))
    lagged = Project(ways=ways, arcs=arcs, capacities=(1,), renewable=(True,))
    told = []
    ended = Portfolio(lagged, Limits(5.0), lambda: 0.0, told.append).run()
    assert (told[0].source, told[0].value) == ("search", 7)
    assert (ended.optimal, ended.best.value) == (True, 7)
    assert sound(lagged, told[0].plot)


def test_lags_that_contradict_one_another_are_refuted_by_time_alone():
    arcs = (Arc(0, 1, 3, from_end=False), Arc(1, 0, -2, from_end=False))
    project = Project(ways=((Way(1, ()),), (Way(1, ()),)), arcs=arcs, capacities=(), renewable=())
    ended = Portfolio(project, Limits(5.0), lambda: 0.0).run()
    assert (ended.infeasible, ended.best) == (True, None)
