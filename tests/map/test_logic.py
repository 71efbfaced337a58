"""The map's own arithmetic, run in the browser: projection, positions as text, grid index, instances, filters."""

import math

import pytest

from tests.map.conftest import Desk
from tests.map.served import Server


@pytest.fixture(scope="module")
def run(chromium):
    """Evaluates an expression over the modules of the map, each under its name; the modules keep no state."""
    with Server() as server:
        desk = Desk(chromium.new_page(), server.address)
        yield modules(desk.open("/bare"))
        desk.page.close()
        assert desk.problems == []


MODULES = (
    "affiliation", "geometry", "graticule", "items", "labels", "palette", "pick", "picture", "style", "symbols",
    "unit_symbols",
)  # fmt: skip


def modules(page):
    """Import the modules into a page."""
    page.evaluate(
        "async names => { for (const n of names) globalThis[n] = await import(`/static/map/${n}.mjs`) }",
        MODULES,
    )
    return page.evaluate


def test_mercator_goes_there_and_back(run):
    for lon, lat in [(0, 0), (134.5, 33.4), (-179.999, -60), (179.999, 84.9)]:
        x, y = run("p => [geometry.mercatorX(p[0]), geometry.mercatorY(p[1])]", [lon, lat])
        assert x == pytest.approx((lon + 180) / 360, abs=1e-15)
        assert y == pytest.approx(
            0.5 - math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi), abs=1e-12
        )
        back = run("p => [geometry.longitude(p[0]), geometry.latitude(p[1])]", [x, y])
        assert back == pytest.approx([lon, lat], abs=1e-9)


@pytest.mark.parametrize(
    ("lat", "lon", "said"),
    [
        (33.508333, 134.2, "33°30.5′N 134°12.0′E"),
        (-0.99999, -179.5, "01°00.0′S 179°30.0′W"),
        (0, 181, "00°00.0′N 179°00.0′W"),
        (35.9996, 135.9999, "36°00.0′N 136°00.0′E"),
    ],
)
def test_a_position_is_said_in_degrees_and_decimal_minutes(run, lat, lon, said):
    assert run("p => geometry.positionText({lat: p[0], lon: p[1]})", [lat, lon]) == said


@pytest.mark.parametrize(("degrees", "said"), [(0, "000°"), (7.4, "007°"), (359.7, "000°"), (262, "262°")])
def test_a_course_has_three_digits(run, degrees, said):
    assert run("d => geometry.courseText(d)", degrees) == said


@pytest.mark.parametrize(("limit", "step"), [(1, 1), (1.99, 1), (2, 2), (49, 20), (50, 50), (0.07, 0.05)])
def test_scale_bars_have_round_lengths(run, limit, step):
    assert run("l => geometry.roundStep(l)", limit) == pytest.approx(step)


def test_a_box_goes_the_short_way_round(run):
    box = "p => geometry.boxOf(p.map(([lon, lat]) => ({lon, lat})))"
    assert run(box, []) is None
    assert run(box, [[130, 30], [140, 35]]) == [130, 30, 140, 35]
    assert run(box, [[170, 10], [-170, 20], [179, -5]]) == [170, -5, 190, 20]


@pytest.mark.parametrize(("zoom", "step"), [(1, 30), (4, 10), (6, 2), (8, 0.5), (10, 1 / 6), (13, 1 / 60)])
def test_graticule_lines_keep_apart(run, zoom, step):
    assert run("z => geometry.graticuleStep(z)", zoom) == pytest.approx(step)


def test_graticule_names_whole_degrees_and_minutes(run):
    names = "([view, zoom]) => graticule.graticuleFor(view, zoom).features.map(f => f.properties.text).filter(Boolean)"
    assert run(names, [[128.5, 29, 141, 36], 4.6]) == ["30°N", "35°N", "130°E", "135°E", "140°E"]
    assert run(names, [[133.9, 33.4, 135.1, 34.1], 8]) == ["33°30′N", "34°00′N", "134°00′E", "134°30′E", "135°00′E"]
    assert run(names, [[178, 0, 191, 1], 4.6]) == ["00°N", "180°W", "175°W", "170°W"]


@pytest.mark.parametrize(
    ("sidc", "side"),
    [
        ("10033000001202000000", "friend"),
        ("10063000001202000000", "hostile"),
        ("10023000001202000000", "assumed"),
        ("10003000001202000000", "pending"),
        ("SNSPCL---------", "neutral"),
        ("SHSPCL---------", "hostile"),
        ("SLSPCL---------", "neutral"),
        ("", "unknown"),
        ("?", "unknown"),
    ],
)
def test_the_side_is_the_one_the_code_states(run, sidc, side):
    assert run("s => affiliation.affiliationOf(s)", sidc) == side


def test_every_side_has_a_mark_that_differs_by_more_than_colour(run):
    marks = run("() => affiliation.AFFILIATIONS.map(s => affiliation.MARKS[s])")
    assert len({(mark["shape"], mark["dashed"]) for mark in marks}) == len(marks) == 7


def test_the_grid_finds_what_a_search_through_everything_finds(run):
    assert run(
        """() => {
          let seed = 20260210;
          const random = () => (seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32;
          const grid = new pick.Grid(), at = new Map();
          const wrong = [];
          for (let step = 0; step < 4000; step++) {
            const thing = Math.floor(random() * 300);
            if (random() < 0.2) { grid.take(thing); at.delete(thing); }
            else { const p = [random(), random()]; grid.put(thing, ...p); at.set(thing, p); }
            if (step % 40) continue;
            const [x, y, w, h] = [random() * 1.2 - 0.1, random(), random() * 0.1, random() * 0.1];
            const found = new Set(grid.near(x, y, x + w, y + h));
            if (found.size !== grid.near(x, y, x + w, y + h).length) wrong.push("twice");
            for (const [each, [px, py]] of at) {
              const inside = [px - 1, px, px + 1].some(q => q >= x && q <= x + w) && py >= y && py <= y + h;
              if (inside && !found.has(each)) wrong.push([step, each]);
            }
            for (const each of found) if (!at.has(each)) wrong.push([step, each, "gone"]);
          }
          return wrong;
        }"""
    ) == []  # fmt: skip


THING = "{lon: 134, lat: 33, full: 20, mark: 1, flags: 0}"


def test_positions_keep_a_centimetre_as_two_floats(run):
    metres = run(
        """() => {
          const all = new items.Items();
          all.set("a", {lon: 134.123456789, lat: 33.987654321, full: 20, mark: 1, flags: 0});
          const [xh, yh, xl, yl] = all.instances;
          return [(xh + xl - geometry.mercatorX(134.123456789)) * geometry.EQUATOR_M,
                  (yh + yl - geometry.mercatorY(33.987654321)) * geometry.EQUATOR_M];
        }"""
    )
    assert max(map(abs, metres)) < 0.01


def test_only_what_changed_is_one_range(run):
    assert run(
        f"""() => {{
          const all = new items.Items();
          for (let i = 0; i < 100; i++) all.set(`t${{i}}`, {THING});
          const first = all.takeChanged();
          const none = all.takeChanged();
          all.move(7, 135, 33);
          all.lift(new Map([["t9", items.SELECTED]]));
          return [first, none, all.takeChanged(), all.instances.length / items.STRIDE];
        }}"""
    ) == [{"from": 0, "to": 100}, None, {"from": 7, "to": 10}, 128]


def test_removing_one_keeps_the_others_under_their_keys(run):
    assert run(
        """() => {
          const all = new items.Items();
          ["a", "b", "c"].forEach((key, i) => all.set(key, {lon: 130 + i, lat: 30, full: 20 + i, mark: 1, flags: 0}));
          all.takeChanged();
          all.remove("a");
          all.remove("nobody");
          const cell = (i) => all.instances[i * items.STRIDE + 4];
          const at = (key) => [all.index.get(key), all.lon[all.index.get(key)], cell(all.index.get(key))];
          const y = geometry.mercatorY(30);
          const near = [130, 131, 132].map(geometry.mercatorX).map(x => all.grid.near(x, y, x, y));
          return {count: all.count, b: at("b"), c: at("c"), near, changed: all.takeChanged()};
        }"""
    ) == {"count": 2, "b": [1, 131, 21], "c": [0, 132, 22], "near": [[], [1], [0]], "changed": {"from": 0, "to": 1}}


def test_removing_the_last_leaves_nothing_to_upload(run):
    assert run(
        f"""() => {{
          const all = new items.Items();
          all.set("a", {THING});
          all.remove("a");
          return [all.count, all.takeChanged(), all.keys];
        }}"""
    ) == [0, None, []]


def test_selecting_marks_exactly_the_wanted(run):
    assert run(
        f"""() => {{
          const all = new items.Items();
          for (const key of ["a", "b", "c"]) all.set(key, {{...{THING}, flags: items.STALE}});
          all.lift(new Map([["a", items.SELECTED], ["later", items.SELECTED]]));
          all.lift(new Map([["b", items.HOVERED], ["later", items.SELECTED]]));
          all.set("b", {THING});
          all.set("later", {THING});
          return ["a", "b", "c", "later"].map(key => all.instances[all.index.get(key) * items.STRIDE + 6]);
        }}"""
    ) == [1, 4, 1, 2]


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        ({}, ["A", "B", "C"]),
        ({"text": "ｏｓｕ"}, ["A"]),
        ({"text": "431"}, ["A", "B"]),
        ({"side": "friend"}, ["A"]),
        ({"from": "both"}, ["A"]),
        ({"from": "partner"}, ["C"]),
        ({"age": "stale"}, ["C"]),
        ({"age": "current", "from": "own"}, ["B"]),
    ],
)
def test_filters_compare_letters_of_any_width_and_all_must_hold(run, choice, wanted):
    own, partner = {"own": True, "id": "431000001"}, {"own": False, "id": "X9"}
    tracks = [
        {
            "track": "A",
            "name": "OSUMI",
            "kind": "military",
            "sidc": "10033",
            "stale": False,
            "nation_sources": [own, partner],
        },
        {"track": "B", "name": "", "kind": "cargo", "sidc": "10043", "stale": False, "nation_sources": [own]},
        {"track": "C", "name": "X", "kind": "cargo", "sidc": "10043", "stale": True, "nation_sources": [partner]},
    ]
    full = {"text": "", "side": "", "from": "", "age": "", "hidden": []} | choice
    assert run("([all, c]) => all.filter(x => picture.trackWanted(x, c)).map(x => x.track)", [tracks, full]) == wanted


def test_units_at_one_place_are_piled_and_unplaced_ones_left_out(run):
    units = [
        {"id": "a", "name": "A", "lon": 132.5, "lat": 34.2, "sidc": "1003"},
        {"id": "b", "name": "B", "lon": 132.5, "lat": 34.2, "sidc": "1003"},
        {"id": "c", "name": "C", "lon": None, "lat": None, "sidc": "1003"},
    ]
    drawn = run("units => [...picture.things({tracks: [], units}, n => n)].map(([key, u]) => [key, u.stack])", units)
    assert drawn == [["unit:a", 1], ["unit:b", 2]]


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ([], None),
        (["open"], "open"),
        (["open", "flooded"], "conflicting"),
        (["haunted"], "unknown"),
    ],
)
def test_a_contradiction_goes_before_any_one_report(run, status, shown):
    reports = [{"value": value} for value in status]
    place = {"status": next(iter(reports), None), "conflicting": reports[1:]}
    assert run("place => picture.stateOf(place)", place) == shown


@pytest.mark.parametrize(
    ("kind", "symbol"),
    [
        ("ch47_jp", "01:110200"),
        ("c2_jp", "01:110107"),
        ("c130j_us", "01:110107"),
        ("mv22_us", "01:110114"),
        ("osumi_lst", "30:120307"),
        ("lsv", "30:120308"),
        ("lcac_us", "30:120308"),
        ("amphibious assault ship", "30:120303"),
        ("ship", "30:120000"),
        ("mc2", "10:000000"),
        ("", "10:000000"),
    ],
)
def test_units_are_friendly_and_drawn_by_their_type(run, kind, symbol):
    code = run("t => unit_symbols.symbolOfUnit(t)", kind)
    assert (len(code), code[:4], f"{code[4:6]}:{code[10:16]}") == (20, "1003", symbol)


def luminance(colour):
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    """Contrast ratio of two colours (WCAG 2.2)."""
    low, high = sorted([luminance(first), luminance(second)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["night", "day", "contrast"])
def test_text_lines_and_selection_stand_out_from_sea_and_land(run, theme):
    p = run("name => palette.PALETTES[name]", theme)
    grounds = [p["sea"], *p["depths"], p["land"], p["urban"]]
    for text in ("text", "seaText", "place", "name", "minor"):
        assert contrast(p[text], p["halo"]) >= 4.5, f"{text} on its halo"
    for text in ("text", "place", "name"):
        assert min(contrast(p[text], ground) for ground in grounds) >= 4.5, text
    assert min(contrast(p["minor"], ground) for ground in (p["land"], p["urban"])) >= 4.5
    assert min(contrast(p["seaText"], ground) for ground in (p["sea"], *p["depths"])) >= 3
    for line in ("coast", "border"):
        assert min(contrast(p[line], ground) for ground in (p["sea"], p["land"])) >= 3, line
    assert min(contrast(p["select"], ground) for ground in grounds) >= 3


def test_every_hand_placed_name_has_both_languages_and_a_place(run):
    labels = run("() => [...labels.SEAS, ...labels.PREFECTURES]")
    assert len(labels) == 34 + 47
    for label in labels:
        assert label["en"].isascii()
        assert label["ja"]
        assert not label["ja"].isascii()
        assert -12 < label["lat"] < 60
        assert 100 < label["lon"] < 180
