"""How `renkei plan matrix` shows the execution and the decision-support matrix: as table, JSON, CSV and HTML."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from rich.markup import escape
from rich.table import Table

from renkei import locale
from renkei.cli.plan_asked import Asked, json_text, lines
from renkei.cli.plan_words import PlanWords, console
from renkei.cli.words import result
from renkei.plan.decision_support import DecisionRow, DecisionSupport, GateRow, Hanging, Moment, decision_support
from renkei.plan.engine.simulate import simulate
from renkei.plan.execution import ExecutionMatrix, ExecutionRow, execution_matrix
from renkei.plan.matrix_sheets import (
    DECISION_COLUMNS,
    EXECUTION_COLUMNS,
    criteria_text,
    decision_lines,
    execution_lines,
    offset_text,
    option_text,
)
from renkei.plan.model import Placed
from renkei.plan.sheet import csv_text, table_page

View: TypeAlias = Literal["synchronisation", "execution", "decision"]

EXECUTION_SHOWN = (
    "number", "offset", "zulu", "local", "event", "id", "name", "units", "place", "nation", "waits_for", "status",
)  # fmt: skip
DECISION_SHOWN = ("part", "id", "trigger", "who", "offset", "zulu", "local", "options", "hanging", "criteria", "chance")
RUNS = 10_000
"""Times that a plan is played for the chance of its gates: as many as `renkei plan simulate` does."""
ZONES = "ABCDEFGHIKLM", "NOPQRSTUVWXY"
"""Letters of the zones one to twelve hours east and west (ACP 121(I), date-time groups); J is the local time."""


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name; an unknown one ends the command."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise click.BadParameter(name, param_hint="--tz") from error


def show_execution(asked: Asked, schedule: Sequence[Placed], zone: ZoneInfo) -> None:
    """Show the execution matrix of a schedule."""
    words = asked.words
    found = execution_matrix(words.plan, schedule, asked.choices, zone)
    if asked.form == "json":
        result(json_text(found))
    elif asked.form == "csv":
        lines(csv_text(_heads(words, EXECUTION_COLUMNS), list(execution_lines(found, words.language))))
    else:
        _show(asked, "plan-execution-title", EXECUTION_SHOWN, list(_execution(words, found)))


def show_decisions(asked: Asked, schedule: Sequence[Placed], zone: ZoneInfo, *, chance: bool) -> None:
    """Show the decision-support matrix of a plan; with `chance` how likely each phase is complete in time."""
    words = asked.words
    chances = _chances(asked, schedule) if chance and schedule else {}
    found = decision_support(asked.whole, schedule, asked.choices, zone, chances)
    if asked.form == "json":
        result(json_text(found))
    elif asked.form == "csv":
        lines(csv_text(_heads(words, DECISION_COLUMNS), list(decision_lines(found, words.language))))
    else:
        _show(asked, "plan-decision-title", DECISION_SHOWN, list(_decisions(words, found)))


def _chances(asked: Asked, schedule: Sequence[Placed]) -> dict[str, float | None]:
    played = simulate(asked.words.plan, schedule, runs=RUNS, seed=asked.seed)
    return {c.key.removeprefix("phase:"): c.chance for c in played.chances if c.key.startswith("phase:")}


def _show(asked: Asked, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    words = asked.words
    name = f"{words.text(title)}: {words.plan.title.text(words.language) or words.plan.id}"
    if asked.form == "html":
        result(table_page(name, words.language, _heads(words, columns), rows))
        return
    table = Table(title=name)
    for head in _heads(words, columns):
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    console().print(table)


def _heads(words: PlanWords, columns: Sequence[str]) -> list[str]:
    return [words.text(f"plan-matrix-{c}") for c in columns]


def _execution(words: PlanWords, found: ExecutionMatrix) -> Iterator[list[str]]:
    for row in found.rows:
        local = row.local
        times = [offset_text(found.anchor, row.offset_min), _group(row.at), _group(local)]
        waits = ", ".join(words.text(f"plan-waits-{w.kind}", id=w.id) for w in row.waits_for)
        what = [words.text(f"plan-event-{row.event}"), row.subject, row.name.text(words.language)]
        where = [", ".join(row.units), row.place, row.nation or ""]
        yield [str(row.number), *times, *what, *where, waits, _status(words, row)]


def _status(words: PlanWords, row: ExecutionRow) -> str:
    """Return the status of a task, of a decision with its answer, or what a person has to evidence at a gate."""
    if row.event == "gate":
        criteria = criteria_text(row.measures, words.language)
        return words.text("plan-gate-criteria", criteria=criteria) if criteria else ""
    if row.event == "decision":
        return words.text(f"plan-decision-{row.status}", answer=row.answer or "–")
    return words.text(f"plan-status-{row.status}")


def _decisions(words: PlanWords, found: DecisionSupport) -> Iterator[list[str]]:
    yield from (_decision(words, found, d) for d in found.decisions)
    yield from (_gate(words, found, g) for g in found.gates)


def _decision(words: PlanWords, found: DecisionSupport, d: DecisionRow) -> list[str]:
    said = d.trigger.text(words.language) or d.name.text(words.language)
    marks = {o: words.text("plan-option-taken") if o.taken else "" for o in d.options}
    otherwise = words.text("plan-option-continue")
    options = "\n".join(option_text(o, mark, otherwise) for o, mark in marks.items())
    hanging = "\n".join(_hanging(words, h) for h in d.hanging)
    head = [words.text("plan-event-decision"), d.id, said, ", ".join(d.who)]
    return [*head, *_times(found, d.latest), options, hanging, "", ""]


def _hanging(words: PlanWords, hanging: Hanging) -> str:
    """Return a task with the lead that it needs, in hours and minutes."""
    hours, minutes = divmod(hanging.lead_min, 60)
    if not minutes:
        return words.text("plan-hanging-hours", task=hanging.task, hours=hours)
    if not hours:
        return words.text("plan-hanging-minutes", task=hanging.task, minutes=minutes)
    return words.text("plan-hanging-both", task=hanging.task, hours=hours, minutes=minutes)


def _gate(words: PlanWords, found: DecisionSupport, g: GateRow) -> list[str]:
    criteria = criteria_text(g.measures, words.language)
    judged = [words.text("plan-gate-criteria", criteria=criteria)] if criteria else []
    opens = words.text("plan-gate-opens", phases=", ".join(g.opens)) if g.opens else ""
    chance = "" if g.chance is None else f"{100 * g.chance:.1f} %"
    head = [words.text("plan-event-gate"), g.phase, g.name.text(words.language), ", ".join(g.stated_by)]
    ends = [", ".join(g.tasks)] if g.tasks else []
    return [*head, *_times(found, g.complete), opens, "", "\n".join([*ends, *judged]), chance]


def _times(found: DecisionSupport, moment: Moment | None) -> list[str]:
    if moment is None:
        return ["", "", ""]
    return [offset_text(found.anchor, moment.offset_min), _group(moment.at), _group(moment.local)]


def _group(at: datetime | None) -> str:
    """Return a moment as a date-time group in its own zone, such as `101430I FEB 26`."""
    offset = at.utcoffset() if at else None
    if at is None or offset is None:
        return ""
    hours, rest = divmod(offset.total_seconds(), 3600)
    east, west = ZONES
    letter = "Z" if not hours else (east if hours > 0 else west)[int(abs(hours)) - 1 : int(abs(hours))]
    if rest or not letter:
        letter = f"{at:%z}"
    return locale.moment(at.replace(tzinfo=UTC), None).replace("Z", letter, 1)
