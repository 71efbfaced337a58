"""Delivers events in causal order: each waits until what its author had seen is here; knows no log and no session."""

from collections import deque
from collections.abc import Container

from renkei.kernel.event import Event
from renkei.kernel.ids import EventId, Nation
from renkei.kernel.message import Message, told

HELD_MAX = 10_000
"""Events that may wait: with two nations none should, so this many means a partner that forgets rows."""


class HoldBack:
    """Events that wait for others. The same events in the same order give the same deliveries, also on replay.

    Attributes:
        overrun: How many events were delivered without what they refer to because the queue was full.
    """

    def __init__(self, limit: int = HELD_MAX) -> None:
        self.overrun = 0
        self._limit = limit
        self._waiting: dict[EventId, list[Event]] = {}
        self._count = 0

    def offer(self, event: Event, known: Container[EventId]) -> tuple[Event, ...]:
        """Return the events that may be folded now, in order: the event and those that had waited for it.

        `known` holds the events folded so far, both nations', without `event`.
        """
        delivered: list[Event] = []
        here: set[EventId] = set()
        ready = deque((event,))
        while ready:
            candidate = ready.popleft()
            missing = next((ref for ref in candidate.refs if ref not in known and ref not in here), None)
            if missing is None or self._full():
                delivered.append(candidate)
                here.add(candidate.id)
                ready.extend(self._freed(candidate.id))
            else:
                self._waiting.setdefault(missing, []).append(candidate)
                self._count += 1
        return tuple(delivered)

    def waiting(self) -> int:
        """Return how many events wait."""
        return self._count

    def alarm(self, partner: Nation) -> Message | None:
        """Return what a person must be shown of a partner's events that were folded without what they refer to."""
        if not self.overrun:
            return None
        return told("federation-held-most", partner=partner, count=self.overrun, most=self._limit)

    def _full(self) -> bool:
        if self._count < self._limit:
            return False
        self.overrun += 1
        return True

    def _freed(self, identifier: EventId) -> list[Event]:
        freed = self._waiting.pop(identifier, [])
        self._count -= len(freed)
        return freed
