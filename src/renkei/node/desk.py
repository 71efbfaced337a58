"""How a user of a node is reached from outside it: what is handed in and how a refusal comes back; no transport."""

from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from renkei.kernel.ids import Nation


class Asked(msgspec.Struct, frozen=True):
    """One command as a client hands it in; without `rel_to` it has no label, with an empty one it stays at home."""

    kind: str
    body: Mapping[str, Any]
    rel_to: tuple[Nation, ...] | None = None
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
