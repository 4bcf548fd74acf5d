"""Comparisons in other words: of a fact with a number, or with its answers."""

import re
from fractions import Fraction

from imaging_rules.syntax.paraphrases import NAME, NUMBER, Paraphrase, one_line, pattern
from imaging_rules.values.numbers import quantity_text
from imaging_rules.values.unit_spellings import meant_unit
from imaging_rules.values.units import BY_NAME

_UNIT = (
    r"(?:per minute\b|(?!(?:and|or|to|of|not|but|when|with|without|unless|then|if|is|inclusive)\b)"
    r"[a-z%/][a-z%/]*)"
)
_KNOWN_UNIT = "|".join(sorted((rf"{re.escape(each)}\b" for each in BY_NAME), key=len, reverse=True))
_OTHERS = rf"(?:\s*(?:,|\bor\b)\s*{NAME})*"
# What shows that a name before it is another fact, and no answer.
_GOES_ON = r"\w|\s*[<>=(]|[^\S\n]+(?!and\b|or\b)\w"
_MORE = "older|greater|more|higher|larger|longer|bigger"
_LESS = "younger|less|fewer|lower|smaller|shorter"
_OPERATORS = {
    "at least": rf"(?:{_MORE})(?: than)? or equal(?: to)?|equal(?: to)? or greater than"
    r"|(?:over|above) or equal(?: to)?|not under|not less than|no less than|not fewer than"
    r"|no fewer than|not below|not younger than|at least|a minimum of|from|minimum(?: of)?",
    "at most": rf"(?:{_LESS})(?: than)? or equal(?: to)?|equal(?: to)? or less than"
    r"|(?:under|below) or equal(?: to)?|not over|not more than|no more than|not above"
    r"|not greater than|not older than|at most|a maximum of|up to|maximum(?: of)?",
    "over": rf"(?:{_MORE})(?: than)?|above|beyond|exceeds|exceeding|in excess of|over",
    "under": rf"(?:{_LESS})(?: than)?|below|under",
    "is": r"equal to|equals|exactly",
}
_BEFORE_OPERATOR = (
    "is|are|was|of|for|aged|(?:last(?:s|ed|ing)?|persist(?:s|ed|ing)?|present)(?: for)?"
)
# Doctors write weeks, months and days as parts of a year or a week: 6/52, 3/12, 5/7.
_PARTS = {"52": "week", "12": "month", "7": "day"}
_SYMBOLS = {
    ">": "over",
    "<": "under",
    ">=": "at least",
    "<=": "at most",
    "≥": "at least",
    "≤": "at most",
}
_MIRRORED = {"over": "under", "under": "over", "at least": "at most", "at most": "at least"}
_COMPARES = "|".join((*sorted(_SYMBOLS, key=len, reverse=True), *_OPERATORS.values()))


def _operator(found: re.Match[str], group: str = "operator") -> str:
    said = one_line(found, group).lower()
    return next(
        operator for operator, words in _OPERATORS.items() if pattern(words).fullmatch(said)
    )


def _quantity(found: re.Match[str], number: str = "number") -> str:
    """Return a number with the unit that follows it, or else the one after the last number."""
    unit = one_line(found, "unit")
    meant = meant_unit(unit) if unit else None
    return f"{found[number]} {meant.words(found[number] == '1') if meant else unit}".rstrip()


def _between(found: re.Match[str]) -> str:
    name, (low, high) = found["name"], _in_order(found)
    return (
        f"write `{name} at least {low} and {name} at most {high}`, "
        "or `over` and `under` where the ends do not belong to it"
    )


def _not_between(found: re.Match[str]) -> str:
    name, (low, high) = found["name"], _in_order(found)
    return (
        f"write `not ({name} at least {low} and {name} at most {high})`, "
        "or `over` and `under` where the ends do not belong to it"
    )


def _in_order(found: re.Match[str]) -> tuple[str, str]:
    """Return the two ends of a range, the lower one first."""
    low, high = sorted(("low", "number"), key=lambda end: Fraction(found[end]))
    return _quantity(found, low), _quantity(found, high)


def _both(found: re.Match[str]) -> str:
    """Return two comparisons of one fact that were written as one."""
    one, other = (
        _SYMBOLS.get(found[each]) or _operator(found, each) for each in ("op_one", "op_two")
    )
    if found.groupdict().get("swapped"):
        one = _MIRRORED[one]
    name, low, high = found["name"], _quantity(found, "low"), _quantity(found)
    return f"write `{name} {one} {low} and {name} {other} {high}`"


def _one_of(found: re.Match[str]) -> str:
    answers = re.findall(rf"(?!and\b|or\b|either\b|in\b|is\b)\b{NAME}", found["said"])
    return f"write `{found['name']} is one of ({', '.join(answers)})`"


def _yes_no(found: re.Match[str]) -> str:
    denied = found["value"].lower() in ("no", "false", "absent", "negative")
    turned = found.groupdict().get("sign") in ("!=", "<>")
    return f"not {found['name']}" if denied != turned else found["name"]


def _part_of_a_year(found: re.Match[str]) -> str:
    meant = quantity_text(Fraction(found["number"]), BY_NAME[_PARTS[found["part"]]])
    return f"write `{meant}`, if it is short for that"


COMPARISONS = (
    Paraphrase(
        rf"(?:when|without|as|and|or|not|\()\s*(?P<at>(?:between|within) (?P<low>{NUMBER})"
        rf"\s*(?:{_UNIT} )?\s*(?:and|to|-|–) (?P<number>{NUMBER})"
        rf"(?:[^\S\n]*(?P<unit>{_UNIT}))?)",
        lambda found: "write `FACT at least {} and FACT at most {}`".format(*_in_order(found)),
        message=lambda found: f"it is not said what is {one_line(found, 'at')}",
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) (?:is )?(?:not (?:between|within|in|from)|outside(?: of)?)"
        rf" (?P<low>{NUMBER})\s*(?:{_UNIT} )?\s*(?:and|to|-|–) (?P<number>{NUMBER})"
        rf"(?:[^\S\n]*(?P<unit>{_UNIT}))?",
        _not_between,
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) (?:(?:is|of|over|at least) )?(?P<number>{NUMBER})\s?\+"
        rf"(?:[^\S\n]*(?P<unit>{_UNIT}))?",
        lambda found: f"write `{found['name']} at least {_quantity(found)}`",
    ),
    Paraphrase(
        rf"(?P<number>{NUMBER})\s?(?P<at>/\s?(?P<part>{'|'.join(_PARTS)}))\b", _part_of_a_year
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) for (?P<number>{NUMBER}) (?P<unit>{_UNIT})(?!\w)"
        rf"(?! (?:or|and) (?:{_MORE}|{_LESS}|over|above|under|below)\b)",
        lambda found: (
            f"write `{found['name']} at least {_quantity(found)}`, "
            f"or `{found['name']} over {_quantity(found)}`"
        ),
    ),
    Paraphrase(
        rf"(?P<name>{NAME})\s*(?:is )?(?P<op_one>{_COMPARES})\s*(?P<low>{NUMBER})"
        rf"\s*(?:{_UNIT}\s*)?(?:and|but|,)\s*(?:is )?(?P<op_two>{_COMPARES})"
        rf"\s*(?P<number>{NUMBER})(?:[^\S\n]*(?P<unit>{_UNIT}))?",
        _both,
    ),
    Paraphrase(
        rf"(?P<swapped>(?P<low>{NUMBER}))\s*(?:{_UNIT}\s*)?(?P<op_one>{_COMPARES})\s*"
        rf"(?P<name>{NAME})\s*(?P<op_two>{_COMPARES})\s*(?P<number>{NUMBER})"
        rf"(?:[^\S\n]*(?P<unit>{_UNIT}))?",
        _both,
    ),
    Paraphrase(
        rf"(?!(?:least|most)\b)(?P<name>{NAME}) (?:is )?(?:in|either|any of|one of)\b\s*"
        rf"(?P<said>\(?{NAME}{_OTHERS}\)?)",
        _one_of,
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) is (?P<said>{NAME}\s*(?P<at>/\s*{NAME})(?:\s*/\s*{NAME})*)", _one_of
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) is (?:at least |from )?(?P<said>{NAME} (?P<at>to) {NAME})",
        lambda found: (
            f"answers have no order: write `{found['name']} is one of (...)`, "
            "with each answer that is meant"
        ),
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) (?:is )?(?:not )?(?P<at>(?:worse|better|more severe|less severe"
        rf"|milder) than (?P<one>{NAME}))",
        lambda found: (
            f"answers have no order: write `{found['name']} is one of (...)`, "
            "with each answer that is meant"
        ),
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) is (?P<said>{NAME}\s*(?P<at>,\s*{NAME}{_OTHERS}))(?!{_GOES_ON})",
        _one_of,
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) (?:is |was )?"
        r"(?P<at>(?:within|in)(?: the)?(?: (?:last|past|previous))?"
        rf" (?P<number>{NUMBER}) (?P<unit>{_UNIT})(?!\w))(?: (?:and|to|-|–) [0-9])?",
        lambda found: (
            f"write `{found['name']} at most {_quantity(found)}`, where it is how long ago that was"
        ),
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) (?P<at>(?:isn['’]?t|aren['’]?t|wasn['’]?t) (?P<one>{NAME}))",
        lambda found: f"write `{found['name']} is not {found['one']}`",
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) is (?P<at>(?:(?:anything|any) )?(?:but|other than|except|besides)"
        rf" (?P<one>{NAME}))",
        lambda found: f"write `{found['name']} is not {found['one']}`",
    ),
    Paraphrase(
        rf"(?:out of|of a possible) {NUMBER}", "leave it out", options=frozenset({"AND", "OR"})
    ),
    Paraphrase(
        r"(?:old|of age|ago|earlier|previously)\b",
        "leave it out",
        options=frozenset({"AND", "OR"}),
        fix="",
    ),
    Paraphrase(
        r"(?:inclusive|exclusive|included|excluded|inclusively)\b",
        "leave it out: `at least` and `at most` include their number, `over` and `under` do not",
        options=frozenset({"AND", "OR"}),
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) (?:(?:is|lies|in|within) )?(?:between|within) (?P<low>{NUMBER})"
        rf"\s*(?:{_UNIT} )?\s*(?:and|to|-|–) (?P<number>{NUMBER})(?:[^\S\n]*(?P<unit>{_UNIT}))?",
        _between,
    ),
    Paraphrase(
        rf"(?P<name>{NAME})(?: (?:is|in|within|from))? (?:from )?(?P<low>{NUMBER})"
        rf"\s*(?:{_UNIT} )?\s*(?:to\b|-|–)\s*(?P<number>{NUMBER})(?:[^\S\n]*(?P<unit>{_UNIT}))?",
        _between,
    ),
    Paraphrase(
        rf"(?P<name>{NAME})(?: (?:is|are|was|of|at|for))? (?P<number>{NUMBER})"
        rf"\s*(?P<unit>{_UNIT})?"
        r" (?:or|and) (?P<more>older|more|over|above|higher|greater|longer|younger|less|under"
        r"|below|lower|fewer|shorter)\b",
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
        rf"(?P<name>{NAME}) (?P<operator>(?P<at>{'|'.join(_OPERATORS.values())}))"
        rf" (?P<number>{NUMBER})(?:[^\S\n]*(?P<unit>{_UNIT}))?",
        lambda found: f"write `{found['name']} {_operator(found)} {_quantity(found)}`",
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) (?:{_BEFORE_OPERATOR})"
        rf" (?P<operator>{'|'.join(_OPERATORS.values())})"
        rf" (?P<number>{NUMBER})(?:[^\S\n]*(?P<unit>{_UNIT}))?",
        lambda found: f"write `{found['name']} {_operator(found)} {_quantity(found)}`",
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) (?P<at>(?P<value>yes|no|true|false|present|absent|positive"
        r"|negative)\b)(?![^\S\n]+(?!and\b|or\b)\w)",
        lambda found: f"a yes/no fact stands alone: write `{_yes_no(found)}`",
        fix=_yes_no,
    ),
    Paraphrase(
        rf"(?P<name>{NAME}) (?:is |are )?(?:not )?(?P<at>unknown|missing|not known)\b",
        "leave it out: where a fact that counts is unknown, the answer says what is possible",
        message="no condition asks whether a fact is known",
    ),
    Paraphrase(
        rf"(?P<name>{NAME})\s*(?P<sign>==?|!=|<>|\bis\b)\s*"
        r"(?P<value>true|false|present|absent|positive|negative)\b",
        lambda found: f"a yes/no fact stands alone: write `{_yes_no(found)}`",
        fix=_yes_no,
    ),
    *(
        Paraphrase(
            rf"(?:when|without|as|and|or|not|\()\s*(?P<at>(?P<operator>{operators})"
            rf"\s*(?P<number>{NUMBER}){unit}(?!\w))",
            lambda found: (
                f"write `FACT {_SYMBOLS.get(found['operator']) or _operator(found)} "
                f"{_quantity(found)}`"
            ),
            message=lambda found: (
                f"the name of a fact is missing before `{one_line(found, 'operator')}`"
            ),
        )
        for operators, unit in (
            (_COMPARES, rf"[^\S\n]*(?P<unit>{_KNOWN_UNIT})(?! of\s*\()"),
            (rf"{_OPERATORS['over']}|{_OPERATORS['under']}|[<>]", r"(?P<unit>)(?!\s*(?:of\b|\())"),
        )
    ),
)
