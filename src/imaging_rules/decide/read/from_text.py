"""What people write of a fact, on the command line, in tables and in forms, read by its type."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NoReturn

from imaging_rules.decide.read.facts import PatientFacts
from imaging_rules.decide.read.stated_value import (
    QUANTITY,
    UNCLEAR,
    NotAStatementError,
    accepted,
    statement,
)
from imaging_rules.decide.read.states import Reader, is_none, mistake
from imaging_rules.diagnostics import nearest
from imaging_rules.errors import FactsError, Mistake
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Screen, YesNoType
from imaging_rules.values.numbers import LONGEST_NUMBER, NUMBER
from imaging_rules.values.separators import as_typed, readings
from imaging_rules.values.stated import between, one_of, unknown
from imaging_rules.values.unit_spellings import meant_unit

_YES_NO = {"yes": True, "y": True, "no": False, "n": False}
_BETWEEN = re.compile(r"between\s+(\S.*?)\s+and\s+(\S.*)|(\S.*?)\s+to\s+(\S.*)", re.IGNORECASE)
_ONE_OF = re.compile(r"one\s+of\s+(\S.*)", re.IGNORECASE)
_OR = re.compile(r"\s*,\s*(?:or\s+)?|\s+or\s+", re.IGNORECASE)
_LONGEST_SHOWN = 40
_LONGEST = 2_000
_ANOTHER = "another text"


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
        has one, it is that of both. A comma may part the decimals, but not where exactly three
        digits follow it: then it may part thousands, and the number is refused.
    """
    words = words.strip()
    if not words:
        raise NotAStatementError(f"{_accepted(asked)}, and nothing was given", "wrong_form")
    if len(words) > _LONGEST:
        problem = f"{_accepted(asked)}, and a text of more than {_LONGEST} letters was given"
        raise NotAStatementError(problem, "wrong_form")
    if words.lower() == "unknown":
        return unknown
    if isinstance(asked, Screen):
        is_none(asked, words.lower())
        return "none"
    match asked.type:
        case YesNoType():
            if words.lower() not in _YES_NO:
                _refuse_word(asked, words)
            return _YES_NO[words.lower()]
        case ChoiceType(values):
            return _choice(asked, values, words)
        case NumberType():
            form = _number(asked, words)
            # Refused here if it is nothing that the fact can be.
            statement(asked, form)
            return form


def facts_from_texts(reader: Reader, texts: object, ignore: Collection[str] | bool) -> PatientFacts:
    """Return the facts that texts state, by the names of facts and screens.

    Args:
        reader: Of the guideline.
        texts: A mapping to what is written; an empty text and ``None`` state nothing.
        ignore: Names that the guideline need not have, as `names_to_ignore` returns them.

    Raises:
        FactsError: Names or texts that cannot be used.
    """
    if not isinstance(texts, Mapping):
        kind = type(texts).__name__
        problem = f"texts come as a mapping from names to texts, and {kind} was given"
        raise FactsError([Mistake("", problem, "wrong_form")])
    guideline = reader.guideline
    mistakes = reader.unknown_names(texts, ignore)
    stated: dict[str, object] = {}
    for name, text in texts.items():
        asked = guideline.fact.get(name) or guideline.screen.get(name)
        if asked is None or text is None or (isinstance(text, str) and not text.strip()):
            continue
        try:
            stated[name] = from_words(asked, _text(asked, text))
        except NotAStatementError as problem:
            mistakes.append(mistake(name, problem, text))
    if mistakes:
        raise FactsError(mistakes)
    return PatientFacts(**stated)


def _text(asked: Fact | Screen, given: object) -> str:
    if isinstance(given, str):
        return given
    problem = (
        f"{_accepted(asked)}, and {type(given).__name__} was given: only texts are read here, and "
        "`evaluate` takes other values"
    )
    raise NotAStatementError(problem, "wrong_form")


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


def _refuse_word(fact: Fact, words: str, meant: str | None = None) -> NoReturn:
    problem, to_the_writer = (
        f"{_accepted(fact)}, and {told} was given" for told in (_ANOTHER, shown(words))
    )
    raise NotAStatementError(problem, "unknown_word", meant, to_the_writer)


def _choice(fact: Fact, values: tuple[str, ...], words: str) -> object:
    several = _ONE_OF.fullmatch(words)
    if several is None:
        return _value(fact, values, words)
    listed = several[1].removeprefix("(").removesuffix(")").strip()
    return one_of(*(_value(fact, values, each) for each in _OR.split(listed)))


def _value(fact: Fact, values: tuple[str, ...], words: str) -> str:
    """Return the value that is written so, capitals and spaces aside."""
    plain = re.sub(r"[\s-]+", "_", words.lower())
    if plain not in values:
        _refuse_word(fact, words, nearest(plain, values))
    return plain


def _number(fact: Fact, words: str) -> object:
    ends = _BETWEEN.fullmatch(words)
    if ends is None:
        return _amount(fact, words)
    first, last = (each for each in ends.groups() if each)
    low, high = (QUANTITY.fullmatch(each) for each in (first, last))
    unit = high[4] if high else None
    if low and low[4] and not unit:
        problem, to_the_writer = (
            f"`{fact.name}`: in {told} the second number has no unit; write it there too"
            for told in ("the text given", shown(words))
        )
        raise NotAStatementError(problem, "no_unit", None, to_the_writer)
    return between(
        _amount(fact, first if (low and low[4]) or not unit else f"{first} {unit}"),
        _amount(fact, last),
    )


def _amount(fact: Fact, words: str) -> int | Decimal | str:
    """Return a bare number as a number, and one with a unit as a text in words of the language."""
    found = QUANTITY.fullmatch(words)
    if found is None or found[3] or any(sign.isdecimal() for sign in found[4] or ""):
        own = fact.unit
        unit_words = f" {own.plural}" if own else ""
        problem, to_the_writer = (
            f"{accepted(fact)}, and {told} was given; write a number such as "
            f"‘3{unit_words}’; a range is written ‘between A and B{unit_words}’"
            for told in (_ANOTHER, shown(words))
        )
        raise NotAStatementError(problem, "not_a_number", None, to_the_writer)
    digits, exponent, _, written_unit = found.groups()
    # Who writes an exponent parts no thousands.
    number = digits if exponent and NUMBER.fullmatch(digits) else as_typed(digits)
    if number is None:
        meant = readings(digits)
        how = {
            0: "write the number without signs between its digits",
            1: f"write {meant[0] if meant else ''}, without signs that part thousands",
            2: f"it can mean {' or '.join(meant)}; write the one that is meant",
        }[len(meant)]
        raise NotAStatementError(
            f"{accepted(fact)}, and {UNCLEAR}",
            "unclear_number",
            None,
            f"`{fact.name}`: {shown(words)} is not clear: {how}",
        )
    number += exponent or ""
    if written_unit:
        unit = meant_unit(written_unit)
        return f"{number} {unit.words(number == '1') if unit else written_unit}"
    is_whole = number.lstrip("-").isdecimal() and len(number) <= LONGEST_NUMBER
    return int(number) if is_whole else Decimal(number)
