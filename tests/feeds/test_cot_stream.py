"""Events out of a stream, whatever its chunks, its noise and its length."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.feeds.cot_stream import EVENT_MAX, CotSplitter

ONE = b'<event uid="1"><point lat="1" lon="2"/><detail><remarks>a &gt; b</remarks></detail></event>'
TWO = b"<event uid='2' access='a > b'><detail><!-- </event> --><![CDATA[</event>]]></detail></event >"
EMPTY = b'<event uid="3"/>'
BETWEEN = [b"", b"\n", b"\r\n \t", b'<?xml version="1.0" encoding="UTF-8"?>', b"<!-- <event> -->", b"\xef\xbb\xbf"]


def split(chunks, most=EVENT_MAX):
    splitter, found = CotSplitter(most), []
    for chunk in chunks:
        found += splitter.feed(chunk)
    splitter.close()
    return [piece for _, piece in found], [(error.key, error.place) for error in splitter.lost]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 16, 64, 10_000])
def test_the_same_events_whatever_the_chunks(size):
    stream = b"".join(a + b for a, b in zip(BETWEEN, [ONE, TWO, EMPTY, ONE, EMPTY, TWO], strict=True))
    chunks = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert split(chunks) == ([ONE, TWO, EMPTY, ONE, EMPTY, TWO], [])


events = st.lists(st.tuples(st.sampled_from(BETWEEN), st.sampled_from([ONE, TWO, EMPTY])), max_size=6)


@given(events=events, cuts=st.lists(st.integers(0, 700), max_size=8))
def test_any_cut_of_any_stream_of_events(events, cuts):
    stream = b"".join(between + event for between, event in events)
    places = sorted({0, *cuts, len(stream)} & set(range(len(stream) + 1)))
    chunks = [stream[a:b] for a, b in pairwise(places)]
    assert split(chunks) == ([event for _, event in events], [])


@given(noise=st.binary(max_size=60), size=st.integers(1, 80))
def test_noise_costs_no_event_that_begins_with_a_declaration(noise, size):
    """Whatever came before: at a declaration the stream is in step again, unless a comment or CDATA was opened."""
    if b"<!" in noise or b"<?" in noise or noise.endswith((b"<", b"<!-", b"<!--")):
        return
    stream = noise + BETWEEN[3] + ONE + TWO
    found, _ = split([stream[at : at + size] for at in range(0, len(stream), size)])
    assert found[-1] == TWO
    assert found[-2].endswith(ONE)


@pytest.mark.parametrize(
    ("broken", "keys"),
    [
        (b'<event uid="0"><point ', ["feeds-cot-truncated"]),
        (b'<event uid="0"><detail>', ["feeds-cot-truncated"]),
        (b'<event uid="0', ["feeds-cot-truncated"]),
        (b'<event uid="0"', ["feeds-cot-truncated"]),
        (b"<event uid=<b>", ["feeds-cot-truncated", "feeds-cot-junk"]),
        (b"junk", ["feeds-cot-junk"]),
        (b"<auth><cot username='a'/></auth>", ["feeds-cot-junk"]),
        (b"</event>", ["feeds-cot-junk"]),
        (b"more </event> junk <b/>", ["feeds-cot-junk"]),
    ],
)
def test_what_is_broken_costs_itself(broken, keys):
    for size in (1, 7, 1_000):
        stream = broken + ONE + TWO
        found, lost = split([stream[at : at + size] for at in range(0, len(stream), size)])
        assert (found, [key for key, _ in lost]) == ([ONE, TWO], keys)


def test_events_are_numbered_and_errors_name_them():
    splitter = CotSplitter()
    assert [number for number, _ in splitter.feed(ONE + b'<event uid="0"><a>' + TWO)] == [1, 3]
    assert [(error.key, error.place) for error in splitter.lost] == [("feeds-cot-truncated", "event 2")]


def test_an_event_that_never_ends_is_given_up_at_the_end():
    assert split([b"<event uid='1'><detail>"]) == ([], [("feeds-cot-truncated", "event 1")])


def test_the_longest_event_and_one_byte_more():
    assert split([ONE], most=len(ONE)) == ([ONE], [])
    assert split([ONE + EMPTY], most=len(ONE) - 1) == ([EMPTY], [("feeds-cot-long", "event 1")])


@pytest.mark.parametrize("opened", [b"<event a='", b"<event><!--", b"<event><![CDATA[", b"<event>", b"<!DOCTYPE ["])
def test_a_stream_that_never_closes_what_it_opened_holds_no_more_than_the_bound(opened):
    splitter = CotSplitter(1_000)
    for _ in range(200):
        splitter.feed(opened + b"x" * 90)
        assert len(splitter._buffer) <= 1_000 + 200


def test_the_stream_is_in_step_again_after_too_long_an_event():
    splitter = CotSplitter(1_000)
    splitter.feed(b"<event><!--" + b"x" * 995)
    found = splitter.feed(ONE) + splitter.feed(TWO)
    assert [piece for _, piece in found] == [ONE, TWO]


def test_a_drawing_of_200_kb_passes():
    drawing = b"<event uid='d'><detail>" + b"<link point='33.0,133.5'/>" * 8_000 + b"</detail></event>"
    assert len(drawing) > 200_000
    chunks = [drawing[at : at + 1_400] for at in range(0, len(drawing), 1_400)]
    assert split(chunks) == ([drawing], [])
