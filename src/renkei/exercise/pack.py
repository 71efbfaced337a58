"""An exercise pack as values: what each headquarters may read, and what only the exercise controller may."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeAlias

import msgspec
import yaml

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import Nation, nation
from renkei.kernel.names import Language, Name
from renkei.picture.model import Form

PACK_BYTES_MAX = 2_000_000
"""Largest pack: a hundred times the largest known one."""
HOURS_MAX = 8_760
"""Longest time after t0: a year; an exercise that runs longer is a plan."""
NUMBER_MAX = 1_000_000_000
"""Largest count, capacity or quantity: what a nation of a hundred million needs ten times over."""

Hours: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=HOURS_MAX)]
Number: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=NUMBER_MAX)]


class PackNode(msgspec.Struct, frozen=True):
    """One headquarters of the exercise: `id` is the pack's own word for its nation, `full` what `name` is short for."""

    id: str
    name: str
    full: Name | None = None
    place: str = ""
    language: Language = "en"


class PackPhase(msgspec.Struct, frozen=True):
    """A phase, hours after t0."""

    id: str
    name: Name
    from_h: Hours
    to_h: Hours
    exit: tuple[str, ...] = ()


class Site(msgspec.Struct, frozen=True):
    """An airfield or a port; `true_status` is the controller's."""

    place: str
    status_at_t0: str | None = None
    true_status: str | None = None
    reopens_h: Hours | None = None
    parking: Number | None = None
    slots_per_h: Number | None = None
    berths: Number | None = None


class Force(msgspec.Struct, frozen=True):
    """A unit, its owner and how many craft of one type it has."""

    id: str
    owner: str
    type: str
    count: Number
    base: str | None = None
    carried_by: str | None = None
    ready_h: Hours = 0


class Asks(msgspec.Struct, frozen=True):
    """A type of craft of the other side and how many."""

    type: str
    count: Number


class PackRequest(msgspec.Struct, frozen=True):
    """A need or request as it comes in at `at_h`; `duplicate_of` is the controller's."""

    id: str
    at_h: Hours
    channel: str
    need: Name
    to: str
    from_: str = msgspec.field(name="from", default="")
    rel: tuple[str, ...] = ()
    qty: Annotated[float, msgspec.Meta(ge=0, le=NUMBER_MAX)] | None = None
    unit: str | None = None
    by_h: Hours | None = None
    priority: int = 3
    asks: Asks | None = None
    duplicate_of: str | None = None


class PackTask(msgspec.Struct, frozen=True):
    """A task of one nation, hours after t0."""

    id: str
    owner: str
    name: Name
    dur: Annotated[float, msgspec.Meta(gt=0, le=HOURS_MAX)]
    rel: tuple[str, ...] = ()
    uses: dict[str, Number] = {}
    at: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    earliest_h: Hours | None = None
    due_h: Hours | None = None
    answers: str | None = None
    needs_grant: str | None = None


class Shared(msgspec.Struct, frozen=True):
    """A capacity that both nations use and one owns."""

    id: str
    owner: str
    capacity: Number
    rel: tuple[str, ...] = ()
    place: str | None = None
    note: str = ""


class PackSensor(msgspec.Struct, frozen=True):
    """A sensor of one nation; `rel` as of tasks, and what is left out is as the nation's default sensor has it."""

    id: str
    owner: str
    rel: tuple[str, ...] = ()
    form: Form | None = None
    name: Name | None = None
    sigma_m: Annotated[float, msgspec.Meta(gt=0, le=10_000)] | None = None


class Sea(msgspec.Struct, frozen=True):
    """Middle of the waters in which the exercise's ships sail, WGS 84 degrees; they reach 200 km around it."""

    lat: Annotated[float, msgspec.Meta(ge=-70, le=70)]
    lon: Annotated[float, msgspec.Meta(ge=-175, le=175)]


class PackInject(msgspec.Struct, frozen=True):
    """Something that happens at `at_h`; `affects` is the controller's."""

    at_h: Hours
    what: str
    kind: str = ""
    until_h: Hours | None = None
    affects: str | None = None


class Pack(msgspec.Struct, frozen=True):
    """A whole exercise. Only `exercise` reads `expected` and the controller's fields of the other values.

    Attributes:
        tz: IANA name of the time zone of the screens; without it `clock`, a word such as JST, or what t0 is from UTC.
    """

    id: str
    title: Name
    t0: datetime
    nodes: tuple[PackNode, ...]
    tasks: tuple[PackTask, ...] = ()
    phases: tuple[PackPhase, ...] = ()
    airfields: tuple[Site, ...] = ()
    ports: tuple[Site, ...] = ()
    forces: tuple[Force, ...] = ()
    requests: tuple[PackRequest, ...] = ()
    shared_resources: tuple[Shared, ...] = ()
    injects: tuple[PackInject, ...] = ()
    sensors: tuple[PackSensor, ...] = ()
    sea: Sea | None = None
    tz: str | None = None
    clock: str = ""
    approximate: bool = False
    facts: dict[str, Any] = {}
    expected: dict[str, Any] = {}

    def at(self, hours: float) -> datetime:
        """Return the moment `hours` after t0, aware UTC."""
        return self.t0.astimezone(UTC) + timedelta(seconds=round(hours * 3600))

    def hours(self, moment: datetime) -> float:
        """Return how many hours after t0 a moment is."""
        return (moment - self.t0).total_seconds() / 3600

    def nation_of(self, node: str) -> Nation:
        """Return the ISO code of a nation that the pack names in its own word."""
        return _nations(tuple(n.id for n in self.nodes)).get(node) or nation(node)

    def releasable(self, rel: tuple[str, ...], owner: str) -> tuple[Nation, ...]:
        """Return the partners on a release list."""
        return tuple(sorted({self.nation_of(n) for n in rel} - {self.nation_of(owner)}))


class GazetteerRow(msgspec.Struct, frozen=True):
    """A place with its position, WGS 84 degrees, or without one."""

    id: str
    name: Name
    kind: str
    lat: float | None
    lon: float | None
    approximate: bool


def _nations(ids: tuple[str, ...]) -> Mapping[str, Nation]:
    """Return the nation of each node: its ISO code, or a code that ISO 3166 leaves to users (XAA, XAB ...)."""
    result: dict[str, Nation] = {}
    for number, word in enumerate(ids):
        try:
            result[word] = nation(word)
        except Malformed:
            result[word] = Nation(f"XA{chr(ord('A') + number)}")
    return result


def read_pack(text: str, file: str = "pack.yaml") -> Pack:
    """Return the pack in a YAML text.

    Raises:
        Malformed: The text is too long, is no YAML, or a field has the wrong form; names file, line or path, and rule.
    """
    if len(text) > PACK_BYTES_MAX:
        raise Malformed("pack-too-large", place=file, most=PACK_BYTES_MAX)
    try:
        raw = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Malformed("pack-not-yaml", place=f"{file}:{line}", reason=str(error.problem)) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2026-13-45
        raise Malformed("pack-not-yaml", place=file, reason=str(error)) from error
    except RecursionError as error:
        raise Malformed("pack-not-yaml", place=file, reason="nested too deeply") from error
    try:
        pack = msgspec.convert(raw, Pack, strict=False)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at ")
        where = f"{file}:{_line(text, path)} {path.strip('`$.')}"
        raise Malformed("pack-field", place=where, reason=reason) from error
    _check(pack, file)
    return pack


def _line(text: str, path: str) -> int:
    """Return the line of the value at a path such as `$.tasks[3].dur`, or of its nearest parent."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for step in path.strip("`$.").replace("]", "").replace("[", ".").split("."):
        if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
            node = node.value[int(step)]
        elif isinstance(node, yaml.MappingNode):
            node = next((v for k, v in node.value if k.value == step), node)
    return int(node.start_mark.line) + 1 if node else 1


def _check(pack: Pack, file: str) -> None:
    """Every reference points at something, and the start has a zone."""
    if pack.t0.tzinfo is None:
        raise Malformed("pack-zone", place=f"{file} t0")
    if len({pack.nation_of(n.id) for n in pack.nodes}) < 2:
        raise Malformed("pack-two-nodes", place=f"{file} nodes")
    nodes = {n.id for n in pack.nodes}
    tasks = {t.id for t in pack.tasks}
    resources = {f.id for f in pack.forces} | {s.id for s in pack.shared_resources}
    requests = {r.id for r in pack.requests}
    wanted = [
        *((f"tasks {t.id}.owner", t.owner, nodes) for t in pack.tasks),
        *((f"tasks {t.id}.uses", u, resources) for t in pack.tasks for u in t.uses),
        *((f"tasks {t.id}.after", a, tasks) for t in pack.tasks for a in t.after),
        *((f"tasks {t.id}.answers", t.answers, requests) for t in pack.tasks if t.answers),
        *((f"tasks {t.id}.needs_grant", t.needs_grant, requests) for t in pack.tasks if t.needs_grant),
        *((f"forces {f.id}.owner", f.owner, nodes) for f in pack.forces),
        *((f"shared_resources {s.id}.owner", s.owner, nodes) for s in pack.shared_resources),
        *((f"sensors {s.id}.owner", s.owner, nodes) for s in pack.sensors),
        *(
            (f"forces {f.id}.carried_by", f.carried_by, {f.id for f in pack.forces})
            for f in pack.forces
            if f.carried_by
        ),
        *((f"{kind} {v.id}.rel", r, nodes) for kind, v in _released(pack) for r in v.rel),
    ]
    for group in ("nodes", "phases", "forces", "requests", "tasks", "shared_resources", "sensors"):
        names = [item.id for item in getattr(pack, group)]
        twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
        if twice is not None:
            raise Malformed("pack-twice", place=f"{file} {group}", name=twice)
    for where, key, known in wanted:
        if key not in known:
            raise Malformed("pack-dangling", place=f"{file} {where}", name=key)


def _released(pack: Pack) -> list[tuple[str, PackTask | PackRequest | Shared | PackSensor]]:
    """Return everything that has a release list, each with its group."""
    return [
        *(("tasks", t) for t in pack.tasks),
        *(("requests", r) for r in pack.requests),
        *(("shared_resources", s) for s in pack.shared_resources),
        *(("sensors", s) for s in pack.sensors),
    ]


def read_gazetteer(text: str) -> dict[str, GazetteerRow]:
    """Return the places of a gazetteer in CSV by identifier."""
    rows = {}
    for row in csv.DictReader(io.StringIO(text)):
        name = Name(row["name_en"], row["name_ja"])
        approximate = row["approximate"] == "yes"
        lat = float(row["lat"]) if row["lat"] else None
        lon = float(row["lon"]) if row["lon"] else None
        rows[row["id"]] = GazetteerRow(row["id"], name, row["kind"], lat, lon, approximate)
    return rows
