"""No label and a label for nobody are two things, for every command: the first keeps, the second keeps at home."""

import asyncio

import msgspec
import pytest

from renkei.claims.model import StateFigure
from renkei.forces.model import RegisterPlace, RegisterUnit, ReportPlace, ReportUnitDelay
from renkei.kernel.errors import Refused
from renkei.kernel.label import Label
from renkei.kernel.message import told
from renkei.kernel.names import Name
from renkei.node.node import NODE
from renkei.node.submission import Submission
from renkei.node.table import COMMANDS
from renkei.picture.model import JoinTracks, LabelSensor, SourceTrack, SplitTrack
from renkei.plan import model as plan
from renkei.plan.constraint import Deadline
from renkei.release.model import SetLabel
from renkei.requests.model import (
    CommitRequest,
    DraftAnswer,
    DraftRequest,
    JudgeDuplicate,
    RegisterNeed,
    SendRequest,
    TakeAct,
    TranslateText,
)
from renkei.watch.model import LogEntry, RecordLinkLost, RecordLinkRestored, RecordStreamHalted, RecordStreamResumed
from tests.kernel.facts import hour
from tests.node.facts import ALL, running
from tests.requests.facts import content

SHORT = plan.Duration(120)
RADAR, AIS = SourceTrack("JPN", "jpn-radar", "1"), SourceTrack("USA", "usa-ais", "1")
OWN = content(asker="JPN", provider="USA")

BEFORE = (
    RegisterPlace("port", Name("Port", "港"), "port"),
    RegisterUnit("u1", Name("U1"), "t", 1, "JPN"),
    plan.AddResource(resource=plan.Resource(id="pier", owner="JPN", kind="place", name=Name("pier"), capacity=1)),
    plan.AddTask(task="K1", duration=SHORT, name=Name("K1"), uses=(plan.Use("pier", 1),)),
    plan.AddTask(task="K2", duration=SHORT, name=Name("K2"), uses=(plan.Use("pier", 1),)),
    plan.AddConstraint(constraint=Deadline(id="c1", task="K1", latest=hour(90))),
    RegisterNeed("R1", content(asker="kochi", provider="JPN")),
    RegisterNeed("R2", content(asker="kochi", provider="JPN")),
    DraftRequest("R3", OWN),
    RegisterNeed("R4", content(asker="kochi", provider="JPN", need=Name("four stands", ""))),
)
"""What there is, all of it released to the partner where its kind can be."""


def on(here, kind, **fields):
    """Return a command on the version that the planner has read."""
    key = f"task:{fields.get('task', '')}"
    return kind(based_on=here.node.state("plan").versions[key], **fields)


async def with_time(here):
    await here.do(on(here, plan.MoveTask, task="K1", start=hour(5)), rel_to=("USA",))


async def with_sent(here):
    await here.do(SendRequest("R3"), rel_to=("USA",))


async def with_halt(here):
    await here.do(RecordStreamHalted("USA", told("watch-link-closed")), author=NODE)


def version(here, request="R3"):
    return here.node.state("requests").requests[request].standing.version


def adopt(here):
    based_on = {"K2": here.node.state("plan").versions["task:K2"]}
    return plan.AdoptPlan(based_on=based_on, schedule=(plan.Placed("K2", hour(8), hour(10)),))


def changed(kind, **fields):
    return lambda here: on(here, kind, **fields)


def always(command):
    return lambda _: command


CASES = {
    "release.SetLabel": lambda here: SetLabel(found := here.lines()[0].id, found, ("USA",), ("name",)),
    "forces.RegisterPlace": always(RegisterPlace("p2", Name("P2"), "port")),
    "forces.RegisterUnit": always(RegisterUnit("u2", Name("U2"), "t", 1, "JPN")),
    "forces.ReportPlace": always(ReportPlace("port", "open", "survey")),
    "forces.ReportUnitDelay": always(ReportUnitDelay("u1", 60)),
    "requests.DraftRequest": always(DraftRequest("R9", OWN)),
    "requests.RegisterNeed": always(RegisterNeed("R9", content(asker="kochi", provider="JPN"))),
    "requests.SendRequest": always(SendRequest("R3")),
    "requests.DraftAnswer": (lambda _: DraftAnswer("R3", "withdraw"), with_sent),
    "requests.TakeAct": (lambda here: TakeAct("R3", "withdraw", version(here)), with_sent),
    "requests.CommitRequest": (lambda here: CommitRequest("R1", version(here, "R1")), with_sent),
    "requests.TranslateText": always(TranslateText("R4", "ja", "4機の駐機")),
    "requests.JudgeDuplicate": always(JudgeDuplicate("R1", "R2", same=True)),
    "plan.StartPlan": always(plan.StartPlan(plan="p", title=Name("P"), origin=hour(0))),
    "plan.AddTask": always(plan.AddTask(task="K9", duration=SHORT, name=Name("K9"))),
    "plan.EditTask": changed(plan.EditTask, task="K1", due=hour(70)),
    "plan.CancelTask": changed(plan.CancelTask, task="K1"),
    "plan.MoveTask": changed(plan.MoveTask, task="K1", start=hour(6)),
    "plan.CommitTask": (changed(plan.CommitTask, task="K1"), with_time),
    "plan.ReportTask": always(plan.ReportTask(task="K1", report="started", at=hour(0))),
    "plan.AdoptPlan": adopt,
    "plan.AddResource": always(plan.AddResource(resource=plan.Resource(id="r9", owner="JPN", capacity=1))),
    "plan.SetCapacity": lambda here: plan.SetCapacity(
        resource="pier", based_on=here.node.state("plan").versions["resource:pier"], capacity=2
    ),
    "plan.AddPlace": always(plan.AddPlace(place=plan.Place(id="p9", name=Name("P9")))),
    "plan.AddPhase": always(plan.AddPhase(phase=plan.Phase(id="ph9", name=Name("I")))),
    "plan.AddDecision": always(plan.AddDecision(decision=plan.Decision(id="d9", name=Name("D")))),
    "plan.AddConstraint": always(plan.AddConstraint(constraint=Deadline(id="c9", task="K2", latest=hour(90)))),
    "plan.RemoveConstraint": lambda here: plan.RemoveConstraint(
        constraint="c1", based_on=here.node.state("plan").versions["constraint:JPN:c1"]
    ),
    "plan.AcceptSequence": always(plan.AcceptSequence(sequence=plan.Sequence("pier", "K1", "K2"))),
    "plan.UndoChange": (
        lambda here: plan.UndoChange(task="K1", change=here.node.state("plan").versions["task:K1"]),
        with_time,
    ),
    "claims.StateFigure": always(StateFigure("displaced", "about 2,000")),
    "watch.LogEntry": always(LogEntry(Name("aftershock", "余震"))),
    "watch.RecordLinkLost": always(RecordLinkLost("USA", told("watch-link-closed"))),
    "watch.RecordLinkRestored": always(RecordLinkRestored("USA", 3)),
    "watch.RecordStreamHalted": always(RecordStreamHalted("USA", told("watch-link-closed"))),
    "watch.RecordStreamResumed": (always(RecordStreamResumed("USA", inward=True)), with_halt),
    "picture.SplitTrack": always(SplitTrack(RADAR, AIS)),
    "picture.JoinTracks": always(JoinTracks(RADAR, AIS)),
    "picture.LabelSensor": always(LabelSensor("jpn-radar", ("USA",))),
}
"""Each kind of command, allowed on what there is; some need one more act before them."""

KEEPS = frozenset(
    {
        "plan.AcceptSequence",
        "plan.AdoptPlan",
        "plan.CancelTask",
        "plan.CommitTask",
        "plan.EditTask",
        "plan.MoveTask",
        "plan.RemoveConstraint",
        "plan.ReportTask",
        "plan.SetCapacity",
        "plan.UndoChange",
    }
)
"""Changes of a thing that has a label: without another it stays released as it was."""
CARRIES = frozenset({"requests.CommitRequest", "requests.SendRequest", "requests.TakeAct"})
"""Acts that are carried to the partner: refused unless their label lets it have them."""
SAYS = frozenset({"release.SetLabel"})
"""The release itself: the command, not its label, says who shall have the event."""


def crossed(tmp_path, kind, label):
    """Return what a command of a kind puts into the outbox under a label, or the reason why it is refused."""

    async def run():
        async with running(tmp_path) as here:
            await here.do(*BEFORE, rel_to=("USA",))
            case = CASES[kind] if isinstance(CASES[kind], tuple) else (CASES[kind],)
            for prepare in case[1:]:
                await prepare(here)
            sent, had = len(here.outbox()), len(here.lines())
            author = NODE if kind.startswith("watch.Record") else ALL
            try:
                await here.node.handle([Submission("asked", case[0](here), label)], author)
            except Refused as refusal:
                return refusal.key
            assert all(event.label.originator == "JPN" for event in here.lines())
            assert len(here.lines()) > had or kind == "watch.RecordLinkRestored"
            return [row.kind for row in here.outbox()[sent:]]

    return asyncio.run(run())


def test_every_command_is_here():
    assert set(CASES) == set(COMMANDS)


@pytest.mark.parametrize("kind", CASES)
def test_what_is_labelled_for_nobody_stays_at_home(tmp_path, kind):
    found = crossed(tmp_path, kind, Label("JPN"))
    if kind in CARRIES:
        assert found == ("requests-verb-not-now" if kind == "requests.CommitRequest" else "requests-label-missing")
    else:
        assert found == (["forces.PlaceRegistered"] if kind in SAYS else [])


@pytest.mark.parametrize("kind", CASES)
def test_what_has_no_label_is_released_as_its_object_was_and_otherwise_not_at_all(tmp_path, kind):
    found = crossed(tmp_path, kind, None)
    if kind in CARRIES:
        assert found == ("requests-verb-not-now" if kind == "requests.CommitRequest" else "requests-label-missing")
    elif kind in KEEPS:
        assert found
        assert found[0].startswith("plan.")
    else:
        assert found == (["forces.PlaceRegistered"] if kind in SAYS else [])


def test_what_was_kept_at_home_by_name_stays_there_until_a_label_says_otherwise(tmp_path):
    async def run():
        async with running(tmp_path) as here:
            await here.do(*BEFORE, rel_to=("USA",))
            sent = len(here.outbox())

            async def move(at, label):
                command = on(here, plan.MoveTask, task="K1", start=hour(at))
                await here.node.handle([here.submit(command, label=label)], ALL)
                return len(here.outbox()) - sent

            assert await move(5, Label("JPN")) == 0
            assert await move(6, None) == 0
            assert await move(7, Label("JPN", rel_to=("USA",))) == 1
            assert await move(8, None) == 2
            bodies = [msgspec.json.decode(row.data)["body"]["start"] for row in here.outbox()[sent:]]
            assert bodies == ["2026-02-09T22:30:00Z", "2026-02-09T23:30:00Z"]

    asyncio.run(run())


@pytest.mark.parametrize(
    ("label", "rows"),
    [
        (None, ["K1"]),
        (Label("JPN", rel_to=("USA",)), ["K1"]),
        (Label("JPN"), []),
    ],
)
def test_a_schedule_releases_no_task_further_than_its_own_label(tmp_path, label, rows):
    async def run():
        async with running(tmp_path) as here:
            await here.do(*BEFORE, rel_to=("USA",))
            await here.do(plan.AddTask(task="K3", duration=SHORT, name=Name("K3")), rel_to=())
            sent, versions = len(here.outbox()), here.node.state("plan").versions
            based_on = {key: versions[f"task:{key}"] for key in ("K1", "K3")}
            schedule = tuple(plan.Placed(key, hour(8), hour(10)) for key in based_on)
            command = plan.AdoptPlan(based_on=based_on, schedule=schedule)
            await here.node.handle([here.submit(command, label=label)], ALL)
            found = [msgspec.json.decode(row.data)["body"]["id"] for row in here.outbox()[sent:]]
            assert found == rows

    asyncio.run(run())


@pytest.mark.parametrize(
    ("command", "withhold"),
    [(plan.AddTask(task="K9", duration=SHORT, name=Name("K9")), ("priorty",)), (LogEntry(Name("x")), ("due",))],
)
def test_a_withheld_field_that_there_is_not_is_refused_and_previewed_so(tmp_path, command, withhold):
    async def run():
        async with running(tmp_path) as here:
            await here.do(*BEFORE, rel_to=("USA",))
            asked = [here.submit(command, rel_to=("USA",), withhold=withhold)]
            untouched = here.untouched()
            assert here.node.preview(asked, ALL).refused == told("release-field-unknown", field=withhold[0])
            with pytest.raises(Refused) as refusal:
                await here.node.handle(asked, ALL)
            assert (refusal.value.key, here.untouched()) == ("release-field-unknown", untouched)

    asyncio.run(run())


def test_a_changed_label_with_a_mistyped_field_changes_nothing(tmp_path):
    async def run():
        async with running(tmp_path) as here:
            answer = await here.do(LogEntry(Name("x")))
            (event,) = answer.events
            with pytest.raises(Refused) as refusal:
                await here.do(SetLabel(event, event, ("USA",), ("txt",)))
            assert (refusal.value.key, here.outbox()) == ("release-field-unknown", [])
            await here.do(SetLabel(event, event, ("USA",), ("subject",)))
            assert len(here.outbox()) == 1

    asyncio.run(run())
