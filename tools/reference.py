"""Knows how to write the reference pages from the code; holds no fact about Renkei itself.

`python tools/reference.py` writes `docs/reference/*.md`: the commands with who may give them, the event kinds, the life
cycle of a request, the command line and the settings. A house test compares the pages with the code.
"""

import ast
import importlib
import inspect
import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import msgspec

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs/reference"
LINE_WIDTH = 100
MADE = "<!-- Written by tools/reference.py from the code; run `make docs`. -->"


def first_sentence(documented: object) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(documented) or "").partition("\n")[0]


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    heads = tuple(heads)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


def page(title: str, told: str, lines: Iterable[str]) -> str:
    """Return the text of a page."""
    return "\n".join([f"# {title}", "", MADE, "", told, "", *lines, ""])


def decisions() -> str:
    """Return the page of commands: what a person may ask of a node, and in which role."""
    from renkei.node.table import CAPABILITIES

    lines: list[str] = []
    for capability in CAPABILITIES:
        rows = (
            (f"`{capability.name}.{command.__name__}`", first_sentence(command), ", ".join(sorted(row.roles)))
            for command, row in capability.decisions.items()
        )
        lines += [f"## {capability.name}", "", *table(("command", "what it asks", "roles"), rows), ""]
    told = (
        "Every change goes through `POST /api/commands` as one of these. A role not named is refused with the reason."
    )
    return page("Commands", told, lines[:-1])


def events() -> str:
    """Return the page of event kinds: what the log holds."""
    from renkei.node.table import CAPABILITIES

    lines: list[str] = []
    for capability in CAPABILITIES:
        rows = (
            (f"`{kind.name}`", str(kind.version), first_sentence(kind.body), fields(kind.body))
            for kind in capability.kinds
        )
        lines += [f"## {capability.name}", "", *table(("kind", "version", "what happened", "fields"), rows), ""]
    told = "Kinds live for ever: a new field is optional; anything else is a new version, and old bodies are upgraded."
    return page("Event kinds", told, lines[:-1])


def fields(body: type) -> str:
    """Return the names of a body's fields; those that a rule may withhold are marked."""
    return ", ".join(
        f"`{field.name}`" + (" (may be withheld)" if msgspec.UnsetType in getattr(field.type, "__args__", ()) else "")
        for field in msgspec.structs.fields(body)
    )


def life_cycle() -> str:
    """Return the page of a request's life cycle, with its figure."""
    from renkei.requests.lifecycle import TRANSITIONS

    rows = ((f"`{state}`", side, verb, f"`{after}`") for (state, side, verb), after in TRANSITIONS.items())
    figure = [f"    {state} --> {after}: {side} {verb}" for (state, side, verb), after in TRANSITIONS.items()]
    lines = ["```mermaid", "stateDiagram-v2", *figure, "```", "", *table(("state", "side", "verb", "next state"), rows)]
    return page("Life cycle of a request", "What is not in the table is refused.", lines)


def command_line() -> str:
    """Return the page of the command line: every command with its own help."""
    root = importlib.import_module("renkei.cli").cli
    lines: list[str] = []
    for context in contexts(root, "renkei"):
        lines += [f"## `{context.command_path}`", "", "```text", context.get_help(), "```", ""]
    return page("Command line", "Every command with its options, as `--help` says it.", lines[:-1])


def contexts(command: click.Command, name: str, parent: click.Context | None = None) -> Iterator[click.Context]:
    """Yield the context of a command and of every command below it."""
    settings: Mapping[str, Any] = {"terminal_width": LINE_WIDTH, **command.context_settings}
    context = click.Context(command, parent=parent, info_name=name, **settings)
    yield context
    if isinstance(command, click.Group):
        for below in sorted(command.commands):
            yield from contexts(command.commands[below], below, context)


def settings() -> str:
    """Return the page of settings: the settings file's fields and every `RENKEI_*` variable."""
    from renkei import config

    lines: list[str] = []
    for struct in (config.Settings, config.Partner, config.Feed):
        rows = ((f"`{field.name}`", type_name(field.type), default(field)) for field in msgspec.structs.fields(struct))
        lines += [
            f"## {struct.__name__}",
            "",
            first_sentence(struct),
            "",
            *table(("field", "type", "default"), rows),
            "",
        ]
    lines += [
        "## Variables",
        "",
        "Each goes before the field of the same name.",
        "",
        *(f"- `{v}`" for v in variables()),
    ]
    told = f"A node reads `{config.SETTINGS_FILE}` in its directory and these variables; nothing else sets it up."
    return page("Settings", told, lines)


def variables() -> list[str]:
    """Return the names of all `RENKEI_*` variables that the product's code reads."""
    constants = (
        node.value
        for path in sorted((ROOT / "src/renkei").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return sorted({value for value in constants if re.fullmatch(r"RENKEI_[A-Z_]+", value)})


def type_name(annotation: object) -> str:
    """Return a type as a reader of the page would write it."""
    if isinstance(annotation, type) and not getattr(annotation, "__args__", ()):
        return annotation.__name__
    return re.sub(r"\b[\w.]+\.(?=\w)|NewType\('?|'\)", "", str(annotation))


def default(field: msgspec.structs.FieldInfo) -> str:
    """Return the value of a field that nobody sets."""
    return "must be set" if field.required else f"`{msgspec.json.encode(field.default).decode()}`"


def limits() -> str:
    """Return the page of limits: every named bound of the product with its reason."""
    rows = [
        (f"`{path.relative_to(ROOT / 'src').with_suffix('').as_posix().replace('/', '.')}.{name}`", value, why)
        for path in sorted((ROOT / "src/renkei").rglob("*.py"))
        for name, value, why in bounds(ast.parse(path.read_text("utf-8")))
    ]
    return page(
        "Limits", "Every queue, buffer, retry, page and frame has a bound.", table(("bound", "value", "why"), rows)
    )


def bounds(module: ast.Module) -> Iterator[tuple[str, str, str]]:
    """Yield (name, value, reason) of each bound: a constant named `*_MAX*`, its reason the string below it."""
    for node, below in itertools.pairwise([*module.body, ast.Pass()]):
        name, value = constant(node)
        if value is not None and "MAX" in name.split("_"):
            yield name, ast.unparse(value), string(below)


def constant(node: ast.stmt) -> tuple[str, ast.expr | None]:
    """Return the name and the value of a statement that gives one value to one name."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            return name, value
    return "", None


def string(node: ast.stmt) -> str:
    """Return the string that a statement consists of, or nothing."""
    match node:
        case ast.Expr(value=ast.Constant(value=str(said))):
            return said
    return ""


REFERENCE: Mapping[str, Callable[[], str]] = {
    "command-line.md": command_line,
    "decisions.md": decisions,
    "events.md": events,
    "limits.md": limits,
    "requests.md": life_cycle,
    "settings.md": settings,
}
"""Each page and the function that makes it."""


def main() -> int:
    """Write every page."""
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, make in REFERENCE.items():
        (PAGES / name).write_text(make(), encoding="utf-8")
        print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
