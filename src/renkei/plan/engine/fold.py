"""Folds the many facts of a conflict into the few that a person reads: windows, or what a resource or a stock lacks.

What is folded follows from the facts of the conflict alone. Windows take the place of times and orders only where a
fresh solve finds them as impossible as the facts themselves; every fact stays in the explanation beside them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from renkei.kernel.message import Message, told
from renkei.kernel.names import Name
from renkei.plan.engine.answers import Item
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.facts import Fact, Fixed, Lag, Lower, Need, Upper, jobs_of
from renkei.plan.engine.network import Window
from renkei.plan.engine.problem import FOR_EVER, Problem
from renkei.plan.engine.refute import Overload, Shortage, shown
from renkei.plan.engine.tell import hours, joined, resource_name, task_name, tasks_named
from renkei.plan.engine.temporal import floor, windows

if TYPE_CHECKING:
    from renkei.kernel.errors import Fact as Said

LINES_FEW = 5
"""Lines up to which a person reads every fact."""
LINES_MOST = 9
"""Lines beyond which the tasks are told together, not one by one."""
KINDS_LINK = ("together", "span", "sequence", "gate")
"""Kinds of fact that tie the times of several tasks together."""
PROOF = Effort(5.0)
"""For the solve that shows that windows say as much as the facts: a conflict is small."""


def folded(problem: Problem, keys: Sequence[str], times: Sequence[Item], others: Sequence[Item]) -> list[Item]:
    """Return few lines for the facts of a conflict.

    Args:
        problem: The plan.
        keys: The facts of the conflict.
        times: A line for each of its times and orders.
        others: A line for each other fact.
    """
    plain = [*times, *others]
    staying = list(others) or [i for i in times if i.kind in KINDS_LINK]
    if len(plain) <= LINES_FEW or not staying:
        return plain
    sub = problem.only(keys)
    by_task = _by_task(sub)
    if by_task and len(by_task) + len(staying) <= LINES_FEW:
        return [*by_task, *staying]
    lack = shown(sub)
    if lack is not None:
        return [_because(sub), _lacking(sub, lack)]
    lines = min([*by_task, *staying] if by_task else plain, plain, key=len)
    return lines if len(lines) <= LINES_MOST else [*_parted(sub), *staying]


def _timed(problem: Problem) -> tuple[Problem, tuple[Fact, ...]]:
    """Return the facts on times and orders, which windows can stand for, and the others.

    Where there are no others, those that tie the times of several tasks together take their place.
    """
    kept = {f.key for f in problem.facts if not isinstance(f, Lower | Upper | Fixed | Lag)}
    kept = kept or {f.key for f in problem.facts if f.kind in KINDS_LINK}
    return problem.without(kept), tuple(f for f in problem.facts if f.key in kept)


def _by_task(problem: Problem) -> list[Item]:
    """Return a line for the window of each task that other facts name; none if windows do not say enough."""
    times, others = _timed(problem)
    jobs = sorted({j for f in others for j in jobs_of(f)})
    found = windows(times)
    uneven = any(len({o.duration for o in problem.jobs[j].options}) > 1 or problem.jobs[j].optional for j in jobs)
    if found is None or uneven:
        return []
    bounds = [b for j in jobs for b in _bounds(problem, j, found[j])]
    sub = msgspec.structs.replace(problem, facts=(*bounds, *others))
    if Model(sub, jobs=sub.named()).solve(PROOF).answer != "infeasible":
        return []
    bound = dict.fromkeys(b.job for b in bounds)
    return [_window_item(problem, j, [b for b in bounds if b.job == j]) for j in bound]


def _bounds(problem: Problem, job: int, window: Window) -> Iterable[Lower | Upper]:
    """Yield a window as facts."""
    if window.earliest > floor(problem, job):
        yield Lower(key=f"{job} window from", kind="earliest", job=job, at=window.earliest)
    if window.latest is not None:
        end = window.latest + problem.jobs[job].options[0].duration
        yield Upper(key=f"{job} window until", kind="due", job=job, at=end)


def _window_item(problem: Problem, job: int, bounds: Sequence[Lower | Upper]) -> Item:
    known = problem.jobs[job]
    said = {"start" if isinstance(b, Lower) else "end": problem.iso(b.at) for b in bounds}
    which = "both" if len(said) > 1 else next(iter(said))
    facts: dict[str, Said] = {"start": "", "end": "", **said}
    message = told(
        "plan-item-window",
        task=task_name(problem, job),
        bounds=which,
        hours=hours(known.options[0].duration),
        **facts,
    )
    return Item(field=f"{known.id}.window", kind="window", owner=known.owner, told=message, task=known.id)


def _because(problem: Problem) -> Item:
    """Return one line for all times and orders together."""
    times, _ = _timed(problem)
    return _times_item(problem, told("plan-item-times", count=len({f.key for f in times.facts})))


def _parted(problem: Problem) -> Iterator[Item]:
    """Yield one line for the windows of all tasks that other facts name: how long each takes, between when and when."""
    times, others = _timed(problem)
    jobs, found = sorted({j for f in others for j in jobs_of(f)}), windows(times)
    bound = [j for j in jobs if found and found[j].latest is not None]
    if not found or not bound:
        return
    length = {j: min(o.duration for o in problem.jobs[j].options) for j in bound}
    ends = [latest + length[j] for j in bound if (latest := found[j].latest) is not None]
    message = told(
        "plan-item-parts",
        tasks=_with_hours(problem, length),
        count=len({f.key for f in times.facts}),
        start=problem.iso(min(found[j].earliest for j in bound)),
        end=problem.iso(max(ends)),
        hours=hours(sum(length.values())),
    )
    yield _times_item(problem, message)


def _times_item(problem: Problem, message: Message) -> Item:
    owner = problem.jobs[min(_timed(problem)[0].named())].owner
    return Item(field="times", kind="window", owner=owner, told=message)


def _with_hours(problem: Problem, minutes: Mapping[int, int]) -> Name:
    """Return tasks, each with hours, as one name."""
    names = [(task_name(problem, j), hours(m)) for j, m in sorted(minutes.items())]
    return joined(Name(f"{n.text('en')} {h} h", f"{n.text('ja')} {h}時間") for n, h in names)


def _lacking(problem: Problem, lack: Overload | Shortage) -> Item:
    """Return the line that says what is lacking: unit-hours of a resource, or an amount of a stock."""
    known = problem.resources[lack.resource]
    if isinstance(lack, Shortage):
        message, field, kind = _short(problem, lack), f"{known.id}.stock", "stock"
    else:
        message, field, kind = _overloaded(problem, lack), f"{known.id}.capacity", "capacity"
    return Item(field=field, kind=kind, owner=known.owner, told=message, resource=known.id)


def _overloaded(problem: Problem, lack: Overload) -> Message:
    return told(
        "plan-item-overload",
        resource=resource_name(problem, lack.resource),
        tasks=_with_hours(problem, {stay.need.job: stay.quantity * minutes for stay, minutes in lack.load.held}),
        start=problem.iso(lack.load.start),
        end=problem.iso(lack.load.end),
        needed=hours(lack.load.taken),
        available=hours(lack.load.room),
    )


def _short(problem: Problem, lack: Shortage) -> Message:
    return told(
        "plan-item-stock-by",
        stock=resource_name(problem, lack.resource),
        tasks=tasks_named(problem, sorted({d.job for d in lack.draws})),
        at=problem.iso(lack.at),
        needed=sum(d.amount for d in lack.draws),
        available=lack.there,
    )


def outage(problem: Problem, needs: Sequence[Need]) -> dict[str, "Said"] | None:
    """Return what makes a resource scarce at a time that matters to its users, or None if it is as usual then.

    The longest time with less than usual, among those that touch what the times of the facts leave to a user.
    """
    known = problem.resources[needs[0].resource]
    found = windows(_timed(problem)[0])
    least = max(max(n.quantities) for n in needs)
    scarce = [
        (s, e, c)
        for s, e, c in known.steps
        if c < min(known.usual, least) and found and _touched(problem, found, needs, (s, e))
    ]
    if not scarce:
        return None
    start, end, available = max(scarce, key=lambda step: (step[1] - step[0], -step[0]))
    return {
        "resource": resource_name(problem, needs[0].resource),
        "available": available,
        "start": problem.iso(max(start, 0)),
        "ends": "until" if end < FOR_EVER else "open",
        "end": problem.iso(end) if end < FOR_EVER else "",
    }


def _touched(problem: Problem, found: Sequence[Window], needs: Sequence[Need], span: tuple[int, int]) -> bool:
    """Whether a user may be under way at some minute of a span."""
    start, end = span
    for need in needs:
        window, length = found[need.job], max(o.duration for o in problem.jobs[need.job].options)
        if window.earliest < end and (window.latest is None or window.latest + length > start):
            return True
    return False
