"""Nodes back into text: what each clause and condition is made of, and where a line may end."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias, assert_never

from attrs import frozen

from imaging_rules.syntax import nodes
from imaging_rules.text import Span


@frozen
class Run:
    """Words that stay on one line."""

    words: str
    at: int


@frozen
class Quoted:
    """A text in quotes; its lines may end at any single space."""

    text: str
    at: int


@frozen
class Led:
    """A piece with words before it; its further lines begin below the piece."""

    words: str
    piece: "Piece"
    at: int


@frozen
class Filled:
    """Pieces one after another, as many as fit on a line; with commas if it is a list."""

    parts: "tuple[Piece, ...]"
    comma: str = ""

    @property
    def at(self) -> int:
        """Where the first of them began."""
        return self.parts[0].at


@frozen
class Stacked:
    """Pieces on one line if that is short, and otherwise on one line each."""

    parts: "tuple[Piece, ...]"

    @property
    def at(self) -> int:
        """Where the first of them began."""
        return self.parts[0].at


@frozen
class Bracketed:
    """A list in round brackets, which close at ``end``.

    If it takes several lines, each piece has a line of its own, unless they are ``filled``.
    """

    words: str
    parts: "tuple[Piece, ...]"
    at: int
    end: int
    filled: bool = False


Piece: TypeAlias = Run | Quoted | Led | Filled | Stacked | Bracketed


@frozen
class Written:
    """A clause, or the head of a block: its keyword and what it says.

    What it says begins in one column with that of the other clauses of its block, unless the
    clause has no keyword apart from it.
    """

    keyword: str
    piece: Piece


def flat(piece: Piece) -> str:
    """Return a piece on a single line."""
    match piece:
        case Run(words):
            return words
        case Quoted(text):
            return f'"{text}"'
        case Led(words, inner):
            return f"{words} {flat(inner)}"
        case Filled(parts, comma):
            return f"{comma} ".join(map(flat, parts))
        case Stacked(parts):
            return " ".join(map(flat, parts))
        case Bracketed(words, parts):
            return f"{words}({', '.join(map(flat, parts))})"
        case _:
            assert_never(piece)


def stops(piece: Piece) -> Iterator[int]:
    """Yield the places within a piece where its line may end: where what follows began."""
    match piece:
        case Run() | Quoted():
            return
        case Led(_, inner):
            yield from stops(inner)
        case Filled(parts) | Stacked(parts):
            yield from stops(parts[0])
            for _, part in pairwise(parts):
                yield part.at
                yield from stops(part)
        case Bracketed(_, parts, _, end):
            for part in parts:
                yield part.at
                yield from stops(part)
            yield end
        case _:
            assert_never(piece)


def head(block: nodes.Block) -> Written:
    """Return the keyword of a block with the name or text after it."""
    name = block.name
    if isinstance(block, nodes.Use):
        return Written("use", _used(block))
    return Written(block.keyword, _text(name) if isinstance(name, nodes.Text) else _run(name))


def _used(block: nodes.Use) -> Piece:
    *others, last = block.names or (nodes.Name("all", span=block.span),)
    listed = [Run(f"{each.text},", each.span.start) for each in others]
    return Filled((*listed, _run(last), Run(f"from {block.name.text}", block.name.span.start)))


def clause_pieces(node: nodes.Clause) -> Written:
    """Return a clause: its keyword, and what it says."""
    match node:
        case nodes.TextClause(keyword, text):
            return Written(keyword, _text(text))
        case nodes.Timing(word, first, last, text):
            time = Run(f"{word} {_range(first, 'to', last)}", (first or last).span.start)
            return Written("timing", Filled((time, _text(text)) if text else (time,)))
        case nodes.WordClause(keyword, word):
            return Written(keyword, _run(word))
        case nodes.DateClause(keyword, date):
            return Written(keyword, _text(date) if isinstance(date, nodes.Text) else _run(date))
        case nodes.Language(number):
            return Written("language", Run(number.written, number.span.start))
        case nodes.ConditionClause("ask only when" as keyword, inner):
            return Written("", Led(keyword, condition_pieces(inner), node.span.start))
        case nodes.ConditionClause(keyword, inner):
            return Written(keyword, condition_pieces(inner))
        case nodes.Cite():
            return Written("cite", _cited(node))
        case nodes.LeavesOut(statements, because):
            listed = [Run(f"{each.text},", each.span.start) for each in statements[:-1]]
            reason = Led("because", _text(because), because.span.start)
            return Written("leaves out", Filled((*listed, _run(statements[-1]), reason)))
        case nodes.LevelClause(keyword, level):
            return Written(keyword, _run(level))
        case nodes.Recommend(keyword, level, studies):
            verb, _, urgency = level.text.partition(" ")
            said = level.text if keyword else urgency
            words = said if verb == "consider" else f"{said} with".strip()
            return Written(keyword or verb, _either(studies, words))
        case nodes.NamesClause("do not image with", studies):
            others = Run("with all others", node.span.start)
            return Written("do not image", _either(studies, "with") if studies else others)
        case nodes.Lasts(_, last, fact):
            start = (node.first or last).span.start
            return Written("lasts", Run(f"{_range(node.first, 'to', last)} of {fact.text}", start))
        case nodes.Instead(studies, use):
            study = Run(f"use {use.text}", use.span.start)
            return Written("instead of", Filled((*_either(studies).parts, study)))
        case nodes.NamesClause("if ruled out use" as keyword, names):
            return Written("", Led(keyword, _listed(names), node.span.start))
        case nodes.NamesClause(keyword, names):
            return Written(keyword, _listed(names))
        case nodes.YesNo():
            return Written("", Run("yes or no", node.span.start))
        case nodes.Numeric(whole, unit, low, high):
            kind = "whole number" if whole else "number"
            measured = f" in {unit.text}" if unit else ""
            words = f"{kind}{measured} from {low.written} to {high.written}"
            return Written("", Run(words, node.span.start))
        case nodes.OneOf(values):
            return Written("", Led("one of", _listed(values), node.span.start))
        case nodes.Assume(value):
            return Written("", Run(f"if not stated assume {_value(value)}", node.span.start))
        case nodes.Fits(keyword, value, inner):
            words = f"{value.text} when"
            return Written(keyword, Led(words, condition_pieces(inner), value.span.start))
        case nodes.Points(keyword, points, inner):
            words = f"{quantity_pieces(points)} when"
            return Written(keyword, Led(words, condition_pieces(inner), points.span.start))
        case nodes.Covers(items):
            return Written("covers", Filled(tuple(map(_covered, items)), ","))
        case nodes.Given(items):
            return Written("given", Filled(tuple(map(_given, items)), ","))
        case nodes.Expect():
            return Written("expect", _expected(node))
        case _:
            assert_never(node)


def condition_pieces(node: nodes.Condition) -> Piece:
    """Return a condition; its parts may stand below one another."""
    start, closing = node.span.start, node.span.end - 1
    match node:
        case nodes.Named(name):
            return _run(name)
        case nodes.Is(name, values, negated):
            return _is_among(f"{name.text} {'is not' if negated else 'is'}", values, node.span)
        case nodes.Compared(name, operator, bound):
            other = bound.text if isinstance(bound, nodes.Name) else quantity_pieces(bound)
            return Run(f"{name.text} {operator} {other}", start)
        case nodes.Not(part):
            return Led("not", condition_pieces(part), start)
        case nodes.Joined(word, parts):
            first, *others = map(condition_pieces, parts)
            return Stacked((first, *(Led(word, part, part.at) for part in others)))
        case nodes.Brackets(part):
            return Bracketed("", (condition_pieces(part),), start, closing)
        case nodes.Counted(word, parts, count):
            opening = f"at least {count.written} of" if count else word
            return Bracketed(f"{opening} ", tuple(map(condition_pieces, parts)), start, closing)
        case nodes.TooDeep():
            return Run("...", start)
        case _:
            assert_never(node)


def quantity_pieces(node: nodes.Quantity) -> str:
    """Return a number with its unit, as it was written."""
    return f"{node.number.written} {node.unit.text}" if node.unit else node.number.written


def _run(node: nodes.Name | nodes.Date) -> Run:
    return Run(node.text, node.span.start)


def _text(node: nodes.Text) -> Quoted:
    return Quoted(node.text, node.span.start)


def _listed(names: Iterable[nodes.Name]) -> Filled:
    return Filled(tuple(map(_run, names)), ",")


def _either(names: tuple[nodes.Name, ...], before: str = "") -> Filled:
    """Return names with ``or`` between them, and words before the first."""
    first = Run(f"{before} {names[0].text}".strip(), names[0].span.start)
    return Filled((first, *(Run(f"or {each.text}", each.span.start) for each in names[1:])))


def _cited(node: nodes.Cite) -> Piece:
    source: Piece = _run(node.source)
    if node.statements:
        source = Led(node.source.text, _listed(node.statements), source.at)
    parts = [source]
    if node.section:
        parts.append(_text(node.section))
    if node.quote:
        parts.append(Led("quote", _text(node.quote), node.quote.span.start))
    return Filled(tuple(parts))


def _expected(node: nodes.Expect) -> Piece:
    parts: list[Piece] = [_either(node.levels)]
    if node.studies:
        parts.append(Led("with", _either(node.studies), node.studies[0].span.start))
    if node.come_to:
        come_to = Filled(tuple(map(_given, node.come_to)), ",")
        parts.append(Led("with", come_to, node.come_to[0].span.start))
    lists = (("because", node.because), ("asking", node.asking), ("later", node.later))
    for word, names in lists:
        if names:
            parts.append(Led(word, _listed(names), names[0].span.start))
    return Filled(tuple(parts))


def _covered(item: nodes.Covered) -> Piece:
    value = f" is {_value(item.value)}" if item.value else ""
    return Run(f"{item.fact.text}{value}", item.span.start)


def _given(item: nodes.GivenItem) -> Piece:
    start = item.span.start
    match item:
        case nodes.GivenYesNo(fact, value):
            return Run(fact.text if value else f"not {fact.text}", start)
        case nodes.GivenIs(fact, ()):
            return Run(f"{fact.text} is unknown", start)
        case nodes.GivenIs(fact, values):
            return _is_among(f"{fact.text} is", values, item.span)
        case nodes.GivenRange(fact, (("at least", low), ("at most", high))):
            return Run(f"{fact.text} between {_range(low, 'and', high)}", start)
        case nodes.GivenRange(fact, ends):
            told = " and ".join(f"{operator} {quantity(end)}" for operator, end in ends)
            return Run(f"{fact.text} {told}", start)
        case nodes.EverythingElseNo():
            return Run("everything else is no", start)
        case _:
            assert_never(item)


def _is_among(words: str, values: tuple[nodes.Value, ...], span: Span) -> Piece:
    if len(values) == 1:
        return Run(f"{words} {_value(values[0])}", span.start)
    listed = tuple(Run(_value(each), each.span.start) for each in values)
    return Bracketed(f"{words} one of ", listed, span.start, span.end - 1, filled=True)


def _range(first: nodes.Quantity | None, word: str, last: nodes.Quantity) -> str:
    """Return two quantities, the unit written once if it is the same, or the last one alone."""
    if first is None:
        return quantity_pieces(last)
    start = first.number.written if first.unit == last.unit else quantity_pieces(first)
    return f"{start} {word} {quantity_pieces(last)}"


def _value(value: nodes.Value) -> str:
    return value.text if isinstance(value, nodes.Name) else quantity_pieces(value)


def write(file: nodes.File) -> str:
    """Return a file's blocks as guideline text, one clause to a line."""
    return "\n".join(
        "\n".join([_flat(head(block)), *(f"  {clause(each)}" for each in block.clauses), ""])
        for block in file.blocks
    )


def clause(node: nodes.Clause) -> str:
    """Return one clause as guideline text."""
    return _flat(clause_pieces(node))


def condition(node: nodes.Condition) -> str:
    """Return a condition as guideline text."""
    return flat(condition_pieces(node))


def quantity(node: nodes.Quantity) -> str:
    """Return a number with its unit, as it was written."""
    return quantity_pieces(node)


def _flat(written: Written) -> str:
    return f"{written.keyword} {flat(written.piece)}".lstrip()
