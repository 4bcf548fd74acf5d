"""How long a large guideline takes to compile, how soon an exploding one is refused, and memory.

Run with `python benchmarks/compile.py`. Each figure stands beside its bound.
"""

import resource
import time
import tracemalloc

import imaging_rules

HEADER = """guideline large
  title "Large"
  otherwise wait
  editorial "Made by a benchmark."
study mri
  title "MRI"
"""


def fact(name: str) -> str:
    """Return a yes/no fact."""
    return f'fact {name}\n  yes or no\n  ask "{name}?"\n'


def rule(name: str, condition: str) -> str:
    """Return an indication with a condition."""
    return (
        f'indication {name}\n  title "{name}"\n  when {condition}\n  image with mri\n'
        '  question "Which?"\n  editorial "Made by a benchmark."\n'
    )


def neighbours(facts: int, rules: int) -> str:
    """Return a guideline whose rules each combine up to three neighbouring facts."""
    parts = [HEADER, *(fact(f"f{i}") for i in range(facts))]
    for i in range(rules):
        first = i * 7 % (facts - 3)
        forms = (
            f"f{first} and f{first + 1} and not f{first + 2}",
            f"f{first} and f{first + 2}",
            f"at least 2 of (f{first}, f{first + 1}, f{first + 2})",
            f"not f{first} and (f{first + 1} or f{first + 2})",
        )
        parts.append(rule(f"r{i}", forms[i % len(forms)]))
    return "".join(parts)


def exploding(pairs: int) -> str:
    """Return a guideline of pairs that no order of facts keeps together."""
    parts = [HEADER, *(fact(f"f{i}") for i in range(2 * pairs))]
    # Each fact is paired with one far away and, by the next rule, with another one far away.
    for step in (pairs, pairs // 2 + 1, 2 * pairs // 3):
        for i in range(2 * pairs):
            other = (i + step) % (2 * pairs)
            parts.append(rule(f"r{step}_{i}", f"f{i} and f{other}"))
    return "".join(parts)


def far_pairs(pairs: int) -> str:
    """Return a guideline of pairs that lie far apart in the file, but can be kept together."""
    parts = [HEADER, *(fact(f"f{i}") for i in range(2 * pairs))]
    parts += [rule(f"r{i}", f"f{i} and f{i + pairs}") for i in range(pairs)]
    return "".join(parts)


def peak_megabytes() -> float:
    """Return the most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(text: str) -> tuple[float, str]:
    """Return how long a text takes to load, and how that ended."""
    start = time.perf_counter()
    try:
        imaging_rules.loads(text)
    except imaging_rules.GuidelineError as problem:
        return time.perf_counter() - start, str(problem).splitlines()[0]
    return time.perf_counter() - start, "loaded"


def main() -> None:
    """Print every figure with its bound."""
    imaging_rules.loads(HEADER)  # The parser is made once, on first use.
    tracemalloc.start()
    guideline = imaging_rules.load("low_back_pain")
    held = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    print(f"{guideline.name}: {held:.1f} MB held, text and statements included (at most 10)")
    for name, text, bound in (
        ("200 facts, 500 rules of three neighbours", neighbours(200, 500), 5),
        ("13 pairs far apart", far_pairs(13), 5),
        ("40 pairs far apart", far_pairs(40), 5),
        ("26 facts, paired thrice", exploding(13), 5),
        ("60 facts, paired thrice", exploding(30), 5),
        ("200 facts, paired thrice", exploding(100), 5),
    ):
        seconds, ended = timed(text)
        told = f"{seconds:.2f} s (at most {bound}), peak {peak_megabytes():.0f} MB (at most 500)"
        print(f"{name}: {told}: {ended}")


if __name__ == "__main__":
    main()
