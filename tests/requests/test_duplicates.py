"""Pairs that may be one need: two of three marks, with the evidence; never across places; a person decides."""

from datetime import timedelta, timezone

import pytest

from renkei.kernel.names import Name
from renkei.kernel.quantity import Quantity, parse_quantity
from renkei.locale import say
from renkei.requests import project
from renkei.requests.duplicates import PAIRS_MAX, pairs
from renkei.requests.events import RequestDrafted, RequestRegistered
from tests.kernel.facts import T0, event, fold, hour
from tests.requests.facts import content

SIXTY = Quantity("60 people", 60, "people")
ABOUT_SIXTY = Quantity("about 60 people", 60, "people", "about")


def need(**fields):
    asked = {"asker": "kochi", "provider": "JPN", "place": "kochi_port", "quantity": SIXTY, "by": hour(12)}
    return content(**(asked | {"asks": None} | fields))


def state_of(*needs):
    state = project.empty()
    for n, asked in enumerate(needs):
        fold(project, state, event(RequestRegistered(f"R{n}", asked), f"e{n:04d}", "JPN", at=n))
    return state


def common(first, second):
    return [pair.common for pair in pairs(state_of(first, second))]


PAIRS = (
    ({}, ("place", "quantity", "deadline")),
    ({"quantity": ABOUT_SIXTY}, ("place", "quantity", "deadline")),
    ({"quantity": Quantity("66 people", 66, "people")}, ("place", "quantity", "deadline")),
    ({"quantity": Quantity("67 people", 67, "people")}, ("place", "deadline")),
    ({"quantity": Quantity("60 beds", 60, "beds")}, ("place", "deadline")),
    ({"quantity": Quantity("many", None, "", "unknown")}, ("place", "deadline")),
    ({"quantity": None}, ("place", "deadline")),
    ({"by": hour(13)}, ("place", "quantity", "deadline")),
    ({"by": hour(11)}, ("place", "quantity", "deadline")),
    ({"by": hour(13) + timedelta(minutes=1)}, ("place", "quantity")),
    ({"by": None}, ("place", "quantity")),
    ({"by": hour(36), "quantity": Quantity("46 m3", 46, "m3")}, None),
    ({"place": "suzaki_port"}, None),
    ({"place": None}, None),
)


@pytest.mark.parametrize(("fields", "expected"), PAIRS)
def test_a_pair_shares_its_place_and_one_mark_more(fields, expected):
    assert common(need(), need(**fields)) == ([] if expected is None else [expected])
    assert common(need(**fields), need()) == ([] if expected is None else [expected])


def test_the_later_entry_is_named_first_with_the_evidence_in_both_languages():
    zone = timezone(timedelta(hours=9))
    (pair,) = pairs(state_of(need(), need(by=hour(12).astimezone(zone), quantity=ABOUT_SIXTY)))
    assert (pair.request, pair.of) == ("R1", "R0")
    assert [say("en", message, T0) for message in pair.evidence] == [
        "same place: kochi_port",
        "same quantity: 60 people",
        "same deadline: H+12",
    ]
    assert [say("ja", message, T0) for message in pair.evidence] == [
        "場所が同じ：kochi_port",
        "数量が同じ：60 people",
        "期限が同じ：H+12",
    ]


def test_a_draft_that_nobody_carried_is_no_entry():
    state = state_of(need())
    fold(project, state, event(RequestDrafted("R9", need(asker="JPN", provider="USA")), "z", "JPN"))
    assert pairs(state) == ()


def test_most_evidence_comes_first():
    state = state_of(need(by=None), need(), need())
    assert [(p.request, p.of) for p in pairs(state)] == [("R2", "R1"), ("R1", "R0"), ("R2", "R0")]


@pytest.mark.parametrize(("entries", "offered"), [(20, 190), (21, PAIRS_MAX)])
def test_pairs_are_bounded(entries, offered):
    assert len(pairs(state_of(*(need() for _ in range(entries))))) == offered


def test_sixty_in_either_language_is_sixty_but_its_unit_is_compared_as_it_was_entered():
    first = need(quantity=parse_quantity("60名"), need=Name("", "60名"))
    second = need(quantity=parse_quantity("６０名"), by=None)
    assert common(first, second) == [("place", "quantity")]
