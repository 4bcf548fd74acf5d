"""Blocks and clauses in other words."""

import re

from imaging_rules.syntax.paraphrases.dates import DATES
from imaging_rules.syntax.paraphrases.paraphrase import NAME, Paraphrase, pattern, written

_RULES = frozenset(
    (
        "red flag",
        "indication",
        "not indicated",
        "waiting period",
        "limit",
        "special case",
        "contradiction",
    )
)
_OF_A_FACT = frozenset({"YES_OR_NO"})
_RECOMMENDING = _RULES - {"not indicated", "limit", "contradiction"}
_STUDIES = rf"(?P<studies>(?P<one>{NAME})(?: or {NAME})*)"
_URGENCIES = {
    "urgent": "urgently",
    "urgently": "urgently",
    "immediate": "immediately",
    "immediately": "immediately",
}
_SOON = "asap|stat|emergency|emergently|as soon as possible|now"
_HOW = rf"(?P<how>{'|'.join(_URGENCIES)}|{_SOON})"
_NO_TYPES = {
    "date": "ask instead for how long ago it was, in days, weeks or years",
    "time": "ask instead for how long ago it was, in minutes or hours",
    "text": "",
    "string": "",
}
_TYPES = (
    "the type of a fact is `yes or no`, a number (`number in UNIT from A to B`) "
    "or a choice (`one of A, B, C`)"
)
_YES_NO = r"yes\s*/\s*no|y\s*/\s*n|no\s*/\s*yes|yes no|no or yes|yes, no|boolean|bool|binary|true\s*/\s*false"
_CANNOT_BE_USED = "contraindications?|contraindicated|precautions?|veto"


def _urgent(found: re.Match[str]) -> str:
    studies, how = written(found, "studies"), _URGENCIES.get(found["how"].lower())
    if how:
        return f"write `image {how} with {studies}`"
    return (
        f"write `image urgently with {studies}`, which is now or within days, "
        f"or `image immediately with {studies}`, which is an emergency"
    )


def _both(found: re.Match[str]) -> str:
    studies = " or ".join(re.findall(rf"(?!and\b|or\b)\b{NAME}", found["studies"]))
    return (
        f"write `{written(found, 'verb')} {studies}`: it names them as alternatives; "
        "that all are needed can be said in words only, in `timing`"
    )


def _one_word(found: re.Match[str]) -> str:
    name = "_".join(re.findall(r"[a-z0-9]+", f"{found['name']} {found['more']}".lower()))
    return f"write `{found['block'].lower()} {name}`, and what it is called in `title`"


def _no_type(found: re.Match[str]) -> str:
    instead = _NO_TYPES[found["type"].lower()]
    return f"{_TYPES}; {instead}" if instead else _TYPES


CLAUSES = (
    *DATES,
    # --- types ---
    Paraphrase(
        pattern(rf"(?:{_YES_NO})(?![\w/])"),
        lambda _: "write `yes or no`",
        options=_OF_A_FACT,
        fix=lambda _: "yes or no",
    ),
    Paraphrase(
        pattern(rf"(?P<type>{'|'.join(_NO_TYPES)})\b"),
        _no_type,
        options=_OF_A_FACT,
        message=lambda found: f"a fact cannot be a {found['type'].lower()}",
    ),
    Paraphrase(
        pattern(r"(?:integer|int)\b"),
        lambda _: "write `whole number in UNIT from A to B`",
        options=_OF_A_FACT,
    ),
    Paraphrase(
        pattern(r"(?:decimal|float|real|numeric|quantity)\b"),
        lambda _: "write `number in UNIT from A to B`",
        options=_OF_A_FACT,
    ),
    Paraphrase(
        pattern(r"(?:choice|choices|options?|enum|any|either|values?)(?: of)?\b"),
        lambda _: "write `one of A, B, C`",
        options=_OF_A_FACT,
    ),
    Paraphrase(
        pattern(rf"one of (?:{NAME}\s*,\s*)*?(?P<at>yes|no|not|one)\b"),
        lambda found: f"write another word for `{found['at']}`, with `_` if it is of several",
        blocks=frozenset({"fact"}),
        message=lambda found: f"`{found['at']}` is a word of the language and cannot be an answer",
        code="E103",
    ),
    Paraphrase(
        pattern(rf"one of (?:{NAME}\s*,\s*)*?(?P<at>unknown)\b"),
        lambda _: "leave it out: whatever the answers are, a fact may be unknown",
        blocks=frozenset({"fact"}),
        message=lambda _: "`unknown` is a word of the language and cannot be an answer",
        code="E103",
    ),
    # --- conditions begin with `when` ---
    Paraphrase(
        pattern(r"applies (?:if|to|for|where)\b"),
        lambda _: "write `applies when`",
        fix=lambda _: "applies when",
        blocks=frozenset({"guideline"}),
    ),
    Paraphrase(
        pattern(r"ask (?:only )?(?:if|when)\b"),
        lambda _: "write `ask only when`",
        fix=lambda _: "ask only when",
        blocks=frozenset({"fact"}),
    ),
    Paraphrase(
        pattern(r"(?:if|where|whenever|in case(?: of)?)(?!\w)"),
        lambda _: "write `when`",
        fix=lambda _: "when",
        options=frozenset({"WHEN"}),
        blocks=_RULES | {"score", "define"},
    ),
    # --- recommendations ---
    Paraphrase(
        pattern(rf"{_HOW} (?:do )?(?:image|imaging|scan)(?: with)? {_STUDIES}"),
        _urgent,
        blocks=_RECOMMENDING,
    ),
    Paraphrase(
        pattern(rf"image (?P<at>{_HOW}) with {_STUDIES}"), _urgent, blocks=_RECOMMENDING
    ),
    Paraphrase(pattern(rf"image with {_STUDIES} (?P<at>{_HOW})\b"), _urgent, blocks=_RECOMMENDING),
    Paraphrase(
        pattern(
            rf"(?P<verb>(?:image|then image|do not image)(?: urgently| immediately)? with|consider"
            rf"|then consider) (?P<studies>(?:{NAME} or )*{NAME}(?P<at>(?:\s*(?:,|/|&|\+|\band\b)\s*"
            rf"(?:(?:and|or)\b\s*)?{NAME})+))"
        ),
        _both,
        blocks=_RULES,
    ),
    Paraphrase(
        pattern(r"(?:no|not|don['’]t|never|avoid) (?:image|imaging|scan)\b"),
        lambda _: "write `do not image`",
    ),
    Paraphrase(
        pattern(rf"hold (?P<one>{NAME}) at (?P<level>wait|consider)\b"),
        lambda found: f"another study instead of `{found['one']}` is said by a `special case`: "
        f"`instead of {found['one']} use ...`; `hold at {found['level']}` would hold back all studies",
        blocks=frozenset({"limit"}),
        message=lambda found: f"a limit holds back all studies, and not `{found['one']}` alone",
    ),
    Paraphrase(
        pattern(rf"(?m:^)\s*(?P<at>(?:{_CANNOT_BE_USED})\b)(?:[^\S\n]+{NAME})?"),
        lambda _: "that a study cannot be used is said by a `special case`: `instead of ... use "
        "...`, or a `remark`; a `limit` holds back all studies, not one",
        message=lambda found: f"the language has no `{found['at'].lower()}`",
    ),
    # --- names and citations ---
    Paraphrase(
        pattern(rf"cite (?P<source>{NAME}) (?P<at>[^\s\"#,][^\"#\n]*)(?=\s*(?:\n|#|$))"),
        lambda found: f'write `cite {found["source"]} "{written(found, "at")}"`',
        message=lambda found: f"`{written(found, 'at')}` stands without quotes",
        options=frozenset({"TEXT"}),
    ),
    Paraphrase(
        pattern(
            r"(?P<block>guideline|vocabulary|source|fact|screen|define|score|study|red flag"
            r"|indication|not indicated|waiting period|limit|special case|contradiction|advice)"
            rf"[^\S\n]+(?P<at>(?P<name>{NAME})[^\S\n]+(?P<more>[a-z0-9](?:[\w-]|[^\S\n])*\w))(?=[^\S\n]*(?:\n|#|$))"
        ),
        _one_word,
        message=lambda _: "a name is one word",
    ),
)
