"""Stocks: levels minute by minute, against counting out every schedule, and explained."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei import locale
from renkei.kernel.errors import Malformed
from renkei.plan.constraint import AllOrNone, Consumes, Produces
from renkei.plan.document import read_plan
from renkei.plan.engine.jobs import check, solve
from renkei.plan.engine.repair import Slip, repair
from renkei.plan.engine.verify import verify
from renkei.plan.stock import Stock, Supply
from tests.plan.plans import at, plan, posed, resource, schedule_of, task
from tests.plan.ruled import agrees, fields, only_conflict, units


def flow(kind, key, quantity):
    return kind(id=f"{key}.{kind.__name__}", task=key, stock="water", quantity=quantity)


def watered(*tasks, stock, consumes=None, produces=None):
    rules = [flow(Consumes, k, q) for k, q in (consumes or {}).items()]
    rules += [flow(Produces, k, q) for k, q in (produces or {}).items()]
    return plan(*tasks, resources=(resource("water", kind="stock", stock=stock),), constraints=tuple(rules))


def test_a_short_stock_is_told_with_who_takes_and_what_is_lacking_by_when():
    tasks = (task("A", 2, due=4), task("B", 2, earliest=1, due=5), task("C", 2, due=40))
    found = watered(*tasks, stock=Stock(50, (Supply(at(6), 30),)), consumes={"A": 30, "B": 40, "C": 10})
    conflict = only_conflict(found)
    assert set(fields(conflict)) == {"A.due", "B.due", "water.stock"}
    item = next(i for i in conflict.items if i.field == "water.stock")
    assert (item.kind, item.resource, item.owner, item.task) == ("stock", "water", "JPN", None)
    assert locale.text("en", item.told.key, item.told.facts) == (
        "A A (JPN) and B B (JPN) take 70 of water; at first there are 50, 30 come later."
    )
    assert conflict.told.key == "plan-conflict-stock"
    ways_out = {w.change: w for w in conflict.ways_out}
    assert (ways_out["water.stock"].to, ways_out["water.stock"].extra, ways_out["water.stock"].proved) == (70, 20, True)
    assert ways_out["B.due"].to == at(8)
    fuller = msgspec.structs.replace(found.resources[0], stock=Stock(70, found.resources[0].stock.resupply))
    assert check(msgspec.structs.replace(found, resources=(fuller,))).feasible


def test_what_another_task_makes_too_late_is_told():
    tasks = (task("Make", 3, earliest=4), task("Take", 1, due=6))
    conflict = only_conflict(watered(*tasks, stock=Stock(), consumes={"Take": 5}, produces={"Make": 5}))
    assert fields(conflict) == ["Take.due", "Make.earliest", "water.stock"]
    assert {w.change: w.delta_min for w in conflict.ways_out} == {
        "Take.due": 120, "Make.earliest": -120, "water.stock": None,
    }  # fmt: skip


def test_a_full_store_is_told():
    tasks = (task("Make", 3, due=5), task("Take", 1, earliest=8))
    stock = Stock(8, store=10)
    conflict = only_conflict(watered(*tasks, stock=stock, consumes={"Take": 5}, produces={"Make": 5}))
    assert fields(conflict) == ["Make.due", "Take.earliest", "water.store"]
    way = next(w for w in conflict.ways_out if w.change == "water.store")
    assert (way.to, way.extra, way.told.key) == (13, 3, "plan-way-store")


def test_a_solve_waits_for_the_resupply():
    tasks = (task("A", 2), task("B", 2))
    solved = solve(watered(*tasks, stock=Stock(4, (Supply(at(6), 5),)), consumes={"A": 4, "B": 5}))
    assert {p.task: p.start for p in solved.schedule} == {"A": at(0), "B": at(6)}


@st.composite
def stocked(draw):
    """Three tasks that take from and put into one stock, with resupply and perhaps a store."""
    tasks = [
        task(f"T{n}", draw(st.integers(0, 2)), due=draw(st.integers(2, 4)), earliest=draw(st.integers(0, 1)))
        for n in range(3)
    ]
    amounts = st.dictionaries(st.sampled_from(["T0", "T1", "T2"]), st.integers(1, 4), max_size=3)
    initial = draw(st.integers(0, 4))
    supply = tuple(
        Supply(at(h), a) for h, a in draw(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3)), max_size=2))
    )
    stock = Stock(initial, supply, draw(st.none() | st.integers(max(initial, 1), initial + 4)))
    found = watered(*tasks, stock=stock, consumes=draw(amounts), produces=draw(amounts))
    if draw(st.booleans()):
        group = AllOrNone(id="group", tasks=("T0", "T1"))
        found = msgspec.structs.replace(found, constraints=(*found.constraints, group))
    return found


@settings(max_examples=80)
@given(stocked())
def test_the_solver_agrees_with_counting_out_stocks(found):
    agrees(found, 4)


@given(stocked(), st.lists(st.integers(0, 6), min_size=3, max_size=3))
def test_the_level_of_a_stock_agrees_with_a_count_minute_by_minute(found, starts):
    problem = posed(found)
    schedule = schedule_of(problem, {f"T{n}": h for n, h in enumerate(starts)})
    stock = found.resources[0].stock
    lows, highs = [], []
    for hour in range(10):
        level = stock.initial + sum(s.amount for s in stock.resupply if s.at <= at(hour))
        for f in problem.resources[0].store.flows:
            done = (
                schedule[f.job].start
                if f.amount < 0
                else schedule[f.job].start + problem.jobs[f.job].options[0].duration
            )
            level += f.amount if done <= 60 * hour else 0
        lows.append(level)
        highs.append(level - (stock.store or 10**6))
    told = {v.kind: v for v in verify(problem, schedule) if v.kind in ("stock", "store")}
    assert ("stock" in told) == (min(lows) < 0)
    assert ("store" in told) == (max(highs) > 0)


STOCK_WRONG = {
    "a unit has none": ("v: {nation: US, initial: 3}", "plan-document-stock", "plan.yaml:1 resources.v.initial"),
    "more than fits": (
        "v: {nation: US, kind: stock, initial: 3, store: 2}",
        "plan-document-whole",
        "plan.yaml:1 resources.v.store",
    ),
    "nothing comes": (
        "v: {nation: US, kind: stock, resupply: [{at: 2026-02-10T00:00Z, add: 0}]}",
        "plan-document-whole",
        "plan.yaml:1 resources.v.resupply[0].add",
    ),
}


@pytest.mark.parametrize(("text", "key", "place"), STOCK_WRONG.values(), ids=STOCK_WRONG)
def test_what_is_wrong_with_a_stock_is_told_with_its_place(text, key, place):
    with pytest.raises(Malformed) as error:
        read_plan(f"resources: {{{text}}}\ntasks: []")
    assert (error.value.key, error.value.place) == (key, place)


def test_a_slip_of_what_makes_a_stock_moves_what_takes_from_it_and_nothing_else():
    tasks = (task("Make", 3, start=0), task("Take", 1, start=3), task("Other", 1, start=4))
    found = watered(*tasks, stock=Stock(2), consumes={"Take": 5, "Other": 1}, produces={"Make": 5})
    option = repair(found, at(0), slip=Slip(task="Make", delay_min=120)).options[0]
    assert {m.task: m.after[0] for m in option.moves} == {"Make": at(2), "Take": at(5)}
    assert option.certified


def test_a_slip_that_leaves_a_partner_without_its_stock_is_told():
    tasks = (task("Make", 3, start=0), task("Take", 1, start=3, owner="USA"), task("Own", 1, start=5))
    found = watered(*tasks, stock=Stock(2), consumes={"Take": 5, "Own": 1}, produces={"Make": 5})
    late = repair(found, at(0), "JPN", slip=Slip(task="Make", delay_min=120))
    assert late.options == ()
    assert {"Take.held", "water.stock"} <= {i.field for i in late.conflicts[0].items}


def test_what_a_partner_lacked_before_the_slip_stands_against_no_repair():
    tasks = (task("Take", 1, start=3, owner="USA"), task("Own", 1, start=5, uses={"u": 1}))
    found = watered(*tasks, stock=Stock(2), consumes={"Take": 5})
    found = msgspec.structs.replace(found, resources=(*found.resources, *units("u")))
    option = repair(found, at(0), "JPN", slip=Slip(task="Own", delay_min=60)).options[0]
    assert [m.task for m in option.moves] == ["Own"]
