"""Facts that make a red flag hold and keep another rule from holding."""

from collections.abc import Iterator
from itertools import pairwise

from imaging_rules.analyse.checks.dead_rules import MOST_NAMED, named
from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import TERMINALS
from imaging_rules.diagram.walk import implies
from imaging_rules.model.facts import ChoiceType, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import RedFlag, Rule


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
    wanted = {name for flag in flags for name in conditions.facts(flag.when)}
    # By fact, its sign, and the most that a rule can say.
    using: dict[tuple[str, int, int], list[Rule]] = {}
    for rule in guideline.rules:
        if not rule.recommends or isinstance(rule, RedFlag):
            continue
        if wanted.isdisjoint(conditions.facts(rule.condition)):
            continue
        for name, sign in signs.of(rule).items():
            using.setdefault((name, sign, rule.highest.end), []).append(rule)
    earlier: dict[tuple[str, int], list[Rule]] = {}
    for flag in flags:
        for name, raised in signs.of(flag).items():
            # Of two red flags, it is said of the later one.
            lowered = list(earlier.get((name, -raised), []))
            for level in range(flag.highest.end + 1, TERMINALS):
                lowered += using.get((name, -raised, level), [])
            conditions.store.spend(len(lowered))
            if lowered:
                yield _told(guideline, name, raised, flag, lowered)
            earlier.setdefault((name, raised), []).append(flag)


def _told(
    guideline: Guideline, name: str, raised: int, flag: RedFlag, lowered: list[Rule]
) -> Diagnostic:
    yes_no = isinstance(guideline.fact[name].type, YesNoType)
    word = ("yes" if raised > 0 else "no") if yes_no else ("more" if raised > 0 else "less")
    of = "to" if yes_no else "of"
    where = "both" if len(lowered) == 1 else "all of them"
    return Diagnostic(
        "W513",
        f"{word} {of} `{name}` makes the red flag `{flag.name}` hold, and {named(lowered)} not",
        Pointer(guideline.text, flag.span),
        tuple(
            Pointer(guideline.text, other.span, "an alarm lowers this one")
            for other in lowered[:MOST_NAMED]
        ),
        help=f"see whether `{name}` is right in {where}, for one answer cannot be the safe one",
    )


class _Signs:
    """Tells whether more of a fact makes a rule hold (1), or hold no longer (-1)."""

    def __init__(self, guideline: Guideline, conditions: Conditions, diagrams: Diagrams) -> None:
        self._facts = [guideline.facts[place] for place in diagrams.order]
        self._conditions = conditions
        self._store = diagrams.store

    def of(self, rule: Rule) -> dict[str, int]:
        """Return the signs of facts in a rule, without those that have none, or both."""
        up: set[int] = set()
        down: set[int] = set()
        for node in self._store.nodes([self._conditions.diagram(rule.condition)]):
            variable = self._store.variable[node]
            if isinstance(self._facts[variable].type, ChoiceType):
                continue
            for lower, higher in pairwise(self._store.children[node]):
                # What one place in the diagram has shown need not be shown again.
                if variable not in up and not implies(self._store, higher, lower):
                    up.add(variable)
                if variable not in down and not implies(self._store, lower, higher):
                    down.add(variable)
        return {
            self._facts[variable].name: 1 if variable in up else -1
            for variable in sorted(up ^ down)
        }
