"""Facts that are asked for only when something else is known: whether that can hide what matters.

While a gate is closed its fact is not asked for. So the fact must not matter there, or an open
decision could be left with nothing to ask.
"""

from collections.abc import Iterator

from imaging_rules.analyse.conditions import words
from imaging_rules.analyse.groups.example_patient import patient_for
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.operations import AND
from imaging_rules.diagram.search import turns_within
from imaging_rules.diagram.sensitive import turns_on
from imaging_rules.diagram.variable_order import facts_of
from imaging_rules.model.from_syntax.dependence import MOST_LINKS, chain, ordered
from imaging_rules.model.guideline import Guideline

_LONGEST_SHOWN = 60
BUDGET = 1_000_000
"""How many steps the proof may take for all facts of one guideline."""


def gates_in_circles(guideline: Guideline) -> Iterator[Diagnostic]:
    """Yield an error for each circle of facts that wait for each other to be asked."""
    gated = {fact.name: fact for fact in guideline.facts if fact.name in guideline.gated}
    _, circles = ordered({name: facts_of(fact.gate, guideline) for name, fact in gated.items()})
    for circle in circles:
        first, *others = (gated[name] for name in circle)
        yield Diagnostic(
            "E407",
            f"these facts wait for each other to be asked: {chain(circle)}"
            if others
            else f"`{first.name}` waits for itself to be asked",
            Pointer(guideline.text, first.span),
            tuple(
                Pointer(guideline.text, each.span, "and this") for each in others[: MOST_LINKS - 1]
            ),
            help="take one of them out of the circle",
        )


def hiding_gates(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield an error for each fact that matters to a patient for whom it may not be asked.

    Raises:
        OverBudgetError: The proof outgrows its budget.
    """
    store = diagrams.store
    with store.allowing(BUDGET):
        for name, gate in diagrams.gates.items():
            closed = store.negation(gate)
            for what, root in _what_may_hang_on_it(diagrams):
                if turns_within(store, root, diagrams.place[name], closed):
                    hidden = store.combine(AND, closed, turns_on(store, root, diagrams.place[name]))
                    yield _told(guideline, diagrams, name, what, hidden)
                    break


def _what_may_hang_on_it(diagrams: Diagrams) -> Iterator[tuple[str, int]]:
    """Yield all that may depend on a fact, in words and as a diagram."""
    yield "the decision", diagrams.level
    for study, root in diagrams.studies.items():
        yield f"what is said of `{study}`", root
    for (precaution, study), root in diagrams.precautions.items():
        yield f"the precaution `{precaution}` before `{study}`", root


def _told(
    guideline: Guideline, diagrams: Diagrams, name: str, what: str, hidden: int
) -> Diagnostic:
    return Diagnostic(
        "E415",
        f"`{name}` is not asked for where {what} depends on it",
        Pointer(guideline.text, guideline.fact[name].span),
        help=f"repeat the condition of `ask only when` beside `{name}` in the rules that use it, "
        f"{_with_its_gate(guideline, name)}or widen it; it is hidden for "
        f"`given {patient_for(guideline, diagrams, hidden)}`",
    )


def _with_its_gate(guideline: Guideline, name: str) -> str:
    """Return how a condition is written that holds only where the fact is asked for."""
    gate = words(guideline.fact[name].gate, guideline)
    gate = f"({gate})" if " or " in gate else gate
    return "" if len(gate) > _LONGEST_SHOWN else f"as in `{name} and {gate}`, "
