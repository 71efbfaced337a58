"""The exact check against a second one that counts every half hour in the plan's own terms, kind by kind."""

from itertools import combinations, permutations
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.plan import constraint as kinds
from renkei.plan.constraint import Period, TravelTime
from renkei.plan.engine.problem import Placing
from renkei.plan.engine.verify import verify
from renkei.plan.model import Asked, Decision, Duration, Mode, Phase, Place, Use
from renkei.plan.stock import Stock, Supply
from tests.plan.plans import at, hours, plan, posed, resource, task

NAMES = ("A", "B", "C")
DAY = [h / 2 for h in range(-2, 40)]
"""Half hours in which everything happens."""


class Done(NamedTuple):
    """When and how a task is done: hours, units, place."""

    start: float
    end: float
    units: frozenset
    place: str | None

    def under_way(self, hour):
        return self.start <= hour < self.end


def after(c, done, _plan):
    if c.task not in done or c.of not in done:
        return False
    lag = getattr(done[c.task], c.task_point) - getattr(done[c.of], c.of_point)
    most = c.lag_most_min
    return lag < c.lag_min / 60 or (most is not None and lag > most / 60)


def apart(values, within):
    return bool(values) and max(values) - min(values) > within / 60


def span(c, done, _plan):
    there = [done[t] for t in c.tasks if t in done]
    return bool(there) and max(d.end for d in there) - min(d.start for d in there) > c.longest_min / 60


def volume(c, done, _plan):
    there = sorted(done[t] for t in c.tasks if t in done)
    return any(b.start < a.end + c.buffer_min / 60 for a, b in combinations(there, 2))


def window(c, done, _plan):
    if c.task not in done:
        return False
    early, late = getattr(c, "earliest", None), c.latest
    d = done[c.task]
    return bool((early and d.start < hours(early)) or (late and d.end > hours(late)))


def not_during(c, done, _plan):
    if c.task not in done:
        return False
    d = done[c.task]
    return any(max(d.start, hours(p.start)) < min(d.end, hours(p.end)) for p in c.periods)


def decision(c, done, found):
    return c.task in done and done[c.task].start < hours(found.decisions[0].latest) + c.lead_min / 60


def gate(c, done, found):
    met = c.tasks or [t.id for t in found.tasks if t.phase == c.phase and t.id != c.task]
    ends = [done[t].end for t in met if t in done]
    return c.task in done and bool(ends) and done[c.task].start < max(ends) + c.lead_min / 60


def shared(c, done, _plan):
    meant = frozenset(c.assets or ("u", "v"))
    served = [done[t].units & meant for t in c.tasks if t in done]
    if isinstance(c, kinds.SameAsset):
        return any(a != b for a, b in combinations(served, 2))
    return any(a & b for a, b in combinations(served, 2))


def travel(c, done, _plan):
    """No order of two tasks of a unit at different places leaves the time to travel."""
    times = {(t.origin, t.to): t.minutes / 60 for t in c.times}
    for unit in c.assets:
        route = [d for d in done.values() if unit in d.units and d.place]
        for a, b in combinations(route, 2):
            ways = [(a, b, times.get((a.place, b.place), 0)), (b, a, times.get((b.place, a.place), 0))]
            if any(way for _, _, way in ways) and not any(y.start >= x.end + way for x, y, way in ways):
                return True
    return False


def authority(c, done, found):
    asked = found.requests.get(c.request)
    granted = asked is not None and asked.state == "accepted" and asked.of == "JPN"
    return c.task in done and (not c.assets or bool(done[c.task].units & set(c.assets))) and not granted


def coverage(c, done, _plan):
    duties = [d for t, d in done.items() if not c.tasks or t in c.tasks]
    watch = [h for h in DAY if hours(c.start) <= h < hours(c.end)]
    return any(sum(len(d.units & set(c.assets)) for d in duties if d.under_way(h)) < c.at_least for h in watch)


def group(c, done, _plan):
    return 0 < sum(t in done for t in c.tasks) < len(c.tasks)


def on_call(c, done, _plan):
    return c.task in done and (done[c.task].start < hours(c.start) or done[c.task].end > hours(c.end))


ORACLE = {
    kinds.After: after,
    kinds.StartTogether: lambda c, done, _: apart([done[t].start for t in c.tasks if t in done], c.within_min),
    kinds.EndTogether: lambda c, done, _: apart([done[t].end for t in c.tasks if t in done], c.within_min),
    kinds.Window: window,
    kinds.Deadline: window,
    kinds.NotDuring: not_during,
    kinds.VolumeSeparation: volume,
    kinds.Span: span,
    kinds.DecisionBefore: decision,
    kinds.Hold: lambda c, done, _: c.task in done and done[c.task].start != hours(c.start),
    kinds.SameAsset: shared,
    kinds.DifferentAsset: shared,
    kinds.PhaseGate: gate,
    kinds.Authority: authority,
    kinds.Coverage: coverage,
    kinds.AllOrNone: group,
    kinds.Travel: travel,
    kinds.OnCall: on_call,
}
"""Whether a kind is broken; stocks, reservations and capacities are counted below."""


def counted(found, done):
    """Resources of which too much is used or kept, or too much taken, at some half hour."""
    calls = {c.task: (hours(c.start), hours(c.end)) for c in found.constraints if isinstance(c, kinds.OnCall)}
    stock = next(r for r in found.resources if r.stock).stock
    flows = [c for c in found.constraints if isinstance(c, kinds.Consumes | kinds.Produces) and c.task in done]
    broken = set()
    for hour in DAY:
        for unit in ("u", "v"):
            users = [
                t for t, d in done.items() if unit in d.units and (d.under_way(hour) or kept_at(d, calls.get(t), hour))
            ]
            broken |= {f"{unit}.capacity"} if len(users) > 1 else set()
        level = stock.initial + sum(s.amount for s in stock.resupply if hours(s.at) <= hour)
        for c in flows:
            made = isinstance(c, kinds.Produces)
            happened = (done[c.task].end if made else done[c.task].start) <= hour
            level += (c.quantity if made else -c.quantity) * happened
        broken |= {"s.stock"} if level < 0 and any(isinstance(c, kinds.Consumes) for c in flows) else set()
        broken |= {"s.store"} if stock.store is not None and level > stock.store else set()
    return broken


def too_soon(found, done):
    """Pairs of a task of the second phase and a task that completes the first and ends after it starts."""
    free = {t for c in found.constraints if isinstance(c, kinds.AllOrNone) for t in c.tasks}
    free |= {c.task for c in found.constraints if isinstance(c, kinds.OnCall)}
    ends = {t.id: done[t.id].end for t in found.tasks if t.phase == "f" and t.id in done and t.id not in free}
    waiting = [t.id for t in found.tasks if t.phase == "g" and t.id in done]
    return {f"{t}.phase.{of}" for t in waiting for of, end in ends.items() if done[t].start < end}


def kept_at(done, call, hour):
    """Whether a unit is kept for a task on call before or after it is used."""
    return call is not None and (call[0] <= hour < done.start or done.end <= hour < call[1])


def drawn_constraint(draw, number):
    """A constraint of any kind with drawn fields."""
    one, other = draw(st.permutations(NAMES))[:2]
    tasks = tuple(draw(st.permutations(NAMES)))[: draw(st.integers(2, 3))]
    small, hour, later = draw(st.integers(0, 4)), draw(st.integers(0, 6)), draw(st.integers(7, 12))
    point = st.sampled_from(["start", "end"])
    assets = draw(st.sampled_from([(), ("u",), ("u", "v")]))
    times = tuple(TravelTime(a, b, 30 * draw(st.integers(0, 4))) for a, b in permutations("pq"))
    key = {"id": f"c{number}"}
    made = draw(
        st.sampled_from(
            [
                lambda: kinds.After(
                    **key, task=one, of=other, lag_min=30 * small - 60, task_point=draw(point), of_point=draw(point),
                    lag_most_min=draw(st.none() | st.just(30 * small + 60)),
                ),
                lambda: kinds.StartTogether(**key, tasks=tasks, within_min=30 * small),
                lambda: kinds.EndTogether(**key, tasks=tasks, within_min=30 * small),
                lambda: kinds.Window(**key, task=one, earliest=at(small), latest=at(later)),
                lambda: kinds.Deadline(**key, task=one, latest=at(hour)),
                lambda: kinds.NotDuring(**key, task=one, periods=(Period(at(hour), at(later)),)),
                lambda: kinds.VolumeSeparation(**key, tasks=tasks, volume="x", buffer_min=30 * small),
                lambda: kinds.Span(**key, tasks=tasks, longest_min=60 * hour),
                lambda: kinds.DecisionBefore(**key, decision="d", task=one, lead_min=30 * small),
                lambda: kinds.Hold(**key, task=one, start=at(hour)),
                lambda: kinds.SameAsset(**key, tasks=tasks, assets=assets),
                lambda: kinds.DifferentAsset(**key, tasks=tasks, assets=assets),
                lambda: kinds.PhaseGate(**key, task=one, phase="f", tasks=draw(st.just(()) | st.just((other,)))),
                lambda: kinds.Authority(**key, task=one, request=draw(st.sampled_from("RST")), assets=assets),
                lambda: kinds.Coverage(**key, assets=("u", "v"), at_least=1, start=at(hour), end=at(hour + 1)),
                lambda: kinds.AllOrNone(**key, tasks=tasks),
                lambda: kinds.Consumes(**key, task=one, stock="s", quantity=small + 1),
                lambda: kinds.Produces(**key, task=one, stock="s", quantity=small + 1),
                lambda: kinds.Travel(**key, assets=assets or ("v",), times=times),
                lambda: kinds.OnCall(**key, task=one, start=at(small), end=at(later)),
            ]
        )
    )  # fmt: skip
    return made()


@st.composite
def cases(draw):
    """A plan with constraints of some kinds, and a schedule of most of its tasks."""
    tasks = []
    for name in NAMES:
        modes = [Mode(u, Duration(30 * draw(st.integers(1, 6))), (Use(u),)) for u in ("u", "v")]
        places = tuple(draw(st.lists(st.sampled_from("pq"), max_size=2, unique=True)))
        tasks.append(task(name, 1, modes=tuple(modes), at=places, phase=draw(st.sampled_from([None, "f", "g"]))))
    rules = tuple(drawn_constraint(draw, n) for n in range(draw(st.integers(1, 4))))
    calls = {c.task: c for c in rules if isinstance(c, kinds.OnCall)}
    rules = tuple(c for c in rules if not isinstance(c, kinds.OnCall) or calls[c.task] is c)
    stock = Stock(draw(st.integers(0, 3)), (Supply(at(4), 2),), draw(st.none() | st.integers(3, 6)))
    found = plan(
        *tasks,
        resources=(resource("u"), resource("v"), resource("s", kind="stock", stock=stock)),
        places=(Place(id="p"), Place(id="q")),
        phases=(Phase(id="f"), Phase(id="g", after="f")),
        decisions=(Decision(id="d", latest=at(2)),),
        requests={"R": Asked("USA", "JPN", "accepted"), "S": Asked("USA", "JPN", "asked")},
        constraints=rules,
    )
    chosen = {n: (draw(st.integers(0, 20)), draw(st.integers(0, 3))) for n in NAMES if draw(st.integers(0, 7))}
    return found, chosen


@settings(max_examples=250)
@given(cases())
def test_the_check_agrees_with_counting_every_half_hour(case):
    found, chosen = case
    problem = posed(found)
    schedule, done = {}, {}
    for i, job in enumerate(problem.jobs):
        if job.id in chosen:
            half, number = chosen[job.id]
            option = number % len(job.options)
            schedule[i] = Placing(30 * half, option)
            way = job.options[option]
            done[job.id] = Done(half / 2, half / 2 + way.duration / 60, frozenset({way.mode}), way.place)
    expected = {c.id for c in found.constraints if type(c) in ORACLE and ORACLE[type(c)](c, done, found)}
    assert {v.key for v in verify(problem, schedule)} == expected | counted(found, done) | too_soon(found, done)


def test_every_kind_is_counted():
    apart_from = {kinds.MaxMoves, kinds.Consumes, kinds.Produces}
    assert set(ORACLE) == set(kinds.Constraint.__args__) - apart_from
