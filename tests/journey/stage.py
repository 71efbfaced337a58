"""A demo with people at the screens of both headquarters, and the controller's, and what they do there."""

import contextlib
import re

import yaml
from playwright.sync_api import expect

from tests.journey.packs import nankai
from tests.journey.people import WAIT_MS, Seat, hour
from tests.journey.runs import Demo

SECOND_CUT = {"at_h": 11, "what": "JP<->US link down again", "until_h": 11.5}
"""The published pack cuts the link before R6 is there; acts cross on R6, so the link is cut once more."""

STOPS = [f"H+{hour}" for hour in ("2", "3", "4", "5", "5:30", "6", "8", "9", "10", "11", "11:30", "12", "14", "16")]
STOPS += [f"H+{hour}" for hour in (18, 20, 24, 26, 30)]
"""Where the exercise stops at each Next: what the pack has at that hour, or the units' situation reports."""
PAGES = ("matrix", "map", "requests", "log", "link")


class Stage:
    """A demo, a seat in each headquarters, and the exercise controller's."""

    def __init__(self, chromium, demo):
        """Open the three contexts."""
        self.demo = demo
        self.us, self.jp = Seat(chromium, "USA", demo), Seat(chromium, "JPN", demo)
        self.control = Seat(chromium, "USA", demo)
        self.seats = (self.us, self.jp)
        self.begun = False

    def next_to(self, said):
        """Press Next until the exercise stands at an hour; the clock runs up to each stop before it rests there."""
        page = self.control.sit("exercise")
        face = page.locator(".clock b")
        for stop in STOPS[STOPS.index(face.inner_text()) + 1 if self.begun else 0 : STOPS.index(said) + 1]:
            page.get_by_role("button", name="Next inject", exact=True).click()
            expect(face).to_have_text(stop, timeout=WAIT_MS)
            self.begun = True

    def problems(self):
        """Return what went wrong on any page since this was last asked."""
        found = []
        for seat in (*self.seats, self.control):
            found += [f"{seat.nation} {seat.user}: {problem}" for problem in seat.problems]
            seat.problems.clear()
        return found

    def close(self):
        """Close every context."""
        for seat in (*self.seats, self.control):
            seat.close()


@contextlib.contextmanager
def opened(chromium, folder):
    """Run a demo in a folder, open the screens, and end all of it."""
    pack = nankai()
    pack["injects"].append(SECOND_CUT)
    (folder / "pack.yaml").write_text(yaml.safe_dump(pack, allow_unicode=True), "utf-8")
    demo = Demo(folder / "headquarters", "--scenario", str(folder / "pack.yaml"))
    try:
        stage = Stage(chromium, demo)
        yield stage
        stage.close()
    finally:
        demo.stop()


def both_bars(stage, task, window):
    """Wait until both matrices show a task in a window, `(from, to)` in hours."""
    for seat in stage.seats:
        seat.go("matrix")
        said = seat.say("web-window", **{"from": window[0], "to": window[1]})
        expect(seat.bar(task)).to_have_attribute("aria-label", re.compile(re.escape(said)), timeout=WAIT_MS)


def solve_and_adopt(seat, only=None):
    """Let a planner solve, for all own tasks or only one, and adopt what was found."""
    page = seat.page
    if only:
        seat.bar(only).click()
    seat.act(seat.say("web-solve"), page.get_by_role("toolbar"))
    dialog = page.get_by_role("dialog")
    if only:
        dialog.get_by_label(seat.say("web-solve-scope")).select_option("one")
    seat.act(seat.say("web-start"), dialog)
    card = page.locator(".option-card", has_text=seat.say("web-solved"))
    expect(card.get_by_text(seat.say("web-verified"), exact=True)).to_be_visible(timeout=WAIT_MS)
    with page.expect_response("**/api/commands") as adopted:
        seat.act(seat.say("web-adopt"), card)
    assert adopted.value.ok, adopted.value.text()


def counter(seat, detail, quantity, condition=None):
    """Let a liaison officer counter with a number of craft and, if given, a condition in both languages."""
    seat.act(seat.say("web-verb-counter"), detail)
    dialog = seat.page.get_by_role("dialog")
    dialog.get_by_label(seat.say("web-terms-quantity"), exact=True).fill(quantity)
    for code, words in (condition or {}).items():
        dialog.get_by_label(seat.say(f"web-condition-{code}")).fill(words)
    send(seat, dialog, "counter")


def take(seat, detail, verb):
    """Let whoever sits there act on a request through its dialog."""
    seat.act(seat.say(f"web-verb-{verb}"), detail)
    send(seat, seat.page.get_by_role("dialog"), verb)


def send(seat, dialog, verb):
    """Press the dialog's button for a verb, once the preview says what the partner will see."""
    expect(dialog.locator(".partner-sees").first).to_be_visible(timeout=WAIT_MS)
    dialog.locator("footer").get_by_role("button", name=seat.say(f"web-verb-{verb}"), exact=True).click()
    expect(dialog).to_be_hidden(timeout=WAIT_MS)


def draft_counter(us):
    """Let the planner prepare a counter with one of the pair of craft and a condition."""
    us.act(us.say("web-draft-answer"), us.request("R6"))
    dialog = us.page.get_by_role("dialog")
    dialog.get_by_label(us.say("web-answer-verb")).select_option("counter")
    dialog.get_by_label(us.say("web-terms-quantity"), exact=True).fill("1")
    dialog.get_by_label(us.say("web-condition-en")).fill("one craft stays for medical lift")
    dialog.get_by_label(us.say("web-condition-ja")).fill("1隻は患者輸送のため残置")
    us.act(us.say("web-save-draft"), dialog)
    expect(dialog).to_be_hidden(timeout=WAIT_MS)


def tasking(seat, task, unit, place):
    """Return every plan command that would order the partner's task or use the partner's unit."""
    matrix = seat.read("/api/matrix")
    bars = {bar["task"]: bar for bar in matrix["bars"]}
    based_on = {"task": task, "based_on": bars[task]["version"]}
    own = next(bar for bar in bars.values() if bar["own"] and bar["status"] == "planned")
    uses = [{"resource": unit, "quantity": 1}]
    placed = {"task": task, "start": hour(40), "end": hour(90), "place": None, "mode": None}
    new = {"duration": {"likely_min": 60}, "name": {"en": "x", "ja": ""}}
    moved = [
        ("plan.MoveTask", based_on | {"start": hour(40)}),
        ("plan.EditTask", based_on | {"due": hour(100)}),
        ("plan.CancelTask", based_on),
        ("plan.CommitTask", based_on),
        ("plan.ReportTask", {"task": task, "report": "started", "at": hour(13)}),
        ("plan.UndoChange", {"task": task, "change": bars[task]["version"]}),
        ("plan.AdoptPlan", {"based_on": {task: bars[task]["version"]}, "schedule": [placed]}),
        ("plan.AddTask", new | {"task": "X1", "owner": bars[task]["owner"]}),
        ("plan.AddTask", new | {"task": "X2", "uses": uses}),
        ("plan.EditTask", {"task": own["task"], "based_on": own["version"], "uses": uses}),
    ]
    if place:
        moved.append(("plan.SetCapacity", {"resource": place, "based_on": "", "capacity": 9}))
    return moved


def bars_of(seat):
    """Return start and end of every scheduled task that a headquarters sees."""
    return {b["task"]: (b["start"], b["end"]) for b in seat.read("/api/matrix")["bars"] if b["start"]}
