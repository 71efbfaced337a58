"""The log in one SQLite file (write-ahead log, `synchronous=FULL`); knows no capability and no queue."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from renkei.log.store import Batch, Reader

LOG_FILE = "log.sqlite"
"""Name of the log's file in a node's directory."""


class SqliteStore:
    """The one writer of a log file; a second process on the same file is refused."""

    def append(self, batches: Sequence[Batch]) -> int:
        """Write the batches in one transaction; return the position after them, durable."""
        raise NotImplementedError

    def position(self) -> int:
        """Return the number of the newest line."""
        raise NotImplementedError

    def reader(self) -> Reader:
        """Open a reader that may be used from another thread."""
        raise NotImplementedError

    def close(self) -> None:
        """Finish and release the file."""
        raise NotImplementedError


def create(path: Path, meta: Mapping[str, bytes]) -> None:
    """Make a new log file with its names (nation, node, epoch).

    Raises:
        Refused: The file exists (`log-exists`) or lies on a network file system (`log-network-file-system`).
    """
    raise NotImplementedError


def open_store(path: Path) -> SqliteStore:
    """Open a log for writing.

    Raises:
        Refused: There is no log (`log-missing`), another process has it open (`log-in-use`), it lies on a network
            file system (`log-network-file-system`), or it is of a newer form (`log-form-unknown`).
    """
    raise NotImplementedError


def open_reader(path: Path) -> Reader:
    """Open a log or a backup for reading only, also while a node writes it.

    Raises:
        Refused: As `open_store`, but for `log-in-use`.
    """
    raise NotImplementedError


def check(path: Path) -> tuple[int, bytes]:
    """Return position and tip of a log or backup after checking the file's integrity and the whole chain.

    Raises:
        Refused: `log-file-damaged`, `log-gap` or `log-chain-broken`, besides those of `open_reader`.
    """
    raise NotImplementedError
