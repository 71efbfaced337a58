"""Options of the engine: taken in part, laid side by side, how good a solve is; slack; how likely the plan holds."""

import pytest
from playwright.sync_api import expect


def repaired(page):
    """Let the engine look for repairs and return the panel."""
    page.get_by_role("button", name="Repair …").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Start").click()
    panel = page.get_by_role("tabpanel")
    expect(panel.locator(".option-card")).to_have_count(2)
    return panel


def test_a_part_of_a_repair_is_adopted_with_only_its_own_misses(desk):
    desk = desk("USA")
    card = repaired(desk.open()).locator(".option-card").first
    card.get_by_role("checkbox", name="Take the move of K7").uncheck()
    expect(card).to_contain_text("Only the ticked moves are taken.")
    card.get_by_role("button", name="Adopt 1 of 2").click()
    expect(desk.page.locator(".toast.good")).to_contain_text("1 task got its new time")
    body = desk.node.newest("plan.AdoptPlan")["body"]
    assert ([p["task"] for p in body["schedule"]], body["misses"]) == (["K5"], [])


def test_a_repair_with_nothing_ticked_is_refused_in_words(desk):
    desk = desk("USA")
    card = repaired(desk.open()).locator(".option-card").first
    for task in ("K5", "K7"):
        card.get_by_role("checkbox", name=f"Take the move of {task}").uncheck()
    expect(card.get_by_role("button", name="Adopt 0 of 2")).to_have_attribute("aria-disabled", "true")
    expect(card.get_by_text("Tick at least one move.")).to_be_visible()


def test_a_partners_moves_cannot_be_ticked(desk):
    desk = desk("JPN")
    panel = repaired(desk.open())
    expect(panel.get_by_role("checkbox")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("Compare", "stays", "4 h")), ("ja", ("比べる", "変更なし", "4時間"))]
)
def test_two_options_are_laid_side_by_side(desk, language, words):
    desk = desk("USA", language=language)
    page = desk.open()
    button, stays, late = words
    page.get_by_role("button", name={"en": "Repair …", "ja": "修正…"}[language]).first.click()
    page.get_by_role("dialog").get_by_role("button", name={"en": "Start", "ja": "開始"}[language]).click()
    page.get_by_role("tabpanel").get_by_role("button", name=button, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("thead th")).to_have_count(2)
    row = dialog.get_by_role("row").filter(has=page.get_by_role("rowheader", name="K8", exact=True))
    expect(row.get_by_role("cell").nth(0)).to_have_text(stays)
    expect(row.get_by_role("cell").nth(1)).to_contain_text("H+28")
    expect(dialog).to_contain_text(late)


def test_a_solve_says_how_good_it_is_and_what_was_proved(desk):
    desk = desk("USA")
    desk.node.views["jobs"]["solve"]["left_out"] = ["K12", "K13"]
    page = desk.open()
    page.get_by_role("button", name="Solve …").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Start").click()
    card = page.get_by_role("tabpanel").locator(".option-card")
    expect(card).to_contain_text("proved the best")
    expect(card.locator(".note")).to_have_text("Left out, for what they need does not fit: K12, K13")
    card.get_by_text("How good it is").click()
    expect(card.locator(".levels")).to_contain_text("1 · proved the least")
    expect(card.locator(".levels")).to_contain_text("at least 70 h")


def test_a_tasks_slack_is_told_and_drawn(desk):
    desk = desk("USA")
    page = desk.open()
    bar = desk.bar("K5")
    bar.click()
    panel = page.get_by_role("tabpanel")
    expect(panel.locator("dt", has_text="Slack").locator("+ dd")).to_have_text("4 h")
    assert bar.evaluate("bar => parseFloat(bar.style.getPropertyValue('--slack')) / bar.offsetWidth") == pytest.approx(
        240 / 1200, rel=0.05
    )


def test_the_chance_of_the_plan_is_played_told_and_shown_on_the_axis(desk):
    desk = desk("USA")
    page = desk.open()
    page.get_by_role("button", name="Chance").first.click()
    panel = page.get_by_role("tabpanel")
    expect(panel.locator(".chance").first).to_contain_text("Everything holds")
    expect(panel.locator(".chance").first).to_contain_text("61 %")
    expect(panel.locator(".chance").first).to_contain_text("on the deciding path in 64 %, length varies by 1 h 15 min")
    expect(panel).to_contain_text("Played 10,000 times; 3 of 12 tasks have an estimate")
    expect(page.locator(".phase").first).to_contain_text("holds 80 %")
    assert desk.node.asked == [("simulate", {})]
    desk.bar("K7").click()
    expect(panel.locator("dt", has_text="Chance to be in time").locator("+ dd")).to_have_text("over 99 %")


def slipped(desk, **pushed):
    """A desk whose own tasks are pushed on by reported delays."""
    for bar in desk.node.views["matrix"]["bars"]:
        bar["slip_min"] = pushed.get(bar["task"], 0)
    return desk.open()


def test_a_reported_delay_offers_the_repair_by_itself_and_a_person_decides(desk):
    desk = desk("USA")
    page = slipped(desk, K5=480, K7=480, K9=60)
    offer = page.locator(".offer")
    expect(offer).to_contain_text(
        "K5 Tripoli to Tosa Bay slips by 8 h after what was reported, and one more own task with it."
    )
    offer.get_by_role("button", name="Look for repairs").click()
    expect(page.get_by_role("tabpanel").locator(".option-card")).to_have_count(2)
    assert desk.node.asked == [("repair", {})]
    assert desk.node.commands == []


def test_an_offer_put_aside_comes_back_when_the_delay_grows(desk):
    desk = desk("USA")
    page = slipped(desk, K5=480)
    page.get_by_role("button", name="Not now").click()
    expect(page.locator(".offer")).to_have_count(0)
    next(bar for bar in desk.node.views["matrix"]["bars"] if bar["task"] == "K5")["slip_min"] = 540
    desk.served.tell("matrix")
    expect(page.locator(".offer")).to_contain_text("slips by 9 h after what was reported.")


@pytest.mark.parametrize(("nation", "roles"), [("JPN", ("planner",)), ("USA", ("watch_officer",))])
def test_nothing_is_offered_for_a_partners_delay_or_to_those_who_do_not_plan(desk, nation, roles):
    desk = desk(nation, roles)
    page = slipped(desk, K5=480)
    expect(page.locator(".bar").first).to_be_visible()
    expect(page.locator(".offer")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "title", "prepare"),
    [("en", "With the partner’s help", "Prepare"), ("ja", "相手国の協力がある場合", "要請")],
)
def test_what_the_partner_would_be_asked_for_is_prepared_as_a_request(desk, language, title, prepare):
    desk = desk("USA", language=language)
    moved = {"task": "K9", "from": ["2026-02-10T03:30:00Z", "2026-02-12T15:30:00Z"]}
    moved |= {"to": ["2026-02-10T07:30:00Z", "2026-02-12T19:30:00Z"]}
    own = {"task": "K5", "from": ["2026-02-10T15:30:00Z", "2026-02-11T11:30:00Z"]}
    own |= {"to": ["2026-02-10T23:30:00Z", "2026-02-11T19:30:00Z"]}
    result = desk.node.views["jobs"]["repair"]
    asking = result["options"][0] | {"id": "ask_partner", "goal": "ask_partner", "moves": [moved, own], "misses": []}
    desk.node.views["jobs"]["repair"] = result | {"options": [], "conflicts": [], "asking": asking}
    page = desk.open()
    page.get_by_role("button", name={"en": "Repair …", "ja": "修正…"}[language]).first.click()
    page.get_by_role("dialog").get_by_role("button", name={"en": "Start", "ja": "開始"}[language]).click()
    card = page.locator(".option-card").filter(has_text=title)
    expect(card).to_contain_text("K5")
    expect(card.get_by_role("checkbox")).to_have_count(0)
    assert desk.axe() == []
    card.get_by_role("button", name=prepare).click()
    expect(page.get_by_role("dialog")).to_contain_text("K9")
    assert desk.node.commands == []
