"""Values of a patient, held so that nothing that prints an object prints them."""

from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Hidden(Generic[T]):
    """Holds a value that is shown only to who asks for it by name.

    It is no attrs class, has no `__dict__` and always shows itself the same: so `repr`, `pprint`,
    rich, structlog, `attrs.asdict` and `cattrs.unstructure` end at it.
    """

    __slots__ = ("value",)

    value: T

    def __init__(self, value: T) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "<hidden>"

    def __eq__(self, other: object) -> bool:
        return self.value == other.value if isinstance(other, Hidden) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.value)


def hidden(value: Any) -> Hidden[Any]:
    """Return a value hidden; one that is hidden already stays as it is."""
    return value if isinstance(value, Hidden) else Hidden(value)
