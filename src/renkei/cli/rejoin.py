"""Bring back from a partner what a restored log lost: the partner makes a file, people read it, the node takes it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import msgspec

from renkei import config
from renkei.cli.store import DIRECTORY, EXIT_DIFFERS, replayed
from renkei.cli.words import result, say
from renkei.federation import chain
from renkei.federation.chain import Cursor
from renkei.federation.intake import Arrived
from renkei.federation.returned import RETURNED_MAX, Lacking, Returned, Stream, lacking, opened, sealed
from renkei.io.clock import MachineClock
from renkei.kernel.errors import Refused
from renkei.kernel.event import Event
from renkei.kernel.ids import EventId, Nation, nation
from renkei.locale import say as in_words
from renkei.log import sqlite
from renkei.log.file import appearing, refuse_existing
from renkei.log.store import Batch, CursorRow, Entry, OutboxRow, Reader
from renkei.views.journal import sentence
from renkei.views.viewer import Viewer


@click.command("hand-back")
@DIRECTORY
@click.argument("code", metavar="NATION")
@click.argument("target", type=click.Path(path_type=Path))
def hand_back(directory: Path, code: str, target: Path) -> None:
    """Write what NATION released to the node in DIRECTORY, and got from it, to the new file TARGET.

    For a partner that had to restore an older backup: give it the file by hand. Nothing is in it that the partner has
    not released or received; it is made with the secret that the two nations share. The node may run.
    """
    partner = nation(code)
    secret = config.secret(directory, partner)
    settings = config.read(directory)
    reader = sqlite.open_reader(directory / config.LOG_FILE)
    try:
        cursor = reader.cursor(partner)
        if cursor is None:
            raise Refused("federation-return-nothing", nation=partner)
        lost = Stream(partner, cursor.epoch, tuple(_received(reader, partner)))
        ours = Stream(settings.nation, reader.meta()["epoch"].decode(), tuple(_released(reader, partner)))
    finally:
        reader.close()
    refuse_existing(target)
    with appearing(target) as unfinished:
        unfinished.write_bytes(sealed(Returned(partner, lost, ours), secret))
    result(f"{target}: {len(lost.rows)} rows of {partner}, {len(ours.rows)} of {settings.nation}")


def _received(reader: Reader, partner: Nation) -> Iterator[tuple[int, msgspec.Raw]]:
    """Yield a partner's rows; the log has them in the order in which they came, which is the stream's."""
    for line in reader.events():
        if line.entry.origin == partner and line.entry.rseq is not None:
            yield line.entry.revision, msgspec.Raw(line.entry.data)


def _released(reader: Reader, partner: Nation) -> Iterator[tuple[int, msgspec.Raw]]:
    end = reader.outbox_end(partner)
    for row in reader.outbox(partner, 0, end.rseq if end else 0):
        yield row.revision, msgspec.Raw(row.data)


@click.command()
@DIRECTORY
@click.argument("code", metavar="NATION")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--accept", is_flag=True, help="Take over what was listed; without it nothing is changed.")
@click.pass_context
def rejoin(context: click.Context, directory: Path, code: str, source: Path, accept: bool) -> None:  # noqa: FBT001  # click passes flags so
    """Take from the file SOURCE, which NATION made with `hand-back`, what the restored log in DIRECTORY lacks.

    Do it before the restored node is started: what it releases anew can't be joined. Own events come back as NATION has
    them: fields that were withheld, and events that nobody had, are lost.
    """
    partner = nation(code)
    settings = config.read(directory)
    store = sqlite.open_store(directory / config.LOG_FILE)
    reader = store.reader()
    try:
        if source.stat().st_size > RETURNED_MAX:
            raise Refused("federation-return-large", most=RETURNED_MAX)
        returned = opened(source.read_bytes(), config.secret(directory, partner))
        if returned.ours.origin != partner:
            raise Refused("federation-return-other", nation=returned.ours.origin)
        found = _lacking(reader, settings.nation, returned)
        batch = _batch(reader, settings.nation, partner, found)
        _list(settings, batch, found)
        if not accept:
            say("Nothing was changed. If both headquarters agree, repeat it with --accept before the node is started.")
            context.exit(EXIT_DIFFERS if found.rows else 0)
        store.append([msgspec.structs.replace(batch, meta={"epoch": returned.lost.epoch.encode()})])
    finally:
        reader.close()
        store.close()
    node = replayed(directory)
    result(f"{node.position} events, chain unbroken, {node.shipped(partner).rseq} rows released to {partner}")


def _lacking(reader: Reader, us: Nation, returned: Returned) -> Lacking:
    partner = returned.ours.origin
    epoch = reader.meta()["epoch"].decode() if reader.position() else returned.lost.epoch
    row, cursor = reader.outbox_end(partner), reader.cursor(partner)
    end = Cursor(epoch, row.rseq, row.hash) if row else chain.start(us, partner, epoch)
    theirs = Cursor(cursor.epoch, cursor.rseq, cursor.hash) if cursor else None
    return lacking(returned, us, end, theirs, MachineClock().recorded())


def _batch(reader: Reader, us: Nation, partner: Nation, found: Lacking) -> Batch:
    """Return what is to be written: lost own events as the partner has them, own rows, and the partner's rows.

    Raises:
        Refused: A row takes the identifier of the other nation's event (`federation-id-taken`).
    """
    now = MachineClock().recorded()
    newest = {row.event.id: row for origin, row, _ in found.rows if origin == us}
    entries: dict[tuple[EventId, int], Entry] = {}
    outbox: list[OutboxRow] = []
    cursors: tuple[CursorRow, ...] = ()
    for origin, row, end in found.rows:
        there = reader.first(row.event.id)
        if there is not None and there.entry.origin != origin:
            raise Refused("federation-id-taken", partner=partner, number=row.rseq)
        if origin != us:
            entries[row.event.id, row.revision] = _entry(row, row.revision, now, row.rseq)
            cursors = (CursorRow(partner, end.epoch, end.rseq, end.hash),)
            continue
        outbox.append(_outbox_row(partner, row, end))
        if there is None:
            kept = newest[row.event.id]
            entries.setdefault((row.event.id, 0), _entry(kept, 0, kept.event.recorded))
    return Batch(tuple(entries.values()), tuple(outbox), cursors=cursors)


def _entry(row: Arrived, revision: int, recorded: datetime, rseq: int | None = None) -> Entry:
    event = row.event
    return Entry(event.id, event.origin, event.kind, event.valid, recorded, row.data, revision, None, rseq)


def _outbox_row(partner: Nation, row: Arrived, end: Cursor) -> OutboxRow:
    event = row.event
    return OutboxRow(partner, row.rseq, event.id, event.kind, row.revision, event.clock, row.data, end.hash)


def _list(settings: config.Settings, batch: Batch, found: Lacking) -> None:
    """Say what would come back, so that people can tell whether it is what they had done."""
    names = {settings.nation: settings.name, **{p.nation: p.name for p in settings.partners}}
    viewer = Viewer(settings.nation, frozenset(), MachineClock().now(), names)
    own = [entry for entry in batch.entries if entry.origin == settings.nation]
    for entry in own:
        event = msgspec.json.decode(entry.data, type=Event)
        result(f"{entry.recorded:%Y-%m-%d %H:%M:%SZ}  {event.author}  {in_words('en', sentence(event, viewer))}")
    others = sum(origin != settings.nation for origin, _, _ in found.rows)
    result(f"{len(own)} own events come back, {len(batch.outbox)} rows of ours, {others} rows of the partner's")
    known = len({row.event for row in batch.outbox} - {entry.id for entry in own})
    if known:
        say(f"{known} more are here, released since the backup: a release officer has to look at their labels again.")


COMMANDS = (hand_back, rejoin)
