"""Which guideline an answer is from, in the words with which every form of an answer begins."""

from datetime import date

from imaging_rules.decide.answer.guideline_info import GuidelineInfo, GuidelineOrigin, source_info
from imaging_rules.model.guideline import Guideline

_MARKS = {"draft": "DRAFT", "retired": "RETIRED"}
_NOTICES = {
    "draft": "This guideline is a draft. It has not been released for use.",
    "retired": "This guideline is retired. It should no longer be used.",
}
OVERDUE = "REVIEW DATE PASSED"


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
