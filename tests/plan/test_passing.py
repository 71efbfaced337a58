"""What passes from task to task in a simulation: stocks, room in a store, reservations, the way between places."""

import math

import msgspec
import numpy as np
import pytest

from renkei.plan.constraint import Consumes, OnCall, Produces, Travel, TravelTime
from renkei.plan.engine.partial_order import network
from renkei.plan.engine.simulate import _case, _runs, simulate
from renkei.plan.model import CapacityPeriod, Duration, Place
from renkei.plan.stock import Stock, Supply
from tests.plan.plans import at, plan, posed, resource, schedule_of, task

RUNS = 20_000


def three(key, least, likely, most, **fields):
    points = Duration(round(likely * 60), round(least * 60), round(most * 60))
    return msgspec.structs.replace(task(key, likely, **fields), duration=points)


def waits(found):
    """Who waits for whom between which points, and the earliest starts in hours, at the plan's own times."""
    problem = posed(found, scheduled=True, hold_committed=False)
    starts = {t.id: (t.start - at(0)).total_seconds() / 3600 for t in found.tasks}
    order = network(problem, schedule_of(problem, starts))
    ids = [j.id for j in problem.jobs]
    arcs = {(ids[w.of], ids[w.job], w.of_point, w.job_point, w.least) for arcs in order.arcs for w in arcs}
    return arcs, {ids[i]: low / 60 for i, low in enumerate(order.low)}, order.limits


def stocked(*tasks, stock, consumes=(), produces=()):
    rules = [Consumes(id=f"{k}-", task=k, stock="w", quantity=q) for k, q in consumes]
    rules += [Produces(id=f"{k}+", task=k, stock="w", quantity=q) for k, q in produces]
    return plan(*tasks, resources=(resource("w", kind="stock", stock=stock),), constraints=tuple(rules))


def test_who_takes_waits_for_who_put_in_and_for_the_resupply():
    tasks = (
        three("make", 1, 2, 8, start=0),
        task("first", 1, start=1),
        task("then", 1, start=2, due=4),
        task("last", 1, start=6),
    )
    found = stocked(
        *tasks,
        stock=Stock(5, (Supply(at(6), 4),)),
        consumes=(("first", 5), ("then", 3), ("last", 4)),
        produces=(("make", 3),),
    )
    arcs, low, _ = waits(found)
    assert arcs == {("make", "then", "end", "start", 0)}
    assert (low["first"], low["then"], low["last"]) == (0, 0, 6)
    chance = {c.key: c.chance for c in simulate(found, runs=RUNS).chances}["then.due"]
    true = 1 / 7 + 1 - 1 / 7 - (8 - 3) ** 2 / (7 * 6)
    assert abs(chance - true) < 4 * math.sqrt(true * (1 - true) / RUNS)


def test_who_puts_in_waits_for_room():
    tasks = (three("before", 1, 2, 8, start=0), task("take", 1, start=2, after=("before",)), task("make", 3, start=1))
    found = stocked(*tasks, stock=Stock(8, store=10), consumes=(("take", 5),), produces=(("make", 5),))
    arcs, _, _ = waits(found)
    assert ("take", "make", "start", "end", 0) in arcs
    case = _case(found, "earliest")
    run = next(_runs(case, 200, 1))
    index = {j.id: i for i, j in enumerate(case.problem.jobs)}
    assert np.all(run.ends[index["make"]] >= run.starts[index["take"]])


def test_a_resupply_should_find_room():
    tasks = (three("before", 1, 2, 8, start=0), task("take", 1, start=2, after=("before",)))
    found = stocked(*tasks, stock=Stock(8, (Supply(at(4), 5),), 10), consumes=(("take", 5),))
    chances = {c.key: c.chance for c in simulate(found, runs=RUNS).chances}
    true = 1 - (8 - 4) ** 2 / (7 * 6)
    assert abs(chances["w.store"] - true) < 4 * math.sqrt(true * (1 - true) / RUNS)


def test_a_reservation_is_kept_whenever_the_task_is_called():
    tasks = (
        three("a", 1, 2, 8, start=0, uses={"u": 1}),
        task("call", 1, start=5, uses={"u": 1}),
        task("b", 1, start=8, uses={"u": 1}),
    )
    rule = OnCall(id="c", task="call", start=at(4), end=at(8))
    found = plan(*tasks, resources=(resource("u"),), constraints=(rule,))
    arcs, low, limits = waits(found)
    assert {(of, job) for of, job, *_ in arcs} == {("a", "call"), ("call", "b")}
    assert (low["call"], low["b"]) == (4, 8)
    assert {kind for _, kind in limits} == {"capacity", "on_call"}
    chances = {c.key: c.chance for c in simulate(found, runs=RUNS).chances}
    true = 1 - (8 - 4) ** 2 / (7 * 6)
    assert abs(chances["u.capacity"] - true) < 4 * math.sqrt(true * (1 - true) / RUNS)


def test_a_unit_takes_its_time_between_places():
    tasks = (
        three("a", 1, 2, 8, start=0, uses={"u": 1}, at=("p",), place="p"),
        task("b", 1, start=3, uses={"u": 1}, at=("q",), place="q", due=6),
        task("c", 1, start=4, uses={"u": 1}, at=("q",), place="q"),
    )
    rule = Travel(id="way", assets=("u",), times=(TravelTime("p", "q", 60),))
    found = plan(*tasks, places=(Place(id="p"), Place(id="q")), resources=(resource("u"),), constraints=(rule,))
    arcs, _, _ = waits(found)
    assert {("a", "b", "end", "start", 60), ("b", "c", "end", "start", 0)} <= arcs
    chances = {c.key: c.chance for c in simulate(found, runs=RUNS).chances}
    true = 1 - (8 - 4) ** 2 / (7 * 6)
    assert abs(chances["b.due"] - true) < 4 * math.sqrt(true * (1 - true) / RUNS)


@pytest.mark.parametrize("periods", [(), (CapacityPeriod(at(-10), at(-5), 0),), (CapacityPeriod(at(50), None, 0),)])
def test_times_of_less_capacity_before_and_after_change_nothing(periods):
    tasks = (three("a", 1, 2, 8, start=0, uses={"u": 1}), task("b", 1, start=2, uses={"u": 1}, due=6))
    found = plan(*tasks, resources=(resource("u", periods=periods),))
    assert {(of, job) for of, job, *_ in waits(found)[0]} == {("a", "b")}
