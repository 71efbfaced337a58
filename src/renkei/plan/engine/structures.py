"""Takes a project with longest lags apart into its cycle structures and puts their schedules together; solves nothing.

A cycle structure is a set of activities of which each is bound to start within some time of each other one. What lies
between two of them is least lags in one direction, so a project can be done exactly if each of them can be done alone
(Neumann and Zhan 1995): one that cannot refutes the project, and schedules of all of them, one after another, are one
of the project.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from renkei.plan.engine.rcpsp import Arc, Plot, Project

LATEST_MAX = 1_000_000
"""Periods of a schedule beyond which none is put together: a table of use is kept of them."""


def structures(project: Project) -> list[tuple[int, ...]]:
    """Return the cycle structures, each after those from which a lag leads to it (Tarjan 1972)."""
    after: list[list[int]] = [[] for _ in project.ways]
    for arc in project.arcs:
        after[arc.of].append(arc.to)
    found = list(_components(after))
    return found[::-1]


def _components(after: Sequence[Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """Yield the strong components of a graph, the last first."""
    number: dict[int, int] = {}
    least, open_, path = dict[int, int](), dict[int, None](), list[tuple[int, Iterator[int]]]()
    for root in range(len(after)):
        if root not in number:
            number[root] = least[root] = len(number)
            open_[root] = None
            path.append((root, iter(after[root])))
        while path:
            node, rest = path[-1]
            to = next((n for n in rest if n not in number or n in open_), None)
            if to is None:
                path.pop()
                if path:
                    least[path[-1][0]] = min(least[path[-1][0]], least[node])
                if least[node] == number[node]:
                    yield tuple(sorted(_popped(open_, node)))
            elif to in number:
                least[node] = min(least[node], number[to])
            else:
                number[to] = least[to] = len(number)
                open_[to] = None
                path.append((to, iter(after[to])))


def _popped(open_: dict[int, None], node: int) -> Iterator[int]:
    """Take what was opened since a node, and itself, off."""
    last = None
    while last != node:
        last, _ = open_.popitem()
        yield last


def part(project: Project, members: Sequence[int]) -> Project:
    """Return a project of some activities alone, with the lags among them."""
    index = {i: n for n, i in enumerate(members)}
    arcs = tuple(
        msgspec.structs.replace(a, of=index[a.of], to=index[a.to])
        for a in project.arcs
        if a.of in index and a.to in index
    )
    return msgspec.structs.replace(project, ways=tuple(project.ways[i] for i in members), arcs=arcs)


def joined(project: Project, plots: Mapping[tuple[int, ...], Plot]) -> Plot | None:
    """Return the schedules of all cycle structures as one: each as early as lags and what is in use let it be.

    Args:
        project: Any project.
        plots: Schedule of each structure, in the order of `structures`.

    Returns:
        A schedule for the checker, or None if it would be too long.
    """
    blocks = {members: _block(project, members, plot) for members, plot in plots.items()}
    most = project.horizon + sum(len(block) for block in blocks.values())
    if most > LATEST_MAX:
        return None
    start, way = [0] * len(project.ways), [0] * len(project.ways)
    free = np.tile(np.array(project.capacities, np.int64), (most + 1, 1))
    into: list[list[Arc]] = [[] for _ in project.ways]
    for arc in project.arcs:
        into[arc.to].append(arc)
    for members, (starts, ways) in plots.items():
        first, block, inside = min(starts), blocks[members], frozenset(members)
        for i, s, w in zip(members, starts, ways, strict=True):
            start[i], way[i] = s - first, w
        outer = [a for i in members for a in into[i] if a.of not in inside]
        at = max((0, *(_since(project, a, start, way) - start[a.to] for a in outer)))
        while at + len(block) <= most and not (free[at : at + len(block)] >= block).all():
            at += 1
        if at + len(block) > most:
            return None
        free[at : at + len(block)] -= block
        for i in members:
            start[i] += at
    return start, way


def _since(project: Project, arc: Arc, start: Sequence[int], way: Sequence[int]) -> int:
    """Return when an arc lets its activity start."""
    return arc.least + start[arc.of] + (project.ways[arc.of][way[arc.of]].duration if arc.from_end else 0)


def _block(project: Project, members: Sequence[int], plot: Plot) -> npt.NDArray[np.int64]:
    """Return what a schedule uses of each renewable resource in each period from its first start on (periods, R)."""
    first = min(plot[0])
    taken = [(s - first, project.ways[i][w]) for i, s, w in zip(members, *plot, strict=True)]
    block = np.zeros((max(s + w.duration for s, w in taken), len(project.capacities)), np.int64)
    for s, used in taken:
        block[s : s + used.duration] += np.array(used.demands, np.int64) * np.array(project.renewable, np.int64)
    return block
