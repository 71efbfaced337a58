"""A plan's state built from commands and events, as a node would, for one nation or two."""

from datetime import timedelta

import msgspec

from renkei.kernel.event import Context, Event
from renkei.kernel.label import Label
from renkei.plan import decide, events, project
from tests.plan.plans import H

ROLES = frozenset({"planner", "commander", "watch_officer"})
BOTH = ("JPN", "USA")


def context(nation="JPN", hours=0, roles=ROLES, rel_to=None):
    return Context(
        now=H + timedelta(hours=hours),
        nation=nation,
        author="planner:1",
        roles=roles,
        partners=frozenset(BOTH) - {nation},
        label=None if rel_to is None else Label(nation, rel_to=rel_to),
    )


class Log:
    """Events of both nations in one order, and the state they fold to."""

    def __init__(self):
        self.state = project.empty()
        self.events = []

    def act(self, command, nation="JPN", **how):
        """Decide a command and fold what it drafts; returns the identifiers of the events."""
        given = context(nation, **how)
        drafts = decide.DECISIONS[type(command)].decide(self.state, command, given)
        return [self.record(d.body, nation, d.label or given.label, given.now) for d in drafts]

    def record(self, body, nation="JPN", label=None, valid=H):
        event = Event(
            id=f"0197-{len(self.events):06d}",
            kind=f"{type(body).__module__}.{type(body).__name__}",
            version=1,
            origin=nation,
            node=nation.lower(),
            author="planner:1",
            clock=len(self.events),
            valid=valid,
            recorded=valid,
            label=label or Label(nation),
            body=msgspec.Raw(msgspec.json.encode(body)),
        )
        self.events.append((event, body))
        project.FOLDS[type(body)](self.state, event, body)
        return event.id

    def version(self, key):
        return self.state.versions[key]

    def kinds(self):
        return [type(body).__name__ for _, body in self.events]


KINDS = {k.name: k for k in events.KINDS}
