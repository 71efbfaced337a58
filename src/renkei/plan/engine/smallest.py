"""Finds the smallest of all sets of facts that cannot hold together, in small problems: the least that a person reads.

Implicit hitting sets: the cheapest set that has a fact of every correction (facts whose absence makes a schedule) is
either impossible, and then the smallest, or shows one more correction (Ignatiev and others: Smallest MUS extraction
with minimal hitting set dualization, 2015).
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from renkei.plan.engine.cpsat import Model
from renkei.plan.engine.facts import pool
from renkei.plan.engine.trials import Trials, Undecided

SMALLEST_ROUNDS_MAX = 60
"""Rounds of the search before the set at hand is taken."""


def cost(trials: Trials, keys: Iterable[str]) -> int:
    """Return how much a person has to read: uses of one thing are one fact, and a little more for each."""
    pools = [pool(trials.facts(k)[0]) for k in keys]
    used = [p for p in pools if p is not None]
    return 10 * (len(pools) - len(used) + len(set(used))) + len(used)


def smallest(trials: Trials, known: list[str]) -> list[str]:
    """Return an impossible set that costs less than the known one, the least there is, or the known one."""
    corrections: list[list[str]] = []
    limit = cost(trials, known)
    try:
        for _ in range(SMALLEST_ROUNDS_MAX):
            hitting = _hitting(trials, corrections)
            if cost(trials, hitting) >= limit:
                return known
            if hitting and trials.impossible(hitting):
                return hitting
            corrections.append(_correction(trials, hitting, known))
    except Undecided:
        return known
    return known


def _hitting(trials: Trials, corrections: list[list[str]]) -> list[str]:
    """Return the cheapest set of facts with one of every correction in it."""
    keys = list(dict.fromkeys(k for c in corrections for k in c))
    model = Model(msgspec.structs.replace(trials.problem, facts=()), switched=keys, jobs=())
    for correction in corrections:
        model.raw.add_bool_or([model.literals[k] for k in correction])
    cost, shared = [], dict[tuple[str, int], Any]()
    for key in keys:
        where = pool(trials.facts(key)[0])
        if where is None:
            cost.append(10 * model.literals[key])
            continue
        used = shared.setdefault(where, model.raw.new_bool_var(""))
        model.raw.add_implication(model.literals[key], used)
        cost.append(1 * model.literals[key])
    model.raw.minimize(sum(cost) + sum(10 * used for used in shared.values()))
    return [k for k, on in trials.solve(model).switched if on]


def _correction(trials: Trials, kept: list[str], known: list[str]) -> list[str]:
    """Return facts without which a schedule with `kept` exists: of the known conflict alone, where that is enough."""
    gone = [k for k in known if k not in kept]
    rest = [k for k in trials.keys if k not in gone]
    if trials.impossible(rest):
        return _least_correction(trials, kept)
    left_out = []
    for key in gone:
        if trials.impossible([*rest, key]):
            left_out.append(key)
        else:
            rest.append(key)
    return left_out


def _least_correction(trials: Trials, kept: list[str]) -> list[str]:
    """Return few facts of any conflict without which a schedule with `kept` exists."""
    model = Model(trials.problem, switched=trials.keys)
    for key in kept:
        model.raw.add(model.literals[key] == 1)
    model.raw.maximize(sum(model.literals.values()))
    outcome = trials.solve(model)
    if not outcome.switched:
        raise Undecided
    return [k for k, on in outcome.switched if not on]
