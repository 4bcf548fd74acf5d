"""The names that a file declares, each in its space."""

from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.syntax.grammar import a_block
from imaging_rules.syntax.nodes import Block, File, Name

SPACES = {
    "fact": "condition",
    "define": "condition",
    "score": "condition",
    "screen": "condition",
    "study": "study",
    "source": "source",
    "red flag": "rule",
    "indication": "rule",
    "not indicated": "rule",
    "waiting period": "rule",
    "limit": "rule",
    "special case": "rule",
    "contradiction": "rule",
    "advice": "rule",
}


class Names:
    """Every declared name, by space; a repeated one is a problem and its first block counts."""

    def __init__(self, file: File, problems: Problems) -> None:
        self._problems = problems
        self._declared: dict[str, dict[str, Block]] = {space: {} for space in SPACES.values()}
        # Where the name of a broken block is not known, any name could be its.
        self._nameless = {SPACES[kind] for kind, name in file.broken if kind in SPACES and not name}
        # A block that could not be read still declares its name: no one else is to blame.
        self._broken = {
            (space, name)
            for kind, name in file.broken
            for space in ({SPACES[kind]} if kind in SPACES else set(SPACES.values()))
        }
        for block in file.blocks:
            if block.keyword in SPACES and isinstance(block.name, Name):
                self._declare(block, block.name)

    def _declare(self, block: Block, name: Name) -> None:
        space = SPACES[block.keyword]
        first = self._declared[space].setdefault(name.text, block)
        if first is not block:
            self._problems.add(
                "E202",
                name.span,
                f"`{name.text}` is already the name of {a_block(first.keyword)}",
                label="repeated here",
                help="give one of them another name",
                also=((first.name.span, "first declared here"),),
            )

    def blocks(self, keyword: str) -> list[Block]:
        """Return the blocks of one kind, in file order, repeated names left out."""
        space = self._declared[SPACES[keyword]]
        return [block for block in space.values() if block.keyword == keyword]

    def find(self, name: Name, *keywords: str) -> Block | None:
        """Return the block of one of some kinds that a name stands for.

        Where there is none, that is a problem, and ``None`` comes back. ``None`` comes back
        without a problem where the name belongs to a block that could not be read.
        """
        space = SPACES[keywords[0]]
        block = self._declared[space].get(name.text)
        if block is not None and block.keyword in keywords:
            return block
        if (space, name.text) in self._broken:
            return None
        wanted = [a_block(keyword) for keyword in keywords]
        kinds = "a rule" if len(wanted) > 3 else " or ".join(wanted)
        others = (names.get(name.text) for names in self._declared.values())
        other = block or next((each for each in others if each is not None), None)
        declared = self._declared[space].items()
        right = (n for n, b in declared if b.keyword in keywords)
        if other is not None:
            # A name of another space is no slip of the pen, unless nothing else is near.
            help = self._problems.suggest(name.text, right) if block is None else ""
            if block is None and not help and space in self._nameless:
                return None
            if other.keyword == "screen":
                help = "name the facts that the screen covers"
            self._problems.add(
                "E201",
                name.span,
                f"`{name.text}` is {a_block(other.keyword)}, and {kinds} is needed here",
                also=((other.name.span, "declared here"),),
                help=help,
            )
            return None
        help = self._problems.suggest(name.text, right)
        if not help and space in self._nameless:
            return None
        self._problems.add(
            "E201",
            name.span,
            f"no {kinds.removeprefix('a ')} is named `{name.text}`"
            if len(wanted) != 2
            else f"neither {wanted[0]} nor {wanted[1]} is named `{name.text}`",
            help=help or f"declare it: `{keywords[0]} {name.text}`",
        )
        return None
