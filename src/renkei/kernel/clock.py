"""Hybrid logical clock (Kulkarni et al. 2014): 48 bits of milliseconds, 16 bits of counter; pure."""

from datetime import UTC, datetime

from renkei.kernel.errors import Refused

AHEAD_MAX_MS = 60_000
"""A partner's clock further ahead than this is refused: one wrong clock must not drag all others along."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(moment: datetime) -> int:
    """Return whole milliseconds since 1970 of an aware datetime, exactly."""
    delta = moment - EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000 + delta.microseconds // 1_000


def tick(last: int, now: datetime) -> int:
    """Return the next clock value after `last` at wall time `now`, always greater than `last`."""
    return max(last + 1, milliseconds(now) << 16)


def merge(last: int, seen: int, now: datetime) -> int:
    """Return the clock after a partner's value `seen` arrived.

    Raises:
        Refused: `seen` is more than a minute ahead of `now`.
    """
    if (seen >> 16) - milliseconds(now) > AHEAD_MAX_MS:
        raise Refused("clock-ahead", seconds=((seen >> 16) - milliseconds(now)) // 1_000)
    return max(last, seen)
