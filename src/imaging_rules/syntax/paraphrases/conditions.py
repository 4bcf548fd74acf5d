"""Conditions in other words: counts, exceptions, what joins them."""

import re
from fractions import Fraction
from math import ceil

from attrs import evolve

from imaging_rules.syntax.paraphrases import NAME, NUMBER, Paraphrase, one_line
from imaging_rules.syntax.paraphrases.comparisons import COMPARISONS
from imaging_rules.text.words import WHOLE_NUMBER_WORDS, digits

_CONDITION = frozenset(
    ("when", "without", "as", "applies when", "ask only when", "add", "take", "first", "then")
)
_COUNT = rf"(?P<count>[0-9]+|{WHOLE_NUMBER_WORDS})\b"
# Names between commas or the like, or each in a line of its own.
_NAMES = rf"(?:[-*•]\s*)?{NAME}(?:(?:\s*,)?\s*(?:\bor\b|\band\b|[,;*•-])\s*{NAME})+"
_FOLLOWING = r"(?: of)?(?: the)?(?: (?:following|these|listed|below))?\s*:?\s*"
# Only names, so that no comparison is torn apart.
_ENDS = r"(?=\s*(?:\)|\#|\n|$))"
_BEGINS = r"(?:when|without|as|applies when|ask only when|\()"
_LIST = r"\s*(?P<list>\([^()\n\"#]*\))?"
_OF = r"\s*(?:of\b|(?=\())"


def _at_least(found: re.Match[str], more: int = 0) -> str:
    said = found["count"].lower()
    number = int(said[:9] if said.isdecimal() else digits(said)) + more
    listed = _listed(found) if "said" in found.groupdict() else one_line(found, "list")
    return f"at least {number} of {listed or '(...)'}"


def _listed(found: re.Match[str]) -> str:
    """Return the names that were written, as the language lists them."""
    names = re.findall(rf"(?!(?:and|or)\b)\b{NAME}", found["said"])
    return f"({', '.join(names)})"


def _share(found: re.Match[str]) -> str:
    """Return how many of a list are at least so much of it."""
    listed = one_line(found, "list")
    if not listed:
        return "write `at least N of (...)`"
    part = Fraction(1, 2) if found["percent"] is None else Fraction(found["percent"]) / 100
    return f"write `at least {ceil(part * (listed.count(',') + 1))} of {listed}`"


def _neither(found: re.Match[str]) -> str:
    listed = f"none of {_listed(found)}"
    if found["word"].lower() == "or":
        return f"write `{listed}`"
    first, *others = re.findall(rf"(?!and\b)\b{NAME}", found["said"])
    return f"write `{listed}`, or `not {first} and {' and '.join(others)}`"


def _exception(found: re.Match[str]) -> str:
    if found["more"] or not found["name"]:
        return "write `and not (...)`, with all that is excepted in the brackets"
    return f"write `and not {found['name']}`"


_ALL = (
    *COMPARISONS,
    # --- counts ---
    Paraphrase(
        rf"(?P<kind>any|all|none){_FOLLOWING}(?P<said>{_NAMES})",
        lambda found: f"write `{found['kind'].lower()} of {_listed(found)}`",
    ),
    Paraphrase(
        r"(?P<kind>any|all|none)\s*(?P<list>\([^()\n\"#]*\)|\()",
        lambda found: (
            f"write `{found['kind'].lower()} of {found['list'] if found['list'][1:] else '(...)'}`"
        ),
    ),
    Paraphrase(
        r"(?P<kind>any|all|none) of"
        r"(?P<at>(?: the)?(?: (?:following|these|listed|below))\s*:?|\s*:)",
        lambda found: f"write `{found['kind'].lower()} of (...)`, with commas within the brackets",
    ),
    Paraphrase(
        r"at least (?:half|(?P<percent>[1-9][0-9]?|100)\s*(?:%|percent|per cent))"
        r" of\s*(?P<list>\([^()\n\"#]*\))?",
        _share,
        message=lambda found: f"`{one_line(found)}` is a share, and how many it is must be said",
    ),
    Paraphrase(
        rf"(?:at least )?(?:any )?{_COUNT}(?: or more)?(?= of\b|\s*:)"
        rf"{_FOLLOWING}(?P<said>{_NAMES})",
        lambda found: f"write `{_at_least(found)}`",
    ),
    Paraphrase(
        r"(?P<at>one of)\s*(?P<list>\([^()\n\"#]*\))",
        lambda found: f"write `any of {one_line(found, 'list')}`",
    ),
    Paraphrase(
        rf"(?P<at>(?:at most|no more than|not more than|up to) {_COUNT}{_OF}){_LIST}",
        lambda found: f"write `not {_at_least(found, 1)}`",
    ),
    Paraphrase(
        rf"(?P<at>(?:fewer than|less than) {_COUNT}{_OF}){_LIST}",
        lambda found: f"write `not {_at_least(found)}`",
    ),
    Paraphrase(
        rf"(?P<at>(?:more than|>)\s*{_COUNT}{_OF}){_LIST}",
        lambda found: f"write `{_at_least(found, 1)}`",
    ),
    Paraphrase(
        rf"(?P<at>(?:exactly|only) {_COUNT}{_OF}){_LIST}",
        lambda found: f"write `{_at_least(found)} and not {_at_least(found, 1)}`",
    ),
    Paraphrase(
        rf"(?P<at>(?:at least )?(?:any )?{_COUNT}(?: or more)?{_OF}){_LIST}",
        lambda found: f"write `{_at_least(found)}`",
    ),
    # --- what does not hold, and what holds too ---
    Paraphrase(
        rf"(?:no|without|absence of|lack of|denies) (?P<said>{NAME}(?:\s*,\s*{NAME})*"
        rf"(?:(?:\s*,)? (?P<word>or|and) (?!(?:no|not|without)\b){NAME})+){_ENDS}",
        _neither,
        options=frozenset({"NOT", "ANY_OF"}),
    ),
    Paraphrase(
        rf"(?:no|without|absence of|absent|denies|lack of) (?P<name>{NAME})\b(?!\s*,| or\b)",
        lambda found: f"write `not {found['name']}`",
        fix=lambda found: f"not {found['name']}",
        options=frozenset({"NOT", "ANY_OF"}),
    ),
    Paraphrase(
        rf"(?:no|without|absence of|absent|denies|lack of) (?P<name>{NAME})\b",
        lambda found: (
            f"write `not {found['name']}`, or `none of (...)` where none of several may be there"
        ),
        options=frozenset({"NOT", "ANY_OF"}),
    ),
    Paraphrase(
        rf"not\s*\((?P<said>{NAME}(?:\s*,\s*{NAME})+)\s*\)",
        lambda found: (
            f"write `none of {_listed(found)}` where none of them may hold, "
            f"`not all of {_listed(found)}` where not all may"
        ),
    ),
    Paraphrase(
        rf"(?P<said>and|or) (?:if|when|where) (?P<name>{NAME})",
        lambda found: f"write `{found['said'].lower()} {found['name']}`",
        fix=lambda found: f"{found['said'].lower()} {found['name']}",
    ),
    Paraphrase(
        rf"(?:{_BEGINS}|and|or|not)\s*(?P<at>(?:unless|except|excluding|absence of|lack of"
        rf"|denies)(?: (?:when|if|for))? (?P<name>{NAME}))",
        lambda found: f"write `not {found['name']}`",
        message=lambda found: f"`{one_line(found, 'at')}` is not how the language says it",
    ),
    Paraphrase(
        rf"(?:{_BEGINS}|and|or|not)\s*(?P<at>(?:(?:(?:the )?patients? )?"
        r"(?:has|have|having|with|is|are|presents? with|presenting with)(?: an?)?"
        r"|there (?:is|are)(?: an?)?|presence of|evidence of|signs? of|if|an?"
        r"|(?:the )?patients?|the)"
        rf" (?P<name>{NAME}))(?![\w/]|\s*[<>=])(?! (?:is|over|under|at|than|of)\b)",
        lambda found: f"a yes/no fact stands alone: write `{found['name']}`",
        message=lambda found: f"`{one_line(found, 'at')}` is not how the language says it",
    ),
    Paraphrase(
        rf"{_BEGINS}\s*(?P<at>(?P<said>{NAME}(?:\s*,\s*{NAME})*\s*,\s*(?:{NAME}\s*)?"
        rf"\b(?P<word>or|and) {NAME})){_ENDS}",
        lambda found: (
            f"write `{'any' if found['word'].lower() == 'or' else 'all'} of {_listed(found)}`"
        ),
        message=lambda found: f"`{one_line(found, 'at')}` is not how the language says it",
    ),
    Paraphrase(
        r"(?:(?:and |but |,\s*)(?:not|no|without)|unless|except(?: (?:when|if|for))?|excluding"
        rf"|without|but no)\b(?:\s+(?!any\b|all\b|none\b)(?P<name>{NAME}))?"
        r"(?P<more>\s+(?:and|or)\b)?",
        _exception,
    ),
    Paraphrase(
        rf"neither (?P<one>{NAME}) nor (?P<other>{NAME})",
        lambda found: f"write `none of ({found['one']}, {found['other']})`",
        fix=lambda found: f"none of ({found['one']}, {found['other']})",
    ),
    Paraphrase(
        rf"(?:either|both) (?P<said>{NAME} (?:and|or) {NAME})",
        lambda found: f"write `{one_line(found, 'said')}`",
    ),
    Paraphrase(r"and\s*/\s*or\b", "write `or`: it holds where both do, too", fix="or"),
    Paraphrase(rf"nor (?P<name>{NAME})", lambda found: f"write `and not {found['name']}`"),
    Paraphrase(
        rf"(?P<word>and|or) (?P<at>{NUMBER}(?: {NAME})?)",
        lambda found: f"write `{found['word'].lower()} FACT over ...`, or another comparison",
        message="a comparison names its fact first",
    ),
    Paraphrase(
        rf"(?P<at>[,;])\s*(?P<name>{NAME})",
        lambda found: (
            f"write `and {found['name']}` where both must hold, "
            f"`or {found['name']}` where one is enough"
        ),
    ),
    Paraphrase(
        rf"(?P<one>{NAME})\s*(?P<at>/)\s*(?P<other>{NAME})(?![\w/])",
        lambda found: (
            f"write `{found['one']} or {found['other']}` where one is enough, "
            f"`{found['one']} and {found['other']}` where both must hold"
        ),
    ),
    Paraphrase(
        rf"{_BEGINS}\s*(?P<at>(?:always|true|everyone|anyone|in all|(?:all|any|every)"
        r" (?:patients?|others?|cases?|people|person))\b)",
        "what holds for all to whom no rule applies is said in the header: `otherwise`",
        message="a rule has a condition",
    ),
    Paraphrase(r"(?:but|plus|as well as|together with|along with|with|also)\b", "write `and`"),
)

CONDITIONS = tuple(evolve(each, clauses=_CONDITION) for each in _ALL)
