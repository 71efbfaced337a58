"""What the web server is given of a node: its parts behind small protocols, put together by the command line."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from renkei.accounts.accounts import Accounts
from renkei.kernel.ids import Nation, NodeId
from renkei.kernel.message import Message
from renkei.kernel.names import Language, Name
from renkei.node.moments import Moments
from renkei.node.node import Node
from renkei.node.submission import Author
from renkei.views.links import LinkSeen


class Profile(msgspec.Struct, frozen=True):
    """Who this headquarters is on the screen.

    Attributes:
        tz: IANA name of the local time zone.
    """

    nation: Nation
    node: NodeId
    name: Name
    language: Language
    partners: Mapping[Nation, Name]
    tz: str = "Asia/Tokyo"
    exercise: bool = False


class Links(Protocol):
    """The partner links of a node."""

    def seen(self, partner: Nation) -> LinkSeen:
        """Return the state of the link to a partner."""


class Jobs(Protocol):
    """Solves in child processes."""

    async def start(self, kind: str, asked: Mapping[str, Any], author: Author) -> str:
        """Begin work on the plan as it stands, or a negotiation in the author's name; return the job's identifier."""

    def job(self, identifier: str) -> Mapping[str, Any] | None:
        """Return what is known of a job in the form of the interface, or None."""

    def joint(self) -> Sequence[Mapping[str, Any]]:
        """Return for each partner whether it asks for a joint plan, and the newest negotiation with it."""

    def cancel(self, identifier: str) -> bool:
        """Stop a job; its best verified plan so far stays. Whether there was such a job."""


class Picture(Protocol):
    """The live picture of a node."""

    def shown(self) -> Mapping[str, Any]:
        """Return the picture in the form of the interface."""

    def sensors(self) -> Sequence[object]:
        """Return what was refused of each sensor's input."""


class ExerciseControl(Protocol):
    """The exercise clock, and what the controller's screen asks of whoever drives the exercise."""

    def status(self) -> Mapping[str, Any]:
        """Return now, running, speed, the next inject in words, and what is asked."""

    def set(self, now: datetime, speed: float, *, running: bool, following: Message | None) -> None:
        """Set the clock; `following` says what comes next."""

    def ask(self, what: str) -> None:
        """Ask the driver for `next`, `pause` or `run`."""

    def taken(self) -> tuple[str, ...]:
        """Return what was asked since the last call."""


class Headquarters:
    """One node with everything that its web server needs."""

    def __init__(
        self,
        profile: Profile,
        node: Node,
        accounts: Accounts,
        moments: Moments,
        parts: "Parts",
    ) -> None:
        self.profile = profile
        self.node = node
        self.accounts = accounts
        self.moments = moments
        self.parts = parts


class Parts(msgspec.Struct, frozen=True):
    """The parts of a node that live in the shell."""

    links: Links
    jobs: Jobs
    picture: Picture
    exercise: ExerciseControl | None = None
