"""The form decides and asks as the library does, in few bytes, and speaks to nobody."""

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from imaging_rules import (
    Guideline,
    export,
    guidelines,
    load,
    loads,
)
from imaging_rules.decide.read.stated_value import NotAStatementError, statement
from imaging_rules.document.form import scripts
from imaging_rules.library.interview import Interview
from imaging_rules.library.interview_turns import AskFact, AskScreen, CheckAnswers, CheckAssumed
from imaging_rules.testing import complete_patients, partial_patients
from imaging_rules.testing import guidelines as some_guidelines
from tests.agreement.by_script import RefusedError, Scripts, needs_node, running_scripts
from tests.agreement.engines import ByScript, agree, assert_the_same

MOST_BYTES = 30_000
# Of the others the whole interview is compared by the thorough tests; what they decide, always.
ALWAYS_ASKED = {"low_back_pain", "pecarn_head", "pulmonary_embolism"}
EXPORTED: dict[str, dict[str, Any]] = {}


@pytest.fixture(scope="module")
def by_script() -> Iterator[Scripts]:
    with running_scripts() as found:
        yield found


def exported(name: str) -> dict[str, Any]:
    return EXPORTED.setdefault(name, export(name))


# --- it decides as the library does ---------------------------------------------------------------


GATED = """
guideline gated
  title     "Gated"
  otherwise do not image
  editorial "Made up."

fact constructor
  number in years from 0 to 120
  ask "How old?"

fact safe
  yes or no

fact turns
  yes or no
  ask only when safe and constructor under 65.5 years

study xray

indication unsafe
  when      not safe or constructor at least 65.5 years
  image     with xray
  question  "Why?"
  editorial "Made up."

indication stiff
  when      safe and constructor under 65.5 years and not turns
  image     with xray
  question  "Why?"
  editorial "Made up."
"""


@needs_node
def test_a_fact_behind_a_gate_is_asked_only_once_it_is_open(by_script: Scripts) -> None:
    by_script.read(export(loads(GATED)))
    # Also, a fact may be called as what every object of the scripts has.
    assert by_script.interview([])["ask"]["name"] == "constructor"
    steps = [["answer", "constructor", "40 years"]]
    found = by_script.interview(steps)
    assert found["ask"]["name"] == "safe"
    assert [each["name"] for each in found["decision"]["later"]] == ["turns"]
    steps.append(["answer", "safe", True])  # type: ignore[list-item]
    assert by_script.interview(steps)["ask"]["name"] == "turns"


AT_THE_EDGE = """
guideline at_the_edge
  otherwise wait
  editorial "Made up."

fact care
  number in weeks from 0 to 52.5

fact ill
  whole number in days from 0 to 400

fact size
  number in cm from 0.1 to 30

study mri

indication long
  when      care at least 10 days or size over 0.3 cm
  image     with mri
  question  "Why?"
  editorial "Made up."

contradiction longer
  when      care over ill
  editorial "Made up."
"""


@needs_node
@pytest.mark.parametrize(
    ("facts", "possible", "contradicted"),
    [
        ({"care": "10 days", "size": "3 mm", "ill": 10}, [7], False),
        ({"care": "239.999999999999999999 hours", "size": "3 mm", "ill": 10}, [5], False),
        ({"care": 0, "size": "3.000000000000000000000000001 mm", "ill": 10}, [7], False),
        ({"care": "10.00000000000000000001 days", "size": 1, "ill": 10}, [7], True),
        ({"care": "1.43 weeks", "size": 1, "ill": {"between": [0, 10]}}, [7], True),
        ({"care": {"between": ["9.5 days", "11 days"]}, "size": "0.1 cm", "ill": 9}, [5, 7], True),
        ({"care": {"between": ["9 days", "11 days"]}, "size": "0.1 cm", "ill": 9}, [5, 7], False),
    ],
)
def test_numbers_are_exact(
    by_script: Scripts, facts: dict[str, Any], possible: list[int], contradicted: bool
) -> None:
    guideline = loads(AT_THE_EDGE)
    by_script.read(export(guideline))
    found = by_script.decide(facts)
    assert found["possible"] == possible
    assert bool(found["found"]) == contradicted
    agree(ByScript(guideline), guideline, facts)


@needs_node
@pytest.mark.parametrize(
    "given",
    [
        *(
            "",
            " ",
            "x",
            "1,5 weeks",
            "-1 weeks",
            "53 weeks",
            "52.51 weeks",
            "1.440 weeks",
            "12.000 weeks",
            "3 cm",
            "3 ",
        ),
        *(
            "1e3 weeks",
            "0x1 weeks",
            "Infinity weeks",
            "NaN weeks",
            "3 years",
            ".5 weeks",
            "5. weeks",
        ),
        *("1/0 weeks", "٣ weeks", "none", {}, [], True, False, {"between": [3]}),
        *({"between": [5, 3]}, {"between": "12"}, {"one_of": ["3 weeks"]}),
    ],
)
def test_what_cannot_be_stated_of_a_number_is_refused(by_script: Scripts, given: Any) -> None:
    guideline = loads(AT_THE_EDGE)
    by_script.read(export(guideline))
    with pytest.raises(NotAStatementError):
        statement(guideline.model.fact["care"], given)
    with pytest.raises(RefusedError):
        by_script.interview([["answer", "care", given]])


@needs_node
@pytest.mark.parametrize(
    "steps",
    [
        [["answer", "no_such_fact", True]],
        [["answer", "toString", True]],
        [["answer", "fever_or_chills", "yes"]],
        [["answer", "fever_or_chills", 1]],
        [["answer", "fever_or_chills", None]],
        [["answer", "age", 3.5]],
        [["answer", "red_flags", "some"]],
        [["answer", "red_flags", True]],
        [["some", "age"]],
        [["pick", "no_such_fact"]],
        [["no_such_step", "age"]],
        [[]],
        [None],
        "answer",
        {},
        None,
        3,
    ],
)
def test_steps_that_cannot_be_are_refused(by_script: Scripts, steps: Any) -> None:
    by_script.read(exported("low_back_pain"))
    with pytest.raises(RefusedError):
        by_script.interview(steps)


def test_too_many_sets_of_assumptions_are_one_here_as_there(by_script: Scripts) -> None:
    names = "abcdefghijklmnop"
    facts = "".join(f"fact {name}\n  yes or no\n  if not stated assume no\n" for name in names)
    guideline = loads(
        f"guideline many\n{facts}study mri\nindication some\n"
        f"  when at least 5 of ({', '.join(names)})\n"
        '  image with mri\n  question "Why?"\n  editorial "Made up."\n'
    )
    (together,) = guideline.evaluate({}).assumed_together
    assert not together.exact
    by_script.read(export(guideline))
    agree(ByScript(guideline), guideline, {})


# --- it asks as the library does ------------------------------------------------------------------


def turn_of(interview: Interview) -> Any:
    match interview.turn:
        case AskFact(name, before=before) | AskScreen(name, before=before):
            return "ask", name, list(before)
        case CheckAnswers(found):
            return "check", (found.name, list(found.facts))
        case CheckAssumed(assumed, together):
            return "assumed", ({each.fact for each in assumed}, [list(e.facts) for e in together])
        case None:
            return None


def turn_told(found: dict[str, Any]) -> Any:
    if found.get("ask"):
        return "ask", found["ask"]["name"], found.get("before", [])
    if found.get("check"):
        return "check", (found["check"]["name"], found["check"]["facts"])
    if found.get("assumed"):
        return "assumed", (set(found["assumed"]), [each["facts"] for each in found["together"]])
    return None


def next_step(
    interview: Interview, patient: dict[str, Any], choose: random.Random
) -> tuple[list[Any], Interview]:
    """Return a step as the scripts take it, with the interview after it."""
    match interview.turn:
        case AskFact(fact):
            after = interview.answer(patient.get(fact, "unknown"))
            stated = after.decision.to_dict()["facts"]["stated"][fact]
            return ["answer", fact, stated], after
        case AskScreen(screen):
            if choose.random() < 0.5:
                return ["answer", screen, "none"], interview.answer("none")
            return ["some", screen], interview.answer_some()
        case CheckAnswers() | CheckAssumed() as turn:
            facts = list(turn.facts)
            if choose.random() < 0.5:
                name = choose.choice(facts)
                return ["pick", name], interview.pick(name)
            if isinstance(turn, CheckAssumed):
                return ["accept", facts], interview.leave()
            return ["leave", turn.contradiction.name, facts], interview.leave()
    raise AssertionError("the interview is over")


def assert_asked_alike(
    guideline: Guideline, by_script: Scripts, patient: dict[str, Any], choose: random.Random
) -> None:
    interview = Interview(guideline)
    steps: list[list[Any]] = []
    for _ in range(60):
        found = by_script.interview(steps)
        assert turn_told(found) == turn_of(interview)
        assert_the_same(ByScript(guideline).parts(found["decision"]), interview.decision)
        if interview.turn is None:
            # Whoever is sent the answers is where the sender is, but for what is to be checked.
            shared = by_script.interview(found["short"])
            assert shared["decision"] == found["decision"]
            assert not shared.get("ask")
            return
        step, interview = next_step(interview, patient, choose)
        steps.append(step)


@needs_node
@given(guideline=some_guidelines(), data=st.data())
def test_the_scripts_ask_as_the_library_does(
    by_script: Scripts, guideline: Guideline, data: st.DataObject
) -> None:
    note(guideline.model.text.text)
    by_script.read(export(guideline))
    patient = {k: v for k, v in data.draw(partial_patients(guideline)).items() if v is not None}
    note(str(patient))
    assert_asked_alike(guideline, by_script, patient, data.draw(st.randoms(use_true_random=False)))


@needs_node
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in ALWAYS_ASKED else pytest.mark.thorough)
        for name in guidelines()
    ],
)
@given(data=st.data())
def test_what_ships_is_asked_by_the_scripts_as_by_the_library(
    by_script: Scripts, name: str, data: st.DataObject
) -> None:
    guideline = load(name)
    by_script.read(exported(name))
    patient = data.draw(complete_patients(guideline))
    assert_asked_alike(guideline, by_script, patient, data.draw(st.randoms(use_true_random=False)))


@needs_node
def test_an_answered_screen_can_be_asked_again(by_script: Scripts) -> None:
    by_script.read(exported("low_back_pain"))
    steps: list[list[Any]] = [["answer", "age", 40], ["answer", "red_flags", "none"]]
    steps.append(["pick", "red_flags"])
    found = by_script.interview(steps)
    assert found["ask"]["name"] == "red_flags"
    assert found["answers"] == {"age": 40}
    found = by_script.interview([*steps, ["some", "red_flags"]])
    assert found["ask"]["name"] == "bowel_or_bladder_loss"


# --- what is shipped ------------------------------------------------------------------------------


def test_the_scripts_are_small() -> None:
    assert len(scripts().encode()) < MOST_BYTES


def test_the_scripts_speak_to_nobody() -> None:
    found = re.findall(
        r"\b(fetch|XMLHttpRequest|WebSocket|WebTransport|EventSource|sendBeacon|import|require|eval"
        r"|Function|Worker|RTCPeerConnection|Image|localStorage|sessionStorage|indexedDB|cookie"
        r"|serviceWorker|postMessage|innerHTML|outerHTML|insertAdjacentHTML|write|src|action"
        r"|open|https?|setTimeout|setInterval)\b",
        scripts(),
    )
    assert found == []
    assert "//" not in scripts()


@needs_node
def test_the_scripts_are_those_that_were_written(by_script: Scripts) -> None:
    """Shortened, they say the same: nothing within a text or an expression was taken out."""
    assert "(\\S+)(?: (.+))?$/" in scripts()
    assert '"\\n' in scripts().replace("`\\n", '"\\n')
    by_script.read(exported("low_back_pain"))
    assert json.dumps(by_script.interview([])["answers"]) == "{}"
