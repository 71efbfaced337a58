"""Identifiers and withheld fields in any JSON body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.release.paths import identifiers, parse, without_fields, without_unheld

BODY = {
    "task": "K1",
    "after": ["K2", "K3"],
    "uses": [{"resource": "pier", "quantity": 2}, {"resource": "crane", "quantity": 1}],
    "content": {"for_task": "K9", "by": None, "due": "late"},
    "due": "soon",
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("task", ["K1"]),
        ("after", ["K2", "K3"]),
        ("uses.resource", ["pier", "crane"]),
        ("content.for_task", ["K9"]),
        ("content.by", []),
        ("uses.quantity", []),
        ("nothing.there", []),
        ("task.deeper", []),
    ],
)
def test_identifiers(path, found):
    assert list(identifiers(BODY, parse(path))) == found


@pytest.mark.parametrize(
    ("path", "held", "changed"),
    [
        ("task", {"K1"}, {}),
        ("after", {"K3"}, {"after": ["K3"]}),
        ("after", set(), {"after": []}),
        ("uses.resource", {"crane"}, {"uses": [{"resource": "crane", "quantity": 1}]}),
        ("content.for_task", set(), {"content": {"by": None, "due": "late"}}),
        ("content.by", set(), {}),
        ("nothing.there", set(), {}),
    ],
)
def test_what_is_not_held_goes_with_its_list_element_or_field(path, held, changed):
    assert without_unheld(BODY, parse(path), held) == ({**BODY, **changed}, bool(changed))


def test_a_field_without_a_list_on_its_path_goes_alone():
    assert without_unheld({"task": "K1", "rest": 1}, ("task",), set()) == ({"rest": 1}, True)


def test_an_element_deep_in_a_list_goes_whole():
    body = {"modes": [{"uses": [{"resource": "pier"}, {"resource": "crane"}]}]}
    kept = {"modes": [{"uses": [{"resource": "crane"}]}]}
    assert without_unheld(body, parse("modes.uses.resource"), {"crane"}) == (kept, True)


@pytest.mark.parametrize(
    ("names", "gone"),
    [
        (["due"], [("content", "due"), ("due",)]),
        (["content.due"], [("content", "due")]),
        (["quantity"], [("uses", "quantity"), ("uses", "quantity")]),
        (["content"], [("content",)]),
        (["absent"], []),
    ],
)
def test_a_withheld_name_takes_every_path_that_ends_with_it(names, gone):
    kept, paths = without_fields(BODY, [parse(name) for name in names])
    assert sorted(paths) == sorted(gone)
    for name in names:
        assert name.split(".")[-1] not in str(kept) or name == "content.due"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=12,
)


def keys(value):
    if isinstance(value, list):
        return set().union(*map(keys, value), set())
    return set(value).union(*map(keys, value.values())) if isinstance(value, dict) else set()


@given(value=JSON, name=st.sampled_from("abcd"))
def test_no_field_of_a_withheld_name_is_left_anywhere(value, name):
    kept, gone = without_fields(value, [(name,)])
    assert name not in keys(kept)
    assert bool(gone) == (name in keys(value))


@given(value=JSON, path=st.lists(st.sampled_from("abcd"), min_size=1, max_size=3), held=st.sets(st.text(max_size=3)))
def test_no_identifier_that_is_not_held_is_left_at_the_path(value, path, held):
    kept, changed = without_unheld(value, tuple(path), held)
    assert set(identifiers(kept, tuple(path))) <= held
    assert changed or kept == value
