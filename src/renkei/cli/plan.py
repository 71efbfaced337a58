"""`renkei plan`: check, solve, explain and show a plan document without any node.

Exit codes: 0 the plan can be done, 1 it cannot (or not under an answer to an open decision), 2 the document is
malformed, 3 time ran out before it was known.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import click
import msgspec

from renkei.cli.plan_asked import (
    DOCUMENT,
    Asked,
    asked_of,
    checked,
    exit_of,
    json_text,
    lines,
    options,
    solved,
    unsolved,
)
from renkei.cli.plan_check import tell
from renkei.cli.plan_matrix import View, show_decisions, show_execution, zone_of
from renkei.cli.plan_words import console
from renkei.cli.words import result, say
from renkei.plan.engine.simulate import with_times
from renkei.plan.execution import adopted
from renkei.plan.export import write_plan
from renkei.plan.model import Placed


@click.group()
def plan() -> None:
    """Check, solve, explain, repair, compare, simulate and show plan documents (or a scenario pack's plan)."""


@plan.command()
@options
@DOCUMENT
def check(document: Path, **options: Any) -> None:
    """Say whether the plan can be done, and if not, the smallest set of facts that stands against it."""
    asked = asked_of(document, options)
    sys.exit(tell(asked, checked(asked), ways=False))


@plan.command()
@options
@DOCUMENT
def explain(document: Path, **options: Any) -> None:
    """Say why the plan cannot be done and which least changes, each alone, would make it possible."""
    asked = asked_of(document, options)
    sys.exit(tell(asked, checked(asked), ways=True))


@plan.command()
@options
@DOCUMENT
@click.option("--yaml", "form", flag_value="yaml", help="Write the document with the times in it.")
def solve(document: Path, **options: Any) -> None:
    """Place every task: a verified schedule as a table, or the conflict."""
    asked = asked_of(document, options)
    found = solved(asked)
    words = asked.words
    if asked.form == "json":
        result(json_text(found))
    elif asked.form == "csv":
        lines(
            words.csv(found.schedule)
            if found.verified
            else words.conflict_lines((str(n), c) for n, c in enumerate(found.conflicts, 1))
        )
    elif not found.verified:
        result("\n".join(unsolved(words, found, ways=True)))
    elif asked.form == "yaml":
        lines(write_plan(with_times(asked.whole, found.schedule)))
    else:
        console().print(words.table(found.schedule, found.places))
    if found.verified:
        optimal = "yes" if found.optimal else "no"
        say(words.text("plan-cli-solved", tasks=len(found.schedule), seconds=found.seconds, optimal=optimal))
    if found.left_out:
        say(words.text("plan-cli-left-out", tasks=", ".join(found.left_out)))
    sys.exit(exit_of(found))


@plan.command()
@options
@DOCUMENT
@click.option("--html", "form", flag_value="html", help="Write one self-contained HTML page.")
@click.option(
    "--form", "view", type=click.Choice(get_args(View)), default="synchronisation", show_default=True, help="View."
)
@click.option("--tz", default="Asia/Tokyo", show_default=True, help="IANA name of the zone of the local time.")
@click.option("--chance", is_flag=True, help="With --form decision: how likely each phase is complete in time.")
def matrix(document: Path, view: View, tz: str, **options: Any) -> None:
    """Show a matrix of the plan: its own times where it has them, solved ones for the rest."""
    zone = zone_of(tz)
    asked = asked_of(document, options)
    found = solved(asked)
    words = asked.words
    schedule = found.schedule if found.verified else adopted(words.plan)
    if view == "execution":
        show_execution(asked, schedule, zone)
    elif view == "decision":
        show_decisions(asked, schedule, zone, chance=options["chance"])
    else:
        _synchronisation(asked, schedule)
    if not found.verified:
        for line in unsolved(words, found, ways=False):
            say(line)
    sys.exit(exit_of(found))


def _synchronisation(asked: Asked, schedule: Sequence[Placed]) -> None:
    words = asked.words
    if asked.form == "json":
        result(json_text([msgspec.to_builtins(r) for r in words.rows(schedule)]))
    elif asked.form == "csv":
        lines(words.csv(schedule))
    elif asked.form == "html":
        result(words.html(schedule))
    else:
        console().print(words.matrix(schedule))
