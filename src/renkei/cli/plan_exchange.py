"""`renkei plan export` and `renkei plan import`: plans as workbooks, CSV, Microsoft Project XML and TPFDD-like CSV."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias, get_args

import click

from renkei.cli.plan_asked import EXIT_FEASIBLE, document_of, ended, json_text, unread
from renkei.cli.plan_node import PORT_TYPE, document_at
from renkei.cli.words import result, say
from renkei.kernel.errors import Malformed, Refused, Told
from renkei.kernel.names import LANGUAGES, Language
from renkei.locale import text
from renkei.plan.document import read_plan
from renkei.plan.edits import Edit, edits, said
from renkei.plan.exchange import mspdi, task_csv, tpfdd
from renkei.plan.export import write_plan
from renkei.plan.model import Plan

Target: TypeAlias = Literal["yaml", "xlsx", "csv", "mspdi", "tpfdd"]
Source: TypeAlias = Literal["xlsx", "csv", "tpfdd"]
TEXTS: Mapping[str, Callable[[Plan], str]] = {"yaml": write_plan, "csv": task_csv.write, "tpfdd": tpfdd.write}
READERS: Mapping[str, Callable[[Plan, bytes, str], Plan]] = {"csv": task_csv.read, "tpfdd": tpfdd.read}
SUFFIXES: Mapping[str, Source] = {".xlsx": "xlsx", ".csv": "csv"}
LANGUAGE = click.option("--lang", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help="Language.")


@click.command()
@click.argument("paths", metavar="[PLAN.yaml] [FILE]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--to", "target", type=click.Choice(get_args(Target)), default="yaml", show_default=True, help="Format.")
@click.option("--port", type=PORT_TYPE, help="Web port of a running node: export its plan instead of a document's.")
@click.option("--user", help="Login of a planner of that node.")
@click.option("--password", envvar="RENKEI_PASSWORD", help="Asked if not given.")
@LANGUAGE
def export(paths: tuple[Path, ...], target: Target, lang: Language, **node: Any) -> None:
    """Write the plan of a document, or of a running node as far as the node knows it, to FILE or as text."""
    wanted = [] if node["port"] else ["PLAN.yaml"]
    if not len(wanted) <= len(paths) <= len(wanted) + 1:
        raise click.UsageError(" ".join([*wanted, "[FILE]"]))
    file = paths[len(wanted)] if len(paths) > len(wanted) else None
    if file is None and target == "xlsx":
        raise click.UsageError("--to xlsx FILE")
    try:
        plan = _from_node(**node) if node["port"] else document_of(paths[0])
        _write(plan, target, file, lang)
    except Told as error:
        ended(error, lang)


def _from_node(port: int, user: str | None, password: str | None) -> Plan:
    user = user or click.prompt("User")
    password = password or click.prompt("Password", hide_input=True)
    document = asyncio.run(document_at(port, str(user), str(password)))
    say("The partner's part is what was released; times are as adopted.")
    return read_plan(document, f"port {port}")


def _write(plan: Plan, target: Target, file: Path | None, language: Language) -> None:
    if target == "xlsx" and file is not None:
        with _opened(file, "wb") as stream:
            _workbooks().write(plan, stream)
        return
    content = _content(plan, target, language)
    if file is None:
        click.echo(content, nl=False)
        return
    with _opened(file, "wb") as stream:
        stream.write(content)


def _content(plan: Plan, target: Target, language: Language) -> bytes:
    if target == "mspdi":
        return mspdi.write(plan, language)
    return TEXTS[target](plan).encode()


@click.command("import")
@click.argument("paths", metavar="[PLAN.yaml] FILE", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--from", "source", type=click.Choice(get_args(Source)), help="Format, if the file's name does not say it."
)
@click.option("--out", type=click.Path(path_type=Path), help="Where the document goes; without, to standard output.")
@click.option("--json", "as_json", is_flag=True, help="Write the edits as JSON; the document only to --out.")
@LANGUAGE
def import_plan(paths: tuple[Path, ...], source: Source | None, out: Path | None, lang: Language, **form: bool) -> None:
    """Take the edits of FILE (exported from PLAN.yaml before) into the plan; TPFDD-like CSV alone makes a new plan."""
    if len(paths) > 2:
        raise click.UsageError("[PLAN.yaml] FILE")
    try:
        before = document_of(paths[0]) if len(paths) == 2 else None
        after = _read(before, paths[-1], source or _by_name(paths[-1]))
        document = write_plan(after)
        read_plan(document, paths[-1].name)  # whatever the tables cannot know of is found here
    except Told as error:
        ended(error, lang)
    found = edits(before or Plan(), after)
    if out is not None:
        with _opened(out, "wb") as stream:
            stream.write(document.encode())
    if form["as_json"]:
        result(json_text(found))
    elif out is None:
        click.echo(document, nl=False)
    _tell(found, lang, after.anchors.get("H"))
    sys.exit(EXIT_FEASIBLE)


def _by_name(file: Path) -> Source:
    if file.suffix.lower() not in SUFFIXES:
        raise Malformed("plan-exchange-format", file=file.name)
    return SUFFIXES[file.suffix.lower()]


def _read(before: Plan | None, file: Path, source: Source) -> Plan:
    with _opened(file, "rb") as stream:
        if before is None:
            if source != "tpfdd":
                raise Refused("plan-exchange-new")
            return tpfdd.new_plan(stream.read(task_csv.BYTES_MAX + 1), file.name)
        if source == "xlsx":
            edited: Plan = _workbooks().read(before, stream, file.name)
            return edited
        return READERS[source](before, stream.read(task_csv.BYTES_MAX + 1), file.name)


def _opened(file: Path, mode: Literal["rb", "wb"]) -> IO[bytes]:
    try:
        return file.open(mode)
    except OSError as error:
        raise unread(file, error) from error


def _workbooks() -> Any:
    """Return the module for workbooks; the extra that it needs may not be installed."""
    try:
        from renkei.plan.exchange import xlsx
    except ImportError as error:
        raise Refused("plan-exchange-extra") from error
    return xlsx


def _tell(found: tuple[Edit, ...], language: Language, t0: datetime | None) -> None:
    for e in found:
        facts = {"object": e.id, "field": e.field, "before": said(e.before), "after": said(e.after)}
        say(text(language, "plan-exchange-edit", facts, t0))
    say(text(language, "plan-exchange-edits", {"count": len(found)}))


COMMANDS = (export, import_plan)
