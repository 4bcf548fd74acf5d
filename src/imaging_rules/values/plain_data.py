"""Records as plain data, ready for JSON.

A record is an attrs class with typed fields. `values/json_schema.py` makes the JSON Schema of one
from the same types, and goes by the same `PlainForm`: so what is written is what is described.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

import attrs
from attrs import field, frozen

from imaging_rules.values.numbers import number_text

_PLAIN = frozenset({bool, int, str, type(None)})


class PlainField(NamedTuple):
    """A field of a record: the name that it is written by, and where its value and type are."""

    name: str
    read_by: str
    of_class: str
    default: object


@frozen
class PlainForm:
    """How records are written.

    ``only`` names the fields that are written of a class; of a class that is not in it, all are.
    ``defaults`` says whether a field that is as its default is written, or left out.
    """

    only: Mapping[type, tuple[str, ...]] = field(factory=dict)
    defaults: bool = True
    _fields: dict[type, tuple[PlainField, ...]] = field(
        factory=dict, init=False, eq=False, repr=False
    )

    def fields(self, record: type) -> tuple[PlainField, ...]:
        """Return the fields that are written of a class.

        A field that is hidden is written by the name that it is read by, and one that is named
        like a word of Python, with an underscore after it, by that word.
        """
        if record not in self._fields:
            only = self.only.get(record)
            found = [
                PlainField(str(each.alias).rstrip("_"), str(each.alias), each.name, each.default)
                for each in attrs.fields(record)
            ]
            self._fields[record] = tuple(e for e in found if only is None or e.name in only)
        return self._fields[record]

    def plain(self, value: Any) -> Any:
        """Return a record, or what one holds, as plain data; enumerations by their values.

        A fraction is written as the text that is exactly it, and a time in whole seconds.
        """
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple:
            return [self.plain(each) for each in value]
        if isinstance(value, Enum):
            return value.value
        if kind is Fraction:
            return number_text(value)
        if kind is timedelta:
            return value // timedelta(seconds=1)
        if isinstance(value, Mapping):
            return {name: self.plain(each) for name, each in value.items()}
        if not attrs.has(kind):
            return value
        data = {}
        for name, read_by, _, default in self.fields(kind):
            held = getattr(value, read_by)
            if self.defaults or held != default:
                data[name] = self.plain(held)
        return data
