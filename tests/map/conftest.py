"""A browser that draws WebGL without a graphics card, a stand-in node, pages whose every problem fails the test."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import sync_playwright

from tests.map.served import Server
from tools import browser

AXE = Path(__file__).resolve().parent.parent / "vendor/axe-core-4.14.1/axe.min.js"
SOFTWARE_WEBGL = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
COPYRIGHT = "milsymbol.js 3.0.4 - Copyright (c) 2024 Måns Beckman  http://www.spatialillusions.com"
"""The one line that a page may print: the symbol library says its copyright."""
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
READY = """() => {
  const page = globalThis.opened?.page;
  return page?.graphics.value === "ready" && page.chart.value?.map.loaded() && !page.chart.value.namesTimer
}"""


@pytest.fixture(scope="module")
def chromium(chromium_path):
    """A headless browser with WebGL in software."""
    switches = [switch for switch in browser.switches() if switch != "--disable-gpu"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=[*switches, *SOFTWARE_WEBGL])
        yield running
        running.close()


@pytest.fixture
def server():
    """A stand-in node with made-up facts of its own."""
    with Server() as running:
        yield running


class Desk:
    """One open page and what went wrong on it.

    Attributes:
        page: The Playwright page.
        problems: Console lines, page errors, refused policies, foreign requests, answers of 400 and above.
    """

    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.problems = []
        self.allowed = {COPYRIGHT}
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url} {request.failure}"))

    def _console(self, message):
        if message.type not in ("debug",) and message.text not in self.allowed:
            self.problems.append(f"{message.type}: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"foreign request: {request.url}")

    def _response(self, response):
        if response.status >= 400 and response.url not in self.allowed:
            self.problems.append(f"{response.status}: {response.url}")

    def open(self, path="/map", **query):
        """Open a page of the stand-in and wait until the map has drawn."""
        self.page.goto(f"{self.address}{path}?{urlencode(query)}")
        if path == "/map":
            self.settle()
        else:
            self.page.wait_for_function("() => globalThis.ready === true")
        return self.page

    def settle(self):
        """Wait until the map has nothing more to draw."""
        self.page.wait_for_function(READY, timeout=30_000)

    def axe(self):
        """Violations that axe-core finds on the page as it is, as (rule, elements)."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("tags => axe.run({runOnly: tags}).then(r => r.violations)", AXE_TAGS)
        return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


@pytest.fixture
def desk_with(chromium, server):
    """Opens desks with a context of their own; every problem on any of them fails the test."""
    opened = []

    def make(theme="night", **options):
        context = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"} | options
        )
        context.add_init_script(f"localStorage.setItem('renkei.theme', '{theme}')")
        desk = Desk(context.new_page(), server.address)
        opened.append((context, desk))
        return desk

    yield make
    problems = [problem for _, desk in opened for problem in desk.problems]
    for context, _ in opened:
        context.close()
    assert problems == []


@pytest.fixture
def desk(desk_with):
    """One desk."""
    return desk_with()
