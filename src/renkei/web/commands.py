"""Commands and previews over HTTP: decodes them strictly, hands them to the node, returns its answer."""

from datetime import datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import ID_MAX, CommandId, Nation
from renkei.kernel.instant import beyond
from renkei.node.submission import COMMANDS_MAX, Submission
from renkei.node.table import COMMANDS
from renkei.web.answers import answer, read_json, refuse_unusable, year_refused
from renkei.web.headquarters import Headquarters
from renkei.web.reasons import reason_of
from renkei.web.security import author, headquarters_of


class LabelAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The label that a person set on a command."""

    rel_to: tuple[Nation, ...] = ()
    withhold: tuple[str, ...] = ()


class CommandAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One command: identifier made by the client, kind, body, label, and when it is true."""

    id: str
    kind: str
    body: dict[str, Any] = {}
    label: LabelAsked | None = None
    valid: datetime | None = None


async def commands(request: Request) -> Response:
    """Record one command, or a list of them in one append."""
    headquarters = headquarters_of(request)
    submissions = _submissions(await read_json(request, Any), headquarters)
    return answer(await headquarters.node.handle(submissions, author(request)))


async def preview(request: Request) -> Response:
    """Return what commands would record and what each partner would see of it; record nothing."""
    headquarters = headquarters_of(request)
    submissions = _submissions(await read_json(request, Any), headquarters)
    return answer(headquarters.node.preview(submissions, author(request)))


def _submissions(asked: object, headquarters: Headquarters) -> list[Submission]:
    items = asked if isinstance(asked, list) else [asked]
    if not 0 < len(items) <= COMMANDS_MAX:
        raise Malformed("node-commands-most", place="commands", most=COMMANDS_MAX)
    return [
        _submission(item, f"[{n}]" if isinstance(asked, list) else "", headquarters) for n, item in enumerate(items)
    ]


def _submission(item: object, where: str, headquarters: Headquarters) -> Submission:
    command = _converted(item, CommandAsked, where)
    if not 0 < len(command.id) <= ID_MAX:
        raise Malformed("web-command-id", place=f"{where}id", most=ID_MAX)
    form = COMMANDS.get(command.kind)
    if form is None:
        raise Malformed("web-command-unknown", place=f"{where}kind", kind=command.kind)
    if command.valid is not None:
        refuse_unusable(command.valid, f"{where}valid")
    body = _converted(command.body, form, f"{where}body.")
    if (path := beyond(body)) is not None:
        raise year_refused(f"{where}body.{path}")
    asked = command.label
    label = headquarters.node.label(asked.rel_to, asked.withhold) if asked else None
    return Submission(CommandId(command.id), body, label, command.valid)


def _converted(item: object, form: Any, where: str) -> Any:
    try:
        return msgspec.convert(item, form)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at ")
        raise Malformed("web-field", place=f"{where}{path.strip('`$.')}", reason=reason_of(reason)) from error
