"""Grows a ring of jobs that may move around a slip, and models those alone; everything else stays put."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import msgspec

from renkei.plan.engine.cpsat import Model
from renkei.plan.engine.facts import (
    TOGETHER,
    Apart,
    Draw,
    Fact,
    Fixed,
    Lag,
    Leg,
    Need,
    Upper,
    Whole,
    jobs_of,
)
from renkei.plan.engine.objective import soft_keys
from renkei.plan.engine.problem import Capacity, Placing, Problem, pooled
from renkei.plan.engine.verify import end_of, hard, stock_lasts, verify

AHEAD = 2
"""Jobs after one on the same resource that join its ring: the slip pushes forward."""
BEHIND = 1
"""Jobs before it that join: one may have to make room."""


STAYING = (*TOGETHER, Fixed)
"""Facts of a held job that bind the others too."""


def fixed_jobs(problem: Problem) -> frozenset[int]:
    """Return the jobs that a hard fact holds."""
    return frozenset(f.job for f in problem.facts if isinstance(f, Fixed) and f.weight is None)


def tolerant(problem: Problem, base: Mapping[int, Placing]) -> Problem:
    """Return the problem without what only held jobs could break, or no move can mend, such as half a group."""
    held = fixed_jobs(problem)
    late = _lost_ways(problem, base, held)
    facts = [f for f in problem.facts if isinstance(f, STAYING) or not _beyond(f, held)]
    pools = pooled(problem.facts)
    resources = list(problem.resources)
    for r, needs in pools.users.items():
        resources[r] = _at_least_used(problem, r, base, needs, held)
    for r, draws in pools.draws.items():
        resources[r] = _at_least_drawn(problem, r, resources[r], base, [d for d in draws if d.job in held])
    kept = tuple(f for f in facts if f.key not in late) if late else tuple(facts)
    return msgspec.structs.replace(problem, facts=kept, resources=tuple(resources))


def _beyond(fact: Fact, held: frozenset[int]) -> bool:
    """Whether no move of a free job mends a fact."""
    if isinstance(fact, Lag):
        return fact.job in held and fact.of in held
    return isinstance(fact, Whole) or (bool(jobs_of(fact)) and held.issuperset(jobs_of(fact)))


def _lost_ways(problem: Problem, base: Mapping[int, Placing], held: frozenset[int]) -> set[str]:
    """Return the keys of the legs of held jobs that come too soon after another held one."""
    legs = [f for f in problem.facts if isinstance(f, Leg) and f.job in held]
    broken = verify(msgspec.structs.replace(problem, facts=tuple(legs)), base) if legs else ()
    late = {v.jobs[-1] for v in broken if v.kind == "travel"}
    return {f.key for f in legs if f.job in late}


def _at_least_drawn(
    problem: Problem, resource: int, known: Capacity, base: Mapping[int, Placing], draws: list[Draw]
) -> Capacity:
    """Return a stock that holds what held jobs take of it."""
    short = max((v.by for v in stock_lasts(problem, base, resource, draws)), default=0) if draws else 0
    if known.store is None or not short:
        return known
    fuller = msgspec.structs.replace(known.store, initial=known.store.initial + short)
    return msgspec.structs.replace(known, store=fuller)


def _at_least_used(
    problem: Problem, resource: int, base: Mapping[int, Placing], needs: Iterable[Need], held: frozenset[int]
) -> Capacity:
    """Return a capacity that covers what held jobs use of it."""
    capacity = problem.resources[resource]
    users = [
        (base[n.job].start, end_of(problem, base, n.job), n.quantities[base[n.job].option])
        for n in needs
        if n.job in held
    ]
    if not users or _fitting(capacity, users):
        return capacity
    cuts = sorted({t for s, e, _ in users for t in (s, e)} | {t for s, e, _ in capacity.steps for t in (s, e)})
    steps = [
        (low, high, max(capacity.at(low), sum(q for s, e, q in users if s <= low < e))) for low, high in pairwise(cuts)
    ]
    return msgspec.structs.replace(capacity, steps=tuple(steps))


def _fitting(capacity: Capacity, users: Iterable[tuple[int, int, int]]) -> bool:
    """Whether no more is used than there is: at no start of a use and of no step is it exceeded."""
    change: dict[int, int] = dict.fromkeys((start for start, _, _ in capacity.steps), 0)
    for start, end, quantity in users:
        change[start] = change.get(start, 0) + quantity
        change[end] = change.get(end, 0) - quantity
    used = 0
    for at in sorted(change):
        used += change[at]
        if used > 0 and used > capacity.at(at):
            return False
    return True


def hits(problem: Problem, base: Mapping[int, Placing]) -> frozenset[int]:
    """Return the jobs that may move and whose present time breaks a hard fact."""
    broken = {j for v in hard(verify(problem, base)) for j in v.jobs}
    return frozenset(broken) - fixed_jobs(problem)


def rings(problem: Problem, base: Mapping[int, Placing], seeds: Iterable[int]) -> Iterator[frozenset[int]]:
    """Yield growing sets of jobs that may move, until no neighbour is left."""
    held = fixed_jobs(problem)
    near = _neighbours(problem, base)
    ring = frozenset(seeds) - held
    while True:
        yield ring
        grown = ring.union(*(near[j] for j in ring)) - held
        if grown == ring:
            return
        ring = grown


def _neighbours(problem: Problem, base: Mapping[int, Placing]) -> dict[int, set[int]]:
    near: dict[int, set[int]] = {i: set() for i in range(len(problem.jobs))}
    for fact in problem.facts:
        if isinstance(fact, Lag | Apart):
            for job in jobs_of(fact):
                near[job].update(jobs_of(fact))
    for needs in problem.users().values():
        users = sorted({n.job for n in needs}, key=lambda j: (base[j].start, j))
        for n, job in enumerate(users):
            near[job].update(users[max(0, n - BEHIND) : n + 1 + AHEAD])
    for resource in problem.draws():
        users = sorted({f.job for f in problem.flows(resource)}, key=lambda j: (base[j].start, j))
        for n, job in enumerate(users):
            near[job].update(users[max(0, n - BEHIND) : n + 1 + AHEAD])
    return near


def ring_model(
    problem: Problem, base: Mapping[int, Placing], free: frozenset[int], movable: frozenset[int] | None = None
) -> Model:
    """Return a model in which only the jobs of a ring are free; facts that do not touch them are left out.

    With `movable` those may move as well, but only the facts that touch the ring bind them: what this model
    refutes, the whole plan refutes too.
    """
    touched = {n.resource for n in problem.facts if isinstance(n, Need) and n.job in free}
    touched |= {r for r in range(len(problem.resources)) if any(f.job in free for f in problem.flows(r))}

    def matters(fact: Fact) -> bool:
        resource = getattr(fact, "resource", None)
        return resource in touched if resource is not None else bool(free.intersection(jobs_of(fact)))

    facts = tuple(f for f in problem.facts if matters(f))
    sub = msgspec.structs.replace(problem, facts=facts)
    model = Model(sub, switched=soft_keys(sub), jobs=sub.named() | free)
    for job, start in model.start.items():
        if job not in (free if movable is None else movable):
            model.raw.add(start == base[job].start)
            _keep_option(model, job, base[job].option)
    return model


def _keep_option(model: Model, job: int, option: int) -> None:
    chosen = model.chosen[job][option]
    if chosen is not None:
        model.raw.add(chosen == 1)


def lateness(model: Model, dues: Mapping[int, Upper]) -> Any:
    """Return the minutes by which due times are missed, weighted by the priority of their jobs."""
    total = []
    for job, due in dues.items():
        if job in model.end:
            late = model.raw.new_int_var(0, 2 * model.problem.horizon, "")
            model.raw.add(late >= model.end[job] - due.at)
            total.append(max(1, 4 - model.problem.jobs[job].priority) * late)
    return sum(total)


def shift(model: Model) -> Any:
    """Return the minutes by which jobs move in all."""
    total = []
    for i, start in model.start.items():
        keep = model.problem.jobs[i].keep
        if keep is not None:
            distance = model.raw.new_int_var(0, 2 * model.problem.horizon, "")
            model.raw.add_abs_equality(distance, start - keep)
            total.append(distance)
    return sum(total)
