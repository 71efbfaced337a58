"""Carries exchanges between two parties: both starting orders, then talks that better the agreement.

Knows no plan and no link: a node may carry the same exchanges as requests and counters.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from renkei.kernel.ids import Nation, RequestId
from renkei.kernel.message import Message, told
from renkei.plan.engine.negotiate.exchange import Exchange
from renkei.plan.engine.negotiate.spoken import MESSAGES_MAX, QUIET_MAX, STARTING_MAX, STARTS, TALK_LEAST


class Side(Protocol):
    """What the carrier asks of a party, be it here or at the far end of a link."""

    nation: Nation

    @property
    def agreed(self) -> object | None:
        """What it agreed to, if anything; only whether there is something matters here."""

    def begin(self, request: RequestId, *, anew: bool = False) -> Exchange | None:
        """Return a request, or None if there is nothing to ask for."""

    def answer(self, said: Exchange) -> Exchange | None:
        """Return the answer to an exchange; None where the talk is over."""


class Negotiation(msgspec.Struct, frozen=True):
    """How a negotiation ended.

    Attributes:
        joint: Whether both agreed on a joint plan.
        told: The same as a sentence.
        exchanges: Everything that was said, in order.
        first: Messages of each start: the sides take turns.
    """

    joint: bool
    told: Message
    exchanges: tuple[Exchange, ...]
    first: tuple[int, ...]


def negotiate(one: Side, other: Side, enough: Callable[[], bool] = lambda: False) -> Negotiation:
    """Return how two parties agreed: each begins from its own plan alone, a few times, then they ask in turn.

    A later start replaces the agreement that stands only if both together gain by it; so does each later talk.

    Args:
        one: Begins first.
        other: Begins second.
        enough: Asked between two talks whether to stop.
    """
    said: list[Exchange] = []
    first: list[int] = []
    for begins, answers in ((one, other), (other, one)) * STARTS:
        if len(first) >= 2 and (not _joint(one, other) or len(said) > STARTING_MAX or enough()):
            break
        talk = carry(begins, answers, _name(begins, len(first)), anew=True)
        first.append(len(talk))
        said += talk
    quiet, count = 0, len(first)
    while _joint(one, other) and quiet < QUIET_MAX and len(said) + TALK_LEAST <= MESSAGES_MAX and not enough():
        begins, answers = (one, other) if count % 2 else (other, one)
        talk = carry(begins, answers, _name(begins, count))
        quiet = 0 if talk and talk[-1].verb == "accept" else quiet + 1
        count += 1
        said += talk
    return _ended(one, other, said, first)


def carry(begins: Side, answers: Side, request: RequestId, *, anew: bool = False) -> list[Exchange]:
    """Return one talk: a request, counters, and what ends it."""
    said: list[Exchange] = []
    message = begins.begin(request, anew=anew)
    while message is not None:
        said.append(message)
        hears = answers if len(said) % 2 else begins
        message = hears.answer(message)
    return said


def _name(begins: Side, count: int) -> RequestId:
    return RequestId(f"{begins.nation}-{count + 1}")


def _joint(one: Side, other: Side) -> bool:
    return one.agreed is not None and other.agreed is not None


def _ended(one: Side, other: Side, said: Sequence[Exchange], first: Sequence[int]) -> Negotiation:
    joint = _joint(one, other)
    key = "plan-negotiate-joint" if joint else "plan-negotiate-none"
    sentence = told(key, one=one.nation, other=other.nation, count=len(said))
    return Negotiation(joint, sentence, tuple(said), tuple(first))
