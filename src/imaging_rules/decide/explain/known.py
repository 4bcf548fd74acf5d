"""What is known of the patient and how, and what is still to be asked."""

from imaging_rules.decide.answer.answer import Answer
from imaging_rules.decide.answer.records import Later, Levels, Missing
from imaging_rules.decide.explain.content import Item, Line, Section
from imaging_rules.decide.explain.wording import could, levels_in_words, spaced, study_title
from imaging_rules.decide.patient import Case
from imaging_rules.model.facts import Screen
from imaging_rules.text.words import joined

_MOST_NAMED = 6
_ASKED = "It was asked already; what is known of it leaves this open."


def asked(decision: Answer) -> Section:
    """Return what to ask next, in order, with what hangs on each answer."""
    items = []
    above: Levels = ()
    for missing in decision.missing:
        if missing.before:
            continue
        question = missing.ask or spaced(missing.fact)
        line = Line(f"{'Check: ' if missing.to_check else ''}{question}", f"[{missing.fact}]")
        known_of_it = _ASKED if missing.asked and not missing.to_check else ""
        told = f"{_leads_to(missing, above)} {known_of_it} {missing.explain}"
        items.append(Item(line, (Line("", told),)))
        above = missing.could_become
    return Section("ask", "Still open: ask next", tuple(items), numbered=True)


def before_the_scan(decision: Answer, case: Case) -> Section:
    """Return what must be known before studies that are recommended, or may be."""
    items = []
    for missing in decision.missing:
        if missing.before:
            line = Line(missing.ask or spaced(missing.fact), f"[{missing.fact}]")
            known_of_it = _ASKED if missing.asked else ""
            told = f"{_needed_before(missing, case)} {known_of_it} {missing.explain}"
            items.append(Item(line, (Line("", told),)))
    return Section("before", "Still open: before the scan", tuple(items), numbered=True)


def _needed_before(missing: Missing | Later, case: Case) -> str:
    titles = [study_title(case.compiled.guideline, name) for name in missing.before]
    return f"Must be known before: {joined(titles, 'or')}."


def later(decision: Answer, case: Case) -> Section:
    """Return what must not be asked yet, with the open facts on which that hangs."""
    above = {each.fact for each in decision.missing}
    items = []
    for each in decision.later:
        # What waits itself is not asked next, so it is of no use to name it here.
        first = [spaced(fact) for fact in each.opened_by if fact in above]
        line = Line(each.ask or spaced(each.fact), f"[{each.fact}]")
        on = joined(first) if len(first) <= _MOST_NAMED else f"{len(first)} questions above"
        told = f"Not before it is known that it may be asked; that hangs on {on}."
        if each.before:
            told += f" {_needed_before(each, case)}"
        items.append(Item(line, (Line("", told),)))
    return Section("later", "Not to be asked yet", tuple(items))


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


def stated(decision: Answer, case: Case) -> Section:
    """Return what was stated, and in full what the answers to screens have denied."""
    screens = case.compiled.guideline.screen
    told = [
        f"{spaced(each.fact)}: {spaced(each.value)}"
        for each in decision.stated
        if each.fact not in screens
    ]
    lines = [Line("", f"{'; '.join(told)}.")] if told else []
    for each in decision.stated:
        if each.fact in screens:
            said = _denied(decision, screens[each.fact]) if each.value == "none" else each.value
            lines.append(Line("", f"{spaced(each.fact).capitalize()}: {said}."))
    return Section("stated", "Stated", after=tuple(lines))


def refused(decision: Answer) -> Section:
    """Return what was given and could not be read."""
    return Section(
        "refused",
        "Given, but it could not be read: taken as unknown",
        tuple(Item(Line(f"{each.problem}.")) for each in decision.refused),
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


def assumed(decision: Answer) -> Section:
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
    return Section(
        "assumptions",
        "Assumed, because it was not stated",
        tuple(Item(Line(effect, f"{'; '.join(facts)}.")) for effect, facts in by_effect.items()),
    )
