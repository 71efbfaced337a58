"""Counts failed attempts to sign in, per user at an address and per address; knows no password."""

import ipaddress
from collections import deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=5)
"""How long a failed attempt counts."""
USER_MAX = 5
"""Failed attempts for one user from one address: a person who mistypes gets through, a list of passwords does not."""
ADDRESS_MAX = 30
"""Failed attempts from one address, whoever was named, before it is refused, or on the loopback slowed down."""
DELAY_S = 1.0
"""Pause before an attempt from a loopback that failed too often: a list of names takes long, a person waits once."""
KEYS_MAX = 10_000
"""Users and addresses remembered; the one longest without an attempt is forgotten first."""
LOOPBACK = "loopback"
"""All loopback addresses in one: a process of this machine takes any of them it likes."""


class Attempts:
    """Failed attempts of the last minutes, in memory. Bounded, whoever knocks.

    An attempt counts as failed from its beginning until it succeeds, so that many at once are no more than one after
    the other. An attacker from elsewhere can't lock a user out: only attempts from the user's own address count
    against it. The loopback, which everybody on the machine shares, is never refused as a whole.
    """

    def __init__(self) -> None:
        self._failed: dict[tuple[str, str], deque[datetime]] = {}

    def wait_s(self, login: str, address: str, now: datetime) -> int:
        """Return for how many seconds the next attempt is refused, 0 if it is not."""
        where = _where(address)
        for_all = 0 if where == LOOPBACK else self._wait_s(("", where), ADDRESS_MAX, now)
        return max(self._wait_s((login, where), USER_MAX, now), for_all)

    def delay_s(self, address: str, now: datetime) -> float:
        """Return for how many seconds the next attempt is held back before it is looked at."""
        where = _where(address)
        return DELAY_S if where == LOOPBACK and self._wait_s(("", where), ADDRESS_MAX, now) else 0.0

    def begun(self, login: str, address: str, now: datetime) -> None:
        """Count an attempt, which has failed unless it is said to have succeeded."""
        where = _where(address)
        for key, most in (((login, where), USER_MAX), (("", where), ADDRESS_MAX)):
            moments = self._failed.pop(key, deque(maxlen=most))
            moments.append(now)
            self._failed[key] = moments
        while len(self._failed) > KEYS_MAX:
            del self._failed[next(iter(self._failed))]

    def succeeded(self, login: str, address: str, now: datetime) -> None:
        """Forget the user's failed attempts from this address, and that the attempt of this moment was one."""
        where = _where(address)
        self._failed.pop((login, where), None)
        of_all = self._failed.get(("", where), deque())
        if now in of_all:
            of_all.remove(now)

    def _wait_s(self, key: tuple[str, str], most: int, now: datetime) -> int:
        moments = self._failed.get(key, deque())
        if len(moments) < most:
            return 0
        left = moments[0] + WINDOW - now
        return max(0, -(-left // timedelta(seconds=1)))


def _where(address: str) -> str:
    try:
        return LOOPBACK if ipaddress.ip_address(address).is_loopback else address
    except ValueError:
        return address
