"""The order in which both nodes list shared events; knows neither log nor screen."""

from collections.abc import Iterable

import msgspec

from renkei.kernel.ids import EventId


class Listed(msgspec.Struct, frozen=True):
    """One shared event in a list.

    Attributes:
        late: It came here after an event that is listed behind it, so a reader may have missed it.
    """

    clock: int
    event: EventId
    late: bool


def listed(arrivals: Iterable[tuple[int, EventId]]) -> tuple[Listed, ...]:
    """Return shared events sorted by released clock and id: the same list on both nodes, but for the late marks.

    `arrivals` are released clock and id in the order in which this node recorded them: for own events the clock of
    the first outbox row, for the partner's the clock in the envelope of revision 0.
    """
    newest: tuple[int, str] = (-1, "")
    entries = []
    for clock, event in arrivals:
        late = (clock, event) < newest
        newest = max(newest, (clock, event))
        entries.append(Listed(clock, event, late))
    return tuple(sorted(entries, key=lambda entry: (entry.clock, entry.event)))
