"""What is said of examples that the guideline does not decide as they expect."""

from collections.abc import Iterator

from imaging_rules.decide.compiled import Compiled
from imaging_rules.decide.decision import decide
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.errors import FactsError
from imaging_rules.library.examples.run import complaints
from imaging_rules.library.examples.words import expected, instead

FAILS = "E408"
"""The code of an example that the guideline does not decide as expected."""

_MEND = (
    "one of them is wrong: the rules, or what the example gives or expects; `imaging-rules test` "
    "says why it comes to that, and `imaging-rules test --accept` goes through such examples"
)


def failing_examples(compiled: Compiled) -> Iterator[Diagnostic]:
    """Yield an error for each example that the guideline does not decide as expected."""
    text = compiled.guideline.text
    for example in compiled.guideline.examples:
        at = Pointer(text, example.span)
        try:
            decision = decide(compiled, dict(example.given))
        except FactsError as problem:
            for mistake in problem.mistakes:
                yield Diagnostic("E409", mistake.problem, at)
            continue
        if any(complaints(example, decision)):
            yield Diagnostic(
                FAILS,
                f"`{expected(example)}` is expected, and "
                f"`{instead(example, decision, compiled.guideline)}` comes",
                at,
                help=_MEND,
            )
