"""A guideline written again with some of its blocks, or with its blocks in another order."""

import json
from collections.abc import Callable
from functools import lru_cache

import attrs

from imaging_rules.diagnostics import as_text
from imaging_rules.errors import GuidelineError
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.read import read
from imaging_rules.model.rules import KINDS
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import parse
from imaging_rules.syntax.pieces import write

Rearranged = Callable[[list[nodes.Block]], list[nodes.Block]]

_RULES = frozenset(KINDS)


@lru_cache(maxsize=64)
def without_rule(guideline: Guideline, rule: str) -> Guideline:
    """Return the same guideline without one of its rules.

    Args:
        guideline: The guideline. Its examples, which may speak of the rule, are left out too.
        rule: The name of the rule.
    """
    return rewritten(
        guideline,
        lambda blocks: [b for b in blocks if not _is_rule(b) or b.name.text != rule],
    )


@lru_cache(maxsize=64)
def with_rule_alone(guideline: Guideline, rule: str) -> Guideline:
    """Return the same guideline with one of its rules as the only one.

    Args:
        guideline: The guideline. Its examples are left out too.
        rule: The name of the rule.
    """
    return rewritten(
        guideline,
        lambda blocks: [b for b in blocks if not _is_rule(b) or b.name.text == rule],
    )


def rewritten(guideline: Guideline, rearranged: Rearranged, examples: bool = False) -> Guideline:
    """Return a guideline read again from its text with its blocks rearranged.

    Args:
        guideline: The guideline.
        rearranged: Returns the blocks to keep, in their new order, but for the header.
        examples: Whether examples are kept.

    Raises:
        GuidelineError: The rearranged text has errors.
    """
    file, _ = parse(guideline.model.text)
    header, *others = (b for b in file.blocks if examples or b.keyword != "example")
    text = write(nodes.File((header, *rearranged(others))))
    # Whatever was read beside the file, the guideline holds what is in it.
    beside = _files_beside(guideline, file)
    result, diagnostics = read(guideline.model.text.name, text.encode(), beside.__getitem__)
    if result is None:
        errors = [each for each in diagnostics if each.is_error]
        raise GuidelineError(as_text(errors), diagnostics)
    return result


def _is_rule(block: nodes.Block) -> bool:
    return block.keyword in _RULES


def _files_beside(guideline: Guideline, file: nodes.File) -> dict[str, bytes]:
    """Return the vocabularies and the files of statements of a guideline, as they were read."""
    vocabularies = guideline.model.vocabularies
    found = {each.name: each.text.encode() for each in vocabularies}
    blocks = [block for each in vocabularies for block in parse(each)[0].blocks]
    for block in (*file.blocks, *blocks):
        if block.name.text not in guideline.model.source:
            continue
        for clause in block.clauses:
            if isinstance(clause, nodes.TextClause) and clause.keyword == "statements":
                statements = guideline.model.source[block.name.text].statements
                content = [attrs.asdict(each) for each in statements]
                found[clause.text.text] = json.dumps(content).encode()
    return found
