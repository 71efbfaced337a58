"""Knows how the pictures in `docs/screenshots` are made: a demo in an empty directory, played to a moment worth seeing.

`python -m tools.screenshots` starts both headquarters, plays the exercise until the parking conflict, lets each planner
check, and takes each main screen in both languages, night and day. It judges nothing.
"""

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from playwright.sync_api import Browser, Page, expect, sync_playwright

from renkei.cli.identifiers import new_id
from renkei.io.desk_client import DeskClient
from renkei.kernel.ids import Nation
from renkei.locale import text
from renkei.node.desk import Asked
from tools import browser
from tools.pictures import smaller

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/screenshots"
SIZE = {"width": 1440, "height": 900}
STEPS = 11
"""Presses of Next until H+14, when the United States have asked for parking."""
SURVEYED = 6
"""The press after which Kochi's airport is known to be flooded, at H+6."""
PICTURE_MAX_BYTES = 200_000
"""Pictures are read with the documents; a hundred of them must not weigh more than the code."""
WAIT_S = 120
WAIT_MS = WAIT_S * 1000
THEMES = ("night", "day")
HEADQUARTERS = {"USA": "en", "JPN": "ja"}
"""Each headquarters is shown in its own language."""
Entrances: TypeAlias = dict[str, tuple[int, dict[str, str]]]
"""Port and passwords of each headquarters."""
WEBGL = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")


def said(process: "subprocess.Popen[str]") -> Iterator[str]:
    """Yield what the demo says until everybody may sign in."""
    assert process.stderr is not None
    for line in process.stderr:
        yield line
        if "Passwords are shown once" in line:
            return


def entrances(lines: Iterator[str]) -> Entrances:
    """Return port and passwords of each headquarters."""
    found: Entrances = {}
    nation = ""
    for line in lines:
        if head := re.search(r"\((\w{3})\)\s+\S+:(\d+)/", line):
            nation = head[1]
            found[nation] = (int(head[2]), {})
        elif nation and (user := re.match(r"  (\w+)\s+(\S+)   ", line)):
            found[nation][1][user[1]] = user[2]
    return found


async def desk_of(found: Entrances, nation: str, user: str) -> DeskClient:
    """Return a user who signed in."""
    port, passwords = found[nation]
    desk = DeskClient(port, new_id)
    await desk.sign_in(user, passwords[user])
    return desk


async def play(found: Entrances) -> None:
    """Press Next, each time after the last press was done, until the exercise stands where the pictures are taken."""
    control = await desk_of(found, "USA", "exercise")
    for number in range(1, STEPS + 1):
        before = (await control.read("/api/clock"))["next"]
        await control.send("/api/exercise/next", {})
        async with asyncio.timeout(WAIT_S):
            while (await control.read("/api/clock"))["next"] == before:
                await asyncio.sleep(0.2)
        if number == SURVEYED:
            await replan(await desk_of(found, "JPN", "planner"))
    await asyncio.sleep(5)  # the last step's request crosses, and both planners link their tasks to it


async def replan(planner: DeskClient) -> None:
    """Let Japan's planner schedule again after the survey, as a planner would before going on."""
    await asyncio.sleep(3)  # the step's reports are in
    solved = await planner.work("solve", {})
    body = {"based_on": solved["based_on"], "schedule": solved["schedule"], "misses": solved.get("misses", [])}
    await planner.act(Asked("plan.AdoptPlan", body, (Nation("USA"),)))


class Screen:
    """One planner's screen of one headquarters."""

    def __init__(self, chromium: Browser, nation: str, port: int, password: str) -> None:
        """Sign in as the planner."""
        self.nation, self.language = nation, HEADQUARTERS[nation]
        self._address = f"http://127.0.0.1:{port}"
        locale = {"en": "en-US", "ja": "ja-JP"}[self.language]
        context = chromium.new_context(viewport=SIZE, reduced_motion="reduce", locale=locale)  # type: ignore[arg-type]
        context.set_default_timeout(WAIT_MS)
        self.page: Page = context.new_page()
        self.page.goto(f"{self._address}/sign-in")
        self.page.get_by_label(self.say("web-user")).fill("planner")
        self.page.get_by_label(self.say("web-password")).fill(password)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".who-name")).to_be_visible(timeout=WAIT_MS)

    def say(self, key: str) -> str:
        """Return a text of the product in the screen's language."""
        return text("ja" if self.language == "ja" else "en", key, {})

    def go(self, address: str) -> None:
        """Open a page of the node."""
        self.page.goto(f"{self._address}{address}")

    def take(self, name: str) -> None:
        """Take the page as it is, night and day."""
        for theme in THEMES:
            self.page.locator(".theme-choice select").select_option(theme)
            self.page.mouse.move(0, 0)
            time.sleep(1)  # the map draws again in its own time
            picture = PICTURES / f"{name}-{self.language}-{theme}.png"
            picture.write_bytes(smaller(self.page.screenshot()))
            print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size} bytes", flush=True)
            if picture.stat().st_size > PICTURE_MAX_BYTES:
                raise ValueError(f"{picture} is larger than {PICTURE_MAX_BYTES} bytes")


def matrix(screen: Screen) -> None:
    """Show the matrix with the conflict that a check found, and why."""
    screen.go("/matrix")
    expect(screen.page.locator(".bar").first).to_be_visible(timeout=WAIT_MS)
    screen.page.get_by_role("toolbar").get_by_role("button", name=screen.say("web-check"), exact=True).click()
    expect(screen.page.locator(".conflict-card").first).to_be_visible(timeout=WAIT_MS)


def chart(screen: Screen) -> None:
    """Show the map with a ship that both nations report."""
    screen.go("/map?from=both")
    row = screen.page.locator("#map-panel tbody tr button.map-row").first
    row.click()
    expect(screen.page.locator("table.map-sources tbody tr")).to_have_count(2, timeout=WAIT_MS)
    time.sleep(6)  # the map moves to the ship, and its tiles and names come


def requests(screen: Screen) -> None:
    """Show the request desk with an open request."""
    screen.go("/requests?select=request:R7")
    expect(screen.page.locator("article.request")).to_be_visible(timeout=WAIT_MS)


def link(screen: Screen) -> None:
    """Show the link page after an outage."""
    screen.go("/link")
    expect(screen.page.locator("table.outages")).to_be_visible(timeout=WAIT_MS)


SCREENS: dict[str, Callable[[Screen], None]] = {"matrix": matrix, "map": chart, "requests": requests, "link": link}


def take_all(found: Entrances) -> None:
    """Take every screen of every headquarters."""
    switches = [switch for switch in browser.switches() if switch != "--disable-gpu"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.installed(), args=[*switches, *WEBGL])
        for nation, (port, passwords) in found.items():
            screen = Screen(chromium, nation, port, passwords["planner"])
            for name, show in SCREENS.items():
                show(screen)
                screen.take(name)
        chromium.close()


def main() -> None:
    """Run a demo, play it, take the pictures, end it."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="renkei-pictures-") as folder:
        command = [sys.executable, "-m", "renkei", "demo", "--no-browser", "--directory", folder]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        try:
            found = entrances(said(process))
            asyncio.run(play(found))
            take_all(found)
        finally:
            process.terminate()
            process.communicate()


if __name__ == "__main__":
    main()
