"""Plan documents: what is read, what is refused where, and that writing gives back what was read."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from renkei import locale
from renkei.kernel.errors import Malformed
from renkei.kernel.names import Name
from renkei.plan.constraint import After
from renkei.plan.document import read_plan
from renkei.plan.engine.jobs import check, solve
from renkei.plan.export import write_plan
from renkei.plan.marked import BYTES_MAX
from renkei.plan.model import Calendar, Duration, Mode, Use
from renkei.scenarios import pack_text
from tests.plan.plans import at, nankai

EXAMPLE = (Path(__file__).parent / "example.yaml").read_text("utf-8")
D = datetime(2026, 11, 28, tzinfo=UTC)
H = datetime(2026, 11, 27, 21, tzinfo=UTC)


def test_the_example_says_what_it_means():
    plan = read_plan(EXAMPLE)
    tasks = {t.id: t for t in plan.tasks}
    assert (plan.id, plan.title) == ("HINODE-26", Name("Relief of the north", "北部救援"))
    assert (plan.origin, plan.anchors["D"]) == (H, D)
    assert tasks["open-sendai"].duration == Duration(24 * 60, 20 * 60, 36 * 60)
    assert tasks["airlift-1"].modes == (
        Mode("mode-1", Duration(180), (Use("us-c130-1"), Use("parking:sendai-apt")), ("sendai-apt",)),
        Mode("mode-2", Duration(300), (Use("us-mv22-3"), Use("pad:kasuminome")), ("kasuminome",)),
    )
    assert (tasks["airlift-1"].owner, tasks["airlift-1"].answers) == ("USA", "rfs-0007")
    assert tasks["airlift-2"].duration == Duration(90)
    resources = {r.id: r for r in plan.resources}
    assert (resources["parking:sendai-apt"].capacity, resources["parking:sendai-apt"].kind) == (4, "place")
    assert resources["us-c130-1"].calendar == Calendar(14 * 60, 10 * 60)
    before = next(c for c in plan.constraints if c.id == "c5")
    assert before == After(id="c5", task="airlift-2", of="jp-ch47-lift", lag_min=30, of_point="start")
    assert [c.weight for c in plan.constraints if c.id in ("c1", "c4", "c8")] == [None, 50, 1]


def test_the_example_can_be_done():
    plan = read_plan(EXAMPLE)
    assert check(plan).feasible
    assert solve(plan).verified


@pytest.mark.parametrize("text", [EXAMPLE, pack_text("nankai")], ids=["example", "pack"])
def test_writing_gives_back_what_was_read(text):
    plan = read_plan(text)
    assert read_plan(write_plan(plan)) == plan


def test_a_pack_gives_its_tasks_in_hours_after_t0():
    plan = nankai()
    tasks = {t.id: t for t in plan.tasks}
    assert len(tasks) == 10
    assert (tasks["K8"].earliest, tasks["K8"].due, tasks["K8"].needs_grant) == (at(24), at(76), "R7")
    assert (tasks["K2"].at, tasks["K2"].after) == (("kochi_ap", "kochi_port"), ("K1",))
    assert {r.id: r.capacity for r in plan.resources if r.kind == "place"} == {"beach:A": 1, "parking:matsuyama_ap": 8}


HEAD = "anchors: {H: 2026-02-10T00:00Z}\n"


def one(fields):
    """A document with one task that also has these fields, on its second line."""
    return f"tasks:\n- {{id: a, nation: JP, duration: 1h, {fields}}}"


WRONG = {
    "no yaml": ("tasks: ]", "plan-document-yaml", "p.yaml:1"),
    "nothing": ("", "plan-document-empty", "p.yaml"),
    "no mapping": ("- a", "plan-document-mapping", "p.yaml:1"),
    "alias": ("a: &x 1\ntasks: *x", "plan-document-alias", "p.yaml:2"),
    "no tasks": (HEAD, "plan-document-missing", "p.yaml:1"),
    "unknown field": (HEAD + "task: []\ntasks: []", "plan-document-field", "p.yaml:2 task"),
    "field twice": ("tasks: []\ntasks: []", "plan-document-twice", "p.yaml:2 tasks"),
    "no list": ("tasks: {}", "plan-document-list", "p.yaml:1 tasks"),
    "no id": ("tasks:\n- {nation: JP, duration: 1h}", "plan-document-missing", "p.yaml:2 tasks[0]"),
    "no nation": ("tasks:\n- {id: a, duration: 1h}", "plan-document-missing", "p.yaml:2 tasks[0]"),
    "nation": ("tasks:\n- {id: a, nation: Q1, duration: 1h}", "nation-unknown", "p.yaml:2 tasks[0].nation"),
    "no duration": ("tasks:\n- {id: a, nation: JP}", "plan-document-missing", "p.yaml:2 tasks[0]"),
    "duration": ("tasks:\n- {id: a, nation: JP, duration: 3}", "plan-document-duration", "p.yaml:2 tasks[0].duration"),
    "part of a minute": (
        "tasks:\n- {id: a, nation: JP, duration: 0.5min}",
        "plan-document-duration",
        "p.yaml:2 tasks[0].duration",
    ),
    "tick": ("tick: 0min\ntasks: []", "plan-document-tick", "p.yaml:1 tick"),
    "objective": (
        "objective: [feasible, glory]\ntasks: []",
        "plan-document-choice",
        "p.yaml:1 objective[1]",
    ),
    "three points": (
        "tasks:\n- id: a\n  nation: JP\n  duration: {min: 3h, likely: 2h, max: 4h}",
        "plan-document-three-points",
        "p.yaml:4 tasks[0].duration",
    ),
    "id twice": (
        "tasks:\n- {id: a, nation: JP, duration: 1h}\n- {id: a, nation: JP, duration: 1h}",
        "plan-document-twice",
        "p.yaml:3 tasks[1]",
    ),
    "no zone": (
        one("due: 2026-02-10T00:00"),
        "plan-document-zone",
        "p.yaml:2 tasks[0].due",
    ),
    "no time": (one("due: soon"), "plan-document-time", "p.yaml:2 tasks[0].due"),
    "year": (one("due: 9999-12-31T23:59Z"), "plan-document-year", "p.yaml:2 tasks[0].due"),
    "year and zone": (one("due: 0001-01-01T00:00+14:00"), "plan-document-year", "p.yaml:2 tasks[0].due"),
    "year of an anchor": (
        "anchors: {C: 8999-12-31T23:59Z, D: {after: C, min: 72h}}\ntasks: []",
        "plan-document-year",
        "p.yaml:1 anchors.D.after",
    ),
    "year of an offset": (
        "anchors: {C: 1900-01-01T00:00Z, D: {after: C-1min}}\ntasks: []",
        "plan-document-year",
        "p.yaml:1 anchors.D.after",
    ),
    "anchor": (one("due: D+1h"), "plan-document-anchor", "p.yaml:2 tasks[0].due"),
    "offset": (
        HEAD + one("due: H+1y"),
        "plan-document-time",
        "p.yaml:3 tasks[0].due",
    ),
    "window": (
        HEAD + one("window: [H+2h, H+1h]"),
        "plan-document-span",
        "p.yaml:3 tasks[0].window",
    ),
    "after": (one("after: b"), "plan-document-unknown", "p.yaml:2 tasks[0].after"),
    "resource": (
        one("uses: {r: 1}"),
        "plan-document-unknown",
        "p.yaml:2 tasks[0].uses.r",
    ),
    "quantity": (
        "resources: {r: {nation: JP}}\ntasks:\n- {id: a, nation: JP, duration: 1h, uses: {r: 0}}",
        "plan-document-whole",
        "p.yaml:3 tasks[0].uses.r",
    ),
    "place": (one("at: [p]"), "plan-document-unknown", "p.yaml:2 tasks[0].at[0]"),
    "phase": (one("phase: p"), "plan-document-unknown", "p.yaml:2 tasks[0].phase"),
    "status": (
        one("status: maybe"),
        "plan-document-choice",
        "p.yaml:2 tasks[0].status",
    ),
    "partner's unit": (
        "resources: {r: {nation: US}}\ntasks:\n- {id: a, nation: JP, duration: 1h, uses: {r: 1}}",
        "plan-document-authority",
        "p.yaml:3 tasks[0]",
    ),
    "time zone": (
        'anchors: {D: 2026-02-10T00:00Z, H: {of: D, at: "06:00", tz: Asia/Nowhere}}\ntasks: []',
        "plan-document-tz",
        "p.yaml:1 anchors.H.tz",
    ),
    "clock": (
        'anchors: {D: 2026-02-10T00:00Z, H: {of: D, at: "26:00"}}\ntasks: []',
        "plan-document-clock",
        "p.yaml:1 anchors.H.at",
    ),
    "kind unknown": (
        "tasks:\n- {id: a, nation: JP, duration: 1h}\nconstraints:\n- {id: c, kind: luck}",
        "plan-document-kind-unknown",
        "p.yaml:4 constraints[0].kind",
    ),
    "decision without a time": (
        "tasks:\n- {id: a, nation: JP, duration: 1h}\ndecisions: [{id: d}]\n"
        "constraints:\n- {id: c, kind: decision_before, decision: d, task: a}",
        "plan-document-decision-latest",
        "p.yaml:5 constraints[0].decision",
    ),
    "lag": (
        "tasks:\n- {id: a, nation: JP, duration: 1h}\n- {id: b, nation: JP, duration: 1h}\n"
        "constraints:\n- {id: c, kind: after, task: a, of: b, lag: [2h, 1h]}",
        "plan-document-span",
        "p.yaml:5 constraints[0].lag",
    ),
    "pack: hours": (
        "t0: 2026-02-10T00:00Z\ntasks:\n- {id: a, owner: JP, dur: long}",
        "plan-document-number",
        "p.yaml:3 tasks[0].dur",
    ),
    "pack: use": (
        "t0: 2026-02-10T00:00Z\ntasks:\n- {id: a, owner: JP, dur: 1, uses: {x: 1}}",
        "plan-document-unknown",
        "p.yaml:3 tasks[0].uses.x",
    ),
    "pack: field": (
        "t0: 2026-02-10T00:00Z\ntasks:\n- {id: a, owner: JP, dur: 1, due: 3}",
        "plan-document-field",
        "p.yaml:3 tasks[0].due",
    ),
    "pack: not a number": (
        "t0: 2026-02-10T00:00Z\ntasks:\n- {id: a, owner: JP, dur: .nan}",
        "plan-document-number",
        "p.yaml:3 tasks[0].dur",
    ),
}


@pytest.mark.parametrize(("text", "key", "place"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_its_place(text, key, place):
    with pytest.raises(Malformed) as error:
        read_plan(text, "p.yaml")
    assert (error.value.key, error.value.place) == (key, place)
    assert locale.say("ja", error.value) != locale.say("en", error.value)


@pytest.mark.parametrize("field", ["consumes", "produces"])
def test_a_stock_of_which_nothing_is_said_is_refused(field):
    with pytest.raises(Malformed) as error:
        read_plan(one(f"{field}: {{water: 3}}"))
    assert (error.value.key, error.value.place) == ("plan-document-unknown", f"plan.yaml:2 tasks[0].{field}.water")


def test_a_document_at_the_bound_is_read_and_one_past_it_is_not():
    body = "tasks: []\n"
    assert read_plan(body + "#" * (BYTES_MAX - len(body))).tasks == ()
    with pytest.raises(Malformed) as error:
        read_plan(body + "#" * (BYTES_MAX - len(body) + 1))
    assert error.value.key == "plan-document-large"


def test_deep_nesting_is_refused():
    with pytest.raises(Malformed):
        read_plan("tasks: " + "[" * 50_000)


@given(st.text(max_size=200))
@example("\x00")
@example("tasks: [\ud800]")
@example("? [a]\n: b")
@example("tasks: [{id: [1], nation: JP}]")
@example("tasks: 2026-01-01")
@example("t0: 1\ntasks: 1")
def test_no_text_does_more_than_be_refused(text):
    with contextlib.suppress(Malformed):
        read_plan(text)


@given(st.integers(0, len(EXAMPLE) - 1), st.sampled_from(["", "{", "9", ":", "null", "\n"]))
def test_a_damaged_document_is_read_or_refused(place, put):
    with contextlib.suppress(Malformed):
        plan = read_plan(EXAMPLE[:place] + put + EXAMPLE[place + 1 :])
        assert read_plan(write_plan(plan)) == plan
