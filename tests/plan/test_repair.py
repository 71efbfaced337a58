"""Repairs: fewest own moves, certified; the partner stays; a missed due time is named."""

from itertools import combinations, product

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.kernel.errors import Refused
from renkei.kernel.label import WITHHELD
from renkei.plan.constraint import MaxMoves
from renkei.plan.engine.jobs import check, solve
from renkei.plan.engine.repair import Slip, repair, with_slip
from renkei.plan.engine.verify import hard, verify
from renkei.plan.model import Grant
from tests.plan.plans import at, change, hours, nankai, plan, posed, resource, schedule_of, scheduled, task, without

STARTS = {"K1": 2, "K2": 5, "K3": 12, "K4": 12, "K5": 24, "K6": 26, "K7": 44, "K9": 12, "K10": 30, "K8": 28}


def settled():
    """The Nankai plan at h30 with the times that both sides agreed on."""
    grant = Grant("R7", "parking:matsuyama_ap", 10, at(28), at(76))
    return msgspec.structs.replace(scheduled(nankai(), STARTS), grants=(grant,))


def moves(option):
    return {m.task: (hours(m.before[0]), hours(m.after[0])) for m in option.moves}


@pytest.mark.parametrize("slip", [Slip("lha7", None, 480), Slip(None, "K5", 480)])
def test_nankai_slip_moves_two_tasks_and_says_what_is_missed(slip):
    result = repair(settled(), at(30), "USA", slip)
    assert result.hit == ("K5",)
    assert len(result.options) == 1
    option = result.options[0]
    assert moves(option) == {"K5": (24, 32), "K7": (44, 52)}
    assert [(m.task, hours(m.due), hours(m.end), m.by_min, m.owner) for m in option.misses] == [
        ("K7", 54, 58, 240, "USA")
    ]
    assert (option.at_risk, option.certified, option.told.key) == (("R6",), True, "plan-repair-late")


def test_a_reported_delay_needs_no_slip():
    found = with_slip(settled(), Slip("lha7", None, 480))
    assert moves(repair(found, at(30), "USA").options[0]) == {"K5": (24, 32), "K7": (44, 52)}


def test_the_other_nation_has_nothing_to_repair():
    assert repair(settled(), at(30), "JPN", Slip("lha7", None, 480)).options == ()


def test_a_plan_that_holds_needs_no_repair():
    result = repair(settled(), at(30), "USA")
    assert (result.options, result.hit) == ((), ())


def test_what_has_begun_stays():
    found = change(settled(), "K5", status="executing")
    assert repair(found, at(30), "USA", Slip("lha7", None, 480)).options == ()
    late = repair(found, at(30), "USA", Slip(None, "K5", 240))
    assert moves(late.options[0]) == {"K7": (44, 48)}
    assert late.options[0].misses == ()


def test_a_committed_task_moves_only_if_nothing_else_helps():
    tasks = (
        task("A", 4, uses={"r": 1, "u": 1}, start=0),
        task("B", 4, uses={"r": 1}, start=4, status="committed"),
        task("C", 4, uses={"r": 1}, start=8),
    )
    found = plan(*tasks, resources=(resource("r"), resource("u")))
    option = repair(found, at(0), None, Slip("u", None, 60)).options[0]
    assert moves(option) == {"A": (0, 12)}
    assert option.committed_moved == ()
    tight = change(change(found, "A", due=at(5)), "C", due=at(12))
    option = repair(tight, at(0), None, Slip("u", None, 60)).options[0]
    assert option.committed_moved == ()


def test_two_points_of_the_trade_off_where_they_differ():
    tasks = (
        task("A", 4, uses={"r": 1, "u": 1}, start=0, due=6),
        task("B", 1, uses={"r": 1}, start=4),
        task("C", 1, uses={"r": 1}, start=5),
    )
    found = plan(*tasks, resources=(resource("r"), resource("u")))
    options = {o.goal: o for o in repair(found, at(0), None, Slip("u", None, 60)).options}
    assert moves(options["fewest_moves"]) == {"A": (0, 6)}
    assert options["fewest_moves"].misses[0].by_min == 240
    assert options["least_lateness"].misses == ()
    assert len(options["least_lateness"].moves) == 2
    assert all(o.certified for o in options.values())


def watched(found, *slip):
    """What is shown on the way, and the answer."""
    seen = []
    result = repair(found, at(0), None, Slip(*slip), watch=seen.append)
    return seen, result


def test_a_repair_is_shown_before_the_solver_finds_a_better_one_and_then_the_bound():
    tasks = (
        task("A", 4, uses={"r": 1, "u": 1}, start=0),
        task("B", 1, uses={"r": 1}, start=4),
        task("C", 8, after=("A",), start=5),
        task("D", 8, after=("C",), start=13),
    )
    seen, result = watched(plan(*tasks, resources=(resource("r"), resource("u"))), "u", None, 60)
    assert [(p.objective, p.bound, [s.task for s in p.schedule]) for p in seen] == [
        (3, None, ["A", "C", "D"]),
        (2, None, ["A", "B"]),
        (2, 2, ["A", "B"]),
    ]
    assert moves(result.options[0]) == {"A": (0, 1), "B": (4, 5)}


def trade():
    """A misses its due time the more, the fewer of the others go before it."""
    others = [task(f"B{start}", 1, uses={"r": 1}, start=start) for start in (4, 5, 6, 10, 11, 12, 13)]
    tasks = (task("A", 4, uses={"r": 1, "u": 1}, start=0, due=5), *others)
    return plan(*tasks, resources=(resource("r"), resource("u")))


def test_a_third_point_lies_between_fewest_moves_and_least_lateness():
    options = {o.goal: o for o in watched(trade(), "u", None, 180)[1].options}
    late = {goal: sum(m.by_min for m in o.misses) for goal, o in options.items()}
    assert {goal: (len(o.moves), late[goal]) for goal, o in options.items()} == {
        "fewest_moves": (1, 780),
        "least_lateness": (4, 120),
        "in_between": (2, 300),
    }
    assert all(o.certified for o in options.values())


def test_what_was_late_before_is_not_mended():
    old = task("Z", 2, uses={"s": 1}, start=9, due=5)
    before = task("Y", 2, uses={"s": 1}, start=0)
    tasks = (task("A", 1, uses={"u": 1}, start=0, due=1), before, old)
    option = watched(plan(*tasks, resources=(resource("s"), resource("u"))), "u", None, 60)[1].options
    assert [(o.goal, list(moves(o))) for o in option] == [("fewest_moves", ["A"])]


def test_at_most_so_many_committed_tasks_move():
    tasks = (
        task("A", 4, uses={"u": 1}, start=0, status="committed"),
        task("B", 4, start=4, after=("A",), status="committed"),
    )
    found = plan(*tasks, resources=(resource("u"),), constraints=(MaxMoves(id="few", at_most=1),))
    assert repair(found, at(0), None, Slip("u", None, 60)).options == ()
    found = plan(*tasks, resources=(resource("u"),), constraints=(MaxMoves(id="few", at_most=2),))
    assert moves(repair(found, at(0), None, Slip("u", None, 60)).options[0]) == {"A": (0, 1), "B": (4, 5)}


def test_a_repair_that_the_partner_stands_in_the_way_of_is_explained():
    tasks = (
        task("A", 4, owner="USA", uses={"berth": 1, "u": 1}, start=0),
        task("P", 400, uses={"berth": 1}, start=4),
    )
    berth = resource("berth", kind="place", periods=())
    unit = resource("u", owner="USA")
    found = plan(*tasks, resources=(berth, unit))
    result = repair(found, at(0), "USA", Slip("u", None, 60))
    assert moves(result.options[0]) == {"A": (0, 404)}


def blocked(due="withheld"):
    """Our task A is late, and the partner's P that waits for it has a published time."""
    tasks = (
        task("A", 4, owner="USA", uses={"u": 1}, start=0, due=6),
        task("P", 2, after=("A",), start=4, **({} if due == "withheld" else {"due": due})),
        task("Q", 2, start=20),
    )
    found = plan(*tasks, resources=(resource("u", owner="USA"),))
    return change(found, "P", due=WITHHELD) if due == "withheld" else found


@pytest.mark.parametrize("due", ["withheld", 8])
def test_where_own_moves_cannot_do_it_the_fewest_of_the_partners_are_to_be_asked_for(due):
    result = repair(blocked(due), at(0), "USA", Slip("u", None, 60))
    assert result.options == ()
    assert moves(result.asking) == {"A": (0, 1), "P": (4, 5)}
    assert (result.asking.goal, result.asking.certified) == ("ask_partner", True)
    assert result.conflicts


def test_nothing_is_asked_for_where_own_moves_do_or_nothing_helps():
    found = without(blocked(), "P")
    assert repair(found, at(0), "USA", Slip("u", None, 60)).asking is None
    begun = change(blocked(), "P", status="executing")
    assert repair(begun, at(0), "USA", Slip("u", None, 60)).asking is None


def test_a_slip_of_something_unknown_is_refused():
    with pytest.raises(Refused) as refusal:
        repair(settled(), at(30), "USA", Slip("nobody", None, 60))
    assert refusal.value.key == "plan-unknown-resource"
    with pytest.raises(Refused) as refusal:
        repair(settled(), at(30), "USA", Slip(None, "K99", 60))
    assert refusal.value.key == "plan-unknown-task"


@st.composite
def slips(draw):
    """A small scheduled plan on two resources, one of whose units is late."""
    count = draw(st.integers(2, 4))
    tasks = []
    for n in range(count):
        uses = {"r": 1} if draw(st.booleans()) else {"s": 1}
        if draw(st.integers(0, 2)) == 0:
            uses["u"] = 1
        after = (f"T{n - 1}",) if n and draw(st.booleans()) else ()
        tasks.append(task(f"T{n}", draw(st.integers(1, 3)), uses=uses, after=after))
    found = plan(*tasks, resources=(resource("r"), resource("s"), resource("u", 4)))
    starts = {p.task: hours(p.start) for p in solve(found).schedule}
    return scheduled(found, starts), draw(st.integers(1, 3))


@settings(max_examples=40)
@given(slips())
def test_no_repair_on_whole_hours_has_fewer_moves(case):
    found, late = case
    slipped = with_slip(found, Slip("u", None, late * 60))
    result = repair(slipped, at(0))
    if not result.options:
        assert check(slipped).broken == ()
        return
    option = next(o for o in result.options if o.goal == "fewest_moves")
    assert option.certified
    problem = posed(slipped, scheduled=True)
    base = {t.id: hours(t.start) for t in slipped.tasks}
    assert not any(_repairs(problem, base, k) for k in range(len(option.moves)))


def _repairs(problem, base, count):
    """Whether moving `count` tasks, each to a whole hour of the day, repairs the plan."""
    for names in combinations(base, count):
        for choice in product(range(24), repeat=count):
            starts = {**base, **dict(zip(names, choice, strict=True))}
            if not hard(verify(problem, schedule_of(problem, starts))):
                return True
    return False


def test_the_plan_without_the_conflict_is_the_same_for_the_repair():
    option = repair(without(settled(), "K8"), at(30), "USA", Slip("lha7", None, 480)).options[0]
    assert moves(option) == {"K5": (24, 32), "K7": (44, 52)}
