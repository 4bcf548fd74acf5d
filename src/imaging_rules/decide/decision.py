"""The decision for one patient: the answer, and the forms in which it is explained and kept."""

from collections.abc import Mapping
from datetime import date, datetime
from time import time
from typing import Any, Literal, NoReturn

from imaging_rules.decide.answer.answer import Answer, lock_free_property
from imaging_rules.decide.compiled import Compiled
from imaging_rules.decide.patient import Case, case_of
from imaging_rules.decide.read.dated import read_dates
from imaging_rules.decide.read.facts import Facts, Ignore, as_dict, check_class, names_to_ignore
from imaging_rules.decide.read.known import answered
from imaging_rules.decide.read.other_forms import form_of
from imaging_rules.decide.read.states import is_none, statements
from imaging_rules.errors import FactsError, Mistake
from imaging_rules.values.hidden import Hidden
from imaging_rules.values.stated import unknown

_new = object.__new__


def decide(
    compiled: Compiled,
    facts: Facts,
    ignore: Ignore = (),
    today: date | None = None,
    mistakes: Literal["raise", "unknown"] = "raise",
) -> "Decision":
    """Return the decision of a guideline for the patient of whom these facts are stated.

    Raises:
        FactsError: The facts cannot be used; every mistake in them is named.
        OtherGuidelineError: They are of a class that was written for another one.
        TypeError: ``today`` is no date.
        ValueError: ``mistakes`` is neither of the two.
    """
    if mistakes not in ("raise", "unknown"):
        raise ValueError("what is done with mistakes is 'raise' or 'unknown'")
    made = time() if today is None else _day(today)
    patient = compiled.read_plain(facts) if facts.__class__ is dict else None
    if patient is not None:
        case: Case | FactsError = case_of(compiled, patient, made)
    else:
        check_class(facts, {compiled.sha256: compiled.guideline.header.name})
        case = _case(compiled, facts, ignore, made, tolerant=mistakes == "unknown")
        if isinstance(case, FactsError):
            raise case
    # Without a call for an `__init__`, which would cost half as much again.
    decision = _new(Decision)
    decision.__dict__["_case"] = case
    return decision


def _day(today: date) -> date:
    if not isinstance(today, date):
        raise TypeError(
            f"`today` is a date, such as `date(2026, 1, 31)`, and {form_of(today)} was given"
        )
    return today.date() if isinstance(today, datetime) else today


def _case(
    compiled: Compiled, facts: Facts, ignore: Ignore, made: date | float, tolerant: bool
) -> Case | FactsError:
    given = facts if facts.__class__ is dict else as_dict(facts)
    assert isinstance(given, dict)
    ignored = names_to_ignore(ignore)
    patient, mistakes = compiled.reader.read(given, ignored)
    refused: tuple[Mistake, ...] = ()
    if mistakes:
        day = date.fromtimestamp(made) if isinstance(made, float) else made
        said, of_dates = read_dates(compiled.guideline, given, day)
        given = {**given, **said}
        patient, mistakes = compiled.reader.read(given, ignored)
        mistakes = [of_dates.get(each.fact, each) for each in mistakes]
    if mistakes:
        # A name that is wrong says nothing of any fact, and what is given never goes unnoticed.
        if not tolerant or any(each.kind == "unknown_name" for each in mistakes):
            return FactsError(mistakes)
        refused = tuple(mistakes)
        unread = {each.fact: unknown for each in refused}
        patient, _ = compiled.reader.read({**given, **unread}, ignored)
    return case_of(compiled, patient, made, refused)


class Decision(Answer):
    """What a guideline recommends for one patient, and why.

    Made by `evaluate`. Immutable, and safe to share between threads. What is costly is worked
    out when it is first asked for. ``bool(decision)`` raises ``TypeError``: a decision is not a
    yes or a no. ``repr`` shows no facts of the patient.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> decision
        <Decision IMAGE_URGENTLY by low_back_pain>
        >>> decision.settled, decision.may_rise_to.name
        (False, 'IMAGE_IMMEDIATELY')
    """

    def __init__(self, *_: object, **__: object) -> None:
        raise TypeError("a decision is made by `evaluate`: evaluate other facts for another one")

    def explain(self, format: Literal["text", "markdown", "html"] = "text") -> str:  # noqa: A002
        """Return the decision as a clinician reads it.

        Args:
            format: The form of the text; each says the same. ``"text"`` is plain text of at most
                88 columns, ``"markdown"`` a page of its own, and ``"html"`` one ``section``
                element for a page. What a guideline file says is never taken for markup.

        Returns:
            The recommendation, why, what is open and what to ask next, what would change it, what
            was assumed, which rules did not hold, remarks, contradictions and advice, and the
            source.

        Raises:
            ValueError: The format is not known.

        Unknown:
            What is open is told as open, with the facts that would settle it.
        """
        from imaging_rules.decide.explain import explained

        return explained(self, self._case, format)

    def to_dict(self) -> dict[str, Any]:
        """Return the decision as an audit record, ready for JSON.

        Returns:
            What `decision_schema` describes: the versions of the record, the library, the
            language and the guideline with the hash of its text; the facts stated, screened and
            assumed; and the decision with its reasons.

        Unknown:
            Facts stated as unknown are recorded as ``"unknown"``; facts not stated are left out.
        """
        from imaging_rules.decide.record import record

        return record(self, self._case)

    def __bool__(self) -> NoReturn:
        raise TypeError("a decision is not a yes or a no: look at its `recommendation`")

    def __repr__(self) -> str:
        name = self._case.compiled.guideline.header.name
        return f"<Decision {self.recommendation.name} by {name}>"

    @lock_free_property
    def _identity(self) -> Hidden[tuple[object, ...]]:
        """What makes two decisions the same, in whatever form the facts were given."""
        case, guideline = self._case, self._case.compiled.guideline
        answers = tuple(s.name for s, a in answered(guideline, case.given) if is_none(s, a))
        stated = tuple(statements(guideline, case.given).items())
        return Hidden((case.compiled.sha256, stated, answers, self.day, case.refused))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Decision):
            return NotImplemented
        return self is other or self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    def __reduce__(self) -> tuple[Any, ...]:
        case = self._case
        guideline = case.compiled.guideline
        names = [*guideline.fact, *guideline.screen]
        facts = {n: v for n, v in zip(names, case.given, strict=True) if v is not None}
        return _again, (case.compiled, facts, self.day, case.refused)


def _again(
    compiled: Compiled,
    facts: Mapping[str, Any],
    today: date | None,
    refused: tuple[Mistake, ...] = (),
) -> Decision:
    decision = decide(compiled, dict(facts), today=today)
    decision.__dict__["_case"] = decision._case._replace(refused=refused)
    return decision
