"""The request desk as each side reads it: order, words, what may be done next and by whom, duplicates, risk."""

import itertools
from datetime import UTC, timedelta, timezone

import msgspec
import pytest

from renkei.forces import project as forces_project
from renkei.forces.events import PlaceRegistered
from renkei.kernel.label import WITHHELD
from renkei.kernel.names import LANGUAGES, Name
from renkei.locale import known, say
from renkei.plan.model import Duration, Mode, Task
from renkei.plan.state import PlanState
from renkei.requests import decide, project
from renkei.requests.events import DuplicateJudged, RequestDrafted, RequestRegistered, RequestSent, TextTranslated
from renkei.requests.lifecycle import STATES, verbs
from renkei.requests.model import CommitRequest, DraftAnswer, SendRequest, TakeAct
from renkei.views.requests import LIAISON, VERB_ROLES, end_of, request_rows
from renkei.views.viewer import Viewer
from tests.kernel.facts import T0, event, fold, hour
from tests.requests.facts import NATION, content, standing_in

NAMES = {"USA": Name("U.S. Forces Japan", "在日米軍"), "JPN": Name("Joint Operations Command", "統合作戦司令部")}


def viewer(nation="JPN", *roles):
    return Viewer(nation, frozenset(roles), hour(30), NAMES)


def rows(state, nation="JPN", *roles, plan=None, forces=None):
    return request_rows(state, plan or PlanState(), forces or forces_project.empty(), viewer(nation, *roles))


def row(state, nation="JPN", *roles, plan=None):
    (only,) = rows(state, nation, *roles, plan=plan)
    return only


@pytest.mark.parametrize(("state", "side"), list(itertools.product(STATES, NATION)))
def test_the_desk_offers_what_the_life_cycle_allows_and_says_who_may(state, side):
    desk = standing_in(state)[0][NATION[side]]
    liaison = row(desk.state, NATION[side], "liaison_officer")
    assert [m.verb for m in liaison.may] == list(verbs(state, side))
    assert [m.verb for m in liaison.may if not m.allowed] == [v for v in verbs(state, side) if v == "commit"]
    for may in liaison.may:
        wanted = ("commander",) if may.verb == "commit" else ("liaison_officer",)
        assert may.roles == wanted
        if not may.allowed:
            assert say("en", may.refused) == "This is not yours to do. It is for: commander."
    planner = row(desk.state, NATION[side], "planner")
    assert not any(m.allowed for m in planner.may)
    assert liaison.own_side == side


def test_the_roles_on_the_screen_are_those_of_the_decisions():
    assert VERB_ROLES["commit"] == decide.DECISIONS[CommitRequest].roles
    assert decide.DECISIONS[TakeAct].roles == decide.DECISIONS[SendRequest].roles == LIAISON


@pytest.mark.parametrize("state", [*STATES, "drafted", "registered"])
def test_each_state_is_said_in_both_languages(state):
    assert known(f"requests-state-{state}")


@pytest.mark.parametrize("state", STATES)
def test_both_nodes_say_the_same_of_the_same_acts(state):
    desks, _ = standing_in(state)
    ours, theirs = (row(desks[n].state, n) for n in ("JPN", "USA"))
    for field in ("state", "told", "history", "crossed", "terms", "version", "need", "quantity", "by"):
        assert getattr(ours, field) == getattr(theirs, field), field


def test_a_crossing_shows_both_acts_and_what_each_must_do_in_words():
    desks, carry = standing_in("sent")
    desks["USA"].act("withdraw", "d")
    desks["JPN"].act("counter", "c")
    carry()
    for nation in NATION.values():
        crossed = row(desks[nation].state, nation).crossed
        assert [(a.id, a.verb, a.by) for a in crossed.acts] == [("c", "counter", "JPN"), ("d", "withdraw", "USA")]
        assert {n: say("en", m) for n, m in crossed.must.items()} == {
            "USA": "Confirm the withdrawal by withdrawing again, or change the request to keep it alive",
            "JPN": "Look at what U.S. Forces Japan did meanwhile; "
            "then offer, counter or decline on the changed request",
        }
        assert say("ja", crossed.must["JPN"]).startswith("在日米軍がその間に行ったことを確認し")
    assert row(standing_in("sent")[0]["JPN"].state).crossed is None


def desk_of(*happened):
    state = project.empty()
    for n, (body, identifier, origin) in enumerate(happened):
        fold(project, state, event(body, identifier, origin, at=n))
    return state


REGISTERED = RequestRegistered("R1", content(asker="kochi", provider="JPN", channel="prefecture->JPN"))


def test_the_list_is_in_order_of_registration_and_sending():
    state = desk_of(
        (RequestDrafted("R9", content(asker="JPN", provider="USA")), "a", "JPN"),
        (REGISTERED, "b", "JPN"),
        (RequestSent("R7", content()), "c", "USA"),
        (RequestSent("R9", content(asker="JPN", provider="USA")), "d", "JPN"),
    )
    assert [r.id for r in rows(state)] == ["R1", "R7", "R9"]


def test_a_registered_need_belongs_to_the_register_and_nobody_answers_it():
    shown = row(desk_of((REGISTERED, "b", "JPN")), "JPN", "liaison_officer")
    assert (shown.own_side, shown.may, shown.state, shown.history) == ("register", (), "registered", ())


def test_an_own_draft_may_be_carried_by_a_liaison_officer():
    state = desk_of((RequestDrafted("R9", content(asker="JPN", provider="USA")), "a", "JPN"))
    assert [(m.verb, m.allowed) for m in row(state, "JPN", "liaison_officer").may] == [("request", True)]
    assert [(m.verb, m.allowed) for m in row(state, "JPN", "planner").may] == [("request", False)]


WORDS = (
    (Name("fly about 60 people", ""), None, "en", ("fly about 60 people", ""), {"en": "original", "ja": "none"}),
    (Name("fly", ""), "60名を空輸", "en", ("fly", "60名を空輸"), {"en": "original", "ja": "human"}),
    (Name("", "空輸"), None, "ja", ("", "空輸"), {"en": "none", "ja": "original"}),
    (Name("fly", "空輸"), "別訳", "en", ("fly", "空輸"), {"en": "original", "ja": "original"}),
)


@pytest.mark.parametrize(("need", "translation", "original", "words", "status"), WORDS)
def test_the_original_is_kept_and_the_state_of_each_language_shown(need, translation, original, words, status):
    happened = [(RequestSent("R7", content(need=need)), "b", "USA")]
    if translation:
        happened.append((TextTranslated("R7", "ja", translation), "c", "JPN"))
    shown = row(desk_of(*happened)).need
    assert (shown.original, (shown.en, shown.ja), shown.status) == (original, words, status)


def test_of_two_nations_translations_each_side_reads_its_own():
    happened = (
        (RequestSent("R7", content(need=Name("fly", ""))), "b", "USA"),
        (TextTranslated("R7", "ja", "日"), "c", "JPN"),
        (TextTranslated("R7", "ja", "米"), "d", "USA"),
    )
    assert row(desk_of(*happened), "JPN").need.ja == "日"
    assert row(desk_of(*happened), "USA").need.ja == "米"
    assert row(desk_of(*happened[:2]), "USA").need.ja == "日"


def test_a_place_is_shown_by_its_name_or_else_by_its_identifier():
    forces = forces_project.empty()
    state = desk_of((RequestSent("R7", content()), "b", "USA"))
    assert rows(state, forces=forces)[0].place.name == Name("matsuyama_ap", "matsuyama_ap")
    named = PlaceRegistered("matsuyama_ap", Name("Matsuyama", "松山"), "airfield")
    fold(forces_project, forces, event(named, "p", "JPN"))
    assert rows(state, forces=forces)[0].place.name == Name("Matsuyama", "松山")
    assert row(desk_of((RequestSent("R7", content(place=None)), "b", "USA"))).place is None


def test_a_withheld_deadline_is_shown_as_none():
    assert row(desk_of((RequestSent("R7", content(by=WITHHELD)), "b", "USA"))).by is None


def test_a_duplicate_is_offered_on_both_entries_and_shows_what_a_person_decided():
    twice = (REGISTERED, "b", "JPN"), (msgspec.structs.replace(REGISTERED, request="R3"), "c", "JPN")
    state = desk_of(*twice)
    assert [[(d.request, d.state) for d in r.duplicates] for r in rows(state)] == [
        [("R3", "offered")],
        [("R1", "offered")],
    ]
    for words, ours, theirs in (
        ([("JPN", True)], "confirmed", "confirmed"),
        ([("JPN", False)], "dismissed", "dismissed"),
        ([("JPN", True), ("USA", False)], "confirmed", "dismissed"),
        ([("USA", False), ("JPN", True)], "confirmed", "dismissed"),
        ([("JPN", True), ("JPN", False)], "dismissed", "dismissed"),
    ):
        judged = ((DuplicateJudged("R3", "R1", same), f"j{n}", by) for n, (by, same) in enumerate(words))
        state = desk_of(*twice, *judged)
        shown = {n: {d.state for r in rows(state, n) for d in r.duplicates} for n in ("JPN", "USA")}
        assert shown == {"JPN": {ours}, "USA": {theirs}}, words


def test_drafts_of_the_own_side_only_are_on_the_desk():
    desk = standing_in("sent")[0]["JPN"]
    desk.ask(DraftAnswer("R7", "decline"), "d")
    assert [d.verb for d in row(desk.state, "JPN").drafts] == ["decline"]
    assert row(desk.state, "USA").drafts == ()


def task(**fields):
    return Task(id="K7", owner="USA", duration=Duration(360), name=Name("LCAC", "揚陸艇"), answers="R7", **fields)


def planned(*tasks):
    return PlanState(tasks={t.id: t for t in tasks})


RISKS = (
    (task(), None),
    (task(start=hour(17)), None),
    (task(start=hour(18)), None),
    (task(start=hour(18) + timedelta(minutes=1)), "At risk: due H+24, now expected H+24:01 (LCAC)"),
    (task(start=hour(44)), "At risk: due H+24, now expected H+50 (LCAC)"),
    (task(start=hour(44), status="cancelled"), None),
    (
        task(start=hour(18), mode="slow", modes=(Mode("slow", Duration(720)),)),
        "At risk: due H+24, now expected H+30 (LCAC)",
    ),
)


@pytest.mark.parametrize(("answering", "said"), RISKS)
def test_the_asker_reads_that_an_answer_will_be_late(answering, said):
    for zone in (UTC, timezone(timedelta(hours=9))):
        asked = content(by=hour(24).astimezone(zone))
        risk = row(desk_of((RequestSent("R7", asked), "b", "USA")), plan=planned(answering)).at_risk
        assert (say("en", risk, T0) if risk else None) == said


def test_without_a_deadline_or_another_request_nothing_is_at_risk():
    late = planned(task(start=hour(99)))
    assert row(desk_of((RequestSent("R7", content(by=None)), "b", "USA")), plan=late).at_risk is None
    assert row(desk_of((RequestSent("R8", content()), "b", "USA")), plan=late).at_risk is None
    assert end_of(task()) is None


@pytest.mark.parametrize(
    "verb", ["request", "amend", "offer", "counter", "accept", "decline", "withdraw", "commit", "report"]
)
def test_each_act_is_said_in_both_languages(verb):
    assert known(f"requests-verb-{verb}")
    assert set(LANGUAGES) == {"en", "ja"}
