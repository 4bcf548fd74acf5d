"""A patient's facts from the command line and a file, put together."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from imaging_rules.cli.facts.from_file import mistake_of_form
from imaging_rules.cli.facts.mistakes import as_written
from imaging_rules.decide.read.from_text import from_words, shown
from imaging_rules.decide.read.stated_value import NotAStatementError
from imaging_rules.errors import Mistake
from imaging_rules.model.facts import Fact, YesNoType
from imaging_rules.model.guideline import Guideline


@frozen
class GivenFacts:
    """What was given for each name, in forms that `evaluate` takes, and the mistakes in it."""

    values: dict[str, Any] = field(factory=dict)
    mistakes: list[Mistake] = field(factory=list)


def given_facts(
    guideline: Guideline, from_file: Mapping[str, Any], from_options: Sequence[str]
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


def _read(guideline: Guideline, option: str) -> tuple[str, object]:
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
