"""The node's side of a link: a halt is over when something of that stream is taken in a later session, not before."""

import asyncio
import itertools

import msgspec
import pytest

from renkei.federation.chain import Cursor
from renkei.io.border import NodeBorder
from renkei.kernel.errors import Refused
from renkei.kernel.names import Name
from renkei.watch.model import LogEntry
from tests.node.facts import running
from tests.node.foreign import arrival

AHEAD = Refused("clock-ahead", partner="USA", most=60)
HASH = b"\0" * 32


class Link:
    """A border on a running node, and short ways to tell it what its link does."""

    def __init__(self, here):
        self.here = here
        numbers = itertools.count()
        self.border = NodeBorder(here.node, here.reader, here.moments, lambda: f"link-{next(numbers)}", None)

    async def now(self, state, *, inward=True):
        reason = AHEAD if state == "halted" else None
        await self.border.link_changed("USA", state, self.here.moments.recorded(), reason, inward=inward)

    async def receipt(self, number):
        await self.border.receipt("USA", Cursor("e1", number, HASH))

    async def take(self):
        await self.border.admit(arrival("watch.EntryLogged", {"text": {"en": "x"}}))

    @property
    def halted(self):
        return [h.inward for h in self.here.node.state("watch").halted.get("USA", ())]

    def recorded(self):
        """Return what was recorded of the streams: kind and direction."""
        events = [e for e in self.here.lines() if e.kind.startswith("watch.Stream")]
        return [(e.kind.removeprefix("watch.Stream"), msgspec.json.decode(e.body)["inward"]) for e in events]


def linked(tmp_path, scenario):
    async def run():
        async with running(tmp_path) as here:
            link = Link(here)
            await link.now("up")
            await scenario(link)

    asyncio.run(run())


def test_the_partners_stream_resumes_with_the_first_batch_of_a_later_session(tmp_path):
    async def scenario(link):
        await link.now("halted")
        await link.receipt(0)
        assert link.halted == [True]
        for state in ("down", "up", "halted", "down", "up"):  # the same reason again is nothing new
            await link.now(state)
        await link.receipt(0)
        await link.receipt(1)
        assert (link.halted, link.recorded()) == ([True], [("Halted", True)])
        await link.take()
        assert link.halted == []
        await link.now("halted")
        assert link.recorded() == [("Halted", True), ("Resumed", True), ("Halted", True)]

    linked(tmp_path, scenario)


def test_what_came_before_the_halt_in_its_own_session_resumes_nothing(tmp_path):
    async def scenario(link):
        await link.now("halted")
        await link.take()
        assert link.halted == [True]

    linked(tmp_path, scenario)


@pytest.mark.parametrize(
    ("receipts", "resumed"), [((1,), False), ((2,), True), ((1, 1), True), ((1, 2), True), ((0,), False)]
)
def test_the_own_stream_resumes_when_the_partner_takes_more_than_it_had(tmp_path, receipts, resumed):
    async def scenario(link):
        await link.here.do(LogEntry(Name("a")), LogEntry(Name("b")), rel_to=("USA",))
        await link.receipt(0)
        await link.receipt(1)
        await link.now("halted", inward=False)
        await link.now("down")
        await link.now("up")
        for number in receipts:
            await link.receipt(number)
        assert link.halted == ([] if resumed else [False])
        await link.take()
        assert link.recorded() == [("Halted", False), *([("Resumed", False)] if resumed else [])]

    linked(tmp_path, scenario)
