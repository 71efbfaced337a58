"""A pack as the commands of one headquarters: what is its own, and nothing of the other's or the controller's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from renkei.exercise.naming import Naming
from renkei.exercise.pack import Force, Pack, PackRequest, PackTask, Shared
from renkei.kernel.ids import Nation
from renkei.kernel.names import Name
from renkei.node.desk import Asked


def iso(moment: datetime) -> str:
    """Return a moment as it stands on the wire."""
    return str(msgspec.to_builtins(moment))


def own_setting(pack: Pack, nation: Nation, naming: Naming) -> list[Asked]:
    """Return what a planner enters first: plan, places, phases, own units and own shared places."""
    own = _own(pack, nation)
    return [
        Asked("plan.StartPlan", {"plan": pack.id, "title": _name(pack.title), "origin": iso(pack.t0)}),
        *(_place(pack, p, naming) for p in places(pack)),
        *(Asked("plan.AddPlace", {"place": {"id": p, "name": _name(naming.place(p))}}) for p in _sites(own)),
        *(_phase(pack, number) for number in range(len(pack.phases))),
        *(c for f in pack.forces if pack.nation_of(f.owner) == nation for c in _force(pack, f, nation, naming)),
        *(_shared(pack, s, nation, naming) for s in pack.shared_resources if pack.nation_of(s.owner) == nation),
    ]


def own_tasks(pack: Pack, nation: Nation, withhold: Mapping[str, tuple[str, ...]]) -> list[Asked]:
    """Return the own tasks as a planner enters them; `withhold` names fields that stay at home."""
    return [_task(pack, t, withhold.get(t.id, ())) for t in _own(pack, nation)]


def _own(pack: Pack, nation: Nation) -> list[PackTask]:
    return [t for t in pack.tasks if pack.nation_of(t.owner) == nation]


def places(pack: Pack) -> list[str]:
    """Return every place that a pack names, once, in the order of its first mention."""
    named = [
        *(n.place for n in pack.nodes if n.place),
        *(s.place for s in (*pack.airfields, *pack.ports)),
        *(f.base for f in pack.forces if f.base),
        *(r.to for r in pack.requests),
        *(p for t in pack.tasks for p in t.at),
        *(s.place for s in pack.shared_resources if s.place),
    ]
    return list(dict.fromkeys(named))


def _sites(tasks: list[PackTask]) -> list[str]:
    return list(dict.fromkeys(p for t in tasks for p in t.at))


def _name(name: Name) -> dict[str, str]:
    return {"en": name.en, "ja": name.ja}


def _place(pack: Pack, place: str, naming: Naming) -> Asked:
    """A place that the gazetteer does not have is registered without a position: unknown is a value.

    Airfields and ports are the host nation's, which the pack names first.
    """
    row = naming.places.get(place)
    body: dict[str, Any] = {"place": place, "name": _name(naming.place(place)), "kind": row.kind if row else "place"}
    if row and row.lat is not None:
        body |= {"lat": row.lat, "lon": row.lon, "approximate": row.approximate}
    if place in {s.place for s in (*pack.airfields, *pack.ports)}:
        body["owner"] = pack.nation_of(pack.nodes[0].id)
    return Asked("forces.RegisterPlace", body)


def _phase(pack: Pack, number: int) -> Asked:
    phase = pack.phases[number]
    body = {
        "id": phase.id,
        "name": _name(phase.name),
        "start": iso(pack.at(phase.from_h)),
        "end": iso(pack.at(phase.to_h)),
    }
    return Asked("plan.AddPhase", {"phase": body})


def _force(pack: Pack, force: Force, nation: Nation, naming: Naming) -> list[Asked]:
    ready = iso(pack.at(force.ready_h))
    unit = {
        "unit": force.id,
        "owner": nation,
        "name": _name(naming.force(force)),
        "type": force.type,
        "count": force.count,
        "base": force.base,
        "carried_by": force.carried_by,
        "ready": ready,
    }
    resource = {
        "id": force.id,
        "owner": nation,
        "kind": "unit",
        "name": _name(naming.force(force)),
        "capacity": force.count,
        "ready": ready,
    }
    return [Asked("forces.RegisterUnit", unit), Asked("plan.AddResource", {"resource": resource})]


def _shared(pack: Pack, shared: Shared, nation: Nation, naming: Naming) -> Asked:
    resource = {
        "id": shared.id,
        "owner": nation,
        "kind": "place",
        "name": _name(naming.share(pack, shared)),
        "capacity": shared.capacity,
        "place": shared.place,
    }
    return Asked("plan.AddResource", {"resource": resource}, pack.releasable(shared.rel, shared.owner))


def _task(pack: Pack, task: PackTask, withhold: tuple[str, ...]) -> Asked:
    body: dict[str, Any] = {
        "task": task.id,
        "owner": pack.nation_of(task.owner),
        "name": _name(task.name),
        "duration": {"likely_min": round(task.dur * 60)},
        "uses": [{"resource": r, "quantity": q} for r, q in task.uses.items()],
        "at": list(task.at),
        "after": list(task.after),
        "earliest": None if task.earliest_h is None else iso(pack.at(task.earliest_h)),
        "due": None if task.due_h is None else iso(pack.at(task.due_h)),
        "needs_grant": task.needs_grant,
    }
    return Asked("plan.AddTask", body, pack.releasable(task.rel, task.owner), withhold)


def links(pack: Pack, request: str, nation: Nation) -> dict[str, dict[str, str]]:
    """Return which own tasks answer a request or hang on it: a planner links them when the request is there."""
    found: dict[str, dict[str, str]] = {}
    for task in _own(pack, nation):
        for field in ("answers", "needs_grant"):
            if getattr(task, field) == request:
                found.setdefault(task.id, {})[field] = request
    return found


def parties(pack: Pack, request: PackRequest) -> tuple[Nation | None, Nation]:
    """Return who asks across the border (None for a body outside both headquarters), and who is asked."""
    nodes = {n.id: pack.nation_of(n.id) for n in pack.nodes}
    left, _, right = request.channel.partition("->")
    return nodes.get(left.strip()), nodes.get(right.strip()) or next(iter(nodes.values()))


def content(pack: Pack, request: PackRequest) -> dict[str, Any]:
    """Return the content of a request as its asker or the register would enter it."""
    asker, provider = parties(pack, request)
    left = request.channel.partition("->")[0]
    source = None if request.qty is None else f"{request.qty:g} {request.unit or ''}".strip()
    return {
        "need": _name(request.need),
        "channel": f"{asker or left.strip()}->{provider}",
        "asker": asker or request.from_,
        "provider": provider,
        "quantity": None
        if request.qty is None
        else {"source": source, "value": request.qty, "unit": request.unit or "", "bound": _bound(request.need)},
        "place": request.to,
        "by": None if request.by_h is None else iso(pack.at(request.by_h)),
        "priority": request.priority,
        **_asset(pack, request, provider),
    }


def _bound(need: Name) -> str:
    return "about" if "about" in need.en.lower() or "約" in need.ja else "exact"


def _asset(pack: Pack, request: PackRequest, provider: Nation) -> dict[str, Any]:
    """Return which asset is asked, and the own task that hangs on it: a place where the task uses the provider's."""
    task = next((t for t in pack.tasks if t.needs_grant == request.id), None)
    found: dict[str, Any] = {"for_task": task.id if task else None}
    if request.asks:
        found["asks"] = {"resource": request.asks.type, "quantity": request.asks.count}
        return found
    theirs = {s.id for s in pack.shared_resources if pack.nation_of(s.owner) == provider}
    used = next(((r, q) for r, q in task.uses.items() if r in theirs), None) if task else None
    if used:
        found["asks"] = {"resource": used[0], "quantity": used[1]}
    return found
