"""The watch log and outages: what is refused, what begins and ends once, what a partner cannot say of our link."""

import inspect
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.digest import digest
from renkei.kernel.errors import Refused
from renkei.kernel.label import Label
from renkei.kernel.message import told
from renkei.kernel.names import Name
from renkei.watch import decide, project
from renkei.watch.events import EntryLogged, LinkLost, LinkRestored, StreamHalted, StreamResumed
from renkei.watch.model import (
    OUTAGES_MAX,
    TEXT_MAX,
    Halted,
    LogEntry,
    Outage,
    RecordLinkLost,
    RecordLinkRestored,
    RecordStreamHalted,
    RecordStreamResumed,
)
from tests.kernel.facts import context, event, fold, hour

SILENT = told("watch-link-silent", seconds=12)
LONG = "x" * (TEXT_MAX + 1)


def folded(*happened):
    state = project.empty()
    for n, (body, origin) in enumerate(happened):
        fold(project, state, event(body, f"e{n}", origin, at=n))
    return state


@pytest.mark.parametrize("text", [Name(), Name("  "), Name("", "\n"), Name(LONG), Name("a", LONG)])
def test_an_entry_says_something_and_not_too_much(text):
    with pytest.raises(Refused) as refused:
        decide.log_entry(project.empty(), LogEntry(text), context("JPN"))
    assert (refused.value.key, dict(refused.value.facts)) == ("watch-text-length", {"most": TEXT_MAX})
    assert set(re.findall(r'Refused\("([\w-]+)"', inspect.getsource(decide))) == {"watch-text-length"}


@pytest.mark.parametrize("text", [Name("a"), Name("", "余震"), Name("x" * TEXT_MAX)])
def test_an_entry_is_recorded_as_it_was_written(text):
    drafts = decide.log_entry(project.empty(), LogEntry(text, priority=True, subject="RT1"), context("JPN"))
    assert [(d.body, d.label) for d in drafts] == [(EntryLogged(text, True, "RT1"), None)]


LOST, RESTORED, HALTED = RecordLinkLost("USA", SILENT), RecordLinkRestored("USA", 90), RecordStreamHalted("USA", SILENT)
RESUMED = RecordStreamResumed("USA", inward=True)
DECISIONS = (
    # what happened before, what the node records now, what comes of it
    ((), LOST, LinkLost("USA", SILENT)),
    ((), RESTORED, None),
    ((LinkLost("USA", SILENT),), LOST, None),
    ((LinkLost("USA", SILENT),), RESTORED, LinkRestored("USA", 90)),
    ((LinkLost("KOR", SILENT),), LOST, LinkLost("USA", SILENT)),
    ((LinkLost("USA", SILENT), LinkRestored("USA", 9)), LOST, LinkLost("USA", SILENT)),
    ((LinkLost("USA", SILENT), LinkRestored("USA", 9)), RESTORED, None),
    ((), HALTED, StreamHalted("USA", SILENT)),
    ((StreamHalted("USA", SILENT),), HALTED, None),
    ((StreamHalted("KOR", SILENT),), HALTED, StreamHalted("USA", SILENT)),
    ((StreamHalted("USA", told("clock-ahead")),), HALTED, StreamHalted("USA", SILENT)),
    ((StreamHalted("USA", SILENT, inward=False),), HALTED, StreamHalted("USA", SILENT)),
    ((), RESUMED, None),
    ((StreamHalted("USA", SILENT),), RESUMED, StreamResumed("USA", True)),
    ((StreamHalted("USA", SILENT, inward=False),), RESUMED, None),
    ((StreamHalted("USA", SILENT), StreamResumed("USA", True)), RESUMED, None),
    ((StreamHalted("USA", SILENT), StreamResumed("USA", True)), HALTED, StreamHalted("USA", SILENT)),
)


@pytest.mark.parametrize(("before", "command", "body"), DECISIONS)
def test_an_outage_begins_once_and_ends_once_and_stays_at_home(before, command, body):
    state = folded(*((b, "JPN") for b in before))
    drafts = decide.DECISIONS[type(command)].decide(state, command, context("JPN", rel_to=("USA",)))
    assert [(d.body, d.label) for d in drafts] == ([] if body is None else [(body, Label("JPN"))])


def test_only_the_node_itself_records_its_links():
    people = {"watch_officer", "planner", "liaison_officer", "commander"}
    roles = {c: row.roles for c, row in decide.DECISIONS.items()}
    assert roles[LogEntry] == people
    assert {roles[c] for c in (RecordLinkLost, RecordLinkRestored, RecordStreamHalted, RecordStreamResumed)} == {
        frozenset({"node"})
    }


def test_outages_are_listed_with_their_length():
    state = folded(
        (LinkLost("USA", SILENT), "JPN"), (LinkRestored("USA", 5400), "JPN"), (LinkLost("USA", SILENT), "JPN")
    )
    assert state.outages == {
        "USA": [Outage(hour(0), hour(1), 5400, SILENT), Outage(hour(2), None, None, SILENT)],
    }
    assert folded((LinkRestored("USA", 1), "JPN")).outages == {"USA": []}


@pytest.mark.parametrize("extra", [0, 1])
def test_outages_in_memory_are_bounded(extra):
    state = project.empty()
    for n in range(OUTAGES_MAX + extra):
        fold(project, state, event(LinkLost("USA", SILENT), f"e{n}", "JPN", at=n))
    assert len(state.outages["USA"]) == OUTAGES_MAX
    assert state.outages["USA"][0].start == hour(extra)


HOSTILE = st.sampled_from(
    (
        EntryLogged(Name("x")),
        LinkLost("USA", SILENT),
        LinkRestored("USA", 1),
        StreamHalted("USA", SILENT),
        StreamResumed("USA", True),
    )
)


@given(st.lists(HOSTILE))
def test_a_partner_has_no_word_on_our_link_to_it(hostile):
    ours = ((LinkLost("USA", SILENT), "JPN"), (StreamHalted("USA", SILENT), "JPN"))
    assert digest(folded(*ours, *((b, "USA") for b in hostile))) == digest(folded(*ours))


def test_each_direction_is_halted_and_resumes_by_itself():
    inward, outward = StreamHalted("USA", SILENT), StreamHalted("USA", told("clock-ahead"), inward=False)
    both = folded((inward, "JPN"), (outward, "JPN"))
    assert both.halted == {
        "USA": (Halted(hour(0), SILENT, True), Halted(hour(1), told("clock-ahead"), False)),
    }
    half = folded((inward, "JPN"), (outward, "JPN"), (StreamResumed("USA", True), "JPN"))
    assert half.halted == {"USA": (Halted(hour(1), told("clock-ahead"), False),)}
    whole = (StreamResumed("USA", True), "JPN"), (StreamResumed("USA", False), "JPN")
    assert folded((inward, "JPN"), (outward, "JPN"), *whole).halted == {}


def test_a_halt_recorded_before_there_were_directions_is_the_partners_stream():
    assert msgspec.json.decode(b'{"partner":"USA","why":{"key":"x","facts":{}}}', type=StreamHalted).inward
