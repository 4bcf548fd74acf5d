"""How a page begins: what is decided and for whom, and the decision at a glance."""

from collections.abc import Iterator
from datetime import date

from imaging_rules.document.drawing.ladder import Ladder, Rung
from imaging_rules.document.markup import items, pairs, tag, text
from imaging_rules.document.page.conditions import Terms, opened
from imaging_rules.document.page.flow_chart import drawn_lines
from imaging_rules.document.page.names import chip, meaning
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


_LEAD = "The highest level of which a line holds is the decision."


def glance(guideline: Guideline, ladder: Ladder) -> str:
    """Return the levels as a ladder, with what frames it and the meaning of its words."""
    terms = Terms(guideline, {})
    rungs = [*_frame(guideline, ladder, terms)]
    rungs += [_level(each, guideline, ladder, terms) for each in ladder.rungs]
    rungs += _beside(guideline, ladder)
    lead = tag("p", text(_LEAD)) if ladder.rungs else ""
    told = terms.told()
    meant = tag("details", tag("summary", "What the words mean"), told, class_="ir-meant")
    return tag("div", lead, tag("dl", *rungs, class_="ir-glance"), meant if told else "")


def _frame(guideline: Guideline, ladder: Ladder, terms: Terms) -> Iterator[str]:
    """Yield for whom the lines count, and how far, red flags aside."""
    aside = ", red flags aside" if guideline.of(RedFlag) else ""
    if ladder.has_others:
        lead = tag("p", f"The lines count only where this holds{aside}:")
        yield _rung(
            "For whom", lead + tag("div", terms.condition(ladder.applies), class_="ir-line")
        )
    for level, limits in ladder.limits:
        lead = f"The lines lead no higher than this{aside}, where one of these holds:"
        yield _rung(
            "Held back at " + chip(level), drawn_lines(limits, guideline, terms, text(lead)), level
        )


def _level(rung: Rung, guideline: Guideline, ladder: Ladder, terms: Terms) -> str:
    lead = "Red flags, whoever the patient is:" if ladder.has_others or ladder.limits else ""
    also = "Others:" if rung.red_flags.lines and lead else ""
    told = drawn_lines(rung.red_flags, guideline, terms, lead)
    told += drawn_lines(rung.rules, guideline, terms, also)
    return _rung(_outcome(rung.level), told, rung.level)


def _beside(guideline: Guideline, ladder: Ladder) -> Iterator[str]:
    """Yield what is said where no line counts."""
    if ladder.otherwise is not None:
        told = "The guideline is for this patient, and no" if ladder.has_others else "No"
        yield _rung(_outcome(ladder.otherwise), f"{told} line holds.", ladder.otherwise)
    if ladder.has_others:
        others = Recommendation.OUT_OF_SCOPE
        but = "No red flag holds, and the" if guideline.of(RedFlag) else "The"
        yield _rung(_outcome(others), f"{but} guideline is not for this patient.", others)


def _outcome(level: Recommendation) -> str:
    return chip(level) + tag("span", text(meaning(level)), class_="ir-small")


def _rung(head: str, told: str, level: Recommendation | None = None) -> str:
    kind = "" if level is None else f" ir-{level.words.replace(' ', '-')}"
    return tag("div", tag("dt", head), tag("dd", told), class_=f"ir-rung{kind}")
