"""One decision, as ratios to a hand-written ``if`` function that returns only the label.

Run with `python benchmarks/single.py`. All figures come from one run, in which the two sides
take turns, so a ratio holds although the machine's speed drifts, and the time is that of the
processor, so other programs count for little. The hand-written function
checks nothing, knows no unknown and gives no reason; it is the floor, not an alternative.
"""

import statistics
import time
from collections.abc import Callable

import imaging_rules
from imaging_rules import unknown

ROUNDS = 41
# A third of the facts, spread over the whole file: every third one, starting with the first.
EVERY = 3
BOUNDS = {
    "complete": 10,
    "a third left out, `missing` read": 60,
    "nine unknown, `missing` read": 130,
}


def by_hand(p: dict) -> str:
    """Return the label for a complete adult or child, as one would write it in an hour."""
    if p["bowel_or_bladder_loss"]:
        return "IMAGE_IMMEDIATELY"
    if (
        p["leg_weakness"] == "worsening"
        or p["saddle_anesthesia"]
        or p["fever_or_chills"]
        or p["unexplained_weight_loss"]
        or p["history_of_cancer"]
        or p["recent_significant_trauma"]
        or p["constant_night_pain"]
        or p["age"] > 70
        or p["long_term_steroids"]
    ):
        return "IMAGE_URGENTLY"
    if p["age"] < 18:
        return "OUT_OF_SCOPE"
    if not p["clinical_question"]:
        return "WAIT"
    weeks = p["conservative_care"]
    failed = weeks >= 4 and not p["meaningful_improvement"]
    if (
        (failed and weeks >= 6)
        or p["procedure_considered"]
        or p["atypical_presentation"]
        or (p["surgery_considered"] and failed)
        or (
            p["persistent_leg_pain"]
            and (
                p["severe_leg_pain"]
                or p["constant_leg_pain"]
                or p["leg_weakness"] == "not_improving"
            )
        )
    ):
        return "IMAGE"
    if failed or p["acute_sports_trauma"] or (p["osteoporosis"] and p["older_adult"]):
        return "CONSIDER"
    return "WAIT"


def patients(guideline: imaging_rules.Guideline) -> list[dict]:
    """Return complete adults without an alarm, as most patients are.

    For them the hand-written function has to ask nearly all its questions; a patient with an
    alarm is told at the first one, while here every fact is still checked.
    """
    quiet: dict = {}
    for fact in guideline.model.facts:
        quiet[fact.name] = False if fact.assumed is None else fact.assumed
    quiet |= {"age": 42, "leg_weakness": "none", "conservative_care": 3, "symptom_duration": 14}
    return [
        quiet,
        quiet | {"conservative_care": 4.5},
        quiet | {"conservative_care": 7, "age": 66},
        quiet | {"persistent_leg_pain": True, "severe_leg_pain": True},
        quiet | {"conservative_care": 12, "meaningful_improvement": True},
    ]


def seconds(call: Callable[[dict], object], cases: list[dict], repeat: int) -> float:
    """Return the seconds that one call takes on average over several rounds of all cases."""
    start = time.process_time()
    for _ in range(repeat):
        for case in cases:
            call(case)
    return (time.process_time() - start) / repeat / len(cases)


def main() -> None:
    """Print each figure as the median ratio over rounds, with its quartiles."""
    guideline = imaging_rules.load("low_back_pain")
    complete = patients(guideline)
    names = [fact.name for fact in guideline.model.facts]
    kept = [name for place, name in enumerate(names) if place % EVERY]
    left_out = [{name: case[name] for name in kept} for case in complete]
    asked = [n for n in names if guideline.model.fact[n].assumed is None and n != "age"][:9]
    nine = [case | dict.fromkeys(asked, unknown) for case in complete]

    for case in complete:
        assert guideline.evaluate(case).recommendation.name == by_hand(case), case

    measures = {
        "complete": (lambda p: guideline.evaluate(p).recommendation, complete, 200),
        "a third left out, `missing` read": (
            lambda p: guideline.evaluate(p).missing,
            left_out,
            20,
        ),
        "nine unknown, `missing` read": (lambda p: guideline.evaluate(p).missing, nine, 20),
    }
    ratios: dict[str, list[float]] = {name: [] for name in measures}
    floors = []
    for _ in range(ROUNDS):
        for name, (call, cases, repeat) in measures.items():
            floor = seconds(by_hand, complete, 400)
            floors.append(floor)
            ratios[name].append(seconds(call, cases, repeat) / floor)
    print(f"by hand: {statistics.median(floors) * 1e6:.2f} µs (ratio 1)")
    for name, values in ratios.items():
        low, middle, high = statistics.quantiles(values, n=4)
        print(f"{name}: {middle:.1f} times ({low:.1f} to {high:.1f}); at most {BOUNDS[name]}")


if __name__ == "__main__":
    main()
