"""Digest of a folded state: the same for equal states, whatever the order in which mappings were filled."""

import hashlib
from collections.abc import Mapping, Set
from typing import Any

import msgspec


def digest(state: object) -> str:
    """Return the SHA-256 of a state's canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(repr(_canonical(state)).encode()).hexdigest()


def _canonical(value: Any) -> object:
    """Return a value whose `repr` names type and content and depends on nothing else."""
    if isinstance(value, msgspec.Struct):
        fields = tuple(_canonical(getattr(value, name)) for name in value.__struct_fields__)
        return (type(value).__name__, fields)
    if isinstance(value, Mapping):
        return ("map", sorted(((repr(_canonical(k)), _canonical(v)) for k, v in value.items()), key=lambda kv: kv[0]))
    if isinstance(value, Set):
        return ("set", sorted(repr(_canonical(v)) for v in value))
    if isinstance(value, list | tuple):
        return ("seq", tuple(_canonical(v) for v in value))
    return _plain(value)


def _plain(value: Any) -> object:
    """Return bytes as bytes, and an object by its attributes: the default `repr` would name its place in memory."""
    if isinstance(value, msgspec.Raw):
        return bytes(value)
    if hasattr(value, "__dict__") and not isinstance(value, type):
        return (type(value).__name__, _canonical(vars(value)))
    return value
