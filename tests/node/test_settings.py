"""What a node is made with: names, zone, ports and partners that cannot work are refused before anything is made."""

import msgspec
import pytest
from click.testing import CliRunner

from renkei import config
from renkei.cli import cli
from renkei.cli.headquarters import node_id
from renkei.kernel.errors import Malformed
from renkei.kernel.names import Name

NAME = Name("Joint Operations Command", "統合作戦司令部")
GOOD = config.Settings("JPN", "joc", NAME)
USABLE = (
    {},
    {"node": "J-3.joc_1"},
    {"node": "a" * 32},
    {"tz": "UTC"},
    {"tz": "America/Argentina/Buenos_Aires"},
    {"web_port": 0, "border_port": 0},
    {"name": Name("x" * config.NAME_MAX, "統")},
)
PARTNER = config.Partner("USA", Name("U.S. Forces Japan", "在日米軍司令部"))
UNUSABLE = (
    *(
        ({"node": node}, "config-node-form", "node")
        for node in ("", "a b;c", "あ", "a\n", "a" * 33, "-a", "a/b", "a=b")
    ),
    *(
        ({"tz": tz}, "config-zone-unknown", "tz")
        for tz in ("", "Mars/Phobos", "../Asia/Tokyo", "/etc/localtime", "Asia", "asia/tokyo", "a\0b")
    ),
    *(
        ({"name": name}, "config-name-form", place)
        for name, place in (
            (Name("", "統合"), "name.en"),
            (Name("x", ""), "name.ja"),
            (Name(" ", "統合"), "name.en"),
            (Name("x\ny", "統合"), "name.en"),
            (Name("x" * (config.NAME_MAX + 1), "統合"), "name.en"),
        )
    ),
    ({"web_port": 8000, "border_port": 8000}, "config-ports-same", "border_port"),
    ({"partners": (config.Partner("JPN", NAME),)}, "config-partner-own", "nation"),
    ({"partners": (PARTNER, config.Partner("AUS", Name("HQJOC", "")))}, "config-name-form", "AUS name.ja"),
)


@pytest.mark.parametrize("changes", USABLE)
def test_usable_settings_are_taken(changes):
    settings = msgspec.structs.replace(GOOD, **changes)
    assert config.check(settings) is settings


@pytest.mark.parametrize(("changes", "key", "place"), UNUSABLE)
def test_unusable_settings_are_refused_with_their_place(tmp_path, changes, key, place):
    settings = msgspec.structs.replace(GOOD, **changes)
    with pytest.raises(Malformed) as refused:
        config.check(settings)
    assert (refused.value.key, refused.value.place) == (key, place)
    config.write(tmp_path, settings)
    with pytest.raises(Malformed) as unread:
        config.read(tmp_path, {})
    assert (unread.value.key, unread.value.place) == (key, f"{tmp_path / config.SETTINGS_FILE} {place}")


def ran(*arguments):
    """Return what a command line raised, if it refused."""
    return CliRunner().invoke(cli, arguments).exception


def init(directory, **options):
    """Make a node by the command line."""
    given = {"nation": "JPN", "node": "joc", "name-en": "Command", "name-ja": "司令部"} | options
    return ran("init", str(directory), *(word for name, value in given.items() for word in (f"--{name}", value)))


@pytest.mark.parametrize(
    "options", [{"node": "a b;c"}, {"node": "あ"}, {"tz": "Mars/Phobos"}, {"name-en": ""}, {"name-ja": " "}]
)
def test_init_makes_nothing_that_cannot_run(tmp_path, options):
    refused = init(tmp_path / "node", **options)
    assert isinstance(refused, Malformed)
    assert not (tmp_path / "node").exists()


@pytest.mark.parametrize(("code", "name"), [("JPN", "Command"), ("JP", "Command"), ("USA", "")])
def test_neither_the_own_nation_nor_a_nameless_one_is_joined(tmp_path, code, name):
    assert init(tmp_path) is None
    refused = ran("partner", str(tmp_path), "--nation", code, "--name-en", name, "--name-ja", "司令部")
    assert isinstance(refused, Malformed)
    assert config.read(tmp_path, {}).partners == ()
    assert not (tmp_path / config.SECRETS).exists()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("USFJ", "usfj"),
        ("U.S. Forces Japan", "u-s-forces-japan"),
        ("../../etc", "etc"),
        ("統合作戦司令部", "jpn"),
        ("", "jpn"),
        ("x" * 40, "x" * 32),
        ("x" * 31 + " y", "x" * 31),
    ],
)
def test_the_node_of_a_pack_has_a_short_name_whatever_the_pack_calls_it(name, short):
    assert node_id(name, "JPN") == short
    assert config.NODE.fullmatch(short)
