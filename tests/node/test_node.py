"""The one path of every command: role, decision, log, fold, outbox; all or nothing, once, and the same on replay."""

import asyncio

import msgspec
import pytest

from renkei.claims.model import StateFigure
from renkei.forces.model import RegisterPlace, RegisterUnit, ReportPlace
from renkei.kernel.errors import Conflict, Malformed, Refused, Told
from renkei.kernel.event import Event
from renkei.kernel.names import Name
from renkei.log.store import EVENT_BYTES_MAX
from renkei.node.objects import OBJECTS
from renkei.node.roles import ROLES, named
from renkei.node.submission import COMMANDS_MAX, Recorded
from renkei.node.table import CAPABILITIES, COMMANDS, DECIDED_BY, FOLDED_BY, KINDS, NAMES
from renkei.plan.model import AddTask, Duration, EditTask, MoveTask
from renkei.release.model import SetLabel
from renkei.requests.model import CommitRequest, RegisterNeed, SendRequest, TakeAct
from renkei.watch.model import LogEntry
from tests.kernel.facts import T0, hour
from tests.node.facts import ALL, as_role, played
from tests.requests.facts import content

KOCHI = RegisterPlace("kochi_ap", Name("Kochi", "高知"), "airfield", 33.5, 133.7)
ENTRY = LogEntry(Name("aftershock", "余震"))
K9 = AddTask(task="K9", duration=Duration(3600), name=Name("DMAT hub"), due=hour(76))


def test_a_command_is_on_disk_folded_and_told_when_it_is_answered(tmp_path):
    async def scenario(here):
        told = []
        here.node.listen(lambda position, names: told.append((position, names, here.reader.position())))
        answer = await here.do(KOCHI, ENTRY)
        assert answer == Recorded(2, ("JPN-000000", "JPN-000001"))
        assert told == [(2, frozenset({"forces", "watch"}), 2)]
        assert [e.kind for e in here.lines()] == ["forces.PlaceRegistered", "watch.EntryLogged"]
        assert here.node.state("forces").places["kochi_ap"].lat == 33.5
        assert here.node.position == here.writer.durable == 2

    played(tmp_path, scenario)


def test_the_envelope_says_who_when_and_where(tmp_path):
    async def scenario(here):
        submission = here.submit(ENTRY, rel_to=("USA",), valid=hour(-1))
        await here.node.handle([submission], as_role("watch_officer"))
        (event,) = here.lines()
        assert (event.origin, event.node, event.author) == ("JPN", "jpn", "watch_officer:1")
        assert (event.valid, event.recorded) == (hour(-1), T0)
        assert (event.label.originator, event.label.rel_to) == ("JPN", ("USA",))
        assert event.clock >> 16 == int(T0.timestamp() * 1000)

    played(tmp_path, scenario)


def test_a_label_in_another_nations_name_is_labelled_in_our_own(tmp_path):
    async def scenario(here):
        submission = msgspec.structs.replace(
            here.submit(ENTRY), label=msgspec.structs.replace(here.node.label(), originator="USA")
        )
        await here.node.handle([submission], ALL)
        assert here.lines()[0].label.originator == "JPN"

    played(tmp_path, scenario)


def test_a_repeat_returns_the_first_answer_and_records_nothing(tmp_path):
    async def scenario(here):
        asked = [here.submit(ENTRY, identifier="same")]
        first = await here.node.handle(asked, ALL)
        other = [here.submit(KOCHI, identifier="same")]
        assert await here.node.handle(asked, ALL) == await here.node.handle(other, ALL) == first
        assert [e.kind for e in here.lines()] == ["watch.EntryLogged"]

    played(tmp_path, scenario)


def test_a_repeat_is_known_after_a_restart(tmp_path):
    async def first(here):
        return await here.node.handle([here.submit(ENTRY, identifier="same")], ALL)

    async def again(here):
        answer = await here.node.handle([here.submit(ENTRY, identifier="same")], ALL)
        assert here.node.position == 1
        return answer

    assert played(tmp_path, first) == played(tmp_path, again)


def test_repeats_in_flight_are_one(tmp_path):
    async def scenario(here):
        asked = [here.submit(ENTRY, identifier="same")]
        answers = await asyncio.gather(*(here.node.handle(asked, ALL) for _ in range(20)))
        assert set(answers) == {Recorded(1, ("JPN-000000",))}
        assert here.reader.position() == 1

    played(tmp_path, scenario)


REPEATS = (
    (("new", "old"), "old"),
    (("old", "new"), "old"),
    (("old", "older", "new"), "old"),
    (("new", "new"), "new"),
    (("new", "newer", "new"), "new"),
    (("old", "older"), "old"),
)


@pytest.mark.parametrize(("identifiers", "named"), REPEATS)
def test_an_identifier_is_repeated_with_its_whole_act_or_refused(tmp_path, identifiers, named):
    """Anything else would break the log's rule that a command has one answer, and with it end the process."""

    async def scenario(here):
        for old in ("old", "older"):
            await here.node.handle([here.submit(ENTRY, identifier=old)], ALL)
        before = here.untouched()
        with pytest.raises(Refused) as refused:
            await here.node.handle([here.submit(ENTRY, identifier=i) for i in identifiers], ALL)
        assert (refused.value.key, dict(refused.value.facts)) == ("node-command-repeated", {"command": named})
        assert here.untouched() == before
        await here.do(ENTRY)

    played(tmp_path, scenario)


def test_a_whole_act_is_repeated_as_one(tmp_path):
    async def scenario(here):
        asked = [here.submit(c, identifier=f"a{n}") for n, c in enumerate((KOCHI, ENTRY))]
        first = await here.node.handle(asked, ALL)
        assert await here.node.handle(asked, ALL) == first
        assert await here.node.handle(asked[:1], ALL) == first
        assert here.node.position == 2

    played(tmp_path, scenario)


def test_repeats_of_a_label_in_flight_are_one(tmp_path):
    async def scenario(here):
        event = (await here.do(ENTRY)).events[0]
        asked = [here.submit(SetLabel(event, event, ("USA",)), identifier="same")]
        answers = await asyncio.gather(*(here.node.handle(asked, ALL) for _ in range(5)))
        assert len(set(answers)) == 1
        assert len(here.outbox()) == 1

    played(tmp_path, scenario)


def test_a_refused_command_may_be_tried_again_under_its_identifier(tmp_path):
    async def scenario(here):
        asked = [here.submit(ReportPlace("kochi_ap", "open", "press"), identifier="same")]
        with pytest.raises(Refused):
            await here.node.handle(asked, ALL)
        await here.do(KOCHI)
        assert (await here.node.handle(asked, ALL)).position == 2

    played(tmp_path, scenario)


def test_a_role_that_may_not_is_refused_and_told_who_may(tmp_path):
    """Every command of the table, asked by each role that is not in its row."""

    async def scenario(here):
        before = here.untouched()
        for kind, command in sorted(COMMANDS.items()):
            roles = DECIDED_BY[command][1].roles
            value = command(**{f.name: None for f in msgspec.structs.fields(command) if f.required})
            for role in sorted({*ROLES, "nobody"} - roles):
                with pytest.raises(Refused) as refused:
                    await here.node.handle([here.submit(value)], as_role(role))
                assert refused.value.key == "node-role-missing", kind
                assert refused.value.facts == {"roles": named(roles)}
        assert here.untouched() == before

    played(tmp_path, scenario)


def test_no_person_can_hold_the_role_of_the_node_itself():
    assert "node" not in ROLES
    assert {role for _, row in DECIDED_BY.values() for role in row.roles} - {"node"} <= set(ROLES)


def test_only_commanders_commit_and_only_liaison_officers_carry():
    assert DECIDED_BY[CommitRequest][1].roles == {"commander"}
    assert DECIDED_BY[SendRequest][1].roles == DECIDED_BY[TakeAct][1].roles == {"liaison_officer"}


REFUSED = (
    # commands in one append of which the last is refused, with what key, as what
    ((KOCHI, KOCHI), "forces-place-known", Refused),
    ((KOCHI, ENTRY, ReportPlace("nowhere", "open", "press")), "forces-place-unknown", Refused),
    (
        (RegisterUnit("u", Name("u"), "t", 1, "JPN"), RegisterUnit("v", Name("v"), "t", 1, "USA")),
        "forces-partner-unit",
        Refused,
    ),
    ((K9, MoveTask(task="K9", based_on="stale", start=hour(1))), "plan-stale", Conflict),
    ((ENTRY, StateFigure("food", "many")), "claims-no-number", Refused),
    ((ENTRY, LogEntry(Name("x" * 3_000))), "watch-text-length", Refused),
    ((RegisterNeed("R1", content(asker="kochi")), SendRequest("R1")), "requests-not-drafted", Refused),
)


@pytest.mark.parametrize(("commands", "key", "kind"), REFUSED)
def test_all_commands_of_an_append_or_none(tmp_path, commands, key, kind):
    async def scenario(here):
        await here.do(LogEntry(Name("before")))
        before = here.untouched()
        with pytest.raises(Told) as told:
            await here.do(*commands, rel_to=("USA",))
        assert (told.value.key, type(told.value)) == (key, kind)
        assert here.untouched() == before
        assert here.outbox() == []
        await here.do(*commands[:-1])
        assert here.node.position == len(commands)

    played(tmp_path, scenario)


def test_a_command_that_is_based_on_an_older_version_is_a_conflict(tmp_path):
    async def scenario(here):
        answer = await here.do(K9)
        version = answer.events[0]
        await here.do(EditTask(task="K9", based_on=version, due=hour(80)))
        before = here.untouched()
        with pytest.raises(Conflict):
            await here.do(EditTask(task="K9", based_on=version, due=hour(90)))
        assert here.untouched() == before
        assert here.node.state("plan").tasks["K9"].due == hour(80)

    played(tmp_path, scenario)


def test_nothing_can_be_labelled_for_a_nation_that_is_no_partner(tmp_path):
    async def scenario(here):
        before = here.untouched()
        for rel_to in (("KOR",), ("USA", "KOR"), ("JPN",), ("",)):
            with pytest.raises(Refused) as refused:
                await here.do(ENTRY, rel_to=rel_to)
            assert refused.value.key == "node-no-partner"
        assert here.untouched() == before

    played(tmp_path, scenario)


def test_default_deny(tmp_path):
    async def scenario(here):
        await here.do(ENTRY, KOCHI, K9)
        assert here.outbox() == []
        assert here.node.withheld("USA") == 3
        await here.do(LogEntry(Name("for both")), rel_to=("USA",))
        (row,) = here.outbox()
        released = msgspec.json.decode(row.data, type=Event)
        assert (row.rseq, released.kind) == (1, "watch.EntryLogged")
        assert bytes(released.body) == b'{"text":{"en":"for both","ja":""}}'
        assert here.node.withheld("USA") == 3
        assert here.node.shipped("USA").rseq == 1

    played(tmp_path, scenario)


@pytest.mark.parametrize("count", [0, COMMANDS_MAX + 1])
def test_an_append_has_one_to_a_thousand_commands(tmp_path, count):
    async def scenario(here):
        with pytest.raises(Refused) as refused:
            await here.node.handle([here.submit(ENTRY) for _ in range(count)], ALL)
        assert (refused.value.key, dict(refused.value.facts)) == ("node-commands-most", {"most": COMMANDS_MAX})
        assert here.node.position == 0

    played(tmp_path, scenario)


def test_a_thousand_commands_are_one_append(tmp_path):
    async def scenario(here):
        answer = await here.node.handle([here.submit(ENTRY) for _ in range(COMMANDS_MAX)], ALL)
        assert answer.position == here.reader.position() == COMMANDS_MAX

    played(tmp_path, scenario)


def test_an_event_that_the_log_would_not_take_is_refused_before_it_is_folded(tmp_path):
    async def scenario(here):
        place = RegisterPlace("x" * EVENT_BYTES_MAX, Name("x"), "port")
        before = here.untouched()
        with pytest.raises(Refused) as refused:
            await here.do(place)
        assert refused.value.key == "node-event-too-long"
        assert here.untouched() == before

    played(tmp_path, scenario)


def test_what_a_command_of_another_capability_folds_is_seen_by_the_next_command_of_the_append(tmp_path):
    async def scenario(here):
        await here.do(KOCHI, ReportPlace("kochi_ap", "open", "press"))
        assert here.node.position == 2

    played(tmp_path, scenario)


def test_a_label_that_is_set_later_releases_the_event_later(tmp_path):
    async def scenario(here):
        answer = await here.do(K9)
        assert here.outbox() == []
        event = answer.events[0]
        await here.do(SetLabel(event, event, ("USA",), ("due",)))
        (row,) = here.outbox()
        assert (row.event, row.revision) == (event, 0)
        assert b"due" not in row.data
        version = here.node.state("release").labels[event].version
        await here.do(SetLabel(event, version, ("USA",)))
        again = here.outbox()[1]
        assert (again.event, again.revision) == (event, 1)
        assert b'"due"' in again.data

    played(tmp_path, scenario)


def test_the_table_of_the_system_is_whole():
    names = [c.name for c in CAPABILITIES]
    assert len(set(names)) == len(names)
    assert len(KINDS) == sum(len(c.kinds) for c in CAPABILITIES) == len(NAMES)
    assert all(kind.partition(".")[0] in names for kind in KINDS)
    assert set(NAMES) == set(FOLDED_BY)
    assert set(OBJECTS) <= set(KINDS)


def test_a_body_that_fails_is_malformed_not_refused():
    assert not issubclass(Malformed, Refused)
