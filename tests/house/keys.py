"""Finds the message keys that code uses and the messages that `locale/` has; judges nothing."""

import ast
import re
from typing import NamedTuple

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from tests.house.tree import PACKAGE, named, syntax, text

SAYERS = {"Refused": 0, "Malformed": 0, "Conflict": 0, "Message": 0, "told": 0, "text": 1}
"""Calls that take a message key, and at which place among their arguments."""
NOT_FACTS = {"Malformed": {"place"}}
KEY = re.compile(r"[a-z][a-z0-9]*(-[\w]+)+")
JS_KEY = re.compile(r"""\b(?:t|hasText|told)\(\s*(["'])([a-z][\w-]+)\1""")
QUOTED = re.compile(r"""(["'`])([a-z][\w-]+)\1""")
JS_BEGUN = re.compile(r"`([a-z][\w-]*-)\$\{")
JS_BUILT = re.compile(r"\b(?:t|hasText)\(\s*`([a-z][\w-]*-)\$\{")


class Use(NamedTuple):
    """A message key in the code.

    Attributes:
        where: File and line.
        key: The key, or its beginning where the code puts it together.
        built: Whether the code puts the key together, so that only its beginning is known.
        facts: Names of the facts that are given; `None` where they are not written out.
    """

    where: str
    key: str
    built: bool
    facts: frozenset | None


def uses_in(tree, path):
    """Yield each message key in a syntax tree."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        place = SAYERS.get(name)
        if place is None or len(call.args) <= place:
            continue
        where = f"{path}:{call.lineno}"
        written = all(keyword.arg for keyword in call.keywords) and name not in {"text", "Message"}
        facts = frozenset(keyword.arg for keyword in call.keywords) - NOT_FACTS.get(name, set()) if written else None
        for key, built in keys_of(call.args[place]):
            yield Use(where, key, built, facts)


def keys_of(node):
    """Yield (key, whether it is only a beginning) for each key that an expression can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
        yield node.value, False
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield node.values[0].value, True
    elif isinstance(node, ast.IfExp):
        yield from keys_of(node.body)
        yield from keys_of(node.orelse)


def python_uses():
    """Return every message key that the product's Python names."""
    return [use for path in named(".py", under="src/renkei/") for use in uses_in(syntax(path), path)]


def browser_uses():
    """Return every message key that the product's pages name."""
    paths = named(".mjs", ".js", under="src/renkei/web/static/")
    whole = [Use(str(path), match[1], False, None) for path in paths for match in JS_KEY.findall(text(path))]
    return whole + [Use(str(path), start, True, None) for path in paths for start in JS_BUILT.findall(text(path))]


def strings():
    """Return (every whole string, every beginning of a string put together) in the product's code."""
    whole, begun = set(), set()
    for path in named(".py", under="src/renkei/"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(node.values[0].value)
    for path in named(".mjs", ".js", ".html", under="src/renkei/web/"):
        whole.update(match[1] for match in QUOTED.findall(text(path)))
        begun.update(JS_BEGUN.findall(text(path)))
    return whole, {start for start in begun if start.count("-")}


def areas(language):
    """Return {file name: text} of the messages in a language."""
    return {
        path.name: path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "locale" / language).glob("*.ftl"))
    }


def parse(source):
    """Return ({id: message}, [faults]) of a Fluent text; a term's id starts with a hyphen."""
    found, faults = {}, []
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ftl.Junk):
            faults.append(f"not Fluent: {entry.content.strip()[:80]}")
        elif isinstance(entry, ftl.Message | ftl.Term):
            key = ("-" if isinstance(entry, ftl.Term) else "") + entry.id.name
            if key in found:
                faults.append(f"twice: {key}")
            found[key] = entry
    return found, faults


def walk(node):
    """Yield every node of a Fluent syntax tree."""
    yield node
    for value in vars(node).values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ftl.BaseNode):
                yield from walk(child)


def variables(message):
    """Return the names of the variables that a message uses."""
    return {node.id.name for node in walk(message) if isinstance(node, ftl.VariableReference)}


def counted(message):
    """Return the names of the variables that a message passes to a function such as NUMBER."""
    calls = (node for node in walk(message) if isinstance(node, ftl.FunctionReference))
    return {name for call in calls for name in variables(call.arguments)}


def references(message):
    """Return the ids of the messages and terms that a message builds on; a term's starts with a hyphen."""
    terms = {"-" + node.id.name for node in walk(message) if isinstance(node, ftl.TermReference)}
    return terms | {node.id.name for node in walk(message) if isinstance(node, ftl.MessageReference)}
