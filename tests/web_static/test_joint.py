"""A talk of the engines about a joint plan on the matrix and on the request desk: asked, going on, agreed, adopted."""

import pytest
from playwright.sync_api import expect

from tests.web_static.fake_node import fixture

TALK = "joint-USA-4c62ce20.01"
OFFER = {
    "bookings": [
        {"resource": "parking:matsuyama", "quantity": 4, "start": "2026-02-10T19:30:00Z", "end": "2026-02-12T19:30:00Z"}
    ],
    "meetings": [{"task": "K8", "start": "2026-02-10T19:30:00Z", "end": "2026-02-12T19:30:00Z"}],
}


def job(state, *, waiting=False, stopping=False, result=None, why=None):
    progress = {"found": 7, "bound": 60, "objective": None, "seconds": 3.0}
    facts = {"job": "j1", "kind": "negotiate", "state": state, "progress": progress, "partner": "JPN"}
    return facts | {"waiting": waiting, "stopping": stopping, "result": result, "why": why}


def agreed(desk):
    """What both sides agreed: the own task K5 four hours later, and late."""
    bar = desk.node.bar("K5")
    placed = {"task": "K5", "start": bar["end"], "end": "2026-02-11T07:30:00Z", "place": None, "mode": None}
    miss = {"task": "K5", "due": bar["end"], "end": placed["end"], "by_min": 240, "owner": "USA"}
    return {
        "joint": True,
        "how": "agreed",
        "series": TALK[:-3],
        "messages": 21,
        "talk": TALK,
        "schedule": [placed],
        "misses": [miss],
        "based_on": {"K5": bar["version"]},
        "late_min": 240,
    }


def show(desk, **fields):
    desk.node.views["joint"] = [{"partner": desk.node.partner, "asked": False, "job": None} | fields]


def test_a_liaison_officer_starts_a_talk_and_reads_what_crosses(desk):
    desk = desk("USA")
    page = desk.open()
    page.get_by_role("button", name="Joint plan …").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Stays here: your other tasks, their names, priorities, due times and reasons.")
    dialog.get_by_label("Ends by itself after (minutes)").fill("11")
    expect(dialog.get_by_role("alert")).to_have_text("Between 1 and 10 minutes.")
    dialog.get_by_label("Ends by itself after (minutes)").fill("2")
    dialog.get_by_role("button", name="Start").click()
    expect(dialog).to_have_count(0)
    assert desk.node.asked[-1] == ("negotiate", {"partner": "JPN", "limit_s": 120})


@pytest.mark.parametrize(
    ("language", "label", "why"),
    [("en", "Joint plan …", "liaison officer"), ("ja", "共同計画…", "連絡官")],
)
def test_others_read_who_may_start_one(desk, language, label, why):
    desk = desk("USA", roles=("planner",), language=language)
    page = desk.open()
    page.get_by_role("button", name=label, exact=True).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".fault")).to_contain_text(why)
    expect(dialog.locator("button.primary")).to_be_disabled()


def test_the_partners_wish_is_offered_and_a_running_talk_is_followed_and_stopped(desk):
    desk = desk("USA")
    show(desk, asked=True)
    page = desk.open()
    offer = page.locator(".offer").filter(has_text="asks for a talk about a joint plan")
    offer.get_by_role("button", name="Take part").click()
    page.get_by_role("dialog").get_by_role("button", name="Start").click()
    show(desk, job=job("running", waiting=True))
    desk.served.tell("joint")
    line = page.locator(".offer").filter(has_text="7 of at most 60 messages")
    expect(line).to_contain_text("waiting for")
    with page.expect_request("**/api/jobs/j1/cancel"):
        line.get_by_role("button", name="Stop").click()
    why = {"key": "plan-solver-lost", "facts": {}}
    show(desk, job=job("running", stopping=True))
    desk.served.tell("joint")
    expect(page.locator(".offer").filter(has_text="Stopping").get_by_role("button", name="Stop")).to_be_disabled()
    show(desk, job=job("failed", why=why, result=None))
    desk.served.tell("joint")
    expect(page.locator(".offer.plain")).not_to_contain_text("messages")
    page.locator(".offer.plain").get_by_role("button", name="Not now").click()
    expect(page.locator(".offer.plain")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "look", "adopt"), [("en", "See our part", "Adopt"), ("ja", "当方の計画分を見る", "採用")]
)
def test_what_was_agreed_is_adopted_with_its_misses_and_names_the_talk(desk, language, look, adopt):
    desk = desk("USA", language=language)
    show(desk, job=job("done", result=agreed(desk)))
    page = desk.open()
    page.get_by_role("button", name=look).click()
    card = page.locator(".option-card").filter(has_text="K5")
    assert desk.axe() == []
    card.locator("button.primary").filter(has_text=adopt).click()
    body = desk.node.newest("plan.AdoptPlan")["body"]
    assert (body["talk"], [p["task"] for p in body["schedule"]], len(body["misses"])) == (TALK, ["K5"], 1)


def talks(desk):
    """Put a talk that was agreed on the desk."""
    request = next(r for r in fixture("requests") if r["id"] == "R7")
    said = {"series": TALK[:-3], "talk": 1, "offer": OFFER, "gain_min": 240}
    act = request["history"][0] | {"terms": {"joint": said}}
    talk = request | {"id": TALK, "state": "accepted", "joint": said, "history": [act], "may": [], "terms": None}
    talk |= {"own_side": "provider", "told": {"key": "requests-joint-agreed", "facts": {}}, "duplicates": []}
    desk.node.views["requests"].append(talk)


@pytest.mark.parametrize(
    ("language", "chip", "words"),
    [
        ("en", "Joint plan talks", "one use of shared places and units, one time of a tied task"),
        ("ja", "共同計画の協議", "共用の場所・部隊の使用1件、連動する任務の時刻1件"),
    ],
)
def test_the_desk_keeps_talks_apart_and_shows_what_was_put_forward(desk, language, chip, words):
    desk = desk("JPN", language=language)
    talks(desk)
    page = desk.open("/requests")
    expect(page.locator(".request-row").filter(has_text=TALK)).to_have_count(0)
    page.get_by_role("button", name=chip).click()
    page.locator(".request-row").filter(has_text=TALK).click()
    detail = page.locator(".desk-detail")
    expect(detail.locator("summary").first).to_have_text(words)
    detail.locator("summary").first.click()
    expect(detail.get_by_role("button", name="K8", exact=True).first).to_be_visible()
    assert desk.axe() == []


@pytest.mark.parametrize("how", ["none", "stopped", "stopped_there", "time", "crossed", "taken_back"])
def test_how_a_talk_ended_is_said_and_nothing_is_offered(desk, how):
    desk = desk("USA")
    show(desk, job=job("done", result={"joint": False, "how": how, "talk": None, "schedule": []}))
    line = desk.open().locator(".offer.plain")
    expect(line).to_contain_text("Japan")
    expect(line.get_by_role("button", name="See our part")).to_have_count(0)
