"""Every import contract of pyproject.toml is shown to bite: a violation planted in a copied tree is found by it."""

import os
import shutil
import subprocess
import sys
import tomllib

import pytest

from tests.house.tree import PACKAGE, ROOT

CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
FOUR_FILES = ("model.py", "events.py", "decide.py", "project.py")
NAMED_IN_CONTRACTS = [
    "renkei.accounts",
    "renkei.federation",
    "renkei.log",
    "renkei.node",
    "renkei.plan.engine.temporal",
    "renkei.plan.engine.verify",
    "renkei.web",
]
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"

PLANTED = [
    # contract, module that imports, what it imports, what the report must name
    ("layers", "renkei.kernel.planted", "renkei.log", "renkei.kernel is not allowed to import renkei.log"),
    ("layers", "renkei.release.planted", "renkei.plan.model", "renkei.release is not allowed to import renkei.plan"),
    ("layers", "renkei.plan.planted", "renkei.node", "renkei.plan is not allowed to import renkei.node"),
    ("layers", "renkei.log.planted", "renkei.federation", "renkei.log is not allowed to import renkei.federation"),
    ("layers", "renkei.io.planted", "renkei.web", "renkei.io is not allowed to import renkei.web"),
    ("layers", "renkei.node", "renkei.views", "renkei.node is not allowed to import renkei.views"),
    ("layers", "renkei.unplaced", "renkei.kernel", "renkei.unplaced"),
    (
        "capabilities",
        "renkei.plan.planted",
        "renkei.requests.model",
        "renkei.plan is not allowed to import renkei.requests",
    ),
    ("capabilities", "renkei.watch.decide", "renkei.plan.events", "renkei.watch is not allowed to import renkei.plan"),
    (
        "capabilities",
        "renkei.claims.project",
        "renkei.forces.model",
        "renkei.claims is not allowed to import renkei.forces",
    ),
    (
        "inside",
        "renkei.plan.model",
        "renkei.plan.decide",
        "renkei.plan.model is not allowed to import renkei.plan.decide",
    ),
    ("inside", "renkei.requests.decide", "renkei.requests.project", "is not allowed to import renkei.requests.project"),
    ("inside", "renkei.plan.engine.planted", "renkei.plan.project", "renkei.plan.engine is not allowed to import"),
    ("pure", "renkei.kernel.planted", "time", "renkei.kernel.planted -> time"),
    ("pure", "renkei.plan.engine.planted", "random", "renkei.plan.engine.planted -> random"),
    ("pure", "renkei.federation.planted", "asyncio", "renkei.federation.planted -> asyncio"),
    ("pure", "renkei.feeds.planted", "pathlib", "renkei.feeds.planted -> pathlib"),
    ("pure", "renkei.release.planted", "sqlite3", "renkei.release.planted -> sqlite3"),
    ("pure", "renkei.views.planted", "logging", "renkei.views.planted -> logging"),
    ("composition", "renkei.web.planted", "renkei.plan.decide", "renkei.web.planted -> renkei.plan.decide"),
    (
        "composition",
        "renkei.views.planted",
        "renkei.requests.project",
        "renkei.views.planted -> renkei.requests.project",
    ),
    ("gate", "renkei.web.planted", "renkei.release", "renkei.web.planted -> renkei.release"),
    ("gate", "renkei.log.planted", "renkei.release.model", "renkei.log.planted -> renkei.release.model"),
    ("cycles", "renkei.kernel.ids", "renkei.kernel.event", "kernel"),
    ("solvers", "renkei.io.planted", "ortools", "renkei.io.planted -> ortools"),
    ("solvers", "renkei.plan.planted", "numba", "renkei.plan.planted -> numba"),
    (
        "decisions",
        "renkei.plan.decide",
        "renkei.plan.engine.planted_solver",
        "renkei.plan.engine.planted_solver -> ortools",
    ),
    ("checker", "renkei.plan.engine.verify", "numpy", "renkei.plan.engine.verify -> numpy"),
    ("checker", "renkei.plan.engine.temporal", "renkei.plan.engine.planted_solver", "planted_solver -> ortools"),
    ("database", "renkei.node", "sqlite3", "renkei.node -> sqlite3"),
    ("server", "renkei.io.planted", "starlette", "renkei.io.planted -> starlette"),
]


@pytest.fixture
def tree(tmp_path):
    """A copy of the product's tree, without what is vendored, in which a test may plant what it likes."""
    skip = shutil.ignore_patterns("vendor", "static", "__pycache__", "*.ftl", "*.json")
    shutil.copytree(PACKAGE, tmp_path / "src/renkei", ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in NAMED_IN_CONTRACTS:
        stand(tmp_path, name)
    return tmp_path


def stand(tree, name):
    """Return the source file of a module of the product; one that does not exist yet comes to be."""
    path = tree / "src" / name.replace(".", "/")
    if not path.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path = path.with_suffix(".py")
    source = path / "__init__.py" if path.is_dir() else path
    for file in (path.parent / "__init__.py", source):
        file.touch()
    return source


def plant(tree, module, imported):
    """Let `module` import `imported`."""
    if imported.startswith("renkei."):
        stand(tree, imported)
    source = stand(tree, module)
    source.write_text(f"{source.read_text()}\nimport {imported}\n")


def lint(tree, *contracts):
    arguments = [argument for contract in contracts for argument in ("--contract", contract)]
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--no-cache", "--no-logo", *arguments],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("contract", "module", "imported", "told"), PLANTED)
def test_a_planted_violation_is_found(tree, contract, module, imported, told):
    plant(tree, "renkei.plan.engine.planted_solver", "ortools")
    plant(tree, module, imported)
    report = lint(tree, contract)
    assert "BROKEN" in report.stdout, report.stdout + report.stderr
    assert told in report.stdout


def test_every_contract_has_a_planted_violation():
    assert {planted[0] for planted in PLANTED} == set(CONTRACTS)


def test_the_tree_keeps_every_contract(tree):
    report = lint(tree)
    assert report.returncode == 0, report.stdout + report.stderr


def test_every_capability_is_named_in_every_contract_that_lists_capabilities():
    capabilities = {path.parent.name for path in PACKAGE.glob("*/events.py")} - {"release"}
    named = CONTRACTS["capabilities"]["layers"][0].replace("(", "").replace(")", "").split(" | ")
    pure = {name.split(".")[1] for name in CONTRACTS["pure"]["source_modules"]}
    assert capabilities <= set(named)
    assert capabilities | {"release", "kernel"} <= pure


def test_every_capability_has_the_same_four_files():
    capabilities = {path.parent for path in PACKAGE.glob("*/events.py")}
    missing = [(path.name, name) for path in capabilities for name in FOUR_FILES if not (path / name).exists()]
    assert sorted(missing) == []


EVERY_MODULE_BUT_THE_ENGINE = """
import importlib, pkgutil, sys, renkei
for module in pkgutil.walk_packages(renkei.__path__, "renkei."):
    if not module.name.startswith("renkei.plan.engine."):
        importlib.import_module(module.name)
print(sorted({"ortools", "numba"} & set(sys.modules)))
"""


def test_no_node_process_loads_a_solver():
    """Whatever a node imports, it loads neither OR-Tools nor numba: a solve runs in a child process."""
    command = [sys.executable, "-W", "error", "-c", EVERY_MODULE_BUT_THE_ENGINE]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (answer.stdout, answer.stderr) == ("[]\n", "")
