"""Two nodes as processes let their engines talk about a joint plan; what crosses is in both logs, nothing else is."""

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from renkei.node.desk import Asked, RefusedThere
from tests.journey.pair import JPN, USA, in_step, two_nodes

ROLES = ("planner", "liaison_officer")
LIMIT_S = 60
STEP_MAX_S = 60
DAY = (datetime.now(UTC) + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
PRIVATE = {USA: ("load", "ferry"), JPN: ("clear", "ship")}
"""Tasks that their nation releases to nobody: neither their names nor their due times may be at the other."""


def hour(number):
    return (DAY + timedelta(hours=number)).isoformat().replace("+00:00", "Z")


def task(key, hours, *, due=None, **fields):
    body = {"task": key, "duration": {"likely_min": hours * 60}, "name": {"en": key, "ja": key}, "earliest": hour(0)}
    return body | ({"due": hour(due)} if due else {}) | fields


OWN = {
    JPN: (
        Asked("plan.AddResource", {"resource": {"id": "port", "owner": JPN, "kind": "place", "capacity": 1}}, (USA,)),
        Asked("plan.AddTask", task("clear", 6)),
        Asked("plan.AddTask", task("receive", 2, due=8, after=["clear"]), (USA,), ("due", "after")),
        Asked("plan.AddTask", task("ship", 4, due=4, priority=1, uses=[{"resource": "port"}])),
    ),
    USA: (
        Asked("plan.AddTask", task("load", 3)),
        Asked("plan.AddTask", task("fly", 2, due=7, after=["load"]), (JPN,), ("due", "after")),
        Asked("plan.AddTask", task("ferry", 4, due=4, priority=3, uses=[{"resource": "port"}])),
    ),
}
MEET = {"constraint": {"kind": "start_together", "id": "meet", "tasks": ["fly", "receive"], "within_min": 60}}


async def planned(usa, jpn):
    """Enter both plans; the joint start is set by both sides once both tasks are known."""
    start = Asked("plan.StartPlan", {"plan": "relief", "title": {"en": "Relief"}, "origin": hour(0)}, (USA,))
    await jpn.desk.act(start, *OWN[JPN])
    await in_step(usa, jpn)
    await usa.desk.act(*OWN[USA])
    await in_step(usa, jpn)
    await jpn.desk.act(Asked("plan.AddConstraint", MEET, (USA,)))
    await usa.desk.act(Asked("plan.AddConstraint", MEET, (JPN,)))
    await in_step(usa, jpn)


async def joined(usa, jpn):
    """One side begins, the other takes part once it was asked; return what each got."""
    begun = asyncio.create_task(usa.desk.work("negotiate", {"partner": JPN, "limit_s": LIMIT_S}))
    async with asyncio.timeout(STEP_MAX_S):
        while not await talks(jpn):
            await asyncio.sleep(0.05)
    return await asyncio.gather(begun, jpn.desk.work("negotiate", {"partner": USA, "limit_s": LIMIT_S}))


async def talks(station):
    return [r for r in await station.desk.read("/api/requests") if r["joint"]]


async def adopted(station, result):
    body = {k: result[k] for k in ("based_on", "schedule", "misses", "talk")}
    await station.desk.act(Asked("plan.AdoptPlan", body, (station.partner,)))


def test_two_engines_agree_on_a_joint_plan_and_both_sides_adopt_it(tmp_path):
    async def scenario():
        async with two_nodes(tmp_path, ROLES) as (usa, jpn, _):
            await planned(usa, jpn)
            results = await joined(usa, jpn)
            await in_step(usa, jpn)
            assert [r["joint"] for r in results] == [True, True]
            assert results[0]["talk"] == results[1]["talk"]
            for station, result in zip((usa, jpn), results, strict=True):
                await adopted(station, result)
            await in_step(usa, jpn)
            await consistent(usa, jpn, results)
            await private(usa, jpn)

    asyncio.run(scenario())


def test_both_sides_may_begin_at_once_and_either_may_stop(tmp_path):
    async def scenario():
        async with two_nodes(tmp_path, ROLES) as (usa, jpn, _):
            await planned(usa, jpn)
            sides = [(usa, jpn), (jpn, usa)]
            asked = [s.desk.work("negotiate", {"partner": other.nation, "limit_s": LIMIT_S}) for s, other in sides]
            results = await asyncio.gather(*asked)
            assert [r["how"] for r in results] == ["agreed", "agreed"]
            assert results[0]["talk"] == results[1]["talk"]
            await in_step(usa, jpn)
            await stopped(usa, jpn)

    asyncio.run(scenario())


async def stopped(usa, jpn):
    """One side stops while the other waits for it: both end, each says who stopped, and no talk is left open."""
    began = time.monotonic()
    waiting = (await usa.desk.send("/api/plan/negotiate", {"partner": JPN, "limit_s": LIMIT_S}))["job"]
    async with asyncio.timeout(STEP_MAX_S):
        while not (await jpn.desk.read("/api/joint"))[0]["asked"]:
            await asyncio.sleep(0.05)
    going = (await jpn.desk.send("/api/plan/negotiate", {"partner": USA, "limit_s": LIMIT_S}))["job"]
    with pytest.raises(RefusedThere) as refused:
        await jpn.desk.send("/api/plan/negotiate", {"partner": USA})
    assert refused.value.key == "plan-negotiate-going-on"
    await jpn.desk.send(f"/api/jobs/{going}/cancel", {})
    ends = [await ended(station, job) for station, job in ((jpn, going), (usa, waiting))]
    assert [(e["state"], e["result"]["how"]) for e in ends] in (
        [("cancelled", "stopped"), ("done", "stopped_there")],
        [("cancelled", "agreed"), ("done", "agreed")],
    )
    assert time.monotonic() - began < LIMIT_S
    await in_step(usa, jpn)
    assert {t["state"] for t in await talks(usa)} <= {"accepted", "declined", "withdrawn", "offer_withdrawn"}


async def ended(station, job):
    """Wait for the end of a negotiation and return it."""
    async with asyncio.timeout(STEP_MAX_S):
        while (found := await station.desk.read(f"/api/jobs/{job}"))["state"] == "running":
            await asyncio.sleep(0.05)
    return found


async def consistent(usa, jpn, results):
    """The joint start holds, the berth has one user, and the request desks of both sides show the same history."""
    at = {p["task"]: (p["start"], p["end"]) for r in results for p in r["schedule"]}
    begins = [datetime.fromisoformat(at[key][0]) for key in ("fly", "receive")]
    assert abs(begins[0] - begins[1]) <= timedelta(hours=1)
    assert at["ship"][1] <= at["ferry"][0]
    sides = [await talks(station) for station in (usa, jpn)]
    history = [[(r["id"], [h["verb"] for h in r["history"]], r["state"]) for r in side] for side in sides]
    assert history[0] == history[1]
    assert {verb for _, verbs, _ in history[0] for verb in verbs} >= {"request", "accept"}
    for station in (usa, jpn):
        bars = {b["task"]: b["start"] for b in (await station.desk.read("/api/matrix"))["bars"]}
        assert (bars["fly"], bars["receive"]) == (at["fly"][0], at["receive"][0])


async def private(usa, jpn):
    """Nothing of what stayed at home is anywhere in the partner's log."""
    for station, other in ((usa, jpn), (jpn, usa)):
        rows = (await other.desk.read("/api/log?limit=5000"))["rows"]
        text = json.dumps([row for row in rows if row["origin"] == station.nation])
        assert "bookings" in text
        assert [word for word in PRIVATE[station.nation] if word in text] == []


@pytest.mark.parametrize("partner", ["KOR", ""])
def test_a_negotiation_needs_a_partner(tmp_path, partner):
    async def scenario():
        async with two_nodes(tmp_path, ROLES) as (usa, _, _relay):
            with pytest.raises(RefusedThere) as refused:
                await usa.desk.send("/api/plan/negotiate", {"partner": partner})
            assert refused.value.key == "node-no-partner"

    asyncio.run(scenario())
