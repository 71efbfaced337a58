"""`renkei plan negotiate`: two engines, each with one nation's part in a process of its own, agree on a joint plan.

Exit codes: 0 they agreed, 1 they did not, 2 a document is malformed.
"""

import asyncio
import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.progress import MofNCompleteColumn

from renkei.cli.plan_asked import EXIT_CONFLICT, EXIT_FEASIBLE, Asked, asked_of, ended, json_text, lines, progress
from renkei.cli.plan_asked import options as common
from renkei.cli.plan_words import PlanWords, console, hours
from renkei.cli.words import result, say
from renkei.io.party import ChildParty, PartyLost
from renkei.kernel.errors import Malformed, Refused
from renkei.kernel.ids import Nation, RequestId, nation
from renkei.kernel.message import Message
from renkei.plan.engine.negotiate.exchange import Exchange
from renkei.plan.engine.negotiate.protocol import Negotiation, negotiate
from renkei.plan.engine.negotiate.sight import joined, own_tasks, part_of
from renkei.plan.engine.negotiate.spoken import MESSAGES_MAX, PROPOSALS_MAX, Begin, Hear, Prompt, Seated, Spoken
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing, minute_of
from renkei.plan.engine.tell import violation_told
from renkei.plan.engine.verify import hard, verify
from renkei.plan.model import Placed, Plan


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a negotiation.

    Attributes:
        late_min: Weighted minutes by which each nation misses its own due times.
        first: Messages of each starting order.
        broken: What the exact check of both parts together finds: where two documents contradict one another.
    """

    joint: bool
    told: Message
    nations: tuple[Nation, Nation]
    messages: int
    first: tuple[int, ...]
    late_min: dict[Nation, int] = {}
    schedule: tuple[Placed, ...] = ()
    broken: tuple[Message, ...] = ()


class FarSide:
    """One nation's side in a process of its own, which is given that nation's part alone.

    Args:
        runner: Runs what waits for the process.
        seated: The part, and who negotiates with whom.
        spoke: Called after each thing that was said.
    """

    def __init__(self, runner: asyncio.Runner, seated: Seated, spoke: Callable[[], None]) -> None:
        self.nation = seated.nation
        self.stands = Spoken()
        self._runner, self._spoke = runner, spoke
        self._child = runner.run(ChildParty.seated(seated))

    @property
    def agreed(self) -> object | None:
        """What it agreed to, if anything."""
        return self.stands.schedule

    def begin(self, request: RequestId, *, anew: bool = False) -> Exchange | None:
        """Return a request, or None if there is nothing to ask for."""
        return self._said(Begin(request, anew))

    def answer(self, said: Exchange) -> Exchange | None:
        """Return the answer to an exchange; None where the talk is over."""
        return self._said(Hear(said))

    def _said(self, prompt: Prompt) -> Exchange | None:
        try:
            self.stands = self._runner.run(self._child.say(prompt))
        except PartyLost:
            raise Refused("plan-negotiate-lost", nation=self.nation) from None
        if self.stands.refused is not None:
            raise Refused(self.stands.refused.key, **self.stands.refused.facts)
        if self.stands.said is not None:
            self._spoke()
        return self.stands.said

    def leave(self) -> None:
        """End the process."""
        self._runner.run(self._child.leave())


@click.command("negotiate")
@common
@click.argument("first", metavar="A.yaml", type=click.Path(path_type=Path))
@click.argument("second", metavar="[B.yaml]", required=False, type=click.Path(path_type=Path))
@click.option("--between", metavar="US,JP", help="Nations of A and B; without, the two that own the tasks.")
@click.option(
    "--transcript",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what crossed to a file, one message per line.",
)
def negotiate_plan(
    first: Path, second: Path | None, between: str | None, transcript: Path | None, **options: Any
) -> None:
    """Let two engines agree on a joint plan: A.yaml is what one nation knows, B.yaml the other.

    Each engine sees its own document alone. With one document each is given its nation's part of it.
    """
    asked = asked_of(first, options)
    plans = (asked.words.plan, asked_of(second, options).words.plan if second else asked.words.plan)
    try:
        nations = nations_of(plans, between, first.name)
        with _talking(asked, plans, nations) as sides:
            until = time.monotonic() + asked.limit_s
            found = negotiate(*sides, lambda: time.monotonic() > until)
            agreement = _agreement(found, sides, joined(plans, nations))
    except (Malformed, Refused) as error:
        ended(error, asked.words.language)
    if transcript:
        transcript.write_bytes(b"".join(msgspec.json.encode(e) + b"\n" for e in found.exchanges))
    whole = joined(plans, nations)
    words = PlanWords(own_tasks(whole, asked.side) if asked.side else whole, asked.words.language)
    sys.exit(_told(asked, words, agreement))


def nations_of(plans: tuple[Plan, Plan], between: str | None, file: str) -> tuple[Nation, Nation]:
    """Return the nations of two documents: as said, or the owners of the tasks, the first document's first.

    Raises:
        Malformed: There are not two of them.
    """
    owners = [Counter(t.owner for t in p.tasks) for p in plans]
    found = [nation(code.strip()) for code in between.split(",")] if between else sorted(owners[0] | owners[1])
    if len(set(found)) != 2 or len(found) != 2:
        raise Malformed("plan-negotiate-nations", place=file, nations=", ".join(found))
    if not between and owners[0][found[0]] - owners[1][found[0]] < owners[0][found[1]] - owners[1][found[1]]:
        found.reverse()
    for plan, own in zip(plans, found, strict=True):
        if not own_tasks(plan, own).tasks:
            raise Malformed("plan-negotiate-no-tasks", place=f"{plan.id}:tasks", nation=own)
    return found[0], found[1]


@contextlib.contextmanager
def _talking(
    asked: Asked, plans: tuple[Plan, Plan], nations: tuple[Nation, Nation]
) -> Iterator[tuple[FarSide, FarSide]]:
    """Seat both sides, each with its own part, and show how many messages there were."""
    seated = [
        Seated(
            plan=part_of(plan, own),
            nation=own,
            partner=partner,
            seed=asked.seed,
            proposals=PROPOSALS_MAX,
            workers=asked.workers,
        )
        for plan, own, partner in zip(plans, nations, nations[::-1], strict=True)
    ]
    with asyncio.Runner() as runner, progress(MofNCompleteColumn()) as shown, contextlib.ExitStack() as seats:
        bar = shown.add_task(asked.words.text("plan-negotiate-working"), total=MESSAGES_MAX)
        sides = []
        for one in seated:
            sides.append(FarSide(runner, one, lambda: shown.advance(bar)))
            seats.callback(sides[-1].leave)
        yield sides[0], sides[1]


def _agreement(found: Negotiation, sides: tuple[FarSide, FarSide], whole: Plan) -> Agreement:
    """Return what came of it; what both sides took for sound is checked once more as one plan."""
    schedule = tuple(p for side in sides for p in side.stands.schedule or ()) if found.joint else ()
    return Agreement(
        joint=found.joint,
        told=found.told,
        nations=(sides[0].nation, sides[1].nation),
        messages=len(found.exchanges),
        first=found.first,
        late_min={s.nation: s.stands.late_min or 0 for s in sides} if found.joint else {},
        schedule=schedule,
        broken=tuple(_broken(whole, schedule)) if found.joint else (),
    )


def _broken(whole: Plan, schedule: tuple[Placed, ...]) -> Iterator[Message]:
    """Yield what the exact check says of a schedule of both; own due times may be missed."""
    problem = pose(whole, Stance()).without(f"{t.id}.due" for t in whole.tasks)
    placed = {p.task: p for p in schedule}
    found = {}
    for i, job in enumerate(problem.jobs):
        if job.id in placed:
            p = placed[job.id]
            way = next((n for n, o in enumerate(job.options) if (o.place, o.mode) == (p.place, p.mode)), 0)
            found[i] = Placing(minute_of(problem.origin, p.start, up=True), way)
    for violation in hard(verify(problem, found)):
        yield violation_told(problem, violation)


def _told(asked: Asked, words: PlanWords, found: Agreement) -> int:
    own = {t.id for t in words.plan.tasks}
    shown = tuple(p for p in found.schedule if p.task in own)
    if asked.form == "json":
        result(json_text(msgspec.structs.replace(found, schedule=shown)))
    elif asked.form == "csv":
        lines(words.csv(shown))
    elif found.joint:
        console().print(words.table(shown, ()))
    say(words.say(found.told))
    for side, late in found.late_min.items():
        say(words.text("plan-negotiate-late", nation=side, hours=hours(late)))
    for broken in found.broken:
        say(words.say(broken))
    return EXIT_FEASIBLE if found.joint and not found.broken else EXIT_CONFLICT


COMMANDS = (negotiate_plan,)
