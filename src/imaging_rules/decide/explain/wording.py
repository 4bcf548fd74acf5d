"""The words that several parts of an explanation use, and what the texts of blocks are called."""

import re
from collections.abc import Iterator, Sequence

from imaging_rules.decide.answer.records import (
    FoundContradiction,
    Levels,
    RuleFact,
    StudyLevels,
)
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import text_fields
from imaging_rules.text.words import joined
from imaging_rules.values.recommendation import StudyRecommendation

LABELS = {
    "modality": "Modality",
    "contrast": "Contrast",
    "explain": "Explanation",
    "suspect": "Suspected",
    "timing": "How soon",
    "question": "Question for imaging",
    "strength": "Strength of the recommendation",
    "evidence": "Evidence",
    "actions": "To be done",
    "remarks": "Remark",
}
"""The label of each text by the name of its field, in the order in which texts are shown.

Those that are not here have a place of their own: titles and questions, notes, and what the header,
a source and an advice say.
"""

_OF_A_STUDY = {StudyRecommendation.NOT_NAMED.value: "nothing said of it"}
_NAME = re.compile("`([a-z0-9_]+)`")
_SEVERAL = {
    "red flag": "Red flags",
    "indication": "Indications",
    "not indicated": "Rules against imaging",
    "waiting period": "Waiting periods",
    "limit": "Limits",
    "special case": "Special cases",
    "contraindication": "Contraindications",
}


def labelled(block: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the label of each text that a block has, and the text; several where it may repeat."""
    kind: type = type(block)
    fields = {each.name: each for each in text_fields(kind)}
    for name, label in LABELS.items():
        if name in fields and (told := getattr(block, name)):
            yield label, told if fields[name].several else (str(told),)


def levels_in_words(levels: Levels | StudyLevels, joint: str = "or") -> str:
    """Return some levels as a reader takes them, such as ``wait, consider or image``."""
    return joined([_OF_A_STUDY.get(level.value, level.value) for level in levels], joint)


def could(levels: Levels) -> str:
    """Return what other answers could do: lead to some levels, or change a study alone."""
    return f"could lead to {levels_in_words(levels)}" if levels else "could change the study"


def spaced(name: str) -> str:
    """Return a name, or a value in words, without the underscores that the language needs."""
    return name.replace("_", " ")


def study_title(guideline: Guideline, name: str) -> str:
    """Return what a study is called."""
    return guideline.study[name].notes.title or spaced(name)


def title_of_rule(guideline: Guideline, name: str) -> str:
    """Return what a rule is called."""
    return guideline.rule[name].notes.title or spaced(name)


def how_known(facts: Sequence[RuleFact]) -> str:
    """Return how facts are known, where that is in one way and nobody stated them."""
    hows = {each.known for each in facts}
    return hows.pop() if len(hows) == 1 and hows != {"stated"} else ""


def values_in_words(facts: Sequence[RuleFact]) -> str:
    """Return facts with their values; how each is known only where that differs."""
    alike = len({each.known for each in facts}) == 1
    return joined(
        [
            f"{spaced(each.fact)} is {spaced(each.value)}"
            + ("" if alike or each.known == "stated" else f" ({each.known})")
            for each in facts
        ]
    )


def facts_in_words(facts: Sequence[RuleFact]) -> str:
    """Return facts with their values, and how they are known where nobody stated them."""
    how = how_known(facts)
    return values_in_words(facts) + (f", {how}" if how else "")


def title_of(found: FoundContradiction) -> str:
    """Return what a contradiction is called, the names in it as a reader takes them."""
    return _NAME.sub(lambda name: f"‘{spaced(name[1])}’", found.title or found.name)


def several(kind: str) -> str:
    """Return the word for rules of a kind."""
    return _SEVERAL[kind]
