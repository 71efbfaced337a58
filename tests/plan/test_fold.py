"""Many facts of a conflict are read as few lines: true ones, that follow from the facts, which stay beside them."""

import pytest

from renkei.plan.constraint import Consumes, StartTogether
from renkei.plan.engine import fold
from renkei.plan.engine.conflict import find
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.explain import facts_of, items_of, paths
from renkei.plan.engine.facts import Lag
from renkei.plan.engine.jobs import check
from renkei.plan.model import CapacityPeriod
from renkei.plan.stock import Stock, Supply
from tests.plan.plans import at, plan, posed, resource, task

BERTH = resource("berth", kind="place")


def iso(hours):
    return f"{at(hours):%Y-%m-%dT%H:%M:%SZ}"


def only_conflict(found):
    (conflict,) = check(found).conflicts
    assert conflict.proved
    return conflict


def read(found):
    """What is read of a conflict, without its ways out, which take seconds to compute for many tasks on one thing."""
    problem = posed(found)
    conflict = find(problem, Effort(20.0))
    assert conflict.proved
    return list(items_of(problem, conflict.keys))


def queue(count, length=4, first=1, last=None, before=1):
    """Missions of two tasks, of which the second holds the only berth."""
    tasks = []
    for n in range(count):
        tasks.append(task(f"A{n}", before, earliest=first))
        end = last or first + before + count * length - 1
        tasks.append(task(f"B{n}", length, after=(f"A{n}",), due=end, uses={"berth": 1}))
    return plan(*tasks, resources=(BERTH,))


def test_few_tasks_are_told_with_the_time_that_is_left_to_each():
    conflict = only_conflict(queue(3))
    assert [(i.field, i.kind, i.task) for i in conflict.items] == [
        ("B0.window", "window", "B0"),
        ("B1.window", "window", "B1"),
        ("B2.window", "window", "B2"),
        ("berth.capacity", "capacity", None),
    ]
    said = conflict.items[0].told
    assert said.key == "plan-item-window"
    facts = {k: said.facts[k] for k in ("bounds", "start", "end", "hours")}
    assert facts == {"bounds": "both", "start": iso(2), "end": iso(13), "hours": 4}


def test_every_fact_stays_beside_the_windows():
    conflict = only_conflict(queue(3))
    assert len(conflict.keys) == 12
    assert sorted(i.field for i in conflict.facts) == sorted(
        [*(f for n in range(3) for f in (f"A{n}.earliest", f"B{n}.after.A{n}", f"B{n}.due")), "berth.capacity"]
    )


def test_where_each_fact_is_read_none_is_told_twice():
    tasks = [task(k, 4, uses={"berth": 1}, due=6) for k in "AB"]
    conflict = only_conflict(plan(*tasks, resources=(BERTH,)))
    assert [i.field for i in conflict.items] == ["A.due", "B.due", "berth.capacity"]
    assert conflict.facts == ()


def test_many_tasks_are_told_as_what_the_resource_lacks():
    items = read(queue(6))
    assert [i.field for i in items] == ["times", "berth.capacity"]
    times, lack = (i.told for i in items)
    assert (times.key, times.facts["count"]) == ("plan-item-times", 18)
    assert lack.key == "plan-item-overload"
    facts = {k: lack.facts[k] for k in ("start", "end", "needed", "available")}
    assert facts == {"start": iso(2), "end": iso(25), "needed": 24, "available": 23}
    assert "B3 B3 (JPN) 4 h" in lack.facts["tasks"].text("en")


def test_a_stock_is_told_with_what_is_taken_and_there_by_then():
    tasks = [task(f"T{n}", 1, due=5 + n) for n in range(6)]
    fuel = resource("fuel", 0, kind="stock", stock=Stock(11, (Supply(at(20), 5),)))
    draws = tuple(Consumes(id=f"{t.id} draws", task=t.id, stock="fuel", quantity=2) for t in tasks)
    conflict = only_conflict(plan(*tasks, resources=(fuel,), constraints=draws))
    assert [i.field for i in conflict.items] == ["times", "fuel.stock"]
    said = conflict.items[1].told
    assert said.key == "plan-item-stock-by"
    assert {k: said.facts[k] for k in ("at", "needed", "available")} == {"at": iso(9), "needed": 12, "available": 11}


def test_a_joint_start_is_told_with_what_is_left_to_its_tasks():
    chain = [task("A0", 4, earliest=1), *(task(f"A{n}", 4, after=(f"A{n - 1}",)) for n in (1, 2))]
    other = [task("B0", 2), task("B1", 4, after=("B0",)), task("B2", 4, after=("B1",), due=17.5)]
    rule = StartTogether(id="meet", tasks=("A2", "B0"), within_min=60)
    extra = [task("C", 1, after=("A2",)), task("D", 1, after=("C",), due=40)]
    problem = posed(plan(*chain, *other, *extra, constraints=(rule,)))
    conflict = find(problem, Effort(20.0))
    plain = list(facts_of(problem, conflict.keys))
    assert [i.field for i in plain] == ["B2.due", "A2.after", "B2.after", "A0.earliest", "meet"]
    assert list(items_of(problem, conflict.keys)) == plain


def test_a_joint_start_with_many_facts_is_folded(monkeypatch):
    monkeypatch.setattr(fold, "LINES_FEW", 4)
    chain = [task("A0", 4, earliest=1), *(task(f"A{n}", 4, after=(f"A{n - 1}",)) for n in (1, 2))]
    other = [task("B0", 2), task("B1", 4, after=("B0",)), task("B2", 4, after=("B1",), due=17.5)]
    rule = StartTogether(id="meet", tasks=("A2", "B0"), within_min=60)
    conflict = only_conflict(plan(*chain, *other, constraints=(rule,)))
    assert [i.field for i in conflict.items] == ["A2.window", "B0.window", "meet"]
    bounds = [(i.told.facts["bounds"], i.told.facts["start"] or i.told.facts["end"]) for i in conflict.items[:2]]
    assert bounds == [("start", iso(9)), ("end", iso(9.5))]


def test_windows_that_do_not_say_enough_are_not_told():
    """Two tasks on one berth fit by their windows; only their order makes them late."""
    tasks = (
        task("A", 3, earliest=0, uses={"berth": 1}),
        task("B", 3, after=("A",), uses={"berth": 1}),
        task("C", 3, uses={"berth": 1}, earliest=3, due=9),
        task("D", 1, after=("B",), due=8),
    )
    problem = posed(plan(*tasks, resources=(BERTH,)))
    keys = list(dict.fromkeys(f.key for f in problem.facts))
    assert fold._by_task(problem.only([k for k in keys if k != "D.due"])) == []


def test_more_than_a_person_reads_is_told_in_parts(monkeypatch):
    monkeypatch.setattr(fold, "shown", lambda _: None)
    monkeypatch.setattr(fold, "LINES_MOST", 6)
    items = read(queue(6))
    assert [i.field for i in items] == ["times", "berth.capacity"]
    said = items[0].told
    assert said.key == "plan-item-parts"
    assert (said.facts["start"], said.facts["end"], said.facts["hours"]) == (iso(2), iso(25), 24)


@pytest.mark.parametrize(("until", "ends"), [(at(40), "until"), (None, "open")])
def test_a_unit_that_is_out_is_said_to_be_out(until, ends):
    out = CapacityPeriod(at(4), until or at(24 * 365 * 300), 0)
    unit = resource("u", periods=(out,))
    conflict = only_conflict(plan(task("A", 4, earliest=2, due=12, uses={"u": 1}), resources=(unit,)))
    lines = ["A.due", "A.earliest", "u.capacity"] if until else ["A.earliest", "u.capacity"]
    assert [i.field for i in conflict.items] == lines
    assert conflict.told.key == "plan-conflict-out"
    said = conflict.items[-1].told
    assert (said.key, said.facts["available"], said.facts["ends"]) == ("plan-item-out", 0, ends)
    assert said.facts["start"] == iso(4)
    (way,) = [w for w in conflict.ways_out if w.change == "u.capacity"]
    assert (way.told.key, way.to, way.extra, way.own_command) == ("plan-way-always", 1, 1, None)


def test_a_unit_that_is_out_at_another_time_is_not_said_to_be():
    unit = resource("u", periods=(CapacityPeriod(at(40), at(50), 0),))
    tasks = [task(k, 4, uses={"u": 1}, due=6) for k in "AB"]
    conflict = only_conflict(plan(*tasks, resources=(unit,)))
    assert conflict.told.key == "plan-conflict-capacity"
    assert conflict.items[-1].told.key == "plan-item-capacity"


def order(of, job):
    return Lag(key=f"{job}.after.{of}", kind="after", job=job, of=of, least=0)


def test_only_what_follows_without_a_branch_is_one_chain():
    orders = [order(0, 1), order(1, 2), order(5, 6), order(2, 3), order(2, 4)]
    found = [[(f.of, f.job) for f in path] for path in paths(orders)]
    assert found == [[(0, 1), (1, 2)], [(5, 6)], [(2, 3)], [(2, 4)]]


def test_two_chains_are_not_told_as_one():
    tasks = [task("A", 2, earliest=3), task("B", 2, after=("A",)), task("C", 1), task("D", 1, after=("C",), due=4)]
    rule = StartTogether(id="meet", tasks=("B", "C"))
    conflict = only_conflict(plan(*tasks, constraints=(rule,)))
    assert "plan-item-chain" not in {i.told.key for i in conflict.items}
