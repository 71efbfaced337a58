"""Texts of the system in English and Japanese: Fluent messages, formatted; knows no rule and no state."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

from renkei.kernel.errors import Fact, Told
from renkei.kernel.message import Message
from renkei.kernel.names import Language, Name

_MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)$")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@cache
def source(language: Language) -> str:
    """Return every message of a language as one Fluent text, areas in alphabetical order."""
    folder = files("renkei.locale") / language
    areas = sorted((f for f in folder.iterdir() if f.name.endswith(".ftl")), key=lambda f: f.name)
    return "\n".join(f.read_text("utf-8") for f in areas)


@cache
def _bundle(language: Language) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(source(language)))
    return bundle


def known(key: str) -> bool:
    """Whether there is a message `key`."""
    return bool(_bundle("en").has_message(key))


def text(language: Language, key: str, facts: Mapping[str, Fact], t0: datetime | None = None) -> str:
    """Return the sentence `key` in `language`.

    Names are said in that language; a moment (ISO 8601, UTC) is said as hours after `t0` where that is
    given, else as a date-time group in Zulu. An unknown key is returned as it is, so that a newer
    partner's message is still shown.
    """
    bundle = _bundle(language)
    if not bundle.has_message(key):
        return key
    pattern = bundle.get_message(key).value
    if pattern is None:
        return key
    values = {name: spoken(language, fact, t0) for name, fact in facts.items()}
    formatted, _ = bundle.format_pattern(pattern, values)
    return str(formatted)


def say(language: Language, message: Message | Told, t0: datetime | None = None) -> str:
    """Return a message, or what an error has to say, in `language`."""
    return text(language, message.key, message.facts, t0)


def spoken(language: Language, fact: Fact, t0: datetime | None) -> str | int | float:
    """Return the value that stands in a sentence for a fact."""
    if isinstance(fact, Name):
        return fact.text(language)
    if isinstance(fact, str) and _MOMENT.match(fact):
        return moment(datetime.fromisoformat(fact), t0)
    return fact


def moment(at: datetime, t0: datetime | None) -> str:
    """Return a moment as `H+28` or `H+5:30` after `t0`, or as a date-time group such as `101430Z FEB 26`."""
    if t0 is None:
        z = at.astimezone(UTC)
        return f"{z:%d%H%M}Z {_MONTHS[z.month - 1]} {z:%y}"
    minutes = round((at - t0).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"H{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
