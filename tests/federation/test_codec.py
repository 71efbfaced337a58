"""Frames as JSON both ways, in any pieces, and every bound of what a stranger may send."""

from contextlib import suppress
from itertools import pairwise

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from renkei.federation import codec, frames
from renkei.federation.codec import FRAME_MAX, PLAIN_MAX, FrameReader, FrameWriter
from renkei.federation.frames import Beat, Halt, Hello, Place, Positions, Proof, Rows
from renkei.federation.lanes import Position
from renkei.kernel.errors import Malformed

RAW = msgspec.Raw('{"id":"x","text":"艦艇","n":1.50}'.encode())
FRAMES = (
    Hello(1, "USA", "usfj", "e1", "00" * 32),
    Proof("11" * 32),
    Place(7, "22" * 32),
    Rows(8, ((0, RAW), (3, msgspec.Raw(b"[]"))), "33" * 32),
    Beat(),
    Positions((Position("usa:1", msgspec.Raw(b'{"lat":33.5}')),)),
    Halt("federation-gap", mine=False),
)
WIRE = (
    b'{"t":"hello","version":1,"nation":"USA","node":"usfj","epoch":"e1","nonce":"' + b"00" * 32 + b'"}',
    b'{"t":"proof","mac":"' + b"11" * 32 + b'"}',
    b'{"t":"place","rseq":7,"hash":"' + b"22" * 32 + b'"}',
    b'{"t":"rows","first":8,"rows":[[0,' + bytes(RAW) + b'],[3,[]]],"tip":"' + b"33" * 32 + b'"}',
    b'{"t":"beat"}',
    b'{"t":"positions","positions":[{"track":"usa:1","state":{"lat":33.5}}]}',
    b'{"t":"halt","key":"federation-gap","mine":false}',
)


@pytest.mark.parametrize(
    ("frame", "wire"), list(zip(FRAMES, WIRE, strict=True)), ids=lambda value: type(value).__name__
)
def test_a_frame_is_this_json_both_ways(frame, wire):
    assert frames.encode(frame) == wire
    assert frames.encode(frames.decode(wire)) == wire
    assert type(frames.decode(wire)) is type(frame)


def test_there_are_no_other_frames():
    assert set(frames.Frame.__args__) == {type(frame) for frame in FRAMES}


def test_the_original_bytes_of_an_event_are_kept():
    odd = b'{"b" : 1e3,\n "a":"\\u8266", "unknown":[ ]}'
    wire = b'{"t":"rows","first":1,"rows":[[0, ' + odd + b' ]],"tip":""}'
    assert bytes(frames.decode(wire).rows[0][1]) == odd


@pytest.mark.parametrize(
    "wire",
    [
        b"",
        b"{}",
        b"null",
        b'{"t":"order"}',
        b'{"t":"place","rseq":"7","hash":""}',
        b'{"t":"beat"',
        b'{"t":"halt","key":"\xff"}',
        b'{"t":"halt","key":"\\ud800","mine":true}',
        b'{"t":"rows","first":1,"rows":[[0,' + b"[" * 5_000 + b"]" * 5_000 + b']],"tip":""}',
    ],
)
def test_what_is_no_frame_is_refused(wire):
    with pytest.raises(Malformed) as refusal:
        frames.decode(wire)
    assert refusal.value.key == "federation-frame-malformed"


def read_all(reader):
    found = []
    while (frame := reader.read()) is not None:
        found.append(frames.encode(frame))
    return found


@given(cuts=st.lists(st.integers(0, 2_000), max_size=12), switch=st.integers(0, len(FRAMES)))
def test_frames_arrive_whole_whatever_pieces_the_bytes_come_in(cuts, switch):
    writer, reader = FrameWriter(), FrameReader()
    wire = b""
    for number, frame in enumerate(FRAMES):
        if number == switch:
            writer.compress()
        wire += writer.write(frame)
    found = []
    edges = [0, *sorted(cut for cut in cuts if cut < len(wire)), len(wire)]
    if switch == 0:
        reader.inflate()
    for start, end in pairwise(edges):
        reader.feed(wire[start:end])
        while (frame := reader.read()) is not None:
            found.append(frames.encode(frame))
            if len(found) == switch:
                reader.inflate()
    assert found == list(WIRE)


def test_each_frame_can_be_read_without_the_next():
    writer, reader = FrameWriter(), FrameReader()
    writer.compress()
    reader.inflate()
    for frame, wire in zip(FRAMES, WIRE, strict=True):
        reader.feed(writer.write(frame))
        assert read_all(reader) == [wire]


@pytest.mark.parametrize(("compressed", "limit"), [(False, PLAIN_MAX), (True, FRAME_MAX)])
def test_the_length_of_a_frame_is_bounded(compressed, limit):
    squeeze = zstandard.ZstdCompressor().compressobj() if compressed else None

    def read(length):
        reader = FrameReader()
        if squeeze:
            reader.inflate()
        plain = length.to_bytes(4, "big")
        reader.feed(zstandard.ZstdCompressor().compress(plain) if squeeze else plain)
        return reader.read()

    assert read(limit) is None
    with pytest.raises(Malformed) as refusal:
        read(limit + 1)
    assert (refusal.value.key, refusal.value.facts) == (
        "federation-frame-too-long",
        {"bytes": limit + 1, "limit": limit},
    )


def test_a_bomb_is_defused_before_it_fills_the_memory():
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes([0, 0, 0, 1]) + bytes(1 << 28))
    reader = FrameReader()
    reader.inflate()
    reader.feed(bomb)
    with pytest.raises(Malformed):
        read_all(reader)
    assert len(reader._plain) < 2 * codec.INFLATE_STEP // 4 * 131_072


def test_a_window_beyond_the_bound_is_refused():
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=24)
    squeeze = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    reader = FrameReader()
    reader.inflate()
    reader.feed(squeeze.compress(WIRE[4]) + squeeze.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
    with pytest.raises(Malformed):
        reader.read()


@given(data=st.binary(max_size=300), compressed=st.booleans())
def test_no_bytes_raise_anything_but_malformed(data, compressed):
    reader = FrameReader()
    if compressed:
        reader.inflate()
    reader.feed(data)
    with suppress(Malformed):
        read_all(reader)
