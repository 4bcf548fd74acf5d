"""Tools to test guidelines with: made-up guidelines and patients, and the laws as assertions.

Provisional: names here may change in any release. It needs Hypothesis, which comes with
``pip install imaging-rules[testing]``.

To hold your own guideline to the laws of the language::

    from hypothesis import given
    from imaging_rules import load
    from imaging_rules.testing import (partial_patients, silence_is_not_health)

    guideline = load("my.guideline")

    @given(partial_patients(guideline))
    def test_silence_is_not_health(facts):
        silence_is_not_health(guideline, facts)
"""

try:
    import hypothesis as _hypothesis  # noqa: F401
except ModuleNotFoundError as problem:
    raise ModuleNotFoundError(
        "imaging_rules.testing needs Hypothesis: pip install 'imaging-rules[testing]'",
        name=problem.name,
    ) from None

from imaging_rules.testing.files import files
from imaging_rules.testing.guidelines import guideline_files, guideline_texts, guidelines
from imaging_rules.testing.laws import (
    an_alarm_never_reassures,
    learning_more_never_contradicts,
    no_silent_choice,
    nothing_ruled_out_is_recommended,
    order_is_for_readers,
    red_flags_override,
    silence_is_not_health,
    total,
)
from imaging_rules.testing.patients import complete_patients, learning_patients, partial_patients

__all__ = [
    "an_alarm_never_reassures",
    "complete_patients",
    "files",
    "guideline_files",
    "guideline_texts",
    "guidelines",
    "learning_more_never_contradicts",
    "learning_patients",
    "no_silent_choice",
    "nothing_ruled_out_is_recommended",
    "order_is_for_readers",
    "partial_patients",
    "red_flags_override",
    "silence_is_not_health",
    "total",
]
