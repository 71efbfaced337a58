"""The one writer: batches wait in a bounded queue, one thread commits them in groups; knows no database."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from renkei.kernel.ids import CommandId
from renkei.log.store import Batch, Reader, Store, refuse_oversize

GROUP_MAX = 1_000
"""Events in one group commit: about 10 ms of writing, so that nobody waits long behind others."""
QUEUE_MAX = 10_000
"""Events waiting to be written: half a second of work; beyond it `room` waits, and the sender with it."""


class _Waiting(msgspec.Struct, frozen=True):
    batch: Batch
    position: int
    durable: asyncio.Future[int]


class WriterEnded(RuntimeError):
    """The writer has failed or is closed: what was submitted is not acknowledged, and the process is about to end."""


class Writer:
    """Hands batches to the store's thread; a batch is acknowledged only when it is on disk.

    Decide, fold and `submit` without a suspension between them: the log's order is the order of `submit`. So:
    `await room()`, then `await answered(command)`, which does not suspend for a new command, then decide.

    Attributes:
        position: Number of the newest line, including those that are not yet on disk.
        durable: Number of the newest line on disk.
    """

    def __init__(self, store: Store, failed: Callable[[BaseException], None]) -> None:
        """Start in the running event loop; `failed` is called once, when a commit fails: end the process then."""
        self.position = self.durable = store.position()
        self._store = store
        self._reader: Reader = store.reader()
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, "renkei-log")
        self._queue: deque[_Waiting] = deque()
        self._queued = 0
        self._committing = False
        self._broken: BaseException | None = None
        self._answers: dict[CommandId, tuple[bytes, asyncio.Future[int]]] = {}

    async def room(self) -> None:
        """Wait until the queue has room for one more batch."""
        while self._queued >= QUEUE_MAX and self._broken is None:
            await asyncio.wait([self._queue[0].durable])

    def submit(self, batch: Batch) -> asyncio.Future[int]:
        """Take a batch; the result is the position after it, once it is on disk.

        Raises:
            Refused: The batch or one of its events is too large (`log-batch-too-large`, `log-event-too-long`).
            WriterEnded: The writer has failed or is closed; the batch is not acknowledged.
        """
        if self._broken is not None:
            raise WriterEnded from self._broken
        refuse_oversize(batch)
        self.position += len(batch.entries)
        waiting = _Waiting(batch, self.position, self._loop.create_future())
        self._queue.append(waiting)
        self._queued += len(batch.entries)
        for answer in batch.answers:
            self._answers[answer.command] = (answer.data, waiting.durable)
        if not self._committing:
            self._commit_next()
        return waiting.durable

    async def commit(self, batch: Batch) -> int:
        """Submit a batch before the first suspension; return the position after it when it is on disk."""
        return await asyncio.shield(self.submit(batch))

    async def answered(self, command: CommandId) -> bytes | None:
        """Return the first answer to a command once that is on disk, or None if the command is new."""
        if command in self._answers:
            data, durable = self._answers[command]
            await asyncio.shield(durable)
            return data
        return self._reader.answer(command)

    async def close(self) -> None:
        """Commit what waits, then stop the thread and close the store."""
        while self._queue and self._broken is None:
            await asyncio.wait([self._queue[-1].durable])
        self._broken = self._broken or WriterEnded()
        self._thread.shutdown()
        self._reader.close()
        self._store.close()

    def _commit_next(self) -> None:
        size = 0
        batches: list[Batch] = []
        for waiting in self._queue:
            size += len(waiting.batch.entries)
            if batches and size > GROUP_MAX:
                break
            batches.append(waiting.batch)
        self._committing = bool(batches)
        if batches:
            commit = self._loop.run_in_executor(self._thread, self._store.append, batches)
            commit.add_done_callback(lambda done: self._committed(len(batches), done))

    def _committed(self, count: int, done: asyncio.Future[int]) -> None:
        error = done.exception()
        if error is not None:
            self._break(error)
            return
        for _ in range(count):
            waiting = self._queue.popleft()
            self._queued -= len(waiting.batch.entries)
            for answer in waiting.batch.answers:
                del self._answers[answer.command]
            self.durable = waiting.position
            if not waiting.durable.done():
                waiting.durable.set_result(waiting.position)
        self._commit_next()

    def _break(self, error: BaseException) -> None:
        self._broken = error
        for waiting in self._queue:
            if not waiting.durable.done():
                waiting.durable.set_exception(WriterEnded())
                waiting.durable.exception()  # marks it as read: nobody may be waiting any more
        self._failed(error)
