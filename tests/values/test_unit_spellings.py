"""How people write units, and which unit of the language is meant."""

from fractions import Fraction
from pathlib import Path

import pytest

from imaging_rules.library.mend import mend
from imaging_rules.values.unit_spellings import (
    instead_of_unit,
    known_unit,
    meant_unit,
    measured_in,
)
from imaging_rules.values.units import ALL, find


@pytest.mark.parametrize(
    ("written", "plural"),
    [
        ("y", "years"),
        ("yrs", "years"),
        ("Years", "years"),
        ("wks", "weeks"),
        ("mo", "months"),
        ("min", "minutes"),
        ("/min", "per minute"),
        ("per min", "per minute"),
        ("beats  per minute", "per minute"),
        ("bpm", "per minute"),
        ("%", "percent"),
        ("mm Hg", "mmHg"),
        ("MMHG", "mmHg"),
        ("NG/ML", "ng/mL"),
        ("metres", "m"),
        ("ng/ml", "ng/mL"),
        ("mmhg", "mmHg"),
        ("\N{MICRO SIGN}g/L", "ug/L"),
        ("\N{GREEK SMALL LETTER MU}g/L", "ug/L"),
        ("\N{GREEK SMALL LETTER MU}mol/l", "umol/L"),
        ("mcg", "ug"),
        ("MCG/ML", "ug/mL"),
        ("mg / dl", "mg/dL"),
        ("kg/m²", "kg/m2"),
        ("kg/m^2", "kg/m2"),
        ("mL/min/1.73 m²", "mL/min/1.73m2"),
        ("ml/min/1,73m2", "mL/min/1.73m2"),
        ("ml/min per 1.73 m2", "mL/min/1.73m2"),
        ("°C", "degrees Celsius"),
        ("C", "degrees Celsius"),
        ("cc", "mL"),
        ("l", "L"),
        ("in", "inches"),
        ("feet", "ft"),
        ("lbs", "lb"),
        ("KG", "kg"),
        ("iu/l", "IU/L"),
        ("pack years", "pack-years"),
        ("kph", "km/h"),
    ],
)
def test_which_unit_is_meant(written: str, plural: str) -> None:
    unit = meant_unit(written)
    assert unit is not None
    assert unit.plural == plural


@pytest.mark.parametrize(
    "written", ["M", "S", "D", "G", "°", "°F", "F", "μ/L", "mcmol/L", "mm H", ""]
)
def test_where_it_is_not_sure_none_is(written: str) -> None:
    assert meant_unit(written) is None


def test_every_unit_is_meant_by_its_own_names() -> None:
    for unit in ALL:
        assert meant_unit(unit.singular) is unit
        assert meant_unit(unit.plural) is unit


@pytest.mark.parametrize(
    ("written", "size", "unit"),
    [
        ("yards", "0.9144", "m"),
        ("km", "1000", "m"),
        ("fortnights", "2", "weeks"),
        ("decades", "10", "years"),
    ],
)
def test_what_is_measured_otherwise_is_exactly_so_many(written: str, size: str, unit: str) -> None:
    assert measured_in(written) == (Fraction(size), find(unit))
    assert meant_unit(written) is None


def test_a_value_in_another_unit_is_told_in_the_unit_of_the_fact() -> None:
    assert instead_of_unit("yd", Fraction(3)) == "3 yd is 2.7432 m: write `2.7432 m`"
    assert instead_of_unit("yd", Fraction(3), find("ft")) == "3 yd is 9 ft: write `9 ft`"
    assert instead_of_unit("wk", Fraction(1)) == "write `1 week`"
    assert instead_of_unit("yeers", Fraction(2), find("months")) == "did you mean `years`?"
    assert instead_of_unit("mg", Fraction(2), find("weeks")) == "write `2 mg`"
    assert instead_of_unit("cells", Fraction(2), find("weeks")) == "write a number of weeks"
    assert instead_of_unit("cells") == (
        'write it in quotation marks, here and in every condition: `"cells"`; such a unit compares '
        "with itself alone"
    )
    assert instead_of_unit("°F", Fraction(100)) == (
        "degrees Fahrenheit do not convert by a factor: give degrees Celsius"
    )


USUAL = [
    (spelling, unit)
    for unit in ALL
    for spelling in (*unit.spellings, unit.plural.upper(), unit.plural.replace("u", "µ", 1))
    if find(spelling) is None and meant_unit(spelling)
]
FACT = """
fact f{number}
  number in {declared} from 0 to 10
"""
RULE = """
indication r{number}
  when      f{number} over 3 {compared}
  image     with mri
  question  "?"
  editorial "Made up."
"""


def written(declared: list[str], compared: list[str]) -> str:
    """Return a file with a fact and a rule for each unit, as it is declared and compared."""
    facts = (FACT.format(number=n, declared=each) for n, each in enumerate(declared))
    rules = (RULE.format(number=n, compared=each) for n, each in enumerate(compared))
    head = 'guideline written\n  title     "Written"\n  otherwise no guidance\n'
    return head + "".join(facts) + "\nstudy mri\n" + "".join(rules)


def test_every_usual_spelling_leads_to_its_unit(tmp_path: Path) -> None:
    assert len(USUAL) > 100
    for spelling, unit in USUAL:
        assert meant_unit(spelling) == unit
        assert known_unit(f'"{spelling}"') == unit
    spellings, units = [each for each, _ in USUAL], [unit.plural for _, unit in USUAL]
    in_quotes = [f'"{each}"' for each in spellings]
    right = written(units, units)
    path = tmp_path / "written.guideline"
    for wrong in (written(spellings, units), written(units, spellings), written(units, in_quotes)):
        # All but the spelling stays as it is: no number changes.
        path.write_text(wrong, "utf-8")
        assert mend(path).data.decode() == right


def test_a_unit_in_quotation_marks_is_meant_without_them_by_its_own_fact() -> None:
    bethesda = find('"Bethesda class"')
    for written in ("Bethesda class", "bethesda  Class", '"Bethesda class"', "“Bethesda class”"):
        assert meant_unit(written, bethesda) == bethesda
        assert meant_unit(written) is None
