"""A node made of fixture files, for tests of the pages alone: serves them, answers the API, keeps what it was told.

Knows the form of the HTTP API and no rule of the product: whether a command is allowed is the real node's business.
"""

import asyncio
import copy
import json
import mimetypes
import threading
from datetime import datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

FIXTURES = Path(__file__).parent / "fixtures"
ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "src/renkei"
FONTS = ROOT / "packages/renkei-basemap/src/renkei_basemap/files"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PASSWORD = "correct horse"
"""What the fixture's user signs in with."""


def fixture(name):
    """Return the content of a fixture file."""
    return json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


class FakeNode:
    """State of one fake node, seen by one nation; every command that it was sent stays in `commands`."""

    def __init__(self, nation="USA", roles=("planner", "liaison_officer"), language="en"):
        names = ("session", "clock", "matrix", "requests", "link", "log", "places", "units", "jobs")
        self.views = {name: fixture(name) for name in names}
        self.nation = nation
        self.commands = []
        self.previews = []
        self.asked = []
        self.signed_in = True
        self.refuse = None
        self.listeners = set()
        self.polls = {}
        self.took = threading.Condition()
        self._as_seen(roles, language)
        self.views["joint"] = [{"partner": self.partner, "asked": False, "job": None}]

    @property
    def partner(self):
        """The other nation."""
        return self.views["session"]["partners"][0]["nation"]

    def _as_seen(self, roles, language):
        session, matrix, link = self.views["session"], self.views["matrix"], self.views["link"]
        session.update(roles=sorted(roles), language=language)
        if self.nation == "JPN":
            own, other = session["partners"][0], {"nation": "USA", "name": session["name"]}
            session.update(nation="JPN", node="jjoc", name=own["name"], user="jp-planner", partners=[other])
            link["partners"][0].update(nation="USA", name=other["name"])
            for request in self.views["requests"]:
                request["own_side"] = {"asker": "provider", "provider": "asker"}.get(request["own_side"], "register")
        if self.nation == "USA":
            matrix["bars"] = [bar for bar in matrix["bars"] if self.nation in bar["rel_to"]]
        for lane in matrix["lanes"]:
            lane["own"] = lane["nation"] == self.nation
        used = {bar["lane"] for bar in matrix["bars"]}
        matrix["lanes"] = [lane for lane in matrix["lanes"] if lane["own"] or lane["id"] in used]
        for bar in matrix["bars"]:
            bar["own"] = bar["owner"] == self.nation
        matrix["labels"] = [[*bar["rel_to"], bar["owner"]] for bar in matrix["bars"]]

    def bar(self, task):
        """Return a task of the matrix."""
        return next(bar for bar in self.views["matrix"]["bars"] if bar["task"] == task)

    def tell(self, *keys):
        """Tell every open stream that some views changed."""
        self.views["matrix"]["position"] += 1
        for queue in self.listeners:
            queue.put_nowait(list(keys))

    def close(self):
        """End every open stream."""
        for queue in self.listeners:
            queue.put_nowait(None)

    def take(self, command):
        """Record a command and change what the pages will read next."""
        with self.took:
            self.commands.append(command)
            self.took.notify_all()
        body, kind = command["body"], command["kind"]
        if kind in ("plan.MoveTask", "plan.EditTask", "plan.CancelTask", "plan.UndoChange"):
            self._change(kind, body)
        elif kind == "plan.AddTask":
            self._add(body)
        elif kind == "requests.TranslateText":
            request = next(r for r in self.views["requests"] if r["id"] == body["request"])
            request["need"][body["language"]] = body["text"]
            request["need"]["status"][body["language"]] = "human"
        elif kind == "requests.JudgeDuplicate":
            self._judge(body)
        return f"e{1000 + len(self.commands)}"

    def newest(self, kind, within_s=10):
        """Wait for a command of a kind and return the newest one."""

        def found():
            return next((command for command in reversed(self.commands) if command["kind"] == kind), None)

        with self.took:
            assert self.took.wait_for(found, within_s), f"no {kind} among {[c['kind'] for c in self.commands]}"
            return found()

    def _change(self, kind, body):
        bar = self.bar(body["task"])
        if kind == "plan.UndoChange":
            bar.update(bar.pop("before", {}))
            return
        before = copy.deepcopy({k: v for k, v in bar.items() if k != "before"})
        if kind == "plan.MoveTask":
            bar.update(start=body["start"], end=shifted(body["start"], bar["duration_min"]))
        elif kind == "plan.CancelTask":
            bar["status"] = "cancelled"
        else:
            bar.update({k: v for k, v in body.items() if k in bar and k != "task"})
            bar["uses"] = before["uses"]
        bar.update(before=before, version=f"{bar['version']}+")

    def _add(self, body):
        bars = self.views["matrix"]["bars"]
        own = next(lane for lane in self.views["matrix"]["lanes"] if lane["own"])
        bar = copy.deepcopy(bars[0]) | {
            "task": body["task"], "name": body["name"], "owner": self.nation, "own": True, "lane": own["id"],
            "status": "planned", "start": None, "end": None, "duration_min": body["duration"]["likely_min"],
            "after": body["after"], "uses": [], "earliest": body["earliest"], "due": body["due"],
            "version": f"v-{body['task']}-1", "rel_to": [self.nation],
        }  # fmt: skip
        bars.append(bar)

    def _judge(self, body):
        for request in self.views["requests"]:
            for duplicate in request["duplicates"]:
                if {request["id"], duplicate["request"]} == {body["request"], body["of"]}:
                    duplicate["state"] = "confirmed" if body["same"] else "dismissed"

    def preview(self, command):
        """Return what the partner would see, by the command's label alone."""
        label = command["label"] or {"rel_to": [], "withhold": []}
        partner = self.views["session"]["partners"][0]["nation"]
        body = {k: v for k, v in command["body"].items() if k not in label.get("withhold", [])}
        shown = [{"kind": command["kind"], "body": body}] if partner in label["rel_to"] else []
        kept = label.get("withhold", []) if shown else [""]
        rule = {"key": "fixture-withheld", "facts": {}}
        removed = [{"kind": command["kind"], "field": field, "rule": rule} for field in kept]
        return {
            "decided": [{"kind": command["kind"], "body": command["body"]}],
            "released": {partner: shown},
            "removed": {partner: removed},
            "refused": None,
        }


def shifted(start, minutes):
    """Return a moment some minutes later, in the form of the wire."""
    if start is None:
        return None
    end = datetime.fromisoformat(start) + timedelta(minutes=minutes)
    return end.strftime("%Y-%m-%dT%H:%M:%SZ")


def signed_out():
    error = {"kind": "signed-out", "key": "web-signed-out", "facts": {}, "place": ""}
    return JSONResponse({"error": error}, 401)


def create_app(node):
    """Return the web application of a fake node."""
    mimetypes.add_type("text/javascript", ".mjs")
    mimetypes.add_type("font/woff2", ".woff2")
    pages = ("matrix", "map", "requests", "log", "link")
    routes = [
        Route("/", lambda _: RedirectResponse("/matrix", 303)),
        Route("/sign-in", lambda _: FileResponse(PRODUCT / "web/static/sign_in.html")),
        *(Route(f"/{page}", lambda _: FileResponse(PRODUCT / "web/static/index.html")) for page in pages),
        *api(node),
        Route("/locale/{language}.ftl", texts),
        Route("/favicon.ico", lambda _: FileResponse(PRODUCT / "web/static/favicon.ico")),
        Mount("/static", StaticFiles(directory=PRODUCT / "web/static")),
        Mount("/vendor", StaticFiles(directory=PRODUCT / "web/vendor")),
        Mount("/basemap", StaticFiles(directory=FONTS)),
    ]
    return with_policy(Starlette(routes=routes))


def with_policy(app):
    """Give every answer the node's content-security policy."""

    async def wrapped(scope, receive, send):
        async def guarded(message):
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", POLICY.encode())]
            await send(message)

        await app(scope, receive, guarded)

    return wrapped


async def texts(request):
    """Return the product's texts of a language and those of the fixtures."""
    language = request.path_params["language"]
    files = [*sorted((PRODUCT / "locale" / language).glob("*.ftl")), FIXTURES / f"{language}.ftl"]
    return PlainTextResponse("\n".join(file.read_text("utf-8") for file in files))


def api(node):
    """Return the routes of the interface."""

    def view(name):
        async def read(_):
            return JSONResponse(node.views[name]) if node.signed_in else signed_out()

        return read

    async def commands(request):
        asked = await request.json()
        several = asked if isinstance(asked, list) else [asked]
        if request.headers.get("x-renkei-token") != node.views["session"]["csrf"]:
            return JSONResponse(
                {
                    "error": {
                        "kind": "refused",
                        "key": "web-token-missing",
                        "facts": {"header": "X-Renkei-Token"},
                        "place": "",
                    }
                },
                403,
            )
        if node.refuse:
            return JSONResponse({"error": node.refuse}, 403)
        events = [node.take(command) for command in several]
        node.tell("matrix", "requests", "log")
        return JSONResponse({"position": node.views["matrix"]["position"], "events": events})

    async def preview(request):
        asked = await request.json()
        node.previews.append(asked)
        return JSONResponse(node.preview(asked[-1] if isinstance(asked, list) else asked))

    return [
        *(
            Route(f"/api/{name}", view(name))
            for name in ("session", "clock", "matrix", "requests", "link", "places", "units", "joint")
        ),
        Route("/api/claims", lambda _: JSONResponse([])),
        Route("/api/picture", lambda _: JSONResponse({"position": 0, "tracks": [], "counts": {}})),
        Route("/api/log", lambda request: JSONResponse(log_page(node, request.query_params))),
        Route("/api/stream", lambda _: StreamingResponse(frames(node), media_type="text/event-stream")),
        Route("/api/commands", commands, methods=["POST"]),
        Route("/api/preview", preview, methods=["POST"]),
        *work(node),
        *doors(node),
    ]


def log_page(node, query):
    """Return one page of the log as the node pages it: newest first, words in kind, author, origin or body."""
    words = query.get("filter", "").lower().split()
    rows = [row for row in node.views["log"] if all(word in json.dumps(row).lower() for word in words)]
    if query.get("shared"):
        rows = [row for row in rows if row["shared"]]
    before, limit = int(query.get("before") or 10**9), int(query.get("limit") or 500)
    page = [row for row in rows if row["number"] < before][:limit]
    more = len(page) < len([row for row in rows if row["number"] < before])
    total = None if words and more else len(rows)
    return {"rows": page, "next": page[-1]["number"] if more else None, "total": total}


async def frames(node):
    """Yield what changed, as it changes."""
    queue = asyncio.Queue()
    node.listeners.add(queue)
    try:
        yield b"retry: 1000\n\n"
        while True:
            keys = await queue.get()
            if keys is None:
                return
            data = json.dumps({"position": node.views["matrix"]["position"], "keys": keys})
            yield f"event: changed\ndata: {data}\n\n".encode()
    finally:
        node.listeners.discard(queue)


def work(node):
    """Return the routes of jobs and of the exercise: a job runs for two looks at it."""

    async def start(request):
        kind = request.path_params["kind"]
        node.asked.append((kind, await request.json()))
        node.polls[kind] = 0
        return JSONResponse({"job": kind}, 202)

    async def look(request):
        kind = request.path_params["job"]
        node.polls[kind] += 1
        done = node.polls[kind] > 1
        progress = {"found": 1, "bound": 2, "objective": 2, "seconds": 0.4}
        result = node.views["jobs"][kind] if done else None
        return JSONResponse(
            {"job": kind, "kind": kind, "state": "done" if done else "running", "progress": progress, "result": result}
        )

    async def exercise(request):
        node.asked.append(("exercise", request.path_params["what"]))
        node.views["clock"]["running"] = request.path_params["what"] == "run"
        return Response(status_code=204)

    return [
        Route("/api/plan/{kind}", start, methods=["POST"]),
        Route("/api/jobs/{job}", look),
        Route("/api/jobs/{job}/cancel", lambda _: Response(status_code=204), methods=["POST"]),
        Route("/api/exercise/{what}", exercise, methods=["POST"]),
    ]


def doors(node):
    """Return the routes of signing in and out."""

    async def sign_in(request):
        asked = await request.json()
        if asked["password"] != PASSWORD:
            error = {"kind": "refused", "key": "fixture-wrong-password", "facts": {}, "place": ""}
            return JSONResponse({"error": error}, 403)
        node.signed_in = True
        return Response(status_code=204)

    async def sign_out(_):
        node.signed_in = False
        return Response(status_code=204)

    return [
        Route("/api/sign-in", sign_in, methods=["POST"]),
        Route("/api/sign-out", sign_out, methods=["POST"]),
    ]
