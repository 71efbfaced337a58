"""Envelope and bodies: what is read, what is unknown, what is malformed, and how old versions come up to date."""

from datetime import timedelta, timezone

import msgspec
import pytest

from renkei.kernel.errors import Conflict, Malformed, Refused
from renkei.kernel.event import Event, Kind, Unknown, decode_body
from renkei.kernel.ids import ALPHA_2, nation
from renkei.kernel.instant import iso
from renkei.kernel.label import Label
from renkei.kernel.message import Message, reason, told
from renkei.kernel.names import LANGUAGES, Name
from renkei.watch.events import EntryLogged
from tests.kernel.facts import T0, event, hour


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """Version 3 of a body: `place` was `where` in version 1; `count` came with version 3."""

    place: str
    count: int = 0


KINDS = {
    "watch.Seen": Kind(
        "watch.Seen",
        Seen,
        3,
        {1: lambda old: {"place": old["where"]}, 2: lambda old: old | {"count": 1}},
    )
}


def seen(version, body, kind="watch.Seen"):
    return msgspec.structs.replace(
        event(EntryLogged(Name("x")), "e"), kind=kind, version=version, body=msgspec.Raw(msgspec.json.encode(body))
    )


BODIES = (
    (1, {"where": "kochi"}, Seen("kochi", 1)),
    (2, {"place": "kochi"}, Seen("kochi", 1)),
    (3, {"place": "kochi", "count": 7}, Seen("kochi", 7)),
    (3, {"place": "kochi", "later": "ignored"}, Seen("kochi")),
    (4, {"anything": []}, Unknown("watch.Seen", 4)),
)


@pytest.mark.parametrize(("version", "body", "read"), BODIES)
def test_a_body_of_any_version_is_read_as_the_newest(version, body, read):
    assert decode_body(seen(version, body), KINDS) == read


def test_a_kind_that_nobody_here_knows_is_kept_as_unknown():
    assert decode_body(seen(1, {"x": 1}, "orders.OrderIssued"), KINDS) == Unknown("orders.OrderIssued", 1)


@pytest.mark.parametrize("body", [{}, [], None, "x", {"place": 7}, {"place": "x", "count": "7"}])
def test_a_body_of_the_wrong_form_is_malformed_and_says_where(body):
    with pytest.raises(Malformed) as malformed:
        decode_body(seen(3, body), KINDS)
    assert (malformed.value.key, malformed.value.place) == ("event-body", "watch.Seen")
    assert malformed.value.facts["reason"]


def test_an_envelope_reads_back_and_keeps_the_bytes_of_its_body():
    happened = event(EntryLogged(Name("a", "あ")), "e", rel_to=("USA",), refs=("d",))
    data = msgspec.json.encode(happened)
    read = msgspec.json.decode(data, type=Event)
    assert bytes(read.body) == b'{"text":{"en":"a","ja":"\xe3\x81\x82"}}'
    assert msgspec.json.encode(read) == data
    assert (read.valid, read.label, read.refs) == (T0, Label("JPN", rel_to=("USA",)), ("d",))


@pytest.mark.parametrize("field", ["valid", "recorded"])
def test_a_time_without_a_zone_is_no_time(field):
    fields = msgspec.json.decode(msgspec.json.encode(event(EntryLogged(Name("x")), "e")))
    fields[field] = fields[field].removesuffix("Z")
    with pytest.raises(msgspec.ValidationError, match=rf"timezone component - at `\$\.{field}`"):
        msgspec.convert(fields, Event)


def test_moments_are_written_in_utc():
    assert iso(hour(12)) == "2026-02-10T03:30:00Z"
    assert iso(hour(12).astimezone(timezone(timedelta(hours=9)))) == "2026-02-10T03:30:00Z"


CODES = (
    ("JP", "JPN"), ("jp", "JPN"), ("jpn", "JPN"), ("JPN", "JPN"), ("US", "USA"), ("uk", "GBR"), ("XAA", "XAA"),
)  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), CODES)
def test_a_nation_has_three_letters(code, expected):
    assert nation(code) == expected


@pytest.mark.parametrize("code", ["", "J", "ZZ", "JAPAN", "J1N", "日本国", "12", " JP"])
def test_what_is_no_nation_is_malformed(code):
    with pytest.raises(Malformed) as malformed:
        nation(code)
    assert (malformed.value.key, malformed.value.place) == ("nation-unknown", code)


def test_every_known_nation_maps_to_one_code():
    assert all(len(a) == 2 and len(b) == 3 for a, b in ALPHA_2.items())


def test_default_deny():
    label = Label("JPN")
    assert not label.releasable_to("USA")
    assert not label.releasable_to("JPN")
    assert Label("JPN", rel_to=("USA",)).releasable_to("USA")
    assert not Label("JPN", rel_to=("USA",)).releasable_to("KOR")
    assert msgspec.json.encode(label) == b'{"originator":"JPN"}'


NAMES = (
    (Name("tide", "潮"), "tide", "潮", True, True),
    (Name("tide", ""), "tide", "tide", True, False),
    (Name("", "潮"), "潮", "潮", False, True),
    (Name(), "", "", False, False),
)


@pytest.mark.parametrize(("name", "en", "ja", "has_en", "has_ja"), NAMES)
def test_a_name_without_a_translation_is_read_in_its_original(name, en, ja, has_en, has_ja):
    assert [name.text(language) for language in LANGUAGES] == [en, ja]
    assert [name.has(language) for language in LANGUAGES] == [has_en, has_ja]


@pytest.mark.parametrize("kind", [Refused, Conflict])
def test_a_refusal_is_a_key_with_facts_never_a_sentence(kind):
    error = kind("plan-not-owner", task="K8", owner=Name("USFJ", "在日米軍"))
    assert (error.key, dict(error.facts)) == ("plan-not-owner", {"task": "K8", "owner": Name("USFJ", "在日米軍")})
    assert reason(error) == Message("plan-not-owner", dict(error.facts)) == told("plan-not-owner", **error.facts)


def test_malformed_says_where():
    error = Malformed("pack-field", place="plan.yaml:12 tasks[3].dur", reason="x")
    assert (error.key, error.place, dict(error.facts)) == ("pack-field", "plan.yaml:12 tasks[3].dur", {"reason": "x"})
