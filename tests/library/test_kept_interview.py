"""An interview is kept as JSON and goes on from there; what it shows suffices for a form."""

import io
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
import rich.console
import rich.traceback
import structlog

from imaging_rules import (
    AnswerType,
    AskFact,
    AskScreen,
    CheckAnswers,
    CheckAssumed,
    CoveredQuestion,
    FactsError,
    Interview,
    KnownFact,
    OtherGuidelineError,
    between,
    load,
    loads,
    one_of,
    unknown,
)

LOW_BACK_PAIN = load("low_back_pain")
SMALL = """
fact pain
  yes or no

study mri

indication pain
  when      pain
  image     with mri
  question  "Why?"
  editorial "Made up."
"""


def again(interview: Interview) -> Interview:
    kept = json.dumps(interview.to_dict())
    return Interview.from_dict(json.loads(kept), interview.guideline)


def test_it_goes_on_from_json_at_every_step() -> None:
    choose = random.Random(1)
    for _ in range(8):
        interview = Interview(LOW_BACK_PAIN)
        while (turn := interview.turn) is not None:
            read = again(interview)
            assert (read.turn, read.number) == (turn, interview.number)
            assert read.decision == interview.decision
            assert read.to_dict() == interview.to_dict()
            assert again(interview.back()).turn == interview.back().turn
            match turn:
                case AskFact(answer=AnswerType("number", highest=highest, unit=unit)):
                    some = [highest, f"5 {unit}", between(3, f"5 {unit}"), unknown]
                    interview = interview.answer(choose.choice(some))
                case AskFact(answer=answer):
                    values = [each.value for each in answer.values]
                    several = one_of(*values) if answer.type == "one of" else None
                    interview = interview.answer(choose.choice([*values, several, unknown]))
                case AskScreen():
                    is_none = choose.random() < 0.5
                    interview = interview.answer("none") if is_none else interview.answer_some()
                case CheckAnswers() | CheckAssumed():
                    go_on = choose.random() < 0.7
                    fact = choose.choice(turn.facts)
                    interview = interview.leave() if go_on else interview.pick(fact)


def test_its_json_has_the_guideline_and_the_steps() -> None:
    interview = Interview("low_back_pain").answer("none").answer(between(41, 42)).answer("9 weeks")
    assert interview.to_dict() == {
        "schema": 1,
        "guideline": {
            "name": "low_back_pain",
            "sha256": LOW_BACK_PAIN.sha256,
        },
        "steps": [
            ["answer", "red_flags", "none"],
            ["answer", "age", {"between": [41, 42]}],
            ["answer", "conservative_care", 9],
        ],
    }


def test_it_is_refused_for_another_guideline_and_another_text_of_it() -> None:
    kept = Interview(LOW_BACK_PAIN).answer("none").to_dict()
    with pytest.raises(OtherGuidelineError) as other:
        Interview.from_dict(kept, "nexus")
    assert str(other.value) == (
        "the interview was held for `low_back_pain`, and cannot be used with `nexus`"
    )
    changed = loads("guideline low_back_pain\n  otherwise no guidance\n" + SMALL)
    with pytest.raises(OtherGuidelineError) as stale:
        Interview.from_dict(kept, changed)
    assert str(stale.value) == (
        "the interview was held for another text of `low_back_pain`: begin a new one"
    )


GUIDELINE = {"name": "low_back_pain", "sha256": LOW_BACK_PAIN.sha256}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"schema": 2, "guideline": GUIDELINE, "steps": []},
        {"schema": 1, "guideline": {}, "steps": []},
        {"schema": 1, "guideline": GUIDELINE, "steps": "none"},
        *(
            {"schema": 1, "guideline": GUIDELINE, "steps": [step]}
            for step in (
                "some",
                [],
                ["some", "age"],
                ["answer", "red_flags", "some"],
                ["answer", "agee", 3],
                ["pick", "red_flags"],
                ["accept", "age"],
                ["accept", [["age"]]],
                ["leave", 3, ["age"]],
            )
        ),
    ],
    ids=str,
)
def test_what_to_dict_did_not_write_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"Interview\.to_dict"):
        Interview.from_dict(data, LOW_BACK_PAIN)


@pytest.mark.parametrize("later", [[], [["answer", "age", 31]], [["pick", "age"]]])
def test_an_answer_that_cannot_be_used_is_refused_when_it_is_read(later: list[Any]) -> None:
    steps = [["answer", "age", 3177], *later]
    kept = {"schema": 1, "guideline": GUIDELINE, "steps": steps}
    with pytest.raises(FactsError, match="what was given is too high"):
        Interview.from_dict(kept, LOW_BACK_PAIN)


def test_an_answer_cannot_be_changed_from_outside() -> None:
    ends = [41, 42]
    interview = Interview(LOW_BACK_PAIN).answer("none").answer({"between": ends})
    ends[1] = 99
    assert interview.facts["age"] == between(41, 42)


def test_a_turn_has_all_that_a_form_needs() -> None:
    start = Interview(LOW_BACK_PAIN)
    screen = start.turn
    assert isinstance(screen, AskScreen)
    assert (screen.screen, len(screen.covers)) == ("red_flags", 9)
    assert screen.covers[0] == CoveredQuestion(
        "bowel_or_bladder_loss", "Has control of the bladder or the bowel been lost?", "no"
    )
    age = start.answer("none").turn
    assert isinstance(age, AskFact)
    assert age.ask == "How old is the patient?"
    assert age.answer == AnswerType("number", (), True, "years", 0, 120)
    assert [level.name for level in age.could_become][-1] == "IMAGE_URGENTLY"


def test_what_is_to_be_checked_is_shown_with_its_value() -> None:
    interview = Interview(LOW_BACK_PAIN).answer("none").answer(42).answer("1 week")
    assumed = interview.turn
    assert isinstance(assumed, CheckAssumed)
    first = assumed.known[0]
    assert first == KnownFact(
        "procedure_considered",
        LOW_BACK_PAIN.model.fact["procedure_considered"].ask,
        "no",
    )


@pytest.mark.parametrize("way", ["answer", "from_dict"])
def test_a_refused_answer_is_in_no_frame_of_the_traceback(way: str) -> None:
    asked = Interview(LOW_BACK_PAIN).answer("none")
    kept = {"schema": 1, "guideline": GUIDELINE, "steps": [["answer", "age", 3177]]}
    over = asked.answer(42).answer("1 week").leave()
    ways: dict[str, list[Callable[[], object]]] = {
        "answer": [lambda: asked.answer(3177), lambda: over.answer(3177)],
        "from_dict": [lambda: Interview.from_dict(kept, LOW_BACK_PAIN)],
    }
    for fails in ways[way]:
        with pytest.raises(ValueError, match=r"too high|nothing is asked") as raised:
            fails()
        problem, trace = raised.value, raised.tb
        # What the library leaves lies below the frames of this test and of its function.
        assert trace.tb_next is not None
        frames = trace.tb_next.tb_next
        console = rich.console.Console(file=io.StringIO(), width=400, record=True)
        shown = rich.traceback.Traceback.from_exception(
            type(problem), problem, frames, show_locals=True
        )
        console.print(shown)
        exception = (type(problem), problem, frames)
        told = structlog.tracebacks.ExceptionDictTransformer(show_locals=True)(exception)
        text = console.export_text() + json.dumps(told)
        assert "interview.py" in text
        assert "3177" not in text
