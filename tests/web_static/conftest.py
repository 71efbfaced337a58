"""Pages on a fake node in a real Chromium; whatever goes wrong on a page fails its test."""

import asyncio
import contextlib
import json
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn

from tests.web_static.fake_node import FakeNode, create_app

AXE = Path(__file__).resolve().parents[1] / "vendor/axe-core-4.14.1/axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
READY = ".bar, .request-row, table.log, .partner-card, .sign-in"
"""What a page shows once it has read its first answers."""


class Served:
    """A fake node on a loopback port, in a thread of its own."""

    def __init__(self, node):
        self.node = node
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(create_app(node), log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        self.server = uvicorn.Server(config)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, args=[listening], daemon=True)
        self.thread.start()

    def _run(self, listening):
        asyncio.set_event_loop(self.loop)
        with contextlib.suppress(asyncio.CancelledError):
            self.loop.run_until_complete(self.server.serve(sockets=[listening]))
        self.loop.close()

    def tell(self, *keys):
        """Tell the open pages that something changed."""
        self.loop.call_soon_threadsafe(self.node.tell, *keys)

    def stop(self):
        """End the server and wait for its thread."""
        self.server.should_exit = True
        self.loop.call_soon_threadsafe(self.node.close)
        self.thread.join(10)
        assert not self.thread.is_alive()


class Desk:
    """One browser context on one fake node, as a person of some roles, language and theme.

    Attributes:
        page: The Playwright page.
        problems: Console lines, page errors, foreign requests, answers of 400 and above, texts that are missing.
    """

    def __init__(self, browser, served, language, theme, size):
        self.served, self.node = served, served.node
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.problems = []
        self.allowed = set()
        chosen = json.dumps({"renkei.language": language, "renkei.theme": theme})
        self.page.add_init_script(
            f"for (const [key, value] of Object.entries({chosen})) "
            "if (localStorage.getItem(key) === null) localStorage.setItem(key, value)"
        )
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def _console(self, message):
        if message.type in ("error", "warning") and not any(word in message.text for word in self.allowed):
            self.problems.append(f"{message.type}: {message.text}")

    def _request(self, request):
        if request.url.startswith("http") and not request.url.startswith(self.served.address):
            self.problems.append(f"foreign request: {request.url}")

    def _response(self, response):
        if response.status >= 400 and urlsplit(response.url).path not in self.allowed:
            self.problems.append(f"{response.status}: {response.url}")

    def open(self, path="/matrix"):
        """Go to a page and wait for its contents."""
        self.page.goto(f"{self.served.address}{path}")
        self.page.wait_for_selector(READY)
        return self.page

    def bar(self, task):
        """Return the bar of a task."""
        return self.page.locator(f'.bar[data-key="{task}"]')

    def run(self, module, expression):
        """Return what an expression over a module of the product gives, the module's name being `m`."""
        return self.page.evaluate(f'import("/static/{module}").then((m) => {expression})')

    def axe(self):
        """Return the violations that axe-core finds on the page, as (rule, elements)."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("(tags) => axe.run({runOnly: tags}).then((result) => result.violations)", AXE_TAGS)
        return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]

    def close(self):
        """Close the context; every problem of its pages fails the test."""
        missing = self.page.evaluate("import('/static/app/i18n.mjs').then((m) => [...m.missing])")
        self.context.close()
        assert [*self.problems, *(f"no text: {key}" for key in missing)] == []


@pytest.fixture
def desk(chromium):
    """Return a function that opens a desk: nation, roles, language, theme, size."""
    opened = []

    def start(
        nation="USA", roles=("planner", "liaison_officer"), language="en", theme="night", size=(1440, 900), node=None
    ):
        served = Served(node or FakeNode(nation, roles))
        made = Desk(chromium, served, language, theme, size)
        opened.append(made)
        return made

    yield start
    try:
        for made in opened:
            made.close()
    finally:
        for made in opened:
            made.served.stop()
