"""The facts that a schedule has to respect, in whole minutes; knows their form and neither solver nor checker.

Each fact has a key, the name under which an explanation shows it (`K8.due`). Facts that share a key stand or
fall together. Jobs and resources are named by their index in the problem.
"""

from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.ids import Nation, PlaceId, RequestId

Kind: TypeAlias = Literal[
    "earliest",
    "ready",
    "delay",
    "due",
    "held",
    "after",
    "together",
    "span",
    "closed",
    "not_during",
    "uses",
    "capacity",
    "volume",
    "calendar",
    "decision",
    "sequence",
    "gate",
    "same_asset",
    "different_asset",
    "authority",
    "coverage",
    "all_or_none",
    "stock",
    "store",
    "travel",
    "on_call",
]
Point: TypeAlias = Literal["start", "end"]


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """What every fact has.

    Attributes:
        key: Name of the fact; unique but for facts that stand or fall together.
        kind: What a person would call it.
        weight: None for a hard fact; otherwise the cost of breaking it.
    """

    key: str
    kind: Kind
    weight: int | None = None


class Lower(Base, frozen=True, tag="lower", kw_only=True):
    """The job does not start before `at` (in the given options only, if any are named)."""

    job: int
    at: int
    options: tuple[int, ...] | None = None
    source: int | None = None


class Upper(Base, frozen=True, tag="upper", kw_only=True):
    """The job does not end after `at`."""

    job: int
    at: int


class Fixed(Base, frozen=True, tag="fixed", kw_only=True):
    """The job starts exactly at `at`, because of `reason`."""

    job: int
    at: int
    reason: str


class Lag(Base, frozen=True, tag="lag", kw_only=True):
    """A point of `job` comes at least `least` minutes after a point of `of` (negative: at most before).

    Attributes:
        phase: Phase that `of` helps to complete.
        into: Phase of `job`, where that is why it waits.
    """

    job: int
    of: int
    least: int
    job_point: Point = "start"
    of_point: Point = "end"
    phase: str | None = None
    into: str | None = None


class Away(Base, frozen=True, tag="away", kw_only=True):
    """The job does not overlap the half-open periods (in the given options only, if any are named)."""

    job: int
    periods: tuple[tuple[int, int], ...]
    options: tuple[int, ...] | None = None
    place: str | None = None


class Need(Base, frozen=True, tag="need", kw_only=True):
    """The job holds a quantity of a resource from start to end; the quantity by option."""

    job: int
    resource: int
    quantities: tuple[int, ...]


class Apart(Base, frozen=True, tag="apart", kw_only=True):
    """No two of the jobs are in the volume at once; `buffer` minutes pass between two."""

    jobs: tuple[int, ...]
    buffer: int
    volume: str


class Rest(Base, frozen=True, tag="rest", kw_only=True):
    """The users of a resource serve at most `duty` minutes, then it rests for at least `rest` minutes."""

    resource: int
    duty: int
    rest: int


class Served(Base, frozen=True, tag="served", kw_only=True):
    """The jobs are all served by the same assets (`same`), or no two of them by one.

    Attributes:
        served: For each job, by option, the assets that serve it.
    """

    jobs: tuple[int, ...]
    served: tuple[tuple[frozenset[int], ...], ...]
    same: bool


class Permit(Base, frozen=True, tag="permit", kw_only=True):
    """The job is not done in these options, since the request that they hang on is not accepted.

    Attributes:
        state: How the request stands; `other` if not the units' owner accepted it.
        who: Nation whose acceptance is missing.
        units: Units that would serve.
    """

    job: int
    options: tuple[int, ...]
    request: RequestId
    state: str
    who: Nation
    units: tuple[int, ...]


class Cover(Base, frozen=True, tag="cover", kw_only=True):
    """At every minute from `start` until `end` the jobs under way hold at least `least` of the assets in all.

    Attributes:
        quantities: For each job, by option, how much it holds.
    """

    jobs: tuple[int, ...]
    quantities: tuple[tuple[int, ...], ...]
    assets: tuple[int, ...]
    least: int
    start: int
    end: int


class Whole(Base, frozen=True, tag="whole", kw_only=True):
    """The jobs are done all or not at all; those of the group that take no part are `missing`."""

    jobs: tuple[int, ...]
    missing: tuple[str, ...]


class Draw(Base, frozen=True, tag="draw", kw_only=True):
    """The job takes an amount out of a stock when it starts; what is not there is not taken."""

    job: int
    resource: int
    amount: int


class Brim(Base, frozen=True, tag="brim", kw_only=True):
    """A stock never grows beyond `most`."""

    resource: int
    most: int


class Reserve(Base, frozen=True, tag="reserve", kw_only=True):
    """A resource is kept for the job from `start` until `end`, by option; the job lies within that time."""

    job: int
    resource: int
    quantities: tuple[int, ...]
    start: int
    end: int


class Route(msgspec.Struct, frozen=True):
    """Minutes from place to place for the units of one constraint; a way over other places is never quicker."""

    id: str
    minutes: dict[tuple[PlaceId, PlaceId], int]

    def between(self, one: PlaceId | None, other: PlaceId | None) -> int:
        """Return the minutes to travel; none within a place, or where one is unknown."""
        return 0 if one is None or other is None else self.minutes.get((one, other), 0)


class Leg(Base, frozen=True, tag="leg", kw_only=True):
    """A unit has the time to travel between this job and any other that has a leg of the same unit and route.

    Attributes:
        places: By option, where the job takes the unit; None where it does not.
    """

    job: int
    resource: int
    places: tuple[PlaceId | None, ...]
    route: Route


Fact: TypeAlias = (
    Lower
    | Upper
    | Fixed
    | Lag
    | Away
    | Need
    | Apart
    | Rest
    | Served
    | Permit
    | Cover
    | Whole
    | Draw
    | Brim
    | Leg
    | Reserve
)
Temporal: TypeAlias = Lower | Upper | Fixed | Lag


POOLED = (Need, Draw, Leg)
"""Facts that many jobs state of one thing: checked, built and told together, but each can be left out by itself."""


TOGETHER = (*POOLED, Reserve)
"""Facts that are checked and built for a whole resource at once, not one by one."""


def pool(fact: Fact) -> tuple[str, int] | None:
    """Return what a pooled fact is told together with; None for a fact that is told alone."""
    if isinstance(fact, Leg):
        return fact.route.id, fact.resource
    return (fact.kind, fact.resource) if isinstance(fact, Need | Draw) else None


def jobs_of(fact: Fact) -> tuple[int, ...]:
    """Return the jobs that a fact names; a fact on a resource alone names none."""
    if isinstance(fact, Lag):
        return (fact.job, fact.of)
    if isinstance(fact, Apart | Served | Cover | Whole):
        return fact.jobs
    return () if isinstance(fact, Rest | Brim) else (fact.job,)
