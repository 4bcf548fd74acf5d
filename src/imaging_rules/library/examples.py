"""The examples of a guideline, run as patients."""

from collections.abc import Iterator

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.errors import FactsError
from imaging_rules.evaluate.compiled import Compiled
from imaging_rules.evaluate.decision import Decision, decide
from imaging_rules.model.rules import Example
from imaging_rules.values.recommendation import Recommendation

_MEND = "mend the rules, or what the example gives or expects: one of them is wrong"


def failing_examples(compiled: Compiled) -> Iterator[Diagnostic]:
    """Yield an error for each example that the guideline does not decide as expected."""
    text = compiled.guideline.text
    for example in compiled.guideline.examples:
        at = Pointer(text, example.span)
        try:
            decision = decide(compiled, dict(example.given))
        except FactsError as problem:
            for mistake in problem.mistakes:
                yield Diagnostic("E409", mistake.problem, at)
            continue
        for complaint in complaints(example, decision):
            yield Diagnostic("E408", complaint, at, help=_MEND)


def complaints(example: Example, decision: Decision) -> Iterator[str]:
    """Yield in what a decision differs from what an example expects."""
    if set(decision.possible) != set(example.levels):
        yield (
            f"`{_either(example.levels)}` is expected, and `{_either(decision.possible)}` is "
            + ("the decision" if len(decision.possible) == 1 else "possible")
        )
    # What an example does not speak of is not worked out.
    if example.studies:
        recommended = {
            study.name
            for study in decision.studies
            if any(level.is_level and level >= Recommendation.CONSIDER for level in study.possible)
        }
        for study in example.studies:
            if study not in recommended:
                yield f"`{study}` is expected, and it is not recommended"
    if example.because:
        decisive = {reason.rule for reason in decision.reasons if reason.decisive}
        decisive |= {contradiction.name for contradiction in decision.contradictions}
        for rule in example.because:
            if rule not in decisive:
                yield f"`{rule}` is expected to decide, and it does not"
    if example.asking:
        asked = {missing.fact for missing in decision.missing}
        for fact in example.asking:
            if fact not in asked:
                yield f"`{fact}` is expected to be asked, and it is not needed"


def _either(levels: tuple[Recommendation, ...]) -> str:
    return " or ".join(level.words for level in levels)
