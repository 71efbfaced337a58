"""The table of the system: one row per capability; knows no log, no partner and no clock."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from renkei.claims import decide as claims_decide
from renkei.claims import events as claims_events
from renkei.claims import project as claims_project
from renkei.forces import decide as forces_decide
from renkei.forces import events as forces_events
from renkei.forces import project as forces_project
from renkei.kernel.event import Body, Fold, Kind, Row
from renkei.picture import decide as picture_decide
from renkei.picture import events as picture_events
from renkei.picture import project as picture_project
from renkei.plan import decide as plan_decide
from renkei.plan import events as plan_events
from renkei.plan import project as plan_project
from renkei.release import decide as release_decide
from renkei.release import events as release_events
from renkei.release import project as release_project
from renkei.requests import decide as requests_decide
from renkei.requests import events as requests_events
from renkei.requests import project as requests_project
from renkei.watch import decide as watch_decide
from renkei.watch import events as watch_events
from renkei.watch import project as watch_project


class Capability(msgspec.Struct, frozen=True):
    """One capability: its empty state, what may be asked of it, what events mean to it, and its event kinds."""

    name: str
    empty: Callable[[], Any]
    decisions: Mapping[type, Row]
    folds: Mapping[type, Fold]
    kinds: tuple[Kind, ...]


def _row(name: str, decide: Any, project: Any, events: Any) -> Capability:
    return Capability(name, project.empty, decide.DECISIONS, project.FOLDS, tuple(events.KINDS))


CAPABILITIES = (
    _row("release", release_decide, release_project, release_events),
    _row("forces", forces_decide, forces_project, forces_events),
    _row("requests", requests_decide, requests_project, requests_events),
    _row("plan", plan_decide, plan_project, plan_events),
    _row("claims", claims_decide, claims_project, claims_events),
    _row("watch", watch_decide, watch_project, watch_events),
    _row("picture", picture_decide, picture_project, picture_events),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for c in CAPABILITIES for kind in c.kinds}
"""Every event kind by its name on the wire."""

NAMES: Mapping[type, Kind] = {kind.body: kind for kind in KINDS.values()}
"""The same by body type."""

COMMANDS: Mapping[str, type] = {
    f"{c.name}.{command.__name__}": command for c in CAPABILITIES for command in c.decisions
}
"""Every command by its name, for example `plan.MoveTask`."""

DECIDED_BY: Mapping[type, tuple[str, Row]] = {
    command: (c.name, row) for c in CAPABILITIES for command, row in c.decisions.items()
}
"""Command type -> (capability whose state it is decided on, decision and roles)."""


def _dispatch() -> Mapping[type, tuple[tuple[str, Fold], ...]]:
    folded: dict[type, list[tuple[str, Fold]]] = {}
    for capability in CAPABILITIES:
        for body, fold in capability.folds.items():
            folded.setdefault(body, []).append((capability.name, fold))
    return {body: tuple(folds) for body, folds in folded.items()}


FOLDED_BY: Mapping[type[Body], tuple[tuple[str, Fold], ...]] = _dispatch()
"""Body type -> the capabilities that it means something to, in the table's order."""
