"""Facts that are assumed although a red flag or the scope depends on them.

What is assumed is never asked, so a red flag that rests on it could never be open.
"""

from collections.abc import Iterator

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.model.conditions import (
    All,
    AtLeast,
    Compares,
    ComparesFacts,
    Condition,
    Defined,
    IsAmong,
    IsYes,
    Not,
)
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import RedFlag
from imaging_rules.text import Span


def assumed_under_red_flags(guideline: Guideline) -> Iterator[Diagnostic]:
    """Yield an error for each assumed fact that a red flag or `applies when` depends on."""
    header = guideline.header
    dependents: list[tuple[str, Span, Condition]] = [
        (f"the red flag `{flag.name}`", flag.span, flag.when) for flag in guideline.of(RedFlag)
    ]
    dependents.append(("`applies when`", header.span, header.applies))
    for told, span, condition in dependents:
        for fact, chain in _chains(condition, guideline):
            declared = guideline.fact[fact]
            if declared.assumed is not None:
                through = "".join(f"`{name}` uses " for name in chain)
                yield Diagnostic(
                    "E404",
                    f"{told} depends on `{fact}`, which is assumed "
                    f"{declared.words(declared.assumed)} when nobody says",
                    Pointer(guideline.text, declared.span, "assumed here"),
                    (
                        Pointer(
                            guideline.text, span, f"{through}`{fact}`" if chain else "used here"
                        ),
                    ),
                    help="remove `if not stated assume`: the fact must be asked",
                )


def _chains(condition: Condition, guideline: Guideline) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each fact that a condition depends on, with the definitions that lead to it."""
    seen: set[str] = set()
    pending: list[tuple[Condition, tuple[str, ...]]] = [(condition, ())]
    while pending:
        part, chain = pending.pop()
        names: tuple[str, ...] = ()
        match part:
            case IsYes(fact) | IsAmong(fact) | Compares(fact):
                names = (fact,)
            case ComparesFacts(fact, _, other):
                names = (fact, other)
            case Defined(name):
                if name not in seen:
                    seen.add(name)
                    pending.append((guideline.definition[name].condition, (*chain, name)))
            case Not(inner):
                pending.append((inner, chain))
            case All(parts) | AtLeast(_, parts):
                pending += [(each, chain) for each in reversed(parts)]
        for name in names:
            if name not in seen:
                seen.add(name)
                yield name, chain
