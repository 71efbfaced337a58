"""Compiles functions where numba is installed and leaves them as they are where it is not; computes nothing."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

try:
    import numba
except ImportError:  # the extra `fast` is not installed: the same functions run as plain Python
    COMPILED = False
else:
    COMPILED = True


def jit(function: F) -> F:
    """Return a function that runs as machine code, kept on disk, without the interpreter's lock."""
    return cast("F", numba.njit(cache=True, nogil=True)(function)) if COMPILED else function
