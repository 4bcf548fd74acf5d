"""A diagram restricted to what is known of a patient, and reduced again.

Only open variables are left, and each one left matters: a node whose children come to the same
is taken out. So the restricted diagram asks exactly the facts that are needed for it.
"""

from collections.abc import Sequence

from attrs import frozen

from imaging_rules.diagram.store import TERMINALS, Store
from imaging_rules.diagram.walk import States

_ENDS = {end: end for end in range(TERMINALS)}
END_MASKS = {end: 1 << end for end in range(TERMINALS)}
"""For each end the mask of what is below it: itself."""


@frozen
class Restricted:
    """A restricted diagram.

    ``children`` holds for each node that is left what it leads to, one for each value that is
    still possible; ``variable`` what each asks; ``reach`` the mask of the ends below each. There
    may be nodes that cannot be reached from ``root``.
    """

    root: int
    variable: Sequence[int]
    children: dict[int, tuple[int, ...]]
    reach: dict[int, int]

    @property
    def mask(self) -> int:
        """The mask of all ends that the patient can still reach, exactly."""
        return self.reach[self.root]

    def pivots(self) -> dict[int, int]:
        """Return for each variable that matters the mask of the ends it turns between.

        Two completions of the patient that differ in one variable alone and reach different ends
        turn on that variable.
        """
        found: dict[int, int] = {}
        reach, asked, children = self.reach, self.variable, self.children
        pending = [self.root] if self.root >= TERMINALS else []
        seen = set(pending)
        while pending:
            node = pending.pop()
            below = children[node]
            for child in below:
                if child >= TERMINALS and child not in seen:
                    seen.add(child)
                    pending.append(child)
            variable = asked[node]
            mask = found.get(variable, 0)
            everything = reach[node]
            if not everything & ~mask:
                continue
            if len(below) == 2:
                # Most facts are yes or no, and most answers to yes end the matter.
                a, b = below
                if a < TERMINALS or b < TERMINALS or not reach[a] & reach[b]:
                    found[variable] = mask | everything
                    continue
            several = tuple(dict.fromkeys(below))
            overlapping = []
            for place, a in enumerate(several):
                for b in several[place + 1 :]:
                    if self._tell_apart(a, b):
                        mask |= reach[a] | reach[b]
                    else:
                        overlapping.append((a, b))
            # Most often all ends below are counted by now, and no pair need be walked.
            if overlapping and everything & ~mask:
                mask |= self._differences(overlapping)
            found[variable] = mask
        return found

    def _tell_apart(self, a: int, b: int) -> bool:
        """Whether two different diagrams differ at every end that either comes to.

        They do where no end is common to them, and where one of them always comes to the same
        end: the other then comes to another one at times.
        """
        return a < TERMINALS or b < TERMINALS or not self.reach[a] & self.reach[b]

    def _differences(self, pairs: list[tuple[int, int]]) -> int:
        """Return the mask of the ends at which the diagrams of some pair differ."""
        reach, variable, children = self.reach, self.variable, self.children
        mask = 0
        seen = set()
        while pairs:
            a, b = pair = pairs.pop()
            if self._tell_apart(a, b):
                mask |= reach[a] | reach[b]
            elif pair not in seen:
                seen.add(pair)
                var = min(variable[a], variable[b])
                ones = children[a] if variable[a] == var else (a,) * len(children[b])
                others = children[b] if variable[b] == var else (b,) * len(children[a])
                pairs += [(x, y) for x, y in zip(ones, others, strict=True) if x != y]
        return mask


def restricted(store: Store, root: int, states: States) -> Restricted:
    """Return a diagram restricted to what is known of a patient, and reduced again."""
    variable, children = store.variable, store.children
    while root >= TERMINALS and (state := states[variable[root]]).__class__ is int:
        root = children[root][state]
    below: dict[int, list[int]] = {}
    pending = [root] if root >= TERMINALS else []
    while pending:
        node = pending.pop()
        if node in below:
            continue
        below[node] = found = []
        under = children[node]
        for value in states[variable[node]]:  # type: ignore[union-attr]
            child = under[value]
            while child >= TERMINALS:
                state = states[variable[child]]
                if state.__class__ is not int:
                    pending.append(child)
                    break
                child = children[child][state]
            found.append(child)
    # A node is made after its children, so in the order of their numbers children come first.
    same = dict(_ENDS)
    reach = dict(END_MASKS)
    left: dict[int, tuple[int, ...]] = {}
    known: dict[tuple[int, tuple[int, ...]], int] = {}
    for node in sorted(below):
        reduced = tuple([same[child] for child in below[node]])
        first = reduced[0]
        if reduced.count(first) == len(reduced):
            same[node] = first
            continue
        key = (variable[node], reduced)
        twin = same[node] = known.setdefault(key, node)
        if twin == node:
            left[node] = reduced
            mask = 0
            for child in reduced:
                mask |= reach[child]
            reach[node] = mask
    return Restricted(same[root], variable, left, reach)
