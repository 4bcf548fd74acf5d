"""Ways to state a fact that is not known exactly."""

from enum import Enum
from typing import Any, Final, Generic, NoReturn, TypeVar

from attrs import field, frozen

from imaging_rules.values.hidden import Hidden, hidden
from imaging_rules.values.pydantic_schema import in_part

# What a number or a choice may be given as; a type checker then knows a wrong word or form.
V_co = TypeVar("V_co", covariant=True)
T = TypeVar("T")


class Unknown(Enum):
    """The type of ``unknown``: the fact was asked about, and is not known.

    An enumeration with one member, so that ``is unknown`` tells a type checker what is left.

    Examples:
        >>> from imaging_rules import evaluate, unknown
        >>> evaluate({"history_of_cancer": unknown}).stated[0].value
        'unknown'
    """

    unknown = "unknown"

    def __repr__(self) -> str:
        return self.value

    __str__ = __repr__

    def __bool__(self) -> NoReturn:
        raise TypeError("unknown is not a yes or a no: test it with `is unknown`")


unknown: Final = Unknown.unknown


@frozen(repr=False)
class Between(Generic[V_co]):
    """A number known to lie from ``low`` to ``high``, both ends included.

    Examples:
        >>> from imaging_rules import between
        >>> age = between(65, 74)
        >>> age
        between(...)
        >>> age.low, age.high
        (65, 74)
    """

    _low: Hidden[V_co] = field(converter=hidden)
    _high: Hidden[V_co] = field(converter=hidden)

    @property
    def low(self) -> V_co:
        """The lower end, as it was given."""
        return self._low.value

    @property
    def high(self) -> V_co:
        """The upper end, as it was given."""
        return self._high.value

    def __repr__(self) -> str:
        return "between(...)"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> dict[str, Any]:
        return in_part(
            cls,
            source,
            handler,
            "between",
            lambda end: {"type": "tuple", "items_schema": [end, end]},
            lambda ends: cls(*ends),
            lambda stated: (stated.low, stated.high),
        )


def _in_a_tuple(given: Any) -> Hidden[Any]:
    return given if isinstance(given, Hidden) else Hidden(tuple(given))


@frozen(repr=False)
class OneOf(Generic[V_co]):
    """A fact known to have one of several values.

    Examples:
        >>> from imaging_rules import one_of
        >>> weakness = one_of("none", "improving")
        >>> weakness
        one_of(...)
        >>> weakness.values
        ('none', 'improving')
    """

    _values: Hidden[tuple[V_co, ...]] = field(converter=_in_a_tuple)

    @property
    def values(self) -> tuple[V_co, ...]:
        """The values, as they were given."""
        return self._values.value

    def __repr__(self) -> str:
        return "one_of(...)"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> dict[str, Any]:
        return in_part(
            cls,
            source,
            handler,
            "one_of",
            lambda value: {"type": "list", "items_schema": value, "min_length": 1},
            cls,
            lambda stated: list(stated.values),
        )


def between(low: T, high: T) -> Between[T]:
    """Return a statement that a number lies from ``low`` to ``high``, both ends included.

    Args:
        low: The lower end: a number in the fact's own unit, a text such as ``"3 weeks"``, or
            a ``timedelta`` for a fact measured in seconds to weeks.
        high: The upper end, in the same forms.

    Returns:
        The statement, to be given as the value of a fact. It is checked when it is evaluated.

    Unknown:
        Every value of the fact from ``low`` to ``high`` stays possible.

    Examples:
        >>> from imaging_rules import between, evaluate
        >>> evaluate({"age": between(65, 74)}).stated[0].value
        'between 65 years and 74 years'
    """
    return Between(low, high)


def one_of(*values: T) -> OneOf[T]:
    """Return a statement that a fact has one of several values.

    Args:
        values: Values in the forms in which the fact accepts one.

    Returns:
        The statement, to be given as the value of a fact. It is checked when it is evaluated.

    Unknown:
        Exactly the values given stay possible.

    Examples:
        >>> from imaging_rules import evaluate, one_of
        >>> evaluate({"leg_weakness": one_of("none", "improving")}).stated[0].value
        'one of (none, improving)'
    """
    return OneOf(values)
