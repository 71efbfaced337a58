"""Everybody can use the pages: axe-core, contrast of every token pair, reduced motion, keyboard, policy."""

import re

import pytest
from playwright.sync_api import expect

from tests.web_static.fake_node import PRODUCT

PAGES = ("/matrix?select=task:K8", "/requests?select=request:R6", "/log", "/link", "/sign-in")
THEME = (PRODUCT / "web/static/theme.css").read_text("utf-8")


@pytest.mark.parametrize("theme", ["night", "day", "contrast"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_axe_finds_nothing_on_any_page(desk, language, theme):
    desk = desk("JPN", language=language, theme=theme)
    found = {}
    for path in PAGES:
        desk.open(path)
        found[path] = desk.axe()
    assert {path: rules for path, rules in found.items() if rules} == {}


@pytest.mark.parametrize("theme", ["night", "day"])
def test_axe_finds_nothing_in_what_opens_over_a_page(desk, theme):
    desk = desk("USA", theme=theme)
    page = desk.open("/matrix?select=task:K8")
    found = {}
    page.get_by_role("button", name="Legend").click()
    found["legend"] = desk.axe()
    page.get_by_role("button", name="Legend").click()
    for keys in ("Control+k", "?", "n", "p"):
        if keys == "p":
            desk.bar("K9").click()
        page.keyboard.press(keys)
        expect(page.get_by_role("dialog")).to_be_visible()
        found[keys] = desk.axe()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("k")
    expect(page.locator(".way-out").first).to_be_visible()
    found["conflicts"] = desk.axe()
    assert {what: rules for what, rules in found.items() if rules} == {}


def tokens(theme):
    """Return the colours of a theme by token, those of the night beneath."""
    blocks = dict(re.findall(r':root(?:\[data-theme="(\w+)"\])? \{(.*?)\n\}', THEME, re.DOTALL))
    merged = {}
    for block in (blocks[""], blocks.get(theme, "")):
        merged.update(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    return merged


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("bg", "panel", "raised", "sunk")
TEXT = [
    *((ink, ground) for ink in ("text", "dim", "accent", "good", "warn", "bad") for ground in GROUNDS),
    *((f"{tone}-ink", f"{tone}-fill") for tone in ("good", "warn", "bad", "info")),
    ("accent-ink", "accent"),
    ("pressed-ink", "pressed"),
    ("mark-ink", "mark-bg"),
    ("text", "phase-head"),
    ("hatch-ink", "hatch-gap"),
    *((f"nation-{n}-ink", f"nation-{n}") for n in range(4)),
    *((f"nation-{n}-done-ink", f"nation-{n}-done") for n in range(4)),
    *(("bg", line) for line in ("now", "h-hour", "looking")),
]
"""Pairs of ink and ground in which words are written: 4.5 (WCAG 2.2, 1.4.3)."""
SHAPES = [
    *((edge, ground) for edge in ("edge", "select", "focus") for ground in ("bg", "panel", "raised")),
    *((line, "bg") for line in ("now", "h-hour", "looking", "arrow", "arrow-lit", "bad", "warn")),
    *((f"nation-{n}", "bg") for n in range(4)),
]
"""Pairs in which a shape must be seen: 3 (WCAG 2.2, 1.4.11)."""


@pytest.mark.parametrize("theme", ["night", "day", "contrast", "print"])
def test_every_pair_of_tokens_has_enough_contrast(theme):
    colours = tokens(theme)
    weak = [(ink, ground, round(contrast(colours[ink], colours[ground]), 2)) for ink, ground in TEXT]
    faint = [(shape, ground, round(contrast(colours[shape], colours[ground]), 2)) for shape, ground in SHAPES]
    assert [pair for pair in weak if pair[2] < 4.5] == []
    assert [pair for pair in faint if pair[2] < 3] == []


def test_high_contrast_is_higher_than_night():
    night, high = tokens("night"), tokens("contrast")
    assert contrast(high["text"], high["bg"]) == 21
    assert all(
        contrast(high[ink], high["bg"]) >= contrast(night[ink], night["bg"]) for ink in ("dim", "accent", "bad", "edge")
    )


def test_nothing_moves_for_who_does_not_want_it(desk):
    page = desk().open()
    page.keyboard.press("k")
    moving = page.evaluate("document.getAnimations().length")
    assert moving == 0


def test_a_whole_journey_without_a_mouse(desk):
    desk = desk("USA")
    page = desk.open()
    page.keyboard.press("c")
    page.keyboard.press("k")
    expect(page.locator(".way-out").first).to_be_visible()
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    button = page.get_by_role("tabpanel").get_by_role("button", name=re.compile("Prepare request")).first
    for _ in range(30):
        if button.evaluate("(e) => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("dialog").get_by_label("Need, English").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Please take four more")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Save draft").focus()
    page.keyboard.press("Enter")
    assert desk.node.newest("requests.DraftRequest")["body"]["content"]["need"]["en"] == "Please take four more"
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page.get_by_role("heading", level=1)).to_have_text("Request desk")
