"""Strategies for whole guidelines, valid by construction."""

from hypothesis import assume
from hypothesis import strategies as st

from imaging_rules.errors import GuidelineError
from imaging_rules.library.find import loads
from imaging_rules.library.guideline import Guideline
from imaging_rules.syntax import nodes
from imaging_rules.syntax.format.plain import write
from imaging_rules.testing.declared import Declared, fact_block, facts, name, values
from imaging_rules.testing.definitions import definitions
from imaging_rules.testing.rules import Scene, overriding, rules
from imaging_rules.testing.rules import studies as study_blocks

_OTHERWISE = ("no guidance", "wait", "do not image")
_STUDIES = ("mri", "ct", "xray", "scan")


def guideline_files(overrides: bool = True) -> st.SearchStrategy[nodes.File]:
    """Return a strategy for guidelines as they are written.

    Args:
        overrides: Whether of two special cases that may collide one always overrides the other.
            Then every guideline can be loaded; else some collide, and those cannot.

    Returns:
        A strategy for the blocks of guideline files, in any order but for the header.
    """
    return _files(overrides)


@st.composite
def _files(draw: st.DrawFn, overrides: bool) -> nodes.File:
    declared = draw(facts())
    sure_facts = tuple(fact for fact in declared if fact.assumed is None)
    studies = _STUDIES[: draw(st.integers(1, len(_STUDIES)))]
    defined = draw(definitions(declared, sure_facts))
    scene = Scene(declared, defined.names, sure_facts, defined.sure, studies)
    header = draw(_headers(scene))
    ruled = draw(rules(scene))
    if overrides:
        ruled = overriding(ruled, draw(st.lists(st.booleans(), max_size=3)))
    body = [
        *(fact_block(fact) for fact in declared),
        *draw(_screens(declared)),
        *defined.blocks,
        *draw(study_blocks(studies)),
        *ruled,
    ]
    if draw(st.booleans()):
        body = draw(st.permutations(body))
    return nodes.File((header, *body))


def guideline_texts(overrides: bool = True) -> st.SearchStrategy[str]:
    """Return a strategy for the texts of guideline files.

    Args:
        overrides: Whether of two special cases that may collide one always overrides the other.
            Then every text can be loaded; else some special cases collide, and the text cannot.

    Returns:
        A strategy for texts that `loads` reads.
    """
    return guideline_files(overrides).map(write)


def guidelines() -> st.SearchStrategy[Guideline]:
    """Return a strategy for guidelines, ready to decide.

    They have up to five facts of all types and up to four studies, rules of every kind and
    conditions of every form, and ranges so small that every completion can be tried.

    Returns:
        A strategy for guidelines.
    """
    return _loaded()


@st.composite
def _loaded(draw: st.DrawFn) -> Guideline:
    # Special cases that cannot hold together need no override: those come from the texts in
    # which some collide, where the others are left out.
    overrides = draw(st.integers(0, 3)) < 3
    text = draw(guideline_texts(overrides))
    try:
        return loads(text, name="generated.guideline")
    except GuidelineError as problem:
        codes = {getattr(each, "code", "") for each in problem.diagnostics}
        errors = {code for code in codes if code.startswith("E")}
        if overrides or errors != {"E405"}:
            raise
    assume(False)
    raise AssertionError("assume does not come back")


@st.composite
def _headers(draw: st.DrawFn, scene: Scene) -> nodes.Block:
    clauses: list[nodes.Clause] = []
    if draw(st.booleans()):
        clauses.append(nodes.ConditionClause("applies when", draw(scene.sure)))
    level = draw(st.sampled_from((None, *_OTHERWISE)))
    if level is not None:
        clauses.append(nodes.LevelClause("otherwise", name(level)))
        clauses.append(nodes.TextClause("editorial", nodes.Text("Made up.")))
    return nodes.Block("guideline", name("made_up"), tuple(clauses))


@st.composite
def _screens(draw: st.DrawFn, declared: tuple[Declared, ...]) -> list[nodes.Block]:
    """Draw screens; two that cover the same fact give it the same value."""
    count = draw(st.integers(0, 2))
    if not count:
        return []
    covered = []
    for fact in declared:
        value = draw(st.sampled_from(values(fact.type)))
        unsaid = value == name("no") and isinstance(fact.type, nodes.YesNo) and draw(st.booleans())
        covered.append(nodes.Covered(name(fact.name), None if unsaid else value))
    several = st.lists(st.sampled_from(covered), min_size=1, max_size=3, unique=True)
    return [
        nodes.Block("screen", name(f"screen_{place + 1}"), (nodes.Covers(tuple(draw(several))),))
        for place in range(count)
    ]
