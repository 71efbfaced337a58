"""What happened to requests, as frozen bodies on the wire; knows no rule about what may happen next."""

from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.event import Kind
from renkei.kernel.ids import EventId, Nation, PlaceId, RequestId, ResourceId, TaskId
from renkei.kernel.instant import Instant
from renkei.kernel.label import WITHHELD, Withheld
from renkei.kernel.names import Language, Name
from renkei.kernel.offer import Offer
from renkei.kernel.quantity import Quantity

Verb: TypeAlias = Literal[
    "request",
    "amend",
    "offer",
    "counter",
    "accept",
    "decline",
    "withdraw",
    "commit",
    "report",
]
"""The only verbs across the border. None of them orders anything."""


class Ask(msgspec.Struct, frozen=True, omit_defaults=True):
    """A named asset or place of the other side, and how many of it."""

    resource: ResourceId
    quantity: int


class Move(msgspec.Struct, frozen=True, omit_defaults=True):
    """A wish that the owner move its own task; the owner decides."""

    task: TaskId
    start: Instant
    end: Instant


class Joint(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one side puts forward in a talk about a joint plan: shared uses and tied times, and what it gains.

    Attributes:
        series: Name of the whole negotiation; each of its talks is a request of its own.
        talk: Place of the talk in it, from 1; whoever began the negotiation begins the odd ones.
        gain_min: Weighted minutes of lateness that the sender saves against the agreement that stands (negative:
            loses); None while there is no agreement.
        anew: A request from the sender's own plan alone, whatever was agreed.
        satisfied: The sender asks for nothing more: what was agreed may stand.
    """

    series: str
    talk: int
    offer: Offer = Offer()
    gain_min: int | None = None
    anew: bool = False
    satisfied: bool = False


class Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked, in structured fields that read in either language, beside the words of its author.

    Attributes:
        channel: How it came in, for example `prefecture->JPN` or `USA->JPN`.
        asker: Who needs it: a nation's code, or the name of a body outside both headquarters.
        provider: Nation that is asked to provide.
        for_task: The asker's own task that hangs on the request.
        effect: What the help is to achieve, so that another asset can be offered.
        joint: With a talk about a joint plan, what the asker puts forward.
    """

    need: Name
    channel: str
    asker: str
    provider: Nation
    quantity: Quantity | None = None
    place: PlaceId | None = None
    by: Instant | Withheld | None = WITHHELD
    priority: int = 3
    asks: Ask | None = None
    start: Instant | None = None
    end: Instant | None = None
    for_task: TaskId | None = None
    move: Move | None = None
    effect: Name = Name()
    joint: Joint | None = None


class Terms(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a side puts forward: how many, when, and under which condition.

    Attributes:
        quantity: Number of assets provided.
        total: Capacity of the asked place between `start` and `end`.
        otherwise: Its capacity outside that window.
        joint: In a talk about a joint plan, what the answering side puts forward, also with an acceptance.
    """

    resource: ResourceId | None = None
    quantity: int | None = None
    total: int | None = None
    otherwise: int | None = None
    start: Instant | None = None
    end: Instant | None = None
    condition: Name = Name()
    joint: Joint | None = None


class RequestDrafted(msgspec.Struct, frozen=True):
    """A planner wrote a request; nothing has crossed."""

    request: RequestId
    content: Content


class RequestRegistered(msgspec.Struct, frozen=True):
    """A need reached this headquarters from outside (a prefecture, an embassy) and was put on the register."""

    request: RequestId
    content: Content


class RequestSent(msgspec.Struct, frozen=True):
    """A liaison officer carried a request to the other side; carries the whole content."""

    request: RequestId
    content: Content


class AnswerDrafted(msgspec.Struct, frozen=True, omit_defaults=True):
    """A planner prepared an act on a request; nothing has crossed."""

    request: RequestId
    verb: Verb
    terms: Terms | None = None
    note: Name = Name()


class ActTaken(msgspec.Struct, frozen=True, omit_defaults=True):
    """One side acted on a request.

    Attributes:
        based_on: The newest acts that this side had seen; two acts on one base have crossed.
        terms: Terms put forward, or, with `commit`, the terms agreed.
        content: The changed request, with `amend`.
    """

    request: RequestId
    verb: Verb
    by: Nation
    based_on: tuple[EventId, ...] = ()
    terms: Terms | None = None
    content: Content | None = None
    note: Name = Name()


class TextTranslated(msgspec.Struct, frozen=True):
    """A person translated the words of a request."""

    request: RequestId
    language: Language
    text: str


class DuplicateJudged(msgspec.Struct, frozen=True):
    """A person decided whether two entries are one need."""

    request: RequestId
    of: RequestId
    same: bool


KINDS = (
    Kind("requests.RequestDrafted", RequestDrafted),
    Kind("requests.RequestRegistered", RequestRegistered),
    Kind("requests.RequestSent", RequestSent),
    Kind("requests.AnswerDrafted", AnswerDrafted),
    Kind("requests.ActTaken", ActTaken),
    Kind("requests.TextTranslated", TextTranslated),
    Kind("requests.DuplicateJudged", DuplicateJudged),
)
