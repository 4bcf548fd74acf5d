"""The names that a file declares, each in its space."""

from collections.abc import Mapping
from functools import cached_property

from imaging_rules.diagnostics.nearest import NO_STUDY, is_no_study, opposed
from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.model.from_syntax.vocabularies import names_in
from imaging_rules.syntax.grammar import a_block
from imaging_rules.syntax.nodes import Block, File, Name, OneOf

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
    "contraindication": "rule",
    "precaution": "rule",
    "contradiction": "rule",
    "advice": "rule",
}
# Words that people write after a number, `65 years or older`; for everyone; for one patient; and
# for what was named before.
_NO_NAMES = (
    dict.fromkeys(
        ("older", "more", "above", "higher", "greater", "longer", "larger"),
        "a bound stands before its number: `at least N`",
    )
    | dict.fromkeys(
        ("younger", "less", "below", "lower", "fewer", "shorter", "smaller"),
        "a bound stands before its number: `at most N`",
    )
    | dict.fromkeys(
        ("always", "true", "everyone", "anyone", "all_patients", "any_patient"),
        "what holds for all to whom no rule applies is said in the header: `otherwise`",
    )
    | dict.fromkeys(
        ("patient", "the_patient", "he", "she", "it", "there"),
        "a condition begins with a fact: `FACT` where it is yes or no, else `FACT is VALUE`",
    )
    | dict.fromkeys(("both", "either", "each"), "name each of them by its own name")
)


class Names:
    """Every declared name, by space; a repeated one is a problem and its first block counts.

    Args:
        file: What was written.
        problems: Where problems are reported.
        to_use: What could be used of vocabularies: for each name the vocabulary that declares it.
    """

    def __init__(
        self, file: File, problems: Problems, to_use: Mapping[str, str] | None = None
    ) -> None:
        self._problems = problems
        self._blocks = file.blocks
        self._to_use = to_use or {}
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

    @property
    def studies(self) -> tuple[str, ...]:
        """The studies that are declared, in file order."""
        return tuple(self._declared["study"])

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

    def declares(self, name: Name) -> bool:
        """Whether a condition may speak of a name, or whether that cannot be told."""
        space = "condition"
        broken = (space, name.text) in self._broken or space in self._nameless
        return broken or name.text in self._declared[space]

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
        if block is None and space == "study" and is_no_study(name.text):
            message = f"`{name.text}` makes no images, and is no study"
            self._problems.add("E201", name.span, message, help=NO_STUDY)
            return None
        wanted = [a_block(keyword) for keyword in keywords]
        kinds = "a rule" if len(wanted) > 3 else " or ".join(wanted)
        others = (names.get(name.text) for names in self._declared.values())
        other = block or next((each for each in others if each is not None), None)
        declared = self._declared[space].items()
        right = [n for n, b in declared if b.keyword in keywords]
        none = (
            f"no {kinds.removeprefix('a ')}"
            if len(wanted) != 2
            else f"neither {wanted[0]} nor {wanted[1]}"
        )
        answer_of = self._answer_of(name, keywords) if other is None else ""
        if answer_of:
            message = f"{none} is named `{name.text}`: that is an answer of `{answer_of}`"
            help = f"write `{answer_of} is {name.text}`, or `{answer_of} is one of (...)`"
            self._problems.add("E201", name.span, message, help=help)
            return None
        # What is in the same space is no slip of the pen.
        help = self._problems.suggest(name.text, right) if block is None else ""
        if not help and (other is None or SPACES[other.keyword] == "rule"):
            help = self._renamed(name, keywords) or self._in_a_vocabulary(name, keywords)
        if not help and block is None and space in self._nameless:
            return None
        if other is None:
            self._problems.add(
                "E201",
                name.span,
                f"{none} is named `{name.text}`",
                help=help or _NO_NAMES.get(name.text) or _declare(name, keywords[0]),
            )
            return None
        if other.keyword == "screen":
            help = "name the facts that the screen covers"
        self._problems.add(
            "E201",
            name.span,
            f"`{name.text}` is {a_block(other.keyword)}, and {kinds} is needed here"
            if block is not None
            else f"{none} is named `{name.text}`: that is the name of {a_block(other.keyword)}",
            also=((other.name.span, "declared here"),),
            help=help or ("" if block else "if it was removed or renamed, change it here too"),
        )
        return None

    def _answer_of(self, name: Name, keywords: tuple[str, ...]) -> str:
        """Return the choice of which a name is an answer, where a fact is needed."""
        if "fact" not in keywords:
            return ""
        return next((fact for fact, answers in self._answers if name.text in answers), "")

    @cached_property
    def _answers(self) -> list[tuple[str, set[str]]]:
        return [
            (block.name.text, {value.text for value in clause.values})
            for block in self.blocks("fact")
            for clause in block.clauses
            if isinstance(clause, OneOf)
        ]

    def _renamed(self, name: Name, keywords: tuple[str, ...]) -> str:
        """Return the help that names the one fact that is used nowhere, if there is one."""
        if "fact" not in keywords:
            return ""
        unused = self._unused_facts
        # One that may mean the opposite is no new name of the same.
        if len(unused) != 1 or opposed(name.text, unused[0]):
            return ""
        return (
            f"the fact `{unused[0]}` is declared and used nowhere: "
            f"write `{unused[0]}` if it was called `{name.text}` before"
        )

    @cached_property
    def _unused_facts(self) -> list[str]:
        used = set(names_in(self._blocks))
        return [
            block.name.text
            for block in self.blocks("fact")
            if not block.vocabulary and block.name.text not in used
        ]

    def _in_a_vocabulary(self, name: Name, keywords: tuple[str, ...]) -> str:
        """Return the help that names what a vocabulary, which the file uses already, declares."""
        if "fact" not in keywords:
            return ""
        near = self._problems.nearest(name.text, self._to_use)
        if near is None:
            return ""
        vocabulary = self._to_use[near]
        if near == name.text:
            return f"write `use {near} from {vocabulary}`"
        return (
            f"did you mean `{near}` of the vocabulary `{vocabulary}`? "
            f"then write `use {near} from {vocabulary}`"
        )


def _declare(name: Name, keyword: str) -> str:
    return f"declare it: `{keyword} {name.text}`"
