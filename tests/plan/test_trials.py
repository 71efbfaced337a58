"""Sets of facts are thinned until each fact is needed, and shown to be so by schedules that pass the exact check."""

import pytest

from benchmarks.rcpsp_made import made_max
from renkei.plan.constraint import SameAsset
from renkei.plan.engine import conflict, lagged, rcpsp, trials
from renkei.plan.engine.conflict import find, named
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.facts import jobs_of
from renkei.plan.engine.smallest import cost, smallest
from renkei.plan.engine.trials import Trials, Undecided
from renkei.plan.engine.verify import hard, verify
from renkei.plan.model import Duration, Mode, Use
from tests.plan.plans import plan, posed, resource, task

QUEUE = plan(
    *(task(k, 4, due=d, uses={"berth": 1}) for k, d in (("A", 20), ("B", 6), ("C", 6), ("D", 40))),
    resources=(resource("berth", kind="place"),),
)
CORE = ["B.due", "C.due", "B.uses.berth", "C.uses.berth"]


def tried(found, seconds=20.0):
    return Trials(posed(found), Effort(seconds), seconds)


@pytest.mark.parametrize("blocks_from", [100, 2])
def test_what_is_not_needed_is_left_out(blocks_from, monkeypatch):
    monkeypatch.setattr(trials, "BLOCKS_FROM", blocks_from)
    found = tried(QUEUE)
    left = found.thinned(found.keys)
    assert sorted(left) == sorted(CORE)
    assert found.proved(left)


def test_a_set_with_more_than_it_takes_or_less_is_not_proved():
    found = tried(QUEUE)
    assert not found.proved([*CORE, "A.due"])
    assert not found.proved(CORE[1:])
    assert found.proved(CORE)


def test_each_schedule_that_shows_a_need_passes_the_exact_check():
    found = tried(QUEUE)
    assert found.proved(CORE)
    for key, schedule in found._needed.items():
        assert not hard(verify(found.sub(k for k in CORE if k != key), schedule))
        assert hard(verify(found.sub(CORE), schedule))


def test_a_schedule_of_fewer_tasks_does_not_answer_for_more():
    found = tried(QUEUE)
    assert not found.impossible(["B.due", "B.uses.berth"])
    assert found.impossible(CORE)


def test_a_fact_that_is_named_twice_counts_once():
    """Two uses by one task would be more than one berth."""
    found = tried(QUEUE)
    assert not found.impossible(["B.due", "B.uses.berth", "B.uses.berth"])
    left = found.thinned([*CORE, *CORE])
    assert sorted(left) == sorted(CORE)
    assert found.proved(left)


def test_no_facts_at_all_are_possible():
    assert not tried(QUEUE).refuted([])
    assert not tried(QUEUE).impossible([])


def test_without_time_nothing_is_decided():
    found = Trials(posed(QUEUE), Effort(5.0), 0.0)
    with pytest.raises(Undecided):
        found.refuted(CORE)
    assert not found.proved(CORE)


def heard(monkeypatch, *seconds):
    """Efforts that the way for lags and uses is asked with; it takes these seconds each time and decides nothing."""
    efforts = []
    takes = iter(seconds)

    def outcome(problem, effort):
        efforts.append(effort.seconds)
        return lagged.Outcome("unknown", seconds=next(takes))

    monkeypatch.setattr(lagged, "outcome", outcome)
    return efforts


PLENTY = plan(*(task(k, 1, uses={"r": 1}) for k in "ABC"), resources=(resource("r"),))


def test_without_time_lags_and_uses_are_not_asked_about_either(monkeypatch):
    asked = heard(monkeypatch)
    found = Trials(posed(PLENTY), Effort(5.0), 0.0)
    with pytest.raises(Undecided):
        found.refuted(found.keys)
    assert (asked, found.seconds) == ([], 0.0)


def test_what_lags_and_uses_take_undecided_is_charged(monkeypatch):
    asked = heard(monkeypatch, 4.0, 3.0)
    found = Trials(posed(PLENTY), Effort(5.0), 6.0)
    assert not found.refuted(found.keys)
    assert 4.0 <= found.seconds < 5.0
    with pytest.raises(Undecided):
        found.refuted(found.keys)
    assert asked == [5.0, pytest.approx(2.0, abs=0.9)]
    assert found.seconds >= 7.0


def test_the_smallest_set_replaces_a_longer_one():
    """A, B and C cannot all be done by 11; B and C alone cannot by 6."""
    found = tried(QUEUE)
    longer = [*CORE, "A.due", "A.uses.berth"]
    assert sorted(smallest(found, longer)) == sorted(CORE)
    assert cost(found, CORE) < cost(found, longer)
    assert smallest(found, CORE) == CORE


def test_what_only_the_solver_refutes_is_named_by_it(monkeypatch):
    monkeypatch.setattr(conflict, "SMALLEST_KEYS_MAX", 0)
    modes = (Mode("one", Duration(240), (Use("u"),)), Mode("two", Duration(240), (Use("v"),)))
    tasks = tuple(task(k, 4, due=6, modes=modes) for k in "ABC")
    rule = SameAsset(id="same", tasks=("A", "B"))
    found = posed(plan(*tasks, task("D", 1), resources=(resource("u"), resource("v")), constraints=(rule,)))
    result = find(found, Effort(20.0))
    assert result.proved
    assert {"A.due", "B.due", "same"} <= set(result.keys)
    assert "D" not in {k[0] for k in named(Trials(found, Effort(20.0), 20.0))}


def test_uses_of_things_that_do_not_matter_are_left_out_together(monkeypatch):
    """Three tasks use a berth and two other things of which there is plenty: one trial each for the plenty."""
    plenty = {"r": 1, "s": 1}
    tasks = [task(k, 4, due=11, uses={"berth": 1, **plenty}) for k in "ABC"]
    found = tried(plan(*tasks, resources=(resource("berth"), resource("r", 9), resource("s", 9))))
    singly = []
    monkeypatch.setattr(
        Trials, "needed", lambda self, key, keys, do=Trials.needed: singly.append(key) or do(self, key, keys)
    )
    left = found.thinned(found.keys)
    assert sorted(left) == sorted(f"{k}.{f}" for k in "ABC" for f in ("due", "uses.berth"))
    assert not [key for key in singly if key.endswith((".r", ".s"))]


def test_a_project_with_lags_is_narrowed_to_the_activities_that_clash():
    found = rcpsp.posed(made_max(100, 7))
    keys = named(Trials(found, Effort(5.0), 20.0))
    assert len({j for f in found.only(keys).facts for j in jobs_of(f)}) < 10
    result = find(found, Effort(5.0))
    assert result.proved
    assert set(result.keys) <= set(keys)


def test_the_solver_is_asked_for_fewer_where_many_were_found_without_it(monkeypatch):
    monkeypatch.setattr(conflict, "SMALLEST_KEYS_MAX", 0)
    monkeypatch.setattr(
        conflict, "refute", lambda problem: [k for k in Trials(problem, Effort(), 9.0).keys if ".crane" not in k]
    )
    things = (resource("berth", kind="place"), resource("crane"))
    uses = {"A": {"berth": 1, "crane": 1}, "B": {"berth": 1, "crane": 1}, "C": {"berth": 1}, "D": {"berth": 1}}
    found = posed(plan(*(task(k, 4, due=7, uses=uses[k]) for k in "ABCD"), resources=things))
    for long_from, asked in ((50, 0), (5, 1)):
        calls = []
        monkeypatch.setattr(conflict, "LONG_FROM", long_from)
        monkeypatch.setattr(conflict, "named", lambda trials, do=named, calls=calls: calls.append(1) or do(trials))
        assert find(found, Effort(20.0)).proved
        assert len(calls) == asked


def test_what_shows_one_order_of_a_chain_to_be_needed_shows_the_next(monkeypatch):
    """Three missions wait for one berth; who waits for whom in a mission is shown from one solve of it."""
    tasks = []
    for n in range(3):
        tasks += [task(f"A{n}", 1, earliest=1), task(f"B{n}", 1, after=(f"A{n}",)), task(f"C{n}", 1, after=(f"B{n}",))]
        tasks.append(task(f"D{n}", 4, after=(f"C{n}",), due=15, uses={"berth": 1}))
    found = tried(plan(*tasks, resources=(resource("berth"),)))
    solved = []
    monkeypatch.setattr(Trials, "_solved", lambda self, sub, do=Trials._solved: solved.append(1) or do(self, sub))
    left = found.thinned(found.keys)
    assert len(left) == 18
    assert len(solved) <= 9
    assert found.proved(left)
    for key, schedule in found._needed.items():
        assert not hard(verify(found.sub(k for k in left if k != key), schedule))
