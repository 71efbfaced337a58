"""Reads the constraints of a plan document, one row per kind of the closed vocabulary; checks no schedule."""

from typing import Any, get_args

from renkei.kernel.names import Name
from renkei.plan.constraint import (
    After,
    Constraint,
    Deadline,
    DecisionBefore,
    EndTogether,
    Hold,
    MaxMoves,
    NotDuring,
    Period,
    PhaseGate,
    Point,
    Span,
    StartTogether,
    VolumeSeparation,
    Window,
)
from renkei.plan.document_assets import ASSET_KINDS
from renkei.plan.document_terms import Fields, Row, Terms
from renkei.plan.marked import Part
from renkei.plan.times import minutes

COMMON = ("id", "kind", "why", "set_by", "hard", "weight")
WEIGHT_USUAL = 1
"""Weight of a constraint that is only said not to be hard."""

HARD_ONLY = ("authority", "all_or_none", "consumes", "produces", "travel", "on_call")
"""Kinds that are never a wish: permission, option, supply, distance and promise are not weighed against anything."""


def constraint(part: Part, terms: Terms) -> Constraint:
    """Return the constraint that an entry states.

    Raises:
        Malformed: Unknown kind, missing or wrong fields, unknown tasks.
    """
    kind = part.fields(required=("id", "kind"))["kind"]
    name = kind.text()
    if name not in KINDS:
        raise kind.wrong("plan-document-kind-unknown", kind=name, known=", ".join(sorted(KINDS)))
    required, optional, build = KINDS[name]
    fields = part.fields((*COMMON, *required, *optional), required=required)
    common = _common(fields)
    if name in HARD_ONLY and common["weight"] is not None:
        raise (fields.get("weight") or fields["hard"]).wrong("plan-document-hard-only", kind=name)
    return build(fields, terms, common)


def _common(fields: Fields) -> dict[str, Any]:
    hard = fields["hard"].flag() if "hard" in fields else "weight" not in fields
    weight = fields["weight"].whole(1) if "weight" in fields else WEIGHT_USUAL
    return {
        "id": fields["id"].text(),
        "why": fields["why"].name() if "why" in fields else Name(),
        "set_by": fields["set_by"].text() if "set_by" in fields else "",
        "weight": None if hard else weight,
    }


def _lag(part: Part) -> tuple[int, int | None]:
    """Return least and longest lag: a duration alone is the least, a list is both."""
    if not part.is_list:
        return minutes(part), None
    ends = list(part.items())
    if not 1 <= len(ends) <= 2:
        raise part.wrong("plan-document-span")
    most = minutes(ends[1]) if len(ends) == 2 and not ends[1].is_null else None
    least = 0 if ends[0].is_null else minutes(ends[0])
    if most is not None and most < least:
        raise part.wrong("plan-document-span")
    return least, most


def _point(fields: Fields, name: str, usual: Point) -> Point:
    if name not in fields:
        return usual
    text = fields[name].text()
    if text not in get_args(Point):
        raise fields[name].wrong("plan-document-choice", value=text, allowed=", ".join(get_args(Point)))
    return text  # type: ignore[return-value]  # just compared with the type's own values


def _after(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    least, most = _lag(fields["lag"]) if "lag" in fields else (0, None)
    return After(
        **common,
        task=terms.task(fields["task"]),
        of=terms.task(fields["of"]),
        lag_min=least,
        lag_most_min=most,
        task_point=_point(fields, "task_point", "start"),
        of_point=_point(fields, "of_point", "end"),
    )


def _before(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    """`task` before `of` is `of` after `task`."""
    least, most = _lag(fields["lag"]) if "lag" in fields else (0, None)
    return After(
        **common,
        task=terms.task(fields["of"]),
        of=terms.task(fields["task"]),
        lag_min=least,
        lag_most_min=most,
        task_point=_point(fields, "of_point", "start"),
        of_point=_point(fields, "task_point", "end"),
    )


def _start_together(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    within = minutes(fields["within"]) if "within" in fields else 0
    return StartTogether(**common, tasks=terms.several(fields["tasks"]), within_min=within)


def _end_together(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    within = minutes(fields["within"]) if "within" in fields else 0
    return EndTogether(**common, tasks=terms.several(fields["tasks"]), within_min=within)


def _window(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    return Window(
        **common,
        task=terms.task(fields["task"]),
        earliest=terms.at(fields["earliest"]) if "earliest" in fields else None,
        latest=terms.at(fields["latest"]) if "latest" in fields else None,
    )


def _deadline(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    return Deadline(**common, task=terms.task(fields["task"]), latest=terms.at(fields["latest"]))


def _not_during(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    return NotDuring(
        **common,
        task=terms.task(fields["task"]),
        periods=tuple(_period(p, terms) for p in fields["periods"].items()),
    )


def _period(part: Part, terms: Terms) -> Period:
    ends = list(part.items())
    if len(ends) != 2:
        raise part.wrong("plan-document-span")
    start, end = terms.at(ends[0]), None if ends[1].is_null else terms.at(ends[1])
    if end is not None and end <= start:
        raise part.wrong("plan-document-span")
    return Period(start, end)


def _volume(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    return VolumeSeparation(
        **common,
        tasks=terms.several(fields["tasks"]),
        volume=fields["volume"].text(),
        buffer_min=minutes(fields["buffer"]) if "buffer" in fields else 0,
    )


def _span(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    return Span(**common, tasks=terms.several(fields["tasks"]), longest_min=minutes(fields["longest"]))


def _decision_before(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    decision = fields["decision"].text()
    if decision not in terms.decisions:
        raise fields["decision"].wrong("plan-document-unknown", kind="decision", id=decision)
    if terms.decisions[decision] is None:
        raise fields["decision"].wrong("plan-document-decision-latest", id=decision)
    lead = minutes(fields["lead"]) if "lead" in fields else 0
    return DecisionBefore(**common, decision=decision, task=terms.task(fields["task"]), lead_min=lead)


def _phase_gate(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    phase, task = fields["phase"].text(), terms.task(fields["task"])
    if phase not in terms.phases:
        raise fields["phase"].wrong("plan-document-unknown", kind="phase", id=phase)
    tasks = terms.several(fields["tasks"]) if "tasks" in fields else ()
    if not tasks and not any(t.phase == phase for t in terms.tasks.values() if t.id != task):
        raise fields["phase"].wrong("plan-document-phase-empty", phase=phase)
    lead = minutes(fields["lead"]) if "lead" in fields else 0
    return PhaseGate(**common, task=task, phase=phase, tasks=tasks, lead_min=lead)


def _hold(fields: Fields, terms: Terms, common: dict[str, Any]) -> Constraint:
    return Hold(**common, task=terms.task(fields["task"]), start=terms.at(fields["start"]))


def _max_moves(fields: Fields, _terms: Terms, common: dict[str, Any]) -> Constraint:
    return MaxMoves(**common, at_most=fields["at_most"].whole())


_ORDER = ("lag", "task_point", "of_point")

KINDS: dict[str, Row] = {
    "after": (("task", "of"), _ORDER, _after),
    "before": (("task", "of"), _ORDER, _before),
    "start_together": (("tasks",), ("within",), _start_together),
    "end_together": (("tasks",), ("within",), _end_together),
    "window": (("task",), ("earliest", "latest"), _window),
    "deadline": (("task", "latest"), (), _deadline),
    "not_during": (("task", "periods"), (), _not_during),
    "volume_separation": (("tasks", "volume"), ("buffer",), _volume),
    "span": (("tasks", "longest"), (), _span),
    "decision_before": (("decision", "task"), ("lead",), _decision_before),
    "phase_gate": (("task", "phase"), ("tasks", "lead"), _phase_gate),
    "hold": (("task", "start"), (), _hold),
    "max_moves": (("at_most",), (), _max_moves),
    **ASSET_KINDS,
}
"""Kind -> required fields, optional fields, reader."""
