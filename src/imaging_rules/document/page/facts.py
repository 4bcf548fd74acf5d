"""The dictionary of facts: each with its question, its type and what is assumed of it."""

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.markup import link, pairs, tag, text
from imaging_rules.document.page.conditions import condition
from imaging_rules.document.page.names import study_links, title
from imaging_rules.document.page.notes import labelled_texts, notes_in_short
from imaging_rules.document.page.rules import line_link
from imaging_rules.model.conditions import ALWAYS
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Screen, YesNoType
from imaging_rules.model.guideline import Guideline, Study
from imaging_rules.text.words import joined
from imaging_rules.values.numbers import decimal_text, quantity_text


def facts(guideline: Guideline) -> str:
    """Return all facts in file order, each with an anchor of its own."""
    return "\n".join(_fact(each, guideline) for each in guideline.facts)


def screens(guideline: Guideline) -> str:
    """Return the questions about several facts at once; nothing where there are none."""
    return "\n".join(_screen(each, guideline) for each in guideline.screens)


def studies(guideline: Guideline) -> str:
    """Return the studies, preferred first; nothing where there are none."""
    return "\n".join(_study(each, guideline) for each in guideline.studies)


def _fact(fact: Fact, guideline: Guideline) -> str:
    gate = "" if fact.gate == ALWAYS else condition(fact.gate, guideline)
    told = pairs(
        [
            ("Answer", text(_type(fact))),
            *labelled_texts(fact),
            ("If not stated", "" if fact.assumed is None else text(_assumed(fact))),
            ("Asked only when", gate),
            ("Told apart", text(_regions(fact))),
            ("From", _vocabulary(fact)),
        ],
        class_="ir-facts",
    )
    return _card("fact", fact, fact.ask, guideline, told)


def _screen(screen: Screen, guideline: Guideline) -> str:
    covers = [
        link(f"fact-{name}", text(spaced(name)))
        + f" is {text(spaced(guideline.fact[name].words(value)))}"
        for name, value in screen.covers
    ]
    told = pairs(
        [
            *labelled_texts(screen),
            ("“None” says", ", ".join(covers)),
        ],
        class_="ir-facts",
    )
    return _card("screen", screen, screen.ask, guideline, told)


def _study(study: Study, guideline: Guideline) -> str:
    told = pairs(
        [
            *labelled_texts(study),
            ("If ruled out, use", study_links(guideline, study.instead, "else")),
        ],
        class_="ir-facts",
    )
    return _card("study", study, "", guideline, told)


def _card(
    kind: str, block: Fact | Screen | Study, ask: str, guideline: Guideline, told: str
) -> str:
    below = [tag("code", block.name), line_link(guideline, block.span)]
    # What is asked says more than a title does; a title stands beside the name then.
    name = ask or title(block)
    below += [text(block.notes.title)] if ask and block.notes.title else []
    anchor = f"{kind}-{block.name}"
    return tag(
        "section",
        tag("h3", text(name), id=anchor),
        tag("p", " · ".join(below), class_="ir-small"),
        told,
        notes_in_short(block.notes, guideline),
        class_="ir-card",
    )


def _type(fact: Fact) -> str:
    match fact.type:
        case YesNoType():
            return "Yes or no."
        case ChoiceType(values):
            return f"One of: {joined([spaced(each) for each in values], 'or')}."
        case NumberType(range, whole, unit):
            kind = "A whole number" if whole else "A number"
            low = decimal_text(range.low) or quantity_text(range.low, unit)
            return f"{kind} from {low} to {quantity_text(range.high, unit)}."


def _assumed(fact: Fact) -> str:
    assert fact.assumed is not None
    return f"It is assumed: {spaced(fact.words(fact.assumed))}. The decision says so."


def _regions(fact: Fact) -> str:
    """Return the values that the rules tell apart, of a number of which they tell some apart."""
    if not isinstance(fact.type, NumberType) or len(fact.regions) < 2:
        return ""
    return "; ".join(fact.region_words(place) for place in range(len(fact.regions))) + "."


def _vocabulary(fact: Fact) -> str:
    return f"the vocabulary {tag('code', fact.vocabulary)}" if fact.vocabulary else ""
