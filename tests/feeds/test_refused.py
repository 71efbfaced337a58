"""Refused input is counted, the newest is kept for a person, and its log lines are bounded."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from renkei.feeds.intake import Fault
from renkei.io.refused import LINES_EVERY, LINES_MAX, NEWEST_MAX, REASON_MAX, RefusedInput
from renkei.kernel.message import told

NOW = datetime(2026, 2, 9, 15, 30, tzinfo=UTC)


def fault(number, sensor="jpn-ais", **facts):
    return Fault(sensor, f"line {number}", "feeds-line-long", facts or {"most": 82}, NOW)


def test_nothing_refused_is_nothing_shown():
    kept = RefusedInput()
    assert (kept.total, kept.shown()) == (0, ())


@pytest.mark.parametrize("count", [NEWEST_MAX, NEWEST_MAX + 1])
def test_all_are_counted_and_the_newest_are_kept_newest_first(count):
    kept = RefusedInput()
    for number in range(count):
        kept.add(fault(number), NOW)
    kept.add(fault(0, "usa-cot"), NOW)
    first, second = kept.shown()
    assert (kept.total, first.sensor, first.refused, second.sensor, second.refused) == (
        count + 1,
        "jpn-ais",
        count,
        "usa-cot",
        1,
    )
    assert [f.place for f in first.newest] == [f"line {n}" for n in reversed(range(count))][:NEWEST_MAX]
    assert second.newest[0].told == told("feeds-line-long", most=82)


def test_a_senders_own_words_are_cut():
    kept = RefusedInput()
    kept.add(fault("x" * 10_000, reason="y" * 10_000, most=3), NOW)
    (shown,) = kept.shown()[0].newest
    assert (len(shown.place), len(shown.told.facts["reason"]), shown.told.facts["most"]) == (REASON_MAX, REASON_MAX, 3)


def test_each_sensor_has_its_lines_and_new_ones_after_a_while(caplog):
    kept = RefusedInput()
    with caplog.at_level("WARNING", "renkei.feeds"):
        for number in range(LINES_MAX + 1):
            kept.add(fault(number), NOW)
        kept.add(fault(0, "usa-cot"), NOW)
        kept.add(fault(7), NOW + LINES_EVERY - timedelta(seconds=1))
        kept.add(fault(8), NOW + LINES_EVERY)
    lines = [msgspec.json.decode(record.message) for record in caplog.records]
    assert [(line["sensor"], line["place"]) for line in lines] == [
        *(("jpn-ais", f"line {n}") for n in range(LINES_MAX)),
        ("usa-cot", "line 0"),
        ("jpn-ais", "line 8"),
    ]
    assert lines[-1] == {
        "what": "input-refused",
        "sensor": "jpn-ais",
        "place": "line 8",
        "rule": "feeds-line-long",
        "refused": LINES_MAX + 3,
    }
