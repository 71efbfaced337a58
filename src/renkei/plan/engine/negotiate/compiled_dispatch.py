"""Serial schedule generation under weighted lateness, and late acceptance on its orders; numba can compile it.

Jobs i (n), resources r (R), ticks t (T). An order is a permutation in which each job comes after what it follows.
All integers are 64 bits; costs are whole numbers per tick.
"""

from typing import Any, NamedTuple

from renkei.plan.engine.compiled import jit
from renkei.plan.engine.compiled_sgs import Ints, Links, below

BROKEN = 10**7
"""Cost of each tick by which a hard bound is broken: no lateness weighs so much."""
PASSES_MAX = 8
"""Times that a schedule is made anew because a longest lag pulls a job later; what is left then costs `BROKEN`."""
NEVER = 10**9
"""A tick that no schedule reaches."""
ANYWHERE_IN = 4
"""One move in so many goes anywhere, the others next to a job that wants the same resource."""
TOGGLE_IN = 12
"""One trial in so many makes a job eager, or no longer."""


class Bound(NamedTuple):
    """A tick for each job and the cost of each tick beyond it, both (n)."""

    at: Ints
    cost: Ints


class Shop(NamedTuple):
    """A problem as arrays.

    Attributes:
        duration, release: (n); a job does not start before its release.
        fixed: (n) start of a held job, or -1.
        due: A job should not end after it.
        low, high: A job should start neither before nor after.
        uses, units: The resources that each job needs, and how much of each.
        free: (R, T) units left; between two generations what there is.
        pair, lag: (L, 2) and (L): job pair[k, 1] starts at least lag[k] after job pair[k, 0].
        after, before: The lags of 0 and more that leave and that enter each job, which make an order.
        kin: The jobs that want a resource that a job wants.
    """

    duration: Ints
    release: Ints
    fixed: Ints
    due: Bound
    low: Bound
    high: Bound
    uses: Links
    units: Ints
    free: Ints
    pair: Ints
    lag: Ints
    after: Links
    before: Links
    kin: Links


class Bench(NamedTuple):
    """Scratch arrays of one search.

    Attributes:
        start, extra: (n) starts, and releases raised by longest lags.
        order, trial: (n) the order that holds and the one that is tried.
        eager: (n) 1 for a job that may start before `low`, at its cost.
        place: (n) where each job is in the order that holds.
        past: Costs of trials before.
        chance: (1) state of the generator of chance.
    """

    start: Ints
    extra: Ints
    place: Ints
    order: Ints
    trial: Ints
    eager: Ints
    past: Ints
    chance: Ints


@jit
def fits_from(free: Ints, to: Ints, units: Ints, length: int, start: int) -> int:
    """Return the earliest tick from `start` at which the units of the resources `to` are free for a length."""
    while start + length < free.shape[1]:
        last = start - 1
        for u in range(to.size):
            need, t = units[u], start + length - 1
            while t > last and free[to[u], t] >= need:
                t -= 1
            last = max(last, t)
        if last < start:
            break
        start = last + 1
    return start


@jit
def hold(free: Ints, start: int, length: int, units: int) -> None:
    """Take units of a resource from `start` on, or, below zero, give them back."""
    for t in range(max(start, 0), min(start + length, free.size)):
        free[t] -= units


@jit
def begin(shop: Any, bench: Any) -> None:
    """Put every job at its release, or where it is held."""
    start = bench.start
    for i in range(start.size):
        start[i] = max(shop.release[i], bench.extra[i])
        if bench.eager[i] == 0:
            start[i] = max(start[i], shop.low.at[i])
        if shop.fixed[i] >= 0:
            start[i] = shop.fixed[i]
            for u in range(shop.uses.at[i], shop.uses.at[i + 1]):
                hold(shop.free[shop.uses.to[u]], start[i], shop.duration[i], shop.units[u])


@jit
def place(shop: Any, bench: Any, order: Ints) -> None:
    """Place every job in its order at the earliest tick, held ones where they are."""
    free, start, fixed, duration = shop.free, bench.start, shop.fixed, shop.duration
    uses, to, units = shop.uses.at, shop.uses.to, shop.units
    after, follows, pair, lag = shop.after.at, shop.after.to, shop.pair, shop.lag
    begin(shop, bench)
    for k in range(order.size):
        i = order[k]
        if fixed[i] < 0:
            start[i] = fits_from(free, to[uses[i] : uses[i + 1]], units[uses[i] : uses[i + 1]], duration[i], start[i])
            for u in range(uses[i], uses[i + 1]):
                hold(free[to[u]], start[i], duration[i], units[u])
        for a in range(after[i], after[i + 1]):
            j = pair[follows[a], 1]
            if fixed[j] < 0:
                start[j] = max(start[j], start[i] + lag[follows[a]])
    for i in range(order.size):
        for u in range(uses[i], uses[i + 1]):
            hold(free[to[u]], start[i], duration[i], -units[u])


@jit
def late_lags(shop: Any, bench: Any) -> int:
    """Raise the release of jobs that a lag pulls later; return by how many ticks lags are broken."""
    broken = 0
    for k in range(shop.lag.size):
        i, bound = shop.pair[k, 1], bench.start[shop.pair[k, 0]] + shop.lag[k]
        if bench.start[i] < bound:
            broken += bound - bench.start[i]
            bench.extra[i] = max(bench.extra[i], bound)
    return broken


@jit
def cost_of(shop: Any, start: Ints) -> int:
    """Return what a schedule costs."""
    total = 0
    for i in range(start.size):
        s = start[i]
        total += shop.due.cost[i] * max(0, s + shop.duration[i] - shop.due.at[i])
        total += shop.high.cost[i] * max(0, s - shop.high.at[i]) + shop.low.cost[i] * max(0, shop.low.at[i] - s)
    return total


@jit
def decode(shop: Any, bench: Any, order: Ints) -> int:
    """Return the cost of the schedule that an order means, which is left in `start`."""
    bench.extra[:] = 0
    broken = 0
    for _ in range(PASSES_MAX):
        place(shop, bench, order)
        broken = late_lags(shop, bench)
        if broken == 0:
            break
    return cost_of(shop, bench.start) + BROKEN * broken


@jit
def between(shop: Any, bench: Any, i: int) -> tuple[int, int]:
    """Return the first and the last place that a job may take among what it follows and what follows it."""
    low, high = 0, bench.order.size - 1
    for a in range(shop.before.at[i], shop.before.at[i + 1]):
        low = max(low, bench.place[shop.pair[shop.before.to[a], 0]] + 1)
    for a in range(shop.after.at[i], shop.after.at[i + 1]):
        high = min(high, bench.place[shop.pair[shop.after.to[a], 1]] - 1)
    return low, high


@jit
def wished(shop: Any, bench: Any, i: int) -> int:
    """Return a place for a job: mostly that of a job which wants the same resource."""
    kin = shop.kin.at[i + 1] - shop.kin.at[i]
    if kin == 0 or below(bench.chance, ANYWHERE_IN) == 0:
        return below(bench.chance, bench.order.size)
    return int(bench.place[shop.kin.to[shop.kin.at[i] + below(bench.chance, kin)]])


@jit
def vary(shop: Any, bench: Any) -> bool:
    """Copy the order to `trial` with one job elsewhere, as near to its wish as may be; return whether it moved."""
    at = below(bench.chance, bench.order.size)
    low, high = between(shop, bench, bench.order[at])
    goal = min(max(wished(shop, bench, bench.order[at]), low), high)
    bench.trial[:] = bench.order
    step = 1 if goal > at else -1
    for p in range(at, goal, step):
        bench.trial[p] = bench.order[p + step]
    bench.trial[goal] = bench.order[at]
    return bool(goal != at)


@jit
def toggled(shop: Any, bench: Any) -> int:
    """Now and then let one job be eager that was not, or the other way round; return which, or -1."""
    if below(bench.chance, TOGGLE_IN) > 0:
        return -1
    i = below(bench.chance, bench.order.size)
    if shop.low.cost[i] == 0 or shop.low.cost[i] >= BROKEN:
        return -1
    bench.eager[i] = 1 - bench.eager[i]
    bench.trial[:] = bench.order
    return int(i)


@jit
def settle(bench: Any, order: Ints) -> None:
    """Let an order hold."""
    bench.order[:] = order
    for p in range(order.size):
        bench.place[order[p]] = p


@jit
def anneal(shop: Any, bench: Any, best: Ints, tries: int) -> int:
    """Late acceptance: a trial stays if it costs no more than what held `past.size` trials ago; return the best cost.

    Args:
        shop: The problem.
        bench: Scratch, with the order to begin with.
        best: (n) receives the best starts.
        tries: How many trials.
    """
    settle(bench, bench.order)
    now = decode(shop, bench, bench.order)
    least = now
    best[:] = bench.start
    bench.past[:] = now
    for k in range(tries):
        changed = toggled(shop, bench)
        if changed < 0 and not vary(shop, bench):
            continue
        value = decode(shop, bench, bench.trial)
        slot = k % bench.past.size
        if value <= now or value <= bench.past[slot]:
            settle(bench, bench.trial)
            now = value
        elif changed >= 0:
            bench.eager[changed] = 1 - bench.eager[changed]
        if value < least:
            least = value
            best[:] = bench.start
        bench.past[slot] = min(bench.past[slot], now)
    return least
