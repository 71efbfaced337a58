"""Puts one running node together: log, node, border, picture, jobs, accounts, web server."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path

import msgspec

from renkei import config
from renkei.accounts.accounts import ACCOUNTS_FILE, open_accounts
from renkei.cli.basemap import basemap_folder
from renkei.cli.identifiers import new_id, randomness
from renkei.io.border import NodeBorder
from renkei.io.clock import ExerciseClock, MachineClock
from renkei.io.jobs import EngineJobs
from renkei.io.lookout import Lookout
from renkei.io.partner_link import PartnerLink, Peer, Us
from renkei.kernel.label import Label
from renkei.log.observations import ObservationStore
from renkei.log.sqlite import open_store
from renkei.log.writer import Writer
from renkei.node.moments import Moments
from renkei.node.node import Identity, Node
from renkei.picture.model import Sensor
from renkei.web.app import create_app
from renkei.web.headquarters import Headquarters, Parts, Profile
from renkei.web.server import serving

DIGESTS_EVERY_S = 5.0
"""How often a node keeps the digests of its states beside the log, if anything changed."""
OBSERVATIONS_FILE = "observations.sqlite"
FAILED = 70
"""Exit status when the log cannot be written or a link met a defect (BSD sysexits: internal software error)."""


class Ports(msgspec.Struct, frozen=True):
    """Where a running node listens, all on the loopback."""

    web: int
    border: int
    feeds: dict[str, int]


def _end_process(error: BaseException) -> None:
    """End at once: what was not acknowledged was not promised, and the log is whole."""
    os.write(2, f"renkei: {error!r}\n".encode())
    os._exit(FAILED)


@contextlib.asynccontextmanager
async def running(directory: Path) -> AsyncIterator[Ports]:
    """Run the node in a directory; on leaving, stop it cleanly."""
    settings = config.read(directory)
    config.make_own(directory)
    async with contextlib.AsyncExitStack() as stack:
        store = open_store(directory / config.LOG_FILE)
        reader = store.reader()
        meta = reader.meta()
        partners = tuple(p.nation for p in settings.partners)
        identity = Identity(settings.nation, settings.node, meta["epoch"].decode(), partners)
        machine = MachineClock()
        exercise = ExerciseClock(machine.recorded()) if settings.exercise else None
        moments: Moments = exercise or machine
        node = Node(identity, moments, new_id)
        node.replay(reader)
        writer = Writer(store, _end_process)
        stack.push_async_callback(writer.close)
        stack.callback(reader.close)  # before the writer, so that its last act brings all into the one file
        stack.push_async_callback(node.record_digests)  # when the link has stopped, and with it the last event
        node.attach(writer, reader)
        observations = ObservationStore(directory / OBSERVATIONS_FILE)
        stack.callback(observations.close)
        lookout = Lookout(node, moments, observations)
        border = NodeBorder(node, reader, moments, new_id, lookout)
        link = _link(directory, settings, identity, border)
        border.last_received = link.last_received
        node.on_shipment(link.rows_added)
        await link.start(port=settings.border_port)
        stack.push_async_callback(link.stop)
        jobs = EngineJobs(node, moments, new_id)
        stack.push_async_callback(jobs.stop)
        headquarters = _headquarters(directory, settings, node, moments, Parts(border, jobs, lookout, exercise))
        stack.callback(headquarters.accounts.close)
        server = await stack.enter_async_context(serving(create_app(headquarters, basemap_folder()), settings.web_port))
        background: list[Coroutine[None, None, None]] = [
            _keep_digests(node),
            lookout.watch(),
            *_feeds(settings, lookout),
        ]
        tasks = [asyncio.create_task(work) for work in background]
        stack.push_async_callback(_cancelled, tasks)
        yield Ports(server, link.port, {f.sensor: f.port for f in settings.feeds})


def _link(directory: Path, settings: config.Settings, identity: Identity, border: NodeBorder) -> PartnerLink:
    peers = [
        Peer(p.nation, config.secret(directory, p.nation), (p.host, p.port) if p.port is not None else None)
        for p in settings.partners
    ]
    return PartnerLink(Us(identity.nation, identity.node, identity.epoch), peers, border, _end_process)


def _headquarters(
    directory: Path, settings: config.Settings, node: Node, moments: Moments, parts: Parts
) -> Headquarters:
    profile = Profile(
        settings.nation,
        settings.node,
        settings.name,
        settings.language,
        {p.nation: p.name for p in settings.partners},
        settings.tz,
        settings.exercise,
    )
    accounts = open_accounts(directory / ACCOUNTS_FILE, randomness)
    return Headquarters(profile, node, accounts, moments, parts)


def _feeds(settings: config.Settings, lookout: Lookout) -> list[Coroutine[None, None, None]]:
    sensors = (
        (Sensor(f.sensor, settings.nation, f.form, Label(settings.nation, rel_to=f.rel_to), f.sigma_m), f.port)
        for f in settings.feeds
    )
    return [lookout.feed(sensor, port) for sensor, port in sensors]


async def _keep_digests(node: Node) -> None:
    kept = -1
    while True:
        await asyncio.sleep(DIGESTS_EVERY_S)
        if node.position != kept:
            kept = node.position
            await node.record_digests()


async def _cancelled(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
