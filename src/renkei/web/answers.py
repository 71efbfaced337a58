"""Answers of the interface: JSON of values, and errors with key, facts and place."""

from datetime import datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from renkei.accounts.accounts import Limited
from renkei.kernel.errors import Conflict, Malformed, Told
from renkei.kernel.instant import YEARS
from renkei.web.reasons import reason_of

_ENCODER = msgspec.json.Encoder(order=None)
BODY_MAX = 4_000_000
"""Bytes of one request: a thousand commands with their texts."""


def answer(value: object, status: int = 200) -> Response:
    """Return a value as JSON; never cached, since every answer depends on who asks."""
    return Response(
        _ENCODER.encode(value), status, {"Cache-Control": "no-store"}, media_type="application/json; charset=utf-8"
    )


def empty() -> Response:
    """Return an answer without content."""
    return Response(status_code=204)


def refusal(error: Told) -> Response:
    """Return what an error has to say, under the status of its kind."""
    if isinstance(error, Limited):
        kind, status = "limit", 429
    elif isinstance(error, Malformed):
        kind, status = "malformed", 400
    elif isinstance(error, Conflict):
        kind, status = "conflict", 409
    else:
        kind, status = "refused", 403
    place = error.place if isinstance(error, Malformed) else ""
    body = {"error": {"kind": kind, "key": error.key, "facts": dict(error.facts), "place": place}}
    return answer(body, status)


def signed_out() -> Response:
    """Return the answer to somebody who has no session."""
    return answer({"error": {"kind": "signed-out", "key": "web-signed-out", "facts": {}, "place": ""}}, 401)


async def read_json(request: Request, form: Any) -> Any:
    """Return the body of a request in the given form.

    Raises:
        Malformed: It is too long, is no JSON, or a field has the wrong form; the place is the field's path.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_MAX:
            raise Malformed("web-body-too-large", place=request.url.path, most=BODY_MAX)
    return decode_json(body or b"{}", form, request.url.path)


def decode_json(body: bytes, form: Any, where: str) -> Any:
    """Return JSON in the given form, or say which field breaks which rule."""
    try:
        return msgspec.json.decode(body, type=form)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at ")
        raise Malformed("web-field", place=path.strip("`$.") or where, reason=reason_of(reason)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("web-not-json", place=where, reason=str(error)) from error


def refuse_unusable(moment: datetime, place: str) -> None:
    """Let a moment pass that a log and every partner can take.

    Raises:
        Malformed: It has no zone (`web-zone`) or its year is outside `YEARS` (`web-year`).
    """
    if moment.tzinfo is None:
        raise Malformed("web-zone", place=place)
    if moment.year not in YEARS:
        raise year_refused(place)


def year_refused(place: str) -> Malformed:
    """Return the refusal of a time outside the calendar that nodes share."""
    return Malformed("web-year", place=place, least=str(YEARS[0]), most=str(YEARS[-1]))
