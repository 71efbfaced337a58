"""What the events of requests mean, for either side's events alike; decides nothing."""

from renkei.kernel.event import Event
from renkei.kernel.ids import RequestId
from renkei.requests.events import (
    ActTaken,
    AnswerDrafted,
    DuplicateJudged,
    RequestDrafted,
    RequestRegistered,
    RequestSent,
    TextTranslated,
)
from renkei.requests.lifecycle import standing
from renkei.requests.model import Act, Drafted, Request, RequestsState, Standing


def empty() -> RequestsState:
    """Return the state before any event."""
    return RequestsState()


def drafted(state: RequestsState, event: Event, body: RequestDrafted) -> None:
    """A draft is the content until it is carried."""
    request = _entry(state, event, body.request)
    request.content, request.drafted = body.content, event.id


def registered(state: RequestsState, event: Event, body: RequestRegistered) -> None:
    """A registered need has no other side; it stands as registered."""
    request = _entry(state, event, body.request)
    if request.origin != event.origin:
        return
    request.content, request.registered, request.rel_to = body.content, event.id, event.label.rel_to
    request.standing = Standing("registered", None, body.content, (), event.id)


def sent(state: RequestsState, event: Event, body: RequestSent) -> None:
    """The first act of a request; nobody asks in another nation's name or under another's identifier."""
    request = _entry(state, event, body.request)
    if body.content.asker != event.origin or request.origin != event.origin:
        return
    request.content, request.rel_to = body.content, event.label.rel_to
    act = ActTaken(body.request, "request", event.origin, (), None, body.content)
    _act(request, event, act)


def act_taken(state: RequestsState, event: Event, body: ActTaken) -> None:
    """One more act; where the request stands follows from the set of acts."""
    _act(_entry(state, event, body.request), event, body)


def answer_drafted(state: RequestsState, event: Event, body: AnswerDrafted) -> None:
    """A prepared act waits for the liaison officer."""
    request = _entry(state, event, body.request)
    request.drafts.append(Drafted(event.id, body.verb, body.terms, body.note, event.author))


def text_translated(state: RequestsState, event: Event, body: TextTranslated) -> None:
    """The newest translation by a person is shown beside the original."""
    _entry(state, event, body.request).translations[body.language] = body.text


def duplicate_judged(state: RequestsState, event: Event, body: DuplicateJudged) -> None:
    """A person's judgement on a pair, whichever way round it was named."""
    del event
    first, second = sorted((body.request, body.of))
    state.judged[(first, second)] = body.same


def _entry(state: RequestsState, event: Event, request: RequestId) -> Request:
    return state.requests.setdefault(request, Request(request, event.origin, recorded=event.recorded))


def _act(request: Request, event: Event, body: ActTaken) -> None:
    if body.by != event.origin:
        return  # a node speaks for its own nation only
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
    request.drafts.clear()
    request.standing = standing(request.acts)


FOLDS = {
    RequestDrafted: drafted,
    RequestRegistered: registered,
    RequestSent: sent,
    ActTaken: act_taken,
    AnswerDrafted: answer_drafted,
    TextTranslated: text_translated,
    DuplicateJudged: duplicate_judged,
}
