"""Local accounts of one node: who may sign in, with which roles; knows no event and no web framework."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from renkei.kernel.errors import Refused
from renkei.kernel.ids import Token
from renkei.kernel.names import Language

ACCOUNTS_FILE = "accounts.sqlite"
"""Name of the accounts' file in a node's directory."""


class Account(msgspec.Struct, frozen=True):
    """One user: login name, token that events carry, roles, language of the screen."""

    login: str
    token: Token
    roles: frozenset[str]
    language: Language


class SignedIn(msgspec.Struct, frozen=True):
    """A session.

    Attributes:
        secret: Value of the cookie at sign-in; empty when the session is looked up, since only its hash is kept.
        csrf: Token that every change must carry beside the cookie.
    """

    account: Account
    csrf: str
    expires: datetime
    secret: str = ""


class Limited(Refused):
    """Too many attempts; facts say for how many seconds."""


class Accounts:
    """The accounts' file. Methods block (a password check takes about 50 ms): call them in a thread."""

    def add(self, login: str, roles: Sequence[str], language: Language, now: datetime) -> str:
        """Make an account and return its one-time initial password, which is kept nowhere.

        Raises:
            Refused: The login is taken (`accounts-login-taken`).
            Malformed: A login or role that is not allowed.
        """
        raise NotImplementedError

    def reset(self, login: str, now: datetime) -> str:
        """Return a new initial password; the old one and all sessions of the account end.

        Raises:
            Refused: No such account (`accounts-login-unknown`).
        """
        raise NotImplementedError

    def sign_in(self, login: str, password: str, address: str, now: datetime) -> SignedIn:
        """Check a password and open a session.

        Raises:
            Refused: Wrong login or password, not said which (`accounts-sign-in-wrong`).
            Limited: Too many attempts (`accounts-too-many-attempts`).
        """
        raise NotImplementedError

    def session(self, secret: str, now: datetime) -> SignedIn | None:
        """Return the session that a cookie names, or None if there is none or it has expired."""
        raise NotImplementedError

    def sign_out(self, secret: str) -> None:
        """End a session."""
        raise NotImplementedError

    def all(self) -> tuple[Account, ...]:
        """Return all accounts by login."""
        raise NotImplementedError

    def close(self) -> None:
        """Release the file."""
        raise NotImplementedError


def open_accounts(path: Path, randomness: Callable[[int], bytes]) -> Accounts:
    """Open the accounts' file, or make it; `randomness` returns that many unpredictable bytes."""
    raise NotImplementedError
