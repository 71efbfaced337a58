"""Accounts on a real file: who gets in, for how long, and after how many attempts."""

import hashlib
import random
import sqlite3
import stat
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from renkei.accounts import attempts
from renkei.accounts.accounts import (
    SESSION_LENGTH,
    SESSIONS_MAX,
    Account,
    Limited,
    open_accounts,
)
from renkei.accounts.attempts import ADDRESS_MAX, DELAY_S, USER_MAX, WINDOW, Attempts
from renkei.accounts.password import PASSWORD_MAX
from renkei.kernel.errors import Malformed, Refused

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
HERE = "127.0.0.1"
ELSEWHERE, AFAR = "192.0.2.1", "2001:db8::1"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "accounts.sqlite"


@pytest.fixture
def accounts(path):
    opened = open_accounts(path, random.Random(1).randbytes, QUICK)
    yield opened
    opened.close()


def key_of(kind, call, *args):
    with pytest.raises(kind) as refusal:
        call(*args)
    return refusal.value.key


def test_an_exercise_account_signs_in_with_its_initial_password(accounts):
    password = accounts.add("sato", ["planner", "watch_officer"], "ja", NOW, "exercise")
    signed_in = accounts.sign_in("sato", password, HERE, NOW)
    (account,) = accounts.all()
    assert signed_in.account == account
    assert account == Account("sato", account.token, frozenset({"planner", "watch_officer"}), "ja", "exercise")
    assert account.token.startswith("planner:")
    assert "sato" not in account.token
    assert signed_in.expires == NOW + SESSION_LENGTH
    assert len(password) == 20


def test_a_session_is_found_by_its_cookie_until_it_ends(accounts):
    signed_in = accounts.sign_in("sato", accounts.add("sato", ["planner"], "ja", NOW, "exercise"), HERE, NOW)
    found = accounts.session(signed_in.secret, NOW + SESSION_LENGTH - timedelta(seconds=1))
    assert (found.account, found.csrf, found.expires, found.secret) == (
        signed_in.account,
        signed_in.csrf,
        signed_in.expires,
        "",
    )
    assert accounts.session(signed_in.secret, NOW + SESSION_LENGTH) is None
    assert accounts.session(signed_in.secret + "x", NOW) is None
    assert accounts.session("", NOW) is None
    accounts.sign_out(signed_in.secret)
    assert accounts.session(signed_in.secret, NOW) is None


def test_two_sessions_have_different_secrets_and_tokens(accounts):
    password = accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    first, second = (accounts.sign_in("sato", password, HERE, NOW) for _ in range(2))
    assert len({first.secret, second.secret, first.csrf, second.csrf}) == 4
    accounts.sign_out(first.secret)
    assert accounts.session(second.secret, NOW) is not None


def test_the_oldest_session_ends_beyond_the_bound(accounts):
    password = accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    opened = [
        accounts.sign_in("sato", password, HERE, NOW + timedelta(seconds=n)).secret for n in range(SESSIONS_MAX + 1)
    ]
    alive = [accounts.session(secret, NOW + timedelta(seconds=60)) is not None for secret in opened]
    assert alive == [False] + [True] * SESSIONS_MAX


def test_neither_passwords_nor_cookies_are_in_the_file(accounts, path):
    password = accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    signed_in = accounts.sign_in("sato", password, HERE, NOW)
    accounts.close()
    data = path.read_bytes()
    assert password.encode() not in data
    assert signed_in.secret.encode() not in data
    assert hashlib.sha256(signed_in.secret.encode()).digest() in data
    assert b"$argon2id$" in data


def test_the_file_is_for_its_owner_only(accounts, path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_passwords_are_hashed_as_rfc_9106_recommends(path):
    opened = open_accounts(path, random.Random(1).randbytes)
    opened.add("sato", ["planner"], "ja", NOW)
    opened.close()
    connection = sqlite3.connect(path)
    (digest,) = connection.execute("SELECT password FROM users").fetchone()
    connection.close()
    assert digest.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize(("login", "password"), [("sato", "wrong"), ("nobody", "wrong"), ("", ""), ("sato", "")])
def test_what_was_wrong_is_not_said(accounts, login, password):
    accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    assert key_of(Refused, accounts.sign_in, login, password, HERE, NOW) == "accounts-sign-in-wrong"


def test_a_password_is_looked_at_up_to_its_bound(accounts):
    accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    assert key_of(Refused, accounts.sign_in, "sato", "x" * 10_000_000, HERE, NOW) == "accounts-sign-in-wrong"
    assert PASSWORD_MAX == 256


def test_a_reset_ends_the_old_password_and_every_session(accounts):
    old = accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    other = accounts.sign_in("abe", accounts.add("abe", ["planner"], "ja", NOW, "exercise"), HERE, NOW)
    session = accounts.sign_in("sato", old, HERE, NOW)
    new = accounts.reset("sato", NOW, "exercise")
    assert accounts.session(session.secret, NOW) is None
    assert accounts.session(other.secret, NOW) is not None
    assert key_of(Refused, accounts.sign_in, "sato", old, HERE, NOW) == "accounts-sign-in-wrong"
    assert accounts.sign_in("sato", new, HERE, NOW).account.login == "sato"
    assert key_of(Refused, accounts.reset, "nobody", NOW) == "accounts-login-unknown"


@pytest.mark.parametrize("login", ["", "Sato", "1st", "a b", "sato\n", "a" * 33, "佐藤"])
def test_what_is_no_login_is_refused(accounts, login):
    assert key_of(Malformed, accounts.add, login, ["planner"], "ja", NOW) == "accounts-login-form"


@pytest.mark.parametrize("roles", [[], [""], ["planner", "Chief"], ["a b"]])
def test_what_is_no_role_is_refused(accounts, roles):
    assert key_of(Malformed, accounts.add, "sato", roles, "ja", NOW) == "accounts-role-form"


def test_a_login_is_given_once(accounts):
    accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    assert key_of(Refused, accounts.add, "sato", ["commander"], "en", NOW) == "accounts-login-taken"
    assert [account.roles for account in accounts.all()] == [{"planner"}]


def test_accounts_are_there_after_a_restart(accounts, path):
    password = accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    signed_in = accounts.sign_in("sato", password, HERE, NOW)
    accounts.close()
    again = open_accounts(path, random.Random(2).randbytes, QUICK)
    assert again.session(signed_in.secret, NOW).account.login == "sato"
    again.close()


def test_another_form_of_the_file_is_refused(path):
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert key_of(Refused, open_accounts, path, bytes) == "accounts-form-unknown"


def fail(accounts, login, address, now):
    return key_of(Refused, accounts.sign_in, login, "wrong", address, now)


def test_attempts_are_limited_even_with_the_right_password(accounts):
    password = accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    for _ in range(USER_MAX):
        assert fail(accounts, "sato", HERE, NOW) == "accounts-sign-in-wrong"
    with pytest.raises(Limited) as limited:
        accounts.sign_in("sato", password, HERE, NOW + timedelta(seconds=10))
    assert (limited.value.key, limited.value.facts) == ("accounts-too-many-attempts", {"seconds": 290})
    assert accounts.sign_in("sato", password, ELSEWHERE, NOW).account.login == "sato"
    assert accounts.sign_in("sato", password, HERE, NOW + WINDOW).account.login == "sato"


def test_success_forgives(accounts):
    password = accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    for _ in range(3):
        for _ in range(USER_MAX - 1):
            fail(accounts, "sato", HERE, NOW)
        accounts.sign_in("sato", password, HERE, NOW)


def test_an_address_is_limited_whoever_it_names(accounts):
    for number in range(ADDRESS_MAX):
        assert fail(accounts, f"user{number}", ELSEWHERE, NOW) == "accounts-sign-in-wrong"
    assert fail(accounts, "another", ELSEWHERE, NOW) == "accounts-too-many-attempts"
    assert fail(accounts, "another", AFAR, NOW) == "accounts-sign-in-wrong"
    assert accounts.delay_s(ELSEWHERE, NOW) == 0


def test_the_loopback_that_all_share_is_slowed_down_and_never_refused(accounts):
    password = accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    for number in range(ADDRESS_MAX):
        assert accounts.delay_s(HERE, NOW) == 0
        assert fail(accounts, f"user{number}", HERE, NOW) == "accounts-sign-in-wrong"
    assert [accounts.delay_s(address, NOW) for address in (HERE, "127.9.9.9", "::1")] == [DELAY_S] * 3
    assert accounts.sign_in("sato", password, HERE, NOW).account.login == "sato"
    assert accounts.delay_s(HERE, NOW + WINDOW) == 0


def test_another_address_of_the_loopback_is_no_other_place(accounts):
    accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    said = [fail(accounts, "sato", f"127.0.0.{number}", NOW) for number in range(1, USER_MAX + 2)]
    assert said == ["accounts-sign-in-wrong"] * USER_MAX + ["accounts-too-many-attempts"]


def test_many_attempts_at_once_are_no_more_than_one_after_the_other(path):
    opened = open_accounts(path, random.Random(1).randbytes, PasswordHasher(time_cost=1, memory_cost=8_192))
    opened.add("sato", ["planner"], "ja", NOW)
    with ThreadPoolExecutor(16) as pool:
        said = list(pool.map(lambda _: fail(opened, "sato", HERE, NOW), range(60)))
    opened.close()
    assert Counter(said) == {"accounts-sign-in-wrong": USER_MAX, "accounts-too-many-attempts": 60 - USER_MAX}


def test_who_signs_in_right_does_not_use_up_the_address(accounts):
    password = accounts.add("sato", ["planner"], "ja", NOW, "exercise")
    for number in range(ADDRESS_MAX + 1):
        accounts.sign_in("sato", password, ELSEWHERE, NOW + timedelta(seconds=number))


def test_what_is_remembered_of_attempts_is_bounded(monkeypatch):
    monkeypatch.setattr(attempts, "KEYS_MAX", 4)
    counted = Attempts()
    for _ in range(USER_MAX):
        counted.begun("sato", HERE, NOW)
    assert counted.wait_s("sato", HERE, NOW) == 300
    for number in range(3):
        counted.begun(f"user{number}", f"192.0.2.{number}", NOW)
        assert len(counted._failed) <= 4
    assert counted.wait_s("sato", HERE, NOW) == 0


def test_attempts_leave_the_window_one_by_one():
    counted = Attempts()
    for number in range(USER_MAX):
        counted.begun("sato", HERE, NOW + timedelta(seconds=10 * number))
    assert counted.wait_s("sato", HERE, NOW + WINDOW - timedelta(seconds=1)) == 1
    assert counted.wait_s("sato", HERE, NOW + WINDOW) == 0
    counted.begun("sato", HERE, NOW + WINDOW)
    assert counted.wait_s("sato", HERE, NOW + WINDOW) == 10
