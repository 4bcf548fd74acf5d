"""The examples, and the file itself, coloured, with an anchor for each line."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from imaging_rules.decide.decision import Decision
from imaging_rules.decide.explain.wording import levels_in_words, spaced
from imaging_rules.document.highlight import Kind, pieces
from imaging_rules.document.markup import items, kept, link, pairs, tag, text
from imaging_rules.document.page.names import chip, rule_link, short_title
from imaging_rules.document.page.rules import line_link
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.rules import Example
from imaging_rules.text.words import joined
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation


def examples(guideline: Guideline, today: date) -> str:
    """Return the examples in file order, each closed until its reader opens it."""
    told = [
        _example(place, each, guideline, today)
        for place, each in enumerate(guideline.model.examples, 1)
    ]
    return "\n".join(told)


def _example(place: int, example: Example, guideline: Guideline, today: date) -> str:
    decision = guideline.evaluate(dict(example.given), today=today)
    summary = tag("summary", tag("span", text(example.title)), " ", tag("span", _told(decision)))
    told = pairs(
        [
            ("Given", text(_given(example, guideline))),
            ("To be done", items("ul", [text(each.text) for each in decision.actions])),
            ("Because", _because(decision)),
            ("Studies", items("ul", _studies(guideline.model, decision))),
            ("Before the scan", items("ul", _precautions(guideline.model, decision))),
            ("Still to ask", items("ul", _missing(decision))),
            ("As assumed", items("ul", _assumed(decision))),
            ("Contradiction", items("ul", _contradictions(decision))),
            ("Remarks", items("ul", [text(each.text) for each in decision.remarks])),
            ("It would change with", items("ul", _changes(decision))),
        ],
    )
    at = tag("p", line_link(guideline.model, example.span), class_="ir-small")
    return tag("details", summary, told, at, class_="ir-example", id=f"example-{place}")


def _given(example: Example, guideline: Guideline) -> str:
    """Return what is given, in the words of the file."""
    told, begun = [], False
    for kind, piece in pieces(guideline.model.text.text[example.span.end :]):
        if kind == "keyword" and piece in ("given", "expect"):
            if begun:
                break
            begun = True
        elif begun and kind != "comment":
            told.append(piece)
    return "".join(told)


def _told(decision: Decision) -> str:
    """Return the recommendation: what is possible beside it is never shown as if it were one."""
    words = ""
    if decision.may_rise_to is not None:
        words = f"may rise to: {decision.may_rise_to.words}"
    elif decision.recommendation is Recommendation.UNDETERMINED:
        words = f"possible: {levels_in_words(decision.possible)}"
    return chip(decision.recommendation) + (tag("small", text(words)) if words else "")


def _because(decision: Decision) -> str:
    told = [
        link(f"rule-{each.rule}", text(each.title or spaced(each.rule))) + f" ({text(each.kind)})"
        for each in decision.reasons
        if each.decisive
    ]
    if not told and decision.settled:
        return "No rule speaks; this is what the guideline says of such patients."
    return told[0] if len(told) == 1 else items("ul", told)


def _studies(guideline: Model, decision: Decision) -> Iterator[str]:
    for each in decision.studies:
        if any(level.is_level or level is StudyRecommendation.RULED_OUT for level in each.possible):
            yield text(f"{short_title(guideline, each.name)}: {levels_in_words(each.possible)}")


def _precautions(guideline: Model, decision: Decision) -> Iterator[str]:
    for each in decision.precautions:
        lead = f"{rule_link(guideline.rule[each.rule])}: "
        yield lead + " ".join(text(action) for action in each.actions)


def _missing(decision: Decision) -> Iterator[str]:
    """Yield what is to be asked, in that order, with the levels that it could lead to."""
    for (levels, before), several in groupby(
        decision.missing, lambda each: (each.could_become, bool(each.before))
    ):
        facts = joined([link(f"fact-{each.fact}", text(spaced(each.fact))) for each in several])
        alone = "before the scan" if before else "for the study alone"
        could = f"could lead to: {levels_in_words(levels)}" if levels else alone
        yield f"{facts} ({text(could)})"


def _assumed(decision: Decision) -> list[str]:
    """Return what is assumed and matters, by what another value could lead to."""
    by_levels: dict[str, list[str]] = {}
    for each in decision.assumed:
        if each.could_become:
            could = levels_in_words(each.could_become)
            told = f"{spaced(each.fact)}: {spaced(str(each.value))}"
            by_levels.setdefault(could, []).append(told)
    return [text(f"{'; '.join(told)} (else: {could})") for could, told in by_levels.items()]


def _contradictions(decision: Decision) -> Iterator[str]:
    for each in decision.contradictions:
        facts = joined([link(f"fact-{name}", text(spaced(name))) for name in each.facts])
        yield f"{text(each.title or spaced(each.name))}; to be checked: {facts}"


def _changes(decision: Decision) -> list[str]:
    """Return which single other answer would change a decision, by what it becomes."""
    by_level: dict[Recommendation, list[str]] = {}
    # While it is undetermined, what is to be asked says what would settle it.
    if decision.recommendation is not Recommendation.UNDETERMINED:
        for each in decision.changes:
            when = f" (after {each.when})" if each.when else ""
            told = f"{spaced(each.fact)}: {spaced(each.to)}{when}"
            by_level.setdefault(each.becomes, []).append(told)
    return [f"{chip(level)} {text('; '.join(told))}" for level, told in by_level.items()]


# A long file has very many pieces: short elements keep the page small.
_ELEMENTS: dict[Kind, str] = {
    "block": "strong",
    "named": "var",
    "keyword": "b",
    "value": "b",
    "operator": "b",
    "unit": "u",
    "number": "u",
    "text": "i",
    "comment": "em",
    "plain": "",
}


def listing(guideline: Model) -> str:
    """Return the text of the guideline's file."""
    written = "".join(_coloured(kind, piece) for kind, piece in pieces(guideline.text.text))
    lines = written.rstrip("\n").split("\n")
    numbered = "\n".join(
        f"<a id=line-{number} href=#line-{number}>{number}</a>{line}"
        for number, line in enumerate(lines, 1)
    )
    attributes = 'class="ir-file" tabindex="0" role="region" aria-label="The file"'
    return f"<pre {attributes}>{numbered}</pre>"


def _coloured(kind: Kind, piece: str) -> str:
    """Return a piece; what stands on several lines is coloured on each of them."""
    name = _ELEMENTS[kind]
    if not name:
        return kept(piece)
    return "\n".join(f"<{name}>{kept(line)}</{name}>" if line else "" for line in piece.split("\n"))
