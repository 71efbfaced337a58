"""What the pages compute, tested in the page: moments, markings, stacking, use of places, quantities, tables, texts."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renkei import locale
from tests.house import keys

H0 = "2026-02-09T15:30:00Z"


@pytest.fixture(scope="module")
def browser_page(chromium):
    """A page that runs the product's modules and shows nothing."""
    from tests.web_static.conftest import Desk, Served
    from tests.web_static.fake_node import FakeNode

    served = Served(FakeNode())
    desk = Desk(chromium, served, "en", "night", (800, 600))
    desk.page.goto(f"{served.address}/sign-in")
    desk.page.wait_for_selector(".sign-in")
    desk.run("app/time.mjs", f"m.anchorTime('{H0}', 'Asia/Tokyo')")
    yield desk
    desk.context.close()
    served.stop()


MOMENTS = [
    ("H+28", "2026-02-10T19:30:00Z"),
    ("h+7:30", "2026-02-09T23:00:00Z"),
    ("+12", "2026-02-10T03:30:00Z"),
    ("H-4", "2026-02-09T11:30:00Z"),
    ("101530Z FEB 26", "2026-02-10T15:30:00Z"),
    ("110030I FEB 26", "2026-02-10T15:30:00Z"),
    ("2026-02-11 00:30", "2026-02-10T15:30:00Z"),
    ("310030Z FEB 26", None),
    ("102460Z FEB 26", None),
    ("101530K FEB 26", None),
    ("101530Z FOO 26", None),
    ("tomorrow", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "moment"), MOMENTS)
def test_moments_are_read_in_every_form(browser_page, typed, moment):
    assert browser_page.run("app/time.mjs", f"m.parseMoment({typed!r})") == moment


@pytest.mark.parametrize(
    ("labels", "releasable", "counts"),
    [
        ([], [], [0]),
        ([[]], [], [0]),
        ([["JPN", "USA"], ["JPN"]], ["JPN"], [2]),
        ([["JPN"], []], [], [1]),
        ([["USA"]], [], [0]),
    ],
)
def test_the_marking_is_computed_from_every_label(browser_page, labels, releasable, counts):
    found = browser_page.run("app/marking.mjs", f"m.highest({labels}, 'USA', ['JPN'])")
    assert (found["releasable"], [each["n"] for each in found["counts"]]) == (releasable, counts)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans=st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=30))
def test_stacked_items_never_overlap_and_use_no_more_lanes_than_needed(browser_page, spans):
    items = sorted(({"start": s, "end": s + d, "sub": 0, "next": None} for s, d in spans), key=lambda i: i["start"])
    subs, placed = browser_page.page.evaluate(
        "(items) => import('/static/matrix/model.mjs').then((m) => [m.stack(items), items])", items
    )
    for sub in range(subs):
        lane = [item for item in placed if item["sub"] == sub]
        assert all(a["end"] <= b["start"] for a, b in pairwise(lane))
    deepest = max((sum(i["start"] <= t < i["end"] for i in items) for t in range(260)), default=0)
    assert subs == max(1, deepest)


QUANTITIES = [
    ({"value": 60, "unit": "people", "bound": "about", "source": "about 60"}, "about 60 people", "約60名"),
    ({"value": 6, "unit": "両", "bound": "exact", "source": "重機6両"}, "6 vehicles", "6両"),
    ({"value": 10800, "unit": "meals", "bound": "exact", "source": "10,800 meals"}, "10,800 meals", "10,800食"),
    ({"value": 46, "unit": "m3", "bound": "at_least", "source": "46 m3"}, "at least 46 m³", "46立方メートル以上"),
    ({"value": 3, "unit": "pallets", "bound": "exact", "source": "3 pallets"}, "3 pallets", "3 pallets"),
    ({"value": None, "unit": "", "bound": "unknown", "source": "some blankets"}, "some blankets", "some blankets"),
]


@pytest.mark.parametrize(("quantity", "english", "japanese"), QUANTITIES)
def test_quantities_read_in_both_languages(browser_page, quantity, english, japanese):
    said = browser_page.page.evaluate(
        """async (quantity) => {
          const words = await import('/static/desks/words.mjs');
          const preferences = await import('/static/app/preferences.mjs');
          return ['en', 'ja'].map((code) => { preferences.language.value = code; return words.quantityText(quantity) })
        }""",
        quantity,
    )
    assert said == [english, japanese]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("plain", "plain"),
        ('say "so"', '"say ""so"""'),
        ("a,b", '"a,b"'),
        ("=SUM(A1)", "'=SUM(A1)"),
        ("-3", "'-3"),
        (None, ""),
        (7, "7"),
    ],
)
def test_cells_follow_the_standard_and_run_nothing(browser_page, value, cell):
    assert (
        browser_page.page.evaluate("(value) => import('/static/desks/export.mjs').then((m) => m.cell(value))", value)
        == cell
    )


def test_what_changed_names_the_fields(browser_page):
    bar = {"task": "K1", "start": "a", "end": "b", "status": "planned", "rel_to": []}
    states = [{"bars": [bar, bar | {"task": "K2"}]}, {"bars": [bar | {"start": "c"}, bar | {"task": "K3"}]}]
    found = browser_page.page.evaluate(
        "([a, b]) => import('/static/matrix/changes.mjs').then((m) => m.compare(a, b))", states
    )
    assert [(d["task"], d["fields"]) for d in found] == [("K1", ["start"]), ("K2", ["task"]), ("K3", ["task"])]


def test_every_message_is_the_same_text_on_the_node_and_on_the_screen(browser_page):
    facts = {}
    for source in keys.areas("en").values():
        for key, message in keys.parse(source)[0].items():
            if not key.startswith("-"):
                facts[key] = dict.fromkeys(sorted(keys.variables(message)), 2)
    said = browser_page.page.evaluate(
        """(all) => import('/static/app/i18n.mjs').then((m) =>
          Object.fromEntries(['en', 'ja'].map((code) => [code, Object.fromEntries(
            Object.entries(all).map(([key, facts]) => [key, m.inLanguage(code, key, facts)]))])))""",
        facts,
    )
    for language in ("en", "ja"):
        here = {key: locale.text(language, key, given) for key, given in facts.items()}
        assert {key: (text, said[language][key]) for key, text in here.items() if text != said[language][key]} == {}


def test_moments_and_names_in_a_sentence_are_said_as_the_node_says_them(browser_page):
    facts = {
        "due": "2026-02-11T21:30:00Z",
        "expected": "2026-02-09T11:30:00Z",
        "task": {"en": "LCAC", "ja": "エルキャック"},
    }
    said = browser_page.page.evaluate(
        "(facts) => import('/static/app/i18n.mjs').then((m) => m.inLanguage('ja', 'requests-at-risk', facts))", facts
    )
    assert said == "遅延のおそれ：期限 H+54、見込み H-4（エルキャック）"
