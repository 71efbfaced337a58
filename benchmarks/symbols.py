"""Measures what an update of the live symbols costs the browser: the own layer against a MapLibre source, in one run.

Run from the repository: `python -m benchmarks.symbols [CHROMIUM]`. Figures are processor time of the page's process for
one update; wall time and frames say nothing on a shared machine without a graphics card. The drawing itself happens in
another process and is not counted.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.map.conftest import SOFTWARE_WEBGL
from tests.map.served import Server
from tools import browser

VIEWPORT = {"width": 640, "height": 400}
ALL_MOVE_TARGET_MS = 60
TENTH_MOVES_TARGET_MS = 15
"""At 50,000 tracks; what the design asks of the main thread."""

ROWS = (
    ("own", 1_000, 1.0, 30),
    ("source", 1_000, 1.0, 6),
    ("own", 10_000, 1.0, 20),
    ("source", 10_000, 1.0, 3),
    ("own", 50_000, 1.0, 10),
    ("own", 50_000, 0.1, 20),
)
"""Way of drawing, symbols, part of them that moves, updates."""


class Page:
    """A page with the symbols open, and the processor time that its process has used."""

    def __init__(self, chromium: Browser, address: str, way: str, symbols: int) -> None:
        self.page = chromium.new_page(viewport=VIEWPORT)
        self.page.goto(f"{address}/measure")
        self.page.wait_for_function("() => globalThis.ready === true && Boolean(globalThis.openOwn)", timeout=60_000)
        self.page.evaluate(f"n => open{way.capitalize()}(n)", symbols)
        self.session = self.page.context.new_cdp_session(self.page)
        self.session.send("Performance.enable")

    def metric(self, name: str) -> float:
        """Return one of the browser's own metrics of this page's process."""
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == name))

    def cost_ms(self, part: float, steps: int) -> float:
        """Return milliseconds of processor time for one update, all threads of the page's process."""
        self.page.evaluate("p => go(p, 2)", part)
        before = self.metric("ProcessTime")
        self.page.evaluate("([p, n]) => go(p, n)", [part, steps])
        return 1000 * (self.metric("ProcessTime") - before) / steps


def measured(chromium: Browser, address: str) -> Iterator[dict[str, Any]]:
    """Yield one row of figures for each row of the table."""
    for way, symbols, part, steps in ROWS:
        opened = Page(chromium, address, way, symbols)
        cost = opened.cost_ms(part, steps)
        heap = opened.metric("JSHeapUsedSize") / 2**20
        opened.page.close()
        yield {"way": way, "symbols": symbols, "part": part, "cpu_ms": round(cost, 1), "heap_mb": round(heap)}


def main(arguments: list[str]) -> int:
    """Print a row of JSON for each measurement, then the ratios; return 1 if a target is missed."""
    switches = [switch for switch in browser.switches() if switch != "--disable-gpu"]
    rows = []
    with Server() as server, sync_playwright() as playwright:
        path = arguments[0] if arguments else browser.installed()
        chromium = playwright.chromium.launch(executable_path=path, args=[*switches, *SOFTWARE_WEBGL])
        for row in measured(chromium, server.address):
            rows.append(row)
            sys.stdout.write(json.dumps(row) + "\n")
            sys.stdout.flush()
        chromium.close()
    cost = {(row["way"], row["symbols"], row["part"]): row["cpu_ms"] for row in rows}
    for symbols in (1_000, 10_000):
        ratio = cost["source", symbols, 1.0] / cost["own", symbols, 1.0]
        sys.stdout.write(f"{symbols} symbols: a MapLibre source costs {ratio:.0f} times the own layer\n")
    reached = cost["own", 50_000, 1.0] <= ALL_MOVE_TARGET_MS and cost["own", 50_000, 0.1] <= TENTH_MOVES_TARGET_MS
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
