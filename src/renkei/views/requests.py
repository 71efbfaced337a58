"""The request desk: every request with its history, what may be done next, and pairs that may be one need."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from renkei.forces.model import ForcesState
from renkei.kernel.ids import EventId, Nation, RequestId, TaskId
from renkei.kernel.instant import iso
from renkei.kernel.label import Withheld
from renkei.kernel.message import Message, told
from renkei.kernel.names import LANGUAGES, Language, Name
from renkei.kernel.quantity import Quantity
from renkei.locale import say
from renkei.plan.model import Mode, Task
from renkei.plan.state import PlanState
from renkei.requests.duplicates import Pair, pairs
from renkei.requests.events import Ask, Content, Joint, Move, Terms
from renkei.requests.lifecycle import NOT_IN_TALKS, must, side_of, verbs
from renkei.requests.model import Act, Drafted, Request, RequestsState
from renkei.views.viewer import Viewer, role_missing

VERB_ROLES: dict[str, frozenset[str]] = {"commit": frozenset({"commander"})}
LIAISON = frozenset({"liaison_officer"})
AMOUNT_UNITS = frozenset({"people", "vehicles", "items", "meals", "m3", "parking"})
"""Units that have a word of their own in both languages."""


class NeedShown(msgspec.Struct, frozen=True):
    """The words of a request: the original, its language, and who translated it.

    Attributes:
        status: Per language `original`, `human` or `none`.
    """

    en: str
    ja: str
    original: str
    status: dict[str, str]


class PlaceShown(msgspec.Struct, frozen=True):
    """A place by identifier and name."""

    id: str
    name: Name


class ActShown(msgspec.Struct, frozen=True):
    """One act in the history of a request."""

    id: EventId
    verb: str
    by: Nation
    author: str
    valid: datetime
    recorded: datetime
    late: bool
    told: Message
    terms: Terms | None
    note: Name


class MayShown(msgspec.Struct, frozen=True):
    """A verb that is possible now, who may, and why this viewer may not."""

    verb: str
    roles: tuple[str, ...]
    allowed: bool
    refused: Message | None


class CrossedShown(msgspec.Struct, frozen=True):
    """The acts that passed each other, and what each side has to do."""

    acts: tuple[ActShown, ...]
    must: dict[Nation, Message]


class DuplicateShown(msgspec.Struct, frozen=True):
    """Another entry that may be the same need."""

    request: RequestId
    evidence: tuple[Message, ...]
    common: tuple[str, ...]
    state: Literal["offered", "confirmed", "dismissed"]


class RequestShown(msgspec.Struct, frozen=True):
    """One row of the request desk."""

    id: RequestId
    origin: Nation
    channel: str
    asker: str
    provider: Nation
    own_side: str
    need: NeedShown
    quantity: Quantity | None
    amount: Message | None
    place: PlaceShown | None
    by: datetime | None
    priority: int
    asks: Ask | None
    start: datetime | None
    end: datetime | None
    for_task: TaskId | None
    move: Move | None
    effect: Name
    joint: Joint | None
    state: str
    told: Message
    crossed: CrossedShown | None
    terms: Terms | None
    drafts: tuple[Drafted, ...]
    history: tuple[ActShown, ...]
    may: tuple[MayShown, ...]
    duplicates: tuple[DuplicateShown, ...]
    at_risk: Message | None
    rel_to: tuple[Nation, ...]
    version: str


def request_rows(
    requests: RequestsState, plan: PlanState, forces: ForcesState, viewer: Viewer
) -> tuple[RequestShown, ...]:
    """Return all requests, oldest first; the same order on both nodes for what both have."""
    offered = pairs(requests)
    shown = [
        _row(request, request.content, viewer, _place(request.content, forces), _expected(request, plan), offered)
        for request in sorted(requests.requests.values(), key=lambda r: (r.recorded, r.id))
        if request.content is not None
    ]
    return tuple(_with_judgements(row, requests, viewer.nation) for row in shown)


def _row(
    request: Request,
    original: Content,
    viewer: Viewer,
    place: PlaceShown | None,
    risk: tuple[Task, datetime] | None,
    offered: tuple[Pair, ...],
) -> RequestShown:
    standing = request.standing
    content = standing.content or original
    side = side_of(viewer.nation, content) if request.registered is None else None
    facts = {"asker": viewer.name(content.asker), "provider": viewer.name(content.provider)}
    history = tuple(_act(a, viewer) for a in sorted(request.acts.values(), key=lambda a: (a.recorded, a.id)))
    return RequestShown(
        id=request.id,
        origin=request.origin,
        channel=content.channel,
        asker=content.asker,
        provider=content.provider,
        own_side=side or "register",
        need=_need(request, content, viewer.nation),
        quantity=content.quantity,
        amount=_amount(content.quantity),
        place=place,
        by=_moment(content.by),
        priority=content.priority,
        asks=content.asks,
        start=content.start,
        end=content.end,
        for_task=content.for_task,
        move=content.move,
        effect=content.effect,
        joint=content.joint,
        state=standing.state,
        told=told(_state_key(standing.state, content), **facts),
        crossed=_crossed(request, content, viewer),
        terms=standing.terms,
        drafts=tuple(d for d in request.drafts if d.by == viewer.nation),
        history=history,
        may=tuple(m for m in _may(standing.state, side, viewer) if not content.joint or m.verb not in NOT_IN_TALKS),
        duplicates=tuple(_duplicate(request, p, place, content) for p in offered if request.id in (p.request, p.of)),
        at_risk=_at_risk(content, risk),
        rel_to=request.rel_to,
        version=standing.version,
    )


def _state_key(state: str, content: Content) -> str:
    if content.joint and state == "accepted":
        return "requests-joint-noted" if content.joint.satisfied else "requests-joint-agreed"
    return f"requests-state-{state}"


def _moment(value: datetime | Withheld | None) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _need(request: Request, content: Content, nation: Nation) -> NeedShown:
    original = "en" if content.need.en else "ja"
    words: dict[str, str] = {"en": content.need.en, "ja": content.need.ja}
    status: dict[str, str] = {}
    for language in LANGUAGES:
        status[language] = "original" if words[language] else "none"
        translated = _translation(request, language, nation)
        if not words[language] and translated:
            words[language], status[language] = translated, "human"
    return NeedShown(words["en"], words["ja"], original, status)


def _translation(request: Request, language: Language, nation: Nation) -> str | None:
    """Return the translation by the own people, or else by the first other nation in the alphabet."""
    found = {by: text for (said, by), text in request.translations.items() if said == language}
    return found.get(nation) or next((found[by] for by in sorted(found)), None)


def _amount(quantity: Quantity | None) -> Message | None:
    """Return a quantity as a sentence of its own, so that it reads in a language its author did not write."""
    if quantity is None or quantity.value is None:
        return None
    value = int(quantity.value) if quantity.value == int(quantity.value) else quantity.value
    if quantity.unit in AMOUNT_UNITS:
        return told(f"requests-amount-{quantity.unit}", n=value, bound=quantity.bound)
    return told("requests-amount-other", n=value, unit=quantity.unit, bound=quantity.bound)


def _place(content: Content | None, forces: ForcesState) -> PlaceShown | None:
    if content is None or content.place is None:
        return None
    known = forces.places.get(content.place)
    return PlaceShown(content.place, known.name if known else Name(content.place, content.place))


def _act(act: Act, viewer: Viewer) -> ActShown:
    said = told(f"requests-verb-{act.verb}", by=viewer.name(act.by))
    late = act.id in viewer.late
    return ActShown(
        act.id, act.verb, act.by, act.author, act.valid, act.recorded, late, said, act.terms, act.note
    )  # fmt: skip


def _crossed(request: Request, content: Content, viewer: Viewer) -> CrossedShown | None:
    crossed = request.standing.crossed
    if len(crossed) < 2 or request.standing.state != "crossed":
        return None
    facts = {"asker": viewer.name(content.asker), "provider": viewer.name(content.provider)}
    duties = {nation: told(key, **facts) for nation, key in must(crossed, content).items()}
    return CrossedShown(tuple(_act(a, viewer) for a in crossed), duties)


def _may(state: str, side: Literal["asker", "provider"] | None, viewer: Viewer) -> tuple[MayShown, ...]:
    if state == "drafted":
        return (_verb("request", viewer),)
    return tuple(_verb(verb, viewer) for verb in verbs(state, side)) if side else ()


def _verb(verb: str, viewer: Viewer) -> MayShown:
    roles = VERB_ROLES.get(verb, LIAISON)
    allowed = bool(roles & viewer.roles)
    return MayShown(verb, tuple(sorted(roles)), allowed, None if allowed else role_missing(roles))


def _duplicate(request: Request, pair: Pair, place: PlaceShown | None, content: Content) -> DuplicateShown:
    other = pair.of if request.id == pair.request else pair.request
    evidence = tuple(_in_words(e, place, content) for e in pair.evidence)
    return DuplicateShown(other, evidence, pair.common, "offered")


def _in_words(evidence: Message, place: PlaceShown | None, content: Content) -> Message:
    """Return the evidence with the place's name and the amount in the words of each language."""
    amount = _amount(content.quantity)
    if evidence.key == "requests-evidence-place" and place:
        return told(evidence.key, place=place.name)
    if evidence.key == "requests-evidence-quantity" and amount:
        return told(evidence.key, amount=Name(say("en", amount), say("ja", amount)))
    return evidence


def _with_judgements(row: RequestShown, requests: RequestsState, nation: Nation) -> RequestShown:
    """Return the row with what people judged: the own people's word, or else the partner's."""
    states: dict[bool | None, Literal["offered", "confirmed", "dismissed"]] = {
        None: "offered",
        True: "confirmed",
        False: "dismissed",
    }
    judged = []
    for duplicate in row.duplicates:
        first, second = sorted((row.id, duplicate.request))
        words = {by: same for (a, b, by), same in requests.judged.items() if (a, b) == (first, second)}
        same = words.get(nation, next((words[by] for by in sorted(words)), None))
        judged.append(msgspec.structs.replace(duplicate, state=states[same]))
    return msgspec.structs.replace(row, duplicates=tuple(judged))


def _expected(request: Request, plan: PlanState) -> tuple[Task, datetime] | None:
    """Return the task that answers a request latest, with its end as planned."""
    answering = (t for t in plan.tasks.values() if t.answers == request.id and t.status != "cancelled")
    ends = [(t, end) for t in answering if (end := end_of(t)) is not None]
    return max(ends, key=lambda pair: pair[1], default=None)


def end_of(task: Task) -> datetime | None:
    """Return when a task ends as it is scheduled, or None while it is not."""
    if task.start is None:
        return None
    modes: tuple[Mode, ...] = task.modes if not isinstance(task.modes, Withheld) else ()
    chosen = next((m.duration for m in modes if m.id == task.mode), task.duration)
    return task.start + timedelta(minutes=chosen.likely_min)


def _at_risk(content: Content, expected: tuple[Task, datetime] | None) -> Message | None:
    by = _moment(content.by)
    if by is None or expected is None or expected[1] <= by:
        return None
    task, end = expected
    name = task.name if isinstance(task.name, Name) else Name(task.id, task.id)
    return told("requests-at-risk", due=iso(by), expected=iso(end), task=name)
