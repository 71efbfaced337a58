"""Decides whether a project with longest lags can be done at all, one cycle structure after the other.

What the lags and the order of rivals refute needs no solver; the rest of a structure is put to it with the windows that
the lags leave, in which it decides in milliseconds what it does not in the whole project in seconds.
"""

from collections.abc import Callable

import msgspec

from renkei.plan.engine.closure import closed, queues, rivals
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.first import first_schedule
from renkei.plan.engine.rcpsp import Plot, Project, fits, posed
from renkei.plan.engine.rcpsp_cpsat import ProjectModel
from renkei.plan.engine.structures import joined, part, structures

OWN_ROUNDS = 4
"""Rounds in which an own schedule of a structure is looked for: it is short, and the solver is sure."""
LEAST_S = 0.05
"""Seconds that each structure gets of the solver: most are decided within them."""


class Decided(msgspec.Struct, frozen=True):
    """What was found: a schedule to be checked, activities that cannot be done together, or neither in time.

    Attributes:
        solved: Whether the solver refuted these activities, or the order of rivals alone.
        seconds: In the solver.
    """

    plot: Plot | None = None
    clash: tuple[int, ...] = ()
    solved: bool = False
    seconds: float = 0.0


def decide(project: Project, effort: Effort, left: Callable[[], float] | None = None) -> Decided:
    """Return a schedule of a project, or some of its activities of which there is none.

    Args:
        project: Any project; with non-renewable resources a schedule may use up too much of them all the same.
        effort: Seed and workers of the solver, and its seconds in all.
        left: Seconds that are left for it, where the effort does not say.
    """
    found = structures(project)
    parts = {members: part(project, members) for members in sorted(found, key=len)}
    closures = {members: closed(piece) for members, piece in parts.items() if len(members) > 1}
    for members, closure in closures.items():
        if closure is not None and closure.clash:
            return Decided(clash=members)
    plots: dict[tuple[int, ...], Plot] = {}
    seconds = 0.0
    for members, piece in parts.items():
        closure = closures.get(members)
        windows = closure.windows() if closure else None
        if closure is not None:
            piece = msgspec.structs.replace(piece, arcs=(*piece.arcs, *closure.orders))
        plot, refuted = _own(piece), len(members) == 1
        if plot is None and not refuted:
            limit = msgspec.structs.replace(effort, seconds=max(left() if left else effort.seconds - seconds, LEAST_S))
            lines = queues(rivals(piece)) if all(len(ways) == 1 for ways in piece.ways) else []
            answered = ProjectModel(piece, windows=windows, queues=lines).solve(limit, lambda *_: False)
            plot, refuted = answered.plot, answered.answer == "infeasible"
            seconds += answered.seconds
        if plot is None:
            return Decided(None, members if refuted else (), len(members) > 1, seconds)
        plots[members] = plot
    return Decided(joined(project, {members: plots[members] for members in found}), seconds=seconds)


def _own(piece: Project) -> Plot | None:
    """Return a schedule made without the solver, if it is made soon."""
    if len(piece.ways) == 1:
        return alone(piece)
    found = first_schedule(posed(piece), OWN_ROUNDS)
    jobs = [found[i] for i in range(len(piece.ways))] if found else []
    return ([p.start for p in jobs], [p.option for p in jobs]) if jobs else None


def narrowed(project: Project, clash: tuple[int, ...], effort: Effort) -> tuple[int, ...]:
    """Return few of some activities that cannot be done together: such that they cannot either.

    Halves, quarters and so on are left out where the rest is still refuted within the limit, at last each by itself.
    """
    size = len(clash) // 2
    while size:
        at = 0
        while at < len(clash):
            rest = clash[:at] + clash[at + size :]
            found = decide(part(project, rest), effort).clash
            if found:
                clash = tuple(rest[i] for i in found)
            else:
                at += size
        size //= 2
    return clash


def alone(piece: Project) -> Plot | None:
    """Return a schedule of the only activity of a project, or None if there is less of something than it needs."""
    way = next((n for n, way in enumerate(piece.ways[0]) if fits(piece, way)), None)
    return None if way is None else ([0], [way])
