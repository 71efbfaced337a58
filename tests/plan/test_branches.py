"""Plans under one answer to each decision: what is left out with a branch, what is refused, what a check says."""

import json

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from renkei.cli import cli
from renkei.kernel.errors import Malformed, Refused
from renkei.kernel.names import Name
from renkei.plan import constraint as kinds
from renkei.plan.branches import Choice, choices, left_out, options, under
from renkei.plan.document import read_plan
from renkei.plan.engine.jobs import check
from renkei.plan.export import write_plan
from renkei.plan.model import Sequence
from renkei.plan.phase import Branch, Decision, Exit, Phase
from tests.plan.plans import at, plan, task

YES_NO = Decision(id="d", branches=(Branch("yes", ("a", "b")), Branch("no", ("c",))))
TASKS = tuple(task(key, 1) for key in "abcxyz")


def forked(*decisions, tasks=TASKS, **fields):
    return plan(*tasks, decisions=decisions or (YES_NO,), **fields)


def ids(found):
    return "".join(t.id for t in found.tasks)


def test_the_answer_is_the_one_decided_else_the_one_assumed_else_the_first():
    decided = msgspec.structs.replace(YES_NO, decided="no")
    assert choices(forked()) == (Choice("d", "yes", "first"),)
    assert choices(forked(), {"d": "no"}) == (Choice("d", "no", "assumed"),)
    assert choices(forked(decided), {"d": "no"}) == (Choice("d", "no", "decided"),)
    assert choices(forked(Decision(id="e"))) == ()
    assert list(options(forked())) == [("d", "yes"), ("d", "no")]
    assert list(options(forked(decided))) == []


REFUSED = [
    ({"e": "yes"}, None, "plan-assume-decision"),
    ({"d": "maybe"}, None, "plan-assume-answer"),
    ({"d": "yes"}, "no", "plan-assume-decided"),
]


@pytest.mark.parametrize(("assumed", "decided", "rule"), REFUSED)
def test_an_assumption_that_cannot_be_is_refused(assumed, decided, rule):
    with pytest.raises(Refused, match=rule):
        under(forked(msgspec.structs.replace(YES_NO, decided=decided)), assumed)


def test_the_tasks_of_branches_not_taken_are_left_out():
    assert ids(under(forked())) == "abxyz"
    assert ids(under(forked(), {"d": "no"})) == "cxyz"
    both = Decision(id="e", branches=(Branch("go", ("a", "x")), Branch("stay")))
    assert ids(under(forked(YES_NO, both), {"e": "stay"})) == "byz"
    shared = Decision(id="d", branches=(Branch("yes", ("a", "b")), Branch("no", ("b", "c"))))
    assert ids(under(forked(shared), {"d": "no"})) == "bcxyz"


def test_what_has_begun_stays_and_what_is_to_be_kept():
    tasks = (task("c", 1, start=0, status="executing"), task("a", 1, start=1), task("b", 1))
    found = forked(tasks=tasks)
    assert ids(under(found)) == "cab"
    assert left_out(found, choices(found, {"d": "no"})) == ("a", "b")
    assert left_out(found, choices(found, {"d": "no"}), {"a"}) == ("b",)


A, X = "a", "x"
GONE = [
    (kinds.After(id="k", task=X, of=A), None),
    (kinds.After(id="k", task=A, of=X), None),
    (kinds.Deadline(id="k", task=A, latest=at(1)), None),
    (kinds.DecisionBefore(id="k", task=A, decision="d"), None),
    (kinds.StartTogether(id="k", tasks=(A, X)), None),
    (kinds.StartTogether(id="k", tasks=(A, X, "y")), kinds.StartTogether(id="k", tasks=(X, "y"))),
    (
        kinds.VolumeSeparation(id="k", tasks=(A, X, "y"), volume="v"),
        kinds.VolumeSeparation(id="k", tasks=(X, "y"), volume="v"),
    ),
    (kinds.AllOrNone(id="k", tasks=(A, X)), kinds.AllOrNone(id="k", tasks=(X,))),
    (kinds.PhaseGate(id="k", task=X, phase="p", tasks=(A,)), None),
    (kinds.Coverage(id="k", assets=("r",), at_least=1, start=at(0), end=at(1), tasks=(A,)), None),
    (kinds.Deadline(id="k", task=X, latest=at(1)), kinds.Deadline(id="k", task=X, latest=at(1))),
    (kinds.MaxMoves(id="k", at_most=1), kinds.MaxMoves(id="k", at_most=1)),
]


@pytest.mark.parametrize(("before", "after"), GONE, ids=[f"{n}-{type(c).__name__}" for n, (c, _) in enumerate(GONE)])
def test_a_constraint_on_a_task_that_is_left_out_goes_with_it_and_a_group_keeps_the_rest(before, after):
    found = under(forked(constraints=(before,)), {"d": "no"})
    assert found.constraints == (() if after is None else (after,))


def test_nothing_else_names_a_task_that_is_left_out():
    phase = Phase(id="p", exit=Exit(("a", "x")))
    last = Phase(id="q", exit=Exit(("a",)))
    found = forked(
        tasks=(*TASKS[:5], task("z", 1, after=("a", "x"))),
        phases=(phase, last),
        stated={"p": {"JPN": phase}},
        sequences=(Sequence("r", "a", "x"), Sequence("r", "x", "y")),
    )
    kept = under(found, {"d": "no"})
    assert kept.tasks[-1].after == ("x",)
    assert [p.exit.tasks for p in kept.phases] == [("x",), ()]
    assert kept.stated["p"]["JPN"].exit.tasks == ("x",)
    assert kept.sequences == (Sequence("r", "x", "y"),)
    assert check(kept).feasible
    assert ids(read_plan(write_plan(kept).replace("- a\n", ""))) == "cxyz"


@given(st.data())
def test_a_plan_is_the_same_under_any_answer_that_leaves_nothing_out(data):
    names = [t.id for t in TASKS]
    branches = [Branch(str(n), tuple(data.draw(st.sets(st.sampled_from(names))))) for n in range(3)]
    found = forked(Decision(id="d", branches=tuple(branches)))
    answer = data.draw(st.sampled_from(branches))
    kept = set(ids(under(found, {"d": answer.answer})))
    hanging = {t for b in branches for t in b.tasks}
    assert kept == set(names) - (hanging - set(answer.tasks))


# Documents

DOCUMENT = """anchors: {H: 2026-02-10T00:00Z}
tasks:
- {id: load, nation: JP, duration: 4h}
- {id: air, nation: US, duration: 6h, after: load, branch: sky}
- {id: sea, nation: JP, duration: 20h, after: load, due: H+20h}
decisions:
- {id: dp, trigger: {en: port closed, ja: 港閉鎖}, latest: H+3h, branch: {yes: sky, no: [sea], wait: continue}}
"""


def test_a_document_names_branches_in_three_ways_and_gets_them_back():
    found = read_plan(DOCUMENT)
    decision = found.decisions[0]
    assert decision.branches == (Branch("yes", ("air",), "sky"), Branch("no", ("sea",)), Branch("wait"))
    assert (decision.trigger, decision.name, decision.decided) == (*[Name("port closed", "港閉鎖")] * 2, None)
    assert read_plan(write_plan(found)) == found
    decided = read_plan(DOCUMENT.replace("latest", "decided: no, latest"))
    assert decided.decisions[0].decided == "no"
    assert read_plan(write_plan(decided)) == decided
    named = read_plan(DOCUMENT.replace("yes: sky", "yes: {name: sky, tasks: [load]}"))
    assert named.decisions[0].branches[0] == Branch("yes", ("load", "air"), "sky")


WRONG = [
    ("branch: sky", "branch: see", "4 tasks[1].branch", "plan-document-unknown"),
    ("no: [sea]", "no: [ship]", "7 decisions[0].branch.no", "plan-document-unknown"),
    ("no: [sea]", "no: sea", "7 decisions[0].branch.no", "plan-document-branch-task"),
    ("latest", "decided: maybe, latest", "7 decisions[0].decided", "plan-document-choice"),
    ("no: [sea]", "yes: [sea]", "7 decisions[0].branch.yes", "plan-document-twice"),
    ("no: [sea]", "no: {name: x}", "7 decisions[0].branch.no", "plan-document-missing"),
]


@pytest.mark.parametrize(("old", "new", "place", "rule"), WRONG)
def test_a_wrong_branch_is_refused_with_its_place(old, new, place, rule):
    with pytest.raises(Malformed) as raised:
        read_plan(DOCUMENT.replace(old, new, 1), "p.yaml")
    assert (raised.value.key, raised.value.place) == (rule, f"p.yaml:{place}")


# The command line


@pytest.fixture
def told(tmp_path):
    def run(*arguments, text=DOCUMENT):
        path = tmp_path / "p.yaml"
        path.write_text(text, "utf-8")
        return CliRunner().invoke(cli, ["plan", arguments[0], str(path), *arguments[1:]])

    return run


def test_a_check_judges_every_answer_to_an_open_decision_and_says_which_has_no_plan(told):
    done = told("check")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[:4] == [
        "The plan can be done.",
        "dp = yes: the plan can be done.",
        "dp = no: the plan cannot be done.",
        "  The times of load (JPN) and sea (JPN) contradict each other.",
    ]
    assert "    • sea.due: sea (JPN) must be done by H+20." in done.stdout
    assert "dp = wait: the plan can be done." in done.stdout
    assert "dp is open, and the plan takes its first answer, yes" in done.stderr
    assert "Left out: sea." in done.stderr
    japanese = told("explain", "--lang", "ja").output
    assert "dp = no:計画は実施できません。" in japanese
    assert "除かれる任務:sea。" in japanese
    assert "sea(JPN)の期限をH+24にする" in japanese


def test_a_check_as_json_has_each_answer(told):
    found = json.loads(told("check", "--json").stdout)
    assert found["choices"] == [{"decision": "dp", "answer": "yes", "reason": "first"}]
    assert [(o["answer"], o["feasible"], o["left_out"]) for o in found["options"]] == [
        ("yes", True, ["sea"]),
        ("no", False, ["air"]),
        ("wait", True, ["air", "sea"]),
    ]
    assert [i["field"] for i in found["options"][1]["conflicts"][0]["items"]] == ["sea.due", "sea.after.load"]
    rows = told("check", "--csv").stdout.splitlines()
    assert rows[1] == "dp=no 1,fact,sea.due,JPN,sea (JPN) must be done by H+20."


def test_what_is_assumed_or_decided_is_judged_alone(told):
    done = told("check", "--assume", "dp=no")
    assert (done.exit_code, "dp = yes" in done.stdout) == (1, False)
    assert "dp is assumed: no. Left out: air." in done.stderr
    assert told("check", "--assume", "dp=wait").exit_code == 0
    decided = told("check", text=DOCUMENT.replace("latest", "decided: wait, latest"))
    assert decided.exit_code == 0
    assert "dp is decided: wait. Left out: air, sea." in decided.stderr
    assert json.loads(told("check", "--json", "--assume", "dp=no").stdout)["options"] == []


@pytest.mark.parametrize("assumed", ["dp", "dp=maybe", "q=yes"])
def test_an_answer_that_is_none_is_refused_in_words(told, assumed):
    done = told("solve", "--assume", assumed, "--lang", "ja")
    assert done.exit_code == 2
    assert "選択肢" in done.stderr or "ありません" in done.stderr


def test_a_solve_places_what_is_taken_and_keeps_the_rest_in_the_document(told):
    done = told("solve", "--csv", "--assume", "dp=wait")
    assert [line.split(",")[0] for line in done.stdout.splitlines()[1:]] == ["load"]
    again = read_plan(told("solve", "--yaml").stdout)
    assert [(t.id, t.start is not None) for t in again.tasks] == [("load", True), ("air", True), ("sea", False)]
    mended = told("repair", "--task", "load", "--late", "1", "--yaml", "--assume", "dp=yes")
    assert {t.id for t in read_plan(mended.stdout).tasks} == {"load", "air", "sea"}


def test_what_no_plan_shows_is_said_not_to_be_judged(told):
    text = "phases: [{id: p, name: {en: Rescue, ja: 救難}, exit: {measure: m, op: '<', value: 5}}]\n" + DOCUMENT
    assert "Not judged, since no plan shows it: Rescue: m < 5." in told("check", text=text).stderr
    assert "救難: m < 5" in told("check", "--lang", "ja", text=text).stderr
    assert json.loads(told("check", "--json", text=text).stdout)["not_judged"] == [
        {"phase": "p", "name": {"en": "m", "ja": ""}, "op": "<", "value": "5"}
    ]
