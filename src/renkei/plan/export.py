"""Writes a plan as a document that `document.read_plan` reads back to the same plan."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import yaml

from renkei.kernel.label import Withheld
from renkei.kernel.names import Name
from renkei.plan.constraint import (
    After,
    AllOrNone,
    Authority,
    Common,
    Constraint,
    Consumes,
    Coverage,
    Deadline,
    DecisionBefore,
    DifferentAsset,
    EndTogether,
    Hold,
    MaxMoves,
    NotDuring,
    OnCall,
    Period,
    PhaseGate,
    Produces,
    SameAsset,
    Span,
    StartTogether,
    Travel,
    VolumeSeparation,
    Window,
)
from renkei.plan.model import Asked, CapacityPeriod, Decision, Duration, Mode, Phase, Place, Plan, Resource, Task, Use
from renkei.plan.stock import Stock


def write_plan(plan: Plan) -> str:
    """Return a plan as YAML text; fields that are withheld are left out, as if unknown."""
    anchors = plan.anchors or ({"H": plan.origin} if plan.origin else {})
    sections = {
        "plan": plan.id,
        "title": _name(plan.title),
        "anchors": {name: _time(at) for name, at in anchors.items()},
        "phases": [_phase(p) for p in plan.phases],
        "places": {p.id: _place(p) for p in plan.places},
        "resources": {r.id: _resource(r) for r in plan.resources},
        "requests": {key: _asked(asked) for key, asked in plan.requests.items()},
        "tasks": [_task(t) for t in plan.tasks],
        "decisions": [_decision(d) for d in plan.decisions],
        "constraints": [_constraint(c) for c in plan.constraints],
    }
    kept = {k: v for k, v in sections.items() if v or k == "tasks"}
    return str(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=120))


def _set(**fields: Any) -> dict[str, Any]:
    """Return the fields that say something."""
    return {k: v for k, v in fields.items() if v not in (None, (), [], {}, "") and not isinstance(v, Withheld)}


def _time(moment: datetime | Withheld | None) -> str | None:
    if moment is None or isinstance(moment, Withheld):
        return None
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _span(minutes: int) -> str:
    return f"{minutes // 60}h" if minutes and minutes % 60 == 0 else f"{minutes}min"


def _name(name: Name | Withheld) -> dict[str, str]:
    return {} if isinstance(name, Withheld) else _set(en=name.en, ja=name.ja)


def _duration(duration: Duration) -> Any:
    if duration.least_min is None or duration.most_min is None:
        return _span(duration.likely_min)
    points = (duration.least_min, duration.likely_min, duration.most_min)
    return dict(zip(("min", "likely", "max"), map(_span, points), strict=True))


def _uses(uses: Iterable[Use]) -> dict[str, int]:
    return {u.resource: u.quantity for u in uses}


def _periods(periods: Iterable[Period]) -> list[list[str | None]]:
    return [[_time(p.start), _time(p.end)] for p in periods]


def _phase(phase: Phase) -> dict[str, Any]:
    return {"id": phase.id, **_set(name=_name(phase.name), **{"from": _time(phase.start), "to": _time(phase.end)})}


def _decision(d: Decision) -> dict[str, Any]:
    return {"id": d.id, **_set(name=_name(d.name), who=list(d.who), latest=_time(d.latest))}


def _asked(asked: Asked) -> dict[str, str]:
    return {"by": asked.by, "of": asked.of, "state": asked.state}


def _place(place: Place) -> dict[str, Any]:
    closed = [_set(**{"from": _time(p.start), "until": _time(p.end)}) for p in place.closed]
    return _set(
        owner=place.owner, name=_name(place.name), closed=closed, reason=place.reason, lat=place.lat, lon=place.lon
    )


def _resource(resource: Resource) -> dict[str, Any]:
    calendar = resource.calendar
    rest = {"duty": _span(calendar.duty_min), "rest": _span(calendar.rest_min)} if calendar else None
    return {
        "owner": resource.owner,
        "kind": resource.kind,
        "capacity": resource.capacity,
        **_set(
            name=_name(resource.name),
            periods=[_capacity(p) for p in resource.periods],
            ready=_time(resource.ready),
            place=resource.place,
            calendar=rest,
        ),
        **(_stock(resource.stock) if resource.stock else {}),
    }


def _stock(stock: Stock) -> dict[str, Any]:
    resupply = [{"at": _time(s.at), "add": s.amount} for s in stock.resupply]
    return {"initial": stock.initial, **_set(resupply=resupply, store=stock.store)}


def _flow(c: Consumes | Produces) -> dict[str, Any]:
    kind = "consumes" if isinstance(c, Consumes) else "produces"
    return {"kind": kind, "task": c.task, "stock": c.stock, "quantity": c.quantity}


def _capacity(p: CapacityPeriod) -> dict[str, Any]:
    return {**_set(**{"from": _time(p.start), "until": _time(p.end)}), "capacity": p.capacity}


def _task(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "owner": task.owner,
        "duration": _duration(task.duration),
        **_set(
            name=_name(task.name),
            status=task.status,
            start=_time(task.start),
            place=task.place,
            mode=task.mode,
            uses=None if isinstance(task.uses, Withheld) else _uses(task.uses),
            at=None if isinstance(task.at, Withheld) else list(task.at),
            after=None if isinstance(task.after, Withheld) else list(task.after),
            modes=None if isinstance(task.modes, Withheld) else [_mode(m) for m in task.modes],
            earliest=_time(task.earliest),
            due=_time(task.due),
            phase=task.phase,
            answers=task.answers,
            needs_grant=task.needs_grant,
            priority=task.priority,
        ),
    }


def _mode(mode: Mode) -> dict[str, Any]:
    return {"id": mode.id, "duration": _duration(mode.duration), **_set(uses=_uses(mode.uses), at=list(mode.at))}


def _constraint(c: Constraint) -> dict[str, Any]:
    return {"id": c.id, **WRITERS[type(c)](c), **_common(c)}


def _common(c: Common) -> dict[str, Any]:
    soft = {} if c.weight is None else {"hard": False, "weight": c.weight}
    return {**soft, **_set(set_by=c.set_by, why=_name(c.why))}


def _after(c: After) -> dict[str, Any]:
    lag = [_span(c.lag_min), None if c.lag_most_min is None else _span(c.lag_most_min)]
    points = {"task_point": c.task_point, "of_point": c.of_point}
    return {"kind": "after", "task": c.task, "of": c.of, "lag": lag, **points}


def _decision_before(c: DecisionBefore) -> dict[str, Any]:
    return {"kind": "decision_before", "decision": c.decision, "task": c.task, "lead": _span(c.lead_min)}


def _assets(c: SameAsset | DifferentAsset) -> dict[str, Any]:
    kind = "same_asset" if isinstance(c, SameAsset) else "different_asset"
    return {"kind": kind, "tasks": list(c.tasks), **_set(assets=list(c.assets))}


def _phase_gate(c: PhaseGate) -> dict[str, Any]:
    said = {"kind": "phase_gate", "task": c.task, "phase": c.phase, "lead": _span(c.lead_min)}
    return {**said, **_set(tasks=list(c.tasks))}


def _authority(c: Authority) -> dict[str, Any]:
    return {"kind": "authority", "task": c.task, "request": c.request, **_set(assets=list(c.assets))}


def _coverage(c: Coverage) -> dict[str, Any]:
    period = {"from": _time(c.start), "until": _time(c.end)}
    said = {"kind": "coverage", "assets": list(c.assets), "at_least": c.at_least, **period}
    return {**said, **_set(tasks=list(c.tasks))}


def _travel(c: Travel) -> dict[str, Any]:
    times: dict[str, dict[str, str]] = {}
    for t in c.times:
        times.setdefault(t.origin, {})[t.to] = _span(t.minutes)
    return {"kind": "travel", "assets": list(c.assets), **_set(speed_kn=c.speed_kn, times=times)}


def _volume(c: VolumeSeparation) -> dict[str, Any]:
    tasks = list(c.tasks)
    return {"kind": "volume_separation", "tasks": tasks, "volume": c.volume, "buffer": _span(c.buffer_min)}


def _window(c: Window) -> dict[str, Any]:
    return {"kind": "window", "task": c.task, **_set(earliest=_time(c.earliest), latest=_time(c.latest))}


WRITERS: dict[type[Constraint], Callable[[Any], dict[str, Any]]] = {
    After: _after,
    StartTogether: lambda c: {"kind": "start_together", "tasks": list(c.tasks), "within": _span(c.within_min)},
    EndTogether: lambda c: {"kind": "end_together", "tasks": list(c.tasks), "within": _span(c.within_min)},
    Window: _window,
    Deadline: lambda c: {"kind": "deadline", "task": c.task, "latest": _time(c.latest)},
    NotDuring: lambda c: {"kind": "not_during", "task": c.task, "periods": _periods(c.periods)},
    VolumeSeparation: _volume,
    Span: lambda c: {"kind": "span", "tasks": list(c.tasks), "longest": _span(c.longest_min)},
    DecisionBefore: _decision_before,
    SameAsset: _assets,
    DifferentAsset: _assets,
    PhaseGate: _phase_gate,
    Authority: _authority,
    Coverage: _coverage,
    AllOrNone: lambda c: {"kind": "all_or_none", "tasks": list(c.tasks)},
    Consumes: _flow,
    Produces: _flow,
    Travel: _travel,
    OnCall: lambda c: {"kind": "on_call", "task": c.task, "from": _time(c.start), "until": _time(c.end)},
    Hold: lambda c: {"kind": "hold", "task": c.task, "start": _time(c.start)},
    MaxMoves: lambda c: {"kind": "max_moves", "at_most": c.at_most},
}
"""One row per kind, the mirror of the reader's table."""
