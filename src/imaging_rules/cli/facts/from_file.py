"""A patient's facts from a JSON file or from standard input."""

import json
import sys
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from imaging_rules.cli.exit_codes import MisuseError
from imaging_rules.cli.facts.recorded import stated_in
from imaging_rules.decide.read.from_text import shown
from imaging_rules.decide.read.other_forms import IN_PART, form_of
from imaging_rules.decide.read.stated_value import plain
from imaging_rules.errors import Mistake
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import Fact, YesNoType
from imaging_rules.values.numbers import LONGEST_NUMBER, float_text
from imaging_rules.values.stated import Unknown

MOST_BYTES = 1_000_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_facts_file(name: str, guidelines: Sequence[Guideline]) -> dict[str, Any]:
    """Return what a JSON file states, by the names of facts; what is null is left out.

    Args:
        name: The path of the file, or ``-`` for standard input. It states facts, or is the record
            of a decision or of answers that states them.
        guidelines: Those for which the facts are read.

    Returns:
        What is stated; every number is exactly the decimal that is written.

    Raises:
        MisuseError: The file cannot be read, or is not one JSON object with names given once.
    """
    where = "standard input" if name == "-" else name
    facts = _parse(_bytes(name, where), where)
    if not isinstance(facts, dict):
        raise MisuseError(
            f"{where} is no JSON object; facts are written like "
            '{"age": 42, "fever_or_chills": true}'
        )
    stated = stated_in(facts, where, guidelines)
    return {name: value for name, value in stated.items() if value is not None}


def mistake_of_form(fact: Fact, value: object) -> Mistake | None:
    """Return what is wrong with the form of a value that a file states, if it is the form.

    The rest is told by `evaluate` itself; this is what a file writes otherwise than Python does.
    """
    problem = None
    if isinstance(fact.type, YesNoType):
        if not isinstance(value, bool | Unknown) and value != "unknown":
            problem = (
                f"`{fact.name}` is true or false in a facts file, and {form_of(value)} was given"
            )
    elif isinstance(value, dict) and plain(value) is value:
        problem = f"`{fact.name}`: {IN_PART} in a facts file"
    return Mistake(fact.name, problem, "wrong_form", None, value) if problem else None


def _bytes(name: str, where: str) -> bytes:
    try:
        if name == "-":
            if sys.stdin is None:
                raise MisuseError("the facts are to come from standard input, which is closed")
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except OSError as problem:
        why = problem.strerror or "reading failed"
        raise MisuseError(f"the facts file {where} cannot be read: {why}") from None
    if len(data) > MOST_BYTES:
        raise MisuseError(f"{where} is longer than {MOST_BYTES} bytes, too long for facts")
    return data


def _parse(data: bytes, where: str) -> object:
    if data.startswith(_BYTE_ORDER_MARK):
        raise MisuseError(f"{where} begins with a byte order mark; save it as UTF-8 without one")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise MisuseError(f"{where} is not UTF-8 text") from None
    if not text.strip():
        raise MisuseError(f"{where} is empty; facts that are not known yet are written {{}}")

    def named_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in pairs:
            if name in found:
                raise MisuseError(f"{where} states {shown(name)} twice")
            found[name] = value
        return found

    def no_number(word: str) -> NoReturn:
        raise MisuseError(
            f'{where} holds {word}, which is not a number; what is not known is written "unknown"'
        )

    def decimal(number: str) -> Decimal:
        try:
            # A program that holds a float of 32 bits writes nine tenths as 0.8999999761581421.
            return Decimal(float_text(float(number)) if number == str(float(number)) else number)
        except InvalidOperation:
            raise MisuseError(f"{where} holds a number that is too long") from None

    try:
        return json.loads(
            text,
            object_pairs_hook=named_once,
            parse_int=_whole,
            parse_float=decimal,
            parse_constant=no_number,
        )
    except json.JSONDecodeError as problem:
        raise MisuseError(
            f"{where} is not JSON: line {problem.lineno}, column {problem.colno}: "
            f"{problem.msg[:1].lower()}{problem.msg[1:]}"
        ) from None
    except RecursionError:
        raise MisuseError(f"{where} is nested too deeply for facts") from None


def _whole(digits: str) -> int | Decimal:
    """Return a whole number; one of very many digits in a form that costs little to refuse."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else Decimal(digits)
