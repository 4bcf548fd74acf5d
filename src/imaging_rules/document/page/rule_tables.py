"""Red flags, indications, special cases and the like, in tables to be read at once."""

from imaging_rules.document.markup import table, tag, text
from imaging_rules.document.page.names import chip, meaning, rule_link, study_links
from imaging_rules.document.page.rules import says, when
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    Contradiction,
    Contraindication,
    Indication,
    Limit,
    NotIndicated,
    Precaution,
    RedFlag,
    Rule,
    SpecialCase,
)

NO_RED_FLAGS = (
    "This guideline has no red flags of its own. That does not say that there are none: a sign of "
    "danger calls for action whatever this page says."
)


def red_flags(guideline: Guideline) -> str:
    """Return the red flags: the sign, why it matters, how soon, and which study."""
    flags = guideline.of(RedFlag)
    if not flags:
        return tag("p", text(NO_RED_FLAGS))
    rows = [
        (
            f"{rule_link(each)}{tag('div', when(each, guideline), class_='ir-small')}",
            _why(each),
            chip(each.says[0].level)
            + tag("div", text(each.timing or meaning(each.says[0].level)), class_="ir-small"),
            study_links(guideline, each.says[0].studies),
        )
        for each in flags
    ]
    any_one = "Any one of these calls for imaging, whoever the patient is."
    lead = tag("p", any_one, class_="ir-lead-in")
    heads = ("Sign", "Why", "How soon", "Which study")
    return lead + _wide(table(heads, rows, class_="ir-table ir-flags"))


def indications(guideline: Guideline) -> str:
    """Return the indications; nothing where there are none."""
    return _rules(guideline, guideline.of(Indication))


def against(guideline: Guideline) -> str:
    """Return what speaks against imaging or holds it back; nothing where that is no rule."""
    return _rules(guideline, (*guideline.of(NotIndicated), *guideline.of(Limit)))


def special_cases(guideline: Guideline) -> str:
    """Return the special cases, with their remarks; nothing where there are none."""
    return _rules(guideline, guideline.of(SpecialCase))


def contraindications(guideline: Guideline) -> str:
    """Return which studies must not be done of whom; nothing where no rule says so."""
    return _rules(guideline, guideline.of(Contraindication))


def precautions(guideline: Guideline) -> str:
    """Return what must be known before which study, and what is done then; nothing for none."""
    return _rules(guideline, guideline.of(Precaution))


def contradictions(guideline: Guideline) -> str:
    """Return which answers cannot all be true; nothing where no rule says so."""
    rules = guideline.of(Contradiction)
    rows = [(rule_link(each), when(each, guideline)) for each in rules]
    return _wide(table(("Contradiction", "When"), rows, class_="ir-table")) if rows else ""


def _why(flag: RedFlag) -> str:
    why = [f"Suspected: {flag.suspect}." if flag.suspect else "", *flag.notes.because]
    return "".join(tag("p", text(each)) for each in why if each) or text(flag.question)


def _rules(guideline: Guideline, rules: tuple[Rule, ...]) -> str:
    if not rules:
        return ""
    rows = [
        (
            rule_link(each),
            when(each, guideline),
            "".join(tag("p", part) for part in says(each, guideline))
            + "".join(tag("p", text(part)) for part in (*each.actions, *each.remarks)),
        )
        for each in rules
    ]
    return _wide(table(("Rule", "When", "What it says"), rows, class_="ir-table ir-rules"))


def _wide(inside: str) -> str:
    return tag("div", inside, class_="ir-wide")
