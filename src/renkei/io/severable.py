"""A loopback TCP relay that can be cut: by reset, or by silence; knows no protocol of what it carries."""

from typing import Literal, TypeAlias

Cut: TypeAlias = Literal["reset", "silence"]


class SeverableRelay:
    """Carries bytes between callers and one target until it is cut.

    Attributes:
        port: Port to call instead of the target's.
        carried: Bytes carried in each direction: to the target, and from it.
    """

    port: int
    carried: tuple[int, int]

    def __init__(self, target_port: int, record_max: int = 0) -> None:
        """Prepare a relay; it records the first `record_max` bytes of each direction, to be searched."""
        raise NotImplementedError

    async def start(self, port: int = 0) -> None:
        """Listen on the loopback address."""
        raise NotImplementedError

    def cut(self, how: Cut) -> None:
        """Cut by reset (connections are torn down and refused) or by silence (nothing passes, nobody is told)."""
        raise NotImplementedError

    def heal(self) -> None:
        """Carry again; after silence, what was held is carried on as TCP would."""
        raise NotImplementedError

    def recorded(self) -> tuple[bytes, bytes]:
        """Return the recorded bytes of each direction."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Close everything."""
        raise NotImplementedError
