"""Delivers events in causal order: each waits until what its author had seen is here; knows no log and no session."""

from collections.abc import Container

from renkei.kernel.event import Event
from renkei.kernel.ids import EventId

HELD_MAX = 10_000
"""Events that may wait: with two nations none should, so this many means a partner that forgets rows."""


class HoldBack:
    """Events that wait for others. The same events in the same order give the same deliveries, also on replay.

    Attributes:
        overrun: How many events were delivered without what they refer to because the queue was full; an alarm.
    """

    overrun: int

    def __init__(self, limit: int = HELD_MAX) -> None:
        raise NotImplementedError

    def offer(self, event: Event, known: Container[EventId]) -> tuple[Event, ...]:
        """Return the events that may be folded now, in order: the event and those that had waited for it.

        `known` holds the events folded so far, both nations', without `event`.
        """
        raise NotImplementedError

    def waiting(self) -> int:
        """Return how many events wait."""
        raise NotImplementedError
