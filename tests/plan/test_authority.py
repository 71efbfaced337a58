"""In a headquarters: a schedule of a task that serves a partner is adopted once its request is accepted, not before."""

import pytest

from renkei.kernel.errors import Refused
from renkei.plan.constraint import Authority
from renkei.plan.engine.jobs import check
from renkei.plan.model import AddConstraint, AdoptPlan, Placed
from tests.plan.plans import at
from tests.plan.test_decide import ask, beach


def serving(state):
    """JPN's task J serves USA under request R, which stands like this."""
    log = beach()
    log.act(AddConstraint(constraint=Authority(id="serve", task="J", request="R")))
    if state:
        ask(log, state, total=1)
    return log


def adopt(log):
    placed = Placed("J", at(20), at(24))
    return log.act(AdoptPlan(based_on={"J": log.version("task:J")}, schedule=(placed,)))


@pytest.mark.parametrize(
    ("state", "told"), [("", "none"), ("asked", "asked"), ("declined", "refused"), ("withdrawn", "withdrawn")]
)
def test_without_an_accepted_request_it_is_refused_with_the_constraint(state, told):
    log = serving(state)
    with pytest.raises(Refused) as refusal:
        adopt(log)
    assert (refusal.value.key, refusal.value.facts["field"]) == ("plan-adopt-broken", "serve")
    conflict = check(log.state.plan(), nation="JPN").conflicts[0]
    assert (conflict.items[0].field, conflict.items[0].told.facts["state"]) == ("serve", told)
    assert [(w.change, w.own) for w in conflict.ways_out] == [("serve", True)]


def test_with_it_the_schedule_is_taken():
    log = serving("accepted")
    adopt(log)
    assert log.state.tasks["J"].start == at(20)
    assert check(log.state.plan(), nation="JPN").feasible
