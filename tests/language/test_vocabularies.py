"""`use ... from`: facts and definitions that several guidelines share."""

from pathlib import Path

import pytest

from imaging_rules import GuidelineError, Recommendation, UnknownGuidelineError, check, load, loads
from tests.language.made import block, header, indication, number, study, yes_no

VOCABULARY = (
    block("vocabulary shared", 'title "Shared facts"')
    + block("source paper", 'publisher "A journal"')
    + number("age", "whole number in years from 0 to 120")
    + yes_no("fever", 'cite paper "1"')
    + yes_no("chills")
    + yes_no("unused")
    + block("screen infection", 'ask "Any?"', "covers fever, chills")
    + block("define feverish", "as fever or chills")
    + block("score sick", "add 1 point when feverish", "add 2 points when age over 70 years")
)
BODY = study("ct") + indication("old", "age over 70 years") + indication("hot", "feverish")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shared.vocabulary").write_text(VOCABULARY)
    return tmp_path


def written(folder: Path, *uses: str, body: str = BODY) -> Path:
    path = folder / "mine.guideline"
    path.write_text(header() + "".join(f"{use}\n\n" for use in uses) + body)
    return path


def test_what_is_used_is_there_with_all_that_it_depends_on(folder: Path) -> None:
    guideline = load(written(folder, "use age, feverish from shared"))
    assert list(guideline.model.fact) == ["age", "fever", "chills"]
    assert [source.name for source in guideline.model.sources] == ["paper"]
    assert guideline.model.fact["fever"].vocabulary == "shared"
    assert guideline.evaluate({"chills": True}).recommendation is Recommendation.IMAGE


def test_all_brings_what_the_guideline_speaks_of(folder: Path) -> None:
    guideline = load(written(folder, "use all from shared"))
    assert list(guideline.model.fact) == ["age", "fever", "chills"]
    assert not guideline.model.screens
    body = BODY + indication("many", "sick over 2 points")
    assert (
        "sick over 2 points"
        in load(written(folder, "use all from shared", body=body)).model.definition
    )


def test_a_number_is_cut_where_both_files_compare_it(folder: Path) -> None:
    body = study("ct") + indication("some", "sick over 2 points or age under 18 years")
    guideline = load(
        written(
            folder,
            "use sick from shared, age from shared".replace(", age from shared", ""),
            "use age from shared",
            body=body,
        )
    )
    assert len(guideline.model.fact["age"].regions) == 3


def test_nothing_is_said_of_a_vocabulary_that_is_right(folder: Path) -> None:
    assert check(folder / "shared.vocabulary") == ()
    assert [each.code for each in check(written(folder, "use all from shared"))] in ([], ["W517"])


def test_the_hash_covers_the_vocabulary(folder: Path) -> None:
    path = written(folder, "use all from shared")
    before = load(path).sha256
    (folder / "shared.vocabulary").write_text(VOCABULARY.replace('"age?"', '"How old?"'))
    assert load(path).sha256 != before


def problems(path: Path) -> list[str]:
    with pytest.raises(GuidelineError) as raised:
        load(path)
    return [f"{each.code} {each.message}" for each in raised.value.diagnostics if each.is_error]


def test_an_unknown_vocabulary_is_told_and_its_names_are_not(folder: Path) -> None:
    assert problems(written(folder, "use all from sharde")) == [
        "E416 there is no vocabulary `sharde`"
    ]


def test_an_unknown_name_is_told_with_the_nearest(folder: Path) -> None:
    with pytest.raises(GuidelineError) as raised:
        load(written(folder, "use age, feverih from shared"))
    first = raised.value.diagnostics[0]
    assert (first.code, first.help) == ("E201", "did you mean `feverish`?")


def test_a_name_declared_twice_points_at_both(folder: Path) -> None:
    path = written(folder, "use all from shared", body=BODY + yes_no("fever"))
    with pytest.raises(GuidelineError) as raised:
        load(path)
    (problem,) = [each for each in raised.value.diagnostics if each.is_error]
    assert problem.code == "E202"
    assert problem.at.source.name == str(path)


def test_errors_of_a_vocabulary_are_shown_where_they_are(folder: Path) -> None:
    (folder / "shared.vocabulary").write_text(
        VOCABULARY.replace("fever or chills", "fevr or chills")
    )
    with pytest.raises(GuidelineError) as raised:
        load(written(folder, "use all from shared"))
    (problem,) = raised.value.diagnostics
    assert problem.code == "E416"
    (place,) = problem.also
    assert place.source.name == "shared.vocabulary"
    assert "fevr" in place.label


def test_a_vocabulary_holds_no_rules_and_uses_no_other(folder: Path) -> None:
    path = folder / "more.vocabulary"
    path.write_text(block("vocabulary more", 'title "More"') + "use age from shared\n\n" + BODY)
    found = {each.code for each in check(path) if each.is_error}
    assert "E110" in found


def test_a_vocabulary_that_uses_itself_is_refused(folder: Path) -> None:
    for head in ("", header()):
        (folder / "own.vocabulary").write_text(
            head + block("vocabulary own") + "use all from own\n\n" + yes_no("fever")
        )
        found = [each.code for each in check(folder / "own.vocabulary") if each.is_error]
        assert "E110" in found
        (problem,) = problems(
            written(
                folder,
                "use fever from own",
                body=BODY.replace("feverish", "fever").replace("age over 70 years", "fever"),
            )
        )
        assert problem.startswith("E416 the vocabulary `own` has")


def test_a_file_of_another_vocabulary_is_told(folder: Path) -> None:
    (folder / "other.vocabulary").write_text(VOCABULARY)
    assert problems(written(folder, "use all from other")) == [
        "E416 the file `other.vocabulary` does not hold the vocabulary `other`"
    ]


def test_a_vocabulary_decides_nothing(folder: Path) -> None:
    with pytest.raises(UnknownGuidelineError, match="vocabulary"):
        load(folder / "shared.vocabulary")


def test_a_text_without_a_folder_uses_only_what_ships() -> None:
    with pytest.raises(GuidelineError, match="there is no vocabulary `shared`"):
        loads(header() + "use all from shared\n" + BODY)
