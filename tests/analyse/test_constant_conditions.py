"""What is told to always or never hold can be left out, and nothing else is told."""

from pathlib import Path

import pytest
from hypothesis import assume, given, note

from imaging_rules import Guideline, check, loads
from imaging_rules.analyse.checks.constant_conditions import Constants, Where, replaced
from imaging_rules.analyse.checks.dead_rules import dead_rules
from imaging_rules.analyse.conditions import Conditions
from imaging_rules.diagram.from_model import Diagrams, diagrams_from
from imaging_rules.diagram.store import TRUE
from imaging_rules.diagram.walk import ends
from imaging_rules.model.conditions import ALWAYS, NEVER, Defined
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.meaning import Patient, decide, holds, truths
from imaging_rules.testing import guidelines
from tests.analyse.files import FACTS, HEADER, SCOPED, messages, rule, told_of
from tests.analyse.patients import MOST, number_of_patients, patients


@given(guidelines())
def test_what_is_constant_can_be_left_out(guideline: Guideline) -> None:
    model = guideline.model
    note(model.text.text)
    assume(number_of_patients(model) <= MOST)
    diagrams = diagrams_from(model)
    constants = Constants(model, Conditions(model, diagrams), diagrams)
    everyone = list(patients(model))
    for asked in constants.asked(set()):
        condition = asked.condition
        if condition in (ALWAYS, NEVER):
            continue
        those = [p for p in everyone if is_asked(model, diagrams, asked.where, p)]
        truth = [holds(condition, p, truths(model, p)) for p in those]
        without = condition
        for each in constants.constants(asked):
            note(f"{asked.told}: {each}")
            constant = ALWAYS if each.always else NEVER
            alone = replaced(condition, each.part, constant)
            assert [holds(alone, p, truths(model, p)) for p in those] == truth
            without = replaced(without, each.part, constant)
        # All of them together too.
        assert [holds(without, p, truths(model, p)) for p in those] == truth
        if not any(truth) and not isinstance(condition, Defined):
            found = [
                (each.whole, each.always) for each in constants.parts(condition, asked.where, True)
            ]
            assert found == [(True, False)]


# Something that always holds, whatever else is in the file.
SPARE = '\nfact spare\n  yes or no\n  ask "Is it?"\n'
ALWAYS_SO = "(spare or not spare)"
NEVER_SO = "(spare and not spare)"


@pytest.mark.thorough
@given(guidelines())
def test_a_constant_in_place_of_the_words_that_are_shown_changes_no_decision(
    guideline: Guideline,
) -> None:
    model = guideline.model
    text = model.text.text
    note(text)
    assume(number_of_patients(model) <= MOST)
    diagrams = diagrams_from(model)
    constants = Constants(model, Conditions(model, diagrams), diagrams)
    for told in constants.diagnostics(dead_rules(model, diagrams)):
        note(told.message)
        start, end = told.at.span.start, told.at.span.end
        # The first words of the message in quotes, or the last, are those that are shown.
        assert "…" in told.message or f"`{' '.join(text[start:end].split())}`" in told.message
        by = ALWAYS_SO if told.code == "W510" else NEVER_SO
        changed = loads(text[:start] + by + text[end:] + SPARE).model
        for patient in patients(model):
            assert decide(model, patient) == decide(changed, {**patient, "spare": False})


def is_asked(model: Model, diagrams: Diagrams, where: Where, patient: Patient) -> bool:
    states = [
        model.facts[place].region_of(patient[model.facts[place].name]) for place in diagrams.order
    ]
    return ends(diagrams.store, where.asked, states) == 1 << TRUE


def flag(condition: str) -> str:
    return rule("red flag", "sign", f"when {condition}; image urgently with mri")


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (
            "care over 6 weeks and care over 4 weeks",
            "in the condition of `sign`, `care over 4 weeks` adds nothing to `care over 6 weeks`",
        ),
        (
            "care over 6 weeks and care over 28 days",
            "in the condition of `sign`, `care over 28 days` adds nothing to `care over 6 weeks`",
        ),
        (
            "any of (care over 6 weeks, fever, care over 4 weeks)",
            "in the condition of `sign`, `care over 6 weeks` adds nothing to `care over 4 weeks`",
        ),
        ("fever and fever", "in the condition of `sign`, `fever` adds nothing to `fever`"),
        (
            "fever and (cancer or fever)",
            "in the condition of `sign`, `cancer or fever` adds nothing to `fever`",
        ),
        (
            "fever and (cancer or not fever)",
            "in the condition of `sign`, `not fever` never holds where it is asked",
        ),
        (
            "age over 70 years and age is not 60 years",
            "in the condition of `sign`, `age is not 60 years` adds nothing to `age over 70 years`",
        ),
        (
            # Whole numbers: over 70 begins at 71.
            "age at least 71 years and age over 70 years",
            "in the condition of `sign`, `age over 70 years` adds nothing to "
            "`age at least 71 years`",
        ),
        (
            "fever and course is one of (better, same, worse)",
            "in the condition of `sign`, `course is one of (better, same, worse)` always holds "
            "where it is asked",
        ),
        (
            "fever and age at least 0 years",
            "in the condition of `sign`, `age at least 0 years` always holds where it is asked",
        ),
        (
            "fever or age over 120 years",
            "in the condition of `sign`, `age over 120 years` never holds where it is asked",
        ),
        (
            "fever or not fever",
            "the condition of `sign` always holds: `fever or not fever`",
        ),
        (
            "care over 4 weeks or care under 6 weeks",
            "the condition of `sign` always holds: `care over 4 weeks or care under 6 weeks`",
        ),
        (
            "fever and none of (course is worse, cancer)",
            "",
        ),
        (
            "at least 2 of (fever, cancer, age over 120 years)",
            "in the condition of `sign`, `age over 120 years` never holds where it is asked",
        ),
        # Beside each other, and yet all of it counts.
        ("care over 6 weeks and age over 4 years", ""),
        ("care over 4 weeks and care under 6 weeks", ""),
        ("age over 70 years or age over 60 years and fever", ""),
        ("at least 2 of (fever, cancer, course is worse)", ""),
    ],
)
def test_what_always_or_never_holds_is_told(condition: str, message: str, tmp_path: Path) -> None:
    told = messages(HEADER + FACTS + flag(condition), tmp_path, "W510", "W511")
    assert told == ([message] if message else [])


def test_a_scope_that_is_everyone_is_told(tmp_path: Path) -> None:
    text = HEADER.replace("  otherwise", "  applies when age at least 0 years\n  otherwise")
    told = messages(text + FACTS + flag("fever"), tmp_path, "W510")
    assert told == ["`applies when` always holds: `age at least 0 years`"]


def test_a_definition_is_told_once_and_not_where_it_is_used(tmp_path: Path) -> None:
    defined = "\ndefine any_age\n  as age over 70 years or age at most 70 years\n"
    used = flag("fever and any_age") + rule(
        "indication", "other", "when cancer and any_age; image with mri"
    )
    told = messages(HEADER + FACTS + defined + used, tmp_path, "W510", "W511")
    assert told == ["`any_age` always holds: `age over 70 years or age at most 70 years`"]


def test_what_a_definition_says_is_seen_through(tmp_path: Path) -> None:
    defined = "\ndefine elderly\n  as age over 70 years\n"
    told = messages(
        HEADER + FACTS + defined + flag("elderly and age over 60 years"), tmp_path, "W510"
    )
    assert told == ["in the condition of `sign`, `age over 60 years` adds nothing to `elderly`"]


def test_within_the_scope_what_never_holds_is_told_and_a_repeated_scope_is_not(
    tmp_path: Path,
) -> None:
    never = rule(
        "indication", "hot", "when fever and (cancer or age under 12 years); image with mri"
    )
    assert messages(SCOPED + FACTS + never, tmp_path, "W511") == [
        "in the condition of `hot`, `age under 12 years` never holds where it is asked"
    ]
    again = rule("indication", "hot", "when fever and age at least 18 years; image with mri")
    assert messages(SCOPED + FACTS + again, tmp_path, "W510", "W511") == []
    # A red flag holds whoever the patient is.
    assert (
        messages(
            SCOPED + FACTS + flag("fever and (cancer or age under 12 years)"), tmp_path, "W511"
        )
        == []
    )


def test_a_without_that_never_holds_is_told(tmp_path: Path) -> None:
    period = "when not fever; lasts 4 to 6 weeks of care; without care under 4 weeks; "
    text = HEADER + FACTS + rule("waiting period", "care", period + "then image with mri")
    assert messages(text, tmp_path, "W511") == [
        "the `without` of `care` never holds: `care under 4 weeks`"
    ]


def test_a_contradiction_that_everyone_has_is_told(tmp_path: Path) -> None:
    text = HEADER + FACTS + rule("contradiction", "each", "when care at most care")
    assert messages(text, tmp_path, "W510") == [
        "the condition of `each` always holds: `care at most care`"
    ]


SCORE = """
score illness
  add 1 point  when fever
  add 2 points when cancer
"""
CHOICE = """
define group
  first young when age under 30 years
  then  old   when age at least 30 years
  otherwise unknown_age
"""


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        # It can fail, and neither of the two comparisons that it stands for was written.
        ("illness is 0 points", []),
        ("illness is 3 points and age over 50 years", []),
        (
            "illness at least 0 points and age over 50 years",
            [
                "in the condition of `sign`, `illness at least 0 points` always holds where it is "
                "asked"
            ],
        ),
        (
            "illness is 4 points or course is worse",
            ["in the condition of `sign`, `illness is 4 points` never holds where it is asked"],
        ),
        (
            "course is worse and illness over 3 points",
            [],
        ),
    ],
)
def test_comparisons_of_a_score_are_told_in_their_own_words(
    condition: str, told: list[str], tmp_path: Path
) -> None:
    assert messages(HEADER + FACTS + SCORE + flag(condition), tmp_path, "W510", "W511") == told


def test_the_last_line_of_a_choice_may_never_be_reached(tmp_path: Path) -> None:
    text = HEADER + FACTS + CHOICE + flag("fever and group is old")
    assert messages(text, tmp_path, "W510", "W511") == [
        "the line `old` of `group` always holds where no line before it fits: "
        "`age at least 30 years`"
    ]
    (found,) = [each for each in told_of(text, tmp_path) if each.code == "W510"]
    assert found.help == "write `otherwise old` in place of it, as the last line"
    assert text.splitlines()[found.at.place.line - 1].strip() == (
        "then  old   when age at least 30 years"
    )


def test_a_redundant_term_is_shown_in_its_line(tmp_path: Path) -> None:
    text = (
        HEADER
        + FACTS
        + CHOICE.replace("age at least 30 years", "age over 40 years and age over 29 years")
    )
    (found,) = [
        each
        for each in told_of(text + flag("fever and group is old"), tmp_path)
        if each.code == "W510"
    ]
    assert found.message == (
        "in the line `old` of `group`, `age over 29 years` adds nothing to `age over 40 years`"
    )
    start, end = found.at.span.start, found.at.span.end
    assert found.at.source.text[start:end] == "age over 29 years"


def test_what_always_counts_is_not_simply_to_be_removed(tmp_path: Path) -> None:
    text = HEADER + FACTS + flag("at least 2 of (fever, cancer, age at least 0 years)")
    (found,) = [each for each in told_of(text, tmp_path) if each.code == "W510"]
    assert found.help == "remove `age at least 0 years`, and ask for one less; or change it"


def test_of_words_that_stand_twice_the_one_that_adds_nothing_is_shown(tmp_path: Path) -> None:
    text = (
        HEADER
        + FACTS
        + flag("(age under 9 years or fever) and (cancer or age under 9 years) and fever")
    )
    told = [each for each in told_of(text, tmp_path) if each.code in {"W510", "W511"}]
    assert [each.message for each in told] == [
        "in the condition of `sign`, `age under 9 years or fever` adds nothing to `fever`"
    ]
    (found,) = told
    assert found.at.source.text[found.at.span.start :].startswith("age under 9 years or fever) and")


FILE = """\
guideline sample
  title "A sample"

fact pain
  yes or no
  ask "Is there pain?"

fact one
  number in weeks from 0 to 52
  ask "In which week did it begin?"

fact other
  number in weeks from 0 to 52
  ask "In which week did it end?"

contradiction times
  title     "Times"
  when      WHEN
  editorial "Made up."
"""


def told(when: str, folder: Path) -> list[tuple[str, str]]:
    path = folder / "sample.guideline"
    path.write_text(FILE.replace("WHEN", when), "utf-8")
    found = [each for each in check(path) if each.code in {"W509", "W510", "W511"}]
    return [(each.code, each.message) for each in found]


@pytest.mark.parametrize(
    ("operator", "code", "how"),
    [
        ("at least", "W510", "always"),
        ("at most", "W510", "always"),
        ("over", "W511", "never"),
        ("under", "W511", "never"),
    ],
)
@pytest.mark.parametrize(
    "when", ["pain and (one over other or {})", "pain and not (one over other and {})"]
)
def test_a_comparison_with_itself_is_told(
    operator: str, code: str, how: str, when: str, tmp_path: Path
) -> None:
    part = f"one {operator} one"
    expected = f"in the condition of `times`, `{part}` {how} holds: `one` is compared with itself"
    assert told(when.format(part), tmp_path) == [(code, expected)]


def test_it_is_told_once(tmp_path: Path) -> None:
    assert len(told("pain and one over one or other under one and one over one", tmp_path)) == 1


def test_facts_compared_with_each_other_are_no_matter(tmp_path: Path) -> None:
    assert told("pain and one over other", tmp_path) == []
