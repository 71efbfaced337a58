"""The journey without a screen, as a person starts it: on the published pack, on it renamed, and on another one."""

from pathlib import Path

import pytest
import yaml

from tests.journey.packs import canonical, nankai, renamed, renaming
from tests.journey.runs import Headless, only_object

OTHER, THIRD = (Path(__file__).parent / f"{name}_pack.yaml" for name in ("other", "third"))
FINDINGS = (
    "duplicates", "judged", "checks", "settled", "counter", "previewed", "landing", "place_reports",
    "repair", "before_slip", "after_slip", "at_risk", "crossed", "figures", "language", "refusals", "histories",
    "withheld_due",
)  # fmt: skip
"""What a run finds that does not hang on names, identifiers of events or the clock."""

RULES = (
    "one_track_for_one_ship", "ships_in_company_apart", "withheld_sensor_stays_home", "liaison_cannot_commit",
    "partner_cannot_be_tasked",
)  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Answers of two runs beside each other: the published pack, and all renamed with nothing left to compare with."""
    folder = tmp_path_factory.mktemp("runs")
    names = renaming(nankai(), 1)
    bare = renamed(nankai(), names)
    del bare["expected"]
    runs = [Headless(folder / "published"), Headless(folder / "bare", bare)]
    try:
        return (*(run.answer() for run in runs), names)
    finally:
        for run in runs:
            run.stop()


def otherwise_named():
    """Return the published pack with every identifier renamed, the keys of what is expected among them."""
    pack = renamed(nankai(), renaming(nankai(), 2))
    return pack | {"expected": {f"q{n}": wanted for n, wanted in enumerate(pack["expected"].values())}}


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """Answers of two runs beside each other: all renamed otherwise, and another pack with other numbers."""
    folder = tmp_path_factory.mktemp("others")
    other = yaml.safe_load(OTHER.read_text("utf-8"))
    runs = [Headless(folder / "renamed", otherwise_named()), Headless(folder / "other", other)]
    try:
        return [run.answer() for run in runs]
    finally:
        for run in runs:
            run.stop()


def must_hold(printed):
    """Check what holds of every run, whatever its pack expects."""
    assert printed["always"] == dict.fromkeys(RULES, True)
    assert printed["lists_agree"] is True
    assert set(printed["verified"].values()) == {True}


def shown(answer, pack):
    """Return what a run printed, after everything that holds of every run."""
    code, out, err = answer
    printed = only_object(out)
    assert printed["expected"] == dict.fromkeys(pack["expected"], True), err
    assert code == 0, err
    must_hold(printed)
    assert all(count > 0 for count in printed["withheld"].values())
    assert all(conflict["proved"] for found in printed["conflicts"].values() for conflict in found)
    return printed


def test_the_published_pack_shows_every_expected_outcome(published):
    printed = shown(published[0], nankai())
    assert set(printed) == {
        "expected", "always", "conflicts", "repairs", "requests", "events", "lists_agree", "withheld", "verified",
        "findings",
    }  # fmt: skip
    assert {r: set(states.values()) for r, states in printed["requests"].items() if len(states) == 2} == {
        "R1": {"registered"}, "R3": {"registered"}, "R6": {"committed"}, "R7": {"committed"}
    }  # fmt: skip
    items = ["K8.due", "K9.due", "parking:matsuyama_ap.capacity"]
    assert [sorted(c["items"]) for n in ("JPN", "USA") for c in printed["conflicts"][n]] == [items, items]
    assert [option["certified"] for option in printed["repairs"]["taken"]] == [True]


def test_with_every_identifier_renamed_and_nothing_of_the_controllers_the_outcome_is_the_same(others):
    shown(others[0], otherwise_named())


@pytest.mark.parametrize("part", FINDINGS)
def test_what_is_found_does_not_hang_on_names_or_on_what_is_expected(published, part):
    known, bare, names = published
    found = [only_object(answer[1])["findings"][part] for answer in (known, bare)]
    assert found[0]
    assert canonical(found[1], names) == canonical(found[0], names)


def test_a_pack_that_expects_nothing_is_played_all_the_same(published):
    code, out, err = published[1]
    printed = only_object(out)
    assert (code, printed["expected"]) == (0, {}), err
    assert "The pack expects nothing" in err
    must_hold(printed)


def test_another_pack_shows_what_was_reckoned_for_it_by_hand(others):
    shown(others[1], yaml.safe_load(OTHER.read_text("utf-8")))


def test_a_pack_that_shares_no_word_with_the_published_one_shows_all_of_its_outcomes(tmp_path):
    pack = yaml.safe_load(THIRD.read_text("utf-8"))
    run = Headless(tmp_path / "third", pack)
    try:
        printed = shown(run.answer(), pack)
    finally:
        run.stop()
    sources = {nation: found["sources"] for nation, found in printed["findings"]["picture"].items()}
    assert sorted(sources["GBR"]["AUS"]) == ["shipborne"]
    assert sorted(sources["AUS"]["GBR"]) == ["lookout"]
    assert sorted(sources["AUS"]["AUS"]) == ["drone", "shipborne"]


BARE = {
    "id": "bare", "title": {"en": "Nothing happens"}, "t0": "2026-11-01T00:00:00+01:00",
    "nodes": [{"id": "NO", "name": "NJHQ"}, {"id": "NL", "name": "DOPS"}], "expected": {"calm": "all is well"},
}  # fmt: skip
"""Two headquarters without a task, a request or an inject, and an outcome that nobody can judge."""


def test_what_nobody_can_judge_fails_the_run_and_rules_without_an_occasion_are_said(tmp_path):
    run = Headless(tmp_path / "bare", BARE)
    try:
        code, out, err = run.answer()
    finally:
        run.stop()
    printed = only_object(out)
    assert (code, printed["expected"], printed["lists_agree"]) == (1, {"calm": False}, True), err
    assert [printed["always"][rule] for rule in RULES] == [True, True, True, None, None]
    assert err.splitlines()[-5:] == [
        "3 of 3 rules held that hold of every exercise",
        "no occasion in this pack: liaison_cannot_commit",
        "no occasion in this pack: partner_cannot_be_tasked",
        "nobody can judge, its form is not known: calm",
        "not as it must be: expected calm",
    ]
