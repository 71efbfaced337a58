"""What may be put on the claims board; records nothing."""

from renkei.claims.events import FigureStated
from renkei.claims.model import SUBJECT_MAX, ClaimsState, StateFigure
from renkei.kernel.errors import Refused
from renkei.kernel.event import Context, Draft, Row
from renkei.kernel.quantity import SOURCE_MAX, parse_quantity


def state_figure(state: ClaimsState, command: StateFigure, context: Context) -> tuple[Draft, ...]:
    """A figure has a subject and a number in it; its source form is kept."""
    del state, context
    subject = command.subject.strip()
    if not subject or len(subject) > SUBJECT_MAX:
        raise Refused("claims-subject-length", most=SUBJECT_MAX)
    if len(command.figure) > SOURCE_MAX:
        raise Refused("claims-figure-length", most=SOURCE_MAX)
    figure = parse_quantity(command.figure)
    if figure.value is None:
        raise Refused("claims-no-number", figure=command.figure)
    return (Draft(FigureStated(subject, figure, command.where)),)


DECISIONS = {
    StateFigure: Row(state_figure, frozenset({"watch_officer", "planner", "liaison_officer"})),
}
