"""What the log alone gives back: the same states, outbox and lists; and what a hostile partner cannot change there."""

import asyncio
from datetime import datetime

import pytest

from renkei.claims.model import StateFigure
from renkei.forces.model import RegisterPlace, RegisterUnit, ReportPlace
from renkei.kernel.errors import Refused
from renkei.kernel.names import Name
from renkei.node.table import CAPABILITIES
from renkei.node.verify import compare, read_digests
from renkei.plan.model import AddTask, Duration
from renkei.requests.model import DraftRequest, RegisterNeed, SendRequest, TakeAct
from renkei.watch.model import LogEntry
from tests.kernel.facts import hour
from tests.node.facts import ALL, carry, played, running
from tests.node.foreign import arrival
from tests.requests.facts import content

KOCHI = RegisterPlace("kochi_ap", Name("Kochi", "高知"), "airfield", 33.5, 133.7)
ENTRY = LogEntry(Name("aftershock", "余震"))
K9 = AddTask(task="K9", duration=Duration(3600), name=Name("DMAT hub"), due=hour(76))


TIMES = (
    ("0206-02-10T00:00:00+00:00", False),
    ("0001-01-01T00:00:00+14:00", False),
    ("9999-12-31T23:59:59-14:00", False),
    ("1899-12-31T23:59:59+00:00", False),
    ("1900-01-01T00:00:00+14:00", True),
    ("8999-12-31T23:59:59-14:00", True),
    ("9000-01-01T00:00:00+14:00", False),
    ("2026-02-10T09:00:00+09:00", True),
)


def test_what_a_node_records_and_releases_every_partner_takes(tmp_path):
    """The sender knows the bounds of the receiver: a stream that stands for ever can't be begun by mistake."""

    async def run():
        async with running(tmp_path / "j") as japan, running(tmp_path / "u", "USA", ("JPN",)) as states:
            for text, taken in TIMES:
                asked = [japan.submit(ENTRY, rel_to=("USA",), valid=datetime.fromisoformat(text))]
                before = japan.untouched()
                if taken:
                    await japan.node.handle(asked, ALL)
                else:
                    with pytest.raises(Refused) as refused:
                        await japan.node.handle(asked, ALL)
                    assert (refused.value.key, refused.value.facts) == ("node-event-beyond", {"bound": "time"})
                    assert japan.untouched() == before
                await carry(japan, states)
            assert states.node.position == japan.node.position == 3

    asyncio.run(run())


async def a_full_day(here):
    """Record something of every capability, some of it labelled."""
    await here.do(KOCHI, RegisterUnit("lst", Name("Osumi"), "lst", 1, "JPN"))
    await here.do(K9, rel_to=("USA",), withhold=("due",))
    await here.do(ReportPlace("kochi_ap", "flooded", "survey"), StateFigure("food", "1億800万食"))
    await here.do(RegisterNeed("R1", content(asker="kochi", provider="JPN")), rel_to=("USA",))
    await here.do(DraftRequest("R6", content(asker="JPN", provider="USA")))
    await here.do(SendRequest("R6"), rel_to=("USA",))
    await here.do(ENTRY)


def test_a_replay_gives_the_digests_of_the_running_node(tmp_path):
    async def first(here):
        await a_full_day(here)
        await here.node.record_digests()
        return here.node.position, here.node.digests(), here.node.shipped("USA"), here.node.withheld("USA")

    async def again(here):
        assert compare(here.node.position, here.node.digests(), read_digests(here.reader.meta())).agrees == {
            c.name: True for c in CAPABILITIES
        }
        return here.node.position, here.node.digests(), here.node.shipped("USA"), here.node.withheld("USA")

    assert played(tmp_path, first) == played(tmp_path, again)


def test_after_a_restart_the_outbox_goes_on_where_it_stopped(tmp_path):
    async def again(here):
        await here.do(LogEntry(Name("later")), rel_to=("USA",))
        return [row.rseq for row in here.outbox()]

    played(tmp_path, a_full_day)
    numbers = played(tmp_path, again)
    assert numbers == list(range(1, len(numbers) + 1))


PLANTED = {
    "release": lambda state: state.labels.popitem(),
    "forces": lambda state: state.units.pop("lst"),
    "requests": lambda state: setattr(state.requests["R1"], "rel_to", ()),
    "plan": lambda state: state.tasks.pop("K9"),
    "claims": lambda state: state.figures.clear(),
    "watch": lambda state: state.halted.update({"USA": None}),
}


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_state_that_was_changed_outside_project_is_found_and_named(tmp_path, name):
    async def first(here):
        await a_full_day(here)
        PLANTED[name](here.node.state(name))
        await here.node.record_digests()

    async def again(here):
        verified = compare(here.node.position, here.node.digests(), read_digests(here.reader.meta()))
        return {n for n, agrees in verified.agrees.items() if not agrees}

    played(tmp_path, first)
    assert played(tmp_path, again) == {name}


def test_without_a_word_of_the_node_nothing_is_compared(tmp_path):
    async def scenario(here):
        assert read_digests(here.reader.meta()) is None
        assert compare(0, here.node.digests(), None).agrees == {}

    played(tmp_path, scenario)


def test_two_nodes_end_with_the_same_requests(tmp_path):
    async def run():
        async with running(tmp_path / "j") as japan, running(tmp_path / "u", "USA", ("JPN",)) as states:
            await states.do(DraftRequest("R7", content()))
            await states.do(SendRequest("R7"), rel_to=("JPN",))
            await carry(states, japan)
            version = japan.node.state("requests").requests["R7"].standing.version
            await japan.do(TakeAct("R7", "offer", version), rel_to=("USA",))
            await states.do(TakeAct("R7", "withdraw", version), rel_to=("JPN",))
            await asyncio.gather(carry(states, japan), carry(japan, states))
            left, right = (here.node.state("requests").requests["R7"] for here in (japan, states))
            assert (left.standing.state, left.standing) == ("crossed", right.standing)
            assert left.acts == right.acts
            shared = [here.node.timeline.listed(4, 10) for here in (japan, states)]
            assert shared[0] == shared[1]
            assert len(set(shared[0])) == len(shared[0]) == 3
            return japan.node.digests(), states.node.digests()

    async def again():
        async with running(tmp_path / "j") as japan, running(tmp_path / "u", "USA", ("JPN",)) as states:
            return japan.node.digests(), states.node.digests()

    assert asyncio.run(run()) == asyncio.run(again())


HOSTILE = (
    ("forces.UnitRegistered", {"unit": 7}, "body of the wrong form"),
    ("requests.RequestSent", {"request": "R", "content": {"need": {"en": "x"}}}, "body of the wrong form"),
    (
        "plan.TaskAdded",
        {"id": "U9", "owner": "USA", "duration": {"likely_min": 60}, "due": "0001-01-01T00:00:00+14:00"},
        "body of the wrong form",
    ),
    ("orders.OrderIssued", {"order": "sail"}, "unknown kind"),
    ("watch.LinkLost", {"partner": "USA", "why": {"key": "x", "facts": {}}}, "kind that never crosses"),
    ("plan.PlanStarted", {"plan": "x", "title": {}, "origin": "2026-02-10T00:00:00Z"}, "kind that never crosses"),
)


@pytest.mark.parametrize(("kind", "body", "why"), HOSTILE)
def test_a_partners_event_that_cannot_be_applied_is_kept_and_changes_nothing(tmp_path, kind, body, why):
    async def scenario(here):
        await a_full_day(here)
        before = here.node.digests()
        await here.node.admit(arrival(kind, body))
        assert here.node.digests() == before, why
        assert here.lines()[-1].kind == kind
        assert len(here.node.states.unapplied) == (why == "body of the wrong form")
        return here.node.digests()

    async def again(here):
        return here.node.digests()

    assert played(tmp_path, scenario) == played(tmp_path, again)


def test_a_partner_that_repeats_a_batch_is_halted_and_the_node_goes_on(tmp_path):
    async def first(here):
        await here.node.admit(arrival("watch.EntryLogged", {"text": {"en": "x"}}))
        with pytest.raises(Refused, match="federation-repeat"):
            await here.node.admit(arrival("watch.EntryLogged", {"text": {"en": "x"}}))
        await here.do(ENTRY)
        return here.node.position, here.node.digests()

    async def again(here):
        return here.node.position, here.node.digests()

    before = played(tmp_path, first)
    assert before[0] == 2
    assert played(tmp_path, again) == before
