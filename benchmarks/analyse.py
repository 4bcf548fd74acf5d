"""How long it takes to look for dead rules and their like, to prove the laws, and to compare.

Run with `python benchmarks/analyse.py`. Each figure stands beside its bound.
"""

import re
import tempfile
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from time import process_time

from imaging_rules import check, diff, load, loads
from imaging_rules.library.proofs import find_gaps, prove_laws

# Beside this script; its folder is where it looks first.
compiling = import_module("compile")
parsing = import_module("parse")


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes, the better of two runs."""
    best = float("inf")
    for _ in range(2):
        start = process_time()
        action()
        best = min(best, process_time() - start)
    return best


def dead(rules: int) -> str:
    """Return a guideline of which half of the rules are dead."""
    parts = [compiling.HEADER, *(compiling.fact(f"f{i}") for i in range(rules + 1))]
    for i in range(rules):
        both = f"f{i} and f{i + 1}"
        parts.append(compiling.rule(f"alive_{i}", both))
        weak = compiling.rule(f"dead_{i}", both).replace("image with mri", "consider mri")
        parts.append(weak)
    return "".join(parts)


def newer() -> str:
    """Return the guideline that ships with other bounds, a study less and a fact more."""
    text = load("low_back_pain").model.text.text
    text = text[: text.index("\nexample ")]
    changes = (
        ("lasts    4 to 6 weeks", "lasts    6 weeks"),
        ("when     age over 70 years\n", "when     age over 65 years\n"),
        ("use mri_with_contrast", "use ct"),
        (r'statements "sources/livafortis.json"', ""),
        (r"leaves out S[^.]*\.\"", ""),
    )
    for was, now in changes:
        text, count = re.subn(was, now, text)
        assert count, was
    return text


def shown(what: str, taken: float, bound: float) -> None:
    """Print a figure with its bound."""
    print(f"{what}: {taken:.2f} s (at most {bound})")


def main() -> None:
    """Print every figure with its bound."""
    path = Path(load("low_back_pain").model.text.name)
    shown("check low_back_pain", seconds(lambda: check(path.stem)), 1)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (
            ("200 facts, 500 rules of three neighbours", compiling.neighbours(200, 500)),
            ("40 pairs far apart", compiling.far_pairs(40)),
            ("26 facts, paired thrice", compiling.exploding(13)),
            ("1,000 rules, every other one dead", dead(500)),
            ("every kind of block, 10,000 lines", parsing.written(parsing.EVERY_BLOCK, 10_000)),
            ("short rules, 10,000 lines", parsing.written(parsing.SHORT_RULES, 10_000)),
        ):
            file = Path(folder) / "measured.guideline"
            file.write_text(text, encoding="utf-8")
            shown(f"load  {name}", seconds(partial(load, file)), 5)
            shown(f"check {name}", seconds(partial(check, file)), 10)
    old, new = load("low_back_pain"), loads(newer())
    shown("laws of low_back_pain", seconds(lambda: prove_laws(old)), 1)
    shown("gaps of low_back_pain", seconds(lambda: find_gaps(old)), 1)
    shown("diff of low_back_pain and a newer one", seconds(lambda: diff(old, new)), 2)
    large = loads(compiling.neighbours(200, 500))
    larger = loads(compiling.neighbours(200, 501))
    shown("diff of 200 facts, 500 rules and one more", seconds(lambda: diff(large, larger)), 10)
    shown("laws of 200 facts, 500 rules", seconds(lambda: prove_laws(large)), 10)


if __name__ == "__main__":
    main()
