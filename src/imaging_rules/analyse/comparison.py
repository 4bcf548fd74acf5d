"""Two versions of a guideline compared: whose decisions change, and what else does."""

from collections.abc import Iterator

from imaging_rules.analyse.alone import in_one_alone
from imaging_rules.analyse.block_changes import block_changes
from imaging_rules.analyse.changes import BUDGET, Changes
from imaging_rules.analyse.comparing import compares_facts, in_base_units
from imaging_rules.analyse.conditions import Conditions
from imaging_rules.analyse.difference import BlockChange, Difference, Version
from imaging_rules.analyse.unstated import unstated_changes
from imaging_rules.diagram.compare import Both, both_from
from imaging_rules.diagram.count import all_patients
from imaging_rules.diagram.search import asked
from imaging_rules.diagram.two_versions import with_common_facts
from imaging_rules.model.conditions import Condition
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction


def difference(old: Guideline, new: Guideline) -> Difference:
    """Return what differs between two versions of a guideline.

    Args:
        old: The old version.
        new: The new version.

    Raises:
        TooEntangledError: Together they tell too many cases apart.
        OverBudgetError: So do the changes between them.
    """
    both = both_from(old, new)
    both.store.budget = BUDGET
    changes = Changes(old, new, both)
    levels, studies = tuple(changes.levels()), tuple(changes.studies())
    deciding = _deciding_facts(both)
    unstated: list[BlockChange] = []
    idle: list[BlockChange] = []
    for fact, change in unstated_changes(old, new):
        (unstated if fact in deciding else idle).append(change)
    rules, texts = block_changes(old, new, both)
    return Difference(
        old=_version(old),
        new=_version(new),
        patients=all_patients(both.store),
        levels=levels,
        studies=studies,
        in_one_alone=tuple(in_one_alone(old, new, both.facts)),
        contradictions=tuple(_contradictions(old, new, both)),
        unstated=tuple(unstated),
        rules=tuple(rules),
        texts=(*texts, *idle),
    )


def _version(guideline: Guideline) -> Version:
    header = guideline.header
    return Version(header.name, header.version, guideline.text.name)


def _deciding_facts(both: Both) -> set[str]:
    roots = [both.old.level, both.new.level]
    roots += [*both.old.studies.values(), *both.new.studies.values()]
    return {both.fact(variable).name for variable in asked(both.store, roots)}


def _contradictions(old: Guideline, new: Guideline, both: Both) -> Iterator[BlockChange]:
    """Yield each contradiction that may be found for other patients than before."""
    before = {rule.name: rule for rule in old.of(Contradiction)}
    after = {rule.name: rule for rule in new.of(Contradiction)}
    for name, rule in after.items():
        if name not in before:
            yield BlockChange("contradiction", name, "added")
        elif not _same_condition(old, before[name].when, new, rule.when, both):
            yield BlockChange("contradiction", name, "`when`")
    for name in before:
        if name not in after:
            yield BlockChange("contradiction", name, "removed")


def _same_condition(
    old: Guideline, one: Condition, new: Guideline, other: Condition, both: Both
) -> bool:
    """Return whether the conditions of two contradictions are known to mean the same.

    Those that compare facts with each other are only known to if they are written alike, units
    aside.
    """
    if compares_facts(one) or compares_facts(other):
        return in_base_units(one, old) == in_base_units(other, new)
    before = Conditions(with_common_facts(old, both.facts, old=True), both.old)
    after = Conditions(with_common_facts(new, both.facts, old=False), both.new)
    return before.diagram(one) == after.diagram(other)
