"""One session with one partner, without I/O: moment and bytes in; bytes, batches to record and alarms out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate, takewhile
from typing import ClassVar, TypeAlias

import msgspec

from renkei.federation import chain, handshake, intake
from renkei.federation.chain import Cursor
from renkei.federation.codec import FrameReader, FrameWriter
from renkei.federation.frames import Beat, Frame, Halt, Hello, Place, Positions, Proof, Rows, unhex
from renkei.federation.handshake import Us
from renkei.federation.intake import Arrival, Row
from renkei.federation.lanes import Position
from renkei.kernel.errors import Malformed, Refused, Told
from renkei.kernel.ids import Nation

BATCH_ROWS_MAX = 2_000
"""Rows in one batch: applying them takes about 20 ms, in which nothing else of the node runs."""
BATCH_BYTES_MAX = 1_048_576
"""Bytes of events in one batch, beyond its first row; a quarter of the longest frame."""
POSITIONS_MAX = 200
"""Positions in one frame: about 20 kB, so that a record never waits long behind them."""
HEARTBEAT_S = 2.0
"""Seconds between signs of life: about 300 bytes a minute, never more often and never less."""
SILENCE_S = 6.0
"""Seconds without a byte after which the link counts as down: three heartbeats."""
HANDSHAKE_S = 4.0
"""Seconds for both proofs: four round trips over a satellite."""
PLACE_MAX = 2**53
"""Largest row number accepted: the largest whole number that every JSON reader keeps exact."""


class Moment(msgspec.Struct, frozen=True):
    """Seconds on a clock that never steps, for timers, and aware UTC, for the check of a partner's clock."""

    s: float
    utc: datetime


class Joined(msgspec.Struct, frozen=True):
    """Both sides have proved themselves. Answer with `pull`."""

    partner: Nation
    epoch: str


class PlaceShown(msgspec.Struct, frozen=True):
    """The partner says how far it has our stream. Answer with `place_checked`."""

    rseq: int
    hash: bytes


class PositionsArrived(msgspec.Struct, frozen=True):
    """Newest states of the partner's tracks."""

    positions: tuple[Position, ...]


class StreamHalted(msgspec.Struct, frozen=True):
    """An alarm: one stream stands still until people have looked; nothing was overwritten.

    Attributes:
        inward: Whether it is the partner's stream to us, or ours to the partner.
    """

    reason: Told
    inward: bool


class Ended(msgspec.Struct, frozen=True):
    """The session is over; close the connection."""

    reason: Told


Happening: TypeAlias = Joined | PlaceShown | Arrival | PositionsArrived | StreamHalted | Ended


class Session:
    """The protocol of one connection. Feed it moments and bytes; send what `outgoing` returns.

    Attributes:
        partner: The nation at the other end, once it has said hello.
        joined: Both sides have proved themselves and the session has not ended.
        sent: Number of the last row of our stream that was put on the wire, or that the partner had.
    """

    def __init__(
        self, us: Us, secrets: Mapping[Nation, bytes], nonce: bytes, now: Moment, called: Nation | None = None
    ) -> None:
        """Start a session; `called` is the partner whose address we dialled, None when we were called."""
        self.partner = called
        self.joined = False
        self.sent = 0
        self._us = us
        self._secrets = secrets
        self._ours = handshake.hello(us, nonce)
        self._called = called
        self._theirs: Hello | None = None
        self._reader, self._writer = FrameReader(), FrameWriter()
        self._out = bytearray()
        self._ended = False
        self._inward: Cursor | None = None
        self._outward_open = False
        self._unrecorded = 0
        self._heard_s = self._began_s = now.s
        self._beat_s = now.s + HEARTBEAT_S
        if called is not None:
            self._send(self._ours)

    @property
    def epoch(self) -> str:
        """The epoch of our own log, which our stream belongs to."""
        return self._us.epoch

    def outgoing(self) -> bytes:
        """Return the bytes to send now, once."""
        data = bytes(self._out)
        self._out.clear()
        return data

    def receive(self, now: Moment, data: bytes) -> tuple[Happening, ...]:
        """Take bytes from the partner, in any pieces; return what happened, in order."""
        if self._ended:
            return ()
        self._heard_s = now.s
        self._reader.feed(data)
        happened: list[Happening] = []
        try:
            while not self._ended and (frame := self._reader.read()) is not None:
                happened.extend(self._take(now, frame))
        except (Malformed, Refused) as error:
            happened.append(self._end(error))
        return tuple(happened)

    def tick(self, now: Moment) -> tuple[Happening, ...]:
        """Let time pass: send the heartbeat that is due, notice silence."""
        if self._ended:
            return ()
        if not self.joined:
            late = now.s - self._began_s >= HANDSHAKE_S
            return (self._end(Refused("federation-handshake-late")),) if late else ()
        if not self._unrecorded and now.s - self._heard_s >= SILENCE_S:
            return (self._end(Refused("federation-silence", seconds=round(now.s - self._heard_s))),)
        if now.s >= self._beat_s:
            self._beat_s += HEARTBEAT_S * (1 + (now.s - self._beat_s) // HEARTBEAT_S)
            self._send(Beat())
        return ()

    def wait_s(self, now: Moment) -> float:
        """Return the seconds until the next `tick` is worth while."""
        if self._ended:
            return SILENCE_S
        if not self.joined:
            return max(0.0, self._began_s + HANDSHAKE_S - now.s)
        silent_s = self._beat_s if self._unrecorded else self._heard_s + SILENCE_S
        return max(0.0, min(self._beat_s, silent_s) - now.s)

    def pull(self, cursor: Cursor | None) -> tuple[Happening, ...]:
        """Ask for the partner's stream after our own cursor, which is on our disk; None before its first row."""
        if self._theirs is None:
            return ()
        cursor = cursor or chain.start(self._theirs.nation, self._us.nation, self._theirs.epoch)
        if cursor.epoch != self._theirs.epoch:
            return (self.halt_inward(Refused("federation-epoch-changed", partner=self._theirs.nation)),)
        self._inward = cursor
        self._send(Place(cursor.rseq, cursor.hash.hex()))
        return ()

    def recorded(self, arrival: Arrival) -> None:
        """A batch and its cursor are on our disk: send the receipt."""
        self._unrecorded -= 1
        if self.joined:
            self._send(Place(arrival.cursor.rseq, arrival.cursor.hash.hex()))

    def halt_inward(self, reason: Told) -> StreamHalted:
        """Take no more of the partner's stream, and tell the partner."""
        self._inward = None
        self._send(Halt(reason.key, mine=False))
        return StreamHalted(reason, inward=True)

    def place_checked(self, place: PlaceShown, ours: bytes | None) -> tuple[Happening, ...]:
        """Compare the partner's place with our own outbox: `ours` is its hash there, None if it is not so long."""
        if ours == place.hash:
            if not self._outward_open:
                self._outward_open, self.sent = True, place.rseq
            return ()
        self._outward_open = False
        key = "federation-rollback" if ours is None else "federation-fork-seen"
        self._send(Halt(key, mine=True))
        return (StreamHalted(Refused(key, partner=self.partner or "", number=place.rseq), inward=False),)

    def wants_rows(self) -> bool:
        """Whether rows after `sent` may be put on the wire."""
        return self.joined and self._outward_open

    def send_rows(self, rows: Sequence[Row]) -> None:
        """Put the rows after `sent` on the wire, as many as one batch holds; `sent` says how many went."""
        lengths = accumulate(len(row.data) for row in rows[1:BATCH_ROWS_MAX])
        count = 1 + sum(1 for _ in takewhile(lambda total: total <= BATCH_BYTES_MAX, lengths))
        part = rows[:count]
        if part and self.wants_rows():
            pairs = tuple((row.revision, msgspec.Raw(row.data)) for row in part)
            self._send(Rows(part[0].rseq, pairs, part[-1].hash.hex()))
            self.sent = part[-1].rseq

    def send_positions(self, positions: Sequence[Position]) -> None:
        """Put positions on the wire, in frames that a record need not wait long for."""
        for start in range(0, len(positions) if self.joined else 0, POSITIONS_MAX):
            self._send(Positions(tuple(positions[start : start + POSITIONS_MAX])))

    def close(self, reason: Told) -> Ended:
        """End the session from our side, or because the connection broke."""
        return self._end(reason)

    def _send(self, frame: Frame) -> None:
        self._out += self._writer.write(frame)

    def _end(self, reason: Told) -> Ended:
        self._ended, self.joined = True, False
        return Ended(reason)

    def _take(self, now: Moment, frame: Frame) -> Sequence[Happening]:
        rule = self._RULES.get((self.joined, type(frame)))
        if rule is None:
            raise Malformed("federation-frame-unexpected", frame=type(frame).__name__)
        return rule(self, now, frame)

    def _take_hello(self, now: Moment, theirs: Hello) -> Sequence[Happening]:
        del now
        if self._theirs is not None:
            raise Malformed("federation-frame-unexpected", frame="Hello")
        if theirs.nation not in self._secrets:
            raise Refused("federation-nation-unexpected", nation=theirs.nation)
        if self._called is None:
            self._send(self._ours)
        handshake.check_hello(self._us, theirs, self._called)
        self._theirs, self.partner = theirs, theirs.nation
        if self._called is None:
            self._send(self._proof(theirs, ours=True))
            self._writer.compress()
        return ()

    def _take_proof(self, now: Moment, theirs: Proof) -> Sequence[Happening]:
        if self._theirs is None:
            raise Malformed("federation-frame-unexpected", frame="Proof")
        handshake.check_proof(self._proof(self._theirs, ours=False), theirs)
        self._reader.inflate()
        if self._called is not None:
            self._send(self._proof(self._theirs, ours=True))
            self._writer.compress()
        self.joined = True
        self._beat_s = now.s + HEARTBEAT_S
        return (Joined(self._theirs.nation, self._theirs.epoch),)

    def _proof(self, theirs: Hello, *, ours: bool) -> Proof:
        secret = self._secrets[theirs.nation]
        if self._called is not None:
            return handshake.proof(secret, "caller" if ours else "called", self._ours, theirs)
        return handshake.proof(secret, "called" if ours else "caller", theirs, self._ours)

    def _take_place(self, now: Moment, place: Place) -> Sequence[Happening]:
        del now
        if not 0 <= place.rseq <= PLACE_MAX:
            raise Malformed("federation-frame-malformed", reason="rseq")
        return (PlaceShown(place.rseq, unhex(place.hash)),)

    def _take_rows(self, now: Moment, frame: Rows) -> Sequence[Happening]:
        if self._inward is None or self.partner is None:
            return ()
        if not 0 < len(frame.rows) <= BATCH_ROWS_MAX or not all(0 <= revision < 2**32 for revision, _ in frame.rows):
            raise Malformed("federation-frame-malformed", reason="rows")
        try:
            arrival = intake.checked(self.partner, self._inward, frame, now.utc)
        except Refused as error:
            return (self.halt_inward(error),)
        self._inward = arrival.cursor
        self._unrecorded += 1
        return (arrival,)

    def _take_beat(self, now: Moment, frame: Beat) -> Sequence[Happening]:
        del now, frame
        return ()

    def _take_positions(self, now: Moment, frame: Positions) -> Sequence[Happening]:
        del now
        return (PositionsArrived(frame.positions),)

    def _take_halt(self, now: Moment, frame: Halt) -> Sequence[Happening]:
        del now
        if frame.mine:
            self._inward = None
        else:
            self._outward_open = False
        return (StreamHalted(Refused("federation-halted-by-partner", rule=frame.key), inward=frame.mine),)

    _RULES: ClassVar[Mapping[tuple[bool, type[Frame]], Callable[..., Sequence[Happening]]]] = {
        (False, Hello): _take_hello,
        (False, Proof): _take_proof,
        (True, Place): _take_place,
        (True, Rows): _take_rows,
        (True, Beat): _take_beat,
        (True, Positions): _take_positions,
        (True, Halt): _take_halt,
    }
    """What is done with a frame, before and after both proofs; a frame without a row here ends the session."""
