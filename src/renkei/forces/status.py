"""What a place's reports amount to: the best source's newest word, and the reports that disagree."""

from collections.abc import Iterable

import msgspec

from renkei.forces.events import PlaceStatus, Source, heard_as
from renkei.forces.model import PlaceReport
from renkei.kernel.ids import Nation

WEIGHT: dict[Source, int] = {"survey": 5, "unit": 4, "authority": 3, "liaison": 2, "press": 1, "social_media": 0}
"""Own ranking of sources: what somebody went to see outweighs what somebody heard."""


class Judged(msgspec.Struct, frozen=True):
    """The status that stands, the report it rests on, and the reports that say otherwise."""

    status: PlaceStatus
    basis: PlaceReport
    conflicting: tuple[PlaceReport, ...]


def judge(reports: Iterable[PlaceReport], owner: Nation | None) -> Judged | None:
    """Return what stands: the heaviest source, and of that the newest report; `None` without reports.

    `owner` is the nation that owns the place: another's word as its authority weighs no more than a liaison's.
    """

    def weighs(r: PlaceReport) -> int:
        return WEIGHT[heard_as(r.body.source, r.origin, owner)]

    ordered = sorted(reports, key=lambda r: (weighs(r), r.valid, r.id), reverse=True)
    if not ordered:
        return None
    best = ordered[0]
    known = (r for r in ordered[1:] if r.body.status not in ("unknown", best.body.status))
    return Judged(best.body.status, best, tuple(known))
