"""How long laying out a guideline file takes, and whether it grows as the file does.

The file is the guideline that ships, again and again. It is laid out as it stands; with all its
lines torn apart, one word to a line; and with a comment after every word. `again` is the time that
`fmt` takes besides, to see that the result says the same. The last column compares the time that
a line of the result takes with that in the shortest file: 1.0 is growth in proportion to length.
"""

import re
from collections.abc import Callable
from functools import partial
from time import process_time

from imaging_rules import load
from imaging_rules.syntax.format import formatted, says_the_same
from imaging_rules.syntax.grammar import keywords
from imaging_rules.text import SourceText

LENGTHS = (1_000, 5_000, 10_000)
PHRASES = "|".join(rf"\b{words}\b" for words in keywords() if " " in words)
# Texts and words; keywords of several words stay in one piece.
WORDS = re.compile(rf'"[^"]*"|{PHRASES}|\S+')


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes, the better of two runs."""
    best = float("inf")
    for _ in range(2):
        start = process_time()
        action()
        best = min(best, process_time() - start)
    return best


def main() -> None:
    text = load("low_back_pain").model.text.text
    bare = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    kinds = {
        "as it stands": text,
        "torn apart": "\n".join(WORDS.findall(bare)) + "\n",
        "commented": "  # a comment\n".join(WORDS.findall(bare)) + "\n",
    }
    print(f"{'file':<14}{'lines':>8}{'seconds':>10}{'again':>10}{'lines/s':>10}{'growth':>8}")
    for kind, once in kinds.items():
        first = 0.0
        length_once = formatted(SourceText("once", once))[0].count("\n")
        for lines in LENGTHS:
            source = SourceText(kind, once * max(1, round(lines / length_once)))
            result, problems = formatted(source)
            assert not problems, problems[0]
            length = result.count("\n")
            taken = seconds(partial(formatted, source))
            again = seconds(partial(says_the_same, source, SourceText(kind, result)))
            first = first or taken / length
            print(
                f"{kind:<14}{length:>8}{taken:>10.3f}{again:>10.3f}{length / taken:>10.0f}"
                f"{taken / length / first:>8.2f}"
            )


if __name__ == "__main__":
    main()
