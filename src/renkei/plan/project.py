"""What the events of the plan mean, whoever recorded them; decides nothing and never raises.

Only the owner's events change an owner's task or resource. Where two nations gave one identifier to two
things, the one that was here first stays.
"""

from collections.abc import Callable, Mapping
from typing import Any, get_args

import msgspec

from renkei.forces.events import CLOSED, PlaceRegistered, PlaceReported, Source, UnitDelayed, heard_as
from renkei.kernel.event import Event, Fold
from renkei.kernel.ids import EventId, Nation, RequestId, ResourceId, TaskId
from renkei.plan.constraint import Period
from renkei.plan.events import (
    CapacitySet,
    ConstraintAdded,
    ConstraintRemoved,
    DecisionAdded,
    PhaseAdded,
    PlaceAdded,
    PlanAdopted,
    PlanStarted,
    ResourceAdded,
    SequenceAccepted,
    TaskAdded,
    TaskCancelled,
    TaskCommitted,
    TaskEdited,
    TaskReported,
    TaskScheduled,
)
from renkei.plan.model import Asked, Grant, Progress, Resource, Task
from renkei.plan.state import Ghost, PlaceWord, PlanState, PutForward, Revision, Setting, Step
from renkei.requests.events import ActTaken, Content, Joint, RequestDrafted, RequestSent, Terms


def empty() -> PlanState:
    """Return the state before any event."""
    return PlanState()


def started(state: PlanState, event: Event, body: PlanStarted) -> None:
    """A nation began the plan."""
    state.settings[event.id] = Setting(body.plan, body.title, body.origin, body.anchors)


def task_added(state: PlanState, event: Event, body: TaskAdded) -> None:
    """A task exists; nobody adds one in another nation's name."""
    if body.owner == event.origin and body.id not in state.tasks:
        _keep(state, event, _plain(Task, body))


def task_edited(state: PlanState, event: Event, body: TaskEdited) -> None:
    """A task is now as the event says."""
    if _own(state, event, body.id) and body.owner == event.origin:
        _keep(state, event, _plain(Task, body))


def task_cancelled(state: PlanState, event: Event, body: TaskCancelled) -> None:
    """A task will not be done; it stays in the record without a time."""
    _change(state, event, body.id, status="cancelled", start=None)


def task_scheduled(state: PlanState, event: Event, body: TaskScheduled) -> None:
    """A task got or lost its time."""
    _change(state, event, body.id, start=body.start, place=body.place, mode=body.mode)


def task_committed(state: PlanState, event: Event, body: TaskCommitted) -> None:
    """A task is promised."""
    _change(state, event, body.id, status="committed")


def task_reported(state: PlanState, event: Event, body: TaskReported) -> None:
    """A report of a task: what is expected counts until the next report."""
    if not _own(state, event, body.id):
        return
    before = state.progress.get(body.id, Progress())
    if body.report == "started":
        state.progress[body.id] = Progress(started=body.at)
        _change(state, event, body.id, status="executing", start=body.at)
    elif body.report == "finished":
        state.progress[body.id] = msgspec.structs.replace(before, finished=body.at, expected=None)
        _change(state, event, body.id, status="done")
    else:
        state.progress[body.id] = msgspec.structs.replace(before, expected=body.at)
        _change(state, event, body.id)


def plan_adopted(_state: PlanState, _event: Event, _body: PlanAdopted) -> None:
    """The times themselves came in their own events."""


def resource_added(state: PlanState, event: Event, body: ResourceAdded) -> None:
    """A resource exists; nobody adds one in another nation's name."""
    if body.owner == event.origin and body.id not in state.resources:
        state.resources[body.id] = _plain(Resource, body)
        _mark(state, event, f"resource:{body.id}")


def capacity_set(state: PlanState, event: Event, body: CapacitySet) -> None:
    """The owner changed a capacity."""
    resource = state.resources.get(body.id)
    if resource is not None and resource.owner == event.origin:
        changed = msgspec.structs.replace(resource, capacity=body.capacity, periods=body.periods)
        state.resources[body.id] = changed
        _mark(state, event, f"resource:{body.id}")


def place_added(state: PlanState, event: Event, body: PlaceAdded) -> None:
    """A place is known."""
    if _first(state, event, f"place:{body.place.id}"):
        state.places[body.place.id] = body.place


def phase_added(state: PlanState, event: Event, body: PhaseAdded) -> None:
    """A phase is known; what each nation says of it stays its own word."""
    state.stated.setdefault(body.phase.id, {})[event.origin] = body.phase
    if _first(state, event, f"phase:{body.phase.id}"):
        state.phases[body.phase.id] = body.phase


def decision_added(state: PlanState, event: Event, body: DecisionAdded) -> None:
    """A decision point is known."""
    if _first(state, event, f"decision:{body.decision.id}"):
        state.decisions[body.decision.id] = body.decision


def constraint_added(state: PlanState, event: Event, body: ConstraintAdded) -> None:
    """A nation set a constraint; it holds once each nation that it binds did."""
    state.proposed.setdefault(body.constraint.id, {})[event.origin] = body.constraint
    _mark(state, event, f"constraint:{event.origin}:{body.constraint.id}")


def constraint_removed(state: PlanState, event: Event, body: ConstraintRemoved) -> None:
    """A nation took back its own part in a constraint."""
    if state.proposed.get(body.constraint, {}).pop(event.origin, None) is not None:
        _mark(state, event, f"constraint:{event.origin}:{body.constraint}")


def sequence_accepted(state: PlanState, event: Event, body: SequenceAccepted) -> None:
    """One owner accepted an order of two tasks."""
    sequence = body.sequence
    key = f"{sequence.resource}:{sequence.first}:{sequence.second}"
    state.sequences[key] = sequence
    state.accepted[key] = tuple(sorted({*state.accepted.get(key, ()), event.origin}))


def request_drafted(state: PlanState, event: Event, body: RequestDrafted) -> None:
    """A wish to move a task is drawn from the draft on."""
    _wish(state, event, body.request, body.content)


def request_sent(state: PlanState, event: Event, body: RequestSent) -> None:
    """A request was asked."""
    content = body.content
    if content.asker == event.origin:
        asks = content.asks.resource if content.asks else None
        _step(
            state,
            event,
            body.request,
            Step("request", event.origin, (), content.provider, asks, None, _forward(content.joint)),
        )
        _wish(state, event, body.request, content)


def act_taken(state: PlanState, event: Event, body: ActTaken) -> None:
    """A side acted on a request; the terms may hold a capacity for a time."""
    if body.by != event.origin or body.verb == "request":
        return
    asks = body.content.asks.resource if body.content and body.content.asks else None
    of = body.content.provider if body.content else None
    grant = _grant(body.request, body.terms)
    joint = _forward(body.terms.joint if body.terms else None)
    _step(state, event, body.request, Step(body.verb, body.by, body.based_on, of, asks, grant, joint))


def _forward(joint: Joint | None) -> PutForward | None:
    """Return what was put forward in a talk; what makes no sense counts as nothing said."""
    sound = joint is not None and joint.offer.sound()
    return PutForward(joint.series, joint.talk, joint.offer, joint.satisfied) if joint and sound else None


def unit_delayed(state: PlanState, event: Event, body: UnitDelayed) -> None:
    """A unit is late; its owner says so."""
    resource = state.resources.get(ResourceId(body.unit))
    if resource is not None and resource.owner == event.origin:
        state.delays[resource.id] = body.delay_min


def place_registered(state: PlanState, event: Event, body: PlaceRegistered) -> None:
    """A place has a name and, if they are known, a position and an owner."""
    if body.owner is not None:
        state.keepers.setdefault(body.place, {})[event.origin] = body.owner
    state.gazetteer[body.place] = body.name
    if body.lat is not None and body.lon is not None:
        state.positions[body.place] = (body.lat, body.lon)


def place_reported(state: PlanState, event: Event, body: PlaceReported) -> None:
    """A place was reported open or closed; the best source's newest report will count."""
    sources = get_args(Source)
    closed = Period(event.valid, body.reopens) if body.status in CLOSED else None
    owners, others = (sources.index(heard_as(body.source, event.origin, n)) for n in (event.origin, None))
    word = PlaceWord(event.origin, -owners, -others, event.valid, body.status, closed)
    state.words.setdefault(body.place, {})[event.id] = word


def _plain(kind: type[Any], body: msgspec.Struct) -> Any:
    return kind(**{field: getattr(body, field) for field in kind.__struct_fields__})


def _own(state: PlanState, event: Event, task: TaskId) -> bool:
    return task in state.tasks and state.tasks[task].owner == event.origin


def _keep(state: PlanState, event: Event, task: Task) -> None:
    state.tasks[task.id] = task
    state.history.setdefault(task.id, []).append(Revision(event.id, event.valid, task))
    _mark(state, event, f"task:{task.id}")


def _change(state: PlanState, event: Event, task: TaskId, **fields: Any) -> None:
    if _own(state, event, task):
        _keep(state, event, msgspec.structs.replace(state.tasks[task], **fields))


def _mark(state: PlanState, event: Event, key: str) -> None:
    state.versions[key] = event.id
    state.labels[key] = event.label


def _first(state: PlanState, event: Event, key: str) -> bool:
    """Whether this event names the thing: of two nations that did, the first in the alphabet."""
    holder = state.owners.get(key, Nation("~"))
    if event.origin > holder:
        return False
    state.owners[key] = event.origin
    _mark(state, event, key)
    return True


def _wish(state: PlanState, event: Event, request: RequestId, content: Content) -> None:
    move = content.move
    if move is not None and content.asker == event.origin:
        state.wishes[request] = Ghost(request, move.task, move.start, move.end, event.origin)


def _grant(request: RequestId, terms: Terms | None) -> Grant | None:
    if terms is None or terms.total is None:
        return None
    return Grant(request, terms.resource or ResourceId(""), terms.total, terms.start, terms.end)


def _step(state: PlanState, event: Event, request: RequestId, step: Step) -> None:
    steps = state.steps.setdefault(request, {})
    steps[event.id] = step
    asked, grant, joint = _standing(steps)
    state.grants.pop(request, None)
    state.offers.pop(request, None)
    if asked is not None:
        state.requests[request] = asked
    if grant is not None:
        state.grants[request] = grant
    if joint:
        state.offers[request] = joint


class _Point(msgspec.Struct, frozen=True):
    """Where a request stands after one act."""

    state: str = "asked"
    proposer: Nation | None = None
    grant: Grant | None = None
    joint: tuple[tuple[Nation, PutForward], ...] = ()

    def with_joint(self, step: Step) -> tuple[tuple[Nation, PutForward], ...]:
        """Return what each side put forward last, once it has said what an act says."""
        others = tuple(pair for pair in self.joint if pair[0] != step.by)
        return self.joint if step.joint is None else (*others, (step.by, step.joint))


def _standing(steps: Mapping[EventId, Step]) -> tuple[Asked | None, Grant | None, dict[Nation, PutForward]]:
    """Return how a request stands, what it grants and what was agreed in a talk, from the set of acts alone."""
    first = next((s for _, s in sorted(steps.items()) if s.verb == "request"), None)
    if first is None or first.of is None:
        return None, None, {}
    steps = {i: s for i, s in steps.items() if s.by in (first.by, first.of)}
    reached: dict[EventId, _Point] = {}
    waiting = sorted(steps)
    while ready := [i for i in waiting if all(p in reached or p not in steps for p in steps[i].based_on)]:
        for i in ready:
            reached[i] = _after(steps[i], [reached[p] for p in steps[i].based_on if p in reached], first.by)
        waiting = [i for i in waiting if i not in reached]
    heads = set(reached) - {p for s in steps.values() for p in s.based_on}
    point = reached[next(iter(heads))] if len(heads) == 1 else _Point()
    asked = Asked(first.by, first.of, point.state)  # type: ignore[arg-type]  # the table below knows no other
    grant = point.grant
    joint = dict(point.joint) if point.state == "accepted" else {}
    if point.state != "accepted" or grant is None:
        return asked, None, joint
    asks = next((s.asks for _, s in sorted(steps.items(), reverse=True) if s.asks), None)
    return asked, msgspec.structs.replace(grant, resource=grant.resource or asks or ResourceId("")), joint


def _after(step: Step, before: list[_Point], asker: Nation) -> _Point:
    """Return where a request stands after an act: who accepts is never who proposed last, and adds no terms."""
    point = before[0] if len(before) == 1 else _Point()
    if step.verb in ("request", "amend", "offer", "counter"):
        return _Point("asked", step.by, step.grant, point.with_joint(step))
    if step.verb == "accept":
        agreed = point.state == "asked" and point.proposer is not None and point.proposer != step.by
        return _Point("accepted", point.proposer, point.grant, point.with_joint(step)) if agreed else point
    if step.verb == "withdraw":
        return _Point("withdrawn" if step.by == asker else "refused", point.proposer)
    return _Point("refused", point.proposer) if step.verb == "decline" else point


def _counted(fold: Fold) -> Fold:
    """Return a fold that also moves the version of the whole plan."""

    def apply(state: PlanState, event: Event, body: Any) -> None:
        state.events += 1
        state.newest = max(state.newest, event.id)
        fold(state, event, body)

    return apply


_TABLE: dict[type[msgspec.Struct], Callable[[PlanState, Event, Any], None]] = {
    PlanStarted: started,
    TaskAdded: task_added,
    TaskEdited: task_edited,
    TaskCancelled: task_cancelled,
    TaskScheduled: task_scheduled,
    TaskCommitted: task_committed,
    TaskReported: task_reported,
    PlanAdopted: plan_adopted,
    ResourceAdded: resource_added,
    CapacitySet: capacity_set,
    PlaceAdded: place_added,
    PhaseAdded: phase_added,
    DecisionAdded: decision_added,
    ConstraintAdded: constraint_added,
    ConstraintRemoved: constraint_removed,
    SequenceAccepted: sequence_accepted,
    RequestDrafted: request_drafted,
    RequestSent: request_sent,
    ActTaken: act_taken,
    UnitDelayed: unit_delayed,
    PlaceRegistered: place_registered,
    PlaceReported: place_reported,
}

FOLDS: dict[type[msgspec.Struct], Fold] = {body: _counted(fold) for body, fold in _TABLE.items()}
