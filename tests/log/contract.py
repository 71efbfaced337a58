"""What every log store promises. A store's test module subclasses this and gives its fixtures."""

import pytest

from renkei.log import chain
from renkei.log.store import Answer, Batch, CursorRow
from tests.log.lines import FULL, T0, batch, entry, outbox_row


class StoreContract:
    """Subclasses give the fixture `store` (an empty log) and `reopened` (the same log opened again)."""

    def test_an_empty_log_begins_at_zero(self, store):
        reader = store.reader()
        assert (store.position(), reader.position(), reader.tip()) == (0, 0, bytes(32))
        assert list(reader.events()) == []
        assert reader.event("JPN", "JPN-1") is None
        assert (reader.outbox("USA", 0, 10), reader.outbox_row("USA", 1), reader.outbox_end("USA")) == ([], None, None)
        assert (reader.cursor("USA"), reader.answer("c1")) == (None, None)
        assert reader.meta() == {"nation": b"JPN"}
        counts = reader.counts("JPN")
        assert (counts.events, counts.own, counts.partners, counts.outbox) == (0, 0, {}, {})
        reader.close()

    def test_everything_of_a_batch_is_read_back_as_it_was(self, store):
        assert store.append([FULL]) == 3
        reader = store.reader()
        lines = list(reader.events())
        assert tuple(line.entry for line in lines) == FULL.entries
        assert [line.seq for line in lines] == [1, 2, 3]
        assert reader.outbox("USA", 0, 10) == list(FULL.outbox[:2])
        assert reader.outbox_row("AUS", 1) == FULL.outbox[2]
        assert reader.outbox_end("USA") == FULL.outbox[1]
        assert reader.answer("c1") == b'{"position":3}'
        assert reader.cursor("USA") == FULL.cursors[0]
        assert reader.meta() == {"nation": b"JPN", "fold.plan": b"3"}
        counts = reader.counts("JPN")
        assert (counts.events, counts.own, counts.partners, counts.outbox) == (3, 2, {"USA": 1}, {"USA": 2, "AUS": 1})
        reader.close()

    def test_times_keep_their_microseconds_and_zone(self, store):
        store.append([batch(0)])
        reader = store.reader()
        (line,) = reader.events()
        assert line.entry.valid == T0
        assert line.entry.valid.utcoffset().total_seconds() == 0
        reader.close()

    def test_several_batches_are_one_append_in_order(self, store):
        assert store.append([batch(1, 2), Batch(), batch(3)]) == 3
        assert store.append([batch(4)]) == 4
        reader = store.reader()
        assert [line.entry.id for line in reader.events()] == ["JPN-1", "JPN-2", "JPN-3", "JPN-4"]
        reader.close()

    def test_ranges_begin_after_and_end_with(self, store):
        store.append([batch(*range(1, 11))])
        store.append([Batch(outbox=tuple(outbox_row(rseq) for rseq in range(1, 6)))])
        reader = store.reader()
        assert [line.seq for line in reader.events(3, 6)] == [4, 5, 6]
        assert [line.seq for line in reader.events(8)] == [9, 10]
        assert list(reader.events(10)) == []
        assert [row.rseq for row in reader.outbox("USA", 2, 2)] == [3, 4]
        assert reader.outbox("USA", 5, 2) == []
        reader.close()

    def test_the_newest_lines_come_first(self, store):
        store.append([batch(*range(1, 11))])
        reader = store.reader()
        assert [line.seq for line in reader.newest(None, 3)] == [10, 9, 8]
        assert [line.seq for line in reader.newest(4, 10)] == [3, 2, 1]
        assert (reader.newest(1, 10), reader.newest(None, 0)) == ([], [])
        reader.close()

    def test_the_line_that_brought_an_event_is_found_whosever_it_is(self, store):
        store.append([Batch((entry(1, "USA"), entry(2), entry(1, "USA", revision=1, data=b"{}")))])
        reader = store.reader()
        found = [reader.first(identifier) for identifier in ("USA-1", "JPN-2")]
        assert [(line.seq, line.entry.origin, line.entry.revision) for line in found] == [(1, "USA", 0), (2, "JPN", 0)]
        assert reader.first("USA-9") is None
        reader.close()

    def test_lines_are_chained(self, store):
        store.append([batch(1)])
        store.append([batch(2)])
        reader = store.reader()
        first = chain.link(bytes(32), "JPN-1", "watch.Logged", entry(1).data)
        second = chain.link(first, "JPN-2", "watch.Logged", entry(2).data)
        assert [line.hash for line in reader.events()] == [first, second]
        assert (reader.tip(), chain.check(reader.events())) == (second, (2, second))
        reader.close()

    def test_a_later_revision_is_a_line_of_its_own_and_the_newest_is_found(self, store):
        store.append([Batch((entry(1, "USA"), entry(1, "USA", revision=1, data=b"{}")))])
        reader = store.reader()
        assert reader.event("USA", "USA-1").entry.revision == 1
        assert reader.position() == 2
        reader.close()

    def test_two_nations_may_use_one_identifier(self, store):
        store.append([Batch((entry(1, "USA", id="same"), entry(2, "JPN", id="same")))])
        reader = store.reader()
        assert reader.event("USA", "same").seq == 1
        assert reader.event("JPN", "same").seq == 2
        reader.close()

    @pytest.mark.parametrize(
        "second",
        [
            Batch((entry(2), entry(1))),
            Batch((entry(2), entry(9, "USA", rseq=7))),
            Batch((entry(2),), outbox=(outbox_row(1),)),
            Batch((entry(2),), answers=(Answer("c1", b"other"),)),
        ],
        ids=["event twice", "partner's row twice", "outbox number twice", "command twice"],
    )
    def test_what_may_be_there_once_is_refused_with_the_whole_append(self, store, broken, second):
        first = Batch((entry(1), entry(8, "USA", rseq=7)), (outbox_row(1),), (Answer("c1", b"first"),))
        store.append([first])
        with pytest.raises(broken):
            store.append([batch(3), second])
        reader = store.reader()
        assert (reader.position(), reader.answer("c1"), len(reader.outbox("USA", 0, 9))) == (2, b"first", 1)
        assert store.position() == 2
        reader.close()
        assert store.append([batch(3)]) == 3

    def test_a_cursor_moves_and_a_name_takes_its_newest_value(self, store):
        store.append([Batch(cursors=(CursorRow("USA", "e1", 1, b"\1" * 32),), meta={"fold.plan": b"1"})])
        store.append([Batch(cursors=(CursorRow("USA", "e2", 2, b"\2" * 32),), meta={"fold.plan": b"2"})])
        reader = store.reader()
        assert reader.cursor("USA") == CursorRow("USA", "e2", 2, b"\2" * 32)
        assert reader.meta()["fold.plan"] == b"2"
        reader.close()

    def test_a_log_opened_again_goes_on(self, store, reopened):
        store.append([batch(1, 2)])
        again = reopened()
        assert again.position() == 2
        assert again.append([batch(3)]) == 3
        reader = again.reader()
        assert chain.check(reader.events())[0] == 3
        reader.close()

    def test_a_reader_sees_whole_appends_while_they_are_written(self, store):
        store.append([batch(*range(1, 1_201))])
        reader = store.reader()
        lines = reader.events()
        assert next(lines).seq == 1
        store.append([batch(1_201)])
        assert [line.seq for line in lines][-1] == 1_200
        assert reader.position() == 1_201
        reader.close()

    def test_a_backup_is_the_log_at_one_moment(self, store, backup_of, tmp_path):
        store.append([FULL])
        reader = store.reader()
        reader.backup(tmp_path / "copy")
        store.append([batch(4)])
        copy = backup_of(tmp_path / "copy")
        assert list(copy.events()) == list(reader.events(0, 3))
        assert copy.outbox("USA", 0, 10) == list(FULL.outbox[:2])
        assert (copy.answer("c1"), copy.cursor("USA")) == (b'{"position":3}', FULL.cursors[0])
        copy.close()
        reader.close()
