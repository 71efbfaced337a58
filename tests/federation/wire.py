"""Connections of the simulator: two real sessions and the bytes between them, delivered in any pieces, cut anywhere."""

from datetime import timedelta

from renkei.federation.intake import Arrival
from renkei.federation.session import (
    Ended,
    Joined,
    Moment,
    PlaceShown,
    Session,
    StreamHalted,
)
from renkei.kernel.errors import Refused
from tests.release.events import T0


def secret(first, second):
    """Return the secret of two nations."""
    return "-".join(sorted((first, second))).encode().ljust(32, b".")


def moment(s):
    return Moment(s, T0 + timedelta(seconds=s))


class End:
    """One side of a connection: its site, its session, and the bytes that are on their way to the other side."""

    def __init__(self, site, partner, nonce, now, *, calls):
        secrets = {partner: secret(site.us.nation, partner)}
        self.site, self.partner = site, partner
        self.session = Session(site.us, secrets, nonce, now, partner if calls else None)
        self.flying = bytearray(self.session.outgoing())
        self.closed = False
        self.alarms = []

    def receive(self, now, data):
        """Take bytes, do what a node does with what happened, and put the answers on the wire."""
        for happening in self.session.receive(now, data):
            self._take(happening)
        self.flush()

    def tick(self, now):
        for happening in self.session.tick(now):
            self._take(happening)
        self.flush()

    def ship(self, batch_rows=3):
        """Put rows of the outbox on the wire."""
        if self.session.wants_rows():
            self.session.send_rows(self.site.outbox[self.partner][self.session.sent :][:batch_rows])
        self.flush()

    def flush(self):
        data = self.session.outgoing()
        if not self.closed:
            self.flying += data

    def close(self):
        self.closed = True
        self.session.close(Refused("federation-link-lost"))

    def _take(self, happening):
        match happening:
            case Joined():
                self._note(self.session.pull(self.site.cursors.get(self.partner)))
            case PlaceShown():
                ours = self.site.row_hash(self.partner, happening.rseq)
                self._note(self.session.place_checked(happening, ours))
            case Arrival():
                self._admit(happening)
            case StreamHalted():
                self._note((happening,))
            case Ended():
                self.closed = True
                self.alarms.append(happening.reason.key)

    def _admit(self, arrival):
        try:
            self.site.admit(arrival)
        except Refused as error:
            self._note((self.session.halt_inward(error),))
        else:
            self.session.recorded(arrival)

    def _note(self, happened):
        self.alarms.extend(happening.reason.key for happening in happened)


class Connection:
    """Two ends. Bytes arrive in order or not at all, in pieces of any size."""

    def __init__(self, caller, called):
        self.ends = (caller, called)

    def deliver(self, side, count, now, flip=None):
        """Bring at most `count` bytes to one side; `flip` turns one bit of them."""
        to, source = self.ends[side], self.ends[1 - side]
        data = bytearray(source.flying[:count])
        del source.flying[:count]
        if flip is not None and data:
            data[flip % len(data)] ^= 1 << flip % 8
        if data and not to.closed:
            to.receive(now, bytes(data))
        elif not data and source.closed:
            to.close()

    def cut(self, chance):
        """Cut in the bytes: of what is on its way, some more may arrive."""
        for end in self.ends:
            del end.flying[chance.randint(0, len(end.flying)) :]
            end.close()

    def over(self):
        return all(end.closed for end in self.ends)

    def idle(self):
        return not any(end.flying for end in self.ends)


def connect(caller, called, chance, now):
    """Open a connection between two sites."""
    ends = [
        End(site, other.us.nation, chance.randbytes(32), now, calls=site is caller)
        for site, other in ((caller, called), (called, caller))
    ]
    return Connection(*ends)
