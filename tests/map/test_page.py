"""The map page as a person uses it: lists, inspector, filter; both languages, all themes; by keyboard and by mouse."""

import re

import pytest

from tests.map import facts

LANGUAGES = ("en", "ja")
THEMES = ("night", "day", "contrast")
NAMES = {
    "en": {
        "selected": "Selected",
        "places": "Places",
        "units": "Units",
        "tracks": "Tracks",
        "search": "Name or number",
    },
    "ja": {"selected": "選択中", "places": "場所", "units": "部隊", "tracks": "航跡", "search": "名称または番号"},
}


def inspector(page, language="en"):
    """The part that tells about what is selected."""
    return page.get_by_role("region", name=NAMES[language]["selected"])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_state_has_an_accessibility_violation_or_a_missing_text(desk_with, language, theme):
    desk = desk_with(theme)
    page = desk.open(language=language, select="track:T0001")
    page.locator("summary").click()
    for kind, number in (("track", "T0001"), ("place", "kochi_ap"), ("unit", "lha7"), ("track", "gone")):
        page.evaluate("chosen => { opened.page.source.selection.value = chosen }", {"kind": kind, "id": number})
        assert desk.axe() == [], kind
    page.evaluate("() => { opened.page.source.filter.value = 'nobody' }")
    assert desk.axe() == []
    assert page.evaluate("() => [...missing].filter(key => !key.includes('picture-kind-'))") == []


def test_the_table_says_what_the_map_shows(desk):
    page = desk.open(language="en")
    rows = page.get_by_role("tabpanel").get_by_role("row").all_inner_texts()
    assert len(rows) == 1 + 8
    stale = next(row for row in rows if "PACIFIC TRADER" in row)
    assert "33 min" in stale
    assert "stale" in stale
    assert "262° 17.9 kn" in stale
    assert "course ?" in next(row for row in rows if "T0005" in row)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["both", "own", "partner", "21 s", "USA.T.17", "431000777", "releasable to"]),
        ("ja", ["自国", "相手国", "21秒", "USA.T.17", "431000777", "開示可"]),
    ],
)
def test_the_inspector_names_both_nations_sources_with_their_ages(desk, language, said):
    page = desk.open(language=language, select="track:T0001")
    text = inspector(page, language).inner_text()
    assert [part for part in said if part not in text and part != "both"] == []
    assert "33°03.0′N 133°36.0′E" in text


def releasable(page):
    """Partners that may see everything on the map, as the page's marking finds them."""
    ask = "import('/static/app/marking.mjs').then(m => m.highest(m.labelsShown.value, 'JPN', ['USA']))"
    found = page.evaluate(ask)
    return found["releasable"], found["total"]


@pytest.mark.parametrize("kept", [None, "track", "unit", "report", "unknown"])
def test_the_marking_counts_every_track_unit_and_report_of_a_place(desk, server, kept):
    both = ["JPN", "USA"]
    places, units, tracks = facts.places(), facts.units(), facts.tracks()
    reports = [r for p in places for r in (p["status"], *p["conflicting"]) if r]
    for each in (*units, *reports, *(t["label"] for t in tracks)):
        each["rel_to"] = both
    spoiled = {"track": tracks[2]["label"], "unit": units[0], "report": reports[1]}.get(kept, {})
    spoiled["rel_to"] = ["JPN"]
    if kept == "unknown":
        del units[1]["rel_to"]
    server.node.answers |= {
        "places": places,
        "units": units,
        "picture": {"position": 1, "tracks": tracks, "counts": {}},
    }
    page = desk.open(language="en")
    assert releasable(page) == ([] if kept else ["USA"], len(units) + len(reports) + len(tracks))


def test_without_a_release_a_track_is_for_the_own_nation_only(desk):
    page = desk.open(language="en", select="track:T0005")
    assert "own nation only" in inspector(page).inner_text()


def test_a_partners_track_is_not_said_to_be_the_own_nations_only(desk):
    page = desk.open(language="en", select="track:T0004")
    assert "releasable to United States" in inspector(page).inner_text()


def test_everything_is_reached_and_chosen_by_keyboard(desk):
    page = desk.open(language="en")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("s")
    page.keyboard.press("Backspace")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "tab"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "map-tab-places"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText.split(',')[0].trim()") == "KAIYO MARU 8"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "OSUMI" in inspector(page).inner_text()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert inspector(page).get_by_role("heading", level=2).inner_text() == "TRIPOLI"
    page.wait_for_url("**select=track:T0004*")


def test_a_click_on_the_map_selects_the_track_and_a_click_beside_it_nothing(desk):
    page = desk.open(language="en", view="133.8,33,8")
    x, y = screen(page, "track:T0001")
    page.mouse.click(x, y)
    assert inspector(page).get_by_role("heading", level=2).inner_text() == "OSUMI"
    page.wait_for_url("**select=track:T0001*")
    page.mouse.click(x + 60, y + 60)
    assert "Nothing is selected" in inspector(page).inner_text()


def test_two_ships_close_together_stay_two_under_the_pointer(desk):
    page = desk.open(language="en", view="134.4,33.402,12.5")
    for key, name in (("track:T0007", "SHIN-EI"), ("track:T0008", "SHOWA")):
        page.mouse.click(*screen(page, key))
        assert inspector(page).get_by_role("heading", level=2).inner_text() == name


def test_a_piled_unit_is_chosen_where_it_is_drawn(desk):
    page = desk.open(language="en", view="132.55,34.24,9")
    for key, name in (("unit:lst4001", "JS Osumi"), ("unit:jp-lcac", "LCAC (JPN)")):
        page.mouse.click(*screen(page, key))
        assert inspector(page).get_by_role("heading", level=2).inner_text() == name


def test_a_partners_unit_can_only_be_asked_for(desk):
    page = desk.open(language="en", select="unit:lha7")
    text = inspector(page).inner_text()
    assert "belongs to the partner" in text
    assert "480 min late" in text
    page.get_by_role("tab", name="Units").click()
    page.get_by_role("button", name="JS Osumi").click()
    assert "belongs to the partner" not in inspector(page).inner_text()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "reports contradict",
                "flooded",
                "survey",
                "open",
                "social media",
                "says otherwise",
                "H+5:10",
                "092040Z FEB 26",
            ],
        ),
        ("ja", ["報告が食い違う", "食い違う", "H+5:10", "092040Z FEB 26", "再開見込み H+60"]),
    ],
)
def test_contradicting_reports_of_a_place_are_both_shown(desk, language, said):
    page = desk.open(language=language, select="place:kochi_ap")
    text = inspector(page, language).inner_text()
    assert [part for part in said if part not in text] == []


def test_a_place_without_a_position_is_in_the_list_and_says_so(desk):
    page = desk.open(language="en", select="place:beach_a")
    assert "unknown" in inspector(page).inner_text()


def test_language_and_theme_change_without_a_reload(desk):
    page = desk.open(language="en", select="track:T0001", view="133.8,33,7")
    page.evaluate("globalThis.same = true; chooseLanguage('ja'); chooseTheme('day')")
    inspector(page, "ja").wait_for()
    desk.settle()
    assert page.evaluate("same") is True
    assert page.evaluate("opened.page.chart.value.map.getPaintProperty('sea', 'background-color')") == "#d3e5f2"
    assert page.evaluate("opened.page.chart.value.map.getLayoutProperty('cities', 'text-field')[1][1]") == "name_ja"
    assert page.evaluate("opened.page.chart.value.map.getCanvas().getAttribute('aria-label')").startswith("航跡")
    assert page.evaluate("Boolean(opened.page.chart.value.map.getLayer('symbols'))") is True


def test_filters_hold_for_table_and_map_and_stand_in_the_address(desk):
    page = desk.open(language="en")
    page.get_by_label("Reported by").select_option("both")
    assert drawn(page, "track:") == ["track:T0001"]
    page.wait_for_url("**from=both*")
    page.get_by_label("Reported by").select_option("")
    page.get_by_label("Age", exact=True).select_option("stale")
    assert drawn(page, "track:") == ["track:T0003"]
    page.get_by_label("Age", exact=True).select_option("")
    page.get_by_role("searchbox").fill("trip")
    assert drawn(page, "track:") == ["track:T0004"]
    assert drawn(page, "unit:") == ["unit:lha7"]
    page.get_by_role("group", name="Map view").get_by_role("button", name="Units").click()
    assert drawn(page, "unit:") == []
    assert "Nothing matches" not in page.get_by_role("tabpanel").inner_text()


def test_a_frame_of_the_stream_moves_one_track_and_uploads_only_it(desk, server):
    page = desk.open(language="en")
    before = screen(page, "track:T0002")
    moved = [track | ({"lat": 32.7, "lon": 134.45} if track["track"] == "T0002" else {}) for track in facts.tracks()]
    server.node.tell("picture", {"tracks": moved, "counts": {}})
    page.wait_for_function("() => opened.page.source.tracks.value.get('T0002').lat === 32.7")
    page.wait_for_function("() => opened.page.chart.value.symbols.drawn.uploads >= 2")
    after = screen(page, "track:T0002")
    assert after != before
    assert page.evaluate("opened.page.chart.value.symbols.drawn.lastUpload") == 40
    assert drawn(page, "track:") == [f"track:T000{n}" for n in range(1, 9)]


def test_a_track_that_the_picture_no_longer_names_is_gone(desk, server):
    page = desk.open(language="en", select="track:T0002")
    server.node.tell("picture", {"tracks": facts.tracks()[2:], "counts": {}})
    page.wait_for_function("() => opened.page.source.tracks.value.size === 6")
    assert drawn(page, "track:") == [f"track:T000{n}" for n in range(3, 9)]
    assert "no longer in the picture" in inspector(page).inner_text()


def test_a_new_report_of_a_place_is_read_when_the_node_says_so(desk, server):
    page = desk.open(language="en", select="place:suzaki_port")
    assert "blocked by debris" in inspector(page).inner_text()
    for place in server.node.answers["places"]:
        if place["id"] == "suzaki_port":
            place["status"] = facts.report("open", "survey", "2026-02-09T21:20:00Z")
    server.node.tell("changed", {"position": 2, "keys": ["places"]})
    inspector(page).get_by_text("survey").wait_for()
    assert "blocked by debris" not in inspector(page).inner_text()


def test_ages_grow_with_exercise_time(desk, server):
    server.node.answers["clock"] = facts.CLOCK | {"running": True, "speed": 2000}
    page = desk.open(language="en", select="track:T0003")
    page.wait_for_function("() => opened.page.source.ageOf(opened.page.source.tracks.value.get('T0003')) > 3600 * 2")
    inspector(page).get_by_text(re.compile(r"^\d+ (h|days?) ago")).wait_for()


def test_an_empty_picture_says_why_it_is_empty(desk, server):
    server.node.answers |= {"picture": {"position": 1, "tracks": [], "counts": {}}, "places": [], "units": []}
    page = desk.open(language="en")
    assert "No tracks." in page.get_by_role("tabpanel").inner_text()
    assert "no report yet" in page.locator(".map-newest").inner_text()
    page.get_by_role("tab", name="Places").click()
    assert "No places" in page.get_by_role("tabpanel").inner_text()
    page.get_by_role("tab", name="Units").click()
    assert "No units" in page.get_by_role("tabpanel").inner_text()


def test_a_picture_that_cannot_be_read_is_an_error_with_a_way_back(desk, server):
    server.node.answers["picture"] = 500
    desk.allowed |= {
        f"{server.address}/api/picture",
        "Failed to load resource: the server responded with a status of 500 (Internal Server Error)",
    }
    page = desk.open(language="en")
    assert "could not be read" in page.get_by_role("alert").inner_text()
    server.node.answers["picture"] = {"position": 1, "tracks": facts.tracks(), "counts": {}}
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("button", name="OSUMI").wait_for()


def test_a_lost_stream_is_said_on_the_map(desk):
    page = desk.open(language="en")
    page.evaluate("import('/static/app/store.mjs').then(s => { s.streamState.value = 'lost' })")
    page.get_by_text("Connection to the own node lost").wait_for()


def test_many_tracks_show_the_first_rows_and_say_how_many_there_are(desk, server):
    many = [
        facts.track(f"T{n:04}", f"SHIP {n:04}", 25 + n % 40 / 4, 125 + n / 100, facts.NEUTRAL_CARGO)
        for n in range(1500)
    ]
    server.node.answers["picture"] = {"position": 1, "tracks": many, "counts": {}}
    page = desk.open(language="en")
    assert page.get_by_role("tabpanel").get_by_role("row").count() == 201
    assert "200 of 1,500 shown" in page.get_by_role("tabpanel").inner_text()
    assert page.evaluate("opened.page.chart.value.symbols.drawn.instances") == 1500 + 5


def test_the_attribution_and_the_note_on_lines_stand_on_the_map(desk):
    page = desk.open(language="en")
    text = page.locator(".map-attribution").inner_text()
    assert "Natural Earth (public domain) · GeoNames CC BY 4.0" in text
    assert "Maritime lines are indicative, no legal limits" in text


def test_leaving_the_page_leaves_nothing_behind(desk):
    page = desk.open(language="en")
    page.evaluate("opened.destroy()")
    assert page.locator("#page").inner_html() == ""
    assert page.evaluate("opened.page.chart.value") is None


def test_a_narrow_screen_puts_the_lists_below_the_map(desk_with):
    desk = desk_with(viewport={"width": 420, "height": 900})
    page = desk.open(language="ja", select="track:T0001")
    stage, side = (page.locator(name).bounding_box() for name in (".map-stage", ".map-side"))
    assert side["y"] >= stage["y"] + stage["height"] - 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 420


def screen(page, key):
    """Where a track or unit is drawn, in pixels of the page."""
    at = page.evaluate(
        "key => { const s = opened.page.chart.value.symbols; return s.screen(s.items.index.get(key)) }", key
    )
    return at["x"], at["y"]


def drawn(page, prefix):
    """Keys of what the symbol layer draws, sorted."""
    keys = page.evaluate("() => [...opened.page.chart.value.symbols.items.index.keys()]")
    return sorted(key for key in keys if key.startswith(prefix))
