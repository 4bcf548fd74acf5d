"""What is written of a record, and the schema that is made of its class."""

from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from attrs import field, frozen, make_class

from imaging_rules.values.hidden import Hidden, hidden
from imaging_rules.values.json_schema import Keywords, described, schema_of
from imaging_rules.values.plain_data import PlainForm


class Level(Enum):
    LOW = "so low"
    HIGH = "so high"


@frozen
class Part:
    """A part.

    It is told
    on two lines.
    """

    level: Level
    not_written: int = 0


@frozen
class Whole:
    """A ``whole``."""

    from_: Annotated[int, Keywords({"minimum": 0}, name="Place"), described("Where.")]
    _value: Hidden[str] = field(converter=hidden)
    pair: tuple[int, str]
    parts: tuple[Part, ...] = ()
    kind: Literal["a", "b"] | None = None
    text: str = ""
    sure: bool = False
    found: Mapping[str, bool | int] = field(factory=dict)

    @property
    def value(self) -> str:
        return self._value.value


@frozen
class Sparse:
    parts: tuple[Part, ...] = ()
    kind: Literal["a", "b"] | None = None
    text: str = ""
    sure: bool = False


ALL = PlainForm({Part: ("level",)})
WITHOUT_DEFAULTS = PlainForm({Part: ("level",)}, defaults=False)


def test_a_record_is_written_by_the_names_that_its_fields_are_read_by() -> None:
    whole = Whole(3, "seen", (1, "b"), (Part(Level.HIGH),), found={"x": True})
    assert ALL.plain(whole) == {
        "from": 3,
        "value": "seen",
        "pair": [1, "b"],
        "parts": [{"level": "so high"}],
        "kind": None,
        "text": "",
        "sure": False,
        "found": {"x": True},
    }


def test_what_is_as_its_default_can_be_left_out() -> None:
    whole = Whole(0, "", (0, ""), found={"x": 0})
    assert WITHOUT_DEFAULTS.plain(whole) == {
        "from": 0,
        "value": "",
        "pair": [0, ""],
        "found": {"x": 0},
    }


def test_the_schema_says_what_is_written() -> None:
    schema = schema_of(Whole, ALL, "The whole")
    assert schema["title"] == "The whole"
    assert schema["description"] == "A `whole`."
    assert schema["properties"] == {
        "from": {"$ref": "#/$defs/Place", "description": "Where."},
        "value": {"type": "string"},
        "pair": {
            "type": "array",
            "prefixItems": [{"type": "integer"}, {"type": "string"}],
            "minItems": 2,
            "items": False,
        },
        "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
        "kind": {"anyOf": [{"enum": ["a", "b"]}, {"type": "null"}]},
        "text": {"type": "string"},
        "sure": {"type": "boolean"},
        "found": {
            "type": "object",
            "additionalProperties": {"anyOf": [{"type": "boolean"}, {"type": "integer"}]},
        },
    }
    assert schema["required"] == list(schema["properties"])
    assert schema["$defs"] == {
        "Level": {"enum": ["so low", "so high"]},
        "Part": {
            "description": "A part.\n\nIt is told on two lines.",
            "type": "object",
            "properties": {"level": {"$ref": "#/$defs/Level"}},
            "required": ["level"],
            "additionalProperties": False,
        },
        "Place": {"type": "integer", "minimum": 0},
    }


def test_what_is_left_out_as_its_default_is_never_written_so() -> None:
    schema = schema_of(Sparse, WITHOUT_DEFAULTS, "Nothing")
    assert schema["required"] == []
    assert schema["properties"] == {
        "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}, "minItems": 1},
        "kind": {"enum": ["a", "b"]},
        "text": {"type": "string", "minLength": 1},
        "sure": {"type": "boolean", "const": True},
    }


@pytest.mark.parametrize("kind", [float, set[int], Any])
def test_a_type_that_plain_data_does_not_have_is_refused(kind: Any) -> None:
    record = make_class("Record", {"field": field(type=kind)})
    with pytest.raises(TypeError, match="nothing that plain data has"):
        schema_of(record, ALL, "Wrong")


def test_two_types_of_one_name_are_refused() -> None:
    other = make_class("Part", {"name": field(type=str)})
    record = make_class("Record", {"one": field(type=Part), "other": field(type=other)})
    with pytest.raises(TypeError, match="two types have the name Part"):
        schema_of(record, ALL, "Wrong")
