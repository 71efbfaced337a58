"""The solver's model says what the exact check says: on drawn plans, against counting out every schedule."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.plan.constraint import NotDuring, Period, VolumeSeparation
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.verify import hard, verify
from renkei.plan.model import Calendar, CapacityPeriod, Mode, Place, Use
from tests.plan.plans import at, plan, posed, resource, task

DUE = 6
"""Every task ends by this hour, so that all schedules can be counted out."""


@st.composite
def crammed(draw):
    """Two or three tasks in six hours with one constraint of every sort that is drawn."""
    count = draw(st.integers(2, 3))
    tasks = []
    for n in range(count):
        fields = {"due": DUE, "uses": {"r": draw(st.integers(1, 2))}}
        if n and draw(st.booleans()):
            fields["after"] = (f"T{n - 1}",)
        if draw(st.booleans()):
            fields["at"] = ("p", "q")
        if draw(st.booleans()):
            one, other = draw(st.integers(1, 4)), draw(st.integers(1, 4))
            length = task("x", one).duration, task("x", other).duration
            fields["modes"] = (Mode("m", length[0], (Use("s", 1),)), Mode("n", length[1]))
        tasks.append(task(f"T{n}", draw(st.integers(0, 3)), **fields))
    periods = (CapacityPeriod(at(draw(st.integers(0, 4))), at(6), draw(st.integers(0, 3))),)
    calendar = draw(st.none() | st.just(Calendar(180, 60)))
    resources = (
        resource("r", draw(st.integers(1, 3)), periods=periods),
        resource("s", ready=at(draw(st.integers(0, 3))), calendar=calendar),
    )
    closed = (Period(at(draw(st.integers(0, 3))), at(4)),)
    rules = []
    if draw(st.booleans()):
        names = tuple(t.id for t in tasks)
        rules.append(VolumeSeparation(id="v", tasks=names, volume="box", buffer_min=60 * draw(st.integers(0, 1))))
    if draw(st.booleans()):
        rules.append(NotDuring(id="n", task="T0", periods=(Period(at(1), at(2)),)))
    places = (Place(id="p", closed=closed), Place(id="q"))
    return plan(*tasks, resources=resources, places=places, constraints=tuple(rules))


def counted(problem):
    """Whether any schedule on whole hours passes the exact check."""
    ways = [[Placing(60 * h, o) for h in range(DUE + 1) for o in range(len(job.options))] for job in problem.jobs]
    return any(not verify(problem, dict(enumerate(choice))) for choice in product(*ways))


@settings(max_examples=60)
@given(crammed())
def test_the_solver_finds_a_schedule_exactly_if_there_is_one(found):
    problem = posed(found)
    outcome = Model(problem).solve(Effort())
    assert (outcome.schedule is not None) == counted(problem)
    if outcome.schedule is not None:
        assert hard(verify(problem, outcome.schedule)) == ()


@settings(max_examples=60)
@given(crammed())
def test_switched_facts_that_are_all_on_say_the_same(found):
    problem = posed(found)
    keys = tuple(dict.fromkeys(f.key for f in problem.facts))
    switched = Model(problem, switched=keys)
    for literal in switched.literals.values():
        switched.raw.add(literal == 1)
    assert switched.solve(Effort()).answer == Model(problem).solve(Effort()).answer


def test_one_worker_and_one_seed_give_one_answer():
    found = posed(plan(*(task(f"T{n}", 2, uses={"r": 1}) for n in range(8)), resources=(resource("r", 2),)))
    first, second = (Model(found).solve(Effort(seed=7)).schedule for _ in range(2))
    assert first == second
