"""Builds the rules on assets, groups and stocks into a CP-SAT model: how each is written there; solves nothing."""

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any

from renkei.plan.engine.facts import Permit, Served

if TYPE_CHECKING:
    from renkei.plan.engine.cpsat import Model


def taken(model: "Model", job: int, options: Iterable[int]) -> Any:
    """Return an expression that is one if a job takes one of the options, zero otherwise."""
    chosen = model.chosen[job]
    return sum(1 if chosen[o] is None else chosen[o] for o in options)


def add_served(model: "Model", fact: Served) -> None:
    """Each two jobs are served by the same assets, or by none in common."""
    served = list(zip(fact.jobs, fact.served, strict=True))
    for (one, mine), (other, theirs) in combinations(served, 2):
        for asset in frozenset().union(*mine, *theirs):
            here = taken(model, one, [o for o, by in enumerate(mine) if asset in by])
            there = taken(model, other, [o for o, by in enumerate(theirs) if asset in by])
            kept = here == there if fact.same else here + there <= 1
            model.hold(model.raw.add(kept), fact)


def add_permit(model: "Model", fact: Permit) -> None:
    """A job is not done in an option that lacks its authority."""
    model.hold(model.raw.add(taken(model, fact.job, fact.options) == 0), fact)
