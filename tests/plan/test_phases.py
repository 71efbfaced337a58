"""Phases in order: what waits for what, whom it binds, what documents and nodes say of it, and what breaks it."""

from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei import locale
from renkei.kernel.errors import Malformed, Refused
from renkei.kernel.label import Label
from renkei.kernel.names import Name
from renkei.node.objects import OBJECTS
from renkei.plan import events
from renkei.plan.constraint import AllOrNone, OnCall
from renkei.plan.document import read_plan
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.jobs import check, solve
from renkei.plan.engine.negotiate.party import Party
from renkei.plan.engine.negotiate.protocol import negotiate
from renkei.plan.engine.negotiate.response import Diligence
from renkei.plan.engine.negotiate.sight import part_of, ties
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.tell import fact_told
from renkei.plan.engine.temporal import windows
from renkei.plan.engine.verify import end_of, hard, verify
from renkei.plan.entry import commands
from renkei.plan.export import write_plan
from renkei.plan.gates import ORDERS_MAX, Gates, circle, orders
from renkei.plan.model import AddPhase, AddTask, Duration, Task
from renkei.plan.phase import Exit, Measure, Phase
from renkei.release.gate import Holding, release
from tests.plan.folded import Log
from tests.plan.plans import at, hours, plan, posed, schedule_of, task

P1, P2, P3 = Phase(id="1"), Phase(id="2", after="1"), Phase(id="3", after="2")
TASKS = (
    task("a", 2, phase="1"),
    task("b", 4, phase="1", owner="USA"),
    task("c", 1, phase="2"),
    task("d", 1, phase="3"),
)


def phased(*tasks, phases=(P1, P2, P3), **fields):
    return plan(*(tasks or TASKS), phases=phases, **fields)


def broken(found, starts):
    problem = posed(found)
    return {v.key for v in hard(verify(problem, schedule_of(problem, starts)))}


BREAKS = [
    ({"a": 0, "b": 0, "c": 4, "d": 5}, set()),
    ({"a": 0, "b": 0, "c": 3, "d": 5}, {"c.phase.b"}),
    ({"a": 3, "b": 0, "c": 4, "d": 5}, {"c.phase.a"}),
    ({"a": 0, "b": 0, "c": 4, "d": 4}, {"d.phase.c"}),
    ({"a": 0, "b": 9, "c": 4, "d": 0}, {"c.phase.b", "d.phase.c"}),
]


@pytest.mark.parametrize(("starts", "keys"), BREAKS)
def test_no_task_starts_before_the_phase_before_is_complete(starts, keys):
    assert broken(phased(), starts) == keys


def test_a_solve_and_the_windows_keep_the_order():
    found = phased()
    starts = {p.task: hours(p.start) for p in solve(found).schedule}
    assert starts == {"a": 0, "b": 0, "c": 4, "d": 5}
    assert [w.earliest for w in windows(posed(found))] == [0, 0, 240, 300]


def test_the_tasks_that_an_exit_names_complete_the_phase_and_no_others():
    found = phased(phases=(Phase(id="1", exit=Exit(tasks=("a",))), P2, P3))
    assert broken(found, {"a": 0, "b": 9, "c": 2, "d": 3}) == set()
    assert broken(found, {"a": 1, "b": 9, "c": 2, "d": 3}) == {"c.phase.a"}


def test_what_is_optional_or_on_call_completes_no_phase_unless_it_is_named():
    called = task("b", 4, phase="1", status="on_call")
    rules = (AllOrNone(id="g", tasks=("x",)), OnCall(id="o", task="y", start=at(0), end=at(90)))
    tasks = (task("a", 2, phase="1"), called, task("x", 3, phase="1"), task("y", 3, phase="1"), task("c", 1, phase="2"))
    found = phased(*tasks, constraints=rules)
    assert [t for _, t in Gates(found).waits(tasks[-1])] == ["a"]
    named = phased(*tasks, constraints=rules, phases=(Phase(id="1", exit=Exit(tasks=("b", "x"))), P2, P3))
    assert [t for _, t in Gates(named).waits(tasks[-1])] == ["b", "x"]


def test_a_phase_without_exit_tasks_lets_nothing_past_the_one_before_it():
    found = phased(TASKS[0], TASKS[3])
    assert broken(found, {"a": 0, "d": 1}) == {"d.phase.a"}
    elsewhere = phased(TASKS[0], task("z", 1), TASKS[3], phases=(P1, Phase(id="2", after="1", exit=Exit(("z",))), P3))
    assert broken(elsewhere, {"a": 0, "z": 0, "d": 1}) == {"d.phase.a"}


def test_what_has_begun_waits_for_nothing_and_a_cancelled_task_holds_nothing_up():
    begun = phased(TASKS[0], task("c", 1, phase="2", start=0, status="executing"))
    assert broken(begun, {"a": 0, "c": 0}) == set()
    gone = phased(task("a", 2, phase="1", status="cancelled"), TASKS[2])
    assert broken(gone, {"c": 0}) == set()


def test_tasks_in_a_row_give_one_fact_between_two_phases():
    row = [task(f"{p}{n}", 1, phase=p, after=(f"{p}{n - 1}",) if n else ()) for p in "12" for n in range(5)]
    lags = [f.key for f in posed(phased(*row)).facts if getattr(f, "into", None)]
    assert lags == ["20.phase.14"]
    optional = phased(*row, constraints=(AllOrNone(id="g", tasks=("20",)),))
    assert [f.key for f in posed(optional).facts if getattr(f, "into", None)] == ["20.phase.14", "21.phase.14"]


@st.composite
def small(draw):
    """A plan of few tasks in phases with orders between them, and a schedule in hours."""
    count = draw(st.integers(2, 6))
    tasks, starts = [], {}
    for n in range(count):
        after = tuple(f"t{m}" for m in range(n) if draw(st.booleans()))
        phase = draw(st.sampled_from(["1", "2", "3", None]))
        tasks.append(task(f"t{n}", draw(st.integers(0, 2)), phase=phase, after=after))
        starts[f"t{n}"] = draw(st.integers(0, 6))
    return phased(*tasks), starts


@given(small())
def test_a_schedule_passes_exactly_if_every_task_starts_after_the_ends_that_it_waits_for(case):
    found, starts = case
    problem = posed(found)
    schedule = schedule_of(problem, starts)
    index = {j.id: i for i, j in enumerate(problem.jobs)}
    gates = Gates(found)
    ends = {t: end_of(problem, schedule, i) for t, i in index.items()}
    waits = [(t.id, of) for t in found.tasks for of in (*t.after, *(e for _, e in gates.waits(t)))]
    late = any(starts[t] * 60 < ends[of] for t, of in waits)
    assert bool(hard(verify(problem, schedule))) == late
    earlier = {("2", "1"), ("3", "2"), ("3", "1")}
    direct = [(a, b) for a, b in product(found.tasks, repeat=2) if (a.phase, b.phase) in earlier]
    if not late:
        assert all(starts[a.id] * 60 >= ends[b.id] for a, b in direct)


# Explanations


def test_a_phase_that_is_late_explains_a_conflict_in_both_languages():
    found = phased(
        TASKS[1], task("c", 1, phase="2", due=4), phases=(msgspec.structs.replace(P1, name=Name("I", "一")), P2)
    )
    conflict = check(found).conflicts[0]
    assert [i.field for i in conflict.items] == ["c.due", "c.phase.b"]
    told = conflict.items[1].told
    assert locale.say("en", told) == (
        "c c (JPN) belongs to the phase 2, which begins once I is complete: b b (USA) must have ended."
    )
    assert (
        locale.say("ja", told)
        == "c c(JPN)の属する段階「2」は段階「一」の完了後に始まるため、b b(USA)の終了を待ちます。"
    )
    assert conflict.proved
    fact = next(f for f in posed(found).facts if f.key == "c.phase.b")
    assert fact_told(posed(found), [fact]) == told


# Documents

DOCUMENT = """anchors: {H: 2026-02-10T00:00Z}
phases:
- {id: one, exit: {tasks: [a], measure: {en: missing persons, ja: 行方不明者}, op: "<=", value: 50}}
- {id: two, after: one, stated_by: [JP], exit: {measures: [{measure: ports open}, {measure: x, op: ">", value: 1億}]}}
tasks:
- {id: a, name: a, nation: JP, duration: 2h, phase: one}
- {id: b, name: b, nation: US, duration: 2h, phase: two}
- {id: c, name: c, nation: JP, duration: 2h, phase: two}
"""


def test_a_document_says_the_order_of_phases_and_gives_it_back():
    found = read_plan(DOCUMENT)
    one, two = found.phases
    assert one.exit == Exit(("a",), (Measure(Name("missing persons", "行方不明者"), "<=", "50"),))
    assert (two.after, two.exit.tasks) == ("one", None)
    assert two.exit.measures == (Measure(Name("ports open")), Measure(Name("x"), ">", "1億"))
    assert read_plan(write_plan(found)) == found
    assert [f.key for f in pose(found, Stance()).facts if getattr(f, "into", None)] == ["c.phase.a"]


WRONG = [
    ("exit: {tasks: [a],", "after: two, exit: {tasks: [a],", "phases[0].after", "plan-document-phase-circle"),
    ("after: one", "after: three", "phases[1].after", "plan-document-unknown"),
    ("after: one", "after: two", "phases[1].after", "plan-document-phase-circle"),
    ("tasks: [a]", "tasks: [z]", "phases[0].exit.tasks", "plan-document-unknown"),
    ("tasks: [a]", "tasks: [a, b]", "phases[0].exit.tasks", "plan-document-phase-exit"),
    ('op: "<="', 'op: "<>"', "phases[0].exit.op", "plan-document-choice"),
    (", value: 50", "", "phases[0].exit", "plan-document-missing"),
    ('op: "<=", ', "", "phases[0].exit", "plan-document-missing"),
    ("measure: ports open", "words: ports open", "phases[1].exit.measures[0].words", "plan-document-field"),
]


@pytest.mark.parametrize(("old", "new", "field", "rule"), WRONG)
def test_a_wrong_phase_is_refused_with_its_place(old, new, field, rule):
    assert old in DOCUMENT
    with pytest.raises(Malformed) as raised:
        read_plan(DOCUMENT.replace(old, new, 1), "p.yaml")
    line = 3 if field.startswith("phases[0]") else 4
    assert (raised.value.key, raised.value.place) == (rule, f"p.yaml:{line} {field}")


def test_a_circle_is_told_by_the_names_of_its_phases():
    with pytest.raises(Malformed) as raised:
        read_plan(DOCUMENT.replace("exit: {tasks", "after: two, exit: {tasks", 1), "p.yaml")
    assert raised.value.facts["phases"] == "one → two → one"
    assert circle({"a": Phase(id="a", after="b"), "b": Phase(id="b", after="c"), "c": Phase(id="c", after="b")}) == (
        "b",
        "c",
        "b",
    )


# Nodes


def entered(log, key, phase, nation):
    log.act(AddTask(task=key, duration=Duration(60), name=Name(key), phase=phase), nation=nation)


def test_a_phase_binds_the_tasks_of_the_nations_that_state_it():
    log = Log()
    for key, phase, nation in (("a", "1", "JPN"), ("j", "2", "JPN"), ("u", "2", "USA")):
        entered(log, key, phase, nation)
    for phase in (P1, P2):
        log.act(AddPhase(phase=phase))
    assert broken(log.state.plan(), {"a": 0, "j": 0, "u": 0}) == {"j.phase.a"}
    log.act(AddPhase(phase=P2), nation="USA")
    assert broken(log.state.plan(), {"a": 0, "j": 0, "u": 0}) == {"j.phase.a", "u.phase.a"}
    assert [p.id for p in log.state.plan().phases] == ["1", "2"]


def test_each_nation_is_bound_by_its_own_words():
    log = Log()
    for key, phase, nation in (("a", "1", "JPN"), ("v", "1", "USA"), ("j", "2", "JPN"), ("u", "2", "USA")):
        entered(log, key, phase, nation)
    for nation, exits in (("JPN", ("a",)), ("USA", ("v",))):
        log.act(AddPhase(phase=msgspec.structs.replace(P1, exit=Exit(exits))), nation=nation)
        log.act(AddPhase(phase=P2), nation=nation)
    assert broken(log.state.plan(), dict.fromkeys("avju", 0)) == {"j.phase.a", "u.phase.v"}


def test_an_order_of_phases_that_cannot_be_is_refused():
    log = Log()
    with pytest.raises(Refused, match="plan-unknown-phase"):
        log.act(AddPhase(phase=P2))
    with pytest.raises(Refused, match="plan-phase-circle"):
        log.act(AddPhase(phase=Phase(id="x", after="x")))
    log.act(AddPhase(phase=Phase(id="2")), nation="USA")
    log.act(AddPhase(phase=Phase(id="1", after="2")))
    with pytest.raises(Refused, match="plan-phase-circle") as raised:
        log.act(AddPhase(phase=P2))
    assert raised.value.facts == {"phases": "2 → 1 → 2"}
    with pytest.raises(Refused, match="plan-id-taken"):
        log.act(AddPhase(phase=Phase(id="1")))


def test_an_old_log_is_read_as_before():
    kinds = {k.name: k.body for k in events.KINDS}
    old = b'{"phase":{"id":"1","name":{"en":"I","ja":""},"start":null,"end":"2026-02-10T00:00:00Z"}}'
    body = msgspec.json.decode(old, type=kinds["plan.PhaseAdded"])
    decided = b'{"decision":{"id":"d","name":{"en":"Go","ja":""},"who":["J3"],"latest":null}}'
    decision = msgspec.json.decode(decided, type=kinds["plan.DecisionAdded"])
    log = Log()
    entered(log, "a", "1", "JPN")
    log.record(body)
    log.record(decision)
    found = log.state.plan()
    assert (found.phases[0].after, found.phases[0].exit) == (None, None)
    assert (found.decisions[0].branches, found.decisions[0].decided) == ((), None)
    assert not [f for f in posed(found).facts if getattr(f, "into", None)]


def test_a_document_enters_each_nations_phases_after_the_tasks_that_they_name():
    found = read_plan(DOCUMENT)
    kinds = [
        (type(c).__name__, getattr(c, "task", None) or c.phase.id)
        for c in commands(found, "JPN")
        if hasattr(c, "phase")
    ]
    assert kinds == [("AddTask", "a"), ("AddTask", "c"), ("AddPhase", "one"), ("AddPhase", "two")]
    log = Log()
    for command in commands(found, "JPN"):
        log.act(command)
    again = [c.phase.id for c in commands(found, "USA", log.state) if isinstance(c, AddPhase)]
    assert again == ["one"]
    assert list(commands(found, "JPN", log.state)) == []
    backwards = msgspec.structs.replace(found, phases=tuple(reversed(found.phases)))
    assert [c.phase.id for c in commands(backwards, "JPN") if isinstance(c, AddPhase)] == ["one", "two"]


def test_a_partner_is_not_told_of_exit_tasks_that_it_does_not_have():
    log = Log()
    phase = msgspec.structs.replace(P1, exit=Exit(("a", "secret")))
    log.act(AddPhase(phase=phase), rel_to=("USA",))
    event = log.events[-1][0]
    event = msgspec.structs.replace(event, kind="plan.PhaseAdded", label=Label("JPN", rel_to=("USA",)))
    found = release(event, Holding("USA", {"a"}, 0), OBJECTS["plan.PhaseAdded"])
    assert b"secret" not in found.data
    assert msgspec.json.decode(found.event.body)["phase"]["exit"]["tasks"] == ["a"]


def test_two_engines_know_what_phases_tie_across_the_border():
    found = phased(*TASKS[:3], task("d", 1, phase="2", owner="USA"))
    after = {n: {c.id for c in part_of(found, n).constraints} for n in ("JPN", "USA")}
    assert after == {n: {"c.phase.b", "d.phase.a"} for n in ("JPN", "USA")}
    assert ties(part_of(found, "JPN")) == ({"a", "c"}, {"b", "d"})
    quick = Diligence(runs=2, tries=200, glances=50, solver=Effort(seconds=2.0))
    us, jp = (Party(part_of(found, n), n, m, quick) for n, m in (("USA", "JPN"), ("JPN", "USA")))
    negotiate(us, jp)
    starts = {p.task: hours(p.start) for side in (us, jp) for p in side.schedule}
    assert broken(found, starts) == set()
    assert min(starts["c"], starts["d"]) >= 4
    assert part_of(phased(*TASKS, phases=(P1,)), "JPN").constraints == ()


def many(count, exits=None):
    phases = (Phase(id="1", exit=exits), P2)
    tasks = tuple(
        Task(id=f"{p}{n}", owner="JPN", duration=Duration(60), phase=p, after=()) for p in "12" for n in range(count)
    )
    return plan(*tasks, phases=phases)


def test_phases_make_no_more_orders_than_an_engine_can_hold():
    assert orders(many(1_000)) == 0
    assert orders(many(1_001)) == 1_001 * 1_001 > ORDERS_MAX
    with pytest.raises(Malformed, match="plan-document-phases-large"):
        read_plan(write_plan(many(1_001)))
    named = many(1_001, Exit(("10",)))
    assert orders(named) == 1_001
    assert len(read_plan(write_plan(named)).tasks) == 2_002


def test_a_node_takes_no_phase_and_no_task_that_would_make_too_many_orders():
    log = Log()
    log.state.tasks = {t.id: t for t in many(1_001).tasks}
    log.act(AddPhase(phase=P1))
    with pytest.raises(Refused, match="plan-phases-large"):
        log.act(AddPhase(phase=P2))
    del log.state.tasks["10"], log.state.tasks["11"], log.state.tasks["20"]
    log.act(AddPhase(phase=P2))
    entered(log, "u", None, "JPN")
    entered(log, "z", "2", "JPN")
    with pytest.raises(Refused, match="plan-phases-large"):
        entered(log, "y", "2", "JPN")
