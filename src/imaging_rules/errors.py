"""Exceptions for misuse of the library; a patient's missing data is never one of them."""

from collections.abc import Sequence

from attrs import frozen

from imaging_rules.diagnostics import Diagnostic


class ImagingRulesError(Exception):
    """The base of every exception that this library raises on purpose."""


@frozen
class Mistake:
    """One thing wrong with the facts of a call.

    ``fact`` is the name as it was given, ``problem`` a sentence that says what came and what
    is accepted, ``suggestion`` the nearest right name where the name is the mistake.
    """

    fact: str
    problem: str
    suggestion: str | None = None


class FactsError(ImagingRulesError, ValueError):
    """The facts of a call cannot be used. ``mistakes`` names every one of them."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        count = len(self.mistakes)
        head = "1 mistake" if count == 1 else f"{count} mistakes"
        return "\n".join(
            [f"{head} in the facts given:", *(f"  {m.problem}" for m in self.mistakes)]
        )


class UnknownGuidelineError(ImagingRulesError, LookupError):
    """No guideline has the name or path that was asked for."""

    def __str__(self) -> str:
        return str(self.args[0])


class VocabularyError(UnknownGuidelineError):
    """The file holds a vocabulary, which guidelines use, and no guideline."""


class GuidelineError(ImagingRulesError, ValueError):
    """A guideline file has errors and was not loaded.

    ``diagnostics`` holds what is to be said of the file, warnings included; the message is the
    errors among it, rendered.
    """

    def __init__(self, rendered: str, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        self.rendered = rendered
        super().__init__(rendered, self.diagnostics)

    def __str__(self) -> str:
        return self.rendered
