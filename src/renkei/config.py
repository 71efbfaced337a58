"""Settings of a node: the only reader of its settings file and of `RENKEI_` variables; knows no capability."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

import msgspec

from renkei.kernel.errors import Malformed, Refused
from renkei.kernel.ids import Nation, NodeId
from renkei.kernel.names import Language, Name

SETTINGS_FILE = "node.json"
LOG_FILE = "log.sqlite"
SECRETS = "secrets"
OWN_ONLY = 0o700
"""Rights of a node's directory: what is in it is the nation's, whatever the machine's other users are."""
NODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
"""Short name of a node: it is part of a cookie's name, which is a token (RFC 6265 section 4.1.1)."""
NAME_MAX = 100
"""Characters of a headquarters' name in one language: what fits into the head of a screen."""
SETTINGS_MAX = 100_000
"""Bytes of a settings file: a thousand times the usual."""


class Partner(msgspec.Struct, frozen=True, omit_defaults=True):
    """One partner: its nation and name, and the address to dial; without one this node waits for its call."""

    nation: Nation
    name: Name
    host: str = "127.0.0.1"
    port: int | None = None


class Feed(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sensor feed: `form` is `nmea` or `cot`, `port` the UDP and TCP port on the loopback that takes it."""

    sensor: str
    form: Literal["nmea", "cot"]
    port: int
    sigma_m: float = 100.0
    rel_to: tuple[Nation, ...] = ()


class Settings(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who a node is and where it listens; port 0 lets the system choose.

    Attributes:
        tz: IANA name of the local time zone of the screen.
        exercise: The clock is the exercise's.
    """

    nation: Nation
    node: NodeId
    name: Name
    language: Language = "en"
    tz: str = "Asia/Tokyo"
    web_port: int = 0
    border_port: int = 0
    exercise: bool = False
    partners: tuple[Partner, ...] = ()
    feeds: tuple[Feed, ...] = ()


def check(settings: Settings, place: str = "") -> Settings:
    """Return settings that a node can run with; `place` is where they stand.

    Raises:
        Malformed: A name, the time zone, a port or a partner cannot be used, and which.
    """
    where = f"{place} " if place else ""
    if NODE.fullmatch(settings.node) is None:
        raise Malformed("config-node-form", place=f"{where}node", node=settings.node)
    if settings.tz not in available_timezones():
        raise Malformed("config-zone-unknown", place=f"{where}tz", tz=settings.tz)
    if settings.web_port == settings.border_port != 0:
        raise Malformed("config-ports-same", place=f"{where}border_port", port=settings.web_port)
    _check_name(settings.name, where)
    for partner in settings.partners:
        _check_name(partner.name, f"{where}{partner.nation} ")
        if partner.nation == settings.nation:
            raise Malformed("config-partner-own", place=f"{where}nation", nation=partner.nation)
    return settings


def _check_name(name: Name, where: str) -> None:
    for language, text in (("en", name.en), ("ja", name.ja)):
        if not text.strip() or len(text) > NAME_MAX or not text.isprintable():
            raise Malformed("config-name-form", place=f"{where}name.{language}", most=NAME_MAX)


def read(directory: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the node in a directory; `RENKEI_WEB_PORT` and `RENKEI_BORDER_PORT` go before the file.

    Raises:
        Refused: There is no node in the directory.
        Malformed: The file or a variable does not have its form.
    """
    path = directory / SETTINGS_FILE
    if not path.is_file():
        raise Refused("config-no-node", directory=str(directory))
    data = path.read_bytes()[: SETTINGS_MAX + 1]
    if len(data) > SETTINGS_MAX:
        raise Malformed("config-too-large", place=str(path), most=SETTINGS_MAX)
    try:
        settings = msgspec.json.decode(data, type=Settings)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise Malformed("config-field", place=str(path), reason=str(error)) from error
    check(settings, str(path))
    variables = os.environ if environment is None else environment
    web, border = _port(variables, "RENKEI_WEB_PORT"), _port(variables, "RENKEI_BORDER_PORT")
    return msgspec.structs.replace(
        settings,
        web_port=settings.web_port if web is None else web,
        border_port=settings.border_port if border is None else border,
    )


def _port(variables: Mapping[str, str], name: str) -> int | None:
    value = variables.get(name)
    if value is None:
        return None
    if not value.isdigit() or int(value) > 65_535:
        raise Malformed("config-port", place=name, value=value)
    return int(value)


def make_own(directory: Path) -> None:
    """Make a node's directory, or take over one that is there, so that its owner alone can look into it."""
    directory.mkdir(mode=OWN_ONLY, parents=True, exist_ok=True)
    directory.chmod(OWN_ONLY)


def write(directory: Path, settings: Settings) -> None:
    """Write the settings in one step: a crash leaves the old file or the new one, never half of one."""
    make_own(directory)
    path = directory / SETTINGS_FILE
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
    fresh.replace(path)


def secret(directory: Path, partner: Nation) -> bytes:
    """Return the secret shared with a partner.

    Raises:
        Refused: There is none.
        Malformed: It is not 32 bytes in hexadecimal.
    """
    path = directory / SECRETS / f"{partner}.key"
    if not path.is_file():
        raise Refused("config-no-secret", nation=partner)
    try:
        found = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError as error:
        raise Malformed("config-secret", place=str(path)) from error
    if len(found) != 32:
        raise Malformed("config-secret", place=str(path))
    return found


def write_secret(directory: Path, partner: Nation, value: bytes) -> Path:
    """Keep a secret for its owner's eyes only; return its file."""
    folder = directory / SECRETS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{partner}.key"
    path.touch(mode=0o600)
    path.write_text(value.hex() + "\n", "ascii")
    return path
