"""Whether a value satisfies a JSON Schema, of whose words are known those that the schemas of ours use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Schema = dict[str, Any]

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
_SAY_NOTHING = {"$schema", "$defs", "title", "description"}


def mistakes(value: Any, schema: Schema, root: Schema | None = None, where: str = "") -> Iterator[str]:
    """What keeps the value from satisfying the schema, each with its place. KeyError for a word that is not known."""
    root = root or schema
    for word, given in schema.items():
        if word not in _SAY_NOTHING:
            yield from (f"{where}: {mistake}" for mistake in _WORDS[word](value, given, schema, root))


def _inside(value: Any, schema: Schema, root: Schema, where: str) -> Iterator[str]:
    yield from mistakes(value, schema, root, where)


def _fails(good: Callable[[Any, Any], bool], kind: type) -> Callable[..., Iterator[str]]:
    """A word that says something of values of one kind only."""

    def check(value: Any, given: Any, schema: Schema, root: Schema) -> Iterator[str]:
        if isinstance(value, kind) and not good(value, given):
            yield f"{value!r} does not fit {given!r}"

    return check


def _type(value: Any, given: Any, schema: Schema, root: Schema) -> Iterator[str]:
    names = [given] if isinstance(given, str) else given
    if not any(_TYPES[name](value) for name in names):
        yield f"{value!r} is no {names}"


def _ref(value: Any, given: Any, schema: Schema, root: Schema) -> Iterator[str]:
    yield from _inside(value, root["$defs"][given.removeprefix("#/$defs/")], root, given)


def _any_of(value: Any, given: Any, schema: Schema, root: Schema) -> Iterator[str]:
    found = [list(_inside(value, option, root, "")) for option in given]
    if all(found):
        yield f"{value!r} fits none of {given}"


def _properties(value: Any, given: Any, schema: Schema, root: Schema) -> Iterator[str]:
    for name, inner in given.items():
        if isinstance(value, dict) and name in value:
            yield from _inside(value[name], inner, root, name)


def _additional(value: Any, given: Any, schema: Schema, root: Schema) -> Iterator[str]:
    others = [name for name in value if name not in schema.get("properties", {})] if isinstance(value, dict) else []
    for name in others:
        if given is False:
            yield f"{name} is not known"
        else:
            yield from _inside(value[name], given, root, name)


def _names(value: Any, given: Any, schema: Schema, root: Schema) -> Iterator[str]:
    for name in value if isinstance(value, dict) else ():
        yield from _inside(name, given, root, name)


def _items(value: Any, given: Any, schema: Schema, root: Schema) -> Iterator[str]:
    for at, entry in enumerate(value if isinstance(value, list) else ()):
        yield from _inside(entry, given, root, str(at))


def _prefix(value: Any, given: Any, schema: Schema, root: Schema) -> Iterator[str]:
    for entry, inner in zip(value if isinstance(value, list) else (), given, strict=False):
        yield from _inside(entry, inner, root, "")


_WORDS: dict[str, Callable[..., Iterator[str]]] = {
    "type": _type,
    "$ref": _ref,
    "anyOf": _any_of,
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "items": _items,
    "prefixItems": _prefix,
    "const": _fails(lambda value, given: value == given and type(value) is type(given), object),
    "enum": _fails(lambda value, given: value in given, object),
    "pattern": _fails(lambda value, given: re.search(given, value) is not None, str),
    "multipleOf": _fails(lambda value, given: value % given == 0, int),
    "minLength": _fails(lambda value, given: len(value) >= given, str),
    "maxLength": _fails(lambda value, given: len(value) <= given, str),
    "minimum": _fails(lambda value, given: value >= given, int),
    "maximum": _fails(lambda value, given: value <= given, int),
    "minItems": _fails(lambda value, given: len(value) >= given, list),
    "maxItems": _fails(lambda value, given: len(value) <= given, list),
    "uniqueItems": _fails(lambda value, given: len({repr(entry) for entry in value}) == len(value), list),
    "required": _fails(lambda value, given: set(given) <= set(value), dict),
    "maxProperties": _fails(lambda value, given: len(value) <= given, dict),
}
