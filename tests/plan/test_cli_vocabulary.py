"""`renkei plan` on documents with stocks, requests and optional tasks: what a person reads, in both languages."""

import pytest
from click.testing import CliRunner

from renkei.cli import cli

FUEL = """anchors: {H: 2026-02-10T00:00Z}
resources: {fuel: {nation: JP, kind: stock, initial: 40, resupply: [{at: H+9h, add: 60}]}}
tasks:
- {id: a, nation: JP, duration: 2h, due: H+6h, consumes: {fuel: 30}}
- {id: b, nation: JP, duration: 2h, due: H+8h, consumes: {fuel: 30}}
"""
LENT = """anchors: {H: 2026-02-10T00:00Z}
resources: {us-c130: {nation: US}}
requests: {R1: {by: JP, of: US, state: asked}}
tasks:
- {id: a, nation: JP, duration: 2h, uses: {us-c130: 1}}
constraints:
- {id: lend, kind: authority, task: a, request: R1, assets: [us-c130]}
"""
OPTIONAL = """anchors: {H: 2026-02-10T00:00Z}
tasks:
- {id: a, nation: JP, duration: 9h, due: H+6h}
- {id: b, nation: JP, duration: 2h}
constraints:
- {id: extra, kind: all_or_none, tasks: [a]}
"""


@pytest.fixture
def told(tmp_path):
    def run(text, *arguments):
        path = tmp_path / "p.yaml"
        path.write_text(text, "utf-8")
        return CliRunner().invoke(cli, ["plan", arguments[0], str(path), *arguments[1:]])

    return run


SAID = [
    (FUEL, "en", "a (JPN) and b (JPN) take 60 of fuel, which is not there in time."),
    (FUEL, "en", "Have 20 more of fuel by H+6. JPN must agree."),
    (FUEL, "ja", "fuelを20追加する"),
    (
        LENT,
        "en",
        "lend: a (JPN) is done under request R1, which is not answered yet; without the acceptance of USA, us-c130",
    ),
    (LENT, "en", "Have request R1 accepted, under which a (JPN) is done. USA must agree."),
    (LENT, "ja", "要請R1に基づいて行いますが、この要請はまだ回答されていません"),
]


@pytest.mark.parametrize(("text", "language", "words"), SAID, ids=[f"{n}-{s[1]}" for n, s in enumerate(SAID)])
def test_a_fault_is_explained_in_words(told, text, language, words):
    done = told(text, "explain", "--lang", language)
    assert done.exit_code == 1
    assert words in done.stdout


def test_what_is_left_out_is_said(told):
    assert "left out, since there is no room for all: a." in told(OPTIONAL, "check").stdout
    solved = told(OPTIONAL, "solve", "--csv")
    assert solved.exit_code == 0
    assert "left out, since there is no room for all: a." in solved.stderr
    starts = {line.split(",")[0]: line.split(",")[4] for line in solved.stdout.splitlines()[1:]}
    assert starts == {"a": "", "b": "2026-02-10T00:00:00Z"}
