"""What the examples of a guideline show, and what none of them shows."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from attrs import evolve, frozen

from imaging_rules.analyse.example_goals import Aim, Aims, Beside, Decides, DoesNotHold, Unanswered
from imaging_rules.decide.compiled import compiled_from
from imaging_rules.decide.patient import Case, case_of
from imaging_rules.diagram.conditions import ContradictionDiagram
from imaging_rules.diagram.store import OverBudgetError
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.examples import Tried
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import Fact, Value
from imaging_rules.values.regions import Interval


@frozen
class IsFound:
    """A contradiction is to be found, or else (``found`` is false) to be excluded."""

    diagram: ContradictionDiagram
    found: bool


AnyAim: TypeAlias = Aim | IsFound


@frozen
class Gap:
    """Something that no example shows.

    Attributes:
        kind: ``decides`` and ``does not hold`` are of a rule, ``bound`` is of a number, and
            ``unanswered`` is of a red flag.
        name: The name of the rule or the fact.
        where: For a bound the number, or the numbers, of which one is to be given.
    """

    kind: str
    name: str
    where: str = ""


@frozen
class Coverage:
    """How much of a guideline its examples show.

    Attributes:
        aims: How many things there are to show.
        gaps: Those that no example shows.
    """

    aims: int
    gaps: tuple[Gap, ...]


def coverage(guideline: Guideline, tried: Iterable[Tried]) -> Coverage:
    """Return how much of a guideline its examples show.

    Args:
        guideline: The guideline.
        tried: Its examples. One that fails shows nothing.

    Raises:
        ImagingRulesError: The guideline is too entangled.
    """
    return Showing(guideline, tried).coverage


class Showing:
    """Keeps what is still to be shown of a guideline, while patients are added.

    Args:
        guideline: The guideline.
        tried: Its examples. One that fails shows nothing.

    Raises:
        ImagingRulesError: The guideline is too entangled.
    """

    def __init__(self, guideline: Guideline, tried: Iterable[Tried] = ()) -> None:
        self.model = guideline.model
        # Others may be deciding with the guideline's own diagrams, and this adds to them.
        self.compiled = compiled_from(self.model)
        self.aims = Aims(self.model, self.compiled.diagrams, self.compiled.deciding)
        contradictions = self.compiled.contradictions.made
        self._excluded = {
            each.rule.name: self.compiled.contradictions.test(
                evolve(each, root=each.store.negation(each.root))
            )
            for each in contradictions
        }
        try:
            of_diagrams = self.aims.all()
        except OverBudgetError:
            raise ImagingRulesError(
                f"`{guideline.name}` is too entangled to tell what its examples show"
            ) from None
        self.left: list[AnyAim] = [
            *(aim for aim in of_diagrams if not isinstance(aim, DoesNotHold)),
            *(IsFound(each, True) for each in contradictions),
            *(aim for aim in of_diagrams if isinstance(aim, DoesNotHold)),
            *(IsFound(each, False) for each in contradictions),
        ]
        self._everything = len(self.left)
        for each in tried:
            if each.passed:
                self.add(dict(each.example.given))

    @property
    def coverage(self) -> Coverage:
        """How much of the guideline is shown by now."""
        return Coverage(self._everything, tuple(self.gap(aim) for aim in self.left))

    def add(self, facts: Mapping[str, object]) -> None:
        """Take what a patient shows from what is left to show."""
        case = self.case(facts)
        self.left = [aim for aim in self.left if not self.shows(aim, case)]

    def case(self, facts: Mapping[str, object]) -> Case:
        """Return a patient as a case of the guideline, its facts as they are stated.

        Where they contradict each other, they show all the same how they are read.
        """
        patient, _ = self.compiled.reader.read(dict(facts))
        # The day plays no part.
        return case_of(self.compiled, patient, date.min)._replace(states=patient[0])

    def shows(self, aim: AnyAim, case: Case) -> bool:
        """Return whether a patient shows something that is to be shown."""
        if not isinstance(aim, IsFound):
            return self.aims.shows(aim, case.states, lambda name: _value(case, name))
        if aim.found:
            return aim.diagram.rule in case.contradictions
        return self._excluded[aim.diagram.rule.name](case.states, case.given)

    def gap(self, aim: AnyAim) -> Gap:
        """Return what is to be told of something that no example shows."""
        match aim:
            case Decides(rule):
                return Gap("decides", rule)
            case DoesNotHold(rule):
                return Gap("does not hold", rule)
            case IsFound(diagram, found):
                return Gap("decides" if found else "does not hold", diagram.rule.name)
            case Unanswered(flag):
                return Gap("unanswered", flag)
            case Beside(name, near):
                return Gap("bound", name, numbers(self.model.fact[name], near))

    def kind(self, rule: str) -> str:
        """Return what kind of rule has a name."""
        return next(each.kind for each in self.model.rules if each.name == rule)


def numbers(fact: Fact, near: Interval) -> str:
    """Return the words for a number, or for any of several."""
    return fact.number.words(near)


def _value(case: Case, name: str) -> Value | None:
    """Return what a fact of a patient is, where it is one value."""
    known = case.known.get(name)
    value = known.stated if known else None
    return value if isinstance(value, bool | str | Fraction) else None
