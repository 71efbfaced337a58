"""Who gets in: nothing without a session but the sign-in page and what it is made of, no change without the token."""

import asyncio

import pytest
from starlette.routing import Mount

from renkei.accounts.attempts import USER_MAX
from renkei.web.answers import BODY_MAX
from renkei.web.security import HEADERS, OPEN_PATHS, POLICY
from tests.web_api.facts import played, served

OPEN_ROUTES = ("/sign-in", "/api/sign-in", "/locale/{language}.ftl", "/favicon.ico", "/static", "/vendor")
"""Routes that anybody reaches; a route that is added and not listed here must be behind the session."""
OTHERS = ("PUT", "PATCH", "DELETE", "OPTIONS")


def routes(app):
    """Return (method, path with every parameter filled in, route) of every route."""
    found = []
    for route in app.routes:
        path = route.path.replace("{job}", "j1").replace("{kind}", "check").replace("{what}", "next")
        path = path.replace("{language}", "en") + ("/x" if isinstance(route, Mount) else "")
        methods = {"GET"} if isinstance(route, Mount) else route.methods
        found += [(method, path, route.path) for method in sorted(methods)]
    return found


def test_nothing_is_served_without_a_session_but_the_sign_in_page_and_its_assets(tmp_path):
    async def scenario(here):
        client = here.client()
        seen = {}
        for method, path, route in routes(here.app):
            answer = await client.http.request(method, path)
            seen.setdefault(route, set()).add(answer.status_code)
            if route in OPEN_ROUTES:
                continue
            if path.startswith("/api/"):
                assert answer.status_code == 401, (method, path)
                assert method == "HEAD" or answer.json()["error"]["key"] == "web-signed-out"
            else:
                assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), (method, path)
                assert answer.content == b""
        assert set(OPEN_ROUTES) <= set(seen)
        assert {route for route in seen if route.startswith("/api/")} - {"/api/sign-in"}
        assert (await client.get("/api/anything-else")).status_code == 401

    played(tmp_path, scenario)


def test_the_open_paths_are_these():
    assert OPEN_PATHS == (
        "/sign-in",
        "/api/sign-in",
        "/static/",
        "/vendor/",
        "/locale/",
        "/basemap/fonts/",
        "/favicon.ico",
    )


def test_a_wrong_cookie_is_no_session(tmp_path):
    async def scenario(here):
        client = here.client()
        for value in ("", "x", "x" * 10_000, "é"):
            client.http.cookies.clear()
            answer = await client.get("/api/session", headers={"Cookie": f"renkei_jpn={value}".encode()})
            assert answer.status_code == 401, value

    played(tmp_path, scenario)


def test_no_change_without_the_token_of_the_session(tmp_path):
    async def scenario(here):
        client = await here.signed_in("watch_officer")
        other = await here.signed_in("planner")
        for method, path, _ in [(m, p, r) for m, p, r in routes(here.app) if m == "POST" and r != "/api/sign-in"]:
            for headers in ({}, {"X-Renkei-Token": ""}, {"X-Renkei-Token": other.csrf}):
                answer = await client.http.request(method, path, headers=headers, content=b"{}")
                assert (answer.status_code, answer.json()["error"]["key"]) == (403, "web-token-missing"), path
        for method in OTHERS:
            answer = await client.http.request(method, "/api/commands")
            assert (answer.status_code, answer.json()["error"]["key"]) == (403, "web-token-missing"), method
        assert here.here.node.position == 0

    played(tmp_path, scenario)


def test_the_cookie_names_the_node_and_no_script_reads_it(tmp_path):
    async def scenario(here):
        client = here.client()
        password = here.accounts.add("a", ["planner"], "ja", here.here.moments.recorded(), "exercise")
        answer = await client.sign_in("a", password)
        (cookie,) = answer.headers.get_list("set-cookie")
        assert cookie.startswith("renkei_jpn=")
        assert {part.strip().lower() for part in cookie.split(";")[1:]} >= {"httponly", "samesite=strict", "path=/"}

    played(tmp_path, scenario)


def test_one_browser_holds_the_sessions_of_both_nodes(tmp_path):
    async def run():
        async with served(tmp_path / "j") as japan, served(tmp_path / "u", "USA", "JPN") as states:
            first, second = await japan.signed_in("planner"), await states.signed_in("planner")
            first.http.cookies.update(second.http.cookies)
            second.http.cookies.update(first.http.cookies)
            nations = [(await c.get("/api/session")).json()["nation"] for c in (first, second)]
            assert nations == ["JPN", "USA"]

    asyncio.run(run())


def test_every_answer_carries_the_security_headers(tmp_path):
    async def scenario(here):
        client = await here.signed_in("planner")
        stranger = here.client()
        for who in (client, stranger):
            for method, path, route in routes(here.app):
                if route == "/api/stream" and who is client:
                    continue  # the stream does not end
                answer = await who.http.request(method, path)
                assert {k: answer.headers.get(k) for k in HEADERS} == HEADERS, (method, path, answer.status_code)
        for answer in (
            await client.get("/nowhere"),
            await client.post("/api/commands", content=b"{"),
            await client.http.post("/api/commands"),
        ):
            assert {k: answer.headers.get(k) for k in HEADERS} == HEADERS

    played(tmp_path, scenario)


def test_the_policy_allows_nothing_from_anywhere_else_and_nothing_inline():
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["worker-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in POLICY
    assert "*" not in POLICY
    assert "http" not in POLICY


def test_no_answer_with_facts_is_kept_by_a_cache(tmp_path):
    async def scenario(here):
        client = await here.signed_in("planner")
        for path in ("session", "clock", "link", "matrix", "requests", "log", "places", "units", "claims", "picture"):
            answer = await client.get(f"/api/{path}")
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store"), path

    played(tmp_path, scenario)


def test_a_wrong_password_is_not_told_from_a_wrong_name_and_tries_are_limited(tmp_path):
    async def scenario(here):
        password = here.accounts.add("a", ["planner"], "en", here.here.moments.recorded(), "exercise")
        client = here.client()
        said = []
        for user in ("a", "nobody"):
            answer = await client.sign_in(user, "wrong")
            said.append((answer.status_code, answer.json()))
        assert said[0] == said[1]
        assert said[0][1]["error"]["key"] == "accounts-sign-in-wrong"
        for _ in range(USER_MAX - 1):
            assert (await client.sign_in("a", "wrong")).status_code == 403
        limited = await client.sign_in("a", password)
        assert limited.status_code == 429
        assert limited.json()["error"]["kind"] == "limit"
        assert limited.json()["error"]["key"] == "accounts-too-many-attempts"
        assert limited.json()["error"]["facts"]["seconds"] > 0

    played(tmp_path, scenario)


def test_signing_out_ends_the_session_also_for_a_kept_cookie(tmp_path):
    async def scenario(here):
        client = await here.signed_in("planner")
        kept = dict(client.http.cookies)
        assert (await client.post("/api/sign-out")).status_code == 204
        client.http.cookies.update(kept)
        assert (await client.get("/api/session")).status_code == 401

    played(tmp_path, scenario)


@pytest.mark.parametrize("extra", [0, 1])
def test_a_body_is_bounded(tmp_path, extra):
    async def scenario(here):
        client = await here.signed_in("watch_officer")
        content = b'{"id":"' + b"x" * (BODY_MAX - 9 + extra) + b'"}'
        assert len(content) == BODY_MAX + extra
        answer = await client.post("/api/commands", content=content)
        error = answer.json()["error"]
        assert (answer.status_code, error["key"]) == (400, "web-body-too-large" if extra else "web-field")
        if extra:
            assert error["facts"] == {"most": BODY_MAX}

    played(tmp_path, scenario)


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/vendor/..%2f..%2fapp.py", "/basemap/fonts/../log.sqlite"]
)
def test_no_path_leads_out_of_the_assets(tmp_path, path):
    async def scenario(here):
        assert (await here.client().get(path)).status_code in (303, 404)

    played(tmp_path, scenario)
