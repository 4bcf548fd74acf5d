"""Order by dependence, and the circles that make it impossible."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from imaging_rules.model.conditions import Condition, Defined, walk

MOST_LINKS = 6
"""How many names of one circle are told."""


def defined_in(condition: Condition) -> Iterator[str]:
    """Return the names of the definitions that a condition uses directly."""
    return (each.name for each in walk(condition) if isinstance(each, Defined))


def chain(circle: Sequence[str]) -> str:
    """Return the words for a circle, from its first name back to it; a long one cut short."""
    return " → ".join(f"`{name}`" for name in [*circle[:MOST_LINKS], circle[0]])


def ordered(needs: Mapping[str, Iterable[str]]) -> tuple[list[str], list[list[str]]]:
    """Return names in an order in which each stands after all that it needs, and the circles.

    Args:
        needs: For each name, those it needs. Names that are not keys are left out of account.

    Returns:
        The order, and the names of each circle in turn. Without a circle the order holds every
        name; circles that have a name in common are told as one.
    """
    order: list[str] = []
    circles: list[list[str]] = []
    told: set[str] = set()
    done: set[str] = set()
    for start in needs:
        path: list[tuple[str, Iterator[str]]] = []
        on_path: dict[str, int] = {}
        step: str | None = start
        while step is not None or path:
            if step is not None and step in on_path:
                circle = [name for name, _ in path[on_path[step] :]]
                if told.isdisjoint(circle):
                    circles.append(circle)
                    told.update(circle)
            elif step is not None and step not in done and step in needs:
                on_path[step] = len(path)
                path.append((step, iter(needs[step])))
            step = next(path[-1][1], None) if path else None
            if step is None and path:
                finished = path.pop()[0]
                on_path.pop(finished)
                done.add(finished)
                order.append(finished)
    return order, circles
