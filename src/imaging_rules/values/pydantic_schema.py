"""How fields that state something in part are read and written by pydantic, without it.

Pydantic describes a type by a mapping, its core schema, for which it asks the class.
"""

from collections.abc import Callable, Mapping
from typing import Any, get_args


def in_part(
    kind: type,
    source: Any,
    handler: Any,
    fields: Callable[[Any], dict[str, Any]],
    read: Callable[[Mapping[str, Any]], object | None],
    write: Callable[[Any], object],
) -> dict[str, Any]:
    """Return the core schema of a class that JSON writes as an object.

    An instance is taken as it is. From JSON and from a mapping it is read in the form that
    `evaluate` takes, and in JSON it is written so.

    Args:
        kind: The class.
        source: The class as an annotation has it, with the type of what it holds.
        handler: What pydantic gives to make the schemas of other types with.
        fields: Returns the schemas of the fields that the object may have, from that of what the
            class holds.
        read: Returns an instance from the object; ``None`` where its fields do not make one.
        write: Returns the object for an instance.
    """
    held = get_args(source)
    inner = handler.generate_schema(held[0]) if held else {"type": "any"}
    allowed = fields(inner)
    written = {
        "type": "typed-dict",
        "fields": {
            name: {"type": "typed-dict-field", "schema": schema, "required": len(allowed) == 1}
            for name, schema in allowed.items()
        },
        "extra_behavior": "forbid",
    }

    def instance(form: Mapping[str, Any]) -> object:
        found = read(form)
        if found is None:
            raise ValueError(f"it has one of {', '.join(allowed)}, or two of them as its ends")
        return found

    from_form = {
        "type": "function-after",
        "schema": written,
        "function": {"type": "no-info", "function": instance},
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
            "function": write,
            "return_schema": written,
            "when_used": "json",
        },
    }
