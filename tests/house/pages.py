"""Reads the browser modules' imports and exports, which no build step checks; judges nothing."""

import re
from pathlib import Path

from tests.house.tree import PACKAGE

WEB = PACKAGE / "web"
STATIC = WEB / "static"
COMMENTS = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
FROM = re.compile(
    r"""\b(import|export)\s+(\*(?:\s+as\s+\w+)?|(?:\w+\s*,\s*)?\{[^}]*\}|\w+)\s+from\s+(["'])([^"']+)\3"""
)
BARE_OR_SIDE = re.compile(r"""\bimport\s+(["'])([^"']+)\1""")
DYNAMIC = re.compile(r"""\bimport\(\s*(["'])([^"']+)\1""")
DECLARED = re.compile(r"\bexport\s+(?:async\s+)?(?:function\*?|class|const|let|var)\s+(\w+)")
LISTED = re.compile(r"\bexport\s*\{([^}]*)\}")
JSDOC = re.compile(r"""import\((["'])([^"']+)\1\)""")
ADDRESSED = re.compile(r"""(?:href|src)="(/[^"]+)\"""")
FORBIDDEN = re.compile(
    r"\b(console\.(?:log|debug|info|table|dir)|debugger\b|eval\(|document\.write|window\.(?:alert|confirm|prompt))"
)


def modules():
    """Return every module and script of the pages."""
    return sorted(path for path in STATIC.rglob("*.mjs"))


def code(source):
    """Return a module's text without its comments."""
    return COMMENTS.sub("", source)


def target(path, specifier):
    """Return the file that a module's import names, or nothing for a bare name."""
    if specifier.startswith("."):
        return (path.parent / specifier).resolve()
    return (WEB / specifier.lstrip("/")).resolve() if specifier.startswith("/") else None


def names(braces):
    """Return the names outside of an import or export list: `{a, b as c}` gives a and b."""
    return [name.split(" as ")[0].strip() for name in braces.strip("{} \n").split(",") if name.strip()]


def imports(path, source):
    """Yield (file or nothing, specifier, names taken from it) for each import of a module."""
    text = code(source)
    for _, what, _, specifier in FROM.findall(text):
        braces = re.search(r"\{[^}]*\}", what)
        yield target(path, specifier), specifier, names(braces[0]) if braces else []
    for _, specifier in BARE_OR_SIDE.findall(text) + DYNAMIC.findall(text):
        yield target(path, specifier), specifier, []


def documented_imports(path, source):
    """Yield the files that a module's type comments name."""
    return (target(path, specifier) for _, specifier in JSDOC.findall(source))


def exports(source):
    """Return the names that a module gives out."""
    text = code(source)
    listed = [name for braces in LISTED.findall(text) for name in braces.split(",") if name.strip()]
    return set(DECLARED.findall(text)) | {name.split(" as ")[-1].strip() for name in listed}


def served(address):
    """Return the file behind an address of a page such as `/static/theme.css`."""
    return Path(WEB / address.lstrip("/").split("?")[0])
