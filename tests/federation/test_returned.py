"""A node that was restored from an old backup, or lost its log, joins its partner again by what the partner has."""

import asyncio
import contextlib
import shutil

import msgspec
import pytest

from renkei import config
from renkei.cli import main
from renkei.federation import chain
from renkei.federation.returned import Returned, Stream, lacking, opened, sealed
from renkei.kernel.errors import Malformed, Refused
from renkei.kernel.names import Name
from renkei.log.sqlite import create, restore
from renkei.plan.model import AddTask, Duration
from renkei.release.model import SetLabel
from renkei.requests.model import DraftRequest, SendRequest, TakeAct
from renkei.watch.model import LogEntry
from tests.kernel.facts import T0, hour
from tests.node.facts import ALL, LOG, carry, running
from tests.requests.facts import content

SECRET = bytes(range(32))
NAMES = {"USA": Name("U.S. Forces Japan", "在日米軍司令部"), "JPN": Name("Joint Operations Command", "統合作戦司令部")}


def settle(tmp_path):
    """Give both directories what the command line needs: settings and the shared secret."""
    for us, them in (("USA", "JPN"), ("JPN", "USA")):
        partner = config.Partner(them, NAMES[them])
        config.write(tmp_path / us, config.Settings(us, us.lower(), NAMES[us], partners=(partner,)))
        config.write_secret(tmp_path / us, them, SECRET)


@contextlib.asynccontextmanager
async def pair(tmp_path):
    async with running(tmp_path / "USA", "USA", ("JPN",)) as usa, running(tmp_path / "JPN") as jpn:
        yield usa, jpn


def entry(text):
    return LogEntry(Name(text))


async def before(usa, jpn):
    """What both have before the backup."""
    await usa.do(entry("early"), rel_to=("JPN",))
    await usa.do(entry("kept, then released"))
    await usa.do(DraftRequest("R7", content()))
    await usa.do(SendRequest("R7"), rel_to=("JPN",))
    await jpn.do(entry("early of Japan"), rel_to=("USA",))
    await carry(usa, jpn)
    await carry(jpn, usa)


async def after(usa, jpn):
    """What the backup lacks: acts that answer each other, a withheld field, a label, and something nobody else has."""
    await jpn.do(TakeAct("R7", "offer", jpn.node.state("requests").requests["R7"].standing.version), rel_to=("USA",))
    await carry(jpn, usa)
    await usa.do(TakeAct("R7", "accept", usa.node.state("requests").requests["R7"].standing.version), rel_to=("JPN",))
    await usa.do(
        AddTask(task="K8", duration=Duration(60), name=Name("lift"), due=hour(9)), rel_to=("JPN",), withhold=("due",)
    )
    kept = next(e.id for e in usa.lines() if b"kept, then" in bytes(e.body))
    await usa.do(SetLabel(kept, kept, ("JPN",)))
    await usa.do(entry("nobody else has this"))
    await carry(usa, jpn)
    await jpn.do(entry("late of Japan"), rel_to=("USA",))


async def goes_on(here, text):
    """Write an entry after a restart: under an identifier that no command before the restart had."""
    partner = here.node.identity.partners[0]
    await here.node.handle([here.submit(entry(text), rel_to=(partner,), identifier=text)], ALL)


def shared(here):
    return here.node.timeline.listed(10**6, 10**6)


def acts(here):
    return here.node.state("requests").requests["R7"].acts


def ran(capsys, *arguments):
    """Return the exit code of a command, and what it said."""
    code = 0
    try:
        main([str(a) for a in arguments])
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr()
    return code, said.out, said.err


def handed_back(tmp_path, capsys):
    assert ran(capsys, "hand-back", tmp_path / "JPN", "USA", tmp_path / "back")[0] == 0
    return tmp_path / "back"


@pytest.fixture
def lost(tmp_path):
    """Both nodes have gone on; the log of one lies aside, and with it the way back to what it was at the backup."""

    async def run():
        async with pair(tmp_path) as (usa, jpn):
            await before(usa, jpn)
            usa.reader.backup(tmp_path / "backup")
            await after(usa, jpn)
            return shared(jpn), acts(usa)

    listed, taken = asyncio.run(run())
    settle(tmp_path)
    (tmp_path / "USA" / LOG).rename(tmp_path / "aside")
    return listed, taken


def joined_again(tmp_path):
    """Carry on both sides with the restored log; return what they share, and what the restored node has."""

    async def run():
        async with pair(tmp_path) as (usa, jpn):
            await carry(jpn, usa)
            await goes_on(usa, "after")
            await carry(usa, jpn)
            assert shared(usa) == shared(jpn)
            return shared(usa), acts(usa), usa.node.state("plan").tasks["K8"].due, len(usa.outbox("JPN"))

    return asyncio.run(run())


def test_a_restored_node_gets_back_what_its_partner_has(tmp_path, lost, capsys):
    restore(tmp_path / "backup", tmp_path / "USA" / LOG)
    back = handed_back(tmp_path, capsys)
    code, out, err = ran(capsys, "rejoin", tmp_path / "USA", "JPN", back)
    assert code == 1
    assert "2 own events come back, 3 rows of ours, 2 rows of the partner's" in out
    assert "1 more are here, released since the backup" in err
    assert "Nothing was changed" in err
    code, out, _ = ran(capsys, "rejoin", tmp_path / "USA", "JPN", back, "--accept")
    assert (code, out.splitlines()[-1].endswith("5 rows released to JPN")) == (0, True)
    listed, taken, due, rows = joined_again(tmp_path)
    assert len(listed) == len(lost[0]) + 1
    assert set(lost[0]) < set(listed)
    assert taken == lost[1]
    assert due is msgspec.UNSET
    assert rows == 6
    assert ran(capsys, "verify", tmp_path / "USA")[0] in (0, 3)


def test_a_node_that_lost_its_log_altogether_begins_with_its_partners_copy(tmp_path, lost, capsys):
    create(tmp_path / "USA" / LOG, {"nation": b"USA", "node": b"usa", "epoch": b"another"})
    back = handed_back(tmp_path, capsys)
    assert ran(capsys, "rejoin", tmp_path / "USA", "JPN", back, "--accept")[0] == 0
    _, taken, _, rows = joined_again(tmp_path)
    assert taken == lost[1]
    assert rows == 6


def test_what_was_released_anew_is_not_joined(tmp_path, lost, capsys):
    restore(tmp_path / "backup", tmp_path / "USA" / LOG)

    async def worked():
        async with running(tmp_path / "USA", "USA", ("JPN",)) as usa:
            await goes_on(usa, "too early")

    asyncio.run(worked())
    code, out, err = ran(capsys, "rejoin", tmp_path / "USA", "JPN", handed_back(tmp_path, capsys), "--accept")
    assert (code, err[:60]) == (1, "This log has another row 3 than the partner: it has released"), out


def test_a_log_that_lacks_nothing_is_left_as_it_is(tmp_path, lost, capsys):
    shutil.copy(tmp_path / "aside", tmp_path / "USA" / LOG)
    back = handed_back(tmp_path, capsys)
    code, out, _ = ran(capsys, "rejoin", tmp_path / "USA", "JPN", back)
    assert (code, out) == (1, "0 own events come back, 0 rows of ours, 1 rows of the partner's\n")
    data = (tmp_path / "USA" / LOG).read_bytes()
    assert data == (tmp_path / "aside").read_bytes()


def stream(origin, *rows):
    return Stream(origin, f"e-{origin}", tuple((0, msgspec.Raw(row)) for row in rows))


def test_only_the_two_nations_can_make_the_file():
    data = sealed(Returned("USA", stream("USA"), stream("JPN")), SECRET)
    assert opened(data, SECRET) == Returned("USA", stream("USA"), stream("JPN"))
    for wrong, secret in ((data, bytes(32)), (data[:-1] + b" ", SECRET), (b"", SECRET), (data[:20], SECRET)):
        with pytest.raises(Refused, match="federation-return-proof"):
            opened(wrong, secret)


def test_a_file_for_another_log_or_with_rows_that_are_none_is_refused():
    end = chain.start("USA", "JPN", "e-USA")
    cases = (
        (Returned("KOR", stream("USA"), stream("JPN")), end, "federation-return-other"),
        (Returned("USA", stream("USA"), stream("JPN")), chain.start("USA", "JPN", "e-new"), "federation-return-other"),
        (Returned("USA", stream("USA", b"{}"), stream("JPN")), end, "federation-event-malformed"),
        (Returned("USA", stream("USA"), stream("JPN")), chain.Cursor("e-USA", 0, b"x"), "federation-return-fork"),
    )
    for returned, own, key in cases:
        with pytest.raises((Refused, Malformed), match=key):
            lacking(returned, "USA", own, None, T0)
