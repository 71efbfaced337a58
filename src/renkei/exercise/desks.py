"""How the exercise reaches a headquarters: as its users, through its interface and by no other way."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from renkei.kernel.ids import Nation
from renkei.node.desk import Desk


class Staff:
    """All desks of one headquarters by role."""

    def __init__(self, nation: Nation, desks: Mapping[str, Desk]) -> None:
        self.nation = nation
        self._desks = desks

    def __getitem__(self, role: str) -> Desk:
        return self._desks[role]


class Link(Protocol):
    """What the exercise can do to the bytes between two headquarters."""

    def cut(self, how: str) -> None:
        """Cut by `reset` or by `silence`."""

    def heal(self) -> None:
        """Carry bytes again."""


def staff_of(staffs: Sequence[Staff], nation: Nation) -> Staff:
    """Return the staff of a nation."""
    return next(s for s in staffs if s.nation == nation)
