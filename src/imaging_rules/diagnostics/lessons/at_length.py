"""The mistakes that take many lines, a file beside the guideline, or another encoding."""

from collections.abc import Iterable

from imaging_rules.diagnostics.lessons.lesson import Lesson, flag

_MORE_THAN_ARE_READ = 2_000_001
_MORE_THAN_ARE_TOLD = 101
_MORE_THAN_ARE_TOLD_APART = 201
_TOO_MANY_PAIRS = 20
_MOST_PAIRS = 14
_FEW_PAIRS = 4
_EVENTS = tuple("abcdefgh")


def _headed(title: str) -> str:
    return f'guideline headed\n  title "{title}"\n'


def _source(statements: str) -> str:
    return f'source article\n  title      "An article"\n  statements "{statements}"\n'


def _citing(cited: str) -> str:
    return "\n" + flag("fever", f"cite article {cited}")


def _yes_no(names: Iterable[str]) -> str:
    return "".join(f'fact {name}\n  yes or no\n  ask "Is it so?"\n\n' for name in names)


def _rule(head: str, when: str, says: str = "consider mri") -> str:
    told = ('title "A sign"', f"when {when}", says, 'question "Why?"', 'cite paper "2"')
    return f"{head}\n" + "".join(f"  {line}\n" for line in told)


def _any_of(parts: Iterable[str]) -> str:
    joined = ",\n               ".join(parts)
    return f"any of ({joined})"


def _pairs(number: int) -> str:
    """Return a rule that needs two facts of a pair, where the pairs are asked far apart."""
    left, right = ([f"{side}_{i}" for i in range(1, number + 1)] for side in ("left", "right"))
    both = _any_of(f"{one} and {other}" for one, other in zip(left, right, strict=True))
    return (
        _yes_no([*left, *right])
        + _rule("indication left", _any_of(left))
        + _rule("indication right", _any_of(right))
        + f'limit both\n  title "Both"\n  when {both}\n  hold at wait\n  cite paper "2"\n'
    )


def _times(contradictions: Iterable[str]) -> str:
    facts = "".join(
        f'fact week_of_{name}\n  number in weeks from 0 to 52\n  ask "In which week?"\n\n'
        for name in _EVENTS
    )
    return facts + "\n".join(
        f'contradiction times_{number}\n  title "Times that do not fit"\n  when {when}\n'
        '  cite paper "2"\n'
        for number, when in enumerate(contradictions, 1)
    )


def _earlier(step: int) -> list[str]:
    """Return the comparisons of each event with one that comes some steps later."""
    later = _EVENTS[step:] + _EVENTS[:step]
    return [
        f"week_of_{one} over week_of_{other}" for one, other in zip(_EVENTS, later, strict=True)
    ]


_TITLE = 'guideline fever_of_children\n  title "Fièvre"\n'

AT_LENGTH = {
    "E104": Lesson(_TITLE, _TITLE, encoding="latin-1"),
    "E105": Lesson(
        flag("fever", 'cite paper "2"', 'because "It is\u202e rare."'),
        flag("fever", 'cite paper "2"', 'because "It is rare."'),
    ),
    "E107": Lesson(
        _headed("Long") + "\n# " + "-" * _MORE_THAN_ARE_READ + "\n",
        _headed("Long") + "\n# ---\n",
    ),
    "E113": Lesson(
        "advice rest\n  topic care\n  for wait\n"
        + "".join(f'  remark "Rest for {i} days."\n' for i in range(1, _MORE_THAN_ARE_TOLD + 1)),
        'advice rest\n  topic care\n  for wait\n  text "Rest for some days."\n  cite paper "2"\n',
    ),
    "E114": Lesson(
        "guideline headed\n".join(("{\\rtf1 ", "}\n")), 'guideline headed\n  title "Headed"\n'
    ),
    "E203": Lesson(
        _source("statements.json") + _citing("S1, S12"),
        _source("statements.json") + _citing("S1, S2"),
    ),
    "E204": Lesson(
        _source("statments.json") + _citing("S1, S2"),
        _source("statements.json") + _citing("S1, S2"),
    ),
    "E310": Lesson(
        flag(_any_of(f"care is {i} weeks" for i in range(1, _MORE_THAN_ARE_TOLD_APART))),
        flag(f"care at least 1 week and care under {_MORE_THAN_ARE_TOLD_APART} weeks"),
    ),
    "E410": Lesson(_pairs(_TOO_MANY_PAIRS), _pairs(_FEW_PAIRS)),
    "E411": Lesson(
        _times([f"at least 6 of ({', '.join(_earlier(1) + _earlier(2))})"]),
        _times(_earlier(1)),
    ),
    "E416": Lesson(
        "use chills from sings\n\n" + flag("chills"),
        "use chills from signs\n\n" + flag("chills"),
    ),
    "W501": Lesson(
        _source("statements.json") + _citing("S1"),
        _source("statements.json")
        + '  leaves out S2 because "It is said of others."\n'
        + _citing("S1"),
    ),
    "W513": Lesson(
        flag("fever") + "\n" + _rule("indication cold", "not fever", "image immediately with mri"),
        flag("fever") + "\n" + _rule("indication cold", "age over 60 years"),
    ),
    "W530": Lesson(
        _rule("indication pacemaker", "fever", "do not image with mri"),
        _rule("special case pacemaker", "fever", "instead of mri use ct"),
    ),
    # Where the limit lies depends on all of a guideline; this is what leads there.
    "W516": Lesson(_pairs(_MOST_PAIRS), _pairs(_FEW_PAIRS)),
    "W517": Lesson(
        'guideline headed\n     title "Headed"\n  otherwise   no guidance\n',
        'guideline headed\n  title     "Headed"\n  otherwise no guidance\n',
    ),
}
