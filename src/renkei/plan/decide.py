"""What may happen to the plan: owners, versions, grants, shared places, verified schedules; records nothing."""

import msgspec

from renkei.kernel.errors import Conflict, Refused
from renkei.kernel.event import Body, Context, Draft, Row
from renkei.kernel.ids import EventId, TaskId
from renkei.kernel.label import Label, Withheld
from renkei.plan import rules
from renkei.plan.binding import bound_nations, named_tasks, same
from renkei.plan.events import (
    CapacitySet,
    ConstraintAdded,
    ConstraintRemoved,
    DecisionAdded,
    PhaseAdded,
    PlaceAdded,
    PlanAdopted,
    PlanStarted,
    ResourceAdded,
    SequenceAccepted,
    TaskAdded,
    TaskCancelled,
    TaskCommitted,
    TaskEdited,
    TaskReported,
    TaskScheduled,
)
from renkei.plan.model import (
    OPEN_STATUSES,
    AcceptSequence,
    AddConstraint,
    AddDecision,
    AddPhase,
    AddPlace,
    AddResource,
    AddTask,
    AdoptPlan,
    CancelTask,
    CommitTask,
    EditTask,
    MoveTask,
    Placed,
    RemoveConstraint,
    ReportTask,
    SetCapacity,
    StartPlan,
    Task,
    UndoChange,
)
from renkei.plan.state import PlanState

EDIT = frozenset({"planner"})
ADOPT = frozenset({"planner", "commander"})
COMMIT = frozenset({"commander"})
REPORT = frozenset({"watch_officer"})


def start_plan(state: PlanState, command: StartPlan, context: Context) -> tuple[Draft, ...]:
    """A nation begins its plan once."""
    del context
    if any(s.plan == command.plan for s in state.settings.values()):
        raise Refused("plan-already-started", plan=command.plan)
    return (Draft(PlanStarted(command.plan, command.title, command.origin, command.anchors)),)


def add_task(state: PlanState, command: AddTask, context: Context) -> tuple[Draft, ...]:
    """A new task is the own nation's, and all that it names is known."""
    owner = command.owner or context.nation
    if owner != context.nation:
        raise Refused("plan-partner-task", task=command.task, owner=owner)
    rules.new_identifier(command.task, command.task in state.tasks)
    if len(state.tasks) >= rules.TASKS_MAX:
        raise Refused("plan-tasks-most", most=rules.TASKS_MAX)
    fields = {f: getattr(command, f) for f in command.__struct_fields__ if f not in ("task", "owner")}
    task = Task(id=command.task, owner=owner, **fields)
    rules.sound(state, task, context)
    return (Draft(_as(TaskAdded, task)),)


def edit_task(state: PlanState, command: EditTask, context: Context) -> tuple[Draft, ...]:
    """An own task that has not begun may be changed; a committed one by the commander alone."""
    before = _open(state, command.task, command.based_on, context)
    named = ((f, getattr(command, f)) for f in command.__struct_fields__ if f not in ("task", "based_on"))
    after = msgspec.structs.replace(before, **{f: v for f, v in named if not isinstance(v, Withheld)})
    rules.sound(state, after, context)
    return (_draft(state, context, _as(TaskEdited, after), f"task:{after.id}"),)


def cancel_task(state: PlanState, command: CancelTask, context: Context) -> tuple[Draft, ...]:
    """An own task that has not begun may be cancelled."""
    _open(state, command.task, command.based_on, context)
    return (_draft(state, context, TaskCancelled(command.task), f"task:{command.task}"),)


def move_task(state: PlanState, command: MoveTask, context: Context) -> tuple[Draft, ...]:
    """An own task goes to another time, but never onto a partner's use of a place that takes one."""
    task = _open(state, command.task, command.based_on, context)
    if command.start is not None:
        if command.start < context.now and command.start != task.start:
            raise Refused("plan-start-past", task=task.id)
        rules.sequence_agreed(state, task, command.start)
    place = command.place or task.place
    body = TaskScheduled(task.id, command.start, place if command.start else None, task.mode)
    return (_draft(state, context, body, f"task:{task.id}"),)


def commit_task(state: PlanState, command: CommitTask, context: Context) -> tuple[Draft, ...]:
    """A scheduled own task is promised once its request is granted and its time holds."""
    task = _open(state, command.task, command.based_on, context)
    if task.status == "committed":
        raise Refused("plan-already-committed", task=task.id)
    if task.start is None:
        raise Refused("plan-not-scheduled", task=task.id)
    rules.granted(state, task)
    rules.holds(state, task, context)
    return (_draft(state, context, TaskCommitted(task.id), f"task:{task.id}"),)


def report_task(state: PlanState, command: ReportTask, context: Context) -> tuple[Draft, ...]:
    """A task begins, ends or slips when somebody reports it, never because its time passed."""
    task = rules.own_task(state, command.task, context)
    allowed = ("executing",) if command.report == "finished" else OPEN_STATUSES
    if command.report == "delayed":
        allowed = (*OPEN_STATUSES, "executing")
    if task.status not in allowed:
        raise Refused("plan-report-not-now", task=task.id, report=command.report, status=task.status)
    if command.report != "delayed" and command.at > context.now:
        raise Refused("plan-report-future", task=task.id)
    progress = state.progress.get(task.id)
    if command.report == "finished" and progress and progress.started and command.at < progress.started:
        raise Refused("plan-report-before-start", task=task.id)
    body = TaskReported(task.id, command.report, command.at)
    return (_draft(state, context, body, f"task:{task.id}"),)


def adopt_plan(state: PlanState, command: AdoptPlan, context: Context) -> tuple[Draft, ...]:
    """A schedule of own tasks is taken if the exact check finds nothing but the misses that it states."""
    if len(command.schedule) > rules.TASKS_MAX:
        raise Refused("plan-tasks-most", most=rules.TASKS_MAX)
    moved = [p for p in command.schedule if _differs(rules.own_task(state, p.task, context), p)]
    for placed in moved:
        _open(state, placed.task, command.based_on.get(placed.task, EventId("")), context)
        if placed.start < context.now:
            raise Refused("plan-start-past", task=placed.task)
    misses = rules.verified(state, moved, command.misses, context, command.talk)
    named = tuple(p.task for p in moved)
    summary = Draft(PlanAdopted(named, misses), Label(context.nation))
    return (summary, *(_scheduled(state, context, p) for p in moved))


def add_resource(state: PlanState, command: AddResource, context: Context) -> tuple[Draft, ...]:
    """A new resource is the own nation's."""
    resource = command.resource
    if resource.owner != context.nation:
        raise Refused("plan-partner-unit", resource=resource.id, owner=resource.owner)
    rules.new_identifier(resource.id, resource.id in state.resources)
    rules.sound_capacity(resource.capacity, resource.periods)
    return (Draft(_as(ResourceAdded, resource)),)


def set_capacity(state: PlanState, command: SetCapacity, context: Context) -> tuple[Draft, ...]:
    """The owner alone says how much there is."""
    resource = state.resources.get(command.resource)
    if resource is None:
        raise Refused("plan-unknown-resource", resource=command.resource)
    if resource.owner != context.nation:
        raise Refused("plan-partner-unit", resource=resource.id, owner=resource.owner)
    _fresh(state, f"resource:{resource.id}", command.based_on)
    rules.sound_capacity(command.capacity, command.periods)
    body = CapacitySet(resource.id, command.capacity, command.periods)
    return (_draft(state, context, body, f"resource:{resource.id}"),)


def add_place(state: PlanState, command: AddPlace, context: Context) -> tuple[Draft, ...]:
    """A place is named once by each nation."""
    _named_once(state, f"place:{command.place.id}", command.place.id, context)
    return (Draft(PlaceAdded(command.place)),)


def add_phase(state: PlanState, command: AddPhase, context: Context) -> tuple[Draft, ...]:
    """A phase is named once by each nation, and comes after one that is known."""
    phase = command.phase
    rules.new_identifier(phase.id, context.nation in state.stated.get(phase.id, {}))
    rules.sound_phase(state, phase, context)
    return (Draft(PhaseAdded(command.phase)),)


def add_decision(state: PlanState, command: AddDecision, context: Context) -> tuple[Draft, ...]:
    """A decision point is named once by each nation."""
    _named_once(state, f"decision:{command.decision.id}", command.decision.id, context)
    rules.sound_decision(command.decision)
    return (Draft(DecisionAdded(command.decision)),)


def add_constraint(state: PlanState, command: AddConstraint, context: Context) -> tuple[Draft, ...]:
    """A constraint binds own tasks, units or stocks; where it binds a partner's too, it holds once both have set it."""
    constraint = command.constraint
    proposed = state.proposed.get(constraint.id, {})
    rules.new_identifier(constraint.id, context.nation in proposed)
    concerned = bound_nations(constraint, state.tasks, state.resources)
    unknown = [t for t in named_tasks(constraint) if t not in state.tasks]
    if context.nation not in concerned and (concerned or not unknown):
        raise Refused("plan-constraint-not-own", constraint=constraint.id)
    if unknown:
        raise Refused("plan-unknown-task", task=unknown[0])
    if any(not same(constraint, other) for other in proposed.values()):
        raise Refused("plan-constraint-differs", constraint=constraint.id)
    return (Draft(ConstraintAdded(constraint)),)


def remove_constraint(state: PlanState, command: RemoveConstraint, context: Context) -> tuple[Draft, ...]:
    """A nation takes back what it set; a constraint that needed both then no longer holds."""
    proposed = state.proposed.get(command.constraint, {})
    if not proposed:
        raise Refused("plan-unknown-constraint", constraint=command.constraint)
    if context.nation not in proposed:
        raise Refused("plan-partner-constraint", constraint=command.constraint)
    key = f"constraint:{context.nation}:{command.constraint}"
    if state.versions.get(key) != command.based_on:
        raise Conflict("plan-stale", object=command.constraint)
    return (_draft(state, context, ConstraintRemoved(command.constraint), key),)


def accept_sequence(state: PlanState, command: AcceptSequence, context: Context) -> tuple[Draft, ...]:
    """A side accepts an order in which one of its own tasks takes part."""
    sequence = command.sequence
    rules.sequence_sound(state, sequence, context)
    return (_draft(state, context, SequenceAccepted(sequence), rules.own_key(state, sequence, context)),)


def undo_change(state: PlanState, command: UndoChange, context: Context) -> tuple[Draft, ...]:
    """The newest change of an own task is taken back by a new event; a report is a fact and stays."""
    task = rules.own_task(state, command.task, context)
    _fresh(state, f"task:{task.id}", command.change)
    if task.status in ("executing", "done"):
        raise Refused("plan-undo-report", task=task.id)
    if task.status == "committed" and not context.roles & COMMIT:
        raise Refused("plan-committed-held", task=task.id)
    revisions = state.history[task.id]
    body: Body = _as(TaskEdited, revisions[-2].task) if len(revisions) > 1 else TaskCancelled(task.id)
    return (_draft(state, context, body, f"task:{task.id}"),)


def _open(state: PlanState, task: TaskId, based_on: EventId, context: Context) -> Task:
    """Return an own task that may still be changed by this person, at the version that was read."""
    found = rules.own_task(state, task, context)
    _fresh(state, f"task:{task}", based_on)
    if found.status not in OPEN_STATUSES:
        raise Refused("plan-task-closed", task=task, status=found.status)
    if found.status == "committed" and not context.roles & COMMIT:
        raise Refused("plan-committed-held", task=task)
    return found


def _fresh(state: PlanState, key: str, based_on: EventId) -> None:
    if state.versions.get(key) != based_on:
        raise Conflict("plan-stale", object=key.partition(":")[2])


def _named_once(state: PlanState, key: str, identifier: str, context: Context) -> None:
    rules.new_identifier(identifier, state.owners.get(key) == context.nation)


def _differs(task: Task, placed: Placed) -> bool:
    return (task.start, task.place, task.mode) != (placed.start, placed.place, placed.mode)


def _as(kind: type[Body], value: msgspec.Struct) -> Body:
    return kind(**{f: getattr(value, f) for f in value.__struct_fields__})


def _draft(state: PlanState, context: Context, body: Body, key: str) -> Draft:
    """Return a draft that is released as its object was before, unless the person labelled it anew."""
    return Draft(body, context.label or state.labels.get(key))


def _scheduled(state: PlanState, context: Context, placed: Placed) -> Draft:
    """Return the time of one task under that task's own label, released no further than the whole schedule is."""
    body = TaskScheduled(placed.task, placed.start, placed.place, placed.mode)
    label = state.labels.get(f"task:{placed.task}", Label(context.nation))
    if context.label is not None:
        rel_to = tuple(n for n in label.rel_to if n in context.rel_to)
        label = msgspec.structs.replace(label, rel_to=rel_to)
    return Draft(body, label)


DECISIONS: dict[type[msgspec.Struct], Row] = {
    StartPlan: Row(start_plan, EDIT),
    AddTask: Row(add_task, EDIT),
    EditTask: Row(edit_task, ADOPT),
    CancelTask: Row(cancel_task, ADOPT),
    MoveTask: Row(move_task, ADOPT),
    CommitTask: Row(commit_task, COMMIT),
    ReportTask: Row(report_task, REPORT),
    AdoptPlan: Row(adopt_plan, ADOPT),
    AddResource: Row(add_resource, EDIT),
    SetCapacity: Row(set_capacity, EDIT),
    AddPlace: Row(add_place, EDIT),
    AddPhase: Row(add_phase, EDIT),
    AddDecision: Row(add_decision, EDIT),
    AddConstraint: Row(add_constraint, EDIT),
    RemoveConstraint: Row(remove_constraint, EDIT),
    AcceptSequence: Row(accept_sequence, ADOPT),
    UndoChange: Row(undo_change, ADOPT),
}
