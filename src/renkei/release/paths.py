"""Walks a decoded JSON body by dotted paths: finds identifiers, drops fields; knows no event and no rule."""

from collections.abc import Container, Iterator, Sequence
from typing import Final, TypeAlias

Path: TypeAlias = tuple[str, ...]

_GONE: Final = object()


def parse(dotted: str) -> Path:
    """Return the steps of a dotted path."""
    return tuple(dotted.split("."))


def identifiers(value: object, path: Path) -> Iterator[str]:
    """Yield the texts at a path, through every element of a list on the way."""
    if isinstance(value, list):
        for element in value:
            yield from identifiers(element, path)
    elif path and isinstance(value, dict):
        yield from identifiers(value.get(path[0]), path[1:])
    elif not path and isinstance(value, str):
        yield value


def without_fields(value: object, names: Sequence[Path], at: Path = ()) -> tuple[object, tuple[Path, ...]]:
    """Return a body without the fields whose path ends with one of `names`, and the paths that went.

    An undotted name takes the field at every depth: a label that is too wide withholds too much, never too little.
    """
    if isinstance(value, list):
        pairs = [without_fields(element, names, at) for element in value]
        return [kept for kept, _ in pairs], tuple(gone for _, part in pairs for gone in part)
    if not isinstance(value, dict):
        return value, ()
    kept_fields: dict[str, object] = {}
    gone_paths: list[Path] = []
    for key, child in value.items():
        place = (*at, key)
        if any(place[-len(name) :] == name for name in names):
            gone_paths.append(place)
            continue
        kept_fields[key], gone = without_fields(child, names, place)
        gone_paths.extend(gone)
    return kept_fields, tuple(gone_paths)


def without_unheld(value: object, path: Path, held: Container[str]) -> tuple[object, bool]:
    """Return a body without the identifiers at `path` that are not in `held`, and whether any went.

    The nearest list element on the path goes, or, without a list on the path, the field.
    """
    kept = _kept(value, path, held, in_list=False)
    return kept, kept != value


def _kept(value: object, path: Path, held: Container[str], *, in_list: bool) -> object:
    if isinstance(value, list):
        elements = (_kept(element, path, held, in_list=True) for element in value)
        return [element for element in elements if element is not _GONE]
    if not path:
        return _GONE if isinstance(value, str) and value not in held else value
    if not isinstance(value, dict) or path[0] not in value:
        return value
    child = _kept(value[path[0]], path[1:], held, in_list=in_list)
    if child is not _GONE:
        return {**value, path[0]: child}
    return _GONE if in_list else {key: other for key, other in value.items() if key != path[0]}
