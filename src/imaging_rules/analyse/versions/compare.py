"""Two versions of a guideline compared: whose decisions change, and what else does."""

from collections.abc import Iterator

from attrs import evolve

from imaging_rules.analyse.versions.blocks import block_changes
from imaging_rules.analyse.versions.changed_decisions import BUDGET, Changes, contradiction_changes
from imaging_rules.analyse.versions.difference import Difference
from imaging_rules.analyse.versions.old_numbers import old_numbers, same_citations
from imaging_rules.analyse.versions.only_in_one import in_one_version_alone
from imaging_rules.analyse.versions.precautions import precaution_changes
from imaging_rules.analyse.versions.records import BlockChange, ComparedVersion
from imaging_rules.analyse.versions.renamed_facts import Names, with_names
from imaging_rules.analyse.versions.unstated_changes import unstated_changes
from imaging_rules.analyse.versions.with_contradictions import both_with_contradictions
from imaging_rules.diagram.conditions import facts_of
from imaging_rules.diagram.pair import Both, both_from
from imaging_rules.diagram.walk import all_patients, asked
from imaging_rules.model.conditions import All
from imaging_rules.model.facts import NumberType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction
from imaging_rules.values.units import factor

# Who answers a screen with none, and states a fact otherwise, contradicts it all the same.
_TOLD_ALONE = (
    "; no decision hangs on it, but whoever answers none and states it otherwise is told of a "
    "contradiction"
)
_NOT_COMPARED = (
    "what contradictions make of decisions would take too long to compare: the levels are told as "
    "if none were found"
)
_POSSIBLE = BlockChange(
    "rules",
    "",
    "they say otherwise only of patients whose answers contradict each other; what is recommended "
    "stays, and what stays possible does not",
)


def difference(old: Guideline, new: Guideline, names: Names) -> Difference:
    """Return what differs between two versions of a guideline.

    Args:
        old: The old version.
        new: The new version.
        names: The facts of the old version that are called otherwise in the new one.

    Raises:
        TooEntangledError: Together they tell too many cases apart.
        OverBudgetError: So do the changes between them.
    """
    old = with_names(old, names)
    plain = both_from(old, new)
    both, compared = both_with_contradictions(old, new, plain)
    with both.store.allowing(BUDGET):
        found = _difference(old, new, plain, both, compared, names)
    said = [(plain.old.level, plain.new.level), *plain.studies.values()]
    if found.changes_decisions or all(before == after for before, after in said):
        return found
    # Recommended is the same, since answers contradict each other wherever the rules differ.
    return evolve(found, unstated=(*found.unstated, _POSSIBLE))


def _difference(
    old: Guideline, new: Guideline, plain: Both, both: Both, compared: bool, names: Names
) -> Difference:
    changes = Changes(old, new, both, names)
    levels, studies = tuple(changes.levels()), tuple(changes.studies())
    counting = _deciding_facts(both) | _contradicting_facts(old) | _contradicting_facts(new)
    unstated: list[BlockChange] = []
    idle: list[BlockChange] = []
    decides = bool(levels or studies)
    for fact, change in unstated_changes(old, new, plain):
        if fact in counting:
            decides = True
            unstated.append(change)
        elif change.kind == "screen":
            unstated.append(evolve(change, what=change.what + _TOLD_ALONE))
        else:
            idle.append(change)
    rules, texts = block_changes(old, new, both, names)
    found = Difference(
        old=ComparedVersion.of(old),
        new=ComparedVersion.of(new),
        patients=all_patients(both.store),
        levels=levels,
        studies=studies,
        in_one_alone=tuple(in_one_version_alone(old, new, both.facts)),
        cautions=(*_cautions(old, new, names), *(() if compared else (_NOT_COMPARED,))),
        contradictions=tuple(contradiction_changes(old, new, both, changes)),
        precautions=tuple(precaution_changes(old, new, both, changes)),
        unstated=tuple(unstated),
        rules=tuple(rules),
        texts=(*texts, *idle),
        old_numbers=tuple(old_numbers(old, new)),
        same_citations=tuple(same_citations(old, new)),
        contradictions_compared=compared,
    )
    same = (found.old.name, found.old.version) == (found.new.name, found.new.version)
    if same and found.new.version and (decides or found.contradictions or found.precautions):
        stayed = f"decisions change, and the version is {found.new.version} as before"
        return evolve(found, cautions=(stayed, *found.cautions))
    return found


def _cautions(old: Guideline, new: Guideline, names: Names) -> Iterator[str]:
    """Yield what whoever states facts by the new version must know."""
    for was, now in names.items():
        yield f"`{was}` is called `{now}` now: what states it by the old name is refused"
    for fact in new.facts:
        before = old.fact.get(fact.name)
        if before and isinstance(before.type, NumberType) and isinstance(fact.type, NumberType):
            was_unit, now_unit = _unit_words(before.type), _unit_words(fact.type)
            if was_unit != now_unit and factor(before.type.unit, fact.type.unit) != 1:
                yield (
                    f"`{fact.name}` was measured {was_unit}, and is measured {now_unit}: a number "
                    "that is stated without a unit means something else now"
                )


def _unit_words(type: NumberType) -> str:
    return f"in {type.unit.plural}" if type.unit else "without a unit"


def _deciding_facts(both: Both) -> set[str]:
    roots = [both.old.level, both.new.level]
    for side in (both.old, both.new):
        roots += [*side.studies.values(), *side.precautions.values()]
    return {both.fact(variable).name for variable in asked(both.store, roots)}


def _contradicting_facts(guideline: Guideline) -> set[str]:
    conditions = tuple(rule.when for rule in guideline.of(Contradiction))
    return set(facts_of(All(conditions), guideline))
