"""The best own schedule beside what a partner put forward, where that may be crossed at a price.

What is crossed is what this side asks the partner to change. Own due times may be missed; how late is the cost. Own
search answers plain problems; the solver answers the others; both are verified.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from renkei.kernel.ids import Nation, TaskId
from renkei.plan.engine.compiled import COMPILED
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.facts import Fixed, Upper
from renkei.plan.engine.negotiate.dispatch import dispatch
from renkei.plan.engine.negotiate.floor import PRICE_UNIT, Floor, Item, Price, floor_of, urgency
from renkei.plan.engine.objective import soft_keys
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.verify import end_of, hard, verify
from renkei.plan.model import Plan

SLOWER = 50
"""How much slower own search is where it is not compiled: it then makes so many times fewer trials."""


class Diligence(msgspec.Struct, frozen=True):
    """How hard a party thinks about one answer; the same seed gives the same answers where own search gives them.

    Attributes:
        runs: Beginnings of own search, the first from the schedule at hand.
        tries: Trials of each, where it is compiled.
        solver: Limits of a solve where a plan has what own search does not know.
    """

    runs: int = 2
    tries: int = 6_000
    seed: int = 1
    solver: Effort = Effort(seconds=2.0)


class PartyView(msgspec.Struct, frozen=True):
    """The own part of a plan beside the partner's items, as a problem.

    Attributes:
        problem: Own due times are taken out; the partner's items come last and stay where they are.
        dues: Those due times, by job.
        items: The partner's items, by job.
    """

    problem: Problem
    dues: dict[int, Upper]
    items: dict[int, TaskId]

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
    return PartyView(problem.without(f.key for f in dues.values()), dues, items)


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
) -> Response | None:
    """Return the best schedule found, or None if none was.

    Args:
        view: The own part beside the partner's items.
        prices: What it costs to move an item; items without a price stay.
        diligence: How long to look.
        known: Own schedule to begin with.
    """
    start = view.beside_items(known) if known else None
    floor = floor_of(
        view.problem, view.dues, {i: Item(*_kept(view, i), prices.get(key)) for i, key in view.items.items()}
    )
    found = _searched(view, floor, diligence, start) if floor else None
    return found or _solved(view, prices, diligence.solver, start)


def _kept(view: PartyView, item: int) -> tuple[int, int]:
    job = view.problem.jobs[item]
    return job.keep or 0, job.options[0].duration


def _searched(
    view: PartyView, floor: Floor, diligence: Diligence, start: Mapping[int, Placing] | None
) -> Response | None:
    """Return the best of some runs of own search; every other one begins from the schedule at hand."""
    tries = diligence.tries if COMPILED else diligence.tries // SLOWER
    best: tuple[int, Response] | None = None
    for run in range(diligence.runs):
        value, schedule = dispatch(floor, start if run % 2 == 0 else None, tries, diligence.seed * 101 + run)
        if best is None or value < best[0]:
            response = judged(view, schedule)
            best = (value, response) if response else best
    return best[1] if best else None


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
