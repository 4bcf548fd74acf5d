"""How an example came out, in words."""

from collections.abc import Iterator, Sequence

from imaging_rules.decide.decision import Decision
from imaging_rules.library.examples.run import Tried, deciding_rules, recommended_studies
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Example
from imaging_rules.values.recommendation import Recommendation

_MOST_ASKED = 8
_HOW = {"stated": "", "screened": ", by a screen", "assumed": ", as assumed"}


def expected(example: Example) -> str:
    """Return what an example expects, as it is written after `expect`."""
    words = [_either([level.words for level in example.levels])]
    words += [f"with {_either(example.studies)}"] if example.studies else []
    words += [f"because {', '.join(example.because)}"] if example.because else []
    words += [f"asking {', '.join(example.asking)}"] if example.asking else []
    words += [f"later {', '.join(example.later)}"] if example.later else []
    return " ".join(words)


def came(decision: Decision) -> str:
    """Return what is decided, in the words in which it would be expected."""
    words = [_either([level.words for level in decision.possible])]
    studies = recommended_studies(decision)
    words += [f"with {_either(studies)}"] if studies else []
    return " ".join(words)


def instead(example: Example, decision: Decision, guideline: Guideline) -> str:
    """Return what an example would have to expect, as it is written after `expect`.

    It tells of studies, rules and questions where the example does, and names no other rule or
    question than is needed to say what came.
    """
    words = [_either([level.words for level in decision.possible])]
    studies = recommended_studies(decision) if example.studies else ()
    words += [f"with {_either(studies)}"] if studies else []
    asked = [each.fact for each in decision.missing] if example.asking else []
    later = [each.fact for each in decision.later] if example.later else []
    # A screen whose answer contradicts what is stated is no rule.
    rules = [name for name in deciding_rules(decision) if name not in guideline.screen]
    for word, wanted, found in (
        ("because", example.because, rules if example.because else []),
        ("asking", example.asking, asked),
        ("later", example.later, later),
    ):
        kept = [name for name in wanted if name in found] or list(found[:1])
        words += [f"{word} {', '.join(kept)}"] if kept else []
    return " ".join(words)


def why(tried: Tried) -> tuple[str, ...]:
    """Return sentences that say why an example came out as it did.

    They name the rules that decide, and of each rule that is expected to decide and does not,
    what keeps it from it.
    """
    return tuple(_why(tried))


def asked(decision: Decision) -> str:
    """Return the facts that are still needed, in the order to ask, or nothing."""
    names = [each.fact for each in decision.missing]
    more = f" and {len(names) - _MOST_ASKED} more" if len(names) > _MOST_ASKED else ""
    return ", ".join(names[:_MOST_ASKED]) + more


def told(tried: Tried) -> str:
    """Return what was expected of an example, what came, why, and what is missing, in lines."""
    lines = [("expected", expected(tried.example)), ("came", came(tried.decision))]
    lines += [("why", sentence) for sentence in why(tried)]
    missing = asked(tried.decision)
    lines += [("missing", missing)] if missing else []
    return "\n".join(f"{label:<9} {said}" for label, said in lines)


def _why(tried: Tried) -> Iterator[str]:
    decision = tried.decision
    deciding = deciding_rules(decision)
    for reason in decision.reasons:
        if reason.decisive:
            title = f": {reason.title}" if reason.title else ""
            yield f"the {reason.kind} `{reason.rule}` decides{title}"
    for found in decision.contradictions:
        yield f"`{found.name}` is found: {found.title or 'what is given cannot all be true'}"
    if not deciding and len(decision.possible) == 1:
        yield _silent(decision.possible[0])
    for rule in tried.example.because:
        if rule not in deciding:
            yield _why_not(decision, rule)


def _silent(level: Recommendation) -> str:
    if level is Recommendation.OUT_OF_SCOPE:
        return "the patient is outside `applies when`, and no red flag holds"
    return "no rule decides, so it is what the header says under `otherwise`"


def _why_not(decision: Decision, rule: str) -> str:
    if any(each.rule == rule for each in decision.reasons):
        return f"`{rule}` holds, and other rules outrank it"
    for still in decision.open_rules:
        if still.rule == rule:
            return f"`{rule}` may still hold: that depends on {', '.join(still.facts)}"
    for blocked in decision.blocked:
        if blocked.rule == rule and blocked.by:
            by = " and ".join(f"{b.fact} is {b.value}{_HOW[b.known]}" for b in blocked.by)
            return f"`{rule}` does not hold: {by}"
    return f"`{rule}` does not hold"


def _either(words: Sequence[str]) -> str:
    return " or ".join(words)
