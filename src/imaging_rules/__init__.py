"""When to image and when to wait: clinical guidelines as plain text, decisions with reasons.

Decide
    ``evaluate(facts, guideline)`` returns a `Decision`; ``load(name_or_path)`` and ``loads(text)``
    return a `Guideline` that decides for many patients; ``guidelines()`` names those there are.
    Facts are a mapping, `PatientFacts`, or an instance of a class (`Facts`); with `unknown`,
    `between` and `one_of`, and `age_on` and `since` for dates.
Read
    A `Decision` has ``recommendation``, ``study``, ``complete``, ``missing``, ``reasons``,
    ``explain()`` and ``to_dict()``. A `Recommendation` is a text with an order of its own.
Write and compare guidelines
    `check`, `checks`, `diff`, `compare`, `disagreements`, `export`, `facts_schema`.

``help(imaging_rules.Decision)`` tells what a decision has, and so for every other type.
"""

from imaging_rules.analyse.patient_groups import NamedFact, PatientGroup
from imaging_rules.analyse.versions.difference import Difference
from imaging_rules.analyse.versions.disagreement import Disagreement, Disagreements
from imaging_rules.analyse.versions.records import (
    BlockChange,
    ComparedVersion,
    LevelChange,
    OldNumber,
)
from imaging_rules.decide.answer.beside_imaging import Action, Remark, ShownAdvice
from imaging_rules.decide.answer.guideline_info import (
    CoveredFact,
    FactInfo,
    GuidelineInfo,
    GuidelineOrigin,
    ScreenInfo,
    SourceInfo,
    StudyInfo,
)
from imaging_rules.decide.answer.records import (
    Assumed,
    AssumedTogether,
    BlockedRule,
    Change,
    FoundContradiction,
    Later,
    Missing,
    OpenRule,
    Reason,
    Refused,
    Review,
    RuleFact,
    Screened,
    Stated,
    UsedDefinition,
)
from imaging_rules.decide.answer.scores import ChoiceValue, ScoreLine, ScoreValue
from imaging_rules.decide.answer.studies import DuePrecaution, StudyDecision
from imaging_rules.decide.answer.values import AnswerType, AnswerValue, NumberRange, Wait
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.read.facts import Facts, PatientFacts
from imaging_rules.decide.record import decision_schema
from imaging_rules.diagnostics import Diagnostic, DiagnosticKind, Edit, Pointer
from imaging_rules.document.export.facts_schema import facts_schema
from imaging_rules.document.export.guideline import export, export_schema
from imaging_rules.errors import (
    FactsError,
    GuidelineError,
    ImagingRulesError,
    Mistake,
    OtherGuidelineError,
    RecordError,
    UnknownGuidelineError,
    VocabularyError,
)
from imaging_rules.library.comparison.compare import Comparison, compare, disagreements
from imaging_rules.library.comparison.differences import ComparisonRow, DifferingPair
from imaging_rules.library.diff import diff
from imaging_rules.library.evaluate import evaluate
from imaging_rules.library.find import check, checks, load, loads
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.interview import Interview
from imaging_rules.library.interview_turns import (
    AskFact,
    AskScreen,
    CheckAnswers,
    CheckAssumed,
    CoveredQuestion,
    KnownFact,
)
from imaging_rules.library.names import guidelines
from imaging_rules.library.reopen import RecordDifference, Reopened, reopen
from imaging_rules.model.notes import Citation, SourceStatement
from imaging_rules.text.source import Place, SourceText, Span
from imaging_rules.values.dates import age_on, since
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation
from imaging_rules.values.stated import (
    Between,
    OneOf,
    Unknown,
    at_least,
    at_most,
    between,
    one_of,
    over,
    under,
    unknown,
)
from imaging_rules.values.timing import Timing
from imaging_rules.version import VERSION

__version__ = VERSION

__all__ = [
    "Action",
    "AnswerType",
    "AnswerValue",
    "AskFact",
    "AskScreen",
    "Assumed",
    "AssumedTogether",
    "Between",
    "BlockChange",
    "BlockedRule",
    "Change",
    "CheckAnswers",
    "CheckAssumed",
    "ChoiceValue",
    "Citation",
    "ComparedVersion",
    "Comparison",
    "ComparisonRow",
    "CoveredFact",
    "CoveredQuestion",
    "Decision",
    "Diagnostic",
    "DiagnosticKind",
    "Difference",
    "DifferingPair",
    "Disagreement",
    "Disagreements",
    "DuePrecaution",
    "Edit",
    "FactInfo",
    "Facts",
    "FactsError",
    "FoundContradiction",
    "Guideline",
    "GuidelineError",
    "GuidelineInfo",
    "GuidelineOrigin",
    "ImagingRulesError",
    "Interview",
    "KnownFact",
    "Later",
    "LevelChange",
    "Missing",
    "Mistake",
    "NamedFact",
    "NumberRange",
    "OldNumber",
    "OneOf",
    "OpenRule",
    "OtherGuidelineError",
    "PatientFacts",
    "PatientGroup",
    "Place",
    "Pointer",
    "Reason",
    "Recommendation",
    "RecordDifference",
    "RecordError",
    "Refused",
    "Remark",
    "Reopened",
    "Review",
    "RuleFact",
    "ScoreLine",
    "ScoreValue",
    "ScreenInfo",
    "Screened",
    "ShownAdvice",
    "SourceInfo",
    "SourceStatement",
    "SourceText",
    "Span",
    "Stated",
    "StudyDecision",
    "StudyInfo",
    "StudyRecommendation",
    "Timing",
    "Unknown",
    "UnknownGuidelineError",
    "UsedDefinition",
    "VocabularyError",
    "Wait",
    "__version__",
    "age_on",
    "at_least",
    "at_most",
    "between",
    "check",
    "checks",
    "compare",
    "decision_schema",
    "diff",
    "disagreements",
    "evaluate",
    "export",
    "export_schema",
    "facts_schema",
    "guidelines",
    "load",
    "loads",
    "one_of",
    "over",
    "reopen",
    "since",
    "under",
    "unknown",
]


def __dir__() -> list[str]:
    # `help(imaging_rules)` shows what is here: what one calls. With the types of all that comes
    # back, which `__all__` has too, it would be as long as a book.
    return [name for name in __all__ if name[0].islower()]
