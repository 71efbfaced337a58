"""What a node and the child process that plays its side of a negotiation say to one another; solves nothing."""

from datetime import datetime
from typing import TypeAlias

import msgspec

from renkei.kernel.ids import Nation, RequestId
from renkei.kernel.message import Message
from renkei.plan.engine.negotiate.exchange import Exchange
from renkei.plan.model import Placed, Plan

MESSAGES_MAX = 60
"""Messages of a whole negotiation: a thin link carries them in a minute, and a person can still read them."""
PROPOSALS_MAX = 8
"""Most proposals of one message: more would make it longer than a thin link carries in seconds."""
QUIET_MAX = 6
"""Talks in a row that change nothing before both are content, three of each side: more rarely change anything."""
STARTS = 3
"""Starts of each side: which of them is kept decides more than all that follows."""
STARTING_MAX = 32
"""Messages after which no side starts anew: the rest is for making the best of the better start."""
TALK_LEAST = 3
"""Messages that must be left for a talk: request, counter and answer."""


class Seated(msgspec.Struct, frozen=True, kw_only=True):
    """Who negotiates with whom about which plan: the first line that the child reads.

    Attributes:
        plan: The plan as it stands on this node; of the partner's part only what names own tasks is looked at.
        now: Nothing that has not begun starts before.
        proposals: Most that one message puts forward: an act of the log holds one.
        workers: Threads of own search.
    """

    plan: Plan
    nation: Nation
    partner: Nation
    now: datetime | None = None
    seed: int = 1
    proposals: int = 1
    workers: int = 1


class Begin(msgspec.Struct, frozen=True, tag="begin"):
    """Begin a talk; `anew` from the own plan alone."""

    request: RequestId
    anew: bool


class Hear(msgspec.Struct, frozen=True, tag="hear"):
    """Hear what the partner said."""

    said: Exchange


Prompt: TypeAlias = Begin | Hear


class Spoken(msgspec.Struct, frozen=True):
    """What the own side says, and where it stands.

    Attributes:
        said: None where there is nothing to say.
        schedule: The agreed times of own tasks; None while there is no agreement.
        late_min: Weighted minutes of own lateness as agreed; for the own people, it never crosses.
        refused: Why the partner's message could not be taken.
    """

    said: Exchange | None = None
    schedule: tuple[Placed, ...] | None = None
    late_min: int | None = None
    refused: Message | None = None
