"""Whom a constraint binds: no nation orders the other's tasks, units or stocks by setting a constraint."""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.errors import Conflict, Refused
from renkei.kernel.names import Name
from renkei.plan import constraint as kinds
from renkei.plan.binding import bound_nations, in_force
from renkei.plan.constraint import After, Deadline, MaxMoves, StartTogether
from renkei.plan.events import ConstraintAdded, ConstraintRemoved
from renkei.plan.model import AddConstraint, CommitTask, Duration, RemoveConstraint, Task
from tests.plan.folded import BOTH
from tests.plan.plans import at, resource
from tests.plan.test_decide import add, ask, beach, move, refused

TASKS = {
    t: Task(id=t, owner=o, duration=Duration(60)) for t, o in (("J", "JPN"), ("K", "JPN"), ("U", "USA"), ("V", "USA"))
}
RESOURCES = {r.id: r for r in (resource("jp"), resource("us", owner="USA"))}
TOGETHER = StartTogether(id="c", tasks=("J", "U"))

BOUND = [
    (After(id="c", task="J", of="U"), {"JPN"}),
    (After(id="c", task="U", of="J"), {"USA"}),
    (kinds.Window(id="c", task="J"), {"JPN"}),
    (Deadline(id="c", task="U", latest=at(1)), {"USA"}),
    (kinds.NotDuring(id="c", task="J", periods=()), {"JPN"}),
    (kinds.DecisionBefore(id="c", task="J", decision="d"), {"JPN"}),
    (kinds.Hold(id="c", task="U", start=at(1)), {"USA"}),
    (kinds.PhaseGate(id="c", task="J", phase="p", tasks=("U",)), {"JPN"}),
    (kinds.Authority(id="c", task="J", request="R", assets=("us",)), {"JPN"}),
    (kinds.Consumes(id="c", task="J", stock="us", quantity=1), {"JPN", "USA"}),
    (kinds.Produces(id="c", task="J", stock="jp", quantity=1), {"JPN"}),
    (TOGETHER, {"JPN", "USA"}),
    (kinds.EndTogether(id="c", tasks=("J", "K")), {"JPN"}),
    (kinds.VolumeSeparation(id="c", tasks=("J", "U"), volume="v"), {"JPN", "USA"}),
    (kinds.Span(id="c", tasks=("U", "V"), longest_min=60), {"USA"}),
    (kinds.SameAsset(id="c", tasks=("J", "U")), {"JPN", "USA"}),
    (kinds.DifferentAsset(id="c", tasks=("J", "K")), {"JPN"}),
    (kinds.AllOrNone(id="c", tasks=("J", "U")), {"JPN", "USA"}),
    (kinds.Coverage(id="c", assets=("us",), at_least=1, start=at(0), end=at(1), tasks=("J",)), {"JPN", "USA"}),
    (kinds.Travel(id="c", assets=("us",), speed_kn=10.0), {"USA"}),
    (kinds.OnCall(id="c", task="J", start=at(0), end=at(9)), {"JPN"}),
    (MaxMoves(id="c", at_most=1), {"JPN", "USA"}),
]


@pytest.mark.parametrize(("constraint", "nations"), BOUND, ids=[type(c).__name__ + str(sorted(n)) for c, n in BOUND])
def test_a_constraint_binds_whose_tasks_units_and_stocks_it_orders(constraint, nations):
    assert bound_nations(constraint, TASKS, RESOURCES) == nations


def test_every_kind_of_the_vocabulary_says_whom_it_binds():
    told = {type(constraint) for constraint, _ in BOUND}
    assert told == set(kinds.Constraint.__args__)


@given(st.sampled_from(BOUND), st.sets(st.sampled_from(["JPN", "USA"]), min_size=1))
def test_a_constraint_holds_only_if_every_nation_that_it_binds_has_set_it(bound, setters):
    constraint, nations = bound
    holds = in_force(dict.fromkeys(setters, constraint), TASKS, RESOURCES) is not None
    assert holds == (nations <= setters)


def test_the_same_but_for_its_reason_is_agreed_and_another_is_not():
    other = msgspec.structs.replace(TOGETHER, why=Name("why", "理由"), set_by="USA")
    assert in_force({"JPN": TOGETHER, "USA": other}, TASKS, RESOURCES) == TOGETHER
    wider = msgspec.structs.replace(TOGETHER, within_min=30)
    assert in_force({"JPN": TOGETHER, "USA": wider}, TASKS, RESOURCES) is None


@pytest.mark.parametrize(
    "constraint",
    [
        After(id="c", task="J", of="U"),
        Deadline(id="c", task="J", latest=at(1)),
        kinds.Hold(id="c", task="J", start=at(30)),
        kinds.Travel(id="c", assets=("jp",), speed_kn=1.0),
        kinds.PhaseGate(id="c", task="J", phase="p", tasks=("U",)),
    ],
)
def test_the_partner_is_not_tasked_by_a_constraint(constraint):
    log = beach()
    assert refused(log, AddConstraint(constraint=constraint), "USA") == "plan-constraint-not-own"


@pytest.mark.parametrize("constraint", [After(id="c", task="J", of="U"), MaxMoves(id="c", at_most=0), TOGETHER])
def test_a_partners_constraint_that_comes_over_the_wire_binds_nothing_here(constraint):
    log = beach()
    before = log.state.plan().constraints
    log.record(ConstraintAdded(constraint), "USA")
    assert log.state.plan().constraints == before == ()
    assert refused(log, RemoveConstraint(constraint="c", based_on="e")) == "plan-partner-constraint"


def test_what_binds_both_holds_once_both_have_set_the_same_and_until_one_takes_it_back():
    log = beach()
    log.act(AddConstraint(constraint=TOGETHER), "USA", rel_to=BOTH)
    assert log.state.constraints == {}
    wider = msgspec.structs.replace(TOGETHER, within_min=30)
    assert refused(log, AddConstraint(constraint=wider)) == "plan-constraint-differs"
    log.act(AddConstraint(constraint=TOGETHER), rel_to=BOTH)
    assert log.state.constraints == {"c": TOGETHER}
    with pytest.raises(Conflict):
        log.act(RemoveConstraint(constraint="c", based_on="older"))
    log.act(RemoveConstraint(constraint="c", based_on=log.version("constraint:JPN:c")))
    assert log.state.constraints == {}
    assert log.state.proposed == {"c": {"USA": TOGETHER}}


def test_every_order_of_the_two_nations_events_gives_the_same():
    own = [("JPN", ConstraintAdded(TOGETHER)), ("JPN", ConstraintRemoved("c")), ("JPN", ConstraintAdded(TOGETHER))]
    theirs = [("USA", ConstraintAdded(TOGETHER))]
    states = []
    for order in itertools.permutations(range(4)):
        if [n for n in order if n < 3] != [0, 1, 2]:
            continue
        log = beach()
        for n in order:
            nation, body = [*own, *theirs][n]
            log.record(body, nation)
        states.append(log.state.constraints)
    assert states == [{"c": TOGETHER}] * 4


def test_what_waits_for_a_task_at_the_partner_does_not_keep_it_from_being_committed():
    log = beach()
    log.act(add("W", 2, after=("J",), due=50), "USA", rel_to=BOTH)
    move(log, "W", 1, "USA")
    move(log, "J", 0)
    log.act(CommitTask(task="J", based_on=log.version("task:J")))
    assert log.state.tasks["J"].status == "committed"
    ask(log, "accepted", total=2)
    with pytest.raises(Refused) as refusal:
        log.act(CommitTask(task="W", based_on=log.version("task:W")), "USA")
    assert refusal.value.key == "plan-commit-broken"
