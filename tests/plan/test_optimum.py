"""The published optima of six PSPLIB instances (30 activities, four resources) are reached and verified."""

from pathlib import Path

import pytest

from renkei.plan.engine.jobs import check, solve
from renkei.plan.engine.verify import hard, verify
from renkei.plan.model import Duration, Task, Use
from tests.plan.plans import H, change, plan, posed, resource, schedule_of

INSTANCES = Path(__file__).parent / "psplib"
OPTIMA = {"J30_1": 43, "J30_120": 57, "J30_197": 42, "J30_24": 98, "J30_304": 50, "J30_467": 66}


def patterson(name):
    """A plan from a file in the Patterson format; one period of the instance is one minute."""
    numbers = iter(map(int, (INSTANCES / f"{name}.txt").read_text().split()))
    count, kinds = next(numbers), next(numbers)
    resources = tuple(resource(f"R{k}", next(numbers)) for k in range(kinds))
    tasks, before = [], {n: [] for n in range(1, count + 1)}
    for n in range(1, count + 1):
        length = next(numbers)
        needs = [next(numbers) for _ in range(kinds)]
        for _ in range(next(numbers)):
            before[next(numbers)].append(f"A{n}")
        uses = tuple(Use(f"R{k}", q) for k, q in enumerate(needs) if q)
        tasks.append((n, length, uses))
    made = (
        Task(id=f"A{n}", owner="JPN", duration=Duration(d), uses=u, after=tuple(before[n]), due=None, earliest=None)
        for n, d, u in tasks
    )
    return plan(*made, resources=resources)


@pytest.mark.parametrize(("name", "optimum"), OPTIMA.items())
def test_a_published_optimum_is_reached(name, optimum):
    found = patterson(name)
    result = solve(found)
    assert result.verified
    assert next(level.value for level in result.levels if level.name == "makespan") == optimum
    problem = posed(found)
    starts = {p.task: (p.start - H).total_seconds() / 3600 for p in result.schedule}
    assert hard(verify(problem, schedule_of(problem, starts))) == ()


def test_one_period_less_than_the_optimum_is_refuted():
    found = patterson("J30_1")
    last = found.tasks[-1].id
    assert check(change(found, last, due=H.replace(hour=16, minute=13))).feasible
    assert not check(change(found, last, due=H.replace(hour=16, minute=12))).feasible
