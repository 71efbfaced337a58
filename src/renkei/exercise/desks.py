"""How the exercise reaches a headquarters: as its users, through its interface and by no other way."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec

from renkei.kernel.ids import Nation

ROLES = (
    "watch_officer",
    "planner",
    "liaison_officer",
    "release_officer",
    "commander",
    "administrator",
    "exercise_controller",
)
"""One exercise user for each role of a headquarters."""


class Asked(msgspec.Struct, frozen=True):
    """One command as a client hands it in."""

    kind: str
    body: Mapping[str, Any]
    rel_to: tuple[Nation, ...] = ()
    withhold: tuple[str, ...] = ()


class RefusedThere(Exception):
    """The headquarters said no.

    Attributes:
        status: HTTP status of the answer.
        key, facts: What it said.
    """

    def __init__(self, status: int, key: str, facts: Mapping[str, Any], place: str = "") -> None:
        super().__init__(f"{status} {key} {dict(facts)} {place}".strip())
        self.status, self.key, self.facts, self.place = status, key, facts, place


class Desk(Protocol):
    """One signed-in user of one headquarters."""

    async def read(self, path: str) -> Any:
        """Return what the interface answers to a GET.

        Raises:
            RefusedThere: The headquarters said no.
        """

    async def send(self, path: str, body: object) -> Any:
        """Return what the interface answers to a POST."""

    async def act(self, *asked: Asked) -> Mapping[str, Any]:
        """Hand in commands as one append."""

    async def work(self, kind: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Run a check, solve or repair and return its result when it is done."""


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
