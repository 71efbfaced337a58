"""One side of a negotiation: its own part of a plan and its own engine; of the other it knows exchanges alone.

A party never moves a task of the partner: what it would like to be elsewhere it asks for, and the partner answers.
"""

from datetime import datetime

import msgspec

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import Nation, RequestId
from renkei.plan.engine.jobs import placed_of
from renkei.plan.engine.negotiate.exchange import Exchange, Offer, TalkVerb
from renkei.plan.engine.negotiate.haggling import Haggling
from renkei.plan.engine.negotiate.response import Diligence, PartyView, Response, judged, respond, view_of
from renkei.plan.engine.negotiate.sight import beside, foreign, offer_of, own_tasks, ties
from renkei.plan.engine.negotiate.worth import worth_of
from renkei.plan.engine.pose import Stance
from renkei.plan.model import Placed, Plan

FIRST_TALK_MAX = 20
"""Messages of a talk while there is no agreement: most end after three to twelve."""
LATER_TALK_MAX = 9
"""Messages of a talk that seeks a better agreement: what is not settled by then rarely is."""
ALL_MAX = 60
"""Messages of a whole negotiation: a thin link carries them in a minute, and a person can still read them."""


class Draft(msgspec.Struct, frozen=True):
    """What a party put forward or agreed: its own schedule, what that says, and the partner's offer beside it."""

    response: Response
    schedule: tuple[Placed, ...]
    offer: Offer
    partner: Offer


class Party:
    """One side, which begins talks and answers; the loop that carries its exchanges may be a function or a link.

    Args:
        plan: A plan of which only the own tasks are looked at.
        nation: The own nation.
        partner: The other one.
        diligence: How hard to think about each answer.
        now: Nothing that has not begun starts before.
    """

    def __init__(
        self,
        plan: Plan,
        nation: Nation,
        partner: Nation,
        diligence: Diligence | None = None,
        now: datetime | None = None,
    ) -> None:
        self.plan, self.nation, self.partner = own_tasks(plan, nation), nation, partner
        self.agreed: Draft | None = None
        self._before: Draft | None = None
        self._diligence = diligence or Diligence()
        self._stance = Stance(now=now, nation=nation, hold_partner=True)
        self._tied, self._awaited = ties(self.plan)
        self._shared = foreign(self.plan, nation)
        self._haggling = Haggling(partner)
        self._mine: Draft | None = None
        self._request = RequestId("")
        self._count = 0

    @property
    def schedule(self) -> tuple[Placed, ...]:
        """The agreed times of own tasks; nothing while there is no agreement."""
        return self.agreed.schedule if self.agreed else ()

    @property
    def cost(self) -> int | None:
        """Weighted minutes of own lateness as agreed; it never crosses."""
        return self.agreed.response.cost if self.agreed else None

    def begin(self, request: RequestId, *, anew: bool = False) -> Exchange | None:
        """Return a request, or None if there is nothing to ask for.

        Args:
            request: Name of the talk.
            anew: Begin from the own plan alone; otherwise from the agreement, to better it.
        """
        fresh = anew or self.agreed is None
        self._open(request, fresh=fresh, asking=True)
        theirs = Offer() if fresh or self.agreed is None else self.agreed.partner
        view = self._view(theirs)
        response = self._respond(view, theirs, fresh=fresh)
        if response is None or (not fresh and (self._gain(response) or 0) <= 0):
            return None
        self._haggling.asked = response.crossed
        self._mine = self._drafted(view, response, theirs)
        return self._say("request", 1, response, self._mine.offer)

    def answer(self, said: Exchange) -> Exchange | None:
        """Return the answer to a partner's exchange; None where the talk is over.

        Raises:
            Malformed: It is not for this party, or something in it ends before it starts.
        """
        self._check(said)
        self._count += 1
        if said.number == 1:
            self._open(said.request, fresh=self.agreed is None, asking=False)
        known = {r.id for r in self.plan.resources}
        self._shared |= {b.resource for b in said.bookings if b.resource in known}
        if said.verb == "accept":
            return self._conclude(said)
        if said.verb in ("decline", "withdraw"):
            self._haggling.declined()
            self.agreed = self._before if said.verb == "withdraw" else self.agreed
            return None
        return self._reply(said)

    def _open(self, request: RequestId, *, fresh: bool, asking: bool) -> None:
        self._request, self._mine = request, None
        self._haggling.open(request, fresh=fresh, asking=asking)

    def _check(self, said: Exchange) -> None:
        spans = [*((b.start, b.end) for b in said.bookings), *((m.start, m.end) for m in said.meetings)]
        backward = any(start > end for start, end in spans)
        if said.by != self.partner or said.to != self.nation or backward:
            raise Malformed("plan-negotiate-malformed", place=f"{said.request}:{said.number}", by=said.by)

    def _view(self, theirs: Offer) -> PartyView:
        return view_of(beside(self.plan, self.partner, theirs), self._stance, self.nation)

    def _respond(self, view: PartyView, theirs: Offer, *, fresh: bool = False) -> Response | None:
        prices = self._haggling.prices(view.items, theirs)
        known = None if fresh else self._mine or self.agreed
        return respond(view, prices, self._diligence, known.response.schedule if known else None)

    def _reply(self, said: Exchange) -> Exchange:
        """Accept what fits and is worth it to both together, counter what does not fit yet, decline the rest."""
        view = self._view(said.offer)
        response = self._respond(view, said.offer)
        if response is None or not self._awaited <= {m.task for m in said.meetings}:
            return self._say("decline", said.number + 1, response)
        gain = self._gain(response)
        if gain is not None and gain + (said.gain_min or 0) <= 0:
            return self._say("decline", said.number + 1, response)
        if response.crossed and self._last(said):
            return self._say("decline", said.number + 1, response)
        self._mine = self._drafted(view, response, said.offer)
        if response.crossed:
            self._haggling.urge(response.crossed)
            return self._say("counter", said.number + 1, response, self._mine.offer)
        accepted = self._say("accept", said.number + 1, response, self._mine.offer)
        self._before, self.agreed = self.agreed, self._mine
        return accepted

    def _last(self, said: Exchange) -> bool:
        """Whether the next message has to be the last of the talk: the answer to it would be one too many."""
        most = FIRST_TALK_MAX if self.agreed is None else LATER_TALK_MAX
        return said.number + 1 >= most or self._count + 1 >= ALL_MAX

    def _conclude(self, said: Exchange) -> Exchange | None:
        """Take an acceptance if it fits what was put forward, whatever the partner thinks; withdraw otherwise."""
        mine = self._mine
        response = judged(self._view(said.offer), mine.response.schedule) if mine and self._kept(said) else None
        if mine is None or response is None or response.crossed:
            return self._say("withdraw", said.number + 1, None)
        self._haggling.accepted()
        self._before, self.agreed = self.agreed, Draft(response, mine.schedule, mine.offer, said.offer)
        return None

    def _kept(self, said: Exchange) -> bool:
        return said.request == self._request and self._awaited <= {m.task for m in said.meetings}

    def _gain(self, response: Response) -> int | None:
        return None if self.agreed is None else self.agreed.response.cost - response.cost

    def _drafted(self, view: PartyView, response: Response, theirs: Offer) -> Draft:
        placed = placed_of(view.problem, response.schedule, self.nation)
        worth = worth_of(view, response.schedule)
        return Draft(response, placed, offer_of(self.plan, placed, self._shared, self._tied, worth), theirs)

    def _say(self, verb: TalkVerb, number: int, response: Response | None, offer: Offer | None = None) -> Exchange:
        self._count += 1
        offer = offer or Offer()
        return Exchange(
            request=self._request,
            number=number,
            by=self.nation,
            to=self.partner,
            verb=verb,
            bookings=offer.bookings,
            meetings=offer.meetings,
            gain_min=self._gain(response) if response else None,
        )
