"""Looks at the picture of each headquarters while the sensors deliver, and knows which true ships are behind it."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import msgspec

from renkei.exercise.play import Play
from renkei.exercise.traffic import Traffic
from renkei.kernel.ids import Nation
from renkei.picture.model import SourceTrack

LOOK_EVERY_H = 30 / 3600
"""Exercise time between two looks: three correlations."""
LOOKS_MIN = 8
"""Looks at least: what must not cross had the time to."""
LOOKS_MAX = 60
"""Looks at most: half an hour of exercise time, and half a minute on a machine that is busy with others."""
PAUSE_S = 0.5
"""Machine time between two looks: both nodes correlate and exchange positions about once a second."""
AGE_MAX_S = 300
"""Oldest report of a ship that is heard each half minute, with the exercise clock running ahead of the link."""


class Sender(Protocol):
    """Delivers what the sensors heard in a span of exercise time."""

    async def send(self, since: datetime, until: datetime) -> None:
        """Send the span to every headquarters."""


class TrackSeen(msgspec.Struct, frozen=True):
    """One track as a headquarters shows it.

    Attributes:
        ships: True ships behind its sources, each once; more than one is a mistake.
        age_s: Seconds since the newest report of each nation whose report is in it.
    """

    track: str
    ships: tuple[str, ...]
    age_s: dict[Nation, int]


class PictureSeen(msgspec.Struct):
    """What one headquarters showed, beside what it should have.

    Attributes:
        tracks: The last look.
        sources: Sensors of each nation that stood in any look.
        shared: True ships that sensors of several nations report to this headquarters.
        company: Pairs of those that sail so close that their tracks could be mistaken for one.
        kept: Own sensors that are released to nobody.
        hidden: Other nations' sensors that this headquarters must not hear of.
    """

    tracks: list[TrackSeen] = []
    sources: dict[Nation, list[str]] = {}
    shared: tuple[str, ...] = ()
    company: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


async def look_around(play: Play, sender: Sender, traffic: Traffic) -> dict[Nation, PictureSeen]:
    """Let the sensors deliver and look, until each picture is as it should be or `LOOKS_MAX` looks were taken."""
    await play.in_step.wait()
    found = {staff.nation: _due(play, traffic, staff.nation) for staff in play.staffs}
    for look in range(1, LOOKS_MAX + 1):
        since = play.hour
        await play.set_clock(since + LOOK_EVERY_H)
        await sender.send(play.pack.at(since), play.pack.at(play.hour))
        await asyncio.sleep(PAUSE_S)
        for staff in play.staffs:
            shown = await staff["watch_officer"].read("/api/picture")
            _note(found[staff.nation], shown["tracks"], traffic)
        if look >= LOOKS_MIN and all(one_track(seen) and apart(seen) for seen in found.values()):
            break
    return found


def _due(play: Play, traffic: Traffic, nation: Nation) -> PictureSeen:
    hours = (play.hour, play.hour + LOOKS_MAX * LOOK_EVERY_H)
    shared = traffic.shared_ships(nation)
    company = traffic.company(shared, [play.pack.at(h) for h in hours])
    return PictureSeen(
        shared=shared, company=company, kept=traffic.kept_sensors(nation), hidden=traffic.hidden_sensors(nation)
    )


def _note(seen: PictureSeen, tracks: list[Mapping[str, Any]], traffic: Traffic) -> None:
    seen.tracks = [_track(track, traffic) for track in tracks]
    for track in tracks:
        for source in track["nation_sources"]:
            known = seen.sources.setdefault(source["nation"], [])
            if source["source"] not in known:
                known.append(source["source"])


def _track(track: Mapping[str, Any], traffic: Traffic) -> TrackSeen:
    sources = track["nation_sources"]
    ships = {traffic.ship_of(SourceTrack(s["nation"], s["source"], s["id"])) or "?" for s in sources}
    ages: dict[Nation, int] = {}
    for source in sources:
        ages[source["nation"]] = min(source["age_s"], ages.get(source["nation"], source["age_s"]))
    return TrackSeen(track["track"], tuple(sorted(ships)), ages)


def one_track(seen: PictureSeen) -> bool:
    """Whether each ship that several nations report is one track with reports and ages of several, and no two are."""
    mixed = any(len(track.ships) > 1 for track in seen.tracks)
    return bool(seen.shared) and not mixed and all(_is_merged(seen, ship) for ship in seen.shared)


def _is_merged(seen: PictureSeen, ship: str) -> bool:
    tracks = [track for track in seen.tracks if ship in track.ships]
    if len(tracks) != 1:
        return False
    ages = tracks[0].age_s
    return len(ages) > 1 and all(0 <= age <= AGE_MAX_S for age in ages.values())


def apart(seen: PictureSeen) -> bool:
    """Whether ships that sail in company are tracks of their own."""
    shown = [track.ships for track in seen.tracks]
    return bool(seen.company) and all((ship,) in shown for pair in seen.company for ship in pair)


def stays_home(seen: Mapping[Nation, PictureSeen]) -> bool:
    """Whether every withheld sensor was seen at home in some look, and in no other headquarters in any."""
    kept = [(nation, sensor) for nation, picture in seen.items() for sensor in picture.kept]
    at_home = all(sensor in seen[nation].sources.get(nation, []) for nation, sensor in kept)
    across = [
        sensor
        for nation, picture in seen.items()
        for other, sensors in picture.sources.items()
        for sensor in sensors
        if other != nation and sensor in picture.hidden
    ]
    return bool(kept) and at_home and not across
