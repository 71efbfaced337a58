"""Deterministic simulator of two or three headquarters: disks that forget, links cut at any byte, crashes, clocks.

One seed is one history. Run more seeds with `python -m tests.federation.simulator COUNT [FIRST]`.
"""

import random
import sys
import time
from itertools import combinations

import msgspec

from tests.federation.site import Disk, Site
from tests.federation.wire import connect, moment
from tests.release.events import event

STEPS = 250
NATIONS = ("USA", "JPN", "AUS")
SETTLE_ROUNDS = 60
SETTLE_S = 1.0
SKEW_S = 20
"""How far each clock is off; two of them together stay within what the protocol takes."""


class Violation(AssertionError):
    """A promise was broken; says which, and at which seed."""


class Simulation:
    """One history of `count` sites; `bug` is planted into every one of them."""

    def __init__(self, seed, count=3, bug="", flips=False):
        self.seed, self.bug = seed, bug
        self.chance = random.Random(seed)
        self.nations = NATIONS[:count]
        self.disks = {nation: Disk() for nation in self.nations}
        self.sites = {nation: self._boot(nation) for nation in self.nations}
        self.up = dict.fromkeys(self.nations, True)
        self.connections = {}
        self.now_s = 0.0
        self.number = 0
        self.acknowledged = {nation: [] for nation in self.nations}
        self.labels = {}
        self.due = {pair: set() for pair in self._pairs()}
        self.skew_s = {nation: self.chance.uniform(-SKEW_S, SKEW_S) for nation in self.nations}
        self.flips = self.chance.random() * 0.03 if flips else 0
        self.crash_rate, self.cut_rate = self.chance.random() * 0.03, self.chance.random() * 0.06

    def _pairs(self):
        return [(a, b) for a in self.nations for b in self.nations if a != b]

    def _boot(self, nation):
        return Site(nation, [other for other in self.nations if other != nation], self.disks[nation], self.bug)

    def run(self):
        """Live through the faults, heal, and check every promise."""
        for _ in range(STEPS):
            self._step()
        self.settle()
        self.check()
        return self

    def _step(self):
        self.now_s += self.chance.expovariate(5)
        nation = self.chance.choice(self.nations)
        draw = self.chance.random()
        if draw < self.crash_rate:
            self._crash(nation)
        elif draw < self.crash_rate + self.cut_rate:
            self._cut()
        elif not self.up[nation]:
            self.sites[nation], self.up[nation] = self._boot(nation), True
        elif draw < 0.3:
            self._append(nation)
        elif draw < 0.5:
            self._connect()
        else:
            self._carry()

    def _crash(self, nation):
        self.up[nation] = False
        self.disks[nation].crash(self.chance)
        for pair, connection in self.connections.items():
            if nation in pair:
                connection.cut(self.chance)

    def _cut(self):
        if self.connections:
            self.connections[self.chance.choice(sorted(self.connections))].cut(self.chance)

    def _connect(self):
        caller, called = self.chance.sample(self.nations, 2)
        pair = tuple(sorted((caller, called)))
        current = self.connections.get(pair)
        if self.up[caller] and self.up[called] and (current is None or current.over()):
            self.connections[pair] = connect(self.sites[caller], self.sites[called], self.chance, moment(self.now_s))

    def _carry(self):
        if not self.connections:
            return
        connection = self.connections[self.chance.choice(sorted(self.connections))]
        for _ in range(self.chance.randint(1, 8)):
            side = self.chance.randint(0, 1)
            end = connection.ends[side]
            if not end.closed:
                end.tick(moment(self.now_s))
                end.ship(self.chance.randint(1, 4))
            flip = self.chance.randrange(1_000) if self.chance.random() < self.flips else None
            connection.deliver(side, self.chance.choice((1, 30, 300, 5_000)), moment(self.now_s), flip)
            if self.chance.random() < self.crash_rate:  # just after something may have been recorded
                self._crash(end.site.us.nation)
                return

    def _append(self, nation):
        events = [self._invent(nation) for _ in range(self.chance.choice((1, 1, 1, 4)))]
        self.sites[nation].append(*events)
        for each in events:
            self.acknowledged[nation].append(each.id)
            self._expect(nation, each)

    def _invent(self, nation):
        self.number += 1
        others = [other for other in self.nations if other != nation]
        rel_to = tuple(other for other in others if self.chance.random() < 0.5)
        made = [i for i in self.acknowledged[nation] if self.labels[i].kind == "plan.TaskAdded"]
        draw = self.chance.random()
        if made and draw < 0.2:
            return self._event(nation, "plan.TaskMoved", {"task": self._task(self.chance.choice(made))}, rel_to)
        if made and draw < 0.3:
            body = {"event": self.chance.choice(self.acknowledged[nation]), "rel_to": rel_to, "withhold": ()}
            return self._event(nation, "release.LabelSet", body, ())
        refs = tuple(self.chance.sample(made, min(2, len(made))))
        text = "RELEASED" if rel_to else "SECRET"
        body = {"task": f"task-{nation}-{self.number}", "text": f"{text} {nation}", "after": [*map(self._task, refs)]}
        return self._event(nation, "plan.TaskAdded", body, rel_to, refs)

    def _task(self, identifier):
        return f"task-{identifier}"

    def _event(self, nation, kind, body, rel_to, refs=()):
        recorded = moment(self.now_s + self.skew_s[nation]).utc
        return event(self.number, kind, body, rel_to=rel_to, refs=refs, origin=nation, recorded=recorded)

    def _expect(self, nation, each):
        """Keep, by a rule of its own, what each partner must have in the end."""
        self.labels[each.id] = Expected(each, set(each.label.rel_to))
        if each.kind == "release.LabelSet":
            changed = self._body(each)
            self.labels[changed["event"]].rel_to = set(changed["rel_to"])
        for partner in self.nations:
            if partner != nation:
                self._close_over(nation, partner)

    def _close_over(self, nation, partner):
        due = self.due[nation, partner]
        while True:
            more = {i for i in self.acknowledged[nation] if i not in due and self._is_due(i, partner, due)}
            if not more:
                return
            due |= more

    def _is_due(self, identifier, partner, due):
        expected = self.labels[identifier]
        if partner not in expected.rel_to or expected.kind == "release.LabelSet":
            return False
        return expected.kind != "plan.TaskMoved" or self._body(expected.event)["task"].removeprefix("task-") in due

    def _body(self, each):
        return msgspec.json.decode(each.body)

    def settle(self):
        """Heal everything and be fair: every site up, every pair connected, everything delivered."""
        self.flips = 0
        for nation in self.nations:
            if not self.up[nation]:
                self.sites[nation], self.up[nation] = self._boot(nation), True
        for connection in self.connections.values():
            connection.cut(self.chance)
        self.connections.clear()
        for first, second in combinations(self.nations, 2):
            self.connections[first, second] = connect(
                self.sites[first], self.sites[second], self.chance, moment(self.now_s)
            )
        for _ in range(SETTLE_ROUNDS):
            self.now_s += SETTLE_S
            for connection in self.connections.values():
                for side in (0, 1):
                    connection.ends[side].tick(moment(self.now_s))
                    connection.ends[side].ship(50)
                    connection.deliver(side, 1_000_000, moment(self.now_s))

    def check(self):
        """Check every promise; raises `Violation`."""
        for nation in self.nations:
            lost = set(self.acknowledged[nation]) - set(self.sites[nation].events)
            self._demand(not lost, "an acknowledged event is lost at home", lost)
        for nation, partner in self._pairs():
            self._check_stream(nation, partner)
        for first, second in combinations(self.nations, 2):
            lists = [self.sites[a].list_shared_with(b) for a, b in ((first, second), (second, first))]
            self._demand(lists[0] == lists[1], "the two nodes list shared events differently", (first, second))

    def _check_stream(self, nation, partner):
        inbox = self.sites[partner].inbox[nation]
        rows = self.sites[nation].outbox[partner]
        arrived = [each.id for each in inbox]
        first = list(dict.fromkeys(arrived))
        self._demand(set(first) == self.due[nation, partner], "not exactly what was released has arrived", partner)
        self._demand(len(arrived) == len(rows), "a row was applied twice or never", (nation, partner))
        sent = [each.data for each in rows]
        self._demand([msgspec.json.encode(each) for each in inbox] == sent, "rows differ from what was sent", nation)
        secret = [each.id for each in inbox if b"SECRET" in bytes(each.body)]
        relabelled = {i for i in secret if partner in self.labels[i].rel_to or i in self.due[nation, partner]}
        self._demand(set(secret) == relabelled, "something crossed that may not", secret)

    def _demand(self, holds, promise, what):
        if not holds:
            raise Violation(f"seed {self.seed}: {promise}: {what}")


class Expected:
    """What the simulator itself knows of an event: its kind and who may have it now."""

    def __init__(self, made, rel_to):
        self.event, self.kind, self.rel_to = made, made.kind, rel_to


def main():
    """Run many seeds and print the rate."""
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    began = time.process_time()
    events = sum(
        sum(map(len, Simulation(seed, 2 + seed % 2, flips=seed % 4 == 0).run().acknowledged.values()))
        for seed in range(first, first + count)
    )
    spent = time.process_time() - began
    print(f"{count} seeds, {events} acknowledged events, no violation, {count / spent:.0f} seeds/s of CPU")


if __name__ == "__main__":
    main()
