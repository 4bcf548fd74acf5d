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
"""

from imaging_rules.analyse.versions.difference import Difference
from imaging_rules.analyse.versions.disagreement import Disagreements
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.read.facts import Facts, PatientFacts
from imaging_rules.decide.record import decision_schema
from imaging_rules.diagnostics import Diagnostic
from imaging_rules.document.export.facts_schema import facts_schema
from imaging_rules.document.export.guideline import export, export_schema
from imaging_rules.errors import (
    FactsError,
    GuidelineError,
    ImagingRulesError,
    UnknownGuidelineError,
)
from imaging_rules.library.comparison.compare import compare
from imaging_rules.library.comparison.everyone import disagreements
from imaging_rules.library.comparison.result import Comparison
from imaging_rules.library.diff import diff
from imaging_rules.library.evaluate import evaluate
from imaging_rules.library.find import check, checks, load, loads
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.names import guidelines
from imaging_rules.values.dates import age_on, since
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation
from imaging_rules.values.stated import Between, OneOf, Unknown, between, one_of, unknown
from imaging_rules.version import VERSION

__version__ = VERSION

__all__ = [
    "Between",
    "Comparison",
    "Decision",
    "Diagnostic",
    "Difference",
    "Disagreements",
    "Facts",
    "FactsError",
    "Guideline",
    "GuidelineError",
    "ImagingRulesError",
    "OneOf",
    "PatientFacts",
    "Recommendation",
    "StudyRecommendation",
    "Unknown",
    "UnknownGuidelineError",
    "__version__",
    "age_on",
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
    "since",
    "unknown",
]


def __dir__() -> list[str]:
    # The packages below have their names here too, and none of them is for users.
    return __all__
