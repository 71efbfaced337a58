"""Does the steps of an exercise as the users of each headquarters; judges no outcome."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from renkei.exercise.desks import Link, Staff, staff_of
from renkei.exercise.load import content, iso, links, own_setting, own_tasks, parties
from renkei.exercise.naming import Naming
from renkei.exercise.pack import Pack
from renkei.exercise.step_watch import InStep
from renkei.exercise.steps import Step, late_units, steps
from renkei.kernel.ids import Nation
from renkei.node.desk import Asked, RefusedThere

SOURCES = {"social media": "social_media", "press": "press", "unit": "unit", "liaison": "liaison"}
"""Words of injects for who reported."""
CONFLICT = 409
TRIES = 5
"""Times that a planner solves again because the plan changed meanwhile."""
OPEN_STATUS = frozenset({"open", "damaged"})


class Play:
    """One exercise under way.

    Attributes:
        in_step: Waits until both headquarters have what was shared.
        hour: Exercise hours after t0 up to which steps were done.
        is_cut: Whether the exercise holds the link cut now.
    """

    def __init__(self, pack: Pack, naming: Naming, staffs: Sequence[Staff], link: Link) -> None:
        self.pack, self.staffs, self.link = pack, staffs, link
        self.steps = steps(pack)
        self.in_step = InStep(staffs)
        self.hour = 0.0
        self.is_cut = False
        self._to_link: list[str] = []
        self._naming = naming
        self._late = late_units(pack)

    def staff(self, node: str) -> Staff:
        """Return the staff of the nation that the pack calls `node`."""
        return staff_of(self.staffs, self.pack.nation_of(node))

    def others(self, nation: Nation) -> tuple[Nation, ...]:
        """Return all other nations."""
        return tuple(s.nation for s in self.staffs if s.nation != nation)

    async def set_clock(self, hour: float, *, running: bool = False, speed: float = 0.0) -> None:
        """Set the exercise clock of every headquarters, and say what comes next."""
        self.hour = hour
        following = next((s for s in self.steps if s.at_h > hour), None)
        said = {"key": "exercise-next", "facts": {"what": _text(following), "at": _at(self.pack, following)}}
        for staff in self.staffs:
            body = {"now": iso(self.pack.at(hour)), "running": running, "speed": speed}
            body["following"] = said if following else None
            await staff["exercise_controller"].send("/api/exercise/clock", body)

    async def load(self, withhold: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Let each headquarters enter its own part of the pack, and adopt a first schedule."""
        await self.set_clock(0.0)
        for staff in self.staffs:
            await staff["planner"].act(*own_setting(self.pack, staff.nation, self._naming))
        await self.in_step.wait()
        for staff in self.staffs:
            tasks = own_tasks(self.pack, staff.nation, withhold or {})
            if tasks:
                await staff["planner"].act(*tasks)
        await self._initial_statuses()
        for staff in self.staffs:
            await self.schedule(staff)

    async def _initial_statuses(self) -> None:
        """The host nation, named first in the pack, reports its airfields and ports as known at t0."""
        host = self.staff(self.pack.nodes[0].id)
        known = [s for s in (*self.pack.airfields, *self.pack.ports) if s.status_at_t0]
        if known:
            bodies = [{"place": s.place, "status": s.status_at_t0, "source": "authority"} for s in known]
            await host["watch_officer"].act(*(Asked("forces.ReportPlace", b) for b in bodies))

    async def schedule(self, staff: Staff) -> None:
        """Let the planner solve for own tasks that hang on no open request, and adopt the result."""
        tasks = [t.id for t in self.pack.tasks if self.pack.nation_of(t.owner) == staff.nation and not t.needs_grant]
        if tasks:
            await self.solve_and_adopt(staff, tasks)

    async def solve_and_adopt(self, staff: Staff, tasks: Sequence[str]) -> None:
        """Solve and adopt; where the plan changed meanwhile, solve again, as a planner would."""
        for left in reversed(range(TRIES)):
            solved = await staff["planner"].work("solve", {"tasks": list(tasks)})
            try:
                await self.adopt(staff, solved)
            except RefusedThere as refusal:
                if refusal.status != CONFLICT or not left:
                    raise
            else:
                return

    async def adopt(self, staff: Staff, solved: Mapping[str, Any]) -> None:
        """Adopt a schedule that the engine found, with the due times that it knowingly misses."""
        body = {
            "based_on": solved["based_on"],
            "schedule": solved["schedule"],
            "misses": solved.get("misses", []),
        }
        await staff["planner"].act(Asked("plan.AdoptPlan", body, self.others(staff.nation)))

    async def until(self, hour: float) -> list[Step]:
        """Do every step after the last one up to and with `hour`, each at its own time."""
        done = []
        for step in self.steps:
            if self.hour < step.at_h <= hour or (step.at_h == hour and step.at_h == self.hour):
                await self.set_clock(step.at_h)
                await self.do(step)
                done.append(step)
        await self.set_clock(hour)
        return done

    async def do(self, step: Step) -> None:
        """Do one step."""
        acts = {
            "arrival": self._arrival,
            "cut": self._cut,
            "heal": self._heal,
            "place": self._place,
            "slip": self._slip,
            "figures": self._figures,
            "entry": self._entry,
            "situation": self._situation,
        }
        await acts[step.what](step)

    async def _arrival(self, step: Step) -> None:
        """A need goes on the register; a request to the other nation is drafted by a planner and carried."""
        assert step.request is not None
        request = step.request
        asker, provider = parties(self.pack, request)
        body = {"request": request.id, "content": content(self.pack, request)}
        if asker is None:
            rel = tuple(sorted({self.pack.nation_of(n) for n in request.rel} - {provider}))
            await staff_of(self.staffs, provider)["watch_officer"].act(Asked("requests.RegisterNeed", body, rel))
            await self._link(request.id)
            return
        staff = staff_of(self.staffs, asker)
        await staff["planner"].act(Asked("requests.DraftRequest", body))
        await staff["liaison_officer"].act(Asked("requests.SendRequest", {"request": request.id}, (provider,)))
        if self.is_cut:
            self._to_link.append(request.id)
            return
        await self.in_step.wait()
        await self._link(request.id)

    async def _link(self, request: str) -> None:
        """Each planner links the own tasks that answer a request or hang on it."""
        for staff in self.staffs:
            known = {r["id"] for r in await staff["planner"].read("/api/requests")}
            bars = {b["task"]: b for b in (await staff["planner"].read("/api/matrix"))["bars"]}
            for task, fields in links(self.pack, request, staff.nation).items():
                if request in known and task in bars:
                    body = {"task": task, "based_on": bars[task]["version"], **fields}
                    await staff["planner"].act(Asked("plan.EditTask", body))

    async def _cut(self, step: Step) -> None:
        """Cut the link; the clock rests until both headquarters noticed, so that both logs have the right hour."""
        del step
        self.link.cut("silence")
        self.is_cut = True
        with contextlib.suppress(TimeoutError):
            await self.in_step.wait_down()

    async def _heal(self, step: Step) -> None:
        """Heal the link; what was asked during the cut is there now, and tasks are linked to it."""
        del step
        self.link.heal()
        self.is_cut = False
        with contextlib.suppress(TimeoutError):
            await self.in_step.wait()
        waiting, self._to_link = self._to_link, []
        for request in waiting:
            await self._link(request)

    async def _place(self, step: Step) -> None:
        """Two reports of one place disagree; both are entered by whoever owns the task that went to see."""
        facts = step.facts
        task = next((t for t in self.pack.tasks if t.id == facts["task"]), None)
        staff = self.staff(task.owner) if task else self.staffs[0]
        heard = {
            "place": facts["place"],
            "status": facts["heard"],
            "source": SOURCES.get(facts["by"].strip().lower(), "press"),
        }
        seen = {"place": facts["place"], "status": facts["seen"], "source": "survey", "task": facts["task"]}
        watch = staff["watch_officer"]
        await watch.act(Asked("forces.ReportPlace", heard), Asked("forces.ReportPlace", seen))

    async def _slip(self, step: Step) -> None:
        """The owner's watch reports how late its unit is."""
        force = next(f for f in self.pack.forces if f.id == step.facts["unit"])
        body = {"unit": force.id, "delay_min": round(float(step.facts["hours"]) * 60)}
        await self.staff(force.owner)["watch_officer"].act(Asked("forces.ReportUnitDelay", body))

    async def _figures(self, step: Step) -> None:
        """Each nation's figure of one subject is put on the board and shared."""
        for node, figure in ((step.facts["first"], step.facts["a"]), (step.facts["second"], step.facts["b"])):
            staff = self.staff(node)
            body = {"subject": step.facts["subject"], "figure": figure}
            others = self.others(staff.nation)
            await staff["watch_officer"].act(Asked("claims.StateFigure", body, others))

    async def _entry(self, step: Step) -> None:
        """What has no form of its own is entered in every watch log as it was said."""
        body = {"text": {"en": step.text.en, "ja": step.text.ja}}
        for staff in self.staffs:
            await staff["watch_officer"].act(Asked("watch.LogEntry", body))

    async def _situation(self, step: Step) -> None:
        """Units report what began and ended before this hour.

        A unit that will be late does not report a start, and nobody lands where the state of the place is unknown.
        """
        for staff in self.staffs:
            matrix = await staff["planner"].read("/api/matrix")
            statuses = {p["id"]: p["status"] for p in await staff["planner"].read("/api/places")}
            now = self.pack.at(step.at_h)
            reports = [r for bar in matrix["bars"] if bar["own"] for r in self._reports(bar, statuses, now)]
            if reports:
                await staff["watch_officer"].act(*(Asked("plan.ReportTask", r) for r in reports))

    def _reports(self, bar: Mapping[str, Any], statuses: Mapping[str, Any], now: datetime) -> list[Mapping[str, Any]]:
        if bar["start"] is None or bar["status"] in ("done", "cancelled"):
            return []
        start, end = datetime.fromisoformat(bar["start"]), datetime.fromisoformat(bar["end"])
        reports: list[Mapping[str, Any]] = []
        if start < now and bar["status"] != "executing":
            if self._held(bar, statuses, start):
                return []
            reports.append({"task": bar["task"], "report": "started", "at": bar["start"]})
        if end <= now:
            reports.append({"task": bar["task"], "report": "finished", "at": bar["end"]})
        return reports

    def _held(self, bar: Mapping[str, Any], statuses: Mapping[str, Any], start: datetime) -> bool:
        """Whether a task cannot have begun: its unit is late, or its place is not known to be usable."""
        hours = self.pack.hours(start)
        if any(hours <= self._late.get(use["resource"], -1.0) for use in bar["uses"]):
            return True
        status = statuses.get(bar.get("place") or "")
        return status is not None and status["value"] not in OPEN_STATUS


def _text(step: Step | None) -> dict[str, str]:
    return {"en": step.text.en or step.text.ja, "ja": step.text.ja or step.text.en} if step else {"en": "", "ja": ""}


def _at(pack: Pack, step: Step | None) -> str:
    return iso(pack.at(step.at_h)) if step else ""
