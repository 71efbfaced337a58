"""Reads the constraints on units, stocks, permissions and groups of tasks; checks no schedule."""

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

from renkei.kernel.ids import PlaceId, RequestId, ResourceId
from renkei.plan.constraint import (
    AllOrNone,
    Authority,
    Constraint,
    Consumes,
    Coverage,
    DifferentAsset,
    OnCall,
    Produces,
    SameAsset,
    Travel,
    TravelTime,
)
from renkei.plan.document_terms import Fields, Row, Terms, resources_of
from renkei.plan.engine.pose import options_of
from renkei.plan.engine.travel import minutes_between
from renkei.plan.marked import Part
from renkei.plan.times import minutes

SPEED_MAX_KN = 2_000.0
"""Fastest speed of a unit: three times that of an airliner; more is a slip of the pen."""


def _assets(fields: Fields, terms: Terms) -> dict[str, Any]:
    """Return tasks and assets, each task with a unit among them that could serve it."""
    assets = terms.units(fields["assets"]) if "assets" in fields else ()
    usable = set(assets) or {r.id for r in terms.resources.values() if r.kind == "unit"}
    tasks = terms.several(fields["tasks"])
    for part, task in zip(fields["tasks"].items(), tasks, strict=True):
        if usable.isdisjoint(resources_of(terms.tasks[task])):
            raise part.wrong("plan-document-no-asset", task=task)
    return {"tasks": tasks, "assets": assets}


def _same_asset(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    return SameAsset(**common, **_assets(fields, terms))


def _different_asset(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    return DifferentAsset(**common, **_assets(fields, terms))


def _authority(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    request = RequestId(fields["request"].text())
    assets = terms.units(fields["assets"]) if "assets" in fields else ()
    task = terms.task(fields["task"])
    for part, asset in zip(fields["assets"].texts() if assets else (), assets, strict=True):
        if asset not in resources_of(terms.tasks[task]):
            raise part.wrong("plan-document-no-asset", task=task)
    return Authority(**common, task=task, request=request, assets=assets)


def _coverage(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    start, end = terms.at(fields["from"]), terms.at(fields["until"])
    if end <= start:
        raise fields["until"].wrong("plan-document-span")
    assets, tasks = terms.units(fields["assets"]), terms.several(fields["tasks"]) if "tasks" in fields else ()
    return Coverage(**common, assets=assets, at_least=fields["at_least"].whole(1), start=start, end=end, tasks=tasks)


def _all_or_none(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    return AllOrNone(**common, tasks=terms.several(fields["tasks"]))


def _flow(fields: Fields, terms: Terms) -> dict[str, Any]:
    return {
        "task": terms.task(fields["task"]),
        "stock": terms.stock(fields["stock"], fields["stock"].text()),
        "quantity": fields["quantity"].whole(1),
    }


def _consumes(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    return Consumes(**common, **_flow(fields, terms))


def _produces(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    return Produces(**common, **_flow(fields, terms))


FLOWS: dict[str, type[Consumes | Produces]] = {"consumes": Consumes, "produces": Produces}
"""Fields of a task, `{stock: quantity}`, that stand for constraints of the same name."""


def flows(part: Part, terms: Terms) -> Iterator[tuple[Part, Constraint]]:
    """Yield the constraints that a task's own fields stand for, and where they stand."""
    fields = part.fields()
    task = terms.task(fields["id"])
    for name, kind in FLOWS.items():
        for stock, amount in fields[name].fields().items() if name in fields else ():
            key = f"{task}.{name}.{stock}"
            yield amount, kind(id=key, task=task, stock=terms.stock(amount, stock), quantity=amount.whole(1))


def _travel(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    speed = fields["speed_kn"].number() if "speed_kn" in fields else None
    if speed is not None and not 0 < speed <= SPEED_MAX_KN:
        raise fields["speed_kn"].wrong("plan-document-number", value=fields["speed_kn"].text())
    times = tuple(_times(fields["times"], terms)) if "times" in fields else ()
    found = Travel(**common, assets=terms.units(fields["assets"]), speed_kn=speed, times=times)
    for part, asset in zip(fields["assets"].texts(), found.assets, strict=True):
        sites = sorted(_sites(terms, asset))
        known = minutes_between(found, terms.places, sites)
        for here, there in permutations(sites, 2):
            if (here, there) not in known:
                raise part.wrong("plan-document-travel", unit=asset, origin=here, to=there)
    return found


def _on_call(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    task, start, end = terms.task(fields["task"]), terms.at(fields["from"]), terms.at(fields["until"])
    if end <= start:
        raise fields["until"].wrong("plan-document-span")
    if not resources_of(terms.tasks[task]):
        raise fields["task"].wrong("plan-document-no-asset", task=task)
    return OnCall(**common, task=task, start=start, end=end)


def _times(part: Part, terms: Terms) -> Iterator[TravelTime]:
    for origin, row in part.fields().items():
        start = terms.place(row, origin)
        for to, span in row.fields().items():
            yield TravelTime(start, terms.place(span, to), minutes(span))


def _sites(terms: Terms, asset: ResourceId) -> set[PlaceId]:
    """Return the places to which the tasks of a unit take it."""
    return {
        option.place
        for task in terms.tasks.values()
        if asset in resources_of(task)
        for option, _ in options_of(task)
        if option.place is not None
    }


ASSET_KINDS: Mapping[str, Row] = {
    "same_asset": (("tasks",), ("assets",), _same_asset),
    "different_asset": (("tasks",), ("assets",), _different_asset),
    "authority": (("task", "request"), ("assets",), _authority),
    "coverage": (("assets", "at_least", "from", "until"), ("tasks",), _coverage),
    "all_or_none": (("tasks",), (), _all_or_none),
    "consumes": (("task", "stock", "quantity"), (), _consumes),
    "produces": (("task", "stock", "quantity"), (), _produces),
    "travel": (("assets",), ("speed_kn", "times"), _travel),
    "on_call": (("task", "from", "until"), (), _on_call),
}
"""Kind -> required fields, optional fields, reader."""
