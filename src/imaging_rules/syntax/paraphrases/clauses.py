"""Blocks and clauses in other words."""

import re

from imaging_rules.syntax.grammar import BLOCKS
from imaging_rules.syntax.paraphrases.dates import DATES
from imaging_rules.syntax.paraphrases.fact_types import TYPES
from imaging_rules.syntax.paraphrases.keywords import KEYWORDS
from imaging_rules.syntax.paraphrases.paraphrase import (
    NAME,
    NUMBER,
    RULES,
    Paraphrase,
    one_line,
    pattern,
)
from imaging_rules.syntax.paraphrases.recommendations import RECOMMENDATIONS

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


def _one_word(found: re.Match[str]) -> str:
    name = "_".join(re.findall(r"[a-z0-9]+", f"{found['name']} {found['more']}".lower()))
    return f"write `{found['block'].lower()} {name}`, and what it is called in `title`"


_ENDS = {"above": "over", "below": "under"}


def _yes_or_no(found: re.Match[str]) -> str:
    denied = found["at"].lower() in ("no", "false")
    return f"write `{'not ' if denied else ''}{found['name']}`"


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
    *TYPES,
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
        blocks=RULES,
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
    *RECOMMENDATIONS,
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
    # --- screens ---
    Paraphrase(
        pattern(r"(?:and|;|or)(?!\w)"),
        lambda _: "write a comma between what is covered",
        clauses=frozenset({"covers"}),
        fix=lambda _: ",",
    ),
    # --- examples ---
    Paraphrase(
        pattern(rf"(?P<name>{NAME}) (?P<at>above|below)\b"),
        lambda found: f"write `{_ENDS[found['at'].lower()]}`",
        fix=lambda found: _ENDS[found["at"].lower()],
        clauses=frozenset({"given"}),
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
        pattern(rf"expect consider (?P<at>(?P<one>{NAME}))"),
        lambda found: f"write `expect consider with {found['one']}`",
        is_guess=True,
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
    # --- names, texts and citations ---
    Paraphrase(
        pattern(r"(?P<keyword>[a-z]+) (?P<at>[a-z]{2}(?:[-_][a-z]{2})?) (?P<said>\"[^\"\n]*\")"),
        lambda found: (
            f"write `{found['keyword'].lower()} {one_line(found, 'said')}`: "
            "a translation is a file of its own"
        ),
        options=frozenset({"TEXT"}),
        message=lambda found: f"a guideline is of one language, and `{found['at']}` names one",
    ),
    Paraphrase(
        pattern(r"(?:published|updated) (?P<at>[^\s\"#][^\"#\n]*)(?=\s*(?:\n|#|$))"),
        lambda found: f'write `"{one_line(found, "at")}"`, or a whole date as `YYYY-MM-DD`',
        message=lambda found: f"`{one_line(found, 'at')}` is not a date of the language",
        options=frozenset({"DATE", "TEXT"}),
    ),
    Paraphrase(
        pattern(rf"cite (?P<source>{NAME}) (?P<at>[^\s\"#,][^\"#\n]*)(?=\s*(?:\n|#|$))"),
        lambda found: f'write `cite {found["source"]} "{one_line(found, "at")}"`',
        message=lambda found: f"`{one_line(found, 'at')}` stands without quotes",
        options=frozenset({"TEXT"}),
    ),
    Paraphrase(
        pattern(
            rf"(?!example\b){_BEFORE_NAME}(?P<at>(?P<name>{NAME})[^\S\n]+(?P<more>[a-z0-9](?:[\w-]|[^\S\n])*\w))(?=[^\S\n]*(?:\n|#|$))"
        ),
        _one_word,
        message=lambda _: "a name is one word",
    ),
    *KEYWORDS,
)
