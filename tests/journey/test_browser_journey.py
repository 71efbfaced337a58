"""The journey on real screens: two headquarters at work in two browsers, Japanese and English, by keyboard and mouse.

The tests of this module are the journey's steps in their order; each goes on where the one before stopped.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journey.people import WAIT_MS, Seat
from tests.journey.runs import until
from tests.journey.stage import PAGES, bars_of, both_bars, opened, tasking

from tests.journey.stage import counter, draft_counter, send, solve_and_adopt, take  # isort: skip

SURVEYED = """async () => (await (await fetch("/api/places")).json()).some((place) => place.conflicting?.length)"""
"""The clock comes first, then what happens at that hour: true once two reports of one place disagree on this node."""


@pytest.fixture(scope="module")
def stage(chromium, tmp_path_factory):
    """A demo with people at its screens."""
    with opened(chromium, tmp_path_factory.mktemp("journey")) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_wrong(stage):
    """Fail a step on every foreign request, refused policy, console line, page error and unprovoked refusal."""
    yield
    assert stage.problems() == []


def test_both_headquarters_open_on_the_matrix_paused_and_linked(stage):
    for seat in stage.seats:
        page = seat.sit("planner")
        expect(page.get_by_role("heading", level=1)).to_have_text(seat.say("web-page-matrix"), timeout=WAIT_MS)
        expect(page.locator(".clock")).to_contain_text(seat.say("web-clock-paused"))
        expect(page.locator("html")).to_have_attribute("lang", seat.language)
        expect(seat.bar("K5")).to_be_visible(timeout=WAIT_MS)
    expect(stage.us.link_bar()).to_contain_text("Linked with Joint Operations Command")
    expect(stage.jp.link_bar()).to_contain_text("在日米軍司令部")
    expect(stage.us.bar("K1")).to_have_count(0)


def test_a_need_comes_in_and_the_cut_link_is_said_in_plain_words_on_every_screen(stage):
    stage.next_to("H+2")
    stage.jp.in_state("R1", "registered")
    stage.us.in_state("R1", "registered")
    stage.next_to("H+4")
    expect(stage.us.link_bar()).to_contain_text("Link to Joint Operations Command down for", timeout=WAIT_MS)
    expect(stage.jp.link_bar()).to_contain_text("在日米軍司令部との回線", timeout=WAIT_MS)
    for seat in stage.seats:
        for name in PAGES:
            seat.go(name)
            expect(seat.link_bar().locator(".link-state.bad")).to_be_visible()


def test_both_sides_go_on_working_while_the_link_is_down(stage):
    for seat, task, there, back in ((stage.us, "K5", "H+25", "H+24"), (stage.jp, "K10", "H+31", "H+30")):
        seat.go("matrix")
        bar = seat.bar(task)
        bar.focus()
        seat.page.keyboard.press("Shift+ArrowRight")
        expect(bar).to_have_attribute("aria-label", re.compile(re.escape(there)), timeout=WAIT_MS)
        expect(seat.page.locator(".toast").get_by_text(task).first).to_be_visible(timeout=WAIT_MS)
        seat.page.keyboard.press("Control+z")
        expect(bar).to_have_attribute("aria-label", re.compile(re.escape(back)), timeout=WAIT_MS)
    stage.next_to("H+5")
    stage.us.in_state("R3", "registered")
    assert "R3" not in [r["id"] for r in stage.jp.read("/api/requests")]


def test_after_the_outage_all_is_there_once_and_listed_in_the_same_order(stage):
    stage.next_to("H+5:30")
    for seat in stage.seats:
        expect(seat.link_bar().locator(".link-state.good")).to_be_visible(timeout=WAIT_MS)
        seat.go("link")
        outage = seat.page.locator("table.outages tbody tr")
        expect(outage).to_have_count(1, timeout=WAIT_MS)
        expect(outage).to_contain_text("H+4")
        expect(outage).to_contain_text("H+5:30")
        expect(outage).to_contain_text(seat.say("web-length-both", hours=1, minutes=30))
    stage.jp.in_state("R3", "registered")
    lists = [[row["id"] for row in seat.read("/api/log?shared=1&limit=5000")["rows"]] for seat in stage.seats]
    assert lists[0] == lists[1]
    assert len(set(lists[0])) == len(lists[0])


def test_r3_reads_in_japanese_at_once_but_for_its_words_until_a_person_translates_them(stage):
    stage.jp.sit("liaison")
    detail = stage.jp.request("R3")
    facts = detail.locator("dl.facts").first
    for said in ("約60名", "高知港", "H+12"):
        expect(facts).to_contain_text(said)
    need = detail.locator(".need")
    expect(need.locator("p[lang=en]", has_text="fly about 60 rescue personnel into Kochi")).to_be_visible()
    expect(need.get_by_text(stage.jp.say("web-translation-none"))).to_be_visible()
    stage.jp.act(stage.jp.say("web-translate"), need)
    need.locator("textarea").fill("救助要員約60名を高知へ空輸")
    stage.jp.act(stage.jp.say("web-translation-save"), need)
    expect(need.get_by_text(stage.jp.say("web-translation-human"))).to_be_visible(timeout=WAIT_MS)
    expect(need.locator("p[lang=ja]", has_text="救助要員約60名を高知へ空輸")).to_be_visible()
    expect(need.locator("p[lang=en]", has_text="fly about 60 rescue personnel into Kochi")).to_be_visible()


def test_r3_is_offered_as_a_duplicate_of_r1_with_the_evidence_and_a_person_decides(stage):
    stage.us.sit("liaison")
    for seat in stage.seats:
        note = seat.request("R3").locator("section.note", has_text=seat.say("web-duplicate-offered-title"))
        expect(note.get_by_role("button", name="R1", exact=True)).to_be_visible()
        expect(note.locator(".evidence li")).to_have_count(3)
    for seat in stage.seats:
        seat.act(seat.say("web-duplicate-confirm"), seat.request("R3"))
        for request in ("R3", "R1"):
            confirmed = seat.request(request).get_by_text(seat.say("web-duplicate-confirmed-title"))
            expect(confirmed).to_be_visible(timeout=WAIT_MS)


def test_the_survey_outweighs_what_was_heard_and_the_planner_lands_elsewhere(stage):
    stage.next_to("H+6")
    jp = stage.jp
    jp.sit("planner")
    jp.go("matrix")
    until(lambda: jp.page.evaluate(SURVEYED), "two reports of one place that disagree")
    solve_and_adopt(jp)
    expect(jp.bar("K2")).to_have_attribute("aria-label", re.compile("H.6"), timeout=WAIT_MS)
    bars = {bar["task"]: bar for bar in jp.read("/api/matrix")["bars"]}
    assert bars["K2"]["place"] == "kochi_port"


def test_acts_that_cross_during_a_cut_show_the_same_state_and_what_each_must_do(stage):
    stage.next_to("H+10")
    us, jp = stage.us, stage.jp
    us.sit("liaison")
    jp.sit("liaison")
    jp.in_state("R6", "sent")
    counter(us, us.in_state("R6", "sent"), "2")
    jp.in_state("R6", "countered_by_provider")
    stage.next_to("H+11")
    for seat in stage.seats:
        expect(seat.link_bar().locator(".link-state.bad")).to_be_visible(timeout=WAIT_MS)
    take(us, us.request("R6"), "withdraw")
    take(jp, jp.request("R6"), "amend")
    stage.next_to("H+11:30")
    acts, musts = [], []
    for seat in stage.seats:
        crossed = seat.in_state("R6", "crossed").locator("section.crossed")
        expect(crossed).to_contain_text(seat.say("web-crossed-same"))
        expect(crossed.get_by_role("listitem")).to_have_count(4)
        row = next(r for r in seat.read("/api/requests") if r["id"] == "R6")
        acts.append([(act["verb"], act["by"]) for act in row["crossed"]["acts"]])
        musts.append({nation: must["key"] for nation, must in row["crossed"]["must"].items()})
    assert acts[0] == acts[1] == [("withdraw", "USA"), ("amend", "JPN")]
    assert musts[0] == musts[1] == {
        "USA": "requests-must-provider-withdraw", "JPN": "requests-must-asker-stand"
    }  # fmt: skip


def test_r6_is_drafted_by_a_planner_carried_by_a_liaison_officer_and_committed_by_the_commander_alone(stage):
    us, jp = stage.us, stage.jp
    take(jp, jp.request("R6"), "amend")
    us.in_state("R6", "sent")
    us.sit("planner")
    draft_counter(us)
    us.sit("liaison")
    detail = us.request("R6")
    note = detail.locator(".verbs .note", has_text=us.say("web-role-planner"))
    expect(note).to_contain_text("one craft stays for medical lift")
    us.act(us.say("web-carry"), note)
    send(us, us.page.get_by_role("dialog"), "counter")
    detail = jp.in_state("R6", "countered_by_provider")
    expect(detail).to_contain_text("1隻は患者輸送のため残置")
    take(jp, detail, "accept")
    detail = us.in_state("R6", "accepted")
    commit = detail.get_by_role("button", name=us.say("web-verb-commit"), exact=True)
    expect(commit).to_have_attribute("aria-disabled", "true")
    expect(detail.locator(".verbs .refused", has_text="commander").first).to_be_visible()
    version = next(r["version"] for r in us.read("/api/requests") if r["id"] == "R6")
    body = {"request": "R6", "based_on": version}
    key, facts = us.refused("requests.CommitRequest", body, rel_to=["JPN"])
    assert (key, facts["roles"]["en"]) == ("node-role-missing", "commander")
    us.sit("commander")
    take(us, us.request("R6"), "commit")
    histories = []
    for seat in stage.seats:
        seat.in_state("R6", "committed")
        row = next(r for r in seat.read("/api/requests") if r["id"] == "R6")
        histories.append([(a["verb"], a["by"], a["author"].partition(":")[0]) for a in row["history"]])
        expect(seat.page.locator("ol.history > li")).to_have_count(len(row["history"]))
    assert histories[0] == histories[1]
    assert histories[0][-3:] == [
        ("counter", "USA", "liaison_officer"), ("accept", "JPN", "liaison_officer"), ("commit", "USA", "commander")
    ]  # fmt: skip


REASONS = {
    "USA": ("K8 C-130 bridge to Matsuyama (USA)", "K9 DMAT hub at Matsuyama (JPN)"),
    "JPN": ("K8 松山へC-130輸送(USA)", "K9 松山 航空搬送拠点(JPN)"),
}


def test_check_says_why_and_which_ways_out_there_are_in_both_languages(stage):
    stage.next_to("H+14")
    for seat in stage.seats:
        seat.sit("planner")
        seat.request("R7")
        seat.go("matrix")
        seat.bar("K8").focus()
        seat.page.keyboard.press("k")
        card = seat.page.locator(".conflict-card", has_text="K8").first
        expect(card).to_be_visible(timeout=WAIT_MS)
        expect(card.locator(".reasons > li")).to_have_count(3)
        for reason in REASONS[seat.nation]:
            expect(card).to_contain_text(reason)
        expect(card.locator(".conflict-told")).to_contain_text("10")
        expect(card.locator(".conflict-told")).to_contain_text("8")
        ways = card.locator(".way-out")
        expect(ways).to_have_count(4)
        for moment, cost in (("H+120", 44), ("H+132", 56)):
            way = ways.filter(has_text=moment)
            expect(way).to_contain_text(seat.say("web-cost-later", length=seat.say("web-length-hours", hours=cost)))
        expect(ways.filter(has_text="H+28").filter(has_text="H+76")).to_have_count(1)
        counted = seat.page.get_by_role("toolbar").get_by_text(seat.say("web-count-conflicts", n=1))
        expect(counted).to_be_visible()
        assert seat.axe() == []


def test_a_task_that_hangs_on_a_request_is_not_committed_before_it_is_accepted(stage):
    us = stage.us
    us.sit("commander")
    us.go("matrix")
    us.bar("K8").click()
    panel = us.page.get_by_role("tabpanel")
    commit = panel.get_by_role("button", name=us.say("web-commit-task"), exact=True)
    expect(commit).to_have_attribute("aria-disabled", "true")
    expect(commit).to_have_attribute("title", us.say("web-commit-needs-grant", request="R7"))
    version = next(b["version"] for b in us.read("/api/matrix")["bars"] if b["task"] == "K8")
    key, _ = us.refused("plan.CommitTask", {"task": "K8", "based_on": version}, rel_to=["JPN"])
    assert key in ("plan-grant-missing", "plan-not-scheduled")


def test_japan_previews_what_its_answer_releases_and_counters_r7(stage):
    jp, us = stage.jp, stage.us
    jp.go("matrix")
    way = jp.page.locator(".way-out").filter(has_text="H+28").filter(has_text="H+76")
    jp.act(jp.say("web-way-answer"), way)
    expect(jp.page.get_by_role("heading", level=1)).to_have_text(jp.say("web-page-requests"), timeout=WAIT_MS)
    jp.sit("liaison")
    detail = jp.request("R7")
    jp.act(jp.say("web-carry"), detail.locator(".verbs .note"))
    dialog = jp.page.get_by_role("dialog")
    seen = dialog.locator(".partner-sees")
    expect(seen).to_contain_text("10", timeout=WAIT_MS)
    for said in ("H+28", "H+76", "8"):
        expect(seen).to_contain_text(said)
    send(jp, dialog, "counter")
    us.sit("liaison")
    take(us, us.in_state("R7", "countered_by_provider"), "accept")
    jp.in_state("R7", "accepted")
    jp.sit("commander")
    take(jp, jp.request("R7"), "commit")
    us.in_state("R7", "committed")


def test_the_u_s_solves_k8_and_both_matrices_are_in_step_and_hold(stage):
    us = stage.us
    us.sit("planner")
    us.go("matrix")
    solve_and_adopt(us, "K8")
    both_bars(stage, "K8", ("H+28", "H+76"))
    both_bars(stage, "K9", ("H+12", "H+72"))
    for seat in stage.seats:
        seat.sit("planner")
        seat.go("matrix")
        seat.act(seat.say("web-check"), seat.page.get_by_role("toolbar"))
        seat.reads(seat.say("web-check-fine"))


def test_no_plan_command_tasks_the_partners_unit(stage):
    for seat, task, unit, place in ((stage.us, "K9", "jp-c2", "beach:A"), (stage.jp, "K8", "us-c130", None)):
        for kind, body in tasking(seat, task, unit, place):
            seat.sit("watch" if kind == "plan.ReportTask" else "commander" if kind == "plan.CommitTask" else "planner")
            key, facts = seat.refused(kind, body)
            assert key in ("plan-partner-task", "plan-partner-unit", "plan-unknown-resource"), (kind, key, facts)
    stage.us.sit("planner")
    both_bars(stage, "K8", ("H+28", "H+76"))
    both_bars(stage, "K9", ("H+12", "H+72"))


def test_dragging_the_partners_bar_prepares_a_request_and_changes_nothing(stage):
    us, jp = stage.us, stage.jp
    us.go("matrix")
    before = us.read("/api/link")["log"]["position"]
    bar = us.bar("K9")
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    us.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    us.page.mouse.down()
    us.page.mouse.move(box["x"] + box["width"] / 2 + 120, box["y"] + box["height"] / 2, steps=6)
    us.page.mouse.up()
    dialog = us.page.get_by_role("dialog", name=us.say("web-propose-title", task="K9"))
    expect(dialog).to_be_visible(timeout=WAIT_MS)
    expect(us.page.locator('.bar.ghost[data-key="draft:K9"]')).to_be_visible()
    expect(bar).to_have_attribute("aria-label", re.compile(re.escape("H+12 to H+72")))
    assert us.read("/api/link")["log"]["position"] == before
    us.act(us.say("web-save-draft"), dialog)
    expect(dialog).to_be_hidden(timeout=WAIT_MS)
    expect(us.page.locator('.bar.ghost[data-key^="ghost:"]')).to_be_visible(timeout=WAIT_MS)
    expect(bar).to_have_attribute("aria-label", re.compile(re.escape("H+12 to H+72")))
    both_bars(stage, "K9", ("H+12", "H+72"))
    expect(jp.page.locator(".bar.ghost")).to_have_count(0)


def test_two_nations_reports_of_one_ship_are_one_track_with_both_sources_and_their_ages(stage):
    for seat in stage.seats:
        seat.go("map")
        page = seat.page
        page.get_by_label(seat.say("map-from"), exact=True).select_option("both")
        rows = page.locator("#map-panel tbody tr")
        expect(rows.first).to_be_visible(timeout=WAIT_MS)
        rows.first.locator("button.map-row").click()
        sources = page.locator("table.map-sources tbody tr")
        expect(sources).to_have_count(2, timeout=WAIT_MS)
        expect(sources.filter(has_text=seat.say("map-own"))).to_have_count(1)
        expect(sources.filter(has_text=seat.say("map-partner"))).to_have_count(1)
        seat.go("matrix")
    shown = [track["nation_sources"] for track in stage.us.read("/api/picture")["tracks"]]
    assert not [s for sources in shown for s in sources if s["source"] == "jpn-patrol"]


def test_a_slip_is_repaired_with_the_fewest_moves_and_what_it_costs_is_said_on_both_sides(stage):
    stage.next_to("H+30")
    us = stage.us
    before = [bars_of(seat) for seat in stage.seats]
    us.sit("planner")
    us.go("matrix")
    late = us.say("web-late-by", length=us.say("web-length-hours", hours=4))
    expect(us.bar("K7")).to_have_attribute("aria-label", re.compile(late), timeout=WAIT_MS)
    us.act(us.say("web-repair"), us.page.get_by_role("toolbar"))
    us.act(us.say("web-start"), us.page.get_by_role("dialog"))
    card = us.page.locator(".option-card").first
    expect(card).to_contain_text(us.say("web-certified"), timeout=WAIT_MS)
    expect(card.locator(".moves li")).to_have_count(2)
    miss = {"task": "K7", "nation": us.say("web-nation-USA"), "due": "H+54", "end": "H+58", "length": "4 h"}
    expect(card.locator(".misses li")).to_have_text(us.say("web-miss", **miss))
    us.act(us.say("web-adopt"), card)
    both_bars(stage, "K5", ("H+32", "H+52"))
    both_bars(stage, "K7", ("H+52", "H+58"))
    for seat, old in zip(stage.seats, before, strict=True):
        new = bars_of(seat)
        assert {task for task in old if new[task] != old[task]} == {"K5", "K7"}
        detail = seat.request("R6")
        expect(detail.get_by_text(seat.say("web-request-at-risk"))).to_be_visible(timeout=WAIT_MS)
        expect(detail.locator(".note.warn").first).to_contain_text("H+58")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_in_both_languages_night_and_day(stage, name):
    for seat in stage.seats:
        seat.sit("planner")
        seat.go(name)
        if name == "requests":
            seat.request("R6")
        if name == "map":
            expect(seat.page.locator("#map-panel tbody tr").first).to_be_visible(timeout=WAIT_MS)
        for theme in ("night", "day"):
            seat.page.get_by_role("combobox", name=seat.say("web-theme"), exact=True).select_option(theme)
            expect(seat.page.locator("html")).to_have_attribute("data-theme", theme)
            assert seat.axe() == [], (name, seat.language, theme)


def test_both_headquarters_are_open_in_one_browser_at_once(stage, chromium):
    us, jp = Seat(chromium, "USA", stage.demo), Seat(chromium, "JPN", stage.demo)
    jp.context.close()
    jp.context, jp.page = us.context, us.context.new_page()
    jp.page.goto(f"{jp.address}/sign-in")
    jp.act("日本語")
    us.sit("watch")
    jp.sit("watch")
    names = sorted(cookie["name"] for cookie in us.context.cookies())
    assert names == ["renkei_jjoc", "renkei_usfj"]
    for seat in (us, jp):
        seat.page.reload()
        assert seat.read("/api/session")["nation"] == seat.nation
    assert us.problems == []
    us.close()
