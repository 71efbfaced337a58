"""The documents are complete: map, glossary, reference pages, decisions, and a test behind every guarantee."""

import re
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, VENDORED, files, public_classes, syntax, text
from tools import reference

CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
ADRS = [path for path in files() if path.parent == Path("docs/adr") and path.name != "index.md"]
HEADINGS = ("**Context.**", "**Decision.**", "**Consequences.**", "**What was measured.**")
ADR_MAX_LINES = 45
"""One page."""


def rows(document):
    """Return the cells of every table row of a document, heads and rules excepted."""
    lines = [line for line in text(Path(document)).splitlines() if line.startswith("|")]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if not re.match(r"\|[\s:|-]+\|?$", line)
    ]


def directories():
    """Return every directory that holds a file of ours, and each folder of vendored files once."""
    ours = {str(parent) for path in files() for parent in path.parents if str(parent) != "."}
    return ours | {folder.rstrip("/") for folder in VENDORED if (ROOT / folder).is_dir()}


def test_the_map_says_every_directory_in_one_line():
    said = [CODE.findall(cells[0])[0] for cells in rows("docs/map.md")[1:]]
    assert sorted(said) == sorted({f"{name}/" for name in directories()})


def test_the_glossary_has_every_public_class_and_nothing_else():
    named = [name for cells in rows("docs/glossary.md") if len(cells) == 4 for name in CODE.findall(cells[3])]
    assert sorted(set(public_classes()) - set(named)) == []
    assert sorted(set(named) - set(public_classes())) == []


def test_the_glossary_says_each_term_with_its_japanese_and_source():
    body = [cells for cells in rows("docs/glossary.md") if cells[0] != "term"]
    assert [cells for cells in body if len(cells) != 4 or not all(cells[:3])] == []
    terms = [cells[0] for cells in body]
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


@pytest.mark.parametrize("name", sorted(reference.REFERENCE))
def test_reference_page_is_what_the_code_says(name):
    page = reference.PAGES / name
    assert page.exists(), "run `make docs`"
    assert page.read_text(encoding="utf-8") == reference.REFERENCE[name](), "run `make docs`"


def test_every_bound_has_a_reason_beside_it():
    paths = sorted(PACKAGE.rglob("*.py"))
    assert [(str(p), name) for p in paths for name, _, why in reference.bounds(syntax(p)) if not why] == []


def test_every_guarantee_names_a_test_that_exists():
    guarantees = [cells for cells in rows("README.md") if cells[0].isdigit()]
    assert [cells[0] for cells in guarantees] == ["1", "2", "3", "4", "5", "6", "7"]
    proofs = [(cells[0], name) for cells in guarantees for name in CODE.findall(cells[-1])]
    missing = [(number, name) for number, name in proofs if not proves(name)]
    assert missing == []
    assert {cells[0] for cells in guarantees} == {number for number, _ in proofs}


def proves(name):
    """Whether `tests/.../test_x.py::test_y` is a test of ours."""
    path, _, function = name.partition("::")
    return (ROOT / path).is_file() and f"def {function}(" in text(Path(path))


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.name)
def test_decision_is_one_page_with_its_four_parts(path):
    written = text(path)
    assert [heading for heading in HEADINGS if heading not in written] == []
    assert written.count("\n") <= ADR_MAX_LINES
    assert f"({path.name})" in text(Path("docs/adr/index.md"))
    assert re.match(rf"# {int(path.name[:4])}\. ", written)


def test_decisions_are_numbered_without_gaps():
    assert [int(path.name[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("path", [path for path in files() if path.suffix == ".md"], ids=str)
def test_links_lead_somewhere(path):
    assert [link for link in LINK.findall(text(path)) if not (ROOT / path.parent / link).exists()] == []


def test_every_page_is_reached_from_the_index():
    pages = {str(path.relative_to("docs")) for path in files() if path.parts[0] == "docs" and path.suffix == ".md"}
    linked = {
        str((Path(page).parent / link).as_posix())
        for page in ("index.md", "adr/index.md")
        for link in LINK.findall(text(Path("docs") / page))
    }
    assert sorted(pages - linked - {"index.md"}) == []
