"""What installs Renkei is right: what is imported is declared, what is declared is pinned, the wheel is whole."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions, requires

import pytest
from packaging.requirements import Requirement

from tests.house.tree import ROOT, VENDORED, files, named, syntax

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
OWN = {"renkei", "renkei_basemap", "tests", "tools", "benchmarks", "conftest", "vendor"}
USED_WITHOUT_IMPORT = {
    "hatchling",
    "import-linter",
    "mypy",
    "ruff",
    "towncrier",
    "types-openpyxl",
    "types-pyyaml",
    "renkei",
    "pytest-xdist",
}
"""Tools of the gate: run, not imported."""
OTHER_PYTHONS = {"typing-extensions", "tomli"}
"""Needed by some of our dependencies on one of 3.11, 3.12, 3.13 only."""
PIN = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+")


def normal(name):
    """Return a distribution's name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name)[0]).lower()


def distributions(prefix):
    """Return the distributions that the Python files below `prefix` import."""
    imported = set()
    for path in named(".py", under=prefix):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.split(".")[0])
    known = packages_distributions()
    third_party = imported - sys.stdlib_module_names - OWN
    return {normal(known.get(name, [f"not-installed:{name}"])[0]) for name in third_party}


RUN = {normal(name) for name in PROJECT["dependencies"]}
EXTRAS = {normal(name) for extra in ("fast", "xlsx") for name in PROJECT["optional-dependencies"][extra]}
DEVELOP = {normal(name) for name in PROJECT["optional-dependencies"]["dev"]}
PINS = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if line and not line.startswith("#")]


def test_what_the_product_imports_is_declared():
    assert sorted(distributions("src/renkei/") - RUN - EXTRAS) == []


def test_what_is_declared_is_imported():
    assert sorted(RUN | EXTRAS) == sorted(distributions("src/renkei/") | {"renkei-basemap"})


def test_what_tests_and_tools_import_is_declared():
    used = (
        distributions("tests/") | distributions("tools/") | distributions("benchmarks/") | distributions("conftest.py")
    )
    assert sorted(used - RUN - EXTRAS - DEVELOP) == []
    assert sorted(DEVELOP - used - USED_WITHOUT_IMPORT) == []


def test_pins_are_names_and_versions_only():
    assert [line for line in PINS if not PIN.fullmatch(line)] == []


def needed(names):
    """Return distributions with all that they need on this machine."""
    found, waiting = set(), set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        wanted = (Requirement(line) for line in requires(name) or ())
        waiting |= {normal(w.name) for w in wanted if w.marker is None or w.marker.evaluate({"extra": ""})} - found
    return found


def test_what_is_installed_is_pinned_and_nothing_else():
    pinned = {normal(line) for line in PINS}
    installed = needed((RUN | EXTRAS | DEVELOP) - {"renkei-basemap", "renkei"})
    assert sorted(installed - pinned) == []
    assert sorted(pinned - installed - OTHER_PYTHONS) == []


@pytest.mark.parametrize("pinned", PINS)
def test_the_gate_runs_with_the_pinned_version(pinned):
    from importlib.metadata import version

    name, _, stated = pinned.partition("==")
    assert version(name) == stated


def wheel(project, to):
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(to)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    return zipfile.ZipFile(next(to.glob("*.whl"))).namelist()


def test_the_wheel_holds_every_file_of_the_product(tmp_path):
    packed = set(wheel(ROOT, tmp_path))
    ours = {str(path).removeprefix("src/") for path in files() if str(path).startswith("src/renkei/")}
    vendored = {
        str(path.relative_to(ROOT / "src"))
        for folder in VENDORED
        if folder.startswith("src/")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert sorted((ours | vendored) - packed) == []
    assert {name.split("/")[0] for name in packed} == {"renkei", f"renkei-{PROJECT['version']}.dist-info"}


def test_the_gate_is_one_command():
    lines = [line for line in (ROOT / ".ci/run").read_text().splitlines() if line and not line.startswith("#")]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make check"]


def test_every_make_target_says_what_it_does():
    targets = re.findall(r"^([a-z]+):(?!=)(.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert [name for name, rest in targets if "## " not in rest] == []
    assert {"setup", "demo", "check", "test", "bench", "docs", "help"} <= {name for name, _ in targets}


def test_what_make_says_of_its_own_set_up_is_not_in_the_output_of_a_command():
    said = [
        line.strip() for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if line.strip().startswith("@echo")
    ]
    assert said
    assert [line for line in said if not line.endswith(">&2")] == []
