"""What the house tests read: the repository's files and the syntax trees of its Python; judges nothing."""

import ast
import functools
import importlib
import pkgutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src/renkei"
VENDORED = ("src/renkei/web/vendor/", "tests/vendor/", "packages/renkei-basemap/src/renkei_basemap/files/")
"""Carried from elsewhere with their licences and hashes; our rules are not theirs."""


@functools.cache
def files(root=ROOT):
    """Return the paths of all files that are or can be committed, vendored ones excepted, relative to `root`."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = sorted({name for name in listed.split("\0") if name and (root / name).is_file()})
    return tuple(Path(name) for name in names if not name.startswith(VENDORED) or name.startswith("tests/vendor/test_"))


def named(*suffixes, under=""):
    """Return the files with one of the suffixes whose path starts with `under`."""
    return [path for path in files() if path.suffix in suffixes and str(path).startswith(under)]


@functools.cache
def text(path):
    """Return the text of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


@functools.cache
def syntax(path):
    """Return the syntax tree of a Python file."""
    return ast.parse(text(path), filename=str(path))


def functions(tree):
    """Yield every function and method of a syntax tree, nested ones included."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def classes(tree):
    """Yield every class of a syntax tree that its name makes public."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))


def public_classes():
    """Return {name: path} of every public class of the product that stands at the top of its module."""
    return {
        node.name: path
        for path in named(".py", under="src/renkei/")
        for node in syntax(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }


@functools.cache
def modules():
    """Return every module of the product, imported."""
    import renkei

    names = [module.name for module in pkgutil.walk_packages(renkei.__path__, "renkei.")]
    return tuple(importlib.import_module(name) for name in names if not name.endswith("__main__"))


def tables(name):
    """Return {module name: value} of the module-level table `name`, for example `KINDS`, wherever one stands."""
    return {module.__name__: vars(module)[name] for module in modules() if name in vars(module)}
