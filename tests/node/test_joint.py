"""Whose turn it is in a negotiation follows from the acts in the log alone, on either side alike."""

import asyncio
import itertools
from datetime import timedelta

import msgspec
import pytest

from renkei.kernel.errors import Refused
from renkei.kernel.offer import ITEMS_MAX, Booking, Meeting, Offer
from renkei.node import joint
from renkei.plan.engine.negotiate.exchange import Exchange
from renkei.plan.engine.negotiate.spoken import QUIET_MAX
from renkei.plan.model import AddResource, Resource
from renkei.requests.events import Joint, Terms
from renkei.requests.model import CommitRequest, TakeAct
from tests.kernel.facts import T0
from tests.node.facts import running
from tests.requests.facts import Desk, sent

US, JP, SERIES = "USA", "JPN", "joint-USA-1"
LATER = T0 + timedelta(hours=4)
OFFER = Offer((Booking("port", 1, T0, LATER, 60),), (Meeting("fly", T0, LATER),))


class Table:
    """Both nations' request desks; Japan's side of the negotiation is the one that is looked at."""

    def __init__(self):
        self.sides = {nation: Desk(nation) for nation in (US, JP)}
        self.heard = set()
        self._names = itertools.count(1)

    @property
    def requests(self):
        return self.sides[JP].state

    def turn(self, initiator=US):
        return joint.turn(self.talks(), JP, initiator, frozenset(self.heard))

    def talks(self, nation=JP):
        return joint.talks(self.sides[nation].state, SERIES, (US, JP))

    def say(self, by, verb, number, *, place=1):
        """One side says something, and the other has it at once."""
        said = Exchange(
            request=f"{SERIES}.{number:02d}", number=place, by=by, to=JP if by == US else US, verb=verb,
            bookings=OFFER.bookings, meetings=OFFER.meetings, gain_min=5,
        )  # fmt: skip
        self.carry(by, *joint.commands(said, self.talks(by), SERIES))

    def carry(self, by, *commands):
        for command in commands:
            self.sides[by].ask(command, f"{by}-{next(self._names):03d}")
        other = self.sides[JP if by == US else US]
        for event in self.sides[by].unsent:
            other.take_in(event)
        self.sides[by].unsent.clear()

    def content(self, by, number):
        other = JP if by == US else US
        self.carry(by, *joint.asking(f"{SERIES}.{number:02d}", by, other, Joint(SERIES, number, satisfied=True)))

    def hear(self):
        step = self.turn()
        assert step.what == "hear"
        self.heard.add(step.heard.act)
        return step.heard.exchange


def test_the_sides_begin_in_turn_and_hear_before_they_begin():
    table = Table()
    assert (table.turn().what, table.turn(initiator=JP).what) == ("wait", "begin")
    table.say(US, "request", 1)
    heard = table.hear()
    assert (heard.verb, heard.by, heard.number, heard.offer, heard.gain_min) == ("request", US, 1, OFFER, 5)
    assert table.turn().what == "wait"
    table.say(JP, "counter", 1)
    table.say(US, "accept", 1)
    assert (table.hear().verb, table.talks()[0].state) == ("accept", "accepted")
    step = table.turn()
    assert (step.what, step.talk) == ("begin", 2)
    assert joint.agreed(table.talks()) == f"{SERIES}.01"


def test_an_agreement_that_is_taken_back_is_none():
    table = Table()
    table.say(US, "request", 1)
    table.say(JP, "accept", 1)
    assert joint.agreed(table.talks()) == f"{SERIES}.01"
    table.say(US, "withdraw", 1)
    assert joint.agreed(table.talks()) is None
    assert joint.stopped(table.talks()) is None


def test_it_is_over_when_both_in_turn_ask_for_nothing_more():
    table = Table()
    table.say(US, "request", 1)
    table.hear()
    table.say(JP, "accept", 1)
    table.say(JP, "request", 2)
    table.say(US, "decline", 2)
    table.hear()
    table.content(US, 3)
    assert table.turn().what == "confirm"
    table.carry(JP, joint.confirming(table.talks()[-1]))
    assert table.turn().talk == 4
    table.content(JP, 4)
    assert table.turn().what == "wait"
    table.carry(US, joint.confirming(table.talks(US)[-1]))
    assert (table.turn().what, joint.agreed(table.talks())) == ("over", f"{SERIES}.01")


def test_it_is_over_when_neither_start_led_to_an_agreement():
    table = Table()
    table.say(US, "request", 1)
    table.hear()
    table.say(JP, "decline", 1)
    table.say(JP, "request", 2)
    table.say(US, "decline", 2)
    table.hear()
    assert table.turn().what == "over"


def test_it_is_over_when_nothing_changes_for_a_while():
    table = Table()
    for number in range(1, QUIET_MAX + 2):
        by, other = (US, JP) if number % 2 else (JP, US)
        table.say(by, "request", number)
        if by == US:
            table.hear()
        table.say(other, "accept" if number == 1 else "decline", number)
        if by == JP:
            table.hear()
        assert table.turn().what == ("over" if number > QUIET_MAX else "begin" if number % 2 else "wait")


def test_acts_that_crossed_end_it_and_people_look():
    table = Table()
    table.say(US, "request", 1)
    table.hear()
    talk = table.talks()[0]
    table.sides[US].ask(joint.ending(table.talks(US)[0], US, SERIES), "USA-900")
    table.sides[JP].ask(TakeAct(talk.request, "counter", talk.version, Terms(joint=Joint(SERIES, 1))), "JPN-900")
    crossing = [(other, table.sides[by].unsent[:]) for by, other in ((US, JP), (JP, US))]
    for other, events in crossing:
        for event in events:
            table.sides[other].take_in(event)
    assert table.turn().what in ("crossed", "hear")
    table.heard |= {each.act for each in table.talks()[0].said}
    assert (table.turn().what, table.talks()[0].state) == ("crossed", "crossed")


@pytest.mark.parametrize(
    ("state", "by", "verb"),
    [
        ("sent", US, "counter"),
        ("sent", JP, "withdraw"),
        ("offered", US, "withdraw"),
        ("countered_by_provider", US, "withdraw"),
    ],
)
def test_a_side_that_leaves_ends_the_talk_with_the_verb_it_has(state, by, verb):
    talk = joint.Talk("r", 1, by, state, "v", False, ())
    assert joint.ending(talk, JP, SERIES).verb == verb


def test_a_side_that_stops_ends_it_for_both_in_two_acts_at_most():
    for stops in (US, JP):
        table = Table()
        table.say(US, "request", 1)
        while joint.stopped(table.talks(stops)) is None:
            table.carry(stops, joint.ending(table.talks(stops)[-1], stops, SERIES))
        assert len(table.talks()[0].said) <= 3
        for nation in (US, JP):
            found = table.talks(nation)
            assert joint.turn(found, nation, US, frozenset()).what == "stopped"
            assert joint.agreed(found) is None


def test_a_side_joins_what_the_partner_began_and_nothing_else():
    table = Table()
    assert joint.series_open(table.requests, JP, US) is None
    table.say(US, "request", 1)
    assert joint.series_open(table.requests, JP, US) == SERIES
    assert joint.series_open(table.sides[US].state, US, JP) is None
    table.say(JP, "decline", 1)
    assert joint.series_open(table.requests, JP, US) is None


BACKWARD = Offer((Booking("port", 1, LATER, T0),))
TOO_MANY = Offer((Booking("port", 1, T0, LATER),) * (ITEMS_MAX + 1))


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (Joint(SERIES, 1, BACKWARD), "requests-window"),
        (Joint(SERIES, 1, TOO_MANY), "requests-joint-size"),
        (Joint("", 1), "requests-joint-size"),
        (Joint(SERIES, 0), "requests-joint-size"),
        (Joint(SERIES, 1, Offer((Booking("port", 0, T0, LATER),))), "requests-quantity"),
    ],
)
def test_what_makes_no_sense_is_refused_before_it_crosses(said, key):
    table = Table()
    with pytest.raises(Refused) as refused:
        table.carry(JP, *joint.asking("r", JP, US, said))
    assert (refused.value.key, table.sides[JP].events) == (key, [])


def test_a_talk_is_neither_changed_nor_committed():
    table = Table()
    table.say(US, "request", 1)
    table.say(JP, "accept", 1)
    talk = table.talks()[0]
    for command in (CommitRequest(talk.request, talk.version), TakeAct(talk.request, "amend", talk.version)):
        with pytest.raises(Refused) as refused:
            table.carry(JP if isinstance(command, CommitRequest) else US, command)
        assert refused.value.key == "requests-joint-adopted"


def test_other_requests_take_no_terms_of_a_talk():
    desks, _ = sent()
    version = desks[JP].request().standing.version
    with pytest.raises(Refused) as refused:
        desks[JP].ask(TakeAct("R7", "counter", version, Terms(joint=Joint(SERIES, 1))), "x")
    assert refused.value.key == "requests-joint-not-asked"


def test_the_gate_drops_what_names_a_thing_that_the_partner_does_not_have(tmp_path):
    async def scenario():
        async with running(tmp_path) as here:
            unit = Resource(id="depot", owner=JP, capacity=1)
            await here.do(AddResource(resource=unit))
            await here.do(AddResource(resource=msgspec.structs.replace(unit, id="port")), rel_to=(US,))
            leaking = Offer((Booking("depot", 1, T0, LATER), *OFFER.bookings), OFFER.meetings)
            await here.do(*joint.asking("r", JP, US, Joint(SERIES, 1, leaking)), rel_to=(US,))
            crossed = b"".join(row.data for row in here.outbox())
            assert b"port" in crossed
            assert b"depot" not in crossed
            assert b"fly" not in crossed

    asyncio.run(scenario())
