"""A patient's facts, in any of the forms in which a caller may hold them, and their names."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, TypeAlias

import attrs

from imaging_rules.decide.read.other_forms import patient_given
from imaging_rules.decide.read.stated_value import plain
from imaging_rules.diagnostics import nearest
from imaging_rules.errors import FactsError, Mistake, OtherGuidelineError
from imaging_rules.values.frozen import Frozen
from imaging_rules.values.hidden import Hidden

Ignore: TypeAlias = Iterable[str] | bool
"""Names that need not be facts; or ``True`` for all that are not near to the name of one."""

_MOST_SUGGESTIONS = 50

FACT = "imaging_rules.fact"
"""Under this key the metadata of a field name its fact, where its own name is another.

``None`` says that the field is no fact.
"""


def names_to_ignore(given: Ignore) -> Collection[str] | bool:
    """Return names that may be gone through more than once.

    Raises:
        TypeError: It is neither names nor ``True`` or ``False``.
    """
    if isinstance(given, bool):
        return given
    # One name is most likely meant where a text is given for several.
    if isinstance(given, str):
        return (given,)
    try:
        return frozenset(given)
    except TypeError:
        kind = type(given).__name__
        raise TypeError(f"`ignore` is True, or names of no facts, and {kind} was given") from None


def unknown_names(
    facts: Iterable[object], names: frozenset[str], ignore: Collection[str] | bool, none_has: str
) -> list[Mistake]:
    """Return a mistake for each name that is no fact and is not to be ignored.

    A name that is near to the name of a fact is a mistake where all others are ignored: what it
    was to say would be lost.

    Args:
        facts: The names that were given.
        names: Those of the facts and screens.
        ignore: As `names_to_ignore` returns it.
        none_has: The words before the name, such as ``nexus has no fact``.
    """
    if names.issuperset(facts):
        return []
    if ignore is True:
        near = _near_misses(frozenset(facts).difference(names), names)
        return [
            _unknown(name, near[name], none_has, " If it is no fact, leave it out")
            for name in facts
            if isinstance(name, str) and name in near
        ]
    by_name = () if isinstance(ignore, bool) else ignore
    found = []
    for place, name in enumerate(n for n in facts if n not in names and n not in by_name):
        if not isinstance(name, str):
            told = "the name of a fact is a text, and one of those given is not"
            found.append(Mistake("", told, "unknown_name", None, name))
            continue
        meant = nearest(name, names) if place < _MOST_SUGGESTIONS else None
        found.append(_unknown(name, meant, none_has))
    return found


def _unknown(name: str, near: str | None, none_has: str, otherwise: str = "") -> Mistake:
    mend = f": did you mean `{near}`?{otherwise}" if near else ""
    return Mistake(name, f"{none_has} `{name}`{mend}", "unknown_name", near)


# All rows of a table have the same names.
@lru_cache(maxsize=16)
def _near_misses(given: frozenset[object], names: frozenset[str]) -> dict[str, str]:
    """Return for those of the names given that are near to the name of a fact that name."""
    found = ((name, nearest(name, names)) for name in given if isinstance(name, str))
    return {name: near for name, near in found if near is not None}


def _stated(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    # Held as plain values, what is stated can no longer be changed from outside.
    values = {name: plain(value) for name, value in facts.items() if value is not None}
    return MappingProxyType(values)


@attrs.frozen(init=False, repr=False, eq=False)
class PatientFacts(Frozen):
    """The facts of one patient, immutable.

    ``stated`` maps the name of each fact that is stated to its value. ``repr`` shows how many
    facts there are, and no patient's values; nor does anything else that prints objects.

    Examples:
        >>> from imaging_rules import PatientFacts, evaluate
        >>> facts = PatientFacts(age=42, fever_or_chills=True)
        >>> facts
        PatientFacts(2 stated)
        >>> evaluate(facts).recommendation.name
        'IMAGE_URGENTLY'
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


def made_for(facts: object) -> tuple[str, str] | None:
    """Return the guideline that a class of facts was written for: its name, and its hash."""
    kind = type(facts)
    name = getattr(kind, "__guideline__", None)
    sha256 = getattr(kind, "__sha256__", None)
    return (name, sha256) if isinstance(name, str) and isinstance(sha256, str) else None


def check_class(facts: object, guidelines: Mapping[str, str]) -> None:
    """Refuse facts of a class that was written for none of some guidelines as they are now.

    Facts of the same names may have other units or other meanings there, and nobody would notice.

    Args:
        facts: The facts of a patient, in any form.
        guidelines: The guidelines that they are for: the name of each, by the hash of its text.

    Raises:
        OtherGuidelineError: Their class was written for another guideline, or another text of it.
    """
    made = made_for(facts)
    if made and made[1] not in guidelines:
        name, names = made[0], list(guidelines.values())
        raise OtherGuidelineError(
            f"the class {type(facts).__name__} was written",
            name,
            name if name in names else names[0],
            "write it anew with `imaging-rules export --format python`",
        )


def as_dict(facts: Facts) -> dict[str, Any]:
    """Return facts by name, from a mapping, a ``PatientFacts``, or an attrs or dataclass instance.

    A field of a class has the name of its fact, unless its metadata name the fact under `FACT`:
    some names of facts are words of Python, which no field can have. With ``None`` there, the
    field is no fact.

    Raises:
        FactsError: It is none of these.
    """
    if isinstance(facts, PatientFacts):
        return dict(facts.stated)
    if isinstance(facts, Mapping):
        return dict(facts)
    kind: Any = type(facts)
    fields: Iterable[Any] | None = None
    if attrs.has(kind):
        fields = attrs.fields(kind)
    elif dataclasses.is_dataclass(kind):
        fields = dataclasses.fields(kind)
    if fields is not None:
        named = ((each.metadata.get(FACT, each.name), each.name) for each in fields)
        return {fact: getattr(facts, field) for fact, field in named if fact is not None}
    raise FactsError(
        [
            Mistake(
                "",
                "the facts of a patient come as a mapping from names to values, as PatientFacts, "
                "or as an instance of an attrs class or a dataclass, "
                f"and {patient_given(facts)}",
                "wrong_form",
            )
        ]
    )
