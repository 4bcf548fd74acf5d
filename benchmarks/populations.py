"""Made-up patients to measure with: a quiet population and a mixed one, the same in every run."""

import random
from typing import Any

from imaging_rules import Guideline, unknown
from imaging_rules.diagram.walk import asked
from imaging_rules.model.facts import ChoiceType, NumberType

Patient = dict[str, Any]

HOW_MANY = 100
ONE_IN = 20
UNKNOWN = 9

# Numbers are drawn from a range; those that are not named here are 0, and one in twenty is 10.
_NUMBERS = {
    "age": (18, 75),
    "conservative_care": (0, 10),
    "medical_management": (0, 10),
    "trial_of_therapy": (0, 10),
    "symptom_duration": (10, 20),
    "time_since_injury": (0, 20),
    "time_to_worst_headache": (1, 60),
    "glasgow_coma_scale": (15, 15),
    "glasgow_coma_scale_on_arrival": (15, 15),
    "glasgow_coma_scale_after_two_hours": (15, 15),
    "pulse": (60, 110),
    "oxygen_saturation": (93, 100),
    "d_dimer": (200, 1200),
}
_QUIET_NUMBERS = {
    "age": 42,
    "conservative_care": 3,
    "symptom_duration": 14,
    "time_since_injury": 3,
    "time_to_worst_headache": 20,
    "glasgow_coma_scale": 15,
    "glasgow_coma_scale_on_arrival": 15,
    "glasgow_coma_scale_after_two_hours": 15,
    "pulse": 80,
    "oxygen_saturation": 98,
}
_CHILDREN = {name: {"age": (0, 17)} for name in ("catch", "pecarn_abdomen", "pecarn_head")}
# What is so of nearly everyone for whom the guidelines are, and not so of one in twenty.
_USUAL = {
    "alert",
    "ankle_or_foot_injured",
    "bends_knee_to_90_degrees",
    "blunt_trauma",
    "head_injured",
    "knee_injured",
    "loss_of_consciousness",
    "neck_injury_suspected",
    "new_severe_headache",
    "pulmonary_embolism_suspected",
    "rotates_neck",
    "torso_injured",
    "walked_four_steps_after_injury",
    "walks_four_full_steps_now",
    "walks_four_steps_now",
    "witnessed_loss_of_consciousness",
}
# ... and what is a reason to be outside a guideline where it is asked for another reason.
_NOT_USUAL = {
    "ottawa_ankle": {"head_injured"},
    "ottawa_foot": {"head_injured"},
    "pecarn_head": {"loss_of_consciousness"},
    "ottawa_sah": {"witnessed_loss_of_consciousness"},
}


def quiet(guideline: Guideline, draw: int = 0) -> list[Patient]:
    """Return patients for whom the guideline is, and of whom no sign is found: the same each draw.

    For them the hand-written function has to ask nearly all its questions; a patient with an
    alarm is told at the first one, while here every fact is still checked.
    """
    well: Patient = {}
    for fact in guideline.model.facts:
        usual = fact.name in _USUAL - _NOT_USUAL.get(guideline.name, set())
        well[fact.name] = usual if fact.assumed is None else fact.assumed
        if isinstance(fact.type, ChoiceType):
            well[fact.name] = fact.type.values[0]
        elif isinstance(fact.type, NumberType):
            well[fact.name] = _QUIET_NUMBERS.get(fact.name, 0)
    if guideline.name in _CHILDREN:
        well["age"] = 8
    if guideline.name != "low_back_pain":
        return [well]
    return [
        well,
        well | {"conservative_care": 4.5},
        well | {"conservative_care": 7, "age": 66},
        well | {"persistent_leg_pain": True, "severe_leg_pain": True},
        well | {"conservative_care": 12, "meaningful_improvement": True},
    ]


def mixed(guideline: Guideline, draw: int = 0) -> list[Patient]:
    """Return patients of whom each sign is found in one of twenty, others in each draw.

    Facts on which no level and no study depends are left out. Answers do not contradict each
    other: a hand-written function does not look for that.
    """
    chance = random.Random(f"{guideline.name}{draw or ''}")
    diagrams = guideline._compiled.diagrams
    roots = [diagrams.level, *diagrams.studies.values()]
    variables = asked(diagrams.store, roots, counted=False)
    matter = {guideline.model.facts[diagrams.order[variable]].name for variable in variables}
    found: list[Patient] = []
    while len(found) < HOW_MANY:
        drawn = {f.name: _drawn(guideline, f, chance) for f in guideline.model.facts}
        patient = {name: value for name, value in drawn.items() if name in matter}
        if not guideline.evaluate(patient).contradictions:
            found.append(patient)
    return found


def _drawn(guideline: Guideline, fact: Any, chance: random.Random) -> Any:
    rare = chance.random() < 1 / ONE_IN
    if isinstance(fact.type, NumberType):
        span = (_NUMBERS | _CHILDREN.get(guideline.name, {})).get(fact.name)
        if span is None:
            return 10 if rare else 0
        return chance.randint(*span)
    if isinstance(fact.type, ChoiceType):
        return chance.choice(fact.type.values[1:]) if rare else fact.type.values[0]
    usual = fact.name in _USUAL - _NOT_USUAL.get(guideline.name, set())
    return (fact.assumed is True or usual) is not rare


def a_third_left_out(patients: list[Patient], draw: int = 0) -> list[Patient]:
    """Return patients of each of whom another third of what is stated is not."""
    chance = random.Random(f"third {draw}")
    return [
        {name: patient[name] for name in patient if name not in left_out}
        for patient in patients
        for left_out in (set(chance.sample(sorted(patient), len(patient) // 3)),)
    ]


def nine_unknown(guideline: Guideline, patients: list[Patient], draw: int = 0) -> list[Patient]:
    """Return patients with nine facts unknown, among them those of contradictions."""
    chance = random.Random(f"nine {draw}")
    contrary = {n for each in guideline._compiled.contradictions.made for n in each.facts}
    found = []
    for patient in patients:
        others = sorted(set(patient) - contrary)
        more = chance.sample(others, min(len(others), UNKNOWN - len(contrary)))
        found.append(patient | dict.fromkeys([*sorted(contrary), *more], unknown))
    return found
