"""How long reading and checking a guideline file takes, and whether it grows as the file does.

Several kinds of file are written at several lengths and put through the whole of `check`, and
the messages are rendered: files with many kinds of rules, with as many short facts and rules as
fit, with many examples, with mistakes in names and units, and with broken clauses. The last
column compares the time that a line takes with that in the shortest file: 1.0 is growth in
proportion to length. Examples grow faster by their nature: each of them states every fact.
"""

import tempfile
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from time import process_time

from imaging_rules import check
from imaging_rules.diagnostics import as_text

LENGTHS = (1_000, 2_000, 5_000, 10_000)

HEADER = """\
guideline measured
  title "Measured"
  applies when age_0 at least 18 years
  otherwise wait
  assumes "Made up."

study mri
  title "MRI"

study ct
  title "CT"

fact age_0
  whole number in years from 0 to 120
  ask "How old is the patient?"
"""

EVERY_BLOCK = """
fact sign_{n}
  yes or no
  ask "Is the sign present?"

fact weeks_{n}
  number in weeks from 0 to 520
  ask "For how many weeks has care been tried?"

fact course_{n}
  one of better, same, worse
  ask "How has it changed?"

define lasting_{n}
  as weeks_{n} at least 6 weeks and not course_{n} is better

red flag flag_{n}
  title "The sign"
  when sign_{n}
  image urgently with mri
  question "What is behind the sign?"
  assumes "Made up."

indication lasting_{n}
  title "It has lasted"
  when lasting_{n} or course_{n} is worse
  image with mri or ct
  question "What keeps it going?"
  assumes "Made up."

waiting period care_{n}
  title "Care first"
  lasts 4 to 6 weeks of weeks_{n}
  without course_{n} is better
  then image with mri
  question "What drives the pain?"
  assumes "Made up."

special case other_{n}
  title "Another study"
  when sign_{n} and course_{n} is same
  instead of mri use ct
  assumes "Made up."
"""

EXAMPLES = """
fact sign_{n}
  yes or no

indication sign_{n}
  when sign_{n}
  image with mri
  question "What is behind it?"
  assumes "Made up."

example "case {n}"
  given age_0 is 42 years, sign_{n}, everything else is no
  expect image
"""

SHORT_RULES = """
fact sign_{n}
  yes or no

indication sign_{n}
  when sign_{n}
  image with mri
  question "What is behind it?"
  assumes "Made up."
"""

MISTAKES = """
fact sign_{n}
  yes or no
  ask "Is the sign present?"

indication sign_{n}
  title "The sign"
  when sing_{n} or sign_{n} over 6 weeks or age_0 over 70
  image with mir or ct_{n}
  assumes "Made up."

limit sign_{n}
  when sign_{n}
  hold at wait
"""

SYNTAX_MISTAKES = """
indication sign_{n}
  whne age_0 over 70 years
  image with mri
  assumes "Made up
"""


def written(block: str, lines: int) -> str:
    """Return a guideline of about so many lines."""
    parts = [HEADER]
    length = HEADER.count("\n")
    for n in count(1):
        if length >= lines:
            break
        parts.append(block.format(n=n))
        length += block.count("\n")
    return "".join(parts)


def _checked(path: Path) -> str:
    return as_text(check(path))


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes, the better of two runs."""
    best = float("inf")
    for _ in range(2):
        start = process_time()
        action()
        best = min(best, process_time() - start)
    return best


def main() -> None:
    check("low_back_pain")  # makes the parser
    print(f"{'file':<14}{'lines':>8}{'seconds':>10}{'lines/s':>10}{'messages':>10}{'growth':>8}")
    kinds = {
        "every block": EVERY_BLOCK,
        "short rules": SHORT_RULES,
        "examples": EXAMPLES,
        "wrong names": MISTAKES,
        "wrong syntax": SYNTAX_MISTAKES,
    }
    with tempfile.TemporaryDirectory() as folder:
        for kind, block in kinds.items():
            first = 0.0
            for lines in LENGTHS:
                path = Path(folder) / f"measured_{lines}.guideline"
                text = written(block, lines)
                path.write_text(text, encoding="utf-8")
                length = text.count("\n")
                found = check(path)
                taken = seconds(partial(_checked, path))
                first = first or taken / length
                print(
                    f"{kind:<14}{length:>8}{taken:>10.3f}{length / taken:>10.0f}"
                    f"{len(found):>10}{taken / length / first:>8.2f}"
                )


if __name__ == "__main__":
    main()
