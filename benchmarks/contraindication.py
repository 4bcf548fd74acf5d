"""How much longer decisions take by a guideline that has one contraindication more.

Run with `python benchmarks/contraindication.py`. Both guidelines take turns over the same patients
in one run, and the time is that of the processor, so a ratio holds although the machine's speed
drifts. Read of each decision is what a program reads first: what is recommended, of imaging and of
each study, and what is missing.
"""

import statistics
import time
from pathlib import Path

import populations

from imaging_rules import Guideline, load, loads

ROUNDS = 41
CALLS = 600
MORE = """
fact unsafe_device
  yes or no
  ask "Is there a device in the body that is not safe in MRI?"

contraindication unsafe_device
  title     "A device that is not safe in MRI"
  when      unsafe_device
  rules out mri
  editorial "Made up."
"""


def seconds(guideline: Guideline, patients: list[dict]) -> float:
    """Return the seconds that it takes to decide for patients, and to read what is decided."""
    start = time.process_time()
    for patient in patients:
        decision = guideline.evaluate(patient)
        _ = decision.recommendation, decision.missing, decision.studies
    return time.process_time() - start


def main() -> None:
    """Print how much longer it takes for complete patients, and where facts are open."""
    before = load("low_back_pain")
    folder = Path(__file__).parent.parent / "guidelines"
    after = loads(before.model.text.text + MORE, folder=folder)
    for kind in ("complete", "a third left out"):
        ratios = []
        for draw in range(ROUNDS):
            patients: list[dict] = []
            while len(patients) < CALLS:
                patients += populations.mixed(before, draw * CALLS + len(patients))
            if kind != "complete":
                patients = populations.a_third_left_out(patients, draw)
            with_device = [{**each, "unsafe_device": False} for each in patients]
            least = seconds(before, patients)
            ratios.append(seconds(after, with_device) / least)
        low, middle, high = statistics.quantiles(ratios, n=4)
        print(f"{kind}: {middle:.2f} times ({low:.2f} to {high:.2f})")


if __name__ == "__main__":
    main()
