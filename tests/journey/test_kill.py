"""Either node killed at many moments while both act: nothing acknowledged is lost or there twice, and both agree."""

import asyncio
import http.client
import os
import random
import signal

from renkei.cli.store import replayed
from tests.journey.pair import in_step, two_nodes

KILLS = int(os.environ.get("RENKEI_TEST_KILLS", "12"))
"""Rounds, each with one kill; a longer run is asked for by the setting."""
SEED = 20260310
ACTS = 16
"""Acts of each side in a round."""
TRIES = 2_000
AGAIN_S = 0.05


async def acknowledged(station, number):
    """Act until the node acknowledges it, under one identifier however often it is asked; return the event."""
    identifier = f"{station.nation}-{number}"
    text = {"en": f"entry {identifier}", "ja": ""}
    label = {"rel_to": [station.partner], "withhold": []}
    command = {"id": identifier, "kind": "watch.LogEntry", "body": {"text": text}, "label": label}
    for _ in range(TRIES):
        try:
            (event,) = (await station.desk.send("/api/commands", [command]))["events"]
        except (OSError, http.client.HTTPException):
            await asyncio.sleep(AGAIN_S)
        else:
            return event
    raise TimeoutError(identifier)


async def acting(station, numbers, told):
    """Act one after the other; each acknowledged event goes into `told` as soon as it is."""
    for number in numbers:
        told.append(await acknowledged(station, number))


async def killed_while_acting(stations, victim, after, numbers, told):
    """Let both sides act, kill the victim after so many acknowledgements of its own, start it again, wait for both."""
    before = len(told[victim.nation])
    async with asyncio.TaskGroup() as group:
        work = [group.create_task(acting(s, numbers, told[s.nation])) for s in stations]
        own = work[stations.index(victim)]
        while len(told[victim.nation]) - before < after and not own.done():
            await asyncio.sleep(0)
        assert victim.kill() == -signal.SIGKILL
        await victim.start()


async def rounds(folder):
    chance = random.Random(SEED)
    async with two_nodes(folder) as (usa, jpn, relay):
        told = {usa.nation: [], jpn.nation: []}
        for number in range(KILLS):
            cut = chance.choice([None, None, "reset", "silence"])
            if cut:
                relay.cut(cut)
            numbers = range(number * ACTS, (number + 1) * ACTS)
            await killed_while_acting((usa, jpn), chance.choice([usa, jpn]), chance.randint(0, ACTS), numbers, told)
            if cut:
                relay.heal()
        await in_step(usa, jpn)
        lists = [await station.shared() for station in (usa, jpn)]
        said = [await station.desk.read("/api/digest") for station in (usa, jpn)]
        texts = [await written(station) for station in (usa, jpn)]
    replays = [dict(replayed(s.directory, d["position"]).digests()) for s, d in zip((usa, jpn), said, strict=True)]
    return told, lists, said, replays, texts


async def written(station):
    """Return every log entry's words as a node has them, sorted."""
    rows = (await station.desk.read("/api/log?limit=5000"))["rows"]
    return sorted(row["body"]["text"]["en"] for row in rows if row["kind"] == "watch.EntryLogged")


def test_kill_9_at_many_moments_loses_nothing_acknowledged_and_repeats_nothing(tmp_path):
    told, lists, said, replays, texts = asyncio.run(rounds(tmp_path))
    acts = [f"{nation}-{number}" for nation in told for number in range(KILLS * ACTS)]
    events = [event for found in told.values() for event in found]
    assert len(events) == len(set(events)) == len(acts), f"seed {SEED}"
    assert lists[0] == lists[1], f"seed {SEED}"
    assert sorted(event for event in lists[0] if event in set(events)) == sorted(events), f"seed {SEED}"
    assert texts[0] == texts[1] == sorted(f"entry {act}" for act in acts), f"seed {SEED}"
    assert replays == [dict(each["digests"]) for each in said], f"seed {SEED}"
