"""Lines of a drawing: each rule with its title and its condition, and the gates before it."""

from collections.abc import Iterable, Iterator, Sequence

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.drawing.conditions import Gate, Line
from imaging_rules.document.drawing.lines import Lines
from imaging_rules.document.markup import items, link, tag, text
from imaging_rules.document.page.names import rule_link, title
from imaging_rules.document.page.terms import Terms
from imaging_rules.model.conditions import IsYes
from imaging_rules.model.guideline import Guideline
from imaging_rules.text.words import joined


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
