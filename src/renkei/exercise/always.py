"""What must hold of every exercise, whatever its pack expects; a pack that gives no occasion for a rule is said."""

from collections.abc import Mapping

from renkei.exercise.journey import Findings
from renkei.exercise.load import content, parties
from renkei.exercise.pack import Pack
from renkei.exercise.picture_look import apart, one_track, stays_home
from renkei.exercise.refusals import REFUSED, Tried
from renkei.kernel.ids import Nation

ROLE_KEY = "node-role-missing"
"""The refusal of an act that is another role's."""
PARTNER_KEY = "plan-partner-task"
"""The refusal of an act on a task that the partner owns."""


def always(pack: Pack, seen: Findings) -> dict[str, bool | None]:
    """Return for each rule whether it held; None where the pack gave no occasion to break it."""
    pictures = seen.picture
    return {
        "one_track_for_one_ship": bool(pictures) and all(one_track(p) for p in pictures.values()),
        "ships_in_company_apart": bool(pictures) and all(apart(p) for p in pictures.values()),
        "withheld_sensor_stays_home": stays_home(pictures),
        "liaison_cannot_commit": _commits(pack, seen),
        "partner_cannot_be_tasked": _tasking(pack, seen.refusals.partner_task),
    }


def _commits(pack: Pack, seen: Findings) -> bool | None:
    """Each request for something of the other nation's was tried by its liaison officer, and refused for the role."""
    wanted = {r.id for r in pack.requests if parties(pack, r)[0] is not None and content(pack, r).get("asks")}
    tried = seen.refusals.commit_by_liaison
    return all(_refused(tried.get(request, []), ROLE_KEY) for request in wanted) if wanted else None


def _tasking(pack: Pack, tried: Mapping[Nation, Tried]) -> bool | None:
    """Each nation that sees a task of another tried to move it; it was refused, and nothing moved."""
    nations = {pack.nation_of(n.id) for n in pack.nodes}
    wanted = {
        nation
        for task in pack.tasks
        for nation in nations - {pack.nation_of(task.owner)}
        if nation in pack.releasable(task.rel, task.owner) and not task.needs_grant
    }
    found = [[tried[nation]] if nation in tried else [] for nation in wanted]
    return all(_refused(answers, PARTNER_KEY) for answers in found) if wanted else None


def _refused(answers: list[Tried], key: str) -> bool:
    return bool(answers) and all(a.status == REFUSED and a.key == key and a.kept for a in answers)
