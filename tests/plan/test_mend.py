"""What is called certified was asked of the whole plan: a repair that could be better never is."""

from itertools import pairwise

import msgspec

from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.mend import Case, fewest, mended
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.ring import hits
from tests.plan.plans import at, plan, resource, schedule_of, task

CHAIN = ("A", "C", "D", "E", "F")
STARTS = {"A": 0, "B": 4, "C": 5, "D": 13, "E": 21, "F": 29}


def posed():
    """A is hit. It can go behind B, and the chain after it waits; or B makes room, and nothing else moves."""
    tasks = [task("A", 4, uses={"r": 1, "u": 1}, start=0), task("B", 1, uses={"r": 1}, start=4)]
    tasks += [task(key, 8, after=(of,), start=STARTS[key]) for of, key in pairwise(CHAIN)]
    found = plan(*tasks, resources=(resource("r"), resource("u")), delays={"u": 60})
    problem = pose(found, Stance(now=at(0), hold_committed=False, scheduled=True))
    base = {i: Placing(j.keep, j.base_option or 0) for i, j in enumerate(problem.jobs)}
    return Case(problem, base, hits(problem, base), frozenset(base), {}, {}, None, Effort())


def test_the_whole_plan_is_asked_for_what_no_ring_reaches():
    case = posed()
    chain = schedule_of(case.problem, {"A": 5, "B": 4, "C": 9, "D": 17, "E": 25, "F": 33})
    assert case.holds(chain)
    last = len(chain) - 1
    assert case.problem.jobs[last].id == "F"
    far = msgspec.structs.replace(case, hit=frozenset({last}))
    best = mended(far, fewest(far), chain, lambda _: None)
    assert (best.values[1], best.certified) == (2, True)
    assert case.holds(best.schedule)


def test_time_that_is_up_certifies_nothing():
    case = posed()
    chain = schedule_of(case.problem, {"A": 5, "B": 4, "C": 9, "D": 17, "E": 25, "F": 33})
    far = msgspec.structs.replace(case, hit=frozenset({len(chain) - 1}))
    best = mended(far, msgspec.structs.replace(fewest(far), certify_s=0.0), chain, lambda _: None)
    assert (best.values[1], best.certified) == (5, False)


def test_a_repair_is_found_from_nothing_too():
    case = posed()
    seen = []
    best = mended(case, fewest(case), None, seen.append)
    assert (best.values, best.certified) == ((0, 2, 0, 120), True)
    assert best.schedule in seen
