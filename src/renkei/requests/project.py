"""What the events of requests mean, for either side's events alike; decides nothing."""

import msgspec

from renkei.kernel.event import Event
from renkei.kernel.ids import RequestId
from renkei.requests.events import (
    ActTaken,
    AnswerDrafted,
    Content,
    DuplicateJudged,
    RequestDrafted,
    RequestRegistered,
    RequestSent,
    Terms,
    TextTranslated,
)
from renkei.requests.lifecycle import side_of, standing
from renkei.requests.model import Act, Drafted, Request, RequestsState, Standing


def empty() -> RequestsState:
    """Return the state before any event."""
    return RequestsState()


def drafted(state: RequestsState, event: Event, body: RequestDrafted) -> None:
    """A draft is the content until it is carried."""
    request = _entry(state, event, body.request)
    if request.origin != event.origin or request.acts or request.registered:
        return
    request.content, request.drafted = body.content, event.id


def registered(state: RequestsState, event: Event, body: RequestRegistered) -> None:
    """A registered need has no other side; it stands as registered."""
    request = _entry(state, event, body.request)
    if request.origin != event.origin or request.acts or request.registered not in (None, event.id):
        return
    request.content, request.registered, request.rel_to = body.content, event.id, event.label.rel_to
    request.recorded = event.recorded
    request.standing = Standing("registered", None, body.content, (), event.id)


def sent(state: RequestsState, event: Event, body: RequestSent) -> None:
    """The first act of a request; nobody asks in another nation's name or under another's identifier."""
    if body.content.asker != event.origin:
        return
    request = _entry(state, event, body.request)
    if request.origin != event.origin or request.registered or (request.acts and event.id not in request.acts):
        return
    _act(request, event, ActTaken(body.request, "request", event.origin, (), None, body.content))
    first = request.acts[event.id]
    request.content, request.rel_to, request.recorded = first.content, event.label.rel_to, first.recorded


def act_taken(state: RequestsState, event: Event, body: ActTaken) -> None:
    """One more act of a party; where the request stands follows from the set of acts.

    Nobody acts in another nation's name, on what was never carried, or on what is between others.
    """
    request = state.requests.get(body.request)
    if request is None or request.content is None or not request.acts or body.verb == "request":
        return
    if body.by == event.origin and side_of(body.by, request.content):
        _act(request, event, body)


def answer_drafted(state: RequestsState, event: Event, body: AnswerDrafted) -> None:
    """A prepared act waits for the liaison officer; of one verb the newest counts."""
    request = state.requests.get(body.request)
    if request is None:
        return
    others = [d for d in request.drafts if (d.verb, d.by) != (body.verb, event.origin)]
    draft = Drafted(event.id, event.origin, body.verb, body.terms, body.note, event.author)
    request.drafts = [*others, draft]


def text_translated(state: RequestsState, event: Event, body: TextTranslated) -> None:
    """The newest translation by a nation's people is shown beside the original."""
    request = state.requests.get(body.request)
    if request is not None:
        request.translations[body.language, event.origin] = body.text


def duplicate_judged(state: RequestsState, event: Event, body: DuplicateJudged) -> None:
    """A nation's judgement on a pair, whichever way round it was named; it does not undo the other's."""
    first, second = sorted((body.request, body.of))
    state.judged[first, second, event.origin] = body.same


def _entry(state: RequestsState, event: Event, request: RequestId) -> Request:
    return state.requests.setdefault(request, Request(request, event.origin, event.recorded))


def _act(request: Request, event: Event, body: ActTaken) -> None:
    known = request.acts.get(event.id)
    if known is not None and not _released_again(known, body):
        return
    request.acts[event.id] = Act(
        event.id,
        body.verb,
        body.by,
        event.author,
        event.valid,
        event.recorded,
        body.based_on,
        body.terms,
        body.content,
        body.note,
    )
    request.drafts = []
    request.standing = standing(request.acts)


def _released_again(known: Act, body: ActTaken) -> bool:
    """Whether an act under a known identifier is that act with more or fewer fields, and not another."""
    if (known.by, known.verb, known.based_on) != (body.by, body.verb, body.based_on):
        return False
    return _differ_by_withheld(known.content, body.content) and _differ_by_withheld(known.terms, body.terms)


def _differ_by_withheld(before: Content | Terms | None, after: Content | Terms | None) -> bool:
    """Whether two releases of one value differ only in fields that one of them does not have."""
    if before is None or after is None:
        return True
    pairs = ((f.default, getattr(before, f.name), getattr(after, f.name)) for f in msgspec.structs.fields(before))
    return all(a == b or default in (a, b) for default, a, b in pairs)


FOLDS = {
    RequestDrafted: drafted,
    RequestRegistered: registered,
    RequestSent: sent,
    ActTaken: act_taken,
    AnswerDrafted: answer_drafted,
    TextTranslated: text_translated,
    DuplicateJudged: duplicate_judged,
}
