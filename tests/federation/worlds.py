"""Two worlds that are one to JPN and two to everybody else: the same releases among other hidden work and commits."""

import random
from datetime import timedelta

from renkei.federation.frames import Beat
from tests.federation.site import Disk, Site
from tests.federation.wire import connect, moment
from tests.release.events import T0, event

SLOTS = 24
SLOT_S = 0.5


class World:
    """USA with the partners JPN and AUS. `shared` draws what JPN may see, `hidden` all the rest.

    Attributes:
        wire: Per time slot the bytes to JPN.
    """

    def __init__(self, shared, hidden, leak=""):
        self.shared, self.hidden, self.leak = random.Random(f"shared {shared}"), random.Random(f"hidden {hidden}"), leak
        self.site = Site("USA", ["JPN", "AUS"], Disk())
        self.ends = {partner: self._connect(partner) for partner in ("JPN", "AUS")}
        if leak == "shared compressor":
            self.ends["JPN"].ends[0].session._writer = self.ends["AUS"].ends[0].session._writer
        self.national = 0
        self.made, self.open, self.wire = [], [], []

    def _connect(self, partner):
        other = Site(partner, ["USA"], Disk())
        connection = connect(self.site, other, random.Random(partner), moment(0))
        for _ in range(4):
            for side in (0, 1):
                connection.deliver(side, 100_000, moment(0))
        assert connection.ends[0].session.joined
        return connection

    def run(self):
        """Live through the slots and return what went to JPN in each."""
        for slot in range(SLOTS):
            self._commit(slot)
            self._carry((slot + 1) * SLOT_S)
        return self.wire

    def _commit(self, slot):
        """Record the slot's events: visible ones in their order, hidden ones anywhere, commits cut anywhere."""
        todo = [self._visible(slot, number) for number in range(self.shared.choice((0, 0, 1, 2)))]
        for _ in range(self.hidden.choice((0, 1, 5))):
            todo.insert(self.hidden.randint(0, len(todo)), self._hidden(slot))
        while todo:
            count = self.hidden.randint(1, len(todo))
            self._record(todo[:count])
            del todo[:count]

    def _record(self, makers):
        events = []
        for make in makers:
            self.national += 1
            events.append(make(self.national << 8))
        self.site.append(*events)
        if self.leak == "frame per local commit":
            self.ends["JPN"].ends[0].session._send(Beat())

    def _visible(self, slot, number):
        task = f"V{slot}.{number}"
        after = self.shared.sample(self.open, min(len(self.open), 2))
        self.open.append(task)
        rest = {"id": f"V-{slot}-{number}", "recorded": T0 + timedelta(seconds=slot * SLOT_S, milliseconds=number)}

        def make(clock):
            hidden = self.hidden.sample(self.made, min(len(self.made), 2))
            body = {
                "task": task,
                "after": [*after, *(f"T{i}" for i in hidden)],
                "uses": [{"resource": "pier-of-ours", "quantity": self.hidden.randint(1, 9)}],
                "due": "x" * self.hidden.randint(1, 40),
            }
            refs = tuple(hidden)
            rel_to = ("AUS", "JPN") if self.hidden.random() < 0.5 else ("JPN",)
            return event(0, body=body, rel_to=rel_to, withhold=("due",), refs=refs, clock=clock, **rest)

        return make

    def _hidden(self, slot):
        def make(clock):
            identifier = f"H-{len(self.made)}-{self.hidden.randrange(10**6)}"
            rel_to = self.hidden.choice(((), ("AUS",)))
            recorded = T0 + timedelta(seconds=slot * SLOT_S, milliseconds=self.hidden.randint(0, 400))
            draw = self.hidden.random()
            kind, body = "plan.TaskAdded", {"task": f"T{identifier}", "text": "s" * self.hidden.randint(0, 99)}
            if self.made and draw < 0.2:
                target = self.hidden.choice(self.made)
                kind, body = "plan.TaskMoved", {"task": f"T{target}"}
                rel_to = ("AUS", "JPN")
            elif self.made and draw < 0.4:
                target = self.hidden.choice(self.made)
                kind, body = "release.LabelSet", {"event": target, "rel_to": ["AUS"], "withhold": []}
                rel_to = ()
            else:
                self.made.append(identifier)
            return event(0, kind, body, rel_to=rel_to, clock=clock, recorded=recorded, id=identifier)

        return make

    def _carry(self, now_s):
        for partner, connection in self.ends.items():
            ours = connection.ends[0]
            ours.tick(moment(now_s))
            ours.ship(50)
            if partner == "JPN":
                self.wire.append(bytes(ours.flying))
            connection.deliver(1, 1_000_000, moment(now_s))
            connection.ends[1].tick(moment(now_s))
            connection.deliver(0, 1_000_000, moment(now_s))
