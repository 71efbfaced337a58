"""The accounts' tables in SQL; knows no rule about them."""

FORM = 1
"""Version of the tables, kept as SQLite's `user_version`."""

SCHEMA = (
    """CREATE TABLE users (
        login TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, roles TEXT NOT NULL, language TEXT NOT NULL,
        password TEXT NOT NULL, changed TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE sessions (
        secret BLOB PRIMARY KEY, login TEXT NOT NULL REFERENCES users (login), csrf TEXT NOT NULL,
        expires_s REAL NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX sessions_login ON sessions (login)",
    f"PRAGMA user_version = {FORM}",
)
"""`secret` is a hash: who reads the file can't take over a session with it."""

USER = "SELECT login, token, roles, language, password FROM users WHERE login = ?"
USERS = "SELECT login, token, roles, language FROM users ORDER BY login"
ADD_USER = "INSERT INTO users VALUES (?,?,?,?,?,?)"
SET_PASSWORD = "UPDATE users SET password = ?, changed = ? WHERE login = ?"
SESSION = """SELECT login, token, roles, language, csrf, expires_s FROM sessions JOIN users USING (login)
    WHERE secret = ? AND expires_s > ?"""
ADD_SESSION = "INSERT INTO sessions VALUES (?,?,?,?)"
DROP_SESSION = "DELETE FROM sessions WHERE secret = ?"
DROP_SESSIONS = "DELETE FROM sessions WHERE login = ?"
DROP_EXPIRED = "DELETE FROM sessions WHERE expires_s <= ?"
DROP_OLDEST = """DELETE FROM sessions WHERE login = ? AND secret NOT IN (
    SELECT secret FROM sessions WHERE login = ? ORDER BY expires_s DESC LIMIT ?)"""
