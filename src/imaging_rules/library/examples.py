"""The examples of a guideline, run as patients, and how they came out, in words."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from imaging_rules.decide.compiled import Compiled
from imaging_rules.decide.decision import Decision, decide
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.errors import FactsError
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.rules import Example
from imaging_rules.values.numbers import number_text, quantity_text
from imaging_rules.values.recommendation import Recommendation
from imaging_rules.values.units import BY_NAME

POINTS = BY_NAME["points"]
_MOST_ASKED = 8
_HOW = {"stated": "", "screened": ", by a screen", "assumed": ", as assumed"}

FAILS = "E408"
"""The code of an example that the guideline does not decide as expected."""

_MEND = (
    "one of them is wrong: the rules, or what the example gives or expects; `imaging-rules test` "
    "says why it comes to that, and `imaging-rules test --accept` goes through such examples"
)


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
            f"`{_any_of(example.levels)}` is expected, and `{_any_of(decision.possible)}` is "
            + ("the decision" if len(decision.possible) == 1 else "possible")
        )
    # What an example does not speak of is not worked out.
    if example.studies:
        recommended = set(recommended_studies(decision))
        for study in example.studies:
            if study not in recommended:
                yield f"`{study}` is expected, and it is not recommended"
    if example.scores or example.choices:
        came_to = _come_to(decision)
        for name, value in _expected_of(example).items():
            if came_to[name] != value:
                came = _in_words(name, came_to[name])
                yield f"`{_in_words(name, value)}` is expected, and `{came}` comes"
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


def expected(example: Example) -> str:
    """Return what an example expects, as it is written after `expect`."""
    words = [_any_of(example.levels)]
    words += [f"with {_any_of(example.studies)}"] if example.studies else []
    told = [_in_words(*each) for each in _expected_of(example).items()]
    words += [f"with {', '.join(told)}"] if told else []
    words += [f"because {', '.join(example.because)}"] if example.because else []
    words += [f"asking {', '.join(example.asking)}"] if example.asking else []
    words += [f"later {', '.join(example.later)}"] if example.later else []
    return " ".join(words)


_Value: TypeAlias = tuple[Fraction, Fraction] | frozenset[str]


def _expected_of(example: Example) -> dict[str, _Value]:
    """Return what an example expects of scores, the lowest and the highest, and of choices."""
    return {**dict(example.scores), **{name: frozenset(each) for name, each in example.choices}}


def _come_to(decision: Decision) -> dict[str, _Value]:
    """Return what scores and choices come to, in the same form."""
    scores: dict[str, _Value] = {each.name: (each.lowest, each.highest) for each in decision.scores}
    return {**scores, **{each.name: frozenset(each.values) for each in decision.choices}}


def _in_words(name: str, value: _Value) -> str:
    """Return what a score or a choice comes to, as it is written behind `with`."""
    if isinstance(value, frozenset):
        values = sorted(value)
        return f"{name} is " + (values[0] if len(values) == 1 else f"one of ({', '.join(values)})")
    low, high = value
    told = quantity_text(high, POINTS)
    return f"{name} is {told}" if low == high else f"{name} between {number_text(low)} and {told}"


def came(decision: Decision) -> str:
    """Return what is decided, in the words in which it would be expected."""
    words = [_any_of(decision.possible)]
    studies = recommended_studies(decision)
    words += [f"with {_any_of(studies)}"] if studies else []
    return " ".join(words)


def instead(example: Example, decision: Decision, guideline: Model) -> str:
    """Return what an example would have to expect, as it is written after `expect`.

    It tells of studies, rules and questions where the example does, and names no other rule or
    question than is needed to say what came.
    """
    words = [_any_of(decision.possible)]
    studies = recommended_studies(decision) if example.studies else ()
    words += [f"with {_any_of(studies)}"] if studies else []
    came_to = _come_to(decision)
    told = [_in_words(name, came_to[name]) for name in _expected_of(example)]
    words += [f"with {', '.join(told)}"] if told else []
    asked = [each.fact for each in decision.missing] if example.asking else []
    later = [each.fact for each in decision.later] if example.later else []
    # A screen whose answer contradicts what is stated is no rule.
    rules = [name for name in deciding_rules(decision) if name not in guideline.screen]
    for word, wanted, found in (
        ("because", example.because, rules if example.because else []),
        ("asking", example.asking, asked),
        ("later", example.later, later),
    ):
        kept = [name for name in wanted if name in found] or list(found[:1])
        words += [f"{word} {', '.join(kept)}"] if kept else []
    return " ".join(words)


def asked(decision: Decision) -> str:
    """Return the facts that are still needed, in the order to ask, or nothing."""
    names = [each.fact for each in decision.missing]
    more = f" and {len(names) - _MOST_ASKED} more" if len(names) > _MOST_ASKED else ""
    return ", ".join(names[:_MOST_ASKED]) + more


def told(tried: Tried) -> str:
    """Return what was expected of an example, what came, why, and what is missing, in lines."""
    lines = [("expected", expected(tried.example)), ("came", came(tried.decision))]
    lines += [("why", sentence) for sentence in why(tried)]
    missing = asked(tried.decision)
    lines += [("missing", missing)] if missing else []
    return "\n".join(f"{label:<9} {said}" for label, said in lines)


def why(tried: Tried) -> Iterator[str]:
    """Yield sentences that say why an example came out as it did.

    They name the rules that decide, and of each rule that is expected to decide and does not,
    what keeps it from it.
    """
    decision = tried.decision
    deciding = deciding_rules(decision)
    for reason in decision.reasons:
        if reason.decisive:
            title = f": {reason.title}" if reason.title else ""
            yield f"the {reason.kind} `{reason.rule}` decides{title}"
    for found in decision.contradictions:
        yield f"`{found.name}` is found: {found.title or 'what is given cannot all be true'}"
    if not deciding and len(decision.possible) == 1:
        yield _silent(decision.possible[0])
    for rule in tried.example.because:
        if rule not in deciding:
            yield _why_not(decision, rule)


def _silent(level: Recommendation) -> str:
    if level is Recommendation.OUT_OF_SCOPE:
        return "the patient is outside `applies when`, and no red flag holds"
    return "no rule decides, so it is what the header says under `otherwise`"


def _why_not(decision: Decision, rule: str) -> str:
    if any(each.rule == rule for each in decision.reasons):
        return f"`{rule}` holds, and other rules outrank it"
    for still in decision.open_rules:
        if still.rule == rule:
            return f"`{rule}` may still hold: that depends on {', '.join(still.facts)}"
    for blocked in decision.blocked:
        if blocked.rule == rule and blocked.by:
            by = " and ".join(f"{b.fact} is {b.value}{_HOW[b.known]}" for b in blocked.by)
            return f"`{rule}` does not hold: {by}"
    return f"`{rule}` does not hold"


def _any_of(words: Sequence[str]) -> str:
    return " or ".join(words)


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
        if any(complaints(example, decision)):
            yield Diagnostic(
                FAILS,
                f"`{expected(example)}` is expected, and "
                f"`{instead(example, decision, compiled.guideline)}` comes",
                at,
                help=_MEND,
            )
