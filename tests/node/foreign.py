"""Batches that a hostile partner could send: in order and chained, with any kind and body."""

import msgspec

from renkei.federation import chain
from renkei.federation.frames import Rows
from renkei.federation.intake import checked
from renkei.kernel.names import Name
from renkei.watch.events import EntryLogged
from tests.kernel.facts import T0, event


def arrival(kind, body, origin="USA", to="JPN"):
    """Return a partner's first batch, with one event in it."""
    happened = msgspec.structs.replace(
        event(EntryLogged(Name("x")), f"{origin}-1", origin, rel_to=(to,)),
        kind=kind,
        body=msgspec.Raw(msgspec.json.encode(body)),
    )
    data = msgspec.json.encode(happened)
    start = chain.start(origin, to, "e1")
    tip = chain.after(start, 0, data).hash.hex()
    return checked(origin, start, Rows(1, ((0, msgspec.Raw(data)),), tip), T0)
