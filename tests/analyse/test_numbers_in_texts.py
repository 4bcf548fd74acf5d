"""A number in a text is told where the rule does not go by it, and else it is let be."""

from pathlib import Path

import pytest

from imaging_rules.analyse.checks.spoken_numbers import spoken_numbers
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
        # What counts patients, signs, pages or places is no quantity.
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


def test_a_reading_that_names_the_bound_may_name_other_numbers(tmp_path: Path) -> None:
    text = 'title "old"\n  assumes "The source gives 66 years; the limit is set at 65 years."'
    changed = OLD.replace('title "old"', text)
    assert messages(HEADER + FACTS + changed, tmp_path, "W520") == []


def test_the_summary_may_speak_of_every_bound_and_of_shares(tmp_path: Path) -> None:
    header = HEADER.replace(
        "  otherwise", '  summary "From 65 on, or after 7 weeks; of 98.5 percent."\n  otherwise'
    )
    assert messages(header + FACTS + OLD + CARE, tmp_path, "W520") == [
        "the `summary` speaks of “7 weeks”, and the bounds are `care at least 6 weeks`"
    ]
