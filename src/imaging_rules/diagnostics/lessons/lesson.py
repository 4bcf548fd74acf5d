"""A mistake and the same mended, and the setting that both stand in."""

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
