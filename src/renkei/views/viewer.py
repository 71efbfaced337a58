"""For whom a view is made."""

from collections.abc import Mapping, Set
from datetime import datetime

import msgspec

from renkei.kernel.ids import EventId, Nation
from renkei.kernel.message import Message, told
from renkei.kernel.names import Name
from renkei.node.roles import named


class Viewer(msgspec.Struct, frozen=True):
    """A person at a node, with what the node knows of names and time.

    Attributes:
        now: Moment of the view; exercise time in an exercise.
        names: Name of each nation's headquarters.
        late: Shared events that came here after one that is listed behind them.
        things: Name of each place, unit and resource that this node knows, by identifier.
    """

    nation: Nation
    roles: frozenset[str]
    now: datetime
    names: Mapping[Nation, Name] = {}
    late: Set[EventId] = frozenset()
    things: Mapping[str, Name] = {}

    def name(self, nation: str) -> Name:
        """Return the name of a nation's headquarters, or its code."""
        return self.names.get(Nation(nation), Name(nation, nation))


def role_missing(roles: frozenset[str]) -> Message:
    """Return the sentence that says who may."""
    return told("node-role-missing", roles=named(roles))
