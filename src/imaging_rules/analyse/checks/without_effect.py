"""What a guideline asks, declares or lists without effect, or in a way that misleads."""

from collections.abc import Iterator

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.operations import FALSE
from imaging_rules.diagram.search import asked, meets
from imaging_rules.diagram.variable_order import facts_of
from imaging_rules.model.conditions import All
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction, RedFlag


def idle_facts(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield a warning for each fact that rules use and that yet changes nothing for anyone.

    It changes nothing where the level, each study, each remark that is shown, each precaution and
    each contradiction are the same whatever it is.
    """
    everything = [guideline.header.applies, *(rule.condition for rule in guideline.rules)]
    contradictions = [rule.condition for rule in guideline.of(Contradiction)]
    remarking = [rule for rule in guideline.deciding_rules if rule.remarks]
    roots = [diagrams.level, *diagrams.studies.values(), *diagrams.precautions.values()]
    roots += [diagrams.rules[rule.name] for rule in remarking]
    used = set(facts_of(All(tuple(everything)), guideline))
    matters = {
        guideline.facts[diagrams.order[place]].name for place in asked(diagrams.store, roots)
    }
    matters.update(facts_of(All(tuple(contradictions)), guideline))
    for fact in guideline.facts:
        if fact.name in used - matters:
            yield Diagnostic(
                "W512",
                f"rules use `{fact.name}`, and yet no decision depends on it",
                Pointer(guideline.text, fact.span),
                help="see which rules use it and why they never tell it apart, or remove it",
            )


def red_flags_out_of_scope(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield a warning for each red flag that can hold only where `applies when` does not."""
    if diagrams.applies == FALSE:
        # Then it is said of `applies when` itself.
        return
    for flag in guideline.of(RedFlag):
        holds = diagrams.rules[flag.name]
        if holds != FALSE and not meets(diagrams.store, holds, diagrams.applies):
            yield Diagnostic(
                "W514",
                f"the red flag `{flag.name}` can hold only where `applies when` does not",
                Pointer(guideline.text, flag.span),
                (Pointer(guideline.text, guideline.header.span, "the scope is set here"),),
                help="widen `applies when`, or see whether the red flag belongs here",
            )


def studies_in_another_order(guideline: Guideline) -> Iterator[Diagnostic]:
    """Yield a warning for each clause that lists studies in another order than their blocks."""
    place = {study.name: number for number, study in enumerate(guideline.studies)}
    for rule in guideline.rules:
        for listed in dict.fromkeys((*(says.studies for says in rule.says), rule.against)):
            in_order = sorted(listed, key=place.__getitem__)
            if list(listed) != in_order:
                yield Diagnostic(
                    "W515",
                    f"`{rule.name}` names `{' or '.join(listed)}`, and among equals the decision "
                    f"names `{in_order[0]}` first",
                    Pointer(guideline.text, rule.span),
                    tuple(
                        Pointer(guideline.text, guideline.study[name].span, label)
                        for name, label in ((in_order[0], "declared first"),)
                    ),
                    help=f"write `{' or '.join(in_order)}`, or move the blocks of the studies",
                )
