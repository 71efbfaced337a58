"""What the screen is told of a partner link: a halt stands until the stream resumes, and never hides an outage."""

import msgspec

from renkei.federation.lanes import Position
from renkei.feeds.intake import intake
from renkei.kernel.errors import Refused
from renkei.kernel.label import Label
from renkei.node.node import NODE
from renkei.picture.model import Sensor
from renkei.watch.model import RecordStreamResumed
from tests.web_api.facts import played


def test_a_halt_is_shown_while_the_link_is_up_and_until_the_stream_resumes(tmp_path):
    async def scenario(here):
        client = await here.signed_in("watch_officer")
        border = here.app.state.headquarters.parts.links
        ahead = Refused("clock-ahead", partner="USA", most=60)

        async def shown():
            found = (await client.get("/api/link")).json()["partners"][0]
            return found["state"], found["why"] and found["why"]["key"]

        async def now(state, reason=None):
            await border.link_changed("USA", state, here.here.moments.recorded(), reason)
            return await shown()

        assert await now("up") == ("up", None)
        assert await now("halted", ahead) == ("halted", "clock-ahead")
        assert await now("down", Refused("federation-silent", seconds=6)) == ("down", "federation-silent")
        assert await now("up") == ("halted", "clock-ahead")
        await here.here.do(RecordStreamResumed("USA", inward=True), author=NODE)
        assert await shown() == ("up", None)

    played(tmp_path, scenario)


def test_what_was_refused_of_a_sensor_and_of_a_partners_positions_is_told(tmp_path):
    async def scenario(here):
        client = await here.signed_in("watch_officer")
        lookout = here.app.state.headquarters.parts.picture
        assert (await client.get("/api/link")).json()["sensors"] == []
        sensor = Sensor("jpn-ais", "JPN", "nmea", Label("JPN"))
        lookout.deliver(intake(sensor).whole(b"nonsense\r\n", here.here.moments.now()))
        lookout.incoming("USA", (Position("usa-ais/1", msgspec.Raw(b'{"source":7}')),))
        told = (await client.get("/api/link")).json()["sensors"]
        assert [(s["sensor"], s["refused"], [f["told"]["key"] for f in s["newest"]]) for s in told] == [
            ("USA", 1, ["picture-position-form"]),
            ("jpn-ais", 1, ["feeds-nmea-not-a-sentence"]),
        ]
        lookout.step()
        assert (await client.get("/api/picture")).json()["refused"] == 2

    played(tmp_path, scenario)
