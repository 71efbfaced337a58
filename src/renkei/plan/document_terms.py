"""What the constraints of a plan document may refer to, and how a reader of one looks; reads no constraint."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from renkei.kernel.ids import ID_MAX, PlaceId, ResourceId, TaskId
from renkei.plan.constraint import Constraint
from renkei.plan.engine.pose import known
from renkei.plan.marked import Part
from renkei.plan.model import Place, Resource, Task
from renkei.plan.times import moment

Fields: TypeAlias = Mapping[str, Part]


class Terms(msgspec.Struct, frozen=True):
    """What constraints may refer to: anchors, tasks, decisions with their latest time, phases, resources, places."""

    anchors: dict[str, datetime]
    tasks: dict[TaskId, Task]
    decisions: dict[str, datetime | None]
    phases: set[str]
    resources: Mapping[str, Resource]
    places: Mapping[str, Place]

    def task(self, part: Part) -> TaskId:
        """Return the identifier of a task that exists."""
        text = TaskId(part.text())
        if text not in self.tasks:
            raise part.wrong("plan-document-unknown", kind="task", id=text)
        return text

    def several(self, part: Part) -> tuple[TaskId, ...]:
        """Return the identifiers of tasks that exist, each once."""
        found = tuple(self.task(p) for p in part.items())
        if len(set(found)) < len(found):
            raise part.wrong("plan-document-twice", field=found[0])
        return found

    def units(self, part: Part) -> tuple[ResourceId, ...]:
        """Return the identifiers of units that exist."""
        return tuple(self.resource(p, "unit") for p in part.texts())

    def resource(self, part: Part, kind: str) -> ResourceId:
        """Return the identifier of a resource of a kind that exists."""
        found = self.resources.get(part.text())
        if found is None or found.kind != kind:
            raise part.wrong("plan-document-unknown", kind=kind, id=part.text())
        return found.id

    def stock(self, part: Part, name: str) -> ResourceId:
        """Return the identifier of a stock of which it is said how much there is."""
        found = self.resources.get(name)
        if found is None or found.stock is None:
            raise part.wrong("plan-document-unknown", kind="stock", id=name)
        return found.id

    def place(self, part: Part, name: str) -> PlaceId:
        """Return the identifier of a place that exists."""
        if name not in self.places:
            raise part.wrong("plan-document-unknown", kind="place", id=name)
        return self.places[name].id

    def at(self, part: Part) -> datetime:
        """Return a moment."""
        return moment(part, self.anchors)


def identifier(part: Part) -> str:
    """Return an identifier of a sensible length."""
    text = part.text()
    if len(text) > ID_MAX:
        raise part.wrong("plan-document-id", most=ID_MAX)
    return text


Row: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], Callable[[Fields, Terms, dict[str, Any]], Constraint]]
"""Required fields, optional fields, reader."""


def resources_of(task: Task) -> set[ResourceId]:
    """Return the resources that a task uses in at least one of its modes."""
    return {u.resource for u in (*known(task.uses, ()), *(u for m in known(task.modes, ()) for u in m.uses))}
