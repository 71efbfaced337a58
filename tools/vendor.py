"""Knows which third-party browser files we carry and how they come from npm packages; runs nothing in a browser.

`python tools/vendor.py` packs each package with the `npm` command, checks the archive against the integrity that npm
states, copies the named files, turns bare import names into relative ones (an inline import map would break
`script-src 'self'`), cuts source-map comments (a browser would ask for files that we do not carry) and writes the
manifest `VENDOR.toml` beside them. `python tools/vendor.py --check` only compares the files with the manifests.
"""

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = "VENDOR.toml"

SOURCE_MAP = re.compile(rb"\s*//# sourceMappingURL=\S+\s*$")
BARE_IMPORT = re.compile(rb"""(\bfrom|\bimport)\s*(["'])([a-z@][^"']*)\2""")
ADDRESS = re.compile(rb"https?://[^\s\"'`<>()\\]+")


class Package(NamedTuple):
    """One npm package and the files of it that we carry.

    Attributes:
        name: Name on npm.
        version: Exact version.
        licence: SPDX identifier.
        files: Path inside the package to file name here.
        licence_file: Path of the licence text inside the package; `None`: the package carries none, the text
            under `LICENSES/` is kept by hand.
        imports: Bare import name to the relative one that replaces it.
        addresses: Web addresses that stand in the files (namespaces, comments), each looked at: none is requested.
    """

    name: str
    version: str
    licence: str
    files: dict[str, str]
    licence_file: str | None = "LICENSE"
    imports: Mapping[str, str] = MappingProxyType({})
    addresses: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The name without its scope sign, as npm writes archive names."""
        return self.name.removeprefix("@").replace("/", "-")

    @property
    def folder(self) -> str:
        """The directory that holds the files, under the vendor directory and under `/vendor/`."""
        return f"{self.slug}-{self.version}"


SIGNALS_CORE = "../preact-signals-core-1.14.5/signals-core.mjs"
PREACT = "../preact-11.2.0/preact.mjs"
HOOKS = "../preact-11.2.0/hooks.mjs"

BROWSER = (
    Package(
        "preact",
        "11.2.0",
        "MIT",
        {"dist/preact.mjs": "preact.mjs", "hooks/dist/hooks.mjs": "hooks.mjs"},
        imports={"preact": "./preact.mjs"},
        addresses=(
            "http://www.w3.org/1998/Math/MathML",
            "http://www.w3.org/1999/xhtml",
            "http://www.w3.org/2000/svg",
        ),
    ),
    Package("htm", "3.1.1", "Apache-2.0", {"dist/htm.mjs": "htm.mjs"}),
    Package(
        "@preact/signals",
        "2.11.4",
        "MIT",
        {"dist/signals.mjs": "signals.mjs"},
        imports={"@preact/signals-core": SIGNALS_CORE, "preact": PREACT, "preact/hooks": HOOKS},
    ),
    Package("@preact/signals-core", "1.14.5", "MIT", {"dist/signals-core.mjs": "signals-core.mjs"}),
    Package(
        "@fluent/bundle",
        "0.19.1",
        "Apache-2.0",
        {
            f"esm/{name}.js": f"{name}.js"
            for name in ("builtins", "bundle", "index", "memoizer", "resolver", "resource", "scope", "types")
        },
        licence_file=None,
        addresses=("https://msdn.microsoft.com/en-us/magazine/ee335713.aspx.",),
    ),
    Package(
        "maplibre-gl",
        "6.17.0",
        "BSD-3-Clause",
        {f"dist/{name}": name for name in ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css")},
        licence_file="LICENSE.txt",
        addresses=(
            "http://www.w3.org/1999/xhtml",
            "http://www.w3.org/2000/svg",
            "https://github.com/mapbox/mapbox-gl-js/issues/2907",
            "https://github.com/maplibre/maplibre-gl-js/blob/v6.17.0/LICENSE.txt",
            "https://maplibre.invalid/",
            "https://maplibre.org/",
            "https://wiki.openstreetmap.org/wiki/This_map_requires_WebGL",
        ),
    ),
    Package(
        "pmtiles",
        "4.5.0",
        "BSD-3-Clause",
        {"dist/esm/index.js": "pmtiles.mjs"},
        licence_file=None,
        imports={"fflate": "../fflate-0.8.3/fflate.mjs"},
        addresses=("https://github.com/protomaps/PMTiles/tree/main/js",),
    ),
    Package(
        "fflate",
        "0.8.3",
        "MIT",
        {"esm/browser.js": "fflate.mjs"},
        addresses=(
            "https://gist.github.com/101arrowz/253f31eb5abc3d9275ab943003ffecad",
            "https://github.com/photopea/UZIP.js",
            "https://reddit.com/r/photopea/comments/ikekht/uzipjs_questions/",
            "https://tools.ietf.org/html/rfc1951",
        ),
    ),
    Package(
        "milsymbol",
        "3.0.4",
        "MIT",
        {"dist/milsymbol.js": "milsymbol.js"},
        addresses=("http://www.spatialillusions.com", "http://www.w3.org/2000/svg"),
    ),
)

FONTS = (
    Package(
        "@fontsource/noto-sans-jp",
        "5.3.0",
        "OFL-1.1",
        {
            f"files/noto-sans-jp-{subset}-{weight}-normal.woff2": f"noto-sans-jp-{subset}-{weight}-normal.woff2"
            for subset in ("latin", "latin-ext", "japanese")
            for weight in (400, 700)
        },
    ),
)

DEVELOPMENT = (
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        {"axe.min.js": "axe.min.js"},
        addresses=(
            "http://mozilla.org/MPL/2.0/.",
            "http://www.w3.org/2000/svg",
            "https://dequeuniversity.com/rules/",
            "https://github.com/dequelabs/axe-core/blob/master/doc/context.md",
            "https://github.com/zloirock/core-js",
            "https://github.com/zloirock/core-js/blob/v3.51.0/LICENSE",
        ),
    ),
)
"""For tests only, never in a wheel: MPL-2.0."""


class Place(NamedTuple):
    """A directory of carried files with its manifest.

    Attributes:
        directory: Where the manifest stands.
        packages: What is carried there.
        flat: Whether the files lie in the directory itself instead of in one folder for each package.
    """

    directory: Path
    packages: tuple[Package, ...]
    flat: bool = False

    def folder(self, package: Package) -> Path:
        """The directory that holds the files of `package`."""
        return self.directory if self.flat else self.directory / package.folder


PLACES = (
    Place(ROOT / "src/renkei/web/vendor", BROWSER),
    Place(ROOT / "packages/renkei-basemap/src/renkei_basemap/files/fonts", FONTS, flat=True),
    Place(ROOT / "tests/vendor", DEVELOPMENT),
)


def carried(text: bytes, imports: Mapping[str, str]) -> bytes:
    """Return the text of a script as we carry it: relative import names, no source-map comment.

    Raises:
        KeyError: The script imports a bare name that `imports` does not know.
    """

    def relative(match: re.Match[bytes]) -> bytes:
        return match[1] + b' "' + imports[match[3].decode()].encode() + b'"'

    return SOURCE_MAP.sub(b"", BARE_IMPORT.sub(relative, text)).rstrip() + b"\n"


def addresses(texts: Iterable[bytes]) -> tuple[str, ...]:
    """Return each web address that stands in the texts, once, sorted."""
    return tuple(sorted({match.decode() for text in texts for match in ADDRESS.findall(text)}))


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def packed(package: Package, directory: Path) -> tuple[Path, str]:
    """Fetch the archive of a package with npm and return it with its integrity (SHA-512, as npm writes it).

    Raises:
        SystemExit: The archive is not the one whose integrity npm states.
    """
    command = ["npm", "pack", "--json", "--pack-destination", str(directory), f"{package.name}@{package.version}"]
    stated = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)[0]
    archive = directory / stated["filename"]
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if integrity != stated["integrity"]:
        raise SystemExit(f"{package.name} {package.version}: archive {integrity}, npm states {stated['integrity']}")
    return archive, integrity


def member(archive: tarfile.TarFile, path: str) -> bytes:
    """Return the content of one file of an npm archive."""
    file = archive.extractfile(f"package/{path}")
    if file is None:
        raise SystemExit(f"{path} is not a file of the archive")
    return file.read()


def unpack(place: Place, package: Package, archive_path: Path) -> None:
    """Write the carried files and the licence text of one package."""
    folder = place.folder(package)
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive_path) as archive:
        for inside, name in package.files.items():
            body = member(archive, inside)
            script = name.endswith((".js", ".mjs"))
            (folder / name).write_bytes(carried(body, package.imports) if script else body)
        if package.licence_file:
            licence = place.directory / "LICENSES" / f"{package.slug}.txt"
            licence.parent.mkdir(exist_ok=True)
            licence.write_bytes(member(archive, package.licence_file))


def entry(place: Place, package: Package, integrity: str) -> str:
    """Return the manifest's entry for one package."""
    folder = place.folder(package)
    found = addresses((folder / name).read_bytes() for name in package.files.values() if not name.endswith(".woff2"))
    if found != tuple(sorted(package.addresses)):
        raise SystemExit(f"{package.name}: addresses to look at: {sorted(set(found) ^ set(package.addresses))}")
    files = sorted((folder / name).relative_to(place.directory).as_posix() for name in package.files.values())
    hashes = "\n".join(f'"{name}" = "{sha256(place.directory / name)}"' for name in files)
    return (
        f'[[package]]\nname = "{package.name}"\nversion = "{package.version}"\nlicence = "{package.licence}"\n'
        f'licence_text = "LICENSES/{package.slug}.txt"\nnpm_integrity = "{integrity}"\n[package.sha256]\n{hashes}\n'
    )


def refuse_other_archive(place: Place, package: Package, integrity: str) -> None:
    """Stop when a version that the manifest knows comes with another integrity: a published version never changes."""
    for known in manifest(place):
        same = known["name"] == package.name and known["version"] == package.version
        if same and known["npm_integrity"] != integrity:
            raise SystemExit(f"{package.name} {package.version}: {integrity}, the manifest says otherwise")


def manifest(place: Place) -> list[dict[str, object]]:
    """Return the entries of a place's manifest, none when it is not written yet."""
    path = place.directory / MANIFEST
    entries: list[dict[str, object]] = tomllib.loads(path.read_text())["package"] if path.exists() else []
    return entries


def make(place: Place) -> None:
    """Fetch everything of one place anew and write its manifest."""
    entries = []
    with tempfile.TemporaryDirectory() as scratch:
        for package in place.packages:
            archive, integrity = packed(package, Path(scratch))
            refuse_other_archive(place, package, integrity)
            unpack(place, package, archive)
            entries.append(entry(place, package, integrity))
    head = "# Written by tools/vendor.py: what is carried here, from which archive, with which content.\n\n"
    (place.directory / MANIFEST).write_text(head + "\n".join(entries))


def faults(place: Place) -> Iterator[str]:
    """Yield what is wrong with the files of one place, a sentence each; needs no network."""
    entries = manifest(place)
    if [(known["name"], known["version"]) for known in entries] != [(p.name, p.version) for p in place.packages]:
        yield f"{place.directory / MANIFEST}: not the packages of tools/vendor.py, run it again"
    for known in entries:
        hashes = known["sha256"]
        assert isinstance(hashes, dict)
        for name, stated in hashes.items():
            path = place.directory / name
            if not path.is_file():
                yield f"{path}: missing"
            elif sha256(path) != stated:
                yield f"{path}: content is not what the manifest says"


def main(arguments: list[str] | None = None) -> int:
    """Make or check the carried files; return the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare the files with the manifests, no network")
    if not parser.parse_args(arguments).check:
        for place in PLACES:
            make(place)
    found = [fault for place in PLACES for fault in faults(place)]
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
