"""Studies that are used instead of others: by special cases, or where one is ruled out."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from imaging_rules.diagram.store import AND, FALSE, HIGHER, NOTHING, ONLY_IF, Store


@frozen
class Exchange:
    """When studies keep what is recommended of them, and when another is used instead.

    ``kept`` says for each study that may lose what is recommended of it when it does not, and
    ``routes`` for each study that may be used instead of others when it is, by those others.
    """

    kept: dict[str, int]
    routes: dict[str, dict[str, int]]

    def left(self, store: Store, recommended: Mapping[str, int], study: str) -> int:
        """Return what is recommended of a study afterwards.

        Args:
            store: Where the diagrams are.
            recommended: What is recommended of each study before; one that is left out has nothing.
            study: The study to tell of.

        Raises:
            OverBudgetError: The budget of the store is used up.
        """
        result = recommended.get(study, NOTHING)
        if study in self.kept:
            result = store.combine(ONLY_IF, self.kept[study], result)
        for other, route in self.routes.get(study, {}).items():
            said = store.combine(ONLY_IF, route, recommended.get(other, NOTHING))
            result = store.combine(HIGHER, said, result)
        return result

    def reached(self, studies: Iterable[str]) -> list[str]:
        """Return studies, and those that may be used instead of one of them."""
        own = dict.fromkeys(studies)
        used = (use for use, others in self.routes.items() if own.keys() & others.keys())
        return list(own | dict.fromkeys(used))


def where_ruled_out(
    store: Store, barred: Mapping[str, int], instead: Mapping[str, tuple[str, ...]]
) -> tuple[Exchange, Exchange]:
    """Return how studies that are ruled out are exchanged, and which are passed over in that.

    In the second, what a study is left with is what would be recommended of it if it alone were
    not ruled out; it tells of those in ``barred`` only.

    Args:
        store: Where the diagrams are.
        barred: For each study that may be ruled out when it is.
        instead: For each study those that may be used instead, in their order.

    Raises:
        OverBudgetError: The budget of the store is used up.
    """
    routes: dict[str, dict[str, int]] = {}
    passed: dict[str, dict[str, int]] = {}
    for study, ruled_out in barred.items():
        # All that come before in the list are ruled out.
        open_to = ruled_out
        for use in instead[study]:
            barred_too = barred.get(use, FALSE)
            free = store.negation(barred_too)
            routes.setdefault(use, {})[study] = store.combine(AND, open_to, free)
            open_to = store.combine(AND, open_to, barred_too)
            if use in barred:
                passed.setdefault(use, {})[study] = open_to
    kept = {study: store.negation(ruled_out) for study, ruled_out in barred.items()}
    return Exchange(kept, routes), Exchange(dict(barred), passed)
