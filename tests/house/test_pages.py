"""The browser modules fit together: what is imported is there, what is there is used, nothing speaks to the console."""

import pytest

from tests.house import pages

MODULES = pages.modules()
SOURCES = {path: path.read_text(encoding="utf-8") for path in MODULES}
PAGES = sorted(pages.STATIC.glob("*.html"))
OURS = pages.STATIC.resolve()
ids = {"ids": lambda path: str(path.relative_to(pages.STATIC))}


@pytest.mark.parametrize("path", MODULES, **ids)
def test_what_a_module_imports_is_there(path):
    faults = []
    for file, specifier, taken in pages.imports(path, SOURCES[path]):
        if file is None or not file.is_file():
            faults.append(f"no {specifier}")
        elif file in SOURCES:
            faults += [f"{specifier} gives no {name}" for name in taken if name not in pages.exports(SOURCES[file])]
    assert faults == []


@pytest.mark.parametrize("path", MODULES, **ids)
def test_what_a_type_comment_names_is_there(path):
    assert [str(file) for file in pages.documented_imports(path, SOURCES[path]) if file and not file.is_file()] == []


@pytest.mark.parametrize("path", MODULES, **ids)
def test_no_module_speaks_past_the_page(path):
    assert [match[0] for match in pages.FORBIDDEN.finditer(pages.code(SOURCES[path]))] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_a_page_asks_for_is_there(path):
    assert [found for found in pages.ADDRESSED.findall(path.read_text()) if not pages.served(found).is_file()] == []


def taken():
    """Return every (file, name) that some module or page takes; a whole module is (file, "")."""
    found = {
        (file, name)
        for path in MODULES
        for file, _, names in pages.imports(path, SOURCES[path])
        for name in [*names, ""]
    }
    return found | {
        (pages.served(address).resolve(), "") for path in PAGES for address in pages.ADDRESSED.findall(path.read_text())
    }


def test_every_module_is_used():
    used = {file for file, _ in taken()} | {
        file for path in MODULES for file in pages.documented_imports(path, SOURCES[path])
    }
    assert sorted(str(path.relative_to(OURS)) for path in SOURCES if path.resolve() not in used) == []


PLANTED = """
// import {gone} from "./gone.mjs";
import {a, b as c} from "./other.mjs";
import whole, {d} from "/vendor/x.mjs";
import "./side.mjs";
import bare from "preact";
const later = await import("./later.mjs");
export { f, g as h };
export const i = 1;
export async function j() {}
/** @typedef {import("./types.mjs").T} T */
"""


def test_imports_and_exports_are_found():
    path = pages.STATIC / "planted.mjs"
    assert [(specifier, names) for _, specifier, names in pages.imports(path, PLANTED)] == [
        ("./other.mjs", ["a", "b"]),
        ("/vendor/x.mjs", ["d"]),
        ("preact", []),
        ("./side.mjs", []),
        ("./later.mjs", []),
    ]
    assert pages.exports(PLANTED) == {"f", "h", "i", "j"}
    assert pages.target(path, "preact") is None
    assert pages.target(path, "/vendor/x.mjs") == (pages.WEB / "vendor/x.mjs").resolve()
    assert pages.FORBIDDEN.search("console.log(1)")
