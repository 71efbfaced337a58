"""What the picture costs: AIS and Cursor on Target decoded, two nations correlated; one JSON line for each case.

`python -m benchmarks.picture 100000` correlates so many ships instead of 100, 1,000 and 10,000. AIS is compared
with pyais alone in the same run; the golden messages repeat, so rates are those of a warm cache.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyais

from renkei.feeds.ais import AisReader
from renkei.feeds.cot import parse
from renkei.feeds.cot_stream import CotSplitter
from renkei.feeds.intake import intake
from renkei.kernel.errors import Malformed
from renkei.kernel.ids import Nation
from renkei.kernel.label import Label
from renkei.picture.live import LivePicture
from renkei.picture.model import PictureState, Sensor
from tests.picture.scene import Scene, play, score

GOLDEN = Path(__file__).parent.parent / "tests/feeds/golden"
NOW = datetime(2026, 2, 9, 15, 30, tzinfo=UTC)
REPEAT = 40


def cpu_s(act: Callable[[], object]) -> float:
    """Return the processor seconds of a call, the best of three."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        act()
        best = min(best, time.process_time() - began)
    return best


def sentences() -> list[bytes]:
    """Return recorded sentences that are in order, repeated."""
    lines = (GOLDEN / "gpsd_type6_fid55_part.chk").read_bytes().splitlines()
    return [line for line in lines if line.startswith(b"!")] * REPEAT


def ours(lines: list[bytes]) -> int:
    """Decode with our reader, checksum and assembly included."""
    reader, found = AisReader(), 0
    for line in lines:
        try:
            found += reader.line(line, NOW) is not None
        except Malformed:
            continue
    return found


def theirs(lines: list[bytes]) -> int:
    """Decode with pyais as its documentation shows, checksum included."""
    return sum(1 for sentence in pyais.IterMessages(lines) if sentence.is_valid and sentence.decode())


def cot(data: bytes) -> int:
    """Split and parse a stream."""
    splitter, found = CotSplitter(), 0
    for at in range(0, len(data), 65_536):
        for number, piece in splitter.feed(data[at : at + 65_536]):
            parse(piece, number)
            found += 1
    return found


def observations(lines: list[bytes]) -> int:
    """From bytes to observations of a sensor."""
    reader = intake(Sensor("usa-ais", Nation("USA"), "nmea", Label(Nation("USA"))))
    return len(reader.take(b"\n".join(lines) + b"\n", NOW).observations)


def correlated(ships: int, scans: int = 15) -> dict[str, object]:
    """Play a biased scene; the processor time is that of the picture alone, per scan."""
    scene = Scene(ships=ships, scans=scans, seed=7, bias_m=((120.0, -80.0), (-90.0, 150.0)), clock_s=(0.0, 6.0))
    picture, state, spent = LivePicture(Nation("USA")), PictureState(), []
    for now, reports, truth, seen, names in play(scene):
        began = time.process_time()
        picture.take(reports)
        picture.step(now, state)
        spent.append(time.process_time() - began)
        last = score(picture, truth, names, seen) if len(spent) == scans else None
    later = sorted(spent[3:])
    return {
        "ships": ships,
        "source_tracks": len(picture.table),
        "scan_ms_median": round(1_000 * later[len(later) // 2], 1),
        "scan_ms_most": round(1_000 * later[-1], 1),
        "right": last.right if last else None,
        "held_by_both": last.held if last else None,
        "wrong": last.wrong if last else None,
        "gospa_m": round(last.gospa_m) if last else None,
    }


def main() -> None:
    """Print one JSON line for each case."""
    lines = sentences()
    ratio = cpu_s(lambda: theirs(lines)) / cpu_s(lambda: ours(lines))
    told("ais_lines_per_cpu_s", rate=round(len(lines) / cpu_s(lambda: ours(lines))), times_pyais=round(ratio, 2))
    told("ais_to_observations_per_cpu_s", rate=round(len(lines) / cpu_s(lambda: observations(lines))))
    data = (GOLDEN / "cot_own/01_plain.xml").read_bytes() * 5_000
    told("cot_events_per_cpu_s", rate=round(5_000 / cpu_s(lambda: cot(data))), bytes_each=len(data) // 5_000)
    for ships in [int(text) for text in sys.argv[1:]] or [100, 1_000, 10_000]:
        told("correlate", **correlated(ships))


def told(case: str, **figures: object) -> None:
    """Print a case."""
    print(json.dumps({"benchmark": "picture", "case": case, **figures}), flush=True)


if __name__ == "__main__":
    main()
