"""What a guideline is made of, as records, and the words by which every answer names it."""

from datetime import date

from attrs import frozen

from imaging_rules.decide.answer.values import AnswerType, Plain, answer_type, as_given
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import Source, SourceTexts, texts_of

_MARKS = {"draft": "DRAFT", "retired": "RETIRED"}
_NOTICES = {
    "draft": "This guideline is a draft. It has not been released for use.",
    "retired": "This guideline is retired. It should no longer be used.",
}
OVERDUE = "REVIEW DATE PASSED"


@frozen
class SourceInfo:
    """A source of a guideline: the publication that its statements are from.

    ``kind`` says what it is and ``interest`` what interest its author has, as the file puts them.
    Texts that are not given are empty.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> source = decision.guideline.sources[0]
        >>> source.name, source.published
        ('livafortis', '2024-01-26')
    """

    name: str
    title: str
    publisher: str
    author: str
    published: str
    updated: str
    url: str
    doi: str
    kind: str
    interest: str

    @property
    def citation(self) -> str:
        """Its name, title, author, publisher and dates, as explanations cite it."""
        parts = (
            f"{self.name}: {self.title}" if self.title else self.name,
            self.author,
            self.publisher,
            f"published {self.published}" if self.published else "",
            f"updated {self.updated}" if self.updated else "",
        )
        return "; ".join(filter(None, parts)) + "."


def source_info(source: Source) -> SourceInfo:
    """Return what is told of a source."""
    return SourceInfo(
        name=source.name,
        title=source.notes.title,
        published=source.published,
        updated=source.updated,
        **texts_of(source, SourceTexts),
    )


@frozen
class GuidelineOrigin:
    """Where a guideline was read from.

    One that has a name has it in ``name``, with its ``package``; one from a file has the ``path``
    as it was given. All are empty for one that was given as text.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> decision.guideline.origin
        GuidelineOrigin(package='imaging-rules', name='low_back_pain', path='')
    """

    package: str = ""
    name: str = ""
    path: str = ""


@frozen
class GuidelineInfo:
    """The guideline that a decision rests on.

    ``published`` is when it, or else its first source, was. ``sha256`` is the hash of its text,
    line ends made line feeds, and ``origin`` where it was read from. ``notices`` says when it is a
    draft, retired, or past its review date, and ``marks`` the same in the words that stand before
    its title, such as ``DRAFT``.

    Examples:
        >>> from imaging_rules import evaluate
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> decision.guideline.version, decision.guideline.status
        ('1.0.0', 'active')
    """

    name: str
    title: str
    version: str
    language: int
    status: str
    published: str
    sources: tuple[SourceInfo, ...]
    sha256: str
    marks: tuple[str, ...]
    notices: tuple[str, ...]
    origin: GuidelineOrigin


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


def identity(
    guideline: Guideline, sha256: str, origin: GuidelineOrigin, day: date
) -> GuidelineInfo:
    """Return what an answer says of the guideline that it is from.

    Args:
        guideline: The guideline.
        sha256: The hash of its text.
        origin: Where it was read from.
        day: The day of the answer, for which the review date is judged.
    """
    header = guideline.header
    marks = [_MARKS[header.status]] if header.status in _MARKS else []
    notices = [_NOTICES[header.status]] if header.status in _NOTICES else []
    if header.review_by is not None and day > header.review_by:
        marks.append(OVERDUE)
        notices.append(f"This guideline was to be reviewed by {header.review_by.isoformat()}.")
    return GuidelineInfo(
        name=header.name,
        title=header.notes.title,
        version=header.version,
        language=header.language,
        status=header.status,
        published=header.published or next((each.published for each in guideline.sources), ""),
        sources=tuple(map(source_info, guideline.sources)),
        sha256=sha256,
        marks=tuple(marks),
        notices=tuple(notices),
        origin=origin,
    )


def marked_title(info: GuidelineInfo) -> str:
    """Return the title, behind what a reader must not miss: ``DRAFT: Ottawa ankle rule``."""
    return ": ".join(filter(None, (", ".join(info.marks), info.title or info.name)))


def edition(info: GuidelineInfo) -> str:
    """Return the version, the status and the time of the source, without a full stop."""
    version = f"Version {info.version}" if info.version else "No version"
    published = f"; source of {info.published}" if info.published else ""
    return f"{version}, {info.status}{published}"


def dated_edition(info: GuidelineInfo, day: date) -> str:
    """Return the same as a sentence that names the day of the answer, too."""
    return f"{edition(info)}; answered on {day.isoformat()}."
