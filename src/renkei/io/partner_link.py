"""Carries border sessions over TCP on the loopback address; knows no event, no gate and no log."""

import asyncio
import ipaddress
import secrets
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime

import msgspec

from renkei.federation.border import Border, LinkState
from renkei.federation.handshake import Us
from renkei.federation.session import HANDSHAKE_S, Session
from renkei.io.partner_connection import Connection, log_line, moment
from renkei.kernel.errors import Refused, Told
from renkei.kernel.ids import Nation

__all__ = ["Border", "LinkState", "PartnerLink", "Peer", "Us", "refuse_remote"]

RECONNECT_FIRST_S = 0.1
"""Seconds before the first attempt to call again; each further one waits twice as long."""
RECONNECT_MAX_S = 1.0
"""Longest wait between attempts: a healed link is found within a second, and one call a second costs nothing."""
CALLERS_MAX = 16
"""Connections that have not proved themselves yet: strangers take no more sockets than this."""
NONCE_BYTES = 32
STOP_S = 2.0
"""Seconds for sessions to end by themselves when the node stops."""


class Peer(msgspec.Struct, frozen=True):
    """How to reach one partner. Of two partners exactly one dials; the other waits for the call on its own port.

    Attributes:
        secret: Shared by these two nations only, 32 random bytes.
        dial: Host and port; None to wait for the partner's call.
    """

    nation: Nation
    secret: bytes
    dial: tuple[str, int] | None = None


class PartnerLink:
    """Listens, dials and reconnects for all partners of one node.

    Attributes:
        port: Port that partners call, once started.
    """

    def __init__(self, us: Us, peers: Sequence[Peer], border: Border, failed: Callable[[BaseException], None]) -> None:
        """Prepare the links; `failed` is called when one of them meets a defect: end the process then."""
        self.port = 0
        self._us = us
        self._peers = {peer.nation: peer for peer in peers}
        self._border = border
        self._failed = failed
        self._server: asyncio.Server | None = None
        self._dialling: set[asyncio.Task[object]] = set()
        self._carrying: set[asyncio.Task[object]] = set()
        self._connections: set[Connection] = set()
        self._joined: dict[Nation, Connection] = {}
        self._heard: dict[Nation, datetime] = {}

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen and begin to dial.

        Raises:
            Refused: An address is not on the loopback (`federation-loopback-only`), named in the refusal, or the port
                is taken (`federation-port-taken`).
        """
        addresses = [peer.dial[0] for peer in self._peers.values() if peer.dial is not None]
        for address in (host, *addresses):
            refuse_remote(address)
        try:
            self._server = await asyncio.start_server(self._called, host, port)
        except OSError as error:
            raise Refused("federation-port-taken", port=str(port)) from error
        self.port = self._server.sockets[0].getsockname()[1]
        for peer in self._peers.values():
            if peer.dial is not None:
                self._spawn(self._dial(peer.nation, *peer.dial), self._dialling)

    def rows_added(self, partner: Nation) -> None:
        """Wake the partner's session: its outbox has new durable rows. Call it for no other reason."""
        if partner in self._joined:
            self._joined[partner].rows_added()

    def last_received(self, partner: Nation) -> datetime | None:
        """Return when bytes last came from the partner."""
        return self._joined[partner].heard if partner in self._joined else self._heard.get(partner)

    async def stop(self) -> None:
        """End every session, after what has arrived is on disk, and close the listening socket."""
        if self._server is not None:
            self._server.close()
        for dialling in self._dialling:
            dialling.cancel()
        for connection in self._connections:
            connection.end(Refused("federation-stopped"))
        running = [*self._dialling, *self._carrying]
        if running:
            await asyncio.wait(running, timeout=STOP_S)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _spawn(self, work: Coroutine[None, None, object], among: "set[asyncio.Task[object]]") -> "asyncio.Task[object]":
        task = asyncio.get_running_loop().create_task(work)
        among.add(task)
        task.add_done_callback(among.discard)
        task.add_done_callback(self._report)
        return task

    def _report(self, task: "asyncio.Task[object]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failed(error)

    def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        strangers = sum(not connection.was_joined for connection in self._connections)
        if strangers >= CALLERS_MAX:
            writer.transport.abort()
            return
        self._spawn(self._carry((reader, writer), None), self._carrying)

    async def _dial(self, nation: Nation, host: str, port: int) -> None:
        wait_s = RECONNECT_FIRST_S
        while True:
            try:
                async with asyncio.timeout(HANDSHAKE_S):
                    streams = await asyncio.open_connection(host, port)
            except OSError as error:
                log_line("unreachable", nation, reason=str(error))
            else:
                carrying = self._spawn(self._carry(streams, nation), self._carrying)
                if await asyncio.shield(carrying):
                    wait_s = RECONNECT_FIRST_S
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, RECONNECT_MAX_S)

    async def _carry(self, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], called: Nation | None) -> bool:
        keys = {peer.nation: peer.secret for peer in self._peers.values()}
        session = Session(self._us, keys, secrets.token_bytes(NONCE_BYTES), moment(), called)
        connection = Connection(session, streams, self._border, self._has_joined)
        self._connections.add(connection)
        try:
            reason = await connection.run()
        finally:
            self._connections.discard(connection)
        if connection.was_joined:
            await self._has_left(connection, reason)
        return connection.was_joined

    async def _has_joined(self, connection: Connection) -> None:
        earlier = self._joined.get(connection.partner)
        self._joined[connection.partner] = connection
        if earlier is not None:
            reason = Refused("federation-replaced")
            earlier.end(reason)
            await earlier.over.wait()  # what it took in is on disk now, so that the new session asks for the rest
            await self._border.link_changed(connection.partner, "down", datetime.now(UTC), reason)
        log_line("session-joined", connection.partner)
        await self._border.link_changed(connection.partner, "up", datetime.now(UTC), None)

    async def _has_left(self, connection: Connection, reason: Told) -> None:
        if self._joined.get(connection.partner) is connection:
            del self._joined[connection.partner]
            self._heard[connection.partner] = connection.heard
            await self._border.link_changed(connection.partner, "down", datetime.now(UTC), reason)


def refuse_remote(host: str) -> None:
    """Let an address on the loopback pass.

    Raises:
        Refused: Any other address, until mutual TLS protects the link (`federation-loopback-only`).
    """
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise Refused("federation-loopback-only", address=host)
