"""The best own schedule beside what a partner put forward, where that may be crossed at a price.

What is crossed is what this side asks the partner to change. Own due times may be missed; how late is the cost. Own
search answers plain problems; the solver answers the others; both are verified.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import msgspec

from renkei.kernel.ids import Nation, TaskId
from renkei.plan.engine.compiled import COMPILED
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.facts import Fixed, Upper
from renkei.plan.engine.negotiate.dispatch import dispatch
from renkei.plan.engine.negotiate.floor import PRICE_UNIT, Floor, Frame, Item, Price, urgency
from renkei.plan.engine.negotiate.spoken import PROPOSALS_MAX
from renkei.plan.engine.objective import soft_keys
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.verify import end_of, hard, verify
from renkei.plan.model import Plan

Spread: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""How several searches are made: `map` one after the other, that of a pool of threads side by side, to the same end."""

SLOWER = 50
"""How much slower own search is where it is not compiled: it then makes so many times fewer trials."""


class Diligence(msgspec.Struct, frozen=True):
    """How hard a party thinks about one answer; the same seed gives the same answers where own search gives them.

    Attributes:
        runs: Beginnings of own search, the first from the schedule at hand.
        tries: Trials of each, where it is compiled.
        glances: Trials for each of many proposals, where it is compiled.
        proposals: Most that one message puts forward once an agreement stands.
        solver: Limits of a solve where a plan has what own search does not know.
    """

    runs: int = 2
    tries: int = 4_000
    glances: int = 400
    proposals: int = PROPOSALS_MAX
    seed: int = 1
    solver: Effort = Effort(seconds=2.0)


class PartyView(msgspec.Struct, frozen=True):
    """The own part of a plan beside the partner's items, as a problem.

    Attributes:
        problem: Own due times are taken out; the partner's items come last and stay where they are.
        dues: Those due times, by job.
        items: The partner's items, by job.
        frame: What own search needs to know of it.
    """

    problem: Problem
    dues: dict[int, Upper]
    items: dict[int, TaskId]
    frame: Frame

    def floor(self, prices: Mapping[TaskId, Price]) -> Floor | None:
        """Return the arrays of own search, or None if the problem is not plain; items without a price stay."""
        jobs = self.problem.jobs
        return self.frame.floor(
            {i: Item(jobs[i].keep or 0, jobs[i].options[0].duration, prices.get(key)) for i, key in self.items.items()}
        )

    def moved(self, keeps: Mapping[int, int]) -> "PartyView":
        """Return the view with the partner's items elsewhere, by job."""
        jobs = tuple(
            msgspec.structs.replace(j, keep=keeps[i]) if i in keeps else j for i, j in enumerate(self.problem.jobs)
        )
        facts = tuple(
            msgspec.structs.replace(f, at=keeps[f.job]) if isinstance(f, Fixed) and f.job in keeps else f
            for f in self.problem.facts
        )
        later = max([0, *(at - (self.problem.jobs[i].keep or 0) for i, at in keeps.items())])
        horizon = self.problem.horizon + later
        problem = msgspec.structs.replace(self.problem, jobs=jobs, facts=facts, horizon=horizon)
        return msgspec.structs.replace(self, problem=problem)

    def lateness(self, schedule: Mapping[int, Placing]) -> int:
        """Return the weighted minutes by which a schedule misses own due times."""
        jobs = self.problem.jobs
        late = {i: max(0, end_of(self.problem, schedule, i) - due.at) for i, due in self.dues.items()}
        return sum(urgency(jobs[i].priority) * minutes for i, minutes in late.items())

    def beside_items(self, schedule: Mapping[int, Placing]) -> dict[int, Placing]:
        """Return a schedule's own part with the partner's items where the partner has them."""
        own = {i: p for i, p in schedule.items() if i < len(self.problem.jobs) - len(self.items)}
        return own | {i: Placing(self.problem.jobs[i].keep or 0) for i in self.items}


class Response(msgspec.Struct, frozen=True):
    """An own schedule beside the partner's items.

    Attributes:
        cost: Weighted minutes of lateness, with the weights of broken wishes.
        crossed: The partner's items that would have to change.
    """

    schedule: dict[int, Placing]
    cost: int
    crossed: frozenset[TaskId]


def view_of(plan: Plan, stance: Stance, nation: Nation) -> PartyView:
    """Return the view on a plan in which the partner's items are tasks of another owner."""
    problem = pose(plan, stance)
    dues = {
        f.job: f
        for f in problem.facts
        if isinstance(f, Upper) and f.key == f"{problem.jobs[f.job].id}.due" and problem.jobs[f.job].owner == nation
    }
    items = {i: j.id for i, j in enumerate(problem.jobs) if j.owner != nation}
    rest = problem.without(f.key for f in dues.values())
    return PartyView(rest, dues, items, Frame(rest, dues, items.keys()))


def judged(view: PartyView, schedule: Mapping[int, Placing]) -> Response | None:
    """Return a schedule beside the partner's items as they are, or None if it breaks what no partner could mend."""
    placed = view.beside_items(schedule)
    found = verify(view.problem, placed)
    if any(not view.items.keys() & set(v.jobs) for v in hard(found)):
        return None
    crossed = frozenset(view.items[j] for v in hard(found) for j in v.jobs if j in view.items)
    wishes = sum({v.key: v.weight for v in found if v.weight is not None}.values())
    return Response(placed, view.lateness(placed) + wishes, crossed)


def respond(
    view: PartyView,
    prices: Mapping[TaskId, Price],
    diligence: Diligence,
    known: Mapping[int, Placing] | None = None,
    spread: Spread = map,
) -> Response | None:
    """Return the best schedule found, or None if none was.

    Args:
        view: The own part beside the partner's items.
        prices: What it costs to move an item; items without a price stay.
        diligence: How long to look.
        known: Own schedule to begin with.
        spread: How the runs of own search are made.
    """
    start = view.beside_items(known) if known else None
    floor = view.floor(prices)
    found = _searched(view, floor, diligence, start, spread) if floor else None
    return found or _solved(view, prices, diligence.solver, start)


def _searched(
    view: PartyView, floor: Floor, diligence: Diligence, start: Mapping[int, Placing] | None, spread: Spread
) -> Response | None:
    """Return the best of some runs of own search; every other one begins from the schedule at hand."""
    tries = trials(diligence.tries)

    def run(number: int) -> tuple[int, dict[int, Placing]]:
        return dispatch(floor, start if number % 2 == 0 else None, tries, diligence.seed * 101 + number)

    best: tuple[int, Response] | None = None
    for value, schedule in spread(run, range(diligence.runs)):
        if best is None or value < best[0]:
            response = judged(view, schedule)
            best = (value, response) if response else best
    return best[1] if best else None


def trials(compiled: int) -> int:
    """Return how many trials to make where so many are made with compiled search."""
    return compiled if COMPILED else max(1, compiled // SLOWER)


def _solved(
    view: PartyView, prices: Mapping[TaskId, Price], effort: Effort, start: Mapping[int, Placing] | None
) -> Response | None:
    """Return what the solver finds, for plans that own search does not know or does not get right."""
    moved = {i: prices[key] for i, key in view.items.items() if key in prices}
    elastic = view.problem.without(f.key for f in view.problem.facts if isinstance(f, Fixed) and f.job in moved)
    model = Model(elastic, switched=soft_keys(elastic))
    model.raw.minimize(PRICE_UNIT * _cost(model, view) + _paid(model, moved))
    if start:
        model.hint(start)
    found = model.solve(effort).schedule
    return None if found is None else judged(view, found)


def _cost(model: Model, view: PartyView) -> Any:
    """Weighted minutes of lateness, with the weights of wishes that do not hold."""
    total: Any = sum(model.weight(key) * literal.negated() for key, literal in model.literals.items())
    for job, due in view.dues.items():
        late = model.raw.new_int_var(0, 2 * model.problem.horizon, "")
        model.raw.add(late >= model.end[job] - due.at)
        total += urgency(model.problem.jobs[job].priority) * late
    return total


def _paid(model: Model, moved: Mapping[int, Price]) -> Any:
    """What it costs that items of the partner are elsewhere."""
    total: Any = 0
    for job, price in moved.items():
        keep = model.problem.jobs[job].keep or 0
        after, before = (model.raw.new_int_var(0, 2 * model.problem.horizon, "") for _ in range(2))
        model.raw.add(after >= model.start[job] - keep)
        model.raw.add(before >= keep - model.start[job])
        total += price.late * after + price.early * before
    return total
