"""What one source's positions are off against another's: a shift and a clock offset, learnt from matched pairs.

A Bayesian regression of the difference of position on one and on velocity: with few pairs it stays near its prior and
says how little it knows, so no number of pairs is a special case. The common offset of both cannot be seen.
"""

import numpy as np

from renkei.picture.frame import Column

SHIFT_PRIOR_M = 250.0
"""One sigma of the registration error between two nations' surface pictures, before anything is known."""
CLOCK_PRIOR_S = 8.0
"""One sigma of the offset between two nations' clocks."""
FORGET = 0.95
"""What of the past is kept per scan: a drift is followed within some twenty scans."""
CORRELATED = 8.0
"""Errors of one source hardly change from one scan to the next: this many scans say as much as one."""
ROUNDS = 4
FAR = 9.0
"""Squared distance, in sigmas, from which on a pair counts for half or less: it may be a wrong pair."""


class RelativeBias:
    """Second source minus first.

    Attributes:
        north_m, east_m: Shift.
        clock_s: How much later the second source's clock runs: its ships lie that far ahead on their course.
    """

    def __init__(self) -> None:
        self._prior = np.diag([SHIFT_PRIOR_M**-2, SHIFT_PRIOR_M**-2, CLOCK_PRIOR_S**-2])
        self._information = np.zeros((3, 3))
        self._weighted = np.zeros(3)
        self._solve()

    @property
    def north_m(self) -> float:
        """Metres that the second source lies further north."""
        return float(self._mean[0])

    @property
    def east_m(self) -> float:
        """Metres that the second source lies further east."""
        return float(self._mean[1])

    @property
    def clock_s(self) -> float:
        """Seconds."""
        return float(self._mean[2])

    @property
    def reach_m(self) -> float:
        """One sigma of the shift that is still unknown, metres."""
        return float(np.sqrt(max(self._cov[0, 0], self._cov[1, 1])))

    def expected(self, north: Column, east: Column) -> tuple[Column, Column]:
        """Return the difference of position to expect of objects with these velocities (metres per second)."""
        return self._mean[0] + self._mean[2] * north, self._mean[1] + self._mean[2] * east

    def variance(self, north: Column, east: Column) -> Column:
        """Return the variance of that expectation on each axis, m^2, the larger of both."""
        c = self._cov
        on_north = c[0, 0] + 2.0 * north * c[0, 2] + north**2 * c[2, 2]
        on_east = c[1, 1] + 2.0 * east * c[1, 2] + east**2 * c[2, 2]
        larger: Column = np.maximum(on_north, on_east)
        return larger

    def learn(self, difference: Column, velocity: Column, variance: Column) -> None:
        """Take in one scan of matched pairs.

        Args:
            difference: Metres north and east from the first source's position to the second's, shape (n, 2).
            velocity: Metres per second north and east, shape (n, 2).
            variance: Of the difference on each axis, m^2, shape (n,).
        """
        self._information *= FORGET
        self._weighted *= FORGET
        if not len(difference):
            return
        ones, zeros = np.ones(len(difference)), np.zeros(len(difference))
        design = np.stack(
            (np.column_stack((ones, zeros, velocity[:, 0])), np.column_stack((zeros, ones, velocity[:, 1]))), axis=1
        )
        mean = self._first_guess(difference)
        for _ in range(ROUNDS):
            off = difference - design @ mean
            spread = variance + self.variance(velocity[:, 0], velocity[:, 1])
            weight = 1.0 / (variance * CORRELATED * (1.0 + (off**2).sum(axis=1) / spread / FAR))
            information = np.einsum("nai,n,naj->ij", design, weight, design)
            weighted = np.einsum("nai,n,na->i", design, weight, difference)
            mean = np.linalg.solve(self._prior + self._information + information, self._weighted + weighted)
        self._information += information
        self._weighted += weighted
        self._solve()

    def _first_guess(self, difference: Column) -> Column:
        """The median stands even where a third of the pairs are wrong."""
        if self._information[0, 0] > self._prior[0, 0]:
            return self._mean
        return np.append(np.median(difference, axis=0), 0.0)

    def _solve(self) -> None:
        self._cov = np.linalg.inv(self._prior + self._information)
        self._mean = self._cov @ self._weighted
