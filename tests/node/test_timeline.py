"""The list that both nodes share: the same order on both, what came late, and the same after a restart."""

import asyncio
from datetime import timedelta

import msgspec

from renkei.kernel.names import Name
from renkei.node.timeline import Timeline
from renkei.release.model import SetLabel
from renkei.watch.events import EntryLogged
from renkei.watch.model import LogEntry
from tests.kernel.facts import event
from tests.node.facts import carry, running

FAR = 10**6


def at(identifier, clock, origin="USA"):
    return msgspec.structs.replace(event(EntryLogged(Name("x")), identifier, origin), clock=clock)


def entry(n):
    return LogEntry(Name(f"entry {n}"))


def state(here):
    timeline = here.node.timeline
    return timeline.events, timeline.listed(FAR, FAR), set(timeline.late)


def test_shared_events_are_listed_newest_first_by_clock_and_late_ones_are_known():
    timeline = Timeline("JPN")
    for identifier, clock in (("a", 5), ("c", 9), ("b", 7), ("d", 9), ("e", 11)):
        timeline.add(at(identifier, clock))
    timeline.add(at("own", 3, "JPN"))
    assert timeline.listed(FAR, FAR) == ("e", "d", "c", "b", "a")
    assert timeline.late == {"b"}
    assert (timeline.events, timeline.shared(), timeline.is_shared("own")) == (6, 5, False)
    timeline.released("own", 12)
    timeline.released("own", 13)
    assert timeline.listed(FAR, 2) == ("own", "e")
    assert timeline.listed(5, 2) == ("d", "c")
    assert timeline.listed(1, 2) == ()


def test_a_later_revision_is_no_line_of_its_own():
    timeline = Timeline("JPN")
    timeline.add(at("a", 5))
    timeline.add(at("a", 8), 1)
    assert (timeline.events, timeline.listed(FAR, FAR)) == (1, ("a",))


def test_a_restart_gives_the_same_list_and_the_same_late_marks(tmp_path):
    """An event that is released long after it was recorded is no reason to call everything since then late."""

    async def first():
        async with running(tmp_path / "j") as japan, running(tmp_path / "u", "USA", ("JPN",)) as states:
            kept = await japan.do(entry(1))
            for n in range(2, 5):
                await states.do(entry(n), rel_to=("JPN",))
                await carry(states, japan)
                japan.moments.at += timedelta(seconds=1)
                states.moments.at += timedelta(seconds=1)
            await states.do(entry(5), rel_to=("JPN",))
            await japan.do(SetLabel(kept.events[0], kept.events[0], ("USA",)))
            japan.moments.at += timedelta(seconds=1)
            await japan.do(entry(6), rel_to=("USA",))
            await carry(states, japan)
            await carry(japan, states)
            assert japan.node.timeline.listed(FAR, FAR) == states.node.timeline.listed(FAR, FAR)
            assert len(japan.node.timeline.late) == 1
            assert states.node.timeline.late == set(kept.events)
            return state(japan), state(states)

    async def again():
        async with running(tmp_path / "j") as japan, running(tmp_path / "u", "USA", ("JPN",)) as states:
            return state(japan), state(states)

    assert asyncio.run(first()) == asyncio.run(again())
