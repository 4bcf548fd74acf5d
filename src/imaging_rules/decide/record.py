"""The audit record of a decision: what is written of it, and the schema of that."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from attrs import AttrsInstance, fields, frozen

from imaging_rules.decide.answer import beside_imaging, records
from imaging_rules.decide.answer.answer import Answer
from imaging_rules.decide.answer.guideline_info import GuidelineOrigin, SourceInfo
from imaging_rules.decide.answer.scores import ChoiceValue, ScoreValue
from imaging_rules.decide.answer.studies import DuePrecaution, StudyDecision
from imaging_rules.decide.answer.values import NumberRange, Plain, as_given
from imaging_rules.decide.patient import Case
from imaging_rules.decide.read.known import answered
from imaging_rules.decide.read.stated_value import Statement, statement
from imaging_rules.decide.read.states import is_none, statements
from imaging_rules.model.facts import Fact
from imaging_rules.model.notes import Citation, SourceStatement
from imaging_rules.values.json_schema import Keywords, described, schema_of
from imaging_rules.values.plain_data import PlainForm
from imaging_rules.values.recommendation import Recommendation
from imaging_rules.values.regions import Interval
from imaging_rules.values.stated import Between, Unknown, range_as_plain
from imaging_rules.values.timing import Timing
from imaging_rules.version import VERSION

SCHEMA: Literal[1] = 1
"""The version of the record; it rises when a field changes its meaning or goes."""


def _names_but(record: type[AttrsInstance], *left_out: str) -> tuple[str, ...]:
    return tuple(each.name for each in fields(record) if each.name not in left_out)


# Where a citation stands in its file is of no use away from the file; and how facts are answered
# is no part of a decision, but stands in the export of the guideline, as do the
# kinds of its sources.
_FORM = PlainForm(
    {
        records.Missing: _names_but(records.Missing, "answer"),
        Citation: ("source", "statements", "section", "quote"),
        SourceStatement: ("id", "section", "quote"),
        SourceInfo: _names_but(SourceInfo, "kind", "interest"),
    }
)


@frozen
class StatedRange:
    """A number known to lie from the first to the second, both included."""

    between: tuple[Plain, Plain]


@frozen
class StatedWords:
    """A fact known to have one of several values."""

    one_of: Annotated[tuple[str, ...], Keywords({"minItems": 2})]


Taken = TypeVar("Taken", bound=AttrsInstance)
_OpenRange: TypeAlias = Annotated[
    Mapping[str, Plain],
    described("A number known to lie over one that it is not itself, or under one, or both."),
    Keywords(
        {
            "propertyNames": {"enum": ["over", "at least", "under", "at most"]},
            "minProperties": 1,
            "maxProperties": 2,
        },
        "OpenRange",
    ),
]
_Stated: TypeAlias = Plain | StatedRange | _OpenRange | StatedWords


@frozen
class RecordedGuideline:
    """The guideline that the decision rests on, with the hash of its text and vocabularies."""

    name: str
    title: str
    version: str
    status: Annotated[str, Keywords({"enum": ["draft", "active", "retired"]})]
    sha256: Annotated[str, Keywords({"pattern": "^[0-9a-f]{64}$"})]
    sources: tuple[SourceInfo, ...]
    notices: tuple[str, ...]
    origin: GuidelineOrigin


@frozen
class RecordedAssumption:
    """A fact that was not stated and is assumed; ``matters`` says whether that could matter."""

    fact: str
    value: str
    matters: bool


@frozen
class RecordedFacts:
    """What is known of the patient, and how."""

    stated: Annotated[
        Mapping[str, _Stated],
        described("Facts and screens as stated, in the form in which evaluate takes them again."),
    ]
    units: Annotated[
        Mapping[str, str],
        described("The units of the numbers stated; empty texts where they have none."),
    ]
    screened: tuple[records.Screened, ...]
    assumed: tuple[RecordedAssumption, ...]
    refused: Annotated[
        tuple[records.Refused, ...],
        described("What was given and could not be read, and is stated as unknown."),
    ]


@frozen
class RecordedDecision:
    """The decision with all that can be said of it. Each field is one of `Decision`."""

    recommendation: Recommendation
    settled: Annotated[
        bool, described("Whether the level is settled; it says nothing of the studies.")
    ]
    complete: Annotated[
        bool, described("Whether the level is settled, and what is said of each study.")
    ]
    possible: Annotated[records.Levels, Keywords({"minItems": 1})]
    may_rise_to: Recommendation | None
    study: Annotated[
        StudyDecision | None,
        described("The study that the recommendation is for, where that is sure."),
    ]
    studies: tuple[StudyDecision, ...]
    no_study_left: Annotated[
        bool | None,
        described("Whether contraindications leave no study that carries the recommendation."),
    ]
    precautions: tuple[DuePrecaution, ...]
    timing: Timing | None
    actions: tuple[beside_imaging.Action, ...]
    reasons: tuple[records.Reason, ...]
    definitions: tuple[records.UsedDefinition, ...]
    scores: tuple[ScoreValue, ...]
    choices: tuple[ChoiceValue, ...]
    open_rules: tuple[records.OpenRule, ...]
    blocked: tuple[records.BlockedRule, ...]
    missing: tuple[records.Missing, ...]
    later: tuple[records.Later, ...]
    changes: tuple[records.Change, ...]
    review_after: records.Review | None
    assumed: tuple[records.Assumed, ...]
    assumed_together: tuple[records.AssumedTogether, ...]
    contradictions: tuple[records.FoundContradiction, ...]
    remarks: tuple[beside_imaging.Remark, ...]
    advice: tuple[beside_imaging.ShownAdvice, ...]


@frozen
class Record:
    """What Decision.to_dict() returns. Texts that are not given are empty."""

    schema: Literal[1]
    library: str
    language: int
    day: Annotated[
        str,
        described("The day of the decision, for which the review date was judged."),
        Keywords({"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
    ]
    guideline: RecordedGuideline
    facts: RecordedFacts
    decision: RecordedDecision


def decision_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `Decision.to_dict` returns.

    Returns:
        A schema in JSON Schema draft 2020-12, a new copy at each call.

    Examples:
        >>> from imaging_rules import decision_schema
        >>> decision_schema()["title"]
        'Audit record of a decision'
    """
    return schema_of(Record, _FORM, "Audit record of a decision")


def record(decision: Answer, case: Case) -> dict[str, Any]:
    """Return the audit record of a decision, as plain data."""
    info = decision.guideline
    made = Record(
        schema=SCHEMA,
        library=VERSION,
        language=info.language,
        day=decision.day.isoformat(),
        guideline=_taken_from(info, RecordedGuideline),
        facts=RecordedFacts(
            stated=_stated(case),
            units={
                each.fact: each.values.unit
                for each in decision.stated
                if isinstance(each.values, NumberRange)
            },
            screened=decision.screened,
            assumed=tuple(_taken_from(each, RecordedAssumption) for each in decision.assumed),
            refused=decision.refused,
        ),
        decision=_taken_from(decision, RecordedDecision),
    )
    data: dict[str, Any] = _FORM.plain(made)
    return data


def _taken_from(whole: object, record: type[Taken]) -> Taken:
    """Return the record that has some of the fields of a whole, by their names."""
    return record(**{each.name: getattr(whole, each.name) for each in fields(record)})


def _stated(case: Case) -> dict[str, _Stated]:
    """Return what was stated in the form in which `evaluate` takes it again."""
    guideline = case.compiled.guideline
    found = {
        name: _statement(guideline.fact[name], stated)
        for name, stated in statements(guideline, case.given).items()
    }
    for screen, answer in answered(case.compiled.guideline, case.given):
        found[screen.name] = "none" if is_none(screen, answer) else "unknown"
    return found


def recorded(fact: Fact, given: object) -> Any:
    """Return what is stated of a fact as plain data, in the form in which `evaluate` takes it."""
    return _FORM.plain(_statement(fact, statement(fact, given)))


def _open_range(fact: Fact, stated: Interval) -> Mapping[str, Plain]:
    """Return a range with an open end; an end that is the fact's own is left out."""
    whole = fact.number.range
    low = None if (stated.low, stated.low_open) == (whole.low, False) else stated.low
    high = None if (stated.high, stated.high_open) == (whole.high, False) else stated.high
    ends = range_as_plain(Between(low, high, stated.low_open, stated.high_open))
    return {word: as_given(fact, end) for word, end in ends.items()}


def _statement(fact: Fact, stated: Statement) -> _Stated:
    match stated:
        case Unknown():
            return "unknown"
        case Interval(low, high, False, False):
            return StatedRange((as_given(fact, low), as_given(fact, high)))
        case Interval():
            return _open_range(fact, stated)
        case tuple(several):
            return StatedWords(several)
        case value:
            return as_given(fact, value)
