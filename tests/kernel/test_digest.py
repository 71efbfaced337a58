"""A state's digest: the same for equal states however they were filled, another for any change."""

from collections import OrderedDict
from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.digest import digest
from renkei.kernel.label import WITHHELD, Label
from renkei.kernel.names import Name
from tests.kernel.facts import hour

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.binary(max_size=3)
KEYS = st.text(max_size=3) | st.tuples(st.text(max_size=2), st.integers(0, 3))
STATES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(STATES)
def test_a_digest_is_64_digits_and_repeatable(state):
    assert len(digest(state)) == 64
    assert int(digest(state), 16) >= 0
    assert digest(state) == digest(state)


@given(st.dictionaries(KEYS, LEAVES, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_a_mapping_was_filled_does_not_count(state, random):
    items = list(state.items())
    random.shuffle(items)
    assert digest(dict(items)) == digest(state) == digest(OrderedDict(items))


@given(st.sets(st.text(max_size=3), min_size=1), st.randoms(use_true_random=False))
def test_the_order_in_which_a_set_was_filled_does_not_count(state, random):
    members = sorted(state)
    random.shuffle(members)
    assert digest(set(members)) == digest(frozenset(state)) == digest(state)


@given(STATES, STATES)
def test_states_that_differ_have_different_digests(a, b):
    """Equal values of different types (1 and True) differ too: they are not the same on the wire."""
    assert digest(a) != digest(b) or a == b


DIFFERENT = (
    None,
    WITHHELD,
    0,
    False,
    "",
    "0",
    b"",
    [],
    {},
    set(),
    [[]],
    [0],
    ["0"],
    [0, 1],
    [1, 0],
    {"a": 0},
    {"a": 1},
    {"b": 0},
    {0: "a"},
    {("a", "b"): 0},
    {"a": {"b": 0}},
    {"a"},
    {"a", "b"},
    Name("a"),
    Name("", "a"),
    Name("a", "a"),
    Label("JPN"),
    Label("USA"),
    Label("JPN", rel_to=("USA",)),
    Label("JPN", withhold=("USA",)),
    datetime(2026, 2, 9, tzinfo=UTC),
    datetime(2026, 2, 9, 0, 0, 1, tzinfo=UTC),
    msgspec.Raw(b"[0]"),
    msgspec.Raw(b"[1]"),
)


def test_every_change_shows():
    assert len({digest(state) for state in DIFFERENT}) == len(DIFFERENT)


def test_a_raw_body_is_digested_by_its_bytes_not_by_its_place_in_memory():
    one, two = msgspec.Raw(b'{"a":1}'), msgspec.Raw(b'{"a":1}')
    assert one is not two
    assert digest({"body": one}) == digest({"body": two})


class Plain:
    """An object that has only attributes."""

    def __init__(self, at):
        self.at = at


def test_an_object_is_digested_by_its_attributes():
    assert digest(Plain(hour(1))) == digest(Plain(hour(1)))
    assert digest(Plain(hour(1))) != digest(Plain(hour(2)))
