"""What the events of the watch mean; a partner has no word on this node's link to it."""

import msgspec

from renkei.kernel.event import Event
from renkei.watch.events import EntryLogged, LinkLost, LinkRestored, StreamHalted, StreamResumed
from renkei.watch.model import OUTAGES_MAX, Halted, Outage, WatchState


def empty() -> WatchState:
    """Return the state before any event."""
    return WatchState()


def entry_logged(state: WatchState, event: Event, body: EntryLogged) -> None:
    """An entry is read from the log itself; nothing is kept in memory."""
    del state, event, body


def link_lost(state: WatchState, event: Event, body: LinkLost) -> None:
    """An outage begins; the oldest beyond the bound stays in the log only."""
    if event.origin == body.partner:
        return
    outages = state.outages.setdefault(body.partner, [])
    outages.append(Outage(event.valid, None, None, body.why))
    del outages[:-OUTAGES_MAX]


def link_restored(state: WatchState, event: Event, body: LinkRestored) -> None:
    """The running outage ends."""
    if event.origin == body.partner:
        return
    outages = state.outages.setdefault(body.partner, [])
    if outages and outages[-1].end is None:
        outages[-1] = msgspec.structs.replace(outages[-1], end=event.valid, down_s=body.down_s)


def stream_halted(state: WatchState, event: Event, body: StreamHalted) -> None:
    """A stream stands still; the newest reason holds."""
    if event.origin == body.partner:
        return
    others = _others(state, body)
    state.halted[body.partner] = (*others, Halted(event.recorded, body.why, body.inward))


def stream_resumed(state: WatchState, event: Event, body: StreamResumed) -> None:
    """The stream flows again, and nothing of the halt is left."""
    if event.origin == body.partner:
        return
    others = _others(state, body)
    state.halted.pop(body.partner, None)
    if others:
        state.halted[body.partner] = others


def _others(state: WatchState, body: StreamHalted | StreamResumed) -> tuple[Halted, ...]:
    """Return what is halted of the partner's link in the other direction."""
    return tuple(h for h in state.halted.get(body.partner, ()) if h.inward != body.inward)


FOLDS = {
    EntryLogged: entry_logged,
    LinkLost: link_lost,
    LinkRestored: link_restored,
    StreamHalted: stream_halted,
    StreamResumed: stream_resumed,
}
