"""Says what there is to say of a decision, in the order in which it matters to a clinician.

What the source says, what the encoder assumed and what is editorial are told apart wherever they
are shown.
"""

from attrs import evolve

from imaging_rules.decide.answer.answer import Answer
from imaging_rules.decide.answer.guideline_info import dated_edition, marked_title
from imaging_rules.decide.answer.records import Later, Levels, Missing
from imaging_rules.decide.explain import content, rules
from imaging_rules.decide.explain.recommendation import changes, recommendation, studies
from imaging_rules.decide.explain.scores import scores
from imaging_rules.decide.explain.wording import could, levels_in_words, spaced, study_title
from imaging_rules.decide.patient import Case
from imaging_rules.model.facts import Screen
from imaging_rules.text.words import joined

_MOST_NAMED = 6
_ASKED = "It was asked already; what is known of it leaves this open."
_TOPICS = {
    "care": "What to do meanwhile",
    "questions": "Questions for the doctor",
    "cost": "Cost",
    "procedure": "What happens in the scan",
    "evidence": "What the evidence says",
    "insurance": "Insurance and referral",
    "safety": "What to watch for",
}
_ESSENTIAL = (
    "refused",
    "studies",
    "precautions",
    "why",
    "scores",
    "ask",
    "before",
    "later",
    "changes",
    "stated",
    "assumptions",
    "remarks",
    "contradictions",
    "safety",
)
_LEGEND = (
    "‘Source’ marks what the source says; ‘Assumed by the encoder’ a reading chosen where the "
    "source is silent or unclear; ‘Editorial’ a remark that is not from the source. Titles, "
    "questions and reasons are in the words of whoever wrote the rules."
)
NOTICE = (
    "This is a restatement of a published text in the form of rules. It is not a medical device "
    "and does not replace the judgment of a clinician who knows the patient."
)


def asked(decision: Answer) -> content.Section:
    """Return what to ask next, in order, with what hangs on each answer."""
    items = []
    above: Levels = ()
    for missing in decision.missing:
        if missing.before:
            continue
        question = missing.ask or spaced(missing.fact)
        line = content.Line(
            f"{'Check: ' if missing.to_check else ''}{question}", f"[{missing.fact}]"
        )
        known_of_it = _ASKED if missing.asked and not missing.to_check else ""
        told = f"{_leads_to(missing, above)} {known_of_it} {missing.explain}"
        items.append(content.Item(line, (content.Line("", told),)))
        above = missing.could_become
    return content.Section("ask", "Still open: ask next", tuple(items), numbered=True)


def before_the_scan(decision: Answer, case: Case) -> content.Section:
    """Return what must be known before studies that are recommended, or may be."""
    items = []
    for missing in decision.missing:
        if missing.before:
            line = content.Line(missing.ask or spaced(missing.fact), f"[{missing.fact}]")
            known_of_it = _ASKED if missing.asked else ""
            told = f"{_needed_before(missing, case)} {known_of_it} {missing.explain}"
            items.append(content.Item(line, (content.Line("", told),)))
    return content.Section("before", "Still open: before the scan", tuple(items), numbered=True)


def _needed_before(missing: Missing | Later, case: Case) -> str:
    titles = [study_title(case.compiled.guideline, name) for name in missing.before]
    return f"Must be known before: {joined(titles, 'or')}."


def later(decision: Answer, case: Case) -> content.Section:
    """Return what must not be asked yet, with the open facts on which that hangs."""
    above = {each.fact for each in decision.missing}
    items = []
    for each in decision.later:
        # What waits itself is not asked next, so it is of no use to name it here.
        first = [spaced(fact) for fact in each.opened_by if fact in above]
        line = content.Line(each.ask or spaced(each.fact), f"[{each.fact}]")
        on = joined(first) if len(first) <= _MOST_NAMED else f"{len(first)} questions above"
        told = f"Not before it is known that it may be asked; that hangs on {on}."
        if each.before:
            told += f" {_needed_before(each, case)}"
        items.append(content.Item(line, (content.Line("", told),)))
    return content.Section("later", "Not to be asked yet", tuple(items))


def _leads_to(missing: Missing, above: Levels) -> str:
    """Return what hangs on an answer; briefly, where it is what hangs on the one above."""
    if missing.could_become and missing.could_become == above:
        told = "Decides between the same."
    elif missing.could_become:
        told = f"Decides between: {levels_in_words(missing.could_become, 'and')}."
    elif missing.to_check:
        return "It is part of the contradiction."
    else:
        return "Decides on the study only."
    return f"It is part of the contradiction. {told}" if missing.to_check else told


def stated(decision: Answer, case: Case) -> content.Section:
    """Return what was stated, and in full what the answers to screens have denied."""
    screens = case.compiled.guideline.screen
    told = [
        f"{spaced(each.fact)}: {spaced(each.value)}"
        for each in decision.stated
        if each.fact not in screens
    ]
    lines = [content.Line("", f"{'; '.join(told)}.")] if told else []
    for each in decision.stated:
        if each.fact in screens:
            said = _denied(decision, screens[each.fact]) if each.value == "none" else each.value
            lines.append(content.Line("", f"{spaced(each.fact).capitalize()}: {said}."))
    return content.Section("stated", "Stated", after=tuple(lines))


def refused(decision: Answer) -> content.Section:
    """Return what was given and could not be read."""
    return content.Section(
        "refused",
        "Given, but it could not be read: taken as unknown",
        tuple(content.Item(content.Line(f"{each.problem}.")) for each in decision.refused),
    )


def _denied(decision: Answer, screen: Screen) -> str:
    """Return what the answer none has set; what was stated of a fact by itself is not in it."""
    absent = {name for name, value in screen.covers if value is False}
    denied, others = [], []
    for each in decision.screened:
        if each.screen == screen.name and each.fact in absent:
            denied.append(spaced(each.fact))
        elif each.screen == screen.name:
            others.append(f"{spaced(each.fact)}: {spaced(each.value)}")
    told = f"none of: {'; '.join(denied)}" if denied else "none"
    return told + (f". So also: {'; '.join(others)}" if others else "")


def assumed(decision: Answer) -> content.Section:
    """Return what was assumed, that of which another answer would count first."""
    value = {each.fact: f"{spaced(each.fact)}: {spaced(each.value)}" for each in decision.assumed}
    by_effect: dict[str, list[str]] = {}
    for each in decision.assumed:
        if each.by_itself:
            effect = f"Another answer {could(each.could_become)}:"
            by_effect.setdefault(effect, []).append(value[each.fact])
    for several in decision.assumed_together:
        answers = "Together, other answers" if several.exact else "Other answers, several together,"
        effect = f"{answers} to these {could(several.could_become)}:"
        told = " and ".join(value[fact] for fact in several.facts)
        by_effect.setdefault(effect, []).append(told)
    told_of = {fact for each in decision.assumed_together for fact in each.facts}
    for each in decision.assumed:
        if not each.by_itself and each.fact not in told_of:
            effect = "Without effect unless another of these is otherwise too:"
            if not each.matters:
                effect = "Without effect here:"
            by_effect.setdefault(effect, []).append(value[each.fact])
    return content.Section(
        "assumptions",
        "Assumed, because it was not stated",
        tuple(
            content.Item(content.Line(effect, f"{'; '.join(facts)}."))
            for effect, facts in by_effect.items()
        ),
    )


def explanation(decision: Answer, case: Case) -> content.Explanation:
    """Return all that is said of a decision."""
    header = case.compiled.guideline.header
    addresses = {each.name: content.address_of(each) for each in decision.guideline.sources}
    sections = (
        refused(decision),
        studies(decision, case),
        rules.precautions(decision, case, addresses),
        rules.why(decision, case, addresses),
        scores(decision, case),
        asked(decision),
        before_the_scan(decision, case),
        later(decision, case),
        rules.may_hold(decision),
        changes(decision),
        stated(decision, case),
        assumed(decision),
        rules.does_not_hold(decision),
        rules.remarks(decision, addresses),
        rules.contradictions(decision, addresses),
        _advice(decision, "safety", "Safety", safety=True),
        _advice(decision, "advice", "Advice", safety=False),
        _sources(decision),
    )
    return content.Explanation(
        title=marked_title(decision.guideline),
        edition=dated_edition(decision.guideline, decision.day),
        population=f"For {header.population}." if header.population else "",
        recommendation=recommendation(decision, case),
        sections=tuple(each for each in sections if each.items or each.after),
        notices=(content.Line("", _LEGEND), content.Line("", NOTICE)),
    )


def essentials(said: content.Explanation) -> content.Explanation:
    """Return an explanation without what the rest of it is looked up for.

    It keeps the recommendation, why, what is open or assumed and could change it, what was
    answered and denied, and what a reader must not miss: remarks, contradictions and advice on
    safety.
    """
    return evolve(
        said,
        sections=tuple(each for each in said.sections if each.name in _ESSENTIAL),
        notices=said.notices[-1:],
    )


def _advice(decision: Answer, name: str, heading: str, safety: bool) -> content.Section:
    """Return the advice on safety, or all other advice."""
    return content.Section(
        name,
        heading,
        tuple(
            content.Item(
                content.Line(f"{advice.title or _TOPICS.get(advice.topic, advice.name)}:"),
                (
                    content.Points(advice.texts),
                    *map(content.named, advice.citations),
                    *content.not_the_source(advice.assumes, advice.editorial),
                ),
            )
            for advice in decision.advice
            if (advice.topic == "safety") is safety
        ),
    )


def _sources(decision: Answer) -> content.Section:
    info = decision.guideline
    version = f" version {info.version}" if info.version else ""
    return content.Section(
        "sources",
        "Source",
        tuple(map(content.source, info.sources)),
        (content.Line("", f"Rules: {info.name}{version}, sha256 {info.sha256[:16]}…"),),
    )
