"""Blocks and clauses in other words."""

import re
from fractions import Fraction

from imaging_rules.syntax.grammar import BLOCKS
from imaging_rules.syntax.paraphrases.dates import DATES
from imaging_rules.syntax.paraphrases.paraphrase import NAME, NUMBER, Paraphrase, one_line, pattern

_NAME_IN_LIST = rf"(?!and\b|or\b)\b{NAME}"
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
_BEFORE_NAME = rf"(?P<block>{'|'.join(each for each in BLOCKS if each != 'use')})[^\S\n]+"
# What begins a block elsewhere, and what does so here.
_BLOCKS = (
    (
        "import|include|require",
        "write `use NAME, NAME from VOCABULARY` or `use all from VOCABULARY`",
    ),
    ("test|case|scenario|patient|testcase", 'write `example "TITLE"`'),
    ("variable|input|parameter|finding|symptom|sign|feature|data", "write `fact NAME`"),
    (
        "rule|recommendation|criterion|criteria|decision|if|when",
        "a rule is a `red flag`, an `indication`, a `not indicated`, a `waiting period`, "
        "a `limit` or a `special case`",
    ),
    (
        "exclusions?|inclusions?|exclude|population|scope",
        "whom the guideline is for is said in its header: `applies when CONDITION`",
    ),
    ("modality|procedure|examination|exam|investigation|scan", "write `study NAME`"),
    ("reference|citation|paper|bibliography", "write `source NAME`"),
    ("alarm|alert|emergency", "write `red flag NAME`"),
    ("exception", "write `special case NAME`"),
    ("not recommended|not appropriate|no indication", "write `not indicated NAME`"),
)
_IN_UNIT = rf"(?:(?:in|of) (?P<own>{NAME}) )?"
_LOW, _HIGH = rf"(?P<low>{NUMBER})", rf"(?P<high>{NUMBER})(?: (?P<unit>{NAME}))?"
_QUOTED = rf"[\"“']?{NAME}[\"”']?"
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
_YES_NO = (
    r"yes\s*/\s*no|y\s*/\s*n|no\s*/\s*yes|yes no|no or yes|yes, no|true\s*/\s*false"
    r"|boolean|bool|binary"
)
_CANNOT_BE_USED = "contraindications?|contraindicated|precautions?|veto"


def _urgent(found: re.Match[str]) -> str:
    studies, how = one_line(found, "studies"), _URGENCIES.get(found["how"].lower())
    if how:
        return f"write `image {how} with {studies}`"
    return (
        f"write `image urgently with {studies}`, which is now or within days, "
        f"or `image immediately with {studies}`, which is an emergency"
    )


def _both(found: re.Match[str]) -> str:
    studies = " or ".join(re.findall(_NAME_IN_LIST, found["studies"]))
    return (
        f"write `{one_line(found, 'verb')} {studies}`: it names them as alternatives; "
        "that all are needed can be said in words only, in `timing`"
    )


def _one_word(found: re.Match[str]) -> str:
    name = "_".join(re.findall(r"[a-z0-9]+", f"{found['name']} {found['more']}".lower()))
    return f"write `{found['block'].lower()} {name}`, and what it is called in `title`"


def _number(found: re.Match[str]) -> str:
    unit = found.groupdict().get("own") or found["unit"]
    whole = "whole " if found[0].lower().startswith("whole") else ""
    measured = f" in {unit}" if unit else ""
    low, high = sorted((found["low"], found["high"]), key=Fraction)
    return f"write `{whole}number{measured} from {low} to {high}`"


def _yes_or_no(found: re.Match[str]) -> str:
    denied = found["at"].lower() in ("no", "false")
    return f"write `{'not ' if denied else ''}{found['name']}`"


def _no_type(found: re.Match[str]) -> str:
    instead = _NO_TYPES[found["type"].lower()]
    return f"{_TYPES}; {instead}" if instead else _TYPES


CLAUSES = (
    *DATES,
    *(
        Paraphrase(
            pattern(rf"(?:{words})(?!\w)"),
            lambda _, help=help: help,  # type: ignore[misc]
            message=lambda found: f"`{found[0].lower()}` begins no block of the language",
            begins_block=True,
        )
        for words, help in _BLOCKS
    ),
    Paraphrase(
        pattern(rf"{_BEFORE_NAME}{NAME}[^\S\n]+(?P<at>\"[^\"\n]*\")"),
        lambda found: f"write `title {found['at']}` in a line of its own",
        message=lambda _: "a text stands after its keyword",
    ),
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
        pattern(r"(?m:^)\s*(?P<at>if|where|whenever|in case(?: of)?)(?!\w)"),
        lambda _: "write `when`",
        fix=lambda _: "when",
        options=frozenset({"WHEN"}),
        blocks=_RULES,
    ),
    Paraphrase(
        pattern(r"(?:if|where|whenever|for)(?!\w)"),
        lambda _: "write `when`",
        fix=lambda _: "when",
        options=frozenset({"WHEN"}),
        blocks=frozenset({"score", "define"}),
    ),
    Paraphrase(
        pattern(rf"define (?P<one>{NAME}) (?P<at>(?:=|is|means|when|:)(?!\w))"),
        lambda found: f"write `define {found['one']} as`",
        blocks=frozenset({"define"}),
    ),
    Paraphrase(
        pattern(rf"(?m:^)\s*(?P<at>(?P<said>{NUMBER} points?) (?:when|if|for))"),
        lambda found: f"write `add {one_line(found, 'said')} when`",
        blocks=frozenset({"score"}),
    ),
    # --- recommendations ---
    Paraphrase(
        pattern(rf"{_HOW} (?:do )?(?:image|imaging|scan)(?: with)? {_STUDIES}"),
        _urgent,
        blocks=_RECOMMENDING,
    ),
    Paraphrase(
        pattern(rf"image (?P<at>{_HOW}) with {_STUDIES}"),
        _urgent,
        blocks=_RECOMMENDING | {"example"},
    ),
    Paraphrase(pattern(rf"image with {_STUDIES} (?P<at>{_HOW})\b"), _urgent, blocks=_RECOMMENDING),
    Paraphrase(pattern(rf"(?P<at>{_HOW}) with {_STUDIES}"), _urgent, blocks=_RECOMMENDING),
    Paraphrase(
        pattern(rf"with {_STUDIES} (?P<at>(?:within|in|after|before|every)\b[^\n#\"]*)"),
        lambda found: f'write `timing "{one_line(found, "at")}"` in a line of its own',
        blocks=_RECOMMENDING,
        message=lambda _: "when a study is made is said in words",
    ),
    Paraphrase(
        pattern(
            rf"(?:with|consider) {_STUDIES} "
            r"(?P<at>(?:if|else|otherwise|unless|except|as)\b[^\n#\"]*)"
        ),
        lambda _: (
            "that another study is used for some patients is said by a `special case`; "
            "that one is not to be had can be said in words only, in `timing`"
        ),
        blocks=_RECOMMENDING,
        message=lambda _: "a recommendation names studies, and no conditions",
    ),
    Paraphrase(
        pattern(rf"(?:with|consider) {_STUDIES} (?P<at>(?:with|without|of|for)\b[^\n#\"]*)"),
        lambda _: (
            "a study has a block of its own, which says what is imaged and with which "
            "contrast; here stands its name alone"
        ),
        blocks=_RECOMMENDING,
        message=lambda found: f"`{one_line(found, 'at')}` cannot stand here",
    ),
    Paraphrase(
        pattern(r"then(?= (?:image|consider)\b)"),
        lambda _: "leave it out: what is recommended is a clause of its own",
        fix=lambda _: "",
        blocks=_RULES - {"waiting period"},
    ),
    Paraphrase(
        pattern(
            rf"(?P<verb>(?:image|then image|do not image)(?: urgently| immediately)? with|consider"
            rf"|then consider) (?P<studies>(?:{NAME} or )*{NAME}(?P<at>"
            rf"(?:\s*(?:,|/|&|\+|\band\b)\s*(?:(?:and|or)\b\s*)?{NAME})+))"
        ),
        _both,
        blocks=_RULES,
    ),
    Paraphrase(
        pattern(r"(?:no|not|don['’]t|never|avoid) (?:image|imaging|scan)\b"),
        lambda _: "write `do not image`",
        options=frozenset({"DO_NOT_IMAGE"}),
    ),
    Paraphrase(
        pattern(rf"hold (?P<one>{NAME}) at (?P<level>wait|consider)\b"),
        lambda found: (
            f"another study instead of `{found['one']}` is said by a `special case`: "
            f"`instead of {found['one']} use ...`; `hold at {found['level']}` would hold back "
            "all studies"
        ),
        blocks=frozenset({"limit"}),
        message=lambda found: f"a limit holds back all studies, and not `{found['one']}` alone",
    ),
    Paraphrase(
        pattern(rf"(?m:^)\s*(?P<at>(?:{_CANNOT_BE_USED})\b)(?:[^\S\n]+{NAME})?"),
        lambda _: (
            "that a study cannot be used is said by a `special case`: `instead of ... use "
            "...`, or a `remark`; a `limit` holds back all studies, not one"
        ),
        message=lambda found: f"the language has no `{found['at'].lower()}`",
    ),
    Paraphrase(
        pattern(r"hold at (?P<at>(?:no|not|do not|don['’]t) (?:image|imaging)\b)"),
        lambda _: "write `hold at wait`: that is as low as a limit can hold",
        blocks=frozenset({"limit"}),
    ),
    Paraphrase(
        pattern(
            rf"(?:recommend|perform|order|obtain|get|request|do|scan) (?:an? )?(?P<one>{NAME})\b"
        ),
        lambda found: (
            f"write `image with {found['one']}` where it is appropriate, "
            f"`consider {found['one']}` where it may be"
        ),
        blocks=_RECOMMENDING,
        options=frozenset({"TITLE"}),
    ),
    Paraphrase(
        pattern(rf"then (?P<at>(?P<one>{NAME}))\b"),
        lambda found: f"write `then image with {found['one']}`, or `then consider {found['one']}`",
        blocks=frozenset({"waiting period"}),
        is_guess=True,
    ),
    Paraphrase(
        pattern(rf"use (?P<one>{NAME}) (?P<at>instead of) (?P<other>{NAME})"),
        lambda found: f"write `instead of {found['other']} use {found['one']}`",
    ),
    Paraphrase(
        pattern(
            rf"(?:replace|substitute|exchange) (?P<one>{NAME}) (?:by|with|for) (?P<other>{NAME})"
        ),
        lambda found: f"write `instead of {found['one']} use {found['other']}`",
        blocks=frozenset({"special case"}),
        message=lambda found: f"a special case has no `{found[0].split()[0].lower()}`",
    ),
    Paraphrase(
        pattern(
            rf"instead of (?P<studies>{NAME}(?P<at>(?:\s*(?:,|&|\band\b)\s*{NAME})+))"
            rf" use (?P<one>{NAME})"
        ),
        lambda found: (
            "write `instead of "
            f"{' or '.join(re.findall(_NAME_IN_LIST, found['studies']))} use {found['one']}`"
        ),
    ),
    Paraphrase(
        pattern(rf"do not image with (?P<one>{NAME})"),
        lambda found: (
            f"write `instead of {found['one']} use ...` with the study that is used; "
            "what an `indication` says against a study gives way to what another rule recommends"
        ),
        blocks=frozenset({"special case"}),
        message=lambda _: "a special case says which study is used instead",
    ),
    # --- waiting periods ---
    Paraphrase(
        pattern(rf"lasts (?P<at>at least|more than|over|minimum|for) (?P<said>{NUMBER} {NAME})"),
        lambda found: (
            f"write `lasts {one_line(found, 'said')}`: it is over once that time is reached"
        ),
        blocks=frozenset({"waiting period"}),
    ),
    Paraphrase(
        pattern(
            rf"lasts (?P<at>between|from) (?P<low>{NUMBER}) (?:and|to) (?P<said>{NUMBER} {NAME})"
        ),
        lambda found: f"write `lasts {found['low']} to {one_line(found, 'said')}`",
        blocks=frozenset({"waiting period"}),
    ),
    # --- facts ---
    Paraphrase(
        pattern(rf"(?:whole )?number {_IN_UNIT}from {_LOW} (?:and|up to|till|until) {_HIGH}"),
        _number,
        blocks=frozenset({"fact"}),
    ),
    Paraphrase(
        pattern(
            rf"(?:whole )?(?:number {_IN_UNIT}(?:between|range)?|between|range)\s*"
            rf"{_LOW}\s*(?:to|and|-|–)\s*{_HIGH}"
        ),
        _number,
        blocks=frozenset({"fact"}),
    ),
    Paraphrase(
        pattern(rf"(?P<at>from) {_LOW}\s*(?:to|and|-|–)\s*{_HIGH}"),
        _number,
        options=_OF_A_FACT,
    ),
    Paraphrase(
        pattern(
            rf"one of\s*(?P<at>(?P<said>[(\[]?{_QUOTED}(?:\s*(?:,|\bor\b|/)\s*{_QUOTED})+[)\]]?))"
        ),
        lambda found: (
            f"write `one of {', '.join(re.findall(_NAME_IN_LIST, found['said'].lower()))}`"
        ),
        blocks=frozenset({"fact"}),
    ),
    Paraphrase(
        pattern(
            r"(?:default|otherwise|else|assume|if unknown|if missing|if not stated)(?: is| to)?"
            rf" (?P<said>{NAME})\b"
        ),
        lambda found: f"write `if not stated assume {found['said']}`",
        options=_OF_A_FACT,
    ),
    Paraphrase(
        pattern(r"(?:and|;|or)(?!\w)"),
        lambda _: "write a comma between what is covered",
        clauses=frozenset({"covers"}),
        fix=lambda _: ",",
    ),
    # --- examples ---
    Paraphrase(
        pattern(rf"(?P<name>{NAME}) (?P<at>over|under|at least|at most|above|below)\b"),
        lambda found: (
            f"write `{found['name']} is N UNIT`, or `{found['name']} between A and B UNIT`"
        ),
        clauses=frozenset({"given"}),
        message=lambda _: "an example gives what is known of a patient, and compares nothing",
    ),
    Paraphrase(
        pattern(rf"(?P<name>{NAME})(?:\s*[=:])?\s*(?P<at>yes|no|true|false)\b"),
        _yes_or_no,
        fix=lambda found: _yes_or_no(found).split("`")[1],
        clauses=frozenset({"given"}),
    ),
    Paraphrase(
        pattern(
            r"(?:all|everything|the rest|rest|others?)(?: (?:else|others?|the rest|rest))?"
            r"(?: (?:is|are|be))?(?: (?:no|false|absent|negative))\b"
        ),
        lambda _: "write `everything else is no`",
        fix=lambda _: "everything else is no",
        clauses=frozenset({"given"}),
    ),
    Paraphrase(
        pattern(rf"no (?P<one>{NAME})"),
        lambda found: f"write `not {found['one']}`",
        fix=lambda found: f"not {found['one']}",
        clauses=frozenset({"given"}),
    ),
    Paraphrase(
        pattern(rf"(?P<name>{NAME})(?:\s*[=:])?\s*(?P<at>(?P<said>{NUMBER}(?: {NAME})?))"),
        lambda found: f"write `{found['name']} is {one_line(found, 'said')}`",
        clauses=frozenset({"given"}),
    ),
    Paraphrase(
        pattern(r"(?:and|;|but)(?!\w)"),
        lambda _: "write a comma between what is given",
        options=frozenset({"COMMA"}),
        clauses=frozenset({"given"}),
        fix=lambda _: ",",
    ),
    Paraphrase(
        pattern(r"expect (?P<at>(?:to )?(?:imaging|scan)\b(?: with)?)"),
        lambda _: "write `expect image`, and `with` before a study",
    ),
    Paraphrase(
        pattern(
            rf"(?P<said>expect (?:image(?: urgently| immediately)? )?)(?P<at>(?P<one>{NAME}))\b"
        ),
        lambda found: (
            f"write `{(one_line(found, 'said') + ' image').replace('image image', 'image')}"
            f" with {found['one']}`"
        ),
        is_guess=True,
    ),
    # --- names and citations ---
    Paraphrase(
        pattern(r"(?:published|updated) (?P<at>[^\s\"#][^\"#\n]*)(?=\s*(?:\n|#|$))"),
        lambda found: f'write `"{one_line(found, "at")}"`, or a whole date as `YYYY-MM-DD`',
        message=lambda found: f"`{one_line(found, 'at')}` is not a date of the language",
        options=frozenset({"DATE", "TEXT"}),
    ),
    Paraphrase(
        pattern(r"(?P<said>name|label|heading|caption)(?= ?\")"),
        lambda _: "write `title`",
        options=frozenset({"TITLE"}),
        fix=lambda _: "title",
    ),
    Paraphrase(
        pattern(rf"cite (?P<source>{NAME}) (?P<at>[^\s\"#,][^\"#\n]*)(?=\s*(?:\n|#|$))"),
        lambda found: f'write `cite {found["source"]} "{one_line(found, "at")}"`',
        message=lambda found: f"`{one_line(found, 'at')}` stands without quotes",
        options=frozenset({"TEXT"}),
    ),
    Paraphrase(
        pattern(
            rf"{_BEFORE_NAME}(?P<at>(?P<name>{NAME})[^\S\n]+(?P<more>[a-z0-9](?:[\w-]|[^\S\n])*\w))(?=[^\S\n]*(?:\n|#|$))"
        ),
        _one_word,
        message=lambda _: "a name is one word",
    ),
)
