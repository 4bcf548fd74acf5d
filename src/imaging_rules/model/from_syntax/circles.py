"""Order by dependence, and the circles that make it impossible."""

from collections.abc import Iterable, Iterator, Mapping

from imaging_rules.model.conditions import All, AtLeast, Condition, Defined, Not


def defined_in(condition: Condition) -> Iterator[str]:
    """Yield the names of the definitions that a condition uses directly."""
    match condition:
        case Defined(name):
            yield name
        case Not(part):
            yield from defined_in(part)
        case All(parts) | AtLeast(parts=parts):
            for part in parts:
                yield from defined_in(part)


def ordered(needs: Mapping[str, Iterable[str]]) -> tuple[list[str], list[str]]:
    """Return names in an order in which each stands after all that it needs, and a circle.

    Args:
        needs: For each name, those it needs. Names that are not keys are left out of account.

    Returns:
        The order, and the names of one circle in turn; without a circle the second is empty.
    """
    order: list[str] = []
    done: set[str] = set()
    for start in needs:
        path: list[tuple[str, Iterator[str]]] = []
        on_path: dict[str, None] = {}
        step: str | None = start
        while step is not None or path:
            if step is not None and step not in done and step in needs:
                if step in on_path:
                    names = list(on_path)
                    return order, names[names.index(step) :]
                on_path[step] = None
                path.append((step, iter(needs[step])))
            step = next(path[-1][1], None) if path else None
            if step is None and path:
                finished = path.pop()[0]
                on_path.pop(finished)
                done.add(finished)
                order.append(finished)
                step = None
    return order, []
