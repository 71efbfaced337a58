"""Two and three headquarters through crashes, cuts, flipped bits. A failure names its seed: one seed, one history."""

import random

import msgspec
import pytest

from renkei.federation import chain, session
from renkei.federation.frames import JSON_FAULTS
from renkei.federation.intake import Arrival, Arrived
from renkei.kernel.errors import Refused
from renkei.kernel.event import Event
from tests.federation.simulator import Simulation, Violation, moment
from tests.federation.site import Disk, Site
from tests.federation.wire import connect
from tests.release.events import event

SEEDS = 120
"""Histories in the gate: about three seconds; `python -m tests.federation.simulator 5000` lives through more."""
BUG_SEEDS = 60


@pytest.mark.parametrize("first", range(0, SEEDS, 20))
def test_what_is_released_arrives_once_in_order_and_nothing_else_does(first):
    for seed in range(first, first + 20):
        Simulation(seed, 2 + seed % 2, flips=seed % 4 == 0).run()


def seed_that_finds(bug, **rest):
    """Return the first seed whose history goes wrong with a planted fault, or None."""
    for seed in range(BUG_SEEDS):
        try:
            Simulation(seed, 2 + seed % 2, bug=bug, **rest).run()
        except (Violation, KeyError):
            return seed
    return None


@pytest.mark.parametrize(
    "bug",
    [
        "acknowledged before it is synced",
        "release in a second transaction",
        "cursor moved before its rows",
        "cursor moved after its rows",
        "ledger forgets rows",
    ],
)
def test_a_planted_fault_of_a_node_is_found(bug):
    assert seed_that_finds(bug) is not None


def test_a_receiver_that_does_not_sync_is_no_fault():
    assert seed_that_finds("receiver does not sync") is None


def unchecked(partner, cursor, batch, now):
    """Take every batch that can be read, as a planted fault."""
    rows = []
    for revision, raw in batch.rows:
        cursor = chain.after(cursor, revision, bytes(raw))
        try:
            envelope = msgspec.json.decode(raw, type=Event)
        except JSON_FAULTS:
            raise Refused("federation-event-malformed") from None
        rows.append(Arrived(cursor.rseq, revision, envelope, bytes(raw)))
    return Arrival(partner, tuple(rows), cursor)


def test_an_unchecked_chain_is_found_by_flipped_bits(monkeypatch):
    monkeypatch.setattr(session.intake, "checked", unchecked)
    assert seed_that_finds("", flips=True) is not None


def pair(count):
    """Return two sites, the first with so many released events that have all arrived, and the chance of the test."""
    chance = random.Random(1)
    sites = [Site(us, [them], Disk()) for us, them in (("USA", "JPN"), ("JPN", "USA"))]
    for number in range(1, count + 1):
        sites[0].append(event(number))
    exchange(*sites, chance)
    assert len(sites[1].inbox["USA"]) == count
    return (*sites, chance)


def exchange(caller, called, chance):
    """Connect two sites until nothing is left to say; return the alarms of each side."""
    connection = connect(caller, called, chance, moment(100))
    for _ in range(12):
        for side, end in enumerate(connection.ends):
            end.ship(50)
            connection.deliver(side, 1_000_000, moment(100))
    return tuple(end.alarms for end in connection.ends)


def test_a_sender_restored_from_an_old_backup_halts_its_stream_and_nothing_is_overwritten():
    ours, theirs, chance = pair(6)
    ours.disk.roll_back(4)
    restored = Site("USA", ["JPN"], ours.disk)
    before = list(theirs.inbox["USA"])
    assert exchange(restored, theirs, chance) == (["federation-rollback"], ["federation-halted-by-partner"])
    for number in range(20, 24):
        restored.append(event(number))
    assert exchange(restored, theirs, chance) == (["federation-fork-seen"], ["federation-halted-by-partner"])
    assert theirs.inbox["USA"] == before
    theirs.append(event(1, origin="JPN", rel_to=("USA",)))
    exchange(restored, theirs, chance)
    assert [each.id for each in restored.inbox["JPN"]] == ["JPN-1"]


def test_a_receiver_restored_from_an_old_backup_is_sent_what_it_lost():
    ours, theirs, chance = pair(6)
    theirs.disk.roll_back(0)
    restored = Site("JPN", ["USA"], theirs.disk)
    assert exchange(ours, restored, chance) == ([], [])
    assert [each.id for each in restored.inbox["USA"]] == [f"USA-{number}" for number in range(1, 7)]


def test_a_log_started_anew_is_not_taken_for_the_old_one():
    _, theirs, chance = pair(2)
    anew = Site("USA", ["JPN"], Disk())
    anew.us = session.Us("USA", "usa-1", "another epoch")
    alarms = exchange(anew, theirs, chance)
    assert alarms == (["federation-halted-by-partner"], ["federation-epoch-changed"])
    assert len(theirs.inbox["USA"]) == 2
