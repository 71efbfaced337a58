"""What every `renkei plan` command is asked, and how a question of it is answered: options, documents, progress."""

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from renkei import locale
from renkei.cli.plan_words import PlanWords
from renkei.cli.words import Words, fail, say
from renkei.io.solver import Solve, Solves
from renkei.kernel.errors import Malformed, Refused, Told
from renkei.kernel.ids import Nation, nation
from renkei.kernel.names import LANGUAGES, Language
from renkei.plan.branches import Choice, choices, left_out, under
from renkei.plan.document import read_plan
from renkei.plan.engine.answers import CheckResult, SolveResult
from renkei.plan.engine.question import Checked, Question, QuestionKind, Solved
from renkei.plan.engine.simulate import with_times
from renkei.plan.model import Plan

EXIT_FEASIBLE, EXIT_CONFLICT, EXIT_MALFORMED, EXIT_UNDECIDED = 0, 1, 2, 3
LIMIT_MAX_S = 3_600.0
"""Longest limit of a solve from the command line: an hour."""
WORKERS_MAX = 64
"""Most threads of a solver: more than any machine of a headquarters has cores."""
STEP_S = 0.1
"""How often the progress on the terminal is drawn anew."""

F = TypeVar("F", bound=Callable[..., Any])
DOCUMENT = click.argument("document", metavar="PLAN.yaml", type=click.Path(path_type=Path))


def options(function: F) -> F:
    """Give a command the options that all of them have."""
    workers = click.IntRange(1, WORKERS_MAX)
    for option in (
        click.option("--workers", default=1, show_default=True, type=workers, help="Threads; one is reproducible."),
        click.option("--seed", default=1, show_default=True, help="Same seed, same answer."),
        click.option("--limit", "limit_s", default=30.0, show_default=True, help="Seconds for each solve."),
        click.option("--nation", "side", help="Look at it as this nation (US, JPN ...) does; without, as nobody."),
        click.option(
            "--assume", "assumed", multiple=True, metavar="DECISION=ANSWER", help="Answer of an open decision."
        ),
        click.option("--csv", "form", flag_value="csv", help="Write CSV."),
        click.option("--json", "form", flag_value="json", help="Write JSON."),
        click.option("--lang", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help="Language."),
    ):
        function = option(function)
    return function


class Asked(msgspec.Struct, frozen=True):
    """What a command was asked.

    Attributes:
        whole: The plan as the document has it; `words` knows it under the answers to its decisions.
        choices: Those answers.
    """

    words: PlanWords
    whole: Plan
    choices: tuple[Choice, ...]
    form: str | None
    side: Nation | None
    limit_s: float
    seed: int
    workers: int


def asked_of(document: Path, options: dict[str, Any]) -> Asked:
    """Read the document; a malformed one ends the command with its place and rule."""
    language: Language = options["lang"]
    try:
        found = document_of(document)
        side = nation(options["side"]) if options["side"] else None
    except Malformed as error:
        ended(error, language)
    if not 0 < options["limit_s"] <= LIMIT_MAX_S:
        raise click.BadParameter(f"0 < limit <= {LIMIT_MAX_S:g}", param_hint="--limit")
    rest = {f: options[f] for f in ("form", "limit_s", "seed", "workers")}
    made = _answers(found, options.get("assumed", ()), language)
    plan = under(found, {c.decision: c.answer for c in made if c.reason == "assumed"})
    words = PlanWords(plan, language)
    for line in _left_out(words, found, made):
        say(line)
    return Asked(words=words, whole=found, choices=made, side=side, **rest)


def _answers(plan: Plan, assumed: Sequence[str], language: Language) -> tuple[Choice, ...]:
    """Return the answers under which the plan is looked at; `dp-2=no` assumes one."""
    pairs = [each.partition("=") for each in assumed]
    try:
        return choices(plan, {decision.strip(): answer.strip() for decision, _, answer in pairs})
    except Refused as error:
        raise click.BadParameter(locale.say(language, error), param_hint="--assume") from error


def _left_out(words: PlanWords, whole: Plan, made: Sequence[Choice]) -> Iterator[str]:
    """Yield what each answer leaves out, where its decision has tasks that hang on it."""
    decisions = {d.id: d for d in whole.decisions}
    for choice in made:
        decision = decisions[choice.decision]
        gone = left_out(msgspec.structs.replace(whole, decisions=(decision,)), (choice,))
        if any(b.tasks for b in decision.branches):
            facts = {"decision": choice.decision, "answer": choice.answer, "reason": choice.reason}
            yield words.text("plan-branch", tasks=", ".join(gone), count=len(gone), **facts)


def ended(error: Told, language: Language) -> NoReturn:
    """End the command with what an error has to say."""
    fail(error, Words(language))
    sys.exit(EXIT_MALFORMED if isinstance(error, Malformed) else EXIT_CONFLICT)


def document_of(document: Path) -> Plan:
    """Return the plan of a document.

    Raises:
        Malformed: It cannot be read, or breaks a rule of the form.
    """
    try:
        return read_plan(document.read_text(encoding="utf-8"), document.name)
    except (OSError, UnicodeDecodeError) as error:
        raise unread(document, error) from error


def unread(file: Path, error: OSError | UnicodeDecodeError) -> Malformed:
    """Return the error of a file that cannot be read."""
    why = getattr(error, "strerror", None) or getattr(error, "reason", "")
    return Malformed("plan-cli-unread", file=file.name, reason=str(why))


def json_text(value: Any) -> str:
    """Return a value as JSON for a person to read."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def lines(text: str) -> None:
    """Write lines that carry their own ends."""
    click.echo(text, nl=False)


def checked(asked: Asked, plan: Plan | None = None) -> CheckResult:
    """Return the answer to a check, of another plan than the one that was asked about if it is given."""
    answer = answered(asked, "check", **({} if plan is None else {"plan": plan})).answer
    assert isinstance(answer, Checked)
    return answer.result


def solved(asked: Asked) -> SolveResult:
    """Return the answer to a solve."""
    answer = answered(asked, "solve").answer
    assert isinstance(answer, Solved)
    return answer.result


def timed(asked: Asked) -> Plan:
    """Return the plan with times: its own, or, where it has none, those of a solve; without any the command ends."""
    plan, words = asked.words.plan, asked.words
    if any(t.start is not None for t in plan.tasks):
        return plan
    say(words.text("plan-cli-untimed", plan=plan.id))
    found = solved(asked)
    if not found.verified:
        for line in unsolved(words, found, ways=False):
            say(line)
        sys.exit(exit_of(found))
    return with_times(plan, found.schedule)


def exit_of(found: CheckResult | SolveResult) -> int:
    """Return the exit code of an answer; a solve without a schedule and without a conflict ran out of time."""
    if isinstance(found, CheckResult):
        good, known = found.feasible, found.decided
    else:
        good, known = found.verified, bool(found.conflicts)
    if good:
        return EXIT_FEASIBLE
    return EXIT_CONFLICT if known else EXIT_UNDECIDED


def unsolved(words: PlanWords, found: SolveResult, *, ways: bool) -> list[str]:
    """Return the lines that say why there is no schedule."""
    return (
        list(words.conflicts(found.conflicts, ways=ways)) if found.conflicts else [words.text("plan-cli-no-schedule")]
    )


def answered(asked: Asked, kind: QuestionKind, **fields: Any) -> Solve:
    """Return a finished solve; one without an answer ends the command with the reason."""
    common = {"nation": asked.side, "limit_s": asked.limit_s, "seed": asked.seed, "workers": asked.workers}
    question = Question(kind=kind, **{"plan": asked.words.plan, **common, **fields})
    found = asyncio.run(_run(question, asked.words))
    if found.state != "done":
        why = found.why
        ended(Refused(why.key, **why.facts) if why else Refused("plan-solver-died"), asked.words.language)
    return found


def progress(*columns: Any) -> Progress:
    """Return a display of progress that is seen on a terminal's standard error alone."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        *columns,
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


async def _run(question: Question, words: PlanWords) -> Solve:
    """Run a question in its child process, with progress on a terminal's standard error."""
    solves = Solves(lambda: "command-line")
    solve = solves.start(question)
    working = locale.text(words.language, "plan-cli-working", {})
    with progress() as shown:
        bar = shown.add_task(working, total=None)
        while solve.state == "running":
            count = locale.text(words.language, "plan-cli-found", {"found": solve.progress.found})
            shown.update(bar, description=f"{working} ({count})" if solve.progress.found else working)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(solve.finished(), STEP_S)
    await solve.finished()
    await solves.stop()
    return solve
