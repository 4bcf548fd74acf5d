"""Strategies for whole guidelines, valid by construction."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from attrs import frozen
from hypothesis import assume
from hypothesis import strategies as st

from imaging_rules.errors import GuidelineError
from imaging_rules.library.find import loads
from imaging_rules.library.guideline import Guideline
from imaging_rules.syntax import nodes
from imaging_rules.syntax.pieces import write
from imaging_rules.testing.definitions import (
    Declared,
    conditions,
    definitions,
    fact_block,
    facts,
    leaves,
    name,
    quantities,
    values,
)

_IMAGES = ("image", "image urgently", "image immediately")


@frozen
class Scene:
    """What rules may speak of: facts and definitions, those without assumed facts, studies."""

    facts: tuple[Declared, ...]
    defined: tuple[str, ...]
    sure_facts: tuple[Declared, ...]
    sure_defined: tuple[str, ...]
    studies: tuple[str, ...]

    @property
    def anything(self) -> st.SearchStrategy[nodes.Condition]:
        """Conditions on all facts and definitions."""
        return conditions(leaves(self.facts, self.defined))

    @property
    def sure(self) -> st.SearchStrategy[nodes.Condition]:
        """Conditions that do not depend on anything assumed."""
        return conditions(leaves(self.sure_facts, self.sure_defined))

    @property
    def contrary(self) -> st.SearchStrategy[nodes.Condition]:
        """Conditions in which facts may be compared with facts."""
        return conditions(leaves(self.facts, self.defined, between_facts=True), deepest=1)

    @property
    def several_studies(self) -> st.SearchStrategy[tuple[nodes.Name, ...]]:
        """One or more studies, each once."""
        some = st.lists(st.sampled_from(self.studies), min_size=1, max_size=2, unique=True)
        return some.map(lambda found: tuple(name(each) for each in found))


def rule(keyword: str, title: str, *clauses: nodes.Clause) -> nodes.Block:
    """Return the block of a rule, marked as made up."""
    recommends = any(isinstance(clause, nodes.Recommend) for clause in clauses)
    asked = (_text("question", "What is it?"),) if recommends else ()
    made_up = _text("editorial", "Made up.")
    return nodes.Block(keyword, name(title), (*clauses, *asked, made_up))


def _text(keyword: str, text: str) -> nodes.TextClause:
    return nodes.TextClause(keyword, nodes.Text(text))


def _when(condition: nodes.Condition, keyword: str = "when") -> nodes.ConditionClause:
    return nodes.ConditionClause(keyword, condition)


@st.composite
def _image(draw: st.DrawFn, scene: Scene, keyword: str = "") -> nodes.Recommend:
    level = draw(st.sampled_from(_IMAGES))
    return nodes.Recommend(keyword, name(level), draw(scene.several_studies))


@st.composite
def _consider(draw: st.DrawFn, scene: Scene, keyword: str = "") -> nodes.Recommend:
    return nodes.Recommend(keyword, name("consider"), draw(scene.several_studies))


@st.composite
def _image_or_consider(draw: st.DrawFn, scene: Scene, needed: bool) -> list[nodes.Clause]:
    kinds = ("image", "consider", "both") if needed else ("none", "image", "consider", "both")
    which = draw(st.sampled_from(kinds))
    found: list[nodes.Clause] = []
    if which in ("image", "both"):
        found.append(draw(_image(scene)))
    if which in ("consider", "both"):
        found.append(draw(_consider(scene)))
    return found


def _timing(word: str, first: int | None, last: int, unit: str, text: str = "") -> nodes.Timing:
    def quantity(value: int) -> nodes.Quantity:
        return nodes.Quantity(nodes.Number(Fraction(value), str(value)), name(unit))

    low = None if first is None else quantity(first)
    return nodes.Timing(word, low, quantity(last), nodes.Text(text) if text else None)


_ACTIONS = tuple(_text("action", each) for each in ("Observe.", "Measure the D-dimer."))
_SOON = (_timing("within", None, 8, "hours", "of the injury"), _text("timing", "today"))
_LATER = (_timing("in", 6, 12, "months"), _timing("in", None, 60, "days"))


def _beside(clauses: Sequence[nodes.Clause] = ()) -> st.SearchStrategy[tuple[nodes.Clause, ...]]:
    """Return a strategy for what else is to be done and how soon; of most rules it is nothing.

    Args:
        clauses: What the rule says; what is urgent is not put off.
    """
    levels = [each.level.text for each in clauses if isinstance(each, nodes.Recommend)]
    timings = _SOON if {*_IMAGES[1:]} & {*levels} else (*_SOON, *_LATER)
    actions = st.sampled_from(((), (), (), _ACTIONS[:1], _ACTIONS))
    return st.tuples(actions, st.sampled_from(((), (), *((each,) for each in timings)))).map(
        lambda two: (*two[0], *two[1])
    )


@st.composite
def red_flags(draw: st.DrawFn, scene: Scene, title: str) -> nodes.Block:
    """Return a strategy for red flags."""
    image = draw(_image(scene))
    return rule("red flag", title, _when(draw(scene.sure)), image, *draw(_beside([image])))


@st.composite
def indications(draw: st.DrawFn, scene: Scene, title: str) -> nodes.Block:
    """Return a strategy for indications, for studies, against them, or both."""
    against = draw(st.integers(0, 3)) == 3
    clauses = [*draw(_image_or_consider(scene, needed=not against))]
    if against:
        against_these = draw(st.just(()) | scene.several_studies)
        clauses.append(nodes.NamesClause("do not image with", against_these))
    if draw(st.integers(0, 3)) == 3:
        clauses.append(_text("remark", "Mind this."))
    return rule("indication", title, _when(draw(scene.anything)), *clauses, *draw(_beside(clauses)))


@st.composite
def not_indicateds(draw: st.DrawFn, scene: Scene, title: str) -> nodes.Block:
    """Return a strategy for rules that say that imaging is not needed, or not yet."""
    level = nodes.LevelClause("", name(draw(st.sampled_from(("wait", "do not image")))))
    return rule("not indicated", title, _when(draw(scene.anything)), level, *draw(_beside()))


@st.composite
def waiting_periods(draw: st.DrawFn, scene: Scene, title: str) -> nodes.Block:
    """Return a strategy for waiting periods; where no fact can be waited for, for limits."""
    possible = [
        (fact.name, [pair for pair in quantities(fact.type) if pair[0] > 0])
        for fact in scene.facts
        if isinstance(fact.type, nodes.Numeric) and fact.type.high.value > 0
    ]
    if not possible:
        return draw(limits(scene, title))
    fact, bounds = draw(st.sampled_from(possible))
    last = draw(st.sampled_from(bounds))
    first = None
    if draw(st.booleans()):
        first = draw(st.sampled_from([pair for pair in bounds if pair[0] <= last[0]]))[1]
    clauses: list[nodes.Clause] = [nodes.Lasts(first, last[1], name(fact))]
    if draw(st.booleans()):
        clauses.append(_when(draw(scene.anything)))
    if draw(st.booleans()):
        clauses.append(_when(draw(scene.anything), "without"))
    clauses.append(draw(st.one_of(_image(scene, "then"), _consider(scene, "then"))))
    return rule("waiting period", title, *clauses, *draw(_beside(clauses)))


@st.composite
def limits(draw: st.DrawFn, scene: Scene, title: str) -> nodes.Block:
    """Return a strategy for limits."""
    level = nodes.LevelClause("hold at", name(draw(st.sampled_from(("wait", "consider")))))
    return rule("limit", title, _when(draw(scene.anything)), level)


@st.composite
def special_cases(draw: st.DrawFn, scene: Scene, title: str) -> nodes.Block:
    """Return a strategy for special cases, which may collide with one another."""
    clauses = [*draw(_image_or_consider(scene, needed=False))]
    replaced: set[str] = set()
    if len(scene.studies) > 1:
        for _ in range(draw(st.integers(0, 2))):
            use = draw(st.sampled_from(scene.studies))
            rest = [s for s in scene.studies if s != use and s not in replaced]
            if rest:
                studies = draw(st.lists(st.sampled_from(rest), min_size=1, unique=True))
                replaced.update(studies)
                clauses.append(nodes.Instead(tuple(name(s) for s in studies), name(use)))
    if not clauses:
        clauses.append(draw(st.sampled_from((*_ACTIONS, _text("remark", "Mind that.")))))
    elif draw(st.integers(0, 3)) == 3:
        clauses.append(_text("remark", "Mind that."))
    clauses += draw(_beside(clauses))
    return rule("special case", title, _when(draw(scene.anything)), *clauses)


@st.composite
def contraindications(draw: st.DrawFn, scene: Scene, title: str) -> nodes.Block:
    """Return a strategy for contraindications."""
    return rule(
        "contraindication", title, _when(draw(scene.sure)), draw(_listed(scene, "rules out"))
    )


@st.composite
def precautions(draw: st.DrawFn, scene: Scene, title: str) -> nodes.Block:
    """Return a strategy for precautions, which change nothing of what is recommended."""
    action = _text("action", "Take care.")
    return rule(
        "precaution", title, _when(draw(scene.sure)), draw(_listed(scene, "before")), action
    )


@st.composite
def _listed(draw: st.DrawFn, scene: Scene, keyword: str) -> nodes.NamesClause:
    return nodes.NamesClause(keyword, draw(scene.several_studies))


@st.composite
def study_blocks(draw: st.DrawFn, names: Sequence[str]) -> list[nodes.Block]:
    """Return a strategy for studies; some name others to use where they are ruled out."""
    blocks = []
    for study in names:
        others = [each for each in names if each != study]
        instead = draw(st.lists(st.sampled_from(others), unique=True)) if others else []
        listed = tuple(name(each) for each in instead)
        clauses = (nodes.NamesClause("if ruled out use", listed),) if listed else ()
        blocks.append(nodes.Block("study", name(study), clauses))
    return blocks


@st.composite
def contradictions(draw: st.DrawFn, scene: Scene, title: str) -> nodes.Block:
    """Return a strategy for contradictions."""
    return rule("contradiction", title, _when(draw(scene.contrary)))


@st.composite
def advices(draw: st.DrawFn, scene: Scene, title: str) -> nodes.Block:
    """Return a strategy for advice, which decides nothing."""
    shown = ("undetermined", "out of scope", "no guidance", "wait", "consider", *_IMAGES)
    levels = draw(st.lists(st.sampled_from(shown), min_size=1, max_size=3, unique=True))
    topic = nodes.WordClause("topic", name("care"))
    named = nodes.NamesClause("for", tuple(name(level) for level in levels))
    return rule("advice", title, topic, named, _text("text", "Stay active."))


_Rule = Callable[[Scene, str], st.SearchStrategy[nodes.Block]]
_KINDS: tuple[tuple[_Rule, str, int], ...] = (
    (red_flags, "flag", 2),
    (indications, "reason", 2),
    (waiting_periods, "period", 2),
    (limits, "limit", 2),
    (special_cases, "case", 4),
    (contraindications, "unsafe", 3),
    (precautions, "care", 2),
    (not_indicateds, "against", 1),
    (contradictions, "contrary", 1),
    (advices, "advice", 1),
)


@st.composite
def rules(draw: st.DrawFn, scene: Scene) -> list[nodes.Block]:
    """Return a strategy for the rules of a guideline, with names that differ."""
    found = []
    for kind, title, most in _KINDS:
        for count in range(draw(st.integers(0, most))):
            found.append(draw(kind(scene, f"{title}_{count + 1}")))
    return found


def overriding(blocks: Sequence[nodes.Block], also: Sequence[bool]) -> list[nodes.Block]:
    """Return rules in which, of two special cases that may collide, the earlier overrides.

    Args:
        blocks: The rules.
        also: For each two special cases in turn whether the earlier one overrides the later one
            although the two do not collide. Too few count as no.
    """
    cases = [block for block in blocks if block.keyword == "special case"]
    more = iter(also)

    def later_ones(block: nodes.Block) -> list[nodes.Block]:
        later = cases[cases.index(block) + 1 :] if block in cases else []
        return [other for other in later if _collide(block, other) or next(more, False)]

    return [_that_overrides(block, later_ones(block)) for block in blocks]


def _that_overrides(block: nodes.Block, others: list[nodes.Block]) -> nodes.Block:
    if not others:
        return block
    clause = nodes.NamesClause("overrides", tuple(name(other.name.text) for other in others))
    return nodes.Block(block.keyword, block.name, (*block.clauses, clause))


def _collide(one: nodes.Block, other: nodes.Block) -> bool:
    ones, others = _replaces(one), _replaces(other)
    same = any(study in others and others[study] != use for study, use in ones.items())
    return same or bool({*ones.values()} & others.keys() or {*others.values()} & ones.keys())


def _replaces(block: nodes.Block) -> dict[str, str]:
    instead = [clause for clause in block.clauses if isinstance(clause, nodes.Instead)]
    return {study.text: clause.use.text for clause in instead for study in clause.studies}


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
