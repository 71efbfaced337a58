"""One-to-one assignment of scored candidate pairs; pure arithmetic, knows nothing of tracks."""

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from renkei.picture.frame import Column, Rows


def assign(first: Rows, second: Rows, score: Column) -> Rows:
    """Return the positions of the chosen candidates: each side at most once, total score as large as can be.

    Scores are above 0, the worth of staying unmatched.
    Candidates that are alone on both sides go straight through; only the rest is an assignment problem, which over the
    whole graph of 100,000 objects takes half a minute. Each row has a column of its own, so that it may stay unmatched.
    """
    alone = (np.bincount(first)[first] == 1) & (np.bincount(second)[second] == 1) if len(first) else np.zeros(0, bool)
    contested = np.flatnonzero(~alone)
    if not len(contested):
        return np.flatnonzero(alone)
    rows, row = np.unique(first[contested], return_inverse=True)
    columns, column = np.unique(second[contested], return_inverse=True)
    worth = score[contested]
    top = worth.max() + 1.0
    unmatched = np.full(len(rows), top)
    own = np.arange(len(rows))
    cost = coo_matrix(
        (np.r_[top - worth, unmatched], (np.r_[row, own], np.r_[column, len(columns) + own])),
        shape=(len(rows), len(columns) + len(rows)),
    )
    picked_row, picked_column = min_weight_full_bipartite_matching(cost.tocsr())
    place = coo_matrix((contested + 1, (row, column)), shape=(len(rows), len(columns))).tocsr()
    real = picked_column < len(columns)
    found = np.asarray(place[picked_row[real], picked_column[real]]).ravel() - 1
    return np.sort(np.r_[np.flatnonzero(alone), found.astype(np.int64)])


def rival(side: Rows, score: Column) -> Column:
    """Return for each candidate the best score of another candidate with the same object on this side, else -inf."""
    order = np.lexsort((-score, side))
    first = np.r_[True, side[order][1:] != side[order][:-1]] if len(side) else np.zeros(0, bool)
    heads = np.flatnonzero(first)
    best, second = score[order][heads], np.full(len(heads), -np.inf)
    several = np.diff(np.r_[heads, len(order)]) > 1
    second[several] = score[order][heads[several] + 1]
    group = np.cumsum(first) - 1
    result = np.empty(len(side))
    result[order] = np.where(first, second[group], best[group])
    return result
