"""What leaves, what stays and why, by tables and by properties."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.clock import milliseconds
from renkei.kernel.event import Event
from renkei.kernel.label import Label
from renkei.release.gate import Holding, Released, Removal, Withholding, release
from tests.release.events import OBJECTS, T0, body_of, event

NOTHING = Holding("JPN", frozenset(), 0)


def through(sent, holding=NOTHING, **rest):
    return release(sent, holding, OBJECTS.get(sent.kind), **rest)


@pytest.mark.parametrize(
    ("sent", "rule", "missing"),
    [
        (event(1, rel_to=()), "release-no-label", ()),
        (event(1, rel_to=("AUS", "KOR")), "release-no-label", ()),
        (event(1, label=Label("AUS", rel_to=("JPN",))), "release-not-ours", ()),
        (event(1, "plan.Unheard"), "release-kind-undeclared", ()),
        (event(1, "plan.TaskMoved"), "release-subject-not-held", ("K1",)),
        (event(1, "plan.PairLinked", {"task": "K1", "of": "K2"}), "release-subject-not-held", ("K1", "K2")),
    ],
)
def test_what_stays_at_home(sent, rule, missing):
    assert through(sent) == Withholding(rule, missing)


def test_what_leaves_is_the_event_with_a_reduced_envelope():
    sent = event(5, rel_to=("AUS", "JPN", "KOR"), withhold=("due",), refs=("USA-1", "USA-2", "JPN-9"))
    out = through(sent, Holding("JPN", {"USA-2", "JPN-9"}, 0))
    assert isinstance(out, Released)
    assert out.event == msgspec.structs.replace(
        sent,
        label=Label("USA", rel_to=("JPN",)),
        refs=("USA-2", "JPN-9"),
        clock=milliseconds(sent.recorded) << 16,
    )
    assert out.data == msgspec.json.encode(out.event)
    assert out.makes == ("K5",)
    assert out.removed == ()
    assert b"AUS" not in out.data
    assert b"withhold" not in out.data


def test_withheld_fields_and_unheld_references_are_absent_not_empty():
    body = {
        "task": "K1",
        "due": "2026-03-02T00:00:00Z",
        "after": ["K0", "secret"],
        "uses": [{"resource": "hidden", "quantity": 6}, {"resource": "pier", "quantity": 1}],
        "content": {"for_task": "secret", "note": "n"},
    }
    out = through(event(1, body=body, withhold=("due",)), Holding("JPN", {"K0", "pier"}, 0))
    assert body_of(out.data) == {
        "task": "K1",
        "after": ["K0"],
        "uses": [{"resource": "pier", "quantity": 1}],
        "content": {"note": "n"},
    }
    assert out.removed == (
        Removal("due", "release-field-withheld"),
        Removal("after", "release-reference-not-held"),
        Removal("uses.resource", "release-reference-not-held"),
        Removal("content.for_task", "release-reference-not-held"),
    )
    for word in (b"due", b"secret", b"hidden", b"2026-03-02"):
        assert word not in out.data


def test_a_withheld_identifier_makes_nothing_known():
    assert through(event(1, withhold=("task",))).makes == ()


def test_the_clock_counts_from_what_the_partner_has_had():
    seen = milliseconds(T0) + 60_000 << 16
    assert through(event(1), Holding("JPN", frozenset(), seen)).event.clock == seen + 1
    assert through(event(1), Holding("JPN", frozenset(), 7)).event.clock == milliseconds(T0) + 1_000 << 16
    assert through(event(1), Holding("JPN", frozenset(), seen), clock=42).event.clock == 42


def test_the_national_clock_never_leaves():
    quiet, busy = (through(event(1, clock=clock)).data for clock in (1 << 20, 99 << 20))
    assert quiet == busy


def test_unlabelled_bodies_pass_byte_for_byte():
    raw = msgspec.Raw('{"task":"K1","text":"離島 \\u00e9","n":1.50,"due":null}'.encode())
    out = through(msgspec.structs.replace(event(1), body=raw))
    assert msgspec.json.decode(out.data, type=Event).body == raw


TEXTS = st.sampled_from(["K1", "K2", "K3", "pier"])
BODIES = st.fixed_dictionaries(
    {"task": TEXTS},
    optional={
        "after": st.lists(TEXTS, max_size=3),
        "uses": st.lists(st.fixed_dictionaries({"resource": TEXTS}), max_size=3),
        "answers": TEXTS,
        "due": st.integers(),
    },
)


@given(body=BODIES, held=st.sets(TEXTS), withhold=st.sets(st.sampled_from(["due", "after", "uses"])))
def test_whatever_leaves_names_only_what_is_held_or_made(body, held, withhold):
    sent = event(1, body=body, withhold=tuple(withhold))
    out = through(sent, Holding("JPN", held, 0))
    crossed = body_of(out.data)
    assert not withhold & set(crossed)
    named = {*crossed.get("after", ()), *(use["resource"] for use in crossed.get("uses", ()))}
    assert named <= held
    assert crossed.get("answers", "K1") in held | {"K1"}
    assert through(sent, Holding("JPN", held, 0)) == out
    assert set(crossed) <= set(body)
