"""A number in a text is told where the rule does not go by it, and else it is let be."""

from pathlib import Path

import pytest

from imaging_rules.analyse.checks.numbers_in_texts import spoken_numbers
from tests.analyse.files import FACTS, HEADER, SCOPED, messages, rule


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Four to six weeks of care", ["Four to six weeks: 4, 6 weeks"]),
        ("4–6 weeks, or 4-6 weeks", ["4–6 weeks: 4, 6 weeks", "4-6 weeks: 4, 6 weeks"]),
        ("between four\n   and six weeks", ["between four and six weeks: 4, 6 weeks"]),
        ("after twenty-one days", ["twenty-one days: 21 days"]),
        ("Over the age of 70 years", ["70 years: 70 years"]),
        ("a 70-year-old", ["70-year: 70 years"]),
        ("Over 70, with pain", ["Over 70: 70"]),
        ("older than seventy (a red flag)", ["older than seventy: 70"]),
        ("at 70 the flag does not hold", ["at 70: 70"]),
        ("a pulse over 100 per minute", ["100 per minute: 100 per minute"]),
        ("1,440 minutes", ["1,440 minutes: 1440 minutes"]),
        ("0.9 m or more", ["0.9 m: 0.9 m"]),
        ("one week", ["one week: 1 week"]),
        # Words, parts, ordinals, and short forms.
        ("five hundred ng/mL", ["five hundred ng/mL: 500 ng/mL"]),
        ("two hundred and fifty minutes", ["two hundred and fifty minutes: 250 minutes"]),
        ("1 440 minutes", ["1 440 minutes: 1440 minutes"]),
        ("a dozen weeks", ["a dozen weeks: 12 weeks"]),
        ("half a dozen weeks", ["half a dozen weeks: 6 weeks"]),
        ("half a year, or half an hour", ["half a year: 0.5 years", "half an hour: 0.5 hours"]),
        ("one and a half years", ["one and a half years: 1.5 years"]),
        ("a year and a half", ["a year and a half: 1.5 years"]),
        ("1½ years", ["1½ years: 1.5 years"]),
        ("three quarters of an hour", ["three quarters of an hour: 0.75 hours"]),
        ("two-thirds of a year", ["two-thirds of a year: 0.666667 years"]),
        ("a fortnight, two fortnights", ["a fortnight: 2 weeks", "two fortnights: 4 weeks"]),
        ("for more than a week", ["more than a week: 1 week"]),
        ("1 year and 6 months", ["1 year and 6 months: 18 months"]),
        ("the sixth week", ["sixth week: 6 weeks"]),
        ("before the seventieth birthday", ["seventieth birthday: 70 years"]),
        ("a six-week trial", ["six-week: 6 weeks"]),
        ("a 4- to 6-week trial", ["4- to 6-week: 4, 6 weeks"]),
        ("six full weeks", ["six full weeks: 6 weeks"]),
        ("six (6) weeks", ["six (6) weeks: 6 weeks"]),
        ("6 or more weeks", ["6 or more weeks: 6 weeks"]),
        (">6wk, 48 h, 70 yo", ["6wk: 6 weeks", "48 h: 48 hours", "70 yo: 70 years"]),
        ("a pulse ≥100/min", ["100/min: 100 per minute"]),
        ("aged 65+", ["aged 65+: 65"]),
        ("65 and over", ["65: 65"]),
        ("the over-70s need it", ["over-70s: 70"]),
        ("the over-seventies need it", ["over-seventies: 70"]),
        ("age>=65 and pain", [">=65: 65"]),
        ("older than about 70", ["older than about 70: 70"]),
        ("between 18 and 65", ["between 18 and 65: 18, 65"]),
        # What counts patients, signs, times, pages or places is no quantity.
        ("2 or more of the signs, or more than one is present", []),
        ("once a week, or twice a day", []),
        ("more than two-thirds of patients, in the 70s", []),
        ("a 3D image, between one and the other", []),
        ("at least 2 of the signs", []),
        ("over 100 patients in 12 hospitals", []),
        ("one of these, at L5 or S1, by S33 and table 4", []),
        ("the second sign, published in 2021", []),
        # The words of someone else.
        ("the source says “over 70” and ‘four to six weeks’", []),
    ],
)
def test_numbers_are_found_in_digits_and_in_words(text: str, found: list[str]) -> None:
    told = [
        f"{each.words}: {', '.join(f'{float(value):g}' for value in each.values)} "
        f"{each.unit.words(each.values[-1] == 1) if each.unit else ''}".strip()
        for each in spoken_numbers(text)
    ]
    assert told == found


OLD = rule("red flag", "old", "when age at least 65 years; image urgently with mri")
CARE = rule("waiting period", "waited", "lasts 6 weeks of care; then image with mri")


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("title", "the `title` of `old` speaks of “70 years”, and the bounds are"),
        ("because", "the `because` of `old` speaks of “70 years”, and the bounds are"),
        ("assumes", "the `assumes` of `old` speaks of “70 years”, and the bounds are"),
    ],
)
def test_every_text_of_a_rule_is_looked_into(clause: str, told: str, tmp_path: Path) -> None:
    text = f'{clause} "Over the age of 70 years"'
    changed = OLD.replace('title "old"', text if clause == "title" else f'title "old"\n  {text}')
    assert messages(HEADER + FACTS + changed, tmp_path, "W520") == [
        f"{told} `age at least 65 years`"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Over the age of 65 years",
        # Whole years: from 65 on is over 64.
        "Older than 64",
        # What the rule does not compare may be spoken of.
        "Pain for twelve weeks",
        "A stay of 3 months",
    ],
)
def test_what_the_rule_goes_by_or_does_not_compare_is_let_be(text: str, tmp_path: Path) -> None:
    changed = OLD.replace('title "old"', f'title "{text}"')
    assert messages(HEADER + FACTS + changed, tmp_path, "W520") == []


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Four to six weeks of care", ["Four to six weeks"]),
        ("Twelve weeks of care", ["Twelve weeks"]),
        ("42 days of care", []),
        ("Six weeks of care, and 8 percent are not better", []),
    ],
)
def test_the_numbers_of_a_waiting_period_count(title: str, told: list[str], tmp_path: Path) -> None:
    changed = CARE.replace('title "waited"', f'title "{title}"')
    assert messages(HEADER + FACTS + changed, tmp_path, "W520") == [
        f"the `title` of `waited` speaks of “{each}”, and the bounds are `care at least 6 weeks`"
        for each in told
    ]


def test_bounds_behind_a_definition_and_of_the_scope_count(tmp_path: Path) -> None:
    defined = '\ndefine lasting\n  as care at least 6 weeks\n  title "Eight weeks"\n'
    flag = rule("red flag", "both", "when lasting and age over 70 years; image urgently with mri")
    told = flag.replace('title "both"', 'title "From 18 years on, over 70, after six weeks"')
    assert messages(SCOPED + FACTS + defined + told, tmp_path, "W520") == [
        "the `title` of `lasting` speaks of “Eight weeks”, and the bounds are "
        "`care at least 6 weeks`"
    ]


OTHER = rule("red flag", "older", "when age over 80 years; image urgently with mri")


@pytest.mark.parametrize(
    ("assumed", "told"),
    [
        # Beside the number that the rule has, and beside that of another rule.
        ("From 65 years on it holds, at 70 it does too.", ["at 70"]),
        ("Over 80 years it holds too.", ["80 years"]),
        # The words of a source, an example, and the number before it was rounded.
        ("The source gives “66 years”; the limit is set at 65 years.", []),
        ("It holds from 65 years on, for example at 70.", []),
    ],
)
def test_what_assumes_says_must_be_of_its_own_rule(
    assumed: str, told: list[str], tmp_path: Path
) -> None:
    changed = OLD.replace('title "old"', f'title "old"\n  assumes "{assumed}"')
    assert messages(HEADER + FACTS + changed + OTHER, tmp_path, "W520") == [
        f"the `assumes` of `old` speaks of “{each}”, and the bounds are `age at least 65 years`"
        for each in told
    ]


HEIGHT = """
fact height
  number in m from 0 to 20
  ask "From which height?"
"""


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Three feet are 0.914 m", []),
        ("From 90 cm on", []),
        ("From 0.8 m on", ["0.8 m"]),
        ("From one and a half metres on", ["one and a half metres"]),
        # This is measured in the same dimension, and is no height of a fall.
        ("A wound of 5 mm", []),
    ],
)
def test_a_bound_may_be_a_number_rounded(title: str, told: list[str], tmp_path: Path) -> None:
    fall = rule("red flag", "fall", "when height at least 0.9 m; image urgently with ct")
    changed = fall.replace('title "fall"', f'title "{title}"')
    assert messages(HEADER + FACTS + HEIGHT + changed, tmp_path, "W520") == [
        f"the `title` of `fall` speaks of “{each}”, and the bounds are `height at least 0.9 m`"
        for each in told
    ]


@pytest.mark.parametrize(
    ("explained", "told"),
    [
        ("Only the care of the last 7 weeks counts.", ["7 weeks"]),
        ("Six weeks of it are a trial.", []),
        ("A trial of two months is enough.", []),
        ("At most 52 weeks are counted.", []),
        ("Another unit is understood, such as 10 days.", []),
        ("The source counts ‘12 weeks’.", []),
    ],
)
def test_the_explanation_of_a_number_goes_by_what_it_is_compared_with(
    explained: str, told: list[str], tmp_path: Path
) -> None:
    facts = FACTS.replace('ask "For how long?"', f'ask "For how long?"\n  explain "{explained}"')
    assert messages(HEADER + facts + CARE, tmp_path, "W520") == [
        f"the `explain` of `care` speaks of “{each}”, and the bounds are `care at least 0 weeks`, "
        "`care at least 6 weeks`, `care at most 52 weeks`"
        for each in told
    ]


@pytest.mark.parametrize(
    ("gate", "told"), [("  ask only when age at most 70 years\n", ["80 years"]), ("", [])]
)
def test_the_explanation_of_a_sign_goes_by_when_it_is_asked_for(
    gate: str, told: list[str], tmp_path: Path
) -> None:
    explained = f'ask "Fever?"\n  explain "Above 80 years this need not be answered."\n{gate}'
    facts = FACTS.replace('ask "Fever?"\n', explained)
    assert messages(HEADER + facts + OLD, tmp_path, "W520") == [
        f"the `explain` of `fever` speaks of “{each}”, and the bounds are `age at most 70 years`"
        for each in told
    ]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Half a year of pain", []),
        ("A year and a half of pain", ["A year and a half"]),
        # No duration in months is meant by it.
        ("Pain over the age of 65 years", []),
    ],
)
def test_years_are_months_where_they_are_about_as_many(
    title: str, told: list[str], tmp_path: Path
) -> None:
    months = FACTS.replace("number in weeks from 0 to 52", "number in months from 0 to 52")
    changed = rule("waiting period", "care", "lasts 6 months of care; then image with mri")
    changed = changed.replace('title "care"', f'title "{title}"')
    assert messages(HEADER + months + changed, tmp_path, "W520") == [
        f"the `title` of `care` speaks of “{each}”, and the bounds are `care at least 6 months`"
        for each in told
    ]


def test_the_summary_may_speak_of_every_bound_and_of_shares(tmp_path: Path) -> None:
    header = HEADER.replace(
        "  otherwise", '  summary "From 65 on, or after 7 weeks; of 98.5 percent."\n  otherwise'
    )
    assert messages(header + FACTS + OLD + CARE, tmp_path, "W520") == [
        "the `summary` speaks of “7 weeks”, and the bounds are `care at least 6 weeks`"
    ]


@pytest.mark.parametrize(
    ("because", "told"),
    [
        ("It grows in 6 to 12 months.", []),
        ("It grows within 180 days.", []),
        ("One in 5 grows, at 65 too.", []),
        (
            "It grows in three months.",
            [
                "the `because` of `nodule` speaks of “three months”, and the bounds are "
                "`timing is 12 months`, `timing is 6 months`"
            ],
        ),
    ],
)
def test_the_numbers_of_a_timing_count(because: str, told: list[str], tmp_path: Path) -> None:
    clauses = f'when fever; image with mri; timing in 6 to 12 months; because "{because}"'
    text = HEADER + FACTS + rule("indication", "nodule", clauses)
    assert messages(text, tmp_path, "W520") == told
