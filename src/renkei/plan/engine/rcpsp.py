"""A resource-constrained project in plain integers: activities, ways, arcs, capacities; checks schedules, makes none.

The classical forms are all here: one way (RCPSP), several ways with non-renewable resources (MMRCPSP), arcs with
least and longest lags (RCPSP/max). The unit of time is a period.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

import msgspec

from renkei.kernel.ids import Nation, ResourceId, TaskId
from renkei.kernel.names import Name
from renkei.plan.engine.facts import Fact, Lag, Need
from renkei.plan.engine.problem import FOR_EVER, Capacity, Job, Option, Placing, Problem
from renkei.plan.engine.verify import hard, verify

Plot: TypeAlias = tuple[Sequence[int], Sequence[int]]
"""Start and way of every activity."""

_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
_NOBODY = Nation("XXX")


class Way(msgspec.Struct, frozen=True):
    """One way to do an activity: its duration, and what it takes of each resource."""

    duration: int
    demands: tuple[int, ...]


class Arc(msgspec.Struct, frozen=True):
    """The start of `to` comes at least `least` periods after the end (or the start) of `of`.

    A longest lag is an arc back with a negative `least`.
    """

    of: int
    to: int
    least: int = 0
    from_end: bool = True


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """One instance.

    Attributes:
        ways: The ways of each activity, at least one.
        arcs: What follows what.
        capacities: Capacity of each resource.
        renewable: Whether a resource is free again after use; the others are used up.
    """

    ways: tuple[tuple[Way, ...], ...]
    arcs: tuple[Arc, ...]
    capacities: tuple[int, ...]
    renewable: tuple[bool, ...]

    @property
    def plain(self) -> bool:
        """Whether every arc is an end-to-start precedence without any lag."""
        return all(a.from_end and a.least == 0 for a in self.arcs)

    @property
    def horizon(self) -> int:
        """A time by which everything can be done one after another, if any schedule exists."""
        return sum(max(w.duration for w in ways) for ways in self.ways) + sum(abs(a.least) for a in self.arcs)


def fits(project: Project, way: Way) -> bool:
    """Whether there is enough of everything for one activity in a way, if nothing else is done."""
    needs = zip(way.demands, project.capacities, project.renewable, strict=True)
    return all(need <= most or (again and not way.duration) for need, most, again in needs)


def makespan(project: Project, plot: Plot) -> int:
    """Return the end of the last activity."""
    starts, ways = plot
    return max((s + project.ways[i][w].duration for i, (s, w) in enumerate(zip(starts, ways, strict=True))), default=0)


def sound(project: Project, plot: Plot) -> bool:
    """Whether the plan's own checker finds nothing against a schedule, non-renewable resources included."""
    starts, ways = plot
    if len(starts) != len(project.ways) or min(starts, default=0) < 0:
        return False
    if any(not 0 <= w < len(project.ways[i]) for i, w in enumerate(ways)):
        return False
    if any(used > most for used, most in _used_up(project, ways)):
        return False
    problem = posed(project)
    return not hard(verify(problem, placings(plot)))


def _used_up(project: Project, ways: Sequence[int]) -> Iterator[tuple[int, int]]:
    for resource, capacity in enumerate(project.capacities):
        if not project.renewable[resource]:
            yield sum(project.ways[i][w].demands[resource] for i, w in enumerate(ways)), capacity


def placings(plot: Plot) -> dict[int, Placing]:
    """Return a schedule in the form that the checker reads."""
    return {i: Placing(s, w) for i, (s, w) in enumerate(zip(*plot, strict=True))}


def posed(project: Project) -> Problem:
    """Return the project as a problem, one period a minute; without its non-renewable resources."""
    jobs = tuple(
        Job(
            id=TaskId(f"A{i}"),
            owner=_NOBODY,
            name=Name(),
            own=True,
            options=tuple(Option(w.duration, str(n)) for n, w in enumerate(ways)),
            low=0,
        )
        for i, ways in enumerate(project.ways)
    )
    kept = [r for r, again in enumerate(project.renewable) if again]
    return Problem(
        origin=_ZERO,
        jobs=jobs,
        resources=tuple(_capacity(r, project.capacities[r]) for r in kept),
        facts=(*_lags(project), *_needs(project, kept)),
        horizon=project.horizon,
    )


def _capacity(resource: int, most: int) -> Capacity:
    steps = ((-FOR_EVER, FOR_EVER, most),)
    return Capacity(id=ResourceId(f"R{resource}"), owner=_NOBODY, name=Name(), kind="unit", usual=most, steps=steps)


def _lags(project: Project) -> Iterator[Fact]:
    for n, arc in enumerate(project.arcs):
        point = "end" if arc.from_end else "start"
        kind = "after" if arc.least >= 0 else "span"
        key = f"A{arc.to}.after.A{arc.of}.{n}"
        yield Lag(key=key, kind=kind, job=arc.to, of=arc.of, least=arc.least, of_point=point)  # type: ignore[arg-type]


def _needs(project: Project, kept: Sequence[int]) -> Iterator[Fact]:
    for i, ways in enumerate(project.ways):
        for n, resource in enumerate(kept):
            quantities = tuple(w.demands[resource] for w in ways)
            if any(quantities):
                yield Need(key=f"A{i}.uses.R{resource}", kind="uses", job=i, resource=n, quantities=quantities)


def successors(project: Project) -> list[list[int]]:
    """Return what follows each activity by an arc that is no longest lag, each once."""
    after: list[dict[int, None]] = [{} for _ in project.ways]
    for arc in project.arcs:
        if arc.from_end or arc.least >= 0:
            after[arc.of][arc.to] = None
    return [list(a) for a in after]


def in_order(after: Sequence[Sequence[int]]) -> list[int] | None:
    """Return the activities so that each comes after what it follows, or None if they go round in a circle."""
    open_arcs = [0] * len(after)
    for found in after:
        for to in found:
            open_arcs[to] += 1
    queue = deque(i for i, n in enumerate(open_arcs) if n == 0)
    order = []
    while queue:
        of = queue.popleft()
        order.append(of)
        for to in after[of]:
            open_arcs[to] -= 1
            if open_arcs[to] == 0:
                queue.append(to)
    return order if len(order) == len(after) else None


def least_end(project: Project) -> int:
    """Return what no makespan can be below: the longest chain, and the work that each resource has to do."""
    shortest = [min(w.duration for w in ways) for ways in project.ways]
    chain, plain = 0, project.plain
    if (order := in_order(after := successors(project))) is not None:
        early = [0] * len(shortest)
        for of in order:
            chain = max(chain, early[of] + shortest[of])
            for to in after[of]:
                early[to] = max(early[to], early[of] + shortest[of]) if plain else early[to]
    work = [
        -(-sum(min(w.duration * w.demands[r] for w in ways) for ways in project.ways) // most)
        for r, most in enumerate(project.capacities)
        if project.renewable[r] and most
    ]
    return max([chain, *work])
