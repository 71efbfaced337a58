"""What a link asks of its node; only names, so that node and carriers need not know each other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from renkei.federation.chain import Cursor
from renkei.federation.intake import Arrival, Row
from renkei.federation.lanes import Position
from renkei.kernel.errors import Told
from renkei.kernel.ids import Nation

LinkState: TypeAlias = Literal["up", "down", "halted"]
"""`halted`: the link is up, and one of the two streams stands still until people have looked."""


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
        """Record and fold a checked batch of the partner's; return when it and its cursor are on disk.

        Raises:
            Refused: The batch can't be the partner's (`Ledger.admit`); the partner's stream is halted.
        """

    async def link_changed(
        self, partner: Nation, state: LinkState, at: datetime, reason: Told | None, *, inward: bool = True
    ) -> None:
        """Take note that the link came up, went down or was halted, and why, for the log and the screen.

        `inward` says of a halt whether it is the partner's stream to us.
        """

    async def receipt(self, partner: Nation, cursor: Cursor) -> None:
        """Take note that the partner has our rows up to `cursor` on its disk."""

    def positions_out(self, partner: Nation, limit: int) -> tuple[Position, ...]:
        """Take out positions that wait for the partner."""

    def positions_in(self, partner: Nation, positions: tuple[Position, ...]) -> None:
        """Take over positions from the partner; they are observations and are not recorded."""
