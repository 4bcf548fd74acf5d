"""When a rule says a level: the conditions that drawings put beside the levels."""

from fractions import Fraction

from imaging_rules.document.drawing.conditions import every
from imaging_rules.model.conditions import NEVER, Compares, Condition, Not
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import RedFlag, Rule, WaitingPeriod
from imaging_rules.values.recommendation import Recommendation

LEVELS = tuple(reversed([each for each in Recommendation if each.is_level]))
"""The levels, highest first."""

_CONSIDER = Recommendation.CONSIDER


def says_at_least(rule: Rule, level: Recommendation) -> Condition:
    """Return when a rule says a level or a higher one, the scope and limits aside."""
    if isinstance(rule, WaitingPeriod):
        if rule.then.level < level:
            return NEVER
        return _waited(rule, (Compares(rule.fact, "at least", _from(rule, level)),))
    return rule.when if rule.can_say(level) else NEVER


def says(rule: Rule, level: Recommendation) -> Condition:
    """Return when a level is the highest that a rule says, the scope and limits aside."""
    if not isinstance(rule, WaitingPeriod):
        return rule.when if rule.highest is level else NEVER
    if rule.then.level is level:
        return says_at_least(rule, level)
    if level is not _CONSIDER or rule.first == rule.last:
        return NEVER
    window = Compares(rule.fact, "at least", rule.first), Compares(rule.fact, "under", rule.last)
    return _waited(rule, window)


def speaking(guideline: Guideline) -> tuple[Rule, ...]:
    """Return the rules that can say a level, red flags aside."""
    return tuple(r for r in guideline.rules if r.says and not isinstance(r, RedFlag))


def _from(rule: WaitingPeriod, level: Recommendation) -> Fraction:
    return rule.first if level <= _CONSIDER else rule.last


def _waited(rule: WaitingPeriod, waited: tuple[Condition, ...]) -> Condition:
    without = () if rule.without == NEVER else (Not(rule.without),)
    return every((*waited, rule.when, *without))
