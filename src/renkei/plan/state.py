"""What the folded events say about the plan; changed by `project` alone, knows no rule."""

from datetime import datetime

import msgspec

from renkei.kernel.ids import EventId, Nation, PlaceId, RequestId, ResourceId, TaskId
from renkei.kernel.label import Label
from renkei.kernel.names import Name
from renkei.kernel.offer import Offer
from renkei.plan.binding import in_force
from renkei.plan.constraint import Constraint, Period
from renkei.plan.model import (
    Asked,
    Grant,
    Place,
    Plan,
    Progress,
    Resource,
    Sequence,
    Task,
)
from renkei.plan.phase import Decision, Phase


class Setting(msgspec.Struct, frozen=True):
    """Identity of a plan as one nation began it."""

    plan: str
    title: Name
    origin: datetime
    anchors: dict[str, datetime]


class Revision(msgspec.Struct, frozen=True):
    """One value that a task had, the event that gave it and when that was true."""

    event: EventId
    valid: datetime
    task: Task


class PutForward(msgspec.Struct, frozen=True):
    """What a side put forward in one talk about a joint plan: `series` names the negotiation, `talk` its place."""

    series: str
    talk: int
    offer: Offer
    satisfied: bool = False


class Step(msgspec.Struct, frozen=True):
    """One act on a request, as far as the plan needs it.

    Attributes:
        of: Nation that is asked to provide, where the act carries the request's content.
        grant: Capacity that the act's terms put forward.
        joint: What the act puts forward about a joint plan.
    """

    verb: str
    by: Nation
    based_on: tuple[EventId, ...]
    of: Nation | None = None
    asks: ResourceId | None = None
    grant: Grant | None = None
    joint: PutForward | None = None


class PlaceWord(msgspec.Struct, frozen=True):
    """One report of a place: whose it is, when it was true, what it says.

    Attributes:
        weight_of_owner: How much its source weighs if its nation owns the place; greater is better.
        weight: How much it weighs otherwise.
    """

    origin: Nation
    weight_of_owner: int
    weight: int
    valid: datetime
    status: str
    closed: Period | None


class Ghost(msgspec.Struct, frozen=True):
    """A wish that a task be moved, drawn beside the bar that it leaves unchanged."""

    request: RequestId
    task: TaskId
    start: datetime
    end: datetime
    by: Nation


class PlanState(msgspec.Struct, kw_only=True):
    """Everything that the folded events say about the plan.

    Attributes:
        settings: How each nation began the plan; the first event by identifier holds.
        steps: Acts on requests, by request and event; where a request stands depends on the set alone.
        words: Reports of places, by place and event.
        proposed: What each nation set as a constraint, by identifier; `constraints` says which of it holds.
        accepted: Nations that accepted each sequence.
        versions: Event that last changed each object, by `kind:id` (`task:K1`, `resource:x`, `constraint:JPN:c`).
        gazetteer: Names of places that other capabilities registered.
        keepers: Owner of each place by the nation that says so: where they disagree, nobody speaks as its authority.
        positions: Latitude and longitude of those places (WGS 84 degrees), where they are known.
        wishes: Moves that a request asks for, drafted or sent.
        offers: What each side put forward last in each talk about a joint plan that was accepted and stands.
        labels: Label under which each task and resource was last released, by `kind:id`.
        stated: How each nation states each phase: what it says there binds its own tasks.
        owners: Nation that added each place, phase and decision, by `kind:id`.
        events: Number of events folded.
        newest: Greatest identifier among them.
    """

    settings: dict[EventId, Setting] = {}
    tasks: dict[TaskId, Task] = {}
    resources: dict[ResourceId, Resource] = {}
    places: dict[PlaceId, Place] = {}
    phases: dict[str, Phase] = {}
    stated: dict[str, dict[Nation, Phase]] = {}
    decisions: dict[str, Decision] = {}
    proposed: dict[str, dict[Nation, Constraint]] = {}
    sequences: dict[str, Sequence] = {}
    accepted: dict[str, tuple[Nation, ...]] = {}
    steps: dict[RequestId, dict[EventId, Step]] = {}
    requests: dict[RequestId, Asked] = {}
    grants: dict[RequestId, Grant] = {}
    gazetteer: dict[PlaceId, Name] = {}
    keepers: dict[PlaceId, dict[Nation, Nation]] = {}
    positions: dict[PlaceId, tuple[float, float]] = {}
    wishes: dict[RequestId, Ghost] = {}
    offers: dict[RequestId, dict[Nation, PutForward]] = {}
    words: dict[PlaceId, dict[EventId, PlaceWord]] = {}
    delays: dict[ResourceId, int] = {}
    progress: dict[TaskId, Progress] = {}
    history: dict[TaskId, list[Revision]] = {}
    versions: dict[str, EventId] = {}
    labels: dict[str, Label] = {}
    owners: dict[str, Nation] = {}
    events: int = 0
    newest: EventId = EventId("")

    @property
    def version(self) -> str:
        """Version of the whole plan; the same for every order in which the events arrived."""
        return f"{self.events}-{self.newest}"

    def plan(self) -> Plan:
        """Return the plan as it stands now, frozen, for engine, document and views."""
        setting = self.settings[min(self.settings)] if self.settings else None
        agreed = tuple(s for key, s in sorted(self.sequences.items()) if self.agreed(key))
        return Plan(
            id=setting.plan if setting else "plan",
            version=self.version,
            title=setting.title if setting else Name(),
            origin=setting.origin if setting else None,
            anchors=dict(setting.anchors) if setting else {},
            tasks=tuple(task for _, task in sorted(self.tasks.items())),
            resources=tuple(r for _, r in sorted(self.resources.items())),
            places=tuple(self._place(p) for p in sorted({*self.places, *self.gazetteer})),
            phases=tuple(p for _, p in sorted(self.phases.items())),
            decisions=tuple(d for _, d in sorted(self.decisions.items())),
            constraints=tuple(c for _, c in sorted(self.constraints.items())),
            sequences=agreed,
            grants=tuple(g for _, g in sorted(self.grants.items()) if self._conceded(g)),
            requests=dict(self.requests),
            delays=dict(self.delays),
            progress=dict(self.progress),
            stated={p: dict(by) for p, by in sorted(self.stated.items())},
            versions=dict(self.versions),
        )

    @property
    def constraints(self) -> dict[str, Constraint]:
        """Constraints that hold: each nation whose tasks or resources they bind has set them."""
        found = ((key, in_force(each, self.tasks, self.resources)) for key, each in self.proposed.items())
        return {key: constraint for key, constraint in found if constraint is not None}

    def agreed(self, key: str) -> bool:
        """Whether the owners of both tasks accepted the sequence `key`."""
        sequence = self.sequences.get(key)
        if sequence is None:
            return False
        owners = {t.owner for t in (self.tasks.get(sequence.first), self.tasks.get(sequence.second)) if t}
        return bool(owners) and owners <= set(self.accepted.get(key, ()))

    def _conceded(self, grant: Grant) -> bool:
        """Whether the nation that was asked owns the resource: nobody grants what is another's."""
        resource = self.resources.get(grant.resource)
        return resource is not None and resource.owner == self.requests[grant.request].of

    def _place(self, place: PlaceId) -> Place:
        """Return a place with the closure that its best source reports, if any."""
        found = self.places.get(place) or Place(id=place, name=self.gazetteer.get(place, Name()))
        if found.lat is None and place in self.positions:
            lat, lon = self.positions[place]
            found = msgspec.structs.replace(found, lat=lat, lon=lon)
        words = self.words.get(place)
        if not words:
            return found
        keepers = set(self.keepers.get(place, {}).values())
        owner = min(keepers) if len(keepers) == 1 else None
        ranks = {i: w.weight_of_owner if w.origin == owner else w.weight for i, w in words.items()}
        best = words[max(words, key=lambda i: (ranks[i], words[i].valid, i))]
        closed = (*found.closed, best.closed) if best.closed else found.closed
        return msgspec.structs.replace(found, closed=closed, reason=best.status)
