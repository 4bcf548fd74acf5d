"""What stands after a fact's name on the command line, read by the type of the fact."""

import re
from decimal import Decimal

from imaging_rules.evaluate.read import is_none
from imaging_rules.evaluate.statements import NotAStatementError, accepted, statement
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Screen, YesNoType
from imaging_rules.values.numbers import LONGEST_NUMBER, NUMBER
from imaging_rules.values.stated import between, one_of, unknown
from imaging_rules.values.units import find

_YES_NO = {"yes": True, "no": False}
_BETWEEN = re.compile(r"between\s+(\S.*?)\s+and\s+(\S.*)|(\S.*?)\s+to\s+(\S.*)", re.IGNORECASE)
_ONE_OF = re.compile(r"one\s+of\s+(\S.*)", re.IGNORECASE)
_OR = re.compile(r"\s*,\s*(?:or\s+)?|\s+or\s+", re.IGNORECASE)
_AMOUNT = re.compile(rf"({NUMBER.pattern})\s*([^\W\d_].*)?")
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+(?![0-9,])")
_LONGEST_SHOWN = 40


def from_words(asked: Fact | Screen, words: str) -> object:
    """Return the statement that words make of a fact or a screen.

    Args:
        asked: The fact or the screen that the words are about.
        words: ``yes`` or ``no``; a word of a choice or ``one of a, b``; a number with or without
            its unit, ``between 3 and 5 weeks`` or ``3 to 5 weeks``; ``none`` for a screen;
            ``unknown`` for each.

    Returns:
        The statement, in a form that `evaluate` takes.

    Raises:
        NotAStatementError: The words are none of these, or say what the fact cannot be.

    Units:
        A number without a unit is in the fact's own unit; of two numbers where only the second
        has one, it is that of both.
    """
    words = words.strip()
    if not words:
        raise NotAStatementError(f"{_accepted(asked)}, and nothing was given")
    if words.lower() == "unknown":
        return unknown
    if isinstance(asked, Screen):
        is_none(asked, words.lower())
        return "none"
    match asked.type:
        case YesNoType():
            if words.lower() not in _YES_NO:
                raise NotAStatementError(f"{_accepted(asked)}, and {shown(words)} was given")
            return _YES_NO[words.lower()]
        case ChoiceType(values):
            return _checked(asked, _choice(values, words))
        case NumberType():
            return _checked(asked, _number(asked, words))


def shown(words: str) -> str:
    """Return how words that cannot be used are spoken of."""
    plain = " ".join(words.split())
    return f"‘{plain if len(plain) <= _LONGEST_SHOWN else plain[:_LONGEST_SHOWN] + '…'}’"


def _accepted(asked: Fact | Screen) -> str:
    if isinstance(asked, Screen):
        return f"`{asked.name}` is answered with none (or unknown)"
    if isinstance(asked.type, YesNoType):
        return f"`{asked.name}` is yes or no"
    return accepted(asked)


def _checked(fact: Fact, form: object) -> object:
    """Return a form as it is, if it says something that the fact can be."""
    statement(fact, form)
    return form


def _choice(values: tuple[str, ...], words: str) -> object:
    several = _ONE_OF.fullmatch(words)
    if several is None:
        return _value(values, words)
    listed = several[1].removeprefix("(").removesuffix(")").strip()
    return one_of(*(_value(values, each) for each in _OR.split(listed)))


def _value(values: tuple[str, ...], words: str) -> str:
    """Return the value that is written so, capitals and spaces aside; else the words."""
    plain = re.sub(r"[\s-]+", "_", words.lower())
    return plain if plain in values else words


def _number(fact: Fact, words: str) -> object:
    ends = _BETWEEN.fullmatch(words)
    parts = [each for each in ends.groups() if each] if ends else [words]
    amounts = [_AMOUNT.fullmatch(each) for each in parts]
    if None in amounts:
        raise NotAStatementError(
            f"{accepted(fact)}, and {shown(words)} was given; {_hint(fact, words)}"
        )
    numbers = [(each[1], each[2] or "") for each in amounts if each]
    if len(numbers) == 1:
        return _amount(*numbers[0])
    (low, low_unit), (high, high_unit) = numbers
    if low_unit and not high_unit:
        raise NotAStatementError(
            f"`{fact.name}`: in {shown(words)} the second number has no unit; write it there too"
        )
    return between(_amount(low, low_unit or high_unit), _amount(high, high_unit))


def _amount(number: str, unit: str) -> int | Decimal | str:
    """Return a bare number as a number, and one with a unit as text."""
    if unit:
        return f"{number} {unit if find(unit) else unit.lower()}"
    if len(number) > LONGEST_NUMBER:
        return number
    return Decimal(number) if "." in number else int(number)


def _hint(fact: Fact, words: str) -> str:
    """Return how words that hold no plain number may have been meant."""
    comma = _DECIMAL_COMMA.search(words)
    if comma:
        return f"write ‘{comma[0].replace(',', '.')}’ with a point"
    unit = fact.type.unit if isinstance(fact.type, NumberType) else None
    return f"a range is written ‘between A and B{' ' + unit.plural if unit else ''}’"
