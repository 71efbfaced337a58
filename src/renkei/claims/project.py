"""What stated figures mean: they stand side by side, whoever stated them."""

from renkei.claims.events import FigureStated
from renkei.claims.model import Claim, ClaimsState
from renkei.kernel.event import Event


def empty() -> ClaimsState:
    """Return the state before any event."""
    return ClaimsState()


def figure_stated(state: ClaimsState, event: Event, body: FigureStated) -> None:
    """One more figure stands beside the others; a later release of it tells more or less."""
    claims = state.figures.setdefault(body.subject, {})
    claims[event.origin, event.id] = Claim(event.id, event.origin, event.valid, body)


FOLDS = {FigureStated: figure_stated}
