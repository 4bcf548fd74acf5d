"""A patient's facts, in any of the forms in which a caller may hold them."""

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, TypeAlias

import attrs

from imaging_rules.decide.read.stated_value import plain
from imaging_rules.errors import FactsError, Mistake
from imaging_rules.values.frozen import Frozen
from imaging_rules.values.hidden import Hidden

FACT = "imaging_rules.fact"
"""Under this key the metadata of a field name its fact, where its own name is another."""


def _stated(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    # Held as plain values, what is stated can no longer be changed from outside.
    values = {name: plain(value) for name, value in facts.items() if value is not None}
    return MappingProxyType(values)


@attrs.frozen(init=False, repr=False, eq=False)
class PatientFacts(Frozen):
    """The facts of one patient, immutable.

    ``stated`` maps the name of each fact that is stated to its value. ``repr`` shows how many
    facts there are, and no patient's values; nor does anything else that prints objects.
    """

    _stated: Hidden[Mapping[str, Any]]

    def __init__(self, /, **facts: Any) -> None:
        """Keep the facts given.

        Args:
            facts: Each fact by its name, in the forms that `evaluate` accepts.

        Unknown:
            A fact left out and a fact given as ``None`` are the same: not stated. ``unknown``
            says that it was asked about and is not known.
        """
        self.__attrs_init__(Hidden(_stated(facts)))

    @property
    def stated(self) -> Mapping[str, Any]:
        """What is stated, by the names of facts."""
        return self._stated.value

    def __repr__(self) -> str:
        return f"PatientFacts({len(self.stated)} stated)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PatientFacts):
            return NotImplemented
        mine, theirs = self.stated, other.stated
        # To Python, 1 is True, and to a guideline it is not.
        return mine == theirs and all(type(mine[name]) is type(theirs[name]) for name in mine)

    def __hash__(self) -> int:
        return hash(frozenset(self.stated.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (dict(self.stated),)


def _again(stated: dict[str, Any]) -> PatientFacts:
    return PatientFacts(**stated)


class _Attrs(Protocol):
    # To pyright, `attrs.AttrsInstance` is a protocol that anything fulfils.
    __attrs_attrs__: ClassVar[Any]


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


Facts: TypeAlias = Mapping[str, object] | PatientFacts | _Attrs | _Dataclass
"""What the facts of a patient may be given as.

A mapping from names to values, a `PatientFacts`, or an instance of an attrs class or a dataclass,
such as one that ``imaging-rules export --format python`` writes.
"""


def as_dict(facts: Facts) -> dict[str, Any]:
    """Return facts by name, from a mapping, a ``PatientFacts``, or an attrs or dataclass instance.

    A field of a class has the name of its fact, unless its metadata name the fact under `FACT`:
    some names of facts are words of Python, which no field can have.

    Raises:
        FactsError: It is none of these.
    """
    if isinstance(facts, PatientFacts):
        return dict(facts.stated)
    if isinstance(facts, Mapping):
        return dict(facts)
    kind: Any = type(facts)
    if attrs.has(kind):
        return {a.metadata.get(FACT, a.name): getattr(facts, a.name) for a in attrs.fields(kind)}
    if dataclasses.is_dataclass(facts) and not isinstance(facts, type):
        fields = dataclasses.fields(facts)
        return {f.metadata.get(FACT, f.name): getattr(facts, f.name) for f in fields}
    raise FactsError(
        [
            Mistake(
                "",
                "the facts of a patient come as a mapping from names to values, as PatientFacts, "
                "or as an instance of an attrs class or a dataclass, "
                f"and {type(facts).__name__} was given",
                "wrong_form",
            )
        ]
    )
