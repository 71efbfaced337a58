"""Counts failed attempts to sign in, per user at an address and per address; knows no password."""

from collections import deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=5)
"""How long a failed attempt counts."""
USER_MAX = 5
"""Failed attempts for one user from one address: a person who mistypes gets through, a list of passwords does not."""
ADDRESS_MAX = 30
"""Failed attempts from one address, whoever was named: the watch floor may share one address."""
KEYS_MAX = 10_000
"""Users and addresses remembered; the one longest without an attempt is forgotten first."""


class Attempts:
    """Failed attempts of the last minutes, in memory. Bounded, whoever knocks.

    An attacker from elsewhere can't lock a user out: only attempts from the user's own address count against it.
    """

    def __init__(self) -> None:
        self._failed: dict[tuple[str, str], deque[datetime]] = {}

    def wait_s(self, login: str, address: str, now: datetime) -> int:
        """Return for how many seconds the next attempt is refused, 0 if it is not."""
        limits = (((login, address), USER_MAX), (("", address), ADDRESS_MAX))
        return max(self._wait_s(key, most, now) for key, most in limits)

    def failed(self, login: str, address: str, now: datetime) -> None:
        """Count a failed attempt."""
        for key, most in (((login, address), USER_MAX), (("", address), ADDRESS_MAX)):
            moments = self._failed.pop(key, deque(maxlen=most))
            moments.append(now)
            self._failed[key] = moments
        while len(self._failed) > KEYS_MAX:
            del self._failed[next(iter(self._failed))]

    def succeeded(self, login: str, address: str) -> None:
        """Forget the user's failed attempts from this address."""
        self._failed.pop((login, address), None)

    def _wait_s(self, key: tuple[str, str], most: int, now: datetime) -> int:
        moments = self._failed.get(key, deque())
        if len(moments) < most:
            return 0
        left = moments[0] + WINDOW - now
        return max(0, -(-left // timedelta(seconds=1)))
