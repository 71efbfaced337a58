"""The live picture of one node: takes observations, keeps each source track's newest state, says what may leave."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from renkei.kernel.ids import Nation
from renkei.picture.model import Observation, Pair, PictureState, ReleasedPosition, Report


class Released(msgspec.Struct, frozen=True):
    """What the positions lane may send to one partner now.

    Attributes:
        positions: Newest report of each releasable source track that changed since the cursor, oldest change first.
        cursor: Give it back at the next call; it stays inside this node.
    """

    positions: tuple[ReleasedPosition, ...]
    cursor: int


class LivePicture:
    """All live tracks of one node, bounded; not thread-safe, holds no clock: moments are exercise time.

    Args:
        own: Nation of this node: whose reports may be released, and whose verdict on a pair goes first.
    """

    def __init__(self, own: Nation) -> None:
        self.own = own

    def take(self, observations: Iterable[Observation]) -> None:
        """Put observations of own sensors and of partners into the table; late ones never overwrite newer ones."""
        raise NotImplementedError

    def step(self, now: datetime, state: PictureState) -> bool:
        """Correlate what arrived, forget what is silent; return whether the board may look different."""
        raise NotImplementedError

    def releasable_positions(self, partner: Nation, cursor: int = 0) -> Released:
        """Return what may cross to `partner`, computed from releasable own reports alone."""
        raise NotImplementedError


def partner_report(position: ReleasedPosition, partner: Nation) -> Report:
    """Return a partner's position as a report in the partner's name, releasable to nobody else."""
    raise NotImplementedError


def verdicts(state: PictureState, own: Nation) -> Mapping[Pair, bool]:
    """Return for each pair that somebody judged whether it is one object; the own nation's word goes first."""
    raise NotImplementedError
