"""Boards of places, units and figures: sorted, honest about what is unknown, contradictions shown."""

import pytest

from renkei.claims import project as claims_project
from renkei.claims.events import FigureStated
from renkei.forces import project as forces_project
from renkei.forces.events import PlaceRegistered, PlaceReported, UnitDelayed, UnitRegistered
from renkei.kernel.label import Label
from renkei.kernel.names import Name
from renkei.kernel.quantity import parse_quantity
from renkei.locale import say
from renkei.views.boards import claim_rows, place_rows, unit_rows
from renkei.views.holders import holders_at, together
from tests.kernel.facts import event, fold, hour


def folded(project, *happened):
    state = project.empty()
    for n, (body, origin) in enumerate(happened):
        fold(project, state, event(body, f"e{n}", origin, at=n))
    return state


def labelled(**labels):
    """Return who may have the events `e0`, `e1` ... of JPN by the nations on their labels now."""
    return holders_at("JPN", {key: Label("JPN", rel_to=nations) for key, nations in labels.items()}.get)


OWN = labelled()
KOCHI = PlaceRegistered("kochi_ap", Name("Kochi"), "airfield", 33.54, 133.67)


def test_a_place_without_a_report_has_no_status():
    (shown,) = place_rows(folded(forces_project, (KOCHI, "JPN")), OWN)
    assert (shown.id, shown.lat, shown.lon, shown.status, shown.conflicting) == ("kochi_ap", 33.54, 133.67, None, ())


def test_the_best_report_stands_and_the_others_are_shown_beside_it():
    state = folded(
        forces_project,
        (KOCHI, "JPN"),
        (PlaceReported("kochi_ap", "open", "social_media"), "JPN"),
        (PlaceReported("kochi_ap", "flooded", "survey", hour(60), "K1"), "JPN"),
        (PlaceReported("elsewhere", "open", "press"), "USA"),
    )
    (shown,) = place_rows(state, OWN)
    assert (shown.status.value, shown.status.source, shown.status.task, shown.status.at, shown.status.reopens) == (
        "flooded",
        "survey",
        "K1",
        hour(2),
        hour(60),
    )
    assert [(s.value, s.source) for s in shown.conflicting] == [("open", "social_media")]


def test_places_and_units_are_listed_by_identifier():
    state = folded(
        forces_project,
        (PlaceRegistered("z", Name("z"), "port"), "JPN"),
        (PlaceRegistered("a", Name("a"), "port"), "JPN"),
        (UnitRegistered("z", "JPN", Name("z"), "t", 1), "JPN"),
        (UnitRegistered("a", "USA", Name("a"), "t", 1), "USA"),
    )
    assert [p.id for p in place_rows(state, OWN)] == ["a", "z"]
    assert [u.id for u in unit_rows(state, OWN)] == ["a", "z"]


UNITS = (
    (UnitRegistered("u", "JPN", Name("u"), "t", 2, base="kochi_ap"), ("kochi_ap", 33.54, 133.67, 90)),
    (UnitRegistered("u", "JPN", Name("u"), "t", 2, carried_by="lst"), ("kochi_ap", 33.54, 133.67, 90)),
    (UnitRegistered("u", "JPN", Name("u"), "t", 2, carried_by="unknown"), (None, None, None, 90)),
    (UnitRegistered("u", "JPN", Name("u"), "t", 2, carried_by="u"), (None, None, None, 90)),
    (UnitRegistered("u", "JPN", Name("u"), "t", 2, base="unknown"), ("unknown", None, None, 90)),
    (UnitRegistered("u", "JPN", Name("u"), "t", 2), (None, None, None, 90)),
)


@pytest.mark.parametrize(("unit", "expected"), UNITS)
def test_a_unit_is_where_it_or_its_carrier_is_based(unit, expected):
    carrier = UnitRegistered("lst", "JPN", Name("lst"), "t", 1, base="kochi_ap")
    state = folded(forces_project, (KOCHI, "JPN"), (carrier, "JPN"), (unit, "JPN"), (UnitDelayed("u", 90), "JPN"))
    shown = next(u for u in unit_rows(state, OWN) if u.id == "u")
    assert (shown.place, shown.lat, shown.lon, shown.delay_min) == expected


AGREE = "The figures agree."
CLAIMS = (
    (
        ("1億800万食", "18,000,000 meals"),
        True,
        "The figures contradict each other: 1億800万食 / 18,000,000 meals. Both are kept; nobody has decided.",
    ),
    (
        ("1億800万食", "1万800食"),
        True,
        "The figures differ by a factor of 10,000: check 万 and 億. 1億800万食 / 1万800食",
    ),
    (("60 people", "about 60 people"), False, AGREE),
    (("60",), False, AGREE),
)


@pytest.mark.parametrize(("figures", "conflicting", "said"), CLAIMS)
def test_figures_stand_side_by_side_with_their_source_form(figures, conflicting, said):
    stated = ((FigureStated("food", parse_quantity(f)), n) for f, n in zip(figures, ("JPN", "USA"), strict=False))
    (shown,) = claim_rows(folded(claims_project, *stated))
    assert [f.figure.source for f in shown.figures] == list(figures)
    assert [f.by for f in shown.figures] == ["JPN", "USA"][: len(figures)]
    assert shown.conflicting is conflicting
    assert say("en", shown.told) == said


def test_subjects_are_sorted():
    bodies = [(FigureStated(s, parse_quantity("1")), "JPN") for s in ("water", "food")]
    assert [c.subject for c in claim_rows(folded(claims_project, *bodies))] == ["food", "water"]


def test_who_may_have_an_event_is_read_from_its_label_now_and_a_withheld_field_keeps_it():
    labels = {
        "a": Label("JPN"),
        "b": Label("JPN", rel_to=("USA", "AUS")),
        "c": Label("JPN", rel_to=("USA",), withhold=("due",)),
    }
    holders = holders_at("JPN", labels.get)
    found = {key: holders("JPN", key) for key in ("a", "b", "c", "unknown")}
    assert found == {"a": ("JPN",), "b": ("AUS", "JPN", "USA"), "c": ("JPN",), "unknown": ("JPN",)}
    assert holders("USA", "a") == ("JPN", "USA")


@pytest.mark.parametrize(
    ("lists", "found"), [((), ()), ((("JPN",),), ("JPN",)), ((("JPN", "USA"), ("AUS", "USA")), ("USA",))]
)
def test_of_a_thing_told_in_parts_only_who_may_have_every_part_may_have_it(lists, found):
    assert together(lists) == found


def test_places_and_units_say_who_may_have_what_is_shown_of_them():
    state = folded(
        forces_project,
        (KOCHI, "JPN"),
        (PlaceReported("kochi_ap", "flooded", "survey"), "JPN"),
        (PlaceReported("kochi_ap", "open", "press"), "USA"),
        (UnitRegistered("u", "JPN", Name("u"), "t", 2), "JPN"),
        (UnitRegistered("v", "JPN", Name("v"), "t", 2), "JPN"),
        (UnitRegistered("w", "USA", Name("w"), "t", 2), "USA"),
        (UnitDelayed("u", 90), "JPN"),
    )
    holders = labelled(e1=("USA",), e3=("USA",), e4=("USA",))
    (place,) = place_rows(state, holders)
    assert (place.status.rel_to, [s.rel_to for s in place.conflicting]) == (("JPN", "USA"), [("JPN", "USA")])
    assert {u.id: u.rel_to for u in unit_rows(state, holders)} == {
        "u": ("JPN",),
        "v": ("JPN", "USA"),
        "w": ("JPN", "USA"),
    }
