"""Patients in whom something stands out, and of whom a guideline says nothing.

A value of a fact stands out where some rule that recommends imaging asks for it, that is, the
rule holds for some patient with it and would not with another value; and where it is not what
the guideline takes for usual: what is assumed, what a screen's none gives, or no. A gap is the
group of all patients within the scope with such a value of a fact for whom no rule speaks, so
that the decision falls to the header's `otherwise`. There is at most one for each fact.

Beside these stand the patients to whom imaging is recommended, and of whom contraindications leave
no study for it.
"""

from collections.abc import Iterator

from attrs import frozen

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.analyse.cover import some_patient
from imaging_rules.analyse.patient_groups import (
    allowed_words,
    given_clause,
    patient_for,
    quiet_values,
    usual_region,
)
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import AND, FALSE, HIGHER, NOTHING
from imaging_rules.diagram.walk import asked, implies, meets, patients
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contraindication
from imaging_rules.values.recommendation import Recommendation

BUDGET = 3_000_000
"""How many steps looking for the gaps of one guideline may take."""


@frozen
class Gap:
    """Patients with something that a rule asks for, for whom no rule speaks.

    Attributes:
        fact: The fact that stands out.
        values: The words for those of its values that do, and that such patients have.
        rules: The rules that ask for them.
        otherwise: What the guideline decides for them.
        patients: How many they are, told apart by the regions of their facts.
        given: One of them, as an example lists the facts.
    """

    fact: str
    values: str
    rules: tuple[str, ...]
    otherwise: Recommendation
    patients: int
    given: str


@frozen
class NoStudyLeft:
    """Patients to whom imaging is recommended, with no study left that could be done.

    Attributes:
        rules: The contraindications that rule out what is recommended.
        patients: How many they are, told apart by the regions of their facts.
        given: One of them, as an example lists the facts.
    """

    rules: tuple[str, ...]
    patients: int
    given: str


def no_study_left(guideline: Guideline, diagrams: Diagrams) -> NoStudyLeft | None:
    """Return the patients to whom no study is left, if there are any.

    Raises:
        OverBudgetError: It is too entangled.
    """
    store, group = diagrams.store, diagrams.no_study_left
    if group == FALSE:
        return None
    with store.allowing(BUDGET):
        rules = tuple(
            each.name
            for each in guideline.of(Contraindication)
            if meets(store, diagrams.rules[each.name], group)
        )
        return NoStudyLeft(rules, patients(store, group), patient_for(guideline, diagrams, group))


def gaps(guideline: Guideline, diagrams: Diagrams) -> tuple[Gap, ...]:
    """Return the gaps of a guideline, in the order of its facts.

    This makes nodes in the store of the diagrams, so no one else may use it meanwhile.

    Raises:
        OverBudgetError: It is too entangled.
    """
    with diagrams.store.allowing(BUDGET):
        found = tuple(_gaps(guideline, diagrams))
    diagrams.store.forget_results()
    return found


def _gaps(guideline: Guideline, diagrams: Diagrams) -> Iterator[Gap]:
    store = diagrams.store
    silent = _silent(diagrams)
    asking = _asked_for(guideline, diagrams)
    facts = [guideline.facts[place] for place in diagrams.order]
    quiet = quiet_values(store, facts, [guideline], diagrams.applies)
    deciding = {
        facts[variable].name
        for variable in asked(store, [diagrams.level, *diagrams.studies.values()])
    }
    for fact in guideline.facts:
        variable = diagrams.place[fact.name]
        regions = range(len(fact.regions))
        rules: dict[str, None] = {}
        values = []
        for region in regions:
            by = asking.get((fact.name, region), [])
            here = store.test(variable, [each == region for each in regions])
            if by and region != usual_region(fact, [guideline]) and meets(store, silent, here):
                values.append(region)
                rules.update(dict.fromkeys(by))
        if values:
            group = store.combine(
                AND, silent, store.test(variable, [each in values for each in regions])
            )
            patient = some_patient(store, group, quiet)
            values_given = {
                each.name: each.sample(region)
                for each, region in zip(facts, patient, strict=True)
                if each.name in deciding
            }
            yield Gap(
                fact.name,
                allowed_words(fact, values),
                tuple(rules),
                guideline.header.otherwise,
                patients(store, group),
                given_clause(guideline, values_given),
            )


def _silent(diagrams: Diagrams) -> int:
    """Return the diagram of the patients within the scope for whom no rule says a level."""
    store, parts = diagrams.store, diagrams.parts
    said = [d for each in (parts.flags, parts.uncapped) for d in each.get(None, {}).values()]
    highest = store.fold(HIGHER, said, NOTHING)
    return store.combine(AND, store.where(highest, NOTHING), diagrams.applies)


def _asked_for(guideline: Guideline, diagrams: Diagrams) -> dict[tuple[str, int], list[str]]:
    """Return for each region of a fact the recommending rules that ask for it."""
    store = diagrams.store
    conditions = Conditions(guideline, diagrams)
    names = [guideline.facts[place].name for place in diagrams.order]
    found: dict[tuple[str, int], list[str]] = {}
    for rule in guideline.rules:
        if not rule.recommends:
            continue
        condition = rule.condition
        regions = set()
        for node in store.nodes([conditions.diagram(condition)]):
            below = store.children[node]
            for region, child in enumerate(below):
                if child != FALSE and not all(implies(store, child, other) for other in below):
                    regions.add((names[store.variable[node]], region))
        for key in regions:
            found.setdefault(key, []).append(rule.name)
    return found
