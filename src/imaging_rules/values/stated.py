"""Ways to state a fact that is not known exactly."""

from collections.abc import Mapping
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
    """A number known to lie from ``low`` to ``high``.

    An end that is open, ``low_open`` or ``high_open``, does not belong to it. An end that is
    ``None`` is that of the fact.

    Examples:
        >>> from imaging_rules import between, under
        >>> age = between(65, 74)
        >>> age
        between(...)
        >>> age.low, age.high
        (65, 74)
        >>> under(500).high, under(500).high_open
        (500, True)
    """

    _low: Hidden[V_co | None] = field(converter=hidden)
    _high: Hidden[V_co | None] = field(converter=hidden)
    low_open: bool = False
    high_open: bool = False

    @property
    def low(self) -> V_co | None:
        """The lower end, as it was given."""
        return self._low.value

    @property
    def high(self) -> V_co | None:
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
            lambda end: {
                "between": {"type": "tuple", "items_schema": [end, end]},
                **dict.fromkeys(COMPARISONS, end),
            },
            range_from,
            range_as_plain,
        )


COMPARISONS = {
    "over": (True, True),
    "above": (True, True),
    "at least": (True, False),
    "under": (False, True),
    "below": (False, True),
    "at most": (False, False),
}
"""The words that give a range an end: whether it is the lower one, and whether it is open."""


def range_from(form: Mapping[str, Any]) -> Between[Any] | None:
    """Return the range that JSON writes as ``{"between": [a, b]}`` or ``{"under": 500}``.

    Two words give both ends: ``{"over": 3, "at most": 5}``. ``None`` comes back where the object
    is no range.
    """
    match form:
        case {"between": [low, high]} if len(form) == 1 and None not in (low, high):
            return Between(low, high)
    ends = {
        is_low: (form[word], is_open)
        for word, (is_low, is_open) in COMPARISONS.items()
        if word in form
    }
    if not form or len(ends) < len(form):
        return None
    (low, low_open), (high, high_open) = (
        ends.get(is_low, (None, False)) for is_low in (True, False)
    )
    return Between(low, high, low_open, high_open)


def range_as_plain(stated: Between[Any]) -> dict[str, Any]:
    """Return a range in the form that `range_from` reads."""
    if (
        stated.low is not None
        and stated.high is not None
        and not (stated.low_open or stated.high_open)
    ):
        return {"between": (stated.low, stated.high)}
    low_word = "over" if stated.low_open else "at least"
    high_word = "under" if stated.high_open else "at most"
    ends = {low_word: stated.low, high_word: stated.high}
    return {word: end for word, end in ends.items() if end is not None}


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
            lambda value: {"one_of": {"type": "list", "items_schema": value, "min_length": 1}},
            lambda form: cls(form["one_of"]),
            lambda stated: {"one_of": list(stated.values)},
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


def over(low: T) -> Between[T]:
    """Return a statement that a number is over ``low``, which itself it is not.

    Args:
        low: In the forms in which `between` takes an end.

    Unknown:
        Every value of the fact above ``low`` stays possible.

    Examples:
        >>> from imaging_rules import evaluate, over
        >>> evaluate({"age": over(65)}).stated[0].value
        'at least 66 years'
    """
    return Between(low, None, low_open=True)


def at_least(low: T) -> Between[T]:
    """Return a statement that a number is ``low`` or more.

    Args:
        low: In the forms in which `between` takes an end.

    Unknown:
        Every value of the fact from ``low`` on stays possible.

    Examples:
        >>> from imaging_rules import at_least, evaluate
        >>> evaluate({"age": at_least(65)}).stated[0].value
        'at least 65 years'
    """
    return Between(low, None)


def under(high: T) -> Between[T]:
    """Return a statement that a number is under ``high``, which itself it is not.

    Args:
        high: In the forms in which `between` takes an end.

    Unknown:
        Every value of the fact below ``high`` stays possible.

    Examples:
        >>> from imaging_rules import evaluate, under
        >>> evaluate({"conservative_care": under("6 weeks")}).stated[0].value
        'under 6 weeks'
    """
    return Between(None, high, high_open=True)


def at_most(high: T) -> Between[T]:
    """Return a statement that a number is ``high`` or less.

    Args:
        high: In the forms in which `between` takes an end.

    Unknown:
        Every value of the fact up to ``high`` stays possible.

    Examples:
        >>> from imaging_rules import at_most, evaluate
        >>> evaluate({"age": at_most(17)}).stated[0].value
        'at most 17 years'
    """
    return Between(None, high)


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
