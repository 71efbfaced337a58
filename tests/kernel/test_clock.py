"""The hybrid logical clock: always ahead of what it has seen, never dragged along by a wrong one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.clock import AHEAD_MAX_MS, merge, milliseconds, tick
from renkei.kernel.errors import Refused
from tests.kernel.facts import T0

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds of the strategy are naive
CLOCKS = st.integers(0, 2**62)


def test_a_clock_is_milliseconds_and_a_counter():
    now = datetime(2026, 2, 9, 15, 30, 0, 123_999, tzinfo=UTC)
    assert milliseconds(now) == 1_770_651_000_123
    assert milliseconds(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert tick(0, now) == 1_770_651_000_123 << 16
    assert tick(tick(0, now), now) == (1_770_651_000_123 << 16) + 1


@given(CLOCKS, MOMENTS)
def test_a_tick_is_greater_than_the_last_even_when_the_machine_goes_back(last, now):
    assert tick(last, now) > last
    assert tick(last, now) >= milliseconds(now) << 16


@given(CLOCKS, CLOCKS, MOMENTS)
def test_a_merge_is_never_behind_either(last, seen, now):
    try:
        merged = merge(last, seen, now)
    except Refused:
        assert (seen >> 16) - milliseconds(now) > AHEAD_MAX_MS
    else:
        assert merged == max(last, seen)


@pytest.mark.parametrize(("ahead_ms", "allowed"), [(AHEAD_MAX_MS, True), (AHEAD_MAX_MS + 1, False)])
def test_a_partner_may_be_a_minute_ahead_and_no_more(ahead_ms, allowed):
    seen = milliseconds(T0 + timedelta(milliseconds=ahead_ms)) << 16
    if allowed:
        assert merge(0, seen, T0) == seen
        return
    with pytest.raises(Refused) as refused:
        merge(0, seen, T0)
    assert (refused.value.key, dict(refused.value.facts)) == ("clock-ahead", {"seconds": 60})
