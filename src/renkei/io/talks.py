"""Carries the own side of a negotiation as a liaison officer's requests and answers, until both sides are content.

The officer's order to do so ends with the negotiation, its time limit or a stop; the engine commits and adopts nothing.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from renkei.io.party import ChildParty, PartyLost
from renkei.kernel.errors import Conflict, Refused
from renkei.kernel.ids import CommandId, EventId, Nation, RequestId, TaskId
from renkei.kernel.message import Message, reason, told
from renkei.node import joint
from renkei.node.joint import Carried, Talk, Turn
from renkei.node.moments import Moments
from renkei.node.node import Node
from renkei.node.submission import Author, Submission
from renkei.plan.engine.negotiate.exchange import Exchange
from renkei.plan.engine.negotiate.spoken import MESSAGES_MAX, Begin, Hear, Prompt, Seated, Spoken
from renkei.plan.model import Miss, Placed, Plan
from renkei.requests.events import Joint

ENDED = {"over": "", "crossed": "crossed", "stopped": "stopped_there"}
"""What the turn says where nobody goes on, and how it ended then; nothing special where both are content."""
ENDING_ACTS_MAX = 2
"""Acts that end a talk: at most to ask for nothing, and to take that back."""
LEAVE_MAX_S = 10.0
"""How long a side that leaves waits for the partner's next message, to answer it with its leave."""
NAME_LONG = 8
"""Characters of an identifier that tell one negotiation from another: people read them on the request desk."""
LOOK_EVERY_S = 1.0
"""Longest pause between two looks at the log, also where nothing woke this side."""

State: TypeAlias = Literal["running", "done", "cancelled", "failed"]
_LOG = logging.getLogger(__name__)


class Agreed(msgspec.Struct, frozen=True):
    """How a negotiation ended for this side.

    Attributes:
        joint: Whether both sides agreed, and nobody took it back.
        how: `agreed`, `none`, `stopped` here, `stopped_there`, `time` was up, acts `crossed`, or it was `taken_back`.
        talk: The request on which they agreed; an adoption of the schedule names it.
        schedule: The agreed times of own tasks.
        misses: Own due times that it misses; whoever adopts it states them.
        based_on: The version of each task that they were made from.
        late_min: Weighted minutes of own lateness; it never crosses.
    """

    joint: bool
    how: str
    series: str
    messages: int
    talk: RequestId | None = None
    schedule: tuple[Placed, ...] = ()
    misses: tuple[Miss, ...] = ()
    based_on: dict[TaskId, EventId] = {}
    late_min: int | None = None


class Mandate(msgspec.Struct, frozen=True):
    """What a liaison officer ordered: whom to talk to about which plan, in whose name, for how long."""

    identifier: str
    author: Author
    partner: Nation
    plan: Plan
    limit_s: float
    seed: int


class Negotiation:
    """The own side of one negotiation, from the officer's order to its end.

    Attributes:
        state: How the job stands.
        result: How it ended.
    """

    def __init__(self, node: Node, moments: Moments, new_id: Callable[[], str], mandate: Mandate) -> None:
        self.identifier, self.partner = mandate.identifier, mandate.partner
        self.state: State = "running"
        self.result: Agreed | None = None
        self.why: Message | None = None
        self._node, self._moments, self._new_id, self._mandate = node, moments, new_id, mandate
        self._nation = node.identity.nation
        self._plan = mandate.plan
        theirs = joint.series_open(node.state("requests"), self._nation, self.partner)
        self._initiator = self.partner if theirs else self._nation
        self._series = theirs or f"joint-{self._nation}-{new_id()[-NAME_LONG:]}"
        self._heard: set[EventId] = set()
        self._agreed: dict[RequestId, Spoken] = {}
        self._woken = asyncio.Event()
        self._how, self._left_for = "", 0.0
        self._began, self._seconds = time.monotonic(), 0.0

    async def run(self) -> None:
        """Talk until it is over; whatever becomes of it, this returns and the job has ended."""
        stop_listening = self._node.listen(lambda _position, _names: self._woken.set())
        party: ChildParty | None = None
        ended: State = "failed"
        try:
            seated = Seated(
                plan=self._plan,
                nation=self._nation,
                partner=self.partner,
                now=self._moments.now(),
                seed=max(1, self._mandate.seed),
            )
            party = await ChildParty.seated(seated)
            await self._talk(party)
            ended = "cancelled" if self.state == "cancelled" else "done"
        except (Refused, Conflict) as error:
            self.why = reason(error)
            await self._given_up()
        except (PartyLost, OSError):
            self.why = told("plan-solver-lost")
            await self._given_up()
        finally:
            stop_listening()
            if party is not None:
                await party.leave()
            self._seconds = time.monotonic() - self._began
            self.state, self.result = ended, self._ended()
            if ended == "failed" and self.why is None:
                self.why = told("plan-solver-lost")
            _LOG.info("negotiation ended", extra={"job": self.identifier, "state": ended, "how": self.result.how})

    def cancel(self) -> None:
        """Let it end after the message at hand; what was agreed stays."""
        if self.state == "running":
            self.state = "cancelled"
            self._woken.set()

    def shown(self) -> Mapping[str, Any]:
        """Return the negotiation in the form of the interface of jobs."""
        seconds = self._seconds or time.monotonic() - self._began
        progress = {
            "found": self._messages(),
            "bound": MESSAGES_MAX,
            "objective": self._standing().late_min,
            "seconds": round(seconds, 3),
        }
        over = self.result is not None
        if self.result is not None and self.result.talk not in (None, joint.agreed(self._talks())):
            self.result = Agreed(False, "taken_back", self._series, self._messages())
        return {
            "job": self.identifier,
            "kind": "negotiate",
            "state": self.state if over else "running",
            "progress": progress,
            "result": self.result,
            "why": self.why,
            "partner": self.partner,
            "waiting": not over and self._turn().what == "wait",
            "stopping": not over and self.state == "cancelled",
        }

    async def _talk(self, party: ChildParty) -> None:
        while True:
            step = self._turn()
            if step.what in ENDED:
                self._how = self._how or ENDED[step.what]
                return
            if self.state == "cancelled" or time.monotonic() - self._began > self._mandate.limit_s:
                self._how = self._how or ("stopped" if self.state == "cancelled" else "time")
                if await self._left(step, party):
                    return
            elif step.what == "wait":
                if not await self._yielded():
                    await self._pause()
            else:
                await self._do(step, party)

    async def _left(self, step: Turn, party: ChildParty) -> bool:
        """Do the next thing by which this side leaves, so that the other need not wait; whether it has left."""
        last = next(reversed(self._talks()), None)
        if last is None:
            return True
        if step.heard is not None and step.heard.exchange.verb in ("accept", "decline", "withdraw"):
            await self._do(step, party)
        elif last.state not in joint.OVER:
            await self._carry(joint.ending(last, self._nation, self._series))
        elif step.what == "begin":
            await self._satisfied(step.talk)
        else:
            await self._pause()
            self._left_for += LOOK_EVERY_S
        return self._left_for > LEAVE_MAX_S

    async def _given_up(self) -> None:
        """Take back what is open after a failure: the partner would wait for an answer that never comes."""
        with contextlib.suppress(Refused, Conflict):
            for _ in range(ENDING_ACTS_MAX):
                last = next(reversed(self._talks()), None)
                if last is None or last.state in joint.OVER or last.state == "crossed":
                    return
                await self._carry(joint.ending(last, self._nation, self._series))

    async def _yielded(self) -> bool:
        """Where both sides began at once, the first nation of the alphabet goes first; whether this side joined it."""
        found = self._talks()
        theirs = joint.series_open(self._node.state("requests"), self._nation, self.partner)
        alone = len(found) == 1 and len(found[0].said) == 1 and found[0].by == self._nation
        if theirs is None or not alone or self._nation < self.partner:
            return False
        await self._carry(joint.ending(found[0], self._nation, self._series))
        self._series, self._initiator = theirs, self.partner
        return True

    async def _do(self, next_: Turn, party: ChildParty) -> None:
        if next_.what == "confirm":
            talk = next(t for t in self._talks() if t.request == next_.request)
            await self._carry(joint.confirming(talk))
        elif next_.heard is not None:
            self._heard.add(next_.heard.act)
            await self._say(party, Hear(next_.heard.exchange))
        else:
            request = RequestId(f"{self._series}.{next_.talk:02d}")
            said = await self._say(party, Begin(request, anew=next_.anew))
            if said is None:
                await self._satisfied(next_.talk)

    async def _satisfied(self, talk: int) -> None:
        """Say by a talk that nothing more is asked for."""
        request = RequestId(f"{self._series}.{talk:02d}")
        nothing_more = Joint(self._series, talk, satisfied=True)
        await self._carry(*joint.asking(request, self._nation, self.partner, nothing_more))

    async def _say(self, party: ChildParty, prompt: Prompt) -> Exchange | None:
        """Let the own side think, and carry what it says unless that talk went on meanwhile."""
        before = self._version(prompt)
        spoken = await party.say(prompt)
        if spoken.refused is not None:
            raise Refused(spoken.refused.key, **spoken.refused.facts)
        if self._version(prompt) != before:
            return spoken.said
        if spoken.said is not None:
            await self._carry(*joint.commands(spoken.said, self._talks(), self._series))
        last = spoken.said or (prompt.said if isinstance(prompt, Hear) else None)
        if last is not None and last.verb == "accept":
            self._agreed[last.request] = spoken
        return spoken.said

    def _version(self, prompt: Prompt) -> str | None:
        """Return the newest act of the talk that a prompt is about; None for a new one."""
        request = prompt.request if isinstance(prompt, Begin) else prompt.said.request
        return next((t.version for t in self._talks() if t.request == request), None)

    async def _carry(self, *commands: Carried) -> None:
        label = self._node.label((self.partner,), ())
        submissions = [Submission(CommandId(self._new_id()), command, label) for command in commands]
        await self._node.handle(submissions, self._mandate.author)

    async def _pause(self) -> None:
        self._woken.clear()
        try:
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._woken.wait()
        except TimeoutError:
            return

    def _talks(self) -> tuple[Talk, ...]:
        return joint.talks(self._node.state("requests"), self._series, (self._nation, self.partner))

    def _turn(self) -> Turn:
        return joint.turn(self._talks(), self._nation, self._initiator, frozenset(self._heard))

    def _messages(self) -> int:
        return sum(len(talk.said) for talk in self._talks())

    def _standing(self) -> Spoken:
        """Return where the own side stands by the newest talk that was accepted and not taken back."""
        talk = joint.agreed(self._talks())
        return self._agreed.get(talk, Spoken()) if talk else Spoken()

    def _ended(self) -> Agreed:
        talk, standing, messages = joint.agreed(self._talks()), self._standing(), self._messages()
        if talk is None or standing.schedule is None:
            return Agreed(False, self._how or "none", self._series, messages)
        schedule = standing.schedule
        return Agreed(
            True,
            "agreed",
            self._series,
            messages,
            talk,
            schedule,
            self._plan.misses_of(schedule),
            self._plan.versions_of(schedule),
            standing.late_min,
        )


class Negotiations:
    """The negotiations of one node: one with each partner at a time."""

    def __init__(self, node: Node, moments: Moments, new_id: Callable[[], str]) -> None:
        self._node, self._moments, self._new_id = node, moments, new_id
        self._kept: dict[str, Negotiation] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, mandate: Mandate) -> Negotiation:
        """Begin a negotiation, or join the one that the partner began.

        Raises:
            Refused: There is no such partner, or one is going on with it.
        """
        if mandate.partner not in self._node.identity.partners:
            raise Refused("node-no-partner", nation=mandate.partner)
        if any(n.partner == mandate.partner and n.result is None for n in self._kept.values()):
            raise Refused("plan-negotiate-going-on", partner=mandate.partner)
        negotiation = Negotiation(self._node, self._moments, self._new_id, mandate)
        self._kept = {i: n for i, n in self._kept.items() if n.result is None or n.partner != mandate.partner}
        self._kept[mandate.identifier] = negotiation
        task = asyncio.create_task(negotiation.run())
        self._tasks.add(task)
        task.add_done_callback(self._over)
        return negotiation

    def _over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("negotiation failed", exc_info=error)

    def shown(self) -> tuple[Mapping[str, Any], ...]:
        """Return for each partner whether it asks for a negotiation, and the newest one with it in the job's form."""
        requests, nation = self._node.state("requests"), self._node.identity.nation
        newest = {n.partner: n for n in self._kept.values()}
        return tuple(
            {
                "partner": partner,
                "asked": joint.series_open(requests, nation, partner) is not None,
                "job": newest[partner].shown() if partner in newest else None,
            }
            for partner in sorted(self._node.identity.partners)
        )

    def get(self, identifier: str) -> Negotiation | None:
        """Return a negotiation by its identifier."""
        return self._kept.get(identifier)

    async def stop(self) -> None:
        """End all of them; talks that wait stay as they are in the log."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
