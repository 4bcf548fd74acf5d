"""Texts for the reader, each a clause of its own and a field of the class of its block.

A field that is made here is read, exported and shown by what goes through the fields of a class, so
nothing else needs to name it. Its label stands in ``decide/explain/labels.py``.
"""

from functools import cache
from typing import Any

from attrs import field, fields, frozen

CLAUSE = "clause"
"""The key of the metadata of a field: the keyword of its clause, and whether that may repeat."""


@frozen
class TextField:
    """A field that holds a text, and the keyword of its clause; ``several`` if that may repeat."""

    name: str
    keyword: str
    several: bool


def text(keyword: str = "") -> str:
    """Return a field that holds the text of a clause; empty where the block does not have it.

    Args:
        keyword: The keyword of the clause, where it is not the name of the field.
    """
    made: str = field(default="", metadata={CLAUSE: (keyword, False)})
    return made


def texts(keyword: str = "") -> tuple[str, ...]:
    """Return a field that holds the texts of a clause that may be given several times.

    Args:
        keyword: The keyword of the clause, where it is not the name of the field.
    """
    made: tuple[str, ...] = field(default=(), metadata={CLAUSE: (keyword, True)})
    return made


@cache
def text_fields(of: type) -> tuple[TextField, ...]:
    """Return the fields of a class that hold texts of clauses."""
    return tuple(
        TextField(each.name, keyword or each.name, several)
        for each in fields(of)
        for keyword, several in [each.metadata.get(CLAUSE, ("", None))]
        if several is not None
    )


def texts_of(block: object, shared: type) -> dict[str, Any]:
    """Return the texts of a block that another class has too, by the name of the field.

    Args:
        block: The block.
        shared: The class that both inherit from.
    """
    return {each.name: getattr(block, each.name) for each in text_fields(shared)}
