"""Named conditions, choices and scores, as small tables."""

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.markup import link, table, tag, text
from imaging_rules.document.page.conditions import condition
from imaging_rules.document.page.names import title
from imaging_rules.document.page.notes import notes
from imaging_rules.document.page.rules import line_link
from imaging_rules.model.guideline import Choice, Define, Definition, Guideline, Score
from imaging_rules.values.numbers import quantity_text


def definitions(guideline: Guideline) -> str:
    """Return what the guideline defines, in file order; nothing where it defines nothing."""
    return "\n".join(_card(each, guideline) for each in guideline.defines.values())


def _told(one: Define, guideline: Guideline) -> str:
    match one:
        case Definition():
            return tag("div", condition(one.condition, guideline))
        case Choice():
            return _choice(one, guideline)
        case Score():
            return _score(one, guideline)


def _choice(choice: Choice, guideline: Guideline) -> str:
    rows = [
        (tag("em", text(spaced(value))), condition(when, guideline)) for value, when in choice.lines
    ]
    rows.append((tag("em", text(spaced(choice.otherwise))), "otherwise"))
    lead = tag("p", "The first line that fits counts.")
    return lead + table(("It is", "When"), rows, class_="ir-table")


def _score(score: Score, guideline: Guideline) -> str:
    rows = [
        (quantity_text(points, None).replace("-", "−"), condition(when, guideline))
        for points, when in score.lines
    ]
    used = [
        tag("code", text(spaced(each.name)))
        for each in guideline.definitions
        if each.block == score.name
    ]
    lead = tag("p", "The points of all lines that hold are added up.")
    after = tag("p", f"The rules ask: {', '.join(used)}.") if used else ""
    return lead + table(("Points", "When"), rows, class_="ir-table") + after


def _card(one: Define, guideline: Guideline) -> str:
    anchor = f"define-{one.name}"
    below = [tag("code", text(one.name)), line_link(guideline, one.span)]
    return tag(
        "section",
        tag("h3", text(title(one)), link(anchor, "¶", class_="headerlink"), id=anchor),
        tag("p", " · ".join(below), class_="ir-small"),
        _told(one, guideline),
        notes(one.notes, guideline),
        class_="ir-card",
    )
