"""For every code an example of the mistake, and the same mended.

The tests check that each mistake is found and each mend is not.
"""

from collections.abc import Iterable

from attrs import frozen

SETTING = """guideline setting
  title     "The setting of the examples"
  otherwise no guidance

source paper
  title "A paper"

fact fever
  yes or no
  ask "Is there fever?"

fact age
  whole number in years from 0 to 120
  ask "How old is the patient?"

fact care
  number in weeks from 0 to 520
  ask "For how many weeks has treatment been tried?"

fact weakness
  one of none, mild, severe
  ask "Is there weakness?"

study mri
  title "MRI"

study ct
  title "CT"

red flag weak_or_old
  title    "Severe weakness, or old age"
  when     any of (fever, weakness is severe, age over 70 years, care over 100 weeks)
  image    urgently with mri or ct
  question "What is the cause?"
  cite     paper "1"
"""

BESIDE = {
    "statements.json": """[
  {"id": "S1", "quote": "Fever calls for imaging."},
  {"id": "S2", "quote": "So does old age."}
]
""",
    "signs.vocabulary": """vocabulary signs
  title "Signs"

fact chills
  yes or no
  ask "Are there chills?"
""",
}
"""The files that lie beside every example, by their names."""

_AGE = """fact age
  whole number in years from 0 to 120
  ask "How old is the patient?"

study mri
  title "MRI"

"""

_YES_NO = ("yes or no", 'ask "Does rest help?"')
_AGAINST_ALL = (
    'indication cold\n  title "No fever"\n  when not fever\n  do not image with mri or ct\n'
    '  cite paper "2"\n'
)
_MORE_THAN_ARE_READ = 2_000_001
_MORE_THAN_ARE_TOLD = 101
_MORE_THAN_ARE_TOLD_APART = 201
_TOO_MANY_PAIRS = 20
_MOST_PAIRS = 14
_FEW_PAIRS = 4
_EVENTS = tuple("abcdefgh")
_TITLE = 'guideline fever_of_children\n  title "Fièvre"\n'


@frozen
class Lesson:
    """A mistake, and the same mended.

    Both stand in a guideline that declares what `SETTING` declares, unless they are a file of
    their own, which begins with its header. ``encoding`` is the one in which the mistake is saved.
    """

    mistake: str
    mended: str
    encoding: str = "utf-8"


def flag(when: str, *more: str) -> str:
    """Return a red flag with a condition, and with its citation or other clauses at its end."""
    lines = ('title "A sign"', f"when {when}", "image urgently with mri", 'question "Why?"')
    told = (*lines, *(more or ('cite paper "2"',)))
    return "red flag sign\n" + "".join(f"  {line}\n" for line in told)


def _fact(*clauses: str) -> str:
    return "fact rest\n" + "".join(f"  {clause}\n" for clause in clauses)


def _case(name: str, *clauses: str) -> str:
    told = ('title "A case"', 'cite paper "3"', *clauses)
    return f"special case {name}\n" + "".join(f"  {clause}\n" for clause in told)


def _used(fact: str) -> str:
    return f'{fact}limit held\n  title "A limit"\n  when rest\n  hold at wait\n  cite paper "4"\n'


def _example(given: str, expect: str) -> str:
    return f'example "a case"\n  given  {given}\n  expect {expect}\n'


def _maybe(when: str) -> str:
    told = ('title "A hint"', f"when {when}", "consider mri", 'question "Why?"', 'cite paper "5"')
    return "indication hint\n" + "".join(f"  {line}\n" for line in told)


_WITHOUT_BOUNDS = _case("one", "when fever", "instead of mri use ct")
_UNSAFE = (
    'contraindication weakness\n  title "It cannot be done"\n  when weakness is mild\n'
    '  rules out ct\n  cite paper "6"\n'
)
_CHILLS = 'fact chills\n  yes or no\n  ask "Are there chills?"\n' + flag("chills").replace(
    "red flag sign", "red flag shivering"
)

IN_A_FEW_LINES = {
    "E101": Lesson(
        flag("fever", 'suspct "infection"', 'cite paper "2"'),
        flag("fever", 'suspect "infection"', 'cite paper "2"'),
    ),
    "E102": Lesson(
        flag("fever", 'suspect "infection', 'cite paper "2"'),
        flag("fever", 'suspect "infection"', 'cite paper "2"'),
    ),
    "E103": Lesson(
        'study image\n  title "A picture"\n', 'study plain_image\n  title "A picture"\n'
    ),
    "E106": Lesson(
        'guideline newer\n  title "Newer"\n  language 99\n',
        'guideline newer\n  title "Newer"\n  language 1\n',
    ),
    "E108": Lesson(
        flag("not " * 60 + "fever"),
        flag("not fever"),
    ),
    "E109": Lesson(
        flag("care over 6.0000000000000000000000000000001 weeks"), flag("care over 6 weeks")
    ),
    "E110": Lesson('study mri\n  title "MRI"\n', 'guideline headed\n  title "Headed"\n'),
    "E111": Lesson(flag("fever", "when age over 70 years"), flag("fever")),
    "E112": Lesson(
        'define both\n  title "Both"\n', "define both\n  as fever and age over 70 years\n"
    ),
    "E115": Lesson(
        flag("fever", 'cite paper "2"', 'because "It is called "fever" there."'),
        flag("fever", 'cite paper "2"', 'because "It is called “fever” there."'),
    ),
    "E201": Lesson(flag("fevr"), flag("fever")),
    "E202": Lesson('study mri\n  title "Another MRI"\n', 'study mri_neck\n  title "Another MRI"\n'),
    "E301": Lesson(flag("care over 6"), flag("care over 6 weeks")),
    "E302": Lesson(flag("care over 2 months"), flag("care over 8 weeks")),
    "E303": Lesson(flag("age over 200 years"), flag("age over 80 years")),
    "E304": Lesson(flag("weakness is bad"), flag("weakness is mild")),
    "E305": Lesson(flag("age over 70.5 years"), flag("age over 70 years")),
    "E306": Lesson(flag("care over 6 wks"), flag("care over 6 weeks")),
    "E307": Lesson(flag("weakness"), flag("weakness is severe")),
    "E308": Lesson(
        flag("care over age"),
        flag("care over 6 weeks"),
    ),
    "E309": Lesson(
        'guideline dated\n  title "Dated"\n  published 2024-02-30\n',
        'guideline dated\n  title "Dated"\n  published 2024-02-29\n',
    ),
    "E401": Lesson(flag("fever", 'because "It says so."'), flag("fever", 'cite paper "2"')),
    "E402": Lesson(
        'red flag sign\n  title "A sign"\n  when fever\n  image urgently with mri\n'
        '  cite paper "2"\n',
        flag("fever"),
    ),
    "E403": Lesson(
        'waiting period care\n  title "Care"\n  lasts 6 to 4 weeks of care\n  then image with mri\n'
        '  question "Why?"\n  cite paper "2"\n',
        'waiting period care\n  title "Care"\n  lasts 4 to 6 weeks of care\n  then image with mri\n'
        '  question "Why?"\n  cite paper "2"\n',
    ),
    "E404": Lesson(
        _fact(*_YES_NO, "if not stated assume no") + flag("fever and not rest"),
        _fact(*_YES_NO) + flag("fever and not rest"),
    ),
    "E405": Lesson(
        'study xray\n  title "X-ray"\n'
        + _WITHOUT_BOUNDS
        + _case("two", "when age over 70 years", "instead of mri use xray"),
        'study xray\n  title "X-ray"\n'
        + _WITHOUT_BOUNDS
        + _case("two", "when age over 70 years", "instead of mri use xray", "overrides one"),
    ),
    "E406": Lesson(
        _case("one", "when fever", "instead of mri use mri"),
        _WITHOUT_BOUNDS,
    ),
    "E407": Lesson(
        "define one\n  as not two\n\ndefine two\n  as not one\n",
        "define one\n  as not two\n\ndefine two\n  as fever\n",
    ),
    "E408": Lesson(
        _example("fever, everything else is no", "wait"),
        _example("fever, everything else is no", "image urgently"),
    ),
    "E409": Lesson(
        _example("fever, not fever", "image urgently"), _example("fever", "image urgently")
    ),
    "E412": Lesson(_case("one", "when fever"), _case("one", "when fever", 'remark "Take care."')),
    "E413": Lesson(
        flag("at least 3 of (fever, age over 70 years)"),
        flag("at least 2 of (fever, age over 70 years)"),
    ),
    "E414": Lesson(
        "screen all_well\n  covers weakness is none, weakness is mild\n",
        "screen all_well\n  covers weakness is none\n",
    ),
    "E415": Lesson(
        _fact(*_YES_NO, "ask only when age over 60 years") + flag("rest"),
        _fact(*_YES_NO, "ask only when age over 60 years") + flag("rest and age over 60 years"),
    ),
    "E417": Lesson(
        'guideline begun\n  title "Placeholder: imaging for a sign"\n',
        'guideline begun\n  title "Placeholder: imaging for a sign"\n  status draft\n',
    ),
    "E418": Lesson(
        'study xray\n  title "X-ray"\n  if ruled out use mri, xray\n' + _UNSAFE,
        'study xray\n  title "X-ray"\n  if ruled out use mri\n' + _UNSAFE,
    ),
    "E419": Lesson(
        flag("fever", "timing in 6 months", 'cite paper "2"'),
        flag("fever", "timing within 6 hours", 'cite paper "2"'),
    ),
    "W502": Lesson(
        flag("fever and age over 70 years or care over 6 weeks"),
        flag("(fever and age over 70 years) or care over 6 weeks"),
    ),
    "W503": Lesson(_fact(*_YES_NO), _used(_fact(*_YES_NO))),
    "W504": Lesson(
        'source other\n  title "Another paper"\n',
        'source other\n  title "Another paper"\n\n' + flag("fever", 'cite other "1"'),
    ),
    "W505": Lesson(_used(_fact("yes or no")), _used(_fact(*_YES_NO))),
    "W506": Lesson(
        'source other\n  title "Another paper"\n  url "www.example.org"\n'
        + flag("fever", 'cite other "1"'),
        'source other\n  title "Another paper"\n  url "https://www.example.org"\n'
        + flag("fever", 'cite other "1"'),
    ),
    "W507": Lesson(
        flag("fever", f'cite paper "2" quote "{"so it is written " * 20}"'),
        flag("fever", 'cite paper "2" quote "so it is written"'),
    ),
    "W508": Lesson(
        'guideline old\n  title "Old"\n  review by 2001-01-01\n',
        'guideline old\n  title "Old"\n  review by 2999-01-01\n',
    ),
    "W509": Lesson(
        _maybe("fever and age over 70 years"),
        _maybe("care over 6 weeks and age under 70 years"),
    ),
    "W510": Lesson(flag("age at least 0 years"), flag("age at least 80 years")),
    "W511": Lesson(
        flag("care over 6 weeks or age over 120 years"),
        flag("care over 6 weeks or age over 110 years"),
    ),
    "W512": Lesson(
        _fact(*_YES_NO) + flag("fever and (rest or not rest)"),
        _fact(*_YES_NO) + flag("care over 6 weeks and rest"),
    ),
    "W514": Lesson(
        'guideline grown_up\n  title "Adults"\n  applies when age at least 18 years\n\n'
        + _AGE
        + flag("age under 10 years", 'editorial "Made up."'),
        'guideline grown_up\n  title "Adults"\n  applies when age at least 18 years\n\n'
        + _AGE
        + flag("age over 80 years", 'editorial "Made up."'),
    ),
    "W515": Lesson(
        flag("weakness is mild").replace("with mri", "with ct or mri"),
        flag("weakness is mild").replace("with mri", "with mri or ct"),
    ),
    "W518": Lesson(
        _AGAINST_ALL,
        _AGAINST_ALL + 'not indicated cold_at_all\n  title "No fever"\n  when not fever\n'
        '  do not image\n  cite paper "2"\n',
    ),
    "W519": Lesson(
        _fact(*_YES_NO) + flag("rest") + "screen signs\n  covers fever, chills\n" + _CHILLS,
        _fact(*_YES_NO) + flag("rest") + "screen signs\n  covers fever, chills, rest\n" + _CHILLS,
    ),
    "W520": Lesson(
        flag("age at least 65 years", 'because "Over 70, bones break."', 'cite paper "2"'),
        flag("age at least 65 years", 'because "From 65 on, bones break."', 'cite paper "2"'),
    ),
    "W531": Lesson(
        'study xray\n  title "X-ray"\n' + _UNSAFE.replace("rules out ct", "rules out ct, xray"),
        'study xray\n  title "X-ray"\n' + _UNSAFE,
    ),
    "W532": Lesson(
        'study xray\n  title "X-ray"\n  if ruled out use mri\n',
        'study xray\n  title "X-ray"\n  if ruled out use mri\n'
        + _UNSAFE.replace("out ct", "out ct, xray")
        + _maybe("care over 8 weeks").replace("consider mri", "consider xray"),
    ),
}


def _headed(title: str) -> str:
    return f'guideline headed\n  title "{title}"\n'


def _source(statements: str) -> str:
    return f'source article\n  title      "An article"\n  statements "{statements}"\n'


def _citing(cited: str) -> str:
    return "\n" + flag("fever", f"cite article {cited}")


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
        "".join(f'fact {each}\n  yes or no\n  ask "Is it so?"\n\n' for each in [*left, *right])
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
