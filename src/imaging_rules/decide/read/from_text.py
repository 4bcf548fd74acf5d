"""What people write of a fact, on the command line, in tables and in forms, read by its type."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import NoReturn

from imaging_rules.decide.read.dated import as_of, is_dated
from imaging_rules.decide.read.facts import PatientFacts
from imaging_rules.decide.read.stated_value import (
    QUANTITY,
    UNCLEAR,
    NotAStatementError,
    accepted,
    in_full,
    statement,
)
from imaging_rules.decide.read.states import Reader, is_none, mistake
from imaging_rules.diagnostics import nearest
from imaging_rules.errors import FactsError, Mistake
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Screen, YesNoType
from imaging_rules.text.words import any_of
from imaging_rules.values.numbers import LONGEST_NUMBER, NUMBER
from imaging_rules.values.separators import as_typed, readings
from imaging_rules.values.stated import COMPARISONS, between, one_of, range_from, unknown
from imaging_rules.values.unit_spellings import meant_unit

_YES_NO = {"yes": True, "y": True, "no": False, "n": False}
_BETWEEN = re.compile(r"between\s+(\S.*?)\s+and\s+(\S.*)|(\S.*?)\s+to\s+(\S.*)", re.IGNORECASE)
_SIGNS = {
    ">": "over",
    "<": "under",
    ">=": "at least",
    "≥": "at least",
    "<=": "at most",
    "≤": "at most",
    "more than": "over",
    "less than": "under",
    "up to": "at most",
}
_COMPARED = re.compile(
    rf"({any_of([*_SIGNS, *COMPARISONS])})\s*((?<=[\s<>=≤≥])\S.*)", re.IGNORECASE
)
_AND = re.compile(r"\s+and\s+(?=[<>≤≥a-z])", re.IGNORECASE)
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
            its unit, ``between 3 and 5 weeks``, ``3 to 5 weeks`` or ``under 6 weeks``; ``none``
            for a screen; ``unknown`` for each.

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
        case NumberType() if is_dated(asked, words):
            # What it says depends on the day of the decision; that it is a date does not.
            as_of(asked, words, date.max)
            return words
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
    ends = [_COMPARED.fullmatch(each) for each in _AND.split(words, maxsplit=1)]
    if all(ends):
        return _compared(fact, words, [each for each in ends if each])
    two = _BETWEEN.fullmatch(words)
    # The unit of a fact may hold the word that stands between two numbers.
    one = QUANTITY.fullmatch(words)
    if two is None or (one and one[4] and meant_unit(one[4], fact.unit)):
        return _amount(fact, words)
    low, high = _in_one_unit(fact, words, [each for each in two.groups() if each])
    return between(low, high)


def _compared(fact: Fact, words: str, found: list[re.Match[str]]) -> object:
    """Return the range that one or two words such as `under` give its ends."""
    said = [" ".join(each[1].lower().split()) for each in found]
    amounts = _in_one_unit(fact, words, [each[2] for each in found])
    stated = range_from(
        {_SIGNS.get(each, each): amount for each, amount in zip(said, amounts, strict=True)}
    )
    if stated is None or len(set(said)) < len(said):
        _refuse_number(fact, words)
    return stated


def _in_one_unit(fact: Fact, words: str, ends: list[str]) -> list[int | Decimal | str]:
    """Return amounts of which only the last needs a unit, which then is that of all."""
    *_, last = found = [QUANTITY.fullmatch(each) for each in ends]
    unit = last[4] if last else None
    if not unit and any(each and each[4] for each in found):
        problem, to_the_writer = (
            f"`{fact.name}`: in {told} the second number has no unit; write it there too"
            for told in ("the text given", shown(words))
        )
        raise NotAStatementError(problem, "no_unit", None, to_the_writer)
    return [
        _amount(fact, end if not unit or (each and each[4]) else f"{end} {unit}")
        for end, each in zip(ends, found, strict=True)
    ]


def _amount(fact: Fact, words: str) -> int | Decimal | str:
    """Return a bare number as a number, and one with a unit as a text in words of the language."""
    found = QUANTITY.fullmatch(words)
    unit = meant_unit(found[4], fact.unit) if found and found[4] else None
    no_unit = unit is None and any(sign.isdecimal() for sign in (found and found[4]) or "")
    if found is None or found[3] or no_unit:
        _refuse_number(fact, words)
    digits, exponent, _, written_unit = found.groups()
    # Who writes an exponent parts no thousands.
    number = digits if exponent and NUMBER.fullmatch(digits) else as_typed(digits)
    if number is None:
        meant = readings(digits)
        told = in_full(found, meant, fact.unit) or " or ".join(meant)
        how = {
            0: "write the number without signs between its digits",
            1: f"write {told}, without signs that part thousands",
            2: f"it can mean {told}; write the one that is meant",
        }[len(meant)]
        raise NotAStatementError(
            f"{accepted(fact)}, and {UNCLEAR}",
            "unclear_number",
            None,
            f"`{fact.name}`: {shown(words)} is not clear: {how}",
        )
    number += exponent or ""
    if written_unit:
        return f"{number} {unit.words(number == '1') if unit else written_unit}"
    is_whole = number.lstrip("-").isdecimal() and len(number) <= LONGEST_NUMBER
    return int(number) if is_whole else Decimal(number)


def _refuse_number(fact: Fact, words: str) -> NoReturn:
    unit_words = f" {fact.unit.plural}" if fact.unit else ""
    problem, to_the_writer = (
        f"{accepted(fact)}, and {told} was given; write a number such as ‘3{unit_words}’; "
        f"a range is written ‘between A and B{unit_words}’, or ‘under A{unit_words}’"
        for told in (_ANOTHER, shown(words))
    )
    raise NotAStatementError(problem, "not_a_number", None, to_the_writer)
