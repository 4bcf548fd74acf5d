"""The record of a decision looked at again: would the same be decided today?"""

from collections.abc import Iterator, Mapping
from datetime import date
from os import PathLike
from typing import Any, NoReturn

from attrs import field, frozen

from imaging_rules.decide.decision import Decision
from imaging_rules.decide.record import SCHEMA
from imaging_rules.errors import FactsError, Mistake, RecordError, UnknownGuidelineError
from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.names import shown
from imaging_rules.values.hidden import Hidden, hidden

# What is decided, beside the studies and the contradictions; all else says why, or what else.
_ABSENT = object()
_DECIDES = (
    "recommendation",
    "possible",
    "settled",
    "complete",
    "may_rise_to",
    "study",
    "no_study_left",
)
_RESTS_ON = {
    ("library",): "the version of the library",
    ("language",): "the version of the language",
    ("guideline", "name"): "the name of the guideline",
    ("guideline", "version"): "the version of the guideline",
    ("guideline", "status"): "the status of the guideline",
    ("guideline", "sha256"): "the hash of the guideline",
}


@frozen
class RecordDifference:
    """One thing that is today not as a record has it.

    ``part`` is the way to it in the record, such as ``decision.recommendation``, and ``words`` a
    sentence, with no value of the patient. ``recorded`` and ``today`` are what the record has and
    what it would have today, as plain data.

    Examples:
        >>> from imaging_rules import evaluate, reopen
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> found = reopen({**decision.to_dict(), "library": "0.0.1"})
        >>> found.besides[0].part, found.besides[0].recorded
        ('library', '0.0.1')
    """

    part: str
    words: str
    _recorded: Hidden[Any] = field(converter=hidden, repr=False)
    _today: Hidden[Any] = field(converter=hidden, repr=False)

    @property
    def recorded(self) -> Any:
        """What the record has there."""
        return self._recorded.value

    @property
    def today(self) -> Any:
        """What it would have there today; ``None`` where that is nothing."""
        return self._today.value


@frozen
class Reopened:
    """The decision of a record beside what would be decided today.

    Attributes:
        same: Whether the same would be decided: the recommendation, what is possible, what is said
            of the studies, and what contradicts itself.
        differences: What would be otherwise of that; empty where ``same`` is true.
        besides: What else is not as in the record: versions, the hash of the guideline, and what
            is said beside the decision.
        decision: What would be decided today, for the day of the record; ``None`` where the facts
            of the record can no longer be used.

    Examples:
        >>> from imaging_rules import evaluate, reopen
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> print(reopen(decision.to_dict()).explain(), end="")
        The same would be decided today.
    """

    same: bool
    differences: tuple[RecordDifference, ...]
    besides: tuple[RecordDifference, ...]
    decision: Decision | None

    def explain(self) -> str:
        """Return what differs as people read it, in plain text, a line each."""
        head = "The same would be decided today." if self.same else "It would be otherwise today."
        told = (*self.differences, *self.besides)
        return "\n".join([head, *(f"  {each.words}" for each in told)]) + "\n"

    def __bool__(self) -> NoReturn:
        raise TypeError("a record that was reopened is not a yes or a no: look at its `same`")


def reopen(
    record: Mapping[str, Any], guideline: Guideline | str | PathLike[str] | None = None
) -> Reopened:
    """Return whether the decision of a record would be the same today, and what differs.

    Args:
        record: What `Decision.to_dict` returned, also after a way through JSON.
        guideline: The guideline to decide by: a `Guideline`, or a name or a path as `load` takes
            them. Without it, the one that has the recorded name in the recorded package. One that
            was read from a file or a text has to be given: no file is opened because a record
            says so.

    Returns:
        Whether the same would be decided of the same facts for the same day; what differs, in
        sentences and as data; and today's decision.

    Raises:
        RecordError: It is no record of a decision, or one of a later library.
        UnknownGuidelineError: There is no such guideline, or the record names none.
        GuidelineError: The guideline's file has errors.

    Units:
        Numbers are read in the units that the record names, whatever the guideline has today.

    Unknown:
        What was stated as unknown or in part is so again, and what could not be read is unknown.
        Where the facts of the record can no longer be used, it is not the same.

    Examples:
        >>> from imaging_rules import evaluate, reopen
        >>> decision = evaluate({"age": 42, "fever_or_chills": True})
        >>> reopen(decision.to_dict()).same
        True
    """
    day = _day(record)
    chosen = load(_name(record) if guideline is None else guideline)
    try:
        decision = chosen.evaluate(_facts(record, chosen), today=day)
    except FactsError as problem:
        stated = record["facts"]["stated"]
        lost = tuple(
            RecordDifference(f"facts.stated.{each.fact}", each.problem, stated.get(each.fact), None)
            for each in problem.mistakes
        )
        # What the guideline is can be told without facts.
        none_stated = chosen.evaluate({}, today=day).to_dict()
        return Reopened(False, lost, tuple(_rests_on(record, none_stated)), None)
    today = decision.to_dict()
    decided = tuple(_decided(record["decision"], today["decision"]))
    besides = (*_rests_on(record, today), *_said(record, today, {each.part for each in decided}))
    return Reopened(not decided, decided, besides, decision)


def _day(record: object) -> date:
    """Return the day of a record.

    Raises:
        RecordError: It is no record of a decision, or one of a later library.
    """
    match record:
        case {
            "schema": int(schema),
            "library": str(library),
            "day": str(day),
            "guideline": {"name": str(), "sha256": str()},
            "facts": {"stated": Mapping()} as facts,
            "decision": {
                "recommendation": str(),
                "studies": [*studies],
                "contradictions": [*contradictions],
            },
        } if (
            all(
                isinstance(part, Mapping) and isinstance(part.get("name"), str)
                for part in (*studies, *contradictions)
            )
            and isinstance(facts.get("units", {}), Mapping)
            and _is_day(day)
        ):
            if schema <= SCHEMA:
                return date.fromisoformat(day)
            raise RecordError(
                f"the record is of schema {schema}, from version {shown(library)} of the library, "
                f"and this version reads schema {SCHEMA}"
            )
    raise RecordError("what was given is no record of a decision, as `Decision.to_dict` returns it")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _name(record: Mapping[str, Any]) -> str:
    """Return the name of the guideline of a record, in full.

    Raises:
        UnknownGuidelineError: It was read from a file or a text, and has no name to find it by.
    """
    match record["guideline"].get("origin"):
        case {"package": str(package), "name": str(name)} if package and name:
            return f"{package}:{name}"
        case {"path": str(path)} if path:
            where = f"the file {shown(path)}"
        case _:
            where = "a text"
    raise UnknownGuidelineError(
        f"the guideline of the record was read from {where}, and not by its name: load it, and "
        "give it beside the record"
    )


def _facts(record: Mapping[str, Any], guideline: Guideline) -> dict[str, Any]:
    """Return the facts that a record states, its numbers in the units that it names.

    Raises:
        FactsError: A number had no unit, and has one today.
    """
    facts, units = record["facts"], record["facts"].get("units", {})
    now = {each.name: each.answer.unit for each in guideline.facts}
    changed = [
        Mistake(
            name,
            f"`{name}` had no unit in the record, and is a number of {now[name]} today",
            "other_unit",
        )
        for name, unit in units.items()
        if not unit and now.get(name)
    ]
    if changed:
        raise FactsError(changed)
    return {name: _in_unit(value, units.get(name)) for name, value in facts["stated"].items()}


def _in_unit(value: Any, unit: str | None) -> Any:
    match value:
        case {"between": [low, high]}:
            return {"between": [_in_unit(low, unit), _in_unit(high, unit)]}
        case dict():
            return {form: _in_unit(content, unit) for form, content in value.items()}
        case int() if unit and not isinstance(value, bool):
            return f"{value} {unit}"
    return value


# --- what differs -----------------------------------------------------------------------------


def _decided(recorded: Mapping[str, Any], today: Mapping[str, Any]) -> Iterator[RecordDifference]:
    """Yield what is decided otherwise."""
    for name in _DECIDES:
        was, now = _without_title(recorded.get(name)), _without_title(today[name])
        if was != now and (name in recorded or name != "no_study_left"):
            words = f"`{name}` was {_in_words(was)}, and is {_in_words(now)} today"
            yield RecordDifference(f"decision.{name}", words, was, now)
    for kind, noun in (("studies", "study"), ("contradictions", "contradiction")):
        before, after = _by_name(recorded[kind]), _by_name(today[kind])
        for name in {**before, **after}:
            was, now = before.get(name), after.get(name)
            if _decisive(was) == _decisive(now):
                continue
            words = f"the {noun} `{shown(name)}` was {_told(was)}, and is {_told(now)} today"
            yield RecordDifference(f"decision.{kind}.{name}", words, was, now)


def _without_title(value: Any) -> Any:
    """Return the name of the study that a recommendation is for; any other value as it is."""
    return value.get("name") if isinstance(value, Mapping) else value


def _by_name(parts: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {each["name"]: each for each in parts}


def _decisive(part: Mapping[str, Any] | None) -> object:
    """Return what is said of a study, or whether there is a contradiction: texts aside."""
    return part and (part.get("recommendation"), part.get("possible"))


def _told(part: Mapping[str, Any] | None) -> str:
    if part is None:
        return "not there"
    if "recommendation" not in part:
        return "found"
    return f"{_in_words(part['recommendation'])} ({_in_words(part.get('possible'))})"


def _in_words(value: Any) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case list():
            return " or ".join(map(_in_words, value))
    return f"‘{shown(value)}’"


def _rests_on(record: Mapping[str, Any], today: Mapping[str, Any]) -> Iterator[RecordDifference]:
    """Yield on what else the decision rests today."""
    for way, what in _RESTS_ON.items():
        was, now = _at(record, way), _at(today, way)
        if was is not _ABSENT and was != now:
            words = f"{what} was {_in_words(was)}, and is {_in_words(now)} today"
            yield RecordDifference(".".join(way), words, was, now)


def _said(
    record: Mapping[str, Any], today: Mapping[str, Any], decided: set[str]
) -> Iterator[RecordDifference]:
    """Yield what is said otherwise, and decides nothing."""
    told = {".".join(part.split(".")[:2]) for part in decided}
    ways = [("facts", name) for name in today["facts"] if name != "refused"]
    ways += [("decision", name) for name in today["decision"]]
    for way in (each for each in ways if ".".join(each) not in told):
        was, now = _at(record, way), _at(today, way)
        # What a later version has added is nothing that differs.
        if was is not _ABSENT and was != now:
            part = ".".join(way)
            yield RecordDifference(part, f"`{part}` has other contents today", was, now)


def _at(record: Mapping[str, Any], way: tuple[str, ...]) -> Any:
    found: Any = record
    for name in way:
        found = found.get(name, _ABSENT)
    return found
