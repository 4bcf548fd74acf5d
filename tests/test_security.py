"""What SECURITY.md says of guideline files: each sentence, held."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from imaging_rules import GuidelineError, check, evaluate, loads
from imaging_rules.errors import FactsError
from tests.cli.command_line import ROOT, environment_with

# Every word of it that begins so is a word of this file, and of nothing else.
MARK = "zqx"
OWN = f"""guideline {MARK}_own
  title     "{MARK} {{{{ 1 }}}} <script>alert(1)</script> __import__('os').system('true')"
  otherwise wait
  editorial "{MARK}"
use {MARK}_pain from {MARK}_words
source {MARK}_paper
  title      "{MARK}"
  url        "https://example.org/{MARK}"
  statements "below/{MARK}.json"
fact {MARK}_weeks
  number in weeks from 0 to 100
  ask "{MARK}?"
fact {MARK}_kind
  one of {MARK}_a, {MARK}_b
  ask "{MARK}?"
study {MARK}_mri
  title "{MARK}"
red flag {MARK}_flag
  title    "{MARK}"
  when     {MARK}_pain and {MARK}_weeks over 0.5 weeks and {MARK}_kind is {MARK}_a
  image    urgently with {MARK}_mri
  question "{MARK}?"
  cite     {MARK}_paper S1
example "{MARK}"
  given  not {MARK}_pain
  expect wait
"""
WORDS = f'vocabulary {MARK}_words\n\nfact {MARK}_pain\n  yes or no\n  ask "{MARK}?"\n'

# In a process of its own, since what watches it cannot be taken away again. First all of it is
# done once with a guideline that ships, so that what is imported on the way is imported.
WATCHED = """
import json, sys
from imaging_rules import (diff, evaluate, load, unknown)
from imaging_rules.document.export.guideline import export
from imaging_rules.document.export.facts_class import facts_class
from imaging_rules.document.site.guideline_pages import guideline_pages
from imaging_rules.document.form import try_it
from imaging_rules.library.find import check
from imaging_rules.library.proofs import find_gaps
from imaging_rules.library.proofs import prove_laws

def everything(path):
    check(path)
    guideline = load(path)
    decision = guideline.evaluate(dict.fromkeys(guideline.model.fact, unknown))
    decision.missing, decision.to_dict()
    [decision.explain(form) for form in ("text", "markdown", "html")]
    export(guideline), facts_class(guideline), try_it(guideline), guideline_pages([guideline])
    find_gaps(guideline), prove_laws(guideline), diff(path, path)

everything(sys.argv[1])
seen = []
watching = True
def watch(event, arguments):
    if watching:
        seen.append([event, *map(str, arguments)])
sys.addaudithook(watch)
everything(sys.argv[2])
watching = False
json.dump(seen, sys.stdout)
"""
# What only looks at something that is there already.
HARMLESS = {
    *("object.__getattr__", "object.__setattr__", "code.__new__", "sys._getframe", "os.listdir"),
    *("sys.setrecursionlimit", "builtins.id", "marshal.loads", "import", "gc.get_objects"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("own")
    (made / f"{MARK}.guideline").write_text(OWN, "utf-8")
    (made / f"{MARK}_words.vocabulary").write_text(WORDS, "utf-8")
    (made / "below").mkdir()
    statements = [{"id": "S1", "line": 1, "section": MARK, "quote": MARK, "gloss": MARK}]
    (made / "below" / f"{MARK}.json").write_text(json.dumps(statements), "utf-8")
    (made / "usual.guideline").write_text(OWN.replace(MARK, "usual"), "utf-8")
    (made / "usual_words.vocabulary").write_text(WORDS.replace(MARK, "usual"), "utf-8")
    (made / "below" / "usual.json").write_text(json.dumps(statements), "utf-8")
    return made


@pytest.fixture(scope="module")
def seen(folder: Path) -> list[list[str]]:
    """Return what the process was seen to do, with a file through all that is made of files."""
    files = [str(folder / f"{name}.guideline") for name in ("usual", MARK)]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *files],
        capture_output=True,
        encoding="utf-8",
        env=environment_with(PYTHONUTF8="1"),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    events: list[list[str]] = json.loads(done.stdout)
    return events


def test_a_file_starts_nothing_and_reaches_nothing(seen: list[list[str]]) -> None:
    assert {event for event, *_ in seen} - HARMLESS <= {"open", "compile", "exec"}


def test_no_text_of_a_file_is_in_what_is_compiled(seen: list[list[str]]) -> None:
    compiled = [arguments for event, *arguments in seen if event in ("compile", "exec")]
    assert compiled, "what reads the facts of patients is written as source"
    assert not [each for each in compiled if MARK in " ".join(each)]


def test_only_what_a_file_names_beside_it_is_opened(seen: list[list[str]], folder: Path) -> None:
    package = ROOT / "src" / "imaging_rules"
    opened = {(Path(each[1]), each[2]) for each in seen if each[0] == "open"}
    own = {name.relative_to(folder) for name, _ in opened if folder in name.parents}
    assert {str(each) for each in own} == {
        f"{MARK}.guideline",
        f"{MARK}_words.vocabulary",
        str(Path("below", f"{MARK}.json")),
    }
    assert all(mode.startswith("r") for _, mode in opened)
    # What else is read is the library's own, such as its scripts.
    assert all(folder in name.parents or package in name.parents for name, _ in opened)


@pytest.mark.parametrize(
    "place", ["../below.json", "/etc/passwd", "C:/x.json", "..\\\\x.json", "below/../../x.json"]
)
def test_no_file_elsewhere_is_read(folder: Path, place: str) -> None:
    text = OWN.replace(f"below/{MARK}.json", place)
    (folder / "elsewhere.guideline").write_text(text, "utf-8")
    (told,) = [each for each in check(folder / "elsewhere.guideline") if each.code == "E204"]
    assert "it does not lie beside the guideline" in told.message


def test_a_very_long_file_beside_it_is_not_read_to_its_end(folder: Path) -> None:
    (folder / "below" / "long.json").write_bytes(b" " * 4_000_001)
    text = OWN.replace(f"below/{MARK}.json", "below/long.json")
    (folder / "long.guideline").write_text(text, "utf-8")
    (told,) = [each for each in check(folder / "long.guideline") if each.code == "E204"]
    assert "it is longer than 4,000,000 bytes" in told.message


def test_a_very_long_vocabulary_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / f"{MARK}_words.vocabulary").write_bytes(b" " * 4_000_001)
    (tmp_path / "own.guideline").write_text(OWN, "utf-8")
    (told,) = [each for each in check(tmp_path / "own.guideline") if each.code == "E416"]
    assert told.message == (
        f"the vocabulary `{MARK}_words` cannot be read: it is longer than 4,000,000 bytes"
    )


def test_many_sources_cannot_have_one_file_read_without_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = sum(
        (folder / each).stat().st_size
        for each in (f"{MARK}_words.vocabulary", f"below/{MARK}.json")
    )
    monkeypatch.setattr("imaging_rules.library.find.MOST_BESIDE", size)
    path = folder / "sources.guideline"
    path.write_text(OWN, "utf-8")
    assert "E204" not in {each.code for each in check(path)}
    path.write_text(OWN + f'source again\n  statements "below/{MARK}.json"\n', "utf-8")
    (told,) = [each for each in check(path) if each.code == "E204"]
    assert (
        f"the files that the guideline reads are longer than {size:,} bytes in all" in told.message
    )


@pytest.mark.parametrize("clause", [f'title    "{MARK}"', f'title      "{MARK}"', "example.org/"])
def test_what_is_shown_often_is_not_long(folder: Path, clause: str) -> None:
    path = folder / "long_title.guideline"
    path.write_text(OWN.replace(clause, clause.replace(MARK, "x" * 1_900)), "utf-8")
    assert "E107" not in {each.code for each in check(path)}
    long = clause.replace(MARK, "x" * 2_000).replace(".org/", ".org/" + "x" * 2_000)
    path.write_text(OWN.replace(clause, long), "utf-8")
    assert "E107" in {each.code for each in check(path)}


def test_a_long_statement_cannot_be_cited_without_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The statement has a quote and a gloss of three letters each, and is cited twice.
    monkeypatch.setattr("imaging_rules.model.from_syntax.guideline.MOST_QUOTED", 12)
    path = folder / "cited.guideline"
    path.write_text(OWN.replace("S1\n", "S1, S1\n"), "utf-8")
    assert "E107" not in {each.code for each in check(path)}
    monkeypatch.setattr("imaging_rules.model.from_syntax.guideline.MOST_QUOTED", 11)
    (told,) = [each for each in check(path) if each.code == "E107"]
    assert told.message == (
        "the statements that are cited up to here have more than 11 characters, each counted "
        "wherever it is cited"
    )


@pytest.mark.parametrize(
    ("address", "is_link"),
    [("https://example.org/a", True), ("http://example.org/a", False), ("javascript:x()", False)],
)
def test_links_lead_to_https_alone(address: str, is_link: bool) -> None:
    text = OWN.replace(f"use {MARK}_pain from {MARK}_words\n", WORDS.split("\n", 2)[2])
    text = text.replace(f'  statements "below/{MARK}.json"\n', "").replace("S1", '"p. 1"')
    guideline = loads(text.replace(f"https://example.org/{MARK}", address))
    decision = guideline.evaluate(
        {f"{MARK}_pain": True, f"{MARK}_weeks": 1, f"{MARK}_kind": f"{MARK}_a"}
    )
    assert (f'<a href="{address}">' in decision.explain("html")) == is_link
    assert (f"(<{address}>)" in decision.explain("markdown")) == is_link


@pytest.mark.parametrize("sign", ["\x1b", "\x00", "\u202e", "\u2066", "\u200b", "\u2028"])
def test_what_hides_or_acts_on_a_terminal_is_refused(sign: str) -> None:
    with pytest.raises(GuidelineError, match="E105"):
        loads(OWN.replace(f'"{MARK}?"', f'"{MARK}{sign}?"'))


def test_a_longer_file_is_refused_with_a_sentence() -> None:
    with pytest.raises(GuidelineError, match="a guideline file holds at most 1,000,000 characters"):
        loads(OWN + "#" * 1_000_000)


@pytest.mark.parametrize(
    "stated",
    [
        {"age": 10**5_000},
        {"age": "9" * 100_000},
        {"age": "1e999999999"},
        {"age": {"between": [0, 10**400]}},
        {"age": float("nan")},
        {"x" * 1_000_000: 1},
        {f"unknown_{i}": i for i in range(20_000)},
        {"age": [[[[[[]]]]]]},
    ],
    ids=["digits", "text of digits", "power", "end", "nan", "long name", "names", "lists"],
)
def test_facts_of_any_kind_give_one_exception(stated: dict[str, object]) -> None:
    with pytest.raises(FactsError):
        evaluate(stated)


# --- the document says no more than is held ---------------------------------------------------

HELD: dict[str, tuple[Callable[..., None] | str, ...]] = {
    "It decides for the facts": ("tests/agreement/test_oracle.py",),
    "It names vocabularies": (
        test_only_what_a_file_names_beside_it_is_opened,
        test_no_file_elsewhere_is_read,
    ),
    "It gives links": (test_links_lead_to_https_alone,),
    "It cannot run code": (
        test_a_file_starts_nothing_and_reaches_nothing,
        test_no_text_of_a_file_is_in_what_is_compiled,
    ),
    "It cannot write a file": (
        test_only_what_a_file_names_beside_it_is_opened,
        test_a_file_starts_nothing_and_reaches_nothing,
    ),
    "It cannot act in what": (
        "tests/document/test_inert.py",
        "tests/document/test_guideline_page.py",
        "tests/document/test_form.py",
        "tests/decide/test_explain_forms.py",
    ),
    "It cannot hide": (test_what_hides_or_acts_on_a_terminal_is_refused,),
    "It cannot make the library crash": (
        "tests/syntax/test_any_text.py",
        "tests/syntax/test_hostile.py",
    ),
    "It cannot make the library work": (
        test_a_longer_file_is_refused_with_a_sentence,
        test_many_sources_cannot_have_one_file_read_without_end,
        test_a_long_statement_cannot_be_cited_without_end,
        test_what_is_shown_often_is_not_long,
        "tests/syntax/test_parse.py",
        "tests/test_growth.py",
    ),
}


def test_every_sentence_of_the_document_is_held() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    section = text[text.index("## What a guideline file can do") : text.index("## Clinical errors")]
    said = [line.removeprefix("- ") for line in section.splitlines() if line.startswith("- ")]
    assert len(said) == len(HELD)
    for sentence, (beginning, tests) in zip(said, HELD.items(), strict=True):
        assert sentence.startswith(beginning)
        assert all((ROOT / each).is_file() for each in tests if isinstance(each, str))
