"""`renkei plan`: check, solve, explain and show a plan document without any node.

Exit codes: 0 the plan can be done, 1 it cannot (or it is not known), 2 the document is malformed.
"""

import asyncio
import contextlib
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar, get_args

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from renkei import locale
from renkei.cli.plan_words import PlanWords, console
from renkei.cli.words import Words, fail, result, say
from renkei.io.solver import Solve, Solves
from renkei.kernel.errors import Malformed, Refused
from renkei.kernel.ids import Nation, nation
from renkei.kernel.names import LANGUAGES, Language
from renkei.plan.document import read_plan
from renkei.plan.engine.answers import CheckResult, SolveResult
from renkei.plan.engine.question import Checked, Question, QuestionKind, Solved
from renkei.plan.model import Placed, Plan

EXIT_FEASIBLE, EXIT_CONFLICT, EXIT_MALFORMED = 0, 1, 2
LIMIT_MAX_S = 3_600.0
"""Longest limit of a solve from the command line: an hour."""
STEP_S = 0.1
"""How often the progress on the terminal is drawn anew."""

F = TypeVar("F", bound=Callable[..., Any])


@click.group()
def plan() -> None:
    """Check, solve, explain and show a plan document (or a scenario pack's plan); needs no node."""


def _options(function: F) -> F:
    """Give a command the document and the options that all of them have."""
    for option in (
        click.option("--seed", default=1, show_default=True, help="Same seed, same answer."),
        click.option("--limit", "limit_s", default=30.0, show_default=True, help="Seconds for each solve."),
        click.option("--nation", "side", help="Look at it as this nation (US, JPN ...) does; without, as nobody."),
        click.option("--csv", "form", flag_value="csv", help="Write CSV."),
        click.option("--json", "form", flag_value="json", help="Write JSON."),
        click.option("--lang", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help="Language."),
        click.argument("document", metavar="PLAN.yaml", type=click.Path(path_type=Path)),
    ):
        function = option(function)
    return function


class Asked(msgspec.Struct, frozen=True):
    """What a command was asked."""

    words: PlanWords
    form: str | None
    side: Nation | None
    limit_s: float
    seed: int


def _asked(document: Path, options: dict[str, Any]) -> Asked:
    """Read the document; a malformed one ends the command with its place and rule."""
    language: Language = options["lang"]
    try:
        found = read_plan(_text(document), document.name)
        side = nation(options["side"]) if options["side"] else None
        if not 0 < options["limit_s"] <= LIMIT_MAX_S:
            raise click.BadParameter(f"0 < limit <= {LIMIT_MAX_S:g}", param_hint="--limit")
    except Malformed as error:
        fail(error, Words(language))
        sys.exit(EXIT_MALFORMED)
    return Asked(PlanWords(found, language), options["form"], side, options["limit_s"], options["seed"])


def _text(document: Path) -> str:
    try:
        return document.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or getattr(error, "reason", "")
        raise Malformed("plan-cli-unread", file=document.name, reason=str(why)) from error


@plan.command()
@_options
def check(document: Path, **options: Any) -> None:
    """Say whether the plan can be done, and if not, the smallest set of facts that stands against it."""
    asked = _asked(document, options)
    sys.exit(_told_check(asked, _checked(asked), ways=False))


@plan.command()
@_options
def explain(document: Path, **options: Any) -> None:
    """Say why the plan cannot be done and which least changes, each alone, would make it possible."""
    asked = _asked(document, options)
    sys.exit(_told_check(asked, _checked(asked), ways=True))


@plan.command()
@_options
def solve(document: Path, **options: Any) -> None:
    """Place every task: a verified schedule as a table, or the conflict."""
    asked = _asked(document, options)
    found = _solved(asked)
    words = asked.words
    if asked.form == "json":
        result(_json(found))
    elif asked.form == "csv":
        _lines(words.csv(found.schedule) if found.verified else words.conflict_lines(found.conflicts))
    elif found.verified:
        console().print(words.table(found.schedule, found.places))
    else:
        _say_unsolved(words, found)
    if found.verified:
        optimal = "yes" if found.optimal else "no"
        say(words.text("plan-cli-solved", tasks=len(found.schedule), seconds=found.seconds, optimal=optimal))
    sys.exit(EXIT_FEASIBLE if found.verified else EXIT_CONFLICT)


@plan.command()
@_options
@click.option("--html", "form", flag_value="html", help="Write one self-contained HTML page.")
def matrix(document: Path, **options: Any) -> None:
    """Show the synchronisation matrix: the plan's own times where it has them, solved ones for the rest."""
    asked = _asked(document, options)
    found = _solved(asked)
    words = asked.words
    schedule = found.schedule if found.verified else _adopted(words.plan)
    if asked.form == "json":
        result(_json([_plain(r) for r in words.rows(schedule)]))
    elif asked.form == "csv":
        _lines(words.csv(schedule))
    elif asked.form == "html":
        result(words.html(schedule))
    else:
        console().print(words.matrix(schedule))
    if not found.verified:
        for line in words.conflicts(found.conflicts, ways=False):
            say(line)
    sys.exit(EXIT_FEASIBLE if found.verified else EXIT_CONFLICT)


def _adopted(found: Plan) -> tuple[Placed, ...]:
    """Return the times that the document itself gives."""
    return tuple(
        Placed(t.id, t.start, t.start + timedelta(minutes=t.duration.likely_min), t.place, t.mode)
        for t in found.tasks
        if t.start is not None
    )


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _json(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _lines(text: str) -> None:
    """Write lines that carry their own ends."""
    click.echo(text, nl=False)


def _told_check(asked: Asked, found: CheckResult, *, ways: bool) -> int:
    words = asked.words
    if asked.form == "json":
        result(_json(found))
    elif asked.form == "csv":
        _lines(words.conflict_lines(found.conflicts))
    elif found.feasible:
        result(words.text("plan-cli-feasible"))
        for place in found.places:
            result(f"  {words.say(place.told)}")
    elif not found.decided:
        result(words.text("plan-cli-undecided"))
    else:
        result("\n".join(words.conflicts(found.conflicts, ways=ways)))
    if asked.form is None and found.broken:
        result(words.text("plan-cli-broken"))
        result("\n".join(f"  {words.say(m)}" for m in found.broken))
    return EXIT_FEASIBLE if found.feasible else EXIT_CONFLICT


def _say_unsolved(words: PlanWords, found: SolveResult) -> None:
    if found.conflicts:
        result("\n".join(words.conflicts(found.conflicts, ways=True)))
    else:
        result(words.text("plan-cli-no-schedule"))


def _checked(asked: Asked) -> CheckResult:
    answer = _answered(asked, "check").answer
    assert isinstance(answer, Checked)
    return answer.result


def _solved(asked: Asked) -> SolveResult:
    answer = _answered(asked, "solve").answer
    assert isinstance(answer, Solved)
    return answer.result


def _answered(asked: Asked, kind: QuestionKind) -> Solve:
    """Return a finished solve; one without an answer ends the command with the reason."""
    assert kind in get_args(QuestionKind)
    question = Question(kind=kind, plan=asked.words.plan, nation=asked.side, limit_s=asked.limit_s, seed=asked.seed)
    found = asyncio.run(_run(question, asked.words))
    if found.state != "done":
        why = found.why
        error = Refused(why.key, **why.facts) if why else Refused("plan-solver-died")
        fail(error, Words(asked.words.language))
        sys.exit(EXIT_CONFLICT)
    return found


async def _run(question: Question, words: PlanWords) -> Solve:
    """Run a question in its child process, with progress on a terminal's standard error."""
    solves = Solves(lambda: "command-line")
    solve = solves.start(question)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    working = locale.text(words.language, "plan-cli-working", {})
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as shown:
        bar = shown.add_task(working, total=None)
        while solve.state == "running":
            count = locale.text(words.language, "plan-cli-found", {"found": solve.progress.found})
            shown.update(bar, description=f"{working} ({count})" if solve.progress.found else working)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(solve.finished(), STEP_S)
    await solve.finished()
    await solves.stop()
    return solve
