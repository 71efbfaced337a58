"""What a planner does on the matrix: moves, undoes, asks the partner, adds, edits, cancels, checks, repairs."""

import re

import pytest
from playwright.sync_api import expect


def drag(page, bar, by):
    box = bar.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y + 2, steps=4)
    page.mouse.up()


def test_shift_and_arrow_move_an_own_task_and_control_z_takes_it_back(desk):
    desk = desk("USA")
    page = desk.open("/matrix?h=0&pph=6")
    desk.bar("K5").click()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    command = desk.node.newest("plan.MoveTask")
    assert command["body"] == {"task": "K5", "based_on": "v-K5-1", "start": "2026-02-10T17:30:00Z"}
    assert command["label"] is None
    assert len(desk.node.commands) == 1
    expect(desk.bar("K5")).to_have_attribute("aria-label", re.compile(r"H\+26 to H\+46"))
    expect(desk.bar("K5")).to_be_focused()
    page.keyboard.press("Control+z")
    undone = desk.node.newest("plan.UndoChange")
    assert undone["body"] == {"task": "K5", "change": "e1001"}
    expect(desk.bar("K5")).to_have_attribute("aria-label", re.compile(r"H\+24 to H\+44"))


def test_dragging_an_own_bar_moves_it_once(desk):
    desk = desk("USA")
    page = desk.open("/matrix?h=0&pph=6")
    drag(page, desk.bar("K5"), 48)
    assert desk.node.newest("plan.MoveTask")["body"]["start"] == "2026-02-10T23:30:00Z"
    expect(desk.bar("K5")).to_have_attribute("aria-label", re.compile(r"H\+32 to H\+52"))


def test_a_refused_move_goes_back_and_says_why(desk):
    desk = desk("USA")
    desk.allowed |= {"/api/commands", "403"}
    desk.node.refuse = {
        "kind": "refused",
        "key": "plan-partner-task",
        "facts": {"task": "K5", "owner": "USA"},
        "place": "",
    }
    page = desk.open("/matrix?h=0&pph=6")
    drag(page, desk.bar("K5"), 48)
    expect(page.locator(".toast.bad")).to_contain_text("K5")
    expect(desk.bar("K5")).to_have_attribute("aria-label", re.compile(r"H\+24 to H\+44"))


@pytest.mark.parametrize("way", ["keys", "mouse"])
def test_a_partners_bar_never_moves_but_prepares_a_request(desk, way):
    desk = desk("USA")
    page = desk.open("/matrix?h=0&pph=6")
    before = desk.bar("K9").bounding_box()
    if way == "keys":
        desk.bar("K9").click()
        page.keyboard.press("Shift+ArrowRight")
    else:
        drag(page, desk.bar("K9"), 6)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Ask for another time of K9")
    expect(dialog.get_by_label("Need, English")).to_have_value(
        "Please move K9 (DMAT hub at Matsuyama) to H+13 to H+73."
    )
    expect(dialog.get_by_label("Need, Japanese")).to_have_value(
        "K9(松山 航空搬送拠点)を H+13 から H+73 に変更していただきたい。"
    )
    expect(page.locator('.bar.ghost[data-key="draft:K9"]')).to_have_count(1)
    assert desk.bar("K9").bounding_box() == before
    dialog.get_by_role("button", name="Save draft").click()
    drafted = desk.node.newest("requests.DraftRequest")
    assert drafted["body"]["content"]["move"] == {
        "task": "K9",
        "start": "2026-02-10T04:30:00Z",
        "end": "2026-02-12T16:30:00Z",
    }
    assert drafted["label"] is None
    assert [c["kind"] for c in desk.node.commands] == ["requests.DraftRequest"]
    expect(page.locator('.bar.ghost[data-key="draft:K9"]')).to_have_count(0)


def test_the_partners_task_offers_no_act_but_the_request(desk):
    page = desk("USA").open("/matrix?select=task:K9")
    acts = page.locator("#inspector .acts").first.get_by_role("button")
    expect(acts).to_have_text(["Prepare a request …"])
    page.locator('.bar[data-key="K9"]').focus()
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menuitem")).to_have_text([re.compile("Prepare a request …")])
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)


def test_ghosts_are_drawn_beside_the_unchanged_bar_and_lead_to_their_request(desk):
    desk = desk("JPN")
    page = desk.open()
    ghost = page.get_by_role(
        "button",
        name=re.compile(r"^R9: proposed, K6 LCAC shuttle to beach A, proposed by United States, H\+36 to H\+44$"),
    )
    ghost.click()
    page.wait_for_url(re.compile("select=request:R9"))
    expect(desk.bar("K6")).to_have_attribute("aria-label", re.compile(r"H\+26 to H\+34"))


def test_a_person_without_the_role_reads_who_may(desk):
    desk = desk("USA", roles=("watch_officer",))
    page = desk.open("/matrix?select=task:K5")
    button = page.locator("#inspector").get_by_role("button", name="Edit …")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_accessible_description("Only the planner or commander may do this.")
    desk.bar("K5").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".toast.bad")).to_have_text(re.compile("Only the planner or commander may do this."))
    assert desk.node.commands == []


def test_a_new_task_is_checked_previewed_labelled_and_sent(desk):
    desk = desk("USA")
    page = desk.open()
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Name it in at least one language.")).to_be_visible()
    expect(dialog.get_by_text("Between a quarter of an hour and 1,440 hours.")).to_be_visible()
    dialog.get_by_label("Name, English").fill("Generators to Susaki")
    dialog.get_by_label("Length in hours").fill("6")
    dialog.get_by_label("Due", exact=True).fill("H+60")
    dialog.get_by_label("Not before", exact=True).fill("H+70")
    expect(dialog.get_by_text("It is due before it may start.")).to_be_visible()
    dialog.get_by_label("Not before", exact=True).fill("111530Z FEB 26")
    expect(dialog.get_by_label("Due", exact=True)).to_have_accessible_description(
        re.compile("12 Feb 12:30 JST · 120330Z FEB 26")
    )
    dialog.get_by_label("Releasable to Japan").check()
    dialog.get_by_role("checkbox", name="Due").check()
    seen = dialog.get_by_role("region", name="What the partner will see")
    expect(seen).to_contain_text("Japan will see")
    expect(seen).to_contain_text("Kept back")
    expect(seen.locator("dl dt", has_text="Due")).to_have_count(0)
    dialog.get_by_role("button", name="Save").click()
    command = desk.node.newest("plan.AddTask")
    assert command["body"]["name"] == {"en": "Generators to Susaki", "ja": ""}
    assert command["body"]["duration"] == {"likely_min": 360}
    assert command["body"]["due"] == "2026-02-12T03:30:00Z"
    assert command["label"] == {"rel_to": ["JPN"], "withhold": ["due"]}
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#inspector")).to_contain_text("Generators to Susaki")


def test_editing_keeps_the_release_unless_a_person_changes_it(desk):
    desk = desk("USA")
    page = desk.open("/matrix?select=task:K5")
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Otherwise the task stays released as it was.")
    dialog.get_by_label("Name, Japanese").fill("トリポリ 土佐湾へ")
    dialog.get_by_role("button", name="Save").click()
    command = desk.node.newest("plan.EditTask")
    assert (command["body"]["based_on"], command["body"]["name"]["ja"], command["label"]) == (
        "v-K5-1",
        "トリポリ 土佐湾へ",
        None,
    )


def test_a_changed_release_starts_from_what_is_kept_back_now(desk):
    desk = desk("USA")
    desk.node.bar("K5")["withhold"] = ["due", "priority", "uses.resource"]
    page = desk.open("/matrix?select=task:K5")
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Change the release").check()
    kept = dialog.get_by_role("group", name="Keep back these fields:")
    for field in ("Due", "Priority", "Uses – Asset"):
        expect(kept.get_by_role("checkbox", name=field)).to_be_checked()
    kept.get_by_role("checkbox", name="Not before").check()
    dialog.get_by_role("button", name="Save").click()
    assert desk.node.newest("plan.EditTask")["label"]["withhold"] == ["due", "priority", "uses.resource", "earliest"]


def test_cancelling_asks_first_and_can_be_undone_from_the_message(desk):
    desk = desk("USA")
    page = desk.open("/matrix?select=task:K11")
    desk.bar("K11").focus()
    page.keyboard.press("Delete")
    expect(page.get_by_role("dialog")).to_contain_text("Cancel K11 Relief supplies Yokota to Iruma?")
    page.get_by_role("dialog").get_by_role("button", name="Cancel task").click()
    assert desk.node.newest("plan.CancelTask")["body"] == {"task": "K11", "based_on": "v-K11-1"}
    expect(desk.bar("K11")).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(desk.bar("K11")).to_have_count(1)


def test_a_task_that_hangs_on_a_request_cannot_be_committed_before(desk):
    page = desk("USA", roles=("commander",)).open("/matrix?select=task:K8")
    button = page.locator("#inspector").get_by_role("button", name="Commit")
    expect(button).to_have_accessible_description("It cannot be committed before R7 is accepted.")


def test_reporting_sends_what_happened_and_when(desk):
    desk = desk("USA", roles=("watch_officer",))
    page = desk.open("/matrix?select=task:K5")
    page.locator("#inspector").get_by_role("button", name="Report …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What happened").select_option("delayed")
    dialog.get_by_role("textbox", name="Now expected").fill("H+32")
    dialog.get_by_role("button", name="Report", exact=True).click()
    assert desk.node.newest("plan.ReportTask")["body"] == {
        "task": "K5",
        "report": "delayed",
        "at": "2026-02-10T23:30:00Z",
    }


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_check_tells_why_names_both_tasks_and_offers_ways_out(desk, language):
    desk = desk("USA", language=language)
    page = desk.open("/matrix?select=task:K8")
    page.keyboard.press("k")
    panel = page.get_by_role("tabpanel")
    said = {
        "en": (
            "Matsuyama Airport parking: 10 stands are needed at once, there are 8.",
            "44 h later",
            "Japan must agree",
            "Prepare request to JPN …",
        ),
        "ja": (
            "松山空港 駐機場：同時に10機分が必要ですが、8機分しかありません。",
            "44時間遅らせる",
            "日本の同意が必要",
            "日本への要請を起案…",
        ),
    }[language]
    for words in said:
        expect(panel).to_contain_text(words)
    assert panel.locator(".reasons > li").count() == 3
    assert panel.locator(".way-out").count() == 4
    assert panel.get_by_text(re.compile(r"H\+120")).count() == 1
    panel.get_by_role("button", name=re.compile("^(JPN|日本) K9")).first.click()
    expect(desk.bar("K9")).to_have_class(re.compile("selected"))


def test_an_own_way_out_is_one_command_and_a_partners_is_a_prepared_request(desk):
    desk = desk("USA")
    desk.node.views["jobs"]["check"]["conflicts"][0]["ways_out"][0]["own"] = True
    page = desk.open()
    page.keyboard.press("k")
    panel = page.get_by_role("tabpanel")
    panel.locator(".way-out").nth(2).get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Asset or place")).to_have_value("parking:matsuyama_ap")
    expect(dialog.get_by_label("Need, Japanese")).to_have_value("松山空港に10機分の駐機")
    page.keyboard.press("Escape")
    panel.get_by_role("button", name="Do this").click()
    assert desk.node.newest("plan.EditTask")["body"] == {
        "task": "K8",
        "based_on": "v-K8-1",
        "due": "2026-02-14T15:30:00Z",
    }


def test_a_repair_says_what_moves_what_it_misses_and_is_looked_at_before_it_is_adopted(desk):
    desk = desk("USA")
    page = desk.open()
    page.get_by_role("button", name="Repair …").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What slipped").select_option("unit:lha7")
    dialog.get_by_role("button", name="Start").click()
    expect(dialog.get_by_text("Say by how many hours it is late.")).to_be_visible()
    dialog.get_by_label("Late by, in hours").fill("8")
    dialog.get_by_role("button", name="Start").click()
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("K7 (United States) is due H+54 and ends H+58: 4 h late")
    expect(panel).to_contain_text("fewer moves proved impossible")
    assert desk.node.asked == [("repair", {"unit": "lha7", "delay_min": 480})]
    panel.get_by_role("button", name="Show on the matrix").first.click()
    expect(
        page.get_by_role("button", name="K7 LCAC earth movers to beach A, option looked at, H+52 to H+58", exact=True)
    ).to_be_visible()
    panel.get_by_role("button", name="Adopt").first.click()
    body = desk.node.newest("plan.AdoptPlan")["body"]
    assert (body["based_on"], [p["task"] for p in body["schedule"]], body["misses"][0]["by_min"]) == (
        {"K5": "v-K5-1", "K7": "v-K7-1"},
        ["K5", "K7"],
        240,
    )
    expect(page.locator(".bar.option")).to_have_count(0)


def test_a_partner_cannot_adopt_what_moves_none_of_its_tasks(desk):
    page = desk("JPN").open()
    page.get_by_role("button", name="Repair …").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Start").click()
    expect(page.get_by_role("tabpanel").get_by_role("button", name="Adopt").first).to_have_accessible_description(
        "It moves none of our tasks."
    )
