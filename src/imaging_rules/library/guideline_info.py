"""What a guideline is made of, as records that do not change with its model."""

from attrs import frozen

from imaging_rules.decide.answer.answer_type import answer_type
from imaging_rules.decide.answer.records import AnswerType
from imaging_rules.decide.answer.values import Plain, as_given
from imaging_rules.model.guideline import Guideline


@frozen
class FactInfo:
    """A fact of a guideline.

    ``ask`` is its question, with ``explain``, and ``answer`` says how it is answered. ``assumed``
    is the value that is assumed where it is not stated, as `evaluate` takes it, and ``None`` where
    none is. ``screens`` names the screens that cover it.

    Examples:
        >>> from imaging_rules import load
        >>> fact = load("low_back_pain").facts[0]
        >>> fact.ask, fact.answer.unit
        ('How old is the patient?', 'years')
    """

    name: str
    ask: str
    explain: str
    answer: AnswerType
    assumed: Plain | None
    screens: tuple[str, ...]


@frozen
class CoveredFact:
    """A fact that a screen covers, and the value that the answer none gives it.

    Examples:
        >>> from imaging_rules import load
        >>> load("low_back_pain").screens[0].covers[0]
        CoveredFact(fact='bowel_or_bladder_loss', value=False)
    """

    fact: str
    value: Plain


@frozen
class ScreenInfo:
    """A screen of a guideline: one question about several facts, answered with none.

    Examples:
        >>> from imaging_rules import load
        >>> screen = load("low_back_pain").screens[0]
        >>> screen.name, len(screen.covers)
        ('red_flags', 9)
    """

    name: str
    ask: str
    explain: str
    covers: tuple[CoveredFact, ...]


@frozen
class StudyInfo:
    """A study of a guideline. Texts that are not given are empty.

    Examples:
        >>> from imaging_rules import load
        >>> study = load("low_back_pain").studies[0]
        >>> study.title, study.modality
        ('MRI of the lumbar spine (contrast: not stated by the source)', 'MRI')
    """

    name: str
    title: str
    modality: str
    contrast: str
    explain: str


def facts_of(guideline: Guideline) -> tuple[FactInfo, ...]:
    """Return the facts of a guideline, in file order."""
    covering: dict[str, tuple[str, ...]] = {}
    for screen in guideline.screens:
        for name, _ in screen.covers:
            covering[name] = (*covering.get(name, ()), screen.name)
    return tuple(
        FactInfo(
            name=fact.name,
            ask=fact.ask,
            explain=fact.explain,
            answer=answer_type(fact),
            assumed=None if fact.assumed is None else as_given(fact, fact.assumed),
            screens=covering.get(fact.name, ()),
        )
        for fact in guideline.facts
    )


def screens_of(guideline: Guideline) -> tuple[ScreenInfo, ...]:
    """Return the screens of a guideline, in file order."""
    return tuple(
        ScreenInfo(
            name=screen.name,
            ask=screen.ask,
            explain=screen.explain,
            covers=tuple(
                CoveredFact(name, as_given(guideline.fact[name], value))
                for name, value in screen.covers
            ),
        )
        for screen in guideline.screens
    )


def studies_of(guideline: Guideline) -> tuple[StudyInfo, ...]:
    """Return the studies of a guideline, in file order."""
    return tuple(
        StudyInfo(each.name, each.notes.title, each.modality, each.contrast, each.explain)
        for each in guideline.studies
    )
