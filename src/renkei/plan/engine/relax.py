"""Computes the least change of one fact that makes a problem feasible, and proves that less does not do.

Every change found is applied, and the schedule that it allows passes the exact check, before it is told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from renkei.plan.engine.conflict import Undecided
from renkei.plan.engine.cpsat import Effort, Model, Outcome
from renkei.plan.engine.facts import Brim, Cover, Draw, Fact, Fixed, Lag, Leg, Lower, Need, Route, Upper, pool
from renkei.plan.engine.near import closest, large, possible, search, solved
from renkei.plan.engine.problem import Placing, Problem, Store
from renkei.plan.engine.verify import end_of, hard, verify

NICER_S = 0.5
"""Seconds for the nicest of the schedules that a least change allows: one that is less nice is as true."""


class Change(msgspec.Struct, frozen=True):
    """A least change of a fact.

    Attributes:
        value: New minute, lag or capacity.
        delta: By how much it differs from before.
        schedule: A verified schedule under the change.
        proved: Whether less was proved not to be enough.
    """

    value: int
    delta: int
    schedule: dict[int, Placing]
    proved: bool


class Extra(msgspec.Struct, frozen=True):
    """A capacity conceded for the span of one job: how much, from when, until when.

    Attributes:
        job: The job for whose span it is conceded.
        capacity: Capacity in the span; `otherwise` is the usual one.
        excess: Unit-minutes that are really used beyond the usual capacity.
        proved: Whether less was proved not to be enough.
    """

    job: int
    resource: int
    capacity: int
    otherwise: int
    start: int
    end: int
    excess: int
    schedule: dict[int, Placing]
    proved: bool


def least(problem: Problem, key: str, effort: Effort) -> Change | None:
    """Return the least change of the fact `key` that makes the problem feasible, or None if none does."""
    facts = problem.keyed(key)
    forms = {type(f) for f in facts}
    finder = FINDERS.get(forms.pop(), dropped) if len(forms) == 1 else dropped
    return finder(problem, key, effort)


def least_due(problem: Problem, key: str, effort: Effort) -> Change | None:
    """The due time that a job can just meet."""
    fact = _only(problem, key, Upper)
    free = problem.without([key])
    if large(free):
        found = closest(free, lambda p, g: p.having(_moved(fact, fact.at + g)), (fact.job,), effort)
        return _closest(found, fact.at, 1)
    model = Model(free)
    model.require(fact.job)
    outcome = _least(model, model.end[fact.job], effort)
    if outcome.schedule is None:
        return None
    value = end_of(free, outcome.schedule, fact.job)
    relaxed = free.having(msgspec.structs.replace(fact, at=value))
    return _checked(relaxed, outcome, value, value - fact.at)


def least_lower(problem: Problem, key: str, effort: Effort) -> Change | None:
    """The latest start bound that would do, for every job that the fact binds."""
    facts = [f for f in problem.keyed(key) if isinstance(f, Lower)]
    free = problem.without([key])
    if large(free):
        found = closest(
            free, lambda p, g: p.having(*(_moved(f, f.at - g) for f in facts)), {f.job for f in facts}, effort
        )
        return _closest(found, facts[0].at, -1)
    model = Model(free)
    short = model.raw.new_int_var(0, free.horizon, "")
    for fact in facts:
        model.require(fact.job)
        model.raw.add(model.start[fact.job] + short >= fact.at)
    outcome = _least(model, short, effort)
    if outcome.schedule is None:
        return None
    schedule = outcome.schedule
    delta = max(0, *(f.at - schedule[f.job].start for f in facts))
    relaxed = free.having(*(_moved(f, f.at - delta) for f in facts))
    return _checked(relaxed, outcome, facts[0].at - delta, -delta)


def least_shift(problem: Problem, key: str, effort: Effort) -> Change | None:
    """The nearest other time of a job that is held."""
    fact = _only(problem, key, Fixed)
    free = problem.without([key])
    model = Model(free)
    model.require(fact.job)
    shift = model.raw.new_int_var(0, free.horizon, "")
    model.raw.add_abs_equality(shift, model.start[fact.job] - fact.at)
    outcome = _least(model, shift, effort)
    if outcome.schedule is None:
        return None
    value = outcome.schedule[fact.job].start
    return _checked(free.having(msgspec.structs.replace(fact, at=value)), outcome, value, value - fact.at)


def least_lag(problem: Problem, key: str, effort: Effort) -> Change | None:
    """The minutes by which an order of jobs has to give way."""
    facts = [f for f in problem.keyed(key) if isinstance(f, Lag)]
    free = problem.without([key])
    if large(free):
        tied = {j for f in facts for j in (f.job, f.of)}
        found = closest(free, lambda p, g: p.having(*(_slack(f, g) for f in facts)), tied, effort)
        return _closest(found, facts[0].least, -1)
    model = Model(free)
    give = model.raw.new_int_var(0, 2 * free.horizon, "")
    for fact in facts:
        model.require(fact.job, fact.of)
        point, of = model.point(fact.job, fact.job_point), model.point(fact.of, fact.of_point)
        model.raw.add(point + give >= of + fact.least)
    outcome = _least(model, give, effort)
    if outcome.schedule is None:
        return None
    relaxed = free.having(*(_slack(f, outcome.value) for f in facts))
    return _checked(relaxed, outcome, facts[0].least - outcome.value, -outcome.value)


def least_cover(problem: Problem, key: str, effort: Effort) -> Change | None:
    """The assets on duty that the others leave possible."""
    fact = _only(problem, key, Cover)
    free = problem.without([key])

    def attempt(fewer: int) -> tuple[Problem, Outcome]:
        relaxed = free.having(msgspec.structs.replace(fact, least=fact.least - fewer))
        return relaxed, possible(relaxed, (), effort)

    change = _found(search(1, fact.least, attempt), fact.least)
    return msgspec.structs.replace(change, value=fact.least - change.delta, delta=-change.delta) if change else None


def least_store(problem: Problem, key: str, effort: Effort) -> Change | None:
    """The room that a stock needs."""
    fact = _only(problem, key, Brim)
    free = problem.without([key])
    store = problem.resources[fact.resource].store or Store(0)
    coming = sum(a for _, a in store.supplies) + sum(max(f.amount, 0) for f in store.flows)

    def attempt(more: int) -> tuple[Problem, Outcome]:
        relaxed = free.having(msgspec.structs.replace(fact, most=fact.most + more))
        return relaxed, possible(relaxed, (), effort)

    return _found(search(1, store.initial + coming, attempt), fact.most)


def least_stock(problem: Problem, resource: int, effort: Effort) -> Change | None:
    """How much more there has to be of a stock, from the beginning, so that a schedule exists."""
    known = problem.resources[resource]
    store = known.store or Store(0)
    most = sum(d.amount for d in problem.draws().get(resource, ()))

    def attempt(more: int) -> tuple[Problem, Outcome]:
        fuller = msgspec.structs.replace(store, initial=store.initial + more)
        relaxed = problem.with_capacity(resource, msgspec.structs.replace(known, store=fuller))
        return relaxed, possible(relaxed, (), effort)

    return _found(search(1, most, attempt), store.initial)


def _found(found: tuple[int, Problem, Outcome, bool] | None, before: int) -> Change | None:
    """Return what a search found as a change from the value before."""
    if found is None:
        return None
    delta, relaxed, outcome, proved = found
    change = _checked(relaxed, outcome, before + delta, delta)
    return msgspec.structs.replace(change, proved=proved) if change else None


def dropped(problem: Problem, key: str, effort: Effort) -> Change | None:
    """Whether the plan can be done without the fact at all."""
    free = problem.without([key])
    outcome = possible(free, (), effort)
    return _checked(free, outcome, 0, 0) if outcome.schedule else None


def least_capacity(problem: Problem, resource: int, effort: Effort) -> Change | None:
    """The least capacity, held at all times, that makes the problem feasible; one less is proved not to."""
    capacity = problem.resources[resource]
    most = sum(max(n.quantities) for n in problem.needs(resource))

    def attempt(level: int) -> tuple[Problem, Outcome]:
        raised = problem.with_capacity(resource, capacity.raised(level))
        return raised, possible(raised, (), effort)

    found = search(min(c for _, _, c in capacity.steps) + 1, most, attempt)
    if found is None:
        return None
    level, raised, outcome, proved = found
    change = _checked(raised, outcome, level, level - capacity.usual)
    return msgspec.structs.replace(change, proved=proved) if change else None


def least_extra(problem: Problem, resource: int, job: int, effort: Effort) -> Extra | None:
    """The least capacity conceded for the span of one job, at the time that uses least of it.

    While the job runs, more capacity by x is the same as a need of the job that is less by x, so no
    variable profile is needed.
    """
    need = next(n for n in problem.needs(resource) if n.job == job)

    def attempt(x: int) -> tuple[Problem, Outcome]:
        fewer = msgspec.structs.replace(need, quantities=tuple(max(0, q - x) for q in need.quantities))
        lighter = problem.without([need.key]).having(fewer)
        return lighter, possible(lighter, (job,), effort)

    found = search(1, max(need.quantities), attempt)
    if found is None:
        return None
    x, lighter, _, proved = found
    best = _least_overlap(lighter, problem, resource, job, effort)
    extra = _extra(problem, resource, job, x, best) if best else None
    return msgspec.structs.replace(extra, proved=proved) if extra else None


def _least_overlap(
    lighter: Problem, problem: Problem, resource: int, job: int, effort: Effort
) -> dict[int, Placing] | None:
    """Return the schedule in which the job shares the resource with others for the shortest time."""
    model = Model(lighter)
    model.require(job)
    shared = []
    for other in problem.needs(resource):
        if other.job != job and max(other.quantities):
            shared.append(max(other.quantities) * _overlap(model, job, other.job))
    model.raw.minimize(sum(shared) if shared else 0)
    first = solved(lambda: model, effort, NICER_S)
    if first.schedule is None:
        return None
    model.raw.add(sum(shared) <= first.value)
    model.raw.minimize(sum(model.start.values()))
    second = solved(lambda: model, effort, NICER_S)
    return second.schedule or first.schedule


def _overlap(model: Model, one: int, other: int) -> Any:
    high = model.problem.horizon * 2
    low = -high
    begin, end = model.raw.new_int_var(low, high, ""), model.raw.new_int_var(low, high, "")
    model.raw.add_max_equality(begin, [model.start[one], model.start[other]])
    model.raw.add_min_equality(end, [model.end[one], model.end[other]])
    over = model.raw.new_int_var(0, high, "")
    model.raw.add_max_equality(over, [0, end - begin])
    return over


def _extra(problem: Problem, resource: int, job: int, x: int, schedule: Mapping[int, Placing]) -> Extra | None:
    """Return the concession that a schedule needs, if the exact check passes under it."""
    capacity = problem.resources[resource]
    start, end = schedule[job].start, end_of(problem, schedule, job)
    within = max(c for s, u, c in capacity.steps if s < end and u > start)
    steps = _raised_within(capacity.steps, start, end, within + x)
    granted = problem.with_capacity(resource, msgspec.structs.replace(capacity, steps=steps))
    if hard(verify(granted, schedule)):
        return None
    excess = excess_of(problem, schedule, resource)
    return Extra(job, resource, within + x, capacity.usual, start, end, excess, dict(schedule), True)


def _raised_within(
    steps: Iterable[tuple[int, int, int]], start: int, end: int, level: int
) -> tuple[tuple[int, int, int], ...]:
    """Return steps with at least `level` from `start` until `end`."""
    found: list[tuple[int, int, int]] = []
    for low, high, capacity in steps:
        for a, b in ((low, min(high, start)), (max(low, start), min(high, end)), (max(low, end), high)):
            if a < b:
                found.append((a, b, max(capacity, level) if start <= a < end else capacity))
    return tuple(found)


def excess_of(problem: Problem, schedule: Mapping[int, Placing], resource: int) -> int:
    """Return the unit-minutes by which a schedule uses more of a resource than there is."""
    users = [
        (schedule[n.job].start, end_of(problem, schedule, n.job), n.quantities[schedule[n.job].option])
        for n in problem.needs(resource)
        if n.job in schedule
    ]
    capacity = problem.resources[resource]
    cuts = sorted({t for s, e, _ in users for t in (s, e)} | {s for s, _, _ in capacity.steps})
    total = 0
    for low, high in pairwise(cuts):
        used = sum(q for s, e, q in users if s <= low < e)
        total += max(0, used - capacity.at(low)) * (high - low)
    return total


def _least(model: Model, value: Any, effort: Effort) -> Outcome:
    """Return the least value; among schedules that reach it, the one in which all is done soonest."""
    model.raw.minimize(value)
    first = solved(lambda: model, effort)
    if first.schedule is None:
        if first.answer == "unknown":
            raise Undecided
        return first
    model.raw.add(value <= first.value)
    model.raw.minimize(sum(model.start.values()))
    second = solved(lambda: model, effort, NICER_S)
    schedule = second.schedule or first.schedule
    return msgspec.structs.replace(first, schedule=schedule)


def _moved(fact: Upper | Lower, at: int) -> Fact:
    return msgspec.structs.replace(fact, at=at)


def _slack(fact: Lag, minutes: int) -> Lag:
    return msgspec.structs.replace(fact, least=fact.least - minutes)


def _closest(found: tuple[int, Problem, Outcome, bool] | None, before: int, sign: int) -> Change | None:
    """Return a level found on a large problem as a change of a value that is raised (1) or lowered (-1)."""
    change = _found(found, before)
    return (
        msgspec.structs.replace(change, value=before + sign * change.delta, delta=sign * change.delta)
        if change
        else None
    )


def _checked(problem: Problem, outcome: Outcome, value: int, delta: int) -> Change | None:
    """Return a change whose schedule passes the exact check."""
    schedule = outcome.schedule
    if schedule is None or hard(verify(problem, schedule)):
        return None
    return Change(value, delta, schedule, outcome.answer == "optimal")


def _only(problem: Problem, key: str, kind: type[Any]) -> Any:
    return next(f for f in problem.keyed(key) if isinstance(f, kind))


FINDERS: dict[type[Fact], Callable[[Problem, str, Effort], Change | None]] = {
    Upper: least_due,
    Lower: least_lower,
    Fixed: least_shift,
    Lag: least_lag,
    Cover: least_cover,
    Brim: least_store,
}
"""How each form of fact gives way; a form that is not here can only be left out (`dropped`)."""


def users_of(problem: Problem, keys: Sequence[str]) -> dict[int, list[Need]]:
    """Return the needs among the keys, by resource."""
    found: dict[int, list[Need]] = {}
    for fact in problem.only(keys).facts:
        if isinstance(fact, Need):
            found.setdefault(fact.resource, []).append(fact)
    return found


def least_travel(problem: Problem, legs: Sequence[Leg], effort: Effort) -> Change | None:
    """By how many minutes each way of a unit has to be shorter."""
    route, resource = legs[0].route, legs[0].resource
    most = max(route.minutes.values(), default=0)

    def attempt(less: int) -> tuple[Problem, Outcome]:
        quicker = Route(route.id, {ends: max(0, m - less) for ends, m in route.minutes.items()})
        facts = tuple(
            msgspec.structs.replace(f, route=quicker) if pool(f) == (route.id, resource) else f for f in problem.facts
        )
        relaxed = msgspec.structs.replace(problem, facts=facts)
        return relaxed, possible(relaxed, (), effort)

    return _found(search(1, most, attempt), 0)


def legs_of(problem: Problem, keys: Sequence[str]) -> dict[tuple[str, int], tuple[Leg, ...]]:
    """Return the legs among the keys, by route and unit."""
    return problem.only(keys).legs()


def stocks_of(problem: Problem, keys: Sequence[str]) -> dict[int, list[Draw]]:
    """Return who takes from stocks among the keys, by stock."""
    return {resource: list(draws) for resource, draws in problem.only(keys).draws().items()}
