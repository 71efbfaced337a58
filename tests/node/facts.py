"""A real node on a real SQLite log in a directory, with clocks and identifiers that a test can foresee."""

import asyncio
import contextlib
import itertools

import msgspec

from renkei.federation import chain
from renkei.federation.frames import Rows
from renkei.federation.intake import checked
from renkei.kernel.event import Event
from renkei.kernel.label import Label
from renkei.log.sqlite import create, open_store
from renkei.log.writer import Writer
from renkei.node.node import Identity, Node
from renkei.node.submission import Author, Submission
from tests.kernel.facts import T0

ROLES = (
    "watch_officer",
    "planner",
    "liaison_officer",
    "release_officer",
    "commander",
    "administrator",
    "exercise_controller",
)
ALL = Author("planner:all", frozenset(ROLES))
LOG = "log.sqlite"


def as_role(*roles):
    """Return somebody who holds these roles and no other."""
    return Author(f"{roles[0]}:1", frozenset(roles))


class Still:
    """Both times of a node, which stand until a test sets them."""

    def __init__(self):
        self.at = T0

    def now(self):
        return self.at

    def recorded(self):
        return self.at


class Running:
    """A node with its log, and short ways to ask it."""

    def __init__(self, node, store, writer, moments):
        self.node, self.store, self.writer, self.moments = node, store, writer, moments
        self._reader = store.reader()
        self._numbers = itertools.count(store.position() * 100 + 1)

    @property
    def reader(self):
        return self._reader

    def submit(self, command, *, rel_to=None, withhold=(), identifier=None, valid=None, label=None):
        """Return a submission under a new command identifier; it has no label unless one is given."""
        identifier = f"c{next(self._numbers)}" if identifier is None else identifier
        if rel_to is not None:
            label = Label("", rel_to=tuple(rel_to), withhold=tuple(withhold))
        return Submission(identifier, command, label, valid)

    async def do(self, *commands, author=ALL, rel_to=None, withhold=()):
        """Hand in commands as one append."""
        asked = [self.submit(c, rel_to=rel_to, withhold=withhold) for c in commands]
        return await self.node.handle(asked, author)

    def lines(self):
        """Return every event on disk, in order."""
        return [msgspec.json.decode(line.entry.data, type=Event) for line in self._reader.events()]

    def outbox(self, partner="USA"):
        """Return what a partner may have, as on disk."""
        return self._reader.outbox(partner, 0, 10_000)

    def untouched(self):
        """Return all that must be the same after a refusal: position, disk, states, clock, outbox."""
        counts = self._reader.counts(self.node.identity.nation)
        return self.node.position, self._reader.position(), dict(self.node.digests()), counts

    def close(self):
        self._reader.close()


@contextlib.asynccontextmanager
async def running(directory, nation="JPN", partners=("USA",)):
    """Run a node on the log in a directory; a second time on the same directory goes on where it stopped."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / LOG
    if not path.exists():
        create(path, {"nation": nation.encode(), "node": nation.lower().encode(), "epoch": b"e1"})
    store = open_store(path)
    reader = store.reader()
    failures = []
    writer = Writer(store, failures.append)
    moments, numbers = Still(), itertools.count(store.position() * 100)
    node = Node(
        Identity(nation, nation.lower(), "e1", tuple(partners)), moments, lambda: f"{nation}-{next(numbers):06d}"
    )
    node.replay(reader)
    node.attach(writer, reader)
    here = Running(node, store, writer, moments)
    try:
        yield here
        assert failures == []
    finally:
        here.close()
        reader.close()
        await writer.close()


async def carry(sender, receiver):
    """Carry what the sender has for the receiver and that one does not have yet, as one checked batch."""
    us, them = sender.node.identity.nation, receiver.node.identity.nation
    at = receiver.reader.cursor(us)
    cursor = chain.Cursor("e1", at.rseq, at.hash) if at else chain.start(us, them, "e1")
    rows = sender.reader.outbox(them, cursor.rseq, 10_000)
    if rows:
        batch = Rows(cursor.rseq + 1, tuple((r.revision, msgspec.Raw(r.data)) for r in rows), rows[-1].hash.hex())
        await receiver.node.admit(checked(us, cursor, batch, receiver.moments.recorded()))


def played(tmp_path, scenario, **how):
    """Run a scenario (an async function of a running node) to its end."""

    async def run():
        async with running(tmp_path, **how) as here:
            return await scenario(here)

    return asyncio.run(run())
