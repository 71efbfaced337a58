"""Phases with their order and exit criteria, and decision points with their branches; knows no rule about them."""

from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.ids import TaskId
from renkei.kernel.instant import Instant
from renkei.kernel.names import Language, Name

Comparison: TypeAlias = Literal["<", "<=", "=", ">=", ">"]


class Measure(msgspec.Struct, frozen=True):
    """A criterion that nothing in a plan shows: a measure against a value as it was written, or words alone."""

    name: Name
    op: Comparison | None = None
    value: str = ""

    def text(self, language: Language) -> str:
        """Return the criterion as it is read in a language."""
        name = self.name.text(language)
        return f"{name} {self.op} {self.value}" if self.op else name


class Exit(msgspec.Struct, frozen=True):
    """When a phase is complete.

    Attributes:
        tasks: Tasks whose ends complete it; None: every task of the phase that is neither optional nor on call.
        measures: Criteria that a person evidences; no schedule shows them.
    """

    tasks: tuple[TaskId, ...] | None = None
    measures: tuple[Measure, ...] = ()


class Phase(msgspec.Struct, frozen=True, kw_only=True):
    """A phase of the operation.

    Attributes:
        after: Phase before: no task of this one starts before the exit tasks of that one have ended.
    """

    id: str
    name: Name = Name()
    start: Instant | None = None
    end: Instant | None = None
    after: str | None = None
    exit: Exit | None = None


class Branch(msgspec.Struct, frozen=True):
    """One answer to a decision, and the tasks that are done only under it; none: the plan goes on as it is.

    Attributes:
        name: What the branch is called, where it has a name.
    """

    answer: str
    tasks: tuple[TaskId, ...] = ()
    name: str = ""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A decision point: who decides what, and the latest time at which it still serves.

    Attributes:
        trigger: What brings the decision about.
        branches: The answers that may be given; without a decision a plan takes the first.
        decided: The answer that was given.
    """

    id: str
    name: Name = Name()
    who: tuple[str, ...] = ()
    latest: Instant | None = None
    trigger: Name = Name()
    branches: tuple[Branch, ...] = ()
    decided: str | None = None
