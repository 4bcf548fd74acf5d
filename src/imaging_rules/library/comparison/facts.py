"""The facts of one patient, given to several guidelines so that they mean the same to each.

Names are what the guidelines share. A fact that one of them lacks is left out for it. A number
without a unit is refused where the guidelines measure it differently, and a screen where they
mean different facts by it. What a screen of one guideline answers, it answers for all.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from imaging_rules.decide.read.facts import unknown_names
from imaging_rules.decide.read.stated_value import NotAStatementError, plain, statement
from imaging_rules.decide.read.states import is_none
from imaging_rules.errors import FactsError, Mistake
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import Fact, NumberType, Value
from imaging_rules.text.words import joined
from imaging_rules.values.numbers import exact_text
from imaging_rules.values.stated import Between

Facts = dict[str, Any]


@frozen
class Named:
    """A guideline, and what it is called."""

    name: str
    guideline: Guideline

    def has(self, name: str) -> bool:
        """Whether it has a fact or a screen of that name."""
        model = self.guideline.model
        return name in model.fact or name in model.screen

    def fact(self, name: str) -> Fact | None:
        """Return its fact of that name, if it has one."""
        return self.guideline.model.fact.get(name)


def facts_for_each(
    facts: Mapping[Any, Any],
    guidelines: Sequence[Named],
    ignore: Collection[str] | bool,
    today: date | None,
) -> tuple[list[Facts], list[str]] | FactsError:
    """Return for each guideline the facts to give it, and what is to be known of them.

    Args:
        facts: What is stated, by the names of facts and screens.
        guidelines: The guidelines.
        ignore: Names that no guideline need have.
        today: The day of the decisions; without it, today.

    Returns:
        The facts for each, and sentences; or an error where a name is unknown to all, or a value
        does not mean the same to all, or cannot be used. It is returned, and not raised, so that
        the facts are in no frame of its traceback.
    """
    given = {name: plain(value) for name, value in facts.items() if value is not None}
    stated: Facts = {name: value for name, value in given.items() if isinstance(name, str)}
    known = [(each.guideline.model.fact, each.guideline.model.screen) for each in guidelines]
    names = frozenset(name for facts, screens in known for name in (*facts, *screens))
    mistakes = unknown_names(given, names, ignore, "none of the guidelines has a fact")
    refused = set()
    for name, value in stated.items():
        having = [each for each in guidelines if each.has(name)]
        problem = _problem(name, value, having) if len(having) > 1 else None
        if problem:
            mistakes.append(Mistake(name, problem, "not_comparable", None, value))
            refused.add(name)
    each_has = [
        {name: value for name, value in stated.items() if each.has(name) and name not in refused}
        for each in guidelines
    ]
    mistakes += _mistakes_in_values(each_has, guidelines, today)
    if mistakes:
        return FactsError(mistakes)
    notices = [*_asked_otherwise(stated, guidelines), *_answer_for_all(each_has, guidelines)]
    return each_has, notices


def _problem(name: str, value: object, having: Sequence[Named]) -> str | None:
    """Return why a value does not mean the same to all guidelines that have the name."""
    facts = [(each.name, fact) for each in having if (fact := each.fact(name))]
    if facts and len(facts) < len(having):
        screens = joined([f"`{each.name}`" for each in having if not each.fact(name)])
        return (
            f"`{name}` is a screen in {screens} and a fact in "
            f"{joined([f'`{whose}`' for whose, _ in facts])}, and cannot be given to both"
        )
    if not facts:
        return _screen_problem(name, value, having)
    if not _is_bare_number(value):
        return None
    numbers = [(whose, fact.type) for whose, fact in facts if isinstance(fact.type, NumberType)]
    units = {type.unit for _, type in numbers}
    if len(units) < 2:
        return None
    told = joined(
        [
            f"in {type.unit.plural} by `{whose}`" if type.unit else f"without a unit by `{whose}`"
            for whose, type in numbers
        ]
    )
    # Months given for weeks are a range, which means the same to both.
    dimensions = {unit.dimension if unit else "" for unit in units}
    if len(dimensions) > 1 and dimensions != {"time", "calendar time"}:
        return (
            f"`{name}` is measured {told}: these cannot be converted, so it cannot be given to both"
        )
    unit = numbers[0][1].unit
    example = f"3 {unit.plural if unit else ''}".strip()
    return f"`{name}` is measured {told}: give it with its unit, such as '{example}'"


def _screen_problem(name: str, value: object, having: Sequence[Named]) -> str | None:
    screens = [each.guideline.model.screen[name] for each in having]
    try:
        if not is_none(screens[0], value):
            return None
    except NotAStatementError:
        # Each guideline says what is wrong with it.
        return None
    covers = [dict(screen.covers) for screen in screens]
    if all(each == covers[0] for each in covers):
        return None
    differ = sorted(
        {
            fact
            for each in covers
            for fact in each
            if any(other.get(fact) != each[fact] for other in covers)
        }
    )
    return (
        f"`{name}` does not cover the same facts in "
        f"{joined([f'`{each.name}`' for each in having])}: state the facts themselves, "
        f"since they differ in {joined([f'`{fact}`' for fact in differ])}"
    )


def _is_bare_number(value: object) -> bool:
    if isinstance(value, Between):
        return _is_bare_number(plain(value.low)) or _is_bare_number(plain(value.high))
    return isinstance(value, int | float | Decimal | Fraction) and not isinstance(value, bool)


def _mistakes_in_values(
    each_has: Sequence[Facts], guidelines: Sequence[Named], today: date | None
) -> Iterator[Mistake]:
    """Yield what is wrong with values, the same of several guidelines once."""
    told: dict[Mistake, list[str]] = {}
    having: dict[str, int] = {}
    for facts, each in zip(each_has, guidelines, strict=True):
        for name in facts:
            having[name] = having.get(name, 0) + 1
        try:
            each.guideline.evaluate(facts, today=today)
        except FactsError as refused:
            for mistake in refused.mistakes:
                told.setdefault(mistake, []).append(each.name)
    for mistake, names in told.items():
        everywhere = len(names) == having.get(mistake.fact)
        whose = "" if everywhere else f"in {joined([f'`{n}`' for n in names])}, "
        yield evolve(mistake, problem=whose + mistake.problem)


def _asked_otherwise(stated: Facts, guidelines: Sequence[Named]) -> Iterator[str]:
    """Yield a sentence for each fact stated that guidelines ask in different words."""
    for name in stated:
        asked: dict[str, list[str]] = {}
        for each in guidelines:
            fact = each.fact(name)
            if fact:
                asked.setdefault(fact.ask, []).append(f"`{each.name}`")
        if len(asked) > 1:
            told = joined([f"“{ask}” by {joined(names)}" for ask, names in asked.items()])
            yield f"`{name}` is asked as {told}; it was taken for the same fact."


def _answer_for_all(each_has: Sequence[Facts], guidelines: Sequence[Named]) -> Iterator[str]:
    """Give what screens of one guideline answer to the others, and yield sentences about it."""
    answers: dict[str, list[tuple[Named, str, Value]]] = {}
    for facts, each in zip(each_has, guidelines, strict=True):
        for screen in each.guideline.model.screens:
            if screen.name in facts and is_none(screen, facts[screen.name]):
                for name, value in screen.covers:
                    answers.setdefault(name, []).append((each, screen.name, value))
    told: dict[tuple[str, str, str], list[str]] = {}
    for facts, each in zip(each_has, guidelines, strict=True):
        for name, answered in answers.items():
            fact = each.fact(name)
            if fact is None or name in facts or any(whose is each for whose, _, _ in answered):
                continue
            forms = [_form(whose, name, value, fact) for whose, _, value in answered]
            # What does not fit, or not to each other, stays open.
            if None in forms or any(form != forms[0] for form in forms):
                continue
            facts[name] = forms[0]
            whose, asked, _ = answered[0]
            told.setdefault((asked, whose.name, each.name), []).append(name)
    for (asked, whose_name, other), names in told.items():
        listed = joined([f"`{name}`" for name in names])
        yield f"The screen `{asked}` of `{whose_name}` answers {listed} for `{other}` too."


def _form(whose: Named, name: str, value: Value, fact: Fact) -> object:
    """Return a value of a guideline's fact in a form for another one's; ``None`` for no such."""
    form: object = value
    if isinstance(value, Fraction):
        form = exact_text(value, whose.guideline.model.fact[name].unit)
    try:
        statement(fact, form)
    except NotAStatementError:
        return None
    return form
