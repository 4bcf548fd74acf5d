"""How fields that state something in part are read and written by pydantic, without it.

Pydantic describes a type by a mapping, its core schema, for which it asks the class.
"""

from collections.abc import Callable
from typing import Any, get_args


def in_part(
    kind: type,
    source: Any,
    handler: Any,
    form: str,
    content: Callable[[Any], dict[str, Any]],
    read: Callable[[Any], object],
    write: Callable[[Any], object],
) -> dict[str, Any]:
    """Return the core schema of a class that JSON writes as an object with one field.

    An instance is taken as it is. From JSON and from a mapping it is read in the form that
    `evaluate` takes, and in JSON it is written so.

    Args:
        kind: The class.
        source: The class as an annotation has it, with the type of what it holds.
        handler: What pydantic gives to make the schemas of other types with.
        form: The name of the field.
        content: Returns the schema of the field from that of what it holds.
        read: Returns an instance from the content of the field.
        write: Returns the content of the field for an instance.
    """
    held = get_args(source)
    inner = handler.generate_schema(held[0]) if held else {"type": "any"}
    written = {
        "type": "typed-dict",
        "fields": {form: {"type": "typed-dict-field", "schema": content(inner), "required": True}},
        "extra_behavior": "forbid",
    }
    from_form = {
        "type": "function-after",
        "schema": written,
        "function": {"type": "no-info", "function": lambda found: read(found[form])},
    }
    return {
        "type": "json-or-python",
        "json_schema": from_form,
        "python_schema": {
            "type": "union",
            "choices": [{"type": "is-instance", "cls": kind}, from_form],
        },
        "serialization": {
            "type": "function-plain",
            "function": lambda value: {form: write(value)},
            "return_schema": written,
            "when_used": "json",
        },
    }
