"""The journey without a browser, and what it showed, as one value."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from renkei.cli.headquarters import Joined, headquarters, signed_in
from renkei.cli.store import replayed
from renkei.cli.traffic import TrafficSender, traffic_of
from renkei.exercise.always import always
from renkei.exercise.desks import Staff
from renkei.exercise.journey import Findings, Journey
from renkei.exercise.load import content, parties
from renkei.exercise.naming import packaged
from renkei.exercise.outcomes import lists_agree, outcomes
from renkei.exercise.pack import Pack, PackRequest
from renkei.exercise.picture_look import look_around
from renkei.exercise.play import Play
from renkei.kernel.ids import Nation

WITHHELD_KEY = "plan-item-held-withheld"
"""The sentence that says what the partner holds and that the reason is not released."""


class Shown(msgspec.Struct, frozen=True):
    """What a journey showed.

    Attributes:
        expected: Each key of the pack's `expected`, and whether it was shown.
        always: Each rule that holds of every exercise, and whether it held; null where the pack gave no occasion.
        conflicts: At each headquarters the smallest sets that explain why the plan cannot be done.
        withheld: Events that each headquarters kept from its partner, as it sees itself.
        verified: Whether a replay of each log gives the states of the running node.
    """

    expected: dict[str, bool]
    always: dict[str, bool | None]
    conflicts: dict[Nation, Any]
    repairs: dict[str, Any]
    requests: dict[str, Any]
    events: dict[Nation, int]
    lists_agree: bool
    withheld: dict[Nation, int]
    verified: dict[Nation, bool]
    findings: Findings

    def faults(self) -> list[str]:
        """Return everything that was not as it must be; a run without any succeeded, whatever the pack expects."""
        return [
            *(f"expected {key}" for key, shown in self.expected.items() if not shown),
            *(f"always {rule}" for rule, held in self.always.items() if held is False),
            *([] if self.lists_agree else ["lists_agree"]),
            *(f"verified {nation}" for nation, same in self.verified.items() if not same),
        ]


async def played(pack: Pack, directory: Path, second: Path) -> Shown:
    """Play a pack in two fresh nodes, and once more in two others with the conflicting due time kept back."""
    async with headquarters(pack, directory) as (joined, relays):
        staffs = [await signed_in(j) for j in joined]
        journey = Journey(Play(pack, packaged(), staffs, relays))
        seen = await journey.run()
        sender = TrafficSender(pack, {j.nation: j.feeds for j in joined})
        seen.picture = await look_around(journey.play, sender, traffic_of(pack))
        shown = await _shown(pack, journey, joined)
    seen.withheld_due = await _withheld(pack, second, seen)
    return msgspec.structs.replace(shown, expected=outcomes(pack, seen))


async def _shown(pack: Pack, journey: Journey, joined: list[Joined]) -> Shown:
    play, seen = journey.play, journey.seen
    staffs = play.staffs
    return Shown(
        expected=outcomes(pack, seen),
        always=always(pack, seen),
        conflicts={Nation(n): [_set(c) for c in check["conflicts"]] for n, check in seen.checks.items()},
        repairs={"offered": seen.repair.get("options", []), "taken": seen.repair.get("options", [])[:1]},
        requests=await _requests(staffs),
        events={s.nation: (await s["watch_officer"].read("/api/link"))["log"]["events"] for s in staffs},
        lists_agree=await lists_agree(play),
        withheld={s.nation: sum(p["withheld"] for p in await journey.in_step.links(s)) for s in staffs},
        verified={j.nation: await _verified(j, s) for j, s in zip(joined, staffs, strict=True)},
        findings=seen,
    )


def _set(conflict: Any) -> Any:
    return {"items": [i["field"] for i in conflict["items"]], "proved": conflict["proved"], "told": conflict["told"]}


async def _requests(staffs: Sequence[Staff]) -> dict[str, Any]:
    states: dict[str, Any] = {}
    for staff in staffs:
        for row in await staff["liaison_officer"].read("/api/requests"):
            states.setdefault(row["id"], {})[staff.nation] = row["state"]
    return states


async def _verified(joined: Joined, staff: Staff) -> bool:
    """Whether a replay up to the running node's position gives the digests that it says it has."""
    said = await staff["administrator"].read("/api/digest")
    found = replayed(joined.directory, said["position"]).digests()
    return dict(found) == dict(said["digests"])


async def _withheld(pack: Pack, directory: Path, seen: Findings) -> dict[str, Any]:
    """Play once more with the partner's conflicting due time kept at home, up to the check."""
    found = _conflicting_partner_task(pack, seen)
    if found is None:
        return {}
    request, task = found
    asker, provider = parties(pack, request)
    assert asker is not None
    async with headquarters(pack, directory) as (joined, relays):
        staffs = [await signed_in(j) for j in joined]
        play = Play(pack, packaged(), staffs, relays)
        await play.load({task: ("due",)})
        step = next(s for s in play.steps if s.request is request)
        await play.set_clock(step.at_h)
        await play.do(step)
        await play.in_step.wait()
        reader = next(s for s in staffs if s.nation == asker)
        check = await reader["planner"].work("check", {})
        rows = (await reader["watch_officer"].read("/api/log?shared=1&limit=5000"))["rows"]
    items = [i for c in check["conflicts"] for i in c["items"]]
    bodies = [
        r["body"] for r in rows if r["origin"] == provider and task in (r["body"].get("id"), r["body"].get("task"))
    ]
    return {
        "task": task,
        "told": next((i["told"] for i in items if i["task"] == task and i["told"]["key"] == WITHHELD_KEY), None),
        "named": any(i["field"] == f"{task}.due" for i in items),
        "not_on_wire": bool(bodies) and all("due" not in body for body in bodies),
        "items": [i["field"] for i in items],
    }


def _conflicting_partner_task(pack: Pack, seen: Findings) -> tuple[PackRequest, str] | None:
    """Return the request for a share of a place, and the provider's task whose due time stands against it."""
    for request in pack.requests:
        asker, provider = parties(pack, request)
        if asker is None or request.asks or not content(pack, request).get("asks"):
            continue
        items = [i for c in seen.checks.get(asker, {}).get("conflicts", []) for i in c["items"]]
        task = next((i["task"] for i in items if i["kind"] == "due" and i["owner"] == provider), None)
        if task:
            return request, task
    return None
