"""The plan engine's jobs of a running node, in the form of the interface; runs no solver itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from renkei.io.solver import Solves
from renkei.io.talks import Mandate, Negotiations
from renkei.kernel.errors import Refused
from renkei.kernel.ids import Nation, TaskId
from renkei.node.moments import Moments
from renkei.node.node import Node
from renkei.node.submission import Author
from renkei.plan.branches import under
from renkei.plan.engine.question import Question
from renkei.plan.model import Plan

RUNNING_MAX = 8
"""Jobs that may run or wait at once: two run, and a watch of planners can wait for the rest."""


class EngineJobs:
    """Poses questions about the plan as it stands to child processes."""

    def __init__(self, node: Node, moments: Moments, new_id: Callable[[], str]) -> None:
        self._node, self._moments = node, moments
        self._new_id = new_id
        self._solves, self._negotiations = Solves(new_id), Negotiations(node, moments, new_id)
        self._started: list[str] = []

    async def start(self, kind: str, asked: Mapping[str, Any], author: Author) -> str:
        """Begin a check, solve, repair, simulation or negotiation; return the job's identifier.

        A check judges the plan as it is written, so the clock is left out of it; a solve and a repair place
        nothing before now. A negotiation acts in the author's name.

        Raises:
            Refused: There is no such kind of job, or too many are running.
        """
        if kind == "negotiate":
            partner = Nation(asked["partner"] or "")
            plan = planned(self._node.state("plan").plan(), ())
            mandate = Mandate(self._new_id(), author, partner, plan, asked["limit_s"], asked["seed"])
            return self._negotiations.start(mandate).identifier
        self._started = [j for j in self._started if (s := self._solves.get(j)) and s.state == "running"]
        if len(self._started) >= RUNNING_MAX:
            raise Refused("web-jobs-most", most=RUNNING_MAX)
        question = self._question(kind, asked)
        solve = self._solves.start(question)
        self._started.append(solve.identifier)
        return solve.identifier

    def _question(self, kind: str, asked: Mapping[str, Any]) -> Question:
        plan, now = planned(self._node.state("plan").plan(), asked.get("tasks") or ()), self._moments.now()
        nation, limit_s, seed = self._node.identity.nation, asked["limit_s"], asked["seed"]
        if kind == "check":
            return Question(kind="check", plan=plan, nation=nation, limit_s=limit_s, seed=seed)
        if kind == "solve":
            tasks = asked["tasks"]
            _refuse_others(plan, nation, tasks or ())
            return Question(
                kind="solve",
                plan=plan,
                now=now,
                nation=nation,
                tasks=None if tasks is None else tuple(tasks),
                limit_s=limit_s,
                seed=seed,
            )
        if kind == "repair":
            return Question(
                kind="repair",
                plan=plan,
                now=now,
                nation=nation,
                unit=asked["unit"],
                task=asked["task"],
                delay_min=asked["delay_min"] or 0,
                limit_s=limit_s,
                seed=seed,
            )
        if kind == "simulate":
            return Question(kind="simulate", plan=plan, nation=nation, runs=asked["runs"], limit_s=limit_s, seed=seed)
        raise Refused("web-job-kind", kind=kind)

    def job(self, identifier: str) -> Mapping[str, Any] | None:
        """Return a job's progress and result."""
        found = self._solves.get(identifier) or self._negotiations.get(identifier)
        return found.shown() if found else None

    def joint(self) -> Sequence[Mapping[str, Any]]:
        """Return how the negotiations with each partner stand."""
        return self._negotiations.shown()

    def cancel(self, identifier: str) -> bool:
        """Stop a job; its best verified plan so far, or what was agreed until then, stays."""
        negotiation = self._negotiations.get(identifier)
        if negotiation is not None:
            negotiation.cancel()
            return True
        return self._solves.cancel(identifier)

    async def stop(self) -> None:
        """Stop all jobs."""
        await self._negotiations.stop()
        await self._solves.stop()


def planned(plan: Plan, asked: Sequence[str]) -> Plan:
    """Return the plan under the answers to its decisions; what was adopted or is asked for stays whatever they are."""
    adopted = {t.id for t in plan.tasks if t.start is not None}
    return under(plan, keep=adopted | {TaskId(t) for t in asked})


def _refuse_others(plan: Plan, nation: Nation, tasks: Sequence[str]) -> None:
    """Let tasks pass that a solve may place: of what is not there, or the partner's, no plan could be verified."""
    owners = {str(task.id): task.owner for task in plan.tasks}
    for task in tasks:
        if task not in owners:
            raise Refused("plan-unknown-task", task=task)
        if owners[task] != nation:
            raise Refused("plan-partner-task", task=task, owner=owners[task])
