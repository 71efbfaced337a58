"""Commands over HTTP: refusals, conflicts, repeats, authors; and the partner's things, which nobody here can touch."""

import asyncio

from renkei.kernel.names import Name
from renkei.locale import known
from renkei.node.table import COMMANDS
from renkei.plan.model import AddResource, AddTask, Duration, Resource, Use
from renkei.requests.model import DraftRequest, SendRequest
from tests.kernel.facts import hour
from tests.node.facts import ROLES, carry, running
from tests.requests.facts import content
from tests.web_api.facts import ENTRY, TASK, played, served


def test_refusals_and_conflicts_have_their_own_status(tmp_path):
    async def scenario(here):
        planner = await here.signed_in("planner")
        watch = await here.signed_in("watch_officer")
        refused = await watch.act("plan.AddTask", TASK)
        assert refused.status_code == 403
        assert refused.json() == {
            "error": {
                "kind": "refused",
                "key": "node-role-missing",
                "facts": {"roles": {"en": "planner", "ja": "計画担当"}},
                "place": "",
            }
        }
        added = await planner.act("plan.AddTask", TASK)
        assert added.status_code == 200
        assert added.json() == {"position": 1, "events": ["JPN-000000"]}
        stale = await planner.act("plan.EditTask", {"task": "K1", "based_on": "old", "name": {"en": "y"}})
        assert (stale.status_code, stale.json()["error"]["kind"]) == (409, "conflict")
        stranger = await watch.act("watch.LogEntry", ENTRY, ("KOR",))
        assert (stranger.status_code, stranger.json()["error"]["key"]) == (403, "node-no-partner")
        assert here.here.node.position == 1

    played(tmp_path, scenario)


def command(**changes):
    return {"id": "c1", "kind": "watch.LogEntry", "body": ENTRY} | changes


def test_a_repeat_over_http_is_answered_as_the_first(tmp_path):
    async def scenario(here):
        client = await here.signed_in("watch_officer")
        answers = [await client.post("/api/commands", json=command()) for _ in range(3)]
        assert {a.text for a in answers} == {'{"position":1,"events":["JPN-000000"]}'}
        listed = await client.post("/api/commands", json=[command(id="a"), command(id="c1")])
        assert listed.json()["error"]["key"] == "node-command-repeated"
        assert here.here.reader.position() == 1

    played(tmp_path, scenario)


def test_the_author_is_the_session_and_nothing_that_a_client_says(tmp_path):
    async def scenario(here):
        client = await here.signed_in("watch_officer")
        await client.act("watch.LogEntry", ENTRY)
        (event,) = here.here.lines()
        session = (await client.get("/api/session")).json()
        assert event.author == session["token"]
        assert event.author.startswith("watch_officer:")
        assert session["user"] not in event.author

    played(tmp_path, scenario)


THEIRS = "K8"
PARTNERS = {
    # every command that names a task, unit or capacity -> body on the partner's, and the reason
    "plan.AddTask": (TASK | {"task": "K99", "owner": "USA"}, "plan-partner-task"),
    "plan.EditTask": ({"task": THEIRS, "based_on": "v", "name": {"en": "ours now"}}, "plan-partner-task"),
    "plan.CancelTask": ({"task": THEIRS, "based_on": "v"}, "plan-partner-task"),
    "plan.MoveTask": ({"task": THEIRS, "based_on": "v", "start": "2026-02-11T00:00:00Z"}, "plan-partner-task"),
    "plan.CommitTask": ({"task": THEIRS, "based_on": "v"}, "plan-partner-task"),
    "plan.ReportTask": ({"task": THEIRS, "report": "started", "at": "2026-02-09T00:00:00Z"}, "plan-partner-task"),
    "plan.AdoptPlan": (
        {
            "based_on": {THEIRS: "v"},
            "schedule": [{"task": THEIRS, "start": "2026-02-11T00:00:00Z", "end": "2026-02-13T00:00:00Z"}],
        },
        "plan-partner-task",
    ),
    "plan.UndoChange": ({"task": THEIRS, "change": "v"}, "plan-partner-task"),
    "plan.AddResource": (
        {"resource": {"id": "us-mv22", "owner": "USA", "capacity": 8}},
        "plan-partner-unit",
    ),
    "plan.SetCapacity": ({"resource": "us-c130", "based_on": "v", "capacity": 1}, "plan-partner-unit"),
    "plan.AddConstraint": (
        {"constraint": {"kind": "after", "id": "c", "task": THEIRS, "of": "K1"}},
        "plan-constraint-not-own",
    ),
    "forces.RegisterUnit": (
        {"unit": "lha7", "owner": "USA", "name": {}, "type": "ship", "count": 1},
        "forces-partner-unit",
    ),
}  # fmt: skip
HARMLESS = {
    "plan.StartPlan", "plan.AddPlace", "plan.AddPhase", "plan.AddDecision",  # name no task
    "plan.RemoveConstraint", "plan.AcceptSequence",  # tested with the plan: need the partner's own act first
}  # fmt: skip


async def with_partners_task(directory, here):
    """Let the U.S. node add a task and a unit and release both, and carry them here."""
    async with running(directory, "USA", ("JPN",)) as states:
        unit = Resource(id="us-c130", owner="USA", name=Name("C-130"), capacity=6)
        task = AddTask(
            task=THEIRS, duration=Duration(2880), name=Name("bridge"), due=hour(76), uses=(Use("us-c130", 4),)
        )
        await states.do(AddResource(resource=unit), rel_to=("JPN",))
        await states.do(task, rel_to=("JPN",))
        await states.do(DraftRequest("R7", content()))
        await states.do(SendRequest("R7"), rel_to=("JPN",))
        await carry(states, here)
    assert here.node.state("plan").tasks[THEIRS].owner == "USA"


def test_every_plan_command_is_tested_on_the_partners_task():
    plan = {kind for kind in COMMANDS if kind.startswith("plan.")}
    assert plan == {kind for kind in PARTNERS if kind.startswith("plan.")} | HARMLESS


def test_no_command_tasks_the_partner_and_each_says_why(tmp_path):
    async def scenario(here):
        await with_partners_task(tmp_path / "states", here.here)
        client = await here.signed_in(*ROLES)
        before = here.here.untouched()
        states = here.here.node.state("plan")
        version = states.versions[f"task:{THEIRS}"]
        for kind, (body, key) in PARTNERS.items():
            filled = {
                k: {"v": version, "plan": states.version}.get(v, v) if isinstance(v, str) else v
                for k, v in body.items()
            }
            for rel_to in ((), ("USA",)):
                answer = await client.act(kind, filled, rel_to)
                assert (answer.status_code, answer.json()["error"]["key"]) == (403, key), (kind, answer.text)
                assert answer.json()["error"]["kind"] == "refused"
                assert known(key)
            previewed = await client.post("/api/preview", json=client.asked(kind, filled, ("USA",)))
            assert previewed.json()["refused"]["key"] == key, kind
        assert here.here.untouched() == before

    played(tmp_path / "japan", scenario)


def test_a_wish_about_the_partners_task_is_a_request_that_changes_nothing_of_it(tmp_path):
    async def scenario(here):
        await with_partners_task(tmp_path / "states", here.here)
        planner = await here.signed_in("planner")
        before = (await planner.get("/api/matrix")).json()
        wish = {
            "request": "W1",
            "content": {
                "need": {"en": "please move your bridge"},
                "channel": "JPN->USA",
                "asker": "JPN",
                "provider": "USA",
                "move": {"task": THEIRS, "start": "2026-02-11T00:00:00Z", "end": "2026-02-13T00:00:00Z"},
            },
        }
        assert (await planner.act("requests.DraftRequest", wish)).status_code == 200
        after = (await planner.get("/api/matrix")).json()
        assert bars(after) == bars(before)
        refused = await planner.act("requests.SendRequest", {"request": "W1"}, ("USA",))
        assert refused.json()["error"]["facts"]["roles"]["en"] == "liaison officer"

    played(tmp_path / "japan", scenario)


def bars(matrix):
    return [(b["task"], b["owner"], b["start"], b["version"]) for b in matrix["bars"]]


def test_every_view_of_a_full_node_is_answered(tmp_path):
    async def scenario(here):
        await with_partners_task(tmp_path / "states", here.here)
        client = await here.signed_in(*ROLES)
        for kind, body in (
            ("watch.LogEntry", ENTRY),
            ("forces.RegisterPlace", {"place": "p", "name": {"en": "p"}, "kind": "port"}),
            ("forces.ReportPlace", {"place": "p", "status": "open", "source": "press"}),
            ("claims.StateFigure", {"subject": "food", "figure": "1億800万食"}),
            ("plan.AddTask", TASK),
        ):
            assert (await client.act(kind, body)).status_code == 200
        views = {}
        for path in (
            "matrix",
            "requests",
            "log",
            "log?shared=1",
            "places",
            "units",
            "claims",
            "link",
            "digest",
            "clock",
        ):
            answer = await client.get(f"/api/{path}")
            assert answer.status_code == 200, path
            views[path] = answer.json()
        assert [r["id"] for r in views["requests"]] == ["R7"]
        assert [p["status"]["value"] for p in views["places"]] == ["open"]
        assert views["claims"][0]["figures"][0]["figure"]["source"] == "1億800万食"
        assert views["link"]["partners"][0]["withheld"] == 5
        assert views["log"]["total"] == 8
        assert {r["origin"] for r in views["log?shared=1"]["rows"]} == {"USA"}
        assert views["digest"]["digests"] == dict(here.here.node.digests())

    played(tmp_path / "japan", scenario)


def test_the_exercise_clock_is_the_controllers_and_only_in_an_exercise(tmp_path):
    async def scenario(here):
        body = {"now": "2026-02-10T00:00:00Z", "running": False, "speed": 0.0}
        watch = await here.signed_in("watch_officer")
        for path in ("/api/exercise/clock", "/api/exercise/next", "/api/exercise/taken"):
            answer = await watch.post(path, json=body)
            assert answer.json()["error"]["facts"]["roles"]["en"] == "exercise controller"
        controller = await here.signed_in("exercise_controller")
        assert (await controller.post("/api/exercise/clock", json=body)).status_code == 204
        assert (await controller.post("/api/exercise/next")).status_code == 204
        assert (await controller.get("/api/exercise")).json()["asked"] == ["next"]
        assert (await controller.post("/api/exercise/taken")).json() == ["next"]
        unknown = await controller.post("/api/exercise/rewind")
        assert unknown.json()["error"]["key"] == "exercise-ask-unknown"
        late = await controller.post("/api/exercise/clock", json=body | {"now": "8999-12-31T23:59:59Z"})
        assert (late.status_code, late.json()["error"]["key"]) == (403, "exercise-year")
        fast = await controller.post("/api/exercise/clock", json=body | {"speed": 1e9})
        assert fast.json()["error"]["key"] == "exercise-speed"

    async def outside(here):
        controller = await here.signed_in("exercise_controller")
        assert (await controller.get("/api/exercise")).json()["error"]["key"] == "web-no-exercise"

    played(tmp_path / "a", scenario)
    played(tmp_path / "b", outside, exercise=False)


def test_a_solve_of_what_is_not_there_or_not_ours_is_refused(tmp_path):
    """Nothing could be placed, and an empty schedule would be called verified."""

    async def run():
        async with served(tmp_path / "j") as japan, running(tmp_path / "u", "USA", ("JPN",)) as states:
            await states.do(AddTask(task="U1", duration=Duration(60), name=Name("x")), rel_to=("JPN",))
            await carry(states, japan.here)
            planner = await japan.signed_in("planner")
            for task, key in (("zzz", "plan-unknown-task"), ("U1", "plan-partner-task")):
                answer = await planner.post("/api/plan/solve", json={"tasks": [task]})
                assert (answer.status_code, answer.json()["error"]["key"]) == (403, key)

    asyncio.run(run())
