"""What tests of constraints share: small plans of units, and the solver beside counting out every schedule."""

from itertools import product

from renkei import locale
from renkei.plan.engine.conflict import conflicts_of
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.jobs import check
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.verify import hard, verify
from renkei.plan.model import Duration, Mode, Use
from tests.plan.plans import posed, resource, schedule_of, task

UNITS = ("u", "v", "w")


def served_by(key, *units, length=1, **fields):
    """A task with one mode for each unit."""
    modes = tuple(Mode(u, Duration(length * 60), (Use(u, 1),)) for u in units)
    return task(key, length, modes=modes, **fields)


def units(*keys):
    return tuple(resource(k) for k in keys or UNITS)


def broken(found, starts, options):
    problem = posed(found)
    return [(v.key, v.kind, v.by) for v in verify(problem, schedule_of(problem, starts, options))]


def only_conflict(found):
    result = check(found)
    assert (result.feasible, result.decided, len(result.conflicts)) == (False, True, 1)
    conflict = result.conflicts[0]
    assert conflict.proved
    for said in (conflict.told, *(i.told for i in conflict.items), *(w.told for w in conflict.ways_out)):
        english, japanese = (locale.text(language, said.key, said.facts) for language in ("en", "ja"))
        assert english != japanese
        assert not {"{", "}"} & {*english, *japanese}
    return conflict


def fields(conflict):
    return [i.field for i in conflict.items]


def ways(problem, hours):
    """Every schedule on whole hours."""
    each = [
        [
            *([None] if j.optional else []),
            *(Placing(60 * h, o) for h in range(hours + 1) for o in range(len(j.options))),
        ]
        for j in problem.jobs
    ]
    return ({i: p for i, p in enumerate(choice) if p} for choice in product(*each))


def agrees(found, hours):
    """The solver finds a schedule exactly if counting out finds one, and what it finds passes the check."""
    problem = posed(found)
    outcome = Model(problem).solve(Effort())
    assert (outcome.schedule is not None) == any(not verify(problem, way) for way in ways(problem, hours))
    if outcome.schedule is not None:
        assert hard(verify(problem, outcome.schedule)) == ()
    for conflict in conflicts_of(problem, Effort()):
        assert conflict.proved
