"""Figures as people write them, Japanese and English: source form kept, value, unit and bound read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.quantity import SOURCE_MAX, Quantity, decimal_factor, parse_quantity

FIGURES = (
    # as written, value, unit, bound
    ("1億800万食", 108_000_000, "食", "exact"),
    ("18,000,000 meals", 18_000_000, "meals", "exact"),
    ("1万800食", 10_800, "食", "exact"),
    ("10,800 meals", 10_800, "meals", "exact"),
    ("60名", 60, "名", "exact"),
    ("６０名", 60, "名", "exact"),
    ("１億８００万食", 108_000_000, "食", "exact"),
    ("10,000", 10_000, "", "exact"),
    ("10，000枚", 10_000, "枚", "exact"),
    ("毛布 1万枚", 10_000, "枚", "exact"),
    ("飲料水 46立方メートル/日", 46, "立方メートル/日", "exact"),
    ("46 m3 per day", 46, "m3 per day", "exact"),
    ("1.5 million meals", 1_500_000, "meals", "exact"),
    ("2 thousand people", 2_000, "people", "exact"),
    ("3 Billion yen", 3_000_000_000, "yen", "exact"),
    ("3.5万人", 35_000, "人", "exact"),
    ("六十名", 60, "名", "exact"),
    ("百二十名", 120, "名", "exact"),
    ("千五百人", 1_500, "人", "exact"),
    ("二〇二六年", 2026, "年", "exact"),
    ("一億二千万食", 120_000_000, "食", "exact"),
    ("1千万円", 10_000_000, "円", "exact"),
    ("2兆円", 2_000_000_000_000, "円", "exact"),
    ("万", 10_000, "", "exact"),
    ("零名", 0, "名", "exact"),
    ("about 60 people", 60, "people", "about"),
    ("around 60", 60, "", "about"),
    ("nearly 60", 60, "", "about"),
    ("some 60 people", 60, "people", "about"),
    ("約60名", 60, "名", "about"),
    ("およそ60名", 60, "名", "about"),
    ("at least 60 people", 60, "people", "at_least"),
    ("At Least 60 people", 60, "people", "at_least"),
    ("more than 60", 60, "", "at_least"),
    ("over 60", 60, "", "at_least"),
    ("60名以上", 60, "名", "at_least"),
    ("60名超", 60, "名", "at_least"),
    ("at most 60", 60, "", "at_most"),
    ("up to 60", 60, "", "at_most"),
    ("less than 60", 60, "", "at_most"),
    ("60名以下", 60, "名", "at_most"),
    ("60名未満", 60, "名", "at_most"),
    ("about 55,000 troops", 55_000, "troops", "about"),
    ("Dover 5 ships", 5, "ships", "exact"),
    ("turnaround 5 h", 5, "h", "exact"),
)


@pytest.mark.parametrize(("written", "value", "unit", "bound"), FIGURES)
def test_a_figure_keeps_its_source_form_and_says_what_it_means(written, value, unit, bound):
    assert parse_quantity(written) == Quantity(written, value, unit, bound)


@pytest.mark.parametrize("written", ["many", "多数", "", "   ", "-", "unknown number"])
def test_words_without_a_number_have_no_value_and_no_bound(written):
    assert parse_quantity(written) == Quantity(written.strip(), None, written.strip(), "unknown")


def test_the_source_form_is_bounded():
    assert parse_quantity("9" * SOURCE_MAX).value == float("9" * SOURCE_MAX)
    assert len(parse_quantity("9" * (SOURCE_MAX + 1)).source) == SOURCE_MAX


@given(st.text(max_size=40))
def test_no_text_raises_and_the_source_form_is_kept(written):
    assert parse_quantity(written).source == written.strip()


@given(st.integers(0, 10**15))
def test_grouped_and_full_width_digits_are_the_same_number(number):
    full = str(number).translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert [parse_quantity(f).value for f in (str(number), f"{number:,}", full)] == [number] * 3


@given(st.integers(1, 9_999), st.integers(1, 9_999), st.integers(1, 9_999))
def test_myriads_add_up(oku, man, rest):
    assert parse_quantity(f"{oku}億{man}万{rest}食").value == oku * 10**8 + man * 10**4 + rest


FACTORS = (
    (10_800, 108_000_000, 10_000),
    (108_000_000, 10_800, 10_000),
    (1, 100_000_000, 100_000_000),
    (60, 600, 10),
    (60, 6_000, 100),
    (60, 60_000, 1_000),
    (60, 602, 10),
    (60, 604, None),
    (108_000_000, 18_000_000, None),
    (60, 60, None),
    (0, 60, None),
    (None, 60, None),
)


@pytest.mark.parametrize(("a", "b", "factor"), FACTORS)
def test_a_lost_power_of_ten_is_pointed_out(a, b, factor):
    assert decimal_factor(Quantity("a", a), Quantity("b", b)) == factor
