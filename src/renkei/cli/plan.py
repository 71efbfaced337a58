"""`renkei plan`: check, solve, explain and show a plan document without any node.

Exit codes: 0 the plan can be done, 1 it cannot (or not under an answer to an open decision), 2 the document is
malformed, 3 time ran out before it was known.
"""

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from renkei.cli.plan_asked import (
    DOCUMENT,
    adopted,
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
from renkei.cli.plan_words import console
from renkei.cli.words import result, say
from renkei.plan.engine.simulate import with_times
from renkei.plan.export import write_plan


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
def matrix(document: Path, **options: Any) -> None:
    """Show the synchronisation matrix: the plan's own times where it has them, solved ones for the rest."""
    asked = asked_of(document, options)
    found = solved(asked)
    words = asked.words
    schedule = found.schedule if found.verified else adopted(words.plan)
    if asked.form == "json":
        result(json_text([msgspec.to_builtins(r) for r in words.rows(schedule)]))
    elif asked.form == "csv":
        lines(words.csv(schedule))
    elif asked.form == "html":
        result(words.html(schedule))
    else:
        console().print(words.matrix(schedule))
    if not found.verified:
        for line in unsolved(words, found, ways=False):
            say(line)
    sys.exit(exit_of(found))
