"""No patient's value turns up where nobody looks for it: in whatever prints an object."""

import io
import json
import pickle
import re
import traceback
from collections.abc import Callable
from datetime import date
from pprint import pformat
from typing import Any

import attrs
import cattrs
import pytest
import rich.console
import rich.pretty
import rich.traceback
import structlog

from imaging_rules import (
    FactsError,
    PatientFacts,
    between,
    compare,
    evaluate,
    load,
    one_of,
    reopen,
)
from imaging_rules.decide.read.facts import as_dict
from imaging_rules.document.export.facts_class import facts_class
from imaging_rules.library.interview import Interview
from imaging_rules.library.interview_turns import AskFact

# Values that nothing else could bring: no guideline has these numbers or words.
AGE, CARE, WORD = 31, "3.1415 weeks", "wrosening"
SHOWN = re.compile(r"(?<![\w.])31(?![\w])|77[.,]77|31[.,]77|[3-7][.,]1415|[.,]8585|wrosen")
FACTS: dict[str, Any] = {
    "age": AGE,
    "conservative_care": CARE,
    "symptom_duration": between("5 weeks", "77.77 weeks"),
    "meaningful_improvement": False,
    "red_flags": "none",
    "pregnant": False,
}


def refused() -> FactsError:
    with pytest.raises(FactsError) as raised:
        evaluate(PatientFacts(age=AGE + 0.77, conservative_care="3,1415", leg_weakness=WORD))
    return raised.value


def interview() -> Interview:
    found = Interview(load("low_back_pain"))
    while not isinstance(found.turn, AskFact):
        found = found.answer("none")
    assert found.turn.fact == "age"
    return found.answer(AGE)


DECISION = evaluate(FACTS)
UNREAD = evaluate({**FACTS, "age": AGE + 0.77}, mistakes="unknown")
RECORD = DECISION.to_dict()
OBJECTS: dict[str, Any] = {
    "facts": PatientFacts(**FACTS),
    "between": between(AGE, CARE),
    "one_of": one_of(WORD, AGE),
    "decision": DECISION,
    "not read": UNREAD,
    "parts": (
        DECISION.blocked,
        DECISION.changes,
        DECISION.review_after,
        DECISION.stated,
        DECISION.screened,
        DECISION.assumed,
        DECISION.reasons,
        DECISION.open_rules,
        DECISION.missing,
        DECISION.later,
        DECISION.contradictions,
        UNREAD.refused,
    ),
    "reopened": reopen({**RECORD, "decision": {**RECORD["decision"], "changes": []}}),
    "interview": interview(),
    "comparison": compare({"age": AGE, "conservative_care": CARE}, ["low_back_pain", "acp_2011"]),
    "error": refused(),
    "mistakes": refused().mistakes,
}


def by_rich(shown: Any) -> str:
    console = rich.console.Console(file=io.StringIO(), width=400, record=True)
    console.print(shown)
    console.print(rich.pretty.Pretty(shown, expand_all=True))
    return console.export_text()


def by_rich_traceback(shown: Any) -> str:
    try:
        raise_with(shown)
    except RuntimeError:
        console = rich.console.Console(file=io.StringIO(), width=400, record=True)
        console.print(rich.traceback.Traceback(show_locals=True, locals_max_string=10_000))
        return console.export_text()
    raise AssertionError


def by_structlog(shown: Any) -> str:
    written = io.StringIO()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(written),
        processors=[
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(
                    show_locals=True, locals_max_string=10_000
                )
            ),
            structlog.processors.JSONRenderer(),
        ],
    )
    try:
        raise_with(shown)
    except RuntimeError:
        logger.exception("it failed")
    logger.info("it was", given=shown)
    return written.getvalue()


def raise_with(shown: Any) -> None:
    held = [shown]
    raise RuntimeError(f"{len(held)}")


def by_asdict(shown: Any) -> str:
    if attrs.has(type(shown)):
        found = attrs.asdict(shown)
        return repr(found) + json.dumps(found, default=str) + repr(attrs.astuple(shown))
    return repr(attrs.asdict(attrs.make_class("Holder", ["held"])(shown)))


def by_vars(shown: Any) -> str:
    try:
        return repr(vars(shown)) + pformat(vars(shown))
    except TypeError:
        return ""


RENDERED: dict[str, Callable[[Any], str]] = {
    "repr": repr,
    "str": str,
    "format": lambda shown: f"{shown} {shown!r}",
    "pprint": pformat,
    "rich": by_rich,
    "rich traceback": by_rich_traceback,
    "structlog": by_structlog,
    "attrs.asdict": by_asdict,
    "cattrs": lambda shown: repr(cattrs.unstructure(shown)),
    "vars": by_vars,
}


@pytest.mark.parametrize("way", RENDERED)
@pytest.mark.parametrize("name", OBJECTS)
def test_no_value_is_shown(name: str, way: str) -> None:
    text = RENDERED[way](OBJECTS[name])
    assert SHOWN.findall(text) == []


def test_the_values_can_be_read_by_their_names() -> None:
    """So that what is looked for above is there to be shown."""
    assert OBJECTS["facts"].stated["conservative_care"] == CARE
    assert between(AGE, CARE).low == AGE
    assert one_of(WORD).values == (WORD,)
    assert OBJECTS["interview"].facts["age"] == AGE
    (change, *_) = [each for each in DECISION.changes if each.fact == "conservative_care"]
    assert change.value == CARE
    assert DECISION.review_after is not None
    assert DECISION.review_after.after == "0.8585 weeks"
    assert DECISION.review_after.wait.latest.days == 6
    assert next(each.value for each in DECISION.stated) == f"{AGE} years"
    assert [each.recorded for each in OBJECTS["reopened"].besides] == [[]]
    given = {each.fact: each.given for each in OBJECTS["mistakes"]}
    assert given == {"age": 31.77, "conservative_care": "3,1415", "leg_weakness": WORD}
    meant = {each.fact: each.suggestion for each in OBJECTS["mistakes"]}
    assert meant == {"age": None, "conservative_care": "3.1415", "leg_weakness": "worsening"}


def test_the_text_of_the_error_names_facts_and_what_is_wrong() -> None:
    age, weakness, care = (
        str(OBJECTS["error"]).removeprefix("3 mistakes in the facts given:").split("\n  ")[1:]
    )
    assert age == (
        "`age` is a whole number of years from 0 to 120, and what was given is no whole number: "
        "give completed years"
    )
    assert weakness == (
        "`leg_weakness` is one of none, improving, not_improving, worsening, and another text "
        "was given"
    )
    assert care == (
        "`conservative_care` is a number of weeks from 0 to 520, and signs that may part thousands "
        "or decimals stand between the digits given: write none for thousands, and decimals with "
        "a point, but not three of them"
    )


def test_an_error_shows_no_value_that_it_was_read_from() -> None:
    """Its traceback goes into logs with what the frames of the library hold."""
    facts = PatientFacts(age=AGE, conservative_care="3,1415", symptom_duration=between(1, 77.77))
    for fails in (
        lambda: evaluate(facts),
        lambda: load("low_back_pain").evaluate(facts),
        lambda: compare(facts, ["low_back_pain", "acp_2011"]),
        lambda: evaluate({"age": 31.77, "conservative_care": "3,1415"}),
        lambda: load("low_back_pain").evaluate({"age": 31.77, "conservative_care": "3,1415"}),
        lambda: compare({"age": 31.77, "conservative_care": "3,1415"}, ["nass", "low_back_pain"]),
        lambda: evaluate([("conservative_care", "3,1415")]),  # type: ignore[arg-type]
        lambda: compare([("conservative_care", "3,1415")], ["nass", "low_back_pain"]),  # type: ignore[arg-type]
    ):
        try:
            fails()
        except FactsError as problem:
            console = rich.console.Console(file=io.StringIO(), width=400, record=True)
            told = rich.traceback.Traceback.from_exception(
                type(problem), problem, problem.__traceback__, show_locals=True
            )
            console.print(told)
            text = console.export_text()
            text += "".join(traceback.format_exception(problem))
            text += json.dumps(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=True)(
                    (type(problem), problem, problem.__traceback__)
                )
            )
            lines = [line for line in text.splitlines() if "PatientFacts(" not in line]
            frames = "\n".join(line for line in lines if "test_no_values_shown" not in line)
            assert "conservative_care" in frames
            assert "3,1415" not in frames.replace('"3,1415"', "")
            assert "77.77" not in frames.replace("between(1, 77.77)", "")


def test_a_class_that_is_written_for_facts_shows_none() -> None:
    names: dict[str, Any] = {"__name__": "written"}
    exec(facts_class(load("low_back_pain")), names)
    facts = names["LowBackPainFacts"](age=AGE, conservative_care=CARE, leg_weakness=WORD)
    assert evaluate(facts, mistakes="unknown").refused[0].fact == "leg_weakness"
    for way in ("repr", "str", "format", "pprint", "rich", "rich traceback", "structlog"):
        assert SHOWN.findall(RENDERED[way](facts)) == []


def test_what_is_hidden_survives_a_process_and_compares() -> None:
    for shown in ("facts", "between", "one_of", "decision", "not read", "parts", "mistakes"):
        again = pickle.loads(pickle.dumps(OBJECTS[shown]))
        assert again == OBJECTS[shown]
    assert pickle.loads(pickle.dumps(UNREAD)).refused == UNREAD.refused
    assert as_dict(PatientFacts(age=AGE)) == {"age": AGE}
    assert attrs.evolve(DECISION.changes[0]) == DECISION.changes[0]
    assert evaluate(FACTS, today=date(2026, 1, 1)) != DECISION
