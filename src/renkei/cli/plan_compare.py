"""`renkei plan compare`: two plan documents side by side; needs no node."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from renkei.cli.plan_asked import EXIT_CONFLICT, EXIT_FEASIBLE, asked_of, json_text, lines, options, timed
from renkei.cli.plan_words import PlanWords, console, hours
from renkei.cli.words import result
from renkei.plan.edits import Edit, said
from renkei.plan.engine.compare import Comparison, Contrast, Stand, Worth, compare
from renkei.plan.sheet import csv_text

LEVELS = (
    "placed", "broken", "urgent_late", "grants", "committed_moved", "moved", "shift_min", "shift_most_min", "late",
    "late_min", "slack_min", "makespan_min",
)  # fmt: skip
"""Levels in the order in which plans are preferred."""
FIELDS = ("part", "id", "field", "before", "after")


@click.command("compare")
@options
@click.argument("first", metavar="A.yaml", type=click.Path(path_type=Path))
@click.argument("second", metavar="B.yaml", type=click.Path(path_type=Path))
def compare_plans(first: Path, second: Path, **options: Any) -> None:
    """Say what differs between two plans: times, places, lateness, moves, levels of the objective, facts."""
    one, other = asked_of(first, options), asked_of(second, options)
    found = compare(timed(one), timed(other))
    if one.form == "json":
        result(json_text(found))
    elif one.form == "csv":
        lines(csv_text(FIELDS, list(_lines(found))))
    else:
        _show(one.words, found)
    sys.exit(EXIT_CONFLICT if found.before.broken or found.after.broken else EXIT_FEASIBLE)


def _show(words: PlanWords, found: Comparison) -> None:
    worth = Table(words.text("plan-compare-level"), "A", "B")
    for level in LEVELS:
        worth.add_row(words.text(f"plan-compare-{level}"), _level(found.before, level), _level(found.after, level))
    console().print(worth)
    for side, plan in (("A", found.before), ("B", found.after)):
        for broken in plan.broken:
            result(f"{side}: {words.say(broken)}")
    _show_tasks(words, found.tasks)
    _show_edits(words, found.edits)
    if not found.tasks and not found.edits:
        result(words.text("plan-compare-same"))


def _level(worth: Worth, level: str) -> str:
    value = getattr(worth, level)
    if level == "placed":
        return f"{value}/{worth.tasks}"
    if level == "broken":
        return str(len(value))
    return hours(value) if level.endswith("_min") else str(value)


def _show_tasks(words: PlanWords, tasks: Sequence[Contrast]) -> None:
    if not tasks:
        return
    heads = [
        "A",
        "B",
        *(words.text(f"plan-table-{c}") for c in ("shift", "place")),
        words.text("plan-compare-lateness"),
    ]
    table = Table(words.text("plan-table-task"), words.text("plan-table-owner"), *heads)
    for c in tasks:
        shift = "" if c.shift_min is None else hours(c.shift_min)
        spans = [_span(words, s) for s in (c.before, c.after)]
        late = _both(*("" if s is None else hours(s.late_min) for s in (c.before, c.after)))
        table.add_row(c.task, c.owner, *spans, shift, _both(*(_where(s) for s in (c.before, c.after))), late)
    console().print(table)


def _show_edits(words: PlanWords, edits: Sequence[Edit]) -> None:
    if edits:
        table = Table(words.text("plan-compare-fact"), "A", "B")
        for e in edits:
            table.add_row(f"{e.id}.{e.field}".rstrip("."), said(e.before), said(e.after))
        console().print(table)


def _span(words: PlanWords, stand: Stand | None) -> str:
    return f"{words.time(stand.start)} – {words.time(stand.end)}" if stand else "–"


def _where(stand: Stand | None) -> str:
    return " ".join(x for x in (stand.place, stand.mode) if x) if stand else ""


def _both(one: str, other: str) -> str:
    return one if one == other else f"{one or '–'} → {other or '–'}"


def _lines(found: Comparison) -> Iterable[list[str]]:
    for level in LEVELS:
        one, other = (getattr(w, level) for w in (found.before, found.after))
        numbers = (len(one), len(other)) if level == "broken" else (one, other)
        yield ["level", "", level, *("" if n is None else str(n) for n in numbers)]
    for c in found.tasks:
        for field in Stand.__struct_fields__:
            values = [said(getattr(s, field)) if s else "" for s in (c.before, c.after)]
            if values[0] != values[1]:
                yield ["time", c.task, field, *values]
    for e in found.edits:
        yield [e.part, e.id, e.field, said(e.before), said(e.after)]


COMMANDS = (compare_plans,)
