"""Makes log entries for the tests of the log."""

from datetime import UTC, datetime, timedelta

from renkei.log.store import Answer, Batch, CursorRow, Entry, OutboxRow

T0 = datetime(2026, 3, 1, 6, 0, 0, 250_000, tzinfo=UTC)


def entry(number, origin="JPN", **changes):
    """Return entry `number`, different from every other."""
    values = {
        "id": f"{origin}-{number}",
        "origin": origin,
        "kind": "watch.Logged",
        "valid": T0 + timedelta(minutes=number),
        "recorded": T0 + timedelta(minutes=number, seconds=1),
        "data": f'{{"number":{number},"text":"時刻"}}'.encode(),
    }
    return Entry(**{**values, **changes})


def outbox_row(rseq, partner="USA", revision=0):
    return OutboxRow(partner, rseq, f"JPN-{rseq}", "watch.Logged", revision, 1_000 + rseq, b"{}", bytes([rseq]) * 32)


def batch(*numbers, **rest):
    return Batch(tuple(entry(number) for number in numbers), **rest)


FULL = Batch(
    (entry(1, command="c1"), entry(2, command="c1"), entry(3, "USA", revision=2, rseq=7)),
    (outbox_row(1), outbox_row(2), outbox_row(1, "AUS")),
    (Answer("c1", b'{"position":3}'),),
    (CursorRow("USA", "e1", 7, b"\x07" * 32),),
    {"fold.plan": b"3"},
)
"""One of everything."""
