"""Quantities that keep their source form: parsed value, unit and bound (exact, about, at least, ...)."""

import re
import unicodedata
from functools import cache
from typing import Literal, TypeAlias

import msgspec

Bound: TypeAlias = Literal["exact", "about", "at_least", "at_most", "between", "unknown"]

SOURCE_MAX = 200
"""Longest source form kept: a figure with its words, not a paragraph."""

_MYRIADS = {"万": 10_000, "億": 100_000_000, "兆": 1_000_000_000_000}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_WORDS = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_BOUNDS: tuple[tuple[str, Bound], ...] = (
    ("at least", "at_least"),
    ("more than", "at_least"),
    ("over", "at_least"),
    ("at most", "at_most"),
    ("up to", "at_most"),
    ("less than", "at_most"),
    ("nearly", "about"),
    ("about", "about"),
    ("around", "about"),
    ("some", "about"),
    ("約", "about"),
    ("およそ", "about"),
    ("以上", "at_least"),
    ("超", "at_least"),
    ("以下", "at_most"),
    ("未満", "at_most"),
)
_NUMBER = re.compile(r"(?:[0-9][0-9,]*(?:\.[0-9]+)?|[〇零一二三四五六七八九十百千万億兆])+")
_ENGLISH_SCALE = re.compile(r"^\s*(thousand|million|billion)\b", re.IGNORECASE)


class Quantity(msgspec.Struct, frozen=True, omit_defaults=True):
    """A figure as somebody wrote it, with what it means.

    Attributes:
        source: The figure exactly as written, for example `1億800万食`.
        value: Number it stands for, or `None` where none could be read.
        unit: Words after the number, without the bound.
        bound: How far the value holds.
    """

    source: str
    value: float | None = None
    unit: str = ""
    bound: Bound = "exact"


def parse_quantity(text: str) -> Quantity:
    """Return the figure in `text`, Japanese or English; digits may be full-width, kanji or grouped by commas."""
    source = text.strip()[:SOURCE_MAX]
    plain = unicodedata.normalize("NFKC", source)
    bound: Bound = next((b for words, b in _BOUNDS if _said(words).search(plain)), "exact")
    found = _NUMBER.search(plain)
    if found is None:
        return Quantity(source, None, plain, "unknown")
    value, rest = _number(found.group()), plain[found.end() :]
    scale = _ENGLISH_SCALE.match(rest)
    if scale:
        value, rest = value * _WORDS[scale.group(1).lower()], rest[scale.end() :]
    for words, _ in _BOUNDS:
        rest = _said(words).sub("", rest)
    return Quantity(source, value, rest.strip(), bound)


@cache
def _said(words: str) -> re.Pattern[str]:
    """Return the pattern of words as they stand by themselves: `Dover 5` is not over five."""
    return re.compile(rf"\b{words}\b" if words.isascii() else words, re.IGNORECASE)


def _number(text: str) -> float:
    """Return the value of Arabic digits mixed with 万, 億, 千 and kanji digits."""
    total, section, current = 0.0, 0.0, None
    for part in re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?|.", text):
        if part[0].isdigit() and part[0] not in _DIGITS:
            current = float(part.replace(",", ""))
        elif part in _DIGITS:
            current = (current or 0.0) * 10 + _DIGITS[part]
        elif part in _SMALL:
            section, current = (
                section + (1.0 if current is None else current) * _SMALL[part],
                None,
            )
        else:
            myriad = section + (current or 0.0)
            total, section, current = (
                total + (myriad or 1.0) * _MYRIADS[part],
                0.0,
                None,
            )
    return total + section + (current or 0.0)


def decimal_factor(a: Quantity, b: Quantity) -> int | None:
    """Return the power of ten that separates two figures, such as a lost 億, or `None`."""
    if not a.value or not b.value:
        return None
    ratio = max(a.value, b.value) / min(a.value, b.value)
    return next(
        (n for n in (10, 100, 1_000, 10_000, 100_000_000) if abs(ratio / n - 1) < 0.005),
        None,
    )
