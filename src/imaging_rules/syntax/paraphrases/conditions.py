"""Conditions in other words: counts, exceptions, what joins them."""

import re

from attrs import evolve

from imaging_rules.syntax.paraphrases.comparisons import COMPARISONS
from imaging_rules.syntax.paraphrases.paraphrase import NAME, Paraphrase, one_line, pattern

_CONDITION = frozenset(
    ("when", "without", "as", "applies when", "ask only when", "add", "take", "first", "then")
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_COUNT = rf"(?P<count>[0-9]+|{'|'.join(_COUNTS)})\b"
_LIST = r"\s*(?P<list>\([^()\n\"#]*\))?"
_OF = r"\s*(?:of\b|(?=\())"


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


_ALL = (
    *COMPARISONS,
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
