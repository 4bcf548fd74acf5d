"""Texts that speak of a number by which what they belong to does not go."""

import re
from collections.abc import Iterable, Iterator

from imaging_rules.analyse.checks.bounds import Bound, Numbers, bounds_of_blocks, bounds_of_facts
from imaging_rules.analyse.checks.spoken_numbers import Spoken, spoken_numbers
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.model.guideline import Guideline
from imaging_rules.syntax import nodes
from imaging_rules.syntax.nodes import texts_of
from imaging_rules.syntax.parse import parse
from imaging_rules.text import Span
from imaging_rules.values.units import BY_NAME

_TEXTS = frozenset({"title", "because", "assumes", "explain", "remark", "summary"})
_HEADER = "guideline"
_PERCENT = BY_NAME["percent"]
_MOST_TOLD = 4
# What is told as an example need not be a bound.
_EXAMPLE = re.compile(
    r"\b(?:such as|for example|for instance|e\.g\.)(?:[^.;:!?]|\.(?=\d))*", re.IGNORECASE
)


def numbers_in_texts(guideline: Guideline) -> Iterator[Diagnostic]:
    """Yield a warning for each number in a text that is no bound of the block it stands in.

    A number is looked into where the block compares something that is measured alike; of the
    header it is all that the guideline compares, and of a fact what it is compared with, its range
    and the condition on which it is asked for. The bounds of the scope may be spoken of everywhere.

    Args:
        guideline: The guideline.
    """
    file, _ = parse(guideline.text)
    by_block = bounds_of_blocks(guideline)
    everything = frozenset().union(*by_block.values())
    by_block |= bounds_of_facts(guideline, by_block)
    scope = by_block[_HEADER, guideline.header.name]
    for block in file.blocks:
        is_header = block.keyword == _HEADER
        bounds = by_block.get((block.keyword, block.name.text), frozenset())
        bounds = everything if is_header else bounds
        if not bounds:
            continue
        own, known = Numbers(bounds), Numbers(bounds | scope)
        for keyword, text in texts_of(block):
            if keyword not in _TEXTS:
                continue
            whose = f"the `{keyword}`" + ("" if is_header else f" of `{block.name.text}`")
            for spoken in _unknown_numbers(keyword, _written(text, guideline), own, known):
                start = text.span.start + 1
                yield Diagnostic(
                    "W520",
                    f"{whose} speaks of “{spoken.words}”, and the bounds are "
                    f"{_told(bounds, spoken)}",
                    Pointer(guideline.text, Span(start + spoken.start, start + spoken.end)),
                    help="change the text or the bound; where the number is the source’s or "
                    "another rule’s, quote it in “ ”, and where it is an example, say so",
                )


def _written(text: nodes.Text, guideline: Guideline) -> str:
    """Return a text as it stands in the file, without the quotes around it."""
    return guideline.text.text[text.span.start + 1 : text.span.end - 1]


def _unknown_numbers(keyword: str, text: str, own: Numbers, known: Numbers) -> list[Spoken]:
    """Return what a text says of numbers that may be meant as bounds of a block, and are none."""
    examples = [each.span() for each in _EXAMPLE.finditer(text)]
    return [
        each
        for each in spoken_numbers(text)
        if may_mean(each, own)
        and not is_known(each, known)
        # Shares of patients are told in a summary, and no fact is meant.
        and not (keyword == "summary" and each.unit is _PERCENT)
        and not any(start <= each.start < end for start, end in examples)
    ]


def may_mean(spoken: Spoken, numbers: Numbers) -> bool:
    """Return whether a number that is spoken of may be meant as some bound, right or wrong."""
    return any(numbers.may_mean(value, spoken.unit) for value in spoken.values)


def is_known(spoken: Spoken, numbers: Numbers) -> bool:
    """Return whether each number that is spoken of is some bound."""
    return all(numbers.meant(value, spoken.unit, spoken.operator) for value in spoken.values)


def _told(bounds: Iterable[Bound], spoken: Spoken) -> str:
    """Return the words for the bounds that a number may be meant to be."""
    words = sorted({f"`{bound.words}`" for bound in bounds if may_mean(spoken, Numbers([bound]))})
    shown = ", ".join(words[:_MOST_TOLD])
    if len(words) > _MOST_TOLD:
        return f"{shown} and {len(words) - _MOST_TOLD} more"
    return shown
