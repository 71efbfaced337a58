"""A name in both languages; what people write keeps its original."""

from typing import Literal, TypeAlias

import msgspec

Language: TypeAlias = Literal["en", "ja"]
LANGUAGES: tuple[Language, ...] = ("en", "ja")


class Name(msgspec.Struct, frozen=True):
    """A name or text in English and Japanese; an empty string means that nobody has written it yet."""

    en: str = ""
    ja: str = ""

    def text(self, language: Language) -> str:
        """Return the text in `language`, or the original in the other language where there is none."""
        return (self.ja or self.en) if language == "ja" else (self.en or self.ja)

    def has(self, language: Language) -> bool:
        """Whether somebody has written the text in `language`."""
        return bool(self.ja if language == "ja" else self.en)
