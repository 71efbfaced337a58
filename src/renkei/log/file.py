"""Where a log's file may lie and that one process has it open; knows no table and no event."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from renkei.kernel.errors import Refused

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite writes beside a file; it belongs to that file alone and must not meet another one of its name."""
OWN_ONLY = 0o600
"""Rights of a file that holds what the nation knows: its owner's alone."""
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "fuse.glusterfs", "lustre", "fuse.sshfs"}
)
"""Linux names of file systems whose locks and shared memory SQLite's write-ahead log can't rely on."""
MOUNTS = Path("/proc/self/mountinfo")
"""Mounted file systems, as proc(5) describes them; other systems have none and are not checked."""


def file_system(path: Path, mounts: str) -> str:
    """Return the type of the file system that holds an absolute path, or an empty string if `mounts` does not say."""
    found, longest = "", -1
    for line in mounts.splitlines():
        place, _, described = line.partition(" - ")
        point = Path(place.split(" ")[4].replace("\\040", " "))
        if path.is_relative_to(point) and len(point.parts) >= longest:
            found, longest = described.split(" ")[0], len(point.parts)
    return found


def refuse_network(path: Path, mounts: Path = MOUNTS) -> None:
    """Let a local path pass.

    Raises:
        Refused: The path lies on a network file system (`log-network-file-system`).
    """
    if not mounts.exists():
        return
    kind = file_system(path.resolve(), mounts.read_text())
    if kind in NETWORK_FILE_SYSTEMS:
        raise Refused("log-network-file-system", path=str(path), kind=kind)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock beside a log's file; the kernel lets go of it when the process ends, however it ends.

    Raises:
        Refused: Another process, or another store in this one, has the log open (`log-in-use`).
    """
    descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("log-in-use", path=str(path)) from None
        yield
    finally:
        os.close(descriptor)


def refuse_existing(path: Path) -> None:
    """Let a path pass at which there is nothing, neither a file nor what an earlier one left beside it.

    Raises:
        Refused: There is a file (`log-exists`), or a leftover that the new file would be read with (`log-leftover`).
    """
    if path.exists():
        raise Refused("log-exists", path=str(path))
    for leftover in (path.with_name(path.name + end) for end in BESIDE):
        if leftover.exists():
            raise Refused("log-leftover", path=str(path), leftover=str(leftover))


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Give a path to write a new file at; it appears at `path` when it is whole and on disk, or not at all.

    Only its owner may read it, whatever the process's own mask says.
    """
    unfinished = path.with_name(f"{path.name}.part")
    for end in ("", *BESIDE):
        unfinished.with_name(unfinished.name + end).unlink(missing_ok=True)
    made_own(unfinished)
    yield unfinished
    unfinished.rename(path)
    _sync_directory(path.parent)


def made_own(path: Path) -> None:
    """Make an empty file that only its owner may read, or take the rights of others from one that is there.

    What SQLite writes beside it gets the same rights.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWN_ONLY)
    try:
        os.fchmod(descriptor, OWN_ONLY)
    finally:
        os.close(descriptor)


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
