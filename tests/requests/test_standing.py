"""Folds of requests as properties: a set of acts stands the same on both nodes, and no partner can make it raise."""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.digest import digest
from renkei.kernel.errors import Malformed
from renkei.kernel.event import Unknown, decode_body
from renkei.kernel.names import Name
from renkei.node.table import KINDS
from renkei.requests import project
from renkei.requests.events import (
    ActTaken,
    AnswerDrafted,
    DuplicateJudged,
    RequestDrafted,
    RequestRegistered,
    RequestSent,
    Terms,
    TextTranslated,
)
from renkei.requests.lifecycle import side_of, standing, verbs
from tests.kernel.facts import event, fold
from tests.requests.facts import ASKER, PROVIDER, TERMS, Desk, content, sent, standing_in

STEPS = st.lists(st.tuples(st.sampled_from((ASKER, PROVIDER, "carry")), st.integers(0, 8)), max_size=14)


def played(steps):
    """Return two desks after acts that each side chose from what it may do, with the mail carried now and then."""
    desks, carry = sent()
    numbers = itertools.count()
    for who, choice in steps:
        if who == "carry":
            carry()
            continue
        request = desks[who].request()
        may = verbs(request.standing.state, side_of(who, request.content))
        if may:
            desks[who].act(may[choice % len(may)], f"n{next(numbers):03d}-{who}")
    carry()
    return desks


@given(STEPS)
def test_two_nodes_with_the_same_acts_show_the_same_standing(steps):
    desks = played(steps)
    left, right = (desks[n].request() for n in (ASKER, PROVIDER))
    assert left.acts == right.acts
    assert left.standing == right.standing
    assert left.recorded == right.recorded


@given(STEPS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(steps, random):
    acts = played(steps)[ASKER].request().acts
    shuffled = list(acts.items())
    random.shuffle(shuffled)
    assert standing(dict(shuffled)) == standing(acts)


@given(STEPS)
def test_every_act_that_a_node_decided_counts(steps):
    """The fold drops only what a node would have refused: each honest act is a head, or something builds on it."""
    request = played(steps)[PROVIDER].request()
    heads = set(request.standing.version.split("+"))
    built_on = {p for act in request.acts.values() for p in act.based_on}
    assert set(request.acts) == heads | built_on


@given(STEPS)
def test_a_replay_gives_what_was_folded_as_it_came(steps):
    for desk in played(steps).values():
        again = project.empty()
        for happened in desk.events:
            fold(project, again, happened)
        assert digest(again) == digest(desk.state)


@given(STEPS, st.randoms(use_true_random=False))
def test_events_of_two_nations_commute_wherever_neither_builds_on_the_other(steps, random):
    """Any order that keeps causes before effects and each nation's own order gives the same shared state."""
    desk = played(steps)[PROVIDER]
    waiting, placed, state = list(desk.events), set(), project.empty()
    while waiting:
        ready = [e for e in waiting if causes(e) <= placed and first_of_its_nation(e, waiting)]
        chosen = random.choice(ready)
        waiting.remove(chosen)
        placed.add(chosen.id)
        fold(project, state, chosen)
    assert state.requests["R7"].standing == desk.request().standing
    assert digest(state.requests["R7"].acts) == digest(desk.request().acts)


def causes(happened):
    return set(happened.refs) - {"a-draft"}


def first_of_its_nation(happened, waiting):
    return next(e for e in waiting if e.origin == happened.origin) is happened


IDS = st.sampled_from(("b-sent", "c-000", "h1", "h2", "h3", "a-draft", ""))
VERBS = st.sampled_from(("request", "amend", "offer", "counter", "accept", "decline", "withdraw", "commit", "report"))
NATIONS = st.sampled_from(("USA", "JPN", "KOR"))
CONTENTS = st.sampled_from((content(), content(asker="KOR"), content(provider="USA"), content(priority=99)))
BODIES = st.one_of(
    st.builds(
        ActTaken,
        st.sampled_from(("R7", "N1")),
        VERBS,
        NATIONS,
        st.lists(IDS, max_size=3).map(tuple),
        st.sampled_from((None, TERMS, Terms(quantity=-5, start=TERMS.end, end=TERMS.start))),
        st.none() | CONTENTS,
    ),
    st.builds(RequestSent, st.sampled_from(("R7", "N1")), CONTENTS),
    st.builds(RequestDrafted, st.sampled_from(("R7", "N1")), CONTENTS),
    st.builds(RequestRegistered, st.sampled_from(("R7", "N1")), CONTENTS),
    st.builds(AnswerDrafted, st.sampled_from(("R7", "N1")), VERBS),
    st.builds(TextTranslated, st.sampled_from(("R7", "N1")), st.sampled_from(("en", "ja")), st.text(max_size=3)),
    st.builds(DuplicateJudged, st.sampled_from(("R7", "N1")), st.sampled_from(("R7", "N1")), st.booleans()),
)


@given(st.lists(st.tuples(BODIES, IDS, NATIONS), max_size=6))
def test_no_event_of_a_partner_raises_or_speaks_for_another(hostile):
    """Whatever a partner sends: the fold is total, our acts stay as we took them, and nobody else's are made up."""
    desk = standing_in("countered_by_provider")[0]["JPN"]
    ours = {i: act for i, act in desk.request().acts.items() if act.by == "JPN"}
    for body, identifier, origin in hostile:
        if origin != "JPN":
            desk.take_in(event(body, identifier, origin))
    kept = desk.request().acts
    assert {i: act for i, act in kept.items() if act.by == "JPN"} == ours
    assert {act.by for act in kept.values()} <= {"USA", "JPN"}
    now = desk.request().standing.content
    assert (now.asker, now.provider) == ("USA", "JPN")


def unmoved(body, identifier="h1", origin="USA", state="sent"):
    """Whether a partner's event leaves the standing of R7 on the Japanese node as it was."""
    desk = standing_in(state)[0]["JPN"]
    before = desk.request().standing, desk.request().content, dict(desk.request().acts)
    desk.take_in(event(body, identifier, origin))
    request = desk.request()
    return (request.standing, request.content, {i: request.acts[i] for i in before[2]}) == before


def test_what_a_hostile_partner_might_send_changes_nothing():
    changed = content(priority=1, need=Name("something else", ""))
    assert unmoved(ActTaken("R7", "offer", "JPN", ("b-sent",))), "in our name"
    assert unmoved(ActTaken("R7", "offer", "KOR", ("b-sent",)), origin="KOR"), "as no party"
    assert unmoved(ActTaken("R7", "accept", "USA", ("b-sent",))), "its own request"
    assert unmoved(ActTaken("R7", "commit", "USA", ("c-000",)), state="accepted"), "our commitment"
    assert unmoved(ActTaken("R7", "request", "USA", ("b-sent",), None, changed)), "asked anew"
    assert unmoved(ActTaken("R7", "request", "USA", (), None, changed)), "asked twice"
    assert unmoved(RequestSent("R7", changed)), "sent twice"
    assert unmoved(RequestSent("R7", changed), "b-sent"), "released again as something else"
    assert unmoved(RequestSent("R7", content(provider="USA")), "b-sent"), "released again to another"
    assert unmoved(ActTaken("R7", "amend", "USA", (), None, changed), "b-sent"), "another act under a known identifier"
    assert unmoved(ActTaken("R7", "withdraw", "USA", ()), "b-sent"), "a withdrawal in place of the request"
    assert unmoved(ActTaken("R7", "amend", "USA", ("b-sent",))), "amended to nothing"
    assert unmoved(ActTaken("R7", "amend", "USA", ("b-sent",), None, content(provider="KOR"))), "other parties"
    assert unmoved(ActTaken("R7", "withdraw", "USA", ())), "based on nothing"
    assert unmoved(ActTaken("R7", "withdraw", "USA", ("h9",))), "based on what nobody has"
    assert unmoved(ActTaken("R7", "withdraw", "USA", ("h1",))), "based on itself"
    assert unmoved(ActTaken("R7", "offer", "USA", ("c-000",)), "c-000", state="offered"), "under our identifier"
    assert unmoved(RequestDrafted("R7", changed)), "drafted over what was sent"
    assert unmoved(RequestRegistered("R7", changed)), "registered over what was sent"


def test_acts_based_on_each_other_do_not_end_the_process():
    desk = standing_in("sent")[0]["JPN"]
    before = desk.request().standing
    desk.take_in(event(ActTaken("R7", "withdraw", "USA", ("h2",)), "h1", "USA"))
    desk.take_in(event(ActTaken("R7", "withdraw", "USA", ("h1",)), "h2", "USA"))
    desk.take_in(event(ActTaken("R7", "withdraw", "USA", ("h1", "h2")), "h3", "USA"))
    assert desk.request().standing == before


def test_terms_of_whoever_accepts_count_for_nothing():
    desk = standing_in("countered_by_provider")[0]["JPN"]
    more = msgspec.structs.replace(TERMS, total=100)
    desk.take_in(event(ActTaken("R7", "accept", "USA", ("c-000",), more), "h1", "USA"))
    assert (desk.request().standing.state, desk.request().standing.terms) == ("accepted", TERMS)


def test_an_own_draft_is_not_taken_for_sent_because_a_partner_acts_on_it():
    desk = Desk("JPN")
    own = content(asker="JPN", provider="USA")
    desk.take_in(event(RequestDrafted("R6", own), "d", "JPN"))
    desk.take_in(event(ActTaken("R6", "decline", "USA", ()), "h1", "USA"))
    desk.take_in(event(RequestDrafted("R6", content()), "h2", "USA"))
    desk.take_in(event(RequestSent("R6", content()), "h3", "USA"))
    request = desk.request("R6")
    assert (request.content, request.acts, request.standing.state) == (own, {}, "drafted")


def test_what_was_asked_in_another_nations_name_leaves_no_trace():
    desk = Desk("JPN")
    desk.take_in(event(RequestSent("R8", content(asker="KOR")), "h1", "USA"))
    desk.take_in(event(ActTaken("R8", "withdraw", "USA", ()), "h2", "USA"))
    desk.take_in(event(TextTranslated("R8", "ja", "x"), "h3", "USA"))
    desk.take_in(event(AnswerDrafted("R8", "accept"), "h4", "USA"))
    assert desk.state.requests == {}


def test_a_later_release_of_a_request_shows_more_of_it():
    """The due time is withheld at first; the release officer lets it go: a new revision of the same event."""
    desk = Desk("JPN")
    less = content(by=msgspec.UNSET)
    desk.take_in(event(RequestSent("R7", less), "b", "USA"))
    desk.act("offer", "c")
    desk.take_in(event(RequestSent("R7", content()), "b", "USA"))
    standing = desk.request().standing
    assert (standing.state, standing.content, standing.version) == ("offered", content(), "c")


def test_two_nations_judgements_and_translations_stand_side_by_side():
    first = [
        event(DuplicateJudged("R7", "N1", same=True), "x", "JPN"),
        event(TextTranslated("R7", "ja", "日本訳"), "y", "JPN"),
    ]
    second = [
        event(DuplicateJudged("N1", "R7", same=False), "p", "USA"),
        event(TextTranslated("R7", "ja", "米訳"), "q", "USA"),
    ]
    states = []
    for order in (first + second, second + first):
        desk = standing_in("sent")[0]["JPN"]
        for happened in order:
            desk.take_in(happened)
        states.append(desk.state)
        assert desk.state.judged == {("N1", "R7", "JPN"): True, ("N1", "R7", "USA"): False}
    assert digest(states[0]) == digest(states[1])


def test_a_body_of_the_wrong_form_is_malformed_and_an_unknown_kind_is_unknown():
    happened = event(RequestSent("R7", content()), "b", "USA")
    for bytes_ in (b"{}", b"[]", b'{"request":7}', bytes(happened.body).replace(b"Z", b"")):
        broken = msgspec.structs.replace(happened, body=msgspec.Raw(bytes_))
        with pytest.raises(Malformed) as said:
            decode_body(broken, KINDS)
        assert said.value.key == "event-body"
    newer = msgspec.structs.replace(happened, version=2)
    assert decode_body(newer, KINDS) == Unknown("requests.RequestSent", 2)
