"""The explanation of a decision, as a clinician reads it: said once, written in several forms."""

from collections.abc import Callable
from typing import Literal

from imaging_rules.decide.answer.answer import Answer
from imaging_rules.decide.explain.content import Explanation
from imaging_rules.decide.explain.formats import as_html, as_markdown, as_text
from imaging_rules.decide.explain.from_decision import essentials, explanation
from imaging_rules.decide.patient import Case
from imaging_rules.text.words import joined

Form = Literal["text", "markdown", "html"]

FORMATS: dict[Form, Callable[[Explanation], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
}
"""What writes each form, the usual one first."""


def explained(decision: Answer, case: Case, form: Form) -> str:
    """Return the explanation of a decision in one of its forms.

    Raises:
        ValueError: There is no such form.
    """
    # Not a look-up: what was asked for may be anything.
    if form not in tuple(FORMATS):
        raise ValueError(
            f"an explanation comes as {joined([repr(each) for each in FORMATS], 'or')}, "
            f"and {form!r} was asked for"
        )
    return FORMATS[form](explanation(decision, case))


def short_explanation(decision: Answer) -> str:
    """Return the explanation without what the rest of it is looked up for, as plain text.

    It has the recommendation, why, what is open or assumed and could change it, what was
    answered and denied, and what a reader must not miss: remarks, contradictions and advice on
    safety.
    """
    return as_text(essentials(explanation(decision, decision._case)))
