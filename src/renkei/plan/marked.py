"""YAML text as parts that know their file, line and field, so that every error can name them; knows no plan."""

import math
from collections.abc import Collection, Iterator

import yaml

from renkei.kernel.errors import Fact, Malformed
from renkei.kernel.names import Name

BYTES_MAX = 20_000_000
"""Largest document: ten times a plan of 10,000 tasks."""

NUMBER_MAX = 1e12
"""Largest number: beyond it whole numbers are no longer exact in the solver."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"true": True, "yes": True, "false": False, "no": False}


class Part:
    """One value of a document and where it stands."""

    def __init__(self, file: str, node: yaml.Node, path: str) -> None:
        self._file = file
        self._node = node
        self.path = path

    @property
    def place(self) -> str:
        """Return file, line (from 1) and field."""
        return f"{self._file}:{self._node.start_mark.line + 1} {self.path}".rstrip()

    def wrong(self, key: str, **facts: Fact) -> Malformed:
        """Return an error that names this part."""
        return Malformed(key, place=self.place, **facts)

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping."""
        return isinstance(self._node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        """Whether this is a list."""
        return isinstance(self._node, yaml.SequenceNode)

    @property
    def is_null(self) -> bool:
        """Whether nothing is written here."""
        return isinstance(self._node, yaml.ScalarNode) and self._node.tag == "tag:yaml.org,2002:null"

    def fields(self, allowed: Collection[str] | None = None, required: Collection[str] = ()) -> dict[str, "Part"]:
        """Return the fields of a mapping; those that say nothing (`null`) are left out.

        Raises:
            Malformed: No mapping, a field twice, one that is not allowed, or a required one missing.
        """
        if not isinstance(self._node, yaml.MappingNode):
            raise self.wrong("plan-document-mapping")
        found: dict[str, Part] = {}
        for key, value in self._node.value:
            name = str(key.value)
            part = Part(self._file, value, f"{self.path}.{name}".lstrip("."))
            if name in found:
                raise part.wrong("plan-document-twice", field=name)
            if allowed is not None and name not in allowed:
                raise Part(self._file, key, part.path).wrong(
                    "plan-document-field", field=name, allowed=", ".join(sorted(allowed))
                )
            found[name] = part
        for name in required:
            if name not in found or found[name].is_null:
                raise self.wrong("plan-document-missing", field=name)
        return {name: part for name, part in found.items() if not part.is_null}

    def items(self) -> Iterator["Part"]:
        """Yield the entries of a list.

        Raises:
            Malformed: No list.
        """
        if not isinstance(self._node, yaml.SequenceNode):
            raise self.wrong("plan-document-list")
        for number, node in enumerate(self._node.value):
            yield Part(self._file, node, f"{self.path}[{number}]")

    def text(self) -> str:
        """Return a scalar as it is written.

        Raises:
            Malformed: No scalar, or an empty one.
        """
        if not isinstance(self._node, yaml.ScalarNode) or not self._node.value.strip():
            raise self.wrong("plan-document-text")
        return str(self._node.value)

    def number(self) -> float:
        """Return a number."""
        try:
            value = float(self.text())
        except ValueError:
            raise self.wrong("plan-document-number", value=self.text()) from None
        if not math.isfinite(value) or abs(value) > NUMBER_MAX:
            raise self.wrong("plan-document-number", value=self.text())
        return value

    def whole(self, least: int = 0) -> int:
        """Return a whole number of at least `least`."""
        value = self.number()
        if value != int(value) or value < least:
            raise self.wrong("plan-document-whole", value=self.text(), least=least)
        return int(value)

    def flag(self) -> bool:
        """Return true or false."""
        word = self.text().lower()
        if word not in _WORDS:
            raise self.wrong("plan-document-flag", value=word)
        return _WORDS[word]

    def name(self) -> Name:
        """Return a text in both languages (`{en: ..., ja: ...}`), or one text for both."""
        if not self.is_mapping:
            return Name(self.text(), "")
        fields = self.fields(("en", "ja"))
        texts = {language: part.text() for language, part in fields.items()}
        return Name(texts.get("en", ""), texts.get("ja", ""))

    def texts(self) -> list["Part"]:
        """Return the entries of a list of texts, or a single text as a list of one."""
        return list(self.items()) if self.is_list else [self]


def parsed(text: str, file: str) -> Part:
    """Return the whole document as a part.

    Raises:
        Malformed: No YAML, too large, or with aliases (a document could grow without bound by them).
    """
    if len(text) > BYTES_MAX:
        raise Malformed("plan-document-large", place=file, most=BYTES_MAX)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent):
                raise Malformed("plan-document-alias", place=f"{file}:{_line(event)}")
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Malformed("plan-document-yaml", place=f"{file}:{line}", reason=error.problem or "") from error
    except yaml.YAMLError as error:
        raise Malformed("plan-document-yaml", place=f"{file}:1", reason=str(error)) from error
    except UnicodeEncodeError as error:
        raise Malformed("plan-document-yaml", place=file, reason=error.reason) from error
    except RecursionError:
        raise Malformed("plan-document-deep", place=file) from None
    if node is None:
        raise Malformed("plan-document-empty", place=file)
    return Part(file, node, "")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
