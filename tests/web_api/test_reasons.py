"""What is wrong with a field is said in Japanese too, for every form in which the decoder says it."""

from datetime import datetime
from typing import Literal

import msgspec
import pytest

from renkei.kernel.names import Name
from renkei.web.reasons import OTHERWISE, REASON_MAX, reason_of


class Form(msgspec.Struct, forbid_unknown_fields=True):
    """A body with a field of every kind that bodies have."""

    id: str
    number: int | None = None
    kind: Literal["a", "b"] = "a"
    at: datetime | None = None
    many: tuple[str, ...] = ()
    pair: tuple[float, float] = (0, 0)


CASES = (
    ({"id": 7}, "文字列が必要ですが、整数です"),
    ({"id": "x", "number": "7"}, "整数または空が必要ですが、文字列です"),
    ({}, "必須の項目 id がありません"),
    ({"id": "x", "ed": 1}, "ed という項目はありません"),
    ({"id": "x", "kind": "c"}, "'c' は選べる値ではありません"),
    ({"id": "x", "at": "yesterday"}, "日時の形式（RFC 3339）ではありません"),
    ({"id": "x", "many": {}}, "配列が必要ですが、オブジェクトです"),
    ({"id": "x", "pair": [1]}, "要素の数は 2 でなければなりませんが、1 です"),
    ([], "オブジェクトが必要ですが、配列です"),
)


@pytest.mark.parametrize(("sent", "japanese"), CASES)
def test_every_form_of_a_reason_has_its_japanese(sent, japanese):
    with pytest.raises(msgspec.ValidationError) as error:
        msgspec.convert(sent, Form)
    said = str(error.value).partition(" - at ")[0]
    assert reason_of(said) == Name(said, japanese)


def test_a_time_without_a_zone_has_its_japanese():
    assert reason_of("Expected `datetime` with a timezone component").ja == "日時には時間帯（末尾の Z など）が必要です"


def test_what_is_said_otherwise_keeps_its_words_and_is_cut():
    assert reason_of("JSON is malformed").ja == f"{OTHERWISE}（JSON is malformed）"
    assert len(reason_of("x" * 10_000).en) == REASON_MAX
