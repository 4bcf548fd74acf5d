"""A guideline as users hold it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from imaging_rules.decide.answer import guideline_info
from imaging_rules.decide.compiled import Compiled
from imaging_rules.decide.decision import Decision, decide
from imaging_rules.decide.read.facts import Facts, Ignore, PatientFacts, names_to_ignore
from imaging_rules.decide.read.from_text import facts_from_texts
from imaging_rules.diagnostics import Diagnostic
from imaging_rules.errors import FactsError
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.values.frozen import Frozen


class Guideline(Frozen):
    """A guideline that has passed every check and is ready to decide.

    Made by `load` and `loads`. Immutable, and safe to share between threads; nothing is
    remembered from one patient to the next.

    Examples:
        >>> from imaging_rules import load
        >>> guideline = load("nexus")
        >>> guideline.title
        'NEXUS criteria: images of the neck after a blunt injury'
        >>> [each.name for each in guideline.facts][:2]
        ['blunt_trauma', 'focal_neurologic_deficit']
        >>> guideline.evaluate({"midline_neck_tenderness": True}).recommendation.words
        'undetermined'
    """

    __slots__ = ("__weakref__", "_compiled", "_diagnostics")

    _compiled: Compiled
    # What was said of its file when it was read: no error is among it.
    _diagnostics: tuple[Diagnostic, ...]

    def __init__(self, *_: object, **__: object) -> None:
        raise TypeError(
            "a guideline is made by `load`, from a name or a file, or by `loads`, from a text"
        )

    @property
    def model(self) -> Model:
        """What the guideline means: its facts, studies, rules and sources (provisional)."""
        return self._compiled.guideline

    @property
    def name(self) -> str:
        """The name in the header."""
        return self.model.header.name

    @property
    def title(self) -> str:
        """The title in the header."""
        return self.model.header.notes.title

    @property
    def version(self) -> str:
        """The version in the header."""
        return self.model.header.version

    @property
    def sha256(self) -> str:
        """The hash of the guideline's text, line ends made line feeds."""
        return self._compiled.sha256

    @property
    def summary(self) -> str:
        """The summary in the header."""
        return self.model.header.summary

    @property
    def population(self) -> str:
        """For whom it is, in the words of the header."""
        return self.model.header.population

    @property
    def status(self) -> str:
        """The status in the header: ``draft``, ``active`` or ``retired``."""
        return self.model.header.status

    @property
    def notices(self) -> tuple[str, ...]:
        """What is to be known today before it is used: it is a draft, retired, or overdue."""
        return guideline_info.identity(self.model, self.sha256, self.origin, date.today()).notices

    @property
    def facts(self) -> tuple[guideline_info.FactInfo, ...]:
        """The facts that may be known of a patient, in file order."""
        return guideline_info.facts_of(self.model)

    @property
    def screens(self) -> tuple[guideline_info.ScreenInfo, ...]:
        """The questions that cover several facts, in file order."""
        return guideline_info.screens_of(self.model)

    @property
    def studies(self) -> tuple[guideline_info.StudyInfo, ...]:
        """The imaging studies, in file order: among equals, the first is named first."""
        return guideline_info.studies_of(self.model)

    @property
    def sources(self) -> tuple[guideline_info.SourceInfo, ...]:
        """The publications that it is from, in file order."""
        return tuple(map(guideline_info.source_info, self.model.sources))

    @property
    def origin(self) -> guideline_info.GuidelineOrigin:
        """Where it was read from: the package that it comes with and its name, or its file."""
        return self._compiled.origin

    def evaluate(
        self,
        facts: Facts,
        *,
        ignore: Ignore = (),
        today: date | None = None,
        mistakes: Literal["raise", "unknown"] = "raise",
    ) -> Decision:
        """Return the decision for one patient.

        Args:
            facts: The patient's facts: a mapping from names to values, a `PatientFacts`, or an
                instance of an attrs class or a dataclass. A yes/no fact is ``True`` or
                ``False``, a choice one of its words or ``one_of(...)``, a number a number in
                the fact's own unit, a text with a unit (``"3 weeks"``), a ``timedelta`` for a
                fact in seconds to weeks, a `date` or a text such as ``"since 2026-10"`` for one
                in a unit of time, or ``between(a, b)``, ``under(b)`` and the like. A screen is
                answered by its name with ``"none"``.
            ignore: Names in ``facts`` that the guideline need not have. With ``True``, all
                names of no fact are left aside; one that is near to the name of a fact is a
                mistake all the same.
            today: The day of the decision, for which the guideline's review date is judged, and
                up to which dates count; without it, today.
            mistakes: With ``"unknown"``, a value that cannot be used counts as ``unknown``, and
                `Decision.refused` says so; a name that the guideline does not have is still an
                exception.

        Returns:
            The decision, exact for what is known.

        Raises:
            FactsError: Names or values that cannot be used; all of them are named at once.
            OtherGuidelineError: The facts are of a class that was written for another guideline,
                or for another text of this one.
            TypeError: ``today`` is no date.
            ValueError: ``mistakes`` is neither ``"raise"`` nor ``"unknown"``.

        Units:
            A bare number is in the unit that the fact is declared with; floats are read as
            their shortest decimal text. Months given for a fact in weeks or days, and the
            reverse, are the range that they can be.

        Unknown:
            A fact left out or given as ``None`` is not stated: a screen may answer it, or the
            guideline may assume it, which the decision lists; else it is open. ``unknown`` is
            never assumed. Open facts leave the decision open where they matter.

        Source:
            The meaning is that of the language reference, section "Meaning".
        """
        try:
            return decide(self._compiled, facts, ignore, today, mistakes)
        except FactsError as problem:
            # Its traceback may go into a log with what frames hold: no frame holds the facts.
            del facts
            raise problem.with_traceback(None) from None

    def read_text(self, texts: Mapping[str, str | None], *, ignore: Ignore = ()) -> PatientFacts:
        """Return the facts of a patient from texts, as tables and forms hold them.

        They are read as the command line reads what stands after ``-f``.

        Args:
            texts: What is written, by the names of facts and screens, such as a row of
                `csv.DictReader`: ``yes`` or ``no``; a word of a choice, or ``one of a, b``; a
                number with its unit or without, or ``3 to 5 weeks``; ``none`` for a screen.
            ignore: Names in ``texts`` that the guideline need not have, as for `evaluate`.

        Returns:
            The facts, for `evaluate`.

        Raises:
            FactsError: Names or texts that cannot be used; all of them are named at once, and no
                text of the patient is.

        Units:
            A number without a unit is in the unit that the guideline declares for the fact; of
            two numbers where only the second has a unit, it is that of both.

        Unknown:
            An empty text, one of white space alone, and ``None`` state nothing. ``unknown`` says
            that it was asked and is not known.

        Examples:
            >>> from imaging_rules import load
            >>> nexus = load("nexus")
            >>> nexus.read_text({"intoxicated": "no", "glasgow_coma_scale": ""})
            PatientFacts(1 stated)
        """
        try:
            return facts_from_texts(self._compiled.reader, texts, names_to_ignore(ignore))
        except FactsError as problem:
            del texts
            raise problem.with_traceback(None) from None

    def __repr__(self) -> str:
        return f"<Guideline {self.name} {self.version}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Guideline):
            return NotImplemented
        # Where the file lies is no part of a guideline; what its statements say is.
        return self._compiled is other._compiled or (
            self.sha256 == other.sha256 and self.model == other.model
        )

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __reduce__(self) -> tuple[Any, ...]:
        return guideline_of, (self._compiled, self._diagnostics)


def guideline_of(compiled: Compiled, diagnostics: tuple[Diagnostic, ...] = ()) -> Guideline:
    """Return a guideline that is ready to decide, with what is to be said of its file."""
    made = object.__new__(Guideline)
    object.__setattr__(made, "_compiled", compiled)
    object.__setattr__(made, "_diagnostics", diagnostics)
    return made
