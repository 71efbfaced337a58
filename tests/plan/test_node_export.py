"""A plan is entered into a running node and comes out again: as a document, and as the files that planners use."""

import io
import json
import os
import subprocess
import sys

import openpyxl
import pytest

from renkei import config
from renkei.cli.headquarters import free_port
from renkei.cli.node import accounts_of, make_node
from renkei.io.clock import MachineClock
from renkei.kernel.ids import Nation, NodeId
from renkei.kernel.names import Name
from renkei.plan.document import read_plan
from tests.plan.plans import H

PLAN = """plan: convoy
anchors: {H: 2026-02-09T15:30Z}
resources: {jp-c2: {nation: JP, capacity: 2}}
tasks:
  - {id: load, nation: JP, name: {en: Load, ja: 積載}, duration: 2h, uses: {jp-c2: 1}}
  - {id: fly, nation: JP, name: {en: Fly, ja: 空輸}, duration: 3h, uses: {jp-c2: 2}, after: [load], due: H+9h}
"""


@pytest.fixture
def node(tmp_path):
    """A node of JPN with a planner: its port and the password."""
    folder, port = tmp_path / "node", free_port()
    settings = config.Settings(
        Nation("JPN"), NodeId("jjoc"), Name("JJOC", "JJOC"), "en", "Asia/Tokyo", port, free_port(), False, (), (),
    )  # fmt: skip
    make_node(folder, settings)
    accounts = accounts_of(folder)
    password = accounts.add("planner", ["planner"], "en", MachineClock().recorded(), "exercise")
    accounts.close()
    process = subprocess.Popen([sys.executable, "-m", "renkei", "serve", str(folder)], stdout=subprocess.PIPE)
    try:
        assert json.loads(process.stdout.readline())["ready"]["web"] == port
        yield port, password
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()


def renkei(*arguments, password=""):
    command = [sys.executable, "-m", "renkei", "plan", *map(str, arguments)]
    return subprocess.run(command, env={**os.environ, "RENKEI_PASSWORD": password}, capture_output=True, check=False)


def test_a_plan_goes_into_a_node_and_comes_out(node, tmp_path):
    port, password = node
    document = tmp_path / "convoy.yaml"
    document.write_text(PLAN, "utf-8")
    sign_in = ("--port", port, "--user", "planner")
    loaded = renkei("load", document, *sign_in, password=password)
    assert loaded.returncode == 0, loaded.stderr
    out = renkei("export", *sign_in, password=password)
    assert out.returncode == 0, out.stderr
    entered, read = (
        sorted((t.id, t.duration.likely_min, t.due or H) for t in p.tasks)
        for p in (read_plan(PLAN), read_plan(out.stdout.decode()))
    )
    assert entered == read
    file = tmp_path / "convoy.xlsx"
    assert renkei("export", file, "--to", "xlsx", *sign_in, password=password).returncode == 0
    sheet = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))["tasks"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["fly", "load"]
    refused = renkei("export", *sign_in, password="wrong")
    assert (refused.returncode != 0, refused.stdout) == (True, b"")
