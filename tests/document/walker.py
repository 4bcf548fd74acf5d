"""Walks a drawing as a person does: by the words that are printed on it, from top to bottom.

Of the guideline it knows the facts, by their words, and what the patient's are; what the drawing
calls by another name has to be explained on the drawing. Of a fact that is asked only at times it
holds the drawing to its promise: whoever reads it knows by then that it is asked.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from html.parser import HTMLParser
from typing import TypeAlias

from attrs import define, field, frozen

from imaging_rules import Recommendation
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.walk import is_true_throughout
from imaging_rules.model.facts import Fact, NumberType, Value
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.values.units import factor, find

LEVELS = {
    "Out of scope": Recommendation.OUT_OF_SCOPE,
    "No guidance": Recommendation.NO_GUIDANCE,
    "Do not image": Recommendation.DO_NOT_IMAGE,
    "Wait": Recommendation.WAIT,
    "Consider imaging": Recommendation.CONSIDER,
    "Image": Recommendation.IMAGE,
    "Image urgently": Recommendation.IMAGE_URGENTLY,
    "Image immediately": Recommendation.IMAGE_IMMEDIATELY,
}
COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "over": lambda a, b: a > b,
    "under": lambda a, b: a < b,
    "at least": lambda a, b: a >= b,
    "at most": lambda a, b: a <= b,
}
COMPARED = re.compile(r"(over|under|at least|at most) (.+)")

# --- the page, taken apart ---------------------------------------------------------------------


@define
class Element:
    """An element of a page, with the texts and elements in it."""

    name: str
    kind: frozenset[str] = frozenset()
    inside: "list[Element | str]" = field(factory=list)

    @property
    def text(self) -> str:
        told = "".join(each if isinstance(each, str) else f"{each.text} " for each in self.inside)
        return " ".join(told.split())

    def all(self, name: str = "", kind: str = "") -> "Iterator[Element]":
        for each in self.inside:
            if isinstance(each, Element):
                if name in ("", each.name) and (not kind or kind in each.kind):
                    yield each
                yield from each.all(name, kind)

    @property
    def elements(self) -> "list[Element]":
        return [each for each in self.inside if isinstance(each, Element)]


class _Tree(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("root")
        self._open = [self.root]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kinds = frozenset((dict(attrs).get("class") or "").split())
        element = Element(tag, kinds)
        self._open[-1].inside.append(element)
        self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def tree(html: str) -> Element:
    return _Tree(html).root


# --- words -------------------------------------------------------------------------------------

Token: TypeAlias = tuple[str, object]


def tokens(inside: "Sequence[Element | str]") -> list[Token]:
    """Names are underlined, words of the language bold, values slanted; lists stand alone."""
    found: list[Token] = []
    for each in inside:
        if isinstance(each, str):
            if each.strip():
                found.append(("text", " ".join(each.split())))
        elif each.name == "a":
            found.append(("name", each.text))
        elif each.name == "dfn":
            found.append(("defined", each.text))
        elif each.name == "b":
            found.append(("word", each.text))
        elif each.name == "em":
            found.append(("value", each.text))
        elif each.name == "ul":
            found.append(("list", [item.inside for item in each.elements]))
        else:
            found += tokens(each.inside)
    return found


@frozen
class Printed:
    """A condition as it is printed."""

    tokens: tuple[Token, ...]


def printed(inside: "Sequence[Element | str]") -> Printed:
    return Printed(tuple(tokens(inside)))


def definitions(drawing: Element) -> dict[str, Printed]:
    """What is explained on a drawing, by name; nothing is explained twice."""
    found: dict[str, Printed] = {}
    holders = [each for each in drawing.all() if any(e.name == "dfn" for e in each.elements)]
    for holder in holders:
        told = tokens(holder.inside)
        place = next(i for i, (kind, _) in enumerate(told) if kind == "defined")
        name = str(told[place][1])
        assert name not in found, f"{name} is explained twice"
        assert told[place + 1][0] == "text"
        found[name] = Printed(_after_colon(told[place + 1 :]))
    return found


def _after_colon(told: Sequence[Token]) -> tuple[Token, ...]:
    kind, text = told[0]
    assert kind == "text"
    assert str(text).startswith(":")
    rest = str(text)[1:].strip()
    return ((("text", rest),) if rest else ()) + tuple(told[1:])


# --- a reader ----------------------------------------------------------------------------------


@define
class Reader:
    """Someone who knows everything of a patient, and looks up what the drawing asks for."""

    model: Model
    diagrams: Diagrams
    patient: Mapping[str, Value]
    defined: Mapping[str, Printed]
    read: set[str] = field(factory=set)

    def holds(self, condition: Printed) -> bool:
        told = list(condition.tokens)
        if told[0] == ("text", "always"):
            return True
        if told[0] == ("text", "never"):
            return False
        if told[0][0] == "defined":
            return self.holds(Printed(_after_colon(told[1:])))
        if told[-1][0] == "list" and told[0][0] == "word" and told[1] == ("text", ":"):
            assert len(told) == 3
            return self.listed(str(told[0][1]), [printed(each) for each in told[2][1]])  # type: ignore[attr-defined]
        return self.in_a_line(told)

    def listed(self, head: str, parts: list[Printed]) -> bool:
        if head == "all of":
            return all(self.holds(part) for part in parts)
        if head == "any of":
            return any(self.holds(part) for part in parts)
        if head == "none of":
            return not any(self.holds(part) for part in parts)
        if head == "not":
            (part,) = parts
            return not self.holds(part)
        if (counted := re.fullmatch(r"at least (\d+) of", head)) is not None:
            return sum([self.holds(part) for part in parts]) >= int(counted[1])
        summed = re.fullmatch(r"the sum is (over|under|at least|at most) (.+)", head)
        assert summed is not None, head
        return COMPARE[summed[1]](self.points(parts), number(summed[2]))

    def points(self, lines: list[Printed]) -> Fraction:
        total = Fraction(0)
        for line in lines:
            points, rest = str(line.tokens[0][1]).split(" for", 1)
            before = (("text", rest.strip()),) if rest.strip() else ()
            if self.holds(Printed(before + line.tokens[1:])):
                total += number(points)
        return total

    def in_a_line(self, told: list[Token]) -> bool:
        joints = {str(text) for kind, text in told if kind == "word" and text in ("and", "or")}
        assert len(joints) <= 1, f"nobody knows what binds tighter in {told}"
        parts: list[list[Token]] = [[]]
        for each in told:
            if each[0] == "word" and each[1] in joints:
                parts.append([])
            else:
                parts[-1].append(each)
        if joints == {"or"}:
            return any(self.single(part) for part in parts)
        return all(self.single(part) for part in parts)

    def single(self, told: list[Token]) -> bool:
        if told[0] == ("word", "not"):
            return not self.single(told[1:])
        (kind, name), rest = told[0], told[1:]
        assert kind == "name", told
        found = self.facts.get(str(name))
        if found is None:
            assert not rest
            return self.by_name(str(name))
        value = self.value(found)
        if not rest:
            assert isinstance(value, bool)
            return value
        if str(rest[0][1]).split()[0] == "is":
            negated = ("word", "not") in rest
            values = {str(text) for kind, text in rest if kind == "value"}
            return (self.words(found, value) in values) is not negated
        ((_, text),) = rest
        compared = COMPARED.fullmatch(str(text))
        assert compared is not None, told
        assert isinstance(value, Fraction)
        return COMPARE[compared[1]](value, quantity(compared[2], found))

    def by_name(self, name: str) -> bool:
        """What the drawing explains: a condition, a value of a choice, or points of a score."""
        if name in self.defined:
            return self.holds(self.defined[name])
        compared = re.fullmatch(r"(.+) (over|under|at least|at most) (\S+)( points?)?", name)
        if compared is not None and compared[1] in self.defined:
            told = self.defined[compared[1]].tokens
            assert told[0] == ("text", "points, added up:")
            lines = [printed(each) for each in told[1][1]]  # type: ignore[attr-defined]
            return COMPARE[compared[2]](self.points(lines), number(compared[3]))
        choice, _, value = name.partition(" is ")
        assert choice in self.defined, f"{name} is not explained on the drawing"
        return self.chosen(self.defined[choice]) == value

    def chosen(self, told: Printed) -> str:
        assert told.tokens[0] == ("text", "the first that fits:")
        *lines, last = [printed(each).tokens for each in told.tokens[1][1]]  # type: ignore[attr-defined]
        for line in lines:
            (_, value), (_, where), *rest = line
            before = str(where).removeprefix("where").strip()
            if self.holds(Printed(((("text", before),) if before else ()) + tuple(rest))):
                return str(value)
        assert last[0] == ("text", "otherwise")
        return str(last[1][1])

    @property
    def facts(self) -> dict[str, Fact]:
        return {each.name.replace("_", " "): each for each in self.model.facts}

    def words(self, fact: Fact, value: Value) -> str:
        return fact.words(value).replace("_", " ")

    def value(self, fact: Fact) -> Value:
        if fact.name in self.diagrams.gates:
            assert self.is_open(fact.name), f"{fact.name} is read before it may be asked"
        self.read.add(fact.name)
        return self.patient[fact.name]

    def is_open(self, name: str) -> bool:
        """Whether what has been read says that a fact is asked."""
        facts = [self.model.facts[place] for place in self.diagrams.order]
        states = [
            fact.region_of(self.patient[fact.name])
            if fact.name in self.read
            else tuple(range(len(fact.regions)))
            for fact in facts
        ]
        return is_true_throughout(self.diagrams.store, self.diagrams.gates[name], states)


def number(text: str) -> Fraction:
    return Fraction(text.replace("−", "-"))


def quantity(text: str, fact: Fact) -> Fraction:
    """A quantity in a fact's own unit."""
    written, _, unit = text.partition(" ")
    assert isinstance(fact.type, NumberType)
    if fact.type.unit is None:
        assert not unit
        return number(written)
    by = factor(find(unit), fact.type.unit)
    assert by is not None
    return number(written) * by


# --- the drawings ------------------------------------------------------------------------------


@define
class Part:
    """Lines of which one is to hold, or none; with what is asked before them."""

    none: bool = False
    before: list[Printed] = field(factory=list)
    lines: list[list[Printed]] = field(factory=list)

    def holds(self, reader: Reader) -> bool:
        if not all(reader.holds(each) for each in self.before):
            return False
        found = any(all(reader.holds(each) for each in line) for line in self.lines)
        return found is not self.none


LEADS = {
    "And one of these holds:": False,
    "And none of these holds:": True,
    "Red flags, whoever the patient is:": False,
    "Others:": False,
}


def parts(inside: list[Element]) -> Iterator[tuple[str, Part]]:
    """The parts of a box or a rung, each with what leads to it."""
    lead, part = "", Part()
    for each in inside:
        if "ir-lines" in each.kind:
            part.lines += [line(item) for item in each.elements]
        elif "ir-only-when" in each.kind:
            part.before.append(gate(each))
        elif each.name == "div" and each.text.startswith("And the guideline is for this patient:"):
            if part.lines:
                yield lead, part
            lead, part = "", Part()
            told = tokens(each.inside)
            condition = _after_colon([("text", ":"), *told[1:]])
            yield "applies", Part(lines=[[Printed(condition)]])
        elif each.name == "div":
            if part.lines:
                yield lead, part
                lead, part = "", Part()
            told = tokens(each.inside)
            first = str(told[0][1]) if told[0][0] == "text" else ""
            if first in LEADS or first.endswith("where one of these holds:"):
                lead, part.none = first, LEADS.get(first, False)
                del told[0]
            part.before += common(told)
        else:
            assert each.name in ("p", "ul"), each.name
    if part.lines:
        yield lead, part


def common(told: list[Token]) -> list[Printed]:
    """What all lines of a part ask: `a, and b, and any of:`."""
    found: list[Printed] = []
    piece: list[Token] = []
    for kind, text in told:
        if kind == "word" and str(text).startswith("and"):
            found.append(Printed(tuple(piece)))
            piece = []
        elif kind == "text" and str(text).endswith(","):
            rest = str(text)[:-1].strip()
            piece += [("text", rest)] if rest else []
        elif (kind, text) != ("text", ":"):
            piece.append((kind, text))
    assert not piece or piece == [("word", "any of")], told
    return found


def gate(element: Element) -> Printed:
    told = tokens(element.inside)
    place = told.index(("word", "only when"))
    return Printed(_after_colon(told[place + 1 :]))


def line(item: Element) -> list[Printed]:
    gates = [gate(each) for each in item.all(kind="ir-only-when")]
    (title,) = item.all("strong")
    conditions = [printed(each.inside) for each in item.elements if "ir-line" in each.kind]
    # A line that has no condition says it in its title.
    title_text = title.text[:1].lower() + title.text[1:]
    return [*gates, *(conditions or [Printed((("name", title_text.lower()),))])]


class FlowWalker:
    """Walks a flow chart.

    Args:
        model: The guideline, of which the facts are used.
        diagrams: Its diagrams, of which the gates are used.
        html: The chart as it stands on the page.
    """

    def __init__(self, model: Model, diagrams: Diagrams, html: str) -> None:
        self.model, self.diagrams = model, diagrams
        (way,) = tree(html).all("div", "ir-way")
        self.charts: list[tuple[Printed | None, Element, dict[str, Printed]]] = []
        head: Element | None = None
        for each in way.elements:
            if each.name == "h3":
                head = each
            elif each.name == "ol":
                whole = Element("chart", inside=[*([head] if head else []), each])
                only = _whom(head) if head else None
                self.charts.append((only, each, definitions(whole)))
                head = None

    def walked(self, patient: Mapping[str, Value]) -> tuple[Recommendation, Element]:
        """Return where the way leads, and the box by which the patient leaves."""
        taken = []
        for only, chart, defined in self.charts:
            reader = Reader(self.model, self.diagrams, patient, defined)
            if only is None or reader.holds(only):
                taken.append((chart, reader))
        ((chart, reader),) = taken
        steps = [each for each in chart.elements if "ir-step" in each.kind]
        for step in steps:
            (box,) = step.all("div", "ir-gate")
            (chip,) = step.all("span", "ir-chip")
            if leaves(box, reader):
                return LEVELS[chip.text], step
            (stays,) = step.all("span", "ir-stays")
            asks_scope = box.elements[0].text == "Is the guideline for this patient?"
            assert stays.text == ("yes" if asks_scope else "no")
        raise AssertionError("the way ends nowhere")


def _whom(head: Element) -> Printed:
    told = tokens(head.inside)
    assert told[0] == ("text", "Patients with")
    return Printed(tuple(told[1:]))


def leaves(box: Element, reader: Reader) -> bool:
    question = box.elements[0].text
    if question in ("None of the above", "Every patient", "Everyone else"):
        return True
    if question == "Is the guideline for this patient?":
        (applies,) = [each for each in box.elements if "ir-line" in each.kind]
        return not reader.holds(printed(applies.inside))
    found = list(parts(box.elements[1:]))
    assert found
    return all(part.holds(reader) for _, part in found)


class GlanceWalker:
    """Reads the decision at a glance; see `FlowWalker`."""

    def __init__(self, model: Model, diagrams: Diagrams, html: str) -> None:
        self.model, self.diagrams = model, diagrams
        self.page = tree(html)
        self.defined = definitions(self.page)
        self.rungs: list[tuple[str, Element]] = []
        for rung in self.page.all("div", "ir-rung"):
            head, told = rung.elements
            self.rungs.append((_head(head), told))

    def read(self, patient: Mapping[str, Value]) -> Recommendation:
        reader = Reader(self.model, self.diagrams, patient, self.defined)
        is_for, held = True, Recommendation.IMAGE_IMMEDIATELY
        flagged: Recommendation | None = None
        said: Recommendation | None = None
        fallen: dict[bool, Recommendation] = {}
        for head, told in self.rungs:
            if head == "For whom":
                (applies,) = told.all("div", "ir-line")
                is_for = reader.holds(printed(applies.inside))
            elif head.startswith("Held back at "):
                level = LEVELS[head.removeprefix("Held back at ")]
                ((_, part),) = parts(told.elements)
                if is_for and part.holds(reader):
                    held = min(held, level)
            elif told.text.endswith(("line holds.", "is not for this patient.")):
                fallen[told.text.endswith("line holds.")] = LEVELS[head]
            else:
                for lead, part in parts(told.elements):
                    if lead.startswith("Red flags"):
                        if flagged is None and part.holds(reader):
                            flagged = LEVELS[head]
                    elif is_for and said is None and part.holds(reader):
                        said = min(LEVELS[head], held)
        spoken = [each for each in (flagged, said) if each is not None]
        return max(spoken) if spoken else fallen[is_for]


def _head(head: Element) -> str:
    (*_, chip) = [head, *head.all("span", "ir-chip")]
    return head.text if "Held" in head.text or chip is head else chip.text
