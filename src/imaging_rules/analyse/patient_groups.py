"""Groups of patients in words, and one patient as `given` lists the facts."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from imaging_rules.analyse.cover import Cube
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import FALSE, Store
from imaging_rules.diagram.walk import meets
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Value, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.text.words import joined
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Unknown


@frozen
class NamedFact:
    """A fact that a group names, and the words for the values that it allows.

    Examples:
        >>> from imaging_rules import disagreements
        >>> found = disagreements("ottawa_knee", "pittsburgh_knee")
        >>> found.levels[0].groups[0].facts[0]
        NamedFact(fact='paraplegia', values='yes')
    """

    fact: str
    values: str


@frozen
class PatientGroup:
    """Patients for whom two guidelines, or two versions of one, differ in one way.

    Attributes:
        words: The words for the group. They describe it exactly, and name no fact in vain.
        facts: The facts that it names, each with the words for the values that it allows.
        besides: What holds of all its patients besides; empty where that is nothing.
        patients: How many combinations of answers they have, by the regions of their facts.
        given_one: A patient of the group, as an example of the first guideline, or of the old
            version, lists the facts.
        given_other: The same patient, as an example of the second, or of the new one.

    Examples:
        >>> from imaging_rules import disagreements
        >>> found = disagreements("ottawa_knee", "pittsburgh_knee")
        >>> found.levels[0].groups[0].words
        'patients with paraplegia, of whom `pittsburgh_knee` says `do not image`'
    """

    words: str
    facts: tuple[NamedFact, ...]
    besides: str
    patients: int
    given_one: str
    given_other: str


def quiet_values(
    store: Store, facts: Sequence[Fact], guidelines: Sequence[Guideline], applies: int
) -> list[list[int]]:
    """Return for each variable its values, those first that a reader expects least to be told.

    That is what is usual, and else what patients have for whom the guidelines apply.

    Args:
        store: Where the diagrams are.
        facts: The fact of each variable.
        guidelines: The guidelines that have the facts.
        applies: The diagram of the patients for whom they apply.
    """
    found = []
    for variable, fact in enumerate(facts):
        regions = range(len(fact.regions))
        usual = usual_region(fact, guidelines)
        within = [
            meets(store, applies, store.test(variable, [each == region for each in regions]))
            for region in regions
        ]
        order = sorted(regions, key=within.__getitem__, reverse=True)
        found.append([each for each in order if each == usual] + [r for r in order if r != usual])
    return found


def usual_region(fact: Fact, guidelines: Sequence[Guideline]) -> int | None:
    """Return the region of a fact that guidelines take for usual, if there is one.

    That is what the last of them assumes of it or, where none does, what a screen's none gives
    it; and else no.

    Args:
        fact: The fact, with the regions to choose from.
        guidelines: The guidelines.
    """
    usual: Value | None = False if isinstance(fact.type, YesNoType) else None
    covered = [dict(screen.covers) for guideline in guidelines for screen in guideline.screens]
    assumed = [g.fact[fact.name].assumed for g in guidelines if fact.name in g.fact]
    for value in (*(covers.get(fact.name) for covers in covered), *assumed):
        usual = usual if value is None else value
    for number, region in enumerate(fact.regions):
        if isinstance(region, Interval):
            if isinstance(usual, Fraction) and usual in region:
                return number
        elif region == usual:
            return number
    return None


def named_facts(
    cube: Cube, facts: Sequence[Fact], labels: Mapping[int, str]
) -> tuple[NamedFact, ...]:
    """Return the facts that a group names, with the words for what it allows of each.

    Args:
        cube: The group.
        facts: The fact of each variable.
        labels: What to add to the names of some variables.
    """
    return tuple(
        NamedFact(
            facts[variable].name + labels.get(variable, ""), allowed_words(facts[variable], values)
        )
        for variable, values in sorted(cube.items())
    )


def allowed_words(fact: Fact, values: Sequence[int]) -> str:
    """Return the words for some of the values of a fact."""
    match fact.type:
        case YesNoType():
            return " or ".join(fact.region_words(value) for value in values)
        case ChoiceType():
            others = [v for v in range(len(fact.regions)) if v not in values]
            if len(others) < len(values):
                return "other than " + " or ".join(fact.region_words(v) for v in others)
            return " or ".join(fact.region_words(value) for value in values)
        case NumberType() as type:
            pieces: list[Interval] = []
            for place, value in enumerate(values):
                region = type.regions[value]
                if place and values[place - 1] == value - 1:
                    last = pieces[-1]
                    pieces[-1] = evolve(last, high=region.high, high_open=region.high_open)
                else:
                    pieces.append(region)
            return " or ".join(type.words(p) for p in pieces)


def group_words(named: Sequence[NamedFact], besides: str) -> str:
    """Return the words for a group: ``patients with age over 70 years, without fever``.

    Args:
        named: The facts that it names.
        besides: What holds of all its patients besides, such as ``of whom no red flag holds``.
    """
    present = [
        each.fact if each.values == "yes" else f"{each.fact} {each.values}"
        for each in named
        if each.values != "no"
    ]
    absent = [each.fact for each in named if each.values == "no"]
    told = f"with {joined(present, 'and')}" if present else ""
    if absent:
        told += f"{', ' if told else ''}without {joined(absent, 'or')}"
    if not told:
        return f"patients {besides}" if besides else "all patients"
    return f"patients {told}" + (f", {besides}" if besides else "")


EVERYTHING_ELSE_NO = "everything else is no"


def given_item(fact: Fact, value: Value | Unknown, name: str = "") -> str:
    """Return what `given` says of one fact, by its own name or by another."""
    name = name or fact.name
    if isinstance(value, Unknown):
        return f"{name} is unknown"
    if not isinstance(fact.type, YesNoType):
        return f"{name} is {fact.words(value)}"
    return name if value is True else f"not {name}"


def given_clause(
    guideline: Guideline,
    values: Mapping[str, Value | Unknown],
    names: Mapping[str, str] | None = None,
) -> str:
    """Return the facts of a patient as `given` lists them.

    What is assumed anyway is left out, and what is no is told by `everything else is no`.

    Args:
        guideline: The guideline in which they are to be given.
        values: The facts on which something hangs, each with its value.
        names: Names to write for some facts in place of their own.
    """
    items = []
    rest = False
    for fact in guideline.facts:
        value = values.get(fact.name)
        if value is None or (value == fact.assumed and type(value) is type(fact.assumed)):
            continue
        if value is False and fact.assumed is None:
            rest = True
        else:
            items.append(given_item(fact, value, (names or {}).get(fact.name, "")))
    if rest or not items:
        items.append(EVERYTHING_ELSE_NO)
    return ", ".join(items)


def patient_for(guideline: Guideline, diagrams: Diagrams, root: int) -> str:
    """Return the facts of a patient for whom a diagram is true, as `given` lists them.

    The diagram must be true for some patient; facts that play no part are left out. Where none
    plays a part, any patient will do.
    """
    store, items = diagrams.store, []
    node = root
    while store.children[node]:
        variable = store.variable[node]
        region, node = next(
            (value, child)
            for value, child in reversed(list(enumerate(store.children[node])))
            if child != FALSE
        )
        fact = guideline.facts[diagrams.order[variable]]
        items.append(given_item(fact, fact.sample(region)))
    return ", ".join(items) or EVERYTHING_ELSE_NO
