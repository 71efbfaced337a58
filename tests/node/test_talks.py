"""One side of a negotiation on a node, whose engine a test stands in for: whatever happens to it, the job ends."""

import asyncio

import pytest

from renkei.io import talks
from renkei.io.party import PartyLost
from renkei.io.talks import Mandate, Negotiations
from renkei.kernel.errors import Malformed
from renkei.kernel.message import Message
from renkei.node import joint
from renkei.plan.engine.negotiate.exchange import Exchange
from renkei.plan.engine.negotiate.spoken import Begin, Spoken
from renkei.plan.model import Plan
from tests.node.facts import ALL, running
from tests.node.foreign import arrival

US, JP = "USA", "JPN"


class StandIn:
    """An engine that asks once, and meets an answer with what a test gives it."""

    def __init__(self, answer):
        self._answer = answer

    async def say(self, prompt):
        if isinstance(prompt, Begin):
            return Spoken(Exchange(request=prompt.request, number=1, by=JP, to=US, verb="request", anew=True))
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    async def leave(self):
        """Nothing runs."""


def played(tmp_path, monkeypatch, answer, scenario, limit_s=30.0):
    async def seated(_seated):
        return StandIn(answer)

    async def run():
        monkeypatch.setattr(talks.ChildParty, "seated", seated)
        numbers = iter(range(1, 10_000))
        async with running(tmp_path) as here:
            negotiations = Negotiations(here.node, here.moments, lambda: f"id-{next(numbers):08d}")
            job = negotiations.start(Mandate("job", ALL, US, Plan(), limit_s, 1))
            try:
                await scenario(here, negotiations, job)
            finally:
                await negotiations.stop()

    asyncio.run(run())


async def until(true):
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


def ours(here):
    return [r for r in here.node.state("requests").requests.values() if r.acts]


async def countered(here, job):
    """Let the partner counter the request that stands, and wait for the end of the job."""
    await until(lambda: ours(here))
    request = ours(here)[0]
    said = {"series": request.content.joint.series, "talk": 1}
    body = {"request": request.id, "verb": "counter", "by": US, "based_on": [request.standing.version]}
    await here.node.admit(arrival("requests.ActTaken", body | {"terms": {"joint": said}}))
    await until(lambda: job.result is not None)
    return request.id


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (PartyLost(), "plan-solver-lost"),
        (Spoken(refused=Message("plan-negotiate-malformed", {"by": US})), "plan-negotiate-malformed"),
    ],
)
def test_a_failure_ends_the_job_and_leaves_nothing_open(tmp_path, monkeypatch, answer, key):
    async def scenario(here, _, job):
        request = await countered(here, job)
        assert (job.state, job.why.key, job.result.joint) == ("failed", key, False)
        assert here.node.state("requests").requests[request].standing.state == "withdrawn"

    played(tmp_path, monkeypatch, answer, scenario)


def test_what_nobody_foresaw_ends_the_job_as_well(tmp_path, monkeypatch):
    async def scenario(here, negotiations, job):
        await countered(here, job)
        assert (job.state, job.why.key) == ("failed", "plan-solver-lost")
        assert negotiations.shown()[0]["job"]["state"] == "failed"

    played(tmp_path, monkeypatch, Malformed("x"), scenario)


def test_when_time_is_up_the_own_request_is_taken_back(tmp_path, monkeypatch):
    async def scenario(here, _, job):
        await until(lambda: job.result is not None)
        assert (job.state, job.result.how) == ("done", "time")
        assert [r.standing.state for r in ours(here)] == ["withdrawn"]

    played(tmp_path, monkeypatch, Spoken(), scenario, limit_s=0.2)


def test_a_third_nations_request_is_no_talk_of_ours(tmp_path, monkeypatch):
    async def scenario(here, _, job):
        await until(lambda: ours(here))
        series = ours(here)[0].content.joint.series
        content = {"need": {"en": "x"}, "channel": "x", "asker": US, "provider": "KOR"}
        body = {"request": "a", "content": content | {"joint": {"series": series, "talk": 2}}}
        await here.node.admit(arrival("requests.RequestSent", body))
        found = joint.talks(here.node.state("requests"), series, (JP, US))
        assert [t.number for t in found] == [1]
        job.cancel()
        await until(lambda: job.result is not None)

    played(tmp_path, monkeypatch, Spoken(), scenario)
