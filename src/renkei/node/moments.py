"""The two clocks of a node as a protocol: when a fact is true, and when it was recorded."""

from datetime import datetime
from typing import Protocol


class Moments(Protocol):
    """Gives both times, aware UTC. In an exercise `now` is exercise time; `recorded` is always the machine's."""

    def now(self) -> datetime:
        """Return the moment for decisions and valid time."""

    def recorded(self) -> datetime:
        """Return the machine's time, for records, identifiers, sessions and links."""
