"""Which fields a body can have at all, so that a mistyped name is refused and does not withhold nothing in silence."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec

from renkei.kernel.errors import Refused
from renkei.kernel.event import Body, Draft, Kind
from renkei.kernel.label import Label
from renkei.release import paths
from renkei.release.events import LabelSet
from renkei.release.model import ReleaseState


def refuse_unknown(
    label: Label | None, drafts: Sequence[Draft], state: ReleaseState, kinds: Mapping[str, Kind]
) -> None:
    """Refuse a label, or a change of one, that names a field which no body under it has.

    Raises:
        Refused: `release-field-unknown`, with the name.
    """
    if label is not None and drafts:
        _refuse(label.withhold, [type(draft.body) for draft in drafts])
    for draft in drafts:
        if isinstance(draft.body, LabelSet):
            kind = state.labels[draft.body.event].kind
            _refuse(draft.body.withhold, [kinds[kind].body])


def _refuse(withhold: Sequence[str], bodies: Sequence[type[Body]]) -> None:
    for name in withhold:
        if not any(has_field(body, name) for body in bodies):
            raise Refused("release-field-unknown", field=name)


def has_field(body: type[Body], dotted: str) -> bool:
    """Whether the gate could find a field of that name, at any depth, in a body of that type."""
    name = paths.parse(dotted)
    return any(path[-len(name) :] == name for path in field_paths(body))


@cache
def field_paths(body: type[Body]) -> frozenset[paths.Path]:
    """Return the path of every field that a body of a type can have, as on the wire."""
    return frozenset(_paths(msgspec.inspect.type_info(body), ()))


def _paths(form: msgspec.inspect.Type, at: paths.Path) -> Iterator[paths.Path]:
    if isinstance(form, msgspec.inspect.StructType):
        for field in form.fields:
            place = (*at, field.encode_name)
            yield place
            yield from _paths(field.type, place)
        return
    for part in _parts(form):
        yield from _paths(part, at)


def _parts(form: msgspec.inspect.Type) -> Sequence[msgspec.inspect.Type]:
    """Return what a collection or a union is made of; its own steps are no names."""
    if isinstance(form, msgspec.inspect.UnionType):
        return form.types
    if isinstance(form, msgspec.inspect.VarTupleType | msgspec.inspect.ListType | msgspec.inspect.SetType):
        return (form.item_type,)
    if isinstance(form, msgspec.inspect.TupleType):
        return form.item_types
    if isinstance(form, msgspec.inspect.DictType):
        return (form.value_type,)
    return (form.type,) if isinstance(form, msgspec.inspect.Metadata) else ()
