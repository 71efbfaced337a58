"""What every test may ask for: a Chromium, and properties that any machine can repeat. Knows nothing of Renkei.

A test that asks for `chromium` or `chromium_path` gets the marker `browser`, so `make test` leaves it out. Without a
Chromium it is skipped with the reason, and where `CI=true` that is a failure. The last lines of a run name every test
that was skipped, so that none is skipped unseen.
"""

import os
import signal
from collections import defaultdict

import hypothesis
import pytest
from playwright.sync_api import expect, sync_playwright

from tools import browser

CHROMIUM_FIXTURES = {"chromium", "chromium_path"}
EXPECT_MS = 20_000
"""How long a page may take to show what a test expects: two browsers share the gate's two cores."""
ON_CI = os.environ.get("CI") == "true"

# A run that was started to outlive its terminal must not pass that on: what a test starts hears a closed terminal. A
# handler, unlike "ignore", ends with the run's own process.
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda _number, _frame: None)

# No deadline: a busy machine is no fault. On CI the examples are the same each time, so a red run can be run again.
hypothesis.settings.register_profile("gate", deadline=None, derandomize=ON_CI, print_blob=True)
hypothesis.settings.load_profile("gate")


def pytest_collection_modifyitems(items):
    for item in items:
        if CHROMIUM_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter):
    reasons = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")].append(report.nodeid)
    for reason, tests in sorted(reasons.items()):
        terminalreporter.section(f"not run: {len(tests)} tests, {reason}")
        for test in tests:
            terminalreporter.line(test)


@pytest.fixture(scope="session")
def chromium_path():
    """Path of the Chromium that the tests use."""
    found = browser.installed()
    if found is None and ON_CI:
        pytest.fail(browser.reason_for_none())
    if found is None:
        pytest.skip(browser.reason_for_none())
    return found


@pytest.fixture(scope="module")
def chromium(chromium_path):
    """A running headless browser; a test opens its own contexts and closes them.

    One a module: Playwright keeps an event loop running, beside which no test can call `asyncio.run`.
    """
    expect.set_options(timeout=EXPECT_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=browser.switches())
        yield running
        running.close()
