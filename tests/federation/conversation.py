"""The conversation of `docs/protocol.md`: fixed secret, nonces, events. Run as a module to write the golden files anew.

`caller.bin` and `called.bin` are the bytes of each direction, `caller.jsonl` and `called.jsonl` the frames in them.
The bytes are read by every later version; they are not compared, since another zstd may squeeze otherwise.
"""

from pathlib import Path

import msgspec

from renkei.federation import frames
from renkei.federation.codec import FrameReader
from renkei.federation.handshake import Us
from renkei.federation.intake import Arrival, Row
from renkei.federation.lanes import Position
from renkei.federation.ledger import Ledger
from renkei.federation.session import Joined, Moment, PlaceShown, Session
from tests.release.events import OBJECTS, T0, event

GOLDEN = Path(__file__).parent / "golden"
SECRET = bytes(range(32))
NOW, LATER = Moment(0.0, T0), Moment(2.0, T0)
BODY = {"task": "K1", "name": {"en": "Airlift", "ja": "空輸"}, "due": "2026-03-06T00:00:00Z", "after": ["K0"]}


def rows():
    """Return the rows of USA's outbox for JPN: one withheld field and one withheld reference are not in them."""
    ledger = Ledger("USA", "JPN", "epoch-usa", OBJECTS)
    offers = [
        ledger.offer(event(1, body=BODY, withhold=("due",))),
        ledger.offer(event(2, "plan.TaskMoved", {"task": "K1", "start": "2026-03-02T00:00:00Z"}, refs=("USA-1",))),
        ledger.relabel(event(1, body=BODY)),
    ]
    return [Row(s.end.rseq, s.revision, s.data, s.end.hash) for offer in offers for s in offer.shipments], ledger.end


def converse():
    """Return the bytes that each side sends in the conversation: the caller's, and those of the called."""
    usa = Session(Us("USA", "usfj", "epoch-usa"), {"JPN": SECRET}, bytes(32), NOW, called="JPN")
    jpn = Session(Us("JPN", "joc", "epoch-jpn"), {"USA": SECRET}, bytes([1]) * 32, NOW)
    said = [bytearray(), bytearray()]
    outbox, end = rows()

    def carry():
        happened = []
        for source, target, record in ((usa, jpn, said[0]), (jpn, usa, said[1])):
            data = source.outgoing()
            record.extend(data)
            happened += [(target, one) for one in target.receive(NOW, data)]
        return happened

    for _ in range(8):
        for session, one in carry():
            if isinstance(one, Joined):
                session.pull(None)
            elif isinstance(one, PlaceShown) and session is usa and one.rseq == 0:
                session.place_checked(one, one.hash)
                session.send_rows(outbox)
                session.send_positions([Position("usa:1", msgspec.Raw(b'{"lat":33.2,"lon":133.5}'))])
            elif isinstance(one, PlaceShown) and session is usa:
                assert one.hash == end.hash
            elif isinstance(one, Arrival):
                session.recorded(one)
    for session in (usa, jpn):
        session.tick(LATER)
    usa.place_checked(PlaceShown(9, b""), None)
    carry()
    return bytes(said[0]), bytes(said[1])


def lines(data):
    """Return the frames in the bytes of one direction, one JSON object a line."""
    return b"".join(frames.encode(frame) + b"\n" for frame in FrameReader.recorded(data))


if __name__ == "__main__":
    for name, data in zip(("caller", "called"), converse(), strict=True):
        (GOLDEN / f"{name}.bin").write_bytes(data)
        (GOLDEN / f"{name}.jsonl").write_bytes(lines(data))
