"""Texts that speak of a number by which what they belong to does not go."""

from collections.abc import Iterable, Iterator

from imaging_rules.analyse.bounds import Bound, bounds_of_blocks
from imaging_rules.analyse.spoken_numbers import Spoken, spoken_numbers
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
# Units between which people pass when they speak of the same thing.
_NEIGHBOURS = ({"day", "week"}, {"minute", "hour"}, {"hour", "day"})


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
    for block in file.blocks:
        is_header = block.keyword == _HEADER
        own = by_block.get((block.keyword, block.name.text), frozenset())
        own = everything if is_header else own
        for keyword, text in texts_of(block):
            if keyword not in _TEXTS:
                continue
            known = everything if keyword in _OF_ALL else own | scope
            whose = f"the `{keyword}`" + ("" if is_header else f" of `{block.name.text}`")
            for spoken in _unknown_numbers(keyword, _written(text, guideline), own, known):
                near = [bound for bound in own if measures_alike(bound, spoken.unit)]
                start = text.span.start + 1
                yield Diagnostic(
                    "W520",
                    f"{whose} speaks of “{spoken.words}”, and the bounds are {_told(near)}",
                    Pointer(guideline.text, Span(start + spoken.start, start + spoken.end)),
                    help="change the text or the bound; where the number is the source’s and not "
                    "the rule’s, quote it in “ ”",
                )


def _written(text: nodes.Text, guideline: Guideline) -> str:
    """Return a text as it stands in the file, without the quotes around it."""
    return guideline.text.text[text.span.start + 1 : text.span.end - 1]


def _unknown_numbers(
    keyword: str, text: str, own: Iterable[Bound], known: Iterable[Bound]
) -> list[Spoken]:
    """Return what a text says of numbers that may be meant as bounds of a block, and are none."""
    spoken = [
        each
        for each in spoken_numbers(text)
        if any(measures_alike(bound, each.unit) for bound in own)
    ]
    if keyword == "assumes" and any(is_known(each, own) for each in spoken):
        # It tells how the source's numbers were read as the one that the block has.
        return []
    if keyword == "summary":
        # Shares of patients are told there, and no fact is meant.
        spoken = [each for each in spoken if each.unit is not _PERCENT]
    return [each for each in spoken if not is_known(each, known)]


def is_known(spoken: Spoken, bounds: Iterable[Bound]) -> bool:
    """Return whether each number that is spoken of is some bound."""
    return all(
        any(bound.is_spoken_of(value, spoken.unit, spoken.operator) for bound in bounds)
        for value in spoken.values
    )


def measures_alike(bound: Bound, unit: Unit | None) -> bool:
    """Return whether a number in a unit, or in none that is written, may speak of a bound."""
    if unit is None or bound.unit is None:
        return unit is None
    return unit is bound.unit or {unit.singular, bound.unit.singular} in _NEIGHBOURS


def _told(bounds: Iterable[Bound]) -> str:
    words = sorted({f"`{bound.words}`" for bound in bounds})
    shown = ", ".join(words[:_MOST_TOLD])
    if len(words) > _MOST_TOLD:
        return f"{shown} and {len(words) - _MOST_TOLD} more"
    return shown
