"""What may happen to the plan, and to whom it is refused."""

import msgspec
import pytest

from renkei.forces.events import UnitDelayed
from renkei.kernel.errors import Conflict, Refused
from renkei.kernel.label import Label
from renkei.kernel.names import Name
from renkei.plan import decide
from renkei.plan.constraint import Deadline, MaxMoves, Period
from renkei.plan.engine import jobs
from renkei.plan.engine.repair import Slip, repair
from renkei.plan.model import (
    AcceptSequence,
    AddConstraint,
    AddDecision,
    AddPhase,
    AddPlace,
    AddResource,
    AddTask,
    AdoptPlan,
    CancelTask,
    CapacityPeriod,
    CommitTask,
    Decision,
    Duration,
    EditTask,
    Miss,
    MoveTask,
    Phase,
    Place,
    Placed,
    RemoveConstraint,
    ReportTask,
    Sequence,
    SetCapacity,
    StartPlan,
    UndoChange,
    Use,
)
from renkei.requests.events import ActTaken, Ask, Content, RequestSent, Terms
from tests.plan.folded import BOTH, ROLES, Log
from tests.plan.plans import H, at, resource


def add(key, dur=2, **fields):
    """A command to add a task, in hours."""
    times = {f: at(fields.pop(f)) for f in ("earliest", "due") if f in fields}
    return AddTask(task=key, duration=Duration(dur * 60), name=Name(key, key), **times, **fields)


def beach():
    """A landing site of JPN that takes one, a unit of each nation, and a task of each on the beach."""
    log = Log()
    log.act(StartPlan(plan="p", title=Name("Plan", "計画"), origin=H))
    log.act(AddResource(resource=resource("beach", kind="place")), rel_to=BOTH)
    log.act(AddResource(resource=resource("jp", 2)))
    log.act(AddResource(resource=resource("us", 2, owner="USA")), "USA")
    log.act(add("J", 4, uses=(Use("beach"), Use("jp")), due=40), rel_to=BOTH)
    log.act(add("U", 4, uses=(Use("beach"), Use("us")), due=40, needs_grant="R"), "USA", rel_to=BOTH)
    move(log, "U", 10, "USA")
    return log


def move(log, key, start, nation="JPN", **how):
    return log.act(MoveTask(task=key, based_on=log.version(f"task:{key}"), start=at(start)), nation, **how)


def refused(log, command, nation="JPN", **how):
    with pytest.raises(Refused) as refusal:
        log.act(command, nation, **how)
    return refusal.value.key


def edit(log, key, **fields):
    return EditTask(task=key, based_on=log.version(f"task:{key}"), **fields)


def adopt(log, *schedule, misses=()):
    """A command to adopt a schedule made from the plan as it stands."""
    return AdoptPlan(based_on=log.state.plan().versions_of(schedule), schedule=schedule, misses=misses)


def test_nobody_tasks_the_partner_in_any_way():
    log = beach()
    mine = log.version("task:U")
    commands = [
        add("X", owner="USA"),
        EditTask(task="U", based_on=mine, due=None),
        CancelTask(task="U", based_on=mine),
        MoveTask(task="U", based_on=mine, start=at(20)),
        CommitTask(task="U", based_on=mine),
        ReportTask(task="U", report="started", at=at(0)),
        AdoptPlan(based_on={"U": mine}, schedule=(Placed("U", at(20), at(24)),)),
        UndoChange(task="U", change=mine),
    ]
    assert {type(c).__name__: refused(log, c) for c in commands} == {
        type(c).__name__: "plan-partner-task" for c in commands
    }
    units = [
        add("X", uses=(Use("us"),)),
        edit(log, "J", uses=(Use("us"),)),
        SetCapacity(resource="us", based_on=log.version("resource:us"), capacity=1),
        AddResource(resource=resource("other", owner="USA")),
    ]
    assert [refused(log, c) for c in units] == ["plan-partner-unit"] * 4
    assert log.state.tasks["U"].start == at(10)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (add("J"), "plan-id-taken"),
        (add("x" * 129), "plan-id-length"),
        (AddTask(task="X", duration=Duration(60), name=Name(" ", "")), "plan-name-empty"),
        (add("X", dur=-1), "plan-duration"),
        (AddTask(task="X", duration=Duration(60, 90, 120), name=Name("x")), "plan-duration"),
        (add("X", dur=400 * 24 + 1), "plan-duration"),
        (add("X", uses=(Use("nothing"),)), "plan-unknown-resource"),
        (add("X", uses=(Use("jp", 0),)), "plan-quantity"),
        (add("X", after=("nothing",)), "plan-unknown-task"),
        (add("X", after=("X",)), "plan-unknown-task"),
        (add("X", after=("J",) * 501), "plan-named-most"),
        (AddResource(resource=resource("jp")), "plan-id-taken"),
        (AddResource(resource=resource("n", -1)), "plan-quantity"),
        (AddResource(resource=resource("n", periods=(CapacityPeriod(at(2), at(2), 1),))), "plan-period"),
        (AddConstraint(constraint=Deadline(id="c", task="U", latest=at(4))), "plan-constraint-not-own"),
        (AddConstraint(constraint=Deadline(id="c", task="nothing", latest=at(4))), "plan-unknown-task"),
        (RemoveConstraint(constraint="c", based_on="e"), "plan-unknown-constraint"),
        (StartPlan(plan="p", title=Name(), origin=H), "plan-already-started"),
        (ReportTask(task="J", report="finished", at=at(0)), "plan-report-not-now"),
        (ReportTask(task="J", report="started", at=at(1)), "plan-report-future"),
        (AcceptSequence(sequence=Sequence("beach", "J", "nothing")), "plan-unknown-task"),
        (AcceptSequence(sequence=Sequence("jp", "J", "U")), "plan-sequence-not-shared"),
    ],
)
def test_what_makes_no_sense_is_refused(command, key):
    assert refused(beach(), command) == key


def test_each_thing_is_named_once():
    log = beach()
    for command in (
        AddPlace(place=Place(id="a")),
        AddPhase(phase=Phase(id="a")),
        AddDecision(decision=Decision(id="a")),
        AddConstraint(constraint=MaxMoves(id="a", at_most=1)),
    ):
        log.act(command)
        assert refused(log, command) == "plan-id-taken"


def test_a_change_based_on_an_old_version_conflicts():
    log = beach()
    old = log.version("task:J")
    log.act(edit(log, "J", due=at(50)))
    with pytest.raises(Conflict) as conflict:
        log.act(EditTask(task="J", based_on=old, due=None))
    assert (conflict.value.key, conflict.value.facts) == ("plan-stale", {"object": "J"})


def test_an_edit_changes_what_it_names_and_keeps_the_rest_and_the_label():
    log = beach()
    log.act(edit(log, "J", due=at(50)))
    task = log.state.tasks["J"]
    assert (task.due, task.uses, task.name) == (at(50), (Use("beach"), Use("jp")), Name("J", "J"))
    assert log.events[-1][0].label == Label("JPN", rel_to=BOTH)


def test_moving_onto_the_partner_waits_for_a_sequence_that_both_accept():
    log = beach()
    assert refused(log, MoveTask(task="J", based_on=log.version("task:J"), start=at(12))) == "plan-sequence-needed"
    assert refused(log, MoveTask(task="J", based_on=log.version("task:J"), start=at(7))) == "plan-sequence-needed"
    log.act(AcceptSequence(sequence=Sequence("beach", "J", "U")))
    assert refused(log, MoveTask(task="J", based_on=log.version("task:J"), start=at(7))) == "plan-sequence-needed"
    log.act(AcceptSequence(sequence=Sequence("beach", "J", "U")), "USA")
    move(log, "J", 7)
    assert log.state.tasks["J"].start == at(7)
    assert [s.first for s in log.state.plan().sequences] == ["J"]
    move(log, "J", 14)
    assert log.state.tasks["J"].start == at(14)


def test_the_past_is_no_place_for_a_task():
    log = beach()
    assert refused(log, MoveTask(task="J", based_on=log.version("task:J"), start=at(2)), hours=3) == "plan-start-past"


def ask(log, state="asked", total=None):
    content = Content(Name("parking"), "USA->JPN", "USA", "JPN", asks=Ask("beach", 1), for_task="U")
    sent = log.record(RequestSent("R", content), "USA")
    terms = Terms("beach", total=total, start=at(0), end=at(100)) if total else None
    if state == "accepted":
        counter = log.record(ActTaken("R", "counter", "JPN", (sent,), terms), "JPN")
        log.record(ActTaken("R", "accept", "USA", (counter,)), "USA")
    elif state == "declined":
        log.record(ActTaken("R", "decline", "JPN", (sent,)), "JPN")
    elif state == "withdrawn":
        log.record(ActTaken("R", "withdraw", "USA", (sent,)), "USA")


@pytest.mark.parametrize(
    ("state", "told"),
    [(None, "none"), ("asked", "asked"), ("declined", "refused"), ("withdrawn", "withdrawn")],
)
def test_what_hangs_on_a_request_is_not_committed_before_it_is_accepted(state, told):
    log = beach()
    if state:
        ask(log, state)
    with pytest.raises(Refused) as refusal:
        log.act(CommitTask(task="U", based_on=log.version("task:U")), "USA")
    assert refusal.value.key == "plan-grant-missing"
    assert refusal.value.facts == {"task": "U", "request": "R", "state": told}


def test_it_is_committed_once_the_request_is_accepted_and_then_held():
    log = beach()
    ask(log, "accepted", total=1)
    log.act(CommitTask(task="U", based_on=log.version("task:U")), "USA")
    assert log.state.tasks["U"].status == "committed"
    planner = {"roles": frozenset({"planner"})}
    assert refused(log, edit(log, "U", due=at(90)), "USA", **planner) == "plan-committed-held"
    assert refused(log, UndoChange(task="U", change=log.version("task:U")), "USA", **planner) == "plan-committed-held"
    again = CommitTask(task="U", based_on=log.version("task:U"))
    assert refused(log, again, "USA") == "plan-already-committed"


def test_what_has_no_time_or_breaks_a_fact_is_not_committed():
    log = beach()
    assert refused(log, CommitTask(task="J", based_on=log.version("task:J"))) == "plan-not-scheduled"
    log.act(add("K", 4, uses=(Use("jp", 2),)))
    log.act(edit(log, "J", uses=(Use("jp"),)))
    move(log, "J", 0)
    move(log, "K", 2)
    with pytest.raises(Refused) as refusal:
        log.act(CommitTask(task="K", based_on=log.version("task:K")))
    assert (refusal.value.key, refusal.value.facts["field"]) == ("plan-commit-broken", "jp.capacity")


def test_a_task_runs_when_it_is_reported():
    log = beach()
    log.act(ReportTask(task="J", report="delayed", at=at(6)), hours=1)
    assert log.state.progress["J"].expected == at(6)
    log.act(ReportTask(task="J", report="started", at=at(1)), hours=2)
    assert (log.state.tasks["J"].status, log.state.tasks["J"].start) == ("executing", at(1))
    assert refused(log, edit(log, "J", due=None), hours=2) == "plan-task-closed"
    assert refused(log, UndoChange(task="J", change=log.version("task:J")), hours=2) == "plan-undo-report"
    end = ReportTask(task="J", report="finished", at=at(0))
    assert refused(log, end, hours=2) == "plan-report-before-start"
    log.act(ReportTask(task="J", report="finished", at=at(4)), hours=4)
    assert log.state.tasks["J"].status == "done"
    assert refused(log, ReportTask(task="J", report="delayed", at=at(9)), hours=4) == "plan-report-not-now"


def test_a_schedule_is_adopted_under_each_tasks_own_label():
    log = beach()
    log.act(add("K", uses=(Use("jp"),)))
    schedule = (Placed("J", at(0), at(4)), Placed("K", at(1), at(3)))
    log.act(adopt(log, *schedule))
    assert log.kinds()[-3:] == ["PlanAdopted", "TaskScheduled", "TaskScheduled"]
    labels = {e.label.rel_to for e, _ in log.events[-3:-2]}, [e.label.rel_to for e, _ in log.events[-2:]]
    assert labels == ({()}, [BOTH, ()])
    assert {k: log.state.tasks[k].start for k in "JK"} == {"J": at(0), "K": at(1)}


@pytest.mark.parametrize(
    ("placed", "key"),
    [
        (Placed("J", at(10), at(14)), "plan-adopt-broken"),
        (Placed("J", at(38), at(42)), "plan-adopt-broken"),
        (Placed("J", at(0), at(5)), "plan-adopt-duration"),
        (Placed("J", at(0), at(4), "nowhere"), "plan-no-such-way"),
        (Placed("J", at(-2), at(2)), "plan-start-past"),
        (Placed("nothing", at(0), at(4)), "plan-unknown-task"),
    ],
)
def test_a_schedule_that_does_not_hold_is_not_adopted(placed, key):
    log = beach()
    assert refused(log, adopt(log, placed)) == key


def test_what_should_have_begun_goes_elsewhere_from_now_on_and_not_in_the_past():
    log = Log()
    log.act(StartPlan(plan="p", title=Name("Plan", "計画"), origin=H))
    log.act(AddPlace(place=Place(id="a")))
    log.act(AddPlace(place=Place(id="b")))
    log.act(add("J", 4, at=("a", "b"), due=40))
    log.act(adopt(log, Placed("J", at(1), at(5), "a")))
    assert refused(log, adopt(log, Placed("J", at(1), at(5), "b")), hours=2) == "plan-start-past"
    held = msgspec.structs.replace(
        log.state.plan(), places=(Place(id="a", closed=(Period(at(0), None),)), Place(id="b"))
    )
    found = jobs.solve(held, at(2), "JPN")
    assert [(p.start, p.place) for p in found.schedule] == [(at(2), "b")]
    kept = jobs.solve(log.state.plan(), at(2), "JPN")
    assert [(p.start, p.place) for p in kept.schedule] == [(at(1), "a")]


def test_a_schedule_that_moves_a_task_changed_since_conflicts():
    log = beach()
    older = adopt(log, Placed("J", at(0), at(4)))
    log.act(edit(log, "J", due=at(50)))
    with pytest.raises(Conflict):
        log.act(older)


def test_a_schedule_of_a_task_whose_version_is_not_told_conflicts():
    with pytest.raises(Conflict):
        beach().act(AdoptPlan(based_on={}, schedule=(Placed("J", at(0), at(4)),)))


def test_what_a_partner_changes_meanwhile_is_verified_anew_and_does_not_stop_a_schedule_that_still_holds():
    log = beach()
    older = adopt(log, Placed("J", at(0), at(4)))
    move(log, "U", 20, "USA")
    log.act(older)
    assert log.state.tasks["J"].start == at(0)


def test_a_missed_due_time_is_adopted_only_if_it_is_said():
    log = beach()
    placed = Placed("J", at(38), at(42))
    told = Miss("J", at(40), at(42), 120, "JPN")
    less = msgspec.structs.replace(told, by_min=60)
    understated = adopt(log, placed, misses=(less,))
    assert refused(log, understated) == "plan-adopt-broken"
    log.act(adopt(log, placed, misses=(told,)))
    assert log.events[-2][1].misses == (told,)


def test_a_repair_can_be_adopted_as_it_is_offered():
    log = beach()
    move(log, "J", 0)
    log.act(add("L", 4, after=("J",), due=9))
    move(log, "L", 4)
    log.record(UnitDelayed("jp", 180))
    found = repair(log.state.plan(), at(0), "JPN", Slip())
    option = found.options[0]
    log.act(AdoptPlan(based_on=found.based_on, schedule=option.schedule, misses=option.misses))
    assert {k: log.state.tasks[k].start for k in "JLU"} == {"J": at(3), "L": at(7), "U": at(10)}
    assert [(m.task, m.by_min) for m in option.misses] == [("L", 120)]


def test_undo_gives_back_the_old_values_by_a_new_event():
    log = beach()
    log.act(edit(log, "J", due=at(50)))
    log.act(UndoChange(task="J", change=log.version("task:J")))
    assert log.state.tasks["J"].due == at(40)
    assert log.kinds()[-1] == "TaskEdited"
    log.act(add("K"))
    log.act(UndoChange(task="K", change=log.version("task:K")))
    assert log.state.tasks["K"].status == "cancelled"
    with pytest.raises(Conflict):
        log.act(UndoChange(task="J", change="older"))


def test_a_constraint_is_taken_back_by_who_set_it():
    log = beach()
    log.act(AddConstraint(constraint=Deadline(id="c", task="J", latest=at(30))))
    command = RemoveConstraint(constraint="c", based_on=log.version("constraint:JPN:c"))
    assert refused(log, command, "USA") == "plan-partner-constraint"
    log.act(command)
    assert log.state.constraints == {}


def test_who_may_give_which_command():
    roles = {command.__name__: sorted(row.roles) for command, row in decide.DECISIONS.items()}
    assert roles["CommitTask"] == ["commander"]
    assert roles["ReportTask"] == ["watch_officer"]
    assert roles["AddTask"] == ["planner"]
    assert roles["AdoptPlan"] == ["commander", "planner"]
    assert set().union(*map(set, roles.values())) == ROLES
