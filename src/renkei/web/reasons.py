"""Why a field has not the form that was asked for, in both languages; checks nothing itself."""

import re
from typing import Final

from renkei.kernel.names import Name

REASON_MAX: Final = 300
"""Characters of a reason: it may repeat what the client sent."""

_TYPES: Final = {
    "array": "配列",
    "bool": "真偽値",
    "datetime": "日時",
    "float": "数値",
    "int": "整数",
    "null": "空",
    "object": "オブジェクト",
    "str": "文字列",
}
_FORMS: Final = (
    (r"Expected `(.+?)`, got `(.+?)`", "{0}が必要ですが、{1}です"),
    (r"Object missing required field `(.+?)`", "必須の項目 {0} がありません"),
    (r"Object contains unknown field `(.+?)`", "{0} という項目はありません"),
    (r"Invalid enum value (.+)", "{0} は選べる値ではありません"),
    (r"Invalid value (.+)", "{0} は選べる値ではありません"),
    (r"Expected `datetime` with a timezone component", "日時には時間帯（末尾の Z など）が必要です"),
    (r"Invalid RFC3339 encoded datetime", "日時の形式（RFC 3339）ではありません"),
    (r"Expected `array` of length (.+?), got (.+)", "要素の数は {0} でなければなりませんが、{1} です"),
)
"""What the decoder says, and the same in Japanese; a type in it is named in Japanese too."""
OTHERWISE: Final = "形式が正しくありません"
"""For what the decoder says in no known form: its English words follow."""


def reason_of(said: str) -> Name:
    """Return what the decoder said about a field, in both languages."""
    said = said[:REASON_MAX]
    for form, japanese in _FORMS:
        found = re.fullmatch(form, said)
        if found:
            return Name(said, japanese.format(*(_named(part) for part in found.groups())))
    return Name(said, f"{OTHERWISE}（{said}）")


def _named(types: str) -> str:
    return "または".join(_TYPES.get(part, part) for part in types.split(" | "))
