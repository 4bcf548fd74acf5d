"""What each of several guidelines says of a patient, in which way two of them differ, and why."""

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby

from attrs import evolve, field, frozen

from imaging_rules.analyse.versions.disagreement import OPEN, kind_of
from imaging_rules.decide.answer.answer import along
from imaging_rules.decide.decision import Decision
from imaging_rules.diagram.pair import common_facts
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import Fact, NumberType
from imaging_rules.text.words import joined
from imaging_rules.values.recommendation import Recommendation

THRESHOLD = "different threshold"
STUDY = "different study"

_RECOMMENDS = Recommendation.CONSIDER


@frozen(kw_only=True)
class ComparisonRow:
    """What one guideline says of the patient.

    Attributes:
        guideline: What the guideline is called in this comparison.
        decision: Its decision, with its studies, reasons and missing facts.
        lacks: The facts stated that it does not have, and so does not look at.

    Examples:
        >>> from imaging_rules import compare
        >>> found = compare({"age": 42, "red_flags": "none"}, ["low_back_pain", "acp_2011"])
        >>> found.rows[1].guideline, found.rows[1].lacks
        ('acp_2011', ('red_flags',))
    """

    guideline: str
    decision: Decision
    lacks: tuple[str, ...] = field(repr=False)

    @property
    def gives_a_level(self) -> bool:
        """Whether the guideline gives a recommendation, settled."""
        return self.decision.settled and self.decision.recommendation.is_level


@frozen(kw_only=True)
class DifferingPair:
    """In which way two of the guidelines differ.

    Attributes:
        one: One guideline, as its row calls it.
        other: The other one, which stands after it.
        kind: The way: ``open``, ``different scope``, ``silent``, ``different threshold``,
            ``opposite``, ``different degree`` or ``different study``.
        facts: The numbers for which the thresholds differ; empty for any other kind.
        why: The same in sentences.

    Examples:
        >>> from imaging_rules import compare
        >>> found = compare({"age": 42, "red_flags": "none"}, ["low_back_pain", "acp_2011"])
        >>> [(each.one, each.other, each.kind) for each in found.differences]
        [('low_back_pain', 'acp_2011', 'open')]
    """

    one: str
    other: str
    kind: str
    facts: tuple[str, ...]
    why: str = field(repr=False)


def differences(
    rows: Sequence[ComparisonRow], guidelines: Sequence[Guideline]
) -> Iterator[DifferingPair]:
    """Yield in which way each two guidelines differ, where they do.

    Of the ways the first that fits is told: while one of them is undetermined, or both name the
    same level and leave something else possible, the difference is `OPEN`. Then come a different
    scope and silence. A different threshold is a number that both have: all else as it is, with
    some value of it both recommend the same; from there to the patient's value one of them has
    turned and the other has not, and further on the other turns the same way, up or down. What
    is left is opposite, or of another degree; or a different study at the same level.

    Args:
        rows: What each guideline says.
        guidelines: The guidelines, in the order of the rows.
    """
    both = list(zip(rows, guidelines, strict=True))
    for (one, a), (other, b) in combinations(both, 2):
        found = _difference(one, a, other, b)
        if found is not None:
            yield found


def _difference(
    one: ComparisonRow, a: Guideline, other: ComparisonRow, b: Guideline
) -> DifferingPair | None:
    names = one.guideline, other.guideline

    def told(kind: str, why: str, facts: tuple[str, ...] = ()) -> DifferingPair:
        return DifferingPair(one=names[0], other=names[1], kind=kind, facts=facts, why=why)

    first, second = one.decision, other.decision
    levels = first.recommendation, second.recommendation
    if Recommendation.UNDETERMINED in levels:
        if _same(first, second):
            return None
        return told(OPEN, _open(one, other))
    if levels[0] is levels[1]:
        why = _studies(one, other)
        return told(STUDY, why) if why else None
    says = f"`{names[0]}` says {levels[0].words}, `{names[1]}` says {levels[1].words}."
    on_scale = all(each.is_level for each in levels)
    thresholds = list(_thresholds(one, a, other, b)) if on_scale else []
    if thresholds:
        facts = tuple(fact for fact, _ in thresholds)
        return told(THRESHOLD, " ".join((says, *(why for _, why in thresholds))), facts)
    return told(kind_of(*levels), says)


def _same(first: Decision, second: Decision) -> bool:
    return first.possible == second.possible and first.contradictions == second.contradictions


def _open(one: ComparisonRow, other: ComparisonRow) -> str:
    sentences = []
    for row in (one, other):
        decision = row.decision
        if decision.contradictions:
            sentences.append(f"`{row.guideline}` finds a contradiction among the facts.")
        elif decision.recommendation is Recommendation.UNDETERMINED:
            sentences.append(f"`{row.guideline}` is undetermined: {_either(decision.possible)}.")
        else:
            sentences.append(f"`{row.guideline}` says {decision.recommendation.words}.")
    if not set(one.decision.possible) & set(other.decision.possible):
        sentences.append("They differ whatever is still learned.")
    return " ".join(sentences)


def _studies(one: ComparisonRow, other: ComparisonRow) -> str | None:
    ones, others = _recommended(one.decision), _recommended(other.decision)
    if ones == others:
        return None
    words = [
        f"`{row.guideline}` recommends {', '.join(sorted(names)) or 'no study for sure'}."
        for row, names in ((one, ones), (other, others))
    ]
    return " ".join(words)


def _recommended(decision: Decision) -> set[str]:
    """Return the studies that are sure to be recommended."""
    return {
        each.name
        for each in decision.studies
        if each.recommendation.is_level and each.recommendation >= _RECOMMENDS
    }


def _thresholds(
    one: ComparisonRow, a: Guideline, other: ComparisonRow, b: Guideline
) -> Iterator[tuple[str, str]]:
    """Yield each number on which one guideline turns before the other, with what that means."""
    for common in common_facts(a.model, b.model):
        name = common.name
        if common.old is None or common.new is None or not isinstance(common.told.type, NumberType):
            continue
        mine, theirs = along(one.decision, name), along(other.decision, name)
        if mine is None or theirs is None:
            continue
        fact, same = a.model.fact[name], b.model.fact[name]
        # The regions of both, where the numbers are cut at the thresholds of both.
        pieces = [
            (fact.region_of(common.old.sample(p)), same.region_of(common.new.sample(p)))
            for p in range(len(common.told.regions))
        ]
        here = (mine[0], theirs[0])
        if here in pieces and _turn_apart(
            [(mine[1][i], theirs[1][j]) for i, j in pieces], pieces.index(here)
        ):
            yield (
                name,
                f"By `{name}`, `{one.guideline}` says {_steps(fact, mine[1])}, and "
                f"`{other.guideline}` says {_steps(same, theirs[1])}.",
            )


def _turn_apart(says: Sequence[tuple[Recommendation, Recommendation]], here: int) -> bool:
    """Return whether one of two guidelines turns along a number sooner than the other.

    Args:
        says: What both say, along the number.
        here: Where the patient is.
    """
    # Up along the number, and down.
    ways = ((says, here), (says[::-1], len(says) - 1 - here))
    return any(
        _turns_sooner([each[who] for each in way], [each[1 - who] for each in way], place)
        for way, place in ways
        for who in (0, 1)
    )


def _turns_sooner(
    sooner: Sequence[Recommendation], later: Sequence[Recommendation], here: int
) -> bool:
    """Return whether one has turned from what both said, and the other turns so further on.

    Args:
        sooner: What the one says that may have turned, along the number.
        later: What the other one says.
        here: Where the patient is.
    """
    still, turned = later[here], sooner[here]
    since = here
    while since and later[since - 1] is still:
        since -= 1
    if turned is still or still not in sooner[since:here]:
        return False
    further = next((each for each in later[here:] if each is not still), None)
    # Both up, or both down.
    return further is not None and further.is_level and (further > still) is (turned > still)


def _steps(fact: Fact, says: Sequence[Recommendation]) -> str:
    """Return what is said along a number, such as ``wait (under 4 weeks), consider (...)``."""
    number = fact.number
    told = []
    for level, group in groupby(range(len(says)), says.__getitem__):
        places = list(group)
        first, last = number.regions[places[0]], number.regions[places[-1]]
        piece = evolve(first, high=last.high, high_open=last.high_open)
        told.append(f"{level.words} ({number.words(piece)})")
    return ", ".join(told)


def _either(levels: Sequence[Recommendation]) -> str:
    return joined([each.words for each in levels], "or")
