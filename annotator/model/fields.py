"""How the fields of an item are read from and written to plain JSON values.

One declaration per field serves the revision log, the exchange format and the references between items. Reading is
where the rules of a single field are enforced; rules between fields or items are the items' own.
"""

import json
import re
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any

from annotator.model.errors import RuleBroken
from annotator.model.span import Span, check_order
from annotator.model.text import storable

canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""Canonical JSON: sorted keys, no white space, UTF-8."""

quoted = encode_basestring
"""`canonical` of a text."""

_SHA256 = re.compile("[0-9A-Fa-f]{64}")
_DEEPEST = 32
"""How deep the value of a setting may be nested."""


_CANONICAL_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").fullmatch


def identifier(value: object, name: str) -> str:
    """A UUID in its canonical form, or RuleBroken."""
    if isinstance(value, str):
        if _CANONICAL_UUID(value):
            return value
        from uuid import UUID  # almost never needed, and no start of the program waits for it

        try:
            return str(UUID(value))
        except ValueError:
            pass
    raise RuleBroken(f"{name} is not a UUID")


def sha256(value: object, name: str) -> str:
    """A SHA-256 as 64 lower-case hex digits, or RuleBroken."""
    if isinstance(value, str) and _SHA256.fullmatch(value):
        return value.lower()
    raise RuleBroken(f"{name} is not a SHA-256")


class Field:
    """One field: absent means empty (None, "", () or False), and empty is not written.

    `refers_to` are the kinds of items the value names; the value is then an id or a sorted tuple of ids.
    Plain classes, because every start of the program waits for them.
    """

    empty: Any = None

    def __init__(self, name: str, refers_to: tuple[str, ...] = (), *, required: bool = False) -> None:
        self.name = name
        self.refers_to = refers_to
        self.required = required

    def read(self, value: object) -> Any:
        """The value as an item holds it. Raises RuleBroken with the reason when it is none."""
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        """The value as plain JSON."""
        return value

    def json(self, value: Any) -> str:
        """The canonical JSON of what `write` gives."""
        return canonical(self.write(value))


class Word(Field):
    """A field whose value is a text."""

    def json(self, value: str) -> str:
        return quoted(value)


class Text(Word):
    empty = ""

    def read(self, value: object) -> str:
        if not isinstance(value, str):
            raise RuleBroken(f"{self.name} is not a text")
        if self.required and not value.strip():
            raise RuleBroken(f"{self.name} is missing")
        return storable(value)[0]


class Flag(Field):
    empty = False

    def read(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise RuleBroken(f"{self.name} is neither true nor false")
        return value


class Choice(Word):
    """One of a closed list of words; with a default the value is always written."""

    def __init__(self, name: str, *, values: tuple[str, ...], default: str | None = None) -> None:
        super().__init__(name)
        self.values = values
        self.default = default

    def read(self, value: object) -> str:
        if value not in self.values:
            raise RuleBroken(f"{self.name} {value!r} is none of {', '.join(self.values)}")
        return str(value)


class Grade(Field):
    """A whole number from `low` to `high`; digits in quotation marks are read too."""

    def __init__(self, name: str, *, low: int = 1, high: int = 6) -> None:
        super().__init__(name)
        self.low = low
        self.high = high

    def read(self, value: object) -> int:
        number = int(value) if isinstance(value, str) and len(value) == 1 and value.isdecimal() else value
        if not isinstance(number, int) or isinstance(number, bool) or not self.low <= number <= self.high:
            raise RuleBroken(f"{self.name} is no whole number from {self.low} to {self.high}")
        return number


class Reference(Word):
    """The id of an item."""

    def read(self, value: object) -> str:
        return identifier(value, self.name)


class Target(Word):
    """The id of any item, or the digest of a document."""

    def read(self, value: object) -> str:
        if isinstance(value, str) and len(value) == 64:
            return sha256(value, self.name)
        return identifier(value, self.name)


class Digest(Word):
    def read(self, value: object) -> str:
        return sha256(value, self.name)


class References(Field):
    empty = ()

    def read(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            raise RuleBroken(f"{self.name} is not a list")
        return tuple(sorted({identifier(v, self.name) for v in value}))

    def write(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def json(self, value: tuple[str, ...]) -> str:
        return f"[{','.join(map(quoted, value))}]"


class Texts(Field):
    empty = ()

    def read(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            raise RuleBroken(f"{self.name} is not a list of texts")
        return tuple(sorted({storable(v)[0] for v in value if v}))

    def write(self, value: tuple[str, ...]) -> list[str]:
        return list(value)


class Spans(Field):
    empty = ()

    def read(self, value: object) -> tuple[Span, ...]:
        if not isinstance(value, list | tuple):
            raise RuleBroken(f"{self.name} is not a list")
        out = []
        for pair in value:
            if not (
                isinstance(pair, list | tuple) and len(pair) == 2 and type(pair[0]) is int and type(pair[1]) is int
            ):
                raise RuleBroken(f"{self.name} holds something other than pairs of whole numbers")
            out.append(Span(pair[0], pair[1]))
        check_order(out)
        return tuple(out)

    def write(self, value: tuple[Span, ...]) -> list[list[int]]:
        return [[begin, end] for begin, end in value]

    def json(self, value: tuple[Span, ...]) -> str:
        return f"[{','.join([f'[{begin},{end}]' for begin, end in value])}]"


class Anything(Field):
    """A setting's value: any JSON whose numbers are whole."""

    def read(self, value: object) -> Any:
        return self._stored(value, 0)

    def _stored(self, value: object, depth: int) -> Any:
        if depth > _DEEPEST:
            raise RuleBroken(f"{self.name} is nested deeper than {_DEEPEST} levels")
        if isinstance(value, str):
            return storable(value)[0]
        if isinstance(value, dict):
            return {storable(str(key))[0]: self._stored(inner, depth + 1) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._stored(inner, depth + 1) for inner in value]
        if value is None or isinstance(value, int):
            return value
        raise RuleBroken(f"{self.name} holds something other than texts and whole numbers")


class Reader:
    """Reads the fields of one kind of item; made once a kind because imports read by the ten thousand."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self._readers = {one.name: one.read for one in fields}
        self._defaults = {
            one.name: one.default for one in fields if isinstance(one, Choice) and one.default is not None
        }
        self._required = [one.name for one in fields if one.required]

    def read(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """The fields present in a plain value, checked; absent ones take their default or are left to the item."""
        out: dict[str, Any] = dict(self._defaults)
        readers = self._readers
        for name, given in value.items():
            if name in readers and (given or not (given is None or given is False or given in ("", []))):
                out[name] = readers[name](given)
        for name in self._required:
            if name not in out:
                raise RuleBroken(f"{name} is missing")
        return out


class Writer:
    """Writes attributes of items as the members of a JSON object, sorted by key; the counterpart of `Reader`.

    What it writes is `canonical` of the plain values, without making them first: imports and exports write by the ten
    thousand.
    """

    def __init__(self, fields: Iterable[tuple[str, Field]]) -> None:
        """`fields` are the names of attributes, each with the field that says how it is written and under which key."""
        ordered = sorted(fields, key=lambda pair: pair[1].name)
        self._said = [
            (attribute, f'"{one.name}":', one.empty, quoted if isinstance(one, Word) else one.json)
            for attribute, one in ordered
        ]

    def members(self, item: object) -> list[str]:
        """Key and value of each attribute that is not empty."""
        out = []
        for attribute, key, empty, say in self._said:
            value = getattr(item, attribute)
            if value != empty:
                out.append(key + say(value))
        return out
