"""Finds what a model need not state: bounds that fit into a domain, spans that other facts imply; builds nothing.

Only facts that hold in any case are taken: what has a literal, or binds an optional job, keeps its constraint.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeAlias

from renkei.plan.engine.facts import TOGETHER, Fact, Fixed, Lag, Lower, Upper
from renkei.plan.engine.problem import Problem

Spans: TypeAlias = tuple[tuple[int, int], ...]


class Sorting:
    """The facts of a problem, sorted by how a model states them.

    Args:
        problem: The plan.
        switched: Keys of the facts that get a literal.

    Attributes:
        lags: Facts between two jobs that need a constraint.
        single: Other facts that need one each.
        together: Facts that are stated for a whole resource.
    """

    def __init__(self, problem: Problem, switched: Collection[str]) -> None:
        self.problem = problem
        self.lags: list[Lag] = []
        self.single: list[Fact] = []
        self.together: list[Fact] = []
        self._bounds: dict[int, list[Lower | Upper | Fixed]] = {}
        for fact in problem.facts:
            if isinstance(fact, Lag):
                self.lags.append(fact)
            elif isinstance(fact, TOGETHER):
                self.together.append(fact)
            elif isinstance(fact, (Lower, Upper, Fixed)) and fact.key not in switched:
                self._bounds.setdefault(fact.job, []).append(fact)
            else:
                self.single.append(fact)
        self.lags = spared(problem, self.lags, switched)

    def starts(self, i: int) -> Spans:
        """Return where a job can start; bounds that do not fit into this, or leave nothing, become single facts."""
        job, horizon = self.problem.jobs[i], self.problem.horizon
        spans: Spans = ((job.low, horizon if horizon > job.low else job.low),)
        if job.keep is not None and not job.low <= job.keep <= horizon:
            spans = (*spans, (job.keep, job.keep))
        for fact in self._bounds.pop(i, ()):
            kept = () if job.optional else _within(spans, *self._bound(fact))
            if kept:
                spans = kept
            else:
                self.single.append(fact)
        return spans

    def _bound(self, fact: Lower | Upper | Fixed) -> tuple[int, int]:
        """Return the least and the greatest start that a fact allows; none where it depends on the option taken."""
        options = self.problem.jobs[fact.job].options
        if isinstance(fact, Fixed):
            return fact.at, fact.at
        if isinstance(fact, Lower):
            partial = fact.options is not None and len(fact.options) < len(options)
            return (1, 0) if partial else (fact.at, _FAR)
        return (1, 0) if len(options) > 1 else (-_FAR, fact.at - options[0].duration)


_FAR = 1 << 60


def _within(spans: Spans, low: int, high: int) -> Spans:
    cut = ((max(start, low), min(end, high)) for start, end in spans)
    return tuple((start, end) for start, end in cut if start <= end)


def spared(problem: Problem, lags: Sequence[Lag], switched: Collection[str]) -> list[Lag]:
    """Return the lags without those of a span that its first and last jobs imply.

    A span is asked of every two of its jobs. Of a job that another one of the span follows, the end need not be looked
    at; of one that follows another, the start need not. The orders that are used go from a job to one with a higher
    index, so they close no circle.
    """
    spans: dict[str, list[Lag]] = {}
    for lag in lags:
        if lag.kind == "span":
            spans.setdefault(lag.key, []).append(lag)
    full = {key: found for key, found in spans.items() if len(found) > 1 and _full(found)}
    if not full:
        return list(lags)
    after = _orders(problem, lags, switched)
    needed = {key: _ends(found, after) for key, found in full.items()}
    return [
        lag
        for lag in lags
        if lag.kind != "span"
        or lag.key not in needed
        or (lag.job in needed[lag.key][0] and lag.of in needed[lag.key][1])
    ]


def _full(lags: Sequence[Lag]) -> bool:
    """Whether a span is asked of every two of its jobs, in the same words."""
    jobs = {lag.job for lag in lags}
    pairs = {(lag.job, lag.of) for lag in lags if lag.of in jobs}
    forms = {(lag.least, lag.job_point, lag.of_point) for lag in lags}
    return len(pairs) == len(jobs) ** 2 and forms == {(lags[0].least, "start", "end")}


def _orders(problem: Problem, lags: Iterable[Lag], switched: Collection[str]) -> dict[int, list[int]]:
    """Return the jobs that start and end after each job, as far as one fact says so."""
    after: dict[int, list[int]] = {}
    for lag in lags:
        if lag.least >= 0 and lag.of < lag.job and lag.of_point == "end" and lag.job_point == "start":
            optional = problem.jobs[lag.job].optional or problem.jobs[lag.of].optional
            if not optional and lag.key not in switched:
                after.setdefault(lag.of, []).append(lag.job)
    return after


def _ends(lags: Sequence[Lag], after: dict[int, list[int]]) -> tuple[set[int], set[int]]:
    """Return the jobs of a span that follow none of it, and those that none of it follows."""
    jobs = {lag.job for lag in lags}
    later = {of: [to for to in after.get(of, ()) if to in jobs] for of in jobs}
    followers = {to for found in later.values() for to in found}
    return jobs - followers, {of for of, found in later.items() if not found}
