"""Two nodes as processes joined through a relay, without an exercise: started, killed and started again by a test."""

import asyncio
import contextlib
import json
import signal
import subprocess
import sys

from renkei import config
from renkei.cli.headquarters import free_port
from renkei.cli.identifiers import new_id
from renkei.cli.node import accounts_of, make_node
from renkei.io.clock import MachineClock
from renkei.io.desk_client import DeskClient
from renkei.io.severable import SeverableRelay
from renkei.kernel.ids import Nation, NodeId
from renkei.kernel.names import Name

USA, JPN = Nation("USA"), Nation("JPN")
SECRET = bytes(range(32))
WATCH = ("watch_officer", "administrator")
READY_MAX_S = 120
IN_STEP_MAX_S = 120
LOOK_EVERY_S = 0.05


class Station:
    """One node: its directory, its process, and a watch officer at its desk."""

    def __init__(self, directory, nation, partner, dial, roles=WATCH):
        """Make the node; `dial` is the port where it calls its partner, or None where it waits to be called."""
        self.directory, self.nation, self.partner = directory, nation, partner
        self.border = free_port()
        self.web = free_port()
        joined = config.Partner(partner, Name(partner, partner), port=dial)
        self._settings = config.Settings(
            nation, NodeId(nation.lower()), Name(nation, nation), "en", "Asia/Tokyo", self.web, self.border, False,
            (joined,), (),
        )  # fmt: skip
        make_node(directory, self._settings)
        config.write_secret(directory, partner, SECRET)
        accounts = accounts_of(directory)
        self._password = accounts.add("watch", list(roles), "en", MachineClock().recorded(), "exercise")
        accounts.close()
        self.desk = DeskClient(self.web, new_id)
        self._process = None

    async def start(self):
        """Run the node and wait until it is ready."""
        command = [sys.executable, "-m", "renkei", "serve", str(self.directory)]
        self._process = await asyncio.to_thread(subprocess.Popen, command, stdout=subprocess.PIPE)
        line = await asyncio.wait_for(asyncio.to_thread(self._process.stdout.readline), READY_MAX_S)
        assert json.loads(line)["ready"]["web"] == self.web

    async def sign_in(self):
        """Sign the watch officer in; the session outlives the process."""
        await self.desk.sign_in("watch", self._password)

    def kill(self):
        """Kill the process as a power cut of the machine's memory would, and say how it ended."""
        return self.end(signal.SIGKILL)

    def end(self, how=signal.SIGTERM):
        """End the process by a signal and return its exit code."""
        self._process.send_signal(how)
        code = self._process.wait()
        self._process.stdout.close()
        return code

    def stop(self):
        """End what still runs."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    async def settled(self):
        """Whether the link is up and the partner has confirmed all that it was sent."""
        partners = (await self.desk.read("/api/link"))["partners"]
        return all(p["state"] == "up" and p["waiting_to_send"] == 0 for p in partners)

    async def shared(self):
        """Return identifiers of what both nodes have, in the order of the list."""
        return [row["id"] for row in (await self.desk.read("/api/log?shared=1&limit=5000"))["rows"]]


@contextlib.asynccontextmanager
async def two_nodes(folder, roles=WATCH):
    """Run two joined nodes with one user of these roles each; yield them and the relay between them."""
    usa = Station(folder / "usa", USA, JPN, None, roles)
    relay = SeverableRelay(usa.border)
    await relay.start()
    jpn = Station(folder / "jpn", JPN, USA, relay.port, roles)
    try:
        for station in (usa, jpn):
            await station.start()
            await station.sign_in()
        yield usa, jpn, relay
    finally:
        usa.stop()
        jpn.stop()
        await relay.stop()


async def in_step(*stations):
    """Wait until each has what the other released to it."""
    async with asyncio.timeout(IN_STEP_MAX_S):
        while not all([await station.settled() for station in stations]):
            await asyncio.sleep(LOOK_EVERY_S)
