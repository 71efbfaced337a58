"""The contract of log stores on SQLite, and what is SQLite's own: damage, backup, locks."""

import os
import sqlite3
import subprocess
import sys

import pytest

from renkei.kernel.errors import Refused
from renkei.log import sqlite
from renkei.log.sqlite import check, create, open_reader, open_store, restore
from renkei.log.store import BATCH_MAX, EVENT_BYTES_MAX, Batch, refuse_oversize
from tests.log.contract import StoreContract
from tests.log.lines import FULL, batch, entry


@pytest.fixture
def path(tmp_path):
    created = tmp_path / "log.sqlite"
    create(created, {"nation": b"JPN"})
    return created


@pytest.fixture
def store(path):
    opened = open_store(path)
    yield opened
    opened.close()


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def reopened(self, store, path):
        opened = []

        def again():
            store.close()
            opened.append(open_store(path))
            return opened[-1]

        yield again
        for each in opened:
            each.close()

    @pytest.fixture
    def broken(self):
        return sqlite3.IntegrityError

    @pytest.fixture
    def backup_of(self):
        return open_reader


def refused(call, *args):
    with pytest.raises(Refused) as refusal:
        call(*args)
    return refusal.value.key


def test_every_commit_is_forced_to_disk(store):
    connection = store._connection
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_second_store_on_one_log_is_refused(store, path):
    assert refused(open_store, path) == "log-in-use"


def test_another_process_on_one_log_is_refused(store, path):
    code = f"from pathlib import Path; from renkei.log.sqlite import open_store; open_store(Path({str(path)!r}))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "log-in-use" in ended.stderr


def test_the_lock_goes_with_the_store(path):
    open_store(path).close()
    open_store(path).close()


def test_what_is_there_is_not_overwritten(store, path, tmp_path):
    assert refused(create, path, {}) == "log-exists"
    (tmp_path / "copy").write_bytes(b"something")
    reader = store.reader()
    assert refused(reader.backup, tmp_path / "copy") == "log-exists"
    reader.close()
    assert (tmp_path / "copy").read_bytes() == b"something"


def test_what_is_not_a_log_is_refused(tmp_path):
    assert refused(open_store, tmp_path / "nothing") == "log-missing"
    assert refused(open_reader, tmp_path / "nothing") == "log-missing"
    (tmp_path / "text").write_text("not a database " * 100)
    assert refused(open_reader, tmp_path / "text") == "log-file-damaged"
    connection = sqlite3.connect(tmp_path / "newer")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert refused(open_reader, tmp_path / "newer") == "log-form-unknown"


def test_a_log_that_was_never_finished_does_not_appear(path, tmp_path):
    leftover = tmp_path / "other.sqlite.part"
    leftover.write_bytes(b"of a process that was killed")
    create(tmp_path / "other.sqlite", {})
    assert not leftover.exists()
    assert check(tmp_path / "other.sqlite") == (0, bytes(32))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ("UPDATE events SET bytes = x'7b7d' WHERE seq = 2", "log-chain-broken"),
        ("UPDATE events SET kind = 'watch.Other' WHERE seq = 3", "log-chain-broken"),
        ("UPDATE events SET id = 'other' WHERE seq = 1", "log-chain-broken"),
        ("DELETE FROM events WHERE seq = 2", "log-gap"),
    ],
)
def test_a_changed_log_is_found(store, path, change, key):
    store.append([FULL])
    store.close()
    assert check(path)[0] == 3
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(change)
    connection.close()
    assert refused(check, path) == key


def test_a_damaged_file_is_found(store, path):
    store.append([batch(*range(1, 400))])
    store.close()
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 3_000] = bytes(3_000)
    path.write_bytes(data)
    assert refused(check, path) in {"log-file-damaged", "log-chain-broken"}


def test_a_backup_is_checked_and_restored(store, path, tmp_path):
    store.append([FULL])
    reader = store.reader()
    reader.backup(tmp_path / "copy")
    end = (3, reader.tip())
    reader.close()
    assert restore(tmp_path / "copy", tmp_path / "restored.sqlite") == end
    again = open_store(tmp_path / "restored.sqlite")
    assert again.append([batch(4)]) == 4
    again.close()
    assert refused(restore, tmp_path / "copy", path) == "log-exists"


def test_a_full_disk_leaves_nothing_of_the_append(store):
    store.append([batch(1)])
    store._connection.execute("PRAGMA max_page_count = 30").fetchall()
    with pytest.raises(sqlite3.OperationalError):
        store.append([batch(*range(2, 2_000))])
    assert store.append([batch(2)]) == 2


def test_bounds_of_a_batch():
    refuse_oversize(Batch((entry(1, data=bytes(EVENT_BYTES_MAX)),)))
    refuse_oversize(Batch((entry(1),) * BATCH_MAX))
    assert refused(refuse_oversize, Batch((entry(1, data=bytes(EVENT_BYTES_MAX + 1)),))) == "log-event-too-long"
    assert refused(refuse_oversize, Batch((entry(1),) * (BATCH_MAX + 1))) == "log-batch-too-large"


def test_the_form_of_the_file_is_named():
    assert sqlite.LOG_FILE == "log.sqlite"


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
def test_a_log_is_not_put_beside_what_an_earlier_one_left(store, path, tmp_path, end):
    """SQLite would read the new file together with the old one's write-ahead log, and give a third log."""
    store.append([FULL])
    reader = store.reader()
    reader.backup(tmp_path / "copy")
    leftover = tmp_path / f"new.sqlite{end}"
    leftover.write_bytes(b"of a log that was moved away")
    for call, arguments in (
        (create, ({},)),
        (lambda target: restore(tmp_path / "copy", target), ()),
        (reader.backup, ()),
    ):
        assert refused(call, tmp_path / "new.sqlite", *arguments) == "log-leftover"
    reader.close()
    assert leftover.read_bytes() == b"of a log that was moved away"
    assert not (tmp_path / "new.sqlite").exists()


def test_a_restored_copy_is_read_back_from_where_it_lies(store, path, tmp_path, monkeypatch):
    store.append([FULL])
    reader = store.reader()
    reader.backup(tmp_path / "copy")
    reader.close()
    monkeypatch.setattr(sqlite.SqliteReader, "backup", lambda _, target: create(target, {}))
    assert refused(restore, tmp_path / "copy", tmp_path / "new.sqlite") == "log-copy-differs"


def test_a_closed_log_is_one_file_even_while_somebody_reads_it(store, path):
    store.append([batch(*range(1, 400))])
    reader = store.reader()
    assert path.with_name("log.sqlite-wal").stat().st_size > 0
    store.close()
    assert path.with_name("log.sqlite-wal").stat().st_size == 0
    assert reader.position() == 399
    reader.close()


def test_only_its_owner_may_read_a_log_what_is_beside_it_and_its_backups(tmp_path):
    before = os.umask(0)
    try:
        create(tmp_path / "log.sqlite", {})
        (tmp_path / "log.sqlite").chmod(0o644)  # as earlier versions made it
        store = open_store(tmp_path / "log.sqlite")
        store.append([batch(1)])
        reader = store.reader()
        reader.backup(tmp_path / "copy")
        assert restore(tmp_path / "copy", tmp_path / "again.sqlite")[0] == 1
        found = {each.name: each.stat().st_mode & 0o777 for each in tmp_path.iterdir()}
        reader.close()
        store.close()
    finally:
        os.umask(before)
    names = ("log.sqlite", "log.sqlite-wal", "log.sqlite-shm", "log.sqlite.lock", "copy", "again.sqlite")
    assert found == dict.fromkeys(names, 0o600)
