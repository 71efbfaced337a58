"""Puts matched rows into tracks: at most one row of each source, one number that stays; decides no match itself."""

from collections.abc import Container

from renkei.picture.correlate import Matches
from renkei.picture.table import Table


def groups(table: Table, matches: Matches, apart: Container[tuple[int, int]]) -> dict[int, list[int]]:
    """Return the rows of each track that has several, by the track's number, which is its oldest row's.

    A row that leaves a track shows its own number again, and the track keeps its own: numbers persist.

    Args:
        table: The live tracks.
        matches: Pairs of rows, best first: where three sources disagree the better pair stands.
        apart: Pairs of rows (smaller first) that a person split.
    """
    member: dict[int, list[int]] = {}
    for one, other in zip(matches["first"].tolist(), matches["second"].tolist(), strict=True):
        left, right = member.get(one, [one]), member.get(other, [other])
        if left is right or not _fit(table, left, right, apart):
            continue
        joined = left + right
        for row in joined:
            member[row] = joined
    found = {id(rows): rows for rows in member.values()}
    return {int(min(table.number[row] for row in rows)): sorted(rows) for rows in found.values()}


def _fit(table: Table, left: list[int], right: list[int], apart: Container[tuple[int, int]]) -> bool:
    """No source twice, no two identities, and nobody split any two of them."""
    for one in left:
        for other in right:
            if table.source[one] == table.source[other] or (min(one, other), max(one, other)) in apart:
                return False
            if table.mmsi[one] and table.mmsi[other] and table.mmsi[one] != table.mmsi[other]:
                return False
    return True
