"""What the screen reads: views of the node's states, given only once they are on disk."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import EventId, Nation
from renkei.kernel.label import Label
from renkei.node.node import Node
from renkei.plan.export import write_plan
from renkei.plan.history import changed_between
from renkei.plan.matrix import matrix_view
from renkei.views.boards import claim_rows, place_rows, unit_rows
from renkei.views.holders import Holders, holders_at
from renkei.views.journal import PAGE_MAX, log_row
from renkei.views.requests import request_rows
from renkei.views.things import named_things
from renkei.views.viewer import Viewer
from renkei.watch.model import Outage
from renkei.web.answers import answer
from renkei.web.headquarters import Headquarters
from renkei.web.pages import OwnPages, SharedPages, turned
from renkei.web.security import author, headquarters_of

WHOLE_DIGITS_MAX = 15
"""Digits of a number in an address: a log of that many lines is not to be had."""


def viewer(request: Request) -> Viewer:
    """Return for whom a view is made."""
    headquarters = headquarters_of(request)
    profile = headquarters.profile
    names = {**profile.partners, profile.nation: profile.name}
    node = headquarters.node
    now, things = headquarters.moments.now(), named_things(node.state("forces"), node.state("plan"))
    return Viewer(profile.nation, author(request).roles, now, names, node.timeline.late, things)


async def clock(request: Request) -> Response:
    """Return the time for decisions and the machine's time."""
    headquarters = headquarters_of(request)
    exercise = headquarters.parts.exercise
    status = exercise.status() if exercise else {"running": True, "speed": 1.0}
    return answer({**status, "now": headquarters.moments.now(), "recorded": headquarters.moments.recorded()})


async def matrix(request: Request) -> Response:
    """Return the synchronisation matrix."""
    headquarters = headquarters_of(request)
    await headquarters.node.settled()
    seen = viewer(request)
    return answer(matrix_view(headquarters.node.state("plan"), headquarters.node.position, seen.nation, seen.now))


async def plan_document(request: Request) -> Response:
    """Return the plan, as far as this node knows it, as a document that a person can keep, compare and enter again."""
    node = headquarters_of(request).node
    await node.settled()
    return answer({"document": write_plan(node.state("plan").plan())})


async def requests(request: Request) -> Response:
    """Return the request desk."""
    node = headquarters_of(request).node
    await node.settled()
    return answer(request_rows(node.state("requests"), node.state("plan"), node.state("forces"), viewer(request)))


async def log(request: Request) -> Response:
    """Return a page of the log, newest first; with `?shared=1` of the list that both nodes have in one order."""
    node = headquarters_of(request).node
    await node.settled()
    limit = min(_whole(request, "limit", PAGE_MAX), PAGE_MAX * 10)
    if not limit:
        raise Malformed("web-whole-number", place="limit", value="0")
    words = request.query_params.get("filter", "")
    pages = SharedPages if request.query_params.get("shared") else OwnPages
    page = await turned(pages(node), words, _whole(request, "before", 0) or None, limit)
    seen = viewer(request)
    rows = [
        log_row(e, n, shared=node.timeline.is_shared(e.id), viewer=seen, label=_label_now(node, e.id))
        for n, e in page.lines
    ]
    return answer({"rows": rows, "next": page.following, "total": page.total})


def _whole(request: Request, name: str, default: int) -> int:
    value = request.query_params.get(name, "")
    if not value:
        return default
    if not value.isdecimal() or len(value) > WHOLE_DIGITS_MAX:
        raise Malformed("web-whole-number", place=name, value=value)
    return int(value)


async def places(request: Request) -> Response:
    """Return the gazetteer with what was reported of each place."""
    node = headquarters_of(request).node
    await node.settled()
    return answer(place_rows(node.state("forces"), _holders(node)))


async def units(request: Request) -> Response:
    """Return the order of battle as far as this node knows it."""
    node = headquarters_of(request).node
    await node.settled()
    return answer(unit_rows(node.state("forces"), _holders(node)))


def _holders(node: Node) -> Holders:
    return holders_at(node.identity.nation, lambda event: _label_now(node, event))


def _label_now(node: Node, event: EventId) -> Label | None:
    """Return the label that an own event has now."""
    found = node.state("release").labels.get(event)
    return found.label if found else None


async def claims(request: Request) -> Response:
    """Return stated figures by subject."""
    node = headquarters_of(request).node
    await node.settled()
    return answer(claim_rows(node.state("claims")))


async def picture(request: Request) -> Response:
    """Return the common operational picture."""
    headquarters = headquarters_of(request)
    return answer({"position": headquarters.node.position, **headquarters.parts.picture.shown()})


async def link(request: Request) -> Response:
    """Return the state of every partner link and of the own log."""
    headquarters = headquarters_of(request)
    await headquarters.node.settled()
    node = headquarters.node
    partners = [_link(headquarters, nation) for nation in node.identity.partners]
    own = {"events": node.position, "position": node.position, "unapplied": len(node.states.unapplied)}
    return answer({"partners": partners, "log": own, "sensors": headquarters.parts.picture.sensors()})


def _link(headquarters: Headquarters, partner: Nation) -> Mapping[str, Any]:
    node, seen = headquarters.node, headquarters.parts.links.seen(partner)
    watch = node.state("watch")
    sent = node.shipped(partner).rseq
    outages: list[Outage] = watch.outages.get(partner, [])
    halted = max(watch.halted.get(partner, ()), key=lambda h: h.since, default=None) if seen.state == "up" else None
    return {
        "nation": partner,
        "name": headquarters.profile.partners[partner],
        "state": "halted" if halted else seen.state,
        "since": halted.since if halted else seen.since,
        "last_received": seen.last_received,
        "why": halted.why if halted else seen.why,
        "sent": seen.acknowledged,
        "received": node.received(partner),
        "waiting_to_send": sent - seen.acknowledged,
        "withheld": node.withheld(partner),
        "outages": [_outage(o) for o in outages],
        "alarms": node.alarms(partner),
    }


def _outage(outage: Outage) -> Mapping[str, Any]:
    return {"from": outage.start, "until": outage.end, "down_s": outage.down_s, "reason": outage.why}


async def digest(request: Request) -> Response:
    """Return position and digests of the folded states, to be compared with a replay of the log."""
    node = headquarters_of(request).node
    await node.settled()
    return answer({"position": node.position, "digests": node.digests()})


async def changes(request: Request) -> Response:
    """Return the tasks that differ between two events, `?since=` and `?until=` (now without)."""
    node = headquarters_of(request).node
    await node.settled()
    since = EventId(request.query_params.get("since", ""))
    until = request.query_params.get("until")
    return answer(changed_between(node.state("plan"), since, EventId(until) if until else None))
