"""Make a node, join a partner, keep users."""

import contextlib
from pathlib import Path

import click
import msgspec

from renkei import config
from renkei.accounts.accounts import ACCOUNTS_FILE, Accounts, open_accounts
from renkei.cli.identifiers import new_id, randomness
from renkei.cli.words import result, say
from renkei.io.clock import MachineClock
from renkei.kernel.errors import Refused
from renkei.kernel.ids import NodeId, nation
from renkei.kernel.names import LANGUAGES, Language, Name
from renkei.log.sqlite import create
from renkei.node.roles import ROLES

PASSWORDS = {"one_time": "one-time password", "exercise": "exercise password", "own": "own password"}
"""Who made a password, in words."""
DIRECTORY = click.argument("directory", type=click.Path(file_okay=False, path_type=Path))


def make_node(directory: Path, settings: config.Settings) -> None:
    """Make the directory, settings, log and accounts of a node.

    Raises:
        Malformed: A node cannot run with these settings; nothing is made.
        Refused: There is a node in the directory already; nothing is changed.
    """
    config.check(settings)
    if (directory / config.SETTINGS_FILE).exists():
        raise Refused("config-node-exists", directory=str(directory))
    config.make_own(directory)
    meta = {"nation": settings.nation.encode(), "node": settings.node.encode(), "epoch": new_id().encode()}
    create(directory / config.LOG_FILE, meta)
    open_accounts(directory / ACCOUNTS_FILE, randomness).close()
    config.write(directory, settings)


def accounts_of(directory: Path) -> Accounts:
    """Open the accounts of the node in a directory."""
    config.read(directory)
    return open_accounts(directory / ACCOUNTS_FILE, randomness)


@click.command()
@DIRECTORY
@click.option("--nation", "code", required=True, help="Nation of this headquarters: ISO 3166-1 code, such as JPN.")
@click.option("--node", "name", required=True, help="Short name of this node, for example joc; part of its cookie.")
@click.option("--name-en", required=True, help="Name of the headquarters in English.")
@click.option("--name-ja", required=True, help="Name of the headquarters in Japanese.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--web-port", type=click.IntRange(0, 65_535), default=8_000, show_default=True)
@click.option("--border-port", type=click.IntRange(0, 65_535), default=8_100, show_default=True)
@click.option("--tz", default="Asia/Tokyo", show_default=True, help="IANA time zone of the screen.")
def init(  # noqa: PLR0913  # one parameter for each option of the command
    directory: Path,
    code: str,
    name: str,
    name_en: str,
    name_ja: str,
    language: Language,
    web_port: int,
    border_port: int,
    tz: str,
) -> None:
    """Make a node in DIRECTORY: its settings, its empty log and its accounts."""
    settings = config.Settings(
        nation(code), NodeId(name), Name(name_en, name_ja), language, tz, web_port, border_port
    )  # fmt: skip
    make_node(directory, settings)
    say(f"Made a node in {directory}. Next: renkei user add {directory} LOGIN --role administrator")


@click.command()
@DIRECTORY
@click.option("--nation", "code", required=True, help="The partner's nation.")
@click.option("--name-en", required=True)
@click.option("--name-ja", required=True)
@click.option("--port", type=click.IntRange(1, 65_535), help="Border port to dial; without it this node waits.")
@click.option("--secret", help="The secret that the partner's side made; without it one is made and printed.")
def partner(directory: Path, code: str, name_en: str, name_ja: str, port: int | None, secret: str | None) -> None:
    """Join a partner to the node in DIRECTORY, with a secret that only these two nations share."""
    settings = config.read(directory)
    joined = config.Partner(nation(code), Name(name_en, name_ja), port=port)
    others = tuple(p for p in settings.partners if p.nation != joined.nation)
    settings = config.check(msgspec.structs.replace(settings, partners=(*others, joined)))
    value = _secret(secret)
    path = config.write_secret(directory, joined.nation, value)
    config.write(directory, settings)
    if secret is None:
        result(value.hex())
        say(f"Kept in {path}. Give it to {joined.nation} by hand; there: renkei partner ... --secret THIS")


def _secret(text: str | None) -> bytes:
    if text is None:
        return randomness(32)
    try:
        value = bytes.fromhex(text)
    except ValueError as error:
        raise click.BadParameter("32 bytes in hexadecimal", param_hint="--secret") from error
    if len(value) != 32:
        raise click.BadParameter("32 bytes in hexadecimal", param_hint="--secret")
    return value


@click.group()
def user() -> None:
    """Keep the users of a node."""


@user.command("add")
@DIRECTORY
@click.argument("login")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="May be given again.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
def user_add(directory: Path, login: str, roles: tuple[str, ...], language: Language) -> None:
    """Make an account and print its one-time password, which is kept nowhere; the first sign-in asks for another."""
    accounts = accounts_of(directory)
    try:
        result(accounts.add(login, roles, language, MachineClock().recorded()))
    finally:
        accounts.close()


@user.command("reset")
@DIRECTORY
@click.argument("login")
def user_reset(directory: Path, login: str) -> None:
    """Give an account a new one-time password and end its sessions."""
    accounts = accounts_of(directory)
    try:
        result(accounts.reset(login, MachineClock().recorded()))
    finally:
        accounts.close()


@user.command("roles")
@DIRECTORY
@click.argument("login")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="May be given again.")
def user_roles(directory: Path, login: str, roles: tuple[str, ...]) -> None:
    """Give an account these roles instead of the ones it has, and end its sessions."""
    with contextlib.closing(accounts_of(directory)) as accounts:
        accounts.set_roles(login, roles)


@user.command("disable")
@DIRECTORY
@click.argument("login")
def user_disable(directory: Path, login: str) -> None:
    """Let nobody sign in with an account, and end its sessions."""
    with contextlib.closing(accounts_of(directory)) as accounts:
        accounts.disable(login)


@user.command("enable")
@DIRECTORY
@click.argument("login")
def user_enable(directory: Path, login: str) -> None:
    """Let a disabled account sign in again."""
    with contextlib.closing(accounts_of(directory)) as accounts:
        accounts.enable(login)


@user.command("list")
@DIRECTORY
def user_list(directory: Path) -> None:
    """List the accounts with their roles, and what there is to know about signing in."""
    accounts = accounts_of(directory)
    try:
        for account in accounts.all():
            roles = ", ".join(sorted(account.roles))
            state = "disabled" if account.disabled else PASSWORDS[account.kind]
            result(f"{account.login}\t{account.token}\t{roles}\t{account.language}\t{state}")
    finally:
        accounts.close()


COMMANDS = (init, partner, user)
