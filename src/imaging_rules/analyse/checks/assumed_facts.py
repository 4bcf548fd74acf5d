"""Facts that are assumed although a red flag, the scope or the safety of a study depends on them.

What is assumed is never asked, so a rule that rests on it could never be open.
"""

from collections import deque
from collections.abc import Iterator

from attrs import frozen

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.model.conditions import Condition, Defined, facts_asked, walk
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contraindication, Precaution, RedFlag
from imaging_rules.text import Span

_MOST_LINKS = 6


@frozen
class _Use:
    """A condition, the words for what it belongs to, where that is, and what led to it."""

    told: str
    span: Span
    condition: Condition
    before: "_Use | None" = None


def assumed_in_alarms(guideline: Guideline) -> Iterator[Diagnostic]:
    """Yield an error for each assumed fact that must stay open until somebody asks."""
    header = guideline.header
    starts = [
        _Use(f"the {rule.kind} `{rule.name}`", rule.span, rule.when)
        for kind in (RedFlag, Contraindication, Precaution)
        for rule in guideline.of(kind)
    ]
    starts.append(_Use("`applies when`", header.span, header.applies))
    for name, use in _facts_used(starts, guideline).items():
        fact = guideline.fact[name]
        if fact.assumed is None:
            continue
        chain = _chain(use)
        also = [Pointer(guideline.text, chain[0].span, "used here")]
        if len(chain) > 1:
            links = " uses ".join([*(each.told for each in chain[1:_MOST_LINKS]), f"`{name}`"])
            also = [Pointer(guideline.text, chain[0].span, links)]
        yield Diagnostic(
            "E404",
            f"{chain[0].told} depends on `{name}`, which is assumed "
            f"{fact.words(fact.assumed)} when nobody says",
            Pointer(guideline.text, fact.span, "this fact must be asked"),
            tuple(also),
            help="remove its `if not stated assume`",
        )


def _chain(use: _Use | None) -> list[_Use]:
    chain = []
    while use is not None:
        chain.append(use)
        use = use.before
    return chain[::-1]


def _facts_used(starts: list[_Use], guideline: Guideline) -> dict[str, _Use]:
    """Return each fact that some condition depends on, with a shortest way that leads to it."""
    found: dict[str, _Use] = {}
    seen: set[str] = set()
    pending = deque(starts)
    while pending:
        use = pending.popleft()
        for part in walk(use.condition):
            for fact in facts_asked(part):
                found.setdefault(fact, use)
            if isinstance(part, Defined) and part.name not in seen:
                seen.add(part.name)
                definition = guideline.definition[part.name]
                pending.append(_Use(f"`{part.name}`", definition.span, definition.condition, use))
    return found
