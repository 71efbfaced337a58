"""The carried browser files are those of their manifests, under licences we may ship, and ask for nothing outside."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "src/renkei/web/static"
SHIPPED_LICENCES = {"MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Apache-2.0", "0BSD", "OFL-1.1"}

specification = importlib.util.spec_from_file_location("vendor", ROOT / "tools/vendor.py")
vendor = importlib.util.module_from_spec(specification)
sys.modules["vendor"] = vendor
specification.loader.exec_module(vendor)

WEB, FONTS, TESTS = vendor.PLACES
EVERY_PACKAGE = [
    pytest.param(place, package, id=package.folder) for place in vendor.PLACES for package in place.packages
]


@pytest.mark.parametrize("place", vendor.PLACES, ids=lambda place: place.directory.name)
def test_every_file_has_the_content_that_its_manifest_states(place):
    assert list(vendor.faults(place)) == []


def test_a_changed_file_and_a_missing_file_are_found(tmp_path):
    package = vendor.Package("thing", "1.0", "MIT", {"a.js": "a.js", "b.js": "b.js"})
    place = vendor.Place(tmp_path, (package,))
    (tmp_path / "thing-1.0").mkdir()
    for name in "ab":
        (tmp_path / f"thing-1.0/{name}.js").write_text("export {}")
    (tmp_path / "VENDOR.toml").write_text(vendor.entry(place, package, "sha512-x"))
    assert list(vendor.faults(place)) == []
    (tmp_path / "thing-1.0/a.js").write_text("export default 1")
    (tmp_path / "thing-1.0/b.js").unlink()
    assert [fault.rpartition(": ")[2] for fault in vendor.faults(place)] == [
        "content is not what the manifest says",
        "missing",
    ]


def test_a_published_version_with_another_archive_is_refused(tmp_path):
    package = vendor.Package("thing", "1.0", "MIT", {"a.js": "a.js"})
    place = vendor.Place(tmp_path, (package,))
    (tmp_path / "thing-1.0").mkdir()
    (tmp_path / "thing-1.0/a.js").write_text("export {}")
    (tmp_path / "VENDOR.toml").write_text(vendor.entry(place, package, "sha512-x"))
    vendor.refuse_other_archive(place, package, "sha512-x")
    with pytest.raises(SystemExit, match="the manifest says otherwise"):
        vendor.refuse_other_archive(place, package, "sha512-y")


@pytest.mark.parametrize("place", vendor.PLACES, ids=lambda place: place.directory.name)
def test_nothing_lies_there_that_the_manifest_does_not_name(place):
    named = {name for known in vendor.manifest(place) for name in [*known["sha256"], known["licence_text"]]}
    carried = {".js", ".mjs", ".css", ".woff2", ".txt"}
    here = {
        path.relative_to(place.directory).as_posix() for path in place.directory.rglob("*") if path.suffix in carried
    }
    assert here == named


@pytest.mark.parametrize(("place", "package"), EVERY_PACKAGE)
def test_the_licence_is_one_we_may_use_and_its_text_is_here(place, package):
    assert package.licence in SHIPPED_LICENCES | ({"MPL-2.0"} if place is TESTS else set())
    text = (place.directory / f"LICENSES/{package.slug}.txt").read_text()
    assert len(text) > 900
    assert "AGPL" not in text


@pytest.mark.parametrize(("place", "package"), EVERY_PACKAGE)
def test_every_address_in_a_carried_file_was_looked_at(place, package):
    texts = [
        (place.folder(package) / name).read_bytes() for name in package.files.values() if not name.endswith(".woff2")
    ]
    assert vendor.addresses(texts) == tuple(sorted(package.addresses))


@pytest.mark.parametrize(("place", "package"), EVERY_PACKAGE)
def test_no_carried_file_names_a_source_map_or_a_bare_import(place, package):
    for name in package.files.values():
        if name.endswith((".js", ".mjs")) and package.name != "axe-core":
            text = (place.folder(package) / name).read_bytes()
            assert b"sourceMappingURL" not in text
            assert vendor.BARE_IMPORT.search(text) is None


def test_our_own_pages_name_no_address():
    named = {
        path.relative_to(STATIC).as_posix(): vendor.addresses([path.read_bytes()])
        for path in STATIC.rglob("*")
        if path.is_file()
    }
    namespaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/1999/xhtml"}
    assert {name: found for name, found in named.items() if set(found) - namespaces} == {}


@pytest.mark.parametrize(
    ("script", "carried"),
    [
        (b'import{h}from"preact";', b'import{h}from "../preact.mjs";\n'),
        (b"import 'preact'\n", b'import "../preact.mjs"\n'),
        (b'import{a}from"./a.js";', b'import{a}from"./a.js";\n'),
        (b"let a = 1;//# sourceMappingURL=a.mjs.map\n", b"let a = 1;\n"),
        (b"let a = 1;\n//# sourceMappingURL=a.mjs.map", b"let a = 1;\n"),
    ],
)
def test_a_script_is_carried_with_relative_imports_and_without_a_source_map(script, carried):
    assert vendor.carried(script, {"preact": "../preact.mjs"}) == carried


def test_an_import_that_nobody_mapped_stops_the_tool():
    with pytest.raises(KeyError):
        vendor.carried(b'import "leftpad"', {})
