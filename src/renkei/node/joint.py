"""A negotiation of two plan engines as the requests of both logs: what was said, whose turn it is, the next commands.

Every message is a request or an act on one, so the request desk shows it and either side's people may step in.
"""

from typing import Literal, TypeAlias, cast

import msgspec

from renkei.kernel.ids import EventId, Nation, RequestId
from renkei.kernel.message import told
from renkei.kernel.names import LANGUAGES, Name
from renkei.kernel.offer import Offer
from renkei.locale import say
from renkei.plan.engine.negotiate.exchange import Exchange, TalkVerb
from renkei.plan.engine.negotiate.spoken import MESSAGES_MAX, QUIET_MAX, STARTING_MAX, STARTS, TALK_LEAST
from renkei.requests.events import Content, Joint, Terms
from renkei.requests.lifecycle import AGREED
from renkei.requests.model import Act, DraftRequest, Request, RequestsState, SendRequest, TakeAct

OVER: frozenset[str] = frozenset({"accepted", "committed", "reported", "declined", "withdrawn", "offer_withdrawn"})
"""Where a request stands once nothing more is said in its talk."""

Carried: TypeAlias = DraftRequest | SendRequest | TakeAct


class Heard(msgspec.Struct, frozen=True):
    """One message of a talk, and the act in the log that carries it."""

    act: EventId
    exchange: Exchange
    satisfied: bool = False


class Talk(msgspec.Struct, frozen=True):
    """One request of a negotiation with what was said on it, in order.

    Attributes:
        state: Where the request stands.
        version: Its newest act: what the next act is based on.
        satisfied: Whether it asks for nothing more.
        anew: Whether it began from the asker's own plan alone.
    """

    request: RequestId
    number: int
    by: Nation
    state: str
    version: str
    satisfied: bool
    said: tuple[Heard, ...]
    anew: bool = False


class Turn(msgspec.Struct, frozen=True):
    """What a side does next.

    Attributes:
        what: `hear` a message, `begin` a talk, `confirm` that the partner asks for nothing more, `wait` for the
            partner, or nothing because it is `over`, `crossed`, or `stopped` by one side.
        talk: Number of the talk to begin.
        anew: Whether to begin it from the own plan alone.
    """

    what: Literal["hear", "begin", "confirm", "wait", "over", "crossed", "stopped"]
    heard: Heard | None = None
    talk: int = 0
    anew: bool = False
    request: RequestId | None = None


def talks(state: RequestsState, series: str, parties: tuple[Nation, Nation]) -> tuple[Talk, ...]:
    """Return the talks of two nations' negotiation in order; of two with one number the first by identifier counts."""
    found: dict[int, Talk] = {}
    for key in sorted(state.requests):
        request = state.requests[key]
        joint = request.content.joint if request.content else None
        if request.content is None or joint is None or joint.series != series or not request.acts:
            continue
        if {request.content.asker, request.content.provider} == set(parties):
            found.setdefault(joint.talk, _talk(request, joint))
    return tuple(found[n] for n in sorted(found))


def series_open(state: RequestsState, nation: Nation, partner: Nation) -> str | None:
    """Return the newest negotiation that the partner began and in which this side said nothing yet."""
    begun = [
        (r.recorded, r.content.joint.series)
        for r in state.requests.values()
        if r.content and r.content.joint and r.content.joint.talk == 1 and r.content.asker == partner
        if r.content.provider == nation and r.standing.state == "sent"
    ]
    return max(begun)[1] if begun else None


def turn(found: tuple[Talk, ...], nation: Nation, initiator: Nation, heard: frozenset[EventId]) -> Turn:
    """Return what a side does next, given what it has heard; depends on the acts alone.

    Each side begins a few times from its own plan alone (talks 1 and 2 in any case), then they ask in turn. It is
    over when both in turn ask for nothing more, when nobody agreed in the first two talks, when nothing changed for a
    while, or when no talk would fit any more. A talk that was taken back before anybody accepted stops it.
    """
    if (ended := stopped(found)) is not None:
        return Turn("stopped", request=ended.request)
    for talk in found:
        for each in talk.said:
            if each.exchange.by != nation and each.act not in heard and _worth_hearing(talk, each):
                return Turn("hear", each)
    last = found[-1] if found else None
    if last is not None and last.state == "crossed":
        return Turn("crossed", request=last.request)
    if last is not None and last.state not in OVER:
        theirs = last.satisfied and last.by != nation
        return Turn("confirm", request=last.request) if theirs else Turn("wait")
    number = len(found) + 1
    if _over(found):
        return Turn("over")
    begins = (nation == initiator) == (number % 2 == 1)
    said = sum(len(t.said) for t in found)
    anew = number <= 2 or (number <= 2 * STARTS and said <= STARTING_MAX)
    return Turn("begin", talk=number, anew=anew) if begins else Turn("wait")


def stopped(found: tuple[Talk, ...]) -> Talk | None:
    """Return the talk with which a side stopped the negotiation, or None."""
    back = (t for t in found if t.state in ("withdrawn", "offer_withdrawn"))
    return next((t for t in back if all(h.exchange.verb != "accept" for h in t.said)), None)


def _worth_hearing(talk: Talk, each: Heard) -> bool:
    """Whether an engine has to hear a message: of what is over only how it ended."""
    if talk.satisfied or each.satisfied:
        return False
    return talk.state not in OVER or each.exchange.verb in ("accept", "decline", "withdraw")


def _over(found: tuple[Talk, ...]) -> bool:
    if sum(len(t.said) for t in found) + TALK_LEAST > MESSAGES_MAX:
        return True
    if len(found) < 2:
        return False
    content = found[-1].satisfied and found[-2].satisfied
    later = [t for t in found if not t.anew]
    quiet = len(later) >= QUIET_MAX and all(t.satisfied or t.state not in AGREED for t in later[-QUIET_MAX:])
    return content or quiet or agreed(found) is None


def agreed(found: tuple[Talk, ...]) -> RequestId | None:
    """Return the newest talk that was accepted and still stands, or None."""
    standing = [t.request for t in found if t.state in AGREED and not t.satisfied]
    return standing[-1] if standing else None


def commands(said: Exchange, found: tuple[Talk, ...], series: str) -> tuple[Carried, ...]:
    """Return the commands that carry a message of the own engine: one request, or one act on it."""
    number = next((t.number for t in found if t.request == said.request), len(found) + 1)
    joint = Joint(series, number, said.offer, said.gain_min, said.anew)
    if said.verb == "request":
        return asking(said.request, said.by, said.to, joint)
    version = next(t.version for t in found if t.request == said.request)
    terms = Terms(joint=joint) if said.verb in ("counter", "accept") else None
    return (TakeAct(said.request, said.verb, version, terms),)


def asking(request: RequestId, nation: Nation, partner: Nation, joint: Joint) -> tuple[Carried, ...]:
    """Return the commands that begin a talk."""
    key = "requests-joint-satisfied" if joint.satisfied else "requests-joint-need"
    need = told(key, talk=joint.talk)
    words = {language: say(language, need) for language in LANGUAGES}
    content = Content(Name(**words), f"{nation}->{partner}", nation, partner, joint=joint)
    return (DraftRequest(request, content), SendRequest(request))


def confirming(talk: Talk) -> TakeAct:
    """Return the act that takes note that the partner asks for nothing more."""
    return TakeAct(talk.request, "accept", talk.version)


def ending(talk: Talk, nation: Nation, series: str) -> TakeAct:
    """Return the next act with which a side stops the negotiation in a talk that is not over.

    It takes back what it put forward; who has put nothing forward yet says first that it asks for nothing.
    """
    if talk.satisfied and talk.by != nation:
        return confirming(talk)
    if talk.by == nation or talk.state in ("countered_by_provider", "offered"):
        return TakeAct(talk.request, "withdraw", talk.version)
    nothing = Terms(joint=Joint(series, talk.number, satisfied=True))
    return TakeAct(talk.request, "counter", talk.version, nothing)


def _talk(request: Request, joint: Joint) -> Talk:
    content = cast("Content", request.content)
    asker, provider = Nation(content.asker), content.provider
    said: list[Heard] = []
    for number, act in enumerate(_chain(request), 1):
        if act.verb in ("request", "counter", "accept", "decline", "withdraw"):
            terms = act.terms.joint if act.terms else None
            exchange = _exchange(request.id, number, act, (asker, provider))
            said.append(Heard(act.id, exchange, terms is not None and terms.satisfied))
    standing = request.standing
    return Talk(
        request.id, joint.talk, asker, standing.state, standing.version, joint.satisfied, tuple(said), joint.anew
    )


def _chain(request: Request) -> list[Act]:
    """Return the acts each based on the one before, from the request on; what crossed is left out."""
    after = {a.based_on[0]: a for a in request.acts.values() if len(a.based_on) == 1}
    found = [a for a in request.acts.values() if a.verb == "request"][:1]
    while found and (following := after.get(found[-1].id)) is not None and len(found) < len(request.acts):
        found.append(following)
    return found


def _exchange(request: RequestId, number: int, act: Act, parties: tuple[Nation, Nation]) -> Exchange:
    joint = (act.content.joint if act.content else None) or (act.terms.joint if act.terms else None)
    offer = joint.offer if joint else Offer()
    return Exchange(
        request=request,
        number=number,
        by=act.by,
        to=next(n for n in parties if n != act.by),
        verb=cast("TalkVerb", act.verb),
        bookings=offer.bookings,
        meetings=offer.meetings,
        gain_min=joint.gain_min if joint else None,
        anew=joint is not None and joint.anew,
    )
