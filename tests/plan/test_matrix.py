"""The matrix as values: bars, lanes, capacities over time, what is late, what can be taken back."""

from datetime import timedelta

import msgspec

from renkei.forces.events import UnitDelayed
from renkei.kernel.label import WITHHELD, Label
from renkei.kernel.names import Name
from renkei.plan import events, project
from renkei.plan.matrix import matrix_view
from renkei.plan.model import AddPhase, Phase, UndoChange
from renkei.requests.events import Content, Move, RequestDrafted, RequestSent
from tests.plan.folded import BOTH, Log
from tests.plan.plans import H, at, task
from tests.plan.test_decide import add, ask, beach, edit, move


def seen(log, nation="JPN", hours=0):
    return matrix_view(log.state, len(log.events), nation, at(hours))


def bar(log, key, nation="JPN", hours=0):
    return next(b for b in seen(log, nation, hours).bars if b.task == key)


def test_screens_count_from_this_hour_until_the_plan_has_a_time():
    late = at(5) + timedelta(minutes=47)
    assert matrix_view(Log().state, 0, "JPN", late).t0 == late.replace(minute=0)
    assert seen(beach(), hours=90).t0 == H


def test_bars_carry_times_owners_and_labels():
    log = beach()
    move(log, "J", 0)
    found = bar(log, "J")
    assert (found.start, found.end, found.duration_min, found.due) == (at(0), at(4), 240, at(40))
    assert (found.own, found.owner, found.rel_to, found.conflict) == (True, "JPN", BOTH, False)
    assert found.version == log.version("task:J")
    assert [(u.resource, u.quantity) for u in found.uses] == [("beach", 1), ("jp", 1)]
    other = bar(log, "J", "USA")
    assert (other.own, other.lane) == (False, "unit:jp")


def test_a_bar_says_which_of_its_own_fields_are_kept_back():
    log = beach()
    log.record(events.TaskCancelled("J"), "JPN", Label("JPN", rel_to=BOTH, withhold=("due", "uses")))
    assert bar(log, "J").withhold == ("due", "uses")
    assert bar(log, "J", "USA").withhold == ()
    assert bar(log, "U").withhold == ()


def test_every_task_unit_phase_and_wish_counts_for_the_marking():
    log = beach()
    assert [bar.task for bar in seen(log).bars] == ["J", "U"]
    tasks, resources = [BOTH, BOTH], {"beach": BOTH, "jp": ("JPN",), "us": BOTH}
    assert list(seen(log).labels) == [*tasks, *resources.values()]
    assert list(seen(log, "USA").labels) == [*tasks, BOTH, BOTH, ("USA",)]
    log.act(AddPhase(phase=Phase(id="P1", name=Name("Rescue", "救難"))))
    log.record(events.TaskCancelled("J"), "JPN", Label("JPN", rel_to=BOTH, withhold=("due",)))
    log.record(RequestDrafted("R9", wish()), "JPN")
    assert list(seen(log).labels) == [("JPN",), BOTH, *resources.values(), ("JPN",), ("JPN",)]
    log.record(RequestSent("R9", wish()), "JPN")
    assert seen(log).labels[-1] == BOTH


def wish():
    """JPN asks USA to move U."""
    move_to = Move("U", at(20), at(24))
    return Content(need=Name("move U"), channel="JPN->USA", asker="JPN", provider="USA", move=move_to)


def test_own_lanes_come_first():
    log = beach()
    log.act(add("S"))
    found = seen(log)
    assert [(lane.id, lane.own) for lane in found.lanes] == [
        ("unit:jp", True),
        ("nation:JPN", True),
        ("unit:us", False),
    ]
    assert [lane.id for lane in seen(log, "USA").lanes] == ["unit:us", "unit:jp", "unknown:JPN"]


def test_what_breaks_a_fact_is_marked():
    log = beach()
    log.act(edit(log, "J", earliest=at(6)))
    move(log, "J", 0)
    assert bar(log, "J").conflict
    assert not bar(log, "U").conflict


def test_own_slack_is_what_time_alone_leaves_and_followers_move_along():
    log = beach()
    log.act(add("L", 4, after=("J",), due=20))
    move(log, "J", 0)
    move(log, "L", 4)
    assert (bar(log, "J").slack_min, bar(log, "L").slack_min) == (12 * 60, 12 * 60)
    log.act(edit(log, "L", due=None))
    assert bar(log, "J").slack_min == 36 * 60


def test_a_partners_slack_is_nobodys_and_one_without_a_bound_is_none():
    log = beach()
    move(log, "J", 0)
    assert bar(log, "J", "USA").slack_min is None
    log.act(edit(log, "J", due=None))
    assert bar(log, "J").slack_min is None


def test_what_waits_for_us_at_the_partner_bounds_our_slack():
    log = beach()
    log.act(add("W", 2, after=("J",), due=50), "USA", rel_to=BOTH)
    move(log, "W", 6, "USA")
    move(log, "J", 0)
    assert bar(log, "J").slack_min == 2 * 60


def test_a_delay_makes_what_follows_late_and_its_request_at_risk():
    log = beach()
    log.act(add("V", 4, after=("U",), due=20, answers="R6"), "USA", rel_to=BOTH)
    move(log, "V", 14, "USA")
    assert (bar(log, "V").late_min, bar(log, "V").at_risk) == (0, False)
    log.record(UnitDelayed("us", 13 * 60), "USA")
    assert (bar(log, "V").late_min, bar(log, "V").at_risk, bar(log, "V").conflict) == (60, True, False)
    assert {key: bar(log, key).slip_min for key in "JUV"} == {"J": 0, "U": 180, "V": 180}


def test_grants_are_told_in_a_word():
    log = beach()
    assert bar(log, "U").grant == "none"
    ask(log)
    assert bar(log, "U").grant == "asked"
    accepted = beach()
    ask(accepted, "accepted", total=2)
    assert bar(accepted, "U").grant == "granted"
    declined = beach()
    ask(declined, "declined")
    assert bar(declined, "U").grant == "refused"


def test_a_withheld_due_time_is_said_to_be_withheld():
    log = beach()
    hidden = msgspec.structs.replace(task("P", 2, owner="USA"), due=WITHHELD, earliest=WITHHELD)
    log.record(events.TaskAdded(**{f: getattr(hidden, f) for f in hidden.__struct_fields__}), "USA")
    found = bar(log, "P")
    assert (found.due, found.earliest, found.start) == ("withheld", "withheld", None)
    assert msgspec.to_builtins(found)["due"] == "withheld"


def test_places_show_capacity_and_use_over_time():
    log = beach()
    ask(log, "accepted", total=2)
    (row,) = seen(log).places
    assert msgspec.json.decode(msgspec.json.encode(row.profile)) == [
        [None, "2026-02-09T15:30:00Z", 1, 0],
        ["2026-02-09T15:30:00Z", "2026-02-10T01:30:00Z", 2, 0],
        ["2026-02-10T01:30:00Z", "2026-02-10T05:30:00Z", 2, 1],
        ["2026-02-10T05:30:00Z", "2026-02-13T19:30:00Z", 2, 0],
        ["2026-02-13T19:30:00Z", None, 1, 0],
    ]


def test_a_wish_is_a_ghost_beside_the_unchanged_bar():
    log = beach()
    move(log, "J", 0)
    content = Content(Name("move"), "USA->JPN", "USA", "JPN", move=Move("J", at(20), at(24)))
    log.record(RequestDrafted("W", content), "USA")
    assert [(g.task, g.start, g.by, g.state) for g in seen(log).ghosts] == [("J", at(20), "USA", "drafted")]
    log.record(RequestSent("W", content), "USA")
    assert [g.state for g in seen(log).ghosts] == ["asked"]
    assert bar(log, "J").start == at(0)


def test_own_changes_can_be_taken_back_newest_first():
    log = beach()
    log.act(edit(log, "J", due=at(50)))
    log.act(add("K"))
    found = seen(log).undo
    assert [u.task for u in found] == ["K", "J"]
    log.act(UndoChange(task=found[1].task, change=found[1].change))
    assert log.state.tasks["J"].due == at(40)
    assert [u.task for u in seen(log, "USA").undo] == ["U"]


def test_times_of_the_plan_lie_inside_the_horizon():
    log = beach()
    log.act(AddPhase(phase=Phase(id="p", start=at(0), end=at(90))))
    found = seen(log, hours=3)
    assert (found.t0, found.now, found.horizon) == (H, at(3), (at(-6), at(96)))
    assert [(p.id, p.start) for p in found.phases] == [("p", at(0))]


def test_an_empty_plan_has_an_empty_matrix():
    found = matrix_view(project.empty(), 0, "JPN", H)
    assert (found.bars, found.lanes, found.undo) == ((), (), ())


def test_the_end_of_what_is_under_way_is_what_is_expected():
    log = beach()
    log.record(events.TaskReported("J", "started", at(1)))
    assert bar(log, "J").end == at(5)
    log.record(events.TaskReported("J", "delayed", at(9)))
    assert bar(log, "J").end == at(9)
    log.record(events.TaskReported("J", "finished", at(8)))
    assert (bar(log, "J").end, bar(log, "J").status) == (at(8), "done")
