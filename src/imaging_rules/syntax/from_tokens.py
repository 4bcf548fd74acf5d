"""Nodes made from tokens, one method for each rule of the grammar, while the parser runs.

The parser calls these as it reduces, innermost first, so no step here depends on how deep a
file nests; a condition beyond the limit becomes a ``TooDeep`` node at once.
"""

import re
from fractions import Fraction
from typing import Any

from lark import Token, Transformer

from imaging_rules.syntax import nodes
from imaging_rules.text import Span
from imaging_rules.values.numbers import LONGEST_NUMBER

DEEPEST_CONDITION = 40
_LINE_BREAK = re.compile(r"[^\S\n]*\n\s*")
_OPERATORS = {">": "over", "<": "under", ">=": "at least", "<=": "at most"}


def _span(parts: list[Any]) -> Span:
    """Return the stretch from the first to the last of several tokens and nodes."""
    there = [part for part in parts if part is not None]
    return _place(there[0]).to(_place(there[-1]))


def _place(part: Any) -> Span:
    if isinstance(part, Token):
        return Span(part.start_pos or 0, part.end_pos or 0)
    span: Span = part.span
    return span


def _words(*tokens: Token | None) -> str:
    """Return keyword tokens as the language spells them, one space between words."""
    return " ".join(" ".join(token.split()) for token in tokens if token is not None)


def _name(token: Token) -> nodes.Name:
    return nodes.Name(_words(token), span=_place(token))


def _text(token: Token) -> nodes.Text:
    return nodes.Text(_LINE_BREAK.sub(" ", token[1:-1]).strip(), span=_place(token))


def _number(token: Token) -> nodes.Number:
    # A number beyond the limit is refused later, by its digits; its value is not worked out.
    value = Fraction(token) if len(token) <= LONGEST_NUMBER else Fraction(0)
    return nodes.Number(value, str(token), span=_place(token))


def _every_other(parts: list[Any]) -> list[Any]:
    """Return the members of a list written with commas, ``or`` or ``and`` between them."""
    return parts[::2]


class FromTokens(Transformer[Token, nodes.File]):
    """Makes nodes; the name of a method is the name of the rule it serves."""

    def start(self, parts: list[nodes.Block]) -> nodes.File:
        return nodes.File(tuple(parts))

    # --- blocks ---

    def _block(self, parts: list[Any]) -> nodes.Block:
        keyword, name, *clauses = parts
        title = _text(name) if name.type == "TEXT" else _name(name)
        return nodes.Block(_words(keyword), title, tuple(clauses), span=_span(parts))

    guideline = vocabulary = source = fact = screen = define = score = study = _block
    red_flag = indication = not_indicated = waiting_period = limit = special_case = _block
    contraindication = precaution = contradiction = advice = example = _block

    def use(self, parts: list[Any]) -> nodes.Use:
        keyword, brought, _, vocabulary = parts
        names = () if isinstance(brought, Token) else tuple(brought)
        span = _span([keyword, vocabulary])
        return nodes.Use(_words(keyword), _name(vocabulary), (), names=names, span=span)

    # --- clauses ---

    def _text_clause(self, parts: list[Any]) -> nodes.TextClause:
        return nodes.TextClause(_words(parts[0]), _text(parts[1]), span=_span(parts))

    text_of_block = text_of_header = text_of_vocabulary = text_of_source = _text_clause
    text_of_fact = text_of_study = text_of_rule = text_of_advice = remark = action = _text_clause

    def timing(self, parts: list[Any]) -> nodes.Timing:
        keyword, word, *first, last, text = parts
        low = None
        if first and first[0] is not None:
            low = nodes.Quantity(_number(first[0]), last.unit, span=_place(first[0]))
        end = None if text is None else _text(text)
        return nodes.Timing(_words(word), low, last, end, span=_span([keyword, last, text]))

    def cite(self, parts: list[Any]) -> nodes.Cite:
        _, source, statements, section, _, quote = parts
        return nodes.Cite(
            _name(source),
            tuple(statements or ()),
            None if section is None else _text(section),
            None if quote is None else _text(quote),
            span=_span([parts[0], *(source, *(statements or ()), section, quote)]),
        )

    def statements(self, parts: list[Any]) -> list[nodes.Name]:
        return [_name(part) for part in _every_other(parts)]

    def _date_clause(self, parts: list[Any]) -> nodes.DateClause:
        keyword, written = parts
        date = _text(written) if written.type == "TEXT" else self._date(written)
        return nodes.DateClause(_words(keyword), date, span=_span(parts))

    published = dated = _date_clause

    def reviewed(self, parts: list[Any]) -> nodes.DateClause:
        return nodes.DateClause(_words(parts[0]), self._date(parts[1]), span=_span(parts))

    def _date(self, token: Token) -> nodes.Date:
        return nodes.Date(str(token), span=_place(token))

    def language(self, parts: list[Any]) -> nodes.Language:
        return nodes.Language(_number(parts[1]), span=_span(parts))

    def _word_clause(self, parts: list[Any]) -> nodes.WordClause:
        return nodes.WordClause(_words(parts[0]), _name(parts[1]), span=_span(parts))

    status = topic = falls_to = _word_clause

    def _condition_clause(self, parts: list[Any]) -> nodes.ConditionClause:
        return nodes.ConditionClause(_words(parts[0]), parts[1], span=_span(parts))

    applies = when = without = defined_as = gate = _condition_clause

    def fits(self, parts: list[Any]) -> nodes.Fits:
        keyword, value, _, condition = parts
        return nodes.Fits(_words(keyword), _name(value), condition, span=_span(parts))

    def points(self, parts: list[Any]) -> nodes.Points:
        keyword, points, _, condition = parts
        return nodes.Points(_words(keyword), points, condition, span=_span(parts))

    def _level_clause(self, parts: list[Any]) -> nodes.LevelClause:
        keyword = _words(parts[0]) if len(parts) > 1 else ""
        return nodes.LevelClause(keyword, _name(parts[-1]), span=_span(parts))

    otherwise = hold = says = _level_clause

    def leaves_out(self, parts: list[Any]) -> nodes.LeavesOut:
        _, statements, _, reason = parts
        span = _span([parts[0], reason])
        return nodes.LeavesOut(tuple(statements), _text(reason), span=span)

    def yes_or_no(self, parts: list[Any]) -> nodes.YesNo:
        return nodes.YesNo(span=_span(parts))

    def numeric(self, parts: list[Any]) -> nodes.Numeric:
        whole, _, _, unit, _, low, _, high = parts
        return nodes.Numeric(
            whole is not None,
            None if unit is None else _name(unit),
            _number(low),
            _number(high),
            span=_span(parts),
        )

    def one_of(self, parts: list[Any]) -> nodes.OneOf:
        return nodes.OneOf(tuple(_name(p) for p in _every_other(parts[1:])), span=_span(parts))

    def assume(self, parts: list[Any]) -> nodes.Assume:
        return nodes.Assume(parts[1], span=_span(parts))

    def covers(self, parts: list[Any]) -> nodes.Covers:
        return nodes.Covers(tuple(_every_other(parts[1:])), span=_span(parts))

    def covered(self, parts: list[Any]) -> nodes.Covered:
        return nodes.Covered(_name(parts[0]), parts[2], span=_span(parts))

    def image(self, parts: list[Any]) -> nodes.Recommend:
        verb, urgency, _, studies = parts
        level = nodes.Name(_words(verb, urgency), span=_span([verb, urgency]))
        return nodes.Recommend("", level, tuple(studies), span=_span([verb, *studies]))

    def consider(self, parts: list[Any]) -> nodes.Recommend:
        verb, studies = parts
        return nodes.Recommend("", _name(verb), tuple(studies), span=_span([verb, *studies]))

    def then(self, parts: list[Any]) -> nodes.Recommend:
        keyword, said = parts
        return nodes.Recommend(_words(keyword), said.level, said.studies, span=_span(parts))

    def advise_against(self, parts: list[Any]) -> nodes.NamesClause:
        verb, joint, studies = parts
        others = isinstance(studies, Token)
        span = _span([verb, studies] if others else [verb, *studies])
        names = () if others else tuple(studies)
        return nodes.NamesClause(_words(verb, joint), names, span=span)

    def either(self, parts: list[Any]) -> list[nodes.Name]:
        return [_name(part) for part in _every_other(parts)]

    def lasts(self, parts: list[Any]) -> nodes.Lasts:
        *_, last, _, fact = parts
        first = parts[1]
        if isinstance(first, Token):
            first = nodes.Quantity(_number(first), last.unit, span=_place(first))
        return nodes.Lasts(first, last, _name(fact), span=_span(parts))

    def instead(self, parts: list[Any]) -> nodes.Instead:
        keyword, studies, _, use = parts
        return nodes.Instead(tuple(studies), _name(use), span=_span([keyword, use]))

    def _names_clause(self, parts: list[Any]) -> nodes.NamesClause:
        keyword, names = parts
        return nodes.NamesClause(_words(keyword), tuple(names), span=_span([keyword, *names]))

    overrides = rules_out = before = use_if_ruled_out = _names_clause

    def for_levels(self, parts: list[Any]) -> nodes.NamesClause:
        levels = tuple(_every_other(parts[1:]))
        return nodes.NamesClause(_words(parts[0]), levels, span=_span(parts))

    def given(self, parts: list[Any]) -> nodes.Given:
        return nodes.Given(tuple(_every_other(parts[1:])), span=_span(parts))

    def given_yes(self, parts: list[Any]) -> nodes.GivenYesNo:
        return nodes.GivenYesNo(_name(parts[0]), True, span=_span(parts))

    def given_no(self, parts: list[Any]) -> nodes.GivenYesNo:
        return nodes.GivenYesNo(_name(parts[1]), False, span=_span(parts))

    def given_is(self, parts: list[Any]) -> nodes.GivenIs:
        fact, _, first, *more = parts
        if more:
            return nodes.GivenIs(_name(fact), tuple(more[1]), span=_span([fact, more[2]]))
        values = () if isinstance(first, Token) else (first,)
        return nodes.GivenIs(_name(fact), values, span=_span(parts))

    def given_range(self, parts: list[Any]) -> nodes.GivenRange:
        fact, *rest = parts
        ends: list[Any] = [part for part in rest if isinstance(part, tuple | nodes.Quantity)]
        if isinstance(ends[0], nodes.Quantity):
            ends = list(zip(("at least", "at most"), ends, strict=True))
        *_, (_, last) = ends
        lent = [
            (word, end if end.unit else nodes.Quantity(end.number, last.unit, span=end.span))
            for word, end in ends
        ]
        return nodes.GivenRange(_name(fact), tuple(lent), span=_span([fact, last]))

    comes_between = given_range

    def end(self, parts: list[Any]) -> tuple[str, nodes.Quantity]:
        operator, quantity = parts
        return _OPERATORS.get(str(operator), _words(operator)), quantity

    def everything_else(self, parts: list[Any]) -> nodes.EverythingElseNo:
        return nodes.EverythingElseNo(span=_span(parts))

    def expect(self, parts: list[Any]) -> nodes.Expect:
        levels = [part for part in parts if isinstance(part, nodes.Name)]
        lists: list[list[Any]] = [part or [] for part in parts[-9::2]]
        last = [*levels, *(each for several in lists for each in several)][-1]
        studies, come_to, because, asking, later = map(tuple, lists)
        span = _span([parts[0], last])
        return nodes.Expect(tuple(levels), studies, because, asking, later, come_to, span=span)

    def all_come_to(self, parts: list[Any]) -> list[Any]:
        return _every_other(parts)

    def level(self, parts: list[Any]) -> nodes.Name:
        return nodes.Name(_words(*parts), span=_span(parts))

    # --- conditions ---

    def _nested(self, node: Any, inner: list[Any], span: Span) -> Any:
        """Return a condition with its depth, or what stands for one that is too deep."""
        deepest = 1 + max(part.depth for part in inner)
        if deepest > DEEPEST_CONDITION:
            return nodes.TooDeep(span=span)
        return node(deepest)

    def _joined(self, parts: list[Any]) -> nodes.Condition:
        inner = tuple(_every_other(parts))
        word, span = _words(parts[1]), _span(parts)
        made: nodes.Condition = self._nested(
            lambda depth: nodes.Joined(word, inner, span=span, depth=depth), list(inner), span
        )
        return made

    either_of = both_of = _joined

    def negated(self, parts: list[Any]) -> nodes.Condition:
        span = _span(parts)
        made: nodes.Condition = self._nested(
            lambda depth: nodes.Not(parts[1], span=span, depth=depth), [parts[1]], span
        )
        return made

    def brackets(self, parts: list[Any]) -> nodes.Condition:
        span = _span(parts)
        made: nodes.Condition = self._nested(
            lambda depth: nodes.Brackets(parts[1], span=span, depth=depth), [parts[1]], span
        )
        return made

    def counted(self, parts: list[Any]) -> nodes.Condition:
        opening = next(i for i, p in enumerate(parts) if getattr(p, "type", "") == "OPEN")
        inner = tuple(_every_other(parts[opening + 1 :]))
        count = _number(parts[1]) if opening > 1 else None
        word = "at least" if count else _words(parts[0])
        span = _span(parts)
        made: nodes.Condition = self._nested(
            lambda depth: nodes.Counted(word, inner, count, span=span, depth=depth),
            list(inner),
            span,
        )
        return made

    def named(self, parts: list[Any]) -> nodes.Condition:
        return nodes.Named(_name(parts[0]), span=_span(parts))

    def is_value(self, parts: list[Any]) -> nodes.Condition:
        fact, _, negation, first, *more = parts
        values = tuple(more[1]) if more else (first,)
        return nodes.Is(_name(fact), values, negation is not None, span=_span(parts))

    def compared(self, parts: list[Any]) -> nodes.Condition:
        fact, operator, bound = parts
        sign = _OPERATORS.get(str(operator), _words(operator))
        other = _name(bound) if isinstance(bound, Token) else bound
        return nodes.Compared(_name(fact), sign, other, span=_span(parts))

    # --- values ---

    def values(self, parts: list[Any]) -> list[nodes.Value]:
        return _every_other(parts)

    def value(self, parts: list[Any]) -> nodes.Value:
        only = parts[0]
        return only if isinstance(only, nodes.Quantity) else _name(only)

    def quantity(self, parts: list[Any]) -> nodes.Quantity:
        number, unit = parts
        named = None if unit is None else _name(unit)
        return nodes.Quantity(_number(number), named, span=_span(parts))

    quantity_with_unit = quantity

    def names(self, parts: list[Any]) -> list[nodes.Name]:
        return [_name(part) for part in _every_other(parts)]
