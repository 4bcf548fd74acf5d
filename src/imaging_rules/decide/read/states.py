"""A patient's facts into the states that diagrams are walked with.

Reading is most of the work of a decision, so the loop over the facts is written out as source,
once for each guideline: one expression a fact. It holds positions and numbers only, and no text
of the guideline file. What is not given in the plainest form goes to `statement`, which says what
every form means; the source written here is a shortcut through it, and is tested against it.
Patients of whom all that matters is stated are read in a shorter way yet, in `plain_reader`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, TypeAlias

from imaging_rules.decide.read import stated_value
from imaging_rules.decide.read.facts import unknown_names
from imaging_rules.decide.read.plain_source import plainest_forms
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.generated_source import expression
from imaging_rules.diagram.walk import State, asked, end_of
from imaging_rules.errors import Mistake
from imaging_rules.model.facts import Fact, Screen, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.values.stated import Unknown, unknown

Given: TypeAlias = tuple[Any, ...]
"""What was given for each fact, then for each screen, in file order; None where nothing was."""

AsRead: TypeAlias = tuple[tuple[State, ...], Given, int | None, bool]
"""A state for each variable of the diagrams; what was given; the end of the level's diagram,
where it was told on the way; and whether a screen was answered."""

_Raw: TypeAlias = tuple[AsRead, int, list[Mistake]]
"""A patient as read, how many facts and screens were not None, and the mistakes."""

MOST_FACTS = 1_000
"""Of how many facts patients are read in the shortest way."""

PlainReader: TypeAlias = Callable[[dict[str, Any]], AsRead | None]
"""Returns a patient as read, or ``None`` where this way does not serve."""


class Reader:
    """Reads the facts of patients for one guideline.

    Args:
        guideline: The guideline.
        diagrams: Its diagrams.
    """

    def __init__(self, guideline: Guideline, diagrams: Diagrams) -> None:
        self.guideline = guideline
        self._names = frozenset(guideline.fact) | frozenset(guideline.screen)
        self._unstated = [as_state(unstated(fact)) for fact in guideline.facts]
        self._position = {fact.name: place for place, fact in enumerate(guideline.facts)}
        self._read: Callable[[Mapping[str, Any]], _Raw] = self._written(diagrams)

    def read(
        self, facts: dict[str, Any], ignore: Collection[str] | bool = ()
    ) -> tuple[AsRead, list[Mistake]]:
        """Return a patient as read, and what is wrong with the names and values given.

        Args:
            facts: What is stated, by the names of facts and screens; ``None`` states nothing.
            ignore: Names that the guideline need not have, as `names_to_ignore` returns them.

        Returns:
            The patient, who counts only where there is no mistake; and every mistake.
        """
        patient, stated, mistakes = self._read(facts)
        # Where as much was read as is given, there is no other name to check.
        if mistakes or len(facts) != stated:
            mistakes += self.unknown_names(facts, ignore)
        return patient, mistakes

    def unknown_names(
        self, facts: Iterable[object], ignore: Collection[str] | bool
    ) -> list[Mistake]:
        """Return a mistake for each name that is no fact or screen and is not to be ignored."""
        none_has = f"`{self.guideline.header.name}` has no fact"
        return unknown_names(facts, self._names, ignore, none_has)

    def _other(self, place: int, given: object, mistakes: list[Mistake]) -> State:
        """Return the state for what was given in another than the plainest form."""
        fact = self.guideline.facts[place]
        try:
            return as_state(stated_value.regions(fact, stated_value.statement(fact, given)))
        except stated_value.NotAStatementError as problem:
            mistakes.append(mistake(fact.name, problem, given))
            return 0

    def _screened(self, answers: Sequence[object], mistakes: list[Mistake]) -> list[State]:
        """Return the state of each fact that is not stated, under the answers to screens."""
        states = list(self._unstated)
        for screen, answer in zip(self.guideline.screens, answers, strict=True):
            try:
                none = is_none(screen, answer)
            except stated_value.NotAStatementError as problem:
                mistakes.append(mistake(screen.name, problem, answer))
                continue
            for name, value in screen.covers if none else ():
                states[self._position[name]] = self.guideline.fact[name].region_of(value)
        return states

    def _written(self, diagrams: Diagrams) -> Callable[[Mapping[str, Any]], _Raw]:
        """Return the function that reads all facts, from source written for this guideline."""
        guideline = self.guideline
        scope: dict[str, Any] = {
            "other": self._other,
            "plain": stated_value.plain,
            "unknown": unknown,
            "unstated": self._unstated,
            "screened": self._screened,
        }
        lines = ["def read(facts):", " get = facts.get", " mistakes = []", " gap = None"]
        stated = len(guideline.facts) + len(guideline.screens)
        lines.append(f" stated = {stated}")
        answers = ""
        for place, screen in enumerate(guideline.screens):
            scope[f"S{place}"] = screen.name
            lines.append(f" q{place} = get(S{place})")
            lines.append(f" if q{place} is None: stated -= 1")
            answers += f"q{place}, "
        lines.append(" rest = unstated")
        if answers:
            any_answer = " is not None or ".join(answers.split(", ")[:-1]) + " is not None"
            lines.append(f" if {any_answer}: rest = screened(({answers}), mistakes)")
        decides = asked(diagrams.store, [diagrams.level], counted=False)
        for place, fact in enumerate(guideline.facts):
            scope[f"N{place}"] = fact.name
            lines.append(f" v{place} = get(N{place})")
            # A fact of which the level does not depend may be open where the level can be told.
            gap = "gap" if diagrams.place[fact.name] in decides else "_"
            lines.append(f" s{place} = {_expression(place, fact, scope, gap)}")
        names = [f"s{place}" for place in diagrams.order]
        states = "".join(f"{name}, " for name in names)
        given = "".join(f"v{place}, " for place in range(len(guideline.facts))) + answers
        source = expression(diagrams.store, diagrams.level, names)
        # Where all it depends on is stated plainly, every state is a number and it can be told.
        lines.append(f" end = None if gap is not None else {source}")
        patient = f"({states}), ({given}), end, rest is not unstated"
        lines.append(f" return ({patient}), stated, mistakes")
        exec("\n".join(lines), scope)
        written: Callable[[Mapping[str, Any]], _Raw] = scope["read"]
        return written


def mistake(name: str, problem: stated_value.NotAStatementError, given: object) -> Mistake:
    """Return the mistake that a value cannot be used."""
    return Mistake(name, str(problem), problem.kind, problem.suggestion, given)


def unstated(fact: Fact) -> tuple[int, ...]:
    """Return the regions of a fact of which nothing is stated: all, or the one assumed."""
    if fact.assumed is None:
        return stated_value.regions(fact, unknown)
    return (fact.region_of(fact.assumed),)


def is_none(screen: Screen, answer: object) -> bool:
    """Return whether a screen is answered with none.

    Raises:
        NotAStatementError: The answer is neither none nor unknown.
    """
    if isinstance(answer, str) and answer == "none":
        return True
    if answer is None or isinstance(answer, Unknown):
        return False
    if isinstance(answer, str) and answer == "unknown":
        return False
    raise stated_value.NotAStatementError(
        f"`{screen.name}` is answered with none (or unknown); "
        "if something is present, state that fact",
        "wrong_form",
    )


def statements(guideline: Guideline, given: Given) -> dict[str, stated_value.Statement]:
    """Return what was stated of each fact of which something was."""
    return {
        fact.name: stated_value.statement(fact, value)
        for fact, value in zip(guideline.facts, given, strict=False)
        if value is not None
    }


def as_state(possible: tuple[int, ...]) -> State:
    """Return the state of a fact whose value lies in one of these regions."""
    return possible[0] if len(possible) == 1 else possible


def _expression(place: int, fact: Fact, scope: dict[str, Any], gap: str) -> str:
    """Return the source of an expression for the state of a fact; ``gap`` is set if it is open."""
    v = f"v{place}"
    scope[f"A{place}"] = as_state(stated_value.regions(fact, unknown))
    forms = "".join(
        f"{state} if {test} else " for test, state in plainest_forms(place, fact, scope)
    )
    return (
        # No more can be None than are counted; a pair of both would take longer.
        f"{forms}({gap} := rest[{place}]) if {v} is None and (stated := stated - 1) >= 0 else "
        f"({gap} := A{place}) if {v} is unknown else "
        # What a caller could still change is not kept.
        f"({gap} := other({place}, {v} := plain({v}), mistakes))"
    )


def plain_reader(guideline: Guideline, diagrams: Diagrams) -> PlainReader:
    """Return the function that reads patients of whom all that matters is stated plainly.

    What matters are the facts on which the level or a study depends. Of others nothing need be
    stated; no screen may be answered, and there may be no name but those of facts.
    """
    facts, store = guideline.facts, diagrams.store
    roots = (diagrams.level, *diagrams.studies.values())
    decides = asked(store, roots, counted=False)
    matter = [place for place, fact in enumerate(facts) if diagrams.place[fact.name] in decides]
    # An `itemgetter` of one name returns no tuple, and a very long function takes much memory.
    if len(matter) < 2 or len(facts) > MOST_FACTS:
        return lambda facts: None
    others = [place for place, fact in enumerate(facts) if diagrams.place[fact.name] not in decides]
    scope: dict[str, Any] = {"matter": itemgetter(*(facts[place].name for place in matter))}
    values = [f"v{place}" for place in range(len(facts))]
    found = ["def read_plain(facts):", " stated = len(facts)"]
    found += [f" if stated < {len(matter)}: return None", " try:"]
    found.append(f"  {''.join(f'{values[place]}, ' for place in matter)}= matter(facts)")
    found += [" except KeyError:", "  return None"]
    if others:
        names = [values[place] for place in others]
        found += [f" if stated == {len(matter)}:", f"  {' = '.join(names)} = None", " else:"]
        for place in others:
            scope[f"N{place}"] = facts[place].name
            found.append(f"  {values[place]} = facts.get(N{place})")
        more = "".join(f" + ({name} is not None)" for name in names)
        found.append(f"  if stated != {len(matter)}{more}: return None")
    else:
        found.append(f" if stated != {len(matter)}: return None")
    tests, states = [], list(values)
    for place, fact in enumerate(facts):
        v, is_open = values[place], ""
        if place in others:
            scope[f"U{place}"] = as_state(unstated(fact))
            is_open = f"U{place} if {v} is None else "
        if isinstance(fact.type, YesNoType):
            # True and False are the states 1 and 0 as they are.
            tests.append(f"({v} is False or {v} is True{f' or {v} is None' if is_open else ''})")
            states[place] = f"({is_open}{v})"
            continue
        forms = (f"{state} if {test} else " for test, state in plainest_forms(place, fact, scope))
        states[place] = f"s{place}"
        found.append(f" {states[place]} = {is_open}{''.join(forms)}None")
        found.append(f" if {states[place]} is None: return None")
    if tests:
        found.append(f" if not ({' and '.join(tests)}): return None")
    names = [states[place] for place in diagrams.order]
    patient = "".join(f"{name}, " for name in names)
    given = "".join(f"{name}, " for name in values) + "None, " * len(guideline.screens)
    end = expression(store, diagrams.level, names) or f"walked(({patient}))"
    scope["walked"] = partial(end_of, store, diagrams.level)
    found.append(f" return ({patient}), ({given}), {end}, False")
    exec("\n".join(found), scope)
    written: PlainReader = scope["read_plain"]
    return written
