"""Whether what it takes to check, lay out, prove and compare a file grows as the file does.

Files of one kind of block each are written with n, 2n and 4n blocks. The last column compares the
time that a character takes in the longest file with that in the shortest: 1.0 is growth in
proportion to size. Where the work could outgrow the file, a bound stops it, and a message says so:
`W516` in `check`, `E410` where the decision diagrams themselves outgrow theirs, `not proved` for a
law, and groups left out of a comparison. Such a row takes no longer than the bound allows,
however large the file is.
"""

from collections.abc import Callable
from functools import partial
from time import process_time

from attrs import frozen

from imaging_rules import Guideline, diff
from imaging_rules.diagnostics import as_text
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.proofs import find_gaps, prove_laws
from imaging_rules.library.read import read
from imaging_rules.syntax.format import formatted, says_the_same
from imaging_rules.text import SourceText

HEADER = """guideline measured
  title     "Measured"
  otherwise wait
  assumes   "Made up."

study mri
  title "MRI"

study ct
  title "CT"

study us
  title "Ultrasound"

fact a
  yes or no
  ask "A?"

fact b
  yes or no
  ask "B?"

"""
FACT = """fact f{n}
  yes or no
  ask "Is sign {n} there?"

"""
WEEKS = """fact w{n}
  number in weeks from 0 to 520
  ask "For how many weeks?"

"""


def _rule(kind: str, when: str, says: str = "image with mri", name: str = "r{n}") -> str:
    return (
        f'{kind} {name}\n  title "T"\n  when {when}\n  {says}\n  question "Why?"\n'
        '  assumes "Made up."\n\n'
    )


def _case(when: str, says: str) -> str:
    return f'special case s{{n}}\n  title "T"\n  when {when}\n  {says}\n  assumes "Made up."\n\n'


@frozen
class Kind:
    """A kind of file: what stands in it once, the blocks, and what ends it.

    ``{n}`` stands for the number of a block, ``{next}`` for the number after it, and ``{after}``
    for the same, but 0 in the last block. In ``last``, ``{all}`` stands for what ``each`` comes
    to for every block, joined.
    """

    block: str
    once: str = ""
    last: str = ""
    each: str = ""
    joint: str = " or "

    def text(self, blocks: int) -> str:
        """Return a file of so many blocks."""

        def filled(text: str, n: int) -> str:
            return text.format(n=n, next=n + 1, after=(n + 1) % blocks)

        listed = self.joint.join(filled(self.each, n) for n in range(blocks))
        several = "".join(filled(self.block, n) for n in range(blocks))
        return HEADER + self.once + several + self.last.replace("{all}", listed)


FLAG = _rule("red flag", "f{n}")
LAST = _rule("red flag", "{all}", name="last")
CHAIN = "define d{next}\n  as d{n} or b\n\n"
START = "define d0\n  as a\n\n"
EXAMPLE = 'example "case {n}"\n  given a\n  expect image\n\n'
# The last kinds are mistakes: a file with an error in it is not looked into.
KINDS = {
    "facts": Kind(FACT),
    "red flags": Kind(FACT + FLAG),
    "red flags of one fact": Kind(_rule("red flag", "a")),
    "opposite signs": Kind(
        FACT + _rule("red flag", "a and f{n}"), last=_rule("red flag", "not a", name="last")
    ),
    "indications": Kind(FACT + _rule("indication", "f{n}")),
    "dead rules": Kind(
        FACT
        + _rule("indication", "f{n}")
        + _rule("indication", "f{n} and a", "consider ct", "d{n}")
    ),
    "chain of defines": Kind(CHAIN, START, _rule("red flag", "d0", name="last")),
    "chain of defines, a rule each": Kind(CHAIN + _rule("red flag", "d{n}"), START),
    "chain of defines, a fact each": Kind(
        FACT + "define d{next}\n  as d{n} or f{n}\n\n" + _rule("indication", "d{n}"), START
    ),
    "defines alike": Kind("define d{n}\n  as a and not b\n\n", "", LAST, "d{n}"),
    "a long list": Kind(FACT, "", LAST, "f{n}"),
    "a long list of pairs": Kind(FACT, "", LAST, "(f{n} and f{after})"),
    "a long list of the same": Kind("", "", LAST, "(a and not b)"),
    "at least two of many": Kind(
        FACT, "", _rule("red flag", "at least 2 of ({all})", name="last"), "f{n}", ", "
    ),
    "deep brackets": Kind(FACT + _rule("indication", "(" * 30 + "f{n} and a" + ")" * 30), "", ""),
    "bounds of one number": Kind(
        _rule("indication", "w over 4 weeks or w over {n} days"), WEEKS.replace("w{n}", "w")
    ),
    "overlapping bounds": Kind(
        WEEKS + _rule("red flag", "w{n} over 6 weeks and w{n} over 4 weeks")
    ),
    "waiting periods": Kind(
        WEEKS + 'waiting period p{n}\n  title "T"\n  lasts 4 to 6 weeks of w{n}\n  without a\n'
        '  then image with mri\n  question "Why?"\n  assumes "Made up."\n\n'
    ),
    "limits": Kind(
        FACT + 'limit l{n}\n  title "T"\n  when f{n}\n  hold at wait\n  assumes "Made up."\n\n',
        _rule("indication", "a", name="last"),
    ),
    "special cases alike": Kind(
        FACT + _case("f{n}", "instead of mri use ct"), _rule("red flag", "a", name="last")
    ),
    "special cases overridden": Kind(
        FACT + _case("f{n} and not f{after}", "instead of mri use ct"),
        _rule("red flag", "a", name="alarm"),
        "special case last\n  when b\n  instead of mri use us\n  overrides {all}\n"
        '  assumes "Made up."\n',
        "s{n}",
        ", ",
    ),
    "choices": Kind(
        FACT
        + "define c{n}\n  first x when f{n}\n  then y when a\n  otherwise z\n\n"
        + _rule("red flag", "c{n} is x")
    ),
    "a choice too long": Kind(
        FACT,
        "",
        "define c\n  first x when a\n{all}  otherwise y\n\n"
        + _rule("red flag", "c is x", name="last"),
        "  then x when f{n}\n",
        "",
    ),
    "scores": Kind(
        FACT
        + "score s{n}\n  add 1 point when f{n}\n  add 2 points when a\n\n"
        + _rule("red flag", "s{n} over 2 points")
    ),
    "gates": Kind(
        FACT.replace('"\n\n', '"\n  ask only when a\n\n') + _rule("indication", "f{n} and a")
    ),
    "studies": Kind(
        'study x{n}\n  title "X"\n\n' + FACT + _rule("red flag", "f{n}", "image with x{n}")
    ),
    "screens": Kind(FACT + FLAG + 'screen s{n}\n  ask "Any?"\n  covers f{n}\n\n'),
    "contradictions": Kind(
        WEEKS
        + _rule("red flag", "w{n} over 6 weeks")
        + 'contradiction c{n}\n  title "T"\n  when w{n} over w{after}\n  assumes "Made up."\n\n'
    ),
    "examples": Kind(EXAMPLE, _rule("red flag", "a", name="last")),
    "sources": Kind(
        'source q{n}\n  title "Q"\n\nadvice v{n}\n  topic care\n  for wait\n  text "Do."\n'
        "  cite q{n}\n\n"
    ),
    "a long text": Kind(
        "",
        "",
        'advice v\n  topic care\n  for wait\n  editorial "x"\n  text "{all}"',
        "and then some words",
        "\n",
    ),
    "comments": Kind("# A comment.\nfact f{n} # one\n  yes or no # another\n\n"),
    "wrong names": Kind(FACT + _rule("red flag", "g{n}")),
    "units missing": Kind(_rule("red flag", "w over {n}"), WEEKS.replace("w{n}", "w")),
    "wrong words": Kind('red flag r{n}\n  whne a\n  title "Never closed\n\n'),
    "clauses missing": Kind("red flag r{n}\n\n"),
    "names twice": Kind("fact f\n  yes or no\n\n"),
    "defines in a circle": Kind("define d{n}\n  as d{after}\n\n"),
    "assumed under red flags": Kind(
        FACT.replace('"\n\n', '"\n  if not stated assume no\n\n') + FLAG
    ),
    "special cases that collide": Kind(
        FACT
        + _case("f{n}", "instead of mri use ct")
        + _case("f{n} or a", "instead of mri use us").replace("s{n}", "t{n}")
    ),
    "examples that fail": Kind(
        EXAMPLE.replace("image", "wait"), _rule("red flag", "a", name="last")
    ),
}
"""Kinds of files; of each kind of block there is one, of each kind of list, and of mistakes."""

CHECKED = (250, 500, 1_000)
COMPARED = (50, 100, 200)
# At least so much time must be taken for its growth to say something.
SHORTEST = 0.02


def checked(text: str) -> str:
    """Return all that `check` says of a file, the layout aside."""
    return as_text(read("measured", text.encode(), _nothing_beside, thoroughly=True)[1])


def laid_out(text: str) -> bool:
    """Lay a file out as `fmt` does; return whether it can be."""
    source = SourceText("measured", text)
    result, problems = formatted(source)
    return not problems and says_the_same(source, SourceText("measured", result))


def compared(old: Guideline, new: Guideline) -> str:
    """Compare two versions; return how far it went."""
    try:
        found = diff(old, new)
    except ImagingRulesError:
        return "refused"
    return "" if all(c.complete for c in (*found.levels, *found.studies)) else "groups left out"


def proved(guideline: Guideline) -> str:
    """Prove the laws; return which could not be."""
    left = [str(each.law) for each in prove_laws(guideline).proofs if not each.holds]
    return f"not proved: {', '.join(left)}" if left else ""


def gaps_of(guideline: Guideline) -> str:
    """Look for gaps; return whether that went to its end."""
    try:
        find_gaps(guideline)
    except ImagingRulesError:
        return "refused"
    return ""


def _nothing_beside(name: str) -> bytes:
    raise OSError("nothing lies beside it")


def _seconds(action: Callable[[], object]) -> float:
    start = process_time()
    action()
    return process_time() - start


def _codes(text: str) -> str:
    found = {each.code for each in read("x", text.encode(), _nothing_beside, thoroughly=True)[1]}
    return " ".join(sorted(found & {"E410", "W516"}))


def _show(kind: str, what: str, sizes: list[int], taken: list[float], note: str) -> None:
    growth = "-"
    if taken[-1] >= SHORTEST:
        growth = f"{taken[-1] / sizes[-1] * sizes[0] / max(taken[0], 1e-4):.2f}"
    seconds = "".join(f"{each:>9.3f}" for each in taken)
    print(f"{kind:<31}{what:<7}{sizes[-1]:>9}{seconds}{growth:>8}  {note}")


def main() -> None:
    checked(HEADER)  # makes the parser
    print(f"{'kind of file':<31}{'what':<7}{'size':>9}{'n':>9}{'2n':>9}{'4n':>9}{'growth':>8}")
    for kind, each in KINDS.items():
        texts = [each.text(blocks) for blocks in CHECKED]
        sizes = [len(text) for text in texts]
        taken = [_seconds(partial(checked, text)) for text in texts]
        _show(kind, "check", sizes, taken, _codes(texts[-1]))
        taken = [_seconds(partial(laid_out, text)) for text in texts]
        _show(kind, "fmt", sizes, taken, "")
        texts = [each.text(blocks) for blocks in COMPARED]
        sizes = [len(text) for text in texts]
        loaded = [read("measured", text.encode(), _nothing_beside)[0] for text in texts]
        old = [guideline for guideline in loaded if guideline is not None]
        if len(old) < len(texts):
            continue
        _show(kind, "laws", sizes, [_seconds(partial(proved, g)) for g in old], proved(old[-1]))
        _show(kind, "gaps", sizes, [_seconds(partial(gaps_of, g)) for g in old], gaps_of(old[-1]))
        new = [
            read("x", each.text(n + 1).encode(), _nothing_beside)[0] or g
            for n, g in zip(COMPARED, old, strict=True)
        ]
        taken = [_seconds(partial(compared, a, b)) for a, b in zip(old, new, strict=True)]
        _show(kind, "diff", sizes, taken, compared(old[-1], new[-1]))


if __name__ == "__main__":
    main()
