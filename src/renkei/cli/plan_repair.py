"""`renkei plan repair`: what to move when a unit or a task of a plan document is late; needs no node."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from renkei.cli.plan_asked import (
    DOCUMENT,
    EXIT_CONFLICT,
    EXIT_FEASIBLE,
    EXIT_UNDECIDED,
    Asked,
    answered,
    asked_of,
    ended,
    json_text,
    lines,
    options,
    timed,
)
from renkei.cli.plan_words import PlanWords, console, hours
from renkei.cli.words import result, say
from renkei.kernel.errors import Malformed
from renkei.plan.engine.answers import Move, RepairOption, RepairResult
from renkei.plan.engine.pose import origin_of
from renkei.plan.engine.question import Repaired
from renkei.plan.engine.simulate import with_times
from renkei.plan.execution import adopted
from renkei.plan.export import write_plan
from renkei.plan.marked import parsed
from renkei.plan.model import Plan
from renkei.plan.sheet import csv_text
from renkei.plan.times import moment

LATE_MAX_H = 24.0 * 365
"""Longest slip from the command line: a year; more is a slip of the pen."""
FIELDS = ("option", "task", "start", "end", "new_start", "new_end", "shift")


@click.command()
@options
@DOCUMENT
@click.option("--unit", help="The unit that is late.")
@click.option("--task", help="The task that is late.")
@click.option("--late", default=0.0, show_default=True, type=click.FloatRange(0, LATE_MAX_H), help="Hours it is late.")
@click.option("--now", "since", help="Moment of the decision (H+12h, ISO 8601); without, the plan's first moment.")
@click.option("--yaml", "form", flag_value="yaml", help="Write the document with the first option's times in it.")
def repair(document: Path, late: float, since: str | None, **options: Any) -> None:
    """Say which fewest moves mend a plan when a unit or a task is late; a plan without times is solved first."""
    asked = asked_of(document, options)
    if options["unit"] is None and options["task"] is None:
        raise click.UsageError("--unit or --task")
    now = _now(asked, since)
    plan = timed(asked)
    slip = {"unit": options["unit"], "task": options["task"], "delay_min": round(late * 60)}
    answer = answered(asked, "repair", plan=plan, now=now or first(plan), **slip).answer
    assert isinstance(answer, Repaired)
    sys.exit(_told(asked, plan, answer.result))


def _now(asked: Asked, since: str | None) -> datetime | None:
    try:
        return moment(parsed(since, "--now"), asked.words.plan.anchors) if since else None
    except Malformed as error:
        ended(error, asked.words.language)


def first(plan: Plan) -> datetime:
    """Return the first moment of a plan: of its origin and its adopted times."""
    return min([origin_of(plan), *(t.start for t in plan.tasks if t.start is not None)])


def _told(asked: Asked, plan: Plan, found: RepairResult) -> int:
    words = asked.words
    if asked.form == "json":
        result(json_text(found))
    elif asked.form == "csv":
        lines(csv_text(FIELDS, [_line(o, m) for o in found.options for m in o.moves]))
    elif asked.form == "yaml":
        whole = with_times(asked.whole, adopted(plan))
        lines(write_plan(with_times(whole, found.options[0].schedule if found.options else ())))
    elif found.options:
        for number, option in enumerate(found.options, 1):
            _show(words, number, option)
    elif not found.hit:
        result(words.text("plan-repair-nothing"))
    elif found.conflicts or found.asking:
        result("\n".join(words.conflicts(found.conflicts, ways=True)))
        _wished(asked, plan, found.asking)
    else:
        result(words.text("plan-repair-none"))
    if found.options:
        say(words.text("plan-repair-found", options=len(found.options), hit=len(found.hit), seconds=found.seconds))
    if found.options or not found.hit:
        return EXIT_FEASIBLE
    return EXIT_CONFLICT if found.conflicts else EXIT_UNDECIDED


def _wished(asked: Asked, plan: Plan, option: RepairOption | None) -> None:
    """Show what the partner would have to be asked for."""
    if option is None:
        return
    owners = {t.id: t.owner for t in plan.tasks}
    result(f"\n{asked.words.text('plan-repair-wish')}")
    words = asked.words
    for move in sorted(option.moves, key=lambda m: owners[m.task] == asked.side):
        facts = {"task": move.task, "owner": owners[move.task], "start": words.time(move.after[0])}
        before = words.time(move.before[0])
        key = "plan-repair-ask" if owners[move.task] != asked.side else "plan-repair-then"
        result(f"  {words.text(key, before=before, **facts)}")


def _show(words: PlanWords, number: int, option: RepairOption) -> None:
    proved = option.goal if option.certified else "no"
    result(words.text("plan-repair-option", number=number, goal=option.goal, certified=proved))
    result(f"  {words.say(option.told)}")
    table = Table(*(words.text(f"plan-table-{c}") for c in ("task", "start", "end", "new_start", "new_end", "shift")))
    for move in option.moves:
        times = [words.time(t) for t in (*move.before, *move.after)]
        table.add_row(move.task, *times, hours(_shift(move)))
    console().print(table)
    for miss in option.misses:
        due, end = words.time(miss.due), words.time(miss.end)
        late = {"task": miss.task, "owner": miss.owner, "due": due, "end": end, "hours": hours(miss.by_min)}
        result(f"  {words.text('plan-repair-miss', **late)}")
    if option.at_risk:
        result(f"  {words.text('plan-repair-risk', requests=', '.join(option.at_risk))}")


def _shift(move: Move) -> int:
    return int((move.after[0] - move.before[0]).total_seconds()) // 60


def _line(option: RepairOption, move: Move) -> list[str]:
    times = [f"{t:%Y-%m-%dT%H:%M:%SZ}" for t in (*move.before, *move.after)]
    return [option.id, move.task, *times, f"{_shift(move) / 60:g}"]


COMMANDS = (repair,)
