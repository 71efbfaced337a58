"""Solves in child processes: answers, progress, cancelling, crashes; the asking process loads no solver."""

import asyncio
import itertools
import subprocess
import sys

import msgspec
import pytest

from renkei.io import solver
from renkei.io.solver import Solve, Solves
from renkei.plan.engine.answers import Progress
from renkei.plan.engine.question import Question
from renkei.plan.model import Placed
from tests.plan.plans import at, nankai, plan, resource, scheduled, task
from tests.plan.test_repair import STARTS


def run(question, command=None):
    """A finished solve."""

    async def main():
        solve = Solve("job", question)
        given = (command,) if command else ()
        await solve.run(asyncio.Semaphore(1), *given)
        return solve

    return asyncio.run(main())


def crowd(count):
    """A plan that keeps the solver busy."""
    tasks = (task(f"T{n}", 1 + n % 7, uses={"r": 1 + n % 3}, earliest=n % 5) for n in range(count))
    return plan(*tasks, resources=(resource("r", 4),))


def test_a_check_is_answered():
    solve = run(Question(kind="check", plan=nankai(), nation="USA"))
    assert (solve.state, solve.why) == ("done", None)
    shown = msgspec.to_builtins(solve.shown())
    assert shown["result"]["conflicts"][0]["id"] == "K8.due+K9.due+parking:matsuyama_ap.capacity"
    assert shown["progress"]["seconds"] > 0


def test_a_repair_is_answered_and_its_schedule_was_told_on_the_way():
    found = scheduled(nankai(), {k: v for k, v in STARTS.items() if k != "K8"})
    solve = run(Question(kind="repair", plan=found, now=at(30), nation="USA", unit="lha7", delay_min=480))
    assert [m.task for m in solve.answer.result.options[0].moves] == ["K5", "K7"]
    assert [p.task for p in solve.progress.schedule] == ["K5", "K7"]


def test_a_repair_that_was_stopped_has_the_best_that_it_told_of():
    found = scheduled(nankai(), {k: v for k, v in STARTS.items() if k != "K8"})
    question = Question(kind="repair", plan=found, now=at(30), nation="USA", unit="lha7", delay_min=480)
    solve = run(question)
    done = solve.answer.result.options[0]
    solve.answer, solve.state = None, "cancelled"
    kept = solve.shown()["result"].options[0]
    assert msgspec.structs.replace(kept, told=done.told) == done
    assert (kept.at_risk, kept.certified, kept.told.key) == (("R6",), True, "plan-repair-stopped-proved")
    solve.progress = msgspec.structs.replace(solve.progress, bound=None)
    kept = solve.shown()["result"].options[0]
    assert (kept.certified, kept.told.key) == (False, "plan-repair-stopped")


def test_a_repair_that_was_stopped_says_which_commitments_it_moves():
    found = plan(task("A", 2, start=0, status="committed"), task("B", 2, start=0))
    later = (Placed("A", at(5), at(7)), Placed("B", at(5), at(7)))
    kept = solver.so_far(Question(kind="repair", plan=found), Progress(found=1, objective=2, schedule=later)).options[0]
    assert (kept.committed_moved, kept.at_risk, kept.told.key) == (("A",), (), "plan-repair-stopped")


def test_a_simulation_is_answered_and_tells_how_many_runs_are_done():
    found = scheduled(nankai(), {k: v for k, v in STARTS.items() if k != "K8"})
    solve = run(Question(kind="simulate", plan=found, nation="USA", runs=3000))
    assert (solve.answer.result.runs, solve.progress.found, solve.progress.bound) == (3000, 3000, 3000)
    assert {c.kind for c in solve.answer.result.chances} >= {"plan", "due"}


@pytest.mark.parametrize(
    ("question", "key"),
    [
        (Question(kind="repair", plan=nankai(), nation="USA"), "plan-repair-needs-now"),
        (Question(kind="repair", plan=nankai(), now=at(0), unit="nobody"), "plan-unknown-resource"),
        (Question(kind="simulate", plan=nankai()), "plan-simulate-unplaced"),
    ],
)
def test_a_question_that_makes_no_sense_is_declined(question, key):
    solve = run(question)
    assert (solve.state, solve.why.key, solve.shown()["result"]) == ("failed", key, None)


CHILDREN = {
    "crash": ("import sys; sys.stdin.readline(); raise SystemExit(3)", "plan-solver-died"),
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "plan-solver-died"),
    "nonsense": ("print('{', flush=True); input()", "plan-solver-lost"),
    "wrong answer": ('print(\'{"type": "other"}\', flush=True); input()', "plan-solver-lost"),
}


@pytest.mark.parametrize(("code", "key"), CHILDREN.values(), ids=CHILDREN)
def test_a_child_that_fails_costs_the_solve_alone(code, key):
    solve = run(Question(kind="check", plan=nankai()), (sys.executable, "-c", code))
    assert (solve.state, solve.why.key) == ("failed", key)
    assert solve.shown()["result"] is None


def test_a_child_that_says_nothing_is_ended_in_time(monkeypatch):
    monkeypatch.setattr(solver, "GRACE_S", 0.2)
    silent = (sys.executable, "-c", "import sys; sys.stdin.read()")
    solve = run(Question(kind="check", plan=nankai(), limit_s=0.001), silent)
    assert (solve.state, solve.why.key) == ("failed", "plan-solver-lost")


def test_a_cancelled_solve_leaves_its_best_verified_schedule():
    async def main():
        numbers = itertools.count()
        solves = Solves(lambda: str(next(numbers)))
        solve = solves.start(Question(kind="solve", plan=crowd(120), limit_s=60))
        while not solve.progress.found and solve.state == "running":
            await asyncio.sleep(0.01)
        assert solves.cancel(solve.identifier)
        await solve.finished()
        await solves.stop()
        return solve

    solve = asyncio.run(main())
    assert solve.state == "cancelled"
    shown = solve.shown()
    assert (len(shown["result"].schedule), shown["result"].verified) == (120, True)
    assert not shown["result"].optimal


def test_what_waits_and_what_was_never_there():
    async def main():
        numbers = itertools.count()
        solves = Solves(lambda: str(next(numbers)))
        busy = [solves.start(Question(kind="solve", plan=crowd(120), limit_s=60)) for _ in range(solver.SOLVES_MAX + 1)]
        assert not solves.cancel("nothing")
        assert solves.get("nothing") is None
        waiting = busy[-1]
        solves.cancel(waiting.identifier)
        await solves.stop()
        return [s.state for s in busy], waiting.shown()["result"]

    assert asyncio.run(main()) == (["cancelled"] * (solver.SOLVES_MAX + 1), None)


def test_no_more_than_so_many_finished_solves_are_kept(monkeypatch):
    monkeypatch.setattr(solver, "KEPT_MAX", 2)

    async def main():
        numbers = itertools.count()
        solves = Solves(lambda: str(next(numbers)))
        for _ in range(4):
            started = solves.start(Question(kind="check", plan=plan()))
            started.cancel()
            await started.finished()
        return [n for n in range(4) if solves.get(str(n))]

    assert asyncio.run(main()) == [2, 3]


def test_the_child_ends_when_its_node_does():
    child = subprocess.Popen(
        [sys.executable, "-m", "renkei.io.solver_child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    child.stdin.write(msgspec.json.encode(Question(kind="solve", plan=crowd(200), limit_s=300)) + b"\n")
    child.stdin.flush()
    child.stdout.readline()
    child.stdin.close()
    assert child.wait(timeout=60) == 1
    child.stdout.close()


def test_asking_loads_no_solver():
    code = (
        "import asyncio, sys; from renkei.io.solver import Solves; from renkei.plan.engine.question import Question;"
        "import renkei.plan.decide, renkei.plan.project, renkei.plan.matrix, renkei.io.solver_child;"
        "print([m for m in ('ortools', 'numba') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
