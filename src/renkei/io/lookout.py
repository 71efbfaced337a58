"""The live picture of a running node: feeds in, correlation once a second, the positions lane out."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from renkei.federation.lanes import Position, PositionLane
from renkei.feeds.intake import Fault, Taken, intake
from renkei.io.feeds import listen_udp
from renkei.io.refused import RefusedInput, SensorRefused
from renkei.kernel.errors import Malformed
from renkei.kernel.ids import Nation
from renkei.log.observations import ObservationStore
from renkei.node.moments import Moments
from renkei.node.node import Node
from renkei.picture.board import board
from renkei.picture.live import LivePicture
from renkei.picture.model import Observation, Sensor
from renkei.picture.wire import partner_report

STEP_S = 0.5
"""How often the picture looks at what arrived: ships move a few metres meanwhile."""
UNKEPT_MAX = 50_000
"""Observations waiting for the store: ten seconds of a busy coast; older ones are shown but not kept."""


class Lookout:
    """Holds the live picture and what waits for each partner.

    Attributes:
        refused: What was refused of each sensor's input, and of each partner's positions.
    """

    def __init__(self, node: Node, moments: Moments, store: ObservationStore) -> None:
        self._node, self._moments, self._store = node, moments, store
        self._unkept: list[Observation] = []
        self._live = LivePicture(node.identity.nation)
        self._lanes = {p: PositionLane() for p in node.identity.partners}
        self._cursors = dict.fromkeys(node.identity.partners, 0)
        self._shown: Mapping[str, Any] = {"tracks": (), "counts": {}}
        self.refused = RefusedInput()

    async def watch(self) -> None:
        """Begin with the newest state that was kept; then correlate, and keep what arrived, until cancelled."""
        self._live.take(await asyncio.to_thread(self._store.newest))
        while True:
            self.step()
            await self.keep()
            await asyncio.sleep(STEP_S)

    async def keep(self) -> None:
        """Keep what arrived since the last time, in the store's thread."""
        arrived, self._unkept = self._unkept, []
        if arrived:
            await asyncio.to_thread(self._store.append, arrived, self._moments.recorded())

    def step(self) -> None:
        """Correlate what arrived, and let what may leave wait for its partner."""
        now = self._moments.now()
        self._live.step(now, self._node.state("picture"))
        shown = board(self._live, now)
        self._shown = {"tracks": shown.tracks, "counts": shown.counts, "refused": self.refused.total}
        for partner, lane in self._lanes.items():
            released = self._live.releasable_positions(partner, self._cursors[partner])
            self._cursors[partner] = released.cursor
            for position in released.positions:
                raw = msgspec.Raw(msgspec.json.encode(position))
                lane.put(Position(f"{position.source}/{position.id}", raw))

    async def feed(self, sensor: Sensor, port: int) -> None:
        """Take a sensor's bytes on a UDP port of the loopback until cancelled."""
        await listen_udp(("127.0.0.1", port), intake(sensor), self.deliver, self._moments.now)

    def deliver(self, taken: Taken) -> None:
        """Take over observations; count and keep what was refused."""
        self._take(taken.observations)
        for fault in taken.faults:
            self.refused.add(fault, self._moments.recorded())

    def shown(self) -> Mapping[str, Any]:
        """Return the picture in the form of the interface."""
        return self._shown

    def sensors(self) -> tuple[SensorRefused, ...]:
        """Return what was refused of each sensor's input."""
        return self.refused.shown()

    def outgoing(self, partner: Nation, limit: int) -> tuple[Position, ...]:
        """Take out positions that wait for a partner."""
        return self._lanes[partner].take(limit)

    def incoming(self, partner: Nation, positions: tuple[Position, ...]) -> None:
        """Take over a partner's positions; what does not have the form of one is counted as refused."""
        reports = []
        for position in positions:
            try:
                reports.append(partner_report(bytes(position.state), partner))
            except Malformed as error:
                fault = Fault(partner, error.place, error.key, error.facts, self._moments.now())
                self.refused.add(fault, self._moments.recorded())
        self._take(reports)

    def _take(self, observations: Sequence[Observation]) -> None:
        """Take over observations, whosever they are; of too many that wait for the store the oldest are not kept."""
        self._live.take(observations)
        self._unkept += observations
        del self._unkept[:-UNKEPT_MAX]

    def resend(self, partner: Nation) -> None:
        """Begin again with every releasable position, after a partner's link came back."""
        self._cursors[partner] = 0
        self._lanes[partner].clear()
