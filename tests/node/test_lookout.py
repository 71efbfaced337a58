"""The live picture of a running node is bounded whoever sends: own sensors or the partner; nothing ends the node."""

import asyncio

import msgspec
import pytest

from renkei.federation.lanes import Position
from renkei.io import lookout
from renkei.io.lookout import Lookout
from renkei.log.observations import ObservationStore
from renkei.picture.model import ReleasedPosition
from tests.node.facts import running

SEEN = {
    "source": "coast",
    "id": "v1",
    "kind": "vessel",
    "at": "2026-02-09T15:30:00Z",
    "lat": 33.5,
    "lon": 133.6,
    "sigma_m": 10.0,
}


def position(number):
    released = msgspec.convert(SEEN | {"id": f"v{number}"}, ReleasedPosition, strict=False)
    return Position(f"coast/v{number}", msgspec.Raw(msgspec.json.encode(released)))


def looked_out(tmp_path, scenario):
    async def run():
        async with running(tmp_path) as here:
            store = ObservationStore(tmp_path / "observations.sqlite")
            try:
                await scenario(Lookout(here.node, here.moments, store), store)
            finally:
                store.close()

    asyncio.run(run())


def test_a_partners_positions_that_wait_for_the_store_are_bounded_and_the_newest_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(lookout, "UNKEPT_MAX", 3)

    async def scenario(picture, store):
        for number in range(5):
            picture.incoming("USA", (position(number),))
        await picture.keep()
        assert sorted(kept.track.id for kept in store.newest()) == ["v2", "v3", "v4"]
        assert len(store) == 3

    looked_out(tmp_path, scenario)


@pytest.mark.parametrize(
    "state", [b"{}", b'"\xff"', b"[" * 5_000 + b"]" * 5_000, b'{"x":' * 5_000 + b"1" + b"}" * 5_000]
)
def test_what_is_no_position_is_counted_and_nothing_else(tmp_path, state):
    async def scenario(picture, store):
        picture.incoming("USA", (Position("x", msgspec.Raw(state)),))
        await picture.keep()
        assert (picture.refused.total, len(store)) == (1, 0)

    looked_out(tmp_path, scenario)
