"""Signing in when many knock: nobody on the machine keeps the others out, and the screens are served meanwhile."""

import asyncio
import re

from renkei.accounts import attempts
from renkei.accounts.attempts import ADDRESS_MAX, USER_MAX
from renkei.accounts.password import PASSWORD_MIN
from renkei.web import session
from renkei.web.app import STATIC
from tests.web_api.facts import played


def test_wrong_names_from_this_machine_keep_nobody_out(tmp_path, monkeypatch):
    monkeypatch.setattr(attempts, "DELAY_S", 0.001)

    async def scenario(here):
        stranger = here.client()
        for number in range(ADDRESS_MAX + 2):
            assert (await stranger.sign_in(f"user{number}", "wrong")).status_code == 403
        await here.signed_in("planner")

    played(tmp_path, scenario)


def test_a_burst_of_guesses_is_checked_no_oftener_than_one_after_the_other(tmp_path):
    async def scenario(here):
        await here.signed_in("planner")
        client = here.client()
        answers = await asyncio.gather(*(client.sign_in("planner", "wrong") for _ in range(60)))
        codes = sorted(answer.status_code for answer in answers)
        assert codes == [403] * USER_MAX + [429] * (60 - USER_MAX)

    played(tmp_path, scenario)


def test_sign_ins_that_wait_are_bounded_and_screens_are_served_meanwhile(tmp_path, monkeypatch):
    monkeypatch.setattr(session, "SIGN_INS_MAX", 4)
    monkeypatch.setattr(attempts, "DELAY_S", 60.0)

    async def scenario(here):
        planner = await here.signed_in("planner")
        monkeypatch.setattr(attempts, "ADDRESS_MAX", 1)
        client = here.client()
        assert (await client.sign_in("nobody", "wrong")).status_code == 403
        held = [asyncio.create_task(client.sign_in(f"user{number}", "wrong")) for number in range(4)]
        while here.app.state.sign_ins._waiting < 4:
            await asyncio.sleep(0)
        answer = await client.sign_in("another", "wrong")
        assert (answer.status_code, answer.json()["error"]["key"]) == (429, "web-sign-ins-most")
        assert (await planner.get("/api/session")).status_code == 200
        for task in held:
            task.cancel()
        await asyncio.gather(*held, return_exceptions=True)
        assert here.app.state.sign_ins._waiting == 0

    played(tmp_path, scenario)


OWN = "seven ships in the strait"


def test_a_one_time_password_opens_no_session_until_another_comes_with_it(tmp_path):
    async def scenario(here):
        first = here.accounts.add("sato", ["planner"], "ja", here.here.moments.recorded())
        client = here.client()
        refused = await client.sign_in("sato", first)
        assert refused.status_code == 403
        assert refused.json()["error"] == {
            "kind": "refused", "key": "accounts-password-first", "facts": {"least": PASSWORD_MIN}, "place": ""
        }  # fmt: skip
        assert "set-cookie" not in refused.headers
        assert (await client.get("/api/session")).status_code == 401
        weak = await client.sign_in("sato", first, new="short")
        assert (weak.status_code, weak.json()["error"]["key"]) == (403, "accounts-password-length")
        assert (await client.sign_in("sato", first, new=OWN)).status_code == 204
        assert (await client.get("/api/session")).json()["user"] == "sato"
        assert (await here.client().sign_in("sato", first)).json()["error"]["key"] == "accounts-sign-in-wrong"
        assert (await here.client().sign_in("sato", OWN)).status_code == 204

    played(tmp_path, scenario)


def test_a_disabled_user_is_out_at_once(tmp_path):
    async def scenario(here):
        client = await here.signed_in("planner")
        here.accounts.disable("planner")
        assert (await client.get("/api/matrix")).status_code == 401
        answer = await here.client().sign_in("planner", here.passwords["planner"])
        assert (answer.status_code, answer.json()["error"]["key"]) == (403, "accounts-disabled")
        here.accounts.enable("planner")
        await here.signed_in("planner")

    played(tmp_path, scenario)


def test_the_page_asks_for_as_many_characters_as_the_node():
    (said,) = re.findall(r"PASSWORD_MIN = (\d+);", (STATIC / "desks/sign_in.mjs").read_text("utf-8"))
    assert int(said) == PASSWORD_MIN
