"""One TCP connection that carries one border session: reads, writes, keeps time; knows no event and no log."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from renkei.federation.border import Border
from renkei.federation.chain import Cursor
from renkei.federation.intake import Arrival
from renkei.federation.session import (
    BATCH_ROWS_MAX,
    Ended,
    Happening,
    Joined,
    Moment,
    PlaceShown,
    PositionsArrived,
    Session,
    StreamHalted,
)
from renkei.kernel.errors import Refused, Told
from renkei.kernel.ids import Nation

READ_BYTES = 65_536
"""Bytes read at once."""
WAITING_MAX = 8
"""Happenings that wait for the disk, at most so many batches: then nothing is read, and the partner slows down."""
WRITE_HIGH_BYTES = 65_536
"""Bytes that may wait in the socket before rows are held back, so that what is urgent does not queue behind them."""
WRITE_MAX_BYTES = 8_388_608
"""Bytes that may wait at all: a partner that sends and never reads its receipts is cut off here."""
POSITIONS_S = 1.0
"""Seconds between frames of positions: as often as the picture is drawn anew."""
POSITIONS_MAX = 1_000
"""Positions put on the wire at once; the rest waits for the next second, and newer ones take their place."""
CLOSE_S = 1.0
"""Seconds for the last bytes to leave before the connection is torn down."""

_LOG = logging.getLogger("renkei.link")


class _Over(Exception):
    """Leaves the connection's tasks with the reason why the session ended."""

    def __init__(self, reason: Told) -> None:
        super().__init__(reason)
        self.reason = reason


class Connection:
    """Runs a session over a pair of streams until it ends.

    Attributes:
        was_joined: Whether both sides had proved themselves.
        heard: When bytes last came.
        over: Set when nothing of this session waits for the disk any more.
    """

    def __init__(
        self,
        session: Session,
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        border: Border,
        has_joined: Callable[["Connection"], Awaitable[None]],
    ) -> None:
        self.was_joined = False
        self.heard = datetime.now(UTC)
        self.over = asyncio.Event()
        self._session = session
        self._reader, self._writer = streams
        self._border = border
        self._has_joined = has_joined
        self._happened: asyncio.Queue[Happening] = asyncio.Queue(WAITING_MAX)
        self._wake, self._retime = asyncio.Event(), asyncio.Event()
        self._ending: asyncio.Future[Told] = asyncio.get_running_loop().create_future()

    @property
    def partner(self) -> Nation:
        """The nation at the other end; empty before it has said hello."""
        return self._session.partner or Nation("")

    def rows_added(self) -> None:
        """Look for new rows in the partner's outbox."""
        self._wake.set()

    def end(self, reason: Told) -> None:
        """End the session from our side, after what has arrived is on disk."""
        if not self._ending.done():
            self._ending.set_result(reason)

    async def run(self) -> Told:
        """Carry the session; return why it ended."""
        self._writer.transport.set_write_buffer_limits(high=WRITE_HIGH_BYTES)
        reason: Told = Refused("federation-link-lost")
        try:
            async with asyncio.TaskGroup() as group:
                for work in (self._read, self._answer, self._ship, self._keep_time, self._await_end):
                    group.create_task(work())
        except* _Over as over:
            reason = next(error.reason for error in over.exceptions if isinstance(error, _Over))
        finally:
            self.over.set()
            await self._close()
        log_line("session-ended", self.partner, rule=reason.key)
        return reason

    async def _read(self) -> None:
        self._flush()
        while True:
            try:
                data = await self._reader.read(READ_BYTES)
            except OSError:
                data = b""
            if not data:
                self.end(Refused("federation-link-lost"))
                return
            self.heard = datetime.now(UTC)
            for happening in self._session.receive(moment(), data):
                await self._happened.put(happening)
            self._flush()
            await asyncio.sleep(0)  # read does not wait while bytes are here, and others want their turn

    async def _answer(self) -> None:
        while True:
            happening = await self._happened.get()
            await self._take(happening)
            self._flush()

    async def _keep_time(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._session.wait_s(moment())):
                    await self._retime.wait()
            self._retime.clear()
            for happening in self._session.tick(moment()):
                await self._happened.put(happening)
            self._flush()

    async def _await_end(self) -> None:
        await self._happened.put(self._session.close(await self._ending))

    async def _ship(self) -> None:
        positions_s = 0.0
        with suppress(ConnectionError):
            while True:
                self._wake.clear()
                await self._ship_rows()
                if self._session.joined and time.monotonic() >= positions_s:
                    positions_s = time.monotonic() + POSITIONS_S
                    await self._ship_positions()
                with suppress(TimeoutError):
                    async with asyncio.timeout(POSITIONS_S):
                        await self._wake.wait()

    async def _ship_rows(self) -> None:
        while self._session.wants_rows():
            began, before = time.monotonic(), self._session.sent
            rows = await self._border.rows(self.partner, before, BATCH_ROWS_MAX)
            if not rows:
                return
            self._session.send_rows(rows)
            size = self._flush()
            log_line("rows-out", self.partner, first=before + 1, last=self._session.sent, bytes=size, s=_since(began))
            await self._writer.drain()
            await asyncio.sleep(0)  # drain does not wait while the socket takes more, and others want their turn

    async def _ship_positions(self) -> None:
        positions = self._border.positions_out(self.partner, POSITIONS_MAX)
        if positions:
            self._session.send_positions(positions)
            size = self._flush()
            log_line("positions-out", self.partner, positions=len(positions), bytes=size)
            await self._writer.drain()

    async def _take(self, happening: Happening) -> None:
        match happening:
            case Joined(partner, _):
                self.was_joined = True
                self._retime.set()  # the heartbeat begins
                await self._has_joined(self)
                await self._tell(self._session.pull(await self._border.cursor(partner)))
            case PlaceShown():
                await self._take_place(happening)
            case Arrival():
                await self._admit(happening)
            case PositionsArrived(positions):
                log_line("positions-in", self.partner, positions=len(positions))
                self._border.positions_in(self.partner, positions)
            case StreamHalted():
                await self._tell((happening,))
            case Ended(reason):
                raise _Over(reason)

    async def _take_place(self, place: PlaceShown) -> None:
        ours = await self._border.row_hash(self.partner, place.rseq)
        happened = self._session.place_checked(place, ours)
        if not happened:
            await self._border.receipt(self.partner, Cursor(self._session.epoch, place.rseq, place.hash))
            self._wake.set()
        await self._tell(happened)

    async def _admit(self, arrival: Arrival) -> None:
        began = time.monotonic()
        try:
            await self._border.admit(arrival)
        except Refused as error:
            await self._tell((self._session.halt_inward(error),))
            return
        self._session.recorded(arrival)
        size = sum(len(row.data) for row in arrival.rows)
        first, last = arrival.rows[0].rseq, arrival.cursor.rseq
        log_line("rows-in", self.partner, first=first, last=last, bytes=size, s=_since(began))

    async def _tell(self, happened: tuple[Happening, ...]) -> None:
        for happening in happened:
            if isinstance(happening, StreamHalted):
                log_line("stream-halted", self.partner, rule=happening.reason.key, inward=happening.inward)
                await self._border.link_changed(
                    self.partner, "halted", datetime.now(UTC), happening.reason, inward=happening.inward
                )

    def _flush(self) -> int:
        data = self._session.outgoing()
        if data and not self._writer.is_closing():
            self._writer.write(data)
        if self._writer.transport.get_write_buffer_size() > WRITE_MAX_BYTES:
            self.end(Refused("federation-partner-not-reading"))
        return len(data)

    async def _close(self) -> None:
        self._writer.close()
        try:
            async with asyncio.timeout(CLOSE_S):
                await self._writer.wait_closed()
        except OSError:
            self._writer.transport.abort()


def moment() -> Moment:
    """Return the machine's moment."""
    return Moment(time.monotonic(), datetime.now(UTC))


def log_line(what: str, partner: Nation, **facts: object) -> None:
    """Write one structured line about something that crossed, or failed to cross, the border."""
    _LOG.info(msgspec.json.encode({"what": what, "partner": partner, **facts}).decode())


def _since(began_s: float) -> float:
    return round(time.monotonic() - began_s, 4)
