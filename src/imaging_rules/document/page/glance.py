"""The decision at a glance: each level with what leads to it, highest first."""

from collections.abc import Iterator

from imaging_rules.document.drawing.ladder import Ladder, Rung
from imaging_rules.document.markup import tag, text
from imaging_rules.document.page.drawn_lines import drawn_lines
from imaging_rules.document.page.names import chip, meaning
from imaging_rules.document.page.terms import Terms
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import RedFlag
from imaging_rules.values.recommendation import Recommendation

_LEAD = "The highest level of which a line holds is the decision."


def glance(guideline: Guideline, ladder: Ladder) -> str:
    """Return the levels as a ladder, with what frames it and the meaning of its words.

    Args:
        guideline: The guideline.
        ladder: Its levels.
    """
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
