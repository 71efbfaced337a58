"""Figures of one subject: kept as written, side by side, shown as contradicting where they cannot both hold."""

import inspect
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.claims import decide, project
from renkei.claims.compare import ABOUT_WITHIN, EQUAL_WITHIN, compare, contradict
from renkei.claims.events import FigureStated
from renkei.claims.model import SUBJECT_MAX, Claim, StateFigure
from renkei.kernel.digest import digest
from renkei.kernel.errors import Refused
from renkei.kernel.names import Name
from renkei.kernel.quantity import SOURCE_MAX, Quantity, parse_quantity
from tests.kernel.facts import context, event, fold, hour

REFUSALS = (
    ("claims-subject-length", StateFigure("", "60")),
    ("claims-subject-length", StateFigure("   ", "60")),
    ("claims-subject-length", StateFigure("x" * (SUBJECT_MAX + 1), "60")),
    ("claims-figure-length", StateFigure("food", "6" * (SOURCE_MAX + 1))),
    ("claims-no-number", StateFigure("food", "many")),
)


@pytest.mark.parametrize(("key", "command"), REFUSALS)
def test_refused_with_the_reason(key, command):
    with pytest.raises(Refused) as refused:
        decide.state_figure(project.empty(), command, context("JPN"))
    assert refused.value.key == key


def test_every_refusal_that_the_code_can_make_is_in_a_test():
    assert set(re.findall(r'Refused\("([\w-]+)"', inspect.getsource(decide))) == {row[0] for row in REFUSALS}


def test_at_the_bounds_a_figure_is_taken():
    command = StateFigure("x" * SUBJECT_MAX, "6" * SOURCE_MAX)
    (draft,) = decide.state_figure(project.empty(), command, context("JPN"))
    assert draft.body.figure.source == "6" * SOURCE_MAX


def test_a_figure_keeps_its_source_form():
    (draft,) = decide.state_figure(project.empty(), StateFigure(" food ", "1億800万食", Name("log")), context("JPN"))
    assert draft.body == FigureStated("food", Quantity("1億800万食", 108_000_000, "食"), Name("log"))
    assert draft.label is None


def test_who_may_do_what():
    assert {c.__name__: sorted(row.roles) for c, row in decide.DECISIONS.items()} == {
        "StateFigure": ["liaison_officer", "planner", "watch_officer"]
    }


def q(value, bound="exact"):
    return Quantity(str(value), value, "meals", bound)


CONTRADICTIONS = (
    (q(108_000_000), q(18_000_000), True),
    (q(60), q(60), False),
    (q(1_000), q(1_005), False),
    (q(1_000), q(1_006), True),
    (q(100), q(110, "about"), False),
    (q(100), q(112, "about"), True),
    (q(100, "about"), q(110, "about"), False),
    (q(55_000, "about"), q(55_000), False),
    (q(60, "at_least"), q(100), False),
    (q(100, "at_least"), q(60), True),
    (q(100, "at_most"), q(60), False),
    (q(60, "at_most"), q(100), True),
    (q(100, "at_least"), q(60, "at_most"), True),
    (q(60, "at_least"), q(100, "at_most"), False),
    (q(60, "at_least"), q(100, "at_least"), False),
    (q(0), q(0), False),
    (q(0), q(1), True),
    (q(None, "unknown"), q(1), False),
)


@pytest.mark.parametrize(("a", "b", "expected"), CONTRADICTIONS)
def test_two_figures_contradict_if_they_cannot_both_hold(a, b, expected):
    assert contradict(a, b) is expected
    assert contradict(b, a) is expected


@given(st.floats(0.1, 1e12), st.floats(0, 0.2))
def test_rounding_and_about_are_allowances_on_the_greater(value, more):
    other = value * (1 + more)
    share = (other - value) / other
    assert contradict(q(value), q(other)) == (share > EQUAL_WITHIN) or abs(share - EQUAL_WITHIN) < 1e-9
    assert contradict(q(value, "about"), q(other)) == (share > ABOUT_WITHIN) or abs(share - ABOUT_WITHIN) < 1e-9


def claims(*figures):
    return [Claim(str(n), "JPN", hour(n), FigureStated("food", parse_quantity(f))) for n, f in enumerate(figures)]


COMPARED = (
    ([], (), False, None),
    (["60"], (60,), False, None),
    (["1億800万食", "18,000,000 meals"], (108_000_000, 18_000_000), True, None),
    (["1億800万食", "1万800食"], (108_000_000, 10_800), True, 10_000),
    (["60", "60", "600"], (60, 60, 600), True, 10),
    (["60", "60名"], (60, 60), False, None),
)


@pytest.mark.parametrize(("figures", "values", "conflicting", "factor"), COMPARED)
def test_figures_are_compared_and_none_is_picked(figures, values, conflicting, factor):
    found = compare(claims(*figures))
    assert (found.values, found.conflicting, found.factor) == (values, conflicting, factor)


def stated(figure, identifier, origin, subject="food"):
    return event(FigureStated(subject, parse_quantity(figure)), identifier, origin)


def test_figures_stand_side_by_side_in_any_order_of_arrival():
    ours, theirs = stated("1億800万食", "a", "JPN"), stated("18,000,000 meals", "b", "USA")
    states = []
    for order in ((ours, theirs), (theirs, ours)):
        state = project.empty()
        for happened in order:
            fold(project, state, happened)
        states.append(state)
    assert digest(states[0]) == digest(states[1])
    assert len(states[0].figures["food"]) == 2


def test_a_later_release_replaces_and_a_partner_cannot_replace_ours():
    state = project.empty()
    for happened in (stated("60", "a", "JPN"), stated("99", "a", "USA"), stated("61", "a", "USA")):
        fold(project, state, happened)
    assert [(c.origin, c.body.figure.value) for c in state.figures["food"].values()] == [("JPN", 60), ("USA", 61)]
