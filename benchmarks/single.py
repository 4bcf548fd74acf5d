"""One decision, as ratios to a hand-written ``if`` function that returns only the label.

Run with `python benchmarks/single.py`, or name guidelines to measure only these. All figures come
from one run, in which the two sides take turns, so a ratio holds although the machine's speed
drifts, and the time is that of the processor, so other programs count for little. The functions are
in `by_hand.py`, the patients in `populations.py`.

The library keeps what patients have in common. Patients with open facts are therefore drawn for
each round, before its time is taken, and each of them comes once. The middle of the rounds is what
a program finds that has decided a few thousand others; the time of the first of a loaded guideline
stands by itself.
"""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import by_hand
import populations

import imaging_rules
from imaging_rules import Decision, Guideline
from imaging_rules.decide.compiled import compiled_from
from imaging_rules.library.guideline import guideline_of

ROUNDS = 21
# How many calls of the library are timed at once, and for each of them of a function by hand.
CALLS = 600
FLOOR = 10

FIRST: dict[str, Callable[[Decision], object]] = {
    "evaluate": lambda decision: decision.recommendation,
    "missing": lambda decision: decision.missing,
    "studies": lambda decision: decision.studies,
    "reasons": lambda decision: decision.reasons,
    "blocked": lambda decision: decision.blocked,
    "assumed": lambda decision: decision.assumed,
    "changes": lambda decision: decision.changes,
    "explain": lambda decision: decision.explain(),
    "to_dict": lambda decision: decision.to_dict(),
}


def seconds(call: Callable[[dict], object], cases: list[dict], repeat: int) -> float:
    """Return the seconds that one call takes on average over several rounds of all cases."""
    start = time.process_time()
    for _ in range(repeat):
        for case in cases:
            call(case)
    return (time.process_time() - start) / repeat / len(cases)


def ratio(
    call: Callable[[dict], object],
    drawn: Callable[[int], list[dict]],
    floor: Callable[[dict], str],
    complete: list[dict],
) -> str:
    """Return the median ratio over rounds, with its quartiles.

    Patients are drawn for each round before its time is taken.
    """
    ratios = []
    for draw in range(ROUNDS):
        cases = drawn(draw)
        least = seconds(floor, complete, CALLS * FLOOR // len(complete))
        ratios.append(seconds(call, cases, max(1, CALLS // len(cases))) / least)
    low, middle, high = statistics.quantiles(ratios, n=4)
    return f"{middle:.1f} times ({low:.1f} to {high:.1f})"


def measured(
    guideline: Guideline, population: Callable[[int], list[dict]], bound: int | None
) -> None:
    """Print the figure for complete patients, and where facts are open for one guideline."""
    floor, complete = getattr(by_hand, guideline.name), population(0)
    for case in complete:
        assert guideline.evaluate(case).recommendation.name == floor(case), case

    def complete_call(case: dict) -> object:
        return guideline.evaluate(case).recommendation

    def open_call(case: dict) -> object:
        return guideline.evaluate(case).missing

    def several(draw: int) -> list[dict]:
        found: list[dict] = []
        while len(found) < CALLS:
            found += population(draw * CALLS + len(found))
        return found

    def left_out(draw: int) -> list[dict]:
        patients: list[dict] = populations.a_third_left_out(several(draw), draw)
        return patients

    def nine(draw: int) -> list[dict]:
        patients: list[dict] = populations.nine_unknown(guideline, several(draw), draw)
        return patients

    def say(
        kind: str,
        call: Callable[[dict], object],
        drawn: Callable[[int], list[dict]],
        most: int | None,
    ) -> None:
        told = ratio(call, drawn, floor, complete)
        print(f"    {kind}: {told}" + (f"; at most {most}" if most else ""))

    say("complete", complete_call, lambda draw: complete, bound)
    if guideline.name == "low_back_pain":
        say("a third left out, `missing` read", open_call, left_out, 60)
        say("nine unknown, `missing` read", open_call, nine, 130)


def first_calls(name: str) -> None:
    """Print how long the first call of each kind takes for a guideline that was just loaded."""
    loaded = imaging_rules.load(name)
    patient = populations.a_third_left_out(populations.mixed(loaded))[0]
    told = []
    for kind, call in FIRST.items():
        # A copy that has decided nothing yet.
        fresh = guideline_of(compiled_from(loaded.model))
        start = time.process_time()
        call(fresh.evaluate(patient))
        told.append(f"{kind} {(time.process_time() - start) * 1e3:.2f}")
    print(f"  first calls, in ms: {', '.join(told)}")


def main() -> None:
    """Print the figures for each guideline that ships."""
    names = sys.argv[1:] or imaging_rules.guidelines()
    for name in names:
        guideline = imaging_rules.load(name)
        bound = 10 if name == "low_back_pain" else None
        print(f"{name}\n  patients of whom no sign is found")
        measured(guideline, partial(populations.quiet, guideline), bound or 12)
        print("  a mix: each sign in one of twenty")
        measured(guideline, partial(populations.mixed, guideline), bound)
        first_calls(name)


if __name__ == "__main__":
    main()
