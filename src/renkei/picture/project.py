"""What the picture's events mean: folds verdicts and sensor labels; total, and the same in any order across nodes."""

from collections.abc import Mapping

from renkei.kernel.event import Body, Event, Fold
from renkei.kernel.label import Label
from renkei.picture.events import SensorLabelled, TracksJoined, TrackSplit
from renkei.picture.model import PictureState, Verdict, pair


def empty() -> PictureState:
    """Return the state before the first event."""
    return PictureState()


def fold_split(state: PictureState, event: Event, body: TrackSplit) -> None:
    """Two source tracks are two objects, says the event's nation."""
    _keep(state, event, body, same=False)


def fold_joined(state: PictureState, event: Event, body: TracksJoined) -> None:
    """Two source tracks are one object, says the event's nation."""
    _keep(state, event, body, same=True)


def fold_labelled(state: PictureState, event: Event, body: SensorLabelled) -> None:
    """The sensor's reports go to these nations; a nation labels its own sensors only."""
    sensor = (event.origin, body.sensor)
    state.sensors[sensor] = Label(originator=event.origin, rel_to=body.rel_to)
    state.labelled[sensor] = event.id


def _keep(state: PictureState, event: Event, body: TrackSplit | TracksJoined, *, same: bool) -> None:
    """A nation's events come in its own order, so its last word is the one that stays."""
    verdict = Verdict(same, event.author, event.valid, body.remark, event.id)
    state.verdicts.setdefault(pair(body.first, body.second), {})[event.origin] = verdict


FOLDS: Mapping[type[Body], Fold] = {
    TrackSplit: fold_split,
    TracksJoined: fold_joined,
    SensorLabelled: fold_labelled,
}
