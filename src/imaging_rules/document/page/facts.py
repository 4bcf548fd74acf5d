"""Facts, screens and studies as cards, and what is defined of facts in small tables."""

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.markup import link, pairs, table, tag, text
from imaging_rules.document.page.conditions import condition
from imaging_rules.document.page.names import study_links, title
from imaging_rules.document.page.notes import labelled_texts, notes, notes_in_short
from imaging_rules.document.page.rules import line_link
from imaging_rules.model.conditions import ALWAYS
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Screen, YesNoType
from imaging_rules.model.guideline import Choice, Define, Definition, Guideline, Score, Study
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


def definitions(guideline: Guideline) -> str:
    """Return what the guideline defines, in file order; nothing where it defines nothing."""
    return "\n".join(_definition_card(each, guideline) for each in guideline.defines.values())


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


def _definition_card(one: Define, guideline: Guideline) -> str:
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
