"""What can be said of one patient, each part worked out when it is first asked for."""

from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar, overload

from imaging_rules.decide.answer import assumptions, beside_imaging, missing, records, why
from imaging_rules.decide.answer import changes as changing
from imaging_rules.decide.answer import scores as adding
from imaging_rules.decide.answer.guideline_info import GuidelineInfo, identity
from imaging_rules.decide.answer.studies import (
    RULED_OUT,
    DuePrecaution,
    StudyDecision,
    precautions,
    ruled_out,
)
from imaging_rules.decide.patient import (
    OF_STUDY,
    RECOMMENDATIONS,
    Case,
    holds,
    levels,
    study_levels,
)
from imaging_rules.diagram.walk import differing, ends
from imaging_rules.values.frozen import Frozen
from imaging_rules.values.recommendation import Recommendation
from imaging_rules.values.timing import Timing

T_co = TypeVar("T_co", covariant=True)


class lock_free_property(cached_property[T_co]):  # noqa: N801
    """A property that is worked out when it is first asked for, and kept.

    Up to Python 3.11 `cached_property` takes a lock that all objects of a class share: threads wait
    for each other, and alone the lock takes as long as much of what is worked out. Here two threads
    may both work it out; what they find is the same, and all are given what was kept first.
    """

    @overload
    def __get__(
        self, instance: None, owner: type[Any] | None = None
    ) -> "lock_free_property[T_co]": ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T_co: ...

    def __get__(
        self, instance: object, owner: type[Any] | None = None
    ) -> "lock_free_property[T_co] | T_co":
        if instance is None:
            return self
        found: T_co = instance.__dict__.setdefault(self.attrname or "", self.func(instance))
        return found


class Answer(Frozen):
    """All that a guideline recommends for one patient, and why; `Decision` is its face."""

    if TYPE_CHECKING:
        _case: Case

    @property
    def recommendation(self) -> Recommendation:
        """What is recommended.

        ``UNDETERMINED`` while open facts leave it open; the lowest possible level where imaging is
        certain and only its urgency is open. The facts of a contradiction that is found count as
        open.
        """
        told = self._case.told
        return RECOMMENDATIONS[self._mask if told is None else told]

    @lock_free_property
    def _mask(self) -> int:
        return self._case.mask

    @lock_free_property
    def possible(self) -> records.Levels:
        """All that the open facts, and those of a contradiction, leave possible: lowest first."""
        return levels(self._mask)

    @property
    def settled(self) -> bool:
        """Whether the level is settled: one alone is possible, and no contradiction is found.

        It says nothing of the studies. Which study it is may be open all the same: see `study`
        and `complete`.
        """
        return len(self.possible) == 1 and not self._case.contradictions

    @property
    def complete(self) -> bool:
        """Whether all is settled: the level, and what is said of each study."""
        return self.settled and all(len(each.possible) == 1 for each in self.studies)

    @property
    def may_rise_to(self) -> Recommendation | None:
        """The highest possible level, where imaging is recommended and may become more urgent."""
        highest = self.possible[-1]
        if self.recommendation is Recommendation.UNDETERMINED or highest is self.recommendation:
            return None
        return highest

    @property
    def applies(self) -> bool | None:
        """Whether the guideline was written for this patient; ``None`` while that is open.

        Red flags count all the same.
        """
        return holds(self._case, self._case.compiled.diagrams.applies)

    @lock_free_property
    def studies(self) -> tuple[StudyDecision, ...]:
        """Every study, preferred first.

        That is by the lowest level that is sure, then by the highest that is possible, then in
        file order. The first of them need not be recommended, nor be sure: see `study`.
        """
        case, diagrams = self._case, self._case.compiled.diagrams
        found = []
        for study in case.compiled.guideline.studies:
            mask = ends(diagrams.store, diagrams.studies[study.name], case.states)
            # The lowest set bit is the lowest level of which the patient is sure.
            rank = (-(mask & -mask), -mask.bit_length())
            said = study.name, study.notes.title, OF_STUDY[mask], study_levels(mask)
            more = ruled_out(case, study) if mask & RULED_OUT else ()
            found.append((rank, StudyDecision(*said, *more)))
        return tuple(each for _, each in sorted(found, key=lambda each: each[0]))

    @lock_free_property
    def study(self) -> StudyDecision | None:
        """The study that the recommendation is for, if that is sure; else ``None``.

        A study is sure where in every way in which the open facts may turn out what is said of
        it is the decision's level itself. Of several, as after ``image with mri or ct``, it is
        the one that the file has first; the others carry the same recommendation in `studies`.
        There is none where no imaging is recommended, and none while a contradiction is found.
        """
        case, diagrams = self._case, self._case.compiled.diagrams
        said = self.recommendation
        if case.contradictions or not said.is_level or said < Recommendation.CONSIDER:
            return None
        by_name = {each.name: each for each in self.studies}
        for name, root in diagrams.studies.items():
            if not differing(diagrams.store, diagrams.level, root, case.states):
                return by_name[name]
        return None

    @property
    def no_study_left(self) -> bool | None:
        """Whether contraindications leave no study that carries the recommendation of imaging.

        The level stays as it is; which study can be done is then a question to the radiologist.
        ``None`` while that is open.
        """
        return holds(self._case, self._case.compiled.diagrams.no_study_left)

    @lock_free_property
    def precautions(self) -> tuple[DuePrecaution, ...]:
        """What is to be done before studies, in file order.

        A precaution is told where its condition holds in every way in which the open facts may turn
        out and one of its studies is recommended, and where there is such a way. One that is open
        is in `missing`, by its facts.
        """
        return precautions(self._case)

    @lock_free_property
    def timing(self) -> Timing | None:
        """How soon imaging is due, where the rules that say the level give a time in numbers.

        Of several times it is the one that ends first. It is ``None`` where none is given, where a
        rule that says the level gives none and another one would put it off, and while it is open:
        it is that of every way in which the open facts may turn out.
        """
        return why.timing(self._case)

    @lock_free_property
    def actions(self) -> tuple[beside_imaging.Action, ...]:
        """What is to be done beside imaging, or instead of it: red flags first.

        These are the actions of the rules that hold and decide in every way in which the open
        facts may turn out.
        """
        return why.actions(self._case)

    @lock_free_property
    def reasons(self) -> tuple[records.Reason, ...]:
        """The rules that hold in every completion: those that decide first, red flags before."""
        return why.reasons(self._case)

    @lock_free_property
    def definitions(self) -> tuple[records.UsedDefinition, ...]:
        """What the answer rests on, and says where it comes from.

        These are the definitions, choices and scores that the conditions of the reasons and of
        the contradictions found use, by themselves or through others, each once; out of scope,
        those that ``applies when`` uses too.
        """
        guideline = self._case.compiled.guideline
        names = (
            (each.rule for each in self.reasons),
            (each.rule for each in self.precautions),
            (each.name for each in self.contradictions),
        )
        starts = [(n, guideline.rule[n].condition) for n in chain(*names) if n in guideline.rule]
        if self.possible == (Recommendation.OUT_OF_SCOPE,):
            starts.insert(0, ("", guideline.header.applies))
        return why.definitions(guideline, starts)

    @lock_free_property
    def scores(self) -> tuple[adding.ScoreValue, ...]:
        """What each score of the guideline comes to, in file order, line by line."""
        return adding.scores(self._case)

    @lock_free_property
    def choices(self) -> tuple[adding.ChoiceValue, ...]:
        """What each choice of the guideline comes to, in file order."""
        return adding.choices(self._case)

    @lock_free_property
    def open_rules(self) -> tuple[records.OpenRule, ...]:
        """The rules that may still hold, in file order."""
        return why.open_rules(self._case)

    @lock_free_property
    def blocked(self) -> tuple[records.BlockedRule, ...]:
        """The rules that do not hold, in file order, each with facts that rule it out."""
        return why.blocked(self._case)

    @lock_free_property
    def missing(self) -> tuple[records.Missing, ...]:
        """The facts that are still needed, in the order to ask; those to check come first.

        A fact is needed when two ways in which the open facts may turn out, alike but for it,
        lead to different levels, or to different things said of a study. Those come last on which
        only a precaution hangs, before a study that may be recommended. One that was stated as
        unknown is still needed: an interview goes by `to_ask`.
        """
        return missing.missing(self._case)

    @property
    def to_ask(self) -> tuple[records.Missing, ...]:
        """Those of `missing` of which nothing was stated yet, in the order to ask.

        An interview that asks them ends, also where every answer is that it is not known.
        """
        return tuple(each for each in self.missing if not each.asked)

    @lock_free_property
    def later(self) -> tuple[records.Later, ...]:
        """The facts that are needed and may be asked only once others are known."""
        return missing.later(self._case)

    @lock_free_property
    def changes(self) -> tuple[records.Change, ...]:
        """The single facts whose change alone would change the recommendation.

        Those that raise it come first. Open facts are not among them: see `missing`.
        """
        return changing.changes(self._case)

    @lock_free_property
    def review_after(self) -> records.Review | None:
        """The earliest time at which waiting alone changes the recommendation, if there is one.

        With time, the facts that waiting periods count run on, and those that contradictions
        compare them with.
        """
        return changing.review_after(self._case)

    @lock_free_property
    def assumed(self) -> tuple[records.Assumed, ...]:
        """The facts that were not stated and are assumed, those that matter first."""
        return assumptions.assumptions(self._case)

    @lock_free_property
    def assumed_together(self) -> tuple[records.AssumedTogether, ...]:
        """Sets of assumed facts that together could change what none of them could alone.

        Of many such sets so many are told that each fact of one of them is in one that is told,
        for each level. Those that could lead to the highest level come first.
        """
        return assumptions.assumed_together(self._case)

    @lock_free_property
    def stated(self) -> tuple[records.Stated, ...]:
        """The facts and screens that were stated: the facts first, each in file order."""
        return missing.stated(self._case)

    @lock_free_property
    def screened(self) -> tuple[records.Screened, ...]:
        """The facts that an answered screen has set, in file order."""
        return missing.screened(self._case)

    @lock_free_property
    def refused(self) -> tuple[records.Refused, ...]:
        """What could not be read and counts as unknown, with ``mistakes="unknown"``."""
        return tuple(
            records.Refused(each.fact, each.kind, each.problem) for each in self._case.refused
        )

    @lock_free_property
    def contradictions(self) -> tuple[records.FoundContradiction, ...]:
        """The contradictions found among the facts as they are stated.

        While there is one, nothing is settled, and its facts count as open; but where in every
        completion some red flag holds, the decision is what it would be without it.
        """
        return missing.contradictions(self._case)

    @lock_free_property
    def remarks(self) -> tuple[beside_imaging.Remark, ...]:
        """The remarks of the rules that hold, in file order."""
        return why.remarks(self._case)

    @lock_free_property
    def advice(self) -> tuple[beside_imaging.ShownAdvice, ...]:
        """Information for the reader that goes with the recommendation; it decides nothing."""
        return why.advice(self._case)

    @lock_free_property
    def guideline(self) -> GuidelineInfo:
        """The guideline that the decision rests on."""
        compiled = self._case.compiled
        return identity(compiled.guideline, compiled.sha256, compiled.origin, self.day)

    @lock_free_property
    def day(self) -> date:
        """The day of the decision, for which the guideline's review date is judged."""
        made = self._case.made
        return made if isinstance(made, date) else date.fromtimestamp(made)


def along(decision: Answer, fact: str) -> tuple[int, tuple[Recommendation, ...]] | None:
    """Return what would be recommended for each region of a fact, the others staying as they are.

    Args:
        decision: The decision.
        fact: The name of a fact of its guideline.

    Returns:
        The region in which the fact lies, and the recommendations in the order of its regions;
        ``None`` where it is not known in which region it lies.
    """
    case = decision._case
    diagrams = case.compiled.diagrams
    variable = diagrams.place[fact]
    now = case.states[variable]
    if isinstance(now, tuple):
        return None
    found = []
    for region in range(diagrams.store.sizes[variable]):
        states = list(case.states)
        states[variable] = region
        found.append(RECOMMENDATIONS[ends(diagrams.store, diagrams.level, states)])
    return now, tuple(found)
