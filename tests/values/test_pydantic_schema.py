"""What pydantic asks of a type, answered without it: called here as pydantic calls it."""

from typing import Any, get_origin

from imaging_rules import Between, OneOf, between, evaluate, one_of


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
    assert in_json["schema"] == {
        "type": "typed-dict",
        "fields": {"between": {"type": "typed-dict-field", "schema": ends, "required": True}},
        "extra_behavior": "forbid",
    }
    instance, from_form = found["python_schema"]["choices"]
    assert instance == {"type": "is-instance", "cls": Between}
    assert from_form is in_json
    assert in_json["function"]["function"]({"between": (65, 74)}) == between(65, 74)


def test_several_words_are_an_instance_or_the_form_of_json() -> None:
    found = schema(OneOf[str])
    content = found["json_schema"]["schema"]["fields"]["one_of"]["schema"]
    assert content == {"type": "list", "items_schema": {"type": "str"}, "min_length": 1}
    read = found["json_schema"]["function"]["function"]
    assert read({"one_of": ["none", "improving"]}) == one_of("none", "improving")


def test_json_is_written_in_the_form_that_is_taken_again() -> None:
    for stated, written in (
        ({"age": between(65, 74)}, {"between": (65, 74)}),
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
