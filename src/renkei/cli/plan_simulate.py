"""`renkei plan simulate`: how likely a plan document holds and which tasks decide it; needs no node."""

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import click
from rich.progress import MofNCompleteColumn
from rich.table import Table

from renkei.cli.plan_asked import (
    DOCUMENT,
    EXIT_FEASIBLE,
    Asked,
    asked_of,
    ended,
    json_text,
    lines,
    options,
    progress,
    timed,
)
from renkei.cli.plan_words import PlanWords, console
from renkei.cli.words import result, say
from renkei.kernel.errors import Refused
from renkei.plan.engine.chance import Chance, Decider, Simulation
from renkei.plan.engine.partial_order import Policy
from renkei.plan.engine.simulate import RUNS_MAX, simulate
from renkei.plan.model import Plan
from renkei.plan.sheet import csv_text

SHOWN_MAX = 40
"""Rows of the table: the least likely promises; JSON and CSV have all."""
FIELDS = ("key", "kind", "due", "chance", "low", "high", "p10", "p50", "p80", "p95", "deciders")


@click.command("simulate")
@options
@DOCUMENT
@click.option("--runs", default=10_000, show_default=True, type=click.IntRange(1, RUNS_MAX), help="Times it is played.")
@click.option(
    "--policy",
    type=click.Choice(get_args(Policy)),
    default="earliest",
    show_default=True,
    help="Tasks start as soon as they can, or never before their planned time.",
)
def simulate_plan(document: Path, runs: int, policy: Policy, **options: Any) -> None:
    """Say how likely each promise holds when tasks take as long as chance has it, and which tasks decide."""
    asked = asked_of(document, options)
    found = _played(asked, timed(asked), runs, policy)
    words = asked.words
    if asked.form == "json":
        result(json_text(found))
    elif asked.form == "csv":
        lines(csv_text(FIELDS, [_line(c) for c in found.chances]))
    else:
        console().print(_table(words, found))
    if found.uncertain == 0:
        say(words.text("plan-simulate-certain"))
    say(
        words.text("plan-simulate-done", runs=found.runs, tasks=found.tasks, uncertain=found.uncertain, seed=found.seed)
    )
    sys.exit(EXIT_FEASIBLE)


def _played(asked: Asked, plan: Plan, runs: int, policy: Policy) -> Simulation:
    """Play the plan until all runs are done or time is up, with progress on a terminal's standard error."""
    until = time.monotonic() + asked.limit_s
    with progress(MofNCompleteColumn()) as shown:
        bar = shown.add_task(asked.words.text("plan-simulate-working"), total=runs)

        def go_on(done: int, _all: int) -> bool:
            shown.update(bar, completed=done)
            return time.monotonic() < until

        try:
            return simulate(plan, runs=runs, seed=asked.seed, policy=policy, tell=go_on)
        except Refused as error:
            ended(error, asked.words.language)


def _table(words: PlanWords, found: Simulation) -> Table:
    heads = ("promise", "chance", "p50", "p80", "p95", "deciders")
    table = Table(*(words.text(f"plan-simulate-{h}") for h in heads))
    for c in shown(found.chances):
        ends = [words.time(t) for t in (c.ends.p50, c.ends.p80, c.ends.p95)]
        table.add_row(words.say(c.told), _chance(c), *ends, ", ".join(map(_decider, c.deciders)))
    return table


def shown(chances: Iterable[Chance]) -> list[Chance]:
    """Return the promises that a table shows: the plan and its gates, then the least likely."""
    order = sorted(chances, key=lambda c: (c.kind not in ("plan", "phase"), 2.0 if c.chance is None else c.chance))
    return order[:SHOWN_MAX]


def _chance(c: Chance) -> str:
    if c.chance is None or c.low is None or c.high is None:
        return "–"
    return f"{100 * c.chance:.1f} % ({100 * c.low:.1f}–{100 * c.high:.1f})"


def _decider(d: Decider) -> str:
    return f"{d.task} {100 * d.share:.0f} %"


def _line(c: Chance) -> list[str]:
    times = [f"{t:%Y-%m-%dT%H:%M:%SZ}" if t else "" for t in (c.due, c.ends.p10, c.ends.p50, c.ends.p80, c.ends.p95)]
    numbers = ["" if n is None else f"{n:g}" for n in (c.chance, c.low, c.high)]
    return [c.key, c.kind, times[0], *numbers, *times[1:], " ".join(f"{d.task}:{d.share:g}" for d in c.deciders)]


COMMANDS = (simulate_plan,)
