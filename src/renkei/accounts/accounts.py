"""Local accounts of one node: who may sign in, with which roles; knows no event and no web framework."""

import base64
import hashlib
import re
import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from renkei.accounts import tables
from renkei.accounts.attempts import Attempts
from renkei.accounts.password import PASSWORD_MAX, PASSWORD_MIN, PasswordKind, normal, refuse_weak
from renkei.kernel.errors import Malformed, Refused
from renkei.kernel.ids import Token
from renkei.kernel.names import Language

ACCOUNTS_FILE = "accounts.sqlite"
"""Name of the accounts' file in a node's directory."""
LOGIN = re.compile(r"[a-z][a-z0-9._-]{0,31}")
ROLE = re.compile(r"[a-z][a-z_]{0,31}")
SESSION_LENGTH = timedelta(hours=14)
"""A watch of twelve hours and both handovers."""
SESSIONS_MAX = 20
"""Sessions of one account: more than a person has screens; the oldest ends first."""
SECRET_BYTES = 32
TOKEN_BYTES = 6
PASSWORD_BYTES = 15
"""Random bytes of an initial password: 120 bits, 24 characters without padding."""


class Account(msgspec.Struct, frozen=True):
    """One user: login name, token that events carry, roles, language of the screen, who made the password."""

    login: str
    token: Token
    roles: frozenset[str]
    language: Language
    kind: PasswordKind = "one_time"
    disabled: bool = False


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
    """The accounts' file. Methods block (a password check takes about 50 ms): call them in a thread.

    One password is checked at a time, which bounds the memory that argon2 takes (64 MiB each).
    """

    def __init__(
        self, connection: sqlite3.Connection, randomness: Callable[[int], bytes], hasher: PasswordHasher
    ) -> None:
        """Take over an open file; `randomness` returns that many unpredictable bytes."""
        self._connection = connection
        self._randomness = randomness
        self._hasher = hasher
        self._attempts = Attempts()
        self._lock = threading.Lock()
        self._hashing = threading.Lock()
        self._nobody = hasher.hash("nobody's password")

    def add(
        self, login: str, roles: Sequence[str], language: Language, now: datetime, kind: PasswordKind = "one_time"
    ) -> str:
        """Make an account and return its initial password, which is kept nowhere.

        Events carry the account's token and no name: the first of `roles` and twelve random digits.

        Raises:
            Refused: The login is taken (`accounts-login-taken`).
            Malformed: Not a login (`accounts-login-form`), no role or not one (`accounts-role-form`).
        """
        if LOGIN.fullmatch(login) is None:
            raise Malformed("accounts-login-form", place=login, login=login)
        _check_roles(login, roles)
        password = self._password()
        row = (login, self._token(roles), " ".join(roles), language, self._hash(password), now.isoformat(), kind)
        try:
            with self._lock, self._connection as transaction:
                transaction.execute(tables.ADD_USER, row)
        except sqlite3.IntegrityError as error:
            raise Refused("accounts-login-taken", login=login) from error
        return password

    def reset(self, login: str, now: datetime, kind: PasswordKind = "one_time") -> str:
        """Return a new initial password; the old one and all sessions of the account end.

        Raises:
            Refused: No such account (`accounts-login-unknown`).
        """
        password = self._password()
        self._change(login, tables.SET_PASSWORD, self._hash(password), kind, now.isoformat())
        return password

    def set_roles(self, login: str, roles: Sequence[str]) -> None:
        """Give an account other roles and end its sessions.

        Later events carry a new token, unless the role that the old one names is still among the roles.

        Raises:
            Refused: No such account (`accounts-login-unknown`).
            Malformed: No role or not one (`accounts-role-form`).
        """
        _check_roles(login, roles)
        known = {account.login: account.token for account in self.all()}
        token = known.get(login, "")
        kept = token.partition(":")[0] in roles
        self._change(login, tables.SET_ROLES, token if kept else self._token(roles), " ".join(roles))

    def disable(self, login: str) -> None:
        """Let nobody sign in as a user, and end the user's sessions. The account and its roles stay.

        Raises:
            Refused: No such account (`accounts-login-unknown`).
        """
        self._change(login, tables.SET_DISABLED, True)

    def enable(self, login: str) -> None:
        """Let a user sign in again who was disabled.

        Raises:
            Refused: No such account (`accounts-login-unknown`).
        """
        self._change(login, tables.SET_DISABLED, False)

    def sign_in(self, login: str, password: str, address: str, now: datetime, new: str | None = None) -> SignedIn:
        """Check a password and open a session; `new` is the user's own password from now on.

        Raises:
            Refused: Wrong login or password, not said which (`accounts-sign-in-wrong`); the account is disabled
                (`accounts-disabled`); a one-time password without a new one (`accounts-password-first`); the new one
                is too weak.
            Limited: Too many attempts (`accounts-too-many-attempts`).
        """
        name = login[:PASSWORD_MAX]
        with self._lock:
            wait_s = self._attempts.wait_s(name, address, now)
            if wait_s:
                raise Limited("accounts-too-many-attempts", seconds=wait_s)
            self._attempts.begun(name, address, now)
            row = self._connection.execute(tables.USER, (name,)).fetchone()
        if not self._right(self._nobody if row is None else row[-1], password) or row is None:
            raise Refused("accounts-sign-in-wrong")
        with self._lock:
            self._attempts.succeeded(name, address, now)
        account = _account(*row[:-1])
        if account.disabled:
            raise Refused("accounts-disabled", login=login)
        if new is not None:
            self._choose(account, password, new, now)
        elif account.kind == "one_time":
            raise Refused("accounts-password-first", least=PASSWORD_MIN)
        return self._open(account, now)

    def delay_s(self, address: str, now: datetime) -> float:
        """Return for how many seconds an attempt from an address is to be held back before it is looked at."""
        with self._lock:
            return self._attempts.delay_s(address, now)

    def session(self, secret: str, now: datetime) -> SignedIn | None:
        """Return the session that a cookie names, or None if there is none or it has expired."""
        with self._lock:
            row = self._connection.execute(tables.SESSION, (_digest(secret), now.timestamp())).fetchone()
        if row is None:
            return None
        return SignedIn(_account(*row[:-2]), row[-2], datetime.fromtimestamp(row[-1], UTC))

    def sign_out(self, secret: str) -> None:
        """End a session."""
        with self._lock, self._connection as transaction:
            transaction.execute(tables.DROP_SESSION, (_digest(secret),))

    def all(self) -> tuple[Account, ...]:
        """Return all accounts by login."""
        with self._lock:
            return tuple(_account(*row) for row in self._connection.execute(tables.USERS))

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._connection.close()

    def _choose(self, account: Account, old: str, new: str, now: datetime) -> None:
        refuse_weak(account.login, old, new)
        self._change(account.login, tables.SET_PASSWORD, self._hash(new), "own", now.isoformat())

    def _change(self, login: str, statement: str, *values: str | bool) -> None:
        """Change an account and end its sessions, both or neither."""
        with self._lock, self._connection as transaction:
            changed = transaction.execute(statement, (*values, login)).rowcount
            transaction.execute(tables.DROP_SESSIONS, (login,))
        if not changed:
            raise Refused("accounts-login-unknown", login=login)

    def _open(self, account: Account, now: datetime) -> SignedIn:
        secret, csrf = self._random_text(SECRET_BYTES), self._random_text(SECRET_BYTES)
        expires = now + SESSION_LENGTH
        with self._lock, self._connection as transaction:
            transaction.execute(tables.DROP_EXPIRED, (now.timestamp(),))
            transaction.execute(tables.ADD_SESSION, (_digest(secret), account.login, csrf, expires.timestamp()))
            transaction.execute(tables.DROP_OLDEST, (account.login, account.login, SESSIONS_MAX))
        return SignedIn(account, csrf, expires, secret)

    def _right(self, digest: str, password: str) -> bool:
        try:
            with self._hashing:
                return self._hasher.verify(digest, normal(password))
        except VerifyMismatchError:
            return False

    def _hash(self, password: str) -> str:
        with self._hashing:
            return self._hasher.hash(normal(password))

    def _password(self) -> str:
        return self._random_text(PASSWORD_BYTES)

    def _token(self, roles: Sequence[str]) -> str:
        return f"{roles[0]}:{self._randomness(TOKEN_BYTES).hex()}"

    def _random_text(self, count: int) -> str:
        return base64.urlsafe_b64encode(self._randomness(count)).decode().rstrip("=")


def open_accounts(path: Path, randomness: Callable[[int], bytes], hasher: PasswordHasher | None = None) -> Accounts:
    """Open the accounts' file, or make it; `randomness` returns that many unpredictable bytes.

    Passwords are hashed with argon2id (RFC 9106 section 4, second recommended option) unless a `hasher` is given.

    Raises:
        Refused: The file is of another form (`accounts-form-unknown`).
    """
    connection = sqlite3.connect(path, check_same_thread=False)
    path.chmod(0o600)
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA foreign_keys = ON")
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    steps = tables.SCHEMA if form == 0 else tables.UPGRADES.get(form, ())
    if steps:
        with connection:
            for statement in ("BEGIN IMMEDIATE", *steps):
                connection.execute(statement)
    elif form != tables.FORM:
        connection.close()
        raise Refused("accounts-form-unknown", path=str(path), form=form)
    return Accounts(connection, randomness, hasher or PasswordHasher())


def _check_roles(login: str, roles: Sequence[str]) -> None:
    if not roles or not all(ROLE.fullmatch(role) for role in roles):
        raise Malformed("accounts-role-form", place=login, roles=", ".join(roles))


def _account(login: str, token: str, roles: str, language: Language, kind: PasswordKind, disabled: int) -> Account:
    return Account(login, Token(token), frozenset(roles.split()), language, kind, bool(disabled))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
