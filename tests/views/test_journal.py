"""The log in words: every kind has its sentence, what it is about is named, and any body can be shown."""

import itertools

import msgspec
import pytest

from renkei.forces.events import PlaceReported, UnitDelayed
from renkei.kernel.message import told
from renkei.kernel.names import Name
from renkei.locale import known, say
from renkei.node.table import KINDS
from renkei.plan.events import TaskReported
from renkei.requests.events import ActTaken, RequestSent
from renkei.views.journal import log_row, matches, sentence
from renkei.views.viewer import Viewer, role_missing
from renkei.watch.events import EntryLogged, LinkLost
from tests.kernel.facts import T0, event, hour
from tests.requests.facts import content

SEEN = Viewer("JPN", frozenset(), T0, {"USA": Name("U.S. Forces Japan", "在日米軍")}, frozenset({"late"}))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_event_has_a_sentence(kind):
    assert known(f"event-{kind.replace('.', '-')}")


def raw(body, kind="watch.EntryLogged", origin="USA"):
    return msgspec.structs.replace(
        event(EntryLogged(Name("x")), "e", origin), kind=kind, body=msgspec.Raw(msgspec.json.encode(body))
    )


ABOUT = (
    ({"text": {"en": "aftershock", "ja": "余震"}}, Name("aftershock", "余震")),
    ({"text": {"en": "", "ja": "余震"}}, Name("", "余震")),
    ({"name": {"en": "K8"}, "id": "k"}, Name("K8", "")),
    ({"content": {"need": {"en": "lift"}}, "request": "R7"}, Name("lift", "")),
    ({"content": "x", "request": "R7"}, Name("R7", "R7")),
    ({"request": "R7"}, Name("R7", "R7")),
    ({"id": "K8", "request": "R7"}, Name("K8", "K8")),
    ({"id": 7, "unit": "lha7"}, Name("lha7", "lha7")),
    ({"name": {"en": ""}}, Name("", "")),
    ({}, Name("", "")),
    ([], Name("", "")),
    (None, Name("", "")),
    (["name"], Name("", "")),
    ({"text": {"en": 7, "ja": ["x"]}}, Name("7", "['x']")),
)


@pytest.mark.parametrize(("body", "what"), ABOUT)
def test_an_event_names_what_it_is_about(body, what):
    assert sentence(raw(body), SEEN).facts["what"] == what


@pytest.mark.parametrize("body", [[], None, {}, {"by": 7, "verb": None}, "x", 7])
def test_an_act_of_any_form_can_be_shown(body):
    assert sentence(raw(body, "requests.ActTaken"), SEEN).key == "event-requests-ActTaken"


def test_an_unknown_kind_is_shown_as_unknown_by_its_key():
    assert say("en", sentence(raw({}, "orders.OrderIssued"), SEEN)) == "event-orders-OrderIssued"


def test_sentences_name_the_headquarters_and_the_need():
    sent = event(RequestSent("R7", content()), "e", "USA")
    assert sentence(sent, SEEN) == told(
        "event-requests-RequestSent",
        what=Name("parking for four aircraft", "4機の駐機"),
        by=Name("U.S. Forces Japan", "在日米軍"),
    )
    act = event(ActTaken("R7", "counter", "USA"), "f", "USA")
    assert sentence(act, SEEN).facts["by"] == Name("U.S. Forces Japan", "在日米軍")


def test_a_row_says_who_when_and_whether_it_came_late():
    happened = event(EntryLogged(Name("x")), "late", "USA", at=2, rel_to=("JPN",))
    row = log_row(happened, 7, shared=True, viewer=SEEN)
    assert (row.number, row.late, row.shared, row.rel_to, row.valid) == (7, True, True, ("JPN",), hour(2))
    assert not log_row(event(EntryLogged(Name("x")), "f"), 8, shared=False, viewer=SEEN).late


def test_rows_are_found_by_all_words_in_any_case():
    events = [
        event(EntryLogged(Name(f"{a} {b}")), f"{a}{b}")
        for a, b in itertools.product(("Kochi", "Shingu"), ("open", "closed"))
    ]

    def found(words):
        return [e.id for e in events if matches(e, words)]

    assert found("kochi OPEN") == ["Kochiopen"]
    assert found("watch.entry kochi") == ["Kochiopen", "Kochiclosed"]
    assert found("nothing") == []
    assert found("  ") == [e.id for e in events]


def test_who_may_is_said_in_alphabetical_order():
    said = role_missing(frozenset({"planner", "commander"}))
    assert said == told("node-role-missing", roles=Name("commander, planner", "指揮官、計画担当"))
    assert SEEN.name("USA").en == "U.S. Forces Japan"
    assert SEEN.name("KOR") == Name("KOR", "KOR")


NAMED = msgspec.structs.replace(
    SEEN, things={"kochi_ap": Name("Kochi Airport", "高知空港"), "lha7": Name("Tripoli", "トリポリ")}
)
REPORTS = (
    (
        PlaceReported("kochi_ap", "flooded", "survey", task="K1"),
        "U.S. Forces Japan reported Kochi Airport: flooded (survey)",
        "在日米軍が 高知空港 の状況を報告：浸水（現地調査）",
    ),
    (
        PlaceReported("nowhere", "unknown", "social_media"),
        "U.S. Forces Japan reported nowhere: state unknown (social media)",
        "在日米軍が nowhere の状況を報告：状況不明（SNS）",
    ),
    (
        UnitDelayed("lha7", 480),
        "U.S. Forces Japan reported Tripoli delayed by 480 min",
        "在日米軍が トリポリ の遅れ（480分）を報告",
    ),
    (
        TaskReported("K1", "started", hour(5)),
        "U.S. Forces Japan reported on the task K1: begun at 092030Z FEB 26",
        "在日米軍が任務 K1 の状況を報告：開始 092030Z FEB 26",
    ),
    (
        TaskReported("K1", "delayed", hour(5)),
        "U.S. Forces Japan reported on the task K1: expected at 092030Z FEB 26",
        "在日米軍が任務 K1 の状況を報告：見込み 092030Z FEB 26",
    ),
    (
        LinkLost("USA", told("watch-link-closed")),
        "The link to U.S. Forces Japan was lost",
        "在日米軍 との回線断",
    ),
)


@pytest.mark.parametrize(("body", "english", "japanese"), REPORTS)
def test_a_report_says_of_what_by_its_name_and_what_was_reported(body, english, japanese):
    found = sentence(event(body, "e", "USA"), NAMED)
    assert [plain(say(language, found)) for language in ("en", "ja")] == [english, japanese]


@pytest.mark.parametrize("kind", ["forces.PlaceReported", "forces.UnitDelayed", "plan.TaskReported", "watch.LinkLost"])
@pytest.mark.parametrize("body", [{}, [], {"place": 7, "status": None, "at": "x", "report": [], "delay_min": "?"}])
def test_a_report_of_any_form_can_be_shown(kind, body):
    found = sentence(raw(body, kind), NAMED)
    assert all(not plain(say(language, found)).startswith("event-") for language in ("en", "ja"))


def plain(text):
    """Leave out the marks that keep facts apart from the sentence's direction."""
    return text.replace("\u2068", "").replace("\u2069", "")
