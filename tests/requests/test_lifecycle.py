"""The whole table: every state, side and verb, legal and illegal alike, in decisions and in folds."""

import itertools

import pytest

from renkei.kernel.errors import Refused
from renkei.requests.events import ActTaken
from renkei.requests.lifecycle import (
    AGREED,
    NOTHING_PROVIDED,
    OPEN,
    PUTS_FORWARD,
    STATES,
    TRANSITIONS,
    as_asked,
    must,
    verbs,
)
from tests.kernel.facts import event
from tests.requests.facts import NATION, TERMS, VERBS, content, paths, standing_in

SIDES = ("asker", "provider")
ALL = tuple(itertools.product(STATES, SIDES, VERBS))
TAKEN = tuple(row for row in ALL if row[2] != "request")


def test_the_table_knows_these_states_and_reaches_each():
    assert STATES == (
        "accepted",
        "committed",
        "countered_by_asker",
        "countered_by_provider",
        "crossed",
        "declined",
        "offer_withdrawn",
        "offered",
        "reported",
        "sent",
        "withdrawn",
    )
    assert set(paths()) | {"crossed"} == set(STATES)
    assert set(STATES) == AGREED | OPEN | NOTHING_PROVIDED
    assert frozenset() == AGREED & NOTHING_PROVIDED


def test_no_verb_orders_anything():
    assert set(VERBS) == {"request", "amend", "offer", "counter", "accept", "decline", "withdraw", "commit", "report"}


@pytest.mark.parametrize("state", STATES)
def test_a_path_leads_to_each_state_the_same_on_both_nodes(state):
    desks, _ = standing_in(state)
    assert desks["USA"].request().standing == desks["JPN"].request().standing
    assert desks["USA"].request().standing.state == state


@pytest.mark.parametrize(("state", "side", "verb"), TAKEN)
def test_a_decision_allows_what_the_table_allows(state, side, verb):
    desks, carry = standing_in(state)
    desk = desks[NATION[side]]
    before = desk.request().standing
    after = TRANSITIONS.get((state, side, verb))
    if after is None:
        with pytest.raises(Refused) as refused:
            desk.act(verb, "z")
        assert (refused.value.key, refused.value.facts["state"]) == ("requests-verb-not-now", state)
        assert desk.request().standing == before
        return
    desk.act(verb, "z")
    carry()
    assert [d.request().standing.state for d in desks.values()] == [after, after]
    assert [d.request().standing.version for d in desks.values()] == ["z", "z"]


@pytest.mark.parametrize(("state", "side", "verb"), TAKEN)
def test_a_fold_counts_what_the_table_allows_and_nothing_else(state, side, verb):
    """What a partner's node sends without asking its own `decide` has no effect either."""
    desks, _ = standing_in(state)
    desk = desks["JPN" if side == "asker" else "USA"]
    before = desk.request().standing
    heads = tuple(before.version.split("+"))
    terms, changed = (TERMS if verb == "counter" else None), (content(priority=1) if verb == "amend" else None)
    body = ActTaken("R7", verb, NATION[side], heads, terms, changed)
    desk.take_in(event(body, "z", NATION[side], rel_to=("JPN",)))
    after = TRANSITIONS.get((state, side, verb))
    if after is None:
        assert desk.request().standing == before
    else:
        assert (desk.request().standing.state, desk.request().standing.version) == (after, "z")


def test_verbs_are_those_of_the_table():
    for state, side in itertools.product(STATES, SIDES):
        assert set(verbs(state, side)) == {v for s, who, v in TRANSITIONS if (s, who) == (state, side)}
    assert verbs("withdrawn", "asker") == verbs("withdrawn", "provider") == ()


def test_only_the_provider_commits_and_only_what_was_accepted():
    assert [row for row in TRANSITIONS if row[2] == "commit"] == [("accepted", "provider", "commit")]


def test_what_is_accepted_are_the_terms_on_the_table():
    asked = as_asked(content())
    assert asked is not None
    assert (asked.resource, asked.quantity) == ("parking:x", 4)
    assert as_asked(content(asks=None)) is None
    for path, terms in (
        ((("provider", "accept"),), asked),
        ((("provider", "offer"), ("asker", "accept")), asked),
        ((("provider", "counter"), ("asker", "accept")), TERMS),
        ((("provider", "counter"), ("asker", "accept"), ("provider", "commit"), ("provider", "report")), TERMS),
        ((("provider", "counter"), ("asker", "amend")), None),
        ((("provider", "counter"), ("asker", "amend"), ("provider", "accept")), asked),
        ((("provider", "counter"), ("provider", "withdraw")), None),
        ((("provider", "counter"), ("provider", "withdraw"), ("provider", "offer"), ("asker", "accept")), asked),
        ((("provider", "counter"), ("asker", "decline")), TERMS),
    ):
        assert along(path).request().standing.terms == terms, path
    assert {"offer", "counter"} == PUTS_FORWARD


def along(path):
    """Return the asker's desk after acts in turn."""
    desks, carry = standing_in("sent")
    for n, (side, verb) in enumerate(path):
        desks[NATION[side]].act(verb, f"c{n}")
        carry()
    return desks["USA"]


CROSSINGS = (
    ("withdraw", "counter", "crossed", "requests-must-asker-withdraw", "requests-must-provider-stand"),
    ("amend", "counter", "crossed", "requests-must-asker-stand", "requests-must-provider-stand"),
    ("amend", "accept", "crossed", "requests-must-asker-stand", "requests-must-provider-stand"),
    ("amend", "decline", "crossed", "requests-must-asker-stand", "requests-must-provider-stand"),
    ("withdraw", "accept", "crossed", "requests-must-asker-withdraw", "requests-must-provider-stand"),
)


@pytest.mark.parametrize(("left", "right", "state", "asker", "provider"), CROSSINGS)
def test_acts_that_crossed_show_the_same_on_both_nodes_with_what_each_must_do(left, right, state, asker, provider):
    desks, carry = standing_in("sent")
    desks["USA"].act(left, "d-usa")
    desks["JPN"].act(right, "c-jpn")
    carry()
    for desk in desks.values():
        standing = desk.request().standing
        assert (standing.state, standing.version) == (state, "c-jpn+d-usa")
        assert [act.id for act in standing.crossed] == ["c-jpn", "d-usa"]
        assert must(standing.crossed, standing.content) == {"USA": asker, "JPN": provider}


def test_where_one_side_withdrew_and_the_other_declined_nothing_crossed():
    desks, carry = standing_in("sent")
    desks["USA"].act("withdraw", "d")
    desks["JPN"].act("decline", "c")
    carry()
    assert [d.request().standing.state for d in desks.values()] == ["withdrawn", "withdrawn"]


def test_a_crossing_is_settled_by_the_next_act_that_has_seen_both():
    desks, carry = standing_in("crossed")
    desks["USA"].act("withdraw", "e")
    carry()
    assert [d.request().standing.state for d in desks.values()] == ["withdrawn", "withdrawn"]


def test_acts_that_settle_a_crossing_can_cross_again():
    desks, carry = standing_in("crossed")
    desks["USA"].act("amend", "e")
    desks["JPN"].act("decline", "f")
    carry()
    assert [d.request().standing.state for d in desks.values()] == ["crossed", "crossed"]
    assert [d.request().standing.version for d in desks.values()] == ["e+f", "e+f"]
