"""How a page begins: what is decided and for whom, and what is not covered."""

from collections.abc import Iterator
from datetime import date

from imaging_rules.document.drawing.ladder import Ladder
from imaging_rules.document.markup import items, pairs, tag, text
from imaging_rules.document.page.conditions import opened
from imaging_rules.document.page.names import chip
from imaging_rules.document.page.notes import not_the_source, source
from imaging_rules.model.conditions import ALWAYS
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import RedFlag
from imaging_rules.values.recommendation import Recommendation


def opening(guideline: Guideline, today: date) -> str:
    """Return what is decided and for whom, its status, version and source."""
    header = guideline.header
    summary = tag("p", text(header.summary), class_="ir-lead") if header.summary else ""
    whom = text(header.population)
    applies = "" if header.applies == ALWAYS else opened(header.applies, guideline)
    told = pairs(
        [
            ("For", whom),
            ("Applies when", applies),
            ("Status", text(header.status)),
            ("Version", text(header.version)),
            ("Published", text(header.published)),
            ("Review by", text(header.review_by.isoformat() if header.review_by else "")),
            ("Source", _sources(guideline)),
        ],
        class_="ir-facts",
    )
    parts = [*_warnings(guideline, today), summary, told]
    return tag("div", *parts, class_="ir-opening")


def not_covered(guideline: Guideline, ladder: Ladder) -> str:
    """Return for whom and of what the guideline says nothing, and on what it rests."""
    header = guideline.header
    told = []
    if ladder.has_others:
        but = "nothing but its red flags" if guideline.of(RedFlag) else "nothing"
        told.append(
            f"{chip(Recommendation.OUT_OF_SCOPE)} Patients for whom “applies when” does not hold: "
            f"of them it says {but}, and that is no reassurance."
        )
    if ladder.otherwise is Recommendation.NO_GUIDANCE:
        told.append(
            f"{chip(ladder.otherwise)} Where none of its rules holds it is silent, and that is no "
            "reassurance."
        )
    elif ladder.otherwise is not None:
        told.append(f"Where none of its rules holds it says: {chip(ladder.otherwise)}")
    told.append(
        "It restates a published text in the form of rules. It is not a medical device and does "
        "not replace the judgment of a clinician who knows the patient."
    )
    return tag("div", items("ul", told), not_the_source(header.notes))


def _warnings(guideline: Guideline, today: date) -> Iterator[str]:
    header = guideline.header
    if header.status == "draft":
        yield _warning("This is a draft. Do not rely on it.")
    if header.status == "retired":
        yield _warning("This guideline is retired. Do not use it for new patients.")
    if header.review_by is not None and header.review_by < today:
        yield _warning(f"It was to be reviewed by {header.review_by.isoformat()}.")


def _warning(words: str) -> str:
    return tag("p", tag("strong", text(words)), class_="ir-warning", role="note")


def _sources(guideline: Guideline) -> str:
    told = [
        tag("div", source(each), id=f"source-{each.name}", class_="ir-origin")
        for each in guideline.sources
    ]
    return "".join(told)
