"""What pydantic asks of a type, answered without it: called here as pydantic calls it."""

from typing import Any, get_origin

import pytest

from imaging_rules import Between, OneOf, between, evaluate, one_of, under


class Handler:
    """Makes schemas as pydantic's does, of types that pydantic knows."""

    def generate_schema(self, kind: Any) -> dict[str, Any]:
        return {"type": kind.__name__}


def schema(kind: Any) -> dict[str, Any]:
    found: dict[str, Any] = (get_origin(kind) or kind).__get_pydantic_core_schema__(kind, Handler())
    return found


def test_a_range_is_an_instance_or_the_form_of_json() -> None:
    found = schema(Between[int])
    in_json = found["json_schema"]
    ends = {"type": "tuple", "items_schema": [{"type": "int"}, {"type": "int"}]}
    words = ("over", "above", "at least", "under", "below", "at most")
    held = {"between": ends} | {word: {"type": "int"} for word in words}
    fields = {
        name: {"type": "typed-dict-field", "schema": each, "required": False}
        for name, each in held.items()
    }
    assert in_json["schema"] == {
        "type": "typed-dict",
        "fields": fields,
        "extra_behavior": "forbid",
    }
    instance, from_form = found["python_schema"]["choices"]
    assert instance == {"type": "is-instance", "cls": Between}
    assert from_form is in_json
    read = in_json["function"]["function"]
    assert read({"between": (65, 74)}) == between(65, 74)
    assert read({"below": 500}) == under(500)
    for no_range in ({}, {"over": 3, "at least": 4}, {"between": (3, 4), "over": 3}):
        with pytest.raises(ValueError, match="one of between, over, above, at least"):
            read(no_range)


def test_several_words_are_an_instance_or_the_form_of_json() -> None:
    found = schema(OneOf[str])
    content = found["json_schema"]["schema"]["fields"]["one_of"]["schema"]
    assert content == {"type": "list", "items_schema": {"type": "str"}, "min_length": 1}
    read = found["json_schema"]["function"]["function"]
    assert read({"one_of": ["none", "improving"]}) == one_of("none", "improving")


def test_json_is_written_in_the_form_that_is_taken_again() -> None:
    for stated, written in (
        ({"age": between(65, 74)}, {"between": (65, 74)}),
        ({"age": under(65)}, {"under": 65}),
        ({"age": Between(65, 74, low_open=True)}, {"over": 65, "at most": 74}),
        ({"leg_weakness": one_of("none", "worsening")}, {"one_of": ["none", "worsening"]}),
    ):
        ((fact, value),) = stated.items()
        serialization = schema(type(value))["serialization"]
        assert serialization["function"](value) == written
        # In Python the instance stays what it is.
        assert serialization["when_used"] == "json"
        assert evaluate({fact: written}) == evaluate({fact: value})


def test_without_a_type_anything_may_be_held() -> None:
    ends = schema(Between)["json_schema"]["schema"]["fields"]["between"]["schema"]
    assert ends["items_schema"] == [{"type": "any"}, {"type": "any"}]
