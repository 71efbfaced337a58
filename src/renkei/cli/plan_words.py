"""How the command line shows plans: conflicts in words, schedules as tables, CSV and HTML."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from rich.console import Console
from rich.table import Table

from renkei import locale
from renkei.kernel.errors import Fact
from renkei.kernel.message import Message
from renkei.kernel.names import Language
from renkei.plan.engine.answers import Explanation, Landing
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.temporal import windows
from renkei.plan.model import Placed, Plan
from renkei.plan.sheet import SheetRow, csv_text, html_page, rows, span, text_bar

BAR_WIDTH = 48
"""Characters of a bar in the terminal's matrix."""
COLUMNS = ("task", "name", "owner", "status", "start", "end", "place", "mode", "due", "uses")


class PlanWords:
    """A plan in a language, with times as offsets from H-hour where the plan has one.

    Args:
        plan: The plan.
        language: Language of everything that is said.
    """

    def __init__(self, plan: Plan, language: Language) -> None:
        self.plan = plan
        self.language = language
        self.t0 = plan.origin if plan.origin and plan.anchors.get("H") == plan.origin else None

    def say(self, message: Message) -> str:
        """Return a message in words."""
        return locale.say(self.language, message, self.t0)

    def text(self, key: str, **facts: Fact) -> str:
        """Return the text of a key."""
        return locale.text(self.language, key, facts, self.t0)

    def time(self, moment: datetime | None) -> str:
        """Return a moment as the plan counts it."""
        return locale.moment(moment, self.t0) if moment else ""

    def conflicts(self, found: Sequence[Explanation], *, ways: bool) -> Iterator[str]:
        """Yield the lines that tell the conflicts of a plan."""
        yield self.text("plan-cli-infeasible")
        for number, conflict in enumerate(found, 1):
            yield ""
            if len(found) > 1:
                yield self.text("plan-cli-conflict", number=number, count=len(found))
            yield self.say(conflict.told)
            yield self.text("plan-cli-because")
            for item in conflict.items:
                why = item.why.text(self.language)
                yield f"  • {item.field}: {self.say(item.told)}" + (f" [{why}]" if why else "")
            if ways:
                yield from self._ways(conflict)

    def _ways(self, conflict: Explanation) -> Iterator[str]:
        yield self.text("plan-cli-proved" if conflict.proved else "plan-cli-unproved")
        if conflict.ways_out:
            alone = all(w.alone for w in conflict.ways_out)
            yield self.text("plan-cli-ways" if alone else "plan-cli-ways-part")
        for way in conflict.ways_out:
            yield f"  → {self.say(way.told)}"

    def conflict_lines(self, found: Iterable[tuple[str, Explanation]]) -> str:
        """Return named conflicts as CSV: one line for each fact and each way out."""
        lines = []
        for name, conflict in found:
            lines += [[name, "fact", i.field, i.owner, self.say(i.told)] for i in conflict.items]
            lines += [[name, "way", w.change, " ".join(w.who), self.say(w.told)] for w in conflict.ways_out]
        return csv_text(("conflict", "part", "field", "owner", "text"), lines)

    def headings(self) -> list[str]:
        """Return the headings of a schedule."""
        return [self.text(f"plan-table-{column}") for column in COLUMNS]

    def rows(self, schedule: Sequence[Placed]) -> list[SheetRow]:
        """Return the rows of a schedule."""
        return rows(self.plan, schedule, self.language)

    def cells(self, row: SheetRow) -> list[str]:
        """Return the written cells of a row."""
        said = {c: self.time(getattr(row, c)) for c in ("start", "end", "due")}
        said["status"] = self.text(f"plan-status-{row.status}")
        return [said[c] if c in said else str(getattr(row, c)) for c in COLUMNS]

    def table(self, schedule: Sequence[Placed], places: Sequence[Landing]) -> Table:
        """Return a schedule as a table, with the slack that time alone leaves."""
        slack = self._slack(schedule)
        table = Table(*self.headings(), self.text("plan-table-slack"), caption=self._caption(places))
        for row in self.rows(schedule):
            table.add_row(*self.cells(row), slack.get(row.task, ""))
        return table

    def _caption(self, places: Sequence[Landing]) -> str | None:
        return "\n".join(self.say(p.told) for p in places) or None

    def _slack(self, schedule: Sequence[Placed]) -> dict[str, str]:
        problem = pose(self.plan, Stance(hold_committed=False))
        found = windows(problem)
        starts = {p.task: p.start for p in schedule}
        if found is None:
            return {}
        slack: dict[str, str] = {}
        for job, window in zip(problem.jobs, found, strict=True):
            if job.id in starts and window.latest is not None:
                hours = (problem.moment(window.latest) - starts[job.id]).total_seconds() / 3600
                slack[job.id] = f"{hours:g}"
        return slack

    def csv(self, schedule: Sequence[Placed]) -> str:
        """Return a schedule as CSV with times in ISO 8601."""
        lines = []
        for row in self.rows(schedule):
            times = {c: getattr(row, c) for c in ("start", "end", "due")}
            iso = {c: f"{t:%Y-%m-%dT%H:%M:%SZ}" if t else "" for c, t in times.items()}
            lines.append([iso.get(c, str(getattr(row, c))) for c in COLUMNS])
        return csv_text(self.headings(), lines)

    def html(self, schedule: Sequence[Placed]) -> str:
        """Return the matrix as one HTML page."""
        sheet = self.rows(schedule)
        title = self.plan.title.text(self.language) or self.plan.id
        page_title = f"{self.text('plan-table-title')}: {title}"
        return html_page(page_title, self.language, self.headings(), [self.cells(r) for r in sheet], sheet)

    def matrix(self, schedule: Sequence[Placed]) -> Table:
        """Return the matrix as a table with a bar in each row."""
        sheet = self.rows(schedule)
        first, last = span(sheet)
        heads = [self.text(f"plan-table-{c}") for c in ("task", "owner", "start", "end")]
        table = Table(*heads, self.text("plan-table-title"))
        for row in sheet:
            bar = text_bar(row, first, last, BAR_WIDTH)
            table.add_row(row.task, row.owner, self.time(row.start), self.time(row.end), bar)
        return table


def hours(minutes: int | None) -> str:
    """Return minutes as hours, as short as can be."""
    return "–" if minutes is None else f"{minutes / 60:g}"


def console() -> Console:
    """Return a console for results: as wide as the terminal, wide enough for a table in a file."""
    found = Console()
    return found if found.is_terminal else Console(width=180)
