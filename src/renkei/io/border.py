"""The node's side of its partner links: reads the outbox, admits batches, records outages; carries no bytes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from renkei.federation import chain
from renkei.federation.chain import Cursor
from renkei.federation.intake import Arrival, Row
from renkei.federation.lanes import Position
from renkei.io.partner_link import LinkState
from renkei.kernel.errors import Told
from renkei.kernel.ids import CommandId, Nation
from renkei.kernel.message import reason, told
from renkei.log.store import Reader
from renkei.node.moments import Moments
from renkei.node.node import NODE, Node
from renkei.node.submission import Submission
from renkei.views.links import LinkSeen
from renkei.watch.model import RecordLinkLost, RecordLinkRestored, RecordStreamHalted, RecordStreamResumed

NO_REASON = told("watch-link-closed")


class Positions(Protocol):
    """The live picture as the border uses it."""

    def outgoing(self, partner: Nation, limit: int) -> tuple[Position, ...]:
        """Take out positions that wait for a partner."""

    def incoming(self, partner: Nation, positions: tuple[Position, ...]) -> None:
        """Take over a partner's positions."""


class NodeBorder:
    """One node's border to all its partners."""

    def __init__(
        self, node: Node, reader: Reader, moments: Moments, new_id: Callable[[], str], positions: Positions
    ) -> None:
        self._node, self._reader, self._moments = node, reader, moments
        self._new_id, self._positions = new_id, positions
        started = moments.recorded()
        self._seen = {p: LinkSeen("never", started, None, None, 0) for p in node.identity.partners}
        self.last_received: Callable[[Nation], datetime | None] = _never
        self._placed: set[Nation] = set()

    def seen(self, partner: Nation) -> LinkSeen:
        """Return the state of the link to a partner."""
        return msgspec.structs.replace(self._seen[partner], last_received=self.last_received(partner))

    async def cursor(self, partner: Nation) -> Cursor | None:
        """Return how far the partner's stream is on disk."""
        row = self._reader.cursor(partner)
        return Cursor(row.epoch, row.rseq, row.hash) if row else None

    async def rows(self, partner: Nation, after: int, limit: int) -> Sequence[Row]:
        """Return rows of the partner's outbox that are on disk."""
        return [Row(r.rseq, r.revision, r.data, r.hash) for r in self._reader.outbox(partner, after, limit)]

    async def row_hash(self, partner: Nation, rseq: int) -> bytes | None:
        """Return the border chain's hash after a row of the partner's outbox."""
        identity = self._node.identity
        if rseq == 0:
            return chain.start(identity.nation, partner, identity.epoch).hash
        row = self._reader.outbox_row(partner, rseq)
        return row.hash if row else None

    async def admit(self, arrival: Arrival) -> None:
        """Record and fold a checked batch."""
        await self._node.admit(arrival)
        await self._flows(arrival.partner, inward=True)

    async def link_changed(
        self, partner: Nation, state: LinkState, at: datetime, reason_: Told | None, *, inward: bool = True
    ) -> None:
        """Show the state, and record outages and halts in the own log."""
        before = self._seen[partner]
        why = reason(reason_) if reason_ else None
        self._seen[partner] = msgspec.structs.replace(before, state=state, since=at, why=why)
        if state == "up":
            self._placed.discard(partner)
            down_s = round((at - before.since).total_seconds())
            await self._record(RecordLinkRestored(partner, down_s))
        elif state == "halted":
            await self._record(RecordStreamHalted(partner, why or NO_REASON, inward))
        elif before.state == "up":
            await self._record(RecordLinkLost(partner, why or NO_REASON))

    async def _flows(self, partner: Nation, *, inward: bool) -> None:
        """Record that a halted stream flows again; in the session in which it was halted nothing shows that."""
        if self._seen[partner].state == "up" and partner in self._node.state("watch").halted:
            await self._record(RecordStreamResumed(partner, inward))

    async def _record(
        self, command: RecordLinkLost | RecordLinkRestored | RecordStreamHalted | RecordStreamResumed
    ) -> None:
        submission = Submission(CommandId(self._new_id()), command)
        await self._node.handle([submission], NODE)

    async def receipt(self, partner: Nation, cursor: Cursor) -> None:
        """Note how far the partner has our rows on its disk.

        The first receipt of a session only repeats where the partner stood: what it refused, it may refuse again.
        """
        self._seen[partner] = msgspec.structs.replace(self._seen[partner], acknowledged=cursor.rseq)
        if partner in self._placed or cursor.rseq == self._node.shipped(partner).rseq:
            await self._flows(partner, inward=False)
        self._placed.add(partner)

    def positions_out(self, partner: Nation, limit: int) -> tuple[Position, ...]:
        """Take out positions that wait for the partner."""
        return self._positions.outgoing(partner, limit)

    def positions_in(self, partner: Nation, positions: tuple[Position, ...]) -> None:
        """Take over positions from the partner."""
        self._positions.incoming(partner, positions)


def _never(partner: Nation) -> datetime | None:
    del partner
    return None
