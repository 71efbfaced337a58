"""What happens when: the pack's requests and injects as a list of steps in exercise time; does none of them."""

import re
from typing import Literal, TypeAlias

import msgspec

from renkei.exercise.pack import Pack, PackInject, PackRequest
from renkei.kernel.names import Name

SITUATION_REPORT_EVERY_H = 6
"""Units report what began and ended since the last report four times a day."""

Happening: TypeAlias = Literal["arrival", "cut", "heal", "place", "slip", "figures", "entry", "situation"]


class Step(msgspec.Struct, frozen=True):
    """One thing that the exercise does at `at_h`, and in words what it is."""

    at_h: float
    what: Happening
    text: Name
    request: PackRequest | None = None
    inject: PackInject | None = None
    facts: dict[str, str] = {}


_ORDER: tuple[Happening, ...] = ("heal", "situation", "cut", "place", "slip", "figures", "entry", "arrival")

_PLACE = r"^(?P<place>\S+) reported (?P<heard>\w+) by (?P<by>[\w ]+); (?P<task>\S+) report says (?P<seen>\w+)$"
_SLIP = r"^(?P<unit>\S+) delayed (?P<hours>\d+(?:\.\d+)?) ?h$"
_FIGURES = r"^(?P<first>\S+) report gives (?P<subject>.+?) as (?P<a>.+?), (?P<second>\S+) log shows (?P<b>.+)$"

PATTERNS: tuple[tuple[Happening, re.Pattern[str]], ...] = (
    ("cut", re.compile(r"\blink down\b", re.IGNORECASE)),
    ("place", re.compile(_PLACE)),
    ("slip", re.compile(_SLIP)),
    ("figures", re.compile(_FIGURES)),
)
"""Injects are sentences for people; these forms are acted on, every other one is entered in the watch logs."""


def steps(pack: Pack) -> tuple[Step, ...]:
    """Return all steps of a pack in order of time; at one time, what is known first comes first."""
    found = [Step(r.at_h, "arrival", r.need, request=r) for r in pack.requests]
    for inject in pack.injects:
        found += _of_inject(pack, inject)
    last = max((s.at_h for s in found), default=0.0)
    reports = range(SITUATION_REPORT_EVERY_H, int(last) + SITUATION_REPORT_EVERY_H, SITUATION_REPORT_EVERY_H)
    found += [Step(float(h), "situation", Name("situation reports", "状況報告")) for h in reports if h <= last]
    return tuple(sorted(found, key=lambda s: (s.at_h, _ORDER.index(s.what))))


def _of_inject(pack: Pack, inject: PackInject) -> list[Step]:
    text = Name(inject.what, "")
    for what, pattern in PATTERNS:
        match = pattern.search(inject.what.strip())
        if match:
            facts = {k: v for k, v in match.groupdict().items() if v}
            if not _known(pack, what, facts):
                break
            step = Step(inject.at_h, what, text, inject=inject, facts=facts)
            if what != "cut":
                return [step]
            healed = inject.until_h if inject.until_h is not None else inject.at_h + 1
            return [step, Step(healed, "heal", Name("link restored", "回線復旧"), inject=inject)]
    return [Step(inject.at_h, "entry", text, inject=inject)]


def _known(pack: Pack, what: Happening, facts: dict[str, str]) -> bool:
    """Whether the pack has what a sentence names; one that names something else is for people alone."""
    if what == "slip":
        return facts["unit"] in {f.id for f in pack.forces}
    if what == "figures":
        return {facts["first"], facts["second"]} <= {n.id for n in pack.nodes}
    return True


def late_units(pack: Pack) -> dict[str, float]:
    """Return the units that a slip will delay, with the hour of the report: they do not start before it."""
    return {s.facts["unit"]: s.at_h for s in steps(pack) if s.what == "slip"}
