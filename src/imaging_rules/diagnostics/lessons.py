"""For every code an example of the mistake, and the same mended.

An example stands in a guideline that declares what `SETTING` declares, unless it is a file of its
own, which begins with its header. The tests check that each mistake is found and each mend is not.
"""

from textwrap import indent, wrap

from attrs import frozen

from imaging_rules.diagnostics.catalogue import CATALOGUE

WIDTH = 88

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


@frozen
class Lesson:
    """A mistake, and the same mended."""

    mistake: str
    mended: str


def _flag(when: str, *more: str) -> str:
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


_AGE = """fact age
  whole number in years from 0 to 120
  ask "How old is the patient?"

study mri
  title "MRI"

"""
_YES_NO = ("yes or no", 'ask "Does rest help?"')
_WITHOUT_BOUNDS = _case("one", "when fever", "instead of mri use ct")

LESSONS = {
    "E101": Lesson(
        _flag("fever", 'suspct "infection"', 'cite paper "2"'),
        _flag("fever", 'suspect "infection"', 'cite paper "2"'),
    ),
    "E102": Lesson(
        _flag("fever", 'suspect "infection', 'cite paper "2"'),
        _flag("fever", 'suspect "infection"', 'cite paper "2"'),
    ),
    "E103": Lesson(
        'study image\n  title "A picture"\n', 'study plain_image\n  title "A picture"\n'
    ),
    "E106": Lesson(
        'guideline newer\n  title "Newer"\n  language 99\n',
        'guideline newer\n  title "Newer"\n  language 1\n',
    ),
    "E108": Lesson(
        _flag("not " * 60 + "fever"),
        _flag("not fever"),
    ),
    "E109": Lesson(
        _flag("care over 6.0000000000000000000000000000001 weeks"), _flag("care over 6 weeks")
    ),
    "E110": Lesson('study mri\n  title "MRI"\n', 'guideline headed\n  title "Headed"\n'),
    "E111": Lesson(_flag("fever", "when age over 70 years"), _flag("fever")),
    "E112": Lesson(
        'define both\n  title "Both"\n', "define both\n  as fever and age over 70 years\n"
    ),
    "E201": Lesson(_flag("fevr"), _flag("fever")),
    "E202": Lesson('study mri\n  title "Another MRI"\n', 'study mri_neck\n  title "Another MRI"\n'),
    "E301": Lesson(_flag("care over 6"), _flag("care over 6 weeks")),
    "E302": Lesson(_flag("care over 2 months"), _flag("care over 8 weeks")),
    "E303": Lesson(_flag("age over 200 years"), _flag("age over 80 years")),
    "E304": Lesson(_flag("weakness is bad"), _flag("weakness is mild")),
    "E305": Lesson(_flag("age over 70.5 years"), _flag("age over 70 years")),
    "E306": Lesson(_flag("care over 6 wks"), _flag("care over 6 weeks")),
    "E307": Lesson(_flag("weakness"), _flag("weakness is severe")),
    "E308": Lesson(
        _flag("care over age"),
        _flag("care over 6 weeks"),
    ),
    "E309": Lesson(
        'guideline dated\n  title "Dated"\n  published 2024-02-30\n',
        'guideline dated\n  title "Dated"\n  published 2024-02-29\n',
    ),
    "E401": Lesson(_flag("fever", 'because "It says so."'), _flag("fever", 'cite paper "2"')),
    "E402": Lesson(
        'red flag sign\n  title "A sign"\n  when fever\n  image urgently with mri\n'
        '  cite paper "2"\n',
        _flag("fever"),
    ),
    "E403": Lesson(
        'waiting period care\n  title "Care"\n  lasts 6 to 4 weeks of care\n  then image with mri\n'
        '  question "Why?"\n  cite paper "2"\n',
        'waiting period care\n  title "Care"\n  lasts 4 to 6 weeks of care\n  then image with mri\n'
        '  question "Why?"\n  cite paper "2"\n',
    ),
    "E404": Lesson(
        _fact(*_YES_NO, "if not stated assume no") + _flag("fever and not rest"),
        _fact(*_YES_NO) + _flag("fever and not rest"),
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
        _flag("at least 3 of (fever, age over 70 years)"),
        _flag("at least 2 of (fever, age over 70 years)"),
    ),
    "E414": Lesson(
        "screen all_well\n  covers weakness is none, weakness is mild\n",
        "screen all_well\n  covers weakness is none\n",
    ),
    "W502": Lesson(
        _flag("fever and age over 70 years or care over 6 weeks"),
        _flag("(fever and age over 70 years) or care over 6 weeks"),
    ),
    "W503": Lesson(_fact(*_YES_NO), _used(_fact(*_YES_NO))),
    "W504": Lesson(
        'source other\n  title "Another paper"\n',
        'source other\n  title "Another paper"\n\n' + _flag("fever", 'cite other "1"'),
    ),
    "W505": Lesson(_used(_fact("yes or no")), _used(_fact(*_YES_NO))),
    "W506": Lesson(
        'source other\n  title "Another paper"\n  url "www.example.org"\n'
        + _flag("fever", 'cite other "1"'),
        'source other\n  title "Another paper"\n  url "https://www.example.org"\n'
        + _flag("fever", 'cite other "1"'),
    ),
    "W507": Lesson(
        _flag("fever", f'cite paper "2" quote "{"so it is written " * 20}"'),
        _flag("fever", 'cite paper "2" quote "so it is written"'),
    ),
    "W508": Lesson(
        'guideline old\n  title "Old"\n  review by 2001-01-01\n',
        'guideline old\n  title "Old"\n  review by 2999-01-01\n',
    ),
    "W509": Lesson(
        _maybe("fever and age over 70 years"),
        _maybe("care over 6 weeks and age under 70 years"),
    ),
    "W510": Lesson(_flag("age at least 0 years"), _flag("age at least 80 years")),
    "W511": Lesson(
        _flag("care over 6 weeks or age over 120 years"),
        _flag("care over 6 weeks or age over 110 years"),
    ),
    "W512": Lesson(
        _fact(*_YES_NO) + _flag("fever and (rest or not rest)"),
        _fact(*_YES_NO) + _flag("care over 6 weeks and rest"),
    ),
    "W514": Lesson(
        'guideline grown_up\n  title "Adults"\n  applies when age at least 18 years\n\n'
        + _AGE
        + _flag("age under 10 years", 'editorial "Made up."'),
        'guideline grown_up\n  title "Adults"\n  applies when age at least 18 years\n\n'
        + _AGE
        + _flag("age over 80 years", 'editorial "Made up."'),
    ),
    "W515": Lesson(
        _flag("weakness is mild").replace("with mri", "with ct or mri"),
        _flag("weakness is mild").replace("with mri", "with mri or ct"),
    ),
}
"""The mistakes that can be shown in a few lines; the others are told in words alone."""


def explained(code: str) -> str:
    """Return what a code means: its title, why it matters, a mistake, and the same mended.

    Args:
        code: A code of the catalogue.

    Returns:
        A text of several paragraphs.

    Raises:
        KeyError: The catalogue has no such code.
    """
    kind = CATALOGUE[code]
    weight = "An error: the file does not load." if kind.is_error else "A warning: the file loads."
    parts = [f"{kind.code}: {kind.title}", *wrap(f"{kind.why} {weight}", WIDTH)]
    told = "\n".join([parts[0], "", *parts[1:], ""])
    lesson = LESSONS.get(code)
    if lesson is not None:
        mistake, mended = (
            indent(each.rstrip(), "    ") for each in (lesson.mistake, lesson.mended)
        )
        told += f"\nA mistake:\n\n{mistake}\n\nMended:\n\n{mended}\n"
    return told
