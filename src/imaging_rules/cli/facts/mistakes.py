"""The mistakes in a patient's facts, told all at once."""

from collections.abc import Sequence

from imaging_rules.decide.read.stated_value import NotAStatementError
from imaging_rules.errors import MOST_TOLD, Mistake
from imaging_rules.model.guideline import Guideline
from imaging_rules.text.words import wrapped

_LONGEST = 300


def mistakes_with_names(mistakes: Sequence[Mistake], guideline: Guideline) -> str:
    """Return what is wrong with the facts given, for whoever gave them.

    Args:
        mistakes: The mistakes, at least one.
        guideline: The guideline; its facts are listed where a name is like none of them.

    Returns:
        A sentence, or a line for each mistake under a heading.
    """
    sentences = mistakes_in_words(mistakes)
    names = [*guideline.fact, *guideline.screen]
    if any(each.fact and each.fact not in names and not each.suggestion for each in mistakes):
        head = f"  {guideline.header.name} has: "
        return "\n".join([sentences, *wrapped(head + ", ".join(names), rest="  ")])
    return sentences


def mistakes_in_words(mistakes: Sequence[Mistake]) -> str:
    """Return what is wrong with the facts given, without a list of the names there are.

    Args:
        mistakes: The mistakes, at least one.

    Returns:
        A sentence, or a line for each mistake under a heading.
    """
    sentences = [mended(each) for each in mistakes[:MOST_TOLD]]
    left = len(mistakes) - len(sentences)
    if left:
        sentences.append(f"and {left} more")
    if len(mistakes) == 1:
        return sentences[0]
    head = f"{len(mistakes)} mistakes in the facts given:"
    return "\n".join([head, *(f"  {each}" for each in sentences)])


def as_written(problem: NotAStatementError, given: str) -> Mistake:
    """Return the mistake that what was written cannot be used, in which it is shown."""
    return Mistake("", problem.to_the_writer, problem.kind, problem.suggestion, given)


def mended(mistake: Mistake) -> str:
    """Return what is wrong, with what may have been meant: whoever reads it has just given it."""
    meant = mistake.suggestion
    unsaid = meant and mistake.kind != "unknown_name"
    plain = " ".join(f"{mistake.problem}{f' (did you mean {meant}?)' if unsaid else ''}".split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"
