"""Studies that one rule advises against and another recommends for the same patient."""

from collections.abc import Iterator

from imaging_rules.analyse.groups.example_patient import patient_for
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.operations import AND, FALSE, RECOMMENDED, SPOKEN
from imaging_rules.model.guideline import Guideline


def advised_against_in_vain(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield a warning for each rule that advises against a study which is recommended all the same.

    The highest that is said of a study counts, so such advice is without effect for the patient
    who is named.

    Raises:
        OverBudgetError: Looking for them outgrows the budget of the diagrams.
    """
    store = diagrams.store
    span = {rule.name: rule.span for rule in guideline.rules}
    for study, root in diagrams.studies.items():
        recommended = store.map(RECOMMENDED, root)
        for name in diagrams.parts.against.get(study, {}):
            both = store.combine(AND, diagrams.rules[name], recommended)
            if both == FALSE:
                continue
            other, both = _recommending(diagrams, study, both)
            patient = f"it is so for `given {patient_for(guideline, diagrams, both)}`"
            at = Pointer(guideline.text, span[name])
            if other == name:
                yield Diagnostic(
                    "W530",
                    f"`{name}` recommends `{study}` and advises against it, "
                    "and the recommendation counts",
                    at,
                    help=f"keep one of the two clauses; {patient}",
                )
                continue
            yield Diagnostic(
                "W530",
                f"`{name}` advises against `{study}` where `{other}` recommends it, "
                "and the recommendation counts",
                at,
                (Pointer(guideline.text, span[other], "recommends it"),),
                help=f"where `{study}` must not be done, write a contraindication: `rules out "
                f"{study}`; to use another study there, a special case: `instead of {study} use "
                f"...`; else narrow one of the two; {patient}",
            )


def _recommending(diagrams: Diagrams, study: str, patients: int) -> tuple[str, int]:
    """Return a rule by which a study is recommended for some of these patients, and those."""
    store, parts = diagrams.store, diagrams.parts
    says = [
        *parts.flags.get(study, {}).items(),
        *parts.uncapped.get(study, {}).items(),
        *((move.case, move.active) for move in parts.moves if move.use == study),
    ]
    for name, said in says:
        speaks = store.map(SPOKEN, said)
        some = store.combine(AND, patients, speaks)
        if some != FALSE:
            return name, some
    raise AssertionError("what is recommended is recommended by a rule")
