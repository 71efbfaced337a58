"""The state of a partner link as the transport knows it, for the screen."""

from datetime import datetime

import msgspec

from renkei.kernel.message import Message


class LinkSeen(msgspec.Struct, frozen=True):
    """State of one partner link.

    Attributes:
        state: `up`, `down`, `halted`, or `never` before its first contact.
        acknowledged: Rows of ours that the partner has on its disk.
    """

    state: str
    since: datetime
    last_received: datetime | None
    why: Message | None
    acknowledged: int
