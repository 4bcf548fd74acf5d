"""When to image and when to wait: clinical guidelines as plain text, decisions with reasons."""

from imaging_rules.analyse.difference import Difference
from imaging_rules.diagnostics import Diagnostic
from imaging_rules.errors import (
    FactsError,
    GuidelineError,
    ImagingRulesError,
    UnknownGuidelineError,
)
from imaging_rules.evaluate.decision import Decision
from imaging_rules.evaluate.facts import PatientFacts
from imaging_rules.evaluate.record import decision_schema
from imaging_rules.library.diff import diff
from imaging_rules.library.evaluate import evaluate
from imaging_rules.library.find import check, guidelines, load, loads
from imaging_rules.library.guideline import Guideline
from imaging_rules.values.recommendation import Recommendation
from imaging_rules.values.stated import between, one_of, unknown
from imaging_rules.version import VERSION

__version__ = VERSION

__all__ = [
    "Decision",
    "Diagnostic",
    "Difference",
    "FactsError",
    "Guideline",
    "GuidelineError",
    "ImagingRulesError",
    "PatientFacts",
    "Recommendation",
    "UnknownGuidelineError",
    "__version__",
    "between",
    "check",
    "decision_schema",
    "diff",
    "evaluate",
    "guidelines",
    "load",
    "loads",
    "one_of",
    "unknown",
]
