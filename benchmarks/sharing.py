"""Facts and decisions in sets and across processes, as ratios to deciding once.

Run with `python benchmarks/sharing.py`. One unit is the time of `guideline.evaluate` on a patient
of whom a third is left out, measured in the same run; each figure is for one patient or decision.
The time is that of the processor, processes that were started included.
"""

import copy
import pickle
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import populations

import imaging_rules
from imaging_rules import PatientFacts

PATIENTS = 8000
DECISIONS = 1000
SENT = 200


def seconds(call: Callable[[], object]) -> float:
    """Return the processor's seconds that a call takes, those of its processes included."""
    start, children = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    call()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - children.ru_utime - children.ru_stime
    return time.process_time() - start + spent


def across(method: str, calls: int, call: Callable, cases: list) -> Callable[[], object]:
    """Return what has one other process decide, and is sent the decisions."""

    def run() -> list:
        with ProcessPoolExecutor(1, get_context(method)) as pool:
            return list(pool.map(call, cases[:calls]))

    return run


def main() -> None:
    """Print the figures."""
    guideline = imaging_rules.load("low_back_pain")
    cases = populations.a_third_left_out(populations.mixed(guideline))
    cases = (cases * (PATIENTS // len(cases) + 1))[:PATIENTS]
    patients = [{**case, "conservative_care": place / 100} for place, case in enumerate(cases)]
    unit = seconds(lambda: [guideline.evaluate(case) for case in patients]) / PATIENTS
    facts = [PatientFacts(**case) for case in patients]
    decisions = [guideline.evaluate(case) for case in patients[:DECISIONS]]
    sent = [pickle.dumps(decision) for decision in decisions]
    print(f"evaluate: 1 unit, {unit * 1e6:.1f} µs; a pickled decision has {len(sent[0]):,} bytes")
    for what, count, call in (
        ("a set of facts", PATIENTS, lambda: set(facts)),
        ("a Counter of decisions", DECISIONS, lambda: Counter(decisions)),
        ("the same again", DECISIONS, lambda: Counter(decisions)),
        ("copy.deepcopy of a decision", DECISIONS, lambda: copy.deepcopy(decisions)),
        ("pickle.dumps of a decision", DECISIONS, lambda: [*map(pickle.dumps, decisions)]),
        ("pickle.loads of a decision", DECISIONS, lambda: [*map(pickle.loads, sent)]),
        ("a list of decisions, there and back", DECISIONS, lambda: again(decisions)),
    ):
        print(f"  {what}: {seconds(call) / count / unit:.2f} units for each")
    for method in ("fork", "spawn"):
        # Starting a process takes long, and is no part of the figure.
        few, many = (
            seconds(across(method, calls, guideline.evaluate, patients)) for calls in (1, SENT + 1)
        )
        print(f"  a process pool ({method}): {(many - few) / SENT / unit:.0f} units for each")
    print(f"  the first decision that a new process is sent: {first(sent[0]):.0f} ms")


def again(decisions: list) -> object:
    """Return what comes of decisions that are pickled."""
    return pickle.loads(pickle.dumps(decisions))


def first(sent: bytes) -> float:
    """Return the milliseconds in which a new process reads its first decision."""
    script = (
        "import imaging_rules, pickle, sys, time\n"
        "sent = sys.stdin.buffer.read()\n"
        "start = time.process_time()\n"
        "pickle.loads(sent)\n"
        "print((time.process_time() - start) * 1e3)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=sent, capture_output=True, check=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
