"""The log's hash chain."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from renkei.log.chain import START, link


def test_a_link_is_one_sha256_over_all_of_a_line():
    expected = hashlib.sha256(bytes(32) + b"id\0plan.TaskAdded\0{}").digest()
    assert link(START, "id", "plan.TaskAdded", b"{}") == expected


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=5)


@given(first=st.tuples(WORDS, WORDS, st.binary(max_size=5)), second=st.tuples(WORDS, WORDS, st.binary(max_size=5)))
def test_different_lines_have_different_hashes(first, second):
    assert (link(START, *first) == link(START, *second)) == (first == second)
