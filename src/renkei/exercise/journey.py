"""Plays both staffs through an exercise without a screen, and notes what they see; judges nothing."""

from collections.abc import Mapping
from typing import Any

import msgspec

from renkei.exercise.desks import Staff, staff_of
from renkei.exercise.load import content, parties
from renkei.exercise.pack import PackRequest
from renkei.exercise.picture_look import PictureSeen
from renkei.exercise.play import Play
from renkei.exercise.refusals import Refusals, against_partner, attempt, scheduled
from renkei.exercise.steps import Step
from renkei.kernel.ids import Nation
from renkei.node.desk import Asked

TYPED_PER_SIDE = 4
"""Log entries that each side types while the link is cut."""


class Findings(msgspec.Struct):
    """What the journey saw; judged by `outcomes` and `always`, printed by the demo.

    Attributes:
        checks: Result of *Check* at each headquarters, before and after the counter.
    """

    duplicates: dict[str, list[Any]] = {}
    judged: bool = False
    checks: dict[str, Any] = {}
    settled: dict[str, Any] = {}
    counter: dict[str, Any] = {}
    previewed: bool = False
    landing: list[Any] = []
    place_reports: dict[str, Any] = {}
    repair: dict[str, Any] = {}
    before_slip: dict[str, Any] = {}
    after_slip: dict[str, Any] = {}
    at_risk: dict[str, Any] = {}
    typed: list[str] = []
    after_outage: dict[str, Any] = {}
    crossed: dict[str, Any] = {}
    figures: dict[str, Any] = {}
    language: dict[str, Any] = {}
    refusals: Refusals = msgspec.field(default_factory=Refusals)
    histories: dict[str, Any] = {}
    withheld_due: dict[str, Any] = {}
    picture: dict[Nation, PictureSeen] = {}


class Journey:
    """One run of an exercise with everybody's part played."""

    def __init__(self, play: Play) -> None:
        self.play, self.pack, self.in_step = play, play.pack, play.in_step
        self.seen = Findings()

    async def run(self) -> Findings:
        """Play all steps, each followed by what the staffs do about it; during a cut they do it once the link is up."""
        await self.play.load()
        await self.in_step.wait()
        later: list[Step] = []
        for step in self.play.steps:
            await self.play.set_clock(step.at_h)
            await self.play.do(step)
            if self.play.is_cut and step.what != "cut":
                later.append(step)
                continue
            due, later = [step, *later], []
            for each in due:
                await self._react(each)
        for staff in self.play.staffs:
            if staff.nation not in self.seen.refusals.partner_task:
                await against_partner(self.play, staff, self.seen.refusals)
        return self.seen

    async def _react(self, step: Step) -> None:
        if step.what == "arrival" and step.request is not None:
            await self._arrived(step.request)
        elif step.what == "cut":
            await self.in_step.wait_down()
            await self._type_on_both_sides()
        elif step.what == "heal":
            await self.in_step.wait()
            await self._after_outage()
        elif step.what == "place":
            await self._land_elsewhere(step)
        elif step.what == "figures":
            await self.in_step.wait()
            await self._compare_figures(step)
        elif step.what == "slip":
            await self._repair(step)

    async def _arrived(self, request: PackRequest) -> None:
        asker, provider = parties(self.pack, request)
        await self.in_step.wait()
        if asker is None:
            await self._read_register()
            return
        asked = content(self.pack, request)
        if request.asks is not None:
            await self._answer_lift(request, asker, provider)
            await self._cross(request, asker, provider)
            await self._answer_lift(request, asker, provider)
        elif asked.get("asks"):
            await self.settle_share(request, asker, provider)
            for staff in self.play.staffs:
                await against_partner(self.play, staff, self.seen.refusals)

    def _staffs(self, asker: Nation, provider: Nation) -> tuple[Staff, Staff]:
        return staff_of(self.play.staffs, asker), staff_of(self.play.staffs, provider)

    async def row(self, staff: Staff, request: str) -> Mapping[str, Any]:
        """Return a request as a headquarters shows it."""
        rows = await staff["liaison_officer"].read("/api/requests")
        found: Mapping[str, Any] = next(r for r in rows if r["id"] == request)
        return found

    async def take(self, staff: Staff, request: str, verb: str, **more: Any) -> None:
        """Let the liaison officer act on a request as it stands now, and wait until both have it."""
        row = await self.row(staff, request)
        body = {"request": request, "verb": verb, "based_on": row["version"], **more}
        await staff["liaison_officer"].act(Asked("requests.TakeAct", body, self.play.others(staff.nation)))

    async def commit(self, staff: Staff, request: str) -> None:
        """Let the commander commit, after the liaison officer's own attempt was refused."""
        row = await self.row(staff, request)
        body = {"request": request, "based_on": row["version"]}
        asked = Asked("requests.CommitRequest", body, self.play.others(staff.nation))
        answer = await attempt(staff, "liaison_officer", asked)
        self.seen.refusals.commit_by_liaison.setdefault(request, []).append(answer)
        if answer.status != 200:  # a commitment that passed stands, and is judged at the end
            await staff["commander"].act(asked)
        await self.in_step.wait()

    async def _answer_lift(self, request: PackRequest, asker: Nation, provider: Nation) -> None:
        """The provider counters with half of the craft and a condition; the asker accepts; the commander commits."""
        theirs, ours = self._staffs(asker, provider)
        assert request.asks is not None
        terms = {
            "resource": request.asks.type,
            "quantity": max(1, request.asks.count // 2),
            "condition": {"en": "one craft stays for medical lift", "ja": "1隻は患者輸送のため残置"},
        }
        draft = {"request": request.id, "verb": "counter", "terms": terms}
        await ours["planner"].act(Asked("requests.DraftAnswer", draft))
        await self.take(ours, request.id, "counter", terms=terms)
        await self.in_step.wait()
        await self.take(theirs, request.id, "accept")
        await self.in_step.wait()
        await self.commit(ours, request.id)
        self.seen.histories[request.id] = {s.nation: await self._history(s, request.id) for s in self.play.staffs}

    async def _history(self, staff: Staff, request: str) -> list[tuple[str, str, str]]:
        row = await self.row(staff, request)
        return [(act["verb"], act["by"], act["author"].partition(":")[0]) for act in row["history"]]

    async def _cross(self, request: PackRequest, asker: Nation, provider: Nation) -> None:
        """During a cut the provider withdraws what it offered while the asker changes what it asks."""
        theirs, ours = self._staffs(asker, provider)
        self.play.link.cut("reset")
        await self.in_step.wait_down()
        changed = content(self.pack, request) | {"priority": min(5, request.priority + 1)}
        await self.take(ours, request.id, "withdraw")
        await self.take(theirs, request.id, "amend", content=changed)
        self.play.link.heal()
        await self.in_step.wait()
        for staff in self.play.staffs:
            row = await self.row(staff, request.id)
            acts = [(a["verb"], a["by"]) for a in row["crossed"]["acts"]] if row["crossed"] else []
            must = {n: m["key"] for n, m in row["crossed"]["must"].items()} if row["crossed"] else {}
            self.seen.crossed.setdefault(request.id, {})[staff.nation] = {
                "state": row["state"],
                "acts": acts,
                "must": must,
            }
        await self.take(theirs, request.id, "amend", content=content(self.pack, request))
        await self.in_step.wait()

    async def settle_share(self, request: PackRequest, asker: Nation, provider: Nation) -> None:
        """Both check; the provider counters with capacity for a time, previewed; both plans are then in step."""
        theirs, ours = self._staffs(asker, provider)
        for staff in self.play.staffs:
            self.seen.checks[staff.nation] = await staff["planner"].work("check", {})
        way = self._capacity_for_a_time(self.seen.checks[provider])
        if way is None:
            await self.take(ours, request.id, "accept")
        else:
            await self._counter(request, ours, way)
            await self.in_step.wait()
            await self.take(theirs, request.id, "accept")
        await self.in_step.wait()
        await self.commit(ours, request.id)
        self.seen.histories[request.id] = {s.nation: await self._history(s, request.id) for s in self.play.staffs}
        asked = content(self.pack, request)
        await self.play.solve_and_adopt(theirs, [asked["for_task"]])
        await self.in_step.wait()
        for staff in self.play.staffs:
            after = await staff["planner"].work("check", {})
            self.seen.settled[staff.nation] = {"check": after, "bars": await self.bars(staff)}

    def _capacity_for_a_time(self, check: Mapping[str, Any]) -> Mapping[str, Any] | None:
        ways = [w for c in check["conflicts"] for w in c["ways_out"] if w["change"] == "counter"]
        return ways[0]["to"] if ways else None

    async def _counter(self, request: PackRequest, ours: Staff, way: Mapping[str, Any]) -> None:
        resource = content(self.pack, request)["asks"]["resource"]
        terms = {
            "resource": resource,
            "total": way["quantity"],
            "otherwise": way["otherwise"],
            "start": way["from"],
            "end": way["until"],
        }
        row = await self.row(ours, request.id)
        body = {"request": request.id, "verb": "counter", "based_on": row["version"], "terms": terms}
        others = self.play.others(ours.nation)
        asked = Asked("requests.TakeAct", body, others)
        command = {"id": "preview", "kind": asked.kind, "body": asked.body, "label": {"rel_to": others}}
        shown = await ours["liaison_officer"].send("/api/preview", [command])
        self.seen.previewed = all(any(s["body"].get("terms") for s in shown["released"][nation]) for nation in others)
        self.seen.counter = {"request": request.id, **terms}
        await ours["liaison_officer"].act(asked)

    async def bars(self, staff: Staff) -> dict[str, Any]:
        """Return start and end in exercise hours of every scheduled task that a headquarters sees."""
        return {b["task"]: self._span(b) for b in await scheduled(staff)}

    def _span(self, bar: Mapping[str, Any]) -> list[float]:
        moments = (msgspec.convert(bar[edge], type(self.pack.t0)) for edge in ("start", "end"))
        return [round(self.pack.hours(m), 4) for m in moments]

    async def _type_on_both_sides(self) -> None:
        for number in range(TYPED_PER_SIDE):
            for staff in self.play.staffs:
                text = f"typed by {staff.nation} during the outage, {number + 1} of {TYPED_PER_SIDE}"
                asked = Asked("watch.LogEntry", {"text": {"en": text}}, self.play.others(staff.nation))
                recorded = await staff["watch_officer"].act(asked)
                self.seen.typed += recorded["events"]

    async def _after_outage(self) -> None:
        for staff in self.play.staffs:
            shared = (await staff["watch_officer"].read("/api/log?shared=1&limit=5000"))["rows"]
            log = (await staff["watch_officer"].read("/api/log?limit=5000"))["rows"]
            kinds = [row["kind"] for row in log]
            self.seen.after_outage[staff.nation] = {
                "listed": [row["id"] for row in shared],
                "lost": kinds.count("watch.LinkLost"),
                "restored": kinds.count("watch.LinkRestored"),
            }
        await self._read_register()

    async def _read_register(self) -> None:
        """See at each headquarters which needs may be one, let a person decide, and read the other language."""
        for staff in self.play.staffs:
            rows = await staff["liaison_officer"].read("/api/requests")
            offered = [[r["id"], d["request"], d["common"]] for r in rows for d in r["duplicates"]]
            self.seen.duplicates[staff.nation] = [o for o in offered if o[0] != o[1]]
        await self._judge_duplicates()
        await self._read_in_own_language()

    async def _judge_duplicates(self) -> None:
        """A liaison officer confirms what was offered; until then it stands as offered."""
        staff = self.play.staffs[0]
        for later, earlier, _ in self.seen.duplicates[staff.nation]:
            row = await self.row(staff, later)
            states = {d["request"]: d["state"] for d in row["duplicates"]}
            if states.get(earlier) == "offered":
                body = {"request": later, "of": earlier, "same": True}
                others = self.play.others(staff.nation)
                await staff["liaison_officer"].act(Asked("requests.JudgeDuplicate", body, others))
        await self.in_step.wait()
        rows = [await staff["liaison_officer"].read("/api/requests") for staff in self.play.staffs]
        self.seen.judged = all(d["state"] == "confirmed" for r in rows for x in r for d in x["duplicates"])

    async def _read_in_own_language(self) -> None:
        """Look at entries whose words are in one language only, at the headquarters that reads the other."""
        for node in self.pack.nodes:
            staff = self.play.staff(node.id)
            for row in await staff["liaison_officer"].read("/api/requests"):
                if row["need"]["status"][node.language] == "none" and row["origin"] != staff.nation:
                    await self._translate(staff, node.language, row)

    async def _translate(self, staff: Staff, language: str, row: Mapping[str, Any]) -> None:
        seen = {
            "language": language,
            "status": row["need"]["status"][language],
            "amount": row["amount"],
            "by": row["by"],
        }
        seen |= {"place": row["place"]["name"][language], "original": row["need"][row["need"]["original"]]}
        text = "翻訳(人)" if language == "ja" else "translated by a person"
        body = {"request": row["id"], "language": language, "text": text}
        await staff["liaison_officer"].act(Asked("requests.TranslateText", body))
        after = await self.row(staff, row["id"])
        seen |= {"after": after["need"]["status"][language], "kept": after["need"][row["need"]["original"]]}
        self.seen.language[row["id"]] = seen

    async def _land_elsewhere(self, step: Step) -> None:
        """The owner of the survey looks at the reports, and schedules again what was to land there."""
        task = next((t for t in self.pack.tasks if t.id == step.facts["task"]), None)
        staff = self.play.staff(task.owner) if task else self.play.staffs[0]
        rows = await staff["watch_officer"].read("/api/places")
        self.seen.place_reports = next(r for r in rows if r["id"] == step.facts["place"])
        await self.play.schedule(staff)
        matrix = await staff["planner"].read("/api/matrix")
        placed = [b for b in matrix["bars"] if b["own"] and b["place"] and b["start"]]
        self.seen.landing = [{"task": b["task"], "place": b["place"], "span": self._span(b)} for b in placed]

    async def _compare_figures(self, step: Step) -> None:
        for staff in self.play.staffs:
            rows = await staff["watch_officer"].read("/api/claims")
            row = next(r for r in rows if r["subject"] == step.facts["subject"])
            figures = [f["figure"]["source"] for f in row["figures"]]
            self.seen.figures[staff.nation] = {
                "figures": figures, "values": row["values"], "conflicting": row["conflicting"]
            }  # fmt: skip

    async def _repair(self, step: Step) -> None:
        """The owner of the late unit repairs its plan with the fewest moves; the partner sees what that means."""
        force = next(f for f in self.pack.forces if f.id == step.facts["unit"])
        staff = self.play.staff(force.owner)
        self.seen.before_slip = {s.nation: await self.bars(s) for s in self.play.staffs}
        self.seen.repair = dict(await staff["planner"].work("repair", {}))
        options = self.seen.repair["options"]
        if options:
            first = options[0] | {"based_on": self.seen.repair["based_on"]}
            await self.play.adopt(staff, first)
        await self.in_step.wait()
        self.seen.after_slip = {s.nation: await self.bars(s) for s in self.play.staffs}
        for other in self.play.staffs:
            rows = await other["liaison_officer"].read("/api/requests")
            self.seen.at_risk[other.nation] = {r["id"]: r["at_risk"] for r in rows if r["at_risk"]}
