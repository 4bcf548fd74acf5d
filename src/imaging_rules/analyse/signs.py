"""Facts that make a red flag hold and keep another rule from holding."""

from collections.abc import Iterator
from itertools import pairwise

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.order import facts_of
from imaging_rules.diagram.search import implies, nodes
from imaging_rules.model.conditions import All, Compares, Condition, Not
from imaging_rules.model.facts import ChoiceType, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Indication, RedFlag, Rule, Says, SpecialCase, WaitingPeriod

_Recommending = RedFlag | Indication | WaitingPeriod | SpecialCase


def opposite_signs(
    guideline: Guideline, conditions: Conditions, diagrams: Diagrams
) -> Iterator[Diagnostic]:
    """Yield a warning for each red flag that a fact raises while it lowers another rule.

    The other rule is another red flag, or one that can say more than the red flag: else the
    decision is not lowered. Words of a choice have no order, so one cannot be raised; neither
    can a fact of which some values make a condition hold and both higher and lower ones do not.
    """
    signs = _Signs(guideline, conditions, diagrams)
    flags = guideline.of(RedFlag)
    places = {flag.name: place for place, flag in enumerate(flags)}
    wanted = {name for flag in flags for name in facts_of(flag.when, guideline)}
    using: dict[str, list[_Recommending]] = {}
    for rule in guideline.rules:
        if isinstance(rule, _Recommending):
            for name in facts_of(own_condition(rule), guideline):
                if name in wanted:
                    using.setdefault(name, []).append(rule)
    for flag in flags:
        for name in facts_of(flag.when, guideline):
            raised = signs.of(flag, name)
            for other in using[name] if raised else ():
                if isinstance(other, RedFlag):
                    # Of two red flags, it is said of the later one.
                    matters = places[other.name] < places[flag.name]
                else:
                    matters = _highest(other) > flag.says.level.value
                if matters and signs.of(other, name) == -raised:
                    yield _told(guideline, name, raised, flag, other)


def _told(
    guideline: Guideline, name: str, raised: int, flag: RedFlag, other: _Recommending
) -> Diagnostic:
    yes_no = isinstance(guideline.fact[name].type, YesNoType)
    word = ("yes" if raised > 0 else "no") if yes_no else ("more" if raised > 0 else "less")
    of = "to" if yes_no else "of"
    return Diagnostic(
        "W513",
        f"{word} {of} `{name}` makes the red flag `{flag.name}` hold, and `{other.name}` not",
        Pointer(guideline.text, flag.span),
        (Pointer(guideline.text, other.span, "an alarm lowers this one"),),
        help=f"see whether `{name}` is right in both, for one answer cannot be the safe one",
    )


class _Signs:
    """Tells whether more of a fact makes a rule hold (1), or hold no longer (-1)."""

    def __init__(self, guideline: Guideline, conditions: Conditions, diagrams: Diagrams) -> None:
        self._guideline = guideline
        self._conditions = conditions
        self._store = diagrams.store
        self._place = diagrams.place
        self._known: dict[tuple[str, str], int] = {}

    def of(self, rule: _Recommending, fact: str) -> int:
        """Return the sign of a fact in a rule; 0 where it has none, or both."""
        key = (rule.name, fact)
        if key not in self._known:
            self._known[key] = self._sign(rule, fact)
        return self._known[key]

    def _sign(self, rule: _Recommending, fact: str) -> int:
        if isinstance(self._guideline.fact[fact].type, ChoiceType):
            return 0
        variable = self._place[fact]
        up = down = False
        for node in nodes(self._store, [self._conditions.diagram(own_condition(rule))]):
            if self._store.variable[node] == variable:
                values = self._store.children[node]
                for lower, higher in pairwise(values):
                    up |= not implies(self._store, higher, lower)
                    down |= not implies(self._store, lower, higher)
        return up - down


def own_condition(rule: Rule) -> Condition:
    """Return when a rule holds, the scope and what outranks it aside."""
    if isinstance(rule, WaitingPeriod):
        return All((rule.when, Compares(rule.fact, "at least", rule.first), Not(rule.without)))
    return rule.when


def _highest(rule: _Recommending) -> int:
    """Return the highest level that a rule can say, or 0 where it says none."""
    match rule:
        case RedFlag(says=Says(level=level)) | WaitingPeriod(then=Says(level=level)):
            return level.value
        case Indication(says=several) | SpecialCase(says=several):
            return max((says.level.value for says in several), default=0)
