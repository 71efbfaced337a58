"""Commands on requests and the values that make up one request; knows no rule and no wire."""

from datetime import datetime

import msgspec

from renkei.kernel.ids import EventId, Nation, RequestId, Token
from renkei.kernel.names import Language, Name
from renkei.requests.events import Content, Terms, Verb

TEXT_MAX = 4_000
"""Characters of a text that a person writes: two typed pages."""
ACTS_MAX = 200
"""Acts on one request: more is a quarrel for people to settle by voice."""

TALKS_MAX = 60
"""Talks of one negotiation: each takes a message at least, and no negotiation has more than 60."""


class DraftRequest(msgspec.Struct, frozen=True):
    """Write a request; it stays on this node until a liaison officer carries it."""

    request: RequestId
    content: Content


class RegisterNeed(msgspec.Struct, frozen=True):
    """Put a need that came from outside on the register."""

    request: RequestId
    content: Content


class SendRequest(msgspec.Struct, frozen=True):
    """Carry a drafted request to the other side."""

    request: RequestId


class DraftAnswer(msgspec.Struct, frozen=True):
    """Prepare an act on a request for the liaison officer to carry."""

    request: RequestId
    verb: Verb
    terms: Terms | None = None
    note: Name = Name()


class TakeAct(msgspec.Struct, frozen=True):
    """Act on a request: offer, accept, decline, counter, withdraw, amend or report.

    Attributes:
        based_on: Version of the request that the actor has read.
    """

    request: RequestId
    verb: Verb
    based_on: str
    terms: Terms | None = None
    content: Content | None = None
    note: Name = Name()


class CommitRequest(msgspec.Struct, frozen=True):
    """Bind the own nation to the agreed terms; the commander's alone."""

    request: RequestId
    based_on: str
    note: Name = Name()


class TranslateText(msgspec.Struct, frozen=True):
    """Write a person's translation of a request's words."""

    request: RequestId
    language: Language
    text: str


class JudgeDuplicate(msgspec.Struct, frozen=True):
    """Decide whether two entries are one need."""

    request: RequestId
    of: RequestId
    same: bool


class Act(msgspec.Struct, frozen=True):
    """One act on a request as folded from either side's log."""

    id: EventId
    verb: Verb
    by: Nation
    author: Token
    valid: datetime
    recorded: datetime
    based_on: tuple[EventId, ...]
    terms: Terms | None
    content: Content | None
    note: Name


class Standing(msgspec.Struct, frozen=True):
    """Where a request stands, computed from the set of its acts alone.

    Attributes:
        state: Name of a state of the life cycle, or `crossed`.
        crossed: The acts that passed each other, where they did.
        version: The newest acts, joined: what the next act is based on.
    """

    state: str
    terms: Terms | None
    content: Content | None
    crossed: tuple[Act, ...]
    version: str


class Drafted(msgspec.Struct, frozen=True):
    """A prepared act that has not been carried yet."""

    id: EventId
    by: Nation
    verb: Verb
    terms: Terms | None
    note: Name
    author: Token


class Request(msgspec.Struct):
    """One request or need with all that is known of it; changed only by `project`.

    Attributes:
        recorded: When it was put on the register or sent, the same on both nodes; until then when it was drafted.
        translations: By language and by the nation whose people translated.
    """

    id: RequestId
    origin: Nation
    recorded: datetime
    content: Content | None = None
    registered: EventId | None = None
    drafted: EventId | None = None
    drafts: list[Drafted] = []
    acts: dict[EventId, Act] = {}
    translations: dict[tuple[Language, Nation], str] = {}
    standing: Standing = Standing("drafted", None, None, (), "")
    rel_to: tuple[Nation, ...] = ()


class RequestsState(msgspec.Struct):
    """All requests by identifier, and what each nation's people judged about pairs of them."""

    requests: dict[RequestId, Request] = {}
    judged: dict[tuple[RequestId, RequestId, Nation], bool] = {}
