"""Writes a plan as a document that `document.read_plan` reads back to the same plan."""

from collections.abc import Callable, Iterable
from typing import Any

import yaml

from renkei.kernel.label import Withheld
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
from renkei.plan.export_phases import decision, phase
from renkei.plan.export_terms import filled, name_texts, time_text
from renkei.plan.model import Asked, CapacityPeriod, Duration, Mode, Place, Plan, Resource, Task, Use
from renkei.plan.stock import Stock


def write_plan(plan: Plan) -> str:
    """Return a plan as YAML text; fields that are withheld are left out, as if unknown."""
    anchors = plan.anchors or ({"H": plan.origin} if plan.origin else {})
    sections = {
        "plan": plan.id,
        "title": name_texts(plan.title),
        "anchors": {name: time_text(at) for name, at in anchors.items()},
        "phases": [phase(p, plan) for p in plan.phases],
        "places": {p.id: _place(p) for p in plan.places},
        "resources": {r.id: _resource(r) for r in plan.resources},
        "requests": {key: _asked(asked) for key, asked in plan.requests.items()},
        "tasks": [_task(t) for t in plan.tasks],
        "decisions": [decision(d, plan) for d in plan.decisions],
        "constraints": [_constraint(c) for c in plan.constraints],
    }
    kept = {k: v for k, v in sections.items() if v or k == "tasks"}
    return str(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=120))


def _span(minutes: int) -> str:
    return f"{minutes // 60}h" if minutes and minutes % 60 == 0 else f"{minutes}min"


def _duration(duration: Duration) -> Any:
    if duration.least_min is None or duration.most_min is None:
        return _span(duration.likely_min)
    points = (duration.least_min, duration.likely_min, duration.most_min)
    return dict(zip(("min", "likely", "max"), map(_span, points), strict=True))


def _uses(uses: Iterable[Use]) -> dict[str, int]:
    return {u.resource: u.quantity for u in uses}


def _periods(periods: Iterable[Period]) -> list[list[str | None]]:
    return [[time_text(p.start), time_text(p.end)] for p in periods]


def _asked(asked: Asked) -> dict[str, str]:
    return {"by": asked.by, "of": asked.of, "state": asked.state}


def _place(place: Place) -> dict[str, Any]:
    closed = [filled(**{"from": time_text(p.start), "until": time_text(p.end)}) for p in place.closed]
    return filled(
        owner=place.owner, name=name_texts(place.name), closed=closed, reason=place.reason, lat=place.lat, lon=place.lon
    )


def _resource(resource: Resource) -> dict[str, Any]:
    calendar = resource.calendar
    rest = {"duty": _span(calendar.duty_min), "rest": _span(calendar.rest_min)} if calendar else None
    return {
        "owner": resource.owner,
        "kind": resource.kind,
        "capacity": resource.capacity,
        **filled(
            name=name_texts(resource.name),
            periods=[_capacity(p) for p in resource.periods],
            ready=time_text(resource.ready),
            place=resource.place,
            calendar=rest,
        ),
        **(_stock(resource.stock) if resource.stock else {}),
    }


def _stock(stock: Stock) -> dict[str, Any]:
    resupply = [{"at": time_text(s.at), "add": s.amount} for s in stock.resupply]
    return {"initial": stock.initial, **filled(resupply=resupply, store=stock.store)}


def _flow(c: Consumes | Produces) -> dict[str, Any]:
    kind = "consumes" if isinstance(c, Consumes) else "produces"
    return {"kind": kind, "task": c.task, "stock": c.stock, "quantity": c.quantity}


def _capacity(p: CapacityPeriod) -> dict[str, Any]:
    return {**filled(**{"from": time_text(p.start), "until": time_text(p.end)}), "capacity": p.capacity}


def _task(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "owner": task.owner,
        "duration": _duration(task.duration),
        **filled(
            name=name_texts(task.name),
            status=task.status,
            start=time_text(task.start),
            place=task.place,
            mode=task.mode,
            uses=None if isinstance(task.uses, Withheld) else _uses(task.uses),
            at=None if isinstance(task.at, Withheld) else list(task.at),
            after=None if isinstance(task.after, Withheld) else list(task.after),
            modes=None if isinstance(task.modes, Withheld) else [_mode(m) for m in task.modes],
            earliest=time_text(task.earliest),
            due=time_text(task.due),
            phase=task.phase,
            answers=task.answers,
            needs_grant=task.needs_grant,
            priority=task.priority,
        ),
    }


def _mode(mode: Mode) -> dict[str, Any]:
    return {"id": mode.id, "duration": _duration(mode.duration), **filled(uses=_uses(mode.uses), at=list(mode.at))}


def _constraint(c: Constraint) -> dict[str, Any]:
    return {"id": c.id, **WRITERS[type(c)](c), **_common(c)}


def _common(c: Common) -> dict[str, Any]:
    soft = {} if c.weight is None else {"hard": False, "weight": c.weight}
    return {**soft, **filled(set_by=c.set_by, why=name_texts(c.why))}


def _after(c: After) -> dict[str, Any]:
    lag = [_span(c.lag_min), None if c.lag_most_min is None else _span(c.lag_most_min)]
    points = {"task_point": c.task_point, "of_point": c.of_point}
    return {"kind": "after", "task": c.task, "of": c.of, "lag": lag, **points}


def _decision_before(c: DecisionBefore) -> dict[str, Any]:
    return {"kind": "decision_before", "decision": c.decision, "task": c.task, "lead": _span(c.lead_min)}


def _assets(c: SameAsset | DifferentAsset) -> dict[str, Any]:
    kind = "same_asset" if isinstance(c, SameAsset) else "different_asset"
    return {"kind": kind, "tasks": list(c.tasks), **filled(assets=list(c.assets))}


def _phase_gate(c: PhaseGate) -> dict[str, Any]:
    said = {"kind": "phase_gate", "task": c.task, "phase": c.phase, "lead": _span(c.lead_min)}
    return {**said, **filled(tasks=list(c.tasks))}


def _authority(c: Authority) -> dict[str, Any]:
    return {"kind": "authority", "task": c.task, "request": c.request, **filled(assets=list(c.assets))}


def _coverage(c: Coverage) -> dict[str, Any]:
    period = {"from": time_text(c.start), "until": time_text(c.end)}
    said = {"kind": "coverage", "assets": list(c.assets), "at_least": c.at_least, **period}
    return {**said, **filled(tasks=list(c.tasks))}


def _travel(c: Travel) -> dict[str, Any]:
    times: dict[str, dict[str, str]] = {}
    for t in c.times:
        times.setdefault(t.origin, {})[t.to] = _span(t.minutes)
    return {"kind": "travel", "assets": list(c.assets), **filled(speed_kn=c.speed_kn, times=times)}


def _volume(c: VolumeSeparation) -> dict[str, Any]:
    tasks = list(c.tasks)
    return {"kind": "volume_separation", "tasks": tasks, "volume": c.volume, "buffer": _span(c.buffer_min)}


def _window(c: Window) -> dict[str, Any]:
    return {"kind": "window", "task": c.task, **filled(earliest=time_text(c.earliest), latest=time_text(c.latest))}


WRITERS: dict[type[Constraint], Callable[[Any], dict[str, Any]]] = {
    After: _after,
    StartTogether: lambda c: {"kind": "start_together", "tasks": list(c.tasks), "within": _span(c.within_min)},
    EndTogether: lambda c: {"kind": "end_together", "tasks": list(c.tasks), "within": _span(c.within_min)},
    Window: _window,
    Deadline: lambda c: {"kind": "deadline", "task": c.task, "latest": time_text(c.latest)},
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
    OnCall: lambda c: {"kind": "on_call", "task": c.task, "from": time_text(c.start), "until": time_text(c.end)},
    Hold: lambda c: {"kind": "hold", "task": c.task, "start": time_text(c.start)},
    MaxMoves: lambda c: {"kind": "max_moves", "at_most": c.at_most},
}
"""One row per kind, the mirror of the reader's table."""
