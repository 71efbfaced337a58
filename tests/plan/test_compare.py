"""Two plans side by side: what moved, what is late, every level; and the edits between two documents."""

from datetime import timedelta

import msgspec

from renkei.kernel.label import WITHHELD
from renkei.kernel.names import Name
from renkei.plan.constraint import After, Deadline, Hold
from renkei.plan.edits import edits, said
from renkei.plan.engine.compare import compare
from renkei.plan.model import Asked, Duration, Phase, Use
from tests.plan.plans import at, change, plan, resource, task

TASKS = (
    task("a", 2, start=0, due=3, priority=1),
    task("b", 4, start=2, after=("a",), due=7, status="committed", owner="USA"),
    task("c", 1, start=8, after=("b",), needs_grant="R1"),
)


def test_a_plan_does_not_differ_from_itself():
    found = compare(plan(*TASKS), plan(*TASKS))
    assert (found.tasks, found.edits, found.before == found.after) == ((), (), True)


def test_moves_lateness_and_levels():
    before = plan(*TASKS, resources=(resource("r", 1),))
    after = change(change(before, "b", start=at(4)), "a", start=at(2))
    found = compare(before, after)
    assert [(c.task, c.owner, c.shift_min, c.after.late_min, c.moved) for c in found.tasks] == [
        ("a", "JPN", 120, 60, True),
        ("b", "USA", 120, 60, True),
    ]
    worth = found.after
    assert (worth.committed_moved, worth.moved, worth.shift_min, worth.shift_most_min) == (1, 2, 240, 120)
    assert (worth.late, worth.late_min, worth.urgent_late, worth.grants) == (2, 120, 1, 1)
    assert (found.before.late, found.before.urgent_late, found.before.moved) == (0, 0, 0)
    assert (found.before.slack_min, worth.slack_min) == (0, 0)
    assert (found.before.makespan_min, worth.makespan_min) == (9 * 60, 7 * 60)
    assert (found.edits, worth.broken) == ((), ())


def test_tasks_of_one_plan_alone_and_broken_times():
    unit = (resource("r", 1),)
    uses = (Use("r"),)
    both = tuple(msgspec.structs.replace(t, uses=uses) for t in TASKS[:2])
    found = compare(
        plan(*both, resources=unit), plan(TASKS[2], msgspec.structs.replace(both[1], start=at(0), after=()))
    )
    assert [(c.task, c.before is None, c.after is None, c.moved) for c in found.tasks] == [
        ("a", False, True, False),
        ("b", False, False, True),
        ("c", True, False, False),
    ]
    overlapping = plan(both[0], msgspec.structs.replace(both[1], start=at(0), after=()), resources=unit)
    assert len(compare(overlapping, overlapping).before.broken) == 1


def test_grants_that_are_accepted_and_tasks_without_a_time():
    found = plan(*TASKS, requests={"R1": Asked("JPN", "USA", "accepted")})
    assert compare(found, found).before.grants == 0
    untimed = change(found, "a", start=None)
    worth = compare(found, untimed).after
    assert (worth.placed, worth.tasks, worth.urgent_late) == (2, 3, 1)
    links = (
        After(id="l", task="b", of="a", lag_min=-60),
        After(id="m", task="b", of="a", task_point="end", of_point="start"),
    )
    linked = plan(*(msgspec.structs.replace(t, after=()) for t in TASKS), constraints=links)
    assert compare(linked, linked).before.slack_min == 6 * 60


def test_edits_name_object_field_and_values():
    before = plan(*TASKS, phases=(Phase(id="p"),), constraints=(Deadline(id="d", task="a", latest=at(9)),))
    after = change(before, "a", duration=Duration(60, 30, 90), due=WITHHELD, name=Name("A", ""))
    after = msgspec.structs.replace(
        after, constraints=(Hold(id="d", task="a", start=at(0)),), phases=(), title=Name("T")
    )
    found = {(e.part, e.id, e.field): (e.before, e.after) for e in edits(before, after)}
    assert list(found) == [
        ("plan", "plan", "title"),
        ("task", "a", "duration"),
        ("task", "a", "name"),
        ("task", "a", "due"),
        ("phase", "p", ""),
        ("constraint", "d", ""),
    ]
    assert found["task", "a", "due"] == ("2026-02-09T18:30:00Z", "withheld")
    assert said(found["task", "a", "duration"][1]) == "30/60/90 min"
    assert [said(v) for v in found["phase", "p", ""]] == ["id: p", "–"]
    assert said([{"resource": "r", "quantity": 2}]) == "2 × r"
    assert said(at(0) + timedelta(hours=1)) == "2026-02-09T16:30:00Z"
