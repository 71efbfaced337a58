"""A frozen plan in whole minutes: jobs with options, capacities over time, and facts; solves nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeVar

import msgspec

from renkei.kernel.ids import Nation, PlaceId, RequestId, ResourceId, TaskId
from renkei.kernel.names import Name
from renkei.plan.engine.facts import Brim, Cover, Draw, Fact, Lag, Leg, Need, Reserve, jobs_of

K = TypeVar("K", int, tuple[str, int])
V = TypeVar("V")
FOR_EVER = 10**8
"""A minute that no plan reaches (190 years): end of a period without end."""
HORIZON_MAX = 10**7
"""Longest horizon, 19 years of minutes: a sum over thousands of jobs still fits into 63 bits."""


class Option(msgspec.Struct, frozen=True):
    """One way to do a job: a mode at a place."""

    duration: int
    mode: str | None = None
    place: PlaceId | None = None


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A task as the engine sees it.

    Attributes:
        low: Earliest start that is physically left (now, or the beginning of the plan).
        keep: Adopted start; allowed although it lies before `low`, since a report may lag.
        base_option: Option that the adopted schedule uses.
        optional: Whether a schedule may leave it out; facts that name it bind only where it is done.
    """

    id: TaskId
    owner: Nation
    name: Name
    own: bool
    options: tuple[Option, ...]
    low: int
    keep: int | None = None
    base_option: int | None = None
    committed: bool = False
    optional: bool = False
    priority: int = 3
    answers: RequestId | None = None
    needs_grant: RequestId | None = None


class Flow(msgspec.Struct, frozen=True):
    """What a job does to a stock: takes out at its start (below zero) or puts in at its end."""

    job: int
    amount: int


class Store(msgspec.Struct, frozen=True):
    """What there is of a stock: at first, by resupply (minute, amount), and what jobs do to it."""

    initial: int
    supplies: tuple[tuple[int, int], ...] = ()
    flows: tuple[Flow, ...] = ()


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """A resource with its capacity over time.

    Attributes:
        usual: Capacity outside of all periods.
        steps: (from, until, capacity), without gap or overlap, covering all time.
        store: For a stock, what there is of it.
    """

    id: ResourceId
    owner: Nation
    name: Name
    kind: str
    usual: int
    steps: tuple[tuple[int, int, int], ...]
    store: Store | None = None

    def at(self, minute: int) -> int:
        """Return the capacity at a minute."""
        return next((c for start, end, c in self.steps if start <= minute < end), self.usual)

    def raised(self, least: int) -> "Capacity":
        """Return the same resource with at least `least` at all times."""
        steps = tuple((start, end, max(c, least)) for start, end, c in self.steps)
        return msgspec.structs.replace(self, usual=max(self.usual, least), steps=steps)


class Placing(msgspec.Struct, frozen=True):
    """Where a schedule puts one job: start in minutes and the option taken."""

    start: int
    option: int = 0


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the engine needs to know.

    Attributes:
        origin: Moment of minute zero.
        horizon: No job needs to end later than this, if any schedule exists at all.
        names: Names of places and phases, for explanations.
        reasons: What was reported of each place.
        whys: Reason that its author gave for each constraint.
    """

    origin: datetime
    jobs: tuple[Job, ...]
    resources: tuple[Capacity, ...]
    facts: tuple[Fact, ...]
    horizon: int
    names: dict[str, Name] = {}
    reasons: dict[str, str] = {}
    whys: dict[str, Name] = {}

    def moment(self, minute: int) -> datetime:
        """Return the moment of a minute."""
        return self.origin + timedelta(minutes=minute)

    def iso(self, minute: int) -> str:
        """Return the moment of a minute as messages carry it (ISO 8601, UTC)."""
        return f"{self.moment(minute):%Y-%m-%dT%H:%M:%SZ}"

    def without(self, keys: Iterable[str]) -> "Problem":
        """Return the problem without the facts of these keys."""
        gone = set(keys)
        return msgspec.structs.replace(self, facts=tuple(f for f in self.facts if f.key not in gone))

    def only(self, keys: Iterable[str]) -> "Problem":
        """Return the problem with the facts of these keys alone; the jobs keep their indices."""
        kept = set(keys)
        return msgspec.structs.replace(self, facts=tuple(f for f in self.facts if f.key in kept))

    def having(self, *facts: Fact) -> "Problem":
        """Return the problem with more facts."""
        return msgspec.structs.replace(self, facts=(*self.facts, *facts))

    def with_capacity(self, resource: int, capacity: Capacity) -> "Problem":
        """Return the problem with another capacity for one resource."""
        resources = tuple(capacity if i == resource else r for i, r in enumerate(self.resources))
        return msgspec.structs.replace(self, resources=resources)

    def keyed(self, key: str) -> tuple[Fact, ...]:
        """Return the facts of a key."""
        return tuple(f for f in self.facts if f.key == key)

    def needs(self, resource: int) -> tuple[Need, ...]:
        """Return who needs a resource."""
        return tuple(f for f in self.facts if isinstance(f, Need) and f.resource == resource)

    def users(self) -> dict[int, tuple[Need, ...]]:
        """Return who needs each resource that anyone needs, in one pass."""
        return _frozen(pooled(self.facts).users)

    def draws(self) -> dict[int, tuple[Draw, ...]]:
        """Return who takes from each stock that anyone takes from."""
        return _frozen(pooled(self.facts).draws)

    def legs(self) -> dict[tuple[str, int], tuple[Leg, ...]]:
        """Return the legs of each route and unit."""
        return _frozen(pooled(self.facts).legs)

    def named(self) -> frozenset[int]:
        """Return the jobs that at least one fact names, or that put into or take from a stock that one names."""
        stocks = {f.resource for f in self.facts if isinstance(f, Draw | Brim)}
        flows = (f.job for r in stocks for f in self.flows(r))
        return frozenset(j for f in self.facts for j in jobs_of(f)).union(flows)

    def flows(self, resource: int) -> tuple[Flow, ...]:
        """Return what jobs do to a stock."""
        store = self.resources[resource].store
        return store.flows if store else ()


class Pools(msgspec.Struct, frozen=True):
    """Facts that are checked and built together: by resource, legs by route and unit."""

    users: dict[int, list[Need]]
    draws: dict[int, list[Draw]]
    reserves: dict[int, list[Reserve]]
    legs: dict[tuple[str, int], list[Leg]]


def pooled(facts: Iterable[Fact]) -> Pools:
    """Return the facts that are checked together, in one pass; any others are passed over."""
    found = Pools({}, {}, {}, {})
    for fact in facts:
        if isinstance(fact, Need):
            found.users.setdefault(fact.resource, []).append(fact)
        elif isinstance(fact, Draw):
            found.draws.setdefault(fact.resource, []).append(fact)
        elif isinstance(fact, Reserve):
            found.reserves.setdefault(fact.resource, []).append(fact)
        elif isinstance(fact, Leg):
            found.legs.setdefault((fact.route.id, fact.resource), []).append(fact)
    return found


def _frozen(pools: dict[K, list[V]]) -> dict[K, tuple[V, ...]]:
    return {key: tuple(pools[key]) for key in sorted(pools)}


def minute_of(origin: datetime, moment: datetime, *, up: bool) -> int:
    """Return the whole minute of a moment, rounded up (earliest times) or down (latest times)."""
    delta = moment - origin
    seconds = delta.days * 86_400 + delta.seconds
    return -(-seconds // 60) if up else seconds // 60


def horizon_of(jobs: Iterable[Job], resources: Iterable[Capacity], facts: Iterable[Fact]) -> int:
    """Return a minute by which every job can be done one after another, wherever the facts allow it."""
    marks = [0]
    lags = 0
    for fact in facts:
        if isinstance(fact, Need | Lag):  # most facts, and none of them names a minute
            lags += abs(fact.least) if isinstance(fact, Lag) else 0
            continue
        marks += [a for a in (getattr(fact, "at", None),) if a is not None]
        marks += [fact.end] if isinstance(fact, Cover) else []
        marks += [end for _, end in getattr(fact, "periods", ()) if end < FOR_EVER]
        lags += max(fact.route.minutes.values(), default=0) if isinstance(fact, Leg) else 0
        lags += getattr(fact, "buffer", 0) * len(jobs_of(fact)) + getattr(fact, "rest", 0)
    for job in jobs:
        marks += [job.low, job.keep or 0]
        lags += max(o.duration for o in job.options)
    marks += [t for r in resources for start, end, _ in r.steps for t in (start, end) if -FOR_EVER < t < FOR_EVER]
    marks += [at for r in resources if r.store for at, _ in r.store.supplies]
    return min(max(marks) + lags, HORIZON_MAX)


def profile(
    usual: int, periods: Iterable[tuple[int, int, int]], grants: Iterable[tuple[int, int, int]]
) -> tuple[tuple[int, int, int], ...]:
    """Return the capacity over time as steps; a later period replaces an earlier one, a grant raises it."""
    periods, grants = tuple(periods), tuple(grants)
    cuts = sorted({-FOR_EVER, FOR_EVER, *(t for p in (*periods, *grants) for t in p[:2])})
    steps: list[tuple[int, int, int]] = []
    for start, end in pairwise(cuts):
        here = [c for f, u, c in periods if f <= start < u]
        granted = [c for f, u, c in grants if f <= start < u]
        capacity = max([here[-1] if here else usual, *granted])
        if steps and steps[-1][2] == capacity:
            steps[-1] = (steps[-1][0], end, capacity)
        else:
            steps.append((start, end, capacity))
    return tuple(steps)
