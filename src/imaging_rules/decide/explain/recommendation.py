"""What an explanation says first: the recommendation, the studies, and what would change it."""

import re
from collections.abc import Iterator

from imaging_rules.decide.answer.answer import Answer
from imaging_rules.decide.answer.studies import StudyDecision
from imaging_rules.decide.answer.why import open_actions, open_timings
from imaging_rules.decide.explain.content import Item, Line, Section
from imaging_rules.decide.explain.wording import (
    labelled,
    levels_in_words,
    spaced,
    study_title,
    title_of,
    title_of_rule,
)
from imaging_rules.decide.patient import Case, red_flag_is_certain
from imaging_rules.text.words import joined, plural
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation
from imaging_rules.values.timing import Timing

SAID = {
    Recommendation.UNDETERMINED: "Undetermined. What is known does not settle it.",
    Recommendation.OUT_OF_SCOPE: "Out of scope. The guideline was not written for this patient; "
    "that is no reassurance.",
    Recommendation.NO_GUIDANCE: "No guidance. The guideline is silent on this patient; "
    "that is no reassurance.",
    Recommendation.DO_NOT_IMAGE: "Do not image. Imaging is not needed.",
    Recommendation.WAIT: "Wait. Imaging is not called for yet.",
    Recommendation.CONSIDER: "Consider imaging. It may be appropriate.",
    Recommendation.IMAGE: "Image. Imaging is appropriate.",
    Recommendation.IMAGE_URGENTLY: "Image urgently: now or within days.",
    Recommendation.IMAGE_IMMEDIATELY: "Image immediately. This is an emergency: get help now.",
}
# What is said of a level up to where it may say how soon.
_HEAD = re.compile("([^.:]+)(?:: [^.]+)?")
# Where nothing is said of imaging as a whole: what goes with studies that are advised against, and
# what is said where it is open whether any is.
OTHERS_SILENT = "Of other imaging the guideline says nothing; that is no reassurance."
OTHERS_OPEN = "What it says of other imaging is still open; that is no reassurance."
OPEN_TIMING = "Perhaps, which is still open:"
ACTION = "To be done:"
OPEN_ACTION = "Perhaps to be done, which is still open:"
SINGLE_OPEN = (
    "No guidance on imaging as a whole. What is said of single studies is still open; that is no "
    "reassurance."
)
NO_STUDY_LEFT = (
    "No study is left for this: what would be done is ruled out. Speak to the radiologist."
)
STUDY_LEFT_OPEN = (
    "Whether a study is left for this is still open: what would be done may be ruled out."
)


def recommendation(decision: Answer, case: Case) -> tuple[Line, ...]:
    """Return what is recommended, and what has to be known to read it rightly."""
    first, *others = _told(decision)
    return (
        Line("Recommendation:", first),
        *(Line("", text) for text in others),
        *_actions(decision, case),
        *(Line("", text) for text in _to_be_known(decision, case)),
    )


def _actions(decision: Answer, case: Case) -> Iterator[Line]:
    """Yield what else is to be done; what is open is told where the recommendation is not."""
    perhaps = [str(each) for each in open_timings(case)]
    if perhaps and decision.recommendation is not Recommendation.UNDETERMINED:
        yield Line(OPEN_TIMING, f"{'; '.join(perhaps)}.")
    yield from (Line(ACTION, each.text) for each in decision.actions)
    if decision.recommendation is not Recommendation.UNDETERMINED:
        yield from (Line(OPEN_ACTION, each.text) for each in open_actions(case))


def _headline(decision: Answer) -> str:
    """Return what is recommended; where that is nothing, which studies are advised against."""
    against = only_against(decision)
    is_open = any(len(each.possible) > 1 for each in decision.studies)
    if against:
        names = joined([each.title or each.name for each in against])
        told = f"{names}: {Recommendation.DO_NOT_IMAGE.words}."
        return f"{told} {OTHERS_OPEN if is_open else OTHERS_SILENT}"
    if is_open and decision.recommendation is Recommendation.NO_GUIDANCE:
        return SINGLE_OPEN
    return _timed(SAID[decision.recommendation], decision.timing)


def _timed(said: str, timing: Timing | None) -> str:
    """Return a recommendation with how soon, in place of what it says of that by itself."""
    return _HEAD.sub(lambda head: f"{head[1]}, {timing}", said, count=1) if timing else said


def only_against(decision: Answer) -> tuple[StudyDecision, ...]:
    """Return the studies that are advised against where nothing is said of imaging as a whole.

    To call such a guideline silent would leave out all that it says.
    """
    if decision.recommendation is not Recommendation.NO_GUIDANCE:
        return ()
    against = StudyRecommendation.DO_NOT_IMAGE
    return tuple(each for each in decision.studies if each.recommendation is against)


def _told(decision: Answer) -> Iterator[str]:
    open_still = decision.recommendation is Recommendation.UNDETERMINED
    if decision.contradictions and open_still:
        yield (
            "Undetermined. Answers contradict each other; until they are checked, they count as "
            "open."
        )
        for found in decision.contradictions:
            yield f"Contradiction: {title_of(found)}."
        yield f"Possible, whichever of them is wrong: {levels_in_words(decision.possible)}."
    else:
        yield _headline(decision)
        if decision.no_study_left:
            yield NO_STUDY_LEFT
        elif decision.no_study_left is None:
            yield STUDY_LEFT_OPEN
        if decision.may_rise_to is not None:
            yield f"It may rise to: {decision.may_rise_to.words}. What is open decides that."
        elif open_still:
            yield f"Possible: {levels_in_words(decision.possible)}."


def _to_be_known(decision: Answer, case: Case) -> Iterator[str]:
    open_still = decision.recommendation is Recommendation.UNDETERMINED
    if not (decision.contradictions and open_still):
        stands = (
            "because a red flag holds all the same"
            if red_flag_is_certain(case)
            else "whichever of them is wrong"
        )
        for found in decision.contradictions:
            yield (
                f"Answers contradict each other: {title_of(found)}. The recommendation stands, "
                f"{stands}."
            )
        lead_to = [each.could_become for each in decision.assumed]
        lead_to += [each.could_become for each in decision.assumed_together]
        if not open_still and any(lead_to):
            yield "It rests on assumptions: see ‘Assumed’ for the answers that could change it."
    if decision.applies is False and decision.recommendation.is_level:
        yield (
            "The guideline was not written for this patient. A red flag counts all the same, "
            "whoever the patient is."
        )
    before = [each for each in decision.missing if each.before]
    if before:
        number = len(before)
        yield f"Before the scan, {number} {plural(number, 'question')} must be answered: see below."
    if open_still:
        yield "Do not read this as ‘no imaging’."
    elif decision.review_after is not None:
        review = decision.review_after
        told = (
            f"Look again after {review.after}: if all else stays as it is, it is then: "
            f"{review.becomes.words}"
        )
        if review.contradictions:
            told += "; what is known contradicts itself by then and has to be asked anew"
        yield f"{told}."
    for notice in decision.guideline.notices:
        yield f"Take care: {notice}"


def studies(decision: Answer, case: Case) -> Section:
    """Return what is said of each study that is spoken of; of one that is recommended, more."""
    named = [each for each in decision.studies if each.possible != (StudyRecommendation.NOT_NAMED,)]
    depends = decision.recommendation is not Recommendation.UNDETERMINED and any(
        study.recommendation is StudyRecommendation.UNDETERMINED for study in named
    )
    return Section(
        "studies",
        "Studies",
        tuple(
            Item(
                Line(f"{study.title or study.name}:", _said_of(study, case)),
                _described(study, case),
            )
            for study in named
        ),
        (Line("", "Which study it is depends on what is still open."),) if depends else (),
    )


def _described(study: StudyDecision, case: Case) -> tuple[Line, ...]:
    if not (study.recommendation.is_level and study.recommendation >= Recommendation.CONSIDER):
        return ()
    told = labelled(case.compiled.guideline.study[study.name])
    return tuple(Line(f"{label}:", text) for label, texts in told for text in texts)


def _said_of(study: StudyDecision, case: Case) -> str:
    said, possible = study.recommendation, levels_in_words(study.possible)
    if study.ruled_out_by:
        guideline = case.compiled.guideline
        by = joined([title_of_rule(guideline, name) for name in study.ruled_out_by], "or")
        if said is not StudyRecommendation.RULED_OUT:
            return f"undetermined; possible: {possible} (ruled out by: {by})"
        instead = f"; instead: {study_title(guideline, study.instead)}" if study.instead else ""
        return f"{said.words} ({by}){instead}"
    if said is not StudyRecommendation.UNDETERMINED:
        rises = len(study.possible) > 1
        return said.words + (f"; it may rise to: {study.possible[-1].words}" if rises else "")
    return f"undetermined; possible: {possible}"


def changes(decision: Answer) -> Section:
    """Return which single other answer would change the recommendation, and to what."""
    by_level: dict[Recommendation, list[str]] = {}
    # While it is undetermined, what is to be asked says what would settle it.
    if decision.recommendation is not Recommendation.UNDETERMINED:
        for change in decision.changes:
            when = f" (after {change.when})" if change.when else ""
            told = f"{spaced(change.fact)}: {spaced(change.to)}{when}"
            by_level.setdefault(change.becomes, []).append(told)
    return Section(
        "changes",
        "One other answer would change it",
        tuple(
            Item(
                Line(
                    f"Becomes ‘{level.words}’ {'with any of' if len(answers) > 1 else 'with'}:",
                    f"{'; '.join(answers)}.",
                )
            )
            for level, answers in by_level.items()
        ),
    )
