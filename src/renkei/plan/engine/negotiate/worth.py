"""What it is worth to a side that a task does not slip, with every order kept as it is; needs no solver."""

import math
from collections.abc import Callable, Iterator, Mapping

import msgspec

from renkei.kernel.ids import TaskId
from renkei.plan.engine.facts import Lag, Need
from renkei.plan.engine.negotiate.response import PartyView
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.temporal import hit_by
from renkei.plan.engine.verify import end_of

SLIP_MIN = 90
"""Slip whose cost is told: shorter ones vanish in slack, longer ones would be met by other orders."""
HOUR_MIN = 60
STEP_LEAST = 15
"""Least gain that is told, in weighted minutes for each hour of slip; what is under half of it is told as none."""
LONG_AGO = -(10**9)


def worth_of(view: PartyView, schedule: Mapping[int, Placing]) -> Callable[[TaskId], int]:
    """Return a function: weighted minutes of lateness that an hour of slip of an own task brings.

    Args:
        view: The own part beside the partner's items, which do not move.
        schedule: A schedule of it.
    """
    own = {i: p for i, p in schedule.items() if i not in view.items}
    lags = tuple(
        f for f in view.problem.facts if isinstance(f, Lag) and f.least >= 0 and {f.job, f.of} <= own.keys()
    )  # longest lags are left out: with orders kept they could push one another round for ever
    ordered = msgspec.structs.replace(view.problem, facts=(*lags, *orders(view.problem, own)))
    now = view.lateness(schedule)
    index = {view.problem.jobs[i].id: i for i in own}

    def worth(task: TaskId) -> int:
        late = hit_by(ordered, own, {index[task]: own[index[task]].start + SLIP_MIN})
        pushed = {i: Placing(p.start + late.get(i, 0), p.option) for i, p in own.items()}
        return coarse((view.lateness(pushed) - now) * HOUR_MIN // SLIP_MIN)

    return worth


def coarse(gain_min: int) -> int:
    """Return a gain as the nearest of few steps, each twice the one before.

    To the minute it would tell the partner how far an own due time is off.
    """
    if gain_min * 2 < STEP_LEAST:
        return 0
    return int(STEP_LEAST * 2 ** round(math.log2(max(gain_min, STEP_LEAST) / STEP_LEAST)))


def orders(problem: Problem, schedule: Mapping[int, Placing]) -> Iterator[Lag]:
    """Yield who waits for whom on each resource, as lags."""
    for resource, needs in problem.users().items():
        users = [n for n in needs if n.job in schedule and n.quantities[schedule[n.job].option]]
        yield from _queue(problem, schedule, users, max(1, problem.resources[resource].usual))


def _queue(problem: Problem, schedule: Mapping[int, Placing], users: list[Need], width: int) -> Iterator[Lag]:
    """Give each user the slots that have been empty longest; it waits for those who had them."""
    slots: list[tuple[int, int]] = [(LONG_AGO, -1)] * width
    for need in sorted(users, key=lambda n: (schedule[n.job].start, n.job)):
        start, end = schedule[need.job].start, end_of(problem, schedule, need.job)
        slots.sort()
        quantity = min(need.quantities[schedule[need.job].option], width)
        for before, job in slots[:quantity]:
            if job >= 0 and before <= start:
                yield Lag(key="order", kind="sequence", job=need.job, of=job, least=0)
        slots[:quantity] = [(end, need.job)] * quantity
