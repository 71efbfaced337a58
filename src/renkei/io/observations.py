"""The bounded store of observations on SQLite, its own file: not the record, never replayed; the oldest leave first."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from renkei.picture.model import Observation, Report, SourceTrack

KEEP_ROWS = 1_000_000
"""About 200 MB and a week of 30 ships at a report every 18 s; the oldest tenth leaves when it is reached."""


class ObservationStore:
    """One SQLite file of reports; one thread at a time."""

    def __init__(self, path: Path, keep_rows: int = KEEP_ROWS) -> None:
        raise NotImplementedError

    def append(self, observations: Sequence[Observation], recorded: datetime) -> None:
        """Keep a batch in one transaction; not acknowledged to anybody."""
        raise NotImplementedError

    def newest(self) -> tuple[Observation, ...]:
        """Return the newest report and particulars of every source track: how a restarted node fills its picture."""
        raise NotImplementedError

    def history(self, track: SourceTrack, since: datetime, limit: int = 10_000) -> tuple[Report, ...]:
        """Return the reports of one source track in order of time."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the file."""
        raise NotImplementedError
