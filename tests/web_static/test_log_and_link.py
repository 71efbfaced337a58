"""The log page and the link page: what is late, shared or kept back, how it is searched, what an outage was."""

import csv
import io
import json
import re

from playwright.sync_api import expect

from tests.web_static.fake_node import FakeNode


def test_late_arrivals_and_release_are_marked_in_words(desk):
    page = desk("USA").open("/log")
    late = page.get_by_role("row", name=re.compile("^210 "))
    expect(late).to_contain_text("arrived late")
    expect(late).to_contain_text("received")
    expect(page.get_by_role("row", name=re.compile("^212 "))).to_contain_text("to Japan")
    expect(page.get_by_role("row", name=re.compile("^209 "))).to_contain_text("own only")
    expect(page.locator("tr.late")).to_have_count(2)


def test_the_log_is_searched_by_words_and_area(desk):
    page = desk("USA").open("/log")
    page.get_by_label("Area").select_option("requests")
    expect(page.locator("tbody tr")).to_have_count(4)
    page.get_by_placeholder("Search the log").fill("withdraw")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_placeholder("Search the log").fill("nothing like it")
    expect(page.get_by_text("No entry fits the search.")).to_be_visible()


def test_the_shared_list_is_the_one_that_both_nodes_have(desk):
    page = desk("USA").open("/log")
    page.get_by_role("button", name="Shared with the partner").click()
    expect(page.get_by_text("in the same order on both")).to_be_visible()
    expect(page.locator("tbody tr", has_text="own only")).to_have_count(0)


def test_older_entries_are_read_when_asked_for(desk):
    node = FakeNode("USA")
    template = node.views["log"][-1]
    node.views["log"] += [template | {"id": f"old{n}", "number": n} for n in range(160, 0, -1)]
    page = desk(node=node).open("/log")
    expect(page.locator("tbody tr")).to_have_count(200)
    page.get_by_role("button", name="Show older entries").click()
    expect(page.locator("tbody tr")).to_have_count(214)
    expect(page.get_by_role("button", name="Show older entries")).to_have_count(0)
    expect(page.get_by_text("214 of 214 entries")).to_be_visible()


def test_a_search_that_has_not_seen_the_whole_log_says_so(desk):
    node = FakeNode("USA")
    template = node.views["log"][-1]
    node.views["log"] += [template | {"id": f"old{n}", "number": n, "author": "wave"} for n in range(230, 0, -1)]
    page = desk(node=node).open("/log")
    page.get_by_placeholder("Search the log").fill("wave")
    expect(page.get_by_text("200 entries found so far")).to_be_visible()
    page.get_by_role("button", name="Show older entries").click()
    expect(page.get_by_text("230 of 230 entries")).to_be_visible()


def test_an_event_is_listed_as_soon_as_it_is_told(desk):
    desk = desk("USA")
    page = desk.open("/log")
    desk.node.views["log"].insert(0, desk.node.views["log"][0] | {"id": "new", "number": 215})
    desk.served.tell("log")
    expect(page.get_by_role("row", name=re.compile("^215 "))).to_be_visible()


def test_exports_hold_every_row_and_defuse_formulas(desk):
    node = FakeNode("USA")
    node.views["log"][0]["author"] = "=1+1"
    page = desk(node=node).open("/log")
    with page.expect_download() as table:
        page.get_by_role("button", name="Export CSV").click()
    rows = list(csv.DictReader(io.StringIO(table.value.path().read_text("utf-8-sig"))))
    assert (len(rows), rows[0]["number"], rows[0]["author"]) == (54, "214", "'=1+1")
    assert rows[1]["told"] == "U.S. Forces Japan asks: parking for 4 C-130 at Matsuyama 24-72 h"
    with page.expect_download() as document:
        page.get_by_role("button", name="Export JSON").click()
    assert len(json.loads(document.value.path().read_text("utf-8"))) == 54


def test_the_link_page_says_state_figures_and_outages(desk):
    page = desk("USA").open("/link")
    card = page.locator(".partner-card").first
    for words in ("up", "Sent88", "Received97", "Waiting0", "Kept back31", "1 h 30 min", "H+4"):
        expect(card).to_contain_text(words)
    expect(card.get_by_role("row").nth(1)).to_contain_text("H+5:30")
    expect(card.get_by_role("row").nth(1)).to_contain_text("nothing heard for 30 s")


def test_an_outage_that_goes_on_and_a_halt_are_said_plainly(desk):
    node = FakeNode("USA")
    partner = node.views["link"]["partners"][0]
    partner.update(state="halted", since="2026-02-28T23:00:00Z")
    partner["outages"].append(partner["outages"][0] | {"from": "2026-02-10T05:00:00Z", "until": None})
    page = desk(node=node).open("/link")
    expect(page.locator(".partner-card").first).to_contain_text("Nothing of it is taken until a person has looked")
    expect(page.get_by_role("row", name=re.compile(r"H\+13:30"))).to_contain_text("still down")


def test_what_had_to_be_let_go_of_is_shown_and_not_silent(desk):
    node = FakeNode("USA")
    facts = {"partner": "JPN", "count": 3, "most": 10_000}
    node.views["link"]["partners"][0]["alarms"] = [{"key": "federation-waiting-most", "facts": facts}]
    card = desk(node=node).open("/link").locator(".partner-card").first
    expect(card.get_by_text("3 labelled events no longer wait for what JPN does not have")).to_be_visible()


def test_a_node_without_partners_says_how_to_join_one(desk):
    node = FakeNode("USA")
    node.views["link"]["partners"] = []
    page = desk(node=node).open("/link")
    expect(page.get_by_text("No partner is joined")).to_be_visible()


def test_refused_input_is_shown_sensor_by_sensor_with_its_rule(desk):
    node = FakeNode("USA")
    page = desk(node=node).open("/link")
    expect(page.get_by_text("Nothing that a sensor or a partner's picture sent was refused.")).to_be_visible()
    rule = {"key": "feeds-nmea-checksum", "facts": {"stated": "5C", "computed": "5D"}}
    newest = [{"received": "2026-02-10T05:00:00Z", "place": "line 7", "told": rule}]
    node.views["link"]["sensors"] = [{"sensor": "usa-ais", "refused": 41, "newest": newest}]
    card = page.locator(".partner-card", has_text="Refused input")
    expect(card).to_contain_text("usa-ais: 41 pieces of input refused", timeout=15_000)
    expect(card.get_by_role("listitem")).to_contain_text("line 7 The checksum is 5C, but the bytes give 5D")
