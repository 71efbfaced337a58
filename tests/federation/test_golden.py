"""Golden files of the border protocol: what is on the wire today is read and said by every later version."""

import msgspec
import pytest

from renkei.federation import chain, frames
from renkei.federation.frames import Rows
from tests.federation.conversation import GOLDEN, converse, lines

SIDES = ("caller", "called")


@pytest.mark.parametrize("side", SIDES)
def test_the_bytes_of_then_are_read_now(side):
    assert lines((GOLDEN / f"{side}.bin").read_bytes()) == (GOLDEN / f"{side}.jsonl").read_bytes()


@pytest.mark.parametrize("side", SIDES)
def test_the_same_conversation_is_held_now(side):
    said = dict(zip(SIDES, converse(), strict=True))
    assert lines(said[side]) == (GOLDEN / f"{side}.jsonl").read_bytes()


def test_the_rows_of_then_hold_what_was_released_and_their_chain_is_right():
    said = [frames.decode(line) for line in (GOLDEN / "caller.jsonl").read_bytes().splitlines()]
    (batch,) = (frame for frame in said if isinstance(frame, Rows))
    place = chain.start("USA", "JPN", "epoch-usa")
    for revision, raw in batch.rows:
        place = chain.after(place, revision, bytes(raw))
    assert (batch.first, place.rseq, place.hash.hex()) == (1, 3, batch.tip)
    events = [(revision, msgspec.json.decode(raw)) for revision, raw in batch.rows]
    assert [(revision, event["id"]) for revision, event in events] == [(0, "USA-1"), (0, "USA-2"), (1, "USA-1")]
    bodies = [event["body"] for _, event in events]
    assert (set(bodies[0]), bodies[0]["after"]) == ({"task", "name", "after"}, [])
    assert set(bodies[2]) == {"task", "name", "after", "due"}
