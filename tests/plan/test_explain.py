"""Conflicts: the smallest set, the ways out computed and proved, and what a withheld due time leaves to be said."""

import msgspec
import pytest

from renkei.kernel.label import WITHHELD
from renkei.kernel.names import Name
from renkei.plan.constraint import Period, StartTogether
from renkei.plan.document import read_plan
from renkei.plan.engine.answers import ExtraCapacity
from renkei.plan.engine.jobs import check
from renkei.plan.model import Calendar, Place
from renkei.scenarios import pack_text
from tests.plan.plans import H, at, change, hours, nankai, plan, resource, scheduled, task

STANDS = "parking:matsuyama_ap"


def ways(conflict):
    return {w.change: w for w in conflict.ways_out}


def only_conflict(found, **how):
    result = check(found, **how)
    assert (result.feasible, result.decided, len(result.conflicts)) == (False, True, 1)
    return result.conflicts[0]


def test_nankai_two_due_times_and_eight_stands():
    conflict = only_conflict(nankai(), nation="USA")
    assert [(i.field, i.kind, i.owner) for i in conflict.items] == [
        ("K8.due", "due", "USA"),
        ("K9.due", "due", "JPN"),
        (f"{STANDS}.capacity", "capacity", "JPN"),
    ]
    assert conflict.proved
    assert conflict.told.key == "plan-conflict-capacity"
    assert (conflict.told.facts["needed"], conflict.told.facts["available"]) == (10, 8)


@pytest.mark.parametrize("nation", ["USA", "JPN", None])
def test_nankai_ways_out_are_the_least_and_proved(nation):
    found = ways(only_conflict(nankai(), nation=nation))
    assert {c: (hours(w.to), w.delta_min) for c, w in found.items() if c.endswith("due")} == {
        "K8.due": (120, 44 * 60),
        "K9.due": (132, 56 * 60),
    }
    assert (found[f"{STANDS}.capacity"].to, found[f"{STANDS}.capacity"].extra) == (10, 2)
    assert found["counter"].to == ExtraCapacity(at(28), at(76), 10, 8)
    assert {c: w.who for c, w in found.items()} == {
        "K8.due": ("USA",),
        "K9.due": ("JPN",),
        f"{STANDS}.capacity": ("JPN",),
        "counter": ("JPN",),
    }
    assert all(w.proved and w.alone for w in found.values())


def test_own_authority_comes_first_and_the_rest_is_asked_for():
    usa = only_conflict(nankai(), nation="USA").ways_out
    assert (usa[0].change, usa[0].own) == ("K8.due", True)
    assert [w.request is not None for w in usa] == [False, True, True, True]
    assert usa[1].request == {"provider": "JPN", "move": {"task": "K9", "start": at(72), "end": at(132)}}
    japan = only_conflict(nankai(), nation="JPN").ways_out
    assert [w.own for w in japan] == [True, True, True, False]
    assert japan[-1].change == "K8.due"
    counter = ways(only_conflict(nankai(), nation="JPN"))["counter"].own_command
    assert counter.kind == "requests.DraftAnswer"
    assert counter.body == {
        "request": "R7",
        "verb": "counter",
        "terms": {"resource": STANDS, "total": 10, "otherwise": 8, "start": at(28), "end": at(76)},
    }


def test_each_way_out_alone_makes_the_plan_feasible_and_less_does_not():
    found = nankai()
    assert check(change(found, "K8", due=at(120))).feasible
    assert not check(change(found, "K8", due=at(119))).feasible
    assert check(change(found, "K9", due=at(132))).feasible
    assert not check(change(found, "K9", due=at(131))).feasible
    for stands, feasible in ((9, False), (10, True)):
        resources = tuple(msgspec.structs.replace(r, capacity=stands) if r.id == STANDS else r for r in found.resources)
        assert check(msgspec.structs.replace(found, resources=resources)).feasible is feasible


def test_renaming_every_identifier_changes_nothing_else():
    text = pack_text("nankai")
    for n in range(10, 0, -1):
        text = text.replace(f"K{n},", f"zz-{99 - n},").replace(f"K{n}]", f"zz-{99 - n}]")
    text = text.replace("matsuyama_ap", "field-7").replace("us-c130", "u1").replace("jp-c2", "u2").replace("R7", "q")
    conflict = only_conflict(read_plan(text), nation="USA")
    assert [i.field for i in conflict.items] == ["zz-91.due", "zz-90.due", "parking:field-7.capacity"]
    found = ways(conflict)
    assert (hours(found["zz-91.due"].to), hours(found["zz-90.due"].to)) == (120, 132)
    assert found["counter"].to == ExtraCapacity(at(28), at(76), 10, 8)


def test_a_withheld_due_time_holds_the_partner_at_its_published_times():
    found = scheduled(change(nankai(), "K9", due=WITHHELD), {"K9": 12})
    conflict = only_conflict(found, nation="USA")
    assert [i.field for i in conflict.items] == ["K8.due", "K9.held", f"{STANDS}.capacity"]
    held = conflict.items[1].told
    assert held.key == "plan-item-held-withheld"
    assert held.facts["uses"] == Name(f"6 × {STANDS}", f"{STANDS} 6")
    assert (held.facts["start"], held.facts["end"]) == ("2026-02-10T03:30:00Z", "2026-02-12T15:30:00Z")
    assert "K9.due" not in ways(conflict)
    assert hours(ways(conflict)["K8.due"].to) == 120
    assert ways(conflict)["counter"].to == ExtraCapacity(at(28), at(76), 10, 8)


def test_the_clock_does_not_move_what_has_an_adopted_time():
    found = scheduled(nankai(), {"K1": 2, "K2": 5, "K3": 12, "K4": 12, "K9": 12})
    assert hours(ways(only_conflict(found, now=at(14), nation="JPN"))["K8.due"].to) == 120


def test_a_chain_is_told_as_one_item_and_needs_no_solver_word():
    tasks = (task("A", 4, earliest=2), task("B", 4, after=("A",)), task("C", 4, after=("B",), due=13))
    conflict = only_conflict(plan(*tasks))
    assert [i.field for i in conflict.items] == ["C.due", "C.after", "A.earliest"]
    assert [i.kind for i in conflict.items] == ["due", "after", "earliest"]
    assert conflict.items[1].told.facts["hours"] == 12
    assert conflict.told.key == "plan-conflict-time"
    found = ways(conflict)
    assert hours(found["C.due"].to) == 14
    assert (hours(found["A.earliest"].to), found["A.earliest"].delta_min) == (1, -60)
    assert (found["C.after.B"].to, found["C.after.B"].delta_min) == (-60, -60)


def test_a_unit_that_is_late_is_the_reason():
    found = plan(task("A", 4, uses={"u": 1}, due=6), resources=(resource("u", ready=at(1)),), delays={"u": 180})
    conflict = only_conflict(found)
    assert [i.field for i in conflict.items] == ["A.due", "u.delay"]
    assert [w.change for w in conflict.ways_out] == ["A.due", "u.delay"]
    assert [hours(w.to) for w in conflict.ways_out] == [8, 2]


def test_no_place_that_is_open_in_time():
    closed = Place(id="north", closed=(Period(at(0), at(60)),), reason="flooded")
    found = plan(task("A", 3, at=("north",), due=12), places=(closed,))
    conflict = only_conflict(found)
    assert [(i.field, i.kind) for i in conflict.items] == [("A.due", "due"), ("A.at.north", "closed")]
    assert conflict.items[1].told.facts["status"] == "flooded"
    other = change(found, "A", at=("north", "south"))
    result = check(msgspec.structs.replace(other, places=(closed, Place(id="south"))))
    assert result.feasible
    assert [(p.task, p.place, p.told.key) for p in result.places] == [("A", "south", "plan-place-instead")]


def test_places_are_told_beside_a_conflict_too():
    flooded = Place(id="kochi_ap", closed=(Period(at(5), at(60)),), reason="flooded")
    found = nankai()
    places = tuple(flooded if p.id == "kochi_ap" else p for p in found.places)
    result = check(msgspec.structs.replace(found, places=places))
    assert not result.feasible
    assert [(p.task, p.place, p.told.facts["status"]) for p in result.places] == [("K2", "kochi_port", "flooded")]


def test_a_place_that_was_adopted_is_told_beside_a_conflict_though_the_first_would_do_too():
    found = nankai()
    landed = tuple(
        msgspec.structs.replace(t, start=at(6), place="kochi_port") if t.id == "K2" else t for t in found.tasks
    )
    result = check(msgspec.structs.replace(found, tasks=landed))
    assert not result.feasible
    assert [(p.task, p.place) for p in result.places] == [("K2", "kochi_port")]


def test_two_conflicts_are_both_told_and_neither_cures_the_other():
    first = (task("A", 4, uses={"r": 1}, due=6), task("B", 4, uses={"r": 1}, due=6))
    second = (task("C", 9, earliest=3, due=8),)
    result = check(plan(*first, *second, resources=(resource("r"),)))
    assert sorted(tuple(i.field for i in c.items) for c in result.conflicts) == [
        ("A.due", "B.due", "r.capacity"),
        ("C.due",),
    ]
    assert not any(w.alone for c in result.conflicts for w in c.ways_out)


def test_the_smallest_of_several_sets_is_told():
    """Three tasks on one berth, of which two alone do not fit: the third is not named."""
    tasks = [task(k, 4, uses={"berth": 1}, due=d) for k, d in (("A", 20), ("B", 6), ("C", 6))]
    conflict = only_conflict(plan(*tasks, resources=(resource("berth", kind="place"),)))
    assert [i.field for i in conflict.items] == ["B.due", "C.due", "berth.capacity"]


def test_constraints_bring_their_authors_reason():
    rule = StartTogether(id="meet", tasks=("A", "B"), why=Name("hand-over", "引き渡し"))
    found = plan(task("A", 1, due=3), task("B", 1, earliest=5), constraints=(rule,))
    conflict = only_conflict(found)
    assert {i.field: i.why for i in conflict.items}["meet"] == Name("hand-over", "引き渡し")


def test_crew_rest_is_a_fact_of_its_own():
    crew = resource("crew", calendar=Calendar(duty_min=360, rest_min=600))
    tasks = (task("A", 5, uses={"crew": 1}, due=12), task("B", 5, uses={"crew": 1}, due=12))
    conflict = only_conflict(plan(*tasks, resources=(crew,)))
    assert "crew.calendar" in {i.field for i in conflict.items}


def test_a_committed_task_is_held_and_an_adopted_one_is_not():
    tasks = (task("A", 4, uses={"r": 1}, start=0, due=20), task("B", 4, uses={"r": 1}, due=5))
    found = plan(*tasks, resources=(resource("r"),))
    assert check(found).feasible
    conflict = only_conflict(change(found, "A", status="committed"))
    assert [i.field for i in conflict.items] == ["B.due", "A.held", "r.capacity"]


def test_what_the_adopted_times_break_is_told_even_if_others_would_do():
    tasks = (task("A", 4, uses={"r": 1}, start=0), task("B", 4, uses={"r": 1}, start=2))
    result = check(plan(*tasks, resources=(resource("r"),)))
    assert result.feasible
    assert [m.key for m in result.broken] == ["plan-broken-capacity"]


def test_cancelled_tasks_take_no_part():
    assert check(change(nankai(), "K8", status="cancelled")).feasible
    assert nankai().origin == H
