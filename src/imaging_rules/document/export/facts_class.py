"""A class for the facts of a guideline, as the source of a Python module.

An editor completes the names of its fields, and a type checker finds a wrong one. A fact whose
name is a word of Python has an underscore after it, and the metadata of the field say its name.
"""

from collections.abc import Iterator
from keyword import iskeyword

from imaging_rules.decide.read.facts import FACT
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Screen, YesNoType
from imaging_rules.model.notes import Notes
from imaging_rules.text.words import WIDTH, wrapped
from imaging_rules.values.numbers import decimal_text, quantity_text
from imaging_rules.values.units import CALENDAR, TIME

_INDENT = "    "
# Aliases have capital letters, so that no fact can have the name of one.
_ALIASES = {
    "_YesNo": "bool | Unknown | None",
    "_Whole": "int | str | Between[int | str] | Unknown | None",
    "_Number": "_Amount | Between[_Amount] | Unknown | None",
    "_WholeDate": "int | str | date | Between[int | str] | Unknown | None",
    "_NumberDate": "_Amount | date | Between[_Amount] | Unknown | None",
    "_WholeTime": "int | str | date | timedelta | Between[int | str | timedelta] | Unknown | None",
    "_NumberTime": "_Amount | date | timedelta | Between[_Amount | timedelta] | Unknown | None",
    "_Screen": 'Literal["none"] | Unknown | None',
}
_SUFFIXES = {TIME: "Time", CALENDAR: "Date"}
_AMOUNTS = {"_Number", "_NumberDate", "_NumberTime"}
_AMOUNT = "int | float | Decimal | Fraction | str"


def facts_class(guideline: Guideline) -> str:
    """Return the source of a module with a class for the facts of a guideline.

    Returns:
        The source: the same for the same guideline, and with no imports but from the standard
        library and the public names of `imaging_rules`.
    """
    model = guideline.model
    asked: list[Fact | Screen] = [*model.facts, *model.screens]
    fields = _field_names([each.name for each in asked])
    body = [line for each in asked for line in _field(fields[each.name], each, _kind(each))]
    kinds = {_kind(each) for each in asked}
    name = "".join(part.capitalize() for part in guideline.name.split("_")) + "Facts"
    lines = [
        *_module_docstring(guideline, name),
        "",
        *_imports(kinds, renamed=any(field != fact for fact, field in fields.items())),
        "",
        *_aliases(kinds),
        "",
        "",
        # What is known of a patient is not shown by accident.
        "@dataclass(frozen=True, kw_only=True, repr=False)",
        f"class {name}:",
        *_class_docstring(guideline),
        f'{_INDENT}__guideline__ = "{guideline.name}"',
        f'{_INDENT}__sha256__ = "{guideline.sha256}"',
        "",
        *body,
    ]
    return "\n".join(lines).rstrip() + "\n"


def _field_names(facts: list[str]) -> dict[str, str]:
    """Return the field of each fact: its own name, underscored where that is a word of Python."""
    taken = set(facts)
    found = {}
    for fact in facts:
        field = fact
        while iskeyword(field) or (field != fact and field in taken):
            field += "_"
        taken.add(field)
        found[fact] = field
    return found


def _kind(asked: Fact | Screen) -> str:
    """Return the alias for what a fact or a screen may be given as; empty for a choice."""
    if isinstance(asked, Screen):
        return "_Screen"
    match asked.type:
        case YesNoType():
            return "_YesNo"
        case NumberType(_, whole, unit):
            kind = "_Whole" if whole else "_Number"
            return kind + (_SUFFIXES.get(unit.dimension, "") if unit else "")
        case ChoiceType():
            return ""


def _imports(kinds: set[str], renamed: bool) -> Iterator[str]:
    yield "from dataclasses import dataclass" + (", field as _Field" if renamed else "")
    if kinds & {"_WholeTime", "_NumberTime"}:
        yield "from datetime import date, timedelta"
    elif kinds & {"_WholeDate", "_NumberDate"}:
        yield "from datetime import date"
    if kinds & _AMOUNTS:
        yield "from decimal import Decimal"
        yield "from fractions import Fraction"
    typed = ["Literal"] if kinds & {"", "_Screen"} else []
    typed += ["TypeAlias"] if kinds - {""} else []
    if typed:
        yield f"from typing import {', '.join(typed)}"
    used = ["Unknown"] if kinds else []
    used += ["OneOf"] if "" in kinds else []
    used += ["Between"] if kinds - {"", "_YesNo", "_Screen"} else []
    if used:
        yield ""
        yield f"from imaging_rules import {', '.join(sorted(used))}"


def _aliases(kinds: set[str]) -> Iterator[str]:
    if kinds & _AMOUNTS:
        yield f"_Amount: TypeAlias = {_AMOUNT}"
    yield from (f"{name}: TypeAlias = {means}" for name, means in _ALIASES.items() if name in kinds)


def _field(field: str, asked: Fact | Screen, kind: str) -> Iterator[str]:
    default = "None"
    if field != asked.name:
        default = f'_Field(default=None, metadata={{"{FACT}": "{asked.name}"}})'
    if kind:
        yield f"{_INDENT}{field}: {kind} = {default}"
    else:
        assert isinstance(asked, Fact)
        assert isinstance(asked.type, ChoiceType)
        words = ", ".join(f'"{word}"' for word in asked.type.values)
        yield f"{_INDENT}{field}: ("
        yield f"{_INDENT * 2}Literal[{words}]"
        yield f"{_INDENT * 2}| OneOf[Literal[{words}]]"
        yield f"{_INDENT * 2}| Unknown"
        yield f"{_INDENT * 2}| None"
        yield f"{_INDENT}) = {default}"
    told = [asked.ask or asked.name, *filter(None, [asked.explain]), *_told(asked)]
    yield from _docstring(told, _INDENT)
    yield ""


def _told(asked: Fact | Screen) -> Iterator[str]:
    if isinstance(asked, Screen):
        names = ", ".join(name for name, _ in asked.covers)
        yield f'"none" answers what is not stated of {names}.'
    else:
        yield _values(asked)
        if asked.assumed is not None:
            yield f"Not stated, it is assumed: {asked.words(asked.assumed)}."
    source = _source(asked.notes)
    if source:
        yield source


def _values(fact: Fact) -> str:
    match fact.type:
        case YesNoType():
            return "Yes or no: True or False."
        case ChoiceType(values):
            return f"One of {', '.join(values)}."
        case NumberType(range, whole, unit):
            low = decimal_text(range.low) or quantity_text(range.low, unit)
            kind = "A whole number" if whole else "A number"
            told = f"{kind} from {low} to {quantity_text(range.high, unit)}."
            if unit is None:
                return told
            return f"{told} Without a unit it is in {unit.plural}."


def _source(notes: Notes) -> str:
    cited = [
        " ".join(
            filter(None, [each.source, ", ".join(s.id for s in each.statements), each.section])
        )
        for each in notes.citations
    ]
    return f"Source: {'; '.join(cited)}." if cited else ""


def _module_docstring(guideline: Guideline, name: str) -> Iterator[str]:
    version = f" {guideline.version}" if guideline.version else ""
    edition = f"{guideline.name}{version} ({guideline.status})"
    told = [
        f"The facts of the guideline {edition}, for `evaluate` of imaging_rules.",
        f"Written by `imaging-rules export {guideline.name} --format python`. Write it anew "
        "instead of changing it.",
        f"`evaluate({name}(...))` decides. A fact left out, or None, is not stated. `unknown` "
        "says that it was asked and is not known. Of another text of the guideline, and of another "
        "guideline, the facts are refused: write the class anew after each change.",
    ]
    yield from _docstring(told, "")


def _class_docstring(guideline: Guideline) -> Iterator[str]:
    title = guideline.title or guideline.name
    told = [f"What is known of a patient, for: {title}."]
    if guideline.population:
        told.append(f"For {guideline.population}.")
    yield from _docstring(told, _INDENT)
    yield ""


def _docstring(paragraphs: list[str], indent: str) -> Iterator[str]:
    """Yield the lines of a docstring, in which no text can end it or be anything but text."""
    pieces: list[list[str]] = []
    for each in paragraphs:
        plain = " ".join(each.replace("\\", "\\\\").replace('"', "'").split())
        pieces.append(wrapped(plain, width=WIDTH - len(indent) - 3))
    lines = [line for piece in pieces for line in (*piece, "")][:-1]
    if len(lines) == 1:
        yield f'{indent}"""{lines[0]}"""'
        return
    yield f'{indent}"""{lines[0]}'
    yield from (f"{indent}{line}" if line else "" for line in lines[1:])
    yield f'{indent}"""'
