"""Decides from an export alone, as a page would: a reading of the schema apart from the library.

Nothing of the library is imported here. What is known of a patient comes in the form in which a
record of a decision has it: plain data, numbers as whole numbers or texts with a unit.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise, product
from math import floor
from typing import Any, NamedTuple

ENDS = 10
NO, YES = 0, 1
IMAGE = 7
NOT_TO_PREPARE, PREPARE = 1, 2


class Span(NamedTuple):
    """Where a number may lie."""

    low: Fraction
    high: Fraction
    above: bool = False
    below: bool = False

    def has(self, value: Fraction) -> bool:
        over = value > self.low if self.above else value >= self.low
        return over and (value < self.high if self.below else value <= self.high)

    def meets(self, other: "Span") -> bool:
        low = max((self.low, self.above), (other.low, other.above))
        high = min((self.high, not self.below), (other.high, not other.below))
        return low[0] < high[0] or (low[0] == high[0] and not low[1] and high[1])


class Missing(NamedTuple):
    fact: str
    could_become: list[int]
    before: tuple[str, ...] = ()


class Answer(NamedTuple):
    possible: list[int]
    recommendation: int | None
    studies: dict[str, tuple[list[int], int | None]]
    no_study_left: bool | None
    precautions: dict[str, tuple[str, ...]]
    missing: list[Missing]
    later: list[Missing]
    contradictions: list[str]
    holding: dict[str, bool]
    open_rules: list[str]
    blocked: list[str]
    advice: list[str]


class ByExport:
    """Decides for the patients of one exported guideline."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.facts: list[dict[str, Any]] = data["facts"]
        self.at = {fact["name"]: place for place, fact in enumerate(self.facts)}
        self.units = {name: u for u in data["units"] for name in (u["one"], u["many"])}

    def answer(self, stated: dict[str, Any]) -> Answer:
        return _Patient(self, stated).answer()

    def size(self, fact: int) -> int:
        return len(self.facts[fact].get("values") or self.facts[fact]["regions"])

    def span(self, region: dict[str, Any]) -> Span:
        low, high = Fraction(region["from"]), Fraction(region["to"])
        return Span(low, high, "above" in region, "below" in region)

    def number(self, fact: dict[str, Any], given: Any) -> Fraction:
        if not isinstance(given, str):
            return Fraction(given)
        amount, _, unit = given.partition(" ")
        if not unit:
            return Fraction(amount)
        sizes = [Fraction(self.units[name]["size"]) for name in (unit, fact["unit"])]
        return Fraction(amount) * sizes[0] / sizes[1]


class _Patient:
    def __init__(self, guideline: ByExport, stated: dict[str, Any]) -> None:
        self.of = guideline
        self.data = guideline.data
        self.stated = stated
        self.spans: dict[int, Span] = {}
        self.known = [self._known(place) for place in range(len(guideline.facts))]
        self.states = [self.known[fact] for fact in self.data["order"]]
        self.open = {v for v, state in enumerate(self.states) if len(state) > 1}

    # --- what is known ---

    def _known(self, place: int) -> list[int]:
        """Return the values or regions that a fact can have; where a number lies is kept."""
        fact = self.of.facts[place]
        everything = list(range(self.of.size(place)))
        if fact["type"] == "number":
            self.spans[place] = Span(Fraction(fact["from"]), Fraction(fact["to"]))
        value = self.stated.get(fact["name"])
        if value is None:
            value = self._not_stated(place)
        if value is None or value == "unknown":
            return everything
        if fact["type"] != "number":
            words = value["one_of"] if isinstance(value, dict) else [value]
            plain = [("no", "yes")[w] if isinstance(w, bool) else w for w in words]
            return [each for each in everything if fact["values"][each] in plain]
        self.spans[place] = self._span(fact, value)
        regions = [self.of.span(region) for region in fact["regions"]]
        return [each for each in everything if regions[each].meets(self.spans[place])]

    def _span(self, fact: dict[str, Any], value: Any) -> Span:
        if not isinstance(value, dict):
            only = self.of.number(fact, value)
            return Span(only, only)
        low, high = value.get("between", (fact["from"], fact["to"]))
        low, high = value.get("at least", low), value.get("at most", high)
        low, high = value.get("over", low), value.get("under", high)
        low, high = (self.of.number(fact, end) for end in (low, high))
        return Span(low, high, "over" in value, "under" in value)

    def _not_stated(self, place: int) -> Any:
        found = None
        for screen in self.data["screens"]:
            for covered in screen["covers"] if self.stated.get(screen["name"]) == "none" else ():
                if covered["fact"] == place:
                    found = covered["value"]
        if found is None and "assumed" in self.of.facts[place]:
            found = self.of.facts[place]["assumed"]["value"]
        return found if found is None or "unit" not in self.of.facts[place] else Fraction(found)

    # --- diagrams ---

    def ends(self, root: int) -> set[int]:
        @cache
        def below(node: int) -> frozenset[int]:
            if node < ENDS:
                return frozenset([node])
            variable, *children = self.data["nodes"][node - ENDS]
            return frozenset().union(*(below(children[v]) for v in self.states[variable]))

        return set(below(root))

    def pivots(self, root: int) -> dict[int, set[int]]:
        """Return for each open variable the ends between which it turns."""

        def ask(node: int, variable: int) -> list[int]:
            """Return where a node leads for each value that a variable can have."""
            if node < ENDS or self.data["nodes"][node - ENDS][0] != variable:
                return [node] * len(self.states[variable])
            return [self.data["nodes"][node - ENDS][1 + v] for v in self.states[variable]]

        def first(*nodes: int) -> int:
            asked: list[int] = [self.data["nodes"][n - ENDS][0] for n in nodes if n >= ENDS]
            return min(asked)

        @cache
        def differ(a: int, b: int) -> frozenset[int]:
            if a == b:
                return frozenset()
            if a < ENDS and b < ENDS:
                return frozenset((a, b))
            variable = first(a, b)
            pairs = zip(ask(a, variable), ask(b, variable), strict=True)
            return frozenset().union(*(differ(*pair) for pair in pairs))

        found: dict[int, set[int]] = {}
        seen, pending = {root}, [root]
        while pending:
            node = pending.pop()
            if node < ENDS:
                continue
            variable = first(node)
            below = ask(node, variable)
            for pair in combinations(below, 2):
                found.setdefault(variable, set()).update(differ(*pair))
            pending += [child for child in below if child not in seen]
            seen.update(below)
        return {variable: ends for variable, ends in found.items() if ends}

    def certain(self, root: int) -> bool:
        return self.ends(root) == {YES}

    # --- contradictions ---

    def contradictions(self) -> list[tuple[str, list[int]]]:
        found = [
            (each["name"], each["facts"])
            for each in self.data["contradictions"]
            if not any(self._ways_out(each))
        ]
        for screen in self.data["screens"]:
            if self.stated.get(screen["name"]) == "none":
                against = [c["fact"] for c in screen["covers"] if self._is_against(c)]
                found += [(screen["name"], against)] if against else []
        return found

    def _is_against(self, covered: dict[str, Any]) -> bool:
        fact = self.of.facts[covered["fact"]]
        if self.stated.get(fact["name"]) is None:
            return False
        if fact["type"] != "number":
            return covered["region"] not in self.known[covered["fact"]]
        return not self.spans[covered["fact"]].has(Fraction(covered["value"]))

    def _ways_out(self, rule: dict[str, Any]) -> Iterator[bool]:
        """Yield once for each way found in which the facts do not contradict each other."""
        choices = [self._values(fact, rule) for fact in rule["facts"]]
        compare: dict[str, Callable[[Fraction, Fraction], bool]] = {
            "over": lambda a, b: a > b,
            "under": lambda a, b: a < b,
            "at least": lambda a, b: a >= b,
            "at most": lambda a, b: a <= b,
        }
        for values in product(*choices):
            chosen = dict(zip(rule["facts"], values, strict=True))
            node = rule["diagram"]
            while node >= ENDS:
                variable, *children = rule["nodes"][node - ENDS]
                if variable < len(values):
                    node = children[values[variable][0]]
                else:
                    c = rule["comparisons"][variable - len(values)]
                    one, other = chosen[c["fact"]][1], chosen[c["other"]][1]
                    node = children[compare[c["operator"]](one, other * Fraction(c["factor"]))]
            if node == NO:
                yield True

    def _values(self, place: int, rule: dict[str, Any]) -> list[tuple[int, Fraction]]:
        """Return values to try of a fact, each with its region: enough for every order of them."""
        fact = self.of.facts[place]
        compared = {f for c in rule["comparisons"] for f in (c["fact"], c["other"])}
        if place not in compared:
            return [(region, Fraction(0)) for region in self.known[place]]
        size = self._size(place)
        points = sorted({end / size for f in compared for end in self._ends(f)})
        room = len(compared) + 1
        tried = {*points, points[0] - 1, points[-1] + 1}
        for low, high in pairwise(points):
            tried |= {low + (high - low) * Fraction(step, room) for step in range(1, room)}
        if fact["whole"]:
            tried = {
                Fraction(floor(point) + step) for point in tried for step in range(-room, room + 1)
            }
        regions = [self.of.span(each) for each in fact["regions"]]
        return [
            (region, value)
            for value in sorted(tried)
            if self.spans[place].has(value)
            for region in self.known[place]
            if regions[region].has(value)
        ]

    def _size(self, place: int) -> Fraction:
        unit = self.of.facts[place].get("unit")
        return Fraction(self.of.units[unit]["size"]) if unit else Fraction(1)

    def _ends(self, place: int) -> Iterable[Fraction]:
        spans = [self.of.span(each) for each in self.of.facts[place]["regions"]]
        for span in (*spans, self.spans[place]):
            yield from (span.low * self._size(place), span.high * self._size(place))

    # --- the answer ---

    def answer(self) -> Answer:
        found = self.contradictions()
        # Facts that contradict each other count as open, unless some red flag is sure.
        if not self.certain(self.data["any_red_flag"]):
            for fact in {fact for _, facts in found for fact in facts}:
                self.states[self.data["order"].index(fact)] = list(range(self.of.size(fact)))

        def said(root: int) -> tuple[list[int], int | None]:
            possible = sorted(self.ends(root))
            sure = len(possible) == 1 or possible[0] >= IMAGE
            return possible, possible[0] if sure else None

        left = self.ends(self.data["no_study_left"])
        possible, recommendation = said(self.data["level"])
        missing, later = self._asked(found)
        rules = {each["name"]: each for each in self.data["rules"]}
        holds = {name: self.ends(each["holds"]) for name, each in rules.items()}
        level = -1 if recommendation is None else recommendation
        return Answer(
            possible,
            recommendation,
            {each["name"]: said(each["diagram"]) for each in self.data["studies"]},
            None if len(left) > 1 else left == {YES},
            self._precautions(),
            missing,
            later,
            [name for name, _ in found],
            {
                name: YES in self.ends(rules[name]["decides"])
                for name, ends in holds.items()
                if ends == {YES}
            },
            [name for name, ends in holds.items() if ends == {NO, YES}],
            [name for name, ends in holds.items() if ends == {NO}],
            [each["name"] for each in self.data["advice"] if level in each["levels"]],
        )

    def _precautions(self) -> dict[str, tuple[str, ...]]:
        """Return the precautions to be taken, each with the studies it is for."""
        found = {}
        for rule in self.data["precautions"]:
            due = [
                self.data["studies"][each["study"]]["name"]
                for each in rule["before"]
                if self.ends(each["diagram"]) & {NOT_TO_PREPARE, PREPARE} == {PREPARE}
            ]
            if due:
                found[rule["name"]] = tuple(due)
        return found

    def _asked(self, found: list[tuple[str, list[int]]]) -> tuple[list[Missing], list[Missing]]:
        order = self.data["order"]
        by_level = {order[v]: ends for v, ends in self.pivots(self.data["level"]).items()}
        ranked = sorted(by_level, key=lambda fact: (-max(by_level[fact]), fact))
        of_studies: set[int] = set()
        for study in self.data["studies"]:
            of_studies |= {order[v] for v in self.pivots(study["diagram"])}
        needed = [Missing(self._name(fact), sorted(by_level[fact])) for fact in ranked]
        needed += [Missing(self._name(f), []) for f in sorted(of_studies - by_level.keys())]
        before: dict[int, set[int]] = {}
        for rule in self.data["precautions"]:
            for each in rule["before"]:
                for v in self.pivots(each["diagram"]):
                    before.setdefault(order[v], set()).add(each["study"])
        names = [study["name"] for study in self.data["studies"]]
        needed += [
            Missing(self._name(fact), [], tuple(names[place] for place in sorted(before[fact])))
            for fact in sorted(before.keys() - of_studies - by_level.keys())
        ]
        to_check = list(dict.fromkeys(fact for _, facts in found for fact in facts))
        first = [Missing(self._name(fact), self._if_open(fact)) for fact in to_check]
        checked = {each.fact for each in first}
        rest = [each for each in needed if each.fact not in checked]
        waits = [each for each in rest if not self._may_be_asked(each.fact)]
        return [*first, *(each for each in rest if each not in waits)], waits

    def _may_be_asked(self, name: str) -> bool:
        gate = self.of.facts[self.of.at[name]].get("ask_only_when")
        return gate is None or self.certain(gate["diagram"])

    def _if_open(self, fact: int) -> list[int]:
        variable = self.data["order"].index(fact)
        before, self.states[variable] = self.states[variable], list(range(self.of.size(fact)))
        found = self.pivots(self.data["level"]).get(variable, set())
        self.states[variable] = before
        return sorted(found)

    def _name(self, fact: int) -> str:
        name: str = self.of.facts[fact]["name"]
        return name
