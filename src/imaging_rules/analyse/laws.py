"""The laws of the language proved for one guideline, on its diagrams.

A diagram speaks of every patient at once. So what is proved here holds for each of them, and is
not tried on some. What a law says of patients known in part is proved by what it means for the
known patients that they may turn out to be.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from attrs import evolve, frozen

from imaging_rules.analyse.conditions import Conditions
from imaging_rules.analyse.patient_groups import patient_for
from imaging_rules.diagram.from_model import Diagrams, TooEntangledError, diagrams_in, level_in
from imaging_rules.diagram.store import (
    ABOVE,
    AND,
    BOOLEANS,
    BUT_NOT,
    CAP,
    DIFFER,
    ENDS,
    FALSE,
    HIGHER,
    OR,
    RECOMMENDED,
    OverBudgetError,
)
from imaging_rules.diagram.walk import asked, implies, meets
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, YesNoType
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contraindication, RedFlag
from imaging_rules.values.recommendation import (
    AT_END,
    OF_STUDY_AT_END,
    Recommendation,
    StudyRecommendation,
)
from imaging_rules.values.regions import Interval

BUDGET = 2_000_000
"""How many steps the proof of one law may take, and building one more guideline for it."""

Recommended = Callable[[int], Recommendation]
"""Returns what is recommended where the ends in a mask are possible."""
RecommendedOfStudy = Callable[[int], StudyRecommendation]
"""Returns the same of a study."""

_DECISIONS = tuple(end for end in ENDS if end in AT_END)
_OF_STUDY = tuple(end for end in ENDS if end in OF_STUDY_AT_END)
_RULED_OUT = 1 << StudyRecommendation.RULED_OUT.end
_IMAGE = Recommendation.IMAGE.end
_JOINING = ((HIGHER, ENDS), (CAP, ENDS), (AND, BOOLEANS), (OR, BOOLEANS))


@frozen
class Proof:
    """What was found of one law.

    Attributes:
        law: Its number.
        name: Its name.
        holds: Whether it was proved; ``None`` where the proof outgrew its limit.
        proved: What was proved, or was to be.
        why_not: Why it does not hold; empty where it does.
        patient: A patient for whom it does not, as an example lists the facts; empty where it
            holds, and where what is wrong is nothing of one patient.
    """

    law: int
    name: str
    holds: bool | None
    proved: str
    why_not: str = ""
    patient: str = ""


@frozen
class _Breach:
    """What breaks a law, and the diagram of the patients for whom it does."""

    why: str
    patients: int = FALSE


def proofs(
    guideline: Guideline,
    diagrams: Diagrams,
    recommended: Recommended,
    of_study: RecommendedOfStudy,
) -> Iterator[Proof]:
    """Yield what is found of laws 1 to 5, and of law 8, for a guideline.

    This makes nodes in the store of the diagrams, so no one else may use it meanwhile.

    Args:
        guideline: The guideline.
        diagrams: Its diagrams.
        recommended: What is recommended where several levels are possible.
        of_study: The same of a study.
    """
    prover = _Prover(guideline, diagrams, recommended, of_study)
    barring = len(guideline.of(Contraindication))
    flags = len(guideline.of(RedFlag))
    of_flags = f"{flags} red flag" + ("" if flags == 1 else "s")
    for law, name, proved, breaches in (
        (
            1,
            "Red flags override",
            f"wherever one of the {of_flags} holds, the level is its own or a higher one",
            prover.red_flags_override,
        ),
        (
            2,
            "Silence is not health",
            f"wherever a level lies below that of one of the {of_flags}, that one is excluded; "
            "none hangs on an assumed fact, and no level is settled while another is possible",
            prover.silence_is_not_health,
        ),
        (
            3,
            "An alarm never reassures",
            f"built without one of the {of_flags}, the guideline never comes to a higher level, "
            "and to the same where that one does not hold",
            prover.an_alarm_never_reassures,
        ),
        (
            4,
            "Learning more never contradicts",
            "the regions of each fact hold each of its values once, and each question has one "
            "way on for each region, so fewer possible values never reach more levels; of all "
            "sets of levels, no part is recommended lower than the whole",
            prover.learning_more_never_contradicts,
        ),
        (
            5,
            "Order is for readers",
            "what rules say is joined by operations for which order is nothing, and with all "
            "blocks reversed the diagrams of the level and of each study are the same",
            prover.order_is_for_readers,
        ),
        (
            8,
            "What is ruled out is not recommended",
            f"wherever one of {barring} contraindications holds, none of its studies is "
            "recommended, and the level is what it is without contraindications; none hangs on an "
            "assumed fact, and while one may hold, no study that it may rule out is settled"
            if barring
            else "the guideline has no contraindications",
            prover.nothing_ruled_out_is_recommended,
        ),
    ):
        yield prover.proof(law, name, proved, breaches)


class _Prover:
    def __init__(
        self,
        guideline: Guideline,
        diagrams: Diagrams,
        recommended: Recommended,
        of_study: RecommendedOfStudy,
    ) -> None:
        self._guideline = guideline
        self._diagrams = diagrams
        self._recommended = recommended
        self._of_study = of_study
        self._store = diagrams.store

    def proof(
        self, law: int, name: str, proved: str, breaches: Callable[[], Iterator[_Breach]]
    ) -> Proof:
        """Return what is found of a law, by looking for something that breaks it."""
        try:
            with self._store.allowing(BUDGET):
                breach = next(breaches(), None)
        except (OverBudgetError, TooEntangledError):
            return Proof(law, name, None, proved, "the proof outgrows its limit")
        finally:
            self._store.forget_results()
        if breach is None:
            return Proof(law, name, True, proved)
        patient = ""
        if breach.patients != FALSE:
            # Where it concerns everyone, there is nothing to state.
            patient = patient_for(self._guideline, self._diagrams, breach.patients)
            patient = patient or "everything else is no"
        return Proof(law, name, False, proved, breach.why, patient)

    def _flags(self) -> Iterator[tuple[RedFlag, int]]:
        """Yield each red flag with the diagram of its condition, made anew from the model."""
        conditions = Conditions(self._guideline, self._diagrams)
        for flag in self._guideline.of(RedFlag):
            yield flag, conditions.diagram(flag.when)

    def red_flags_override(self) -> Iterator[_Breach]:
        """Yield each red flag that holds for someone whose level is lower."""
        by_level: dict[Recommendation | StudyRecommendation, list[tuple[RedFlag, int]]] = {}
        for flag, holds in self._flags():
            by_level.setdefault(flag.highest, []).append((flag, holds))
        for level, flags in by_level.items():
            lower = self._store.combine(ABOVE, level.end, self._diagrams.level)
            # Of all at once first: only what one of them breaks is looked for in each.
            if not meets(self._store, self._store.any(holds for _, holds in flags), lower):
                continue
            for flag, holds in flags:
                both = self._store.combine(AND, holds, lower)
                if both != FALSE:
                    why = f"the red flag `{flag.name}` holds, and the level is lower"
                    yield _Breach(why, both)

    def silence_is_not_health(self) -> Iterator[_Breach]:
        """Yield each level that is settled though a red flag with a higher one may hold."""
        flags = [(flag, self._store.negation(holds)) for flag, holds in self._flags()]
        for flag, excluded in flags:
            yield from self._assumed(flag, excluded)
        for level in _DECISIONS:
            higher = [each for each in flags if each[0].highest.end > level]
            settled = self._store.where(self._diagrams.level, level)
            if implies(self._store, settled, self._store.every(each for _, each in higher)):
                continue
            for flag, excluded in higher:
                open_flag = self._store.combine(BUT_NOT, settled, excluded)
                if open_flag != FALSE:
                    words = AT_END[level].words
                    why = f"the level is `{words}`, and `{flag.name}` is not excluded"
                    yield _Breach(why, open_flag)
        for mask in _masks():
            said = self._recommended(mask)
            possible = _members(mask)
            sure = len(possible) == 1 or possible[0] >= _IMAGE
            if said.end != (possible[0] if sure else Recommendation.UNDETERMINED.end):
                yield _Breach(f"where {_words(mask)} are possible, {said.name} is recommended")

    def _assumed(self, rule: RedFlag | Contraindication, holds: int) -> Iterator[_Breach]:
        """Yield each assumed fact that a rule hangs on."""
        for variable in sorted(asked(self._store, [holds])):
            fact = self._guideline.facts[self._diagrams.order[variable]]
            if fact.assumed is not None:
                told = f"the {rule.kind} `{rule.name}` hangs on `{fact.name}`, which is assumed"
                yield _Breach(told)

    def an_alarm_never_reassures(self) -> Iterator[_Breach]:
        """Yield each red flag without which some level would be higher, or another."""
        for flag, holds in self._flags():
            rules = tuple(rule for rule in self._guideline.rules if rule is not flag)
            without = evolve(self._guideline, rules=rules)
            level = level_in(self._store, without, self._diagrams.order)
            higher = self._store.combine(ABOVE, level, self._diagrams.level)
            if higher != FALSE:
                yield _Breach(f"without `{flag.name}`, the level would be higher", higher)
            other = self._store.combine(DIFFER, level, self._diagrams.level)
            elsewhere = self._store.combine(BUT_NOT, other, holds)
            if elsewhere != FALSE:
                why = f"`{flag.name}` does not hold, and without it the level would be another"
                yield _Breach(why, elsewhere)

    def learning_more_never_contradicts(self) -> Iterator[_Breach]:
        """Yield what would let a level come up that was not possible, or lower one given."""
        yield from map(_Breach, not_whole(self._guideline, self._diagrams))
        for mask in _masks():
            before = self._recommended(mask)
            if before is Recommendation.UNDETERMINED:
                continue
            part = (mask - 1) & mask
            while part:
                after = self._recommended(part)
                if after.end < before.end:
                    yield _Breach(
                        f"where {_words(mask)} are possible, {before.name} is recommended, and "
                        f"where only {_words(part)} are, {after.name}"
                    )
                part = (part - 1) & mask

    def order_is_for_readers(self) -> Iterator[_Breach]:
        """Yield what comes to another level once blocks stand in another order."""
        for operation, ends in _JOINING:
            join = operation.function
            for a in ends:
                for b in ends:
                    if join(a, b) != join(b, a):
                        yield _Breach("an operation that joins what rules say minds their order")
                    if any(join(join(a, b), c) != join(a, join(b, c)) for c in ends):
                        yield _Breach("an operation that joins what rules say minds their grouping")
        last = len(self._guideline.facts) - 1
        backwards = evolve(
            self._guideline,
            facts=self._guideline.facts[::-1],
            screens=self._guideline.screens[::-1],
            studies=self._guideline.studies[::-1],
            rules=self._guideline.rules[::-1],
            advice=self._guideline.advice[::-1],
        )
        # The variables stay, so that equal diagrams are one; it is the facts that move.
        order = [last - place for place in self._diagrams.order]
        with self._store.allowing(BUDGET):
            other = diagrams_in(self._store, backwards, order)
        for name, one, again in (
            ("the level", self._diagrams.level, other.level),
            *(
                (f"what is said of `{study}`", root, other.studies[study])
                for study, root in self._diagrams.studies.items()
            ),
        ):
            if one != again:
                differ = self._store.combine(DIFFER, one, again)
                yield _Breach(f"with the blocks reversed, {name} would be another", differ)

    def nothing_ruled_out_is_recommended(self) -> Iterator[_Breach]:
        """Yield each contraindication that does not keep one of its studies from being done."""
        conditions = Conditions(self._guideline, self._diagrams)
        for rule in self._guideline.of(Contraindication):
            holds = conditions.diagram(rule.when)
            yield from self._assumed(rule, holds)
            for study in rule.rules_out:
                recommended = self._store.map(RECOMMENDED, self._diagrams.studies[study])
                both = self._store.combine(AND, holds, recommended)
                if both != FALSE:
                    yield _Breach(f"`{rule.name}` holds, and `{study}` is recommended", both)
        kept = [r for r in self._guideline.rules if not isinstance(r, Contraindication)]
        without = evolve(self._guideline, rules=tuple(kept))
        level = level_in(self._store, without, self._diagrams.order)
        other = self._store.combine(DIFFER, level, self._diagrams.level)
        if other != FALSE:
            yield _Breach("without contraindications, the level would be another", other)
        for mask in _masks(_OF_STUDY):
            said = self._of_study(mask)
            if mask & _RULED_OUT and said.is_level:
                yield _Breach(f"where a study may be ruled out, {said.name} of it is settled")


def _masks(ends: tuple[int, ...] = _DECISIONS) -> Iterator[int]:
    """Yield each set of levels that can be possible, as a mask."""
    for number in range(1, 1 << len(ends)):
        yield sum(1 << end for place, end in enumerate(ends) if number >> place & 1)


def _members(mask: int) -> list[int]:
    return [end for end in ENDS if mask >> end & 1]


def _words(mask: int) -> str:
    return ", ".join(f"`{AT_END[end].words}`" for end in _members(mask))


def not_whole(guideline: Guideline, diagrams: Diagrams) -> Iterator[str]:
    """Yield a sentence for each thing that keeps diagrams from answering for every patient."""
    store = diagrams.store
    for variable, place in enumerate(diagrams.order):
        fact = guideline.facts[place]
        if store.sizes[variable] != len(fact.regions) or not _regions_are_whole(fact):
            yield f"the regions of `{fact.name}` do not hold each of its values once"
    if sorted(diagrams.order) != list(range(len(guideline.facts))):
        yield "not every fact has one variable"
    for node in store.nodes([diagrams.level, *diagrams.studies.values()]):
        variable, children = store.variable[node], store.children[node]
        name = guideline.facts[diagrams.order[variable]].name
        if len(children) != store.sizes[variable]:
            yield f"a question for `{name}` does not have one way on for each region"
        if any(store.variable[child] <= variable for child in children):
            yield f"`{name}` is asked again after it was answered"


def _regions_are_whole(fact: Fact) -> bool:
    match fact.type:
        case YesNoType():
            return fact.regions == (False, True)
        case ChoiceType(values):
            return fact.regions == values and len(set(values)) == len(values)
        case NumberType() as type:
            pieces = type.regions
            first, last = pieces[0], pieces[-1]
            ends = (first.low, first.low_open, last.high, last.high_open)
            return (
                ends == (type.range.low, False, type.range.high, False)
                and all(_adjoin(one, other, type.whole) for one, other in pairwise(pieces))
                and all(piece.low <= piece.high for piece in pieces)
            )


def _adjoin(one: Interval, other: Interval, whole: bool) -> bool:
    """Return whether the second of two pieces begins where the first one ends."""
    if whole:
        return other.low == one.high + 1 and not (one.high_open or other.low_open)
    return other.low == one.high and one.high_open != other.low_open
