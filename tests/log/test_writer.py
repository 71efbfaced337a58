"""Groups, acknowledgement, bounds and failure of the one writer, over a real store that can be held."""

import asyncio
import threading

import pytest

from renkei.kernel.errors import Refused
from renkei.log.sqlite import check, create, open_store
from renkei.log.store import Answer, Batch
from renkei.log.writer import GROUP_MAX, QUEUE_MAX, Writer, WriterEnded
from tests.log.lines import batch, entry


class Gate:
    """A real store whose appends wait until they are let through; remembers how batches were grouped."""

    def __init__(self, store):
        self.store = store
        self.open = threading.Event()
        self.groups = []

    def append(self, batches):
        self.open.wait()
        self.groups.append([len(each.entries) for each in batches])
        return self.store.append(batches)

    def __getattr__(self, name):
        return getattr(self.store, name)


@pytest.fixture
def store(tmp_path):
    create(tmp_path / "log.sqlite", {})
    return Gate(open_store(tmp_path / "log.sqlite"))


def unexpected(error):
    raise AssertionError(error)


def many(first, count):
    return batch(*range(first, first + count))


def test_it_commits_at_once_and_groups_what_arrives_meanwhile(store):
    async def run():
        writer = Writer(store, unexpected)
        waiting = [writer.submit(many(1 + 10 * n, 10)) for n in range(4)]
        assert (writer.position, writer.durable) == (40, 0)
        store.open.set()
        assert await asyncio.gather(*waiting) == [10, 20, 30, 40]
        assert writer.durable == 40
        await writer.close()

    asyncio.run(run())
    assert store.groups == [[10], [10, 10, 10]]


def test_a_group_is_bounded_and_a_larger_batch_goes_alone(store):
    async def run():
        writer = Writer(store, unexpected)
        sizes = [1, GROUP_MAX - 1, 1, 1, GROUP_MAX + 5, 2]
        first, waiting = 1, []
        for size in sizes:
            waiting.append(writer.submit(many(first, size)))
            first += size
        store.open.set()
        await asyncio.gather(*waiting)
        await writer.close()

    asyncio.run(run())
    assert store.groups == [[1], [GROUP_MAX - 1, 1], [1], [GROUP_MAX + 5], [2]]


def test_nothing_is_acknowledged_before_it_is_on_disk(store, tmp_path):
    async def run():
        writer = Writer(store, unexpected)
        waiting = writer.submit(many(1, 3))
        await asyncio.sleep(0)
        assert not waiting.done()
        reader = store.reader()
        assert reader.position() == 0
        store.open.set()
        assert await waiting == 3
        assert reader.position() == 3
        reader.close()
        await writer.close()

    asyncio.run(run())


def test_room_waits_at_the_bound_and_no_sooner(store):
    async def run():
        writer = Writer(store, unexpected)
        writer.submit(many(1, QUEUE_MAX - 1))
        await asyncio.wait_for(writer.room(), 1)
        writer.submit(many(QUEUE_MAX, 1))
        full = asyncio.create_task(writer.room())
        await asyncio.sleep(0)
        assert not full.done()
        store.open.set()
        await asyncio.wait_for(full, 10)
        await writer.close()

    asyncio.run(run())


def test_a_repeated_command_gets_the_first_answer_once_that_is_on_disk(store):
    async def run():
        writer = Writer(store, unexpected)
        assert await writer.answered("c1") is None
        writer.submit(Batch((entry(1),), answers=(Answer("c1", b"first"),)))
        repeat = asyncio.create_task(writer.answered("c1"))
        await asyncio.sleep(0)
        assert not repeat.done()
        store.open.set()
        assert await repeat == b"first"
        assert await writer.answered("c1") == b"first"
        await writer.close()

    asyncio.run(run())


def test_a_new_command_is_known_to_be_new_without_a_pause(store):
    async def run():
        writer = Writer(store, unexpected)
        with pytest.raises(StopIteration) as stopped:
            writer.answered("c1").send(None)
        assert stopped.value.value is None
        store.open.set()
        await writer.close()

    asyncio.run(run())


def test_a_failed_commit_is_told_once_and_nothing_more_is_acknowledged(store):
    failures = []

    async def run():
        writer = Writer(store, failures.append)
        store.store.append([batch(1)])
        first = writer.submit(batch(1))
        second = writer.submit(batch(2))
        store.open.set()
        for waiting in (first, second):
            with pytest.raises(WriterEnded):
                await waiting
        with pytest.raises(WriterEnded):
            writer.submit(batch(3))
        await writer.room()
        assert writer.durable == 0
        await writer.close()

    asyncio.run(run())
    assert [type(error).__name__ for error in failures] == ["IntegrityError"]


def test_close_writes_what_waits(store, tmp_path):
    async def run():
        writer = Writer(store, unexpected)
        waiting = [writer.submit(batch(number)) for number in (1, 2, 3)]
        store.open.set()
        await writer.close()
        assert [each.result() for each in waiting] == [1, 2, 3]
        with pytest.raises(WriterEnded):
            await writer.commit(batch(4))

    asyncio.run(run())
    again = open_store(tmp_path / "log.sqlite")
    assert again.position() == 3
    again.close()


def test_an_impatient_caller_loses_nothing(store):
    async def run():
        writer = Writer(store, unexpected)
        waiting = asyncio.create_task(writer.commit(batch(1)))
        await asyncio.sleep(0)
        waiting.cancel()
        later = writer.submit(batch(2))
        store.open.set()
        assert await later == 2
        await writer.close()

    asyncio.run(run())


def test_a_backup_taken_while_it_writes_is_whole(store, tmp_path):
    store.open.set()

    async def run():
        writer = Writer(store, unexpected)
        reader = store.reader()
        copying = asyncio.create_task(asyncio.to_thread(reader.backup, tmp_path / "copy"))
        written = 0
        while not copying.done() or written < 10:
            await writer.commit(batch(writer.position + 1))
            written += 1
        await copying
        reader.close()
        await writer.close()
        return written

    written = asyncio.run(run())
    position, _ = check(tmp_path / "copy")
    assert 0 <= position <= written
    assert check(tmp_path / "log.sqlite")[0] == written


def test_an_oversize_batch_is_refused_and_moves_nothing(store):
    async def run():
        writer = Writer(store, unexpected)
        with pytest.raises(Refused):
            writer.submit(Batch((entry(1, data=bytes(1_000_000)),)))
        assert writer.position == 0
        store.open.set()
        await writer.close()

    asyncio.run(run())
