"""The basemap package carries clean tiles with names in both languages, fonts with their licence, and no paths."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import renkei_basemap

from tests.basemap.tiles import Archive, inside, layers, place

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "packages/renkei-basemap"


@pytest.fixture(scope="module")
def archive():
    return Archive(renkei_basemap.path())


@pytest.fixture(scope="module")
def tile_at(archive):
    """Layers of the tile at a zoom that holds a position, and the position inside it."""
    known = {}

    def read(z, lon, lat):
        x, y, across, down = place(z, lon, lat)
        if (z, x, y) not in known:
            known[z, x, y] = layers(archive.tile(z, x, y) or b"")
        return known[z, x, y], (across, down)

    return read


def test_metadata_names_the_attribution_and_no_path_of_the_building_machine(archive):
    assert set(archive.metadata) == {"name", "format", "attribution", "vector_layers"}
    assert archive.metadata["attribution"] == renkei_basemap.ATTRIBUTION
    assert "/" not in str(archive.metadata)
    assert "tippecanoe" not in str(archive.metadata)


def test_layers_and_zoom_levels_are_those_the_map_draws(archive):
    assert (archive.min_zoom, archive.max_zoom) == (0, renkei_basemap.ZOOM_MAX)
    assert sorted(table["id"] for table in archive.metadata["vector_layers"]) == [
        "adm1", "airports", "borders", "countries", "depth", "lakes", "land", "maritime", "places", "ports",
        "pref_labels", "rivers", "sea_labels", "urban",
    ]  # fmt: skip


DEEP = {
    "landward of the Nankai trough": (134.6, 32.4, 3000),
    "Nankai trough": (135.0, 32.2, 4000),
    "Shikoku basin": (136.0, 29.5, 4000),
    "Japan trench off Miyagi": (144.1, 38.3, 6000),
    "south of the Ryukyu arc": (128.3, 24.2, 4000),
    "Izu-Bonin trench": (142.3, 33.0, 6000),
    "Sea of Japan, Japan basin": (137.5, 41.5, 3000),
    "East China Sea shelf": (124.5, 30.5, None),
}
"""Position (degrees) and the deepest band in metres painted there, in the source; `None`: shallower than 200 m."""


@pytest.mark.parametrize("z", [4, 5, 8])
@pytest.mark.parametrize("name", DEEP)
def test_the_band_painted_last_is_the_same_at_every_zoom(tile_at, name, z):
    lon, lat, deepest = DEEP[name]
    found, point = tile_at(z, lon, lat)
    painted = [band.properties["d"] for band in found.get("depth", []) if inside(point, band)]
    assert painted == sorted(painted), "a shallow band is painted over a deep one"
    assert (painted[-1] if painted else None) == deepest


@pytest.mark.parametrize("z", [4, 5, 8])
@pytest.mark.parametrize(("lon", "lat", "dry"), [(133.5, 33.75, True), (138.7, 35.6, True), (134.5, 32.5, False)])
def test_land_is_land_at_every_zoom(tile_at, lon, lat, dry, z):
    found, point = tile_at(z, lon, lat)
    assert any(inside(point, part) for part in found.get("land", [])) is dry


@pytest.mark.parametrize(
    ("en", "ja", "lon", "lat"),
    [
        ("Kochi", "高知", 133.53, 33.56),
        ("Wakayama", "和歌山", 135.17, 34.23),
        ("Iwaki", "いわき", 140.9, 37.05),
        ("Matsuyama", "松山", 132.77, 33.84),
    ],
)
def test_cities_have_their_japanese_names(tile_at, en, ja, lon, lat):
    found, _ = tile_at(8, lon, lat)
    assert {city.properties["name_en"]: city.properties["name_ja"] for city in found["places"]}[en] == ja


def test_the_capital_is_marked_and_only_it(tile_at):
    found, _ = tile_at(6, 139.7, 35.7)
    assert [city.properties["name_en"] for city in found["places"] if city.properties["cap"]] == ["Tokyo"]


def test_fonts_cover_both_weights_and_come_with_their_licence():
    assert {path.name for path in renkei_basemap.fonts()} == {
        f"noto-sans-jp-{subset}-{weight}-normal.woff2"
        for subset in ("japanese", "latin-ext", "latin")
        for weight in (400, 700)
    }
    assert "SIL OPEN FONT LICENSE" in renkei_basemap.path("fonts/LICENSES/fontsource-noto-sans-jp.txt").read_text()
    assert all(path.read_bytes()[:4] == b"wOF2" for path in renkei_basemap.fonts())


@pytest.mark.parametrize("name", ["nothing.pmtiles", "../__init__.py", "fonts", "/etc/hostname"])
def test_only_carried_files_have_a_path(name):
    with pytest.raises(FileNotFoundError):
        renkei_basemap.path(name)


def test_the_wheel_holds_the_files_the_notice_and_the_licences(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=PACKAGE, check=True
    )
    (wheel,) = tmp_path.glob("renkei_basemap-*.whl")
    names = {name.split("/", 1)[1]: name for name in zipfile.ZipFile(wheel).namelist()}
    assert {"__init__.py", "py.typed", "files/basemap.pmtiles", "files/fonts/VENDOR.toml"} <= names.keys()
    assert {"licenses/NOTICE", "licenses/LICENSES/CC-BY-4.0.txt", "licenses/LICENSES/PUBLIC-DOMAIN.txt"} <= names.keys()


def test_the_notice_states_the_attribution_and_no_address_stands_in_the_package():
    assert renkei_basemap.ATTRIBUTION in (PACKAGE / "NOTICE").read_text()
    texts = [*PACKAGE.glob("*"), *PACKAGE.glob("src/renkei_basemap/*.py"), *PACKAGE.glob("LICENSES/*")]
    assert [path.name for path in texts if path.is_file() and "://" in path.read_text()] == []
    assert tomllib.loads((PACKAGE / "pyproject.toml").read_text())["project"]["name"] == "renkei-basemap"
