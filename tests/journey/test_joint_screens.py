"""Two liaison officers let the engines talk about a joint plan, at their screens; each planner adopts the own part."""

import re

import pytest
from playwright.sync_api import expect

from tests.journey.people import WAIT_MS
from tests.journey.stage import opened


@pytest.fixture(scope="module")
def stage(chromium, tmp_path_factory):
    """A demo with people at its screens, at H-hour."""
    with opened(chromium, tmp_path_factory.mktemp("joint")) as running:
        yield running


def begin(seat, label):
    """Let a liaison officer start the own side through the dialog."""
    seat.act(seat.say(label), seat.page.locator(".matrix-head"))
    seat.act(seat.say("web-start"), seat.page.get_by_role("dialog"))


def test_the_engines_agree_and_both_planners_adopt(stage):
    us, jp = stage.us, stage.jp
    for seat in stage.seats:
        seat.sit("liaison")
        seat.go("matrix")
    begin(us, "web-joint")
    wish = jp.say("web-joint-asked", partner="米国")
    expect(jp.page.locator(".offer")).to_contain_text(wish, timeout=WAIT_MS)
    begin(jp, "web-joint-take-part")
    for seat in stage.seats:
        expect(seat.page.locator(".offer.good")).to_be_visible(timeout=WAIT_MS)
    seen = [talks(seat) for seat in stage.seats]
    assert seen[0] == seen[1]
    assert any("accept" in verbs for _, verbs in seen[0])
    for seat in stage.seats:
        adopt(seat)
    assert stage.problems() == []


def talks(seat):
    """Return the talks on a side's request desk: identifier and verbs, in order."""
    seat.go("requests")
    seat.page.get_by_role("button", name=re.compile(re.escape(seat.say("web-show-talks")))).click()
    expect(seat.page.locator(".request-row").first).to_be_visible()
    rows = [row for row in seat.read("/api/requests") if row["joint"]]
    return [(row["id"], [act["verb"] for act in row["history"]]) for row in rows]


def adopt(seat):
    """Let the planner look at the own part and adopt it; every task that it places is then where it says."""
    page = seat.page
    seat.sit("planner")
    seat.go("matrix")
    seat.act(seat.say("web-joint-look"), page.locator(".matrix-head"))
    with page.expect_response("**/api/commands") as adopted:
        seat.act(seat.say("web-adopt"), page.locator(".option-card"))
    assert adopted.value.ok, adopted.value.text()
    schedule = seat.read("/api/joint")[0]["job"]["result"]["schedule"]
    bars = {bar["task"]: bar["start"] for bar in seat.read("/api/matrix")["bars"]}
    assert {p["task"]: p["start"] for p in schedule} == {p["task"]: bars[p["task"]] for p in schedule}
    expect(page.locator(".offer.good")).to_contain_text(seat.say("web-joint-kept"), timeout=WAIT_MS)
