"""The synchronisation matrix as a person reads and walks it: names, marks, stacking, keys, scale, shared places."""

import re

import pytest
from playwright.sync_api import expect

from tests.web_static.fake_node import FakeNode


def boxes(page, selector=".bar"):
    return page.eval_on_selector_all(
        selector,
        """all => all.map((e) => {
          const box = e.getBoundingClientRect();
          return [e.dataset.key, box.left, box.top, box.right, box.bottom];
        })""",
    )


def test_bars_are_buttons_with_their_full_name(desk):
    page = desk("USA").open()
    name = (
        "K8 C-130 bridge to Matsuyama, United States, ours, C-130J squadron, H+24 to H+72, planned, in conflict, "
        "hangs on R7, not yet granted"
    )
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    page.get_by_role("button", name="日本語").click()
    name = "K8 松山へC-130輸送、米国(自国)、C-130J 飛行隊、H+24 から H+72 まで、計画、競合あり、R7 の承認待ち"
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def test_the_grid_has_rows_with_headers(desk):
    page = desk("JPN").open()
    grid = page.get_by_role("grid", name="Synchronisation matrix")
    expect(grid).to_have_attribute("aria-rowcount", "14")
    expect(grid.get_by_role("rowheader")).to_have_count(13)
    expect(grid.get_by_role("columnheader")).to_have_count(2)
    expect(grid.get_by_role("rowheader").nth(1)).to_have_text("JPNUH-60 flight")


def test_overlapping_tasks_of_one_lane_do_not_cover_each_other(desk):
    page = desk("JPN").open()
    found = boxes(page)
    overlaps = [
        (a[0], b[0])
        for i, a in enumerate(found)
        for b in found[i + 1 :]
        if a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5 and a[2] < b[4] - 0.5 and b[2] < a[4] - 0.5
    ]
    assert overlaps == []
    by_key = {key: top for key, _, top, _, _ in found}
    assert by_key["K11"] - by_key["K8"] == 28


def test_no_label_is_cut_inside_its_bar(desk):
    page = desk("JPN").open()
    for _ in range(4):
        cut = page.eval_on_selector_all(
            ".bar-text", "all => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)"
        )
        assert cut == []
        page.keyboard.press("+")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_below_three_pixels_an_hour_bars_have_no_text_and_lanes_count(desk):
    page = desk("JPN").open("/matrix?h=-4&pph=2.6")
    expect(page.locator(".bar-text")).to_have_count(0)
    row = page.get_by_role("row", name=re.compile("C-130J squadron"))
    expect(row.get_by_role("rowheader")).to_have_text("USAC-130J squadron2 tasks1 conflict")


def test_targets_are_at_least_24_pixels(desk):
    page = desk("JPN").open("/matrix?h=-4&pph=2.6")
    small = page.evaluate(
        """() => [...document.querySelectorAll('.bar')].filter((bar) => {
          const box = bar.getBoundingClientRect();
          const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
          return box.height < 24 || document.elementFromPoint(x - 11, y) !== bar && box.width < 22 && box.left > 300
        }).map((bar) => bar.dataset.key)"""
    )
    near = {"K1", "K2"}
    assert set(small) <= near


def test_arrow_keys_walk_and_the_inspector_follows(desk):
    desk = desk("JPN")
    page = desk.open()
    desk.bar("K1").click()
    page.keyboard.press("ArrowDown")
    expect(desk.bar("K2")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(desk.bar("K13")).to_be_focused()
    page.keyboard.press("Home")
    expect(desk.bar("K2")).to_be_focused()
    page.keyboard.press("End")
    expect(desk.bar("K13")).to_be_focused()
    expect(page.locator("#inspector")).to_contain_text("Water to isolated villages")
    assert page.locator('.bar[tabindex="0"]').count() == 1
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()


def test_c_goes_to_the_next_conflict_and_around(desk):
    desk = desk("JPN")
    page = desk.open()
    for task in ("K9", "K8", "K9"):
        page.keyboard.press("c")
        expect(desk.bar(task)).to_be_focused()


def test_the_chosen_task_lights_what_comes_before_and_after_it(desk):
    desk = desk("JPN")
    desk.open("/matrix?select=task:K5")
    chain = desk.page.evaluate("import('/static/matrix/state.mjs').then((m) => [...m.view.current.chain].sort())")
    assert chain == ["K5", "K7"]


def test_focus_survives_what_others_change_and_scrolling_away(desk):
    desk = desk("JPN")
    page = desk.open()
    desk.bar("K9").click()
    desk.node.bar("K10")["name"]["en"] = "Changed meanwhile"
    desk.served.tell("matrix")
    expect(page.get_by_role("button", name=re.compile("Changed meanwhile"))).to_be_visible()
    expect(desk.bar("K9")).to_be_focused()


def test_the_full_text_shows_on_focus_and_on_hover_and_escape_hides_it(desk):
    desk = desk("JPN")
    page = desk.open()
    desk.bar("K12").hover()
    tip = page.locator(".tip")
    expect(tip).to_contain_text("Medical teams to Muroto")
    expect(tip).to_contain_text("12 Feb 12:30 JST – 12 Feb 17:30 JST")
    expect(tip).to_contain_text("120330Z FEB 26 – 120830Z FEB 26")
    expect(tip).to_contain_text("late by 1 h")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.mouse.move(5, 5)
    desk.bar("K1").focus()
    page.keyboard.press("ArrowDown")
    expect(tip).to_contain_text("Lift rescuers to Kochi")


def test_the_axis_has_h_hour_local_and_zulu_and_its_lines_have_names(desk):
    page = desk("JPN").open("/matrix?h=-3&pph=6")
    tick = page.locator(".tick").nth(0)
    expect(tick).to_have_text("H+010 00:30091530Z")
    expect(page.locator(".flag.now")).to_have_text("Now H+14")
    expect(page.locator(".flag.h-hour")).to_have_text("H-hour")
    expect(page.locator(".corner")).to_contain_text("Local (JST)")
    assert page.locator(".line.now").bounding_box()["x"] > page.locator(".line.h-hour").bounding_box()["x"]
    expect(page.get_by_role("button", name=re.compile("Decision point Main effort"))).to_be_visible()


def test_a_shared_place_shows_its_use_against_what_there_is(desk):
    page = desk("JPN").open("/matrix?select=place:parking:matsuyama_ap")
    strip = page.get_by_role("region", name="Use of Matsuyama Airport parking")
    expect(strip).to_contain_text(
        "H+24 to H+72: 10 asked for, 8 there (K9 DMAT hub at Matsuyama, K8 C-130 bridge to Matsuyama)"
    )
    expect(strip.get_by_role("img")).to_have_attribute("aria-label", re.compile("10 asked for, 8 there"))
    strip.get_by_label("Shared place").select_option("beach:A")
    page.get_by_role("button", name="Close the strip").click()
    expect(page.locator(".strip")).to_have_count(0)


def test_use_by_tasks_that_are_not_released_is_counted_and_said(desk):
    node = FakeNode("USA")
    node.views["matrix"]["bars"] = [bar for bar in node.views["matrix"]["bars"] if bar["task"] != "K9"]
    page = desk(node=node).open("/matrix?select=place:parking:matsuyama_ap")
    expect(page.locator(".strip")).to_contain_text(
        "H+24 to H+72: 10 asked for, 8 there (K8 C-130 bridge to Matsuyama, 6 not released)"
    )


def test_withheld_fields_are_shown_as_not_released(desk):
    node = FakeNode("USA")
    node.bar("K9").update(due="withheld", earliest="withheld")
    page = desk(node=node).open("/matrix?select=task:K9")
    facts = page.locator("#inspector dl")
    assert facts.locator("dt:text-is('Due') + dd").inner_text().strip() == "not released"
    assert facts.locator("dt:text-is('Not before') + dd").inner_text().strip() == "not released"


def test_a_task_whose_time_is_not_released_stands_at_its_lane(desk):
    node = FakeNode("USA")
    for field in ("start", "end"):
        del node.bar("K9")[field]
    page = desk(node=node).open()
    expect(page.locator('.bar[data-key="K9"]')).to_have_count(0)
    page.get_by_role("button", name="K9: time not released").click()
    expect(page.locator("#inspector")).to_contain_text("DMAT hub at Matsuyama")


def test_what_people_wrote_is_marked_where_nobody_translated_it(desk):
    page = desk("JPN", language="ja").open("/matrix?select=task:K12")
    heading = page.locator("#inspector h2")
    expect(heading).to_contain_text("Medical teams to Muroto")
    expect(heading).to_contain_text("未翻訳")
    expect(heading.locator("[lang=en]")).to_have_text("Medical teams to Muroto")


def test_the_list_of_changes_says_what_is_different(desk):
    desk = desk("JPN")
    page = desk.open()
    page.get_by_role("tab", name="Changes").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Nothing changed since you came")
    desk.node.bar("K5").update(start="2026-02-10T23:30:00Z", end="2026-02-11T19:30:00Z")
    desk.served.tell("matrix")
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("1 task differs")
    expect(panel.locator(".move").first).to_have_text(re.compile(r"Start\s*H\+24\s*H\+32"))


def test_print_lays_out_the_whole_plan_and_gives_the_screen_back(desk):
    page = desk("JPN").open("/matrix?h=60&pph=20")
    before = page.evaluate("import('/static/matrix/state.mjs').then((m) => m.view.current.pph)")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".bar").count() == 14
    assert page.evaluate("document.documentElement.dataset.theme") == "print"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "night"
    assert page.evaluate("import('/static/matrix/state.mjs').then((m) => m.view.current.pph)") == before


def plan_of(tasks, lanes):
    """Return a fake node with a plan of many tasks."""
    node = FakeNode("USA")
    matrix = node.views["matrix"]
    lane, bar = matrix["lanes"][-1], matrix["bars"][0]
    matrix["lanes"] = [lane | {"id": f"unit:u{n}", "name": {"en": f"Unit {n}", "ja": f"部隊{n}"}} for n in range(lanes)]
    hour = "2026-02-{day:02}T{hour:02}:30:00Z"
    matrix["bars"] = [
        bar
        | {
            "task": f"T{n}",
            "lane": f"unit:u{n % lanes}",
            "start": hour.format(day=10 + (n // lanes) % 16, hour=(n * 7) % 18),
            "end": hour.format(day=10 + (n // lanes) % 16, hour=(n * 7) % 18 + 5),
            "after": [f"T{n - lanes}"] if n >= lanes else [],
        }
        for n in range(tasks)
    ]
    matrix.update(ghosts=[], places=[], horizon=["2026-02-09T15:30:00Z", "2026-02-27T00:00:00Z"])
    return node


STEPS = """async (m) => {
  const view = m.view.current, frame = () => new Promise((done) => requestAnimationFrame(() => done()));
  for (let i = 0; i < 10; i++) { view.scroller.scrollBy(40, i % 2 ? 80 : 0); await frame(); await frame(); }
}"""


def busy_s(client):
    """Seconds that the page's main thread has spent on script, style and layout: no wall time."""
    metrics = {m["name"]: m["value"] for m in client.send("Performance.getMetrics")["metrics"]}
    return metrics["ScriptDuration"] + metrics["LayoutDuration"] + metrics["RecalcStyleDuration"]


def test_ten_thousand_tasks_are_walked_nearly_as_fast_as_one_thousand(desk):
    spent = {}
    for tasks, lanes in ((1_000, 60), (10_000, 600)):
        desk_ = desk(node=plan_of(tasks, lanes))
        page = desk_.open("/matrix?h=0&pph=5")
        client = desk_.context.new_cdp_session(page)
        client.send("Performance.enable")
        desk_.run("matrix/state.mjs", f"({STEPS})(m)")
        before = busy_s(client)
        desk_.run("matrix/state.mjs", f"({STEPS})(m)")
        spent[tasks] = busy_s(client) - before
        assert page.locator(".bar").count() < 700
        assert page.locator(".row").count() < 60
    assert spent[10_000] < 2 * spent[1_000]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_labels_are_cut_by_words_and_never_inside_one(desk, language):
    desk = desk(language=language)
    desk.open()
    text = {"en": "LCAC earth movers to beach A", "ja": "大分スポーツ公園へ輸送"}[language]
    found = desk.run(
        "matrix/labels.mjs", f"[20, 50, 90, 130, 170, 400].map((room) => m.fitted('{text}', 'K7', room, '{language}'))"
    )
    words = desk.run("matrix/labels.mjs", f"m.wordsOf('{text}', '{language}')")
    beginnings = {"".join(words[:n]).rstrip() + "…" for n in range(1, len(words))}
    assert found[-1] == text
    assert {label for label in found[:-1] if label not in ("", "K7", text)} <= beginnings
