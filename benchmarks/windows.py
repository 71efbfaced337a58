"""Windows of many tasks: all found anew, beside following one constraint that comes and goes.

`python -m benchmarks.windows [--tasks N] [--changes N]` prints one JSON line: milliseconds of one whole pass, and of
one constraint added and removed, median and 95 of 100. Tasks stand in chains with due times; a constraint ties two.
"""

import argparse
import json
import random
import sys
import time
from statistics import median, quantiles

from renkei.plan.engine.network import ORIGIN, Edge, Network, reach, turned

CHAIN = 6
"""Tasks of a chain."""
SLACK_MIN = 4_000
"""Minutes between the end of a chain at the earliest and its due time."""


def chains(count, seed):
    """Edges of a plan of chains: a release for the first task of each, a due time for the last."""
    chance, graph = random.Random(seed), []
    for first in range(0, count, CHAIN):
        at = length = chance.randrange(20_000)
        graph.append(Edge(ORIGIN, first, at, "release"))
        for task in range(first + 1, min(first + CHAIN, count)):
            step = chance.randrange(60, 600)
            graph.append(Edge(task - 1, task, step, "after"))
            length += step
        graph.append(Edge(min(first + CHAIN, count) - 1, ORIGIN, -(length + SLACK_MIN), "due"))
    return graph


def ties(count, seed):
    """Constraints between tasks of any two chains."""
    chance = random.Random(seed + 1)
    while True:
        yield Edge(chance.randrange(count), chance.randrange(count), chance.randrange(600), "tie")


def timed(work):
    """Milliseconds of processor time."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--changes", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    graph = chains(asked.tasks, asked.seed)
    whole = [timed(lambda: (reach(graph), reach(turned(graph)))) for _ in range(5)]
    network, changes, refused = Network(graph), [], 0
    for _, edge in zip(range(asked.changes), ties(asked.tasks, asked.seed), strict=False):
        added = []
        spent = timed(lambda edge=edge, added=added: added.append(network.add(edge)))
        if added[0] is None:
            spent += timed(lambda edge=edge: network.remove(edge))
        refused += added[0] is not None
        changes.append(spent)
    row = {"tasks": asked.tasks, "edges": len(graph), "anew_ms": round(median(whole), 2)}
    row |= {"change_ms": round(median(changes), 4), "change_p95_ms": round(quantiles(changes, n=20)[-1], 4)}
    print(json.dumps(row | {"contradictions": refused, "ratio": round(median(changes) / median(whole), 5)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
