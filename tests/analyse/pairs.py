"""Pairs of versions: a made-up guideline, and another that differs from it in something."""

from pathlib import Path

from attrs import evolve
from hypothesis import assume
from hypothesis import strategies as st

from imaging_rules import Guideline, GuidelineError, Recommendation, StudyRecommendation, loads
from imaging_rules.library.find import read_as
from imaging_rules.model.rules import KINDS
from imaging_rules.syntax import nodes
from imaging_rules.syntax.pieces import write
from imaging_rules.testing import guideline_files

_RULES = frozenset(KINDS)
HOW = (*("drop", "level", "bound", "otherwise", "scope", "conditions", "screens", "assumed"),)
_OTHERWISE = ("wait", "do not image", "no guidance")


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Guideline, Guideline]:
    """Return a strategy for two versions of a guideline.

    Most often the second is the first with a few changes; at times it is another one altogether,
    so that facts of one name are of different types.
    """
    file = draw(guideline_files())
    if draw(st.integers(0, 4)) == 4:
        other = draw(guideline_files())
    else:
        other = file
        for _ in range(draw(st.integers(1, 3))):
            other = draw(_changed(other))
    return _loaded(file, "old.guideline"), _loaded(other, "new.guideline")


def _loaded(file: nodes.File, name: str) -> Guideline:
    try:
        return loads(write(file), name=name)
    except GuidelineError:
        assume(False)
        raise


def assert_decides(
    guideline: Guideline, given: str, level: Recommendation | StudyRecommendation
) -> None:
    """Assert that a patient, pasted as an example, is decided so.

    Of answers that contradict each other the facts count as open, and the level is possible.
    """
    text = guideline.model.text.text
    pasted = f'{text}\nexample "pasted"\n  given {given}\n  expect {level.words}\n'
    read, _ = read_as(Path("pasted.guideline"), pasted.encode(), but_examples=True)
    assert read is not None
    (example,) = [each for each in read.model.examples if each.title == "pasted"]
    decision = read.evaluate(dict(example.given))
    if decision.contradictions:
        assert level in (decision.recommendation, *decision.possible)
    else:
        assert decision.possible == (Recommendation(level),)


@st.composite
def _changed(draw: st.DrawFn, file: nodes.File) -> nodes.File:
    blocks = list(file.blocks)
    rules = [place for place, block in enumerate(blocks) if block.keyword in _RULES]
    how = draw(st.sampled_from(HOW))
    if how == "otherwise":
        level = nodes.LevelClause("otherwise", nodes.Name(draw(st.sampled_from(_OTHERWISE))))
        blocks[0] = _with_clause(blocks[0], level)
    elif how == "scope":
        clauses = [c for c in blocks[0].clauses if not isinstance(c, nodes.ConditionClause)]
        blocks[0] = evolve(blocks[0], clauses=tuple(clauses))
    elif rules and how == "drop":
        del blocks[draw(st.sampled_from(rules))]
    elif rules and how in ("level", "conditions"):
        place = draw(st.sampled_from(rules))
        alike = [p for p in rules if blocks[p].keyword == blocks[place].keyword]
        other = blocks[draw(st.sampled_from(alike))]
        kind = nodes.ConditionClause if how == "conditions" else nodes.Recommend
        for clause in other.clauses:
            if isinstance(clause, kind) and clause.keyword in {"when", "", "then"}:
                blocks[place] = _with_clause(blocks[place], clause)
    elif how == "screens":
        keywords = {"screen", "contradiction"}
        places = [place for place, block in enumerate(blocks) if block.keyword in keywords]
        if places:
            place = draw(st.sampled_from(places))
            covers = [c for c in blocks[place].clauses if isinstance(c, nodes.Covers)]
            if covers and len(covers[0].items) > 1:
                blocks[place] = _with_clause(blocks[place], nodes.Covers(covers[0].items[1:]))
            else:
                del blocks[place]
    elif how == "assumed":
        assuming = [
            place
            for place, block in enumerate(blocks)
            if any(isinstance(clause, nodes.Assume) for clause in block.clauses)
        ]
        if assuming:
            place = draw(st.sampled_from(assuming))
            asked = tuple(c for c in blocks[place].clauses if not isinstance(c, nodes.Assume))
            blocks[place] = evolve(blocks[place], clauses=asked)
    elif how == "bound":
        facts = [place for place, block in enumerate(blocks) if _numeric(block)]
        if facts:
            place = draw(st.sampled_from(facts))
            type = _numeric(blocks[place])
            assert type is not None
            high = nodes.Number(type.high.value + 1, str(type.high.value + 1))
            assume(high.value.denominator == 1)
            blocks[place] = _with_clause(blocks[place], evolve(type, high=high))
    return nodes.File(tuple(blocks))


def _numeric(block: nodes.Block) -> nodes.Numeric | None:
    return next((clause for clause in block.clauses if isinstance(clause, nodes.Numeric)), None)


def _with_clause(block: nodes.Block, clause: nodes.Clause) -> nodes.Block:
    """Return a block with a clause in the place of the one of its kind, if it has one."""
    keyword = getattr(clause, "keyword", "")
    clauses = [
        clause if type(each) is type(clause) and getattr(each, "keyword", "") == keyword else each
        for each in block.clauses
    ]
    return evolve(block, clauses=tuple(clauses))
