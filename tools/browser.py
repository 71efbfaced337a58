"""Knows where a Chromium for the browser tests is and how to get one; opens no page.

`python tools/browser.py` prints the browser that the tests will use. With `--fetch` it looks further when none is
installed: first Playwright's own download into the user's cache, then, as root, the system's package manager.
`NO_SYSTEM_PACKAGES=1` forbids the latter. With `CI=true` it is an error to have none.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Commands under which the usual systems install Chromium, best first."""
FETCH_MAX_S = 300
"""A download of 170 MB on a slow line; longer than this the tests go on without a browser and say so."""
START_MAX_S = 30
"""Chromium says its version within a second; a busy machine gets thirty."""
SWITCHES = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
"""Ask for nothing that no page asked for; draw WebGL without a graphics card."""


def starts(browser: Path) -> bool:
    """Whether the program runs at all here: a download may lack the system's libraries."""
    command = [str(browser), "--version"]
    try:
        return subprocess.run(command, timeout=START_MAX_S, capture_output=True, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def candidates() -> Iterator[Path]:
    """Yield the Chromium commands on the path, then the one that Playwright downloaded earlier."""
    yield from (Path(found) for found in map(shutil.which, NAMES) if found)
    with sync_playwright() as playwright:
        yield Path(playwright.chromium.executable_path)


def installed() -> Path | None:
    """Return the first Chromium that starts, or none."""
    return next(filter(starts, candidates()), None)


def switches() -> list[str]:
    """Return the command-line switches of a test browser; root has no sandbox to give."""
    return [*SWITCHES, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def reason_for_none() -> str:
    """Return why there is no browser and what a person can do about it."""
    return f"no Chromium: none of {', '.join(NAMES)} is installed; run `make check` as root or install one"


def run(*command: str) -> bool:
    """Run a command, say so, and return whether it succeeded in time; of a failure only the first line is shown."""
    print("  " + " ".join(command), flush=True)
    try:
        subprocess.run(command, timeout=FETCH_MAX_S, capture_output=True, text=True, check=True)
    except subprocess.CalledProcessError as failure:
        print("  failed: " + (failure.stderr.strip().splitlines() or ["it gave no reason"])[0], flush=True)
        return False
    except (OSError, subprocess.TimeoutExpired) as failure:
        print(f"  failed: {failure}", flush=True)
        return False
    return True


def download() -> None:
    """Let Playwright download its Chromium into the user's cache; nothing outside it changes."""
    print("No Chromium is installed; trying Playwright's download into the user's cache:", flush=True)
    run(sys.executable, "-m", "playwright", "install", "chromium")


def install() -> None:
    """Let the system's package manager install Chromium, which needs root and leave to do so."""
    if os.environ.get("NO_SYSTEM_PACKAGES") == "1":
        print("NO_SYSTEM_PACKAGES=1: the system's package manager is left alone.", flush=True)
    elif os.geteuid() != 0:
        print("Not root: the system's package manager is left alone.", flush=True)
    elif shutil.which("apt-get"):
        print("Installing the system package `chromium`:", flush=True)
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        _ = run("apt-get", "update") and run("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
    elif shutil.which("dnf"):
        print("Installing the system package `chromium`:", flush=True)
        run("dnf", "install", "--assumeyes", "chromium")


def fetch() -> Path | None:
    """Return an installed Chromium, getting one if need be."""
    for attempt in (download, install):
        if found := installed():
            return found
        attempt()
    return installed()


def main() -> int:
    """Say which browser the tests will use; fail only where a browser is owed and there is none."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--fetch", action="store_true", help="get a Chromium when none is installed")
    found = fetch() if parser.parse_args().fetch else installed()
    print(f"Browser tests use {found}" if found else f"Browser tests are skipped: {reason_for_none()}", flush=True)
    return 1 if found is None and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
