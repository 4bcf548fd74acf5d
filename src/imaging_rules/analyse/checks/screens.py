"""Screens that cover most red flags and leave one out."""

from collections.abc import Iterator

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.conditions import holds_in
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.walk import implies
from imaging_rules.model.conditions import IsYes
from imaging_rules.model.facts import Fact, Screen, YesNoType
from imaging_rules.model.guideline import Guideline


def left_out_of_screens(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield a warning for each screen that covers most signs and leaves out others.

    A sign is a fact that raises a red flag by itself where it is yes. One that a note of the
    screen names is left out on purpose, and so is one that another screen covers, or that is not
    asked for at all times.

    Args:
        guideline: The guideline.
        diagrams: Its diagrams.
    """
    if not guideline.screens:
        return
    signs = [fact for fact in guideline.facts if _is_sign(fact, guideline, diagrams)]
    covered = {name for screen in guideline.screens for name, _ in screen.covers}
    for screen in guideline.screens:
        its_own = sum(fact.name in dict(screen.covers) for fact in signs)
        left_out = [
            fact for fact in signs if fact.name not in covered and not _is_named(fact, screen)
        ]
        if left_out and its_own > len(left_out):
            names = ", ".join(f"`{fact.name}`" for fact in left_out)
            are = "is" if len(left_out) == 1 else "are"
            yield Diagnostic(
                "W519",
                f"`{screen.name}` covers {its_own} of {its_own + len(left_out)} yes/no red flags; "
                f"{names} {are} not covered",
                Pointer(guideline.text, screen.span),
                tuple(
                    Pointer(guideline.text, fact.span, "this alone raises a red flag")
                    for fact in left_out
                ),
                help=f"add {names} to `covers`; or name {names} in an `editorial` of the screen "
                "that says why it is asked by itself",
            )


def _is_sign(fact: Fact, guideline: Guideline, diagrams: Diagrams) -> bool:
    if not isinstance(fact.type, YesNoType) or fact.name in guideline.gated:
        return False
    is_yes = diagrams.store.test(diagrams.place[fact.name], holds_in(fact, IsYes(fact.name)))
    return implies(diagrams.store, is_yes, diagrams.any_red_flag)


def _is_named(fact: Fact, screen: Screen) -> bool:
    notes = screen.notes
    said = " ".join([*notes.because, *notes.assumes, *notes.editorial]).casefold()
    return fact.name in said or fact.name.replace("_", " ") in said
