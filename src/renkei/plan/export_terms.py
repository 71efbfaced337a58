"""Fields of a plan document as they are written: what says nothing is left out; knows no plan."""

from datetime import UTC, datetime
from typing import Any

from renkei.kernel.label import Withheld
from renkei.kernel.names import Name


def filled(**fields: Any) -> dict[str, Any]:
    """Return the fields that say something."""
    return {k: v for k, v in fields.items() if v not in (None, (), [], {}, "") and not isinstance(v, Withheld)}


def time_text(moment: datetime | Withheld | None) -> str | None:
    """Return a moment in ISO 8601, UTC; None where there is none or it is withheld."""
    if moment is None or isinstance(moment, Withheld):
        return None
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def name_texts(name: Name | Withheld) -> dict[str, str]:
    """Return the texts of a name by language."""
    return {} if isinstance(name, Withheld) else filled(en=name.en, ja=name.ja)
