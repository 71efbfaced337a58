"""The execution matrix as values: what starts, ends, is complete, is to be decided, in order of time; draws nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.ids import Nation, TaskId
from renkei.kernel.names import Name
from renkei.plan.branches import Choice
from renkei.plan.constraint import After, Authority, DecisionBefore, PhaseGate
from renkei.plan.engine.pose import DAY_ZERO, known, options_of
from renkei.plan.gates import Gates
from renkei.plan.model import Placed, Plan, Task
from renkei.plan.phase import Decision, Measure, Phase

RowEvent: TypeAlias = Literal["end", "gate", "decision", "start"]
"""What happens; of one moment in this order: what ends makes way for what is complete, decided, begun."""
ORDER: tuple[RowEvent, ...] = ("end", "gate", "decision", "start")


class Anchor(msgspec.Struct, frozen=True):
    """The moment from which a matrix counts, and its name (H, D ...)."""

    name: str
    at: datetime


class Waited(msgspec.Struct, frozen=True):
    """What a task waits for: another task, a phase to be complete, a decision, the acceptance of a request."""

    kind: Literal["task", "phase", "decision", "request"]
    id: str


class ExecutionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the execution matrix.

    Attributes:
        number: Serial number, from 1.
        at: When; None where the schedule does not say.
        local: The same moment in the local zone.
        offset_min: Minutes after the anchor.
        subject: Identifier of the task, phase or decision point.
        nation: Whose task it is; None for phases and decision points.
        units: Units of the task, or who decides.
        waits_for: What has to be there before a task starts or a phase is complete.
        status: Of a task its status; of a decision `decided` or `open`; of a gate `criteria` where a person has to
            evidence some, otherwise nothing.
        answer: Of a decision the answer under which the plan is made.
        measures: Of a gate the criteria that no plan shows.
    """

    number: int = 0
    at: datetime | None
    local: datetime | None
    offset_min: int | None
    event: RowEvent
    subject: str
    name: Name
    nation: Nation | None = None
    units: tuple[str, ...] = ()
    place: str = ""
    waits_for: tuple[Waited, ...] = ()
    status: str = ""
    answer: str = ""
    measures: tuple[Measure, ...] = ()


class ExecutionMatrix(msgspec.Struct, frozen=True, kw_only=True):
    """The whole execution matrix: rows in the order of time, those without a time last."""

    plan: str
    title: Name
    anchor: Anchor
    rows: tuple[ExecutionRow, ...]


def adopted(plan: Plan) -> tuple[Placed, ...]:
    """Return the times that a plan itself gives, each task as long as in the mode that it has."""
    return tuple(
        Placed(t.id, t.start, t.start + timedelta(minutes=_length(t)), t.place, t.mode)
        for t in plan.tasks
        if t.start is not None and t.status != "cancelled"
    )


def _length(task: Task) -> int:
    return next((o.duration for o, _ in options_of(task) if o.mode == task.mode), task.duration.likely_min)


def anchor_of(plan: Plan, schedule: Iterable[Placed]) -> Anchor:
    """Return the moment from which a matrix counts: the plan's origin by its name, otherwise its first start."""
    if plan.origin is not None:
        names = [name for name, at in plan.anchors.items() if at == plan.origin]
        return Anchor("H" if "H" in names else (names or ["H"])[0], plan.origin)
    return Anchor("H", min((p.start for p in schedule), default=DAY_ZERO))


def offset_min(anchor: Anchor, at: datetime) -> int:
    """Return the whole minutes from an anchor to a moment."""
    return round((at - anchor.at).total_seconds() / 60)


def execution_matrix(
    plan: Plan, schedule: Sequence[Placed], made: Sequence[Choice] = (), zone: tzinfo = UTC
) -> ExecutionMatrix:
    """Return the execution matrix of a schedule.

    Args:
        plan: The plan under its answers, without the tasks that those leave out.
        schedule: Times of its tasks.
        made: The answer to each decision.
        zone: Zone of the local time.
    """
    placed, gates = {p.task: p for p in schedule}, Gates(plan)
    view = _View(placed, gates, frozenset(r.id for r in plan.resources if r.kind == "unit"), _stated(plan))
    rows = [
        *(row for task in plan.tasks if task.status != "cancelled" for row in view.rows(task)),
        *(_gate(phase, placed, gates) for phase in gated(plan, gates)),
        *(_decision(d, made) for d in plan.decisions),
    ]
    rows.sort(key=lambda r: (r.at is None, r.at or DAY_ZERO, ORDER.index(r.event), r.subject))
    anchor = anchor_of(plan, schedule)
    return ExecutionMatrix(
        plan=plan.id,
        title=plan.title,
        anchor=anchor,
        rows=tuple(_numbered(r, n, anchor, zone) for n, r in enumerate(rows, 1)),
    )


def _numbered(row: ExecutionRow, number: int, anchor: Anchor, zone: tzinfo) -> ExecutionRow:
    if row.at is None:
        return msgspec.structs.replace(row, number=number)
    at = row.at.astimezone(UTC)
    moments = {"at": at, "local": at.astimezone(zone), "offset_min": offset_min(anchor, at)}
    return msgspec.structs.replace(row, number=number, **moments)


def _row(event: RowEvent, subject: str, name: Name, at: datetime | None) -> ExecutionRow:
    return ExecutionRow(at=at, local=None, offset_min=None, event=event, subject=subject, name=name)


class _View(msgspec.Struct, frozen=True):
    """A plan with its times, and what its tasks wait for beside what they say themselves."""

    placed: Mapping[TaskId, Placed]
    gates: Gates
    units: frozenset[str]
    stated: Mapping[TaskId, Sequence[Waited]]

    def rows(self, task: Task) -> Iterator[ExecutionRow]:
        """Yield the start and the end of a task; one line without a time for a task that has none."""
        found = self.placed.get(task.id)
        row = msgspec.structs.replace(
            _row("start", task.id, known(task.name, Name()), found.start if found else None),
            nation=task.owner,
            units=self.units_of(task, found),
            place=(found.place if found else task.place) or "",
            status=task.status,
        )
        yield msgspec.structs.replace(row, waits_for=tuple(dict.fromkeys(self.waited(task))))
        if found is not None:
            yield msgspec.structs.replace(row, event="end", at=found.end)

    def units_of(self, task: Task, found: Placed | None) -> tuple[str, ...]:
        """Return the units of a task, in the mode that a schedule takes."""
        mode = found.mode if found else task.mode
        ways = [m.uses for m in known(task.modes, ()) if m.id == mode]
        uses = (*known(task.uses, ()), *(u for way in ways for u in way))
        return tuple(dict.fromkeys(u.resource for u in uses if u.resource in self.units))

    def waited(self, task: Task) -> Iterator[Waited]:
        """Yield what a task waits for."""
        yield from (Waited("task", of) for of in known(task.after, ()))
        yield from (Waited("phase", phase) for phase, _ in self.gates.waits(task))
        yield from self.stated.get(task.id, ())
        grant = known(task.needs_grant, None)
        if grant is not None:
            yield Waited("request", grant)


def _stated(plan: Plan) -> dict[TaskId, list[Waited]]:
    """Return what constraints, agreed orders and branches let each task wait for."""
    found: dict[TaskId, list[Waited]] = {}
    for s in plan.sequences:
        found.setdefault(s.second, []).append(Waited("task", s.first))
    for c in plan.constraints:
        if isinstance(c, After):
            found.setdefault(c.task, []).append(Waited("task", c.of))
        elif isinstance(c, PhaseGate):
            found.setdefault(c.task, []).append(Waited("phase", c.phase))
        elif isinstance(c, DecisionBefore):
            found.setdefault(c.task, []).append(Waited("decision", c.decision))
        elif isinstance(c, Authority):
            found.setdefault(c.task, []).append(Waited("request", c.request))
    for d in plan.decisions:
        for task in {t for b in d.branches for t in b.tasks}:
            found.setdefault(task, []).append(Waited("decision", d.id))
    return found


def gated(plan: Plan, gates: Gates) -> list[Phase]:
    """Return the phases that have a gate: tasks or criteria that complete them."""
    return [p for p in plan.phases if gates.exits(p) or (p.exit is not None and p.exit.measures)]


def complete_at(phase: Phase, placed: Mapping[TaskId, Placed], gates: Gates) -> datetime | None:
    """Return when the last exit task of a phase ends; None if one of them has no time or there is none."""
    ends = [placed[t].end if t in placed else None for t in gates.exits(phase)]
    return None if None in ends else max((e for e in ends if e is not None), default=None)


def _gate(phase: Phase, placed: Mapping[TaskId, Placed], gates: Gates) -> ExecutionRow:
    measures = phase.exit.measures if phase.exit else ()
    return msgspec.structs.replace(
        _row("gate", phase.id, phase.name, complete_at(phase, placed, gates)),
        waits_for=tuple(Waited("task", t) for t in gates.exits(phase)),
        status="criteria" if measures else "",
        measures=measures,
    )


def _decision(decision: Decision, made: Sequence[Choice]) -> ExecutionRow:
    answer = next((c.answer for c in made if c.decision == decision.id), decision.decided or "")
    return msgspec.structs.replace(
        _row("decision", decision.id, decision.name, decision.latest),
        units=decision.who,
        status="decided" if decision.decided is not None else "open",
        answer=answer,
    )
