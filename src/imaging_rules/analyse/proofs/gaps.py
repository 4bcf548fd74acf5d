"""Patients in whom something stands out, and of whom a guideline says nothing.

A value of a fact stands out where some rule that recommends imaging asks for it, that is, the
rule holds for some patient with it and would not with another value; and where it is not what
the guideline takes for usual: what is assumed, what a screen's none gives, or no. A gap is the
group of all patients within the scope with such a value of a fact for whom no rule speaks, so
that the decision falls to the header's `otherwise`. There is at most one for each fact.
"""

from collections.abc import Iterator

from attrs import frozen

from imaging_rules.analyse.checks.opposite_signs import own_condition
from imaging_rules.analyse.conditions import Conditions
from imaging_rules.analyse.groups.cover import some_patient
from imaging_rules.analyse.groups.example_patient import given_clause
from imaging_rules.analyse.groups.in_words import allowed_words, quiet_values, usual_region
from imaging_rules.diagram.from_model import NOTHING, Diagrams
from imaging_rules.diagram.model_count import patients
from imaging_rules.diagram.search import asked, implies, meets, nodes
from imaging_rules.diagram.store import AND, FALSE, HIGHER, TERMINALS
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Indication, RedFlag, Rule, SpecialCase, WaitingPeriod
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


def gaps(guideline: Guideline, diagrams: Diagrams) -> Iterator[Gap]:
    """Yield the gaps of a guideline, in the order of its facts.

    This makes nodes in the store of the diagrams, so no one else may use it meanwhile.

    Args:
        guideline: The guideline.
        diagrams: Its diagrams.

    Raises:
        OverBudgetError: It is too entangled.
    """
    store = diagrams.store
    store.budget = BUDGET
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
    store.forget_results()
    store.lift_budget()


def _silent(diagrams: Diagrams) -> int:
    """Return the diagram of the patients within the scope for whom no rule says a level."""
    store, parts = diagrams.store, diagrams.parts
    said = [d for by_study in (parts.flags, parts.uncapped) for _, d in by_study.get(None, [])]
    highest = store.fold(HIGHER, said, NOTHING)
    nothing = store.map({end: int(end == NOTHING) for end in range(TERMINALS)}, highest)
    return store.combine(AND, nothing, diagrams.applies)


def _asked_for(guideline: Guideline, diagrams: Diagrams) -> dict[tuple[str, int], list[str]]:
    """Return for each region of a fact the recommending rules that ask for it."""
    store = diagrams.store
    conditions = Conditions(guideline, diagrams)
    names = [guideline.facts[place].name for place in diagrams.order]
    found: dict[tuple[str, int], list[str]] = {}
    for rule in guideline.rules:
        if not _recommends(rule):
            continue
        condition = own_condition(rule)
        regions = set()
        for node in nodes(store, [conditions.diagram(condition)]):
            below = store.children[node]
            for region, child in enumerate(below):
                if child != FALSE and not all(implies(store, child, other) for other in below):
                    regions.add((names[store.variable[node]], region))
        for key in regions:
            found.setdefault(key, []).append(rule.name)
    return found


def _recommends(rule: Rule) -> bool:
    match rule:
        case RedFlag() | WaitingPeriod():
            return True
        case Indication(says=says) | SpecialCase(says=says):
            return bool(says)
        case _:
            return False
