"""Sends the exercise's seeded sensor traffic to the feeds of each headquarters."""

import zlib
from collections.abc import Mapping
from datetime import datetime

from renkei.exercise.pack import Pack
from renkei.exercise.sensors import sensors_of
from renkei.exercise.traffic import Traffic
from renkei.io.udp import DATAGRAM_MAX, send
from renkei.kernel.ids import Nation


def traffic_of(pack: Pack) -> Traffic:
    """Return the seeded traffic of a pack; the same pack gives the same ships and the same bytes."""
    centre = (pack.sea.lat, pack.sea.lon) if pack.sea else None
    return Traffic(zlib.crc32(pack.id.encode()), pack.t0, sensors_of(pack), centre)


class TrafficSender:
    """Sends what each nation's sensors delivered in a span of exercise time."""

    def __init__(self, pack: Pack, feeds: Mapping[Nation, Mapping[str, int]]) -> None:
        self._feeds = feeds
        self._traffic = traffic_of(pack)

    async def send(self, since: datetime, until: datetime) -> None:
        """Send the span's transmissions, oldest first."""
        for nation, ports in self._feeds.items():
            for transmission in self._traffic.transmissions(nation, since, until):
                port = ports.get(transmission.sensor)
                if port is not None and len(transmission.data) <= DATAGRAM_MAX:
                    send(port, transmission.data)
