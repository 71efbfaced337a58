"""Which fields of each kind of event identify objects, so that the gate knows what a partner would learn."""

from collections.abc import Mapping

from renkei.release.gate import ObjectFields

_TASK_NAMES = ("after", "uses.resource", "answers", "needs_grant", "modes.uses.resource")
_TASK = ObjectFields(makes=("id",), names=_TASK_NAMES)
_OF_TASK = ObjectFields(about=("id",))
_OF_REQUEST = ObjectFields(
    about=("request",),
    names=(
        "content.for_task",
        "content.joint.offer.bookings.resource",
        "content.joint.offer.meetings.task",
        "terms.joint.offer.bookings.resource",
        "terms.joint.offer.meetings.task",
    ),
)
_ASKED = ("content.for_task", "content.joint.offer.bookings.resource", "content.joint.offer.meetings.task")

OBJECTS: Mapping[str, ObjectFields] = {
    "plan.TaskAdded": _TASK,
    "plan.TaskEdited": ObjectFields(about=("id",), names=_TASK_NAMES),
    "plan.TaskCancelled": _OF_TASK,
    "plan.TaskScheduled": _OF_TASK,
    "plan.TaskCommitted": _OF_TASK,
    "plan.TaskReported": _OF_TASK,
    "plan.PlanAdopted": ObjectFields(names=("tasks", "misses.task")),
    "plan.ResourceAdded": ObjectFields(makes=("id",)),
    "plan.CapacitySet": ObjectFields(about=("id",)),
    "plan.ConstraintAdded": ObjectFields(
        makes=("constraint.id",), about=("constraint.task", "constraint.of", "constraint.tasks")
    ),
    "plan.ConstraintRemoved": ObjectFields(about=("constraint",)),
    "plan.SequenceAccepted": ObjectFields(about=("sequence.resource", "sequence.first", "sequence.second")),
    "requests.RequestRegistered": ObjectFields(makes=("request",), names=_ASKED),
    "requests.RequestSent": ObjectFields(makes=("request",), names=_ASKED),
    "requests.ActTaken": _OF_REQUEST,
    "requests.TextTranslated": ObjectFields(about=("request",)),
    "requests.DuplicateJudged": ObjectFields(about=("request", "of")),
    "forces.UnitRegistered": ObjectFields(makes=("unit",), names=("carried_by",)),
    "forces.UnitDelayed": ObjectFields(about=("unit",)),
    "forces.PlaceReported": ObjectFields(names=("task",)),
    "forces.PlaceRegistered": ObjectFields(),
    "plan.PhaseAdded": ObjectFields(names=("phase.exit.tasks",)),
    "plan.DecisionAdded": ObjectFields(names=("decision.branches.tasks",)),
    "claims.FigureStated": ObjectFields(),
    "watch.EntryLogged": ObjectFields(),
    "picture.TrackSplit": ObjectFields(),
    "picture.TracksJoined": ObjectFields(),
    "release.EventRecalled": ObjectFields(about=("event",)),
}
"""Kind -> fields. The gate lets no event out whose kind is not here; places are public and are not listed."""
