"""How `renkei plan check` and `explain` tell what they found, of the plan and of each answer to an open decision."""

from collections.abc import Iterator
from typing import Any

import msgspec

from renkei.cli.plan_asked import EXIT_CONFLICT, Asked, checked, exit_of, json_text, lines
from renkei.cli.plan_words import PlanWords
from renkei.cli.words import result, say
from renkei.kernel.ids import TaskId
from renkei.plan.branches import choices, left_out, options, under
from renkei.plan.engine.answers import CheckResult
from renkei.plan.phase import Measure, Phase

OPTIONS_MAX = 32
"""Answers to open decisions that one check judges: each costs a solve, and more are a plan of their own."""


class OptionChecked(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the plan can be done under one answer to one decision, the others answered as in the plan.

    Attributes:
        left_out: Tasks that are not done under it.
    """

    decision: str
    answer: str
    left_out: tuple[TaskId, ...]
    found: CheckResult


def tell(asked: Asked, found: CheckResult, *, ways: bool) -> int:
    """Tell what a check found and return the exit code: that of the plan, or of an answer that has no plan."""
    judged = tuple(_options(asked, found))
    if asked.form == "json":
        result(json_text(_json(asked, found, judged)))
    elif asked.form == "csv":
        lines(asked.words.conflict_lines(_named(found, judged)))
    else:
        _show(asked.words, found, judged, ways=ways)
    _say_not_judged(asked)
    if found.feasible and any(o.found.decided and not o.found.feasible for o in judged):
        return EXIT_CONFLICT
    return exit_of(found)


def _options(asked: Asked, found: CheckResult) -> Iterator[OptionChecked]:
    """Yield what comes of each answer to each decision that is neither made nor assumed."""
    taken = {c.decision: c.answer for c in asked.choices}
    assumed = {c.decision: c.answer for c in asked.choices if c.reason == "assumed"}
    every = [(d, a) for d, a in options(asked.whole) if d not in assumed]
    if len(every) > OPTIONS_MAX:
        say(asked.words.text("plan-options-most", most=OPTIONS_MAX, count=len(every)))
    for decision, answer in every[:OPTIONS_MAX]:
        under_it = {**assumed, decision: answer}
        gone = left_out(asked.whole, choices(asked.whole, under_it))
        same = taken[decision] == answer
        answered = found if same else checked(asked, under(asked.whole, under_it))
        yield OptionChecked(decision=decision, answer=answer, left_out=gone, found=answered)


def _json(asked: Asked, found: CheckResult, judged: tuple[OptionChecked, ...]) -> dict[str, Any]:
    measures = [{"phase": p.id, **msgspec.to_builtins(m)} for p, m in _measures(asked)]
    head = ("decision", "answer", "left_out")
    answers = [{**{f: getattr(o, f) for f in head}, **msgspec.to_builtins(o.found)} for o in judged]
    for answer, option in zip(answers, judged, strict=True):
        answer["left_out"] = [*option.left_out, *option.found.left_out]
    return {**msgspec.to_builtins(found), "choices": asked.choices, "options": answers, "not_judged": measures}


def _named(found: CheckResult, judged: tuple[OptionChecked, ...]) -> list[tuple[str, Any]]:
    """Return the conflicts with a name for each: its number, after the answer under which it stands."""
    named = [(str(n), c) for n, c in enumerate(found.conflicts, 1)]
    for option in judged:
        if option.found is not found:
            named += [(f"{option.decision}={option.answer} {n}", c) for n, c in enumerate(option.found.conflicts, 1)]
    return named


def _show(words: PlanWords, found: CheckResult, judged: tuple[OptionChecked, ...], *, ways: bool) -> None:
    if found.feasible:
        result(words.text("plan-cli-feasible"))
        for place in found.places:
            result(f"  {words.say(place.told)}")
        if found.left_out:
            result(words.text("plan-cli-left-out", tasks=", ".join(found.left_out)))
    elif not found.decided:
        result(words.text("plan-cli-undecided"))
    else:
        result("\n".join(words.conflicts(found.conflicts, ways=ways)))
    for option in judged:
        _show_option(words, option, ways=ways and option.found is not found, again=option.found is found)
    if found.broken:
        result(words.text("plan-cli-broken"))
        result("\n".join(f"  {words.say(m)}" for m in found.broken))


def _show_option(words: PlanWords, option: OptionChecked, *, ways: bool, again: bool) -> None:
    """Say whether an answer has a plan, and if not, why, unless that was said already."""
    found = option.found
    state = "yes" if found.feasible else "no" if found.decided else "unknown"
    result(words.text("plan-option", decision=option.decision, answer=option.answer, state=state))
    if not again and found.conflicts:
        _, *reasons = words.conflicts(found.conflicts, ways=ways)
        result("\n".join(f"  {line}".rstrip() for line in reasons if line))


def _measures(asked: Asked) -> Iterator[tuple[Phase, Measure]]:
    for phase in asked.whole.phases:
        yield from ((phase, m) for m in (phase.exit.measures if phase.exit else ()))


def _say_not_judged(asked: Asked) -> None:
    language = asked.words.language
    said = [f"{p.name.text(language) or p.id}: {m.text(language)}" for p, m in _measures(asked)]
    if said:
        say(asked.words.text("plan-not-judged", measures="; ".join(said)))
