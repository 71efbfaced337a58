"""The first sign-in on a real node, by keyboard alone and in both languages: another password, then in; later too."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from renkei.accounts.password import DIFFERENT_MIN, PASSWORD_MAX, PASSWORD_MIN
from renkei.cli.node import accounts_of
from renkei.io.clock import MachineClock
from tests.journey.pair import JPN, USA, Station
from tests.journey.people import Seat

OWN = {"en": "seven ships in the strait", "ja": "seven ships at anchor"}
LATER = "eight ships in the strait"
USERS = {"en": "smith", "ja": "tanaka"}


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """A node that runs, and its address and users in the form of a demo's."""
    station = Station(tmp_path_factory.mktemp("node") / "usa", USA, JPN, None)
    accounts, now = accounts_of(station.directory), MachineClock().recorded()
    passwords = {login: accounts.add(login, ["planner"], language, now) for language, login in USERS.items()}
    accounts.close()
    with ThreadPoolExecutor(1) as beside:  # this thread has the browser's loop
        beside.submit(lambda: asyncio.run(station.start())).result()
    yield SimpleNamespace(addresses={USA: f"http://127.0.0.1:{station.web}"}, passwords={USA: passwords})
    station.stop()


def field(page):
    """Return what kind of field the cursor is in."""
    return page.evaluate("document.activeElement.autocomplete")


def to(page, kind):
    """Press Tab until the cursor is in a kind of field."""
    for _ in range(20):
        if field(page) == kind:
            return
        page.keyboard.press("Tab")
    raise AssertionError(kind)


def typed(page, *texts):
    """Type into this field and the next ones, and press Enter in the last."""
    for number, text in enumerate(texts):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    page.keyboard.press("Enter")


def told(seat, key, **facts):
    """Wait for a refusal and for the cursor in the field of the new password."""
    expect(seat.page.get_by_role("alert")).to_have_text(seat.say(key, **facts))
    expect(seat.page.locator('[autocomplete="new-password"]:focus')).to_have_count(1)


def signed_in(seat, user):
    expect(seat.page.locator(".who-name")).to_contain_text(user)
    expect(
        seat.page.locator(".axis-head .tick").first
    ).to_be_visible()  # a plan without an H-hour counts from this hour
    expect(seat.page.locator(".axis-head")).to_contain_text("H+0")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_first_sign_in_asks_for_another_password_and_takes_it_by_keyboard(chromium, node, language):
    seat, user = Seat(chromium, USA, node, language=language), USERS[language]
    seat.provoked = [(403, "/api/sign-in"), (401, "/api/session")]
    page, first = seat.page, node.passwords[USA][user]
    page.goto(f"{seat.address}/sign-in")
    page.wait_for_selector(".sign-in form")
    to(page, "username")
    typed(page, user, first)
    told(seat, "accounts-password-first", least=PASSWORD_MIN)
    expect(page.get_by_role("button", name=seat.say("web-password-keep"))).to_have_count(0)
    typed(page, "short", "short")
    told(seat, "accounts-password-length", least=PASSWORD_MIN, most=PASSWORD_MAX)
    assert seat.axe() == []
    typed(page, "a" * PASSWORD_MIN, "a" * PASSWORD_MIN)
    told(seat, "accounts-password-simple", least=DIFFERENT_MIN)
    typed(page, OWN[language], OWN[language] + "x")
    expect(page.get_by_text(seat.say("web-password-differs"))).to_be_visible()
    typed(page, OWN[language])
    signed_in(seat, user)
    assert seat.problems == []
    seat.close()
    again = Seat(chromium, USA, node, language=language)
    again.passwords = {user: OWN[language]}
    again.sit(user)
    assert again.problems == []
    again.close()


def test_a_user_changes_the_password_at_a_later_sign_in(chromium, node):
    seat, user = Seat(chromium, USA, node), USERS["en"]
    page = seat.page
    page.goto(f"{seat.address}/sign-in")
    page.get_by_role("button", name=seat.say("web-password-choose")).press("Enter")
    expect(page.get_by_label(seat.say("web-password-new"), exact=False).first).to_be_visible()
    expect(page.locator('[autocomplete="username"]')).to_be_focused()
    typed(page, user, OWN["en"], LATER, LATER)
    signed_in(seat, user)
    assert seat.problems == []
    seat.close()
