"""How long a planner waits: for the first verified plan and for a conflict explained, child process included."""

import asyncio
import resource
import time

from benchmarks.measures import Figure, told
from renkei.cli.identifiers import new_id
from renkei.io.solver import Solves
from renkei.kernel.ids import Nation
from renkei.plan.document import read_plan
from renkei.plan.engine.question import Checked, Question, QuestionKind, Solved
from renkei.scenarios import pack_text

LOOK_EVERY_S = 0.002
PLAN = read_plan(pack_text("nankai"), "nankai.yaml")


async def asked(kind: QuestionKind) -> tuple[float, float, object]:
    """Return seconds to the first verified schedule (0: none) and to the answer, and the answer."""
    solves = Solves(new_id)
    began = time.perf_counter()
    solve = solves.start(Question(kind=kind, plan=PLAN, nation=Nation("USA")))
    first = 0.0
    ended = asyncio.create_task(solve.finished())
    while not ended.done():
        await asyncio.wait({ended}, timeout=LOOK_EVERY_S)
        first = first or (time.perf_counter() - began if solve.progress.schedule else 0.0)
    answered = time.perf_counter() - began
    await solves.stop()
    return first, answered, solve.answer


def figures() -> list[Figure]:
    """Return the waiting times on the packaged scenario and the memory of the child."""
    first, solved, plan = asyncio.run(asked("solve"))
    _, checked, check = asyncio.run(asked("check"))
    assert isinstance(plan, Solved)
    assert plan.result.verified
    assert isinstance(check, Checked)
    assert not check.result.feasible
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        Figure("first verified plan, the solver's start included", first or solved, "s"),
        Figure("best verified plan", solved, "s"),
        Figure("conflict found, explained and ways out proved", checked, "s"),
        Figure("memory of the solver's process", child, "MiB"),
    ]


if __name__ == "__main__":
    print(told(figures()))
