"""Guidelines by name, by path and from text: what loads, what does not, and what is said then."""

import copy
import errno
import json
import pickle
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest

from imaging_rules import (
    Decision,
    Guideline,
    GuidelineError,
    ImagingRulesError,
    Recommendation,
    UnknownGuidelineError,
    check,
    evaluate,
    guidelines,
    load,
    loads,
)
from imaging_rules.diagnostics import as_text
from imaging_rules.resources import shipped

GOOD = """\
guideline good
  title     "Good"
  version   "1.2"
  otherwise no guidance

fact alarming
  yes or no
  ask "Is it alarming?"

study mri
  title "MRI"

red flag alarm
  title    "Alarm"
  when     alarming
  image    urgently with mri
  question "What is it?"
  assumes  "Made up."
"""
# The fact is not used, which is no error.
WITH_A_WARNING = GOOD + '\nfact idle\n  yes or no\n  ask "Is it idle?"\n'
WITH_ERRORS = (
    GOOD.replace("when     alarming", "when     alarmin").replace('question "What is it?"', "")
    + '\nfact age\n  number in yeers from 0 to 120\n  ask "How old?"\n'
)
SOURCED = GOOD.replace(
    "\nfact alarming",
    """
source book
  title      "A book"
  statements "{}"

fact alarming""",
    1,
).replace('assumes  "Made up."', "cite     book B1")
STATEMENTS = json.dumps([{"id": "B1", "section": "One", "quote": "It is alarming."}])


def write(path: Path, text: str = GOOD) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# --- by name ------------------------------------------------------------------------------------


def test_every_guideline_that_ships_loads_by_its_name() -> None:
    assert "low_back_pain" in guidelines()
    assert list(guidelines()) == sorted(guidelines())
    for name in guidelines():
        guideline = load(name)
        assert guideline.name == name
        assert guideline.title
        assert guideline.version
        assert check(name) == ()


def test_a_guideline_that_ships_is_loaded_once() -> None:
    assert load("low_back_pain") is load("low_back_pain")
    assert evaluate({}) == load("low_back_pain").evaluate({})
    assert evaluate({}, guideline="low_back_pain") == evaluate({})


@pytest.mark.parametrize("call", [load, check, lambda name: evaluate({}, guideline=name)])
def test_an_unknown_name_is_refused_with_the_nearest_one(call: Any) -> None:
    with pytest.raises(UnknownGuidelineError) as raised:
        call("low_bak_pain")
    told = "there is no guideline `low_bak_pain`: did you mean `low_back_pain`?"
    assert str(raised.value) == told
    assert isinstance(raised.value, LookupError)
    assert isinstance(raised.value, ImagingRulesError)
    assert str(pickle.loads(pickle.dumps(raised.value))) == told


@pytest.mark.parametrize("name", ["", "zzz", "x" * 10_000])
def test_a_name_that_is_near_none_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(UnknownGuidelineError, match=r"there are .*low_back_pain"):
        load(name)


def test_a_name_that_failed_may_be_asked_for_again() -> None:
    for _ in range(2):
        with pytest.raises(UnknownGuidelineError):
            load("zzz")


# --- by path ------------------------------------------------------------------------------------


def test_a_guideline_loads_from_a_path_in_each_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "good.guideline")
    no_suffix = write(tmp_path / "plain")
    monkeypatch.chdir(tmp_path)
    expected = loads(GOOD)
    for given in (path, str(path), "good.guideline", "./plain", no_suffix, Path("plain")):
        assert load(given) == expected
        assert check(given) == ()
        decision = evaluate({"alarming": True}, guideline=given)
        assert decision.recommendation is Recommendation.IMAGE_URGENTLY
    # Without a slash or the ending it is a name, also where there is such a file.
    with pytest.raises(UnknownGuidelineError):
        load("plain")


def test_a_name_is_never_taken_for_a_path_that_ships(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownGuidelineError):
        load("low_back_pain.guideline")
    with pytest.raises(UnknownGuidelineError):
        load(Path("low_back_pain"))


def test_a_file_is_read_anew_each_time(tmp_path: Path) -> None:
    path = write(tmp_path / "good.guideline")
    first = load(path)
    write(path, GOOD.replace("1.2", "1.3"))
    assert (first.version, load(path).version) == ("1.2", "1.3")
    assert load(path) != first


@pytest.mark.parametrize("name", ["missing.guideline", "no/such/folder/x", "a\0b.guideline"])
@pytest.mark.parametrize("call", [load, check])
def test_a_file_that_is_not_there_is_refused(call: Any, name: str, tmp_path: Path) -> None:
    for given in (tmp_path / name, str(tmp_path / name)):
        with pytest.raises(UnknownGuidelineError, match="cannot be read: "):
            call(given)


def test_a_folder_is_no_guideline(tmp_path: Path) -> None:
    (tmp_path / "folder.guideline").mkdir()
    for given in (tmp_path, tmp_path / "folder.guideline"):
        with pytest.raises(UnknownGuidelineError, match="cannot be read: "):
            load(given)


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "good.guideline")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    told = f"the file {path} cannot be read: Permission denied"
    with pytest.raises(UnknownGuidelineError) as raised:
        load(path)
    assert str(raised.value) == told


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\x00" * 10, b"guideline", b"\x80 guideline"]
)
def test_bytes_that_are_no_guideline_are_an_error_in_the_file(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "bad.guideline"
    path.write_bytes(content)
    with pytest.raises(GuidelineError):
        load(path)
    assert any(each.is_error for each in check(path))


# --- errors and warnings ------------------------------------------------------------------------


def test_all_that_is_wrong_with_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "bad.guideline", WITH_ERRORS)
    found = check(path)
    errors = [each for each in found if each.is_error]
    assert len({each.code for each in errors}) == 3
    told_at = [path.read_text().split("\n")[each.at.place.line - 1].strip() for each in errors]
    assert told_at == [
        "red flag alarm",
        "when     alarmin",
        "number in yeers from 0 to 120",
    ]
    with pytest.raises(GuidelineError) as raised:
        load(path)
    error = raised.value
    assert [each for each in error.diagnostics if each.is_error] == errors
    assert str(error) == error.rendered == as_text(errors)
    for each in errors:
        assert f"error[{each.code}]: {each.message}" in str(error)
        assert f"{path}:{each.at.place.line}:{each.at.place.column}" in str(error)
    assert isinstance(error, ValueError)
    assert isinstance(error, ImagingRulesError)


def test_the_exception_can_be_sent_to_another_process() -> None:
    with pytest.raises(GuidelineError) as raised:
        loads(WITH_ERRORS)
    again = pickle.loads(pickle.dumps(raised.value))
    assert str(again) == str(raised.value)
    assert again.diagnostics == raised.value.diagnostics


def test_diagnostics_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = check(write(tmp_path / "bad.guideline", WITH_ERRORS))
    places = [(each.at.place.line, each.at.place.column) for each in found]
    assert places == sorted(places)


def test_a_warning_does_not_keep_a_file_from_loading(tmp_path: Path) -> None:
    path = write(tmp_path / "warned.guideline", WITH_A_WARNING)
    (warning,) = check(path)
    assert not warning.is_error
    assert "idle" in warning.message
    assert load(path).name == "good"
    assert loads(WITH_A_WARNING).evaluate({"idle": True}).missing[0].fact == "alarming"


def test_an_example_that_fails_keeps_a_file_from_loading() -> None:
    example = '\nexample "e"\n  given alarming\n  expect {}\n'
    assert loads(GOOD + example.format("image urgently")).name == "good"
    with pytest.raises(GuidelineError) as raised:
        loads(GOOD + example.format("image immediately"))
    assert "`image immediately` is expected" in str(raised.value)


# --- from text ----------------------------------------------------------------------------------


def test_messages_name_a_text_as_the_caller_does() -> None:
    with pytest.raises(GuidelineError, match=r"--> <text>:"):
        loads(WITH_ERRORS)
    with pytest.raises(GuidelineError, match=r"--> the form:"):
        loads(WITH_ERRORS, name="the form")


def test_a_text_has_no_folder_to_read_statements_from() -> None:
    with pytest.raises(GuidelineError) as raised:
        loads(SOURCED.format("statements.json"))
    assert "a guideline given as text has no folder beside it" in str(raised.value)


def test_a_text_that_cannot_be_encoded_is_an_error_in_the_file() -> None:
    with pytest.raises(GuidelineError):
        loads(GOOD + "# \udc80")


# --- files of statements ------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with statements in it, below it and beside it."""
    inside = tmp_path / "inside"
    (inside / "below").mkdir(parents=True)
    for place in (tmp_path, inside, inside / "below"):
        write(place / "statements.json", STATEMENTS)
    return inside


@pytest.mark.parametrize(
    "name",
    ["statements.json", "below/statements.json", "./statements.json", "below//statements.json"],
)
def test_statements_are_read_from_the_folder_of_the_file_and_below(folder: Path, name: str) -> None:
    guideline = load(write(folder / "good.guideline", SOURCED.format(name)))
    assert [each.id for each in guideline.model.source["book"].statements] == ["B1"]
    (reason,) = guideline.evaluate({"alarming": True}).reasons
    assert reason.citations[0].statements[0].quote == "It is alarming."


@pytest.mark.parametrize(
    "name",
    [
        "../statements.json",
        "below/../../statements.json",
        "below/../statements.json",
        "..",
        ".",
        "",
        "/etc/hostname",
        "{absolute}",
        "//server/share/statements.json",
        "..\\\\statements.json",
        "below\\\\statements.json",
        "C:statements.json",
        "C:/statements.json",
        "file:///etc/hostname",
    ],
)
def test_statements_are_read_from_nowhere_else(folder: Path, name: str) -> None:
    name = name.replace("{absolute}", str(folder.parent / "statements.json")).replace("\\\\", "\\")
    if "/" not in name and name not in ("", ".", ".."):
        # Where a file may have such a name, it is there, and still it is not read.
        with suppress(OSError):
            write(folder / name, STATEMENTS)
    path = write(folder / "good.guideline", SOURCED.format(name))
    with pytest.raises(GuidelineError) as raised:
        load(path)
    assert {each.code for each in check(path) if each.is_error} == {"E204"}
    assert "cannot be read" in str(raised.value)
    # Nothing of what lies there is told.
    assert "It is alarming" not in str(raised.value)


def test_statements_may_be_linked_to(folder: Path) -> None:
    (folder / "linked.json").symlink_to(folder.parent / "statements.json")
    guideline = load(write(folder / "good.guideline", SOURCED.format("linked.json")))
    assert guideline.model.source["book"].statements


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "{}",
        "[1]",
        '[{"quote": "no id"}]',
        '[{"id": 1}]',
        '[{"id": "B1"}, {"id": "B1"}]',
        "[" * 100_000,
    ],
)
def test_a_file_that_holds_no_statements_is_an_error(folder: Path, content: str) -> None:
    write(folder / "bad.json", content)
    path = write(folder / "good.guideline", SOURCED.format("bad.json"))
    assert "E204" in {each.code for each in check(path)}
    with pytest.raises(GuidelineError):
        load(path)


def test_missing_statements_are_an_error(folder: Path) -> None:
    for name in ("missing.json", "below", "missing/statements.json"):
        path = write(folder / "good.guideline", SOURCED.format(name))
        assert {each.code for each in check(path)} >= {"E204"}


# --- a guideline as a value ---------------------------------------------------------------------


def test_guidelines_are_equal_by_what_is_in_them(tmp_path: Path) -> None:
    one, other = loads(GOOD), load(write(tmp_path / "elsewhere.guideline"))
    assert one is not other
    assert one == other
    assert hash(one) == hash(other)
    assert one == loads(GOOD.replace("\n", "\r\n"))
    for different in (
        GOOD.replace("1.2", "1.3"),
        GOOD + "# a remark\n",
        GOOD.replace("urgently", "immediately"),
    ):
        assert loads(different) != one
    assert one != GOOD
    assert len({one, other, loads(GOOD + "\n")}) == 2


def test_guidelines_with_other_statements_are_not_equal(folder: Path) -> None:
    path = write(folder / "good.guideline", SOURCED.format("statements.json"))
    first = load(path)
    write(folder / "statements.json", STATEMENTS.replace("alarming", "quiet"))
    assert load(path) != first


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_a_guideline_can_be_copied_and_pickled(again: Any) -> None:
    guideline = loads(GOOD)
    other = again(guideline)
    assert other == guideline
    assert other.sha256 == guideline.sha256
    decision: Decision = other.evaluate({"alarming": True})
    assert decision == guideline.evaluate({"alarming": True})
    assert decision.to_dict() == guideline.evaluate({"alarming": True}).to_dict()


def test_a_guideline_tells_its_name_and_version_and_cannot_be_changed() -> None:
    guideline = loads(GOOD)
    assert isinstance(guideline, Guideline)
    assert repr(guideline) == "<Guideline good 1.2>"
    assert (guideline.name, guideline.title, guideline.version) == ("good", "Good", "1.2")
    for name in ("name", "model", "_compiled", "more"):
        with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
            setattr(guideline, name, None)


def test_what_ships_is_found_beside_the_package() -> None:
    names = {entry.name for entry in shipped("guidelines").iterdir()}
    assert {f"{name}.guideline" for name in guidelines()} <= names
