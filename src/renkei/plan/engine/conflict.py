"""Finds a smallest set of facts that cannot hold together: time first, then the solver; every set is re-proved."""

from collections.abc import Sequence

import msgspec

from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.decide import decide, narrowed
from renkei.plan.engine.facts import jobs_of
from renkei.plan.engine.lagged import project_of
from renkei.plan.engine.problem import Problem
from renkei.plan.engine.refute import refute
from renkei.plan.engine.smallest import smallest
from renkei.plan.engine.trials import Trials, Undecided

__all__ = ["Conflict", "Undecided", "conflicts_of", "find", "hard_keys"]

CONFLICTS_MAX = 8
"""Conflicts that one check tells: a person mends them one by one and checks again."""
SMALLEST_KEYS_MAX = 300
"""Facts up to which the smallest of all sets is looked for; beyond, a set from which nothing can be left out."""
SMALLEST_S = 1.0
"""Seconds in the solver for that search; what was found before is told if they do not suffice."""
EFFORTS_MAX = 6
"""Solves of full length that the search for one conflict may take; what is at hand then is told, as not proved."""
LONG_FROM = 50
"""Facts found without the solver, above which it is asked for fewer: that takes less time than to thin so many."""
LOOKS_MAX = 3
"""Looks at what the solver names: a second usually halves it, a third rarely changes it."""
LEFT_OUT_FIRST = (
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
"""Kinds of fact that say little by themselves."""


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
    trials = Trials(problem, effort, EFFORTS_MAX * effort.seconds)
    keys: Sequence[str] = refute(problem) or ()
    if not keys or not _refuted(trials, keys):
        if not trials.refuted(trials.keys):
            return None
        keys = named(trials)
    elif len(keys) > LONG_FROM:
        keys = min(named(trials), keys, key=len)
    found = trials.thinned(sorted(keys, key=lambda key: order(trials, key)))
    if len(found) > 2 and len(trials.keys) <= SMALLEST_KEYS_MAX:
        found = smallest(Trials(trials.problem, effort, SMALLEST_S), found)
    found = [key for key in trials.keys if key in found]
    return Conflict(tuple(found), trials.proved(found), trials.seconds)


def hard_keys(problem: Problem) -> tuple[str, ...]:
    """Return the keys of the hard facts, each once, in order."""
    return tuple(dict.fromkeys(f.key for f in problem.facts if f.weight is None))


def _refuted(trials: Trials, keys: Sequence[str]) -> bool:
    try:
        return trials.refuted(keys)
    except Undecided:
        return False


def named(trials: Trials) -> list[str]:
    """Return facts that the solver names as impossible; if they prove nothing by themselves, all facts."""
    keys = _clashing(trials)
    if keys:
        return keys
    keys = trials.keys
    for _ in range(LOOKS_MAX):
        sub = trials.sub(keys)
        model = Model(sub, switched=keys, jobs=sub.named())
        model.assume()
        try:
            core = list(trials.solve(model).core)
        except Undecided:
            break
        if not core or len(core) >= len(keys) or not _refuted(trials, core):
            break
        keys = core
    return keys


def _clashing(trials: Trials) -> list[str]:
    """Return the facts on jobs that lags and uses alone do not let go together; none for any other problem."""
    jobs = sorted(trials.problem.named())
    project = project_of(trials.problem, jobs)
    if project is None:
        return []
    clash = decide(project, trials.effort).clash
    quick = msgspec.structs.replace(trials.effort, seconds=trials.effort.seconds / 10)
    few = {jobs[i] for i in (clash and narrowed(project, clash, quick)) or clash}
    keys = [k for k in trials.keys if few.issuperset(j for f in trials.facts(k) for j in jobs_of(f))]
    return keys if few and _refuted(trials, keys) else []


def order(trials: Trials, key: str) -> tuple[int, str]:
    """Facts that say little are left out first: readiness, orders; due times and uses stay longest."""
    kind = trials.facts(key)[0].kind
    return (LEFT_OUT_FIRST.index(kind) if kind in LEFT_OUT_FIRST else len(LEFT_OUT_FIRST), key)
