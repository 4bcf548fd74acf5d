"""The flow chart: boxes one below the other, each with the outcome to which it leads."""

from collections.abc import Iterable, Iterator, Sequence

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.drawing.conditions import Gate, Line, Lines
from imaging_rules.document.drawing.flow import Box, Flow
from imaging_rules.document.markup import items, link, tag, text
from imaging_rules.document.page.conditions import Terms
from imaging_rules.document.page.names import chip, meaning, rule_link, study_links, title
from imaging_rules.model.conditions import ALWAYS, IsYes
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import (
    Contradiction,
    Contraindication,
    Precaution,
    Rule,
    SpecialCase,
)
from imaging_rules.text.words import joined
from imaging_rules.values.recommendation import Recommendation

_REASONS = {
    Recommendation.DO_NOT_IMAGE: "not to image",
    Recommendation.WAIT: "to wait",
    Recommendation.CONSIDER: "to consider imaging",
}
_TOO_LARGE = (
    "Too many answers hang together here for a flow chart that can be trusted, so none is drawn. "
    "The rules stand below."
)
_OPEN = (
    "An answer that is not known is not a ‘no’: where it matters, the decision stays open until it "
    "is known."
)


def flow_chart(guideline: Guideline, ways: tuple[Flow, ...]) -> str:
    """Return the ways from a patient to the level, as lists that read from top to bottom."""
    if not ways:
        return tag("p", text(_TOO_LARGE))
    charts = [_chart(guideline, way) for way in ways]
    told = [tag("p", each) for each in (text(_OPEN), *_left_out(guideline))]
    return tag("div", *charts, *told, class_="ir-way")


def _chart(guideline: Guideline, way: Flow) -> str:
    terms = Terms(guideline, way.defined)
    start = tag("li", tag("span", "Start with every patient here"), class_="ir-start")
    head = ""
    if way.only != ALWAYS:
        start = tag("li", tag("span", "Start here"), class_="ir-start")
        head = tag("h3", "Patients with ", terms.condition(way.only))
    # Where nobody is left behind the last box, no way leads on from it.
    last = len(way.boxes) if way.otherwise is None else None
    boxes = [_box(box, guideline, terms, at, at == last) for at, box in enumerate(way.boxes, 1)]
    if way.otherwise is not None:
        words = "None of the above" if way.boxes else "Every patient"
        asked = tag("p", words, class_="ir-asked")
        boxes.append(_step(asked, way.otherwise, leaves="", stays=""))
    return head + tag("ol", start, *boxes, class_="ir-flow")


def _left_out(guideline: Guideline) -> Iterator[str]:
    """Yield what the chart does not show, each as a sentence."""
    cases = guideline.of(SpecialCase)
    yield from _named("Another study may take its place with", [e for e in cases if e.replaces])
    yield from _named(
        "A study may be ruled out, and another take its place, with",
        guideline.of(Contraindication),
    )
    yield from _named("Before a study, it must be known", guideline.of(Precaution))
    acting = [rule for rule in guideline.deciding_rules if rule.actions]
    yield from _named("Other things are to be done too, which the chart leaves out, by", acting)
    remarked = [rule for rule in guideline.rules if rule.remarks]
    yield from _named("The chart leaves out the remarks of", remarked)
    against = [
        f"{rule_link(each)}: do not image with {study_links(guideline, each.against)}"
        for each in guideline.rules
        if each.against
    ]
    if against:
        yield f"Of single studies it is said besides: {'; '.join(against)}."
    yield from _named(
        "The chart takes it that all answers can be true together. Where they cannot, check them "
        "first",
        guideline.of(Contradiction),
    )


def _named(lead: str, rules: Sequence[Rule]) -> Iterator[str]:
    if rules:
        yield f"{lead}: {'; '.join(rule_link(each) for each in rules)}."


def _box(box: Box, guideline: Guideline, terms: Terms, place: int, is_end: bool) -> str:
    if box.is_for_all:
        asked = _everyone(box, guideline, place)
        return _step(asked, box.level, _which_study(box, guideline), leaves="", stays="")
    if box.level is Recommendation.OUT_OF_SCOPE:
        return _scope(box, guideline, terms, is_end)
    parts = [tag("p", text(_question(box)), class_="ir-asked")]
    leads = {
        "red_flags": "",
        "limits": "",
        "rules": "And one of these holds:" if box.limits.lines else "",
    }
    for name, lead in leads.items():
        parts.append(drawn_lines(getattr(box, name), guideline, terms, lead))
    if box.applies is not None:
        applies = terms.condition(box.applies)
        parts.append(tag("div", "And the guideline is for this patient: ", applies))
    parts.append(drawn_lines(box.unless, guideline, terms, "And none of these holds:"))
    parts.append(terms.told())
    stays = "" if is_end else "no"
    return _step("".join(parts), box.level, _which_study(box, guideline), stays=stays)


def _everyone(box: Box, guideline: Guideline, place: int) -> str:
    rules = {each.name: each for each in guideline.rules}
    lines = (*box.red_flags.lines, *box.limits.lines, *box.rules.lines)
    asked = tag("p", "Every patient" if place == 1 else "Everyone else", class_="ir-asked")
    return asked + items("ul", [rule_link(rules[each.rule]) for each in lines])


def _scope(box: Box, guideline: Guideline, terms: Terms, is_end: bool) -> str:
    assert box.applies is not None
    asked = tag("p", "Is the guideline for this patient?", class_="ir-asked")
    whom = guideline.header.population
    said = tag("p", f"For {text(whom)}.", class_="ir-small") if whom else ""
    applies = tag("div", terms.condition(box.applies), class_="ir-line")
    return _step(
        asked + said + applies + terms.told(),
        Recommendation.OUT_OF_SCOPE,
        leaves="no",
        stays="" if is_end else "yes",
    )


def _question(box: Box) -> str:
    if box.limits.lines:
        return "Is there a reason to hold back?"
    one = len(box.red_flags.lines or box.rules.lines) == 1
    if box.red_flags.lines:
        return "Is this red flag present?" if one else "Is any of these red flags present?"
    return f"Is {'this' if one else 'one of these'} a reason {_REASONS.get(box.level, 'to image')}?"


def _which_study(box: Box, guideline: Guideline) -> str:
    if box.studies is None:
        return "Which study depends on the rules that hold."
    return study_links(guideline, box.studies)


def _step(
    asked: str, level: Recommendation, studies: str = "", leaves: str = "yes", stays: str = "no"
) -> str:
    """Return a box with its outcome beside it, and with the way on, if there is one, below it."""
    outcome = chip(level) + tag("span", text(meaning(level)), class_="ir-small")
    outcome += tag("div", studies, class_="ir-small") if studies else ""
    return tag(
        "li",
        tag("div", asked, class_="ir-gate"),
        tag("span", leaves, class_="ir-leaves"),
        tag("div", outcome, class_=f"ir-outcome ir-{level.words.replace(' ', '-')}"),
        tag("span", stays, class_="ir-stays") if stays else "",
        class_="ir-step",
    )


def drawn_lines(lines: Lines, guideline: Guideline, terms: Terms, lead: str = "") -> str:
    """Return lines as a list, with what all of them ask before it; nothing where there are none.

    Args:
        lines: The lines.
        guideline: The guideline.
        terms: The words of the drawing.
        lead: What stands before the list where all of them ask nothing in common.
    """
    if not lines.lines:
        return ""
    common = [terms.in_line(each) for each in lines.common]
    if common:
        both = " ".join(f"{each}, {tag('b', 'and', class_='ir-word')}" for each in common)
        lead = f"{lead} {both} {tag('b', 'any of', class_='ir-word')}:"
    gates = {line.gates for line in lines.lines}
    shared = gates.pop() if len(gates) == 1 else ()
    listed = []
    for suspicion, together in _by_suspicion(lines.lines, guideline):
        head = f"Suspected: {suspicion}." if suspicion else ""
        told = [_line(each, guideline, terms, () if shared else each.gates) for each in together]
        listed += [tag("p", text(head), class_="ir-kind")] if head else []
        listed.append(items("ul", told, class_="ir-lines"))
    return (tag("div", lead) if lead else "") + _gates(shared, terms) + "".join(listed)


def _by_suspicion(lines: Sequence[Line], guideline: Guideline) -> Iterator[tuple[str, list[Line]]]:
    """Yield lines by what their rules suspect, where that puts several lines together.

    A rule that tells findings of high and of medium risk apart does so by what it suspects.
    """
    by_suspicion: dict[str, list[Line]] = {}
    for line in lines:
        by_suspicion.setdefault(guideline.rule[line.rule].suspect, []).append(line)
    if "" in by_suspicion or not 2 <= len(by_suspicion) <= len(lines) / 2:
        yield "", [*lines]
    else:
        yield from by_suspicion.items()


def _line(line: Line, guideline: Guideline, terms: Terms, gates: Iterable[Gate]) -> str:
    rule = guideline.rule[line.rule]
    name = tag("strong", rule_link(rule))
    if rule.timing and rule.timing.latest:
        name += text(f" ({rule.timing})")
    if isinstance(line.when, IsYes) and title(rule).lower() == spaced(line.when.fact):
        return _gates(gates, terms) + name
    told = tag("div", terms.condition(line.when), class_="ir-line")
    return f"{name}: {_gates(gates, terms)}{told}"


def _gates(gates: Iterable[Gate], terms: Terms) -> str:
    """Return which facts are asked only when what holds, in the order in which it is read."""
    by_condition: dict[object, list[Gate]] = {}
    for gate in gates:
        by_condition.setdefault(gate.when, []).append(gate)
    told = []
    for several in by_condition.values():
        facts = joined([link(f"fact-{each.fact}", text(spaced(each.fact))) for each in several])
        lead = f"Ask for {facts} {tag('b', 'only when', class_='ir-word')}: "
        told.append(tag("div", lead, terms.condition(several[0].when), class_="ir-only-when"))
    return "".join(told)
