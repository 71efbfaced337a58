"""Made-up answers of a node for the map's tests: a few ships off Shikoku, places with reports, units of two nations."""

import csv
from pathlib import Path
from typing import Any

FRIEND_SHIP = "10033000001202000000"
NEUTRAL_CARGO = "10043000001401010000"
UNKNOWN_SHIP = "10013000001400000000"
FRIEND_AIR = "10030100001101000000"

SESSION = {
    "user": "kasumi",
    "roles": ["watch_officer"],
    "csrf": "x",
    "nation": "JPN",
    "node": "JPN",
    "name": {"en": "Joint Operations Command", "ja": "統合作戦司令部"},
    "language": "ja",
    "partners": [{"nation": "USA", "name": {"en": "U.S. Forces Japan", "ja": "在日米軍"}}],
    "exercise": True,
    "t0": "2026-02-09T15:30:00Z",
    "tz": "Asia/Tokyo",
    "title": {"en": "Exercise", "ja": "演習"},
}
CLOCK = {"now": "2026-02-09T21:30:00Z", "running": False, "speed": 1, "recorded": "2026-02-09T21:30:00Z"}


def source(nation: str, name: str, number: str, age_s: int) -> dict[str, Any]:
    """One source of a track as the JPN node shows it."""
    return {"nation": nation, "source": name, "id": number, "age_s": age_s, "own": nation == "JPN"}


def track(number: str, name: str, lat: float, lon: float, sidc: str, **other: Any) -> dict[str, Any]:
    """One track, reported by the own AIS a few seconds ago unless stated otherwise."""
    return {
        "track": number,
        "name": name,
        "lat": lat,
        "lon": lon,
        "cog_deg": 75.0,
        "sog_kn": 14.2,
        "sidc": sidc,
        "kind": "cargo",
        "stale": False,
        "age_s": 4,
        "nation_sources": [source("JPN", "jpn-ais", "431000101", 4)],
        "merged": False,
        "reason": None,
        "label": {"originators": ["JPN"], "rel_to": ["JPN", "USA"]},
        **other,
    }


def tracks() -> list[dict[str, Any]]:
    """Eight tracks: merged, stale, partner's, without course, close together, without a name."""
    both = [source("JPN", "jpn-ais", "431000777", 6), source("USA", "usa-cot", "USA.T.17", 21)]
    return [
        track("T0001", "OSUMI", 33.05, 133.6, FRIEND_SHIP, kind="military", nation_sources=both, merged=True, age_s=6,
              reason={"key": "map-disclaimer", "facts": {}}),
        track("T0002", "KAIYO MARU 8", 32.62, 134.35, NEUTRAL_CARGO, kind="fishing", cog_deg=210.0, sog_kn=8.1),
        track("T0003", "PACIFIC TRADER", 32.2, 135.2, NEUTRAL_CARGO, cog_deg=262.0, sog_kn=17.9, stale=True, age_s=1980,
              nation_sources=[source("JPN", "jpn-ais", "538002211", 1980)]),
        track("T0004", "TRIPOLI", 32.35, 132.35, FRIEND_SHIP, kind="military", cog_deg=31.0, sog_kn=18.0,
              nation_sources=[source("USA", "usa-cot", "USA.T.3", 12)], age_s=12,
              label={"originators": ["USA"], "rel_to": ["JPN", "USA"]}),
        track("T0005", "", 33.3, 135.0, UNKNOWN_SHIP, kind="unknown", cog_deg=None, sog_kn=None,
              label={"originators": ["JPN"], "rel_to": ["JPN"]}),
        track("T0006", "RESCUE 21", 33.6, 133.9, FRIEND_AIR, kind="aircraft", cog_deg=280.0, sog_kn=128.0),
        track("T0007", "SHIN-EI", 33.4, 134.4, NEUTRAL_CARGO, kind="tanker"),
        track("T0008", "SHOWA", 33.4045, 134.4, NEUTRAL_CARGO, kind="tanker"),
    ]  # fmt: skip


def report(value: str, source_name: str, at: str) -> dict[str, Any]:
    """One report of a place's state."""
    return {"value": value, "source": source_name, "at": at, "origin": "JPN", "task": None, "note": {}, "reopens": None,
            "rel_to": ["JPN"]}  # fmt: skip


REPORTS = {
    "kochi_ap": [
        report("flooded", "survey", "2026-02-09T20:40:00Z") | {"reopens": "2026-02-12T03:30:00Z"},
        report("open", "social_media", "2026-02-09T21:05:00Z"),
    ],
    "matsuyama_ap": [report("open", "authority", "2026-02-09T19:00:00Z")],
    "suzaki_port": [report("debris", "unit", "2026-02-09T20:10:00Z")],
    "tokushima_ap": [report("unknown", "liaison", "2026-02-09T18:30:00Z")],
}
"""Reports of a place, the one that stands first."""


def places() -> list[dict[str, Any]]:
    """The places register, four of them with reports, one without a position."""
    path = Path(__file__).resolve().parent / "places.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        known = [
            {
                "id": row["id"],
                "name": {"en": row["name_en"], "ja": row["name_ja"]},
                "kind": row["kind"],
                "lat": float(row["lat"]),
                "lon": float(row["lon"]),
                "owner": "JPN",
                "approximate": False,
                "status": next(iter(REPORTS.get(row["id"], [])), None),
                "conflicting": REPORTS.get(row["id"], [])[1:],
            }
            for row in csv.DictReader(rows)
        ]
    nowhere = {"id": "beach_a", "name": {"en": "Beach A", "ja": "A海岸"}, "kind": "beach", "lat": None, "lon": None}
    return [*known, nowhere | {"owner": "JPN", "approximate": True, "status": None, "conflicting": []}]


def unit(
    number: str, en: str, ja: str, owner: str, place: str, at: tuple[float, float], **other: Any
) -> dict[str, Any]:
    """One unit at rest."""
    return {
        "id": number,
        "name": {"en": en, "ja": ja},
        "owner": owner,
        "type": "ship",
        "count": 1,
        "place": place,
        "lat": at[0],
        "lon": at[1],
        "delay_min": 0,
        "rel_to": ["JPN"] if owner == "JPN" else ["JPN", "USA"],
        **other,
    }


def units() -> list[dict[str, Any]]:
    """Units of two nations, three of them at one place."""
    kure, sasebo, iwakuni = (34.24, 132.55), (33.16, 129.72), (34.1439, 132.236)
    return [
        unit("lst4001", "JS Osumi", "おおすみ", "JPN", "kure_base", kure),
        unit("lsv4101", "JS Yoko", "ようこう", "JPN", "kure_base", kure),
        unit("jp-lcac", "LCAC (JPN)", "エアクッション艇", "JPN", "kure_base", kure, type="lcac_jp", count=2),
        unit("lha7", "USS Tripoli", "トリポリ", "USA", "sasebo_base", sasebo, delay_min=480),
        unit("us-c130", "C-130J (USA)", "C-130J(米)", "USA", "iwakuni", iwakuni, type="c130j_us", count=6),
    ]


def answers() -> dict[str, Any]:
    """What stands under each path of the API."""
    return {
        "session": SESSION,
        "clock": CLOCK,
        "picture": {"position": 1, "tracks": tracks(), "counts": {}},
        "places": places(),
        "units": units(),
    }
