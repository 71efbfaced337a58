"""Makes projects with least and longest lags by seed, and writes them in the published form; solves nothing.

The network is like that of ProGen/max (Schwindt 1998): an acyclic network of a given order strength, longest lags that
close cycles in it without contradicting it in time, and resources of a given factor and strength.
"""

import random
from itertools import product
from typing import NamedTuple

from renkei.plan.engine.rcpsp import Arc, Project, Way

RESOURCES = 5
DURATION_MAX = 10
DEMAND_MAX = 10


class Shape(NamedTuple):
    """What decides how hard a project is, beside its size.

    Attributes:
        order: Share of the pairs of activities of which one follows the other (order strength).
        factor: Share of the resources that an activity needs (resource factor).
        strength: Capacity between the largest demand (0) and the peak of the earliest starts (1) (resource strength).
        cycles: Longest lags for each ten activities.
        slack: Most by which a longest lag is longer than what lies between, as a share of that.
    """

    order: float
    factor: float
    strength: float
    cycles: float
    slack: float


SHAPES = tuple(Shape(*x) for x in product((0.35, 0.5, 0.65), (0.75, 1.0), (0.0, 0.25, 0.5), (0.5, 1.0), (1.0, 3.0)))
"""72 shapes; a seed takes one and then the next but six, so that a few seeds differ in all of them."""
STEP = 7


def shape_of(seed):
    return SHAPES[seed * STEP % len(SHAPES)]


def made_max(count, seed, shape=None):
    """A project of `count` activities between a source and a sink."""
    chance = random.Random(f"{count} {seed}")
    shape = shape or shape_of(seed)
    length = [0, *(chance.randint(1, DURATION_MAX) for _ in range(count)), 0]
    lags = network(chance, length, shape.order)
    earliest = longest(len(length), lags)
    if earliest is None:
        raise AssertionError("an acyclic network contradicts itself")
    close_cycles(chance, lags, shape, count)
    demands = [needs(chance, shape.factor) if d else (0,) * RESOURCES for d in length]
    starts = longest(len(length), lags)
    return Project(
        ways=tuple((Way(d, q),) for d, q in zip(length, demands, strict=True)),
        arcs=tuple(Arc(i, j, w, from_end=False) for (i, j), w in sorted(lags.items())),
        capacities=tuple(capacity(starts, length, demands, r, shape.strength) for r in range(RESOURCES)),
        renewable=(True,) * RESOURCES,
    )


def network(chance, length, order):
    """Least lags between starts, of an acyclic network of an order strength; source and sink enclose it."""
    last = len(length) - 1
    inner = range(1, last)
    below = dict.fromkeys(inner, 0)
    lags = {}
    pairs = [(i, j) for i in inner for j in inner if i < j]
    chance.shuffle(pairs)
    for i, j in pairs:
        if sum(x.bit_count() for x in below.values()) >= order * len(pairs):
            break
        if below[i] >> j & 1:
            continue
        lags[i, j] = chance.randint(length[i] // 2, 2 * length[i])
        for k in inner:
            if k == i or below[k] >> i & 1:
                below[k] |= below[j] | 1 << j
    for i in inner:
        lags[0, i] = 0
        lags[i, last] = length[i]
    return lags


def close_cycles(chance, lags, shape, count):
    """Longest lags back along the network, each no shorter than what lies between: no contradiction in time."""
    nodes = max(j for _, j in lags) + 1
    for _ in range(round(shape.cycles * count / 10)):
        i = chance.randrange(1, nodes - 1)
        between = longest(nodes, lags, i)
        behind = [j for j in between if j not in (i, nodes - 1) and between[j] > 0 and (j, i) not in lags]
        near = sorted(behind, key=lambda j: (between[j], j))[: max(3, count // 6)]
        if near:
            j = chance.choice(near)
            lags[j, i] = -int(between[j] * (1 + chance.uniform(0, shape.slack)))


def longest(nodes, lags, source=0):
    """The longest path from a node to each that it reaches, or None if a cycle gains time."""
    after = {}
    for (i, j), w in lags.items():
        after.setdefault(i, []).append((j, w))
    distance, ring = {source: 0}, [source]
    for _ in range(nodes + 1):
        raised = {}
        for i in ring:
            for j, w in after.get(i, ()):
                if distance.get(j, -1 << 60) < distance[i] + w:
                    distance[j] = distance[i] + w
                    raised[j] = None
        ring = list(raised)
        if not ring:
            return distance
    return None


def needs(chance, factor):
    """Quantities of each resource; at least one is needed."""
    while True:
        found = tuple(chance.randint(1, DEMAND_MAX) if chance.random() < factor else 0 for _ in range(RESOURCES))
        if any(found):
            return found


def capacity(starts, length, demands, resource, strength):
    least = max(d[resource] for d in demands)
    used = [(starts[i], starts[i] + length[i], d[resource]) for i, d in enumerate(demands) if d[resource]]
    peak = max((sum(q for s, e, q in used if s <= at < e) for at, _, _ in used), default=least)
    return least + round(strength * (max(peak, least) - least))


def written(project):
    """The project in the form of ProGen/max (.sch): counts, successors with lags in brackets, demands, capacities.

    Only for projects with one way each and lags between starts.
    """
    n = len(project.ways)
    lines = [f"{n - 2}\t{len(project.capacities)}\t0\t0"]
    for i in range(n):
        after = [a for a in project.arcs if a.of == i]
        to, lags = [str(a.to) for a in after], [f"[{a.least}]" for a in after]
        lines.append("\t".join([str(i), "1", str(len(after)), *to, *lags]))
    for i, (way,) in enumerate(project.ways):
        lines.append("\t".join(map(str, (i, 1, way.duration, *way.demands))))
    lines.append("\t".join(map(str, project.capacities)))
    return "\n".join(lines) + "\n"
