"""Two or more headquarters as processes on this machine, joined through relays that can be cut."""

import asyncio
import contextlib
import fcntl
import json
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import msgspec

from renkei import config
from renkei.cli.identifiers import new_id, randomness
from renkei.cli.node import accounts_of, make_node
from renkei.cli.traffic import traffic_of
from renkei.exercise.desks import Staff
from renkei.exercise.naming import packaged
from renkei.exercise.pack import Pack
from renkei.exercise.zone import zone_of
from renkei.io.clock import MachineClock
from renkei.io.desk_client import DeskClient
from renkei.io.severable import SeverableRelay
from renkei.kernel.errors import Refused
from renkei.kernel.ids import Nation, NodeId
from renkei.kernel.names import Name
from renkei.node.roles import ROLES

READY_S = 60.0
"""Longest wait for a node to be ready: it may have a long log to replay."""
STOP_S = 15.0
"""Longest wait for a node to stop cleanly."""
LOCK_FILE = "demo.lock"
"""Held while an exercise runs in a directory; it says which process holds it."""
NODE_MAX = 32
"""Longest short name of a node (`config.NODE`)."""
LOGINS = {role: role.partition("_")[0] for role in ROLES}
"""Role -> login name of the exercise's user: watch, planner, liaison, release, commander, administrator, exercise."""


class Joined(msgspec.Struct, frozen=True):
    """One headquarters as it runs: where, with which users and passwords of the exercise, and its process."""

    nation: Nation
    name: Name
    directory: Path
    web: int
    feeds: dict[str, int]
    passwords: dict[str, str]
    process: int


class Relays:
    """All relays of an exercise as one link."""

    def __init__(self, relays: Sequence[SeverableRelay]) -> None:
        self.relays = tuple(relays)

    def cut(self, how: str) -> None:
        """Cut by `reset` or by `silence`."""
        for relay in self.relays:
            relay.cut("reset" if how == "reset" else "silence")

    def heal(self) -> None:
        """Carry bytes again."""
        for relay in self.relays:
            relay.heal()


def free_port(kind: int = socket.SOCK_STREAM) -> int:
    """Return a port of the loopback that nobody uses now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def node_id(name: str, nation: Nation) -> NodeId:
    """Return the short name of a pack's node, which is its directory and part of its cookie: `HQ JOC` is `hq-joc`.

    A name without a letter or digit of ASCII gives the nation's.
    """
    short = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:NODE_MAX].strip("-")
    return NodeId(short or nation.lower())


def _settings(pack: Pack, number: int, border: int, relays: dict[Nation, int]) -> config.Settings:
    """Return the settings of the pack's node: it dials the nodes before it through their relays."""
    node = pack.nodes[number]
    nation = pack.nation_of(node.id)
    naming = packaged()
    partners = tuple(
        config.Partner(pack.nation_of(n.id), naming.node(n), port=relays.get(pack.nation_of(n.id)))
        for n in pack.nodes
        if n is not node
    )
    feeds = tuple(
        config.Feed(s.id, s.form, free_port(socket.SOCK_DGRAM), s.sigma_m, s.label.rel_to)
        for s in traffic_of(pack).sensors(nation)
    )
    name, zone = naming.node(node), zone_of(pack)
    return config.Settings(
        nation, node_id(node.name, nation), name, node.language, zone, 0, border, True, partners, feeds
    )  # fmt: skip


@contextlib.contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Keep every other exercise out of a directory as long as this process lives.

    Raises:
        Refused: Another runs there (`exercise-in-use`); nothing of it is touched.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / LOCK_FILE
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = path.read_text("ascii").strip()
            raise Refused("exercise-in-use", directory=str(directory), process=holder) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


@contextlib.asynccontextmanager
async def headquarters(pack: Pack, directory: Path) -> AsyncIterator[tuple[list[Joined], Relays]]:
    """Make or open a node for each headquarters of a pack, run them, and stop them on leaving."""
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(_alone(directory))
        relays: list[SeverableRelay] = []
        joined: list[Joined] = []
        dial: dict[Nation, int] = {}
        for number, node in enumerate(pack.nodes):
            nation, border = pack.nation_of(node.id), free_port()
            place = directory / node_id(node.name, nation)
            settings = _settings(pack, number, border, dial)
            _prepare(place, settings, directory)
            joined.append(await stack.enter_async_context(_process(place, settings)))
            relay = SeverableRelay(border, 16_000_000)
            await relay.start()
            stack.push_async_callback(relay.stop)
            relays.append(relay)
            dial[nation] = relay.port
        yield joined, Relays(relays)


def _prepare(place: Path, settings: config.Settings, directory: Path) -> None:
    """Make the node, or keep its log and accounts and only set where it listens now."""
    if not (place / config.SETTINGS_FILE).exists():
        make_node(place, settings)
    config.write(place, settings)
    for partner in settings.partners:
        pair = "-".join(sorted((settings.nation, partner.nation)))
        shared = directory / f"{pair}.key"
        if not shared.exists():
            shared.touch(mode=0o600)
            shared.write_text(randomness(32).hex(), "ascii")
        config.write_secret(place, partner.nation, bytes.fromhex(shared.read_text("ascii")))


def _passwords(place: Path, settings: config.Settings) -> dict[str, str]:
    """Return a fresh password for each exercise user, which is used as it is: it ends with the exercise."""
    accounts, now = accounts_of(place), MachineClock().recorded()
    known = {account.login for account in accounts.all()}
    try:
        return {
            role: accounts.reset(login, now, "exercise")
            if login in known
            else accounts.add(login, [role], settings.language, now, "exercise")
            for role, login in LOGINS.items()
        }
    finally:
        accounts.close()


@contextlib.asynccontextmanager
async def _process(place: Path, settings: config.Settings) -> AsyncIterator[Joined]:
    """Run a node that ends with this process however it ends, since the pipe to its input ends then."""
    command = (sys.executable, "-m", "renkei", "serve", str(place), "--until-input-ends")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, start_new_session=True)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(READY_S):
            line = await process.stdout.readline()
        if not line:
            raise Refused("exercise-node-ended", directory=str(place), status=await process.wait())
        ready = json.loads(line)["ready"]
        passwords = await asyncio.to_thread(_passwords, place, settings)
        yield Joined(settings.nation, settings.name, place, ready["web"], ready["feeds"], passwords, process.pid)
    finally:
        await _stopped(process)


async def _stopped(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), STOP_S)
    except TimeoutError:
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()


async def signed_in(joined: Joined) -> Staff:
    """Sign every exercise user of a headquarters in."""
    desks = {}
    for role, login in LOGINS.items():
        desk = DeskClient(joined.web, new_id)
        await desk.sign_in(login, joined.passwords[role])
        desks[role] = desk
    return Staff(joined.nation, desks)
