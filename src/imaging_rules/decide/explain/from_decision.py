"""Says what there is to say of a decision, in the order in which it matters to a clinician.

What the source says, what the encoder assumed and what is editorial are told apart wherever they
are shown.
"""

from attrs import evolve

from imaging_rules.decide.answer.answer import Answer
from imaging_rules.decide.answer.identity import dated_edition, marked_title
from imaging_rules.decide.explain import known, rules
from imaging_rules.decide.explain.content import Explanation, Item, Line, Points, Section
from imaging_rules.decide.explain.notes import address_of, named, not_the_source, source
from imaging_rules.decide.explain.recommendation import changes, recommendation, studies
from imaging_rules.decide.patient import Case

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


def explanation(decision: Answer, case: Case) -> Explanation:
    """Return all that is said of a decision."""
    header = case.compiled.guideline.header
    addresses = {each.name: address_of(each) for each in decision.guideline.sources}
    sections = (
        known.refused(decision),
        studies(decision, case),
        rules.precautions(decision, case, addresses),
        rules.why(decision, case, addresses),
        known.asked(decision),
        known.before_the_scan(decision, case),
        known.later(decision, case),
        rules.may_hold(decision),
        changes(decision),
        known.stated(decision, case),
        known.assumed(decision),
        rules.does_not_hold(decision),
        rules.remarks(decision, addresses),
        rules.contradictions(decision, addresses),
        _advice(decision, "safety", "Safety", safety=True),
        _advice(decision, "advice", "Advice", safety=False),
        _sources(decision),
    )
    return Explanation(
        title=marked_title(decision.guideline),
        edition=dated_edition(decision.guideline, decision.day),
        population=f"For {header.population}." if header.population else "",
        recommendation=recommendation(decision, case),
        sections=tuple(each for each in sections if each.items or each.after),
        notices=(Line("", _LEGEND), Line("", NOTICE)),
    )


def essentials(said: Explanation) -> Explanation:
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


def _advice(decision: Answer, name: str, heading: str, safety: bool) -> Section:
    """Return the advice on safety, or all other advice."""
    return Section(
        name,
        heading,
        tuple(
            Item(
                Line(f"{advice.title or _TOPICS.get(advice.topic, advice.name)}:"),
                (
                    Points(advice.texts),
                    *map(named, advice.citations),
                    *not_the_source(advice.assumes, advice.editorial),
                ),
            )
            for advice in decision.advice
            if (advice.topic == "safety") is safety
        ),
    )


def _sources(decision: Answer) -> Section:
    info = decision.guideline
    version = f" version {info.version}" if info.version else ""
    return Section(
        "sources",
        "Source",
        tuple(map(source, info.sources)),
        (Line("", f"Rules: {info.name}{version}, sha256 {info.sha256[:16]}…"),),
    )
