"""Reads the phases and decision points of a plan document: order, exit criteria, branches; knows no schedule."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import get_args

from renkei.kernel.ids import Nation, TaskId
from renkei.kernel.names import Name
from renkei.plan.document_resources import nation_of
from renkei.plan.document_terms import identifier
from renkei.plan.gates import circle
from renkei.plan.marked import Part
from renkei.plan.model import Task
from renkei.plan.phase import Branch, Comparison, Decision, Exit, Measure, Phase
from renkei.plan.times import moment

PHASE_FIELDS = ("id", "name", "from", "to", "after", "exit", "stated_by")
DECISION_FIELDS = ("id", "name", "who", "trigger", "latest", "branch", "decided")
CONTINUE = "continue"
"""Word for the branch that is the plan as it is."""


def phase(part: Part, anchors: Mapping[str, datetime]) -> Phase:
    """Return a phase."""
    fields = part.fields(PHASE_FIELDS, required=("id",))
    return Phase(
        id=identifier(fields["id"]),
        name=fields["name"].name() if "name" in fields else Name(),
        start=moment(fields["from"], anchors) if "from" in fields else None,
        end=moment(fields["to"], anchors) if "to" in fields else None,
        after=fields["after"].text() if "after" in fields else None,
        exit=_exit(fields["exit"]) if "exit" in fields else None,
    )


def stated(read: Iterable[tuple[Part, Phase]]) -> dict[str, dict[Nation, Phase]]:
    """Return by which nations' word the phases hold, for those of which the document says so."""
    by = [(found, part.fields().get("stated_by")) for part, found in read]
    return {found.id: {nation_of(n): found for n in said.texts()} for found, said in by if said is not None}


def sound_phases(read: Sequence[tuple[Part, Phase]], tasks: Mapping[TaskId, Task]) -> None:
    """Check what phases say of one another and of tasks.

    Raises:
        Malformed: A phase or task that is unknown, a circle of phases, an exit that comes after what waits for it.
    """
    phases = {found.id: found for _, found in read}
    for part, found in read:
        if found.after is not None and found.after not in phases:
            raise part.fields()["after"].wrong("plan-document-unknown", kind="phase", id=found.after)
    if round_ := circle(phases):
        part = next(part for part, found in read if found.id == round_[0])
        raise part.fields()["after"].wrong("plan-document-phase-circle", phases=" → ".join(round_))
    for part, found in read:
        for task in (found.exit.tasks if found.exit else None) or ():
            _sound_exit(part.fields()["exit"].fields()["tasks"], found.id, task, tasks, phases)


def _sound_exit(
    part: Part, phase: str, task: TaskId, tasks: Mapping[TaskId, Task], phases: Mapping[str, Phase]
) -> None:
    if task not in tasks:
        raise part.wrong("plan-document-unknown", kind="task", id=task)
    own = tasks[task].phase
    at = phases.get(own) if isinstance(own, str) else None
    while at is not None and at.after is not None:
        if at.after == phase:
            raise part.wrong("plan-document-phase-exit", task=task, phase=phase, own=str(own))
        at = phases.get(at.after)


def _exit(part: Part) -> Exit:
    fields = part.fields(("tasks", "measure", "op", "value", "measures"))
    inline = [part] if {"measure", "op", "value"} & set(fields) else []
    listed = list(fields["measures"].items()) if "measures" in fields else []
    return Exit(
        tasks=tuple(TaskId(p.text()) for p in fields["tasks"].items()) if "tasks" in fields else None,
        measures=tuple(_measure(p, strict=p is not part) for p in (*inline, *listed)),
    )


def _measure(part: Part, *, strict: bool) -> Measure:
    """Return a criterion; with a comparison it needs a value, and a value needs one."""
    fields = part.fields(("measure", "op", "value") if strict else None, required=("measure",))
    if ("op" in fields) != ("value" in fields):
        raise part.wrong("plan-document-missing", field="value" if "op" in fields else "op")
    if "op" not in fields:
        return Measure(fields["measure"].name())
    op = fields["op"].text()
    if op not in get_args(Comparison):
        raise fields["op"].wrong("plan-document-choice", value=op, allowed=", ".join(get_args(Comparison)))
    return Measure(fields["measure"].name(), op, fields["value"].text())  # type: ignore[arg-type]  # just compared


class Branches:
    """The branches of a document: which tasks join each by its name, and which decisions offer it.

    Args:
        tasks: The tasks of the document.
        joined: Where a task says of which branch it is a part: the place, the task, the branch's name.
    """

    def __init__(self, tasks: Mapping[TaskId, Task], joined: Sequence[tuple[Part, TaskId, str]]) -> None:
        self._tasks, self._joined = tasks, joined
        self._offered: set[str] = set()

    def decision(self, part: Part, anchors: Mapping[str, datetime]) -> Decision:
        """Return a decision point with its branches."""
        fields = part.fields(DECISION_FIELDS, required=("id",))
        said = fields.get("name") or fields.get("trigger")
        options = fields["branch"].fields().items() if "branch" in fields else ()
        branches = tuple(self._branch(answer, p) for answer, p in options)
        decided = fields["decided"].text() if "decided" in fields else None
        answers = [b.answer for b in branches]
        if decided is not None and decided not in answers:
            allowed = ", ".join(answers) or "-"
            raise fields["decided"].wrong("plan-document-choice", value=decided, allowed=allowed)
        return Decision(
            id=identifier(fields["id"]),
            name=said.name() if said else Name(),
            who=tuple(w.text() for w in fields["who"].texts()) if "who" in fields else (),
            latest=moment(fields["latest"], anchors) if "latest" in fields else None,
            trigger=fields["trigger"].name() if "trigger" in fields else Name(),
            branches=branches,
            decided=decided,
        )

    def _branch(self, answer: str, part: Part) -> Branch:
        """Return a branch: `continue`, a list of tasks, a name that tasks join, or a mapping with both."""
        if part.is_list:
            return Branch(answer, self._listed(part))
        if part.is_mapping:
            fields = part.fields(("name", "tasks"), required=("tasks",))
            name = fields["name"].text() if "name" in fields else ""
            return Branch(answer, self._joining(name, self._listed(fields["tasks"])), name)
        name = part.text()
        if name == CONTINUE:
            return Branch(answer)
        if TaskId(name) in self._tasks:
            raise part.wrong("plan-document-branch-task", task=name)
        return Branch(answer, self._joining(name), name)

    def _listed(self, part: Part) -> tuple[TaskId, ...]:
        found = tuple(TaskId(p.text()) for p in part.items())
        for task in found:
            if task not in self._tasks:
                raise part.wrong("plan-document-unknown", kind="task", id=task)
        return found

    def _joining(self, name: str, listed: tuple[TaskId, ...] = ()) -> tuple[TaskId, ...]:
        self._offered.add(name)
        return tuple(dict.fromkeys((*listed, *(task for _, task, branch in self._joined if branch == name))))

    def all_offered(self) -> None:
        """Check that each branch that a task joins is one that a decision offers.

        Raises:
            Malformed: No decision has such a branch.
        """
        for part, _, name in self._joined:
            if name not in self._offered:
                raise part.wrong("plan-document-unknown", kind="branch", id=name)
