"""Units and places: every refusal, every fold with a partner's hostile twin, and which report of a place stands."""

import inspect
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.forces import decide, project
from renkei.forces.events import CLOSED, PlaceRegistered, PlaceReported, UnitDelayed, UnitRegistered
from renkei.forces.model import DELAY_MAX_MIN, PlaceReport, RegisterPlace, RegisterUnit, ReportPlace, ReportUnitDelay
from renkei.forces.status import WEIGHT, judge
from renkei.kernel.digest import digest
from renkei.kernel.errors import Refused
from renkei.kernel.names import Name
from tests.kernel.facts import context, event, fold, hour

LHA = UnitRegistered("lha7", "USA", Name("Tripoli"), "ship", 1)
LST = UnitRegistered("lst4001", "JPN", Name("Osumi"), "osumi_lst", 1)
KOCHI = PlaceRegistered("kochi_ap", Name("Kochi"), "airfield", 33.54, 133.67, "JPN")
YOKOTA = PlaceRegistered("yokota", Name("Yokota"), "airfield", 35.75, 139.35, "USA")


def known():
    """Return the state of the Japanese node: a unit and a place of its own, and of the partner's."""
    return folded((LST, "a", "JPN"), (LHA, "b", "USA"), (KOCHI, "c", "JPN"), (YOKOTA, "d", "USA"))


def folded(*happened, state=None):
    state = project.empty() if state is None else state
    for body, identifier, origin in happened:
        fold(project, state, event(body, identifier, origin))
    return state


def place(lat, lon, identifier="new"):
    return RegisterPlace(identifier, Name("x"), "port", lat, lon)


def unit(identifier="new", owner="JPN", count=1):
    return RegisterUnit(identifier, Name("x"), "ship", count, owner)


REFUSALS = (
    ("forces-place-known", place(0, 0, "kochi_ap")),
    ("forces-position-half", place(33.0, None)),
    ("forces-position-half", place(None, 133.0)),
    ("forces-position", place(90.001, 0)),
    ("forces-position", place(-90.001, 0)),
    ("forces-position", place(0, 180.001)),
    ("forces-position", place(0, -180.001)),
    ("forces-position", place(float("nan"), 0)),
    ("forces-partner-unit", unit(owner="USA")),
    ("forces-partner-unit", ReportUnitDelay("lha7", 60)),
    ("forces-unit-known", unit("lst4001")),
    ("forces-unit-known", unit("lha7")),
    ("forces-count", unit(count=0)),
    ("forces-place-unknown", ReportPlace("nowhere", "open", "survey")),
    ("forces-not-authority", ReportPlace("yokota", "open", "authority")),
    ("forces-unit-unknown", ReportUnitDelay("nothing", 60)),
    ("forces-delay", ReportUnitDelay("lst4001", -1)),
    ("forces-delay", ReportUnitDelay("lst4001", DELAY_MAX_MIN + 1)),
)


@pytest.mark.parametrize(("key", "command"), REFUSALS)
def test_refused_with_the_reason(key, command):
    with pytest.raises(Refused) as refused:
        decide.DECISIONS[type(command)].decide(known(), command, context("JPN"))
    assert refused.value.key == key


def test_every_refusal_that_the_code_can_make_is_in_a_test():
    assert set(re.findall(r'Refused\("([\w-]+)"', inspect.getsource(decide))) == {row[0] for row in REFUSALS}


ALLOWED = (
    (place(None, None), PlaceRegistered("new", Name("x"), "port")),
    (place(90, 180), PlaceRegistered("new", Name("x"), "port", 90, 180)),
    (place(-90, -180), PlaceRegistered("new", Name("x"), "port", -90, -180)),
    (unit(), UnitRegistered("new", "JPN", Name("x"), "ship", 1)),
    (
        ReportPlace("kochi_ap", "flooded", "survey", task="K1"),
        PlaceReported("kochi_ap", "flooded", "survey", None, "K1"),
    ),
    (ReportPlace("kochi_ap", "open", "authority"), PlaceReported("kochi_ap", "open", "authority")),
    (ReportPlace("yokota", "open", "liaison"), PlaceReported("yokota", "open", "liaison")),
    (ReportUnitDelay("lst4001", 0), UnitDelayed("lst4001", 0)),
    (ReportUnitDelay("lst4001", DELAY_MAX_MIN), UnitDelayed("lst4001", DELAY_MAX_MIN)),
)


@pytest.mark.parametrize(("command", "body"), ALLOWED)
def test_a_command_records_what_it_says_under_the_label_of_its_author(command, body):
    drafts = decide.DECISIONS[type(command)].decide(known(), command, context("JPN"))
    assert [(d.body, d.label) for d in drafts] == [(body, None)]


def test_who_may_do_what():
    assert {c.__name__: sorted(row.roles) for c, row in decide.DECISIONS.items()} == {
        "RegisterPlace": ["planner", "watch_officer"],
        "RegisterUnit": ["planner"],
        "ReportPlace": ["liaison_officer", "watch_officer"],
        "ReportUnitDelay": ["watch_officer"],
    }


HOSTILE = (
    UnitRegistered("lst4001", "USA", Name("taken over"), "ship", 9),
    UnitRegistered("lst4001", "JPN", Name("in our name"), "ship", 9),
    UnitDelayed("lst4001", 480),
    UnitDelayed("nothing", 480),
    PlaceRegistered("kochi_ap", Name("moved"), "airfield", 0, 0),
    PlaceRegistered("kochi_ap", Name("taken over"), "airfield", 33.54, 133.67, "USA"),
)


@pytest.mark.parametrize("body", HOSTILE)
def test_a_partner_changes_nothing_of_ours(body):
    assert digest(folded((body, "h", "USA"), state=known())) == digest(known())


def test_a_partners_report_under_the_identifier_of_ours_stands_beside_it():
    ours, theirs = PlaceReported("kochi_ap", "flooded", "survey"), PlaceReported("kochi_ap", "open", "press")
    state = folded((ours, "r", "JPN"), (theirs, "r", "USA"), state=known())
    assert [r.body for r in state.reports["kochi_ap"].values()] == [ours, theirs]


def test_the_owner_says_how_late_its_unit_is_and_the_newest_word_counts():
    state = folded((UnitDelayed("lha7", 480), "d", "USA"), (UnitDelayed("lha7", 60), "e", "USA"), state=known())
    assert state.delays == {"lha7": 60}


def test_a_later_release_tells_more_and_makes_no_second_entry():
    less = PlaceReported("kochi_ap", "flooded", "survey")
    more = PlaceReported("kochi_ap", "flooded", "survey", hour(60))
    state = folded((less, "r", "USA"), (more, "r", "USA"), (LHA, "b", "USA"), state=known())
    assert [r.body for r in state.reports["kochi_ap"].values()] == [more]
    richer = UnitRegistered("lha7", "USA", Name("Tripoli"), "ship", 1, ready=hour(24))
    assert folded((richer, "b", "USA"), state=state).units["lha7"] == richer


BODIES = st.one_of(
    st.builds(
        PlaceReported,
        st.sampled_from(("kochi_ap", "x")),
        st.sampled_from(sorted(CLOSED)),
        st.sampled_from(sorted(WEIGHT)),
    ),
    st.builds(UnitDelayed, st.sampled_from(("lha7", "lst4001", "x")), st.integers(0, 999)),
    st.builds(
        UnitRegistered,
        st.sampled_from(("u1", "u2")),
        st.sampled_from(("JPN", "USA")),
        st.just(Name("u")),
        st.just("t"),
        st.integers(1, 9),
    ),
)


@given(st.lists(BODIES, max_size=5), st.lists(BODIES, max_size=5), st.randoms(use_true_random=False))
def test_two_nations_events_commute(ours, theirs, random):
    """As long as the two do not give one identifier to two units, which only one of them can own."""
    left = [(b, f"j{n}", "JPN") for n, b in enumerate(ours) if getattr(b, "owner", "JPN") == "JPN"]
    right = [(b, f"u{n}", "USA") for n, b in enumerate(theirs) if getattr(b, "owner", "USA") == "USA"]
    taken = {b.unit for b, _, _ in left if isinstance(b, UnitRegistered)}
    right = [row for row in right if not (isinstance(row[0], UnitRegistered) and row[0].unit in taken)]
    mixed, waiting = [], [list(left), list(right)]
    while any(waiting):
        mixed.append(random.choice([queue for queue in waiting if queue]).pop(0))
    one, other = folded(*left, *right, state=known()), folded(*mixed, state=known())
    assert digest(one) == digest(other)


def report(identifier, status, source, at=0.0):
    body = PlaceReported("kochi_ap", status, source)
    return PlaceReport(identifier, "JPN", "watch_officer:a", hour(at), body)


JUDGEMENTS = (
    # reports, what stands, on which report, which reports say otherwise
    ([], None, None, []),
    ([("a", "open", "social_media", 6)], "open", "a", []),
    ([("a", "open", "social_media", 6), ("b", "flooded", "survey", 6)], "flooded", "b", ["a"]),
    ([("a", "flooded", "survey", 6), ("b", "open", "social_media", 7)], "flooded", "a", ["b"]),
    ([("a", "flooded", "survey", 6), ("b", "open", "survey", 60)], "open", "b", ["a"]),
    ([("a", "flooded", "survey", 6), ("b", "flooded", "press", 5)], "flooded", "a", []),
    ([("a", "unknown", "authority", 0), ("b", "open", "press", 5)], "unknown", "a", ["b"]),
    ([("a", "unknown", "press", 0), ("b", "open", "authority", 5)], "open", "b", []),
    ([("a", "open", "unit", 6), ("b", "closed", "unit", 6)], "closed", "b", ["a"]),
)


@pytest.mark.parametrize(("reports", "status", "basis", "otherwise"), JUDGEMENTS)
def test_what_somebody_went_to_see_outweighs_what_somebody_heard(reports, status, basis, otherwise):
    for order in itertools.permutations(report(*r) for r in reports):
        judged = judge(order, "JPN")
        if status is None:
            assert judged is None
            continue
        assert (judged.status, judged.basis.id, [r.id for r in judged.conflicting]) == (status, basis, otherwise)


def test_sources_are_ranked_without_a_tie():
    ranked = ["survey", "unit", "authority", "liaison", "press", "social_media"]
    assert sorted(WEIGHT, key=WEIGHT.get, reverse=True) == ranked
    assert len(set(WEIGHT.values())) == len(WEIGHT)


@pytest.mark.parametrize(
    ("owner", "reports", "stands"),
    [
        ("JPN", [("JPN", "closed", "authority"), ("USA", "open", "authority")], "closed"),
        ("JPN", [("USA", "open", "authority"), ("JPN", "closed", "liaison")], "closed"),
        ("JPN", [("JPN", "closed", "press"), ("USA", "open", "authority")], "open"),
        ("USA", [("JPN", "closed", "authority"), ("USA", "open", "authority")], "open"),
        ("USA", [("USA", "open", "authority"), ("JPN", "closed", "survey")], "closed"),
        (None, [("JPN", "closed", "authority"), ("USA", "open", "unit")], "open"),
        (None, [("USA", "open", "authority"), ("JPN", "closed", "press")], "open"),
    ],
)
def test_nobody_but_the_owner_speaks_as_the_authority_of_a_place(owner, reports, stands):
    made = [
        PlaceReport(f"e{n}", origin, "watch_officer:a", hour(n), PlaceReported("x", status, source))
        for n, (origin, status, source) in enumerate(reports)
    ]
    for order in itertools.permutations(made):
        assert judge(order, owner).status == stands
