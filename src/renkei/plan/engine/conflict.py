"""Finds a smallest set of facts that cannot hold together: time first, then the solver; every set is re-proved."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from renkei.plan.engine.cpsat import Effort, Model, Outcome
from renkei.plan.engine.facts import pool
from renkei.plan.engine.problem import Problem
from renkei.plan.engine.temporal import contradiction

CONFLICTS_MAX = 8
"""Conflicts that one check tells: a person mends them one by one and checks again."""
SMALLEST_KEYS_MAX = 300
"""Facts up to which the smallest of all sets is looked for; beyond, a set from which nothing can be left out."""
SMALLEST_ROUNDS_MAX = 60
"""Rounds of that search before the set at hand is taken."""


class Conflict(msgspec.Struct, frozen=True):
    """Facts that cannot hold together.

    Attributes:
        keys: The facts.
        proved: A fresh solve without any literal found the set infeasible, and feasible without any one of them.
        seconds: Time spent in the solver.
    """

    keys: tuple[str, ...]
    proved: bool
    seconds: float


class Undecided(Exception):
    """Time ran out before the solver could say yes or no."""


def conflicts_of(problem: Problem, effort: Effort) -> tuple[Conflict, ...]:
    """Return the conflicts of a problem, each found with the facts of those before it left out.

    Raises:
        Undecided: The limit was too short for even the first answer.
    """
    found: list[Conflict] = []
    rest = problem
    while len(found) < CONFLICTS_MAX:
        try:
            conflict = find(rest, effort)
        except Undecided:
            if found:
                break
            raise
        if conflict is None:
            break
        found.append(conflict)
        rest = rest.without(conflict.keys)
    return tuple(found)


def find(problem: Problem, effort: Effort) -> Conflict | None:
    """Return a smallest conflict, or None if a schedule exists.

    Raises:
        Undecided: The solver could not tell within the limit.
    """
    search = _Search(problem, effort)
    chain = contradiction(problem)
    if chain is not None and search.impossible(chain):
        keys = search.shrunk(list(chain))
    else:
        if search.possible():
            return None
        keys = search.shrunk(search.core())
    return Conflict(tuple(keys), search.proved(keys), search.seconds)


def hard_keys(problem: Problem) -> tuple[str, ...]:
    """Return the keys of the hard facts, each once, in order."""
    return tuple(dict.fromkeys(f.key for f in problem.facts if f.weight is None))


class _Search:
    """One hunt for a conflict, counting the seconds it takes."""

    def __init__(self, problem: Problem, effort: Effort) -> None:
        self.problem = problem.only(hard_keys(problem))
        self.effort = effort
        self.seconds = 0.0

    def solve(self, model: Model) -> Outcome:
        outcome = model.solve(self.effort)
        self.seconds += outcome.seconds
        return outcome

    def impossible(self, keys: Iterable[str]) -> bool:
        """Whether a fresh solve of these facts alone, without literals, finds them infeasible."""
        sub = self.problem.only(keys)
        outcome = self.solve(Model(sub, jobs=sub.named()))
        if outcome.answer == "unknown":
            raise Undecided
        return outcome.answer == "infeasible"

    def possible(self) -> bool:
        return not self.impossible(hard_keys(self.problem))

    def core(self) -> list[str]:
        """Return facts that the solver names; if they prove nothing by themselves, all facts."""
        keys = list(hard_keys(self.problem))
        for _ in range(3):  # a second look usually halves a core, a third rarely changes it
            named = self.core_of(keys)
            if not named or len(named) >= len(keys) or not self.impossible(named):
                break
            keys = named
        return keys

    def core_of(self, keys: list[str]) -> list[str]:
        sub = self.problem.only(keys)
        model = Model(sub, switched=keys, jobs=sub.named())
        model.assume()
        return list(self.solve(model).core)

    def shrunk(self, keys: list[str]) -> list[str]:
        """Return a set from which no fact can be left out; the smallest there is, where that is cheap to know."""
        for key in sorted(keys, key=self.order):
            fewer = [k for k in keys if k != key]
            if key in keys and self.without_is_impossible(fewer):
                keys = fewer
        if len(keys) > 2 and len(hard_keys(self.problem)) <= SMALLEST_KEYS_MAX:
            smaller = self.smallest(len(keys))
            keys = smaller if smaller and self.cost(smaller) < self.cost(keys) else keys
        return keys

    def without_is_impossible(self, keys: list[str]) -> bool:
        try:
            return bool(keys) and self.impossible(keys)
        except Undecided:
            return False

    def order(self, key: str) -> tuple[int, str]:
        """Facts that say little are left out first: readiness, orders; due times and uses stay longest."""
        kinds = (
            "ready",
            "earliest",
            "decision",
            "after",
            "sequence",
            "gate",
            "together",
            "span",
            "closed",
            "not_during",
        )
        kind = self.problem.keyed(key)[0].kind
        return (kinds.index(kind) if kind in kinds else len(kinds), key)

    def cost(self, keys: Iterable[str]) -> int:
        """Return how much a person has to read: uses of one thing are one fact, and a little more for each."""
        pools = [pool(self.problem.keyed(k)[0]) for k in keys]
        used = [p for p in pools if p is not None]
        return 10 * (len(pools) - len(used) + len(set(used))) + len(used)

    def smallest(self, known: int) -> list[str] | None:
        """Return the smallest infeasible set: the least set that meets every set whose absence makes a schedule."""
        keys = list(hard_keys(self.problem))
        corrections: list[list[str]] = []
        for _ in range(SMALLEST_ROUNDS_MAX):
            hitting = self.hitting(keys, corrections)
            if self.cost(hitting) > 11 * known:
                return None
            correction = self.correction(keys, hitting)
            if correction is None:
                return hitting if self.without_is_impossible(hitting) else None
            corrections.append(correction)
        return None

    def hitting(self, keys: list[str], corrections: list[list[str]]) -> list[str]:
        """Return the cheapest set of facts with one of every correction in it."""
        model = Model(msgspec.structs.replace(self.problem, facts=()), switched=keys, jobs=())
        for correction in corrections:
            model.raw.add_bool_or([model.literals[k] for k in correction])
        cost, shared = [], dict[tuple[str, int], Any]()
        for key in keys:
            where = pool(self.problem.keyed(key)[0])
            if where is None:
                cost.append(10 * model.literals[key])
                continue
            used = shared.setdefault(where, model.raw.new_bool_var(""))
            model.raw.add_implication(model.literals[key], used)
            cost.append(1 * model.literals[key])
        model.raw.minimize(sum(cost) + sum(10 * used for used in shared.values()))
        return [k for k, on in self.values(model).items() if on]

    def correction(self, keys: list[str], kept: list[str]) -> list[str] | None:
        """Return a least set of facts to leave out so that a schedule with `kept` exists, or None if none does."""
        model = Model(self.problem, switched=keys)
        for key in kept:
            model.raw.add(model.literals[key] == 1)
        model.raw.maximize(sum(model.literals.values()))
        values = self.values(model)
        return [k for k, on in values.items() if not on] if values else None

    def values(self, model: Model) -> dict[str, bool]:
        """Return which facts are on in the best answer; nothing if there is no answer."""
        outcome = self.solve(model)
        return dict(outcome.switched)

    def proved(self, keys: list[str]) -> bool:
        """Whether fresh solves confirm that the set is infeasible and each of its facts is needed."""
        test: Callable[[list[str]], bool] = self.impossible
        try:
            return test(keys) and not any(test([k for k in keys if k != key]) for key in keys)
        except Undecided:
            return False
