"""Feeds over real sockets of the loopback, from files, and their bounded store."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from renkei.feeds.ais import Position
from renkei.feeds.ais_write import position_report
from renkei.feeds.intake import intake
from renkei.io import feeds
from renkei.kernel.errors import Malformed, Refused
from renkei.kernel.ids import Nation
from renkei.kernel.label import Label
from renkei.log.observations import ObservationStore
from renkei.picture.model import Identity, Particulars, Report, Sensor, SourceTrack

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2026, 2, 9, 15, 30, 7, tzinfo=UTC)
USA, JPN = Nation("USA"), Nation("JPN")
AIS = Sensor("usa-ais", USA, "nmea", Label(USA))
LINE = position_report("431999001", Position(33.0, 133.5, 90.0, 10.0), "x", NOW)


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Heard:
    """Collects what is delivered, and wakes who waits for so much."""

    def __init__(self):
        self.reports, self.faults = [], []
        self._changed = asyncio.Event()

    def __call__(self, taken):
        self.reports += taken.observations
        self.faults += taken.faults
        self._changed.set()

    async def until(self, done):
        while not done(self):
            await asyncio.wait_for(self._changed.wait(), 10)
            self._changed.clear()


async def ended(task):
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_datagrams_are_read_and_rubbish_harms_nobody():
    async def scene():
        port, heard = free_port(socket.SOCK_DGRAM), Heard()
        task = asyncio.create_task(feeds.listen_udp(("127.0.0.1", port), intake(AIS), heard, lambda: NOW))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            while not heard.reports:
                out.sendto(LINE, ("127.0.0.1", port))
                await asyncio.sleep(0)
            count = len(heard.reports)
            out.sendto(b"\xff\x00 rubbish", ("127.0.0.1", port))
            out.sendto(LINE.strip(), ("127.0.0.1", port))
            await heard.until(lambda h: h.faults and len(h.reports) > count)
        await ended(task)
        return heard

    heard = asyncio.run(scene())
    assert {report.track.id for report in heard.reports} == {"mmsi:431999001"}
    assert {fault.key for fault in heard.faults} == {"feeds-nmea-not-a-sentence"}


def test_a_stream_is_read_again_after_it_breaks(monkeypatch):
    monkeypatch.setattr(feeds, "PAUSE_FIRST_S", 0.01)

    async def scene():
        heard = Heard()
        connections = []

        async def serve(_, writer):
            connections.append(writer)
            half = LINE[: len(LINE) // 2]
            writer.write(LINE + (half if len(connections) == 1 else LINE))
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()[:2]
        task = asyncio.create_task(feeds.read_tcp(address, lambda: intake(AIS), heard, lambda: NOW))
        await heard.until(lambda h: len(h.reports) >= 3)
        await ended(task)
        server.close()
        return heard, len(connections)

    heard, connections = asyncio.run(scene())
    assert connections >= 2
    assert [fault.key for fault in heard.faults][:1] == ["feeds-nmea-no-checksum"]


def test_a_server_that_is_not_there_is_tried_again(monkeypatch):
    monkeypatch.setattr(feeds, "PAUSE_FIRST_S", 0.001)

    async def scene():
        heard, port = Heard(), free_port(socket.SOCK_STREAM)
        task = asyncio.create_task(feeds.read_tcp(("127.0.0.1", port), lambda: intake(AIS), heard, lambda: NOW))
        await asyncio.sleep(0)

        async def serve(_, writer):
            writer.write(LINE)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", port)
        await heard.until(lambda h: h.reports)
        await ended(task)
        server.close()
        return heard

    assert asyncio.run(scene()).reports[0].track.id == "mmsi:431999001"


def test_a_recorded_log_is_replayed_with_its_own_times():
    taken = list(feeds.replay_file(GOLDEN / "dma_stream_120.nmea", intake(AIS), NOW))
    reports = [o for piece in taken for o in piece.observations if isinstance(o, Report)]
    assert len(reports) == 47
    assert {report.at.date().isoformat() for report in reports} == {"2010-06-11"}
    cut_off = [(fault.place, fault.key) for piece in taken for fault in piece.faults]
    assert cut_off == [("line 120", "feeds-ais-incomplete")]


def test_a_file_at_the_bound_and_one_byte_more(tmp_path, monkeypatch):
    monkeypatch.setattr(feeds, "REPLAY_MAX", len(LINE))
    path = tmp_path / "log.nmea"
    path.write_bytes(LINE)
    assert len(list(feeds.replay_file(path, intake(AIS), NOW))) == 2
    path.write_bytes(LINE + b"\n")
    with pytest.raises(Malformed) as error:
        list(feeds.replay_file(path, intake(AIS), NOW))
    assert (error.value.key, error.value.place) == ("feeds-file-large", "log.nmea")


TRACK = SourceTrack(USA, "usa-ais", "mmsi:431999001")


def report(minute, lat=33.0, track=TRACK):
    return Report(track, lat, 133.5, NOW + timedelta(minutes=minute), Label(USA), identity=Identity("431999001"))


def test_what_is_stored_comes_back(tmp_path):
    about = Particulars(TRACK, Label(USA), "TOSA MARU", kind="cargo")
    store = ObservationStore(tmp_path / "observations.db")
    store.append([report(0), about, report(2), report(1)], NOW)
    assert store.history(TRACK, NOW) == (report(0), report(1), report(2))
    assert store.history(TRACK, NOW + timedelta(minutes=1)) == (report(1), report(2))
    assert store.history(TRACK, NOW, limit=1) == (report(2),)
    assert store.newest() == (about, report(2))
    store.close()
    again = ObservationStore(tmp_path / "observations.db")
    assert (len(again), again.newest()) == (3, (about, report(2)))
    again.close()


def test_a_late_report_does_not_replace_the_newest(tmp_path):
    store = ObservationStore(tmp_path / "observations.db")
    store.append([report(5)], NOW)
    store.append([report(3)], NOW)
    assert store.newest() == (report(5),)
    store.close()


def test_the_oldest_leave_at_the_bound(tmp_path):
    store = ObservationStore(tmp_path / "observations.db", keep_rows=100)
    for minute in range(100):
        store.append([report(minute)], NOW)
    assert len(store) == 100
    store.append([report(100)], NOW)
    assert len(store) == 90
    kept = store.history(TRACK, NOW)
    assert (kept[0], kept[-1]) == (report(11), report(100))
    store.close()


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    import sqlite3

    path = tmp_path / "observations.db"
    ObservationStore(path).close()
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(Refused, match="feeds-store-newer"):
        ObservationStore(path)
