"""Carries border sessions over TCP on the loopback address; knows no event, no gate and no log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

import msgspec

from renkei.federation.chain import Cursor
from renkei.federation.intake import Arrival, Row
from renkei.federation.lanes import Position
from renkei.kernel.errors import Told
from renkei.kernel.ids import Nation, NodeId

LinkState: TypeAlias = Literal["up", "down", "halted"]


class Peer(msgspec.Struct, frozen=True):
    """How to reach one partner: by dialling its address, or by waiting for its call on the own port.

    Attributes:
        secret: Shared by these two nations only, 32 random bytes.
        dial: Host and port; None to wait for the partner's call.
    """

    nation: Nation
    secret: bytes
    dial: tuple[str, int] | None = None


class Border(Protocol):
    """What a link asks of its node. Each method may wait for the disk, none may wait for the partner."""

    async def cursor(self, partner: Nation) -> Cursor | None:
        """Return how far the partner's stream is on our disk; None before its first row."""

    async def rows(self, partner: Nation, after: int, limit: int) -> Sequence[Row]:
        """Return at most `limit` rows of the partner's outbox, durable ones only, numbers above `after`."""

    async def row_hash(self, partner: Nation, rseq: int) -> bytes | None:
        """Return the border chain's hash after row `rseq` of the partner's outbox, or None if there is no such row.

        Row 0 is the stream's start: `chain.start(us, partner, epoch).hash`.
        """

    async def admit(self, arrival: Arrival) -> None:
        """Record and fold a checked batch of the partner's; return when it and its cursor are on disk."""

    async def link_changed(self, partner: Nation, state: LinkState, at: datetime, reason: Told | None) -> None:
        """Take note that the link came up, went down or was halted, and why, for the log and the screen."""

    async def receipt(self, partner: Nation, cursor: Cursor) -> None:
        """Take note that the partner has our rows up to `cursor` on its disk."""

    def positions_out(self, partner: Nation, limit: int) -> tuple[Position, ...]:
        """Take out positions that wait for the partner."""

    def positions_in(self, partner: Nation, positions: tuple[Position, ...]) -> None:
        """Take over positions from the partner; they are observations and are not recorded."""


class Us(msgspec.Struct, frozen=True):
    """Who we are to a partner."""

    nation: Nation
    node: NodeId
    epoch: str


class PartnerLink:
    """Listens, dials and reconnects for all partners of one node.

    Attributes:
        port: Port that partners call, once started.
    """

    port: int

    def __init__(self, us: Us, peers: Sequence[Peer], border: Border) -> None:
        raise NotImplementedError

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen and begin to dial.

        Raises:
            Refused: An address is not on the loopback (`federation-loopback-only`), named in the refusal.
        """
        raise NotImplementedError

    def rows_added(self, partner: Nation) -> None:
        """Wake the partner's session: its outbox has new durable rows. Call it for no other reason."""
        raise NotImplementedError

    def last_received(self, partner: Nation) -> datetime | None:
        """Return when bytes last came from the partner."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Close every session and the listening socket."""
        raise NotImplementedError
