"""The explanation of a decision, as a clinician reads it.

What matters most comes first. What the source says, what the encoder assumed and what is
editorial are told apart wherever they are shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from imaging_rules.evaluate.case import Case
from imaging_rules.evaluate.parts import Levels, Missing, Reason
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
_OF_A_STUDY = {
    Recommendation.UNDETERMINED: "undetermined",
    Recommendation.NOT_NAMED: "not named",
}
_HOW = {"stated": "", "screened": "screened as ", "assumed": "assumed "}
_TOPICS = {
    "care": "What to do meanwhile",
    "questions": "Questions for the doctor",
    "cost": "Cost",
    "procedure": "What happens in the scan",
    "evidence": "What the evidence says",
    "insurance": "Insurance and referral",
    "safety": "Safety",
}
NOTICE = (
    "This is a restatement of a published text in the form of rules. It is not a medical device "
    "and does not replace the judgement of a clinician who knows the patient."
)


def explanation(decision: "Decision", case: Case) -> str:
    """Return the whole explanation as plain text."""
    guideline = case.compiled.guideline
    title = guideline.header.notes.title or guideline.header.name
    parts = [
        [title, "=" * min(len(title), WIDTH)],
        list(_recommendation(decision)),
        list(_section("Contradiction", _contradictions(decision))),
        list(_section("Studies", _studies(decision))),
        list(_section("Why", _why(decision))),
        list(_section("Still open: ask next", _asked(decision))),
        list(_section("Assumed, because nobody said", _assumed(decision))),
        list(_section("Set by a screening question", _screened(decision))),
        list(_section("Remarks", _remarks(decision))),
        list(_section("May still hold", _open(decision))),
        list(_section("Does not hold", _blocked(decision))),
        *(list(each) for each in _advice(decision)),
        list(_section("Source", _sources(decision))),
        list(_wrapped(NOTICE)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


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


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    body = list(lines)
    if body:
        yield heading
        yield "-" * len(heading)
        yield from body


def _words(levels: Levels, joint: str = "or") -> str:
    names = [_OF_A_STUDY.get(level, level.words) for level in levels]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joint} {names[-1]}"


def _recommendation(decision: "Decision") -> Iterator[str]:
    for notice in decision.guideline.notices:
        yield from _wrapped(f"Take care: {notice}")
    yield from _wrapped(_SAID[decision.recommendation], "Recommendation: ")
    if decision.may_rise_to is not None:
        rise = f"It may rise to: {decision.may_rise_to.words}. What is open decides that."
        yield from _wrapped(rise, " " * 16)
    elif not decision.settled:
        yield from _wrapped(f"Possible: {_words(decision.possible)}.", " " * 16)
    if decision.recommendation is Recommendation.UNDETERMINED and not decision.contradictions:
        yield from _wrapped("Do not read this as `no imaging`.", " " * 16)


def _contradictions(decision: "Decision") -> Iterator[str]:
    for found in decision.contradictions:
        yield from _wrapped(found.title or found.name, "* ")
        yield from _wrapped(f"Check: {', '.join(found.facts)}.", "  ")
        yield from _labelled(found.because, found.citations, found.assumes, found.editorial)
    if decision.contradictions and decision.recommendation is Recommendation.UNDETERMINED:
        yield from _wrapped("Until this is checked, nothing is recommended.")


def _studies(decision: "Decision") -> Iterator[str]:
    for study in decision.studies:
        if study.possible == (Recommendation.NOT_NAMED,):
            continue
        said = _OF_A_STUDY.get(study.recommendation, study.recommendation.words)
        if len(study.possible) > 1:
            said += f" (possible: {_words(study.possible)})"
        yield from _wrapped(f"{study.title or study.name}: {said}", "* ")


def _why(decision: "Decision") -> Iterator[str]:
    for reason in decision.reasons:
        if reason.decisive:
            yield from _reason(reason)
    others = [reason for reason in decision.reasons if not reason.decisive]
    if others:
        told = "; ".join(reason.title or reason.rule for reason in others)
        yield from _wrapped(f"Also holds, without deciding: {told}.")
    if not decision.reasons:
        if decision.recommendation is Recommendation.UNDETERMINED:
            yield from _wrapped("No rule is certain to hold yet.")
        else:
            yield from _wrapped("No rule speaks of this patient.")
            yield from _header_says(decision)


def _header_says(decision: "Decision") -> Iterator[str]:
    """Say where the answer for a patient of whom no rule speaks comes from."""
    notes = decision.header_notes
    yield from _labelled(notes.because, notes.citations, notes.assumes, notes.editorial)


def _reason(reason: Reason) -> Iterator[str]:
    yield from _wrapped(f"{reason.title or reason.rule} ({reason.kind})", "* ")
    for label, text in (
        ("Suspected", reason.suspect),
        ("How soon", reason.timing),
        ("Imaging answers", reason.question),
    ):
        if text:
            yield from _wrapped(text, f"  {label}: ", "    ")
    yield from _labelled(reason.because, reason.citations, reason.assumes, reason.editorial)


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
        yield f"{quote}({citation.source} {statement.id}{within})"
    if citation.quote:
        yield f"“{citation.quote}” ({place})"
    elif not citation.statements:
        yield place


def _asked(decision: "Decision") -> Iterator[str]:
    for number, missing in enumerate(decision.missing, 1):
        mark = f"{number}. "
        check = "Check: " if missing.to_check else ""
        yield from _wrapped(f"{check}{missing.ask or missing.fact} [{missing.fact}]", mark)
        yield from _wrapped(_leads_to(missing), " " * len(mark))


def _leads_to(missing: Missing) -> str:
    if missing.could_become:
        return f"Decides between: {_words(missing.could_become, 'and')}."
    if missing.to_check:
        return "It is part of the contradiction."
    return "Decides on the study only."


def _assumed(decision: "Decision") -> Iterator[str]:
    for assumed in decision.assumed:
        if assumed.matters:
            if assumed.could_become:
                otherwise = f"otherwise possibly {_words(assumed.could_become)}"
            else:
                otherwise = "otherwise perhaps another study"
            yield from _wrapped(f"{assumed.fact}: {assumed.value} ({otherwise})", "* ")
    idle = [f"{each.fact}: {each.value}" for each in decision.assumed if not each.matters]
    if idle:
        yield from _wrapped(f"Without effect here: {', '.join(idle)}.")


def _screened(decision: "Decision") -> Iterator[str]:
    by_screen: dict[str, list[str]] = {}
    for each in decision.screened:
        by_screen.setdefault(each.screen, []).append(f"{each.fact}: {each.value}")
    for screen, facts in by_screen.items():
        yield from _wrapped(f"{screen} was answered with none, so {', '.join(facts)}.", "* ")


def _remarks(decision: "Decision") -> Iterator[str]:
    last = None
    for remark in decision.remarks:
        yield from _wrapped(remark.text, "* ")
        if remark.rule != last:
            yield from _labelled((), remark.citations, remark.assumes, remark.editorial)
        last = remark.rule


def _open(decision: "Decision") -> Iterator[str]:
    for rule in decision.open_rules:
        told = f"{rule.title or rule.rule} ({rule.kind}): depends on {', '.join(rule.facts)}"
        yield from _wrapped(told, "* ")


def _blocked(decision: "Decision") -> Iterator[str]:
    for rule in decision.blocked:
        by = ", ".join(f"{each.fact} is {_HOW[each.known]}{each.value}" for each in rule.by)
        told = f"{rule.title or rule.rule} ({rule.kind})" + (f": {by}" if by else "")
        yield from _wrapped(told, "* ")


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
        for label, text in (("Interest", source.interest), ("Kind", source.kind)):
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
