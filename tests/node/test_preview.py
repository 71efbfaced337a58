"""What the partner will see, before anything is sent: the preview's bodies are the outbox's, and it records nothing."""

import asyncio

import msgspec
import pytest

from renkei.forces.model import RegisterPlace, RegisterUnit, ReportPlace
from renkei.kernel.errors import Conflict
from renkei.kernel.event import Event
from renkei.kernel.message import told
from renkei.kernel.names import Name
from renkei.node.submission import Preview
from renkei.plan.model import AddResource, AddTask, Duration, EditTask, Resource, Use
from renkei.release.model import SetLabel
from renkei.requests.events import Terms
from renkei.requests.model import DraftRequest, RegisterNeed, SendRequest, TakeAct
from renkei.watch.model import LogEntry
from tests.kernel.facts import hour
from tests.node.facts import ALL, as_role, carry, running
from tests.requests.facts import content

PARKING = AddResource(resource=Resource(id="parking:x", owner="JPN", kind="place", name=Name("x"), capacity=8))
CRAFT = AddResource(resource=Resource(id="c2", owner="JPN", name=Name("C-2"), capacity=3))
K9 = AddTask(
    task="K9",
    duration=Duration(3600),
    name=Name("hub"),
    due=hour(76),
    uses=(Use("c2", 1), Use("parking:x", 6)),
)
ENTRY = LogEntry(Name("aftershock", "余震"))

CASES = (
    # what was recorded before under the same label, what is asked, fields that stay at home
    ((), (ENTRY,), ()),
    ((), (ENTRY, ENTRY), ()),
    ((PARKING,), (K9,), ()),
    ((PARKING,), (K9,), ("due",)),
    ((PARKING,), (K9,), ("due", "uses", "name")),
    ((), (RegisterNeed("R1", content(asker="kochi", provider="JPN")),), ("by",)),
    ((DraftRequest("R6", content(asker="JPN", provider="USA")),), (SendRequest("R6"),), ()),
    ((), (RegisterPlace("p", Name("p"), "port"), ReportPlace("p", "open", "survey", task="K1")), ()),
    ((), (RegisterUnit("u", Name("u"), "t", 1, "JPN", ready=hour(3)),), ("ready",)),
)


@pytest.mark.parametrize(("before", "commands", "withhold"), CASES)
def test_the_preview_is_what_enters_the_outbox(tmp_path, before, commands, withhold):
    async def run():
        async with running(tmp_path) as here:
            await here.do(*(CRAFT, *before))
            sent = len(here.outbox())
            untouched = here.untouched(), here.node.withheld("USA"), here.node.shipped("USA")
            asked = [here.submit(c, rel_to=("USA",), withhold=withhold) for c in commands]
            preview = here.node.preview(asked, ALL)
            assert (here.untouched(), here.node.withheld("USA"), here.node.shipped("USA")) == untouched
            assert here.node.preview(asked, ALL) == preview
            await here.node.handle(asked, ALL)
            rows = [msgspec.json.decode(row.data, type=Event) for row in here.outbox()[sent:]]
            assert bodies(preview.released["USA"]) == bodies(rows)
            decided = here.lines()[-len(preview.decided) :]
            assert bodies(preview.decided) == bodies(decided)
            clocks = [event.clock for event in here.lines()]
            assert clocks == list(range(clocks[0], clocks[0] + len(clocks))), "a preview moved the clock"
            assert len(rows) == len(commands)
            for field in withhold:
                assert all(f'"{field}"'.encode() not in bytes(row.body) for row in rows)

    asyncio.run(run())


def test_without_a_label_nothing_is_released_and_the_preview_says_so(tmp_path):
    async def run():
        async with running(tmp_path) as here:
            await here.do(PARKING, CRAFT)
            asked = [here.submit(c) for c in (ENTRY, K9)]
            preview = here.node.preview(asked, ALL)
            await here.node.handle(asked, ALL)
            assert preview.released == {"USA": ()}
            assert [(r.kind, r.field, r.rule.key) for r in preview.removed["USA"]] == [
                ("watch.EntryLogged", "", "release-no-label"),
                ("plan.TaskAdded", "", "release-no-label"),
            ]
            assert here.outbox() == []

    asyncio.run(run())


def bodies(shown):
    return [(s.kind, bytes(s.body)) for s in shown]


def test_it_says_which_field_stays_at_home_by_which_rule(tmp_path):
    async def run():
        async with running(tmp_path) as here:
            await here.do(PARKING, rel_to=("USA",))
            await here.do(CRAFT)
            preview = here.node.preview([here.submit(K9, rel_to=("USA",), withhold=("due",))], ALL)
            removed = [(r.kind, r.field, r.rule) for r in preview.removed["USA"]]
            assert ("plan.TaskAdded", "due", told("release-field-withheld")) in removed
            assert ("plan.TaskAdded", "uses.resource", told("release-reference-not-held")) in removed
            body = msgspec.json.decode(preview.released["USA"][0].body)
            assert body["uses"] == [{"resource": "parking:x", "quantity": 6}]
            assert "due" not in body
            assert "c2" not in str(body)

    asyncio.run(run())


def test_an_event_about_what_the_partner_does_not_have_stays_at_home(tmp_path):
    async def run():
        async with running(tmp_path) as here:
            await here.do(PARKING, CRAFT)
            answer = await here.do(K9)
            edit = EditTask(task="K9", based_on=answer.events[0], due=hour(80))
            preview = here.node.preview([here.submit(edit, rel_to=("USA",))], ALL)
            assert preview.released == {"USA": ()}
            assert [r.rule.key for r in preview.removed["USA"]] == ["release-subject-not-held"]

    asyncio.run(run())


def test_a_refusal_is_previewed_as_its_reason_and_a_conflict_is_one(tmp_path):
    async def run():
        async with running(tmp_path) as here:
            refused = here.node.preview([here.submit(K9)], as_role("watch_officer"))
            assert refused == Preview(refused=told("node-role-missing", roles=Name("planner", "計画担当")))
            stranger = here.node.preview([here.submit(ENTRY, rel_to=("KOR",))], ALL)
            assert stranger.refused == told("node-no-partner", nation="KOR")
            await here.do(PARKING, CRAFT)
            await here.do(K9)
            with pytest.raises(Conflict):
                here.node.preview([here.submit(EditTask(task="K9", based_on="old", due=hour(9)))], ALL)
            assert here.node.position == 3

    asyncio.run(run())


def test_a_counter_is_previewed_with_its_terms(tmp_path):
    async def run():
        async with running(tmp_path / "j") as japan, running(tmp_path / "u", "USA", ("JPN",)) as states:
            await states.do(DraftRequest("R7", content()))
            await states.do(SendRequest("R7"), rel_to=("JPN",))
            await carry(states, japan)
            version = japan.node.state("requests").requests["R7"].standing.version
            counter = TakeAct("R7", "counter", version, Terms(total=10, otherwise=8, start=hour(28), end=hour(76)))
            preview = japan.node.preview([japan.submit(counter, rel_to=("USA",))], as_role("liaison_officer"))
            (shown,) = preview.released["USA"]
            assert msgspec.json.decode(shown.body)["terms"] == {
                "total": 10,
                "otherwise": 8,
                "start": "2026-02-10T19:30:00Z",
                "end": "2026-02-12T19:30:00Z",
            }
            unlabelled = japan.node.preview([japan.submit(counter)], as_role("liaison_officer"))
            assert unlabelled.refused == told("requests-label-missing", nation="USA")

    asyncio.run(run())


def test_a_changed_label_is_previewed_with_what_it_releases(tmp_path):
    async def run():
        async with running(tmp_path) as here:
            answer = await here.do(ENTRY)
            event = answer.events[0]
            asked = [here.submit(SetLabel(event, event, ("USA",)))]
            preview = here.node.preview(asked, ALL)
            await here.node.handle(asked, ALL)
            rows = [msgspec.json.decode(row.data, type=Event) for row in here.outbox()]
            assert bodies(preview.released["USA"]) == bodies(rows)

    asyncio.run(run())
