"""Says why source tracks are one, or what speaks against it, as message keys with facts; decides nothing."""

from renkei.kernel.message import Message, told
from renkei.picture.compare import CALLSIGN, MMSI, PERSON
from renkei.picture.frame import MPS_PER_KN
from renkei.picture.live import LivePicture

JUMP_SHOWN_S = 600.0
"""An impossible jump is shown for ten minutes."""


class Reasons:
    """The reasons of one picture, looked up by row.

    Args:
        picture: After its last step.
    """

    def __init__(self, picture: LivePicture) -> None:
        self._table = picture.table
        self._judged = picture.judged
        self._match = {
            (min(one, other), max(one, other)): place
            for place, (one, other) in enumerate(
                zip(picture.matches["first"].tolist(), picture.matches["second"].tolist(), strict=True)
            )
        }
        self._matches = picture.matches
        self._against: dict[int, tuple[int, float]] = {}
        for found in picture.contradictions:
            self._against[found.first] = (found.second, found.distance_m)
            self._against[found.second] = (found.first, found.distance_m)
        self._split = {row: rows for rows, verdict in self._judged.items() if not verdict.same for row in rows}

    def of(self, rows: list[int]) -> Message | None:
        """Return the reason of the track that has these rows: what speaks against it first."""
        for row in rows:
            if row in self._against:
                return self._contradiction(row)
        if len(rows) > 1:
            return self._merged(rows)
        return self._jump(rows[0]) or self._separate(rows[0])

    def _contradiction(self, row: int) -> Message:
        other, distance_m = self._against[row]
        return told(
            "picture-contradiction",
            mmsi=self._table.report(row).identity.mmsi or "",
            other=f"T{int(self._table.number[other]):04d}",
            distance_km=round(distance_m / 1_000.0, 1),
        )

    def _merged(self, rows: list[int]) -> Message | None:
        """The best pair of the track speaks for it: matches stand best first."""
        pairs = [(min(one, other), max(one, other)) for one in rows for other in rows if one < other]
        places = [self._match[pair] for pair in pairs if pair in self._match]
        if not places:
            return None
        match = self._matches[min(places)]
        row, why = int(match["first"]), int(match["why"])
        distance_m, scans = round(float(match["distance_m"])), int(match["scans"])
        identity = self._table.report(row).identity
        if why == PERSON:
            return self._person("picture-merged-person", pairs[places.index(min(places))])
        if why == MMSI:
            return told("picture-merged-mmsi", mmsi=identity.mmsi or "", distance_m=distance_m, scans=scans)
        if why == CALLSIGN:
            return told("picture-merged-callsign", callsign=identity.callsign or "", distance_m=distance_m, scans=scans)
        sigma = round(float(match["sigma"]), 1)
        return told("picture-merged-motion", distance_m=distance_m, sigma=sigma, scans=scans)

    def _person(self, key: str, rows: tuple[int, int]) -> Message | None:
        verdict = self._judged.get(rows)
        return Message(key, {"author": verdict.author, "remark": verdict.remark}) if verdict else None

    def _separate(self, row: int) -> Message | None:
        return self._person("picture-split-person", self._split[row]) if row in self._split else None

    def _jump(self, row: int) -> Message | None:
        state = self._table.state
        if not state.time[row] - state.jump[row] <= JUMP_SHOWN_S:
            return None
        return told("picture-jump", speed_kn=round(float(state.jump_mps[row]) / MPS_PER_KN))
