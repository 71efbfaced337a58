"""Reads the plan's part of a scenario pack: hours after t0, forces, shared resources, tasks; nothing else of it.

What belongs to the exercise controller (`true_status`, `expected`, injects) is not looked at.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import ID_MAX, Nation, PlaceId, RequestId, ResourceId, TaskId, nation
from renkei.kernel.names import Name
from renkei.plan.constraint import Period
from renkei.plan.marked import Part
from renkei.plan.model import Duration, Place, Plan, Resource, Task, Use
from renkei.plan.phase import Exit, Measure, Phase
from renkei.plan.times import moment

TASK_FIELDS = (
    "id", "owner", "rel", "name", "dur", "uses", "at", "after", "earliest_h", "due_h", "answers", "needs_grant",
    "priority", "phase", "withhold",
)  # fmt: skip
CLOSED = ("closed", "flooded", "debris")
"""Statuses at t0 in which a place takes no traffic."""
HOURS_MAX = 20 * 365 * 24
"""Furthest time from t0: twenty years."""


def read(whole: Part) -> Plan:
    """Return the plan of a pack.

    Raises:
        Malformed: Anything in the parts read here that breaks a rule, with file, line and field.
    """
    return _Pack(whole).plan()


class _Pack:
    """One pack while it is read."""

    def __init__(self, whole: Part) -> None:
        self.top = whole.fields(required=("t0", "tasks"))
        self.t0: datetime = moment(self.top["t0"], {}).astimezone(UTC)
        self.resources: dict[str, Resource] = {}

    def plan(self) -> Plan:
        """Return the plan."""
        self._forces()
        self._shared()
        sites = dict(self._sites())
        read = [(part, self._task(part)) for part in self.entries("tasks")]
        tasks: dict[str, Task] = {}
        for part, task in read:
            if task.id in tasks:
                raise part.wrong("plan-document-twice", field=task.id)
            tasks[task.id] = task
        self._after_known(read, tasks)
        for _, task in read:
            for place in task.at or ():
                sites.setdefault(place, Place(id=place))
        return Plan(
            id=self.top["id"].text() if "id" in self.top else "plan",
            title=self.top["title"].name() if "title" in self.top else Name(),
            origin=self.t0,
            anchors={"H": self.t0},
            tasks=tuple(tasks.values()),
            resources=tuple(self.resources.values()),
            places=tuple(sites.values()),
            phases=tuple(self._phase(p) for p in self.entries("phases")),
        )

    def entries(self, name: str) -> Iterator[Part]:
        """Yield the entries of a list that may be absent."""
        return self.top[name].items() if name in self.top else iter(())

    def at(self, part: Part) -> datetime:
        """Return the moment that many hours after t0."""
        hours = part.number()
        if abs(hours) > HOURS_MAX:
            raise part.wrong("plan-document-number", value=part.text())
        return self.t0 + timedelta(minutes=round(hours * 60))

    def _maybe(self, fields: Mapping[str, Part], name: str) -> datetime | None:
        return self.at(fields[name]) if name in fields else None

    def _add(self, part: Part, resource: Resource) -> None:
        if resource.id in self.resources:
            raise part.wrong("plan-document-twice", field=resource.id)
        self.resources[resource.id] = resource

    def _forces(self) -> None:
        for part in self.entries("forces"):
            fields = part.fields(required=("id", "owner", "count"))
            self._add(
                part,
                Resource(
                    id=ResourceId(_id(fields["id"])),
                    owner=_nation(fields["owner"]),
                    capacity=fields["count"].whole(),
                    ready=self._maybe(fields, "ready_h"),
                ),
            )

    def _shared(self) -> None:
        for part in self.entries("shared_resources"):
            fields = part.fields(required=("id", "owner", "capacity"))
            self._add(
                part,
                Resource(
                    id=ResourceId(_id(fields["id"])),
                    owner=_nation(fields["owner"]),
                    kind="place",
                    capacity=fields["capacity"].whole(),
                    place=PlaceId(fields["place"].text()) if "place" in fields else None,
                ),
            )

    def _sites(self) -> Iterator[tuple[PlaceId, Place]]:
        """Yield airfields and ports with what is known of them at t0."""
        for part in (*self.entries("airfields"), *self.entries("ports")):
            fields = part.fields(required=("place",))
            place = PlaceId(fields["place"].text())
            status = fields["status_at_t0"].text() if "status_at_t0" in fields else ""
            closed = (Period(self.t0, self._maybe(fields, "reopens_h")),) if status in CLOSED else ()
            yield place, Place(id=place, closed=closed, reason=status)

    def _phase(self, part: Part) -> Phase:
        fields = part.fields(required=("id",))
        return Phase(
            id=_id(fields["id"]),
            name=fields["name"].name() if "name" in fields else Name(),
            start=self._maybe(fields, "from_h"),
            end=self._maybe(fields, "to_h"),
            exit=Exit(measures=tuple(Measure(p.name()) for p in fields["exit"].items())) if "exit" in fields else None,
        )

    def _task(self, part: Part) -> Task:
        fields = part.fields(TASK_FIELDS, required=("id", "owner", "dur"))
        length = round(fields["dur"].number() * 60)
        if not 0 <= length <= HOURS_MAX * 60:
            raise fields["dur"].wrong("plan-document-duration", value=fields["dur"].text())
        owner = _nation(fields["owner"])
        return Task(
            id=TaskId(_id(fields["id"])),
            owner=owner,
            duration=Duration(length),
            name=fields["name"].name() if "name" in fields else Name(),
            uses=tuple(self._uses(fields, owner)),
            at=tuple(PlaceId(p.text()) for p in fields["at"].texts()) if "at" in fields else (),
            after=tuple(TaskId(p.text()) for p in fields["after"].texts()) if "after" in fields else (),
            modes=(),
            earliest=self._maybe(fields, "earliest_h"),
            due=self._maybe(fields, "due_h"),
            phase=fields["phase"].text() if "phase" in fields else None,
            answers=RequestId(fields["answers"].text()) if "answers" in fields else None,
            needs_grant=RequestId(fields["needs_grant"].text()) if "needs_grant" in fields else None,
            priority=fields["priority"].whole(1) if "priority" in fields else None,
        )

    def _uses(self, fields: Mapping[str, Part], owner: Nation) -> Iterator[Use]:
        for name, amount in fields["uses"].fields().items() if "uses" in fields else ():
            resource = self.resources.get(name)
            if resource is None:
                raise amount.wrong("plan-document-unknown", kind="resource", id=name)
            if resource.kind == "unit" and resource.owner != owner:
                raise amount.wrong("plan-document-authority", unit=name, owner=resource.owner, nation=owner)
            yield Use(resource.id, amount.whole(1))

    def _after_known(self, read: list[tuple[Part, Task]], tasks: Mapping[str, Task]) -> None:
        for part, task in read:
            for of in task.after or ():
                if of not in tasks:
                    raise part.fields()["after"].wrong("plan-document-unknown", kind="task", id=of)


def _id(part: Part) -> str:
    text = part.text()
    if len(text) > ID_MAX:
        raise part.wrong("plan-document-id", most=ID_MAX)
    return text


def _nation(part: Part) -> Nation:
    try:
        return nation(part.text())
    except Malformed as error:
        raise part.wrong(error.key, **error.facts) from None
