"""Facts, decisions and guidelines in sets, copied, between threads and between processes."""

import copy
import gc
import pickle
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import attrs
import pytest

from imaging_rules import (
    Decision,
    Guideline,
    PatientFacts,
    Recommendation,
    between,
    evaluate,
    load,
    loads,
    one_of,
    unknown,
)
from imaging_rules.decide import compiled
from imaging_rules.library import find

LOW_BACK_PAIN = load("low_back_pain")

TEXT = """
guideline {name}
  title     "Shared"
  otherwise no guidance
source theirs
  title      "Theirs"
  url        "https://example.org"
  statements "theirs.json"
fact pain
  yes or no
  ask "Is there pain?"
study mri
  title "MRI"
indication painful
  title    "Pain"
  when     pain
  image    with mri
  question "Why?"
  cite     theirs S1
"""


def made(name: str, quote: str = "Pain is a reason.") -> Guideline:
    statements = f'[{{"id": "S1", "quote": "{quote}"}}]'
    return loads(TEXT.format(name=name), folder={"theirs.json": statements})


def counted(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[object]:
    """Return a list that grows with each call of a function."""
    calls: list[object] = []
    function = getattr(module, name)

    def call(*given: object, **more: object) -> object:
        calls.append(given)
        return function(*given, **more)

    monkeypatch.setattr(module, name, call)
    return calls


# --- in sets --------------------------------------------------------------------------------------


def test_facts_are_told_apart_by_their_hashes() -> None:
    many = {PatientFacts(age=age, fever_or_chills=fever) for age in range(500) for fever in (1, 2)}
    assert len(many) == len({hash(each) for each in many}) == 1000
    assert PatientFacts(pain=1) != PatientFacts(pain=True)
    one = PatientFacts(age=between(1, 2), leg_weakness=one_of("none", "worsening"), pain=unknown)
    other = PatientFacts(pain=unknown, leg_weakness=one_of("none", "worsening"), age=between(1, 2))
    assert one == other
    assert hash(one) == hash(other)


def test_decisions_are_told_apart_by_their_hashes() -> None:
    # What the guideline does not tell apart is not the same patient.
    many = [LOW_BACK_PAIN.evaluate({"age": age}) for age in range(18, 71)]
    assert len({each.recommendation for each in many}) == 1
    assert len({hash(each) for each in many}) == len(set(many)) == 53


@pytest.mark.parametrize("same", ["3 weeks", "21 days", timedelta(days=21), between(3, 3), 3.0])
def test_a_decision_is_the_same_in_whatever_form_the_facts_were_given(same: object) -> None:
    day = date(2026, 1, 31)
    one = LOW_BACK_PAIN.evaluate({"conservative_care": 3, "pregnant": None}, today=day)
    other = LOW_BACK_PAIN.evaluate({"conservative_care": same}, today=day)
    assert one == other
    assert Counter([one, other]) == {one: 2}
    for another in ({"conservative_care": 4}, {"conservative_care": unknown}, {}):
        assert LOW_BACK_PAIN.evaluate(another, today=day) != one
    assert LOW_BACK_PAIN.evaluate({"conservative_care": 3}, today=date(2026, 2, 1)) != one


def test_what_a_decision_is_known_by_shows_no_value() -> None:
    decision = evaluate({"conservative_care": 77})
    assert hash(decision) == hash(decision)
    assert "77" not in repr(vars(decision))


# --- copied ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shared", [PatientFacts(age=42), evaluate({"age": 42}), LOW_BACK_PAIN])
def test_a_copy_is_the_object_itself(shared: object) -> None:
    assert copy.copy(shared) is shared
    assert copy.deepcopy(shared) is shared
    assert copy.deepcopy({"held": [shared]})["held"][0] is shared


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (Decision, "a decision is made by `evaluate`"),
        (lambda: Decision(Recommendation.WAIT, None), "a decision is made by `evaluate`"),
        (lambda: Guideline("low_back_pain"), "a guideline is made by `load`"),
        (lambda: Guideline(compiled=None), "a guideline is made by `load`"),
    ],
)
def test_none_is_made_by_hand(make: Callable[[], object], told: str) -> None:
    with pytest.raises(TypeError, match=told):
        make()


@pytest.mark.parametrize("given", [evaluate({"age": 42}), LOW_BACK_PAIN])
def test_none_is_made_from_another(given: Any) -> None:
    with pytest.raises(attrs.exceptions.NotAnAttrsClassError):
        attrs.evolve(given, recommendation=Recommendation.WAIT)
    for name in ("recommendation", "model", "more"):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(given, name, None)


# --- between threads and processes ----------------------------------------------------------------


def test_threads_that_load_at_once_get_one_guideline(monkeypatch: pytest.MonkeyPatch) -> None:
    find._load_named.cache_clear()
    reads = counted(monkeypatch, find, "read")
    start, found = Barrier(8), []

    def run() -> None:
        start.wait()
        found.append(load("aafp"))

    threads = [Thread(target=run) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 8
    assert len({id(each) for each in found}) == len(reads) == 1


def test_a_guideline_that_is_here_is_not_made_ready_again(monkeypatch: pytest.MonkeyPatch) -> None:
    guideline = made("here")
    decision = guideline.evaluate({"pain": True})
    calls = counted(monkeypatch, compiled, "compiled_from")
    again = pickle.loads(pickle.dumps(decision))
    assert again == decision
    assert again.to_dict() == decision.to_dict()
    assert pickle.loads(pickle.dumps(guideline)) == guideline
    assert calls == []


def test_one_that_comes_from_elsewhere_is_made_ready_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = [pickle.dumps(made("elsewhere").evaluate({"pain": each})) for each in (True, False)]
    gc.collect()
    calls = counted(monkeypatch, compiled, "compiled_from")
    found = []
    for each in sent:
        found.append(pickle.loads(each).recommendation)
        # It is kept though nobody holds it.
        gc.collect()
    assert found == [Recommendation.IMAGE, Recommendation.NO_GUIDANCE]
    assert len(calls) == 1


def test_what_the_statements_say_is_not_taken_from_another_guideline() -> None:
    one, other = made("quoted"), made("quoted", quote="Pain is no reason.")
    assert one.sha256 == other.sha256
    assert one != other
    for guideline, quote in ((one, "Pain is a reason."), (other, "Pain is no reason.")):
        again = pickle.loads(pickle.dumps(guideline)).evaluate({"pain": True})
        assert [each.quote for each in again.reasons[0].citations[0].statements] == [quote]


def test_a_thousand_pickled_decisions_carry_one_text() -> None:
    decisions = [evaluate({"age": 18 + age}) for age in range(10)]
    assert len(pickle.dumps(decisions)) < len(pickle.dumps(decisions[0])) + 10 * 300


# --- warnings stay with the guideline -------------------------------------------------------------


def test_a_guideline_is_checked_as_its_file_is(tmp_path: Path) -> None:
    path = tmp_path / "untidy.guideline"
    path.write_text(TEXT.format(name="untidy").replace("  url   ", "  url"), "utf-8")
    (tmp_path / "theirs.json").write_text('[{"id": "S1"}, {"id": "S2"}]', "utf-8")
    said = find.check(path)
    assert said
    assert find.check(load(path)) == find.check(pickle.loads(pickle.dumps(load(path)))) == said
    assert find.checks(path.read_text("utf-8"), name=str(path), folder=tmp_path) == said
