"""Advice for the reader, by topic."""

from imaging_rules.document.markup import items, tag, text
from imaging_rules.document.page.names import chip, title
from imaging_rules.document.page.notes import notes_in_short
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Advice


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
