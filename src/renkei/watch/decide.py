"""What may be written in the watch log; records nothing."""

from renkei.kernel.errors import Refused
from renkei.kernel.event import Context, Draft, Row
from renkei.kernel.label import Label
from renkei.watch.events import EntryLogged, LinkLost, LinkRestored, StreamHalted, StreamResumed
from renkei.watch.model import (
    TEXT_MAX,
    Halted,
    LogEntry,
    RecordLinkLost,
    RecordLinkRestored,
    RecordStreamHalted,
    RecordStreamResumed,
    WatchState,
)

NODE_ROLE = "node"
"""Role of the node itself; no person can hold it."""


def log_entry(state: WatchState, command: LogEntry, context: Context) -> tuple[Draft, ...]:
    """An entry says something, and not too much."""
    del state, context
    longest = max(len(command.text.en), len(command.text.ja))
    if not (command.text.en.strip() or command.text.ja.strip()) or longest > TEXT_MAX:
        raise Refused("watch-text-length", most=TEXT_MAX)
    return (Draft(EntryLogged(command.text, command.priority, command.subject)),)


def link_lost(state: WatchState, command: RecordLinkLost, context: Context) -> tuple[Draft, ...]:
    """An outage begins once."""
    if _open(state, command):
        return ()
    return (Draft(LinkLost(command.partner, command.why), Label(context.nation)),)


def link_restored(state: WatchState, command: RecordLinkRestored, context: Context) -> tuple[Draft, ...]:
    """An outage ends if one has begun."""
    if not _open(state, command):
        return ()
    return (Draft(LinkRestored(command.partner, command.down_s), Label(context.nation)),)


def stream_halted(state: WatchState, command: RecordStreamHalted, context: Context) -> tuple[Draft, ...]:
    """A halt is recorded once for each reason: every session finds anew what has not been mended."""
    halted = _halted(state, command)
    if halted is not None and halted.why == command.why:
        return ()
    return (Draft(StreamHalted(command.partner, command.why, command.inward), Label(context.nation)),)


def stream_resumed(state: WatchState, command: RecordStreamResumed, context: Context) -> tuple[Draft, ...]:
    """A stream flows again if it was halted."""
    if _halted(state, command) is None:
        return ()
    return (Draft(StreamResumed(command.partner, command.inward), Label(context.nation)),)


def _halted(state: WatchState, command: RecordStreamHalted | RecordStreamResumed) -> Halted | None:
    return next((h for h in state.halted.get(command.partner, ()) if h.inward == command.inward), None)


def _open(state: WatchState, command: RecordLinkLost | RecordLinkRestored) -> bool:
    outages = state.outages.get(command.partner, [])
    return bool(outages) and outages[-1].end is None


DECISIONS = {
    LogEntry: Row(log_entry, frozenset({"watch_officer", "planner", "liaison_officer", "commander"})),
    RecordLinkLost: Row(link_lost, frozenset({NODE_ROLE})),
    RecordLinkRestored: Row(link_restored, frozenset({NODE_ROLE})),
    RecordStreamHalted: Row(stream_halted, frozenset({NODE_ROLE})),
    RecordStreamResumed: Row(stream_resumed, frozenset({NODE_ROLE})),
}
