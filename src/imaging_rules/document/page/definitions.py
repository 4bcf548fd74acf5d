"""Named conditions, choices and scores, as small tables."""

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.markup import link, table, tag, text
from imaging_rules.document.page.conditions import condition
from imaging_rules.document.page.names import first_upper
from imaging_rules.document.page.notes import notes
from imaging_rules.document.page.rules import line_link
from imaging_rules.model.guideline import Choice, Definition, Guideline, Score
from imaging_rules.values.numbers import quantity_text


def definitions(guideline: Guideline) -> str:
    """Return what the guideline defines, in file order; nothing where it defines nothing."""
    made = {each.name for each in guideline.choices} | {each.name for each in guideline.scores}
    blocks: list[tuple[int, str]] = [
        (each.span.start, _definition(each, guideline))
        for each in guideline.definitions
        if each.block not in made
    ]
    blocks += [(each.span.start, _choice(each, guideline)) for each in guideline.choices]
    blocks += [(each.span.start, _score(each, guideline)) for each in guideline.scores]
    return "\n".join(told for _, told in sorted(blocks))


def _definition(one: Definition, guideline: Guideline) -> str:
    return _card(one, guideline, tag("div", condition(one.condition, guideline)))


def _choice(choice: Choice, guideline: Guideline) -> str:
    rows = [
        (tag("em", text(spaced(value))), condition(when, guideline)) for value, when in choice.lines
    ]
    rows.append((tag("em", text(spaced(choice.otherwise))), "otherwise"))
    lead = tag("p", "The first line that fits counts.")
    return _card(choice, guideline, lead + table(("It is", "When"), rows, class_="ir-table"))


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
    return _card(
        score, guideline, lead + table(("Points", "When"), rows, class_="ir-table") + after
    )


def _card(one: Definition | Choice | Score, guideline: Guideline, told: str) -> str:
    name = one.block if isinstance(one, Definition) else one.name
    anchor = f"define-{name}"
    title = one.notes.title or first_upper(spaced(name))
    below = [tag("code", text(name)), line_link(guideline, one.span)]
    return tag(
        "section",
        tag("h3", text(title), link(anchor, "¶", class_="headerlink"), id=anchor),
        tag("p", " · ".join(below), class_="ir-small"),
        told,
        notes(one.notes, guideline),
        class_="ir-card",
    )
