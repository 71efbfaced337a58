"""What the events of the watch mean; a partner has no word on this node's link to it."""

import msgspec

from renkei.kernel.event import Event
from renkei.watch.events import EntryLogged, LinkLost, LinkRestored, StreamHalted
from renkei.watch.model import OUTAGES_MAX, Outage, WatchState


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
    """A partner's stream stands still until a person has looked."""
    if event.origin == body.partner:
        return
    state.halted[body.partner] = body.why


FOLDS = {
    EntryLogged: entry_logged,
    LinkLost: link_lost,
    LinkRestored: link_restored,
    StreamHalted: stream_halted,
}
