"""Knows where the offline basemap and its fonts lie in this installation; draws and serves nothing."""

from pathlib import Path

ATTRIBUTION = "Natural Earth (public domain) · GeoNames CC BY 4.0"
"""Must stand on every map that is drawn from the tiles (CC BY 4.0, section 3(a))."""

TILES = "basemap.pmtiles"
"""Name of the tile file: PMTiles 3, Mapbox vector tiles, WGS 84 in web Mercator."""

ZOOM_WORLD_MAX = 4
"""Highest zoom level with tiles of the whole world."""

ZOOM_MAX = 8
"""Highest zoom level with tiles of `REGION`."""

REGION = (100, -12, 180, 55)
"""West, south, east, north in degrees (WGS 84) of the part with tiles above `ZOOM_WORLD_MAX`."""


def directory() -> Path:
    """Return the directory whose files a web server may hand out as they are."""
    return Path(__file__).resolve().parent / "files"


def path(name: str = TILES) -> Path:
    """Return the path of one file, for example `basemap.pmtiles` or `fonts/noto-sans-jp-latin-400-normal.woff2`.

    Raises:
        FileNotFoundError: The package carries no such file.
    """
    root = directory()
    found = (root / name).resolve()
    if not found.is_relative_to(root) or not found.is_file():
        raise FileNotFoundError(name)
    return found


def fonts() -> tuple[Path, ...]:
    """Return the font files (woff2, OFL-1.1), sorted by name."""
    return tuple(sorted((directory() / "fonts").glob("*.woff2")))
