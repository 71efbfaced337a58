"""The browser of these tests: Chromium that draws the map without a graphics card."""

import pytest
from playwright.sync_api import sync_playwright

from tests.map.conftest import SOFTWARE_WEBGL
from tools import browser


@pytest.fixture(scope="module")
def chromium(chromium_path):
    """A headless browser with WebGL in software."""
    switches = [switch for switch in browser.switches() if switch != "--disable-gpu"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=[*switches, *SOFTWARE_WEBGL])
        yield running
        running.close()
