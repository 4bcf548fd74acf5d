"""Records as plain data, ready for JSON.

A record is an attrs class with typed fields. `values/json_schema.py` makes the JSON Schema of one
from the same types, and goes by the same `PlainForm`: so what is written is what is described.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import attrs
from attrs import field, frozen


@frozen
class PlainForm:
    """How records are written.

    ``only`` names the fields that are written of a class; of a class that is not in it, all are.
    ``defaults`` says whether a field that is as its default is written, or left out.
    """

    only: Mapping[type, tuple[str, ...]] = field(factory=dict)
    defaults: bool = True

    def fields(self, kind: type) -> Iterator[tuple[str, "attrs.Attribute[Any]"]]:
        """Yield the fields that are written of a class, each with the name that it is given.

        A field that is hidden is written by the name that it is read by, and one that is named
        like a word of Python, with an underscore after it, by that word.
        """
        only = self.only.get(kind)
        for each in attrs.fields(kind):
            name = str(each.alias).rstrip("_")
            if only is None or name in only:
                yield name, each

    def plain(self, value: Any) -> Any:
        """Return a record, or what one holds, as plain data; members of enumerations by name."""
        if isinstance(value, Enum):
            return value.name
        if attrs.has(type(value)):
            return {
                name: self.plain(held)
                for name, each in self.fields(type(value))
                # What is hidden is read by its name.
                for held in [getattr(value, str(each.alias))]
                if self.defaults or held != each.default
            }
        if isinstance(value, tuple):
            return [self.plain(each) for each in value]
        if isinstance(value, Mapping):
            return {name: self.plain(each) for name, each in value.items()}
        return value
