"""Solves one instance by our portfolio or by a peer and tells the same figures of each; every schedule is checked."""

import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.portfolio import Limits, Portfolio
from renkei.plan.engine.rcpsp import makespan, sound
from renkei.plan.engine.rcpsp_cpsat import ProjectModel

CORES = 2


def beside(first, second):
    """Run two functions at once."""
    with ThreadPoolExecutor(2) as pool:
        for running in [pool.submit(first), pool.submit(second)]:
            running.result()


def renkei(project, limit, seed=1):
    """Our portfolio: own search on one core, CP-SAT with one worker on the other; both for CP-SAT where lags are."""
    seen = []
    workers = 1 if project.plain else CORES
    ended = Portfolio(project, Limits(limit, seed, workers), time.monotonic, seen.append, beside).run()
    best, clash = ended.best, {"clash": ended.clash} if ended.clash else {}
    return clash | {
        "makespan": best.value if best else None,
        "bound": ended.bound,
        "first_s": round(seen[0].seconds, 4) if seen else None,
        "seconds": round(ended.seconds, 2),
        "verified": bool(best) and sound(project, best.plot),
        "found_by": best.source if best else None,
        "answer": "infeasible"
        if ended.infeasible
        else "optimal"
        if ended.optimal
        else "feasible"
        if best
        else "unknown",
    }


def cpsat(project, limit, workers=CORES, seed=1):
    """The raw CP-SAT model, nothing else."""
    began = time.monotonic()
    seen = []

    def heard(_plot, _bound):
        seen.append(time.monotonic() - began)
        return True

    found = ProjectModel(project).solve(Effort(limit, seed, workers), heard)
    return {
        "makespan": makespan(project, found.plot) if found.plot else None,
        "bound": found.bound,
        "first_s": round(seen[0], 4) if seen else None,
        "seconds": round(time.monotonic() - began, 2),
        "verified": found.plot is not None and sound(project, found.plot),
        "answer": found.answer,
    }


def cpsat8(project, limit, seed=1):
    """The same with eight workers."""
    return cpsat(project, limit, 8, seed)


def peer_module(name):
    """A module of PyJobShop, which is a peer to measure against and no dependency."""
    try:
        return import_module(name)
    except ImportError as error:
        raise SystemExit("PyJobShop is not installed; to measure against it: pip install pyjobshop") from error


def pyjobshop_model(project):
    """The project as a PyJobShop model."""
    model = peer_module("pyjobshop").Model()
    resources = [
        model.add_renewable(c) if again else model.add_consumable(c)
        for c, again in zip(project.capacities, project.renewable, strict=True)
    ]
    tasks = [model.add_task() for _ in project.ways]
    for task, ways in zip(tasks, project.ways, strict=True):
        for way in ways:
            model.add_mode(task, resources, way.duration, list(way.demands))
    for arc in project.arcs:
        add = model.add_end_before_start if arc.from_end else model.add_start_before_start
        add(tasks[arc.of], tasks[arc.to], arc.least)
    return model


def pyjobshop(project, limit, seed=1):
    """PyJobShop with the CP-SAT solver beneath."""
    began = time.monotonic()
    model = pyjobshop_model(project)
    result = model.solve(time_limit=limit, display=False, num_workers=CORES, random_seed=seed)
    solved = result.best is not None and len(result.best.tasks) == len(project.ways)
    plot = None
    if solved:
        index = {mode: n for ways in mode_numbers(model) for n, mode in enumerate(ways)}
        plot = [t.start for t in result.best.tasks], [index[t.mode] for t in result.best.tasks]
    return {
        "makespan": makespan(project, plot) if plot else None,
        "bound": None if result.lower_bound is None else round(result.lower_bound),
        "first_s": None,
        "seconds": round(time.monotonic() - began, 2),
        "verified": plot is not None and sound(project, plot),
        "answer": str(result.status.value).lower(),
    }


def mode_numbers(model):
    """The numbers of the modes of each task, in the order in which they were added."""
    found = [[] for _ in model.tasks]
    for n, mode in enumerate(model.modes):
        found[mode.task].append(n)
    return found


PEERS = {"renkei": renkei, "cpsat": cpsat, "cpsat8": cpsat8, "pyjobshop": pyjobshop}
"""Who can be asked, by the name on the command line."""
