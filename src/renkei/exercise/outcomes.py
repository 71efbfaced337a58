"""Whether an exercise showed what its pack expects, judged by the form of what is expected; a key is a name alone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from renkei.exercise.journey import TYPED_PER_SIDE, Findings
from renkei.exercise.pack import Pack
from renkei.exercise.play import Play
from renkei.exercise.refusals import REFUSED, Tried
from renkei.exercise.sentences import said
from renkei.kernel.ids import Nation

Judge: TypeAlias = Callable[[Any, Findings, Pack], bool]

_FIELDS = {"due_h": "due", "earliest_h": "earliest"}
"""The pack's words for fields, in hours, and the plan's."""


def outcomes(pack: Pack, seen: Findings) -> dict[str, bool]:
    """Return for each expected key whether it was shown; what has no known form is false."""
    return {key: _judged(wanted, seen, pack) for key, wanted in pack.expected.items()}


def without_form(pack: Pack) -> list[str]:
    """Return the expected keys whose value has no known form."""
    return [key for key, wanted in pack.expected.items() if judge_of(_plain(wanted), pack) is None]


def _judged(wanted: Any, seen: Findings, pack: Pack) -> bool:
    plain = _plain(wanted)
    judge = judge_of(plain, pack)
    return judge is not None and _has_form(judge, plain, seen, pack)


def _has_form(judge: Judge, wanted: Any, seen: Findings, pack: Pack) -> bool:
    try:
        return judge(wanted, seen, pack)
    except (KeyError, TypeError, ValueError, AttributeError):  # expected is free text of the pack's author
        return False


def _plain(wanted: Any) -> Any:
    return said(wanted) if isinstance(wanted, str) else wanted


def judge_of(wanted: Any, pack: Pack) -> Judge | None:
    """Return how a value is judged, by its form alone."""
    if isinstance(wanted, list):
        return _ways_out if wanted and all(_is_change(w) for w in wanted) else None
    if not isinstance(wanted, Mapping):
        return None
    if wanted and set(wanted) <= {t.id for t in pack.tasks}:
        return _settled
    return next((judge for fields, judge in FORMS if fields <= set(wanted)), None)


def _is_change(wanted: Any) -> bool:
    return isinstance(wanted, Mapping) and ("change" in wanted or "counter" in wanted)


def _field(name: str) -> str:
    """Return the plan's name of a fact that the pack calls, for example, `K8.due_h`."""
    head, _, field = name.rpartition(".")
    return f"{head}.{_FIELDS.get(field, field)}"


def _duplicate(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """Every node offers the pair with this evidence, and a person decided."""
    pair, evidence = set(wanted["offered"]), set(wanted["evidence"])
    offered = [
        any({a, b} == pair and set(common) == evidence for a, b, common in seen.duplicates.get(nation, []))
        for nation in _nations(pack)
    ]
    return all(offered) and seen.judged


def _nations(pack: Pack) -> list[Nation]:
    return [pack.nation_of(node.id) for node in pack.nodes]


def _conflict(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """Every node names the same smallest set, and how much is needed and available."""
    names = {_field(n) for n in wanted["minimal_set"]}
    for nation in _nations(pack):
        check = seen.checks.get(nation)
        if check is None or check["feasible"]:
            return False
        sets = [c for c in check["conflicts"] if {i["field"] for i in c["items"]} == names]
        if not any(_has_figures(wanted, c["told"]["facts"]) for c in sets):
            return False
    return True


def _has_figures(wanted: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    return all(facts.get(name) == wanted[name] for name in ("needed", "available") if name in wanted)


def _ways_out(wanted: list[Mapping[str, Any]], seen: Findings, pack: Pack) -> bool:
    """Every way out is computed by every node, with who must agree; less of a capacity was proved not to do."""
    for nation in _nations(pack):
        conflicts = seen.checks.get(nation, {}).get("conflicts", [])
        ways = {w["change"]: w for c in conflicts for w in c["ways_out"]}
        if not all(_is_way(w, ways, seen, pack) for w in wanted):
            return False
    return True


def _is_way(wanted: Mapping[str, Any], ways: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    way = ways.get("counter" if "counter" in wanted else _field(wanted["change"]))
    if way is None or pack.nation_of(wanted["who"]) not in way["who"]:
        return False
    if "counter" in wanted:
        start, end = (pack.hours(_moment(way["to"][edge], pack)) for edge in ("from", "until"))
        quantity = wanted["quantity"] if "quantity" in wanted else wanted["stands"]
        same = [start, end] == list(wanted["window_h"]) and seen.counter.get("request") == wanted["counter"]
        return same and (way["to"]["quantity"], way["to"]["otherwise"]) == (quantity, wanted["otherwise"])
    value = way["to"] if isinstance(way["to"], int) else pack.hours(_moment(way["to"], pack))
    return bool(value == wanted["to"] and way["proved"])


def _moment(text: str, pack: Pack) -> Any:
    return type(pack.t0).fromisoformat(text)


def _settled(wanted: Mapping[str, Sequence[float]], seen: Findings, pack: Pack) -> bool:
    """Every node shows these times and finds the plan feasible, and what was released for it was previewed."""
    found = [seen.settled.get(nation) for nation in _nations(pack)]
    return seen.previewed and all(
        f is not None and f["check"]["feasible"] and all(f["bars"].get(k) == list(v) for k, v in wanted.items())
        for f in found
    )


def _withheld(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """The due time was not on the wire, and the other node reads what is held and that the reason is not released."""
    del pack
    found = seen.withheld_due
    same = f"{found.get('task')}.due" == _field(wanted["withheld"])
    return same and bool(found.get("not_on_wire") and found.get("told") and not found.get("named"))


def _landing(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """The task uses the other place, because the survey outweighs what was heard; both reports stand."""
    del pack
    used = any(r["task"] == wanted["task"] and r["place"] == wanted["uses_place"] for r in seen.landing)
    status = seen.place_reports.get("status") or {}
    return used and status.get("source") == "survey" and bool(seen.place_reports.get("conflicting"))


def _shared_place(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """The owner's move was refused with a reason, no node can order the partner's task, and nothing moved."""
    tried = seen.refusals
    moves = [a for answers in tried.onto_partner.values() for a in answers]
    named = any((a.body["task"], a.body["other"]) == (wanted["moved"], wanted["onto"]) for a in moves)
    orders = [tried.partner_task.get(nation) for nation in _nations(pack)]
    return named and all(_is_refused(a) for a in (*moves, *orders))


def _is_refused(tried: Tried | None) -> bool:
    return tried is not None and tried.status == REFUSED and bool(tried.key) and tried.kept


def _slip(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """Only these tasks moved, these due times are missed and said, and these requests are at risk on every node."""
    options = seen.repair.get("options", [])
    if not options or not options[0]["certified"]:
        return False
    moves = {k: [float(h) for h in v] for k, v in wanted["moves"].items()}
    seen_moves = [_moved(seen.before_slip.get(n), seen.after_slip.get(n), moves) for n in _nations(pack)]
    misses = {m["task"]: _miss(m, pack) for m in options[0]["misses"]}
    expected = {k: [float(v[f]) for f in ("due_h", "end_h", "by_h")] for k, v in wanted["misses"].items()}
    risks = [set(seen.at_risk.get(nation, ())) for nation in _nations(pack)]
    return all(seen_moves) and misses == expected and all(found == set(wanted["at_risk"]) for found in risks)


def _moved(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, moves: Mapping[str, list[float]]) -> bool:
    if not before or not after:
        return False
    moved = {k: [before[k][0], after[k][0]] for k in before if k in after and after[k] != before[k]}
    return set(before) == set(after) and moved == {k: v for k, v in moves.items() if k in before}


def _miss(miss: Mapping[str, Any], pack: Pack) -> list[float]:
    return [*(pack.hours(_moment(miss[edge], pack)) for edge in ("due", "end")), miss["by_min"] / 60]


def _outage(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """Everything typed is there once, in one order, and the outage is in every log."""
    found = [seen.after_outage.get(nation) for nation in _nations(pack)]
    if wanted["present"] != "once" or len(seen.typed) != TYPED_PER_SIDE * len(found) or None in found:
        return False
    lists = [f["listed"] for f in found if f]
    once = all(listed.count(event) == 1 for listed in lists for event in seen.typed)
    logged = all(f["lost"] >= 1 and f["restored"] >= 1 for f in found if f)
    return once and logged and all(listed == lists[0] for listed in lists)


def _crossing(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """Every node shows the same crossed acts, a withdrawal and a change of it, and what each must do."""
    nations = _nations(pack)
    found = [seen.crossed.get(wanted["withdrawn"], {}).get(nation) for nation in nations]
    first = found[0]
    if first is None or any(state != first for state in found):
        return False
    verbs = sorted(verb for verb, _ in first["acts"])
    return bool(first["state"] == "crossed" and verbs == ["amend", "withdraw"] and len(first["must"]) > 1)


def _units(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """Both figures stand side by side as conflicting, with their source forms and values."""
    expected = (sorted(wanted["figures"]), sorted(float(v) for v in wanted["values"]))
    rows = [seen.figures.get(nation) for nation in _nations(pack)]
    return wanted.get("shown_as", "conflicting") == "conflicting" and all(
        row is not None and (sorted(row["figures"]), sorted(row["values"])) == expected and row["conflicting"]
        for row in rows
    )


def _language(wanted: Mapping[str, Any], seen: Findings, pack: Pack) -> bool:
    """Structured fields read at once; the words stayed as they were, untranslated until a person translated."""
    del pack
    row = seen.language.get(wanted["untranslated"])
    if row is None or row["language"] != wanted["reads_in"] or row["status"] != "none":
        return False
    return bool(row["amount"] and row["by"] and row["after"] == "human" and row["kept"] == row["original"])


FORMS: tuple[tuple[frozenset[str], Judge], ...] = (
    (frozenset({"offered", "evidence"}), _duplicate),
    (frozenset({"minimal_set"}), _conflict),
    (frozenset({"task", "uses_place"}), _landing),
    (frozenset({"moves", "misses", "at_risk"}), _slip),
    (frozenset({"figures", "values"}), _units),
    (frozenset({"withheld"}), _withheld),
    (frozenset({"moved", "onto"}), _shared_place),
    (frozenset({"present"}), _outage),
    (frozenset({"withdrawn"}), _crossing),
    (frozenset({"untranslated", "reads_in"}), _language),
)
"""Fields that one kind of outcome has, and how it is judged. A list of changes is ways out, and hours of tasks alone
are a settled schedule; a sentence is first read by `sentences`."""


async def lists_agree(play: Play) -> bool:
    """Return whether both nodes list what they share in one and the same order."""
    lists = [
        [row["id"] for row in (await s["watch_officer"].read("/api/log?shared=1&limit=5000"))["rows"]]
        for s in play.staffs
    ]
    return all(listed == lists[0] for listed in lists)
