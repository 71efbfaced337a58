"""`docs/requests.md` says what the code does: its tables are these."""

from pathlib import Path

from renkei.locale import text
from renkei.requests.decide import DECISIONS
from renkei.requests.lifecycle import STATES, verbs
from renkei.requests.model import CommitRequest, SendRequest, TakeAct

PAGE = (Path(__file__).parent.parent.parent / "docs/requests.md").read_text(encoding="utf-8")


def cells(*texts):
    return "| " + " | ".join(texts) + " |"


def life_cycle():
    """Return the table of who may do what, one row for each state."""
    yield cells("state", "in words", "the asker may", "the provider may")
    yield "|---|---|---|---|"
    names = {"asker": "{asker}", "provider": "{provider}"}
    for state in STATES:
        said = text("en", f"requests-state-{state}", names)
        yield cells(f"`{state}`", said, *(", ".join(verbs(state, side)) or "-" for side in ("asker", "provider")))


def duties():
    """Return the table of what each side reads after acts crossed."""
    yield cells("you are", "your act that crossed", "you read", "日本語")
    yield "|---|---|---|---|"
    names = {"asker": "{asker}", "provider": "{provider}"}
    for side in ("asker", "provider"):
        for act, words in (("withdraw", "a withdrawal"), ("stand", "any other")):
            key = f"requests-must-{side}-{act}"
            yield cells(f"the {side}", words, text("en", key, names), text("ja", key, names))


def roles():
    """Return the table of who carries what."""
    yield cells("act", "command", "role")
    yield "|---|---|---|"
    for act, command in (
        ("request", SendRequest),
        ("amend, offer, counter, accept, decline, withdraw, report", TakeAct),
        ("commit", CommitRequest),
    ):
        yield cells(act, f"`requests.{command.__name__}`", ", ".join(sorted(DECISIONS[command].roles)))


def test_the_tables_are_what_the_code_says():
    for table in (life_cycle(), duties(), roles()):
        expected = "\n".join(table)
        assert expected in PAGE, expected
