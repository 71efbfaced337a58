"""Finds the offline basemap, which is a package of its own and may be missing."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path


def basemap_folder() -> Path | None:
    """Return the folder of tiles and fonts, or None where the basemap is not installed."""
    if find_spec("renkei_basemap") is None:
        return None
    folder = import_module("renkei_basemap").directory()
    return folder if isinstance(folder, Path) else None
