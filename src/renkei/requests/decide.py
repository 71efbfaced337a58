"""What may happen to a request: life cycle, parties, versions, labels; records nothing."""

from renkei.kernel.errors import Conflict, Refused
from renkei.kernel.event import Context, Draft, Row
from renkei.kernel.ids import ID_MAX, EventId, Nation, RequestId
from renkei.kernel.label import Label
from renkei.kernel.offer import ITEMS_MAX
from renkei.kernel.quantity import Quantity
from renkei.requests.events import (
    ActTaken,
    AnswerDrafted,
    Content,
    DuplicateJudged,
    Joint,
    RequestDrafted,
    RequestRegistered,
    RequestSent,
    Terms,
    TextTranslated,
)
from renkei.requests.lifecycle import NOT_IN_TALKS, PUTS_FORWARD, TRANSITIONS, Side, as_asked, same_parties, side_of
from renkei.requests.model import (
    ACTS_MAX,
    TALKS_MAX,
    TEXT_MAX,
    CommitRequest,
    DraftAnswer,
    DraftRequest,
    JudgeDuplicate,
    RegisterNeed,
    Request,
    RequestsState,
    SendRequest,
    TakeAct,
    TranslateText,
)

STAFF = frozenset({"watch_officer", "planner", "liaison_officer", "release_officer", "commander"})


def draft_request(state: RequestsState, command: DraftRequest, context: Context) -> tuple[Draft, ...]:
    """A draft is new, asks a known partner, and stays at home."""
    _new(state, command.request)
    _sound(command.content)
    if command.content.asker != context.nation:
        raise Refused("requests-ask-for-self", asker=command.content.asker)
    if command.content.provider not in context.partners:
        raise Refused("requests-no-partner", nation=command.content.provider)
    return (Draft(RequestDrafted(command.request, command.content), Label(context.nation)),)


def register_need(state: RequestsState, command: RegisterNeed, context: Context) -> tuple[Draft, ...]:
    """A need from outside is put on the own register, for the own nation to see to."""
    _new(state, command.request)
    _sound(command.content)
    if command.content.provider != context.nation:
        raise Refused("requests-register-own", provider=command.content.provider)
    return (Draft(RequestRegistered(command.request, command.content)),)


def send_request(state: RequestsState, command: SendRequest, context: Context) -> tuple[Draft, ...]:
    """Only a draft of the own nation is carried, once, under a label that lets the addressee have it."""
    request = _known(state, command.request)
    if request.drafted is None or request.content is None:
        raise Refused("requests-not-drafted", request=command.request)
    if request.acts:
        raise Refused("requests-already-sent", request=command.request)
    _addressed(context, request.content.provider)
    return (Draft(RequestSent(command.request, request.content), refs=(request.drafted,)),)


def draft_answer(state: RequestsState, command: DraftAnswer, context: Context) -> tuple[Draft, ...]:
    """An act may be prepared when it could be carried now."""
    request = _known(state, command.request)
    _may(request, command.verb, context)
    _sound_answer(request, command)
    body = AnswerDrafted(command.request, command.verb, command.terms, command.note)
    return (Draft(body, Label(context.nation)),)


def take_act(state: RequestsState, command: TakeAct, context: Context) -> tuple[Draft, ...]:
    """The table allows the verb for this side now, and the actor has read the newest act."""
    if command.verb in ("commit", "request"):
        raise Refused("requests-commit-by-commander", verb=command.verb)
    request = _known(state, command.request)
    side = _may(request, command.verb, context)
    _fresh(request, command.based_on)
    _addressed(context, _other(request, side))
    if command.verb == "amend":
        _sound_change(request, command.content)
    _sound_answer(request, command)
    heads = _heads(request)
    content = command.content if command.verb == "amend" else None
    body = ActTaken(command.request, command.verb, context.nation, heads, command.terms, content, command.note)
    return (Draft(body, refs=heads),)


def commit_request(state: RequestsState, command: CommitRequest, context: Context) -> tuple[Draft, ...]:
    """The provider's commander binds the own nation to what both sides accepted."""
    request = _known(state, command.request)
    side = _may(request, "commit", context)
    _fresh(request, command.based_on)
    _addressed(context, _other(request, side))
    _short(command.note.en, command.note.ja)
    terms = request.standing.terms or as_asked(_content(request))
    heads = _heads(request)
    body = ActTaken(command.request, "commit", context.nation, heads, terms, None, command.note)
    return (Draft(body, refs=heads),)


def translate_text(state: RequestsState, command: TranslateText, context: Context) -> tuple[Draft, ...]:
    """A translation is written by a person, into a language that the text does not have yet."""
    request = _known(state, command.request)
    if not command.text.strip() or len(command.text) > TEXT_MAX:
        raise Refused("requests-text-length", most=TEXT_MAX)
    if request.content and request.content.need.has(command.language):
        raise Refused("requests-original-kept", request=command.request)
    return (Draft(TextTranslated(command.request, command.language, command.text.strip()), Label(context.nation)),)


def judge_duplicate(state: RequestsState, command: JudgeDuplicate, context: Context) -> tuple[Draft, ...]:
    """A pair is judged by a person, and both entries exist."""
    first, second = _known(state, command.request), _known(state, command.of)
    if command.request == command.of:
        raise Refused("requests-same-entry", request=command.request)
    del first, second, context
    return (Draft(DuplicateJudged(command.request, command.of, command.same)),)


def _new(state: RequestsState, request: RequestId) -> None:
    if not request or len(request) > ID_MAX:
        raise Refused("requests-id-length", most=ID_MAX)
    if request in state.requests:
        raise Refused("requests-id-taken", request=request)


def _known(state: RequestsState, request: RequestId) -> Request:
    found = state.requests.get(request)
    if found is None:
        raise Refused("requests-unknown", request=request)
    return found


def _sound(content: Content) -> None:
    """A request says in words what is needed, and its times and numbers make sense."""
    if not (content.need.en.strip() or content.need.ja.strip()):
        raise Refused("requests-need-empty")
    figure = content.quantity or Quantity("")
    _short(content.need.en, content.need.ja, content.effect.en, content.effect.ja, figure.source, figure.unit)
    _short(content.channel, content.asker)
    if not 1 <= content.priority <= 5:
        raise Refused("requests-priority", priority=content.priority)
    if content.asks and content.asks.quantity < 1:
        raise Refused("requests-quantity", quantity=content.asks.quantity)
    if content.start and content.end and content.end <= content.start:
        raise Refused("requests-window")
    if content.joint:
        _sound_joint(content.joint)


def _sound_joint(joint: Joint) -> None:
    """What an engine puts forward is of a size that a person can still look through, and its times make sense."""
    offer = joint.offer
    spans = [(i.start, i.end) for i in offer.bookings] + [(i.start, i.end) for i in offer.meetings]
    if len(spans) > ITEMS_MAX or not 1 <= joint.talk <= TALKS_MAX or not 0 < len(joint.series) <= ID_MAX:
        raise Refused("requests-joint-size", items=ITEMS_MAX, talks=TALKS_MAX)
    if any(end < start for start, end in spans):
        raise Refused("requests-window")
    if any(b.quantity < 1 for b in offer.bookings):
        raise Refused("requests-quantity", quantity=min(b.quantity for b in offer.bookings))


def _sound_answer(request: Request, answer: DraftAnswer | TakeAct) -> None:
    """Terms are put forward by an offer or a counter; whoever accepts takes them as they lie on the table.

    In a talk about a joint plan the acceptance says beside them what the accepting side uses itself.
    """
    terms = answer.terms
    _short(answer.note.en, answer.note.ja)
    if answer.verb == "counter" and (terms is None or (_content(request).joint and terms.joint is None)):
        raise Refused("requests-counter-needs-terms", request=request.id)
    if terms is None:
        return
    if terms.joint:
        _sound_joint(terms.joint)
        if _content(request).joint is None:
            raise Refused("requests-joint-not-asked", request=request.id)
    beside = answer.verb == "accept" and terms == Terms(joint=terms.joint)
    if answer.verb not in PUTS_FORWARD and not beside:
        raise Refused("requests-terms-not-now", verb=answer.verb)
    _short(terms.condition.en, terms.condition.ja)
    for amount in (terms.quantity, terms.total, terms.otherwise):
        if amount is not None and amount < 0:
            raise Refused("requests-quantity", quantity=amount)
    if terms.start and terms.end and terms.end <= terms.start:
        raise Refused("requests-window")


def _short(*texts: str) -> None:
    if max(map(len, texts)) > TEXT_MAX:
        raise Refused("requests-text-length", most=TEXT_MAX)


def _sound_change(request: Request, content: Content | None) -> None:
    """A change keeps the parties: another party is another request."""
    if content is None:
        raise Refused("requests-amend-needs-content", request=request.id)
    _sound(content)
    if not same_parties(content, _content(request)):
        raise Refused("requests-amend-keeps-parties", request=request.id)


def _content(request: Request) -> Content:
    content = request.standing.content or request.content
    if content is None:
        raise Refused("requests-unknown", request=request.id)
    return content


def _may(request: Request, verb: str, context: Context) -> Side:
    """Return the own side, if the table allows it `verb` now."""
    content = _content(request)
    side = side_of(context.nation, content)
    if side is None:
        raise Refused("requests-not-party", request=request.id)
    if (request.standing.state, side, verb) not in TRANSITIONS:
        raise Refused("requests-verb-not-now", verb=verb, state=request.standing.state)
    if content.joint and verb in NOT_IN_TALKS:
        raise Refused("requests-joint-adopted", request=request.id)
    if len(request.acts) >= ACTS_MAX:
        raise Refused("requests-acts-most", most=ACTS_MAX)
    return side


def _fresh(request: Request, based_on: str) -> None:
    if based_on != request.standing.version:
        raise Conflict("requests-stale", request=request.id)


def _heads(request: Request) -> tuple[EventId, ...]:
    return tuple(EventId(i) for i in request.standing.version.split("+"))


def _other(request: Request, side: Side) -> Nation:
    content = _content(request)
    return content.provider if side == "asker" else Nation(content.asker)


def _addressed(context: Context, other: Nation) -> None:
    """What is carried to a partner must be labelled releasable to it, by the person who carries it."""
    if other not in context.rel_to:
        raise Refused("requests-label-missing", nation=other)


DECISIONS = {
    DraftRequest: Row(draft_request, frozenset({"planner", "liaison_officer"})),
    RegisterNeed: Row(register_need, frozenset({"watch_officer", "planner", "liaison_officer"})),
    SendRequest: Row(send_request, frozenset({"liaison_officer"})),
    DraftAnswer: Row(draft_answer, frozenset({"planner", "liaison_officer"})),
    TakeAct: Row(take_act, frozenset({"liaison_officer"})),
    CommitRequest: Row(commit_request, frozenset({"commander"})),
    TranslateText: Row(translate_text, STAFF),
    JudgeDuplicate: Row(judge_duplicate, frozenset({"watch_officer", "planner", "liaison_officer"})),
}
