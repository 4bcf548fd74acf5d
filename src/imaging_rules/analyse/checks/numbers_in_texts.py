"""Texts that speak of a number by which what they belong to does not go."""

from collections.abc import Iterable, Iterator

from imaging_rules.analyse.checks.bounds import Bound, Numbers, bounds_of_blocks
from imaging_rules.analyse.checks.spoken_numbers import Spoken, spoken_numbers
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.model.guideline import Guideline
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import parse
from imaging_rules.syntax.texts import texts_of
from imaging_rules.text import Span
from imaging_rules.values.units import BY_NAME, Unit

_TEXTS = frozenset({"title", "because", "assumes", "remark", "summary"})
# What these say may be about other rules too.
_OF_ALL = ("summary", "assumes")
_HEADER = "guideline"
_PERCENT = BY_NAME["percent"]
_MOST_TOLD = 4


def numbers_in_texts(guideline: Guideline) -> Iterator[Diagnostic]:
    """Yield a warning for each number in a text that is no bound of the block it stands in.

    A number is looked into where the block compares something that is measured alike; of the
    header it is the summary, and all that the guideline compares. The bounds of the scope may be
    spoken of everywhere, and in `assumes` those of other blocks too.

    Args:
        guideline: The guideline.
    """
    file, _ = parse(guideline.text)
    by_block = bounds_of_blocks(guideline)
    everything = frozenset().union(*by_block.values())
    scope = by_block[_HEADER, guideline.header.name]
    all_numbers = Numbers(everything)
    for block in file.blocks:
        is_header = block.keyword == _HEADER
        bounds = by_block.get((block.keyword, block.name.text), frozenset())
        bounds = everything if is_header else bounds
        if not bounds:
            continue
        own, with_scope = Numbers(bounds), Numbers(bounds | scope)
        for keyword, text in texts_of(block):
            if keyword not in _TEXTS:
                continue
            known = all_numbers if keyword in _OF_ALL else with_scope
            whose = f"the `{keyword}`" + ("" if is_header else f" of `{block.name.text}`")
            for spoken in _unknown_numbers(keyword, _written(text, guideline), own, known):
                start = text.span.start + 1
                yield Diagnostic(
                    "W520",
                    f"{whose} speaks of “{spoken.words}”, and the bounds are "
                    f"{_told(bounds, spoken.unit)}",
                    Pointer(guideline.text, Span(start + spoken.start, start + spoken.end)),
                    help="change the text or the bound; where the number is the source’s and not "
                    "the rule’s, quote it in “ ”",
                )


def _written(text: nodes.Text, guideline: Guideline) -> str:
    """Return a text as it stands in the file, without the quotes around it."""
    return guideline.text.text[text.span.start + 1 : text.span.end - 1]


def _unknown_numbers(keyword: str, text: str, own: Numbers, known: Numbers) -> list[Spoken]:
    """Return what a text says of numbers that may be meant as bounds of a block, and are none."""
    spoken = [each for each in spoken_numbers(text) if own.measure(each.unit)]
    if keyword == "assumes" and any(is_known(each, own) for each in spoken):
        # It tells how the source's numbers were read as the one that the block has.
        return []
    if keyword == "summary":
        # Shares of patients are told there, and no fact is meant.
        spoken = [each for each in spoken if each.unit is not _PERCENT]
    return [each for each in spoken if not is_known(each, known)]


def is_known(spoken: Spoken, numbers: Numbers) -> bool:
    """Return whether each number that is spoken of is some bound."""
    return all(numbers.meant(value, spoken.unit, spoken.operator) for value in spoken.values)


def _told(bounds: Iterable[Bound], unit: Unit | None) -> str:
    """Return the words for the bounds that a number in a unit may be meant to be."""
    words = sorted({f"`{bound.words}`" for bound in bounds if Numbers([bound]).measure(unit)})
    shown = ", ".join(words[:_MOST_TOLD])
    if len(words) > _MOST_TOLD:
        return f"{shown} and {len(words) - _MOST_TOLD} more"
    return shown
