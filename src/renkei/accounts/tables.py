"""The accounts' tables in SQL; knows no rule about them."""

FORM = 2
"""Version of the tables, kept as SQLite's `user_version`."""

SCHEMA = (
    """CREATE TABLE users (
        login TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, roles TEXT NOT NULL, language TEXT NOT NULL,
        password TEXT NOT NULL, changed TEXT NOT NULL, kind TEXT NOT NULL,
        disabled INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE sessions (
        secret BLOB PRIMARY KEY, login TEXT NOT NULL REFERENCES users (login), csrf TEXT NOT NULL,
        expires_s REAL NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX sessions_login ON sessions (login)",
    f"PRAGMA user_version = {FORM}",
)
"""`secret` is a hash: who reads the file can't take over a session with it."""

UPGRADES = {
    1: (
        "ALTER TABLE users ADD COLUMN kind TEXT NOT NULL DEFAULT 'one_time'",
        "ALTER TABLE users ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0",
        "DELETE FROM sessions",
        "PRAGMA user_version = 2",
    )
}
"""What makes the next form of each older one. In form 1 every password was one-time, and none had to be changed."""

_ACCOUNT = "login, token, roles, language, kind, disabled"
USER = f"SELECT {_ACCOUNT}, password FROM users WHERE login = ?"
USERS = f"SELECT {_ACCOUNT} FROM users ORDER BY login"
ADD_USER = "INSERT INTO users VALUES (?,?,?,?,?,?,?,0)"
SET_PASSWORD = "UPDATE users SET password = ?, kind = ?, changed = ? WHERE login = ?"
SET_ROLES = "UPDATE users SET token = ?, roles = ? WHERE login = ?"
SET_DISABLED = "UPDATE users SET disabled = ? WHERE login = ?"
SESSION = f"""SELECT {_ACCOUNT}, csrf, expires_s FROM sessions JOIN users USING (login)
    WHERE secret = ? AND expires_s > ? AND NOT disabled AND kind <> 'one_time'"""
ADD_SESSION = "INSERT INTO sessions VALUES (?,?,?,?)"
DROP_SESSION = "DELETE FROM sessions WHERE secret = ?"
DROP_SESSIONS = "DELETE FROM sessions WHERE login = ?"
DROP_EXPIRED = "DELETE FROM sessions WHERE expires_s <= ?"
DROP_OLDEST = """DELETE FROM sessions WHERE login = ? AND secret NOT IN (
    SELECT secret FROM sessions WHERE login = ? ORDER BY expires_s DESC LIMIT ?)"""
