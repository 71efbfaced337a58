"""What a password must be that a person chooses; knows no account and keeps nothing."""

import unicodedata
from typing import Literal, TypeAlias

from renkei.kernel.errors import Refused

PasswordKind: TypeAlias = Literal["one_time", "exercise", "own"]
"""Who made a password: `one_time` is made by the node and opens nothing until its user has chosen another; `exercise`
is made by the node for an exercise's user and is used as it is; `own` was chosen by its user."""
PASSWORD_MIN = 15
"""Fewest characters of a chosen password (NIST SP 800-63B-4 section 3.1.1.2: 15 where it is the only factor)."""
PASSWORD_MAX = 256
"""Characters of a password that are looked at: a sentence fits, and nobody makes the node hash a book."""
DIFFERENT_MIN = 5
"""Fewest different characters: one key held down is no password."""
LOGIN_MIN = 4
"""Shortest login that a password may not contain: a shorter one is part of ordinary words."""


def normal(password: str) -> str:
    """Return a password as it is hashed: NFKC, so that the keyboard does not matter (NIST SP 800-63B-4, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password[:PASSWORD_MAX])


def refuse_weak(login: str, old: str, new: str) -> None:
    """Let a chosen password pass; there is no rule about letters, digits or signs.

    Raises:
        Refused: Too short or too long (`accounts-password-length`), of too few different characters
            (`accounts-password-simple`), the old one (`accounts-password-same`), or with the login in it
            (`accounts-password-login`).
    """
    if not PASSWORD_MIN <= len(new) <= PASSWORD_MAX:
        raise Refused("accounts-password-length", least=PASSWORD_MIN, most=PASSWORD_MAX)
    if len(set(new)) < DIFFERENT_MIN:
        raise Refused("accounts-password-simple", least=DIFFERENT_MIN)
    if normal(new) == normal(old):
        raise Refused("accounts-password-same")
    if len(login) >= LOGIN_MIN and login in new.lower():
        raise Refused("accounts-password-login", login=login)
