"""The examples of a guideline, run as patients."""

from collections.abc import Iterator

from attrs import frozen

from imaging_rules.decide.decision import Decision
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.rules import Example
from imaging_rules.values.recommendation import Recommendation


@frozen
class Tried:
    """An example, and how it came out.

    Attributes:
        example: The example.
        line: The line of the file that it begins in.
        decision: What the guideline decides for its patient.
        complaints: In what that differs from what is expected, in sentences.
    """

    example: Example
    line: int
    decision: Decision
    complaints: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the decision is what the example expects."""
        return not self.complaints


def tried_examples(guideline: Guideline) -> Iterator[Tried]:
    """Yield each example of a guideline with how it came out, in file order.

    Args:
        guideline: The guideline, which may have been read though examples of it fail.
    """
    return (tried(guideline, example) for example in guideline.model.examples)


def tried(guideline: Guideline, example: Example) -> Tried:
    """Return an example of a guideline with how it comes out."""
    decision = guideline.evaluate(dict(example.given))
    line = guideline.model.text.place(example.span.start).line
    return Tried(example, line, decision, tuple(complaints(example, decision)))


def complaints(example: Example, decision: Decision) -> Iterator[str]:
    """Yield in what a decision differs from what an example expects."""
    if set(decision.possible) != set(example.levels):
        yield (
            f"`{_either(example.levels)}` is expected, and `{_either(decision.possible)}` is "
            + ("the decision" if len(decision.possible) == 1 else "possible")
        )
    # What an example does not speak of is not worked out.
    if example.studies:
        recommended = set(recommended_studies(decision))
        for study in example.studies:
            if study not in recommended:
                yield f"`{study}` is expected, and it is not recommended"
    if example.because:
        decisive = set(deciding_rules(decision))
        for rule in example.because:
            if rule not in decisive:
                yield f"`{rule}` is expected to decide, and it does not"
    if example.asking:
        asked = {missing.fact for missing in decision.missing}
        for fact in example.asking:
            if fact not in asked:
                yield f"`{fact}` is expected to be asked, and it is not"
    if example.later:
        later = {waiting.fact for waiting in decision.later}
        for fact in example.later:
            if fact not in later:
                yield f"`{fact}` is expected to be asked only later, and it is not"


def recommended_studies(decision: Decision) -> tuple[str, ...]:
    """Return the studies that are recommended, or may be, preferred first."""
    return tuple(
        study.name
        for study in decision.studies
        if any(level.is_level and level >= Recommendation.CONSIDER for level in study.possible)
    )


def deciding_rules(decision: Decision) -> tuple[str, ...]:
    """Return the rules that decide; then precautions to take, and contradictions that are found."""
    return (
        *(reason.rule for reason in decision.reasons if reason.decisive),
        *(precaution.rule for precaution in decision.precautions),
        *(contradiction.name for contradiction in decision.contradictions),
    )


def _either(levels: tuple[Recommendation, ...]) -> str:
    return " or ".join(level.words for level in levels)
