"""The house rules that no linter knows, each a function from a syntax tree or text to the faults in it.

Knows no file of this repository: `test_tidy.py` applies the rules to the tree and to planted faults.
"""

import ast
import re

from tests.house.tree import classes, functions

FILE_MAX = 400
"""Lines of a file: about eight screens, what a reader keeps in mind; split by concept beyond."""
FUNCTION_MAX = 70
"""Lines of a function without its docstring: one screen."""
NESTING_MAX = 4
FORBIDDEN_NAMES = {"Manager", "Helper", "Helpers", "Service", "Util", "Utils", "Data", "Info"}
"""Words that say nothing about what a thing is."""
XML_NAMESPACES = {
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/1999/xhtml",
    "http://schemas.microsoft.com/project",
}
"""Names in the form of addresses; nothing is ever fetched from them."""

ADDRESS = re.compile(r"https?://[^\s\"'`<>)\]}]+")
LOOPBACK = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\]|\{)")
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)


def length(function):
    """Return the number of lines of a function: signature and body, without decorators and docstring."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - (docstring.end_lineno - docstring.lineno + 1)


def nesting(node, depth=0):
    """Return how deep blocks stand in blocks inside a function; an `elif` is no deeper than its `if`."""
    deepest = depth
    for field, children in ast.iter_fields(node):
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            chained = (
                isinstance(node, ast.If) and field == "orelse" and isinstance(child, ast.If) and len(children) == 1
            )
            deepest = max(deepest, nesting(child, depth + (isinstance(child, BLOCKS) and not chained)))
    return deepest


def words(name):
    """Return the words of a CamelCase or snake_case name, capitalised."""
    return {word.capitalize() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+", name)}


def long_functions(tree):
    return [f"{f.name} has {length(f)} lines" for f in functions(tree) if length(f) > FUNCTION_MAX]


def nested_functions(tree):
    return [f"{f.name} nests {nesting(f)} deep" for f in functions(tree) if nesting(f) > NESTING_MAX]


def empty_names(tree):
    return [f"class {c.name}" for c in classes(tree) if words(c.name) & FORBIDDEN_NAMES]


def undocumented_module(tree):
    return [] if ast.get_docstring(tree) else ["the module has no docstring"]


def prints(tree):
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [f"print at line {f.lineno}" for f in called if isinstance(f, ast.Name) and f.id == "print"]


def addresses(text):
    found = (address.rstrip(".,;:") for address in ADDRESS.findall(text))
    return [address for address in found if not LOOPBACK.match(address) and address not in XML_NAMESPACES]
