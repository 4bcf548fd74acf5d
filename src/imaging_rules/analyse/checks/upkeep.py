"""What wants looking after in a guideline, and texts that only hold a place."""

from collections.abc import Iterator
from datetime import date

from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.conditions import facts_of
from imaging_rules.model.conditions import All
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import Citation
from imaging_rules.syntax import nodes
from imaging_rules.syntax.texts import texts_of
from imaging_rules.text import SourceText, Span

LONGEST_QUOTE = 300
_LISTED = 12


def upkeep(guideline: Guideline, today: date) -> Iterator[Diagnostic]:
    """Yield the warnings of a guideline."""
    yield from _statements(guideline)
    if not guideline.header.is_vocabulary:
        yield from _unused(guideline)
    yield from _missing_texts(guideline)
    yield from _quotes(guideline)
    review_by = guideline.header.review_by
    if review_by is not None and today > review_by:
        yield Diagnostic(
            "W508",
            f"the guideline was to be reviewed by {review_by.isoformat()}",
            Pointer(guideline.text, guideline.header.span),
            help="review it, and move `review by` to a later day",
        )


def _citations(guideline: Guideline) -> list[Citation]:
    return [cited for block in guideline.blocks() for cited in block.notes.citations]


def _statements(guideline: Guideline) -> Iterator[Diagnostic]:
    """Warn of statements of a source that are neither cited nor left out with a reason."""
    cited = {(c.source, s.id) for c in _citations(guideline) for s in c.statements}
    for source in guideline.sources:
        if source.vocabulary:
            # A guideline uses some of a vocabulary, and need not account for the rest.
            continue
        left_out = {statement for statement, _ in source.left_out}
        lost = [
            each.id
            for each in source.statements
            if each.id not in left_out and (source.name, each.id) not in cited
        ]
        if lost:
            more = f" and {len(lost) - _LISTED} more" if len(lost) > _LISTED else ""
            yield Diagnostic(
                "W501",
                f"statements of `{source.name}` are nowhere accounted for: "
                f"{', '.join(lost[:_LISTED])}{more}",
                Pointer(guideline.text, source.span),
                help="`cite` them where they belong, or `leaves out ... because ...`",
            )


def _unused(guideline: Guideline) -> Iterator[Diagnostic]:
    conditions = [guideline.header.applies]
    conditions += [fact.gate for fact in guideline.facts]
    conditions += [rule.condition for rule in guideline.rules]
    # All at once, so that a definition which many rules use is looked into only once.
    used = facts_of(All(tuple(conditions)), guideline)
    for fact in guideline.facts:
        if fact.name not in used:
            yield Diagnostic(
                "W503",
                f"no rule uses `{fact.name}`",
                Pointer(guideline.text, fact.span),
                help="use it in the condition of a rule, or remove it",
            )
    cited = {citation.source for citation in _citations(guideline)}
    for source in guideline.sources:
        if source.name not in cited:
            yield Diagnostic(
                "W504",
                f"nothing cites `{source.name}`",
                Pointer(guideline.text, source.span),
                help=f"write `cite {source.name}` where it is used, or remove it",
            )


def _missing_texts(guideline: Guideline) -> Iterator[Diagnostic]:
    wanted: list[tuple[str, str, str, Span]] = [
        ("fact", fact.name, "ask", fact.span) for fact in guideline.facts if not fact.ask
    ]
    wanted += [
        (kind, block.name, "title", block.span)
        for kind, blocks in (("rule", guideline.rules), ("study", guideline.studies))
        for block in blocks
        if not block.notes.title
    ]
    if not guideline.header.notes.title:
        kind = "vocabulary" if guideline.header.is_vocabulary else "guideline"
        wanted.append((kind, guideline.header.name, "title", guideline.header.span))
    for kind, name, keyword, span in wanted:
        yield Diagnostic(
            "W505",
            f"the {kind} `{name}` has no `{keyword}` for the reader",
            Pointer(guideline.text, span),
            help=f"""write `{keyword} "..."`""",
        )


def _quotes(guideline: Guideline) -> Iterator[Diagnostic]:
    for citation in _citations(guideline):
        if len(citation.quote) > LONGEST_QUOTE:
            yield Diagnostic(
                "W507",
                f"this quote has {len(citation.quote)} characters; "
                f"a short one has at most {LONGEST_QUOTE}",
                Pointer(guideline.text, citation.span),
                help="quote the words that matter, and say the rest in your own",
            )


PLACEHOLDER = "placeholder"
"""How a text begins that holds the place of another, as `imaging-rules new` writes it."""


def placeholders(file: nodes.File, source: SourceText) -> Iterator[Diagnostic]:
    """Yield an error for each placeholder of a file that does not call itself a draft."""
    if _is_draft(file):
        return
    for block in file.blocks:
        for _, text in texts_of(block):
            if text.text.casefold().startswith(PLACEHOLDER):
                yield Diagnostic(
                    "E417",
                    "this text is a placeholder, and the guideline is not a draft",
                    Pointer(source, text.span),
                    help="write what belongs here, or keep `status draft` until it is known",
                )


def _is_draft(file: nodes.File) -> bool:
    return any(
        isinstance(clause, nodes.WordClause) and (clause.keyword, clause.word.text) == _DRAFT
        for block in file.blocks[:1]
        for clause in block.clauses
    )


_DRAFT = ("status", "draft")
