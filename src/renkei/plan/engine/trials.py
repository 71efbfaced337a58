"""Tries sets of facts: whether a schedule of them exists, and which of them can be left out; explains nothing.

That a schedule exists is shown by one that passes the exact check, and such a schedule is kept: it answers for many
other sets. That none exists is shown by the solver, on these facts alone and without any literal.
"""

from collections.abc import Iterable, Sequence

import msgspec

from renkei.plan.engine import lagged
from renkei.plan.engine.cpsat import Effort, Model, Outcome
from renkei.plan.engine.facts import Fact, Fixed, Lag, Lower, Upper, jobs_of, pool
from renkei.plan.engine.network import ORIGIN, Edge, Reach, reach
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.temporal import edges
from renkei.plan.engine.verify import Schedule, hard, verify

BLOCKS_FROM = 100
"""Facts from which whole blocks of them are left out at first; in fewer, one at a time takes as few trials."""
BLOCKS = 4
"""Blocks into which the facts are cut at first, and each block that stays into as many again."""
TURNED_MAX = 3
"""Of these, how many are tried with other times for what shares nothing."""
WITNESSES_MAX = 12
"""Schedules kept to answer for other sets, the last ones first."""


class Undecided(Exception):
    """Time ran out before it was known whether a schedule exists."""


class Trials:
    """Sets of facts of one problem that are tried, and the seconds in the solver that it takes.

    Args:
        problem: Whose hard facts they are.
        effort: How long one solve may take.
        most: Seconds that all solves together may take.
    """

    def __init__(self, problem: Problem, effort: Effort, most: float) -> None:
        self.problem = problem
        self.effort = effort
        self.most = most
        self.seconds = 0.0
        self._witnesses: list[Schedule] = []
        self._needed: dict[str, Schedule] = {}
        self._refuted: frozenset[str] | None = None
        self._facts: dict[str, list[tuple[int, Fact]]] = {}
        for n, fact in enumerate(problem.facts):
            if fact.weight is None:
                self._facts.setdefault(fact.key, []).append((n, fact))

    @property
    def keys(self) -> list[str]:
        """Keys of the hard facts, each once, in order."""
        return list(self._facts)

    def facts(self, key: str) -> list[Fact]:
        """Return the facts of a key."""
        return [fact for _, fact in self._facts[key]]

    def sub(self, keys: Iterable[str]) -> Problem:
        """Return the problem with the facts of these keys alone."""
        found = sorted((nf for key in frozenset(keys) for nf in self._facts[key]), key=lambda nf: nf[0])
        return msgspec.structs.replace(self.problem, facts=tuple(f for _, f in found))

    def solve(self, model: Model) -> Outcome:
        """Return what the solver finds within what is left of the time.

        Raises:
            Undecided: No time is left.
        """
        outcome = model.solve(self._left())
        self.seconds += outcome.seconds
        return outcome

    def refuted(self, keys: Iterable[str]) -> bool:
        """Whether the solver finds these facts alone impossible, on a fresh model without literals.

        Raises:
            Undecided: The limit was too short.
        """
        known = frozenset(keys)
        if known == self._refuted:
            return True
        if self._solved(self.sub(known)) is not None:
            return False
        self._refuted = known
        return True

    def impossible(self, keys: Iterable[str]) -> bool:
        """Whether no schedule of these facts exists: known schedules first, then time alone, then the solver.

        Raises:
            Undecided: The limit was too short.
        """
        return self._witness(self.sub(keys)) is None

    def needed(self, key: str, keys: Iterable[str]) -> bool:
        """Whether these facts have a schedule without `key`; it is kept as the proof.

        Raises:
            Undecided: The limit was too short.
        """
        sub = self.sub(k for k in keys if k != key)
        schedule = self._needed.get(key)
        if schedule is None or not _sound(sub, schedule):
            schedule = self._witness(sub)
        if schedule is not None:
            self._needed[key] = schedule
        return schedule is not None

    def thinned(self, keys: Iterable[str]) -> list[str]:
        """Return facts from which none can be left out, trying to leave out the first of `keys` first."""
        left = list(dict.fromkeys(keys))
        for block in self._shared(left):
            left = self._without(block, left)
        size = len(left) // BLOCKS if len(left) >= BLOCKS_FROM else 1
        while size > 1:
            for block in [frozenset(left[n : n + size]) for n in range(0, len(left), size)]:
                left = self._without(block, left)
            size //= BLOCKS
        for key in tuple(left):
            try:
                needed = self.needed(key, left)
            except Undecided:
                continue
            left = left if needed else [k for k in left if k != key]
        return left

    def proved(self, keys: Sequence[str]) -> bool:
        """Whether a fresh solve confirms that the set is impossible, and a schedule without each that it is needed."""
        try:
            return self.refuted(keys) and all(self.needed(key, keys) for key in keys)
        except Undecided:
            return False

    def _left(self) -> Effort:
        """Return the effort of one solve, no longer than what is left of the time.

        Raises:
            Undecided: No time is left.
        """
        seconds = min(self.effort.seconds, self.most - self.seconds)
        if seconds <= 0:
            raise Undecided
        return msgspec.structs.replace(self.effort, seconds=seconds)

    def _shared(self, keys: Iterable[str]) -> list[frozenset[str]]:
        """Return the uses of each thing, where several things are used: most are not what a conflict is about."""
        users: dict[tuple[str, int], set[str]] = {}
        for key in keys:
            where = pool(self.facts(key)[0])
            if where is not None:
                users.setdefault(where, set()).add(key)
        many = [frozenset(u) for u in users.values() if len(u) > 1]
        return many if len(users) > 1 else []

    def _without(self, block: frozenset[str], keys: list[str]) -> list[str]:
        """Return facts without some of them, if that is still impossible; else, or if it is not decided, all."""
        fewer = [k for k in keys if k not in block]
        try:
            return fewer if fewer and self.impossible(fewer) else keys
        except Undecided:
            return keys

    def _witness(self, sub: Problem) -> Schedule | None:
        """Return a schedule that passes the exact check, or None if there is none."""
        jobs = sub.named()
        found = next((w for w in self._witnesses if jobs <= w.keys() and _sound(sub, w)), None)
        if found is not None:
            return found
        graph = reach(edges(sub, jobs))
        if not isinstance(graph, Reach):
            return None
        schedule: Schedule | None = {j: Placing(graph.distance[j]) for j in sorted(jobs)}
        if schedule is None or not _sound(sub, schedule):
            schedule = self._turned(sub, jobs) or self._solved(sub)
        if schedule is not None:
            self._witnesses = [schedule, *self._witnesses[: WITNESSES_MAX - 1]]
        return schedule

    def _turned(self, sub: Problem, jobs: frozenset[int]) -> Schedule | None:
        """Return a known schedule with other times for the jobs that share nothing, if these facts allow it then.

        Of a chain of orders each is needed for the same reason: what shows it for one shows it for the next so.
        """
        sharing = {j for f in sub.facts if not isinstance(f, Lower | Upper | Fixed | Lag) for j in jobs_of(f)}
        for known in self._witnesses[:TURNED_MAX]:
            if not sharing <= known.keys():
                continue
            held = [(j, known[j].start) for j in sorted(sharing)]
            fixed = [e for j, at in held for e in (Edge(ORIGIN, j, at, ""), Edge(j, ORIGIN, -at, ""))]
            graph = reach([*edges(sub, jobs), *fixed])
            if isinstance(graph, Reach):
                option = {j: known[j].option if j in known else 0 for j in jobs}
                schedule = {j: Placing(graph.distance[j], option[j]) for j in sorted(jobs)}
                if _sound(sub, schedule):
                    return schedule
        return None

    def _solved(self, sub: Problem) -> Schedule | None:
        """Return a schedule that the solver finds, or None if it finds that there is none."""
        outcome = lagged.outcome(sub, self._left())
        if outcome is not None:
            self.seconds += outcome.seconds
        if outcome is None or outcome.answer == "unknown":
            outcome = self.solve(Model(sub, jobs=sub.named()))
        if outcome.answer == "infeasible":
            return None
        if outcome.schedule is None or not _sound(sub, outcome.schedule):
            raise Undecided
        return outcome.schedule


def _sound(problem: Problem, schedule: Schedule) -> bool:
    return not hard(verify(problem, schedule))
