"""Who may change a label, and to what; records nothing."""

from renkei.kernel.errors import Conflict, Refused
from renkei.kernel.event import Context, Draft, Row
from renkei.kernel.label import Label
from renkei.release.events import EventRecalled, LabelSet
from renkei.release.model import Labelled, ReleaseState, SetLabel


def set_label(state: ReleaseState, command: SetLabel, context: Context) -> tuple[Draft, ...]:
    """Set the label; partners that lose the event are sent a recall.

    Raises:
        Refused: No own event of that id (`release-event-unknown`), a nation that is no partner
            (`release-not-partner`), or nothing would change (`release-label-same`).
        Conflict: The label was changed since (`release-label-changed`).
    """
    now = _labelled(state, command)
    for nation in command.rel_to:
        if nation not in context.partners:
            raise Refused("release-not-partner", nation=nation)
    if set(command.rel_to) == set(now.label.rel_to) and set(command.withhold) == set(now.label.withhold):
        raise Refused("release-label-same")
    rel_to, withhold = tuple(sorted(set(command.rel_to))), tuple(sorted(set(command.withhold)))
    home = Label(context.nation)
    change = Draft(LabelSet(command.event, rel_to, withhold), home, (command.event,))
    losing = tuple(nation for nation in now.label.rel_to if nation not in rel_to)
    if not losing:
        return (change,)
    return (change, Draft(EventRecalled(command.event), Label(context.nation, rel_to=losing), (command.event,)))


def _labelled(state: ReleaseState, command: SetLabel) -> Labelled:
    found = state.labels.get(command.event)
    if found is None:
        raise Refused("release-event-unknown", event=command.event)
    if found.version != command.based_on:
        raise Conflict("release-label-changed", event=command.event)
    return found


DECISIONS = {SetLabel: Row(set_label, frozenset({"release_officer"}))}
