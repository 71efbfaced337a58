"""People at the screens of one headquarters: a browser context, the page in it, and everything that went wrong there.

A test speaks of what a person reads, so every text is asked for by its message key in the language of the screen.
"""

import re
from datetime import datetime, timedelta

from playwright.sync_api import expect

from renkei.locale import text
from tests.map.conftest import AXE, AXE_TAGS, COPYRIGHT

WAIT_MS = 90_000
"""Longest wait for something to appear: two nodes, two browsers and a solver may share one busy processor."""
T0 = datetime.fromisoformat("2026-02-10T00:30:00+09:00")
NATION_LANGUAGE = {"USA": "en", "JPN": "ja"}


def hour(offset):
    """Return the moment some hours after t0 as it stands on the wire."""
    return (T0 + timedelta(hours=offset)).isoformat().replace("+00:00", "Z")


class Seat:
    """One context of one headquarters; whoever sits there signs in, and signs out before the next.

    Attributes:
        problems: Foreign requests, refused policies, console lines, page errors, unprovoked answers of 400 and above.
    """

    def __init__(self, chromium, nation, demo, **options):
        """Open the context; `options` are Playwright's."""
        self.nation, self.language = nation, options.pop("language", NATION_LANGUAGE[nation])
        self.address, self.passwords = demo.addresses[nation], demo.passwords[nation]
        self.problems, self.provoked = [], []
        locale = {"en": "en-US", "ja": "ja-JP"}[self.language]
        wanted = {"viewport": {"width": 1600, "height": 1000}, "reduced_motion": "reduce", "locale": locale}
        self.context = chromium.new_context(**wanted | options)
        self.context.set_default_timeout(WAIT_MS)
        self.page = self.context.new_page()
        self._watch(self.page)
        self.user = ""

    def _watch(self, page):
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message):
        refused = "the server responded with a status of 4" in message.text and self.provoked
        if message.type != "debug" and message.text != COPYRIGHT and not refused:
            self.problems.append(f"{message.type}: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"foreign request: {request.url}")

    def _response(self, response):
        if response.status < 400:
            return
        path = response.url.removeprefix(self.address)
        if (response.status, path) not in self.provoked:
            self.problems.append(f"{response.status}: {path}")

    def say(self, key, **facts):
        """Return a text of the product in this screen's language; a moment is said as hours after t0."""
        return text(self.language, key, facts, T0)

    def sit(self, user):
        """Let a user sign in through the page, after whoever sat there signed out."""
        if self.user == user:
            return self.page
        if self.user:
            self.page.get_by_role("button", name=self.say("web-sign-out"), exact=True).click()
        else:
            self.page.goto(f"{self.address}/")
        page = self.page
        page.get_by_label(self.say("web-user")).fill(user)
        page.get_by_label(self.say("web-password")).fill(self.passwords[user])
        page.keyboard.press("Enter")
        expect(page.locator(".who-name")).to_contain_text(user, timeout=WAIT_MS)
        self.user = user
        return page

    def go(self, name):
        """Go to a page by its link, as a person does."""
        self.page.locator("nav.side").get_by_role("link", name=self.say(f"web-page-{name}-short")).click()
        expect(self.page.get_by_role("heading", level=1, name=self.say(f"web-page-{name}"))).to_be_visible()
        return self.page

    def reads(self, *sentences, where="main"):
        """Wait until these sentences stand on the screen."""
        for sentence in sentences:
            expect(self.page.locator(where).get_by_text(sentence).first).to_be_visible(timeout=WAIT_MS)

    def link_bar(self):
        """Return the line about the link that every screen has."""
        return self.page.get_by_role("contentinfo")

    def act(self, name, where=None):
        """Press a button by its whole name."""
        (where or self.page).get_by_role("button", name=name, exact=True).click()

    def request(self, identifier):
        """Open a request on the desk and return its part of the page."""
        self.go("requests")
        row = self.page.locator(
            ".request-row", has=self.page.locator(".request-id", has_text=re.compile(f"^{identifier}$"))
        )
        expect(row).to_be_visible(timeout=WAIT_MS)
        row.click()
        detail = self.page.locator("article.request")
        expect(detail.locator(".task-id")).to_have_text(identifier)
        return detail

    def in_state(self, identifier, state):
        """Wait until a request stands on the desk in a state."""
        detail = self.request(identifier)
        chip = detail.locator("header").get_by_text(self.say(f"web-state-{state}"), exact=True)
        expect(chip).to_be_visible(timeout=WAIT_MS)
        return detail

    def bar(self, task):
        """Return a task's bar on the matrix."""
        return self.page.locator(f'.bar[data-key="{task}"], .bar[data-key="task:{task}"]').first

    def read(self, path):
        """Return what the interface answers this user."""
        return self.page.evaluate("path => fetch(path).then(r => r.json())", path)

    def send(self, path, body):
        """Return status and answer of a change that this user sends by hand, beside the screen."""
        return self.page.evaluate(
            """async ([path, body]) => {
              const here = await (await fetch("/api/session")).json();
              const headers = {"Content-Type": "application/json", "X-Renkei-Token": here.csrf};
              const answer = await fetch(path, {method: "POST", headers, body: JSON.stringify(body)});
              return [answer.status, await answer.json()];
            }""",
            [path, body],
        )

    def refused(self, kind, body, status=403, rel_to=()):
        """Send a command that must be refused, and return the reason's key and facts."""
        self.provoked.append((status, "/api/commands"))
        identifier = f"refused-{len(self.provoked)}-{self.nation}-{kind}"
        label = {"rel_to": list(rel_to), "withhold": []}
        answered, answer = self.send("/api/commands", {"id": identifier, "kind": kind, "body": body, "label": label})
        assert (answered, answer.get("error", {}).get("kind")) == (status, "refused"), answer
        return answer["error"]["key"], answer["error"]["facts"]

    def axe(self):
        """Return what axe-core objects to on the page as it is, as (rule, elements)."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("tags => axe.run({runOnly: tags}).then(r => r.violations)", AXE_TAGS)
        return [(rule["id"], [node["html"][:160] for node in rule["nodes"][:4]]) for rule in found]

    def close(self):
        """Close the context."""
        self.context.close()
