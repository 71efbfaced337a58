"""The frame around every page: marking, language, theme, address, keys, clock, link state, exercise controls."""

import re

import pytest
from playwright.sync_api import expect


def test_the_marking_is_the_narrowest_release_of_what_the_page_shows(desk):
    page = desk("JPN").open("/matrix")
    marking = page.locator(".marking")
    expect(marking.locator("strong")).to_have_text("EXERCISE · UNCLASSIFIED · Japan ONLY")
    expect(marking).to_contain_text("8 of 13 entries releasable to United States")
    page.keyboard.press("g")
    page.keyboard.press("k")
    expect(page.locator(".partner-card").first).to_be_visible()
    expect(marking.locator("strong")).to_have_text("EXERCISE · UNCLASSIFIED · Japan ONLY")


def test_the_matrix_is_marked_by_its_units_too(desk):
    desk = desk("USA")
    page = desk.open("/matrix")
    marking = page.locator(".marking")
    expect(marking.locator("strong")).to_have_text("EXERCISE · UNCLASSIFIED · RELEASABLE TO Japan and United States")
    desk.node.views["matrix"]["labels"].append(["USA"])
    desk.served.tell("matrix")
    expect(marking.locator("strong")).to_have_text("EXERCISE · UNCLASSIFIED · United States ONLY")
    expect(marking).to_contain_text("8 of 9 entries releasable to Japan")


def test_a_page_that_was_just_opened_is_marked_for_nobody_else_until_it_knows_better(desk):
    page = desk("USA").open("/matrix")
    marking = page.locator(".marking strong")
    expect(marking).to_contain_text("RELEASABLE")
    page.route("**/api/log*", lambda route: None)
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log")
    expect(marking).to_have_text("EXERCISE · UNCLASSIFIED · United States ONLY")


def test_the_language_changes_without_reload_and_is_remembered(desk):
    page = desk().open("/matrix?select=task:K8")
    page.evaluate("window.same = true")
    page.get_by_role("button", name="日本語").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("同期表")
    expect(page.locator("#inspector")).to_contain_text("松山へC-130輸送")
    assert page.evaluate("document.documentElement.lang") == "ja"
    assert page.evaluate("window.same") is True
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("同期表")


def test_the_theme_changes_and_is_remembered(desk):
    page = desk().open()
    night = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_label("Theme").select_option("day")
    assert page.evaluate("document.documentElement.dataset.theme") == "day"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != night
    page.reload()
    page.wait_for_selector(".bar")
    assert page.evaluate("document.documentElement.dataset.theme") == "day"


def test_one_selection_and_one_filter_go_with_the_person_from_page_to_page(desk):
    page = desk().open("/matrix?filter=Matsuyama")
    expect(page.locator(".bar")).to_have_count(2)
    page.locator('.bar[data-key="K8"]').click()
    page.wait_for_url(re.compile(r"select=task:K8"))
    page.get_by_role("link", name="Requests").click()
    page.wait_for_url(re.compile(r"/requests\?select=task:K8&filter=Matsuyama"))
    expect(page.locator(".request-row")).to_have_count(1)
    page.go_back()
    page.wait_for_url(re.compile(r"/matrix\?select=task:K8&filter=Matsuyama"))
    expect(page.locator('.bar[data-key="K8"]')).to_have_class(re.compile("selected"))


@pytest.mark.parametrize(
    ("letter", "heading"), [("r", "Request desk"), ("l", "Log"), ("k", "Links"), ("m", "Synchronisation matrix")]
)
def test_g_and_a_letter_go_to_a_page(desk, letter, heading):
    page = desk().open("/link" if letter == "m" else "/matrix")
    page.keyboard.press("g")
    page.keyboard.press(letter)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_single_keys_can_be_switched_off_and_control_keys_stay(desk):
    page = desk().open()
    page.keyboard.press("?")
    page.get_by_label("Single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page.get_by_role("heading", level=1)).to_have_text("Synchronisation matrix")
    page.keyboard.press("Control+k")
    expect(page.locator(".palette-input")).to_be_focused()


@pytest.mark.parametrize("words", ["matsuyama bridge", "松山 輸送"])
def test_the_palette_finds_in_either_language(desk, words):
    page = desk().open()
    page.keyboard.press("Control+k")
    page.keyboard.type(words)
    expect(page.locator(".palette-list [aria-selected=true]")).to_contain_text("K8 C-130 bridge to Matsuyama")
    page.keyboard.press("Enter")
    expect(page.locator('.bar[data-key="K8"]')).to_have_class(re.compile("selected"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_clock_shows_h_hour_local_time_by_name_and_zulu(desk):
    page = desk().open()
    expect(page.locator(".clock time")).to_have_attribute("datetime", "2026-02-10T05:30:00.000Z")
    expect(page.locator(".clock")).to_contain_text("H+1410 Feb 14:30 JST100530Z FEB 26")
    expect(page.locator(".clock")).to_contain_text("exercise clock paused")


def test_a_looked_at_moment_is_in_the_address_and_said_on_the_page(desk):
    page = desk().open("/matrix?at=2026-02-11T15:30:00Z")
    expect(page.locator(".looking").first).to_contain_text("Looking at H+48 · 12 Feb 00:30 JST · 111530Z FEB 26")
    page.get_by_role("button", name="Back to now").click()
    page.wait_for_url(re.compile(r"^(?!.*at=)"))


def test_the_link_state_is_said_in_words_on_every_page(desk):
    desk = desk()
    page = desk.open("/requests")
    expect(page.locator(".linkbar")).to_contain_text("Linked with Joint Operations Command; last heard ")
    partner = desk.node.views["link"]["partners"][0]
    partner.update(state="down", since="2026-02-28T23:30:00Z", waiting_to_send=3)
    desk.served.tell("link")
    expect(page.locator(".linkbar")).to_contain_text(
        "Link to Joint Operations Command down for 30 min; 3 events wait to be sent"
    )
    expect(page.get_by_role("link", name="Link 1 link not up")).to_be_visible()


def test_a_change_told_by_the_stream_is_read_at_once(desk):
    desk = desk()
    page = desk.open()
    desk.node.bar("K8")["name"]["en"] = "Renamed bridge"
    desk.served.tell("matrix")
    expect(page.get_by_role("button", name=re.compile("Renamed bridge"))).to_be_visible()


def test_exercise_controls_are_the_controllers_alone(desk):
    planner = desk(roles=("planner",)).open()
    expect(planner.get_by_role("group", name="Exercise controls")).to_have_count(0)
    controller = desk(roles=("exercise_controller",))
    page = controller.open()
    page.get_by_role("button", name="Next inject").click()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert controller.node.asked == [("exercise", "next"), ("exercise", "run")]


def test_a_session_that_ended_leads_to_the_sign_in_page_and_back(desk):
    desk = desk()
    desk.allowed |= {"/api/session", "401"}
    desk.node.signed_in = False
    desk.page.goto(f"{desk.served.address}/requests")
    desk.page.wait_for_url(re.compile(r"/sign-in\?next=%2Frequests$"))
    desk.page.get_by_label("User").fill("us-planner")
    desk.page.get_by_label("Password").fill("correct horse")
    desk.page.get_by_role("button", name="Sign in").click()
    desk.page.wait_for_url(re.compile(r"/requests$"))
    desk.page.wait_for_selector(".request-row")


def test_signing_in_speaks_both_languages_and_says_what_is_wrong(desk):
    desk = desk()
    desk.allowed |= {"/api/sign-in", "403"}
    page = desk.open("/sign-in")
    page.get_by_label("User").fill("us-planner")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("User and password do not fit.")
    expect(page.get_by_label("Password")).to_have_value("")
    page.get_by_role("button", name="日本語").click()
    expect(page.get_by_role("alert")).to_have_text("利用者とパスワードが一致しません。")
    expect(page.get_by_role("button", name="サインイン")).to_be_disabled()


@pytest.mark.parametrize("next_page", ["//elsewhere.example/x", "/\\elsewhere.example", "elsewhere"])
def test_signing_in_never_leads_away_from_the_node(desk, next_page):
    page = desk().open(f"/sign-in?next={next_page}")
    page.get_by_label("User").fill("us-planner")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"127\.0\.0\.1:\d+/matrix"))
    page.wait_for_selector(".bar")


def test_a_view_that_cannot_be_read_says_so_and_can_be_tried_again(desk):
    desk = desk()
    desk.allowed |= {"/api/requests", "500"}
    kept = desk.node.views["requests"]
    desk.page.route("**/api/requests", lambda route: route.fulfill(status=500, body="no"))
    desk.page.goto(f"{desk.served.address}/requests")
    expect(desk.page.get_by_role("alert")).to_contain_text("The node answered with fault 500.")
    desk.page.unroute("**/api/requests")
    desk.page.get_by_role("button", name="Try again").click()
    expect(desk.page.locator(".request-row")).to_have_count(len(kept))
