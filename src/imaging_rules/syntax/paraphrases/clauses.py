"""Blocks and clauses in other words."""

import re

from imaging_rules.syntax.grammar import BLOCKS
from imaging_rules.syntax.paraphrases import NAME, NUMBER, RULES, Paraphrase, one_line
from imaging_rules.syntax.paraphrases.fact_types import DATES, TYPES
from imaging_rules.syntax.paraphrases.recommendations import RECOMMENDATIONS

# The terminal of a clause's keyword, the keyword, the words for it elsewhere, and what follows.
_CALLED = (
    ("TITLE", "title", "name|label|heading|caption", r' ?"'),
    ("ASK", "ask", "question|prompt|text", r' ?"'),
    ("EXPLAIN", "explain", "explanation|description|definition|help|note|hint|details?", r' ?"'),
    ("BECAUSE", "because", "reason|rationale|why|justification", r' ?"'),
    ("ACTION", "action", "todo|to do|management|plan|instead", r' ?"'),
    ("REMARK", "remark", "note|comment|caveat|warning", r' ?"'),
    ("URL", "url", "link|website|web|href|address", r' ?"'),
    ("PUBLISHER", "publisher", "journal|organi[sz]ation|society|body", r' ?"'),
    ("PUBLISHED", "published", "date|year|issued", r' ?["0-9]'),
    ("FOR", "for", "audience|patients|population|scope", r' ?"'),
    ("SUMMARY", "summary", "abstract|description|overview|about", r' ?"'),
    ("TEXT_KEYWORD", "text", "advice|message|say|tell|content", r' ?"'),
    ("TIMING", "timing", "when to image|urgency", r' ?"'),
    ("TIMING", "timing within", "within", r" [0-9]"),
    ("ASK_ONLY_WHEN", "ask only when", "only if|only when|only for|relevant if|show if", r" [a-z]"),
    (
        "OTHERWISE",
        "otherwise",
        "default|else|default level",
        r" (?:do not image|wait|no guidance)\b",
    ),
)
_SURE = ("title", "ask", "ask only when")

KEYWORDS = (
    *(
        Paraphrase(
            rf"(?m:^)\s*(?P<at>{words})(?={follows})",
            f"write `{right}`",
            options=frozenset({terminal}),
            fix=right if right in _SURE else None,
        )
        for terminal, right, words, follows in _CALLED
    ),
    Paraphrase(
        r"(?m:^)\s*(?P<at>(?:references?|sources?|evidence|citation|ref)\s*:?)(?= ?\"| [a-z])",
        'write `cite SOURCE "SECTION"`, and declare each source in a block: `source NAME`',
        options=frozenset({"CITE"}),
    ),
    Paraphrase(
        r"source (?P<at>(?P<said>\"[^\"\n]*\"))",
        lambda found: (
            f"write `source NAME` with `title {found['said']}`, "
            'and `cite NAME "SECTION"` where it is spoken of'
        ),
        message="a source has a name, by which it is cited",
    ),
    Paraphrase(
        r"cite (?P<at>(?P<said>\"[^\"\n]*\"))",
        lambda found: (
            f'declare `source NAME` with `title {found["said"]}`, and write `cite NAME "SECTION"`'
        ),
        message="a citation names a source first",
    ),
    Paraphrase(rf"cite {NAME}(?P<at>\s*,)(?= ?\")", "delete it", message="no comma is needed here"),
    Paraphrase(
        r"(?m:^)\s*(?P<at>(?P<said>\"[^\"\n]*\"))",
        lambda found: f"write `text {found['said']}`",
        options=frozenset({"TEXT_KEYWORD"}),
        message="a text stands without its keyword",
    ),
    Paraphrase(
        rf"(?m:^)\s*(?P<at>(?:wait|after|for|duration|duration of|treat for|minimum) "
        rf"(?P<said>{NUMBER} {NAME}))",
        lambda found: f"write `lasts {one_line(found, 'said')} of FACT`",
        options=frozenset({"LASTS"}),
    ),
    Paraphrase(
        rf"(?m:^)\s*(?P<at>(?:unless|except(?: if| when)?|not (?:if|when)) (?P<name>{NAME}))",
        lambda found: f"write `without {found['name']}`",
        options=frozenset({"WITHOUT", "LASTS"}),
    ),
    Paraphrase(
        rf"(?m:^)\s*(?P<at>(?:(?:not|any of|all of|none of) )?(?P<name>{NAME})"
        r" (?:over|under|is(?! not (?:required|needed|necessary))"
        r"|at least|at most|above|below|more than|less than|>=?|<=?|=)(?!\w))",
        "write `when` before a condition",
        options=frozenset({"WHEN", "TITLE"}),
        is_guess=True,
        message=lambda found: f"`{one_line(found)}` begins no clause",
    ),
    Paraphrase(
        r"modality \"[^\"\n]*\" (?P<at>(?P<said>with|without|with and without)"
        r"(?: iv| intravenous)?(?: contrast)?)\b",
        lambda found: f'write `contrast "{one_line(found, "said")}"` in a line of its own',
        message=lambda found: f"`{one_line(found, 'at')}` cannot stand here",
    ),
    Paraphrase(
        r"otherwise (?P<at>observ\w*|watch\w*|wait (?:and|&) \w+|reassess|follow[- ]up"
        r"|conservative \w+)",
        "write `otherwise wait`",
    ),
    Paraphrase(r"otherwise (?P<at>wait (?P<more>and|&|then) \w+)", "write `otherwise wait`"),
    Paraphrase(
        r"example (?P<at>(?P<said>[a-z][^\n\"#]*\w))(?=[^\S\n]*(?:\n|#|$))",
        lambda found: f'write `example "{one_line(found, "said")}"`',
        message="what an example is about stands in double quotes",
    ),
)


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


def _other_word(found: re.Match[str]) -> str:
    return f"{found['name']} {'over' if found['at'].lower() == 'above' else 'under'}"


def _yes_or_no(found: re.Match[str]) -> str:
    denied = found["at"].lower() in ("no", "false")
    return f"write `{'not ' if denied else ''}{found['name']}`"


CLAUSES = (
    *DATES,
    *(
        Paraphrase(
            rf"(?:{words})(?!\w)",
            help,
            message=lambda found: f"`{found[0].lower()}` begins no block of the language",
            begins_block=True,
        )
        for words, help in _BLOCKS
    ),
    Paraphrase(
        rf"{_BEFORE_NAME}{NAME}[^\S\n]+(?P<at>\"[^\"\n]*\")",
        lambda found: f"write `title {found['at']}` in a line of its own",
        message="a text stands after its keyword",
    ),
    *TYPES,
    # --- conditions begin with `when` ---
    Paraphrase(
        r"applies (?:if|to|for|where)\b",
        "write `applies when`",
        fix="applies when",
        blocks=frozenset({"guideline"}),
    ),
    Paraphrase(
        r"ask (?:only )?(?:if|when)\b",
        "write `ask only when`",
        fix="ask only when",
        blocks=frozenset({"fact"}),
    ),
    Paraphrase(
        r"(?m:^)\s*(?P<at>if|where|whenever|in case(?: of)?)(?!\w)",
        "write `when`",
        fix="when",
        options=frozenset({"WHEN"}),
        blocks=RULES,
    ),
    Paraphrase(
        r"(?:if|where|whenever|for)(?!\w)",
        "write `when`",
        fix="when",
        options=frozenset({"WHEN"}),
        blocks=frozenset({"score", "define"}),
    ),
    Paraphrase(
        rf"define (?P<one>{NAME}) (?P<at>(?:=|is|means|when|:)(?!\w))",
        lambda found: f"write `define {found['one']} as`",
        blocks=frozenset({"define"}),
    ),
    Paraphrase(
        rf"(?m:^)\s*(?P<at>(?P<said>{NUMBER} points?) (?:when|if|for))",
        lambda found: f"write `add {one_line(found, 'said')} when`",
        blocks=frozenset({"score"}),
    ),
    *RECOMMENDATIONS,
    # --- waiting periods ---
    Paraphrase(
        rf"lasts (?P<at>at least|more than|over|minimum|for) (?P<said>{NUMBER} {NAME})",
        lambda found: (
            f"write `lasts {one_line(found, 'said')}`: it is over once that time is reached"
        ),
        blocks=frozenset({"waiting period"}),
    ),
    Paraphrase(
        rf"lasts (?P<at>between|from) (?P<low>{NUMBER}) (?:and|to) (?P<said>{NUMBER} {NAME})",
        lambda found: f"write `lasts {found['low']} to {one_line(found, 'said')}`",
        blocks=frozenset({"waiting period"}),
    ),
    # --- screens ---
    Paraphrase(
        r"(?:and|;|or)(?!\w)",
        "write a comma between what is covered",
        clauses=frozenset({"covers"}),
        fix=",",
    ),
    # --- examples ---
    Paraphrase(
        rf"(?P<name>{NAME}) (?P<at>above|below)\b",
        lambda found: f"write `{_other_word(found)}`",
        fix=_other_word,
        clauses=frozenset({"given"}),
    ),
    Paraphrase(
        rf"(?P<name>{NAME})(?:\s*[=:])?\s*(?P<at>yes|no|true|false)\b",
        _yes_or_no,
        fix=lambda found: _yes_or_no(found).split("`")[1],
        clauses=frozenset({"given"}),
    ),
    Paraphrase(
        r"(?:all|everything|the rest|rest|others?)(?: (?:else|others?|the rest|rest))?"
        r"(?: (?:is|are|be))?(?: (?:no|false|absent|negative))\b",
        "write `everything else is no`",
        fix="everything else is no",
        clauses=frozenset({"given"}),
    ),
    Paraphrase(
        rf"no (?P<one>{NAME})",
        lambda found: f"write `not {found['one']}`",
        fix=lambda found: f"not {found['one']}",
        clauses=frozenset({"given"}),
    ),
    Paraphrase(
        rf"(?P<name>{NAME})(?:\s*[=:])?\s*(?P<at>(?P<said>{NUMBER}(?: {NAME})?))",
        lambda found: f"write `{found['name']} is {one_line(found, 'said')}`",
        clauses=frozenset({"given"}),
    ),
    Paraphrase(
        r"(?:and|;|but)(?!\w)",
        "write a comma between what is given",
        options=frozenset({"COMMA"}),
        clauses=frozenset({"given"}),
        fix=",",
    ),
    Paraphrase(
        rf"expect consider (?P<at>(?P<one>{NAME}))",
        lambda found: f"write `expect consider with {found['one']}`",
        is_guess=True,
    ),
    Paraphrase(
        r"expect (?P<at>(?:to )?(?:imaging|scan)\b(?: with)?)",
        "write `expect image`, and `with` before a study",
    ),
    Paraphrase(
        rf"(?P<said>expect (?:image(?: urgently| immediately)? )?)(?P<at>(?P<one>{NAME}))\b",
        lambda found: (
            f"write `{(one_line(found, 'said') + ' image').replace('image image', 'image')}"
            f" with {found['one']}`"
        ),
        is_guess=True,
    ),
    # --- names, texts and citations ---
    Paraphrase(
        r"(?P<keyword>[a-z]+) (?P<at>[a-z]{2}(?:[-_][a-z]{2})?) (?P<said>\"[^\"\n]*\")",
        lambda found: (
            f"write `{found['keyword'].lower()} {one_line(found, 'said')}`: "
            "a translation is a file of its own"
        ),
        options=frozenset({"TEXT"}),
        message=lambda found: f"a guideline is of one language, and `{found['at']}` names one",
    ),
    Paraphrase(
        r"(?:published|updated) (?P<at>[^\s\"#][^\"#\n]*)(?=\s*(?:\n|#|$))",
        lambda found: f'write `"{one_line(found, "at")}"`, or a whole date as `YYYY-MM-DD`',
        message=lambda found: f"`{one_line(found, 'at')}` is not a date of the language",
        options=frozenset({"DATE", "TEXT"}),
    ),
    Paraphrase(
        rf"cite (?P<source>{NAME}) (?P<at>[^\s\"#,][^\"#\n]*)(?=\s*(?:\n|#|$))",
        lambda found: f'write `cite {found["source"]} "{one_line(found, "at")}"`',
        message=lambda found: f"`{one_line(found, 'at')}` stands without quotes",
        options=frozenset({"TEXT"}),
    ),
    Paraphrase(
        rf"(?!example\b){_BEFORE_NAME}(?P<at>(?P<name>{NAME})[^\S\n]+(?P<more>[a-z0-9](?:[\w-]|[^\S\n])*\w))(?=[^\S\n]*(?:\n|#|$))",
        _one_word,
        message="a name is one word",
    ),
    *KEYWORDS,
)
