"""Rules and advice."""

from fractions import Fraction
from typing import Any

from imaging_rules.model import rules
from imaging_rules.model.conditions import ALWAYS, NEVER, Condition
from imaging_rules.model.facts import FactType, NumberType
from imaging_rules.model.from_syntax.clauses import Clauses
from imaging_rules.model.from_syntax.conditions import Conditions
from imaging_rules.model.from_syntax.names import Names
from imaging_rules.model.from_syntax.problems import Problems, several
from imaging_rules.model.from_syntax.quantities import in_unit_of, number, unit
from imaging_rules.model.notes import Notes
from imaging_rules.syntax import nodes
from imaging_rules.syntax.pieces import quantity
from imaging_rules.values.recommendation import Recommendation
from imaging_rules.values.regions import Cut
from imaging_rules.values.timing import Timing, after, within

_TOPICS = ("care", "questions", "cost", "procedure", "evidence", "insurance", "safety")


class Rules:
    """Reads rules; what a rule lacks is a problem, and something harmless stands in for it."""

    def __init__(
        self,
        names: Names,
        types: dict[str, FactType | None],
        conditions: Conditions,
        problems: Problems,
    ) -> None:
        self._names = names
        self._types = types
        self._conditions = conditions
        self._problems = problems

    def read(self, clauses: Clauses, notes: Notes) -> rules.Rule | None:
        """Return the rule that a block declares, or ``None`` where it lacks what it needs."""
        self._accounted(clauses, notes)
        recommends = clauses.one(nodes.Recommend) is not None
        if recommends and clauses.whole and not clauses.text("question"):
            self._problems.add(
                "E402",
                clauses.span,
                f"`{clauses.name}` recommends imaging without the clinical question it answers",
                help='write `question "..."`: what is the study to find out?',
            )
        match clauses.block.keyword:
            case "red flag":
                return self._red_flag(clauses, notes)
            case "indication":
                return self._indication(clauses, notes)
            case "not indicated":
                return self._not_indicated(clauses, notes)
            case "waiting period":
                return self._waiting_period(clauses, notes)
            case "limit":
                return self._limit(clauses, notes)
            case "special case":
                return self._special_case(clauses, notes)
            case "contraindication":
                return rules.Contraindication(
                    **self._common(clauses, notes),
                    when=self._when(clauses),
                    rules_out=self._named_studies(clauses, "rules out"),
                )
            case "precaution":
                if not clauses.texts("action"):
                    clauses.missing("action", 'action "..."')
                return rules.Precaution(
                    **self._common(clauses, notes),
                    when=self._when(clauses),
                    before=self._named_studies(clauses, "before"),
                )
            case _:
                when = self._when(clauses, facts_compare=True)
                return rules.Contradiction(**self._common(clauses, notes), when=when)

    def advice(self, clauses: Clauses, notes: Notes) -> rules.Advice:
        """Return an advice, with the levels that it is shown with."""
        self._accounted(clauses, notes)
        topic = clauses.needed(nodes.WordClause, "topic", f"topic` and one of `{several(_TOPICS)}")
        if topic is not None and topic.word.text not in _TOPICS:
            help = self._problems.suggest(topic.word.text, _TOPICS)
            self._problems.add(
                "E304",
                topic.word.span,
                f"`{topic.word.text}` is not a topic: it is one of {several(_TOPICS)}",
                help=help,
            )
        levels = clauses.needed(nodes.NamesClause, "for", "for LEVEL, LEVEL")
        if not clauses.texts("text"):
            clauses.missing("text", 'text "..."')
        return rules.Advice(
            name=clauses.name,
            topic=topic.word.text if topic else "",
            levels=tuple(Recommendation(level.text) for level in levels.names) if levels else (),
            **clauses.texts_for(rules.Advice),
            notes=notes,
            span=clauses.span,
        )

    def _accounted(self, clauses: Clauses, notes: Notes) -> None:
        if clauses.whole and not notes.accounted:
            self._problems.add(
                "E401",
                clauses.span,
                f"it is not said where `{clauses.name}` comes from",
                help="`cite` a source, or mark it with `assumes` or `editorial`",
            )

    def _when(self, clauses: Clauses, facts_compare: bool = False) -> Condition:
        written = clauses.needed(nodes.ConditionClause, "when", "when CONDITION")
        return self._conditions.read(written.condition, facts_compare) if written else ALWAYS

    def _studies(self, written: tuple[nodes.Name, ...]) -> tuple[str, ...]:
        for study in written:
            self._names.find(study, "study")
        return tuple(study.text for study in written)

    def _named_studies(self, clauses: Clauses, keyword: str) -> tuple[str, ...]:
        written = clauses.needed(nodes.NamesClause, keyword, f"{keyword} STUDY, STUDY")
        return named_once(written, self._names, self._problems) if written else ()

    def _says(self, written: nodes.Recommend) -> rules.Says:
        return rules.Says(Recommendation(written.level.text), self._studies(written.studies))

    def _common(self, clauses: Clauses, notes: Notes) -> dict[str, Any]:
        """Return what every rule has besides its condition and what it says."""
        return {
            "name": clauses.name,
            **clauses.texts_for(rules.Indication),
            "timing": self._timing(clauses),
            "notes": notes,
            "span": clauses.span,
        }

    def _timing(self, clauses: Clauses) -> Timing | None:
        words, written = clauses.text("timing"), clauses.one(nodes.Timing)
        if written is None:
            return Timing(words) if words else None
        last = written.last
        assert last.unit is not None, "the grammar asks for a unit"
        measured = unit(last.unit, self._problems, last.number.value)
        high = number(last.number, self._problems)
        low = number(written.first.number, self._problems) if written.first else high
        if measured is None:
            return None
        levels = [each.level.text for each in clauses.every(nodes.Recommend)]
        soon = [each for each in levels if each in ("image urgently", "image immediately")]
        problem = help = ""
        if measured.dimension not in ("time", "calendar time"):
            problem, help = f"`{quantity(last)}` is no time", "write hours, days, weeks or months"
        elif not 0 < low <= high:
            problem = "a time is longer than 0, and its first end is not above its second"
            help = f"write {high} before {low}" if 0 < high < low else ""
        elif written.word == "in" and soon:
            problem = f"`{soon[0]}` is at once or soon, and `timing in {quantity(last)}` is later"
            help = "write `image`, or `timing within ...`"
        if problem:
            self._problems.add("E419", written.span, problem, help=help)
            return None
        text = written.text.text if written.text else ""
        if written.word == "within":
            return within(high, measured, text)
        return after(low, high, measured, text)

    def _red_flag(self, clauses: Clauses, notes: Notes) -> rules.RedFlag | None:
        when = self._when(clauses)
        written = clauses.needed(nodes.Recommend, "image", "image with STUDY")
        if written is None:
            return None
        says = (self._says(written),)
        return rules.RedFlag(**self._common(clauses, notes), when=when, says=says)

    def _indication(self, clauses: Clauses, notes: Notes) -> rules.Indication:
        says = tuple(self._says(each) for each in clauses.every(nodes.Recommend))
        against = clauses.one(nodes.NamesClause)
        if not says and against is None:
            clauses.missing("image", "image with STUDY")
        return rules.Indication(
            **self._common(clauses, notes),
            when=self._when(clauses),
            says=says,
            against=self._against(against, says) if against else (),
        )

    def _against(self, against: nodes.NamesClause, says: tuple[rules.Says, ...]) -> tuple[str, ...]:
        """Return what a rule advises against: studies by name, or all it does not recommend."""
        if against.names:
            return self._studies(against.names)
        recommended = {study for each in says for study in each.studies}
        return tuple(study for study in self._names.studies if study not in recommended)

    def _not_indicated(self, clauses: Clauses, notes: Notes) -> rules.NotIndicated:
        level = clauses.one(nodes.LevelClause)
        if level is None:
            clauses.missing("wait` or `do not image", "wait` or `do not image")
        says = Recommendation(level.level.text) if level else Recommendation.WAIT
        return rules.NotIndicated(
            **self._common(clauses, notes), when=self._when(clauses), says=(rules.Says(says),)
        )

    def _waiting_period(self, clauses: Clauses, notes: Notes) -> rules.WaitingPeriod | None:
        when, without = (clauses.one(nodes.ConditionClause, word) for word in ("when", "without"))
        condition = self._conditions.read(when.condition) if when else ALWAYS
        barred = self._conditions.read(without.condition) if without else NEVER
        written = clauses.needed(nodes.Recommend, "then", "then image with STUDY")
        then = self._says(written) if written else None
        lasts = clauses.needed(nodes.Lasts, "lasts", "lasts A to B UNIT of FACT")
        bounds = self._bounds(lasts) if lasts else None
        if lasts is None or bounds is None or then is None:
            return None
        return rules.WaitingPeriod(
            **self._common(clauses, notes),
            fact=lasts.fact.text,
            first=bounds[0],
            last=bounds[1],
            says=(rules.Says(Recommendation.CONSIDER, then.studies), then),
            when=condition,
            without=barred,
        )

    def _bounds(self, lasts: nodes.Lasts) -> tuple[Fraction, Fraction] | None:
        if self._names.find(lasts.fact, "fact") is None:
            return None
        name, type = lasts.fact.text, self._types[lasts.fact.text]
        if not isinstance(type, NumberType):
            if type is not None:
                self._problems.add(
                    "E307",
                    lasts.fact.span,
                    f"`{name}` is not a number, and a waiting period needs one to count",
                )
            return None
        last = in_unit_of(name, type, lasts.last, self._problems)
        if last is None:
            return None
        first = last
        if lasts.first is not None:
            read = in_unit_of(name, type, lasts.first, self._problems)
            if read is None:
                return None
            first = read
        if not 0 < first <= last:
            self._problems.add(
                "E403",
                (lasts.first or lasts.last).span.to(lasts.last.span),
                "a waiting period lasts longer than 0, and its first bound is not above its second",
                help=_in_order(lasts) if 0 < last < first else "write a time that is longer than 0",
            )
        cuts = self._conditions.cuts.setdefault(name, set())
        cuts.update((Cut(first, False), Cut(last, False)))
        return first, last

    def _limit(self, clauses: Clauses, notes: Notes) -> rules.Limit:
        level = clauses.needed(nodes.LevelClause, "hold at", "hold at wait` or `hold at consider")
        return rules.Limit(
            **self._common(clauses, notes),
            when=self._when(clauses),
            level=Recommendation(level.level.text) if level else Recommendation.WAIT,
        )

    def _special_case(self, clauses: Clauses, notes: Notes) -> rules.SpecialCase:
        common = self._common(clauses, notes)
        says = tuple(self._says(each) for each in clauses.every(nodes.Recommend))
        instead = clauses.every(nodes.Instead)
        overrides = clauses.one(nodes.NamesClause)
        told = common["remarks"] or common["actions"]
        if clauses.whole and not (says or told or instead or overrides):
            self._problems.add(
                "E412",
                clauses.span,
                f"`{clauses.name}` recommends, replaces, overrides and tells nothing",
                help="give it `image`, `consider`, `instead of ... use ...`, `overrides`, "
                "`action` or `remark`",
            )
        for name in overrides.names if overrides else ():
            self._names.find(name, "special case")
        return rules.SpecialCase(
            **common,
            when=self._when(clauses),
            says=says,
            replaces=self._replaces(clauses, instead),
            overrides=tuple(name.text for name in overrides.names) if overrides else (),
        )

    def _replaces(
        self, clauses: Clauses, instead: list[nodes.Instead]
    ) -> tuple[tuple[str, str], ...]:
        replaces: dict[str, str] = {}
        for clause in instead:
            self._names.find(clause.use, "study")
            self._studies(clause.studies)
            for study in clause.studies:
                twice = study.text in replaces
                if twice or study.text == clause.use.text:
                    self._problems.add(
                        "E406",
                        study.span,
                        f"`{clauses.name}` replaces `{study.text}` "
                        + ("twice" if twice else "by itself"),
                        help="keep one of the two" if twice else "remove it from the list",
                    )
                replaces.setdefault(study.text, clause.use.text)
        return tuple(replaces.items())


def named_once(
    written: nodes.NamesClause, names: Names, problems: Problems, itself: str = ""
) -> tuple[str, ...]:
    """Return the studies that a clause lists; naming one twice, or its own block, is a problem."""
    found: dict[str, None] = {}
    for study in written.names:
        names.find(study, "study")
        if study.text in found or study.text == itself:
            twice = "twice" if study.text in found else "in its own place"
            problems.add(
                "E418",
                study.span,
                f"`{written.keyword}` names `{study.text}` {twice}",
                help="remove it from the list",
            )
        else:
            found[study.text] = None
    return tuple(found)


def _in_order(lasts: nodes.Lasts) -> str:
    """Return how a waiting period is written whose bounds are in the wrong order."""
    first, last = lasts.first, lasts.last
    assert first is not None, "there are two bounds"
    alike = first.unit is None or (last.unit is not None and first.unit.text == last.unit.text)
    low = last.number.written if alike else quantity(last)
    high = quantity(nodes.Quantity(first.number, first.unit or last.unit, span=first.span))
    return f"write `lasts {low} to {high} of {lasts.fact.text}`"
