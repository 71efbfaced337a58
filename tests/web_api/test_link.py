"""What the screen is told of a partner link: a halt stands until the stream resumes, and never hides an outage."""

from renkei.kernel.errors import Refused
from renkei.node.node import NODE
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
