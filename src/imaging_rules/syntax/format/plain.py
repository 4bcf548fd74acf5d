"""Nodes back into text, without comments: reading what this writes gives the same nodes."""

from imaging_rules.syntax import nodes
from imaging_rules.syntax.format import from_nodes
from imaging_rules.syntax.format.pieces import Written, flat


def write(file: nodes.File) -> str:
    """Return a file's blocks as guideline text, one clause to a line."""
    return "\n".join(_block(block) for block in file.blocks)


def _block(block: nodes.Block) -> str:
    head = _flat(from_nodes.head(block))
    return "\n".join([head, *(f"  {clause(each)}" for each in block.clauses), ""])


def clause(node: nodes.Clause) -> str:
    """Return one clause as guideline text."""
    return _flat(from_nodes.clause(node))


def condition(node: nodes.Condition) -> str:
    """Return a condition as guideline text."""
    return flat(from_nodes.condition(node))


def quantity(node: nodes.Quantity) -> str:
    """Return a number with its unit, as it was written."""
    return from_nodes.quantity(node)


def _flat(written: Written) -> str:
    return f"{written.keyword} {flat(written.piece)}".lstrip()
