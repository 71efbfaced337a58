"""The command to state a figure and the values of the claims board."""

from datetime import datetime

import msgspec

from renkei.claims.events import FigureStated
from renkei.kernel.ids import EventId, Nation
from renkei.kernel.names import Name

SUBJECT_MAX = 120
"""Characters of a subject: a term, not a sentence."""


class StateFigure(msgspec.Struct, frozen=True):
    """Put a figure on the claims board as it was written."""

    subject: str
    figure: str
    where: Name = Name()


class Claim(msgspec.Struct, frozen=True):
    """A figure as folded, with who recorded it and when."""

    id: EventId
    origin: Nation
    valid: datetime
    body: FigureStated


class ClaimsState(msgspec.Struct):
    """All figures by subject."""

    figures: dict[str, dict[tuple[Nation, EventId], Claim]] = {}
