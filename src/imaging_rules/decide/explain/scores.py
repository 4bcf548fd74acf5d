"""The scores and the choices of an explanation: what they come to, and by which lines."""

from collections.abc import Iterator

from imaging_rules.decide.answer.answer import Answer
from imaging_rules.decide.answer.scores import ChoiceValue, ScoreValue
from imaging_rules.decide.explain.content import Item, Line, Section
from imaging_rules.decide.explain.wording import spaced
from imaging_rules.decide.patient import Case
from imaging_rules.text.words import joined
from imaging_rules.values.numbers import number_text

HEADING = "Points and groups"
BETWEEN = "between"
NO_LINE = "no line of it holds"
MAY_COUNT = "may still count: "


def scores(decision: Answer, case: Case) -> Section:
    """Return what those scores and choices come to on which the answer can rest."""
    names = _rested_on(decision, case)
    lines = [_score(each) for each in decision.scores if each.name in names]
    lines += [_choice(each) for each in decision.choices if each.name in names]
    return Section("scores", HEADING, tuple(Item(line) for line in lines))


def _rested_on(decision: Answer, case: Case) -> set[str]:
    """Return the names of what the answer can rest on, directly or not.

    That is on the scope and the rules that decide or may still hold; where there is none of
    these, on any rule.
    """
    guideline = case.compiled.guideline
    names = [each.rule for each in decision.reasons if each.decisive]
    names += [each.rule for each in decision.open_rules]
    conditions = [guideline.rule[name].condition for name in names or guideline.rule]
    found: set[str] = set()
    pending = [*guideline.defines_in(guideline.header.applies, *conditions)]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += guideline.rests_on(name)
    return found


def _score(score: ScoreValue) -> Line:
    """Return a score as one line, such as `Wells points: 5.5 of 12.5: hemoptysis (1), ...`."""
    low, high = number_text(score.lowest), number_text(score.highest)
    told = low if score.value is not None else f"{BETWEEN} {low} and {high}"
    told += f" {scale(number_text(score.minimum), number_text(score.maximum))}"
    lines = "; ".join(_lines(score))
    return Line(f"{score.title or spaced(score.name).capitalize()}:", f"{told}: {lines}.")


def scale(minimum: str, maximum: str) -> str:
    """Return what a sum is told beside: the highest there is, and the lowest if that is not 0."""
    return f"of {maximum}" if minimum == "0" else f"on a scale from {minimum} to {maximum}"


def _lines(score: ScoreValue) -> Iterator[str]:
    counted, still_open = (
        [
            f"{spaced(each.when)} ({number_text(each.points)})"
            for each in score.lines
            if each.counts is counts
        ]
        for counts in (True, None)
    )
    if counted or not still_open:
        yield ", ".join(counted) or NO_LINE
    if still_open:
        yield MAY_COUNT + ", ".join(still_open)


def _choice(choice: ChoiceValue) -> Line:
    told = joined([spaced(each) for each in choice.values], "or")
    still_open = "" if choice.value is not None else "still open: "
    return Line(f"{choice.title or spaced(choice.name).capitalize()}:", f"{still_open}{told}.")
