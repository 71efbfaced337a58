"""Who waits for whom because of what they use: units, stands, stocks and the way between places; draws no chance."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence

from renkei.plan.engine.facts import Brim, Leg, Need, Reserve
from renkei.plan.engine.problem import FOR_EVER, Capacity, pooled
from renkei.plan.engine.waiting import Building, Limit, Wait

FREE = -1
"""Owner of what nobody has had yet; others that are no jobs have lower numbers."""
NEAR_MAX = 50
"""Earlier jobs of a unit that a job waits for the way from; what lies further back is long past."""


def passed_on(building: Building) -> None:
    """Let everything that is shared pass from job to job in the order of the schedule."""
    problem = building.problem
    pools = pooled(problem.facts)
    for resource, needs in sorted(pools.users.items()):
        _capacity(building, problem.resources[resource], needs, pools.reserves.get(resource, ()))
    for resource in sorted(pools.draws):
        _stock(building, resource)
    for fact in problem.facts:
        if isinstance(fact, Brim) and fact.weight is None:
            _space(building, fact)
    for _, legs in sorted(pools.legs.items()):
        _travel(building, legs)


def _capacity(building: Building, capacity: Capacity, needs: Sequence[Need], reserves: Iterable[Reserve]) -> None:
    """Let units of a capacity pass from those that end to those that begin, the longest free ones first.

    A time with less capacity takes units like a task that nobody can move: who gets them afterwards waits until
    then, and who had them before should be done by then. A reservation is such a time too, of the task on call.
    """
    schedule, most = building.schedule, max(c for _, _, c in capacity.steps)
    kept = {r.job: r for r in reserves if r.quantities[schedule[r.job].option]}
    for reserve in kept.values():
        building.wait_until(reserve.job, reserve.start)
        building.limit(reserve.key, reserve.kind, Limit(reserve.job, reserve.end))
    uses = [(*_time(building, n.job, kept), n.quantities[schedule[n.job].option], n.job) for n in needs]
    falls = [(s, e, most - c, FREE - 1 - n) for n, (s, e, c) in enumerate(capacity.steps) if c < most]
    ends = {owner: end for _, end, _, owner in falls} | {job: r.end for job, r in kept.items()}
    fixed = {owner: start for start, _, _, owner in falls} | {job: r.start for job, r in kept.items()}
    pool = _Pool(most)
    for _, end, quantity, user in sorted(u for u in (*falls, *uses) if u[2] and u[0] < u[1]):
        for owner in pool.take(quantity, _waited_for(building, user)):
            if user >= 0 and owner >= 0:
                building.arc(Wait(user, owner))
            if user >= 0 and owner in ends:
                building.wait_until(user, ends[owner])
            if owner >= 0 and user in fixed:
                building.limit(f"{capacity.id}.capacity", "capacity", Limit(owner, fixed[user]))
        if end < FOR_EVER:
            pool.give(user, end, quantity)


def _time(building: Building, job: int, kept: Mapping[int, Reserve]) -> tuple[int, int]:
    start, end = building.schedule[job].start, building.end(job)
    return (min(start, kept[job].start), max(end, kept[job].end)) if job in kept else (start, end)


def _waited_for(building: Building, user: int) -> list[int]:
    return [of for of, _, _ in building.arcs[user]] if user >= 0 else []


def _stock(building: Building, resource: int) -> None:
    """Let what is drawn from a stock come from what was there first: from the beginning, by resupply, put in."""
    store = building.problem.resources[resource].store
    if store is None:
        return
    pool = _Pool(store.initial)
    supplied = dict(enumerate((at for at, _ in store.supplies), 2))
    added = [(at, 0, amount, -n) for n, (at, amount) in enumerate(store.supplies, 2)]
    added += [(building.end(f.job), 0, f.amount, f.job) for f in store.flows if f.amount > 0]
    drawn = [(building.schedule[f.job].start, 1, -f.amount, f.job) for f in store.flows if f.amount < 0]
    for at, taken, amount, who in sorted((*added, *drawn)):
        if not taken:
            pool.give(who, at, amount)
            continue
        for owner in pool.take(amount, ()):
            if owner >= 0:
                building.arc(Wait(who, owner))
            elif owner != FREE:
                building.wait_until(who, supplied[-owner])


def _space(building: Building, fact: Brim) -> None:
    """Let what is put into a stock go where there was room first: from the beginning, or from who drew."""
    store = building.problem.resources[fact.resource].store
    if store is None:
        return
    pool = _Pool(max(0, fact.most - store.initial))
    drawn = [(building.schedule[f.job].start, 0, -f.amount, f.job) for f in store.flows if f.amount < 0]
    added = [(at, 1, amount, FREE) for at, amount in store.supplies]
    added += [(building.end(f.job), 1, f.amount, f.job) for f in store.flows if f.amount > 0]
    for at, taken, amount, who in sorted((*drawn, *added)):
        if not taken:
            pool.give(who, at, amount)
            continue
        for owner in pool.take(amount, ()):
            if owner >= 0 and who >= 0:
                building.arc(Wait(who, owner, 0, "end", "start"))
            elif owner >= 0:
                building.limit(fact.key, fact.kind, Limit(owner, at, "start"))


def _travel(building: Building, legs: Sequence[Leg]) -> None:
    """Let a job wait for the way of its unit from where it was before."""
    places = {g.job: g.places[building.schedule[g.job].option] for g in legs if g.weight is None}
    jobs, route = building.in_order(places), legs[0].route
    for n, job in enumerate(jobs):
        for before in jobs[max(0, n - NEAR_MAX) : n]:
            way = route.between(places[before], places[job])
            if way and building.schedule[job].start >= building.end(before) + way:
                building.arc(Wait(job, before, way))


class _Pool:
    """Units of one thing and who had them last."""

    def __init__(self, quantity: int) -> None:
        self._units: dict[int, int] = {FREE: quantity} if quantity else {}
        self._queue: list[tuple[int, int]] = [(-FOR_EVER, FREE)]

    def give(self, owner: int, ready: int, quantity: int) -> None:
        """Take units back at a minute."""
        self._units[owner] = self._units.get(owner, 0) + quantity
        heapq.heappush(self._queue, (ready, owner))

    def take(self, quantity: int, first: Iterable[int]) -> Iterator[int]:
        """Yield who had the units: those that are waited for anyway, then those that are free longest."""
        for owner in first:
            if quantity and owner in self._units:
                quantity -= self._part(owner, quantity)
                yield owner
        while quantity and self._queue:
            owner = self._queue[0][1]
            if owner in self._units:
                quantity -= self._part(owner, quantity)
                yield owner
            else:
                heapq.heappop(self._queue)

    def _part(self, owner: int, quantity: int) -> int:
        taken = min(quantity, self._units[owner])
        self._units[owner] -= taken
        if not self._units[owner]:
            del self._units[owner]
        return taken
