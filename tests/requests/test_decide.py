"""What may be asked of the request desk: every refusal is reached, and every command records what it says."""

import inspect
import re

import pytest

from renkei.kernel.errors import Conflict, Told
from renkei.kernel.names import Name
from renkei.kernel.quantity import Quantity
from renkei.requests import decide
from renkei.requests.events import (
    ActTaken,
    AnswerDrafted,
    Ask,
    DuplicateJudged,
    Joint,
    RequestDrafted,
    RequestRegistered,
    RequestSent,
    Terms,
    TextTranslated,
)
from renkei.requests.lifecycle import as_asked
from renkei.requests.model import (
    ACTS_MAX,
    TEXT_MAX,
    CommitRequest,
    DraftAnswer,
    DraftRequest,
    JudgeDuplicate,
    RegisterNeed,
    SendRequest,
    TakeAct,
    TranslateText,
)
from tests.kernel.facts import context, event, hour
from tests.requests.facts import TERMS, Desk, command_of, content, standing_in

LONG = "x" * (TEXT_MAX + 1)
NEED = {"asker": "kochi", "provider": "JPN", "channel": "prefecture->JPN"}


def draft(**fields):
    return DraftRequest("N1", content(**fields))


def act(verb, *, terms=None, changed=None, note="", based_on="b-sent"):
    return TakeAct("R7", verb, based_on, terms, changed, Name(note))


USA, JPN = "USA", "JPN"
SENT = "sent"
REFUSALS = (
    # key, nation that asks, state of R7, command, release list
    ("requests-id-length", USA, SENT, DraftRequest("", content()), None),
    ("requests-id-length", USA, SENT, DraftRequest("x" * 129, content()), None),
    ("requests-id-taken", USA, SENT, DraftRequest("R7", content()), None),
    ("requests-need-empty", USA, SENT, draft(need=Name(" ", "")), None),
    ("requests-text-length", USA, SENT, draft(need=Name(LONG)), None),
    ("requests-text-length", USA, SENT, draft(effect=Name(LONG)), None),
    ("requests-text-length", USA, SENT, draft(channel=LONG), None),
    ("requests-text-length", USA, SENT, draft(quantity=Quantity(LONG)), None),
    ("requests-priority", USA, SENT, draft(priority=0), None),
    ("requests-priority", USA, SENT, draft(priority=6), None),
    ("requests-quantity", USA, SENT, draft(asks=Ask("x", 0)), None),
    ("requests-joint-size", USA, SENT, draft(joint=Joint("", 1)), None),
    ("requests-joint-not-asked", JPN, SENT, act("counter", terms=Terms(joint=Joint("joint-1", 1))), None),
    ("requests-window", USA, SENT, draft(start=hour(2), end=hour(2)), None),
    ("requests-ask-for-self", USA, SENT, draft(asker="KOR"), None),
    ("requests-ask-for-self", USA, SENT, draft(asker="JPN"), None),
    ("requests-no-partner", USA, SENT, draft(provider="KOR"), None),
    ("requests-register-own", USA, SENT, RegisterNeed("N1", content(**NEED)), None),
    ("requests-unknown", USA, SENT, SendRequest("N1"), None),
    ("requests-not-drafted", JPN, SENT, SendRequest("R7"), None),
    ("requests-already-sent", USA, SENT, SendRequest("R7"), None),
    ("requests-unknown", JPN, SENT, TakeAct("N1", "offer", ""), None),
    ("requests-commit-by-commander", JPN, SENT, act("commit"), None),
    ("requests-commit-by-commander", JPN, SENT, act("request"), None),
    ("requests-verb-not-now", JPN, SENT, act("report"), None),
    ("requests-verb-not-now", JPN, SENT, CommitRequest("R7", "b-sent"), None),
    ("requests-verb-not-now", JPN, SENT, DraftAnswer("R7", "report"), None),
    ("requests-stale", JPN, SENT, act("offer", based_on="a-draft"), None),
    ("requests-stale", JPN, "accepted", CommitRequest("R7", "b-sent"), None),
    ("requests-label-missing", JPN, SENT, act("offer"), ()),
    ("requests-label-missing", JPN, "accepted", CommitRequest("R7", "c-000"), ()),
    ("requests-counter-needs-terms", JPN, SENT, act("counter"), None),
    ("requests-counter-needs-terms", JPN, SENT, DraftAnswer("R7", "counter"), None),
    ("requests-terms-not-now", JPN, SENT, act("accept", terms=TERMS), None),
    ("requests-terms-not-now", JPN, SENT, DraftAnswer("R7", "accept", TERMS), None),
    ("requests-quantity", JPN, SENT, act("counter", terms=Terms(quantity=-1)), None),
    ("requests-quantity", JPN, SENT, act("counter", terms=Terms(total=-1)), None),
    ("requests-quantity", JPN, SENT, act("counter", terms=Terms(otherwise=-1)), None),
    ("requests-window", JPN, SENT, act("counter", terms=Terms(start=hour(3), end=hour(2))), None),
    ("requests-text-length", JPN, SENT, act("counter", terms=Terms(condition=Name(LONG))), None),
    ("requests-text-length", JPN, SENT, act("decline", note=LONG), None),
    ("requests-text-length", JPN, "accepted", CommitRequest("R7", "c-000", Name(LONG)), None),
    ("requests-amend-needs-content", USA, SENT, act("amend"), None),
    ("requests-amend-keeps-parties", USA, SENT, act("amend", changed=content(provider="KOR")), None),
    ("requests-need-empty", USA, SENT, act("amend", changed=content(need=Name())), None),
    ("requests-text-length", USA, SENT, TranslateText("R7", "ja", "  "), None),
    ("requests-text-length", USA, SENT, TranslateText("R7", "ja", LONG), None),
    ("requests-original-kept", USA, SENT, TranslateText("R7", "ja", "駐機"), None),
    ("requests-unknown", USA, SENT, JudgeDuplicate("R7", "N1", same=True), None),
    ("requests-same-entry", USA, SENT, JudgeDuplicate("R7", "R7", same=True), None),
)


@pytest.mark.parametrize(("key", "nation", "state", "command", "rel_to"), REFUSALS)
def test_refused_with_the_reason_and_nothing_recorded(key, nation, state, command, rel_to):
    desks, _ = standing_in(state)
    before = desks[nation].request().standing
    with pytest.raises(Told) as said:
        desks[nation].ask(command, "z", rel_to)
    assert said.value.key == key
    assert isinstance(said.value, Conflict) == (key == "requests-stale")
    assert desks[nation].request().standing == before
    assert set(desks[nation].state.requests) == {"R7"}


def test_a_nation_that_is_no_party_may_do_nothing():
    desks, _ = standing_in("sent")
    third = Desk("KOR")
    third.take_in(desks["USA"].events[-1])
    with pytest.raises(Told) as said:
        third.ask(command_of("offer", "b-sent"), "z", ("USA",))
    assert said.value.key == "requests-not-party"


def test_acts_are_bounded_with_one_left_and_none_left():
    desks, _ = standing_in("reported")
    desk = desks["JPN"]
    while len(desk.request().acts) < ACTS_MAX:
        desk.act("report", f"d{len(desk.request().acts):04d}")
    with pytest.raises(Told) as said:
        desk.act("report", "z")
    assert (said.value.key, dict(said.value.facts)) == ("requests-acts-most", {"most": ACTS_MAX})


def test_every_refusal_that_the_code_can_make_is_in_a_test():
    keys = set(re.findall(r'(?:Refused|Conflict)\(\s*"([\w-]+)"', inspect.getsource(decide)))
    elsewhere = {
        "requests-not-party",
        "requests-acts-most",
        "requests-joint-adopted",
    }  # the last in tests/node/test_joint
    assert keys == {row[0] for row in REFUSALS} | elsewhere


ALLOWED = (
    (USA, SENT, DraftRequest("N1", content()), RequestDrafted("N1", content()), ()),
    (JPN, SENT, RegisterNeed("N1", content(**NEED)), RequestRegistered("N1", content(**NEED)), None),
    (JPN, SENT, DraftAnswer("R7", "counter", TERMS), AnswerDrafted("R7", "counter", TERMS), ()),
    (JPN, SENT, act("offer"), ActTaken("R7", "offer", "JPN", ("b-sent",)), None),
    (JPN, SENT, act("counter", terms=TERMS), ActTaken("R7", "counter", "JPN", ("b-sent",), TERMS), None),
    (
        JPN,
        "accepted",
        CommitRequest("R7", "c-000"),
        ActTaken("R7", "commit", "JPN", ("c-000",), as_asked(content())),
        None,
    ),
    (
        USA,
        SENT,
        act("amend", changed=content(priority=1)),
        ActTaken("R7", "amend", "USA", ("b-sent",), None, content(priority=1)),
        None,
    ),
)


@pytest.mark.parametrize(("nation", "state", "command", "body", "label"), ALLOWED)
def test_a_command_records_one_event_and_what_must_stay_at_home_stays(nation, state, command, body, label):
    desks, _ = standing_in(state)
    other = {"USA": "JPN", "JPN": "USA"}[nation]
    row = decide.DECISIONS[type(command)]
    drafts = row.decide(desks[nation].state, command, context(nation, rel_to=(other,)))
    assert [d.body for d in drafts] == [body]
    assert [d.label.rel_to if d.label else None for d in drafts] == [label]


def test_a_draft_is_carried_whole_and_names_what_it_came_from():
    desks, _ = standing_in("sent")
    (happened,) = [e for e in desks["USA"].events if e.kind == "requests.RequestSent"]
    assert happened.refs == ("a-draft",)
    desks["JPN"].act("counter", "c")
    assert desks["JPN"].events[-1].refs == ("b-sent",)


def test_words_get_a_translation_only_where_there_are_none_and_it_stays_at_home():
    desk = Desk("JPN")
    desk.ask(RegisterNeed("N1", content(**NEED, need=Name("fly about 60 people", ""))), "a", ())
    drafts = decide.translate_text(
        desk.state, TranslateText("N1", "ja", " 60名を空輸 "), context("JPN", rel_to=("USA",))
    )
    assert [(d.body, d.label.rel_to) for d in drafts] == [(TextTranslated("N1", "ja", "60名を空輸"), ())]


def test_a_judgement_crosses_under_the_label_that_its_author_set():
    desk = Desk("JPN")
    for n in ("N1", "N2"):
        desk.ask(RegisterNeed(n, content(**NEED)), n, ())
    drafts = decide.judge_duplicate(desk.state, JudgeDuplicate("N2", "N1", same=True), context("JPN", rel_to=("USA",)))
    assert [(d.body, d.label) for d in drafts] == [(DuplicateJudged("N2", "N1", True), None)]


ROLES = {
    DraftRequest: {"planner", "liaison_officer"},
    RegisterNeed: {"watch_officer", "planner", "liaison_officer"},
    SendRequest: {"liaison_officer"},
    DraftAnswer: {"planner", "liaison_officer"},
    TakeAct: {"liaison_officer"},
    CommitRequest: {"commander"},
    TranslateText: {"watch_officer", "planner", "liaison_officer", "release_officer", "commander"},
    JudgeDuplicate: {"watch_officer", "planner", "liaison_officer"},
}


def test_who_may_do_what():
    assert {command: set(row.roles) for command, row in decide.DECISIONS.items()} == ROLES


def test_what_a_planner_drafted_is_replaced_by_the_next_draft_and_gone_once_an_act_is_carried():
    desks, _ = standing_in("sent")
    desk = desks["JPN"]
    desk.ask(DraftAnswer("R7", "counter", TERMS), "d1")
    desk.ask(DraftAnswer("R7", "decline"), "d2")
    desk.ask(DraftAnswer("R7", "counter", Terms(quantity=1)), "d3")
    assert [d.id for d in desk.request().drafts] == ["d2", "d3"]
    desk.act("counter", "e")
    assert desk.request().drafts == []


def test_sent_is_recorded_at_the_moment_of_sending_on_both_nodes():
    desk, other = Desk("USA"), Desk("JPN")
    desk.take_in(event(RequestDrafted("R7", content()), "a", "USA", at=1))
    carried = event(RequestSent("R7", content()), "b", "USA", at=3, rel_to=("JPN",))
    desk.take_in(carried)
    other.take_in(carried)
    assert desk.request().recorded == other.request().recorded == hour(3)
