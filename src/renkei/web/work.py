"""Long work and the exercise: jobs of the plan engine, and the controller's clock."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from renkei.kernel.errors import Malformed, Refused
from renkei.kernel.message import Message
from renkei.web.answers import answer, empty, read_json, refuse_unusable
from renkei.web.headquarters import ExerciseControl
from renkei.web.security import author, headquarters_of, require

RUNS_MAX = 100_000
"""Most runs of a simulation that a screen may ask for: the sampling error is then under 0.2 %."""
SEED_MAX = 2**31 - 1
"""Largest seed: what the solver takes."""
LIMIT_MAX_S = 600.0
"""Longest solve that a screen may ask for."""
CARRYING = ("liaison_officer",)
"""Who may let the engine talk to the partner's: each message is an act across the border, which they alone carry."""
PLANNING = ("planner", "liaison_officer", "watch_officer", "commander")
"""Roles that may begin work of the plan engine, and stop it."""


class SolveAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a planner asks of the engine.

    Attributes:
        tasks: Only these own tasks; all without.
        unit, delay_min: For a repair: which unit is late by how much; without, what was reported.
        runs: For a simulation: how many times to play the plan.
        partner: For a negotiation: with whom; for how long, `limit_s` says.
    """

    tasks: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] | None = None
    limit_s: float = 30.0
    seed: Annotated[int, msgspec.Meta(ge=0, le=SEED_MAX)] = 0
    unit: str | None = None
    task: str | None = None
    delay_min: int | None = None
    runs: Annotated[int, msgspec.Meta(ge=1, le=RUNS_MAX)] = 10_000
    partner: str | None = None


async def start_job(request: Request) -> Response:
    """Begin a check, solve, repair or simulation, or, as a liaison officer, a negotiation."""
    kind = request.path_params["kind"]
    require(request, *(CARRYING if kind == "negotiate" else PLANNING))
    asked = await read_json(request, SolveAsked)
    if not 0 < asked.limit_s <= LIMIT_MAX_S:
        raise Malformed("web-limit", place="limit_s", most=LIMIT_MAX_S)
    node = headquarters_of(request).node
    await node.settled()
    job = await headquarters_of(request).parts.jobs.start(kind, msgspec.to_builtins(asked), author(request))
    return answer({"job": job}, 202)


async def job(request: Request) -> Response:
    """Return a job's progress and result."""
    found = headquarters_of(request).parts.jobs.job(request.path_params["job"])
    if found is None:
        raise Refused("web-job-unknown", job=request.path_params["job"])
    return answer(found)


async def joint(request: Request) -> Response:
    """Return how the negotiations about a joint plan stand."""
    return answer(headquarters_of(request).parts.jobs.joint())


async def cancel_job(request: Request) -> Response:
    """Stop a job, whoever began it: all who may begin one share the engine; to leave a negotiation is an act, too."""
    found = headquarters_of(request).parts.jobs.job(request.path_params["job"])
    require(request, *(CARRYING if found and found["kind"] == "negotiate" else PLANNING))
    if not headquarters_of(request).parts.jobs.cancel(request.path_params["job"]):
        raise Refused("web-job-unknown", job=request.path_params["job"])
    return empty()


class ClockAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Exercise time as its driver sets it, and what comes next."""

    now: datetime
    running: bool = False
    speed: float = 0.0
    following: Message | None = None


async def set_clock(request: Request) -> Response:
    """Set the exercise clock."""
    control = _control(request)
    asked = await read_json(request, ClockAsked)
    refuse_unusable(asked.now, "now")
    control.set(asked.now.astimezone(UTC), asked.speed, running=asked.running, following=asked.following)
    headquarters = headquarters_of(request)
    request.app.state.hub.tell(headquarters.node.position, {"clock"})
    return empty()


async def ask_driver(request: Request) -> Response:
    """Ask whoever drives the exercise for the next inject, a pause or a run."""
    _control(request).ask(request.path_params["what"])
    return empty()


async def taken(request: Request) -> Response:
    """Return what was asked since the last call, to the driver, and forget it."""
    return answer(_control(request).taken())


async def exercise(request: Request) -> Response:
    """Return the exercise's clock and what is asked of its driver."""
    return answer(_control(request).status())


def _control(request: Request) -> ExerciseControl:
    require(request, "exercise_controller")
    control = headquarters_of(request).parts.exercise
    if control is None:
        raise Refused("web-no-exercise")
    return control
