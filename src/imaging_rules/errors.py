"""Exceptions for misuse of the library; a patient's missing data is never one of them."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from imaging_rules.diagnostics import Diagnostic
from imaging_rules.values.hidden import Hidden, hidden

Kind: TypeAlias = Literal[
    "unknown_name",
    "wrong_form",
    "unknown_word",
    "not_a_number",
    "unclear_number",
    "too_many_digits",
    "too_low",
    "too_high",
    "not_whole",
    "no_unit",
    "unknown_unit",
    "other_unit",
    "reversed_range",
    "given_twice",
    "not_comparable",
]
"""In which way a fact cannot be used."""

MOST_TOLD = 10
"""How many of the mistakes of a call a message tells; all of them are in the exception."""


class ImagingRulesError(Exception):
    """The base of every exception that this library raises on purpose.

    Examples:
        >>> from imaging_rules import ImagingRulesError, load
        >>> try:
        ...     load("nowhere")
        ... except ImagingRulesError as problem:
        ...     print(type(problem).__name__)
        UnknownGuidelineError
    """


@frozen
class Mistake:
    """One thing wrong with the facts of a call.

    ``fact`` is the name as it was given, ``kind`` says in which way it is wrong, and ``problem``
    is a sentence that says so, and what is accepted. No value of the patient is in it, so that it
    may stand in a log. ``suggestion`` says what may have been meant, if that is clear: the nearest
    right name or word, or the number written so that it means one thing. ``given`` is the value
    as it came. These two are shown by nothing: not by ``repr``, and not by what prints objects.

    Examples:
        >>> from imaging_rules import FactsError, evaluate
        >>> try:
        ...     evaluate({"agee": 42})
        ... except FactsError as problem:
        ...     print(problem.mistakes[0].suggestion)
        age
    """

    fact: str
    problem: str
    kind: Kind
    _suggestion: Hidden[str | None] = field(default=None, converter=hidden, repr=False)
    _given: Hidden[Any] = field(default=None, converter=hidden, repr=False, eq=False)

    @property
    def suggestion(self) -> str | None:
        """What may have been meant, if that is clear."""
        return self._suggestion.value

    @property
    def given(self) -> Any:
        """The value as it came; ``None`` where the name is the mistake."""
        return self._given.value


class FactsError(ImagingRulesError, ValueError):
    """The facts of a call cannot be used. ``mistakes`` names every one of them.

    Its text names facts and what is wrong with them, and no value of the patient.

    Examples:
        >>> from imaging_rules import FactsError, evaluate
        >>> try:
        ...     evaluate({"agee": 42})
        ... except FactsError as problem:
        ...     print([each.kind for each in problem.mistakes])
        ['unknown_name']
    """

    mistakes: tuple[Mistake, ...]

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        count = len(self.mistakes)
        head = "1 mistake" if count == 1 else f"{count} mistakes"
        lines = [f"{head} in the facts given:"]
        lines += [f"  {each.problem}" for each in self.mistakes[:MOST_TOLD]]
        lines += [f"  and {count - MOST_TOLD} more"] if count > MOST_TOLD else []
        return "\n".join(lines)


class OtherGuidelineError(ImagingRulesError, ValueError):
    """Something was made for another guideline, or for another text of the same one.

    Its facts may mean something else there, so nothing of it is used.

    Args:
        made: What was made, such as ``the interview was held``.
        of: The name of the guideline that it was made with.
        used: That of the guideline that it was to be used with.
        mend: What to do where it was another text of the same guideline.

    Examples:
        >>> from imaging_rules import Interview, OtherGuidelineError
        >>> kept = Interview("low_back_pain").to_dict()
        >>> try:
        ...     Interview.from_dict(kept, "nexus")
        ... except OtherGuidelineError as problem:
        ...     print(problem)
        the interview was held for `low_back_pain`, and cannot be used with `nexus`
    """

    def __init__(self, made: str, of: str, used: str, mend: str) -> None:
        super().__init__(made, of, used, mend)

    def __str__(self) -> str:
        made, of, used, mend = self.args
        if of == used:
            return f"{made} for another text of `{of}`: {mend}"
        return f"{made} for `{of}`, and cannot be used with `{used}`"


class UnknownGuidelineError(ImagingRulesError, LookupError):
    """No guideline has the name or path that was asked for.

    Examples:
        >>> from imaging_rules import UnknownGuidelineError, load
        >>> try:
        ...     load("nexsus")
        ... except UnknownGuidelineError as problem:
        ...     print(problem)
        there is no guideline `nexsus`: did you mean `nexus`?
    """

    def __str__(self) -> str:
        return str(self.args[0])


class VocabularyError(UnknownGuidelineError):
    """The file holds a vocabulary, which guidelines use, and no guideline.

    Examples:
        >>> from imaging_rules import VocabularyError, loads
        >>> try:
        ...     loads("vocabulary words")
        ... except VocabularyError as problem:
        ...     print(problem)
        the file holds a vocabulary: guidelines use it, and it decides nothing by itself
    """


class RecordError(ImagingRulesError, ValueError):
    """What was to be reopened is no record of a decision, or one of a later library.

    Examples:
        >>> from imaging_rules import RecordError, reopen
        >>> try:
        ...     reopen({})
        ... except RecordError as problem:
        ...     print(problem)
        what was given is no record of a decision, as `Decision.to_dict` returns it
    """


class GuidelineError(ImagingRulesError, ValueError):
    """A guideline file has errors and was not loaded.

    ``diagnostics`` holds what is to be said of the file, warnings included; the message is the
    errors among it, rendered.

    Examples:
        >>> from imaging_rules import GuidelineError, loads
        >>> try:
        ...     loads("guidelne ankle")
        ... except GuidelineError as problem:
        ...     print(problem.diagnostics[0].code)
        E101
    """

    diagnostics: tuple[Diagnostic, ...]
    rendered: str

    def __init__(self, rendered: str, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        self.rendered = rendered
        super().__init__(rendered, self.diagnostics)

    def __str__(self) -> str:
        return self.rendered
