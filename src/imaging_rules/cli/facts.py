"""A patient's facts from options, from a file or from standard input, and the mistakes in them."""

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from attrs import field, frozen

from imaging_rules.cli.exit_codes import MisuseError
from imaging_rules.cli.output import as_json, tell
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.read.from_text import from_words, shown
from imaging_rules.decide.read.other_forms import IN_PART, form_of
from imaging_rules.decide.read.stated_value import NotAStatementError, plain
from imaging_rules.errors import MOST_TOLD, Mistake
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import Fact, YesNoType
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.text.words import wrapped
from imaging_rules.values.numbers import LONGEST_NUMBER, float_text
from imaging_rules.values.stated import Unknown


@frozen
class GivenFacts:
    """What was given for each name, in forms that `evaluate` takes, and the mistakes in it."""

    values: dict[str, Any] = field(factory=dict)
    mistakes: list[Mistake] = field(factory=list)


def given_facts(
    guideline: Model, from_file: Mapping[str, Any], from_options: Sequence[str]
) -> GivenFacts:
    """Return the facts of one patient from both places where they may be given.

    Args:
        guideline: The guideline that says what its facts are.
        from_file: What a facts file states.
        from_options: Each ``-f``, as NAME=VALUE.

    Returns:
        The facts that can be read, those of unknown names as they were given; and a mistake for
        each that cannot, or is given twice.
    """
    given = GivenFacts()
    for name, value in from_file.items():
        fact = guideline.fact.get(name)
        of_form = mistake_of_form(fact, value) if fact else None
        if of_form:
            given.mistakes.append(of_form)
        else:
            given.values[name] = value
    options: dict[str, object] = {}
    for option in from_options:
        try:
            name, value = _read(guideline, option)
        except NotAStatementError as problem:
            given.mistakes.append(as_written(problem, option))
            continue
        if name in from_file:
            problem_text = f"`{name}` is given both in the facts file and with -f"
        elif name in options and options[name] != value:
            problem_text = f"`{name}` is given twice, with different values"
        else:
            given.values[name] = options[name] = value
            continue
        given.mistakes.append(Mistake(name, problem_text, "given_twice"))
    return given


def _read(guideline: Model, option: str) -> tuple[str, object]:
    name, equals, words = option.partition("=")
    name = name.strip()
    asked = guideline.fact.get(name) or guideline.screen.get(name)
    if not name or not equals:
        answered = isinstance(asked, Fact) and isinstance(asked.type, YesNoType)
        example = f"{name}=yes" if answered else "age=42"
        raise NotAStatementError(
            f"a fact is given as NAME=VALUE, such as `-f {example}`, and {shown(option)} was given",
            "wrong_form",
        )
    return name, words if asked is None else from_words(asked, words)


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


# A word of the language is the name of no fact; so it tells such a file from plain facts.
_GUIDELINE = "guideline"
_NAMED = ("name", "title", "version", "status", "sha256")


def answers_file(decision: Decision) -> str:
    """Return the answers as JSON, for `evaluate --facts`: the part of the record that holds them.

    The form on a page copies the same.
    """
    record = decision.to_dict()
    facts = {name: record["facts"][name] for name in ("stated", "screened")}
    guideline = {name: record[_GUIDELINE][name] for name in _NAMED if record[_GUIDELINE][name]}
    return as_json({"day": record["day"], _GUIDELINE: guideline, "facts": facts})


def stated_in(found: dict[str, Any], where: str, guidelines: Sequence[Guideline]) -> dict[str, Any]:
    """Return the facts that a file states: all that it holds, or what is stated in its record.

    Where a record is of none of the guidelines, or of another version, that is told.

    Raises:
        MisuseError: The file names a guideline, and no facts are where a record has them.
    """
    if _GUIDELINE not in found:
        return found
    match found:
        case {
            "guideline": {"name": str(name), "sha256": str(sha256)},
            "facts": {"stated": dict(facts)},
        }:
            if sha256 not in {each.sha256 for each in guidelines}:
                same = name in {each.name for each in guidelines}
                other = "another version of " if same else ""
                tell(
                    f"{where} has answers that were given to {other}{shown(name)}; "
                    "check that they mean the same here"
                )
            return facts
    raise MisuseError(
        f"{where} names a guideline and is no record: one has the name and the sha256 of the "
        "guideline, and states facts under `facts` and `stated`"
    )


_LONGEST = 300


def mistakes_with_names(mistakes: Sequence[Mistake], guideline: Model) -> str:
    """Return what is wrong with the facts given, for whoever gave them.

    Args:
        mistakes: The mistakes, at least one.
        guideline: The guideline; its facts are listed where a name is like none of them.

    Returns:
        A sentence, or a line for each mistake under a heading.
    """
    sentences = mistakes_in_words(mistakes)
    names = [*guideline.fact, *guideline.screen]
    if any(each.fact and each.fact not in names and not each.suggestion for each in mistakes):
        head = f"  {guideline.header.name} has: "
        return "\n".join([sentences, *wrapped(head + ", ".join(names), rest="  ")])
    return sentences


def mistakes_in_words(mistakes: Sequence[Mistake]) -> str:
    """Return what is wrong with the facts given, without a list of the names there are.

    Args:
        mistakes: The mistakes, at least one.

    Returns:
        A sentence, or a line for each mistake under a heading.
    """
    sentences = [mended(each) for each in mistakes[:MOST_TOLD]]
    left = len(mistakes) - len(sentences)
    if left:
        sentences.append(f"and {left} more")
    if len(mistakes) == 1:
        return sentences[0]
    head = f"{len(mistakes)} mistakes in the facts given:"
    return "\n".join([head, *(f"  {each}" for each in sentences)])


def as_written(problem: NotAStatementError, given: str) -> Mistake:
    """Return the mistake that what was written cannot be used, in which it is shown."""
    return Mistake("", problem.to_the_writer, problem.kind, problem.suggestion, given)


def mended(mistake: Mistake) -> str:
    """Return what is wrong, with what may have been meant: whoever reads it has just given it."""
    meant = mistake.suggestion
    unsaid = meant and mistake.kind != "unknown_name"
    plain = " ".join(f"{mistake.problem}{f' (did you mean {meant}?)' if unsaid else ''}".split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"
