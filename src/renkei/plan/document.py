"""The plan document: YAML text to a plan and back, errors with file, line, field and rule; reads no file.

The form is in `docs/plan.md`. A scenario pack's tasks, forces and shared resources load into the same plan.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeVar, get_args

from renkei.kernel.ids import Nation, PlaceId, RequestId, ResourceId, TaskId
from renkei.kernel.names import Name
from renkei.plan import pack_document
from renkei.plan.constraint import Authority, Constraint, Period
from renkei.plan.document_assets import flows
from renkei.plan.document_constraints import constraint
from renkei.plan.document_phases import Branches, phase, sound_phases, stated
from renkei.plan.document_resources import asked, calendar, nation_of, position, stock
from renkei.plan.document_terms import Terms, identifier
from renkei.plan.engine.pose import known
from renkei.plan.gates import ORDERS_MAX, orders
from renkei.plan.marked import Part, parsed
from renkei.plan.model import (
    CapacityPeriod,
    Mode,
    Place,
    Plan,
    Resource,
    ResourceKind,
    Status,
    Task,
    Use,
)
from renkei.plan.times import anchors_of, duration, minutes, moment

T = TypeVar("T")

TOP = (
    "plan",
    "title",
    "tick",
    "anchors",
    "nations",
    "phases",
    "places",
    "resources",
    "requests",
    "tasks",
    "constraints",
    "decisions",
    "objective",
)
TASK_FIELDS = (
    "id", "nation", "owner", "name", "line_of_effort", "supports", "answers", "needs_grant", "phase", "duration",
    "modes", "needs", "uses", "at", "after", "window", "earliest", "due", "priority", "status", "start", "place",
    "mode", "release", "consumes", "produces", "branch",
)  # fmt: skip
RESOURCE_FIELDS = (
    "nation", "owner", "kind", "name", "capacity", "periods", "ready", "place", "calendar", "provides", "home",
    "authority", "initial", "resupply", "store",
)  # fmt: skip
OBJECTIVES = (
    "feasible", "priority_1_done", "no_new_authority", "fewest_changes_to_committed", "weighted_lateness",
    "slack_on_border_links", "makespan",
)  # fmt: skip
"""What a document may say about which plan is better; checked, and for the reader: every solve has the same levels."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Where the closed time before the first opening of a place begins."""


def read_plan(text: str, file: str = "plan.yaml") -> Plan:
    """Return the plan that a document (or a scenario pack) states.

    Args:
        text: The document.
        file: Name for error places.

    Raises:
        Malformed: Anything that breaks a rule of the form, with file, line and field.
    """
    whole = parsed(text, file)
    if "t0" in whole.fields():
        return pack_document.read(whole)
    return _Reader(whole).plan()


class _Reader:
    """Reads one document; what is read first is what later parts refer to."""

    def __init__(self, whole: Part) -> None:
        self.top = whole.fields(TOP, required=("tasks",))
        self.whole = whole
        self.anchors = anchors_of(self.top["anchors"]) if "anchors" in self.top else {}
        self.resources: dict[str, Resource] = {}
        self.places: dict[str, Place] = {}
        self.joined: list[tuple[Part, TaskId, str]] = []

    def plan(self) -> Plan:
        """Return the plan."""
        fields = self.top
        if "tick" in fields and not minutes(fields["tick"]):
            raise fields["tick"].wrong("plan-document-tick")
        for part in fields["objective"].texts() if "objective" in fields else ():
            if part.text() not in OBJECTIVES:
                raise part.wrong("plan-document-choice", value=part.text(), allowed=", ".join(OBJECTIVES))
        self._places()
        self._resources()
        said = [(p, phase(p, self.anchors)) for p in self.entries("phases")]
        phases = unique(said)
        read = [(part, self._task(part, {p.id for p in phases})) for part in self.entries("tasks")]
        tasks = unique(read)
        by_id = {t.id: t for t in tasks}
        sound_phases(said, by_id)
        branches = Branches(by_id, self.joined)
        decisions = unique([(p, branches.decision(p, self.anchors)) for p in self.entries("decisions")])
        branches.all_offered()
        latest = {d.id: d.latest for d in decisions}
        terms = Terms(self.anchors, by_id, latest, {p.id for p in phases}, self.resources, self.places)
        rules = [(p, constraint(p, terms)) for p in self.entries("constraints")]
        constraints = unique([*rules, *(f for p in self.entries("tasks") for f in flows(p, terms))])
        self._references(read, tasks, constraints)
        origin = next((self.anchors[a] for a in ("H", "D", *self.anchors) if a in self.anchors), None)
        found = Plan(
            id=identifier(fields["plan"]) if "plan" in fields else "plan",
            title=fields["title"].name() if "title" in fields else Name(),
            origin=origin,
            anchors=self.anchors,
            tasks=tasks,
            resources=tuple(self.resources.values()),
            places=tuple(self.places.values()),
            phases=phases,
            decisions=decisions,
            stated=stated(said),
            constraints=constraints,
            requests={RequestId(name): asked(part) for name, part in self._named("requests")},
        )
        if orders(found) > ORDERS_MAX:
            raise fields["phases"].wrong("plan-document-phases-large", most=ORDERS_MAX)
        return found

    def entries(self, name: str) -> Iterator[Part]:
        """Yield the entries of a list that may be absent."""
        return self.top[name].items() if name in self.top else iter(())

    def _named(self, name: str) -> Iterator[tuple[str, Part]]:
        return iter(self.top[name].fields().items()) if name in self.top else iter(())

    def at(self, part: Part) -> datetime:
        """Return a moment."""
        return moment(part, self.anchors)

    def _places(self) -> None:
        for name, part in self._named("places"):
            fields = part.fields(("owner", "name", "capacity", "open", "closed", "reason", "shared", "lat", "lon"))
            owner = nation_of(fields["owner"]) if "owner" in fields else None
            closed = tuple(self._closed(fields))
            title = fields["name"].name() if "name" in fields else Name()
            reason = fields["reason"].text() if "reason" in fields else ""
            lat, lon = position(part)
            self.places[name] = Place(
                id=PlaceId(name), owner=owner, name=title, closed=closed, reason=reason, lat=lat, lon=lon
            )
            for kind, amount in fields["capacity"].fields().items() if "capacity" in fields else ():
                if owner is None:
                    raise part.wrong("plan-document-missing", field="owner")
                key = ResourceId(f"{kind}:{name}")
                self.resources[key] = Resource(
                    id=key, owner=owner, kind="place", capacity=amount.whole(), place=PlaceId(name)
                )

    def _closed(self, fields: Mapping[str, Part]) -> Iterator[Period]:
        for part in fields["closed"].items() if "closed" in fields else ():
            yield Period(*self.span(part))
        last: datetime | None = None
        opens = [self.span(p) for p in fields["open"].items()] if "open" in fields else []
        for start, end in sorted(opens, key=lambda o: o[0]):
            yield Period(last or LONG_AGO, start)
            last = end
            if end is None:
                return
        if last is not None:
            yield Period(last)

    def span(self, part: Part) -> tuple[datetime, datetime | None]:
        """Return a period written as `[from, until]` or `{from, until}`; without an end it lasts for ever."""
        if part.is_list:
            ends = list(part.items())
            if not 1 <= len(ends) <= 2:
                raise part.wrong("plan-document-span")
        else:
            fields = part.fields(("from", "until"), required=("from",))
            ends = [fields["from"], *([fields["until"]] if "until" in fields else [])]
        start, end = self.at(ends[0]), self.at(ends[1]) if len(ends) > 1 and not ends[1].is_null else None
        if end is not None and end <= start:
            raise part.wrong("plan-document-span")
        return start, end

    def _resources(self) -> None:
        for name, part in self._named("resources"):
            fields = part.fields(RESOURCE_FIELDS)
            owner = _owner(part, fields)
            kind = fields["kind"].text() if "kind" in fields else "unit"
            self.resources[name] = Resource(
                id=ResourceId(name),
                owner=owner,
                kind=kind if kind in get_args(ResourceKind) else "unit",  # type: ignore[arg-type]  # just compared
                name=fields["name"].name() if "name" in fields else Name(),
                capacity=fields["capacity"].whole() if "capacity" in fields else 1,
                periods=tuple(self._period(p) for p in fields["periods"].items()) if "periods" in fields else (),
                ready=self.at(fields["ready"]) if "ready" in fields else None,
                place=PlaceId(fields["place"].text()) if "place" in fields else None,
                calendar=calendar(fields["calendar"]) if "calendar" in fields else None,
                stock=stock(fields, kind, self.anchors),
            )

    def _period(self, part: Part) -> CapacityPeriod:
        fields = part.fields(("from", "until", "capacity"), required=("from", "capacity"))
        start, end = self.at(fields["from"]), self.at(fields["until"]) if "until" in fields else None
        if end is not None and end <= start:
            raise part.wrong("plan-document-span")
        return CapacityPeriod(start, end, fields["capacity"].whole())

    def _task(self, part: Part, phases: set[str]) -> Task:
        fields = part.fields(TASK_FIELDS, required=("id",))
        owner = _owner(part, fields)
        modes = tuple(m for n, p in enumerate(_list(fields, "modes"), 1) for m in self._modes(p, n))
        if not modes and "duration" not in fields:
            raise part.wrong("plan-document-missing", field="duration")
        at, uses = self._at(fields["at"]) if "at" in fields else ((), ())
        window = self.span(fields["window"]) if "window" in fields else (None, None)
        own = fields["phase"].text() if "phase" in fields else None
        if own is not None and own not in phases:
            raise fields["phase"].wrong("plan-document-unknown", kind="phase", id=own)
        answers = fields.get("answers") or fields.get("supports")
        key = TaskId(identifier(fields["id"]))
        if "branch" in fields:
            self.joined.append((fields["branch"], key, fields["branch"].text()))
        return Task(
            id=key,
            owner=owner,
            duration=duration(fields["duration"]) if "duration" in fields else modes[0].duration,
            status=_status(fields["status"]) if "status" in fields else "planned",
            start=self.at(fields["start"]) if "start" in fields else None,
            place=PlaceId(fields["place"].text()) if "place" in fields else None,
            mode=fields["mode"].text() if "mode" in fields else None,
            name=fields["name"].name() if "name" in fields else Name(),
            uses=(*self._uses(fields), *uses),
            at=at,
            after=tuple(TaskId(p.text()) for p in fields["after"].texts()) if "after" in fields else (),
            modes=modes,
            earliest=self.at(fields["earliest"]) if "earliest" in fields else window[0],
            due=self.at(fields["due"]) if "due" in fields else window[1],
            phase=own,
            answers=RequestId(answers.text()) if answers else None,
            needs_grant=RequestId(fields["needs_grant"].text()) if "needs_grant" in fields else None,
            priority=fields["priority"].whole(1) if "priority" in fields else None,
        )

    def _modes(self, part: Part, number: int) -> Iterator[Mode]:
        """Yield the modes that an entry means: one, or one for each place where the places' capacities differ."""
        fields = part.fields(("id", "use", "uses", "needs", "duration", "at"), required=("duration",))
        key = identifier(fields["id"]) if "id" in fields else f"mode-{number}"
        units = [self._use(p, p.text(), 1) for p in fields["use"].texts()] if "use" in fields else []
        shared = (*units, *self._uses(fields))
        at = fields.get("at")
        if at is None or not at.is_mapping:
            places = self._at(at)[0] if at else ()
            yield Mode(key, duration(fields["duration"]), shared, places)
            return
        sites = at.fields()
        for name, site in sites.items():
            place, uses = self._site(name, site)
            yield Mode(
                key if len(sites) == 1 else f"{key}@{name}", duration(fields["duration"]), (*shared, *uses), (place,)
            )

    def _at(self, part: Part) -> tuple[tuple[PlaceId, ...], tuple[Use, ...]]:
        """Return the places that serve, and what is held there if one place says so."""
        if not part.is_mapping:
            return tuple(self._place(p, p.text()) for p in part.texts()), ()
        sites = [self._site(name, site) for name, site in part.fields().items()]
        if len(sites) > 1:
            raise part.wrong("plan-document-sites")
        return tuple(place for place, _ in sites), tuple(u for _, uses in sites for u in uses)

    def _site(self, name: str, part: Part) -> tuple[PlaceId, tuple[Use, ...]]:
        place = self._place(part, name)
        held = part.fields().items()
        return place, tuple(self._use(amount, f"{kind}:{name}", amount.whole(1)) for kind, amount in held)

    def _place(self, part: Part, name: str) -> PlaceId:
        if name not in self.places:
            raise part.wrong("plan-document-unknown", kind="place", id=name)
        return PlaceId(name)

    def _uses(self, fields: Mapping[str, Part]) -> tuple[Use, ...]:
        found = (
            [self._use(p, name, p.whole(1)) for name, p in fields["uses"].fields().items()] if "uses" in fields else []
        )
        for part in _list(fields, "needs"):
            need = part.fields(("resource", "qty"), required=("resource",))
            found.append(self._use(part, need["resource"].text(), need["qty"].whole(1) if "qty" in need else 1))
        return tuple(found)

    def _use(self, part: Part, resource: str, quantity: int) -> Use:
        if resource not in self.resources:
            raise part.wrong("plan-document-unknown", kind="resource", id=resource)
        return Use(ResourceId(resource), quantity)

    def _authority(self, part: Part, task: Task, rules: Iterable[Constraint]) -> None:
        """Nobody tasks the other nation's unit: it serves under a request that the plan names, or not at all."""
        under = [c for c in rules if isinstance(c, Authority) and c.task == task.id]
        if any(not c.assets for c in under):
            return
        named = {a for c in under for a in c.assets}
        uses = (*known(task.uses, ()), *(u for m in known(task.modes, ()) for u in m.uses))
        for use in uses:
            resource = self.resources[use.resource]
            if resource.kind == "unit" and resource.owner != task.owner and resource.id not in named:
                raise part.wrong("plan-document-authority", unit=resource.id, owner=resource.owner, nation=task.owner)

    def _references(
        self, read: Iterable[tuple[Part, Task]], tasks: tuple[Task, ...], rules: Iterable[Constraint]
    ) -> None:
        ids = {t.id for t in tasks}
        for part, task in read:
            self._authority(part, task, rules)
            for of in known(task.after, ()):
                if of not in ids:
                    raise part.fields()["after"].wrong("plan-document-unknown", kind="task", id=of)


def unique(read: Iterable[tuple[Part, T]]) -> tuple[T, ...]:
    """Return values whose identifiers are unique, in order.

    Raises:
        Malformed: An identifier stands twice.
    """
    found: dict[str, T] = {}
    for part, value in read:
        key = str(getattr(value, "id", ""))
        if key in found:
            raise part.wrong("plan-document-twice", field=key)
        found[key] = value
    return tuple(found.values())


def _list(fields: Mapping[str, Part], name: str) -> Iterator[Part]:
    return fields[name].items() if name in fields else iter(())


def _owner(part: Part, fields: Mapping[str, Part]) -> Nation:
    found = fields.get("owner") or fields.get("nation")
    if found is None:
        raise part.wrong("plan-document-missing", field="nation")
    return nation_of(found)


def _status(part: Part) -> Status:
    text = part.text()
    if text not in get_args(Status):
        raise part.wrong("plan-document-choice", value=text, allowed=", ".join(get_args(Status)))
    return text  # type: ignore[return-value]  # just compared with the type's own values
