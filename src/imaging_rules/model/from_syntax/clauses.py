"""The clauses of one block: each given once, unless it may repeat, and none forgotten.

What is never asked for is known by `Clauses.untaken`, and `guideline_from` lets no such clause by.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias, TypeVar

from imaging_rules.model.from_syntax.problems import Problems
from imaging_rules.model.notes import Citation, Notes, SourceStatement, text_fields
from imaging_rules.model.rules import Advice, Indication
from imaging_rules.syntax import nodes
from imaging_rules.syntax.grammar import a_block
from imaging_rules.text import Span

C = TypeVar("C", bound=nodes.Clause)
_Class: TypeAlias = type

_REPEATABLE = {
    each.keyword
    for block in (Notes, Indication, Advice)
    for each in text_fields(block)
    if each.several
}
LONGEST_SHOWN_OFTEN = 2_000
"""How many characters a text may have that is shown wherever its block is named or cited."""

_SHOWN_OFTEN = {
    *("title", "publisher", "author", "kind", "published", "updated", "url", "doi", "interest"),
    *("modality", "contrast"),
}
_TYPES = (nodes.YesNo, nodes.Numeric, nodes.OneOf)
_ALWAYS_REPEATABLE = (nodes.Cite, nodes.LeavesOut, nodes.Instead, nodes.Fits, nodes.Points)
_HOW_TO_JOIN = {
    "when": "join the two conditions with `and` or `or`",
    "without": "join the two conditions with `and` or `or`",
    "applies when": "join the two conditions with `and` or `or`",
    "as": "join the two conditions with `and` or `or`",
    "ask only when": "join the two conditions with `and` or `or`",
    "image": "name both studies in one clause: `image with mri or ct`",
    "consider": "name both studies in one clause: `consider mri or ct`",
    "covers": "name all facts in one clause, with commas",
    "rules out": "name all studies in one clause, with commas",
    "before": "name all studies in one clause, with commas",
    "if ruled out use": "name all studies in one clause, with commas, the preferred one first",
    "given": "name all facts in one clause, with commas",
}


def keyword_of(clause: nodes.Clause) -> str:
    """Return the words by which a clause is known to its author."""
    match clause:
        case (
            nodes.TextClause(keyword=keyword)
            | nodes.WordClause(keyword=keyword)
            | nodes.DateClause(keyword=keyword)
            | nodes.ConditionClause(keyword=keyword)
            | nodes.Fits(keyword=keyword)
            | nodes.Points(keyword=keyword)
            | nodes.NamesClause(keyword=keyword)
        ):
            return keyword
        case nodes.LevelClause(keyword=keyword):
            return keyword or "wait` or `do not image"
        case nodes.Recommend(keyword=keyword, level=level):
            return keyword or level.text.split()[0]
        case nodes.YesNo() | nodes.Numeric() | nodes.OneOf():
            return "the type"
        case nodes.Assume():
            return "if not stated assume"
        case nodes.LeavesOut():
            return "leaves out"
        case nodes.Instead():
            return "instead of"
        case _:
            return type(clause).__name__.lower()


class Clauses:
    """Looks up the clauses of a block; a repeated one is a problem and the first counts."""

    def __init__(self, block: nodes.Block, problems: Problems) -> None:
        self.block = block
        self._problems = problems
        self._first: dict[str, nodes.Clause] = {}
        self._taken: set[int] = set()
        for clause in block.clauses:
            keyword = keyword_of(clause)
            first = self._first.setdefault(keyword, clause)
            length = clause.span.end - clause.span.start
            if keyword in _SHOWN_OFTEN and length > LONGEST_SHOWN_OFTEN:
                problems.add(
                    "E107",
                    clause.span,
                    f"`{keyword}` has more than {LONGEST_SHOWN_OFTEN:,} characters, and is shown "
                    f"wherever `{block.name.text}` is",
                    help="say the rest in an `editorial`, which is shown once",
                )
            if first is clause or keyword in _REPEATABLE or isinstance(clause, _ALWAYS_REPEATABLE):
                continue
            problems.add(
                "E111",
                clause.span,
                f"{a_block(block.keyword)} has one type"
                if keyword == "the type"
                else f"{a_block(block.keyword)} has one `{keyword}`",
                label="given again here",
                help=_HOW_TO_JOIN.get(keyword, "keep one of the two"),
                also=((first.span, "first given here"),),
            )

    @property
    def name(self) -> str:
        """The name (of an example: the text) of the block."""
        return self.block.name.text

    @property
    def span(self) -> Span:
        """Where the block's keyword and name stand."""
        return self.block.name.span

    @property
    def whole(self) -> bool:
        """Whether all clauses of the block could be read, so that one can be told to be missing."""
        return self.block.whole

    def one(self, kind: type[C], keyword: str | None = None) -> C | None:
        """Return the first clause of a kind, with a keyword where one is named."""
        for clause in self._first.values():
            if isinstance(clause, kind) and keyword in (None, keyword_of(clause)):
                self._taken.add(id(clause))
                return clause
        return None

    def every(self, kind: type[C]) -> list[C]:
        """Return all clauses of a kind, in order."""
        found: list[C] = [each for each in self.block.clauses if isinstance(each, kind)]
        self._taken.update(map(id, found))
        return found

    def needed(self, kind: type[C], keyword: str, form: str) -> C | None:
        """Return the clause of a kind that the block must have; without it, a problem."""
        found = self.one(kind, keyword)
        if found is None:
            self.missing(keyword, form)
        return found

    def missing(self, what: str, form: str) -> None:
        """Report that a clause is missing, with how it is written."""
        if self.whole:
            self._problems.add(
                "E112",
                self.span,
                f"{a_block(self.block.keyword)} needs `{what}`, and this one has none",
                help=f"it is written `{form}`",
            )

    def type(self) -> nodes.YesNo | nodes.Numeric | nodes.OneOf | None:
        """Return the type clause of a fact."""
        found = self._first.get("the type")
        assert found is None or isinstance(found, _TYPES)
        self._taken.add(id(found))
        return found

    def text(self, keyword: str) -> str:
        """Return the text of a clause, or an empty one where the block does not have it."""
        found = self.one(nodes.TextClause, keyword)
        return found.text.text if found else ""

    def texts(self, keyword: str) -> tuple[str, ...]:
        """Return the texts of a clause that may repeat."""
        texts = (each for each in self.block.clauses if isinstance(each, nodes.TextClause))
        found = [clause for clause in texts if clause.keyword == keyword]
        self._taken.update(map(id, found))
        return tuple(clause.text.text for clause in found)

    def texts_for(self, block: _Class) -> dict[str, Any]:
        """Return the texts that a class has a field for, by the name of the field."""
        return {
            each.name: self.texts(each.keyword) if each.several else self.text(each.keyword)
            for each in text_fields(block)
        }

    @property
    def untaken(self) -> tuple[str, ...]:
        """The keywords of the clauses that nobody has asked for."""
        return tuple(keyword_of(e) for e in self.block.clauses if id(e) not in self._taken)

    def date(self, keyword: str) -> tuple[str, date | None]:
        """Return a date as written and, where it is one, as a date."""
        found = self.one(nodes.DateClause, keyword)
        if found is None:
            return "", None
        if isinstance(found.date, nodes.Text):
            return found.date.text, None
        try:
            return found.date.text, date.fromisoformat(found.date.text)
        except ValueError:
            self._problems.add(
                "E309",
                found.date.span,
                f"there is no {found.date.text} in the calendar",
                help="look the day up, and write it as `YYYY-MM-DD`",
            )
            return found.date.text, None


def notes(
    clauses: Clauses, sources: dict[str, dict[str, SourceStatement] | None], problems: Problems
) -> Notes:
    """Return what a block says to its reader.

    Args:
        clauses: The clauses of the block.
        sources: For each source that is declared, its statements by number; ``None`` in the
            place of statements that were not given or could not be read.
        problems: Where an unknown source or statement is reported.
    """
    return Notes(
        **clauses.texts_for(Notes),
        citations=tuple(_citation(cite, sources, problems) for cite in clauses.every(nodes.Cite)),
    )


def _citation(
    cite: nodes.Cite, sources: dict[str, dict[str, SourceStatement] | None], problems: Problems
) -> Citation:
    if cite.source.text not in sources:
        help = problems.suggest(cite.source.text, sources)
        if "" in sources and not help:
            # The name of a source could not be read, and it could be this one.
            return Citation(cite.source.text)
        problems.add(
            "E201",
            cite.source.span,
            f"no source is named `{cite.source.text}`",
            help=help or f"declare it: `source {cite.source.text}`",
        )
        return Citation(cite.source.text)
    statements = known_statements(cite.statements, sources[cite.source.text], problems)
    return Citation(
        cite.source.text,
        statements,
        cite.section.text if cite.section else "",
        cite.quote.text if cite.quote else "",
        span=cite.span,
    )


def known_statements(
    written: Sequence[nodes.Name], known: dict[str, SourceStatement] | None, problems: Problems
) -> tuple[SourceStatement, ...]:
    """Return the statements with these numbers; where the source lists its own, they must be."""
    if known is None:
        return tuple(SourceStatement(each.text) for each in written)
    for each in written:
        if each.text not in known:
            first, last = next(iter(known), ""), next(reversed(known), "")
            problems.add(
                "E203",
                each.span,
                f"the source has no statement `{each.text}`",
                help=f"its statements go from `{first}` to `{last}`" if first else "",
            )
    return tuple(known[each.text] for each in written if each.text in known)
