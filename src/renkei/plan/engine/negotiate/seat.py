"""Plays one side of a negotiation for a node, prompt by prompt; imports the solver, so only a child process uses it."""

from renkei.kernel.errors import Malformed
from renkei.kernel.message import reason
from renkei.plan.engine.negotiate.exchange import Exchange
from renkei.plan.engine.negotiate.party import Party
from renkei.plan.engine.negotiate.response import Diligence, Spread
from renkei.plan.engine.negotiate.sight import held_part
from renkei.plan.engine.negotiate.spoken import PROPOSALS_MAX, Begin, Prompt, Seated, Spoken

BEGINNINGS_MAX = 8
"""Tries to find something to ask for before a side says that it asks for nothing more: each at another price."""


class Seat:
    """One side at the table.

    Args:
        seated: Who negotiates with whom about which plan.
        spread: How several searches are made.
    """

    def __init__(self, seated: Seated, spread: Spread = map) -> None:
        plan = held_part(seated.plan, seated.nation)
        diligence = Diligence(seed=seated.seed, proposals=min(seated.proposals, PROPOSALS_MAX))
        self._tries = BEGINNINGS_MAX if seated.proposals == 1 else 1  # several proposals are at several prices
        self._party = Party(plan, seated.nation, seated.partner, diligence, seated.now, spread)

    def say(self, prompt: Prompt) -> Spoken:
        """Return what the own side says to a prompt; a malformed message of the partner is refused and not heard."""
        try:
            return self._spoken(self._begin(prompt) if isinstance(prompt, Begin) else self._party.answer(prompt.said))
        except Malformed as error:
            return Spoken(refused=reason(error))

    def _begin(self, prompt: Begin) -> Exchange | None:
        tries = 1 if prompt.anew else self._tries
        said = (self._party.begin(prompt.request, anew=prompt.anew) for _ in range(tries))
        return next((s for s in said if s is not None), None)

    def _spoken(self, said: Exchange | None) -> Spoken:
        agreed = self._party.agreed
        return Spoken(said, agreed.schedule if agreed else None, self._party.cost)
