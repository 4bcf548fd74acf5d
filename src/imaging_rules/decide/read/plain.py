"""The shortest way to read a patient: all that matters is stated, and in the plainest form.

So are most patients of whom a record is complete. Like that of `read`, the source is written once
for each guideline and holds positions and numbers only; what it reads is tested to be the same.
"""

from collections.abc import Callable
from functools import partial
from operator import itemgetter
from typing import Any, TypeAlias

from imaging_rules.decide.read.plain_source import plainest_forms
from imaging_rules.decide.read.states import AsRead, as_state, unstated
from imaging_rules.diagram.from_model import Diagrams
from imaging_rules.diagram.search import asked
from imaging_rules.diagram.walk import end_of
from imaging_rules.diagram.written import expression
from imaging_rules.model.facts import YesNoType
from imaging_rules.model.guideline import Guideline

MOST_FACTS = 1_000
"""Of how many facts patients are read in the shortest way."""

PlainReader: TypeAlias = Callable[[dict[str, Any]], AsRead | None]
"""Returns a patient as read, or ``None`` where this way does not serve."""


def plain_reader(guideline: Guideline, diagrams: Diagrams) -> PlainReader:
    """Return the function that reads patients of whom all that matters is stated plainly.

    What matters are the facts on which the level or a study depends. Of others nothing need be
    stated; no screen may be answered, and there may be no name but those of facts.
    """
    facts, store = guideline.facts, diagrams.store
    roots = (diagrams.level, *diagrams.studies.values())
    decides = asked(store, roots, counted=False)
    matter = [place for place, fact in enumerate(facts) if diagrams.place[fact.name] in decides]
    # An `itemgetter` of one name returns no tuple, and a very long function takes much memory.
    if len(matter) < 2 or len(facts) > MOST_FACTS:
        return lambda facts: None
    others = [place for place, fact in enumerate(facts) if diagrams.place[fact.name] not in decides]
    scope: dict[str, Any] = {"matter": itemgetter(*(facts[place].name for place in matter))}
    values = [f"v{place}" for place in range(len(facts))]
    found = ["def read_plain(facts):", " stated = len(facts)"]
    found += [f" if stated < {len(matter)}: return None", " try:"]
    found.append(f"  {''.join(f'{values[place]}, ' for place in matter)}= matter(facts)")
    found += [" except KeyError:", "  return None"]
    if others:
        names = [values[place] for place in others]
        found += [f" if stated == {len(matter)}:", f"  {' = '.join(names)} = None", " else:"]
        for place in others:
            scope[f"N{place}"] = facts[place].name
            found.append(f"  {values[place]} = facts.get(N{place})")
        more = "".join(f" + ({name} is not None)" for name in names)
        found.append(f"  if stated != {len(matter)}{more}: return None")
    else:
        found.append(f" if stated != {len(matter)}: return None")
    tests, states = [], list(values)
    for place, fact in enumerate(facts):
        v, is_open = values[place], ""
        if place in others:
            scope[f"U{place}"] = as_state(unstated(fact))
            is_open = f"U{place} if {v} is None else "
        if isinstance(fact.type, YesNoType):
            # True and False are the states 1 and 0 as they are.
            tests.append(f"({v} is False or {v} is True{f' or {v} is None' if is_open else ''})")
            states[place] = f"({is_open}{v})"
            continue
        forms = (f"{state} if {test} else " for test, state in plainest_forms(place, fact, scope))
        states[place] = f"s{place}"
        found.append(f" {states[place]} = {is_open}{''.join(forms)}None")
        found.append(f" if {states[place]} is None: return None")
    if tests:
        found.append(f" if not ({' and '.join(tests)}): return None")
    names = [states[place] for place in diagrams.order]
    patient = "".join(f"{name}, " for name in names)
    given = "".join(f"{name}, " for name in values) + "None, " * len(guideline.screens)
    end = expression(store, diagrams.level, names) or f"walked(({patient}))"
    scope["walked"] = partial(end_of, store, diagrams.level)
    found.append(f" return ({patient}), ({given}), {end}, False")
    exec("\n".join(found), scope)
    written: PlainReader = scope["read_plain"]
    return written
