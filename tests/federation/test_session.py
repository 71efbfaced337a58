"""A session by tables: handshake, batches, halts, times, and any bytes from the other end."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.federation import chain, frames
from renkei.federation.codec import FrameReader, FrameWriter
from renkei.federation.frames import Beat, Halt, Hello, Place, Positions, Rows
from renkei.federation.handshake import Us
from renkei.federation.intake import Arrival, Row
from renkei.federation.lanes import Position
from renkei.federation.session import (
    BATCH_BYTES_MAX,
    BATCH_ROWS_MAX,
    HANDSHAKE_S,
    HEARTBEAT_S,
    POSITIONS_MAX,
    SILENCE_S,
    Ended,
    Joined,
    Moment,
    PlaceShown,
    PositionsArrived,
    Session,
    StreamHalted,
)
from tests.release.events import T0, event

SECRET = bytes(range(32))
USA, JPN = Us("USA", "usfj", "e-usa"), Us("JPN", "joc", "e-jpn")
NOW = Moment(0.0, T0)


def at(s):
    return Moment(s, T0 + timedelta(seconds=s))


def caller(secret=SECRET, us=USA, called="JPN", nonce=b"u" * 32):
    return Session(us, {"JPN": secret, "AUS": secret}, nonce, NOW, called)


def called(secret=SECRET, us=JPN, nonce=b"j" * 32):
    return Session(us, {"USA": secret}, nonce, NOW)


def meet(first, second, now=NOW):
    """Carry bytes between two sessions until none are left; return what happened to each."""
    happened = ([], [])
    for _ in range(20):
        happened[1].extend(second.receive(now, first.outgoing()))
        happened[0].extend(first.receive(now, second.outgoing()))
    return happened


def keys(happened):
    return [one.reason.key for one in happened if isinstance(one, Ended)]


class Hostile:
    """The other end in the hands of somebody who knows the secret: sends any frame."""

    def __init__(self, session):
        self.session = session
        self.honest = called()
        meet(session, self.honest)
        self.writer = self.honest._writer
        self.reader = FrameReader()

    def send(self, *frames_sent, now=NOW):
        return self.session.receive(now, b"".join(self.writer.write(frame) for frame in frames_sent))

    def said(self):
        """Return the frames that the session has sent since."""
        self.honest._reader.feed(self.session.outgoing())
        found = []
        while (frame := self.honest._reader.read()) is not None:
            found.append(frame)
        return found


@pytest.fixture
def hostile():
    opened = Hostile(caller())
    opened.session.pull(None)
    opened.said()
    return opened


def rows(*events, first=1, cursor=None):
    """Return the frame that an honest partner would send for its own events."""
    place = cursor or chain.start("JPN", "USA", "e-jpn")
    pieces = []
    for each in events:
        data = msgspec.json.encode(each) if not isinstance(each, bytes) else each
        place = chain.after(place, 0, data)
        pieces.append((0, msgspec.Raw(data)))
    return Rows(first, tuple(pieces), place.hash.hex())


def theirs(number, **rest):
    return event(number, origin="JPN", rel_to=("USA",), **rest)


def test_two_sides_with_one_secret_join():
    first, second = caller(), called()
    assert meet(first, second) == ([Joined("JPN", "e-jpn")], [Joined("USA", "e-usa")])
    assert first.joined
    assert second.joined
    assert (first.partner, second.partner) == ("JPN", "USA")


def test_the_handshake_takes_one_round_trip_and_a_half():
    first, second = caller(), called()
    assert second.receive(NOW, first.outgoing()) == ()
    assert first.receive(NOW, second.outgoing()) == (Joined("JPN", "e-jpn"),)
    assert second.receive(NOW, first.outgoing()) == (Joined("USA", "e-usa"),)


@pytest.mark.parametrize(
    ("first", "second", "ends"),
    [
        (caller(b"x" * 32), called(), (["federation-proof-wrong"], [])),
        (caller(us=Us("KOR", "k", "e")), called(), ([], ["federation-nation-unexpected"])),
        (caller(), called(us=Us("AUS", "a", "e")), (["federation-nation-unexpected"], [])),
        (caller(us=JPN, called="AUS"), called(us=Us("AUS", "a", "e")), ([], ["federation-nation-unexpected"])),
    ],
)
def test_who_may_not_join_does_not(first, second, ends):
    happened = meet(first, second)
    assert (keys(happened[0]), keys(happened[1])) == ends
    assert not first.joined
    assert not second.joined


def test_a_stranger_is_told_nothing():
    second = called()
    meet(caller(us=Us("KOR", "k", "e")), second)
    assert second.outgoing() == b""


def test_a_caller_without_the_secret_learns_nothing_by_sending_back_what_it_got():
    second = called()
    writer = FrameWriter()
    second.receive(NOW, writer.write(Hello(1, "USA", "usfj", "e-usa", "75" * 32)))
    reader = FrameReader()
    reader.feed(second.outgoing())
    assert isinstance(reader.read(), Hello)
    proof = reader.read()
    assert keys(second.receive(NOW, writer.write(proof))) == ["federation-proof-wrong"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("epoch", "other"), ("node", "other"), ("nonce", "00" * 32)],
)
def test_a_hello_changed_on_the_way_spoils_the_proof(field, value):
    first, second = caller(), called()
    hello = frames.decode(first.outgoing()[4:])
    second.receive(NOW, FrameWriter().write(msgspec.structs.replace(hello, **{field: value})))
    assert keys(first.receive(NOW, second.outgoing())) == ["federation-proof-wrong"]


def test_another_version_is_answered_and_refused():
    first, second = caller(), called()
    hello = msgspec.structs.replace(frames.decode(first.outgoing()[4:]), version=2)
    assert keys(second.receive(NOW, FrameWriter().write(hello))) == ["federation-version"]
    reader = FrameReader()
    reader.feed(second.outgoing())
    assert reader.read().version == 1
    assert reader.read() is None


@pytest.mark.parametrize("frame", [Beat(), Place(0, ""), rows(), Positions(()), Halt("x", mine=True)])
def test_before_both_proofs_nothing_else_is_taken(frame):
    assert keys(called().receive(NOW, FrameWriter().write(frame))) == ["federation-frame-unexpected"]


def test_after_it_no_second_hello(hostile):
    assert keys(hostile.send(Hello(1, "JPN", "joc", "e-jpn", "00"))) == ["federation-frame-unexpected"]


def test_rows_arrive_checked_and_are_receipted_when_recorded(hostile):
    (arrival,) = hostile.send(rows(theirs(1), theirs(2)))
    assert isinstance(arrival, Arrival)
    assert [(row.rseq, row.revision, row.event.id) for row in arrival.rows] == [(1, 0, "JPN-1"), (2, 0, "JPN-2")]
    assert hostile.said() == []
    hostile.session.recorded(arrival)
    assert hostile.said() == [Place(2, arrival.cursor.hash.hex())]
    (second,) = hostile.send(rows(theirs(3), first=3, cursor=arrival.cursor))
    assert second.cursor.rseq == 3


LATER = theirs(1, recorded=T0 + timedelta(hours=1), clock=int((T0.timestamp() + 3_600) * 1_000) << 16)


@pytest.mark.parametrize(
    ("frame", "key"),
    [
        (rows(theirs(1), first=2), "federation-gap"),
        (rows(theirs(1), first=0), "federation-repeat"),
        (msgspec.structs.replace(rows(theirs(1)), tip="00" * 32), "federation-fork"),
        (rows(theirs(1), cursor=chain.start("USA", "JPN", "e-usa")), "federation-fork"),
        (rows(event(1, origin="USA")), "federation-event-foreign"),
        (rows(event(1, origin="KOR")), "federation-event-foreign"),
        (rows(theirs(1, label=event(1).label)), "federation-event-foreign"),
        (rows(b'{"id":"JPN-1"}'), "federation-event-malformed"),
        (rows(msgspec.json.encode(theirs(1)).replace(b"K1", b"\xff1")), "federation-event-malformed"),
        (rows(theirs(1, id="i" * 129)), "federation-event-malformed"),
        (rows(theirs(1, id="")), "federation-event-malformed"),
        (rows(theirs(1, clock=-1)), "federation-event-malformed"),
        (rows(theirs(1, valid=T0.replace(tzinfo=None))), "federation-event-malformed"),
        (rows(theirs(1, valid=T0.replace(year=1))), "federation-event-malformed"),
        (rows(theirs(1, body={"text": "x" * 262_144})), "federation-event-malformed"),
        (rows(LATER), "clock-ahead"),
    ],
)
def test_a_wrong_batch_halts_the_stream_and_applies_nothing(hostile, frame, key):
    (halted,) = hostile.send(frame)
    assert isinstance(halted, StreamHalted)
    assert (halted.reason.key, halted.inward) == (key, True)
    assert hostile.said() == [Halt(key, mine=False)]
    assert hostile.send(rows(theirs(1))) == ()
    assert hostile.session.joined


@pytest.mark.parametrize(
    "frame",
    [
        rows(),
        rows(*(theirs(1),) * (BATCH_ROWS_MAX + 1)),
        msgspec.structs.replace(rows(theirs(1)), tip="no hash"),
        Rows(1, ((-1, msgspec.Raw(b"{}")),), "00"),
        Place(-1, "00"),
        Place(2**60, "00"),
        Place(1, "zz"),
    ],
)
def test_a_frame_beyond_its_bounds_ends_the_session(hostile, frame):
    assert keys(hostile.send(frame)) == ["federation-frame-malformed"]
    assert not hostile.session.joined


def test_a_batch_of_the_most_rows_is_taken(hostile):
    (arrival,) = hostile.send(rows(*(theirs(1),) * BATCH_ROWS_MAX))
    assert len(arrival.rows) == BATCH_ROWS_MAX


def test_a_partner_that_halts_is_heeded(hostile):
    hostile.session.place_checked(PlaceShown(0, b"h"), b"h")
    assert hostile.session.wants_rows()
    (halted,) = hostile.send(Halt("federation-gap", mine=False))
    assert (halted.inward, halted.reason.facts) == (False, {"rule": "federation-gap"})
    assert not hostile.session.wants_rows()
    (halted,) = hostile.send(Halt("federation-rollback", mine=True))
    assert halted.inward
    assert hostile.send(rows(theirs(1))) == ()


def test_rows_go_out_only_after_the_partners_place_was_found_right(hostile):
    out = [Row(1, 0, b"{}", b"h" * 32)]
    hostile.session.send_rows(out)
    assert hostile.said() == []
    assert hostile.session.place_checked(PlaceShown(0, b"start"), b"start") == ()
    hostile.session.send_rows(out)
    assert [type(frame) for frame in hostile.said()] == [Rows]
    assert hostile.session.sent == 1


@pytest.mark.parametrize(("ours", "key"), [(None, "federation-rollback"), (b"other", "federation-fork-seen")])
def test_a_place_that_does_not_fit_halts_our_stream(hostile, ours, key):
    (halted,) = hostile.session.place_checked(PlaceShown(9, b"theirs"), ours)
    assert (halted.reason.key, halted.inward, hostile.session.wants_rows()) == (key, False, False)
    assert hostile.said() == [Halt(key, mine=True)]


@pytest.mark.parametrize(
    ("sizes", "sent"),
    [
        ([10] * 5, 5),
        ([2] * (BATCH_ROWS_MAX + 1), BATCH_ROWS_MAX),
        ([BATCH_BYTES_MAX // 2] * 4, 3),
        ([262_144, BATCH_BYTES_MAX], 2),
        ([262_144, BATCH_BYTES_MAX, 1], 2),
    ],
)
def test_a_batch_is_cut_at_rows_and_bytes(hostile, sizes, sent):
    hostile.session.place_checked(PlaceShown(0, b"s"), b"s")
    out = [Row(n + 1, 0, b'"' + b"x" * (size - 2) + b'"', bytes(32)) for n, size in enumerate(sizes)]
    hostile.session.send_rows(out)
    (frame,) = hostile.said()
    assert (len(frame.rows), hostile.session.sent) == (sent, sent)


def test_positions_go_in_frames_of_bounded_size(hostile):
    many = [Position(f"t{n}", msgspec.Raw(b"{}")) for n in range(POSITIONS_MAX + 1)]
    hostile.session.send_positions(many)
    assert [len(frame.positions) for frame in hostile.said()] == [POSITIONS_MAX, 1]
    (arrived,) = hostile.send(Positions((many[0],)))
    assert isinstance(arrived, PositionsArrived)
    assert [(p.track, bytes(p.state)) for p in arrived.positions] == [("t0", b"{}")]


def test_the_heartbeat_is_constant_whatever_else_is_said(hostile):
    beats = []
    for tenth in range(1, 101):
        hostile.session.receive(at(tenth / 10), b"")
        hostile.session.tick(at(tenth / 10))
        if tenth % 7 == 0:
            hostile.session.send_positions([Position("t", msgspec.Raw(b"{}"))])
        beats += [tenth / 10 for frame in hostile.said() if isinstance(frame, Beat)]
    assert beats == [2.0, 4.0, 6.0, 8.0, 10.0]


def test_a_heartbeat_missed_in_sleep_is_not_made_up_for(hostile):
    hostile.session.receive(at(11), b"")
    hostile.session.tick(at(11))
    assert hostile.said() == [Beat()]
    assert hostile.session.wait_s(at(11)) == 1.0


def test_silence_ends_the_session_at_its_bound(hostile):
    assert hostile.session.tick(at(SILENCE_S - 0.01)) == ()
    (ended,) = hostile.session.tick(at(SILENCE_S))
    assert (ended.reason.key, ended.reason.facts) == ("federation-silence", {"seconds": round(SILENCE_S)})
    assert hostile.session.tick(at(SILENCE_S + 10)) == ()


def test_our_own_slow_disk_is_not_the_partners_silence(hostile):
    (arrival,) = hostile.send(rows(theirs(1)))
    assert hostile.session.tick(at(SILENCE_S)) == ()
    assert hostile.session.wait_s(at(SILENCE_S)) == pytest.approx(HEARTBEAT_S)
    hostile.session.recorded(arrival)
    assert keys(hostile.session.tick(at(SILENCE_S))) == ["federation-silence"]


def test_a_handshake_has_its_time():
    session = called()
    assert session.wait_s(at(1)) == HANDSHAKE_S - 1
    assert session.tick(at(HANDSHAKE_S - 0.01)) == ()
    assert keys(session.tick(at(HANDSHAKE_S))) == ["federation-handshake-late"]


def test_after_its_end_a_session_neither_takes_nor_asks_for_time(hostile):
    hostile.session.tick(at(SILENCE_S))
    assert hostile.send(Beat(), now=at(7)) == ()
    assert hostile.session.wait_s(at(100)) > 0


@given(data=st.binary(max_size=200), proven=st.booleans())
def test_no_bytes_make_a_session_raise(data, proven):
    session = Hostile(caller()).session if proven else called()
    session.receive(NOW, data)


FIELDS = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.just([]) | st.just({})
ENVELOPES = st.fixed_dictionaries({}, optional=dict.fromkeys(msgspec.structs.asdict(theirs(1)), FIELDS))


@given(changes=ENVELOPES)
def test_no_envelope_makes_a_session_raise(changes):
    fields = {**msgspec.json.decode(msgspec.json.encode(theirs(1))), **changes}
    hostile = Hostile(caller())
    hostile.session.pull(None)
    (happened,) = hostile.send(rows(msgspec.json.encode(fields)))
    assert isinstance(happened, Arrival | StreamHalted)
