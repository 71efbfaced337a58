"""Ways out of large plans: the figures that a solve of the whole gives, within one limit, never more than proved."""

import pytest

from renkei.plan.engine import explain, near
from renkei.plan.engine.cpsat import Effort, Model, Outcome
from renkei.plan.engine.jobs import check
from tests.plan.plans import nankai, plan, posed, resource, task

CHAIN = plan(
    task("A", 10, earliest=5),
    task("B", 20, after=("A",)),
    task("C", 5, after=("B",), due=30),
)
QUEUE = plan(
    *(task(key, 10, earliest=0, due=25, uses={"crane": 1}) for key in "ABC"),
    resources=(resource("crane"),),
)


def ways(found):
    (conflict,) = check(found).conflicts
    return {(w.change, str(w.to), w.delta_min, w.extra, w.proved, w.alone) for w in conflict.ways_out}


@pytest.mark.parametrize("found", [CHAIN, QUEUE, nankai()], ids=["chain", "queue", "nankai"])
def test_a_plan_looked_at_in_parts_has_the_same_ways_out(found, monkeypatch):
    whole = ways(found)
    monkeypatch.setattr(near, "WHOLE_JOBS_MAX", 0)
    assert ways(found) == whole


def test_what_is_near_follows_what_facts_name_together_and_who_shares():
    problem = posed(QUEUE)
    assert near.near(problem, {0}).facts == problem.facts
    assert {f.key for f in near.near(posed(CHAIN), {0}).facts} == {f.key for f in posed(CHAIN).facts}


def test_too_many_who_share_are_left_out_with_their_facts(monkeypatch):
    monkeypatch.setattr(near, "NEAR_JOBS_MAX", 2)
    assert {f.job for f in near.near(posed(QUEUE), {0}).facts} == {0}


def test_a_budget_that_is_used_up_knows_nothing():
    spent = near.budget(Effort(1.0), ())
    spent.spent.append(1.0)
    assert near.solved(lambda: Model(posed(QUEUE)), spent) == Outcome("unknown")


def test_solves_share_a_budget():
    shared = near.budget(Effort(20.0), ())
    assert near.solved(lambda: Model(posed(QUEUE)), shared).answer == "infeasible"
    assert len(shared.spent) == 1


def test_the_least_level_that_was_not_refuted_is_said_to_be_unproved():
    def attempt(level):
        return posed(QUEUE), Outcome("optimal", {}) if level > 3 else Outcome("unknown" if level == 3 else "infeasible")

    found = near.search(1, 8, attempt)
    assert (found[0], found[3]) == (4, False)


def test_a_level_that_time_does_not_suffice_for_is_left_out(monkeypatch):
    monkeypatch.setattr(near, "WHOLE_JOBS_MAX", 0)
    monkeypatch.setattr(near, "QUESTION_JOB_S", 10.0)
    assert ways(QUEUE) == set()


def test_what_is_refuted_at_once_needs_a_solve_to_agree(monkeypatch):
    found = posed(QUEUE)
    assert near.refuted(found)
    assert not near.refuted(found.without(["A.due"]))
    monkeypatch.setattr(near, "refute", lambda *_: ("A.due", "B.due"))
    assert not near.refuted(found)


def test_due_times_are_asked_first_where_time_is_short(monkeypatch):
    asked = []
    monkeypatch.setattr(explain, "least", lambda _problem, key, _effort: asked.append(key))
    (conflict,) = check(CHAIN).conflicts
    assert conflict.ways_out == ()
    assert conflict.keys == ("B.after.A", "C.due", "C.after.B")
    assert asked[:3] == ["C.due", "B.after.A", "C.after.B"]
