"""The request desk: both languages, duplicates, crossed acts, verbs, terms, drafts, previews."""

import re

import pytest
from playwright.sync_api import expect

from tests.web_static.fake_node import FakeNode


def test_structured_fields_read_in_japanese_while_the_words_stay_as_written(desk):
    page = desk("JPN", language="ja").open("/requests?select=request:R3")
    row = page.locator(".request-row", has_text="R3")
    expect(row).to_contain_text("約60名")
    expect(row).to_contain_text("高知港")
    expect(row).to_contain_text("H+12 まで")
    expect(row).to_contain_text("fly about 60 rescue personnel into Kochi")
    expect(row).to_contain_text("未翻訳")
    detail = page.get_by_role("region", name="要請の詳細")
    expect(detail.locator("[lang=en]", has_text="fly about 60").first).to_be_visible()
    expect(detail).to_contain_text("原文の表記：about 60 rescue personnel")


def test_a_person_translates_and_the_mark_goes(desk):
    desk = desk("JPN", language="ja")
    page = desk.open("/requests?select=request:R3")
    page.get_by_role("button", name="翻訳する…").click()
    page.get_by_label("翻訳(日本語)").fill("救助要員約60名を高知へ空輸")
    page.get_by_role("button", name="翻訳を保存").click()
    assert desk.node.newest("requests.TranslateText")["body"] == {
        "request": "R3",
        "language": "ja",
        "text": "救助要員約60名を高知へ空輸",
    }
    row = page.locator(".request-row", has_text="R3")
    expect(row).to_contain_text("救助要員約60名を高知へ空輸")
    expect(row).not_to_contain_text("未翻訳")
    expect(page.locator(".need")).to_contain_text("人による翻訳")


@pytest.mark.parametrize(
    ("button", "same", "said"), [("Same need", True, "confirmed"), ("Not the same", False, "not the same")]
)
def test_a_duplicate_is_offered_with_its_evidence_and_a_person_decides(desk, button, same, said):
    desk = desk("USA")
    page = desk.open("/requests?select=request:R3")
    note = page.locator(".request .note", has_text="May be the same need as")
    for evidence in ("same place: Port of Kochi", "same quantity: 60 people", "same deadline: H+12"):
        expect(note).to_contain_text(evidence)
    note.get_by_role("button", name=button).click()
    command = desk.node.newest("requests.JudgeDuplicate")
    assert (command["body"], command["label"]) == ({"request": "R3", "of": "R1", "same": same}, None)
    expect(page.locator(".request .note", has_text=said)).to_be_visible()
    expect(page.locator(".request-row", has_text="duplicate?")).to_have_count(0)


def test_crossed_acts_look_the_same_on_both_sides_with_what_each_must_do(desk):
    said = []
    for nation in ("USA", "JPN"):
        page = desk(nation).open("/requests?select=request:R6")
        said.append(page.get_by_role("group", name="crossed").inner_text())
        mine = page.locator(".crossed .mine")
        expect(mine).to_contain_text(
            {"USA": "Confirm that nothing is provided", "JPN": "Look at what U.S. Forces Japan did"}[nation]
        )
    assert said[0] == said[1]


def test_what_was_promised_and_is_at_risk_is_said_first(desk):
    page = desk("JPN").open("/requests?select=request:R6")
    note = page.locator(".request > .note").first
    expect(note).to_have_text(re.compile(r"At risk: due H\+54, now expected H\+58 \(LCAC earth movers to beach A\)"))


def test_the_history_has_both_sides_under_their_roles(desk):
    page = desk("USA").open("/requests?select=request:R6")
    rows = page.locator(".history > li")
    expect(rows).to_have_count(6)
    expect(rows.nth(0)).to_contain_text("Joint Operations Command asks")
    expect(rows.nth(3)).to_contain_text("U.S. Forces Japan commits")
    expect(rows.nth(3)).to_contain_text("commander")
    expect(rows.nth(5)).to_contain_text("arrived late")
    assert [row.get_attribute("class") for row in rows.all()] == ["partner", "own", "partner", "own", "partner", "own"]


def test_a_verb_that_is_not_this_persons_says_who_may(desk):
    page = desk("USA").open("/requests?select=request:R6")
    commit = page.locator(".verbs").get_by_role("button", name="Commit")
    expect(commit).to_have_attribute("aria-disabled", "true")
    expect(commit).to_have_accessible_description("This is not yours to do. It is for: commander.")
    expect(page.locator(".verbs")).to_contain_text("This is not yours to do. It is for: commander.")


def test_a_counter_sends_its_terms_under_a_label_after_a_look_at_what_the_partner_sees(desk):
    desk = desk("USA")
    page = desk.open("/requests?select=request:R7")
    page.get_by_role("button", name="Counter", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Until", exact=True).fill("H+20")
    expect(dialog.get_by_text("The window ends before it begins.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Counter")).to_be_disabled()
    dialog.get_by_label("Until", exact=True).fill("H+70")
    dialog.get_by_label("Condition, English").fill("until noon")
    seen = dialog.get_by_role("region", name="What the partner will see")
    expect(seen).to_contain_text("Total there 10, Otherwise 8")
    dialog.get_by_role("button", name="Counter").click()
    command = desk.node.newest("requests.TakeAct")
    assert command["label"] == {"rel_to": ["JPN"], "withhold": []}
    assert command["body"] == {
        "request": "R7",
        "verb": "counter",
        "note": {"en": "", "ja": ""},
        "based_on": "v-R7-1",
        "terms": {
            "resource": "parking:matsuyama_ap", "quantity": 4, "total": 10, "otherwise": 8,
            "start": "2026-02-10T19:30:00Z", "end": "2026-02-12T13:30:00Z",
            "condition": {"en": "until noon", "ja": ""},
        },
    }  # fmt: skip


def test_accepting_sends_no_terms_of_its_own(desk):
    desk = desk("USA")
    page = desk.open("/requests?select=request:R7")
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Accept").click()
    assert desk.node.newest("requests.TakeAct")["body"] == {
        "request": "R7",
        "verb": "accept",
        "note": {"en": "", "ja": ""},
        "based_on": "v-R7-1",
        "terms": None,
    }


def test_an_answer_is_prepared_here_and_carried_by_a_liaison_officer(desk):
    node = FakeNode("USA")
    row = next(r for r in node.views["requests"] if r["id"] == "R7")
    row["drafts"] = [
        {"id": "d1", "verb": "accept", "terms": None, "note": {"en": "fine", "ja": ""}, "author": "planner:t1"}
    ]
    desk = desk(node=node)
    page = desk.open("/requests?select=request:R7")
    expect(page.locator(".verbs")).to_contain_text("Prepared by a planner: Accept")
    page.get_by_role("button", name="Carry across …").click()
    page.get_by_role("dialog").get_by_role("button", name="Accept").click()
    assert desk.node.newest("requests.TakeAct")["body"]["note"] == {"en": "fine", "ja": ""}


def test_preparing_an_answer_leaves_nothing_out(desk):
    desk = desk("USA")
    page = desk.open("/requests?select=request:R7")
    page.get_by_role("button", name="Prepare an answer …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Answer").select_option("decline")
    dialog.get_by_role("button", name="Save draft").click()
    command = desk.node.newest("requests.DraftAnswer")
    assert (command["body"]["verb"], command["body"]["terms"], command["label"]) == ("decline", None, None)


def test_a_draft_is_sent_by_its_own_verb(desk):
    desk = desk("USA")
    page = desk.open("/requests?select=request:R9")
    page.locator(".verbs").get_by_role("button", name="Send").click()
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    command = desk.node.newest("requests.SendRequest")
    assert (command["body"], command["label"]) == ({"request": "R9"}, {"rel_to": ["JPN"], "withhold": []})


def test_changing_a_request_keeps_the_authors_words_and_not_a_translation(desk):
    node = FakeNode("JPN")
    row = next(r for r in node.views["requests"] if r["id"] == "R6")
    row["may"] = [{"verb": "amend", "roles": ["liaison_officer"], "allowed": True, "refused": None}]
    desk = desk(node=node)
    page = desk.open("/requests?select=request:R6")
    page.locator(".verbs").get_by_role("button", name="Change").click()
    page.get_by_role("dialog").get_by_label("LCAC (Tripoli)").fill("1")
    page.get_by_role("dialog").get_by_role("button", name="Change").click()
    content = desk.node.newest("requests.TakeAct")["body"]["content"]
    assert content["need"] == {"en": "", "ja": "孤立沿岸部への重機輸送"}
    assert content["asks"] == {"resource": "us-lcac", "quantity": 1}
    assert (content["asker"], content["provider"]) == ("JPN", "USA")


def test_a_new_request_is_checked_and_stays_a_draft(desk):
    desk = desk("USA", roles=("planner",))
    page = desk.open("/requests")
    page.get_by_role("button", name="New request").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save draft").click()
    expect(dialog.get_by_text("Say what is needed, in at least one language.")).to_be_visible()
    dialog.get_by_label("Need, English").fill("Two water trucks to Susaki")
    dialog.get_by_label("Value").fill("2")
    dialog.get_by_label("Unit").select_option("vehicles")
    dialog.get_by_role("textbox", name="Needed by").fill("H+40")
    expect(dialog.get_by_role("region", name="What the partner will see")).to_contain_text(
        "Once carried, Japan will see"
    )
    expect(dialog.get_by_role("region", name="What the partner will see")).to_contain_text("2 vehicles")
    expect(dialog.get_by_role("button", name="Save and send")).to_have_count(0)
    dialog.get_by_role("button", name="Save draft").click()
    command = desk.node.newest("requests.DraftRequest")
    content = command["body"]["content"]
    assert (content["asker"], content["provider"], content["channel"]) == ("USA", "JPN", "USA->JPN")
    assert content["quantity"] == {"source": "2 vehicles", "value": 2, "unit": "vehicles", "bound": "exact"}
    assert (content["by"], command["label"]) == ("2026-02-11T07:30:00Z", None)


def test_a_liaison_officer_may_send_at_once_as_one_act(desk):
    desk = desk("USA", roles=("liaison_officer",))
    page = desk.open("/requests")
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Need, English").fill("Two water trucks to Susaki")
    dialog.get_by_role("button", name="Save and send").click()
    desk.node.newest("requests.SendRequest")
    assert [(c["kind"], c["label"]) for c in desk.node.commands] == [
        ("requests.DraftRequest", None),
        ("requests.SendRequest", {"rel_to": ["JPN"], "withhold": []}),
    ]


def test_lists_are_filtered_sorted_and_searched_in_the_address(desk):
    page = desk("USA").open("/requests?sort=priority&show=open")
    expect(page.locator(".request-id")).to_have_text(["R6", "R7", "R9"])
    page.get_by_role("button", name=re.compile("^All")).click()
    page.get_by_placeholder("Filter requests").fill("高知")
    expect(page.locator(".request-id")).to_have_text(["R1", "R3"])
    page.wait_for_url(re.compile(r"/requests\?filter=.*&sort=priority"))
    page.get_by_placeholder("Filter requests").fill("nowhere")
    expect(page.locator(".desk-list")).to_contain_text("No request fits the filter")
