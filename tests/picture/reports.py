"""Reports for tests: a ship off Shikoku that one nation sees."""

from datetime import timedelta

from renkei.kernel.label import Label
from renkei.picture.model import Report, SourceTrack
from tests.picture.scene import JPN, START, USA

__all__ = ["JPN", "START", "USA", "report", "track"]


def track(name="a", nation=USA, source="usa-ais"):
    return SourceTrack(nation, source, name)


def report(name="a", nation=USA, source="usa-ais", seconds=0.0, **fields):
    given = {"lat": 33.0, "lon": 133.5, "sigma_m": 30.0, "label": Label(nation)} | fields
    return Report(track=track(name, nation, source), at=START + timedelta(seconds=seconds), **given)
