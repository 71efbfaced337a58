"""Who may change a label, and to what; records nothing."""

from renkei.kernel.event import Context, Draft, Row
from renkei.release.model import ReleaseState, SetLabel


def set_label(state: ReleaseState, command: SetLabel, context: Context) -> tuple[Draft, ...]:
    """Set the label; partners that lose the event are sent a recall.

    Raises:
        Refused: No own event of that id (`release-event-unknown`), a nation that is no partner
            (`release-not-partner`), or nothing would change (`release-label-same`).
        Conflict: The label was changed since (`release-label-changed`).
    """
    raise NotImplementedError


DECISIONS = {SetLabel: Row(set_label, frozenset({"release_officer"}))}
