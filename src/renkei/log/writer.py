"""The one writer: batches wait in a bounded queue, one thread commits them in groups; knows no database."""

from collections.abc import Callable

from renkei.kernel.ids import CommandId
from renkei.log.store import Batch, Store

GROUP_MAX = 1_000
"""Events in one group commit: about 10 ms of writing, so that nobody waits long behind others."""
QUEUE_MAX = 10_000
"""Events waiting to be written: half a second of work; beyond it `room` waits, and the sender with it."""


class Writer:
    """Hands batches to the store's thread; a batch is acknowledged only when it is on disk.

    Decide, fold and `submit` without an `await` between them: the log's order is the order of `submit`.

    Attributes:
        position: Number of the newest line, including those that are not yet on disk.
        durable: Number of the newest line on disk.
    """

    position: int
    durable: int

    def __init__(self, store: Store, failed: Callable[[BaseException], None]) -> None:
        """Start the thread; `failed` is called once, in the event loop, when a commit fails: end the process."""
        raise NotImplementedError

    async def room(self) -> None:
        """Wait until the queue has room for one more batch."""
        raise NotImplementedError

    async def commit(self, batch: Batch) -> int:
        """Submit a batch at once, before the first await; return the position after it when it is on disk.

        Raises:
            ConnectionAbortedError: The writer failed or was closed; the batch is not acknowledged.
        """
        raise NotImplementedError

    async def answered(self, command: CommandId) -> bytes | None:
        """Return the first answer to a command once that is on disk, or None if the command is new."""
        raise NotImplementedError

    async def close(self) -> None:
        """Commit what waits, then stop the thread and close the store."""
        raise NotImplementedError
