"""What the events of labels mean; decides nothing."""

from renkei.kernel.event import Event
from renkei.release.events import EventRecalled, LabelSet
from renkei.release.model import ReleaseState


def empty() -> ReleaseState:
    """Return the state before any event."""
    return ReleaseState()


def witness(state: ReleaseState, event: Event) -> None:
    """Remember the label that an own event was recorded under; call it for every own event, before its fold."""
    raise NotImplementedError


def label_set(state: ReleaseState, event: Event, body: LabelSet) -> None:
    """The newest label holds."""
    raise NotImplementedError


def event_recalled(state: ReleaseState, event: Event, body: EventRecalled) -> None:
    """Only the originator recalls; the event stays and is shown as recalled."""
    raise NotImplementedError


FOLDS = {LabelSet: label_set, EventRecalled: event_recalled}
