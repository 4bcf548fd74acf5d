"""All texts in quotes that were written in a block."""

from collections.abc import Iterator

from imaging_rules.syntax import nodes


def texts_of(block: nodes.Block) -> Iterator[tuple[str, nodes.Text]]:
    """Yield each text in quotes of a block, with the word that stands before it."""
    if isinstance(block.name, nodes.Text):
        yield block.keyword, block.name
    for clause in block.clauses:
        match clause:
            case nodes.TextClause(keyword, text) | nodes.DateClause(keyword, nodes.Text() as text):
                yield keyword, text
            case nodes.Cite(section=section, quote=quote):
                cited = (("cite", section), ("quote", quote))
                yield from ((word, each) for word, each in cited if each is not None)
            case nodes.LeavesOut(because=text):
                yield "because", text
            case nodes.Timing(text=nodes.Text() as text):
                yield "timing", text
