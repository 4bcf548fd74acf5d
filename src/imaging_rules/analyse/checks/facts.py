"""Facts that are assumed, hidden, asked in vain, or left out of a screen.

What is assumed is never asked, so a rule that rests on it could never be open. While a gate is
closed its fact is not asked for either. So the fact must not matter there, or an open decision
could be left with nothing to ask.
"""

from collections import deque
from collections.abc import Iterator

from attrs import frozen

from imaging_rules.analyse.conditions import words
from imaging_rules.analyse.patient_groups import patient_for
from imaging_rules.diagnostics import Diagnostic, Pointer
from imaging_rules.diagram.conditions import facts_of, holds_in
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.store import AND
from imaging_rules.diagram.walk import asked, implies, turns_on, turns_within
from imaging_rules.model.conditions import All, Condition, Defined, IsYes, facts_asked, walk
from imaging_rules.model.facts import Fact, Screen, YesNoType
from imaging_rules.model.from_syntax.definitions import MOST_LINKS, chain, ordered
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import Contradiction, Contraindication, Precaution, RedFlag
from imaging_rules.text import Span


@frozen
class _Use:
    """A condition, the words for what it belongs to, where that is, and what led to it."""

    told: str
    span: Span
    condition: Condition
    before: "_Use | None" = None


def assumed_in_alarms(guideline: Guideline) -> Iterator[Diagnostic]:
    """Yield an error for each assumed fact that must stay open until somebody asks."""
    header = guideline.header
    starts = [
        _Use(f"the {rule.kind} `{rule.name}`", rule.span, rule.when)
        for kind in (RedFlag, Contraindication, Precaution)
        for rule in guideline.of(kind)
    ]
    starts.append(_Use("`applies when`", header.span, header.applies))
    for name, use in _facts_used(starts, guideline).items():
        fact = guideline.fact[name]
        if fact.assumed is None:
            continue
        chain = _chain(use)
        also = [Pointer(guideline.text, chain[0].span, "used here")]
        if len(chain) > 1:
            links = " uses ".join([*(each.told for each in chain[1:MOST_LINKS]), f"`{name}`"])
            also = [Pointer(guideline.text, chain[0].span, links)]
        yield Diagnostic(
            "E404",
            f"{chain[0].told} depends on `{name}`, which is assumed "
            f"{fact.words(fact.assumed)} when nobody says",
            Pointer(guideline.text, fact.span, "this fact must be asked"),
            tuple(also),
            help="remove its `if not stated assume`",
        )


def _chain(use: _Use | None) -> list[_Use]:
    chain = []
    while use is not None:
        chain.append(use)
        use = use.before
    return chain[::-1]


def _facts_used(starts: list[_Use], guideline: Guideline) -> dict[str, _Use]:
    """Return each fact that some condition depends on, with a shortest way that leads to it."""
    found: dict[str, _Use] = {}
    seen: set[str] = set()
    pending = deque(starts)
    while pending:
        use = pending.popleft()
        for part in walk(use.condition):
            for fact in facts_asked(part):
                found.setdefault(fact, use)
            if isinstance(part, Defined) and part.name not in seen:
                seen.add(part.name)
                definition = guideline.definition[part.name]
                pending.append(_Use(f"`{part.name}`", definition.span, definition.condition, use))
    return found


_LONGEST_SHOWN = 60
BUDGET = 1_000_000
"""How many steps the proof may take for all facts of one guideline."""


def gates_in_circles(guideline: Guideline) -> Iterator[Diagnostic]:
    """Yield an error for each circle of facts that wait for each other to be asked."""
    gated = {fact.name: fact for fact in guideline.facts if fact.name in guideline.gated}
    _, circles = ordered({name: facts_of(fact.gate, guideline) for name, fact in gated.items()})
    for circle in circles:
        first, *others = (gated[name] for name in circle)
        yield Diagnostic(
            "E407",
            f"these facts wait for each other to be asked: {chain(circle)}"
            if others
            else f"`{first.name}` waits for itself to be asked",
            Pointer(guideline.text, first.span),
            tuple(
                Pointer(guideline.text, each.span, "and this") for each in others[: MOST_LINKS - 1]
            ),
            help="take one of them out of the circle",
        )


def hiding_gates(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield an error for each fact that matters to a patient for whom it may not be asked.

    Raises:
        OverBudgetError: The proof outgrows its budget.
    """
    store = diagrams.store
    with store.allowing(BUDGET):
        for name, gate in diagrams.gates.items():
            closed = store.negation(gate)
            for what, root in _what_may_hang_on_it(diagrams):
                if turns_within(store, root, diagrams.place[name], closed):
                    hidden = store.combine(AND, closed, turns_on(store, root, diagrams.place[name]))
                    yield _told(guideline, diagrams, name, what, hidden)
                    break


def _what_may_hang_on_it(diagrams: Diagrams) -> Iterator[tuple[str, int]]:
    """Yield all that may depend on a fact, in words and as a diagram."""
    yield "the decision", diagrams.level
    for study, root in diagrams.studies.items():
        yield f"what is said of `{study}`", root
    for (precaution, study), root in diagrams.precautions.items():
        yield f"the precaution `{precaution}` before `{study}`", root


def _told(
    guideline: Guideline, diagrams: Diagrams, name: str, what: str, hidden: int
) -> Diagnostic:
    return Diagnostic(
        "E415",
        f"`{name}` is not asked for where {what} depends on it",
        Pointer(guideline.text, guideline.fact[name].span),
        help=f"repeat the condition of `ask only when` beside `{name}` in the rules that use it, "
        f"{_with_its_gate(guideline, name)}or widen it; it is hidden for "
        f"`given {patient_for(guideline, diagrams, hidden)}`",
    )


def _with_its_gate(guideline: Guideline, name: str) -> str:
    """Return how a condition is written that holds only where the fact is asked for."""
    gate = words(guideline.fact[name].gate, guideline)
    gate = f"({gate})" if " or " in gate else gate
    return "" if len(gate) > _LONGEST_SHOWN else f"as in `{name} and {gate}`, "


def left_out_of_screens(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield a warning for each screen that covers most signs and leaves out others.

    A sign is a fact that raises a red flag by itself where it is yes. One that a note of the
    screen names is left out on purpose, and so is one that another screen covers, or that is not
    asked for at all times.
    """
    if not guideline.screens:
        return
    signs = [fact for fact in guideline.facts if _is_sign(fact, guideline, diagrams)]
    covered = {name for screen in guideline.screens for name, _ in screen.covers}
    for screen in guideline.screens:
        its_own = sum(fact.name in dict(screen.covers) for fact in signs)
        left_out = [
            fact for fact in signs if fact.name not in covered and not _is_named(fact, screen)
        ]
        if left_out and its_own > len(left_out):
            names = ", ".join(f"`{fact.name}`" for fact in left_out)
            are = "is" if len(left_out) == 1 else "are"
            yield Diagnostic(
                "W519",
                f"`{screen.name}` covers {its_own} of {its_own + len(left_out)} yes/no red flags; "
                f"{names} {are} not covered",
                Pointer(guideline.text, screen.span),
                tuple(
                    Pointer(guideline.text, fact.span, "this alone raises a red flag")
                    for fact in left_out
                ),
                help=f"add {names} to `covers`; or name {names} in an `editorial` of the screen "
                "that says why it is asked by itself",
            )


def _is_sign(fact: Fact, guideline: Guideline, diagrams: Diagrams) -> bool:
    if not isinstance(fact.type, YesNoType) or fact.name in guideline.gated:
        return False
    is_yes = diagrams.store.test(diagrams.place[fact.name], holds_in(fact, IsYes(fact.name)))
    return implies(diagrams.store, is_yes, diagrams.any_red_flag)


def _is_named(fact: Fact, screen: Screen) -> bool:
    notes = screen.notes
    said = " ".join([*notes.because, *notes.assumes, *notes.editorial]).casefold()
    return fact.name in said or fact.name.replace("_", " ") in said


def idle_facts(guideline: Guideline, diagrams: Diagrams) -> Iterator[Diagnostic]:
    """Yield a warning for each fact that rules use and that yet changes nothing for anyone.

    It changes nothing where the level, each study, each remark and action that is told, each
    precaution and
    each contradiction are the same whatever it is.
    """
    everything = [guideline.header.applies, *(rule.condition for rule in guideline.rules)]
    contradictions = [rule.condition for rule in guideline.of(Contradiction)]
    telling = [rule for rule in guideline.deciding_rules if rule.remarks or rule.actions]
    roots = [diagrams.level, *diagrams.studies.values(), *diagrams.precautions.values()]
    roots += [diagrams.rules[rule.name] for rule in telling]
    used = set(facts_of(All(tuple(everything)), guideline))
    matters = {
        guideline.facts[diagrams.order[place]].name for place in asked(diagrams.store, roots)
    }
    matters.update(facts_of(All(tuple(contradictions)), guideline))
    for fact in guideline.facts:
        if fact.name in used - matters:
            yield Diagnostic(
                "W512",
                f"rules use `{fact.name}`, and yet no decision depends on it",
                Pointer(guideline.text, fact.span),
                help="see which rules use it and why they never tell it apart, or remove it",
            )
