"""The JSON Schema of records, made from the types of their fields."""

import builtins
import types
import typing
from collections import abc
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import timedelta
from enum import Enum
from fractions import Fraction
from functools import partial
from inspect import cleandoc
from typing import Any, get_args, get_origin

import attrs
from attrs import frozen

from imaging_rules.values import hidden
from imaging_rules.values.plain_data import PlainForm

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {bool: "boolean", str: "string", int: "integer", types.NoneType: "null"}
_WRITTEN: dict[Any, dict[str, Any]] = {
    Fraction: {"type": "string", "pattern": r"^-?[0-9]+([.][0-9]+|/[0-9]+)?$"},
    timedelta: {"type": "integer", "description": "In seconds."},
}
# A field that is left out where it is so is never so where it is written.
_NOT: dict[Any, dict[str, Any]] = {
    "": {"minLength": 1},
    (): {"minItems": 1},
    False: {"const": True},
}


@frozen(eq=False)
class Keywords:
    """What a schema says of a type beside its kind; it stands in ``Annotated``.

    With a ``name``, the type is defined once, under that name.
    """

    keywords: Mapping[str, Any]
    name: str = ""


def described(text: str) -> Keywords:
    """Return the description of a field."""
    return Keywords({"description": text})


def schema_of(record: type, form: PlainForm, title: str) -> dict[str, Any]:
    """Return the JSON Schema of a record.

    It is as strict as the types are: every field that is always written is required, and no other
    may be there. The docstring of a class is its description.

    Args:
        record: An attrs class. Its fields are of ``bool``, ``str``, ``int``, ``Fraction``,
            ``timedelta``, an enumeration, ``Literal``, further attrs classes, and tuples, lists,
            mappings and unions of these.
        form: How records are written.
        title: The title of the schema.

    Returns:
        A schema in JSON Schema draft 2020-12, a new copy at each call.

    Raises:
        TypeError: A field is of a type that plain data does not have, or two types have one name.
    """
    schemas = _Schemas(form)
    own = schemas.of_record(record)
    made = {"$schema": DRAFT, "title": title, **own, "$defs": dict(sorted(schemas.defs.items()))}
    # Parts of it are kept with the types, and are not to be changed from outside.
    return deepcopy(made)


class _Schemas:
    """Makes the schemas of types; those of types that have a name are collected in ``defs``."""

    def __init__(self, form: PlainForm) -> None:
        self._form = form
        self._meant: dict[str, object] = {}
        self.defs: dict[str, dict[str, Any]] = {}

    def of_record(self, record: type) -> dict[str, Any]:
        hints = typing.get_type_hints(record, include_extras=True)
        properties: dict[str, Any] = {}
        required = []
        for name, _, of_class, default in self._form.fields(record):
            type = hints[of_class]
            if self._form.defaults or default is attrs.NOTHING:
                properties[name] = self.of_type(type)
                required.append(name)
            elif default is None:
                without = [each for each in get_args(type) if each is not types.NoneType]
                properties[name] = self._of_union(without)
            else:
                properties[name] = self.of_type(type) | _NOT[default]
        return {
            "description": _description(record),
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }

    def of_type(self, type: Any) -> dict[str, Any]:
        if type in _PLAIN:
            return {"type": _PLAIN[type]}
        if type in _WRITTEN:
            return dict(_WRITTEN[type])
        if attrs.has(type):
            return self._named(type.__name__, type, lambda: self.of_record(type))
        arguments = get_args(type)
        match get_origin(type):
            case None if issubclass(type, Enum):
                values = [each.value for each in type]
                return self._named(type.__name__, type, lambda: {"enum": values})
            case typing.Annotated:
                return self._annotated(*arguments)
            case typing.Literal:
                return {"const": arguments[0]} if len(arguments) == 1 else {"enum": [*arguments]}
            case typing.Union | types.UnionType:
                return self._of_union(arguments)
            case builtins.tuple if arguments[-1] is not ...:
                items = [self.of_type(each) for each in arguments]
                least = {"minItems": len(items), "items": False}
                return {"type": "array", "prefixItems": items, **least}
            case builtins.tuple | builtins.list:
                return {"type": "array", "items": self.of_type(arguments[0])}
            case abc.Mapping:
                return {"type": "object", "additionalProperties": self.of_type(arguments[1])}
            case hidden.Hidden:
                return self.of_type(arguments[0])
        raise TypeError(f"{type} is nothing that plain data has")

    def _of_union(self, arguments: Iterable[Any]) -> dict[str, Any]:
        several = [self.of_type(each) for each in arguments]
        return several[0] if len(several) == 1 else {"anyOf": several}

    def _annotated(self, type: Any, *keywords: Keywords) -> dict[str, Any]:
        schema = self.of_type(type)
        for each in keywords:
            schema = {**schema, **each.keywords}
            if each.name:
                schema = self._named(each.name, each, partial(dict, schema))
        return schema

    def _named(
        self, name: str, meant: object, make: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        if self._meant.setdefault(name, meant) is not meant:
            raise TypeError(f"two types have the name {name}")
        if name not in self.defs:
            self.defs[name] = make()
        return {"$ref": f"#/$defs/{name}"}


def _description(record: type) -> str:
    """Return the docstring of a class as Markdown with no line ends within a paragraph.

    Its examples are of Python, and left out.
    """
    told, _, _ = cleandoc(record.__doc__ or "").partition("\n\nExamples:")
    paragraphs = told.replace("``", "`").split("\n\n")
    return "\n\n".join(" ".join(each.split()) for each in paragraphs)
