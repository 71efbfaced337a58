"""The decision-support matrix as values: decision points with what hangs on them, phase gates with their criteria."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo

import msgspec

from renkei.kernel.ids import Nation, TaskId
from renkei.kernel.names import Name
from renkei.plan.branches import Choice, under
from renkei.plan.constraint import DecisionBefore
from renkei.plan.engine.pose import DAY_ZERO
from renkei.plan.execution import Anchor, anchor_of, complete_at, gated, offset_min
from renkei.plan.gates import Gates
from renkei.plan.model import Placed, Plan
from renkei.plan.phase import Branch, Decision, Measure, Phase


class Moment(msgspec.Struct, frozen=True):
    """A moment in Zulu, in the local zone, and in minutes after the anchor."""

    at: datetime
    local: datetime
    offset_min: int


class OptionRow(msgspec.Struct, frozen=True):
    """An answer to a decision: its branch's name and tasks, and whether the plan is made under it."""

    answer: str
    name: str
    tasks: tuple[TaskId, ...]
    taken: bool


class Hanging(msgspec.Struct, frozen=True):
    """A task that needs a decision so many minutes before it starts, and when it is to start."""

    task: TaskId
    lead_min: int
    start: datetime | None


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One decision point.

    Attributes:
        latest: Until when the decision serves.
        reason: Why the plan has the answer that it has: decided, assumed, first; nothing without branches.
        hanging: Tasks that wait for the decision, by the constraints `decision_before`.
    """

    id: str
    name: Name
    trigger: Name
    who: tuple[str, ...]
    latest: Moment | None
    reason: str
    options: tuple[OptionRow, ...]
    hanging: tuple[Hanging, ...]


class GateRow(msgspec.Struct, frozen=True, kw_only=True):
    """The gate at the end of a phase.

    Attributes:
        after: Phase before.
        tasks: Tasks whose ends complete the phase.
        measures: Criteria that a person evidences: nothing here judges them.
        complete: When the last of the tasks ends.
        opens: Phases that begin once this one is complete.
        stated_by: Nations whose own word it is; empty where one document speaks for all.
        chance: How likely it is complete in time, if that was asked and something has to be in time.
    """

    phase: str
    name: Name
    after: str | None
    tasks: tuple[TaskId, ...]
    measures: tuple[Measure, ...]
    complete: Moment | None
    opens: tuple[str, ...]
    stated_by: tuple[Nation, ...]
    chance: float | None = None


class DecisionSupport(msgspec.Struct, frozen=True, kw_only=True):
    """The whole decision-support matrix: decision points by their latest time, gates in the order of the plan."""

    plan: str
    title: Name
    anchor: Anchor
    decisions: tuple[DecisionRow, ...]
    gates: tuple[GateRow, ...]


def decision_support(
    plan: Plan,
    schedule: Sequence[Placed],
    made: Sequence[Choice] = (),
    zone: tzinfo = UTC,
    chances: Mapping[str, float | None] | None = None,
) -> DecisionSupport:
    """Return the decision-support matrix of a plan.

    Args:
        plan: The whole plan, with the tasks of every branch.
        schedule: Times of those that are planned.
        made: The answer to each decision.
        zone: Zone of the local time.
        chances: How likely each phase is complete in time, by phase.
    """
    view = _View(plan, {p.task: p for p in schedule}, {c.decision: c for c in made}, anchor_of(plan, schedule), zone)
    decisions = sorted(plan.decisions, key=lambda d: (d.latest is None, d.latest or DAY_ZERO, d.id))
    kept = under(plan, {c.decision: c.answer for c in made})
    gates = Gates(kept)
    return DecisionSupport(
        plan=plan.id,
        title=plan.title,
        anchor=view.anchor,
        decisions=tuple(view.decision(d) for d in decisions),
        gates=tuple(view.gate(p, gates, (chances or {}).get(p.id)) for p in gated(kept, gates)),
    )


class _View(msgspec.Struct, frozen=True):
    """A plan with its times and answers."""

    plan: Plan
    placed: Mapping[TaskId, Placed]
    made: Mapping[str, Choice]
    anchor: Anchor
    zone: tzinfo

    def moment(self, at: datetime | None) -> Moment | None:
        if at is None:
            return None
        zulu = at.astimezone(UTC)
        return Moment(zulu, zulu.astimezone(self.zone), offset_min(self.anchor, zulu))

    def decision(self, d: Decision) -> DecisionRow:
        choice = self.made.get(d.id)
        waiting = [c for c in self.plan.constraints if isinstance(c, DecisionBefore) and c.decision == d.id]
        return DecisionRow(
            id=d.id,
            name=d.name,
            trigger=d.trigger,
            who=d.who,
            latest=self.moment(d.latest),
            reason=choice.reason if choice else "",
            options=tuple(self.option(b, choice) for b in d.branches),
            hanging=tuple(Hanging(c.task, c.lead_min, self.start(c.task)) for c in waiting),
        )

    def option(self, branch: Branch, choice: Choice | None) -> OptionRow:
        taken = choice is not None and choice.answer == branch.answer
        return OptionRow(branch.answer, branch.name, branch.tasks, taken)

    def start(self, task: TaskId) -> datetime | None:
        found = self.placed.get(task)
        return found.start.astimezone(UTC) if found else None

    def gate(self, phase: Phase, gates: Gates, chance: float | None) -> GateRow:
        return GateRow(
            phase=phase.id,
            name=phase.name,
            after=phase.after,
            tasks=gates.exits(phase),
            measures=phase.exit.measures if phase.exit else (),
            complete=self.moment(complete_at(phase, self.placed, gates)),
            opens=tuple(p.id for p in self.plan.phases if p.after == phase.id),
            stated_by=tuple(sorted(self.plan.stated.get(phase.id, ()))),
            chance=chance,
        )
