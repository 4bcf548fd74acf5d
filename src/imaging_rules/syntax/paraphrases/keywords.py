"""Clauses that begin with another word than in the language."""

from imaging_rules.syntax.paraphrases.paraphrase import (
    NAME,
    NUMBER,
    Paraphrase,
    one_line,
    pattern,
)

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
    ("TIMING", "timing", "when to image|urgency|within", r' ?"'),
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
            pattern(rf"(?m:^)\s*(?P<at>{words})(?={follows})"),
            lambda _, right=right: f"write `{right}`",  # type: ignore[misc]
            options=frozenset({terminal}),
            message=lambda found: f"`{one_line(found)}` is not how the language says it",
            fix=(lambda _, right=right: right) if right in _SURE else None,  # type: ignore[misc]
        )
        for terminal, right, words, follows in _CALLED
    ),
    Paraphrase(
        pattern(
            r"(?m:^)\s*(?P<at>(?:references?|sources?|evidence|citation|ref)\s*:?)(?= ?\"| [a-z])"
        ),
        lambda _: (
            'write `cite SOURCE "SECTION"`, and declare each source in a block: `source NAME`'
        ),
        options=frozenset({"CITE"}),
        message=lambda found: f"`{one_line(found)}` is not how the language says it",
    ),
    Paraphrase(
        pattern(r"source (?P<at>(?P<said>\"[^\"\n]*\"))"),
        lambda found: (
            f"write `source NAME` with `title {found['said']}`, "
            'and `cite NAME "SECTION"` where it is spoken of'
        ),
        message=lambda _: "a source has a name, by which it is cited",
    ),
    Paraphrase(
        pattern(r"cite (?P<at>(?P<said>\"[^\"\n]*\"))"),
        lambda found: (
            f'declare `source NAME` with `title {found["said"]}`, and write `cite NAME "SECTION"`'
        ),
        message=lambda _: "a citation names a source first",
    ),
    Paraphrase(
        pattern(rf"cite {NAME}(?P<at>\s*,)(?= ?\")"),
        lambda _: "delete it",
        message=lambda _: "no comma is needed here",
    ),
    Paraphrase(
        pattern(r"(?m:^)\s*(?P<at>(?P<said>\"[^\"\n]*\"))"),
        lambda found: f"write `text {found['said']}`",
        options=frozenset({"TEXT_KEYWORD"}),
        message=lambda _: "a text stands without its keyword",
    ),
    Paraphrase(
        pattern(
            rf"(?m:^)\s*(?P<at>(?:wait|after|for|duration|duration of|treat for|minimum) "
            rf"(?P<said>{NUMBER} {NAME}))"
        ),
        lambda found: f"write `lasts {one_line(found, 'said')} of FACT`",
        options=frozenset({"LASTS"}),
        message=lambda found: f"`{one_line(found)}` is not how the language says it",
    ),
    Paraphrase(
        pattern(
            rf"(?m:^)\s*(?P<at>(?:unless|except(?: if| when)?|not (?:if|when)) (?P<name>{NAME}))"
        ),
        lambda found: f"write `without {found['name']}`",
        options=frozenset({"WITHOUT", "LASTS"}),
        message=lambda found: f"`{one_line(found)}` is not how the language says it",
    ),
    Paraphrase(
        pattern(
            rf"(?m:^)\s*(?P<at>(?:(?:not|any of|all of|none of) )?(?P<name>{NAME})"
            r" (?:over|under|is(?! not (?:required|needed|necessary))"
            r"|at least|at most|above|below|more than|less than|>=?|<=?|=)(?!\w))"
        ),
        lambda _: "write `when` before a condition",
        options=frozenset({"WHEN", "TITLE"}),
        message=lambda found: f"`{one_line(found)}` begins no clause",
    ),
    Paraphrase(
        pattern(
            r"modality \"[^\"\n]*\" (?P<at>(?P<said>with|without|with and without)"
            r"(?: iv| intravenous)?(?: contrast)?)\b"
        ),
        lambda found: f'write `contrast "{one_line(found, "said")}"` in a line of its own',
        message=lambda found: f"`{one_line(found, 'at')}` cannot stand here",
    ),
    Paraphrase(
        pattern(
            r"otherwise (?P<at>observ\w*|watch\w*|wait (?:and|&) \w+|reassess|follow[- ]up"
            r"|conservative \w+)"
        ),
        lambda _: "write `otherwise wait`",
    ),
    Paraphrase(
        pattern(r"otherwise (?P<at>wait (?P<more>and|&|then) \w+)"),
        lambda _: "write `otherwise wait`",
    ),
    Paraphrase(
        pattern(r"example (?P<at>(?P<said>[a-z][^\n\"#]*\w))(?=[^\S\n]*(?:\n|#|$))"),
        lambda found: f'write `example "{one_line(found, "said")}"`',
        message=lambda _: "what an example is about stands in double quotes",
    ),
)
