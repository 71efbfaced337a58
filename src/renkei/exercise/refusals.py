"""Tries at each headquarters what must be refused there, and notes the answers; judges nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from renkei.exercise.desks import Staff
from renkei.exercise.play import Play
from renkei.kernel.ids import Nation
from renkei.node.desk import Asked, RefusedThere

REFUSED = 403
ATTEMPTS_MAX = 10
"""Pairs of tasks that each headquarters tries to lay onto each other: one would do, a pack may name another."""


class Tried(msgspec.Struct, frozen=True):
    """How a headquarters answered an attempt; a status of 200 means that it let it pass.

    Attributes:
        body: What was tried: the task that was to move, or the request that was to be committed.
        kept: Whether the tasks concerned have the times that they had before.
    """

    status: int
    key: str
    facts: dict[str, Any]
    body: dict[str, Any]
    kept: bool = True


class Refusals(msgspec.Struct):
    """What was tried and how it was answered.

    Attributes:
        commit_by_liaison: By request: a liaison officer committed it, which is the commander's; each time that it was.
        partner_task: By headquarters: its planner moved a task of the partner's.
        onto_partner: By headquarters: its planner moved an own task onto the partner's time at a place for one;
            `other` in the body is the partner's task. Empty where no two tasks meet in such a place.
    """

    commit_by_liaison: dict[str, list[Tried]] = {}
    partner_task: dict[Nation, Tried] = {}
    onto_partner: dict[Nation, list[Tried]] = {}


async def attempt(staff: Staff, role: str, asked: Asked) -> Tried:
    """Hand in a command that must be refused, and return the answer."""
    try:
        await staff[role].act(asked)
    except RefusedThere as refusal:
        return Tried(refusal.status, refusal.key, dict(refusal.facts), dict(asked.body))
    return Tried(200, "", {}, dict(asked.body))


async def against_partner(play: Play, staff: Staff, found: Refusals) -> None:
    """Move an own task onto the partner's time at a place for one, and move a task of the partner's."""
    bars = await scheduled(staff)
    pairs = _one_place(bars, {s.id for s in play.pack.shared_resources if s.capacity == 1})[:ATTEMPTS_MAX]
    moves = found.onto_partner[staff.nation] = []
    for own, partner in pairs:
        answer = await _moved(play, staff, own, partner["start"])
        moves.append(msgspec.structs.replace(answer, body=answer.body | {"other": partner["task"]}))
    theirs = pairs[0][1] if pairs else next((bar for bar in bars if not bar["own"]), None)
    if theirs is not None:
        start = pairs[0][0]["start"] if pairs else theirs["end"]
        found.partner_task[staff.nation] = await _moved(play, staff, theirs, start)


async def scheduled(staff: Staff) -> Sequence[Mapping[str, Any]]:
    """Return the scheduled bars that a headquarters shows."""
    return [bar for bar in (await staff["planner"].read("/api/matrix"))["bars"] if bar["start"] is not None]


async def _moved(play: Play, staff: Staff, bar: Mapping[str, Any], start: str) -> Tried:
    before = {b["task"]: (b["start"], b["end"]) for b in await scheduled(staff)}
    body = {"task": bar["task"], "based_on": bar["version"], "start": start}
    answer = await attempt(staff, "planner", Asked("plan.MoveTask", body, play.others(staff.nation)))
    after = {b["task"]: (b["start"], b["end"]) for b in await scheduled(staff)}
    return msgspec.structs.replace(answer, kept=before == after)


def _one_place(
    bars: Sequence[Mapping[str, Any]], single: set[str]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Return each own and partner's scheduled task that use one place which takes one at a time."""
    mine, theirs = [b for b in bars if b["own"]], [b for b in bars if not b["own"]]
    return [(own, partner) for own in mine for partner in theirs if _places(own) & _places(partner) & single]


def _places(bar: Mapping[str, Any]) -> set[str]:
    return {use["resource"] for use in bar["uses"]}
