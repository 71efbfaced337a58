"""One side of a negotiation: its own part of a plan and its own engine; of the other it knows exchanges alone.

A party never moves a task of the partner: what it would like to be elsewhere it asks for, and the partner answers.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import Nation, RequestId
from renkei.plan.engine.jobs import placed_of
from renkei.plan.engine.negotiate.bargain import DRAWN, Aim, Draws, Proposal, drawn, proposals
from renkei.plan.engine.negotiate.exchange import Exchange, Offer, TalkVerb, Variant, items_of, lasting, shifts
from renkei.plan.engine.negotiate.haggling import LEVELS, Haggling
from renkei.plan.engine.negotiate.response import (
    Diligence,
    PartyView,
    Response,
    Spread,
    judged,
    respond,
    view_of,
)
from renkei.plan.engine.negotiate.sight import beside, foreign, offer_of, own_tasks, ties
from renkei.plan.engine.negotiate.spoken import MESSAGES_MAX, PROPOSALS_MAX
from renkei.plan.engine.negotiate.worth import worth_of
from renkei.plan.engine.pose import Stance
from renkei.plan.engine.problem import minute_of
from renkei.plan.model import Placed, Plan

SEEDS = 10**6
"""How many seeds chance has to choose from."""
FIRST_TALK_MAX = 20
"""Messages of a talk while there is no agreement: most end after three to twelve."""
SEED_STEP = 7_919
"""How far the seeds of two starts are apart: further than those of the runs of one."""
LATER_TALK_MAX = 9
"""Messages of a talk that seeks a better agreement: what is not settled by then rarely is."""


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
        spread: How several searches are made: one after the other, or side by side.
    """

    def __init__(
        self,
        plan: Plan,
        nation: Nation,
        partner: Nation,
        diligence: Diligence | None = None,
        now: datetime | None = None,
        spread: Spread = map,
    ) -> None:
        self.plan, self.nation, self.partner = own_tasks(plan, nation), nation, partner
        self.agreed: Draft | None = None
        self._before: Draft | None = None
        self._diligence = diligence or Diligence()
        self._stance = Stance(now=now, nation=nation, hold_partner=True)
        self._tied, self._awaited = ties(self.plan)
        self._shared = foreign(self.plan, nation)
        self._haggling, self._spread = Haggling(partner), spread
        self._mine: list[Draft] = []
        self._request = RequestId("")
        self._count = 0
        self._seen: list[tuple[Offer, PartyView]] = []
        self._starting, self._starts = True, 0
        self._said: set[Offer] = set()

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
        self._start(fresh=fresh)
        if self.agreed is not None and self._several():
            return self._ask(request, self.agreed)
        self._open(request, fresh=fresh, asking=True)
        theirs = Offer() if fresh or self.agreed is None else self.agreed.partner
        view = self._view(theirs)
        response = self._respond(view, theirs, fresh=fresh)
        if response is None or (not fresh and (self._gain(response) or 0) <= 0):
            return None
        self._haggling.asked = response.crossed
        self._mine = [self._drafted(view, response, theirs)]
        said = self._say("request", 1, response, self._mine[0].offer)
        return msgspec.structs.replace(said, anew=anew)

    def answer(self, said: Exchange) -> Exchange | None:
        """Return the answer to a partner's exchange; None where the talk is over.

        Raises:
            Malformed: It is not for this party, or something in it ends before it starts.
        """
        self._check(said)
        self._count += 1
        if said.number == 1:
            self._start(fresh=self.agreed is None or said.anew)
            self._open(said.request, fresh=self._starting, asking=False)
        known = {r.id for r in self.plan.resources}
        self._shared |= {b.resource for b in said.bookings if b.resource in known}
        if said.verb == "accept":
            return self._conclude(said)
        if said.verb in ("decline", "withdraw"):
            self._haggling.declined()
            self.agreed = self._before if said.verb == "withdraw" else self.agreed
            return None
        if self.agreed is not None and self._several():
            return self._weigh(said, self.agreed)
        return self._reply(said)

    def _start(self, *, fresh: bool) -> None:
        """Take a talk for a start or not; each start looks elsewhere than those before it."""
        self._starting = fresh
        self._starts += fresh

    def _several(self) -> bool:
        """Whether messages of this talk hold several proposals: one that betters an agreement, of a plain plan."""
        if self._starting or self._diligence.proposals == 1 or self.agreed is None:
            return False
        return self._view(self.agreed.partner).floor({}) is not None

    def _ask(self, request: RequestId, agreed: Draft) -> Exchange | None:
        """Return a request with several proposals, each of which this side gains by."""
        self._open(request, fresh=False, asking=True)
        drafts = self._drafts(self._wishes(1, agreed))
        return self._put("request", 1, drafts) if drafts else None

    def _weigh(self, said: Exchange, agreed: Draft) -> Exchange:
        """Accept the proposal that is worth most to both together; else counter with several, or decline."""
        seed, aims = self._diligence.seed * 101 + said.number, []
        for n, (offer, gain) in enumerate(said.proposals()):
            if self._awaited <= {m.task for m in offer.meetings}:
                aims.append(Aim(offer, self._view(offer), {}, seed + n, gain))
        for proposal in proposals(aims, agreed.response, self._diligence, self._spread):
            response = judged(proposal.aim.view, proposal.schedule)
            if response and not response.crossed and (self._gain(response) or 0) + proposal.aim.gain_min > 0:
                return self._accept(said, aims.index(proposal.aim), proposal, response)
        if aims and not self._last(said):
            drafts = self._drafts([*self._compromises(aims, agreed), *self._wishes(said.number, agreed)])
            if drafts:
                return self._put("counter", said.number + 1, drafts)
        return self._say("decline", said.number + 1, None)

    def _compromises(self, aims: Sequence[Aim], agreed: Draft) -> list[Proposal]:
        """Return what this side would do about each of the partner's proposals if that could be changed at a price."""
        priced = [msgspec.structs.replace(a, prices=self._haggling.prices(a.view.items, a.offer)) for a in aims]
        return proposals(priced, agreed.response, self._diligence, self._spread)

    def _wishes(self, number: int, agreed: Draft) -> list[Proposal]:
        """Return own schedules that cost less than the agreement and ask the partner to move some items."""
        view = self._view(agreed.partner)
        items = list(view.items.values())
        starts = {key: view.problem.jobs[i].keep or 0 for i, key in view.items.items()}
        chance = Draws(f"{self._diligence.seed}{self._request}:{number}")
        aims = []
        for _ in range(DRAWN if items else 0):
            some = drawn(items, starts, chance)
            prices = self._haggling.prices(view.items, agreed.partner, LEVELS[chance.below(len(LEVELS))])
            priced = {key: price for key, price in prices.items() if key in some}
            aims.append(Aim(agreed.partner, view, priced, chance.below(SEEDS)))
        found = proposals(aims, agreed.response, self._diligence, self._spread)
        return [p for p in found if p.cost < agreed.response.cost]

    def _drafts(self, found: Sequence[Proposal]) -> list[Draft]:
        """Return what to put forward: what promises most, nothing twice as long as the same agreement stands."""
        drafts: list[Draft] = []
        for proposal in sorted(found, key=lambda p: -p.worth):
            placed = placed_of(proposal.aim.view.problem, proposal.schedule, self.nation)
            offer = offer_of(self.plan, placed, self._shared, self._tied, lambda _: 0, self._stance.now)
            known = offer in self._said or len(drafts) >= self._diligence.proposals
            response = None if known else judged(proposal.aim.view, proposal.schedule)
            if response is not None:
                self._said.add(offer)
                drafts.append(Draft(response, placed, offer, proposal.aim.offer))
        return drafts

    def _put(self, verb: TalkVerb, number: int, drafts: Sequence[Draft]) -> Exchange:
        """Put several proposals forward: the first as a whole, of the others where they differ from it."""
        first = drafts[0]
        worth = worth_of(self._view(first.partner), first.response.schedule)
        offer = offer_of(self.plan, first.schedule, self._shared, self._tied, worth, self._stance.now)
        self._mine, others = [msgspec.structs.replace(first, offer=offer)], []
        for draft in drafts[1:]:
            moved = shifts(offer, draft.offer)
            if moved is not None:
                others.append(Variant(moved, self._gain(draft.response)))
                self._mine.append(draft)
        said = self._say(verb, number, first.response, offer)
        return msgspec.structs.replace(said, others=tuple(others))

    def _accept(self, said: Exchange, chosen: int, proposal: Proposal, response: Response) -> Exchange:
        mine = self._drafted(proposal.aim.view, response, proposal.aim.offer)
        accepted = self._say("accept", said.number + 1, response, mine.offer)
        self._agree(mine)
        return msgspec.structs.replace(accepted, chosen=chosen)

    def _agree(self, draft: Draft) -> None:
        self._before, self.agreed = self.agreed, draft
        self._said.clear()

    def _open(self, request: RequestId, *, fresh: bool, asking: bool) -> None:
        self._request, self._mine = request, []
        self._haggling.open(request, fresh=fresh, asking=asking)

    def _check(self, said: Exchange) -> None:
        items = [i for offer, _ in said.proposals() for i in items_of(offer)]
        own = {t.id for t in self.plan.tasks}
        wrong = len(said.others) >= PROPOSALS_MAX or not said.offer.sound() or any(i.start > i.end for i in items)
        wrong = wrong or any(m.task in own for m in said.meetings)
        if said.by != self.partner or said.to != self.nation or wrong:
            raise Malformed("plan-negotiate-malformed", place=f"{said.request}:{said.number}", by=said.by)

    def _view(self, theirs: Offer) -> PartyView:
        """Return the own part beside an offer; one that differs from the last by times alone needs no new problem."""
        for last, view in self._seen:
            moved = shifts(last, theirs)
            if moved is not None and lasting(last) == lasting(theirs):
                first, origin = len(view.problem.jobs) - len(view.items), view.problem.origin
                return view.moved({first + s.item: minute_of(origin, s.start, up=True) for s in moved})
        view = view_of(beside(self.plan, self.partner, theirs), self._stance, self.nation)
        self._seen = [(theirs, view)]
        return view

    def _respond(self, view: PartyView, theirs: Offer, *, fresh: bool = False) -> Response | None:
        prices = self._haggling.prices(view.items, theirs)
        known = None if fresh else (*self._mine, None if self._starting else self.agreed)[0]
        diligence = self._diligence
        if self._starting:
            diligence = msgspec.structs.replace(diligence, seed=diligence.seed + SEED_STEP * (self._starts - 1))
        return respond(view, prices, diligence, known.response.schedule if known else None, self._spread)

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
        mine = self._drafted(view, response, said.offer)
        self._mine = [mine]
        if response.crossed:
            self._haggling.urge(response.crossed)
            return self._say("counter", said.number + 1, response, mine.offer)
        accepted = self._say("accept", said.number + 1, response, mine.offer)
        self._agree(mine)
        return accepted

    def _last(self, said: Exchange) -> bool:
        """Whether the next message has to be the last of the talk: the answer to it would be one too many."""
        most = FIRST_TALK_MAX if self.agreed is None else LATER_TALK_MAX
        return said.number + 1 >= most or self._count + 1 >= MESSAGES_MAX

    def _conclude(self, said: Exchange) -> Exchange | None:
        """Take an acceptance if it fits what was put forward, whatever the partner thinks; withdraw otherwise."""
        mine = self._mine[said.chosen] if 0 <= said.chosen < len(self._mine) else None
        response = judged(self._view(said.offer), mine.response.schedule) if mine and self._kept(said) else None
        if mine is None or response is None or response.crossed:
            return self._say("withdraw", said.number + 1, None)
        self._haggling.accepted()
        self._agree(Draft(response, mine.schedule, mine.offer, said.offer))
        return None

    def _kept(self, said: Exchange) -> bool:
        return said.request == self._request and self._awaited <= {m.task for m in said.meetings}

    def _gain(self, response: Response) -> int | None:
        return None if self.agreed is None else self.agreed.response.cost - response.cost

    def _drafted(self, view: PartyView, response: Response, theirs: Offer) -> Draft:
        placed = placed_of(view.problem, response.schedule, self.nation)
        worth = worth_of(view, response.schedule)
        offer = offer_of(self.plan, placed, self._shared, self._tied, worth, self._stance.now)
        return Draft(response, placed, offer, theirs)

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
