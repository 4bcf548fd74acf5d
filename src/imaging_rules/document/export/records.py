"""The records that an export is made of.

A text or a list that would be empty is left out, and so is all else that is as its default: see
`FORM`. Other fields are always there. A field that ends in an underscore is written without.
"""

from typing import Annotated, Any, Literal, TypeAlias

from attrs import Attribute, fields, frozen

from imaging_rules.decide.answer.records import RuleKind
from imaging_rules.diagram.store import TERMINALS
from imaging_rules.model.facts import FactTexts
from imaging_rules.model.guideline import HeaderTexts, StudyTexts
from imaging_rules.model.notes import CLAUSE, SourceTexts
from imaging_rules.model.rules import RuleTexts
from imaging_rules.values.json_schema import Keywords, described
from imaging_rules.values.plain_data import PlainForm
from imaging_rules.values.timing import Timing

FORM = PlainForm(defaults=False)

Text: TypeAlias = Annotated[str, Keywords({"minLength": 1})]
Texts: TypeAlias = tuple[Text, ...]
Number: TypeAlias = Annotated[
    str,
    Keywords(
        {
            "description": (
                "An exact number: a decimal, or a fraction where there is no short decimal."
            ),
            "pattern": r"^-?[0-9]+(\.[0-9]+|/[1-9][0-9]*)?$",
        },
        name="Number",
    ),
]


def _place(name: str, of: str) -> Keywords:
    return Keywords({"description": f"A place in `{of}`.", "minimum": 0}, name=name)


FactPlace: TypeAlias = Annotated[int, _place("FactPlace", "facts")]
StudyPlace: TypeAlias = Annotated[int, _place("StudyPlace", "studies")]
Level: TypeAlias = Annotated[
    int,
    Keywords(
        {"description": "A place in `levels`.", "minimum": 0, "maximum": TERMINALS - 1},
        name="Level",
    ),
]
Diagram: TypeAlias = Annotated[
    int,
    Keywords(
        {
            "description": (
                f"A diagram: 0 to {TERMINALS - 1} is an end, and {TERMINALS} and more a node, "
                f"{TERMINALS} being the first of `nodes`. At its ends a diagram says a level, as a "
                "place in `levels`; or, of a condition, 0 for no and 1 for yes."
            ),
            "minimum": 0,
        },
        name="Diagram",
    ),
]
_Natural: TypeAlias = Annotated[int, Keywords({"minimum": 0})]
Nodes: TypeAlias = list[Annotated[list[_Natural], Keywords({"minItems": 3})]]
"""Each node: the place of what it asks, then one diagram for each of its values."""

_SOME = Keywords({"minItems": 1})


@frozen
class Citation:
    """A reference to a source: the numbers of its statements, or a section, with a short quote."""

    source: Text
    statements: Texts = ()
    section: str = ""
    quote: str = ""


# Without slots, for of several classes that one inherits from only one can have them.
@frozen(kw_only=True, slots=False)
class Block:
    """What every block of a guideline file may say."""

    title: str = ""
    because: Texts = ()
    citations: tuple[Citation, ...] = ()
    assumes: Texts = ()
    editorial: Texts = ()


_OF_EVERY_BLOCK = {each.name for each in fields(Block)}


def _as_in_the_file(_: type, found: "list[Attribute[Any]]") -> "list[Attribute[Any]]":
    """Return the fields of a block in order: its name, its texts, and last what all may say."""

    def place(of: "Attribute[Any]") -> tuple[bool, bool, bool]:
        return of.name in _OF_EVERY_BLOCK, of.name != "name", CLAUSE not in of.metadata

    return sorted(found, key=place)


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class Header(HeaderTexts, Block):
    """What the header of the file says, and the hash of its text."""

    name: Text
    status: Annotated[str, Keywords({"enum": ["draft", "active", "retired"]})]
    published: str = ""
    review_by: Annotated[
        str, Keywords({"format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
    ] = ""
    applies_when: Annotated[
        str, described("For whom the guideline is, as it is written; left out where for all.")
    ] = ""
    otherwise: Annotated[Level, described("The level where it applies and no rule speaks.")]
    sha256: Annotated[str, Keywords({"pattern": "^[0-9a-f]{64}$"})]


@frozen(kw_only=True)
class Region:
    """Numbers that no rule tells apart."""

    from_: Number
    to: Number
    above: Annotated[bool, described("The lower end does not belong to it.")] = False
    below: Annotated[bool, described("The upper end does not belong to it.")] = False
    words: Text


@frozen
class Value:
    """A value of a fact."""

    region: Annotated[
        _Natural, described("The place of the value among the values or regions of the fact.")
    ]
    value: Annotated[
        str,
        described("The value itself: yes, no, a word, or an exact number in the unit of the fact."),
    ]
    words: Annotated[str, described("The value as a reader takes it: 1 week.")]


@frozen
class Covered(Value):
    """A fact that a screen asks for, and the value that the answer none gives it."""

    fact: FactPlace


@frozen
class Gate:
    """When a fact may be asked: while this condition is known to hold. Sooner may be unsafe."""

    condition: Text
    diagram: Diagram


@frozen(kw_only=True)
class _Fact(FactTexts, Block):
    name: Text
    assumed: (
        Annotated[
            Value,
            described("What is assumed of it while not stated. Stated as unknown, it is open."),
        ]
        | None
    ) = None
    ask_only_when: Gate | None = None


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class WordFact(_Fact):
    """A fact that is yes or no, or one of several words."""

    type: Literal["yes or no", "one of"]
    values: Annotated[Texts, _SOME]


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class NumberFact(_Fact):
    """A fact that is a number, with both ends of what it can be."""

    type: Literal["number"]
    whole: Annotated[bool, described("Whether only whole numbers count.")]
    unit: Annotated[str, described("Its unit, as `many` in `units`.")] = ""
    from_: Number
    to: Number
    regions: Annotated[
        tuple[Region, ...],
        _SOME,
        described(
            "The regions into which the rules cut it, in order; together they are all from "
            "`from` to `to`."
        ),
    ]


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class Screen(FactTexts, Block):
    """One question about several facts.

    Its answer `none` gives each of them that is not stated its value.
    """

    name: Text
    covers: Annotated[tuple[Covered, ...], _SOME]


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class Definition(Block):
    """A name that conditions use, and what it stands for.

    A value of a choice and a comparison of a score are definitions too; what is said of them is
    said of the choice or the score.
    """

    name: Text
    condition: Text
    block: Annotated[
        str, described("The choice or the score that it is made of, by name; else left out.")
    ] = ""


@frozen
class ChoiceLine:
    """A value, and the condition under which it is the value if no earlier line fits."""

    value: Text
    when: Text


@frozen
class ChoiceValue:
    """A value of a choice, and the diagram of when the choice comes to it."""

    value: Text
    diagram: Diagram


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class Choice(Block):
    """A choice: the value of the first line that fits."""

    name: Text
    lines: Annotated[tuple[ChoiceLine, ...], _SOME]
    otherwise: Annotated[Text, described("The value where no line fits.")]
    values: Annotated[tuple[ChoiceValue, ...], _SOME]


@frozen
class ScoreLine:
    """Points, and the condition under which they are added; below 0 where they are taken."""

    points: Number
    when: Text
    diagram: Diagram


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class Score(Block):
    """A score: the points of all lines that hold, added up."""

    name: Text
    lines: Annotated[tuple[ScoreLine, ...], _SOME]
    groups: Annotated[
        tuple[tuple[_Natural, ...], ...],
        described(
            "The places of lines that depend on facts in common. Lines of different groups do "
            "not, so the lowest and the highest of a sum are those of the groups, added up."
        ),
    ]
    minimum: Annotated[Number, described("The lowest that it comes to for anyone.")]
    maximum: Annotated[Number, described("The highest that it comes to for anyone.")]


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class Study(StudyTexts, Block):
    """A study; its diagram says what is recommended of it."""

    name: Text
    if_ruled_out_use: Annotated[
        tuple[StudyPlace, ...], described("The studies to use where it is ruled out, in order.")
    ] = ()
    diagram: Diagram


@frozen
class Says:
    """A level, and the studies that it is said of."""

    level: Level
    studies: tuple[StudyPlace, ...]


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class Rule(RuleTexts, Block):
    """A rule that can decide."""

    name: Text
    kind: RuleKind
    when: Annotated[
        str, described("Its condition as it is written; left out where it always holds.")
    ] = ""
    says: tuple[Says, ...] = ()
    against: tuple[StudyPlace, ...] = ()
    actions: Texts = ()
    remarks: Texts = ()
    fact: (
        Annotated[FactPlace, described("Of a waiting period: the number that it counts.")] | None
    ) = None
    first: Number | None = None
    last: Number | None = None
    without: str = ""
    hold_at: Level | None = None
    instead: Annotated[
        tuple[tuple[StudyPlace, StudyPlace], ...],
        described("Of a special case: each study with the one used instead."),
    ] = ()
    overrides: Texts = ()
    rules_out: Annotated[
        tuple[StudyPlace, ...], described("Of a contraindication: what must not be done.")
    ] = ()
    holds: Annotated[Diagram, described("The diagram of when it holds.")]
    decides: Annotated[
        Diagram,
        described("The diagram of when it decides: what it says is then what counts."),
    ]


@frozen
class Before:
    """A study that a precaution comes before.

    Its diagram comes to 2 where the study is recommended and the precaution to be taken, to 1 where
    it is recommended without, and else to 0.
    """

    study: StudyPlace
    diagram: Diagram


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class Precaution(Block):
    """What must be known before some studies, and what is to be done then."""

    name: Text
    when: Text
    before: Annotated[tuple[Before, ...], _SOME]
    actions: Annotated[Texts, _SOME]


@frozen
class Comparison:
    """Whether a fact lies so to another, of which the number is first multiplied by the factor."""

    fact: FactPlace
    operator: Annotated[str, Keywords({"enum": ["over", "under", "at least", "at most"]})]
    other: FactPlace
    factor: Number


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class Contradiction(Block):
    """Facts that cannot all be true.

    It is found where its diagram comes to 1 however the open facts turn out.
    """

    name: Text
    when: Text
    facts: tuple[FactPlace, ...]
    comparisons: tuple[Comparison, ...]
    diagram: Diagram
    nodes: Annotated[
        Nodes,
        described(
            "As `nodes` of the guideline. A node asks one of `facts`, or with a larger number one "
            "of `comparisons` (no, yes). The ends are 0, the facts do not contradict each other, "
            "and 1, they do."
        ),
    ]


@frozen
class DueTime:
    """A time in numbers that rules give."""

    timing: Timing
    diagram: Annotated[
        Diagram,
        described(
            "The diagram of when it is the decision's: for no patient two of them come to 1."
        ),
    ]


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class Advice(Block):
    """Information for the reader, shown with some recommendations; it decides nothing."""

    name: Text
    topic: str = ""
    levels: Annotated[
        tuple[Annotated[int, Keywords({"minimum": -1, "maximum": TERMINALS - 1})], ...],
        described(
            "The recommendations with which it is shown, as places in `levels`; -1 is undetermined."
        ),
    ]
    texts: Annotated[Texts, _SOME]


@frozen
class Statement:
    """A statement of a source that the guideline cites."""

    id: Text
    section: str = ""
    quote: str = ""


@frozen(kw_only=True, field_transformer=_as_in_the_file)
class Source(SourceTexts, Block):
    """A source, with those of its statements that are cited."""

    name: Text
    published: str = ""
    updated: str = ""
    statements: tuple[Statement, ...] = ()


@frozen
class Unit:
    """A unit in which a number may be given."""

    one: Text
    many: Text
    short: Annotated[Texts, described("Other ways in which people write it beside a number.")]
    dimension: Text
    size: Annotated[Number, described("How large it is among the units of its dimension.")]


@frozen
class Export:
    """What imaging_rules.export() returns. Texts and lists that would be empty are left out."""

    schema: Literal[1]
    library: Text
    language: int
    guideline: Header
    levels: Annotated[
        Texts,
        Keywords({"minItems": TERMINALS, "maxItems": TERMINALS}),
        described(
            "The words for what a diagram comes to: not named, ruled out, out of scope, no "
            "guidance, and the six levels, lowest first."
        ),
    ]
    facts: Annotated[
        tuple[WordFact | NumberFact, ...],
        described("In the order in which to ask, among those that matter alike."),
    ]
    screens: tuple[Screen, ...]
    definitions: tuple[Definition, ...]
    choices: tuple[Choice, ...]
    scores: tuple[Score, ...]
    studies: tuple[Study, ...]
    rules: tuple[Rule, ...]
    precautions: tuple[Precaution, ...]
    timings: tuple[DueTime, ...]
    contradictions: tuple[Contradiction, ...]
    advice: tuple[Advice, ...]
    sources: tuple[Source, ...]
    units: tuple[Unit, ...]
    order: Annotated[
        tuple[_Natural, ...],
        described("The facts in the order in which diagrams ask them, as places in `facts`."),
    ]
    level: Annotated[Diagram, described("The diagram of the decision's level.")]
    applies: Annotated[
        Diagram, described("The diagram of whether the guideline is for the patient.")
    ]
    any_red_flag: Annotated[Diagram, described("The diagram of whether some red flag holds.")]
    no_study_left: Annotated[
        Diagram, described("The diagram of whether no study is left for what is said.")
    ]
    nodes: Annotated[
        Nodes,
        described(
            "Each node: the place of what it asks (here in `order`), then one diagram for each of "
            f"its values. Node number n of the list is diagram {TERMINALS} + n. A node comes after "
            "those that it leads to, and asks what comes earlier in the order."
        ),
    ]
