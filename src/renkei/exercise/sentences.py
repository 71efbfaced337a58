"""Expected outcomes that a pack says in a sentence, as the values that say the same; judges none."""

import re
from collections.abc import Mapping
from typing import Any

LANGUAGES = {"english": "en", "japanese": "ja"}

SENTENCES: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...] = (
    (re.compile(r"(?P<withheld>\S+\.\w+) (?:is )?not released", re.IGNORECASE), {}),
    (re.compile(r"\bmoving (?P<moved>\S+) onto (?P<onto>\S+) is refused", re.IGNORECASE), {}),
    (re.compile(r"\bonce each\b", re.IGNORECASE), {"present": "once"}),
    (re.compile(r"\bwithdraws (?P<withdrawn>\S+) while\b", re.IGNORECASE), {}),
    (re.compile(r"(?P<untranslated>\S+) reads? in (?P<reads_in>english|japanese) at once", re.IGNORECASE), {}),
)
"""Form of a sentence, and what it says beside the parts that it names."""


def said(sentence: str) -> Mapping[str, Any] | None:
    """Return the value that says what a sentence says, or None where it has no known form."""
    for pattern, more in SENTENCES:
        found = pattern.search(sentence)
        if found is not None:
            named = {**found.groupdict(), **more}
            if "reads_in" in named:
                named["reads_in"] = LANGUAGES[named["reads_in"].lower()]
            return named
    return None
