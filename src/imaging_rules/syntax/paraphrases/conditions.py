"""Conditions in other words: comparisons, counts, exceptions."""

import re
from fractions import Fraction

from attrs import evolve

from imaging_rules.syntax.paraphrases.paraphrase import NAME, NUMBER, Paraphrase, one_line, pattern
from imaging_rules.values.unit_spellings import meant_unit

_CONDITION = frozenset(
    ("when", "without", "as", "applies when", "ask only when", "add", "take", "first", "then")
)
_UNIT = (
    r"(?:per minute\b|(?!(?:and|or|to|of|not|but|when|with|without|unless|then|if|is|inclusive)\b)"
    r"[a-z%/][a-z%/]*)"
)
_OTHERS = rf"(?:\s*(?:,|\bor\b)\s*{NAME})*"
_OPERATORS = {
    "at least": r"(?:greater|more|higher|older) than or equal(?: to)?|equal(?: to)? or greater than"
    r"|(?:over|above) or equal(?: to)?|not under|not less than|no less than|not fewer than"
    r"|no fewer than|not below|not younger than|at least|a minimum of|from|minimum",
    "at most": r"(?:less|fewer|lower|younger) than or equal(?: to)?|equal(?: to)? or less than"
    r"|(?:under|below) or equal(?: to)?|not over|not more than|no more than|not above"
    r"|not greater than|not older than|at most|a maximum of|up to|maximum",
    "over": r"(?:older|greater|more|higher|larger|longer|bigger) than|above|exceeds|exceeding|over",
    "under": r"(?:younger|less|fewer|lower|smaller|shorter) than|below|under",
    "is": r"equal to|equals|exactly",
}
_SYMBOLS = {
    ">": "over",
    "<": "under",
    ">=": "at least",
    "<=": "at most",
    "≥": "at least",
    "≤": "at most",
}
_MIRRORED = {"over": "under", "under": "over", "at least": "at most", "at most": "at least"}
_COMPARES = "|".join(
    (*sorted(_SYMBOLS, key=len, reverse=True), "over", "under", "at least", "at most")
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_COUNT = rf"(?P<count>[0-9]+|{'|'.join(_COUNTS)})\b"
_LIST = r"\s*(?P<list>\([^()\n\"#]*\))?"
_OF = r"\s*(?:of\b|(?=\())"


def _operator(found: re.Match[str]) -> str:
    said = one_line(found, "operator").lower()
    return next(
        operator for operator, words in _OPERATORS.items() if pattern(words).fullmatch(said)
    )


def _quantity(found: re.Match[str], number: str = "number") -> str:
    """Return a number with the unit that follows it, or else the one after the last number."""
    unit = one_line(found, "unit")
    meant = meant_unit(unit) if unit else None
    return f"{found[number]} {meant.words(found[number] == '1') if meant else unit}".rstrip()


def _between(found: re.Match[str]) -> str:
    ends = sorted(("low", "number"), key=lambda end: Fraction(found[end]))
    name, (low, high) = found["name"], (_quantity(found, end) for end in ends)
    return (
        f"write `{name} at least {low} and {name} at most {high}`, "
        "or `over` and `under` where the ends do not belong to it"
    )


def _both(found: re.Match[str]) -> str:
    """Return two comparisons of one fact that were written as one."""
    one, other = (_SYMBOLS.get(found[each], found[each].lower()) for each in ("op_one", "op_two"))
    if found.groupdict().get("swapped"):
        one = _MIRRORED[one]
    name, low, high = found["name"], _quantity(found, "low"), _quantity(found)
    return f"write `{name} {one} {low} and {name} {other} {high}`"


def _one_of(found: re.Match[str]) -> str:
    answers = re.findall(rf"(?!and\b|or\b|either\b|in\b|is\b)\b{NAME}", found["said"])
    return f"write `{found['name']} is one of ({', '.join(answers)})`"


def _at_least(found: re.Match[str], more: int = 0) -> str:
    said = found["count"].lower()
    number = (_COUNTS[said] if said in _COUNTS else int(said[:9])) + more
    return f"at least {number} of {one_line(found, 'list') or '(...)'}"


def _counted(found: re.Match[str]) -> str:
    names = re.findall(rf"(?!and\b|or\b)\b{NAME}", found["said"])
    return f"write `{found['kind'].lower()} of ({', '.join(names)})`"


def _exception(found: re.Match[str]) -> str:
    if found["more"] or not found["name"]:
        return "write `and not (...)`, with all that is excepted in the brackets"
    return f"write `and not {found['name']}`"


def _yes_no(found: re.Match[str]) -> str:
    denied = found["value"].lower() in ("false", "absent", "negative")
    return f"not {found['name']}" if denied != (found["sign"] in ("!=", "<>")) else found["name"]


_ALL = (
    # --- comparisons ---
    Paraphrase(
        pattern(
            rf"(?P<name>{NAME})\s*(?P<op_one>{_COMPARES})\s*(?P<low>{NUMBER})\s*(?:{_UNIT}\s*)?"
            rf"(?:and|but|,)\s*(?P<op_two>{_COMPARES})\s*(?P<number>{NUMBER})(?:[^\S\n]*(?P<unit>{_UNIT}))?"
        ),
        _both,
    ),
    Paraphrase(
        pattern(
            rf"(?P<swapped>(?P<low>{NUMBER}))\s*(?:{_UNIT}\s*)?(?P<op_one>{_COMPARES})\s*"
            rf"(?P<name>{NAME})\s*(?P<op_two>{_COMPARES})\s*(?P<number>{NUMBER})"
            rf"(?:[^\S\n]*(?P<unit>{_UNIT}))?"
        ),
        _both,
    ),
    Paraphrase(
        pattern(
            rf"(?!(?:least|most)\b)(?P<name>{NAME}) (?:is )?(?:in|either|any of|one of)\b\s*"
            rf"(?P<said>\(?{NAME}{_OTHERS}\)?)"
        ),
        _one_of,
    ),
    Paraphrase(
        pattern(rf"(?P<name>{NAME}) is (?P<said>{NAME}\s*(?P<at>,\s*{NAME}{_OTHERS}))"),
        _one_of,
    ),
    Paraphrase(
        pattern(r"(?:old|of age)\b"),
        lambda _: "leave it out",
        options=frozenset({"AND", "OR"}),
        fix=lambda _: "",
    ),
    Paraphrase(
        pattern(r"(?:inclusive|exclusive|included|excluded|inclusively)\b"),
        lambda _: (
            "leave it out: `at least` and `at most` include their number, `over` and `under` do not"
        ),
        options=frozenset({"AND", "OR"}),
    ),
    Paraphrase(
        pattern(
            rf"(?P<name>{NAME}) (?:(?:is|lies|in|within) )?between (?P<low>{NUMBER})"
            rf"\s*(?:{_UNIT} )?\s*(?:and|to) (?P<number>{NUMBER})(?:[^\S\n]*(?P<unit>{_UNIT}))?"
        ),
        _between,
    ),
    Paraphrase(
        pattern(
            rf"(?P<name>{NAME})(?: (?:is|in|within|from))? (?:from )?(?P<low>{NUMBER})"
            rf"\s*(?:{_UNIT} )?\s*(?:to\b|-|–)\s*(?P<number>{NUMBER})(?:[^\S\n]*(?P<unit>{_UNIT}))?"
        ),
        _between,
    ),
    Paraphrase(
        pattern(
            rf"(?P<name>{NAME})(?: (?:is|are|was|of|at))? (?P<number>{NUMBER})\s*(?P<unit>{_UNIT})?"
            r" (?:or|and) (?P<more>older|more|over|above|higher|greater|longer|younger|less|under"
            r"|below|lower|fewer|shorter)\b"
        ),
        lambda found: (
            f"write `{found['name']} "
            + (
                "at least"
                if found["more"].lower()
                in ("older", "more", "over", "above", "higher", "greater", "longer")
                else "at most"
            )
            + f" {_quantity(found)}`"
        ),
    ),
    Paraphrase(
        pattern(
            rf"(?P<name>{NAME}) (?P<operator>(?P<at>{'|'.join(_OPERATORS.values())}))"
            rf" (?P<number>{NUMBER})(?:[^\S\n]*(?P<unit>{_UNIT}))?"
        ),
        lambda found: f"write `{found['name']} {_operator(found)} {_quantity(found)}`",
    ),
    Paraphrase(
        pattern(
            rf"(?P<name>{NAME}) (?:is|are|was|of) (?P<operator>{'|'.join(_OPERATORS.values())})"
            rf" (?P<number>{NUMBER})(?:[^\S\n]*(?P<unit>{_UNIT}))?"
        ),
        lambda found: f"write `{found['name']} {_operator(found)} {_quantity(found)}`",
    ),
    Paraphrase(
        pattern(
            rf"(?P<name>{NAME})\s*(?P<sign>==?|!=|<>|\bis\b)\s*"
            r"(?P<value>true|false|present|absent|positive|negative)\b"
        ),
        lambda found: f"a yes/no fact stands alone: write `{_yes_no(found)}`",
        fix=_yes_no,
    ),
    # --- counts ---
    Paraphrase(
        pattern(
            rf"(?P<kind>any|all|none)(?: of)? (?P<said>{NAME}(?:\s*(?:,|\bor\b|\band\b)\s*{NAME})+)"
        ),
        _counted,
    ),
    Paraphrase(
        pattern(r"one of\s*(?P<list>\([^()\n\"#]*\))"),
        lambda found: f"write `any of {one_line(found, 'list')}`",
    ),
    Paraphrase(
        pattern(rf"(?P<at>(?:at most|no more than|not more than|up to) {_COUNT}{_OF}){_LIST}"),
        lambda found: f"write `not {_at_least(found, 1)}`",
    ),
    Paraphrase(
        pattern(rf"(?P<at>(?:fewer than|less than) {_COUNT}{_OF}){_LIST}"),
        lambda found: f"write `not {_at_least(found)}`",
    ),
    Paraphrase(
        pattern(rf"(?P<at>more than {_COUNT}{_OF}){_LIST}"),
        lambda found: f"write `{_at_least(found, 1)}`",
    ),
    Paraphrase(
        pattern(rf"(?P<at>(?:exactly|only) {_COUNT}{_OF}){_LIST}"),
        lambda found: f"write `{_at_least(found)} and not {_at_least(found, 1)}`",
    ),
    Paraphrase(
        pattern(rf"(?P<at>(?:at least )?(?:any )?{_COUNT}(?: or more)?{_OF}){_LIST}"),
        lambda found: f"write `{_at_least(found)}`",
    ),
    # --- what does not hold, and what holds too ---
    Paraphrase(
        pattern(rf"(?:no|without|absence of|absent|denies|lack of) (?P<name>{NAME})"),
        lambda found: f"write `not {found['name']}`",
        fix=lambda found: f"not {found['name']}",
        options=frozenset({"NOT", "ANY_OF"}),
    ),
    Paraphrase(
        pattern(
            r"(?:(?:and |but |,\s*)(?:not|no|without)|unless|except(?: (?:when|if|for))?|excluding"
            rf"|without|but no)\b(?:\s+(?!any\b|all\b|none\b)(?P<name>{NAME}))?"
            r"(?P<more>\s+(?:and|or)\b)?"
        ),
        _exception,
    ),
    Paraphrase(
        pattern(rf"neither (?P<one>{NAME}) nor (?P<other>{NAME})"),
        lambda found: f"write `none of ({found['one']}, {found['other']})`",
        fix=lambda found: f"none of ({found['one']}, {found['other']})",
    ),
    Paraphrase(
        pattern(rf"(?:either|both) (?P<said>{NAME} (?:and|or) {NAME})"),
        lambda found: f"write `{one_line(found, 'said')}`",
    ),
    Paraphrase(
        pattern(r"and\s*/\s*or\b"),
        lambda _: "write `or`: it holds where both do, too",
        fix=lambda _: "or",
    ),
    Paraphrase(
        pattern(rf"(?P<said>and|or) (?:if|when|where) (?P<name>{NAME})"),
        lambda found: f"write `{found['said'].lower()} {found['name']}`",
        fix=lambda found: f"{found['said'].lower()} {found['name']}",
    ),
    Paraphrase(pattern(rf"nor (?P<name>{NAME})"), lambda found: f"write `and not {found['name']}`"),
    Paraphrase(
        pattern(rf"(?P<at>,)\s*(?P<name>{NAME})"),
        lambda found: (
            f"write `and {found['name']}` where both must hold, "
            f"`or {found['name']}` where one is enough"
        ),
    ),
    Paraphrase(
        pattern(r"(?:but|plus|as well as|together with|along with|with|also)\b"),
        lambda _: "write `and`",
    ),
)

CONDITIONS = tuple(evolve(each, clauses=_CONDITION) for each in _ALL)
