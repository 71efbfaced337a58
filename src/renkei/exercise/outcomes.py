"""Whether an exercise showed what its pack expects; one function for each key of `expected`."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from renkei.exercise.journey import TYPED_PER_SIDE, Findings
from renkei.exercise.pack import Pack
from renkei.exercise.play import Play
from renkei.kernel.ids import Nation

REFUSED = 403

Judge: TypeAlias = Callable[[Any, Findings, Pack], bool]

_FIELDS = {"due_h": "due", "earliest_h": "earliest"}
"""The pack's words for fields, in hours, and the plan's."""


def outcomes(pack: Pack, seen: Findings) -> dict[str, bool]:
    """Return for each expected key whether it was shown; what nobody can judge yet is false."""
    return {key: _judged(key, wanted, seen, pack) for key, wanted in pack.expected.items()}


def _judged(key: str, wanted: Any, seen: Findings, pack: Pack) -> bool:
    judge = next((j for start, j in JUDGES.items() if key.startswith(start)), None)
    if judge is None and isinstance(wanted, Mapping):
        judge = next((j for field, j in FORMS.items() if field in wanted), None)
    return judge is not None and judge(wanted, seen, pack)


def _field(name: str) -> str:
    """Return the plan's name of a fact that the pack calls, for example, `K8.due_h`."""
    head, _, field = name.rpartition(".")
    return f"{head}.{_FIELDS.get(field, field)}"


def _duplicate(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """Both nodes offer the pair with this evidence, and a person decided."""
    del pack
    pair, evidence = set(wanted["offered"]), set(wanted["evidence"])
    offered = [{a, b} == pair and set(common) == evidence for rows in seen.duplicates.values() for a, b, common in rows]
    return len(seen.duplicates) > 1 and sum(offered) >= 2 * len(seen.duplicates) and seen.judged


def _conflict(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """Both nodes name the same smallest set."""
    del pack
    names = {_field(n) for n in wanted["minimal_set"]}
    found = [any({i["field"] for i in c["items"]} == names for c in r["conflicts"]) for r in seen.checks.values()]
    return len(found) > 1 and all(found) and not any(r["feasible"] for r in seen.checks.values())


def _ways_out(wanted: list[Mapping[str, Any]], seen: Findings, pack: Pack) -> bool:
    """Every way out is computed by both nodes, with who must agree; less of a capacity was proved not to do."""
    for check in seen.checks.values():
        ways = {w["change"]: w for c in check["conflicts"] for w in c["ways_out"]}
        if not all(_is_way(w, ways, pack) for w in wanted):
            return False
    return bool(seen.checks)


def _is_way(wanted: Mapping[str, Any], ways: Mapping[str, Any], pack: Pack) -> bool:
    way = ways.get("counter" if "counter" in wanted else _field(wanted["change"]))
    if way is None or pack.nation_of(wanted["who"]) not in way["who"]:
        return False
    if "counter" in wanted:
        start, end = (pack.hours(_moment(way["to"][edge], pack)) for edge in ("from", "until"))
        same = [start, end] == list(wanted["window_h"])
        return same and (way["to"]["quantity"], way["to"]["otherwise"]) == (wanted["stands"], wanted["otherwise"])
    value = way["to"] if isinstance(way["to"], int) else pack.hours(_moment(way["to"], pack))
    return bool(value == wanted["to"] and way["proved"])


def _moment(text: str, pack: Pack) -> Any:
    return type(pack.t0).fromisoformat(text)


def _settled(wanted: Mapping[str, list[float]], seen: Findings, pack: Pack) -> bool:
    """Both nodes show these times, and both find the plan feasible."""
    del pack
    times = [all(s["bars"].get(k) == list(v) for k, v in wanted.items()) for s in seen.settled.values()]
    feasible = [s["check"]["feasible"] for s in seen.settled.values()]
    return len(times) > 1 and all(times) and all(feasible) and seen.previewed


def _withheld(wanted: object, seen: Findings, pack: Pack) -> bool:
    """The due time was not on the wire, and the other node reads what is held and that the reason is not released."""
    del wanted, pack
    found = seen.withheld_due
    return bool(found.get("not_on_wire") and found.get("told") and not found.get("named"))


def _landing(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """The task uses the other place, because the survey outweighs what was heard; both reports stand."""
    del pack
    used = any(r["task"] == wanted["task"] and r["place"] == wanted["uses_place"] for r in seen.landing)
    status = seen.place_reports.get("status") or {}
    return used and status.get("source") == "survey" and bool(seen.place_reports.get("conflicting"))


def _shared_place(wanted: object, seen: Findings, pack: Pack) -> bool:
    """On every node the move was refused with a reason, the partner's task cannot be ordered, and nothing moved."""
    del wanted
    tried = [(seen.refusals.onto_partner.get(n), seen.refusals.partner_task.get(n)) for n in _nations(pack)]
    return all(a is not None and a.status == REFUSED and a.key and a.kept for both in tried for a in both)


def _nations(pack: Pack) -> list[Nation]:
    return [pack.nation_of(node.id) for node in pack.nodes]


def _slip(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """Only these tasks moved, these due times are missed and said, and these requests are at risk on both nodes."""
    moves = {k: float(v[1]) for k, v in wanted["moves"].items()}
    for nation, before in seen.before_slip.items():
        after = seen.after_slip[nation]
        moved = {k: after[k][0] for k in before if after.get(k) != before[k]}
        if moved != {k: v for k, v in moves.items() if k in before}:
            return False
    options = seen.repair.get("options", [])
    if not options or not options[0]["certified"]:
        return False
    misses = {m["task"]: m["by_min"] / 60 for m in options[0]["misses"]}
    at_risk = all(set(wanted["at_risk"]) <= set(rows) for rows in seen.at_risk.values())
    del pack
    return misses == {k: v["by_h"] for k, v in wanted["misses"].items()} and at_risk and bool(seen.at_risk)


def _outage(wanted: object, seen: Findings, pack: Pack) -> bool:
    """Everything typed is there once, in one order, and the outage is in both logs."""
    del wanted, pack
    lists = [found["listed"] for found in seen.after_outage.values()]
    if len(lists) < 2 or len(seen.typed) != TYPED_PER_SIDE * len(lists):
        return False
    once = all(listed.count(event) == 1 for listed in lists for event in seen.typed)
    logged = all(found["lost"] >= 1 and found["restored"] >= 1 for found in seen.after_outage.values())
    return once and logged and all(listed == lists[0] for listed in lists)


def _crossing(wanted: object, seen: Findings, pack: Pack) -> bool:
    """Both nodes show the same crossed acts and what each must do."""
    del wanted, pack
    states = list(seen.crossed.values())
    return len(states) > 1 and all(s == states[0] and s["state"] == "crossed" and len(s["must"]) > 1 for s in states)


def _units(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """Both figures stand side by side as conflicting, with their source forms and values."""
    del pack
    expected = (sorted(wanted["figures"]), sorted(float(v) for v in wanted["values"]))
    rows = list(seen.figures.values())
    shown = [(sorted(r["figures"]), sorted(r["values"])) == expected and r["conflicting"] for r in rows]
    return len(rows) > 1 and all(shown)


def _language(wanted: object, seen: Findings, pack: Pack) -> bool:
    """Structured fields read at once; the words stayed as they were, untranslated until a person translated."""
    del wanted, pack
    rows = seen.language.values()
    return bool(rows) and all(
        r["status"] == "none" and r["amount"] and r["by"] and r["after"] == "human" and r["kept"] == r["original"]
        for r in rows
    )


JUDGES: dict[str, Judge] = {
    "duplicate": _duplicate,
    "parking_conflict": _conflict,
    "parking_ways_out": _ways_out,
    "parking_settled": _settled,
    "withheld_due": _withheld,
    "kochi_landing": _landing,
    "beach": _shared_place,
    "slip": _slip,
    "outage": _outage,
    "crossing_acts": _crossing,
    "unit_conflict": _units,
    "language": _language,
}
"""Start of a key of `expected` -> how it is judged."""

FORMS: dict[str, Judge] = {
    "offered": _duplicate,
    "minimal_set": _conflict,
    "uses_place": _landing,
    "moves": _slip,
    "figures": _units,
}
"""A field that only one kind of outcome has -> how it is judged, for packs that name their outcomes otherwise."""


async def lists_agree(play: Play) -> bool:
    """Return whether both nodes list what they share in one and the same order."""
    lists = [
        [row["id"] for row in (await s["watch_officer"].read("/api/log?shared=1&limit=5000"))["rows"]]
        for s in play.staffs
    ]
    return all(listed == lists[0] for listed in lists)
