"""What is recommended, and what is advised against, in other words."""

import re

from imaging_rules.syntax.paraphrases import NAME, NAME_IN_LIST, RULES, Paraphrase, one_line

_RECOMMENDING = RULES - {"not indicated", "limit", "contradiction"}
_STUDIES = rf"(?P<studies>(?P<one>{NAME})(?: or {NAME})*)"
_URGENCIES = {
    "urgent": "urgently",
    "urgently": "urgently",
    "immediate": "immediately",
    "immediately": "immediately",
}
_SOON = "asap|stat|emergency|emergently|as soon as possible|now"
_HOW = rf"(?P<how>{'|'.join(_URGENCIES)}|{_SOON})"
_AGAINST = (
    r"(?:avoid|never|no|not|don['’]t|do not)"
    r"(?: (?:use|order|perform|do|get|obtain|request|scan|consider|image)(?: with)?)?"
    r"(?! (?:image|imaging|scans?|with|guidance|indicated)\b)"
)
_NOT_ADVISED = r"(?:is |are )?not (?:indicated|recommended|appropriate|advised)\b"
_CANNOT_BE_USED = "contraindications|contraindicated|veto"


def _urgent(found: re.Match[str]) -> str:
    studies, how = one_line(found, "studies"), _URGENCIES.get(found["how"].lower())
    if how:
        return f"write `image {how} with {studies}`"
    return (
        f"write `image urgently with {studies}`, which is now or within days, "
        f"or `image immediately with {studies}`, which is an emergency"
    )


def _both(found: re.Match[str]) -> str:
    studies = " or ".join(re.findall(NAME_IN_LIST, found["studies"]))
    return (
        f"write `{one_line(found, 'verb')} {studies}`: it names them as alternatives; "
        "that all are needed can be said in words only, in `timing`"
    )


RECOMMENDATIONS = (
    Paraphrase(
        rf"{_HOW} (?:do )?(?:image|imaging|scan)(?: with)? {_STUDIES}",
        _urgent,
        blocks=_RECOMMENDING,
    ),
    Paraphrase(
        rf"image (?P<at>{_HOW}) with {_STUDIES}", _urgent, blocks=_RECOMMENDING | {"example"}
    ),
    Paraphrase(rf"image with {_STUDIES} (?P<at>{_HOW})\b", _urgent, blocks=_RECOMMENDING),
    Paraphrase(rf"(?P<at>{_HOW}) with {_STUDIES}", _urgent, blocks=_RECOMMENDING),
    Paraphrase(
        rf"with {_STUDIES} (?P<at>(?:within|in|after|before|every)\b[^\n#\"]*)",
        lambda found: f'write `timing "{one_line(found, "at")}"` in a line of its own',
        blocks=_RECOMMENDING,
        message="when a study is made is said in words",
    ),
    Paraphrase(
        rf"(?:with|consider) {_STUDIES} "
        r"(?P<at>(?:if|else|otherwise|unless|except|as)\b[^\n#\"]*)",
        "that another study is used for some patients is said by a `special case`; "
        "that one is not to be had can be said in words only, in `timing`",
        blocks=_RECOMMENDING,
        message="a recommendation names studies, and no conditions",
    ),
    Paraphrase(
        rf"(?:with|consider) {_STUDIES} (?P<at>(?:(?:with|without|of|for)\b|\()[^\n#\"]*)",
        "a study has a block of its own, which says what is imaged and with which "
        "contrast; here stands its name alone",
        blocks=_RECOMMENDING,
        message=lambda found: f"`{one_line(found, 'at')}` cannot stand here",
    ),
    Paraphrase(
        rf"(?:with|consider) {_STUDIES}\s*(?P<at>(?:then|followed by|before|after|\+/-|±"
        rf"|and\s*/\s*or|;)\s*{NAME}[^\n#\"]*)",
        "studies are named as alternatives, with `or` between them; that one follows another "
        "can be said in words only, in `timing`",
        blocks=_RECOMMENDING,
        message=lambda found: f"`{one_line(found, 'at')}` cannot stand here",
    ),
    Paraphrase(
        rf"then (?P<one>{NAME})(?=[^\S\n]*(?:\n|\#|$))",
        lambda found: (
            "what is recommended is a clause of its own: "
            f"write `image with {found['one']}`, or `consider {found['one']}`"
        ),
        clauses=frozenset({"when"}),
    ),
    Paraphrase(
        rf"instead of {_STUDIES}(?P<at>\s*,) use (?P<other>{NAME})",
        lambda found: f"write `instead of {one_line(found, 'studies')} use {found['other']}`",
    ),
    Paraphrase(
        rf"(?m:^)[^\S\n]+(?P<at>use (?P<one>{NAME})\s*\n\s*(?!from\b)\w+)",
        lambda found: f"write `instead of STUDY use {found['one']}`",
        blocks=frozenset({"use"}),
        message=lambda found: f"it is not said instead of which study `{found['one']}` is used",
    ),
    Paraphrase(
        r"then(?= (?:image|consider)\b)",
        "leave it out: what is recommended is a clause of its own",
        fix="",
        blocks=RULES - {"waiting period"},
    ),
    Paraphrase(
        rf"(?P<verb>(?:image|then image|do not image)(?: urgently| immediately)? with|consider"
        rf"|then consider) (?P<studies>(?:{NAME} or )*{NAME}(?P<at>"
        rf"(?:\s*(?:,|/|&|\+|\band\b)\s*(?:(?:and|or)\b\s*)?{NAME})+))",
        _both,
        blocks=RULES,
    ),
    Paraphrase(
        rf"(?m:^)\s*(?P<at>{_AGAINST} (?P<one>{NAME}))\b",
        lambda found: f"write `do not image with {found['one']}`",
        blocks=frozenset({"indication"}),
    ),
    Paraphrase(
        rf"(?m:^)\s*(?P<at>{_AGAINST} (?P<one>{NAME}))\b",
        lambda found: f"write it there: `do not image with {found['one']}`",
        blocks=RULES - {"indication", "special case"},
        message="only an `indication` advises against a study",
    ),
    Paraphrase(
        rf"do not image (?P<at>with (?P<one>{NAME}))",
        lambda found: (
            "write `do not image` where no study is made; "
            f"an `indication` can say `do not image with {found['one']}`"
        ),
        blocks=frozenset({"not indicated"}),
        message="a `not indicated` block speaks of all studies",
    ),
    Paraphrase(
        rf"(?m:^)\s*(?P<at>(?:imaging|scans?) (?:{_NOT_ADVISED}|(?:is )?not needed\b))",
        "write `do not image`",
        options=frozenset({"DO_NOT_IMAGE"}),
    ),
    Paraphrase(
        rf"(?m:^)\s*(?P<at>(?P<one>{NAME}) {_NOT_ADVISED})",
        lambda found: f"write it there: `do not image with {found['one']}`",
        blocks=RULES - {"indication", "special case"},
        message="only an `indication` advises against a study",
    ),
    Paraphrase(
        rf"(?m:^)\s*(?P<at>(?P<one>{NAME}) {_NOT_ADVISED})",
        lambda found: f"write `do not image with {found['one']}`",
        blocks=frozenset({"indication"}),
    ),
    *(
        Paraphrase(
            rf"(?m:^)\s*(?P<at>{words})(?=[^\S\n]*(?:\n|\#|$))",
            _urgent,
            blocks=_RECOMMENDING,
            options=frozenset({"TITLE"}),
        )
        for words in (f"{_HOW} {_STUDIES}", f"{_STUDIES} {_HOW}")
    ),
    Paraphrase(
        r"(?:no|not|don['’]t|never|avoid) (?:image|imaging|scan)\b",
        "write `do not image`",
        options=frozenset({"DO_NOT_IMAGE"}),
    ),
    Paraphrase(
        rf"hold (?P<one>{NAME}) at (?P<level>wait|consider)\b",
        lambda found: (
            f"another study instead of `{found['one']}` is said by a `special case`: "
            f"`instead of {found['one']} use ...`; `hold at {found['level']}` would hold back "
            "all studies"
        ),
        blocks=frozenset({"limit"}),
        message=lambda found: f"a limit holds back all studies, and not `{found['one']}` alone",
    ),
    Paraphrase(
        rf"(?m:^)\s*(?P<at>(?:{NAME} (?:is |are )?)?(?P<word>{_CANNOT_BE_USED})\b)"
        rf"(?:[^\S\n]+{NAME})?",
        "a study that must not be done has a block for that: `contraindication NAME`, with "
        "`when ...` and `rules out STUDY`",
        message=lambda found: f"the language has no `{found['word'].lower()}`",
    ),
    Paraphrase(
        r"hold at (?P<at>(?:no|not|do not|don['’]t) (?:image|imaging)\b)",
        "write `hold at wait`: that is as low as a limit can hold",
        blocks=frozenset({"limit"}),
    ),
    Paraphrase(
        rf"(?:recommend|perform|order|obtain|get|request|do|scan) (?:an? )?(?P<one>{NAME})\b",
        lambda found: (
            f"write `image with {found['one']}` where it is appropriate, "
            f"`consider {found['one']}` where it may be"
        ),
        blocks=_RECOMMENDING,
        options=frozenset({"TITLE"}),
    ),
    Paraphrase(
        rf"then (?P<at>(?P<one>{NAME}))\b",
        lambda found: f"write `then image with {found['one']}`, or `then consider {found['one']}`",
        blocks=frozenset({"waiting period"}),
        is_guess=True,
    ),
    Paraphrase(
        rf"use (?P<one>{NAME}) (?P<at>instead of) (?P<other>{NAME})",
        lambda found: f"write `instead of {found['other']} use {found['one']}`",
    ),
    Paraphrase(
        rf"(?:replace|substitute|exchange) (?P<one>{NAME}) (?:by|with|for) (?P<other>{NAME})",
        lambda found: f"write `instead of {found['one']} use {found['other']}`",
        blocks=frozenset({"special case"}),
        message=lambda found: f"a special case has no `{found[0].split()[0].lower()}`",
    ),
    Paraphrase(
        rf"instead of (?P<studies>{NAME}(?P<at>(?:\s*(?:,|&|\band\b)\s*{NAME})+))"
        rf" use (?P<one>{NAME})",
        lambda found: (
            "write `instead of "
            f"{' or '.join(re.findall(NAME_IN_LIST, found['studies']))} use {found['one']}`"
        ),
    ),
    Paraphrase(
        rf"(?:do not image with|{_AGAINST}) (?P<one>{NAME})",
        lambda found: (
            f"write `instead of {found['one']} use ...` with the study that is used; "
            "what an `indication` says against a study gives way to what another rule recommends"
        ),
        blocks=frozenset({"special case"}),
        message="a special case says which study is used instead",
    ),
)
