"""The symbol layer as pixels: where symbols stand, at every turn, tilt, zoom and density, and after a lost context."""

import pytest

FRIEND = "10033000001202000000"
HOSTILE = "10063000001202000000"
FRIEND_BLUE = (128, 224, 255)
HOSTILE_RED = (255, 128, 128)
GROUND = [0, 0, 0, 255]


@pytest.fixture
def layer_page(desk_with):
    """Opens the layer alone with a view; returns the page."""

    def make(view, **options):
        desk = desk_with(**options)
        page = desk.open("/layer")
        page.evaluate("view => openLayer(view).then(() => {})", view)
        return page

    return make


def put(page, key, lon, lat, sidc=FRIEND, **other):
    """Draw one thing."""
    page.evaluate(
        "([key, thing]) => layer.set(key, thing)", [key, {"lon": lon, "lat": lat, "sidc": sidc, "flags": 0} | other]
    )


def projected(page, lon, lat):
    """Where the map library itself puts a position."""
    return page.evaluate("p => { const {x, y} = map.project(p); return {x, y} }", [lon, lat])


def near(colour, wanted, within=40):
    """Whether a pixel has about this colour."""
    return all(abs(a - b) <= within for a, b in zip(colour, wanted, strict=False))


VIEWS = {
    "theatre": {"center": [134, 33], "zoom": 5},
    "region": {"center": [134, 33], "zoom": 8.3},
    "harbour": {"center": [134.001, 33.0007], "zoom": 16},
    "berth": {"center": [134.0001, 33.0001], "zoom": 20},
    "turned": {"center": [134, 33], "zoom": 9, "bearing": 40},
    "tilted": {"center": [134, 33], "zoom": 9, "pitch": 55, "bearing": -120},
}

VIEW_REACH = {False: (3, 11), True: (9, 16)}
"""Pixels from the middle that are still mark or full symbol, and that are not any more."""


@pytest.mark.parametrize("view", VIEWS)
def test_a_symbol_stands_where_the_map_puts_its_position(layer_page, view):
    page = layer_page(VIEWS[view])
    put(page, "a", 134.0, 33.0)
    at = projected(page, 134.0, 33.0)
    ring = [(1, 0), (-1, 0), (0, 1), (0, -1)]
    inside, outside = (
        [{"x": at["x"] + dx * away, "y": at["y"] + dy * away} for dx, dy in ring]
        for away in VIEW_REACH[VIEWS[view]["zoom"] >= 6.5]
    )
    assert GROUND not in page.evaluate("points => pixels(points)", inside)
    assert page.evaluate("points => pixels(points)", outside) == [GROUND] * 4


def test_marks_state_the_side_by_colour_below_the_full_zoom(layer_page):
    page = layer_page({"center": [134, 33], "zoom": 5})
    put(page, "a", 134, 33)
    put(page, "b", 135, 33, HOSTILE)
    points = [projected(page, 134, 33), projected(page, 135, 33)]
    friend, hostile = page.evaluate("points => pixels(points)", points)
    assert near(friend, FRIEND_BLUE)
    assert near(hostile, HOSTILE_RED)


def test_a_stale_mark_is_hollow(layer_page):
    page = layer_page({"center": [134, 33], "zoom": 5})
    put(page, "a", 134, 33, flags=1)
    middle = page.evaluate("points => pixels(points)", [projected(page, 134, 33)])[0]
    assert not near(middle, FRIEND_BLUE)


def test_full_symbols_come_with_the_zoom_the_selection_and_the_pointer(layer_page):
    page = layer_page({"center": [134, 33], "zoom": 5})
    put(page, "a", 134, 33)
    small = page.evaluate("() => covered()")
    page.evaluate("() => layer.items.lift(new Map([['a', 2]]))")
    selected = page.evaluate("() => covered()")
    page.evaluate("() => { layer.items.lift(new Map()); map.jumpTo({zoom: 6.6}) }")
    full = page.evaluate("() => covered()")
    assert small * 2 < full < selected


@pytest.mark.parametrize("centre", [179.9, -179.9])
def test_both_sides_of_the_antimeridian_are_drawn(layer_page, centre):
    page = layer_page({"center": [centre, 20], "zoom": 6})
    put(page, "east", 179.5, 20)
    put(page, "west", -179.5, 20)
    points = page.evaluate(
        "c => [179.5, -179.5].map(lon => map.project([lon + 360 * Math.round((c - lon) / 360), 20]))", centre
    )
    assert [near(pixel, FRIEND_BLUE) for pixel in page.evaluate("points => pixels(points)", points)] == [True, True]


@pytest.mark.parametrize("ratio", [1, 2])
def test_symbols_have_the_same_size_on_a_dense_screen_and_are_drawn_sharp(layer_page, ratio):
    page = layer_page({"center": [134, 33], "zoom": 7}, device_scale_factor=ratio)
    put(page, "a", 134, 33)
    assert page.evaluate("layer.atlas.cell") == 48 * ratio
    assert page.evaluate("() => covered()") == pytest.approx(ONE_SYMBOL, rel=0.2)


ONE_SYMBOL = 495 / (1280 * 800)
"""Share of the frame that one friendly ship covers: a disc of about 25 pixels with its outline."""


def test_the_context_is_lost_and_everything_is_drawn_again(desk_with):
    desk = desk_with()
    page = desk.open(language="en", view="133.8,33,7")
    before = page.evaluate("opened.page.chart.value.symbols.drawn.frames")
    desk.allowed |= {
        "Custom layer with id 'symbols' cannot be restored after WebGL context loss. "
        "You will need to re-add it manually after context restoration."
    }
    page.evaluate(
        """() => { const gl = opened.page.chart.value.map.painter.context.gl;
                   globalThis.loser = gl.getExtension("WEBGL_lose_context"); loser.loseContext() }"""
    )
    page.get_by_text("The graphics card stopped").wait_for()
    page.evaluate("() => loser.restoreContext()")
    page.wait_for_function("n => opened.page.chart.value.symbols.drawn.frames > n", arg=before)
    desk.settle()
    assert page.get_by_text("The graphics card stopped").count() == 0
    assert page.evaluate("() => Boolean(opened.page.chart.value.map.getLayer('places'))")
    at = page.evaluate(
        "() => { const s = opened.page.chart.value.symbols; return s.screen(s.items.index.get('track:T0001')) }"
    )
    page.mouse.click(at["x"], at["y"])
    assert page.get_by_role("heading", level=2, name="OSUMI").count() == 1


def test_the_picture_of_symbols_grows_and_then_says_what_it_refused(layer_page):
    page = layer_page({"center": [134, 33], "zoom": 7})
    counts = page.evaluate(
        """() => {
          const {atlas} = layer;
          const sizes = [atlas.canvas.height];
          const made = i => `1003${String(10 + i % 3).padStart(2, "0")}0000${String(110000 + i).padStart(6, "0")}0000`;
          for (let i = 0; i < 3600; i++) {
            const cell = atlas.full(made(i));
            if (atlas.canvas.height !== sizes.at(-1)) sizes.push(atlas.canvas.height);
          }
          return {sizes, cells: atlas.cells.size, refused: atlas.refused.size, columns: atlas.columns, rows: atlas.rows,
                  same: atlas.full(made(0)) === atlas.full(made(0)),
                  fallback: atlas.full(made(3599)) === atlas.mark(made(3599))};
        }"""
    )
    capacity = counts["columns"] * counts["rows"]
    assert counts["sizes"] == [4 * 48, 8 * 48, 16 * 48, 32 * 48, 64 * 48, 85 * 48]
    assert counts["cells"] == capacity - 17
    assert counts["refused"] == 3600 - counts["cells"]
    assert counts["same"]
    assert counts["fallback"]


def test_symbols_survive_the_growth_of_the_picture(layer_page):
    page = layer_page({"center": [134, 33], "zoom": 7})
    put(page, "a", 134, 33)
    before = page.evaluate("points => pixels(points)", [projected(page, 134.0, 33.0)])
    for i in range(200):
        put(page, f"other{i}", -60, 0, f"100310000011{i:04}0000")
    assert page.evaluate("layer.atlas.generation") > 1
    assert page.evaluate("points => pixels(points)", [projected(page, 134.0, 33.0)]) == before


def test_a_course_vector_points_along_the_course_and_none_is_drawn_for_stale_tracks(layer_page):
    page = layer_page({"center": [134, 33], "zoom": 9})
    put(page, "a", 134, 33, cog_deg=90, sog_kn=20)
    east, west = ({"x": 640 + dx, "y": 400} for dx in (60, -60))
    assert [pixel != GROUND for pixel in page.evaluate("points => pixels(points)", [east, west])] == [True, False]
    put(page, "a", 134, 33, cog_deg=90, sog_kn=20, flags=1)
    assert page.evaluate("points => pixels(points)", [east]) == [GROUND]


def test_fifteen_hundred_tracks_leave_the_theatre_map_readable(layer_page):
    page = layer_page({"center": [134, 33], "zoom": 4.6})
    page.evaluate(
        """sidc => {
          let seed = 7;
          const r = () => (seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32;
          for (let i = 0; i < 1500; i++) layer.set(`t${i}`, {lon: 124 + r() * 20, lat: 26 + r() * 13, sidc, flags: 0});
        }""",
        FRIEND,
    )
    assert 0.02 < page.evaluate("() => covered()") < 0.16
