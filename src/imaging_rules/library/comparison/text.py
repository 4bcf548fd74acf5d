"""A comparison of guidelines as plain text of at most 88 columns."""

from collections.abc import Iterator, Sequence

from imaging_rules.decide.answer.guideline_info import dated_edition, marked_title
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.explain.recommendation import only_against
from imaging_rules.decide.explain.scores import scores
from imaging_rules.library.comparison.differences import ComparisonRow, DifferingPair
from imaging_rules.text.words import joined, wrapped
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation

_MOST_LISTED = 8
_RULED_OUT = StudyRecommendation.RULED_OUT
_INDENT = " " * 18


def as_text(
    rows: Sequence[ComparisonRow], differences: Sequence[DifferingPair], notices: Sequence[str]
) -> str:
    """Return a comparison as text: the guidelines, then where and why they differ."""
    heading = f"One patient under {len(rows)} guidelines"
    blocks = [[heading, "=" * len(heading)]]
    blocks += [list(_row(row)) for row in rows]
    blocks.append(["Where and why they differ", "-" * 25, *_differences(rows, differences)])
    if notices:
        listed = [line for each in notices for line in _listed(each)]
        blocks.append(["What they were compared by", "-" * 26, *listed])
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _row(row: ComparisonRow) -> Iterator[str]:
    decision = row.decision
    info = decision.guideline
    yield from wrapped(f"{row.guideline} – {marked_title(info)}", "", "  ")
    yield from wrapped(dated_edition(info, decision.day), "  ", "  ")
    yield from _line("Recommendation", _recommendation(row))
    for action in decision.actions:
        yield from _line("To be done", action.text)
    studies = [
        f"{each.name} ({_words(each.recommendation, each.possible)})"
        for each in decision.studies
        if any(level.is_level or level is _RULED_OUT for level in each.possible)
    ]
    yield from _line("Studies", _cut(studies) or "none is named")
    if decision.no_study_left:
        yield from _line("No study left", "each that is recommended is ruled out")
    yield from _line("Because", _because(decision))
    for item in scores(decision, decision._case).items:
        yield from _line("Comes to", item.line.whole)
    for each in decision.precautions:
        yield from _line("Before the scan", " ".join(each.actions))
    missing = [each.fact for each in decision.missing if not each.before]
    later = [each.fact for each in decision.later]
    nothing = "nothing that may be asked yet" if later else "nothing that matters"
    yield from _line("Missing", _cut(missing) or nothing)
    before = [each.fact for each in decision.missing if each.before]
    if before:
        yield from _line("Missing before it", _cut(before))
    if later:
        yield from _line("Not to be asked yet", _cut(later))
    if decision.contradictions:
        told = "; ".join(each.title or each.name for each in decision.contradictions)
        yield from _line("Contradiction", told)
    if row.lacks:
        yield from _line("Does not look at", _cut(row.lacks))
    for notice in info.notices:
        yield from _line("Note", notice)


def _because(decision: Decision) -> str:
    reasons = [each for each in decision.reasons if each.decisive]
    if reasons:
        return _cut([f"{each.title or each.rule} ({each.kind})" for each in reasons])
    if not decision.settled:
        return "no rule holds for sure yet"
    if decision.recommendation is Recommendation.OUT_OF_SCOPE:
        return "the guideline is not for this patient"
    return "no rule holds, and this is what it says then"


def _recommendation(row: ComparisonRow) -> str:
    decision = row.decision
    against = only_against(decision)
    if against:
        names = ", ".join(each.name for each in against)
        return f"{names}: do not image; no guidance on other imaging"
    told = _words(decision.recommendation, decision.possible)
    if decision.recommendation is Recommendation.IMAGE_IMMEDIATELY:
        return f"{told}: this is an emergency, get help now"
    told += f", {decision.timing}" if decision.timing else ""
    highest = decision.may_rise_to
    return told + (f", and may rise to {highest.words}" if highest is not None else "")


def _words(
    said: Recommendation | StudyRecommendation,
    possible: Sequence[Recommendation | StudyRecommendation],
) -> str:
    if said.value != "undetermined":
        return said.value
    return f"undetermined: {joined([each.words for each in possible], 'or')}"


def _differences(
    rows: Sequence[ComparisonRow], differences: Sequence[DifferingPair]
) -> Iterator[str]:
    if not differences:
        if all(each.gives_a_level for each in rows):
            yield "They agree."
        else:
            yield from wrapped("So far no two of them differ; not all give a recommendation.")
    for each in differences:
        yield from _listed(_difference(each))


def _difference(each: DifferingPair) -> str:
    kind = each.kind[:1].upper() + each.kind[1:]
    return f"{kind} ({each.one}, {each.other}). {each.why}"


def _cut(words: Sequence[str]) -> str:
    more = len(words) - _MOST_LISTED
    shown = ", ".join(words[:_MOST_LISTED])
    return f"{shown} and {more} more" if more > 0 else shown


def _line(label: str, text: str) -> Iterator[str]:
    lead = f"  {label}".ljust(len(_INDENT))
    yield from wrapped(text, lead if lead.endswith(" ") else f"{lead} ", _INDENT)


def _listed(text: str) -> Iterator[str]:
    yield from wrapped(text, "* ", "  ")
