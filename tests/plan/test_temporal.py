"""Windows, contradictions and slips by time alone."""

from hypothesis import given
from hypothesis import strategies as st

from renkei.plan.constraint import After, Span, StartTogether
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.temporal import contradiction, hit_by, windows
from renkei.plan.engine.verify import verify
from tests.plan.plans import nankai, plan, posed, resource, schedule_of, scheduled, task


def test_windows_of_the_nankai_tasks():
    problem = posed(nankai())
    found = {j.id: (w.earliest / 60, w.latest / 60) for j, w in zip(problem.jobs, windows(problem), strict=True)}
    assert found["K5"] == (24, 28)
    assert found["K7"] == (44, 48)
    assert found["K8"] == (24, 28)
    assert found["K9"] == (12, 16)
    assert found["K2"] == (5, 9)


def test_a_contradiction_is_the_chain_that_closes_too_late():
    a, b, c = task("A", 4, earliest=2), task("B", 4, after=("A",)), task("C", 1, due=50)
    found = posed(plan(a, b, c, task("D", 3, after=("B",), due=12)))
    assert sorted(contradiction(found)) == ["A.earliest", "B.after.A", "D.after.B", "D.due"]


def test_a_contradiction_between_lags_without_any_date():
    rules = (
        After(id="far", task="B", of="A", lag_min=120),
        Span(id="span", tasks=("A", "B"), longest_min=180),
    )
    found = posed(plan(task("A", 1), task("B", 1), constraints=rules))
    assert sorted(contradiction(found)) == ["far", "span"]


def test_a_task_longer_than_its_span_contradicts_itself():
    found = posed(plan(task("A", 3), constraints=(Span(id="span", tasks=("A",), longest_min=120),)))
    assert contradiction(found) == ("span",)


def test_a_slip_pushes_what_follows_and_nothing_else():
    found = scheduled(nankai(), {"K4": 12, "K5": 24, "K6": 26, "K7": 45, "K10": 30})
    problem = posed(found, scheduled=True)
    schedule = schedule_of(problem, {"K4": 12, "K5": 24, "K6": 26, "K7": 45, "K10": 30})
    names = [j.id for j in problem.jobs]
    slips = hit_by(problem, schedule, {names.index("K5"): 32 * 60})
    assert {names[i]: minutes for i, minutes in slips.items()} == {"K5": 480, "K7": 420}


def test_ten_thousand_tasks_in_a_chain_have_windows():
    tasks = [task("T0", 1, earliest=3)]
    tasks += [task(f"T{n}", 1, after=(f"T{n - 1}",)) for n in range(1, 10_000)]
    found = windows(posed(plan(*tasks)))
    assert (found[9_999].earliest, found[9_999].latest, found[9_999].slack) == ((3 + 9_999) * 60, None, None)


@st.composite
def networks(draw):
    """Tasks with dates, orders, lags and joint starts, but without resources."""
    count = draw(st.integers(2, 5))
    maybe = st.none() | st.integers(0, 12)
    tasks = [task(f"T{n}", draw(st.integers(1, 4)), earliest=draw(maybe), due=draw(maybe)) for n in range(count)]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda p: p[0] != p[1])
    rules = []
    for n, (a, b) in enumerate(draw(st.lists(pairs, max_size=4))):
        if draw(st.booleans()):
            most = draw(st.none() | st.integers(2, 5))
            lag = draw(st.integers(0, 2))
            most_min = None if most is None else most * 60
            rules.append(After(id=f"c{n}", task=f"T{a}", of=f"T{b}", lag_min=lag * 60, lag_most_min=most_min))
        else:
            rules.append(StartTogether(id=f"c{n}", tasks=(f"T{a}", f"T{b}"), within_min=60))
    return plan(*tasks, constraints=tuple(rules), resources=(resource("unused"),))


@given(networks())
def test_time_alone_contradicts_itself_exactly_if_no_schedule_exists(found):
    problem = posed(found)
    keys = contradiction(problem)
    answer = Model(problem).solve(Effort()).answer
    assert (keys is not None) == (answer == "infeasible")
    if keys is not None:
        assert Model(problem.only(keys)).solve(Effort()).answer == "infeasible"


@given(networks())
def test_the_earliest_times_of_all_windows_are_a_schedule(found):
    problem = posed(found)
    known = windows(problem)
    if known is not None:
        starts = {j.id: w.earliest / 60 for j, w in zip(problem.jobs, known, strict=True)}
        assert verify(problem, schedule_of(problem, starts)) == ()
