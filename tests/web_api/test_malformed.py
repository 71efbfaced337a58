"""Bad input over HTTP: every wrong body, field, time and number says place and rule, and changes nothing."""

import msgspec

from renkei.locale import known
from renkei.node.submission import COMMANDS_MAX
from tests.node.facts import ROLES
from tests.web_api.facts import ENTRY, TASK, played


def command(**changes):
    return {"id": "c1", "kind": "watch.LogEntry", "body": ENTRY} | changes


def text(value):
    return msgspec.json.encode(value)


MALFORMED = (
    # bytes, key, place
    (b"", "web-field", ""),
    (b"{", "web-not-json", "/api/commands"),
    (b"not json", "web-not-json", "/api/commands"),
    (b"[1,", "web-not-json", "/api/commands"),
    (b"{}{}", "web-not-json", "/api/commands"),
    (b'{"id":"\\ud800"}', "web-not-json", "/api/commands"),
    (b'{"id":1e999}', None, None),
    (b"[]", "node-commands-most", "commands"),
    (text([command()] * (COMMANDS_MAX + 1)), "node-commands-most", "commands"),
    (b"7", "web-field", ""),
    (b'"x"', "web-field", ""),
    (b"null", "web-field", ""),
    (text([7]), "web-field", "[0]"),
    (text(command(id="")), "web-command-id", "id"),
    (text(command(id="x" * 129)), "web-command-id", "id"),
    (text(command(id=7)), "web-field", "id"),
    (text(command(kind="orders.IssueOrder")), "web-command-unknown", "kind"),
    (text(command(kind="LogEntry")), "web-command-unknown", "kind"),
    (text(command(kind="")), "web-command-unknown", "kind"),
    (text(command(kind=None)), "web-field", "kind"),
    (text(command(kind=[])), "web-field", "kind"),
    (text(command(unknown=1)), "web-field", ""),
    (text(command(body=[])), "web-field", "body"),
    (text(command(body={})), "web-field", "body."),
    (text(command(body={"text": "x"})), "web-field", "body.text"),
    (text(command(body={"text": {"en": 7}})), "web-field", "body.text.en"),
    (text(command(body=ENTRY | {"priority": "yes"})), "web-field", "body.priority"),
    (text(command(label={"rel_to": "USA"})), "web-field", "label.rel_to"),
    (text(command(label={"rel_to": [7]})), "web-field", "label.rel_to[0]"),
    (text(command(label={"originator": "USA"})), "web-field", "label"),
    (text(command(valid="2026-02-10T00:00:00")), "web-zone", "valid"),
    (text(command(valid="0001-01-01T00:00:00+14:00")), "web-year", "valid"),
    (text(command(valid="9999-12-31T23:59:59-14:00")), "web-year", "valid"),
    (text(command(valid="1899-12-31T23:59:59Z")), "web-year", "valid"),
    (text(command(valid="9000-01-01T00:00:00Z")), "web-year", "valid"),
    (
        text(command(kind="plan.AddTask", body=TASK | {"due": "0001-01-01T00:00:00+14:00"})),
        "web-year",
        "body.due",
    ),
    (text(command(valid="yesterday")), "web-field", "valid"),
    (text(command(valid=7)), "web-field", "valid"),
    (text([command(id="a"), command(id="b", body={"text": 1})]), "web-field", "[1]body.text"),
    (
        text(command(kind="forces.ReportPlace", body={"place": "p", "status": "sunk", "source": "press"})),
        "web-field",
        "body.status",
    ),
    (
        text(
            command(
                kind="forces.ReportPlace",
                body={"place": "p", "status": "open", "source": "press", "reopens": "2026-02-10T00:00:00"},
            )
        ),
        "web-field",
        "body.reopens",
    ),
    (
        text(command(kind="requests.TakeAct", body={"request": "R", "verb": "order", "based_on": ""})),
        "web-field",
        "body.verb",
    ),
    (text(command(kind="claims.StateFigure", body={"subject": "x", "figure": 7})), "web-field", "body.figure"),
)


def test_malformed_input_is_400_with_place_and_key_and_changes_nothing(tmp_path):
    async def scenario(here):
        client = await here.signed_in(*ROLES)
        for path in ("/api/commands", "/api/preview"):
            for body, key, place in MALFORMED:
                answer = await client.post(path, content=body)
                assert answer.status_code == 400, (body[:80], answer.text[:200])
                error = answer.json()["error"]
                assert error["kind"] == "malformed"
                assert known(error["key"])
                if key is not None:
                    assert (error["key"], error["place"]) == (key, place.replace("/api/commands", path)), body[:80]
        assert here.here.node.position == here.here.reader.position() == 0

    played(tmp_path, scenario)


ASK = {"need": {"en": "x"}, "channel": "JPN->USA", "asker": "JPN", "provider": "USA"}
ZONELESS = (
    ("plan.StartPlan", {"plan": "x", "title": {}, "origin": "2026-02-10T00:00:00"}, "body.origin"),
    ("plan.AddTask", TASK | {"due": "2026-02-10T00:00:00"}, "body.due"),
    ("plan.MoveTask", {"task": "K1", "based_on": "", "start": "2026-02-10T00:00:00"}, "body.start"),
    ("plan.ReportTask", {"task": "K1", "report": "started", "at": "2026-02-10T00:00:00"}, "body.at"),
    ("requests.DraftRequest", {"request": "R", "content": ASK | {"by": "2026-02-10T00:00:00"}}, "body.content.by"),
)


def test_bytes_that_are_no_text_or_nest_without_end_are_no_json(tmp_path):
    async def scenario(here):
        client = await here.signed_in(*ROLES)
        for body in (b'{"id":"\xff"}', b"[" * 100_000 + b"]" * 100_000):
            answer = await client.post("/api/commands", content=body)
            assert (answer.status_code, answer.json()["error"]["key"]) == (400, "web-not-json"), body[:20]

    played(tmp_path, scenario)


def test_a_time_without_a_zone_is_malformed_in_every_command(tmp_path):
    async def scenario(here):
        client = await here.signed_in(*ROLES)
        assert (await client.act("plan.AddTask", TASK)).status_code == 200
        for kind, body, place in ZONELESS:
            answer = await client.act(kind, body)
            error = answer.json()["error"]
            assert (answer.status_code, error["key"], error["place"]) == (400, "web-field", place), kind
            assert "timezone" in error["facts"]["reason"]["en"]
        assert here.here.node.position == 1

    played(tmp_path, scenario)


OTHER_BODIES = (
    ("/api/sign-in", b"{", "web-not-json"),
    ("/api/sign-in", b'{"user":"a"}', "web-field"),
    ("/api/sign-in", b'{"user":"a","password":7}', "web-field"),
    ("/api/sign-in", b'{"user":"a","password":"b","more":1}', "web-field"),
    ("/api/plan/check", b"[]", "web-field"),
    ("/api/plan/solve", b'{"limit_s":0}', "web-limit"),
    ("/api/plan/solve", b'{"limit_s":601}', "web-limit"),
    ("/api/plan/solve", b'{"limit_s":"x"}', "web-field"),
    ("/api/plan/solve", b'{"tasks":"K1"}', "web-field"),
    ("/api/plan/repair", b'{"unknown":1}', "web-field"),
    ("/api/plan/solve", b'{"seed":1180591620717411303424}', "web-field"),
    ("/api/plan/solve", b'{"seed":2147483648}', "web-field"),
    ("/api/plan/solve", b'{"tasks":[]}', "web-field"),
    ("/api/exercise/clock", b"{}", "web-field"),
    ("/api/exercise/clock", b'{"now":"2026-02-10T00:00:00"}', "web-zone"),
    ("/api/exercise/clock", b'{"now":"0001-01-01T00:00:00+14:00"}', "web-year"),
    ("/api/exercise/clock", b'{"now":"2026-02-10T00:00:00Z","speed":"fast"}', "web-field"),
)


def test_every_other_body_is_checked_too(tmp_path):
    async def scenario(here):
        client = await here.signed_in(*ROLES)
        for path, body, key in OTHER_BODIES:
            answer = await client.post(path, content=body)
            assert (answer.status_code, answer.json()["error"]["key"]) == (400, key), (path, body)

    played(tmp_path, scenario)


NUMBERS = ("x", "-1", "1.5", "²", "1e3", "9" * 5_000)


def test_a_wrong_number_in_an_address_is_malformed(tmp_path):
    async def scenario(here):
        client = await here.signed_in("planner")
        for name in ("before", "limit"):
            for value in NUMBERS:
                answer = await client.get("/api/log", params={name: value})
                error = answer.json()["error"]
                assert (answer.status_code, error["key"], error["place"]) == (400, "web-whole-number", name), value
        assert (await client.get("/api/jobs/nothing")).json()["error"]["key"] == "web-job-unknown"
        assert (await client.post("/api/jobs/nothing/cancel")).json()["error"]["key"] == "web-job-unknown"
        assert (await client.post("/api/plan/anything", content=b"{}")).status_code in (400, 403)

    played(tmp_path, scenario)
