"""Every rule with its wording and its source, all of them in tables, and advice."""

from collections.abc import Iterator
from typing import assert_never

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.markup import items, link, pairs, table, tag, text
from imaging_rules.document.page.conditions import condition
from imaging_rules.document.page.names import (
    chip,
    first_upper,
    meaning,
    rule_link,
    study_links,
    title,
)
from imaging_rules.document.page.notes import labelled_texts, notes, notes_in_short
from imaging_rules.model.conditions import ALWAYS, NEVER
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    Advice,
    Contradiction,
    Contraindication,
    Indication,
    Limit,
    NotIndicated,
    Precaution,
    RedFlag,
    Rule,
    Says,
    SpecialCase,
    WaitingPeriod,
)
from imaging_rules.text import Span
from imaging_rules.values.recommendation import Recommendation


def every_rule(guideline: Guideline) -> str:
    """Return all rules in file order, each with an anchor of its own, behind what frames them."""
    return "\n".join([_frame(guideline), *(_rule(each, guideline) for each in guideline.rules)])


def says(rule: Rule, guideline: Guideline) -> tuple[str, ...]:
    """Return what a rule says, each part as HTML."""
    match rule:
        case RedFlag() | Indication() | NotIndicated():
            advised_against = (Says(Recommendation.DO_NOT_IMAGE, (name,)) for name in rule.against)
            return tuple(_said(each, guideline) for each in (*rule.says, *advised_against))
        case WaitingPeriod():
            return tuple(_after_waiting(rule, guideline))
        case Limit():
            return (f"holds at {chip(rule.level)} whatever other rules say, red flags aside",)
        case SpecialCase():
            return (
                *(_said(each, guideline) for each in rule.says),
                *_replaced(rule, guideline),
            )
        case Contraindication():
            return (
                f"rules out {study_links(guideline, rule.rules_out, 'and')}, whoever recommends it",
            )
        case Precaution():
            return (f"is to be known before {study_links(guideline, rule.before)}",)
        case Contradiction():
            return ("the answers cannot all be true: until they are checked, they count as open",)
        case _:
            assert_never(rule)


def when(rule: Rule, guideline: Guideline) -> str:
    """Return when a rule holds, as HTML."""
    if not isinstance(rule, WaitingPeriod):
        return condition(rule.when, guideline)
    fact = guideline.fact[rule.fact]
    waited = f"{link(f'fact-{fact.name}', text(spaced(fact.name)))} at least " + text(
        fact.words(rule.first)
    )
    told = [waited]
    told += [] if rule.when == ALWAYS else [condition(rule.when, guideline)]
    if rule.without != NEVER:
        told.append(f"{tag('b', 'not', class_='ir-word')} {condition(rule.without, guideline)}")
    if len(told) == 1:
        return waited
    return tag("b", "all of", class_="ir-word") + ":" + items("ul", told)


def window(rule: WaitingPeriod, guideline: Guideline) -> tuple[str, str]:
    """Return in words how long it is from `consider` on, and from when on what follows."""
    fact = guideline.fact[rule.fact]
    upper = fact.words(rule.last)
    if rule.first == rule.last:
        return "", f"from {upper} on"
    lower = _bare(fact.words(rule.first), upper)
    return f"{lower} to under {upper}", f"from {upper} on"


def line_link(guideline: Guideline, span: Span) -> str:
    """Return a link to the line of the file in which something begins."""
    line = guideline.text.place(span.start).line
    return link(f"line-{line}", f"line {line}")


def _frame(guideline: Guideline) -> str:
    """Return for whom the rules are, and what holds where none speaks."""
    header = guideline.header
    told = pairs(
        [
            ("Applies when", condition(header.applies, guideline)),
            ("Otherwise", f"where no rule speaks: {chip(header.otherwise)}"),
        ],
        class_="ir-facts",
    )
    return tag(
        "section",
        tag("h3", "For whom, and where no rule speaks", id="header"),
        tag("p", " · ".join(["Header", line_link(guideline, header.span)]), class_="ir-small"),
        told,
        notes(header.notes, guideline),
        class_="ir-card",
    )


def _rule(rule: Rule, guideline: Guideline) -> str:
    anchor = f"rule-{rule.name}"
    here = link(anchor, "¶", class_="headerlink", title="Link to this rule")
    kind = first_upper(rule.kind)
    below = [kind, tag("code", rule.name), line_link(guideline, rule.span)]
    said = says(rule, guideline)
    told = pairs(
        [
            ("When", when(rule, guideline)),
            ("Says", said[0] if len(said) == 1 else items("ul", said)),
            *labelled_texts(rule),
            ("Overrides", _overridden(rule, guideline)),
        ],
        class_="ir-facts",
    )
    return tag(
        "section",
        tag("h3", text(title(rule)), here, id=anchor),
        tag("p", " · ".join(below), class_="ir-small"),
        told,
        notes(rule.notes, guideline),
        class_="ir-card",
    )


def _said(said: Says, guideline: Guideline) -> str:
    with_studies = f" with {study_links(guideline, said.studies)}" if said.studies else ""
    return chip(said.level) + with_studies


def _after_waiting(rule: WaitingPeriod, guideline: Guideline) -> Iterator[str]:
    for when, says in zip(window(rule, guideline), rule.says, strict=True):
        if when:
            yield f"{text(when)}: {_said(says, guideline)}"


def _replaced(rule: SpecialCase, guideline: Guideline) -> Iterator[str]:
    by_use: dict[str, list[str]] = {}
    for study, use in rule.replaces:
        by_use.setdefault(use, []).append(study)
    for use, studies in by_use.items():
        told = study_links(guideline, studies)
        yield f"instead of {told}: {study_links(guideline, [use])}"


def _overridden(rule: Rule, guideline: Guideline) -> str:
    names = rule.overrides if isinstance(rule, SpecialCase) else ()
    return ", ".join(rule_link(guideline.rule[name]) for name in names)


def _bare(words: str, upper: str) -> str:
    """Return the lower end without its unit, where the upper end has the same."""
    number, _, unit = words.partition(" ")
    return number if unit and upper.endswith(f" {unit}") else words


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
            + tag("div", text(str(each.timing or meaning(each.says[0].level))), class_="ir-small"),
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
            + (tag("p", text(f"How soon: {each.timing}.")) if each.timing else "")
            + "".join(tag("p", text(part)) for part in (*each.actions, *each.remarks)),
        )
        for each in rules
    ]
    return _wide(table(("Rule", "When", "What it says"), rows, class_="ir-table ir-rules"))


def _wide(inside: str) -> str:
    return tag("div", inside, class_="ir-wide")


def advice(guideline: Guideline, topic: str) -> str:
    """Return the advice on a topic; nothing where there is none.

    Args:
        guideline: The guideline.
        topic: The topic, such as `care`.
    """
    return "\n".join(_one(each, guideline) for each in guideline.advice if each.topic == topic)


def _one(one: Advice, guideline: Guideline) -> str:
    shown = "".join(chip(level) for level in one.levels)
    told = [text(each) for each in one.texts]
    return tag(
        "section",
        tag("h3", text(title(one)), id=f"advice-{one.name}"),
        tag("p", f"Shown with: {shown}", class_="ir-small") if shown else "",
        items("ul", told),
        notes_in_short(one.notes, guideline),
        class_="ir-card",
    )
