"""The laws of the language, as assertions on a guideline and a patient.

Each compares decisions with one another: for a guideline and for one with other blocks, for a
patient and for one of whom more is known. None works out what a decision should be.
"""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from random import Random
from typing import Any, TypeAlias

import attrs

from imaging_rules.decide.decision import Decision
from imaging_rules.diagnostics import as_text
from imaging_rules.errors import GuidelineError
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.read import read
from imaging_rules.model.rules import KINDS, Contraindication, RedFlag, SpecialCase
from imaging_rules.syntax import nodes
from imaging_rules.syntax.parse import parse
from imaging_rules.syntax.pieces import write
from imaging_rules.values.recommendation import Recommendation, StudyRecommendation

_UNDETERMINED = Recommendation.UNDETERMINED
_Said: TypeAlias = Recommendation | StudyRecommendation
_All: TypeAlias = tuple[_Said, ...]
_ORDER = (
    StudyRecommendation.NOT_NAMED,
    StudyRecommendation.RULED_OUT,
    Recommendation.OUT_OF_SCOPE,
    Recommendation.NO_GUIDANCE,
    Recommendation.DO_NOT_IMAGE,
    Recommendation.WAIT,
    Recommendation.CONSIDER,
    Recommendation.IMAGE,
    Recommendation.IMAGE_URGENTLY,
    Recommendation.IMAGE_IMMEDIATELY,
)


def red_flags_override(guideline: Guideline, facts: Mapping[str, Any]) -> None:
    """Assert law 1: a red flag that is known to hold is never held back.

    Where a red flag is known to hold, the recommendation is at least its level, whatever else is
    known, unknown, contradictory or out of scope. That it is known to hold is asked of a
    guideline in which it is the only rule.

    Args:
        guideline: The guideline.
        facts: The facts of a patient, as a mapping that `Guideline.evaluate` takes.

    Raises:
        AssertionError: The law is broken.
        FactsError: The facts cannot be used.

    Unknown:
        The law speaks of all patients, known in full or in part.
    """
    decision = guideline.evaluate(facts)
    for flag in guideline.model.of(RedFlag):
        alone = with_rule_alone(guideline, flag.name).evaluate(facts)
        if alone.possible == (flag.highest,):
            assert _is_at_least(decision.recommendation, flag.highest), (
                f"`{flag.name}` holds, and the recommendation is {decision.recommendation.name}"
            )


def silence_is_not_health(guideline: Guideline, facts: Mapping[str, Any]) -> None:
    """Assert law 2: a red flag that may still hold keeps every lower level from being settled.

    While a red flag is neither excluded nor outranked, no lower level is settled: its own level,
    or a higher one, is among those possible. That it may hold is asked of a guideline in which
    it is the only rule. Where it may hold only because answers contradict each other, and another
    red flag holds all the same, its level may be missing; then nothing is settled.

    Args:
        guideline: The guideline.
        facts: The facts of a patient, as a mapping that `Guideline.evaluate` takes.

    Raises:
        AssertionError: The law is broken.
        FactsError: The facts cannot be used.

    Unknown:
        A fact that is not stated, or unknown, excludes no red flag.
    """
    decision = guideline.evaluate(facts)
    for flag in guideline.model.of(RedFlag):
        alone = with_rule_alone(guideline, flag.name).evaluate(facts)
        if flag.highest in alone.possible:
            if alone.contradictions and _is_imaging(decision.recommendation):
                assert not decision.settled
                continue
            assert _is_at_least(decision.possible[-1], flag.highest), (
                f"`{flag.name}` may hold, and at most {decision.possible[-1].name} is possible"
            )
            assert not decision.settled or _is_at_least(decision.recommendation, flag.highest), (
                f"`{flag.name}` may hold, and {decision.recommendation.name} is settled"
            )


def an_alarm_never_reassures(guideline: Guideline, facts: Mapping[str, Any]) -> None:
    """Assert law 3: no decision would be higher if a red flag's rule were not there.

    The decision is compared with that of the same guideline without the block of the red flag,
    for each red flag: neither the lowest nor the highest possible level is lower with it than
    without it, nor is the recommendation. Where answers contradict each other, fewer levels may be
    possible with it, since it holds all the same: then the highest is not compared.

    Args:
        guideline: The guideline.
        facts: The facts of a patient, as a mapping that `Guideline.evaluate` takes.

    Raises:
        AssertionError: The law is broken.
        FactsError: The facts cannot be used.

    Unknown:
        The law speaks of all patients. An open red flag may leave undetermined what is
        recommended without it; that is not lower.
    """
    decision = guideline.evaluate(facts)
    for flag in guideline.model.of(RedFlag):
        without = without_rule(guideline, flag.name).evaluate(facts)
        for place in (0,) if decision.contradictions else (0, -1):
            assert _is_at_least(decision.possible[place], without.possible[place]), (
                f"with `{flag.name}`, {decision.possible} is possible; without it, "
                f"{without.possible}"
            )
        if _UNDETERMINED not in (decision.recommendation, without.recommendation):
            assert _is_at_least(decision.recommendation, without.recommendation), (
                f"with `{flag.name}`, {decision.recommendation.name} is recommended; without it, "
                f"{without.recommendation.name}"
            )


def learning_more_never_contradicts(
    guideline: Guideline, facts: Mapping[str, Any], more_facts: Mapping[str, Any]
) -> None:
    """Assert law 4: what is learned takes possibilities away and never adds one.

    Where the possible values of facts are replaced by some of them, no level becomes possible
    that was not, nor a level of a study, and no recommendation already given is lowered. No
    contradiction that was found goes away. Where one is revealed, or more facts are part of it,
    these facts count as open from then on: what is possible may grow, and what was recommended may
    become undetermined, or imaging less urgent; it never turns into anything else.

    Args:
        guideline: The guideline.
        facts: The facts of a patient, as a mapping that `Guideline.evaluate` takes.
        more_facts: The same patient, of whom at least as much is known of every fact. A fact
            that ``facts`` leaves to a screen or to an assumption counts as known.

    Raises:
        AssertionError: The law is broken.
        FactsError: The facts cannot be used.
    """
    before, after = guideline.evaluate(facts), guideline.evaluate(more_facts)
    found = {each.name: set(each.facts) for each in before.contradictions}
    now_found = {each.name: set(each.facts) for each in after.contradictions}
    assert found.keys() <= now_found.keys(), "a contradiction went away"
    revealed = any(not facts <= found.get(name, set()) for name, facts in now_found.items())
    earlier = {study.name: study for study in before.studies}
    said: list[tuple[_All, _Said, _All, _Said]] = [
        (before.possible, before.recommendation, after.possible, after.recommendation)
    ]
    said += [
        (earlier[s.name].possible, earlier[s.name].recommendation, s.possible, s.recommendation)
        for s in after.studies
    ]
    for was_possible, was, possible, now in said:
        if revealed:
            imaging = _is_imaging(now) and _is_imaging(was)
            assert imaging or now in (_UNDETERMINED, was) or was == _UNDETERMINED, (
                f"{was.name} was recommended, and once a contradiction is found {now.name} is"
            )
            continue
        assert set(possible) <= set(was_possible), (
            f"{was_possible} was possible, and with more known {possible} is"
        )
        if was != _UNDETERMINED:
            assert _is_at_least(now, was), (
                f"{was.name} was recommended, and with more known {now.name} is"
            )


def order_is_for_readers(
    guideline: Guideline, facts: Mapping[str, Any], random: Random | None = None
) -> None:
    """Assert law 5: the order of the blocks in the file changes no level.

    The guideline is written again with its blocks in another order. The same is possible and
    recommended, for the decision and for each study, and the same facts are needed, with the
    same levels; in which order they are asked and the studies are named is for the file to say.

    Args:
        guideline: The guideline.
        facts: The facts of a patient, as a mapping that `Guideline.evaluate` takes.
        random: Shuffles the blocks; without it they are reversed.

    Raises:
        AssertionError: The law is broken.
        FactsError: The facts cannot be used.
    """

    def shuffled(blocks: list[nodes.Block]) -> list[nodes.Block]:
        if random is None:
            return blocks[::-1]
        random.shuffle(blocks)
        return blocks

    decision = guideline.evaluate(facts)
    other = rewritten(guideline, shuffled, examples=True).evaluate(facts)
    assert _whatever_the_order(decision) == _whatever_the_order(other)


def total(guideline: Guideline, facts: Mapping[str, Any]) -> None:
    """Assert law 6: there is a decision, all of it can be read, and if open, it asks something.

    Args:
        guideline: The guideline.
        facts: The facts of a patient, as a mapping that `Guideline.evaluate` takes.

    Raises:
        AssertionError: The law is broken.
        FactsError: The facts cannot be used. Any other exception breaks the law too.

    Unknown:
        While what is recommended, or what is said of a study, is not settled, there is a fact to
        ask for or to check.
    """
    decision = guideline.evaluate(facts)
    assert decision.possible, "nothing is possible"
    assert decision.settled == (len(decision.possible) == 1 and not decision.contradictions)
    asked = [missing.fact for missing in decision.missing]
    assert set(asked) <= guideline.model.fact.keys()
    assert len(asked) == len(set(asked)), f"asked twice: {asked}"
    if not decision.settled or any(len(study.possible) > 1 for study in decision.studies):
        assert asked, "the decision is open, and there is nothing to ask"
    # The rules fall into those that hold, those that may, and those that do not.
    sorted_out = [each.rule for each in decision.reasons]
    sorted_out += [each.rule for each in decision.open_rules]
    sorted_out += [each.rule for each in decision.blocked]
    rules = guideline.model.deciding_rules
    assert sorted(sorted_out) == sorted(rule.name for rule in rules)
    for part in (decision.assumed, decision.screened, decision.remarks, decision.advice):
        assert isinstance(part, tuple)
    assert decision.may_rise_to is None or decision.may_rise_to > decision.recommendation
    assert decision.explain()
    assert decision.to_dict()
    assert decision == guideline.evaluate(facts)


def no_silent_choice(guideline: Guideline, facts: Mapping[str, Any]) -> None:
    """Assert law 7: special cases that hold together never disagree on the study.

    Of two that hold for a patient and replace the same study by different ones, or of which one
    replaces a study by one that the other replaces, one overrides the other; and no special case
    replaces a study by itself, or overrides itself by whatever detour.

    Args:
        guideline: The guideline.
        facts: The facts of a patient, as a mapping that `Guideline.evaluate` takes.

    Raises:
        AssertionError: The law is broken.
        FactsError: The facts cannot be used.

    Unknown:
        The law speaks of the special cases that hold whatever the open facts turn out to be.
    """
    holding = {reason.rule for reason in guideline.evaluate(facts).reasons}
    cases = {case.name: case for case in guideline.model.of(SpecialCase)}
    for case in cases.values():
        replaced = [study for study, _ in case.replaces]
        assert len(replaced) == len(set(replaced)), f"`{case.name}` replaces a study twice"
        assert all(study != use for study, use in case.replaces)
        assert case.name not in _overridden(cases, case), f"`{case.name}` overrides itself"
    present = [case for name, case in cases.items() if name in holding]
    for place, one in enumerate(present):
        for other in present[place + 1 :]:
            settled = other.name in one.overrides or one.name in other.overrides
            assert settled or not _disagree(one, other), (
                f"`{one.name}` and `{other.name}` hold together and disagree on a study"
            )


def nothing_ruled_out_is_recommended(guideline: Guideline, facts: Mapping[str, Any]) -> None:
    """Assert law 8: a study that is ruled out is never recommended, and the level stays.

    Where a contraindication holds, none of its studies is recommended; while it may hold, none of
    them is settled as recommended. What is possible, and what is recommended of imaging as a whole,
    is what it is in the same guideline without the block of the contraindication.

    Args:
        guideline: The guideline.
        facts: The facts of a patient, as a mapping that `Guideline.evaluate` takes.

    Raises:
        AssertionError: The law is broken.
        FactsError: The facts cannot be used.

    Unknown:
        A contraindication of which the facts are open may hold.
    """
    decision = guideline.evaluate(facts)
    said = {study.name: study.recommendation for study in decision.studies}
    excluded = {each.rule for each in decision.blocked}
    for rule in guideline.model.of(Contraindication):
        without = without_rule(guideline, rule.name).evaluate(facts)
        assert decision.possible == without.possible, f"`{rule.name}` changes the level"
        assert decision.recommendation is without.recommendation, f"`{rule.name}` changes the level"
        for study in rule.rules_out if rule.name not in excluded else ():
            assert not _is_at_least(said[study], Recommendation.CONSIDER), (
                f"`{rule.name}` holds, or may hold, and {said[study].name} is said of `{study}`"
            )


def _is_imaging(one: _Said) -> bool:
    return one in _ORDER and _is_at_least(one, Recommendation.IMAGE)


def _is_at_least(one: _Said, other: _Said) -> bool:
    """Whether one is the other or stands after it; what cannot be given yet never does."""
    return one in _ORDER and other in _ORDER and _ORDER.index(one) >= _ORDER.index(other)


def _whatever_the_order(decision: Decision) -> dict[str, object]:
    return {
        "recommendation": decision.recommendation,
        "possible": decision.possible,
        "studies": {s.name: (s.recommendation, s.possible) for s in decision.studies},
        "reasons": {(reason.rule, reason.decisive) for reason in decision.reasons},
        "missing": {(each.fact, each.could_become, each.to_check) for each in decision.missing},
        "contradictions": {each.name for each in decision.contradictions},
    }


def _overridden(cases: Mapping[str, SpecialCase], case: SpecialCase) -> set[str]:
    """Return the special cases that one overrides, and those that these override, and so on."""
    found: set[str] = set()
    pending = list(case.overrides)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += cases[name].overrides
    return found


def _disagree(one: SpecialCase, other: SpecialCase) -> bool:
    ones, others = dict(one.replaces), dict(other.replaces)
    shared = ones.keys() & others.keys()
    chained = (ones.keys() & others.values()) | (others.keys() & ones.values())
    return bool(chained) or any(ones[study] != others[study] for study in shared)


Rearranged = Callable[[list[nodes.Block]], list[nodes.Block]]

_RULES = frozenset(KINDS)


@lru_cache(maxsize=64)
def without_rule(guideline: Guideline, rule: str) -> Guideline:
    """Return the same guideline without one of its rules.

    Args:
        guideline: The guideline. Its examples, which may speak of the rule, are left out too.
        rule: The name of the rule.
    """
    return rewritten(
        guideline,
        lambda blocks: [b for b in blocks if not _is_rule(b) or b.name.text != rule],
    )


@lru_cache(maxsize=64)
def with_rule_alone(guideline: Guideline, rule: str) -> Guideline:
    """Return the same guideline with one of its rules as the only one.

    Args:
        guideline: The guideline. Its examples are left out too.
        rule: The name of the rule.
    """
    return rewritten(
        guideline,
        lambda blocks: [b for b in blocks if not _is_rule(b) or b.name.text == rule],
    )


def rewritten(guideline: Guideline, rearranged: Rearranged, examples: bool = False) -> Guideline:
    """Return a guideline read again from its text with its blocks rearranged.

    Args:
        guideline: The guideline.
        rearranged: Returns the blocks to keep, in their new order, but for the header.
        examples: Whether examples are kept.

    Raises:
        GuidelineError: The rearranged text has errors.
    """
    file, _ = parse(guideline.model.text)
    header, *others = (b for b in file.blocks if examples or b.keyword != "example")
    text = write(nodes.File((header, *rearranged(others))))
    # Whatever was read beside the file, the guideline holds what is in it.
    beside = _files_beside(guideline, file)
    result, diagnostics = read(guideline.model.text.name, text.encode(), beside.__getitem__)
    if result is None:
        errors = [each for each in diagnostics if each.is_error]
        raise GuidelineError(as_text(errors), diagnostics)
    return result


def _is_rule(block: nodes.Block) -> bool:
    return block.keyword in _RULES


def _files_beside(guideline: Guideline, file: nodes.File) -> dict[str, bytes]:
    """Return the vocabularies and the files of statements of a guideline, as they were read."""
    vocabularies = guideline.model.vocabularies
    found = {each.name: each.text.encode() for each in vocabularies}
    blocks = [block for each in vocabularies for block in parse(each)[0].blocks]
    for block in (*file.blocks, *blocks):
        if block.name.text not in guideline.model.source:
            continue
        for clause in block.clauses:
            if isinstance(clause, nodes.TextClause) and clause.keyword == "statements":
                statements = guideline.model.source[block.name.text].statements
                content = [attrs.asdict(each) for each in statements]
                found[clause.text.text] = json.dumps(content).encode()
    return found
