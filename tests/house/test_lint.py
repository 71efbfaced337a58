"""The linter and the type checker are set so that they catch what the house forbids, each shown by a planted fault."""

import subprocess
import sys

import pytest

from tests.house.tree import ROOT

DOCUMENTED = '"""Knows a planted fault and does nothing else."""\n\n'
PLANTED = [
    ("plan", "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n", "TID251"),
    ("plan", "from datetime import datetime\n\nNOW = datetime.utcnow()\n", "TID251"),
    ("node", "import time\n\nNOW = time.time()\n", "TID251"),
    ("web", "import random\n\nDIE = random.randint(1, 6)\n", "TID251"),
    ("web", "import uuid\n\nNAME = uuid.uuid4()\n", "TID251"),
    ("node", "from uuid import uuid4\n\nNAME = uuid4()\n", "TID251"),
    ("plan", "from datetime import datetime\n\nHOUR = datetime(2026, 2, 1)\n", "DTZ001"),
    ("node", "try:\n    x = 1\nexcept Exception:\n    x = 2\n", "BLE001"),
    ("node", 'print("said")\n', "T201"),
    ("node", "from . import kernel\n", "TID252"),
    ("plan", "def undocumented():\n    return 1\n", "D103"),
    ("plan", 'def f(a, b, c, d, e, f, g):\n    """Take too much."""\n', "PLR0913"),
    ("log", "import pickle\n\nVALUE = pickle.loads(b'')\n", "S301"),
    ("log", "x = 1  # noqa\n", "PGH004"),
]
ALLOWED = [
    ("io", "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n", "TID251"),
    ("io", "import random\n\nDIE = random.randint(1, 6)\n", "TID251"),
    ("io", "try:\n    x = 1\nexcept Exception:\n    x = 2\n", "BLE001"),
    ("cli", 'print("said")\n', "T201"),
]


def ruff(package, code):
    """Return the rules that a module of `package` with this code breaks."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise", "-"]
    where = ["--stdin-filename", str(ROOT / f"src/renkei/{package}/planted.py")]
    answer = subprocess.run(
        [*command, *where], input=DOCUMENTED + code, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {word for word in answer.stdout.split() if word[:1].isupper() and word[-1:].isdigit()}


@pytest.mark.parametrize(("package", "code", "rule"), PLANTED)
def test_a_planted_fault_is_found(package, code, rule):
    assert rule in ruff(package, code)


@pytest.mark.parametrize(("package", "code", "rule"), ALLOWED)
def test_what_a_package_is_for_is_allowed_there(package, code, rule):
    assert rule not in ruff(package, code)
