"""One-time passwords open nothing until their user has chosen another; disabled accounts, and other roles."""

import random
import sqlite3

import pytest

from renkei.accounts import tables
from renkei.accounts.accounts import open_accounts
from renkei.accounts.attempts import USER_MAX
from renkei.accounts.password import DIFFERENT_MIN, PASSWORD_MAX, PASSWORD_MIN, refuse_weak
from renkei.kernel.errors import Malformed, Refused
from tests.accounts.test_accounts import HERE, NOW, QUICK, key_of

OWN = "seven ships in the strait"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "accounts.sqlite"


@pytest.fixture
def accounts(path):
    opened = open_accounts(path, random.Random(1).randbytes, QUICK)
    yield opened
    opened.close()


def added(accounts, *roles):
    return accounts.add("sato", roles or ["planner"], "ja", NOW)


def test_a_one_time_password_opens_nothing_but_the_choice_of_another(accounts):
    first = added(accounts)
    for _ in range(USER_MAX + 1):  # the right password is no failed attempt
        with pytest.raises(Refused) as refused:
            accounts.sign_in("sato", first, HERE, NOW)
        assert (refused.value.key, refused.value.facts) == ("accounts-password-first", {"least": PASSWORD_MIN})
    session = accounts.sign_in("sato", first, HERE, NOW, OWN)
    assert accounts.session(session.secret, NOW).account.login == "sato"
    assert [account.kind for account in accounts.all()] == ["own"]
    assert key_of(Refused, accounts.sign_in, "sato", first, HERE, NOW) == "accounts-sign-in-wrong"
    assert key_of(Refused, accounts.sign_in, "sato", first, HERE, NOW, OWN + "!") == "accounts-sign-in-wrong"
    assert accounts.sign_in("sato", OWN, HERE, NOW).account.login == "sato"


def test_a_reset_password_is_one_time_again(accounts):
    accounts.sign_in("sato", added(accounts), HERE, NOW, OWN)
    second = accounts.reset("sato", NOW)
    assert key_of(Refused, accounts.sign_in, "sato", OWN, HERE, NOW) == "accounts-sign-in-wrong"
    assert key_of(Refused, accounts.sign_in, "sato", second, HERE, NOW) == "accounts-password-first"


def test_a_user_changes_the_password_at_any_sign_in_and_the_other_sessions_end(accounts):
    before = accounts.sign_in("sato", added(accounts), HERE, NOW, OWN)
    after = accounts.sign_in("sato", OWN, HERE, NOW, "eight ships in the strait")
    assert accounts.session(before.secret, NOW) is None
    assert accounts.session(after.secret, NOW) is not None
    assert key_of(Refused, accounts.sign_in, "sato", OWN, HERE, NOW) == "accounts-sign-in-wrong"


def test_nobody_chooses_a_password_without_the_old_one(accounts):
    added(accounts)
    assert key_of(Refused, accounts.sign_in, "sato", "wrong", HERE, NOW, OWN) == "accounts-sign-in-wrong"
    assert [account.kind for account in accounts.all()] == ["one_time"]


def test_a_weak_choice_leaves_the_one_time_password_as_it_was(accounts):
    first = added(accounts)
    assert key_of(Refused, accounts.sign_in, "sato", first, HERE, NOW, "short") == "accounts-password-length"
    assert accounts.sign_in("sato", first, HERE, NOW, OWN).account.kind == "one_time"  # as it was at the sign-in


WEAK = (
    ("x1234" * 2 + "x123", "accounts-password-length"),
    ("a" * 10 + "bcde" + "f", None),
    ("abcd" * 4, "accounts-password-simple"),
    ("abcde" * 3, None),
    ("p" * (PASSWORD_MAX - 4) + "qrst", None),
    ("p" * (PASSWORD_MAX - 3) + "qrst", "accounts-password-length"),
    ("", "accounts-password-length"),
    ("the old password", "accounts-password-same"),
    ("ｔｈｅ　ｏｌｄ　ｐａｓｓｗｏｒｄ", "accounts-password-same"),
    ("my name is Tanaka, sir", "accounts-password-login"),
    ("海峡に七隻の船が静かに並んでいる夜", None),
)


@pytest.mark.parametrize(("new", "key"), WEAK)
def test_what_a_chosen_password_must_be(new, key):
    assert (PASSWORD_MIN, DIFFERENT_MIN) == (15, 5)
    if key is None:
        refuse_weak("tanaka", "the old password", new)
    else:
        assert key_of(Refused, refuse_weak, "tanaka", "the old password", new) == key


def test_a_short_login_may_be_part_of_a_word():
    refuse_weak("abe", "the old password", "the label on a crate")


def test_one_password_on_two_keyboards_is_one_password(accounts):
    accounts.sign_in("sato", added(accounts), HERE, NOW, "ﾊﾟｽﾜｰﾄﾞは長い方がよいと聞いた")
    assert accounts.sign_in("sato", "パスワードは長い方がよいと聞いた", HERE, NOW).account.login == "sato"


def test_a_disabled_account_is_out_at_once_and_comes_back_with_its_password(accounts):
    session = accounts.sign_in("sato", added(accounts), HERE, NOW, OWN)
    accounts.disable("sato")
    assert accounts.session(session.secret, NOW) is None
    assert key_of(Refused, accounts.sign_in, "sato", OWN, HERE, NOW) == "accounts-disabled"
    assert key_of(Refused, accounts.sign_in, "sato", "wrong", HERE, NOW) == "accounts-sign-in-wrong"
    assert key_of(Refused, accounts.sign_in, "sato", OWN, HERE, NOW, OWN + "!") == "accounts-disabled"
    assert [account.disabled for account in accounts.all()] == [True]
    accounts.enable("sato")
    assert accounts.session(session.secret, NOW) is None
    assert accounts.sign_in("sato", OWN, HERE, NOW).account.disabled is False


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        (["planner"], ["planner", "commander"], True),
        (["planner", "commander"], ["commander", "planner"], True),
        (["planner", "commander"], ["commander"], False),
        (["planner"], ["watch_officer"], False),
    ],
)
def test_other_roles_end_the_sessions_and_events_name_a_role_that_the_user_has(accounts, old, new, kept):
    session = accounts.sign_in("sato", added(accounts, *old), HERE, NOW, OWN)
    accounts.set_roles("sato", new)
    assert accounts.session(session.secret, NOW) is None
    account = accounts.sign_in("sato", OWN, HERE, NOW).account
    assert account.roles == set(new)
    assert (account.token == session.account.token) is kept
    assert account.token.partition(":")[0] in new


def test_only_what_is_there_is_changed(accounts):
    added(accounts)
    for call in (accounts.disable, accounts.enable, lambda login: accounts.set_roles(login, ["planner"])):
        assert key_of(Refused, call, "nobody") == "accounts-login-unknown"
    assert key_of(Malformed, accounts.set_roles, "sato", []) == "accounts-role-form"
    assert key_of(Malformed, accounts.set_roles, "sato", ["Chief"]) == "accounts-role-form"


FORM_1 = (
    """CREATE TABLE users (
        login TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, roles TEXT NOT NULL, language TEXT NOT NULL,
        password TEXT NOT NULL, changed TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE sessions (
        secret BLOB PRIMARY KEY, login TEXT NOT NULL REFERENCES users (login), csrf TEXT NOT NULL,
        expires_s REAL NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX sessions_login ON sessions (login)",
    "PRAGMA user_version = 1",
)


def test_accounts_of_the_form_before_are_taken_over_and_their_passwords_are_one_time(path):
    connection = sqlite3.connect(path)
    with connection:
        for statement in FORM_1:
            connection.execute(statement)
        row = ("sato", "planner:0", "planner", "ja", QUICK.hash("as it was printed"), NOW.isoformat())
        connection.execute("INSERT INTO users VALUES (?,?,?,?,?,?)", row)
    connection.close()
    for _ in range(2):
        opened = open_accounts(path, random.Random(1).randbytes, QUICK)
        (account,) = opened.all()
        assert (account.login, account.token, account.kind, account.disabled) == (
            "sato",
            "planner:0",
            "one_time",
            False,
        )
        assert key_of(Refused, opened.sign_in, "sato", "as it was printed", HERE, NOW) == "accounts-password-first"
        opened.close()
    opened = open_accounts(path, random.Random(1).randbytes, QUICK)
    assert opened.sign_in("sato", "as it was printed", HERE, NOW, OWN).account.token == "planner:0"
    opened.close()
    assert set(tables.UPGRADES) == set(range(1, tables.FORM))
