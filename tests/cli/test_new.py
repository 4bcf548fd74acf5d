"""A guideline file that is begun loads, is laid out, and is never written over another."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules import Recommendation, check, load, loads
from imaging_rules.library.interview import Interview
from imaging_rules.library.new import Beginning, is_name, skeleton
from imaging_rules.syntax.format import formatted
from imaging_rules.text import SourceText
from tests.cli.command_line import BROKEN, SMALL, run

TEXTS = st.text(
    st.characters(exclude_characters='"', exclude_categories=("C", "Z")), max_size=200
).map(str.strip)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_begun_without_questions() -> None:
    done = run("new", "knee_pain", "--yes")
    assert (done.exit_code, done.output) == (0, "knee_pain.guideline: written\n")
    assert check("knee_pain.guideline") == ()
    assert run("fmt", "--check", "knee_pain.guideline").exit_code == 0
    assert run("check", "--strict", "--laws", "knee_pain.guideline").exit_code == 0
    assert run("ask", "knee_pain.guideline").exit_code == 3


def test_nothing_of_it_passes_for_a_guideline() -> None:
    guideline = loads(skeleton("knee", Beginning()))
    model = guideline.model
    assert model.header.status == "draft"
    assert model.header.otherwise is Recommendation.NO_GUIDANCE
    told = [model.header.population, *(fact.ask for fact in model.facts)]
    told += [each.notes.title for each in (model.header, *model.studies, *model.rules)]
    told += [getattr(rule, "question", "") for rule in model.rules]
    assert all(text.startswith("Placeholder: ") for text in told)
    for rule in model.rules:
        assert all(text.startswith("Placeholder: ") for text in rule.notes.editorial)
        assert rule.notes.editorial
    assert not Interview(guideline).decision.settled
    # One example at least for each rule.
    named = {rule for example in model.examples for rule in example.because}
    assert named == {rule.name for rule in model.rules}


def test_answers_are_written_where_they_belong() -> None:
    typed = "Knee pain\nadults\nA source\nhttps://example.org/a\nThe knee is locked\n"
    done = run("new", "knee.guideline", stdin=typed)
    assert done.exit_code == 0
    assert done.stdout == "knee.guideline: written\n"
    guideline = load(Path("knee.guideline"))
    assert check("knee.guideline") == ()
    assert guideline.title == "Knee pain"
    assert guideline.model.header.population == "adults"
    (source,) = guideline.model.sources
    assert (source.notes.title, source.url) == ("A source", "https://example.org/a")
    assert guideline.model.fact["the_knee_is_locked"].ask == "Is this present? The knee is locked"


def test_an_answer_that_cannot_be_a_text_is_asked_again() -> None:
    typed = 'a "title"\n\x1b\n' + "x" * 301 + "\nTitle\n\n\nwww.example.org\n10.1000/182\n\n"
    done = run("new", "knee", stdin=typed)
    assert done.exit_code == 0
    said = " ".join(done.stderr.split())
    assert "a text holds no double quotes; write ‘ ’ or “ ”" in said
    assert "it holds a hidden character" in said
    assert "it is longer than 300 characters" in said
    assert "an address begins with https://" in said
    guideline = load(Path("knee.guideline"))
    assert guideline.title == "Title"
    assert guideline.model.sources[0].doi == "10.1000/182"
    assert "\x1b" not in done.stderr


def test_answers_that_end_early_leave_nothing_behind() -> None:
    done = run("new", "knee", stdin="Title\n")
    assert done.exit_code == 2
    assert "nothing was written" in " ".join(done.stderr.split())
    assert not list(Path().iterdir())


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_whatever_is_answered_the_file_loads(
    title: str, population: str, source: str, red_flag: str
) -> None:
    text = skeleton("knee", Beginning(title, population, source, "", red_flag))
    guideline = loads(text)
    assert formatted(SourceText("", text)) == (text, ())
    if title:
        assert guideline.title == " ".join(title.split())


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("Knee", "write `knee`"),
        ("knee-pain", "write `knee_pain`"),
        ("2knees", "write `knees`"),
        ("knee pain", "write `knee_pain`"),
        ("image", "is a word of the language; write `image_guideline`"),
        ("Ärger im Knie", "write `arger_im_knie`"),
        ("???", "a name begins with a small letter"),
        ("", "a name begins with a small letter"),
        ("no/such/folder/knee", "there is no folder no/such/folder"),
        ("k\x1bnee", "write `k_nee`"),
    ],
)
def test_a_bad_name_is_told_with_a_good_one(name: str, mend: str) -> None:
    done = run("new", name, "--yes")
    assert done.exit_code == 2
    assert mend in done.stderr
    assert not list(Path().iterdir())


@pytest.mark.parametrize("more", [("--yes",), ("--from", "low_back_pain"), ()])
def test_what_is_there_is_not_written_over(more: tuple[str, ...]) -> None:
    Path("knee.guideline").write_text("mine")
    done = run("new", "knee", *more)
    assert done.exit_code == 2
    assert "is not written over" in done.stderr
    assert [path.name for path in Path().iterdir()] == ["knee.guideline"]
    assert Path("knee.guideline").read_text() == "mine"


def test_a_copy_of_one_that_ships_has_what_it_reads() -> None:
    Path("mine").mkdir()
    done = run("new", "mine/back", "--from", "low_back_pain")
    assert done.exit_code == 0
    path = Path("mine/back.guideline")
    assert check(path) == ()
    copy, origin = load(path).model, load("low_back_pain").model
    assert (copy.header.name, copy.header.status) == ("back", "draft")
    assert (copy.facts, copy.rules, copy.sources) == (origin.facts, origin.rules, origin.sources)
    # What it reads is there already, and the same.
    assert run("new", "mine/again", "--from", "low_back_pain").exit_code == 0
    beside = Path("mine/sources/livafortis.json")
    beside.write_text("[]")
    done = run("new", "mine/third", "--from", "low_back_pain")
    assert done.exit_code == 2
    assert "livafortis.json" in done.stderr
    assert not Path("mine/third.guideline").exists()
    assert beside.read_text() == "[]"


def test_a_copy_of_a_file() -> None:
    Path("small.guideline").write_text(SMALL)
    assert run("new", "copy", "--from", "small.guideline").exit_code == 0
    copy = load(Path("copy.guideline"))
    assert (copy.name, copy.model.header.status) == ("copy", "draft")
    assert run("diff", "small.guideline", "copy.guideline").exit_code == 0
    Path("broken.guideline").write_text(BROKEN)
    assert run("new", "other", "--from", "broken.guideline").exit_code == 1
    assert run("new", "other", "--from", "nothing").exit_code == 2
    assert not Path("other.guideline").exists()


@given(st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True))
def test_a_name_is_one_that_loads(name: str) -> None:
    if is_name(name):
        assert loads(f"guideline {name}").name == name
