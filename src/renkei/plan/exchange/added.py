"""A row of a table as a new task: what it has to say, and of whose units it may speak; knows no file format."""

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import ID_MAX, Nation, TaskId, nation
from renkei.kernel.names import Name
from renkei.plan.model import Duration, Task


def blank(key: str, place: str, said: str, said_at: str) -> Task:
    """Return a task of which nothing is said but who does it.

    Args:
        key: Its identifier.
        place: Where that stands.
        said: The nation's code as it is written.
        said_at: Where that stands.

    Raises:
        Malformed: An identifier that is too long, no nation, or none that is known.
    """
    if len(key) > ID_MAX:
        raise Malformed("plan-document-id", place=place, most=ID_MAX)
    return Task(
        id=TaskId(key),
        owner=_owner(said, said_at),
        duration=Duration(0),
        name=Name(),
        uses=(),
        at=(),
        after=(),
        modes=(),
        earliest=None,
        due=None,
        phase=None,
        answers=None,
        needs_grant=None,
        priority=None,
    )


def _owner(said: str, place: str) -> Nation:
    if not said:
        raise Malformed("plan-document-missing", place=place, field="nation")
    try:
        return nation(said)
    except Malformed as error:
        raise Malformed(error.key, place=place, **error.facts) from None
