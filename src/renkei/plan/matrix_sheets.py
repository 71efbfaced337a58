"""The execution and decision-support matrices as tables of codes and ISO times, for CSV and workbooks; has no words."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from renkei.kernel.names import Language
from renkei.plan.branches import choices, under
from renkei.plan.decision_support import (
    DecisionRow,
    DecisionSupport,
    GateRow,
    Hanging,
    Moment,
    OptionRow,
    decision_support,
)
from renkei.plan.execution import Anchor, ExecutionMatrix, ExecutionRow, adopted, execution_matrix
from renkei.plan.model import Plan
from renkei.plan.phase import Measure

EXECUTION_COLUMNS = (
    "number", "offset", "zulu", "local", "event", "id", "name", "units", "place", "nation", "waits_for", "status",
    "answer", "criteria",
)  # fmt: skip
DECISION_COLUMNS = (
    "part", "id", "name", "trigger", "who", "offset", "zulu", "local", "options", "hanging", "tasks", "criteria",
    "after", "opens", "chance",
)  # fmt: skip
"""Of a decision the times are the latest; of a gate those at which its tasks complete it."""


def offset_text(anchor: Anchor, minutes: int | None) -> str:
    """Return minutes after an anchor as `H+28` or `D-5:30`."""
    if minutes is None:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return f"{anchor.name}{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def execution_lines(matrix: ExecutionMatrix, language: Language) -> Iterator[list[str]]:
    """Yield the cells of each row of an execution matrix; names in a language."""
    for row in matrix.rows:
        yield _execution(matrix.anchor, row, language)


def _execution(anchor: Anchor, row: ExecutionRow, language: Language) -> list[str]:
    return [
        str(row.number),
        offset_text(anchor, row.offset_min),
        _zulu(row.at),
        row.local.isoformat() if row.local else "",
        row.event,
        row.subject,
        row.name.text(language),
        ", ".join(row.units),
        row.place,
        row.nation or "",
        ", ".join(f"{w.kind}:{w.id}" for w in row.waits_for),
        row.status,
        row.answer,
        criteria_text(row.measures, language),
    ]


def decision_lines(found: DecisionSupport, language: Language) -> Iterator[list[str]]:
    """Yield the cells of each decision point, then of each gate; names in a language, a star at the answer planned."""
    yield from (_decision(found.anchor, d, language) for d in found.decisions)
    yield from (_gate(found.anchor, g, language) for g in found.gates)


def _decision(anchor: Anchor, d: DecisionRow, language: Language) -> list[str]:
    head = ["decision", d.id, d.name.text(language), d.trigger.text(language), ", ".join(d.who)]
    options = "; ".join(option_text(o, "*" if o.taken else "") for o in d.options)
    hanging = ", ".join(_hanging(h) for h in d.hanging)
    return [*head, *_times(anchor, d.latest), options, hanging, "", "", "", "", ""]


def _gate(anchor: Anchor, g: GateRow, language: Language) -> list[str]:
    chance = "" if g.chance is None else f"{g.chance:.4f}"
    rest = [", ".join(g.tasks), criteria_text(g.measures, language), g.after or "", ", ".join(g.opens), chance]
    return ["gate", g.phase, g.name.text(language), "", "", *_times(anchor, g.complete), "", "", *rest]


def _times(anchor: Anchor, moment: Moment | None) -> list[str]:
    if moment is None:
        return ["", "", ""]
    return [offset_text(anchor, moment.offset_min), _zulu(moment.at), moment.local.isoformat()]


def _zulu(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""


def criteria_text(measures: Iterable[Measure], language: Language) -> str:
    """Return criteria as one text."""
    return "; ".join(m.text(language) for m in measures)


def option_text(option: OptionRow, mark: str, otherwise: str = "continue") -> str:
    """Return an answer with a mark, and its branch and tasks, or what is said where it has neither."""
    tasks = f"[{', '.join(option.tasks)}]" if option.tasks else ""
    said = " ".join(x for x in (option.name, tasks) if x) or otherwise
    return f"{option.answer}{mark}: {said}"


def _hanging(hanging: Hanging) -> str:
    hours, rest = divmod(hanging.lead_min, 60)
    return f"{hanging.task} {hours}h" + (f"{rest}min" if rest else "")


VIEWS = ("execution_matrix", "decision_matrix")
"""Names of the matrices as sheets of a workbook."""


def views(plan: Plan) -> dict[str, list[list[str]]]:
    """Return both matrices of the times that a plan has, headings first, in English and with UTC as local time."""
    made, kept = choices(plan), under(plan)
    schedule = adopted(kept)
    execution = execution_lines(execution_matrix(kept, schedule, made), "en")
    decisions = decision_lines(decision_support(plan, schedule, made), "en")
    tables = ([list(EXECUTION_COLUMNS), *execution], [list(DECISION_COLUMNS), *decisions])
    return dict(zip(VIEWS, tables, strict=True))
