"""Turns the pages of the log on disk: in the node's own order, or in the order that both nodes share; words nothing."""

import asyncio
from collections.abc import Sequence
from typing import Protocol, TypeAlias

import msgspec

from renkei.kernel.event import Event
from renkei.log.store import Logged
from renkei.node.node import Node
from renkei.views.journal import matches

AT_ONCE = 500
"""Lines read from disk between two turns of everybody else: about 5 ms."""
SEARCHED_MAX = 50_000
"""Lines that one request searches: half a second; the page then says where to go on."""

Numbered: TypeAlias = tuple[int, Event]
"""A line: its number in the node's own log, and the event."""
Placed: TypeAlias = tuple[int, Numbered | None]
"""A place in an order of lines, and the line there, if it is one to be listed."""


class Page(msgspec.Struct, frozen=True):
    """Lines that were found, newest first.

    Attributes:
        following: Where the next page begins, or None at the end.
        total: How many there are in all, or None while nobody has searched to the end.
    """

    lines: list[Numbered]
    following: int | None
    total: int | None


class Pages(Protocol):
    """An order of the log's lines. A place is a number from 1; places grow towards the newest."""

    def total(self) -> int:
        """Return how many lines the order has."""

    def below(self, place: int | None, limit: int) -> Sequence[Placed]:
        """Return at most `limit` places below `place`, or from the newest, with their lines, newest first."""


class OwnPages:
    """The order in which the node recorded; a later revision of an event is no line of its own here."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def total(self) -> int:
        """Return how many events the log has."""
        return self._node.timeline.events

    def below(self, place: int | None, limit: int) -> Sequence[Placed]:
        """Return lines by their numbers."""
        lines = self._node.newest(place, limit)
        return [(line.seq, None if line.entry.revision else _numbered(line)) for line in lines]


class SharedPages:
    """The order that both nodes have."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def total(self) -> int:
        """Return how many events are shared."""
        return self._node.timeline.shared()

    def below(self, place: int | None, limit: int) -> Sequence[Placed]:
        """Return shared events by their places."""
        before = self._node.timeline.shared() + 1 if place is None else min(place, self.total() + 1)
        found = [self._node.line(event) for event in self._node.timeline.listed(before, limit)]
        return [(before - n, None if line is None else _numbered(line)) for n, line in enumerate(found, 1)]


async def turned(pages: Pages, words: str, before: int | None, limit: int) -> Page:
    """Return the page of at most `limit` lines below `before` whose event has all the words."""
    lines: list[Numbered] = []
    total = None if words else pages.total()
    place, end, searched = before, before, 0
    while part := pages.below(place, AT_ONCE if words else min(AT_ONCE, limit + 1)):
        for at, line in part:
            place = at
            if line is None or not matches(line[1], words):
                continue
            if len(lines) == limit:
                return Page(lines, end, total)
            lines.append(line)
            end = at
        searched += len(part)
        if words and searched >= SEARCHED_MAX:
            return Page(lines, place, None)
        await asyncio.sleep(0)
    return Page(lines, None, len(lines) if words and before is None else total)


def _numbered(line: Logged) -> Numbered:
    return line.seq, msgspec.json.decode(line.entry.data, type=Event)
