"""Comparisons of a fact with itself, which always hold or never do whatever the fact is."""

from collections.abc import Iterator

from imaging_rules.analyse.condition_source import WrittenConditions
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.model.conditions import comparisons
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction

_HOLD_FOR_EQUALS = ("at least", "at most")


def compared_with_itself(
    guideline: Guideline, rule: Contradiction, conditions: WrittenConditions
) -> Iterator[Diagnostic]:
    """Yield a warning for each comparison of a fact with itself.

    Args:
        guideline: The guideline.
        rule: A contradiction of it; only there may facts be compared with facts.
        conditions: Its conditions as they were written.
    """
    for each in comparisons(rule.when):
        written = conditions.of(each) if each.fact == each.other else None
        if written is not None:
            always = each.operator in _HOLD_FOR_EQUALS
            part = written.words
            how = "always" if always else "never"
            yield Diagnostic(
                "W510" if always else "W511",
                f"in the condition of `{rule.name}`, `{part}` {how} holds: "
                f"`{each.fact}` is compared with itself",
                Pointer(guideline.text, written.span),
                help=f"compare it with another fact, or remove `{part}`",
            )
