"""The explanation of a decision, as a clinician reads it.

What matters most comes first. What the source says, what the encoder assumed and what is
editorial are told apart wherever they are shown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from imaging_rules.evaluate.case import Case, answered
from imaging_rules.evaluate.parts import (
    BlockingFact,
    FoundContradiction,
    Levels,
    Missing,
    Reason,
    StudyDecision,
)
from imaging_rules.evaluate.read import is_none, statements
from imaging_rules.evaluate.statements import words
from imaging_rules.evaluate.why import outside_scope, settles, silent
from imaging_rules.model.notes import Citation, Source
from imaging_rules.values.recommendation import Recommendation

if TYPE_CHECKING:
    from imaging_rules.evaluate.decision import Decision

WIDTH = 88

_SAID = {
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
    Recommendation.IMAGE_IMMEDIATELY: "Image immediately. This is an emergency.",
}
_OF_A_STUDY = {Recommendation.NOT_NAMED: "nothing said of it"}
_HOW = {"stated": "", "screened": " (screened)", "assumed": " (assumed)"}
_TOPICS = {
    "care": "What to do meanwhile",
    "questions": "Questions for the doctor",
    "cost": "Cost",
    "procedure": "What happens in the scan",
    "evidence": "What the evidence says",
    "insurance": "Insurance and referral",
    "safety": "Safety",
}
_NAME = re.compile("`([a-z0-9_]+)`")
LEGEND = (
    "Lines marked ‘Source’ tell what the source says; ‘Assumed by the encoder’ marks a reading "
    "chosen where the source is silent or unclear; ‘Editorial’ marks a remark that is not from "
    "the source. Titles, questions and reasons are in the words of whoever wrote the rules."
)
NOTICE = (
    "This is a restatement of a published text in the form of rules. It is not a medical device "
    "and does not replace the judgment of a clinician who knows the patient."
)


def explanation(decision: "Decision", case: Case) -> str:
    """Return the whole explanation as plain text."""
    parts = [
        _head(case),
        _recommendation(decision),
        _section("Studies", _studies(decision)),
        _section("Why", _why(decision, case)),
        _section("Still open: ask next", _asked(decision)),
        _section("May still hold", _open(decision)),
        _section("Stated", _stated(case)),
        _section("Set by a screening question", _screened(decision)),
        _section("Assumed, because it was not stated", _assumed(decision)),
        _section("One other answer would change it", _changes(decision)),
        _section("Does not hold", _blocked(decision)),
        _section("Remarks", _remarks(decision)),
        _section("Contradiction", _contradictions(decision)),
        *_advice(decision),
        _section("Source", _sources(decision)),
        _wrapped(LEGEND),
        _wrapped(NOTICE),
    ]
    blocks = ["\n".join(part) for part in parts]
    return "\n\n".join(block for block in blocks if block) + "\n"


# --- lines of text ----------------------------------------------------------------------------


def _wrapped(text: str, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Yield the lines of a text, the first and the others begun as told."""
    rest = " " * len(first) if rest is None else rest
    yield from wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _heading(text: str, underline: str) -> Iterator[str]:
    lines = list(_wrapped(text))
    yield from lines
    yield underline * min(max(len(line) for line in lines), WIDTH)


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    body = list(lines)
    if body:
        yield from _heading(heading, "-")
        yield from body


def _labelled(
    because: Sequence[str],
    citations: Sequence[Citation],
    assumes: Sequence[str],
    editorial: Sequence[str],
) -> Iterator[str]:
    """Yield where something comes from, each line with the word for what it is."""
    for text in because:
        yield from _wrapped(text, "  Because: ", "    ")
    for citation in citations:
        for line in _cited(citation):
            yield from _wrapped(line, "  Source: ", "    ")
    for text in assumes:
        yield from _wrapped(text, "  Assumed by the encoder: ", "    ")
    for text in editorial:
        yield from _wrapped(text, "  Editorial, not from the source: ", "    ")


def _cited(citation: Citation) -> Iterator[str]:
    place = citation.source + (f", {citation.section}" if citation.section else "")
    for statement in citation.statements:
        within = f", {statement.section}" if statement.section else ""
        quote = f"“{statement.quote}” " if statement.quote else ""
        yield f"{quote}[{citation.source} {statement.id}{within}]"
    if citation.quote:
        yield f"“{citation.quote}” [{place}]"
    elif not citation.statements:
        yield f"[{place}]"


def _words(levels: Levels, joint: str = "or") -> str:
    names = [_OF_A_STUDY.get(level, level.words) for level in levels]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joint} {names[-1]}"


def _spaced(name: str) -> str:
    """Return a name, or a value in words, without the underscores that the language needs."""
    return name.replace("_", " ")


def _title(found: FoundContradiction) -> str:
    """Return what a contradiction is called, the names in it as a reader takes them."""
    return _NAME.sub(lambda name: f"‘{_spaced(name[1])}’", found.title or found.name)


# --- the recommendation -----------------------------------------------------------------------


def _head(case: Case) -> Iterator[str]:
    header = case.compiled.guideline.header
    yield from _heading(header.notes.title or header.name, "=")
    if header.population:
        yield from _wrapped(f"For {header.population}.")


def _recommendation(decision: "Decision") -> Iterator[str]:
    open_still = decision.recommendation is Recommendation.UNDETERMINED
    if decision.contradictions and open_still:
        told = [
            "Undetermined. Answers contradict each other; until they are checked, nothing is "
            "recommended."
        ]
        told += [f"Contradiction: {_title(found)}." for found in decision.contradictions]
        told.append(f"Were the answers right as they stand: {_words(decision.possible)}.")
    else:
        told = [_SAID[decision.recommendation]]
        if decision.may_rise_to is not None:
            told.append(f"It may rise to: {decision.may_rise_to.words}. What is open decides that.")
        elif open_still:
            told.append(f"Possible: {_words(decision.possible)}.")
        told += [
            f"Answers contradict each other: {_title(found)}. The recommendation "
            "stands, because a red flag holds all the same."
            for found in decision.contradictions
        ]
        if not open_still and any(assumed.could_become for assumed in decision.assumed):
            told.append(
                "It rests on assumptions: see ‘Assumed’ for the answers that could change it."
            )
    if open_still:
        told.append("Do not read this as ‘no imaging’.")
    elif decision.review_after is not None:
        review = decision.review_after
        told.append(
            f"Look again after {review.after}: if all else stays as it is, it is then: "
            f"{review.becomes.words}."
        )
    told += [f"Take care: {notice}" for notice in decision.guideline.notices]
    first = "Recommendation: "
    for text in told:
        yield from _wrapped(text, first, " " * 16)
        first = " " * 16


def _studies(decision: "Decision") -> Iterator[str]:
    named = [each for each in decision.studies if each.possible != (Recommendation.NOT_NAMED,)]
    for study in named:
        yield from _wrapped(f"{study.title or study.name}: {_said_of(study)}", "* ")
    if decision.recommendation is not Recommendation.UNDETERMINED and any(
        study.recommendation is Recommendation.UNDETERMINED for study in named
    ):
        yield from _wrapped("Which study it is depends on what is still open.")


def _said_of(study: StudyDecision) -> str:
    said, possible = study.recommendation, _words(study.possible)
    if said is not Recommendation.UNDETERMINED:
        rises = len(study.possible) > 1
        return said.words + (f"; it may rise to: {study.possible[-1].words}" if rises else "")
    if len(study.possible) == 1:
        return f"undetermined; were the answers right as they stand: {possible}"
    return f"undetermined; possible: {possible}"


# --- why --------------------------------------------------------------------------------------


def _why(decision: "Decision", case: Case) -> Iterator[str]:
    decisive = [reason for reason in decision.reasons if reason.decisive]
    others = [reason for reason in decision.reasons if not reason.decisive]
    without_rule = list(_without_rule(decision, case))
    for reason in decisive:
        yield from _reason(reason)
    yield from without_rule
    settling = {rule.name for rule in case.compiled.guideline.rules if settles(rule)}
    if not without_rule and not any(reason.rule in settling for reason in decisive):
        if decision.recommendation is Recommendation.UNDETERMINED:
            told = "No rule that gives a recommendation is certain to hold yet."
        else:
            told = "Which rule holds, if any, is still open; the answer is the same in each case."
        yield from _wrapped(told, "* ")
    if others:
        told = "; ".join(reason.title or reason.rule for reason in others)
        yield from _wrapped(f"Also holds, without deciding: {told}.")


def _reason(reason: Reason) -> Iterator[str]:
    yield from _wrapped(f"{reason.title or reason.rule} ({reason.kind})", "* ")
    for label, text in (
        ("Suspected", reason.suspect),
        ("How soon", reason.timing),
        ("Question for imaging", reason.question),
    ):
        if text:
            yield from _wrapped(text, f"  {label}: ", "    ")
    yield from _labelled(reason.because, reason.citations, reason.assumes, reason.editorial)


def _without_rule(decision: "Decision", case: Case) -> Iterator[str]:
    """Say where an answer comes from that no rule gives."""
    header = case.compiled.guideline.header
    if decision.possible == (Recommendation.OUT_OF_SCOPE,):
        whom = f"it is for {header.population}, and " if header.population else ""
        by = _by(outside_scope(case)) or "no patient is within its scope"
        told = f"No red flag holds, and the guideline does not apply: {whom}{by}."
        yield from _wrapped(told, "* ")
        # Reasons and citations of the header may speak of those for whom the guideline is
        # meant: here they would reassure.
        yield from _labelled((), (), header.notes.assumes, ())
    elif decision.possible == (header.otherwise,) and silent(case):
        told = "No rule holds that says whether to image. "
        if header.otherwise.is_level:
            told += f"For such patients the guideline says: {header.otherwise.words}."
        else:
            told += "The guideline gives no answer for such patients."
        yield from _wrapped(told, "* ")
        said = header.notes
        yield from _labelled(said.because, said.citations, said.assumes, said.editorial)


# --- what is known, and what is not -----------------------------------------------------------


def _asked(decision: "Decision") -> Iterator[str]:
    for number, missing in enumerate(decision.missing, 1):
        mark = f"{number}. "
        check = "Check: " if missing.to_check else ""
        rest = " " * len(mark)
        yield from _wrapped(f"{check}{missing.ask or _spaced(missing.fact)} [{missing.fact}]", mark)
        yield from _wrapped(missing.explain, rest)
        yield from _wrapped(_leads_to(missing), rest)


def _leads_to(missing: Missing) -> str:
    if missing.could_become:
        told = f"Decides between: {_words(missing.could_become, 'and')}."
    elif missing.to_check:
        return "It is part of the contradiction."
    else:
        return "Decides on the study only."
    return f"It is part of the contradiction. {told}" if missing.to_check else told


def _open(decision: "Decision") -> Iterator[str]:
    for rule in decision.open_rules:
        on = ", ".join(_spaced(fact) for fact in rule.facts)
        yield from _wrapped(f"{rule.title or rule.rule} ({rule.kind}): depends on {on}", "* ")


def _stated(case: Case) -> Iterator[str]:
    guideline = case.compiled.guideline
    told = [
        f"{_spaced(name)}: {_spaced(words(guideline.fact[name], stated))}"
        for name, stated in statements(guideline, case.given).items()
    ]
    told += [
        f"{_spaced(screen.name)}: {'none' if is_none(screen, answer) else 'unknown'}"
        for screen, answer in answered(case.compiled, case.given)
    ]
    if told:
        yield from _wrapped(f"{'; '.join(told)}.")


def _screened(decision: "Decision") -> Iterator[str]:
    by_screen: dict[str, list[str]] = {}
    for each in decision.screened:
        told = f"{_spaced(each.fact)}: {_spaced(each.value)}"
        by_screen.setdefault(each.screen, []).append(told)
    for screen, facts in by_screen.items():
        told = f"‘none’ was the answer to {_spaced(screen)}, so: {'; '.join(facts)}."
        yield from _wrapped(told, "* ")


def _assumed(decision: "Decision") -> Iterator[str]:
    idle = []
    for assumed in decision.assumed:
        told = f"{_spaced(assumed.fact)}: {_spaced(assumed.value)}"
        if assumed.could_become:
            otherwise = f"otherwise possibly: {_words(assumed.could_become)}"
            yield from _wrapped(f"{told} ({otherwise})", "* ")
        elif assumed.matters:
            yield from _wrapped(f"{told} (otherwise perhaps another study)", "* ")
        else:
            idle.append(told)
    if idle:
        yield from _wrapped(f"Without effect here: {'; '.join(idle)}.")


def _changes(decision: "Decision") -> Iterator[str]:
    # While it is undetermined, what is asked above says what would settle it.
    if decision.recommendation is Recommendation.UNDETERMINED:
        return
    by_level: dict[Recommendation, list[str]] = {}
    for change in decision.changes:
        when = f" (after {change.when})" if change.when else ""
        told = f"{_spaced(change.fact)}: {_spaced(change.to)}{when}"
        by_level.setdefault(change.becomes, []).append(told)
    for level, answers in by_level.items():
        by = "with any of" if len(answers) > 1 else "with"
        yield from _wrapped(f"Becomes ‘{level.words}’ {by}: {'; '.join(answers)}.", "* ")


def _blocked(decision: "Decision") -> Iterator[str]:
    for rule in decision.blocked:
        by = _by(rule.by) or "for no patient"
        yield from _wrapped(f"{rule.title or rule.rule} ({rule.kind}): {by}", "* ")


def _by(facts: Sequence[BlockingFact]) -> str:
    return ", ".join(f"{_spaced(f.fact)} is {_spaced(f.value)}{_HOW[f.known]}" for f in facts)


# --- remarks, contradictions, advice and sources ----------------------------------------------


def _remarks(decision: "Decision") -> Iterator[str]:
    titles = {reason.rule: reason.title for reason in decision.reasons}
    told_above = {reason.rule for reason in decision.reasons if reason.decisive}
    for place, remark in enumerate(decision.remarks, 1):
        yield from _wrapped(f"{titles[remark.rule] or remark.rule}: {remark.text}", "* ")
        last = place == len(decision.remarks) or decision.remarks[place].rule != remark.rule
        if last and remark.rule not in told_above:
            yield from _labelled((), remark.citations, remark.assumes, remark.editorial)


def _contradictions(decision: "Decision") -> Iterator[str]:
    for found in decision.contradictions:
        yield from _wrapped(_title(found), "* ")
        check = ", ".join(_spaced(fact) for fact in found.facts)
        yield from _wrapped(check, "  Check: ", "    ")
        yield from _labelled(found.because, found.citations, found.assumes, found.editorial)


def _advice(decision: "Decision") -> Iterator[Iterator[str]]:
    for advice in decision.advice:
        heading = advice.title or _TOPICS.get(advice.topic, advice.name)
        lines = [line for text in advice.texts for line in _wrapped(text, "* ")]
        lines += [
            line
            for cited in advice.citations
            for line in _wrapped(_numbers(cited), "  Source: ", "    ")
        ]
        lines += _labelled((), (), advice.assumes, advice.editorial)
        yield _section(heading, lines)


def _numbers(citation: Citation) -> str:
    numbers = ", ".join(statement.id for statement in citation.statements)
    return " ".join(part for part in (citation.source, numbers, citation.section) if part)


def _sources(decision: "Decision") -> Iterator[str]:
    for source in decision.guideline.sources:
        yield from _wrapped(_source(source), "* ")
        for label, text in (("Kind", source.kind), ("Interest", source.interest)):
            if text:
                yield from _wrapped(text, f"  {label}: ", "    ")
    info = decision.guideline
    version = f" version {info.version}" if info.version else ""
    yield from _wrapped(f"Rules: {info.name}{version}, sha256 {info.sha256[:16]}…")


def _source(source: Source) -> str:
    told = [
        f"{source.name}: {source.notes.title}" if source.notes.title else source.name,
        source.author,
        source.publisher,
        f"published {source.published}" if source.published else "",
        f"updated {source.updated}" if source.updated else "",
        f"https://doi.org/{source.doi}" if source.doi else "",
        source.url,
    ]
    return "; ".join(part for part in told if part) + "."
