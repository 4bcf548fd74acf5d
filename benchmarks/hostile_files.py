"""Files that no author would write, most of them as long as a file may be, to measure with."""

import json
import re
from collections.abc import Iterator
from itertools import count

from attrs import frozen

from benchmarks.growth import FACT, HEADER, KINDS, WEEKS, Kind, _rule

LONGEST = 990_000
MOST_FACTS = 1_990


@frozen
class Hostile:
    """A guideline file, and what lies beside it.

    Attributes:
        text: The guideline.
        statements: The file `below.json`, which some name.
        facts: The facts of a patient, which `evaluate --facts` reads.
        answer: What is typed at every question of `ask`.
        options: What is written after `evaluate FILE`.
        read_by: What stands in each command that reads what is odd; empty where all do.
    """

    text: str
    statements: str = "[]"
    facts: str = "{}"
    answer: str = "no"
    options: str = ""
    read_by: str = ""

    @property
    def other_rules(self) -> str:
        """Every other rule wants soon what it wanted at any time."""
        number = count()
        return re.sub(
            "image with mri",
            lambda found: ("image urgently with mri", found[0])[next(number) % 2],
            self.text,
        )

    @property
    def other_names(self) -> str:
        """Every fact and every definition is called otherwise."""
        return re.sub(r"\b([fdwq])(\d+)\b", r"\1x\2", self.text)


def hostile_files() -> Iterator[tuple[str, Hostile]]:
    """Yield the files, each with what is odd about it."""
    for name, text in (*_of_rules(), *_of_texts(), *_of_definitions(), *_broken()):
        yield name, Hostile(text)
    yield from _beside()


def files_of_one_kind() -> Iterator[tuple[str, Hostile]]:
    """Yield a file of each kind that `growth.py` measures, as long as it may be."""
    for name, kind in KINDS.items():
        yield name, Hostile(_as_long_as_may_be(kind))


def _as_long_as_may_be(kind: Kind) -> str:
    one, two = kind.text(1_000), kind.text(2_000)
    number = 1_000 + 1_000 * (LONGEST - len(one)) // (len(two) - len(one))
    facts = two.count("\nfact ") - one.count("\nfact ")
    number = (
        min(number, 1_000 * (MOST_FACTS - HEADER.count("\nfact ")) // facts) if facts else number
    )
    # Later blocks have longer numbers than earlier ones.
    while len(text := kind.text(number)) > LONGEST:
        number = number * 19 // 20
    return text


def _of_rules() -> Iterator[tuple[str, str]]:
    yield "40 numbers with 5 bounds each", HEADER + _bounds(40, 5)
    yield "300 red flags", HEADER + _flags(300)
    yield "1,000 red flags", HEADER + _flags(1_000)
    yield "300 contradictions", HEADER + _contradictions(300)
    weeks = "".join(WEEKS.format(n=n) for n in range(4))
    itself = (
        'contradiction c{n}\n  title "T"\n  when w1 over w1 and w1 over 3 weeks or w2 over w1 and f'
        '\n  assumes "Made up."\n\n'
    )
    yield (
        "1,500 facts with themselves",
        HEADER
        + weeks
        + FACT.replace("f{n}", "f")
        + "".join(itself.format(n=n) for n in range(1_500)),
    )
    yield (
        "9,000 contradictions",
        HEADER
        + "".join(FACT.format(n=n) for n in range(9))
        + "".join(
            f'contradiction c{n}\n  title "T"\n  when f{n % 9} and f{(n + 1 + n // 9 % 8) % 9}\n'
            '  assumes "Made up."\n\n'
            for n in range(9_000)
        ),
    )
    screen = ", ".join(f"f{n}" for n in range(1_998))
    yield (
        "a screen over 1,998",
        HEADER + _flags(1_998) + f'screen s\n  ask "?"\n  covers {screen}\n',
    )
    chain = FACT.replace('"\n\n', '"\n  ask only when f{before}\n\n')
    yield (
        "a chain of gates",
        HEADER
        + FACT.format(n=0)
        + "".join(
            chain.format(n=n, before=n - 1)
            + _rule("indication", f"f{n} and f{n - 1}", name=f"r{n}")
            for n in range(1, 1_998)
        ),
    )
    pairs = "".join(
        _rule("indication", f"f{n} and f{(n + 7) % 400}", name=f"r{n}") for n in range(400)
    )
    yield "400 pairs of signs", HEADER + "".join(FACT.format(n=n) for n in range(400)) + pairs
    yield (
        "5,000 examples of 300 signs",
        HEADER
        + _flags(300)
        + "".join(
            f'example "e{n}"\n  given f{n % 300}, everything else is no\n  expect image\n\n'
            for n in range(5_000)
        ),
    )
    yield (
        "5,000 examples that fail",
        HEADER
        + _flags(300)
        + "".join(
            f'example "e{n}"\n  given f{n % 300}, everything else is no\n  expect wait\n\n'
            for n in range(5_000)
        ),
    )


def _of_texts() -> Iterator[tuple[str, str]]:
    long = "many words " * (LONGEST // 22)
    fact = f'fact f\n  title "{long}"\n  yes or no\n  ask "?"\n\n'
    rules = "".join(_rule("red flag", "f", name=f"r{n}") for n in range(3_000))
    yield "a long title of a fact", HEADER + fact + rules
    yield "a long question", HEADER + fact.replace("title", "explain") + rules
    shown_often = "many words " * 180
    study = f'study long\n  title "{shown_often}"\n\n' + rules.replace("when f", "when a")
    yield "a long title of a study", HEADER + study.replace("with mri", "with long")
    source = f'source q\n  title "{shown_often}"\n\n' + rules.replace(
        'assumes "Made up."', 'cite q "p. 1"'
    )
    yield "a long title of a source", HEADER + source.replace("when f", "when a")
    name = "n" * (LONGEST // 40)
    yield (
        "a long name",
        HEADER
        + f'fact {name}\n  yes or no\n  ask "?"\n\n'
        + "".join(_rule("red flag", name, name=f"r{n}") for n in range(35)),
    )
    words = ", ".join(f"v{n}" for n in range(190))
    yield (
        "190 values, named by 800 rules",
        HEADER
        + f'fact c\n  one of {words}\n  ask "?"\n\n'
        + "".join(
            _rule(
                "red flag", f"c is one of ({words})" if n % 2 else f"c is v{n % 190}", name=f"r{n}"
            )
            for n in range(1_500)
        ),
    )
    several = ", ".join(f"v{n}" for n in range(120_000))
    yield (
        "120,000 values",
        HEADER
        + f'fact c\n  one of {several}\n  ask "?"\n\n'
        + _rule("red flag", "c is v1", name="r"),
    )


def _of_definitions() -> Iterator[tuple[str, str]]:
    alike = ", ".join(["a", "b"] * (LONGEST // 6))
    yield "too many words", HEADER + _rule("red flag", f"any of ({alike})", name="r")
    alike = ", ".join(["a", "b"] * 61_000)
    yield "alternatives alike", HEADER + _rule("red flag", f"any of ({alike})", name="r")
    several = ", ".join(f"f{n}" for n in range(1_998))
    facts = "".join(FACT.format(n=n) for n in range(1_998))
    yield "1,998 alternatives", HEADER + facts + _rule("red flag", f"any of ({several})", name="r")
    yield "45,000 definitions", HEADER + "".join(f"define d{n}\n  as a\n" for n in range(45_000))
    doubled = "".join(f"define d{n + 1}\n  as d{n} and (d{n} or b)\n\n" for n in range(2_000))
    yield (
        "definitions that use one twice",
        HEADER + "define d0\n  as a\n\n" + doubled + _rule("red flag", "d2000", name="r"),
    )
    deep = "(" * 36 + "a or b" + ")" * 36
    yield "brackets", HEADER + _rule("red flag", " and ".join([deep] * (LONGEST // 90)), name="r")
    hundred = "".join(FACT.format(n=n) for n in range(100))
    lines = "".join(f"  add {n % 7 + 1}.{n:02} points when f{n}\n" for n in range(100))
    yield (
        "a score of 100 weights",
        HEADER + hundred + f"score s\n{lines}\n" + _rule("red flag", "s over 200 points", name="r"),
    )
    thousands = "".join(f"  add 1 point when f{n % 1_998}\n" for n in range(5_000))
    yield (
        "a score of 5,000",
        HEADER + facts + f"score s\n{thousands}\n" + _rule("red flag", "s over 9 points", name="r"),
    )
    steps = "".join(
        f"  {'first' if not n else 'then'} v{n} when f{n % 1_998}\n" for n in range(5_000)
    )
    yield (
        "a choice of 5,000",
        HEADER
        + facts
        + f"define c\n{steps}  otherwise z\n\n"
        + _rule("red flag", "c is v9", name="r"),
    )
    steps = "".join(f"  {'first' if not n else 'then'} v{n} when f{n}\n" for n in range(99))
    yield (
        "a choice of 100, in 1,500 rules",
        HEADER
        + hundred
        + f"define c\n{steps}  otherwise z\n\n"
        + "".join(_rule("indication", f"c is v{n % 99}", name=f"r{n}") for n in range(1_500)),
    )


def _broken() -> Iterator[tuple[str, str]]:
    yield "a quote never closed", HEADER + '  summary "open\n' + _flags(LONGEST // 150)
    yield "a quote never closed, no other", HEADER + '  summary "' + "when a\n" * (LONGEST // 7)
    yield "a vocabulary missing", HEADER + "use a from nowhere\n" * (LONGEST // 19)
    yield (
        "vocabularies missing",
        HEADER + "".join(f"use all from n{n}\n" for n in range(LONGEST // 20)),
    )
    yield (
        "words of no language",
        HEADER + "".join(f"wrod{n} fcat ( , any\n" for n in range(90_000))[:LONGEST],
    )
    yield "words of the language", "red flag when not any of ( fact image with " * (LONGEST // 44)
    yield "every sign doubled", HEADER + re.sub(r"(\W)", r"\1\1", _flags(4_000))[: LONGEST - 1_000]
    yield (
        "cut after each line",
        "\n".join(line[:-1] for line in _flags(7_000).splitlines())[:LONGEST],
    )
    yield "curly quotes", (HEADER + _flags(7_000)).replace('"', "“")[:LONGEST]
    yield "capitals", (HEADER + _flags(7_000)).upper()[:LONGEST]
    yield "inner quotes", (HEADER + _flags(6_000)).replace('"T"', '"a "b" c"')[:LONGEST]
    yield "no-break spaces", (HEADER + _flags(7_000)).replace(" ", "\u00a0")[:LONGEST]
    yield (
        "numbers of no unit",
        HEADER
        + WEEKS.format(n=1)
        + "".join(
            _rule("red flag", f"w1 between {n} and 3 wks", name=f"r{n}") for n in range(8_000)
        ),
    )


def _beside() -> Iterator[tuple[str, Hostile]]:
    source = 'source q\n  title "Q"\n  statements "below.json"\n\n'
    cited = "".join(
        _rule("red flag", "a", name=f"r{n}").replace('assumes "Made up."', f"cite q S{n % 1_000}")
        for n in range(8_000)
    )
    short = json.dumps([{"id": f"S{n}", "line": n, "quote": "Q"} for n in range(60_000)])
    yield "60,000 statements, 8,000 cited", Hostile(HEADER + source + cited, short)
    long = json.dumps([{"id": f"S{n}", "quote": "words " * 600} for n in range(1_000)])
    yield "long statements, each cited 8 times", Hostile(HEADER + source + cited, long)
    many = ", ".join(f"S{n % 1_000}" for n in range(1_000))
    each = "".join(
        _rule("red flag", "a", name=f"r{n}").replace('assumes "Made up."', f"cite q {many}")
        for n in range(150)
    )
    yield "long statements, each cited 150 times", Hostile(HEADER + source + each, long)
    yes = json.dumps({f"f{n}": n % 2 == 0 for n in range(50_000)})
    declared = {f"f{n}": "x" * 3_000 for n in range(300)}
    digits = "1" * 490_000
    kinds = WEEKS.format(n=1) + 'fact c\n  one of x, y\n  ask "Which?"\n\n'
    for name, facts in (
        ("50,000 facts of no name", yes),
        ("facts of long texts", json.dumps(declared)),
        ("facts in lists", '{"f1": ' + "[" * 400_000),
        ("10 MB of facts", '{"f1": true, ' + " " * 10_000_000),
        ("10 MB of facts of no name", json.dumps({f"g{n}": n for n in range(600_000)})),
        ("10 MB of digits", '{"f1": ' + "1" * 10_000_000 + "}"),
        ("10 MB of a list", '{"f1": [' + "1, " * 3_300_000 + "1]}"),
        ("10 MB of a name", '{"' + "f" * 10_000_000 + '": true}'),
        ("10 MB of one fact", '{"f1": true' + ', "f1": true' * 830_000 + "}"),
        ("10 MB of lines", '{"f1": true}\n' * 770_000),
        ("lists in lists", '{"f1": ' + "[" * 490_000 + "]" * 490_000 + "}"),
        ("objects in objects", '{"f1": ' * 120_000 + "1" + "}" * 120_000),
        ("a name as long as may be", '{"' + "f" * 999_000 + '": true}'),
        ("a fact 80,000 times", '{"f1": true' + ', "f1": true' * 80_000 + "}"),
        ("a list as long as may be", '{"f1": {"one_of": [' + "1, " * 330_000 + "1]}}"),
        ("digits as many as may be", '{"f1": ' + "1" * 999_000 + "}"),
        ("70,000 facts of no name", json.dumps({f"{n}": 1 for n in range(70_000)})),
        ("a number as long as may be", f'{{"w1": {digits}{digits}}}'),
        ("a fraction as long as may be", f'{{"w1": {digits}.{digits}}}'),
        ("a power of ten", '{"w1": 1e' + "9" * 18 + "}"),
        ("a range as long as may be", f'{{"w1": {{"between": [{digits}, {digits}]}}}}'),
        ("a number in a text", f'{{"w1": "{digits}{digits} days"}}'),
        ("100,000 words of a list", json.dumps({"c": {"one_of": ["x", "y"] * 50_000}})),
        ("100,000 other words", json.dumps({"c": {"one_of": [f"v{n}" for n in range(99_000)]}})),
        ("75,000 lines", '{"f1": true}\n' * 75_000),
    ):
        yield name, Hostile(HEADER + kinds + _flags(300), facts=facts, read_by="facts.json")
    for name, answer in (
        ("all unknown", "unknown"),
        ("answers of 10 MB", "x" * 10_000_000),
        ("answers of no meaning", "maybe 1,440 wks"),
    ):
        yield name, Hostile(HEADER + _flags(300), answer=answer, read_by="answers")
    for name, options in (
        ("300 facts by option", " ".join(f"-f f{n}=no" for n in range(300))),
        ("5,000 facts of no name by option", " ".join(f"-f g{n}=no" for n in range(5_000))),
        ("a fact 5,000 times", "-f f1=no " * 5_000),
        ("5,000 names to ignore", " ".join(f"--ignore g{n}" for n in range(5_000))),
        ("an option of 100,000 signs", "-f f1=" + "9" * 100_000),
        ("a number of 100,000 digits", "-f w1=" + "9" * 100_000),
        ("many words of a list", "-f c=" + "x," * 50_000),
    ):
        yield name, Hostile(HEADER + kinds + _flags(300), options=options, read_by="@options")


def _bounds(numbers: int, each: int) -> str:
    weeks = "".join(WEEKS.format(n=n) for n in range(numbers))
    return weeks + "".join(
        _rule("red flag", f"w{n} over {bound} weeks", name=f"r{n}_{bound}")
        for n in range(numbers)
        for bound in range(10, 10 * each + 1, 10)
    )


def _contradictions(number: int) -> str:
    facts = "".join(FACT.format(n=n) for n in range(number))
    return facts + "".join(
        f'contradiction c{n}\n  title "T"\n  when f{n} and f{(n + 1) % number}\n'
        '  assumes "Made up."\n\n'
        for n in range(number)
    )


def _flags(number: int) -> str:
    return "".join(
        FACT.format(n=n) + _rule("red flag", f"f{n}", name=f"r{n}") for n in range(number)
    )
