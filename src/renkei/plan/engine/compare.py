"""Two plans side by side: times, places, lateness, moves, and every level of the objective; solves nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from renkei.kernel.ids import Nation, TaskId
from renkei.kernel.message import Message
from renkei.plan.edits import Edit, edits
from renkei.plan.engine.facts import Lag, Upper
from renkei.plan.engine.pose import Stance, known, pose
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.tell import violation_told
from renkei.plan.engine.verify import end_of, hard, verify
from renkei.plan.model import Plan, Task

TIMES = ("start", "place", "mode")
"""Fields of a task that a schedule sets: they are compared as times, not as edits."""


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """Where a plan puts a task; `late_min` are the minutes by which it misses its due time."""

    start: datetime
    end: datetime
    place: str | None
    mode: str | None
    late_min: int


class Contrast(msgspec.Struct, frozen=True, kw_only=True):
    """One task in both plans.

    Attributes:
        before, after: None where it has no time.
        shift_min: Minutes by which the second plan starts it later.
    """

    task: TaskId
    owner: Nation
    before: Stand | None
    after: Stand | None
    shift_min: int | None

    @property
    def moved(self) -> bool:
        """Whether both plans have it, at different times, places or in different modes."""
        return self.before is not None and self.after is not None and self.before != self.after


class Worth(msgspec.Struct, frozen=True, kw_only=True):
    """How good a plan is, level by level, in the order in which plans are preferred.

    Attributes:
        broken: Facts that the times break.
        urgent_late: Tasks of priority 1 that have no time or are late.
        grants: Requests that tasks hang on and that nobody has accepted.
        committed_moved, moved: Tasks that stand elsewhere than in the first plan.
        shift_min, shift_most_min: All of their shifts together, and the largest.
        late, late_min: Tasks that are late, and by how much in all.
        slack_min: Least slack on a link between two nations; None without such a link.
        makespan_min: From the first start to the last end.
    """

    tasks: int
    placed: int
    broken: tuple[Message, ...]
    urgent_late: int
    grants: int
    committed_moved: int
    moved: int
    shift_min: int
    shift_most_min: int
    late: int
    late_min: int
    slack_min: int | None
    makespan_min: int


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two plans."""

    tasks: tuple[Contrast, ...]
    before: Worth
    after: Worth
    edits: tuple[Edit, ...]


def compare(before: Plan, after: Plan) -> Comparison:
    """Return what differs from one plan to another, both with the times that they have adopted."""
    one, other = _Timed(before), _Timed(after)
    contrasts = tuple(contrasts_of(one.stands, other.stands, (*before.tasks, *after.tasks)))
    facts = tuple(e for e in edits(before, after) if not (e.part == "task" and e.field in TIMES))
    return Comparison(
        tasks=contrasts, before=one.worth(()), after=other.worth(c for c in contrasts if c.moved), edits=facts
    )


def contrasts_of(
    before: Mapping[TaskId, Stand], after: Mapping[TaskId, Stand], tasks: Iterable[Task]
) -> Iterable[Contrast]:
    """Yield the tasks that do not stand the same in both plans, in the order of the plans."""
    for key, owner in {t.id: t.owner for t in tasks}.items():
        one, other = before.get(key), after.get(key)
        shift = int((other.start - one.start).total_seconds()) // 60 if one and other else None
        if one != other:
            yield Contrast(task=key, owner=owner, before=one, after=other, shift_min=shift)


class _Timed:
    """A plan with its adopted times in minutes."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.problem: Problem = pose(plan, Stance(hold_committed=False, scheduled=True))
        jobs = self.problem.jobs
        self.schedule = {i: Placing(j.keep or 0, j.base_option or 0) for i, j in enumerate(jobs)}
        self.late = dict.fromkeys(self.schedule, 0)
        for fact in self.problem.facts:
            if isinstance(fact, Upper):
                over = end_of(self.problem, self.schedule, fact.job) - fact.at
                self.late[fact.job] = max(self.late[fact.job], over)
        self.stands = {j.id: self._stand(i) for i, j in enumerate(jobs)}

    def _stand(self, i: int) -> Stand:
        problem, placing = self.problem, self.schedule[i]
        option = problem.jobs[i].options[placing.option]
        start, end = problem.moment(placing.start), problem.moment(end_of(problem, self.schedule, i))
        return Stand(start=start, end=end, place=option.place, mode=option.mode, late_min=self.late[i])

    def worth(self, moved: Iterable[Contrast]) -> Worth:
        """Return how good the plan is; `moved` are the tasks that stand elsewhere than before."""
        changed = tuple(moved)
        shifts = [abs(c.shift_min or 0) for c in changed]
        open_tasks = [t for t in self.plan.tasks if t.status != "cancelled"]
        committed = {t.id for t in open_tasks if t.status == "committed"}
        starts, ends = ([getattr(s, f) for s in self.stands.values()] for f in ("start", "end"))
        length = int((max(ends) - min(starts)).total_seconds()) // 60 if starts else 0
        broken = hard(verify(self.problem, self.schedule))
        return Worth(
            tasks=len(open_tasks),
            placed=len(self.stands),
            broken=tuple(violation_told(self.problem, v) for v in broken if v.kind != "due"),
            urgent_late=sum(known(t.priority, 3) == 1 and not self._in_time(t.id) for t in open_tasks),
            grants=len({t.needs_grant for t in open_tasks if self._ungranted(t)}),
            committed_moved=sum(c.task in committed for c in changed),
            moved=len(changed),
            shift_min=sum(shifts),
            shift_most_min=max(shifts, default=0),
            late=sum(x > 0 for x in self.late.values()),
            late_min=sum(self.late.values()),
            slack_min=self._slack(),
            makespan_min=length,
        )

    def _in_time(self, task: TaskId) -> bool:
        return task in self.stands and self.stands[task].late_min == 0

    def _ungranted(self, task: Task) -> bool:
        request = known(task.needs_grant, None)
        asked = self.plan.requests.get(request) if request is not None else None
        return request is not None and (asked is None or asked.state != "accepted")

    def _slack(self) -> int | None:
        """Return the least minutes between what a link of two nations demands and what the times give."""
        jobs, found = self.problem.jobs, []
        for fact in self.problem.facts:
            if isinstance(fact, Lag) and fact.least >= 0 and jobs[fact.job].owner != jobs[fact.of].owner:
                of = end_of(self.problem, self.schedule, fact.of)
                if fact.of_point == "start":
                    of = self.schedule[fact.of].start
                at = self.schedule[fact.job].start
                if fact.job_point == "end":
                    at = end_of(self.problem, self.schedule, fact.job)
                found.append(at - of - fact.least)
        return min(found, default=None)
