"""What the events of labels mean; decides nothing."""

import msgspec

from renkei.kernel.event import Event
from renkei.kernel.ids import Nation
from renkei.release.events import EventRecalled, LabelSet
from renkei.release.model import Labelled, ReleaseState


def empty() -> ReleaseState:
    """Return the state before any event."""
    return ReleaseState()


def witness(state: ReleaseState, event: Event, us: Nation) -> None:
    """Remember an own event's label, or that a partner's is here (again); call it for every event, before its fold."""
    if event.origin == us:
        state.labels[event.id] = Labelled(event.label, event.id, event.kind)
    else:
        state.recalled.discard((event.origin, event.id))


def label_set(state: ReleaseState, event: Event, body: LabelSet) -> None:
    """The newest label holds; only the originator labels, and only what it has recorded."""
    labelled = state.labels.get(body.event)
    if labelled is None or labelled.label.originator != event.origin:
        return
    label = msgspec.structs.replace(labelled.label, rel_to=body.rel_to, withhold=body.withhold)
    state.labels[body.event] = Labelled(label, event.id, labelled.kind)
    state.recalled.discard((event.origin, body.event))


def event_recalled(state: ReleaseState, event: Event, body: EventRecalled) -> None:
    """An originator recalls its own events only; the copy stays and is shown as recalled."""
    state.recalled.add((event.origin, body.event))


FOLDS = {LabelSet: label_set, EventRecalled: event_recalled}
