"""The peers of a repair answer what is known of a small plan, and the slip is that of the busiest asset."""

from datetime import timedelta

from benchmarks.plan_made import at, slipped
from benchmarks.repair import ours, table
from benchmarks.repair_peers import moves_only, one_model, push_right, re_solve, relaxed
from renkei.plan.model import Duration, Plan, Resource, Task, Use


def task(key, unit, start, length, due=None):
    rest = {"owner": "JPN", "name": None, "at": (), "modes": (), "after": (), "earliest": None, "phase": None}
    rest |= {"answers": None, "needs_grant": None, "priority": 3, "due": at(due) if due else None}
    return Task(id=key, duration=Duration(15 * length), uses=(Use(unit),), start=at(start), **rest)


TASKS = (
    *(task(f"S{n}", "ship", 10 * n, 8, due=40) for n in range(5)),
    *(task(f"A{n}", "air", 10 * n, 2) for n in range(5)),
)


def planned():
    units = tuple(Resource(id=u, owner="JPN", capacity=1) for u in ("air", "ship"))
    return Plan(origin=at(0), tasks=TASKS, resources=units)


def test_the_busiest_asset_is_out_when_one_of_its_tasks_begins():
    for seed in range(5):
        late, now, unit = slipped(planned(), seed)
        assert (unit, now in {at(10), at(20)}) == ("ship", True)
        out = next(r for r in late.resources if r.id == "ship").periods
        assert [(p.start, p.end - p.start, p.capacity) for p in out] == [(now, timedelta(hours=6), 0)]
        assert {t.id for t in late.tasks if t.status == "executing"} == {t.id for t in TASKS if t.start < now}


def test_every_peer_answers_what_is_known():
    late, now, _unit = slipped(planned(), 0)
    problem, base, dues = relaxed(late, now)
    ship = next(n for n, r in enumerate(problem.resources) if r.id == "ship")
    first = round((now - at(0)).total_seconds() / 60)
    hit = sum(t.uses[0].resource == "ship" and now <= t.start < now + timedelta(hours=6) for t in late.tasks)
    found = ours(late, now, 5.0)
    assert (found["moves"], found["certified"]) == (hit, True)
    row = {"case": "10/0", "tasks": 10, "seed": 0, "open": 5, "child_first_s": 1.0, "child_peak_mb": 100} | found
    for peer in (one_model, moves_only, re_solve):
        row |= peer(problem, base, dues, 5.0)
    assert (row["one_model_moves"], row["one_model_answer"], row["moves_only_moves"]) == (hit, "optimal", hit)
    row |= push_right(problem, base, first + 360, ship)
    assert (row["push_right_moves"], row["push_right_breaks"]) == (sum(t.start >= now for t in TASKS[:5]), 0)
    row |= {"utilisation": 0.5, "joint_starts": 0, "tasks_at_shared_ports": 0}
    assert "moves proved fewest 1/1" in table([row])
