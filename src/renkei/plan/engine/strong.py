"""Strongly connected components of a graph in topological order; knows no plan.

Tarjan: Depth-first search and linear graph algorithms, SIAM Journal on Computing 1(2), 1972.
"""

from collections.abc import Iterator, Sequence


def components(leaving: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Return the components so that every edge leads within one or to a later one.

    Args:
        leaving: For each node the nodes that its edges lead to.
    """
    walk = _Walk(leaving)
    for node in range(len(leaving)):
        if node not in walk.number:
            walk.go(node)
    return tuple(reversed(walk.found))


class _Walk:
    """One depth-first walk, without recursion: plans are thousands of tasks deep."""

    def __init__(self, leaving: Sequence[Sequence[int]]) -> None:
        self.leaving = leaving
        self.number: dict[int, int] = {}
        self.lowest: dict[int, int] = {}
        self.found: list[tuple[int, ...]] = []
        self._path: list[int] = []
        self._on_path: set[int] = set()

    def go(self, root: int) -> None:
        """Visit everything that is reached from a node."""
        stack = [(root, self._enter(root))]
        while stack:
            node, rest = stack[-1]
            after = next(rest, None)
            if after is None:
                stack.pop()
                self._leave(node, stack[-1][0] if stack else None)
            elif after not in self.number:
                stack.append((after, self._enter(after)))
            elif after in self._on_path:
                self.lowest[node] = min(self.lowest[node], self.number[after])

    def _enter(self, node: int) -> Iterator[int]:
        self.number[node] = self.lowest[node] = len(self.number)
        self._path.append(node)
        self._on_path.add(node)
        return iter(self.leaving[node])

    def _leave(self, node: int, parent: int | None) -> None:
        if parent is not None:
            self.lowest[parent] = min(self.lowest[parent], self.lowest[node])
        if self.lowest[node] != self.number[node]:
            return
        component = [self._path.pop()]
        while component[-1] != node:
            component.append(self._path.pop())
        self._on_path -= set(component)
        self.found.append(tuple(sorted(component)))
