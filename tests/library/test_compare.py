"""One patient under several guidelines: the same facts to each, and in which way they differ."""

import json
import pickle
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import assume, event, given
from hypothesis import strategies as st

from imaging_rules import (
    Comparison,
    FactsError,
    Guideline,
    ImagingRulesError,
    PatientFacts,
    Recommendation,
    UnknownGuidelineError,
    between,
    compare,
    load,
    loads,
    unknown,
)
from imaging_rules.testing import guidelines as some_guidelines
from imaging_rules.testing import partial_patients
from tests.cli.command_line import run
from tests.library.two_guidelines import ONE, OTHER

FIRST, SECOND = loads(ONE), loads(OTHER)
WELL = {
    "age": 40,
    "fever": False,
    "trauma": False,
    "pain": "5 weeks",
    "pregnant": False,
    "candidate": False,
}
INJURED = {"age": 40, "fever": False, "trauma": True, "pain": 5, "pregnant": False}
# What `severity` means differs, so it can be given to neither.
SAME_SEVERITY = (
    loads(
        ONE.replace("one of mild, severe", "whole number from 0 to 10").replace(
            "severity is severe", "severity at least 9"
        )
    ),
    SECOND,
)


Steps = tuple[str, int, str]


def compared(**facts: Any) -> Comparison:
    return compare({**WELL, "severity": 0, **facts}, SAME_SEVERITY)


def levels(comparison: Comparison) -> list[Recommendation]:
    return [row.decision.recommendation for row in comparison.rows]


# --- each guideline speaks for itself -------------------------------------------------------------


def test_each_row_is_what_the_guideline_says_by_itself() -> None:
    comparison = compared(trauma=True)
    assert [row.guideline for row in comparison.rows] == ["one", "other"]
    own = SAME_SEVERITY[0].evaluate(
        {"age": 40, "fever": False, "trauma": True, "pain": 5, "pregnant": False, "severity": 0}
    )
    other = SECOND.evaluate(
        {"age": 40, "fever": False, "trauma": True, "pain": 35, "candidate": False, "severity": 0}
    )
    assert [row.decision for row in comparison.rows] == [own, other]
    assert [row.lacks for row in comparison.rows] == [("candidate",), ("pregnant",)]


def test_rows_come_in_the_order_given() -> None:
    forth = compare(WELL, [FIRST, SECOND])
    back = compare(WELL, [SECOND, FIRST])
    assert [row.decision for row in back.rows] == [row.decision for row in forth.rows][::-1]
    assert [each.kind for each in back.differences] == [each.kind for each in forth.differences]


@given(some_guidelines(), some_guidelines(), st.data())
def test_what_two_guidelines_share_is_given_to_both_or_refused(
    one: Any, other: Any, data: st.DataObject
) -> None:
    screens = {*one.model.screen, *other.model.screen}
    facts = {
        name: value
        for name, value in data.draw(partial_patients(one)).items()
        if name not in screens
    }
    try:
        comparison = compare(facts, [one, other])
    except FactsError as problem:
        refused = {each.fact for each in problem.mistakes}
        event("refused")
        # Nothing but what both have can mean something else to one of them.
        assume(not refused <= other.model.fact.keys())
        raise
    for row, guideline in zip(comparison.rows, (one, other), strict=True):
        own = {name: value for name, value in facts.items() if name in guideline.model.fact}
        assert row.decision == guideline.evaluate(own)
    assert (
        comparison.agree
        or comparison.differences
        or not all(
            row.decision.settled and row.decision.recommendation.is_level for row in comparison.rows
        )
    )


def test_facts_come_in_every_form_and_guidelines_too(tmp_path: Path) -> None:
    path = tmp_path / "one.guideline"
    path.write_text(ONE, "utf-8")
    comparison = compare(PatientFacts(age=40, fever=True), [path, str(path), "low_back_pain"])
    assert [row.guideline for row in comparison.rows] == [
        "one 1.0 (1)",
        "one 1.0 (2)",
        "low_back_pain",
    ]
    assert comparison.rows[0].decision == load(path).evaluate({"age": 40, "fever": True})


def test_a_review_date_is_judged_for_the_day_given() -> None:
    dated = loads(
        ONE.replace('version      "1.0"', 'version      "1.0"\n  review by    2030-01-01')
    )
    late = compare({}, [dated, FIRST], today=date(2031, 1, 1))
    assert late.rows[0].decision.guideline.notices
    assert "was to be reviewed by 2030-01-01" in " ".join(late.explain().split())
    assert (
        not compare({}, [dated, FIRST], today=date(2029, 1, 1)).rows[0].decision.guideline.notices
    )


# --- in which way they differ ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "kind", "says"),
    [
        ({"fever": True}, "different degree", ("IMAGE_URGENTLY", "IMAGE")),
        ({"trauma": True}, "opposite", ("IMAGE", "WAIT")),
        ({"age": 17}, "different scope", ("OUT_OF_SCOPE", "NO_GUIDANCE")),
        ({"age": 17, "trauma": True}, "different scope", ("OUT_OF_SCOPE", "WAIT")),
        ({}, "silent", ("DO_NOT_IMAGE", "NO_GUIDANCE")),
        ({"severity": unknown, "trauma": True}, "open", ("IMAGE", "UNDETERMINED")),
        ({"fever": True, "trauma": True, "pregnant": True}, "different degree", None),
    ],
)
def test_the_way_in_which_they_differ(
    facts: dict[str, Any], kind: str, says: tuple[str, str] | None
) -> None:
    comparison = compared(**facts)
    assert [each.kind for each in comparison.differences] == [kind]
    assert not comparison.agree
    if says:
        assert [level.name for level in levels(comparison)] == list(says)


def test_a_number_on_which_both_turn_elsewhere_is_a_different_threshold() -> None:
    comparison = compared(candidate=True, pain="7 weeks")
    assert [level.name for level in levels(comparison)] == ["IMAGE", "NO_GUIDANCE"]
    assert comparison.differences[0].kind == "silent"
    comparison = compared(candidate=True, pain="20 days")
    assert [level.name for level in levels(comparison)] == ["WAIT", "NO_GUIDANCE"]
    sure = [loads(each.replace("no guidance", "do not image")) for each in (ONE, OTHER)]
    facts = {**WELL, "candidate": True}
    for pain, kind in (
        ("13 days", None),
        ("14 days", "different threshold"),
        ("5 weeks", None),
        ("41 days", None),
        ("6 weeks", "different threshold"),
        ("83 days", "different threshold"),
        ("84 days", None),
    ):
        plain = {name: value for name, value in facts.items() if name != "severity"}
        found = compare({**plain, "pain": pain}, _without_severity(sure))
        assert [each.kind for each in found.differences] == ([kind] if kind else []), pain
        if kind:
            (differing,) = found.differences
            assert differing.facts == ("pain",)
            assert (
                "By `pain`, `one` says wait (under 4 weeks), do not image (4 to under 6 weeks), "
                "image (at least 6 weeks), and `other` says wait (under 14 days), do not image "
                "(14 to under 84 days), image (at least 84 days)."
            ) in differing.why


def _without_severity(guidelines: list[Any]) -> list[Any]:
    texts = [each.model.text.text for each in guidelines]
    texts[0] = texts[0].replace("trauma or severity is severe", "trauma")
    start = texts[1].index("indication bad")
    end = texts[1].index("not indicated early")
    texts[1] = texts[1][:start] + texts[1][end:]
    return [loads(text) for text in texts]


def test_a_threshold_of_one_of_them_alone_is_none_of_both() -> None:
    """Injured, the first images whatever the pain: only the second turns on it."""
    sure = _without_severity(
        [loads(each.replace("no guidance", "do not image")) for each in (ONE, OTHER)]
    )
    found = compare({**WELL, "trauma": True, "pain": "2 weeks"}, sure)
    assert [each.kind for each in found.differences] == ["opposite"]


@pytest.mark.parametrize(
    ("one", "other", "pain", "kind"),
    [
        # Both have turned, to different levels.
        (("wait", 4, "image"), ("wait", 2, "consider"), 5, "different degree"),
        (("wait", 4, "image"), ("wait", 2, "consider"), 3, "different threshold"),
        (("wait", 4, "image"), ("wait", 4, "consider"), 5, "different degree"),
        # Neither has a value at which they say the same.
        (("consider", 4, "image"), ("wait", 2, "do not image"), 3, "different degree"),
        # One goes up where the other goes down.
        (("wait", 4, "image"), ("wait", 2, "do not image"), 3, "different degree"),
        (("wait", 4, "do not image"), ("wait", 2, "do not image"), 3, "different threshold"),
        # One never turns.
        (("wait", 2, "consider"), ("wait", 4, "wait"), 3, "different degree"),
        (("wait", 2, "image"), ("wait", 4, "wait"), 3, "opposite"),
    ],
)
def test_a_threshold_lies_elsewhere_where_one_turns_sooner(
    one: Steps, other: Steps, pain: int, kind: str
) -> None:
    for two in ((one, other), (other, one)):
        guidelines = [stepped(*steps) for steps in two]
        (differing,) = compare({"pain": pain}, guidelines).differences
        assert differing.kind == kind
        assert differing.facts == (("pain",) if kind == "different threshold" else ())


def stepped(before: str, at: int, after: str) -> Guideline:
    """Return a guideline that says one thing before some weeks of pain and another from there."""
    told = ["guideline stepped\n  otherwise no guidance\n"]
    told.append("fact pain\n  number in weeks from 0 to 9\nstudy mri\n")
    for place, (level, side) in enumerate(((before, "under"), (after, "at least"))):
        imaging = level in ("consider", "image")
        says = f"{level}{' with' * (level == 'image')} mri" if imaging else level
        kind = "indication" if imaging else "not indicated"
        told.append(f"{kind} rule_{place}\n  when pain {side} {at} weeks\n  {says}\n")
        told.append('  question "Why?"\n  editorial "Made up."\n')
    return loads("".join(told))


def test_another_study_at_the_same_level_is_told() -> None:
    same = loads(OTHER.replace("image     with mri", "image     urgently with mri", 1))
    found = compare({"fever": True, "pregnant": True, "age": 40, "trauma": False}, [FIRST, same])
    assert [level.name for level in levels(found)] == ["IMAGE_URGENTLY", "IMAGE_URGENTLY"]
    (differing,) = found.differences
    assert differing.kind == "different study"
    assert differing.why == "`one` recommends mri_low_dose. `other` recommends mri."


def test_a_level_that_may_rise_is_told_so() -> None:
    found = compare({"fever_or_chills": True, "fever": True}, ["low_back_pain", FIRST])
    assert found.rows[0].decision.may_rise_to is Recommendation.IMAGE_IMMEDIATELY
    assert "image urgently, and may rise to image immediately" in found.explain()
    assert [row["may_rise_to"] for row in found.to_dict()["rows"]] == ["image immediately", None]


def test_those_that_say_the_same_agree() -> None:
    found = compare({**INJURED, "severity": "mild"}, [FIRST, loads(ONE)])
    assert found.agree
    assert found.differences == ()
    assert "They agree." in found.explain()


def test_two_that_are_open_alike_do_not_agree() -> None:
    found = compare({}, [FIRST, loads(ONE)])
    assert found.differences == ()
    assert not found.agree
    assert "not all give a recommendation" in found.explain()


def test_an_open_difference_says_whether_it_is_sure() -> None:
    found = compared(age=unknown)
    (differing,) = found.differences
    assert differing.kind == "open"
    assert "differ whatever" not in differing.why
    found = compared(fever=True, age=unknown, severity=unknown)
    assert [each.kind for each in found.differences] == ["different degree"]
    found = compared(age=17, fever=unknown, severity=unknown, trauma=True)
    assert "They differ whatever is still learned." in found.differences[0].why
    found = compared(severity=between(0, 8), trauma=True, pain="1 week", age=between(18, 30))
    assert "They differ whatever is still learned." in found.differences[0].why


def test_each_two_of_three_are_told() -> None:
    third = loads(ONE.replace("guideline one", "guideline third").replace("do not image", "wait"))
    found = compare({**INJURED, "severity": "mild"}, [FIRST, loads(ONE), third])
    assert found.differences == ()
    found = compare({**WELL, "pain": "5 weeks", "severity": "mild"}, [FIRST, SECOND_PLAIN, third])
    assert [(each.one, each.other, each.kind) for each in found.differences] == [
        ("one", "other", "silent"),
        ("one", "third", "different degree"),
        ("other", "third", "silent"),
    ]


SECOND_PLAIN = loads(
    OTHER.replace("whole number from 0 to 10", "one of mild, severe").replace(
        "severity at least 7", "severity is severe"
    )
)


# --- the same facts to each -----------------------------------------------------------------------


def mistakes(facts: dict[str, Any], *guidelines: Any, **more: Any) -> list[str]:
    with pytest.raises(FactsError) as raised:
        compare(facts, guidelines or (FIRST, SECOND), **more)
    return [each.problem for each in raised.value.mistakes]


@pytest.mark.parametrize("pain", [3, 3.5, Decimal(3), between(3, "5 weeks"), between("3 weeks", 5)])
def test_a_bare_number_is_refused_where_the_units_differ(pain: Any) -> None:
    (told,) = mistakes({"pain": pain})
    assert told.startswith(
        "`pain` is measured in weeks by `one` and in days by `other`: give it with its unit, such "
    )


@pytest.mark.parametrize(
    "pain", ["3 weeks", "21 days", timedelta(days=21), between("3 weeks", "5 weeks"), unknown]
)
def test_what_has_a_unit_means_the_same_to_both(pain: Any) -> None:
    first, second = compare({"pain": pain}, [FIRST, SECOND]).rows
    assert first.decision == FIRST.evaluate({"pain": pain})
    assert second.decision == SECOND.evaluate({"pain": pain})


def test_a_bare_number_is_taken_where_the_units_are_the_same() -> None:
    assert compare({"age": 40}, [FIRST, SECOND]).rows[1].decision == SECOND.evaluate({"age": 40})


def test_months_are_a_range_to_a_guideline_in_weeks() -> None:
    months = loads(
        OTHER.replace("in days from 0 to 364", "in months from 0 to 12")
        .replace("14 days", "1 month")
        .replace("84 days", "3 months")
    )
    (told,) = mistakes({"pain": 3}, FIRST, months)
    assert told.endswith("give it with its unit, such as '3 weeks'")
    first, second = compare({"pain": "3 months"}, [FIRST, months]).rows
    assert first.decision == FIRST.evaluate({"pain": between("89 days", "92 days")})
    assert second.decision == months.evaluate({"pain": 3})


def test_units_that_do_not_convert_can_be_given_to_neither() -> None:
    meters = loads(
        OTHER.replace("in days from 0 to 364", "in m from 0 to 364")
        .replace("14 days", "14 m")
        .replace("84 days", "84 m")
    )
    (told,) = mistakes({"pain": 3}, FIRST, meters)
    assert "cannot be converted, so it cannot be given to both" in told
    assert "m, which means meters, cannot be" in mistakes({"pain": "3 m"}, FIRST, meters)[0]


def test_a_value_that_one_cannot_take_is_refused_and_it_is_told_which() -> None:
    assert mistakes({"severity": "mild"}) == [
        "in `other`, `severity` is a whole number from 0 to 10, and a text that is no number "
        "was given"
    ]
    assert mistakes({"age": "old"}) == [
        "`age` is a whole number of years from 0 to 120, and a text that is no number was given"
    ]
    told = mistakes({"pain": "400 days"})
    assert [each[:10] for each in told] == ["in `one`, ", "in `other`"]
    assert len(mistakes({"age": 400, "pain": "3 years", "fever": 1})) == 4


def test_a_name_that_none_has_is_refused_with_the_nearest_of_any() -> None:
    odd: dict[Any, Any] = {"candidat": True, "pregnnt": True, 3: True}
    assert mistakes(odd) == [
        "none of the guidelines has a fact `candidat`: did you mean `candidate`?",
        "none of the guidelines has a fact `pregnnt`: did you mean `pregnant`?",
        "the name of a fact is a text, and one of those given is not",
    ]
    found = compare({"patient": 7, "age": 40}, [FIRST, SECOND], ignore=("patient",))
    assert [row.lacks for row in found.rows] == [(), ()]


def test_facts_that_are_asked_in_other_words_are_told() -> None:
    found = compare({"fever": True, "trauma": True}, [FIRST, SECOND])
    assert found.notices == (
        "`fever` is asked as “Is there fever?” by `one` and “Is the temperature raised?” by "
        "`other`; it was taken for the same fact.",
    )
    assert "Is the temperature raised?" in found.explain()


def test_what_a_screen_answers_is_known_to_all() -> None:
    found = compare({"signs": "none", "age": 40}, [FIRST, SECOND])
    assert found.rows[1].decision == SECOND.evaluate({"age": 40, "fever": False, "trauma": False})
    assert found.rows[1].lacks == ("signs",)
    told = "The screen `signs` of `one` answers `fever` and `trauma` for `other` too."
    assert told in found.notices
    # What is stated stands.
    found = compare({"signs": "none", "fever": unknown}, [FIRST, SECOND])
    assert found.rows[1].decision == SECOND.evaluate({"fever": unknown, "trauma": False})
    assert compare({"signs": unknown}, [FIRST, SECOND]).rows[1].decision == SECOND.evaluate({})


def test_a_number_that_a_screen_answers_is_converted_for_the_others() -> None:
    screened = loads(
        ONE.replace("covers fever, trauma", "covers pain is 2 weeks, severity is mild")
    )
    found = compare({"signs": "none"}, [screened, SECOND])
    assert found.rows[1].decision == SECOND.evaluate({"pain": "14 days"})


def test_a_screen_that_covers_other_facts_in_another_guideline_is_refused() -> None:
    less = loads(
        ONE.replace("guideline one", "guideline less").replace(
            "covers fever, trauma", "covers fever"
        )
    )
    (told,) = mistakes({"signs": "none"}, FIRST, less)
    assert told == (
        "`signs` does not cover the same facts in `one` and `less`: state the facts themselves, "
        "since they differ in `trauma`"
    )
    assert compare({"signs": unknown}, [FIRST, less]).rows
    assert "answered with none" in mistakes({"signs": "some"}, FIRST, less)[0]


def test_a_screen_is_no_fact() -> None:
    fact = loads(
        OTHER.replace("fact candidate", "fact signs").replace(
            "when      candidate", "when      signs"
        )
    )
    (told,) = mistakes({"signs": "none"}, FIRST, fact)
    assert "is a screen in `one` and a fact in `other`" in told


# --- misuse ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("guidelines", [[], [FIRST], "low_back_pain", Path("one.guideline")])
def test_a_comparison_takes_two_guidelines(guidelines: Any) -> None:
    with pytest.raises(ImagingRulesError, match="two guidelines or more"):
        compare({}, guidelines)


def test_a_guideline_that_is_not_there_is_told() -> None:
    with pytest.raises(UnknownGuidelineError):
        compare({}, [FIRST, "nowhere"])


def test_a_comparison_is_no_yes_or_no() -> None:
    with pytest.raises(TypeError):
        bool(compared())


# --- as data and as text --------------------------------------------------------------------------


def test_a_comparison_as_data_says_what_the_rows_say() -> None:
    comparison = compared(trauma=True, pregnant=None)
    data = json.loads(json.dumps(comparison.to_dict()))
    assert data["agree"] is False
    first, second = data["rows"]
    decision = comparison.rows[0].decision
    assert first["recommendation"] == decision.recommendation.value
    assert first["sha256"] == SAME_SEVERITY[0].sha256
    assert [each["rule"] for each in first["reasons"]] == [e.rule for e in decision.reasons]
    assert [each["fact"] for each in second["missing"]] == [
        each.fact for each in comparison.rows[1].decision.missing
    ]
    assert data["differences"] == [
        {
            "one": "one",
            "other": "other",
            "kind": "opposite",
            "facts": [],
            "why": "`one` says image, `other` says wait.",
        }
    ]
    assert pickle.loads(pickle.dumps(comparison)) == comparison


def test_no_value_of_the_patient_is_in_its_repr() -> None:
    told = repr(compared(age=83, pain="33 days"))
    assert "83" not in told
    assert "33" not in told


def test_the_text_is_at_most_88_columns_wide() -> None:
    lines = (
        compare({"signs": "none", "age": 17}, [FIRST, SECOND, "low_back_pain"])
        .explain()
        .split("\n")
    )
    assert max(map(len, lines)) <= 88
    assert any(line.startswith("one – One") for line in lines)
    assert "  Missing         severity, pain, trauma" not in lines


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    texts = [each.model.text.text for each in SAME_SEVERITY]
    Path("one.guideline").write_text(texts[0], "utf-8")
    Path("other.guideline").write_text(texts[1], "utf-8")

    def call(*facts: str, more: tuple[str, ...] = ()) -> Result:
        options = [word for fact in facts for word in ("-f", fact)]
        return run("compare", "one.guideline", "other.guideline", *options, *more)

    return call


def test_the_command_compares_one_patient(command: Callable[..., Result]) -> None:
    facts = ("age=40", "fever=no", "trauma=yes", "pain=5 weeks", "severity=0", "candidate=no")
    result = command(*facts)
    assert result.exit_code == 1
    assert result.stdout == compared(trauma=True, pregnant=None).explain()
    as_data = command(*facts, more=("--format", "json"))
    assert json.loads(as_data.stdout) == compared(trauma=True, pregnant=None).to_dict()


def test_the_command_takes_a_file_of_facts(command: Callable[..., Result]) -> None:
    Path("facts.json").write_text('{"age": 40, "trauma": true, "pain": "5 weeks", "fever": null}')
    result = command("severity=0", "fever=no", more=("--facts", "facts.json"))
    assert result.exit_code == 1
    assert "Opposite (one, other)" in result.stdout
    empty = Path("empty.json")
    empty.write_text("{}")
    assert "One patient under 2" in command(more=("--facts", "empty.json")).stdout


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (("fever=yes", "trauma=no"), 1),
        (("age=40",), 3),
        (("age=10", "fever=no", "severity=0"), 3),
        (("age=40", "fever=no", "trauma=no", "severity=0", "pain=1 week"), 0),
    ],
)
def test_the_exit_code_is_no_answer_where_there_is_none(
    command: Callable[..., Result], facts: tuple[str, ...], code: int
) -> None:
    assert command(*facts).exit_code == code


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("one.guideline",), "a comparison takes two guidelines or more"),
        (("one.guideline", "age=4"), 'a fact is given with -f: write `-f "age=4"`'),
        (("one.guideline",) * 3, "without facts two guidelines are compared"),
        (("one.guideline", "othre.guideline"), "did you mean `other.guideline`?"),
        (("one.guideline", "other.guideline", "-f", "age"), "a fact is given as NAME=VALUE"),
        (("one.guideline", "other.guideline", "-f", "agee=4"), "did you mean `age`?"),
        (("one.guideline", "other.guideline", "-f", "pain=4"), "is measured in weeks by `one`"),
        (("one.guideline", "other.guideline", "-f", "fever=maybe"), "`fever` is yes or no"),
        (("one.guideline", "other.guideline", "--facts", "no.json"), "cannot be read"),
    ],
)
def test_slips_are_told(
    command: Callable[..., Result], arguments: tuple[str, ...], sentence: str
) -> None:
    result = run("compare", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in result.stderr
    assert result.stderr.count(sentence) == 1
