"""Runs solves in child processes: bytes over pipes, progress as it comes, and a kill costs nothing but the solve.

Knows the questions and answers of the plan engine, and never imports the solver.
"""

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from renkei.kernel.message import Message, told
from renkei.plan.engine.answers import Move, Progress, RepairOption, RepairResult, SolveResult
from renkei.plan.engine.question import Answer, Declined, Question, Said, Working
from renkei.plan.model import Plan

LINE_MAX = 64 * 1024 * 1024
"""Longest line from a child: a schedule of 10,000 tasks is 2 MB."""
SOLVES_MAX = 2
"""Solves at once; another waits. Each takes up to 400 MB and one core."""
KEPT_MAX = 50
"""Finished solves that can still be asked about."""
GRACE_S = 30.0
"""Beyond the limits of all its steps a child gets this long for everything else, then it is ended."""
STEPS_MAX = 40
"""Solver steps that one question takes at most in practice (levels, ways out, certificates)."""

State: TypeAlias = Literal["running", "done", "cancelled", "failed"]

_LOG = logging.getLogger(__name__)
_SAID = msgspec.json.Decoder(Said)
_CHILD = (sys.executable, "-m", "renkei.io.solver_child")


class Solve:
    """One solve: its question, how far it is, and its answer.

    Attributes:
        state: `cancelled` still has the best verified schedule found until then.
        answer: None while it runs, and after a failure.
    """

    def __init__(self, identifier: str, question: Question) -> None:
        self.identifier = identifier
        self.question = question
        self.state: State = "running"
        self.progress = Progress()
        self.answer: Answer | None = None
        self.why: Message | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._done = asyncio.Event()

    async def run(self, slots: asyncio.Semaphore, command: tuple[str, ...] = _CHILD) -> None:
        """Run the child to its end; whatever becomes of it, this returns."""
        try:
            async with slots:
                if self.state == "running":
                    await self._run(command)
        finally:
            self._done.set()

    async def finished(self) -> None:
        """Wait until the solve has ended one way or another."""
        await self._done.wait()

    def cancel(self) -> None:
        """End the child; what it verified so far stays."""
        if self.state == "running":
            self.state = "cancelled"
            self._kill()

    def shown(self) -> Mapping[str, Any]:
        """Return the solve in the form of the interface."""
        result: Any = getattr(self.answer, "result", None)
        if result is None and self.progress.schedule:
            result = so_far(self.question, self.progress)
        progress = {f: getattr(self.progress, f) for f in ("found", "bound", "objective", "seconds")}
        return {
            "job": self.identifier,
            "kind": self.question.kind,
            "state": self.state,
            "progress": progress,
            "result": result if self.state != "running" else None,
            "why": self.why,
        }

    async def _run(self, command: tuple[str, ...]) -> None:
        pipe = asyncio.subprocess.PIPE
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe, limit=LINE_MAX)
        self._process = process
        if self.state != "running":  # cancelled while the process was being made
            self._kill()
        errors = asyncio.create_task(_tail(process))
        try:
            async with asyncio.timeout(self.question.limit_s * STEPS_MAX + GRACE_S):
                await self._talk(process)
        except (TimeoutError, OSError, ValueError, msgspec.DecodeError) as error:
            self._fail("plan-solver-lost", error)
        finally:
            self._kill()
            await process.wait()
            said = await errors
        if self.state == "running":
            self._settle(process.returncode, said)
        seconds = round(time.monotonic() - began, 3)
        if not self.progress.seconds or self.state == "done":
            self.progress = msgspec.structs.replace(self.progress, seconds=seconds)
        _LOG.info("solve ended", extra={"job": self.identifier, "state": self.state, "seconds": seconds})

    async def _talk(self, process: asyncio.subprocess.Process) -> None:
        """Send the question and hear what the child says until its answer; standard input stays open."""
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(ConnectionError):
            process.stdin.write(msgspec.json.encode(self.question) + b"\n")
            await process.stdin.drain()
        while line := await process.stdout.readline():
            said = _SAID.decode(line)
            if isinstance(said, Working):
                self.progress = said.progress
                continue
            self.answer = said
            return

    def _settle(self, code: int | None, errors: str) -> None:
        if isinstance(self.answer, Declined):
            self.state, self.why = "failed", self.answer.why
        elif self.answer is not None:
            self.state = "done"
        else:
            self._fail("plan-solver-died", f"exit {code}: {errors}")

    def _fail(self, key: str, error: object) -> None:
        if self.state == "running":
            self.state, self.why = "failed", told(key) if key == "plan-solver-lost" else told("plan-solver-died")
            _LOG.error("solve failed", extra={"job": self.identifier, "why": str(error)[-2000:]})

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()


def so_far(question: Question, progress: Progress) -> SolveResult | RepairResult | None:
    """Return the best verified schedule of a solve or a repair that was stopped, as its result."""
    plan, schedule = question.plan, progress.schedule
    based_on = plan.versions_of(schedule)
    if question.kind == "solve":
        return SolveResult(schedule=schedule, verified=True, based_on=based_on)
    if question.kind != "repair":
        return None
    starts = {t.id: t.start for t in plan.tasks if t.start is not None}
    moves = tuple(
        Move(p.task, (starts[p.task], starts[p.task] + (p.end - p.start)), (p.start, p.end))
        for p in schedule
        if p.task in starts
    )
    return RepairResult(options=(_fewest(plan, progress, moves),), based_on=based_on)


def _fewest(plan: Plan, progress: Progress, moves: tuple[Move, ...]) -> RepairOption:
    """Return the repair that was told of last as an option, its sentence saying whether fewer moves are ruled out."""
    tasks = {t.id: t for t in plan.tasks}
    misses = plan.misses_of(progress.schedule)
    risk = (tasks[m.task].answers for m in misses)
    proved = progress.bound == progress.objective
    count = len(moves)
    return RepairOption(
        id="fewest_moves",
        goal="fewest_moves",
        moves=moves,
        misses=misses,
        at_risk=tuple(dict.fromkeys(r for r in risk if isinstance(r, str))),
        certified=proved,
        told=told("plan-repair-stopped-proved", count=count) if proved else told("plan-repair-stopped", count=count),
        schedule=progress.schedule,
        committed_moved=tuple(m.task for m in moves if tasks[m.task].status == "committed"),
    )


async def _tail(process: asyncio.subprocess.Process) -> str:
    """Return the end of what the child wrote on standard error, reading on so that it never blocks."""
    assert process.stderr is not None
    kept = b""
    while chunk := await process.stderr.read(65_536):
        kept = (kept + chunk)[-4_000:]
    return kept.decode("utf-8", "replace")


class Solves:
    """The solves of one node: starts them, knows them by identifier, ends them with the node.

    Args:
        new_id: Makes identifiers.
        changed: Called when a solve has ended.
    """

    def __init__(self, new_id: Callable[[], str], changed: Callable[[], None] = lambda: None) -> None:
        self._new_id = new_id
        self._changed = changed
        self._slots = asyncio.Semaphore(SOLVES_MAX)
        self._solves: dict[str, Solve] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, question: Question) -> Solve:
        """Begin a solve."""
        solve = Solve(self._new_id(), question)
        self._forget()
        self._solves[solve.identifier] = solve
        task = asyncio.create_task(solve.run(self._slots))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return solve

    def get(self, identifier: str) -> Solve | None:
        """Return a solve by its identifier."""
        return self._solves.get(identifier)

    def cancel(self, identifier: str) -> bool:
        """End a solve; whether there was such a one."""
        solve = self._solves.get(identifier)
        if solve is not None:
            solve.cancel()
        return solve is not None

    async def stop(self) -> None:
        """End every solve and wait for the children."""
        for solve in self._solves.values():
            solve.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._changed()

    def _forget(self) -> None:
        ended = [i for i, s in self._solves.items() if s.state != "running"]
        for identifier in ended[: max(0, len(self._solves) - KEPT_MAX + 1)]:
            del self._solves[identifier]
