"""The texts of a block, each with the word of the clause that it stands in."""

from collections.abc import Iterator

from imaging_rules.syntax import nodes


def texts_of(block: nodes.Block) -> Iterator[tuple[str, nodes.Text]]:
    """Yield each text in quotes of a block, with the word that stands before it.

    The title of an example has the word ``example``.
    """
    if isinstance(block.name, nodes.Text):
        yield block.keyword, block.name
    for clause in block.clauses:
        match clause:
            case nodes.TextClause(keyword, text):
                yield keyword, text
            case nodes.DateClause(keyword, nodes.Text() as text):
                yield keyword, text
            case nodes.Cite(section=section, quote=quote):
                for keyword, cited in (("cite", section), ("quote", quote)):
                    if cited is not None:
                        yield keyword, cited
            case nodes.LeavesOut(because=text):
                yield "because", text
