"""Files that no author would write: each gets its answer, and nothing raises.

The whole way is gone, from bytes to a guideline with its examples run, and every message is
rendered. That the work is bounded is held by `tests/test_growth.py`, which counts it, and measured
by `benchmarks/bounds.py`.
"""

import pytest

from imaging_rules.diagnostics import as_text
from imaging_rules.library.read import read
from imaging_rules.syntax.parse import LONGEST_FILE

LONG = LONGEST_FILE - 1_000


def yes_or_no(name: str, more: str = "") -> str:
    return f'fact {name}\n  yes or no\n  ask "?"\n{more}'


def flag(when: str, name: str = "f") -> str:
    return (
        f'red flag {name}\n  title "f"\n  when {when}\n  image with mri\n  question "?"\n'
        '  assumes "x"\n'
    )


def case(name: str, when: str, more: str) -> str:
    return f'special case {name}\n  title "s"\n  when {when}\n  {more}\n  assumes "x"\n'


HEADER = 'guideline x\n  title "x"\n'
WEEKS = 'fact n\n  number in weeks from 0 to 520\n  ask "?"\n'
MRI = 'study mri\n  title "m"\n'
BASE = HEADER + yes_or_no("a") + yes_or_no("b") + WEEKS + MRI
STUDIES = BASE + 'study ct\n  title "c"\nstudy us\n  title "u"\n'
MANY_FACTS = HEADER + "".join(yes_or_no(f"q{i}") for i in range(300)) + MRI

# What is written, and the codes that must be among those told.
FILES = {
    "one quote": ('"' + "a" * LONG + '"', {"E101"}),
    "one long text": (HEADER + '  summary "' + "a" * LONG + '"', set()),
    "one name": ("fact " + "a" * LONG, {"E110", "E112"}),
    "one name, used": (BASE + flag("a" * (LONG - 1_000)), {"E201"}),
    "an open quote": (HEADER + '  summary "' + "words " * (LONG // 6), {"E102"}),
    "an open quote over lines": (BASE + 'red flag f\n  title "' + "x\n" * 10_000, {"E102"}),
    "quotes": ('"' * 400_000, {"E101"}),
    "quotes apart": (HEADER + '" ' * (LONG // 2), {"E101"}),
    "dots": ("." * LONG, {"E101", "E113"}),
    "words": ("words " * (LONG // 6), {"E101"}),
    "too many words": ("a " * (LONG // 2), {"E107"}),
    "too many signs": (BASE + flag(")" * (LONG - 1_000)), {"E107"}),
    "spaces": (BASE + " " * (LONG - 1_000), set()),
    "lines": ("\n" * LONG, {"E110"}),
    "a comment": ("#" * LONG, {"E110"}),
    "zeros": ("\0" * LONG, {"E105", "E113"}),
    "a number": (BASE + flag("n over " + "1" * (LONG - 1_000) + " weeks"), {"E109"}),
    "too long": ("#" * 5_000_000, {"E107"}),
    "opening brackets": (BASE + flag("(" * 200_000), {"E101"}),
    "closing brackets": (BASE + flag(")" * 200_000), {"E101", "E113"}),
    "nested brackets": (BASE + flag("(" * 100_000 + "a" + ")" * 100_000), {"E108"}),
    "nested lists": (BASE + flag("any of (" * 50_000 + "a" + ")" * 50_000), {"E108"}),
    "nots": (BASE + flag("not " * 100_000 + "a"), {"E108"}),
    "nested as deeply as may be": (BASE + flag("(" * 39 + "a" + ")" * 39), set()),
    "nested a little too deeply": (BASE + flag("(" * 40 + "a" + ")" * 40), {"E108"}),
    "a chain of and": (BASE + flag(" and ".join(["a"] * 50_000)), set()),
    "a chain of or": (BASE + flag(" or ".join(["a", "b"] * 10_000)), set()),
    "a list": (BASE + flag("any of (" + ", ".join(["a", "b"] * 10_000) + ")"), set()),
    "a count": (
        BASE + flag("at least 5000 of (" + ", ".join(["a", "b"] * 5_000) + ")"),
        {"E410"},
    ),
    "statements": (BASE + "advice x\n  cite s S1" + ", S1" * 40_000, {"E201"}),
    "unknown names": (BASE + flag(" and ".join(f"u{i}" for i in range(50_000))), {"E201", "E113"}),
    "words that begin no block": (BASE + "x\n" * 100_000, {"E101"}),
    "blocks without a name": (BASE + "fact\n" * 100_000, {"E101", "E113"}),
    "blocks alike": (HEADER + "fact a\n yes or no\n" * 20_000, {"E202", "E113"}),
    "clauses of other blocks": (
        BASE + "red flag f\n" + 'ask "x"\n' * 100_000,
        {"E101", "E113"},
    ),
    "clauses alike": (BASE + "red flag f\n" + "when a\n" * 20_000, {"E111", "E113"}),
    "a clause wrong after very many": (
        BASE + "red flag f\n" + 'assumes "x"\n' * 50_000 + 'ask "x"\n' * 100,
        {"E101"},
    ),
    "facts": (HEADER + "".join(f"fact a{i}\n yes or no\n" for i in range(2_000)), {"W503"}),
    "too many facts": (
        HEADER + "".join(f"fact a{i}\n yes or no\n" for i in range(2_001)),
        {"E107"},
    ),
    "numbers cut often": (
        BASE + "".join(flag(f"n over {i / 10} weeks", f"f{i}") for i in range(2_000)),
        {"E310"},
    ),
    "numbers cut as often as may be": (
        BASE + "".join(flag(f"n over {i % 199} weeks", f"f{i}") for i in range(1_000)),
        set(),
    ),
    "values": (
        HEADER
        + "fact c\n one of "
        + ", ".join(f"v{i}" for i in range(20_000))
        + "\n"
        + "".join(f"define d{i}\n as c is x\n" for i in range(5_000)),
        {"E310"},
    ),
    "a chain of defines": (
        BASE
        + "define d0\n as a\n"
        + "".join(f"define d{i}\n as d{i - 1} or b\n" for i in range(1, 5_000))
        + flag("d4999"),
        set(),
    ),
    "a circle of defines": (
        BASE + "".join(f"define d{i}\n as d{(i + 1) % 5_000}\n" for i in range(5_000)),
        {"E407"},
    ),
    "red flags on a chain over an assumed fact": (
        HEADER
        + yes_or_no("a", "  if not stated assume no\n")
        + yes_or_no("b")
        + MRI
        + "define d0\n as a\n"
        + "".join(f"define d{i}\n as d{i - 1} or b\n" for i in range(1, 2_000))
        + "".join(flag(f"d{i}", f"f{i}") for i in range(2_000)),
        {"E404"},
    ),
    "contradictions on a chain": (
        BASE
        + WEEKS.replace("fact n", "fact m")
        + "define d0\n as a\n"
        + "".join(f"define d{i}\n as d{i - 1} or b\n" for i in range(1, 1_000))
        + "".join(
            f'contradiction c{i}\n  title "c"\n  when d999 and n over m\n  assumes "x"\n'
            for i in range(300)
        ),
        {"E411"},
    ),
    "special cases alike": (
        STUDIES
        + flag("b")
        + "".join(case(f"s{i}", "a", "instead of mri use ct") for i in range(2_000)),
        set(),
    ),
    "special cases that all collide": (
        STUDIES
        + flag("b")
        + "".join(
            case(f"s{i}", "a", f"instead of mri use {('ct', 'us')[i % 2]}") for i in range(2_000)
        ),
        {"E405"},
    ),
    "special cases that nearly collide": (
        STUDIES
        + "".join(yes_or_no(f"q{i}") for i in range(500))
        + flag("b")
        + "".join(
            case(
                f"s{i}",
                f"q{i} and none of (q{(i + 1) % 500}, q{(i + 499) % 500})",
                f"instead of mri use {('ct', 'us')[i % 2]}",
            )
            for i in range(500)
        ),
        {"E405"},
    ),
    "examples": (
        MANY_FACTS
        + "".join(flag(f"q{i}", f"f{i}") for i in range(300))
        + "".join(
            f'example "e{i}"\n  given q{i}, everything else is no\n'
            f"  expect image with mri because f{i}\n"
            for i in range(300)
        )
        + "".join(
            f'example "f{i}"\n  given not q{i}\n'
            f"  expect image or no guidance asking q{(i + 1) % 300}\n"
            for i in range(100)
        ),
        set(),
    ),
}


# Long to read, and like others that are quick.
LONG_TO_READ = {
    *("closing brackets", "dots", "nested brackets", "opening brackets", "nested lists"),
    *("a chain of and", "contradictions on a chain", "a clause wrong after very many"),
    *("unknown names", "quotes apart", "nots", "blocks alike", "a list", "values", "statements"),
    *("red flags on a chain over an assumed fact", "special cases that nearly collide"),
}


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=pytest.mark.thorough if kind in LONG_TO_READ else ())
        for kind in FILES
    ],
)
def test_a_file_that_no_one_would_write_gets_its_answer(kind: str) -> None:
    text, codes = FILES[kind]
    guideline, problems = read("made_up", text.encode("utf-8"), lambda name: b"")
    rendered = as_text(problems)
    found = {each.code for each in problems}
    assert codes <= found
    errors = {code for code in found if code.startswith("E")}
    assert (guideline is None) == bool(errors)
    assert bool(errors) == any(code.startswith("E") for code in codes)
    # What is said stays readable, however long the words of the file are.
    assert max(map(len, rendered.splitlines()), default=0) < 5_000
    for each in problems:
        for pointer in (each.at, *each.also):
            assert 0 <= pointer.span.start <= pointer.span.end
            assert pointer.span.start <= len(pointer.source.text)


def test_a_vocabulary_may_have_more_facts_than_a_guideline() -> None:
    facts = "".join(f"fact a{i}\n yes or no\n" for i in range(2_001))
    text = f'vocabulary x\n  title "x"\n{facts}'
    _, problems = read("x", text.encode(), lambda name: b"")
    assert not [each for each in problems if each.is_error]


@pytest.mark.parametrize("kind", ["nested as deeply as may be", "numbers cut as often as may be"])
def test_what_loads_is_looked_into_too(kind: str) -> None:
    text, _ = FILES[kind]
    guideline, problems = read("made_up", text.encode("utf-8"), lambda name: b"", thoroughly=True)
    assert guideline is not None
    assert not any(each.is_error for each in problems)


@pytest.mark.parametrize("joint", [" and ", " or ", ", "])
def test_a_long_condition_is_looked_into_too(joint: str) -> None:
    parts = joint.join(f"(q{i} or not q{(i + 1) % 60})" for i in range(60))
    text = MANY_FACTS + flag(f"any of ({parts})" if joint == ", " else parts)
    guideline, problems = read("made_up", text.encode("utf-8"), lambda name: b"", thoroughly=True)
    assert guideline is not None
    always_holds = joint != " and "
    assert [each.code for each in problems if each.is_error] == []
    assert ("W510" in {each.code for each in problems}) == always_holds
