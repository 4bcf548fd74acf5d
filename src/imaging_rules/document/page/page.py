"""The page of a guideline as a whole: its parts in the order in which a reader needs them."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePath

from imaging_rules.document.drawing.flow import flow
from imaging_rules.document.drawing.ladder import ladder
from imaging_rules.document.export.guideline import LongExportError
from imaging_rules.document.form import try_it
from imaging_rules.document.markup import page, plain, tag, text
from imaging_rules.document.page.examples import examples, listing
from imaging_rules.document.page.facts import definitions, facts, screens, studies
from imaging_rules.document.page.flow_chart import flow_chart
from imaging_rules.document.page.head import glance, not_covered, opening
from imaging_rules.document.page.notes import note, statements
from imaging_rules.document.page.rules import (
    advice,
    against,
    contradictions,
    contraindications,
    every_rule,
    indications,
    precautions,
    red_flags,
    special_cases,
)
from imaging_rules.document.page.timeline import timelines
from imaging_rules.library.guideline import Guideline

_LEGEND = (
    ("source", "Source", "what the source says"),
    ("assumed", "Assumed", "a reading chosen where the source is silent or unclear"),
    ("editorial", "Editorial", "a remark that is not from the source"),
)

_NO_FORM = (
    "The form is left out: with so many rules, it takes too long to tell when each of them decides."
)

_ANCHOR = re.compile(r'\bid="?([^" >]+)')
_WORD = re.compile(r"\w+")


def guideline_page(guideline: Guideline, today: date | None = None) -> str:
    """Return the page of a guideline, as Markdown.

    Args:
        guideline: The guideline.
        today: The day for which its review date is judged; without it, today.

    Returns:
        Headings in Markdown, and below each a piece of HTML in which no text of the guideline can
        be taken for markup. Every rule has the anchor ``rule-NAME``, every fact ``fact-NAME``,
        and every line of the file ``line-NUMBER``.
    """
    day = today or date.today()
    parts = []
    for title, inside in _sections(guideline, day):
        if inside:
            parts += [f"## {title}"] if title else []
            parts.append(inside)
    title = _title(guideline, parts)
    return page([title, *parts, "[All guidelines](index.md)"])


def _title(guideline: Guideline, parts: list[str]) -> str:
    """Return the first heading, of which no site makes an anchor that a part has already."""
    title = guideline.title or guideline.name
    taken = {each for part in parts for each in _ANCHOR.findall(part)}
    # From `Rule fever` a site makes the anchor of the rule named `fever`.
    if "-".join(_WORD.findall(title.lower())) in taken:
        title = f"{title} (guideline)"
    return f"# {plain(title)}"


def _sections(guideline: Guideline, today: date) -> Iterator[tuple[str, str]]:
    """Yield the heading of each section, and what stands under it, with no blank line."""
    model = guideline.model
    levels = ladder(model)
    yield "", opening(model, today)
    yield "What it does not cover", not_covered(model, levels)
    yield "The decision at a glance", glance(model, levels)
    yield "Try it", _form(guideline)
    yield "Red flags", red_flags(model)
    yield "How long to wait", timelines(model)
    yield "Indications", indications(model)
    yield "When imaging is held back", against(model)
    yield "Special cases", special_cases(model)
    yield "What must not be done", contraindications(model)
    yield "Before the scan", precautions(model)
    yield "What to watch for", advice(model, "safety")
    yield "What to do meanwhile", advice(model, "care")
    yield "Questions for the doctor", advice(model, "questions")
    yield "From the patient to the decision", flow_chart(model, flow(model))
    yield "What is asked", facts(model)
    yield "Several questions at once", screens(model)
    yield "Answers that cannot all be true", contradictions(model)
    yield "What is defined", definitions(model)
    yield "Studies", studies(model)
    yield "Every rule and its source", _with_legend(every_rule(model))
    yield "What the evidence says", advice(model, "evidence")
    yield "What happens in the scan", advice(model, "procedure")
    yield "Cost", advice(model, "cost")
    yield "Insurance and referral", advice(model, "insurance")
    yield "Worked examples", examples(guideline, today)
    yield "The statements of the source", statements(model)
    yield "The file", _file(guideline)


def _form(guideline: Guideline) -> str:
    try:
        return try_it(guideline)
    except LongExportError:
        return tag("p", text(_NO_FORM))


def _with_legend(rules: str) -> str:
    if not rules:
        return ""
    told = "".join(note(kind, lead, said) for kind, lead, said in _LEGEND)
    return tag("div", told, class_="ir-legend") + "\n" + rules


def _file(guideline: Guideline) -> str:
    name = PurePath(guideline.model.text.name).name
    told = f"{text(name)}, sha256 of all that it says: {tag('code', guideline.sha256)}"
    return tag("p", told, class_="ir-small") + "\n\n" + listing(guideline.model)
