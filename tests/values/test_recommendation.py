"""A recommendation is what it says, wherever it goes, and is never compared by the alphabet."""

import copy
import json
import pickle
from collections.abc import Callable
from operator import ge, gt, le, lt
from typing import Any

import pandas
import polars
import pytest

from imaging_rules import Recommendation, StudyRecommendation, evaluate

R = Recommendation
S = StudyRecommendation

WORDS = [
    "undetermined",
    "out of scope",
    "no guidance",
    "do not image",
    "wait",
    "consider",
    "image",
    "image urgently",
    "image immediately",
]
OF_A_STUDY = ["undetermined", "not named", "ruled out", *WORDS[3:]]


def test_the_values_are_the_words() -> None:
    assert [each.value for each in R] == WORDS
    assert [each.value for each in S] == OF_A_STUDY
    assert [str(each) for each in R] == [f"{each}" for each in R] == WORDS
    assert repr(R.IMAGE_URGENTLY) == "<Recommendation.IMAGE_URGENTLY: 'image urgently'>"


@pytest.mark.parametrize("kind", [R, S])
def test_words_and_names_lead_back_to_it(kind: type[R] | type[S]) -> None:
    for each in kind:
        assert kind(each.value) is kind(each.name) is kind(each) is each
        assert pickle.loads(pickle.dumps(each)) is copy.deepcopy(each) is each
    wrong: Any
    for wrong in ("Image", "imaging", "", "image_urgently", 7, None, ["image"]):
        with pytest.raises(ValueError, match="is not a valid"):
            kind(wrong)


def test_levels_of_a_study_stand_on_the_same_scale() -> None:
    assert [each for each in S if each in set[str](R)] == [S.UNDETERMINED, *list(S)[3:]]
    assert R(S.IMAGE) is R.IMAGE
    assert S.WAIT < R.IMAGE < S.IMAGE_URGENTLY
    with pytest.raises(TypeError, match="NOT_NAMED is not on the scale"):
        S.NOT_NAMED < R.IMAGE  # noqa: B015
    with pytest.raises(TypeError, match="RULED_OUT is not on the scale"):
        S.RULED_OUT < R.IMAGE  # noqa: B015


@pytest.mark.parametrize("compare", [lt, le, gt, ge, lambda *both: max(both), lambda *b: sorted(b)])
@pytest.mark.parametrize("other", ["wait", "image", 7])
def test_it_is_not_compared_for_order_with_anything_else(
    compare: Callable[[object, object], object], other: object
) -> None:
    for both in ((R.IMAGE, other), (other, R.IMAGE), (other, S.IMAGE)):
        with pytest.raises(TypeError, match="is compared with another recommendation alone"):
            compare(*both)


def test_it_is_not_searched_for_words() -> None:
    with pytest.raises(TypeError, match="is not searched for words"):
        assert "image" in R.DO_NOT_IMAGE


def test_it_is_what_it_says_in_json_and_in_tables() -> None:
    decision = evaluate({"age": 42, "fever_or_chills": True})
    held = {"recommendation": decision.recommendation, "possible": decision.possible}
    assert json.dumps(held) == (
        '{"recommendation": "image urgently", "possible": ["image urgently", "image immediately"]}'
    )
    column = polars.Series([R.WAIT, R.UNDETERMINED], dtype=polars.Enum(R))
    assert column.to_list() == ["wait", "undetermined"]
    assert polars.Series([R.WAIT, R.IMAGE]).to_list() == ["wait", "image"]
    assert pandas.Series([R.WAIT, R.IMAGE]).to_json() == '{"0":"wait","1":"image"}'
