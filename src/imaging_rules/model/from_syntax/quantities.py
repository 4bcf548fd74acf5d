"""Numbers with units, brought into the unit of the fact that they are compared with."""

from fractions import Fraction

from imaging_rules.diagnostics import Edit
from imaging_rules.model.facts import NumberType
from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.syntax.nodes import Name, Number, Quantity
from imaging_rules.values.numbers import LONGEST_NUMBER, quantity_text
from imaging_rules.values.unit_spellings import instead_of_unit, known_unit, meant_unit
from imaging_rules.values.units import LONGEST_QUOTED, Unit, factor, find


def number(written: Number, problems: Problems) -> Fraction:
    """Return a number; one with too many digits is a problem."""
    if len(written.written) > LONGEST_NUMBER:
        problems.add(
            "E109",
            written.span,
            f"this number has more than {LONGEST_NUMBER} digits and signs",
            help="round it",
        )
    return written.value


def unit(
    written: Name,
    problems: Problems,
    value: Fraction | None = None,
    own: Unit | None = None,
    declared: bool = False,
) -> Unit | None:
    """Return the unit of this name; an unknown one is a problem.

    Args:
        written: The name. In quotation marks, it is the unit itself, if the language has none
            that is written so.
        problems: Where the problem is reported.
        value: The number before it, where there is one.
        own: The unit of the fact that is spoken of, where it is known.
        declared: Whether a fact is declared with it.
    """
    found = find(written.text)
    if found is None or not found.is_quoted:
        meant = None if found else meant_unit(written.text, own)
        message = f"`{written.text}` is not a unit of the language"
    else:
        meant = known_unit(written.text)
        message = f"`{written.text}` stands in quotation marks, and is a unit of the language"
        length = len(found.plural) - 2
        if not 0 < length <= LONGEST_QUOTED:
            problems.add(
                "E306",
                written.span,
                f"a unit in quotation marks has 1 to {LONGEST_QUOTED} letters and signs, and this "
                f"one has {length}",
                help="write a short one, and say the rest in `ask`",
            )
            return None
    if meant is None and found is not None:
        return found
    fits = meant is not None and (own is None or factor(meant, own) is not None)
    right = meant.words(value == 1) if meant else ""
    problems.add(
        "E306",
        written.span,
        message,
        help=instead_of_unit(written.text, value, own, declared),
        fix=(Edit(written.span, right),) if fits else (),
    )
    return None


def in_unit_of(
    fact: str, type: NumberType, written: Quantity, problems: Problems
) -> Fraction | None:
    """Return a quantity in a fact's own unit, checked against the fact's range.

    ``None`` comes back, with a problem reported, where the units do not fit.
    """
    value = number(written.number, problems)
    digits = written.number.written
    own = type.unit
    if written.unit is None:
        if own is None:
            return _checked(fact, type, written, value, problems)
        problems.add(
            "E301",
            written.span,
            f"`{fact}` is measured in {own.plural}, and {digits} has no unit",
            label=f"write `{quantity_text(value, own)}`",
        )
        return None
    if own is None and find(written.unit.text) is None:
        problems.add(
            "E306",
            written.unit.span,
            f"`{written.unit.text}` is not a unit of the language",
            help=f"`{fact}` is a number without unit: write `{digits}`",
        )
        return None
    named = unit(written.unit, problems, value, own)
    if named is None:
        return None
    by = factor(named, own)
    if by is None:
        measured = f"is measured in {own.plural}" if own else "is a number without unit"
        by_calendar = [each for each in (named, own) if each and each.dimension == "calendar time"]
        by_clock = [each for each in (named, own) if each and each.dimension == "time"]
        problems.add(
            "E302",
            written.span,
            f"`{fact}` {measured}, "
            f"and {digits} {named.words(value == 1)} cannot be compared with it",
            help=f"a {by_calendar[0].singular} has no fixed number of days: "
            f"{by_clock[0].plural} and {by_calendar[0].plural} do not convert"
            if by_calendar and by_clock
            else f"write a number of {own.plural}"
            if own
            else "write the number alone",
        )
        return None
    return _checked(fact, type, written, value * by, problems)


def _checked(
    fact: str, type: NumberType, written: Quantity, value: Fraction, problems: Problems
) -> Fraction:
    if value not in type.range:
        low, high = type.range.low, type.range.high
        problems.add(
            "E303",
            written.span,
            f"`{fact}` goes from {quantity_text(low, None)} to {quantity_text(high, type.unit)}, "
            f"and {quantity_text(value, type.unit)} is beyond that",
            help="write a value within, or declare a wider range",
        )
    elif type.whole and value.denominator != 1:
        problems.add(
            "E305",
            written.span,
            f"`{fact}` is a whole number, and {quantity_text(value, type.unit)} is not",
            help="write a number without decimals",
        )
    return value


def some_quantity(type: NumberType) -> str:
    """Return how a value of a number is written, without naming one: ``N weeks``."""
    return f"N {type.unit.plural}" if type.unit else "N"
