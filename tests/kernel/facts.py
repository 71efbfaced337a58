"""What tests of folds and decisions need: events and contexts in one line; judges nothing."""

from datetime import UTC, datetime, timedelta

import msgspec

from renkei.kernel.event import Context, Event
from renkei.kernel.label import Label
from renkei.node.table import NAMES

T0 = datetime(2026, 2, 9, 15, 30, tzinfo=UTC)


def hour(hours):
    """Return the moment so many hours after H-hour."""
    return T0 + timedelta(hours=hours)


def event(body, identifier, origin="JPN", *, at=0.0, rel_to=(), refs=()):
    """Return the event that carries a body."""
    return Event(
        id=identifier,
        kind=NAMES[type(body)].name,
        version=NAMES[type(body)].version,
        origin=origin,
        node=f"{origin.lower()}-1",
        author="liaison_officer:a",
        clock=1,
        valid=hour(at),
        recorded=hour(at),
        label=Label(origin, rel_to=tuple(rel_to)),
        body=msgspec.Raw(msgspec.json.encode(body)),
        refs=tuple(refs),
    )


def context(nation="JPN", *, roles=(), rel_to=(), partners=("USA", "JPN"), now=T0):
    """Return what a decision of a node of `nation` may know."""
    others = frozenset(partners) - {nation}
    return Context(now, nation, "planner:a", frozenset(roles), others, Label(nation, rel_to=tuple(rel_to)))


def fold(project, state, happened, body=None):
    """Fold an event by a capability's table; its body is read from its bytes, as a node does."""
    body = body if body is not None else msgspec.json.decode(happened.body, type=_BODY[happened.kind])
    project.FOLDS[type(body)](state, happened, body)


_BODY = {kind.name: body for body, kind in NAMES.items()}
