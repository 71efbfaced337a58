"""Which tasks drive a moment: follows, in every run at once, what each start waited for; draws no chance."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from renkei.plan.engine.facts import Point
from renkei.plan.engine.partial_order import Network

Floats: TypeAlias = npt.NDArray[np.float32]
Watched: TypeAlias = Sequence[tuple[int, Point]]


class Drivers:
    """Counts how often each job is on the path that drives some moments, and how its length varies with them.

    Args:
        order: The partial order that is played.
        uncertain: Jobs with a chance length, in order.
        moments: For each moment the points whose latest it is.
    """

    def __init__(self, order: Network, uncertain: Sequence[int], moments: Sequence[Watched]) -> None:
        jobs = len(order.arcs)
        first = np.cumsum([0, *(len(a) for a in order.arcs)])
        self._moments = moments
        self._first = first
        flat = [a for arcs in order.arcs for a in arcs]
        self._of = np.array([a.of for a in flat], dtype=np.int64)
        self._whole = np.array([a.of_point == "end" for a in flat], dtype=np.bool_)
        self._uncertain = np.array(uncertain, dtype=np.int64)
        self._counts = np.zeros((len(moments), jobs), dtype=np.int64)
        self._runs = 0
        self._shift: Floats | None = None
        self._offset = np.zeros(len(moments), dtype=np.float32)
        self._sums = [np.zeros(len(uncertain)) for _ in range(2)]
        self._of_moment = [np.zeros(len(moments)) for _ in range(2)]
        self._products = np.zeros((len(moments), len(uncertain)))
        self._driver = np.empty((jobs, 0), dtype=np.int32)

    def begin(self, runs: int) -> None:
        """Begin a chunk of runs: nothing waits for anything yet."""
        self._driver = np.full((len(self._counts[0]) if len(self._moments) else 0, runs), -1, dtype=np.int32)

    def note(self, job: int, arc: int, where: npt.NDArray[np.bool_]) -> None:
        """Note in which runs an arc (its number among the job's) put the job off."""
        if len(self._driver):
            self._driver[job][where] = self._first[job] + arc

    def learn(self, lengths: Floats, starts: Floats, ends: Floats) -> None:
        """Take in a chunk that has been played."""
        if not self._moments:
            return
        tops = []
        for n, watched in enumerate(self._moments):
            at = np.stack([(starts if point == "start" else ends)[job] for job, point in watched])
            last = np.argmax(at, axis=0)
            tops.append(at[last, np.arange(at.shape[1])])
            whole = np.array([point == "end" for _, point in watched])[last]
            self._trace(n, np.array([job for job, _ in watched])[last], whole)
        self._vary(lengths[self._uncertain], np.stack(tops))
        self._runs += starts.shape[1]

    def _trace(self, moment: int, job: npt.NDArray[np.int64], whole: npt.NDArray[np.bool_]) -> None:
        """Follow each run's path back; a job counts where its length is part of it."""
        run = np.arange(len(job))
        jobs = self._counts.shape[1]
        for _ in range(jobs + 1):
            self._counts[moment] += np.bincount(job[whole], minlength=jobs)
            arc = self._driver[job, run]
            on = arc >= 0
            if not on.any():
                return
            arc, run = arc[on], run[on]
            job, whole = self._of[arc], self._whole[arc]

    def _vary(self, lengths: Floats, tops: Floats) -> None:
        if self._shift is None:  # sums of differences from a first run keep their digits
            self._shift, self._offset = lengths[:, :1].copy(), tops[:, 0].copy()
        x, y = lengths - self._shift, tops - self._offset[:, None]
        self._sums[0] += x.sum(axis=1, dtype=np.float64)
        self._sums[1] += np.einsum("jr,jr->j", x, x)
        self._of_moment[0] += y.sum(axis=1, dtype=np.float64)
        self._of_moment[1] += np.einsum("mr,mr->m", y, y)
        self._products += y @ x.T

    def found(self, moment: int) -> Iterator[tuple[int, float, float | None, float]]:
        """Yield for each job on a driving path: job, share of runs, correlation, standard deviation in minutes."""
        place = {int(job): n for n, job in enumerate(self._uncertain)}
        runs = self._runs
        for job in np.flatnonzero(self._counts[moment]):
            share = float(self._counts[moment][job]) / runs
            n = place.get(int(job))
            if n is None:
                yield int(job), share, None, 0.0
                continue
            spread = self._sums[1][n] / runs - (self._sums[0][n] / runs) ** 2
            other = self._of_moment[1][moment] / runs - (self._of_moment[0][moment] / runs) ** 2
            both = self._products[moment][n] / runs - self._sums[0][n] * self._of_moment[0][moment] / runs**2
            known = spread > 0 and other > 0
            correlation = round(float(both / np.sqrt(spread * other)), 3) if known else None
            yield int(job), share, correlation, float(np.sqrt(max(spread, 0.0)))
