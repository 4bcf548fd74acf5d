"""The documentation is true: its programs run, its files load, and its lists are whole.

A fence names what a block is: `python` runs, in order and in one namespace a page; `text` after
it is what it prints. `guideline` loads, a part of a file behind the last whole one of its page.
`console` shows commands with all they write and, after `$ echo $?`, their exit code. `broken` is
a guideline file with errors. A block with a title is a file that the others of its page find. In
what is shown, a line of three dots stands for any lines. `json` and `sh` are not run.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from attrs import frozen

import imaging_rules
from imaging_rules.analyse import upkeep
from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.diagnostics.catalogue import CATALOGUE
from imaging_rules.diagram import contradiction, from_model
from imaging_rules.evaluate import parts
from imaging_rules.evaluate.decision import Decision
from imaging_rules.model.from_syntax import facts, problems
from imaging_rules.model.notes import Citation
from imaging_rules.syntax import from_tokens, parse
from imaging_rules.values import numbers
from imaging_rules.values.recommendation import Recommendation
from imaging_rules.values.units import ALL as UNITS
from tests.command_line import environment_with

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LANGUAGE = (ROOT / "docs" / "language.md").read_text("utf-8")
PYTHON = (ROOT / "docs" / "python.md").read_text("utf-8")
COMMAND_LINE = (ROOT / "docs" / "command-line.md").read_text("utf-8")
GRAMMAR = (ROOT / "grammars" / "guideline.lark").read_text("utf-8")

FENCE = re.compile(
    r'^```(?P<kind>[a-z]*)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.M | re.S
)
KINDS = {"python", "text", "guideline", "broken", "console", "json", "sh"}
LIMITS = (
    ("E107", parse.LONGEST_FILE),
    ("E109", numbers.LONGEST_NUMBER),
    ("E108", from_tokens.DEEPEST_CONDITION),
    ("E310", facts.MOST_REGIONS),
    ("E113", parse.MOST_PROBLEMS),
    ("E113", problems.MOST_PROBLEMS),
    ("W507", upkeep.LONGEST_QUOTE),
    ("E410", from_model.BUDGET),
    ("E411", contradiction.MOST_WAYS),
)
RECORDS = {
    "of `studies`": parts.StudyDecision,
    "of `reasons`": parts.Reason,
    "of `open_rules`": parts.OpenRule,
    "of `blocked`": parts.BlockedRule,
    "of `missing`": parts.Missing,
    "of `changes`": parts.Change,
    "`review_after`": parts.Review,
    "of `assumed`": parts.Assumed,
    "of `screened`": parts.Screened,
    "of `contradictions`": parts.FoundContradiction,
    "of `remarks`": parts.Remark,
    "of `advice`": parts.ShownAdvice,
    "`guideline`": parts.GuidelineInfo,
}


@frozen
class Block:
    """A block of a page; ``after`` is what stands between it and the one before."""

    kind: str
    title: str
    text: str
    line: int
    after: str

    @property
    def is_whole_file(self) -> bool:
        return self.kind == "guideline" and self.text.startswith("guideline ")


def blocks(page: Path) -> list[Block]:
    text, found, end = page.read_text("utf-8"), [], 0
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start("text"))
        between = text[end : match.start()].strip()
        found.append(Block(match["kind"], match["title"] or "", match["text"], line, between))
        end = match.end()
    assert text.count("```") == 2 * len(found), f"{page.name} has a fence that is not read"
    return found


def pages_with(kind: str) -> list[Path]:
    found = [page for page in PAGES if any(block.kind == kind for block in blocks(page))]
    assert found, f"no page has a block of {kind}"
    return found


def page_name(page: Path) -> str:
    return page.name


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_files(page: Path, folder: Path) -> None:
    for block in blocks(page):
        if block.title:
            (folder / block.title).write_text(block.text, "utf-8")


def assert_shown(shown: str, comes: str, where: str) -> None:
    plain = "".join(f"{line.rstrip()}\n" for line in comes.rstrip().split("\n")) if comes else ""
    lines = shown.rstrip("\n").split("\n") if shown else []
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else f"{re.escape(line)}\n" for line in lines)
    as_shown = re.fullmatch(pattern, plain) is not None
    assert as_shown, f"{where} shows:\n{shown}\nand what comes is:\n{plain}"


def section(page: str, heading: str) -> str:
    start = page.index(f"\n{heading}\n") + len(heading) + 2
    following = re.compile(r"^#+ ", re.MULTILINE).search(page, start)
    return page[start : following.start() if following else len(page)]


def quoted(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", text))


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_block_says_what_it_is(page: Path) -> None:
    for block in blocks(page):
        assert block.kind in KINDS, f"{page.name}:{block.line} is a block of {block.kind!r}"


@pytest.mark.parametrize("page", pages_with("python"), ids=page_name)
def test_programs_print_what_is_shown(
    page: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(page, folder)
    namespace: dict[str, object] = {"__name__": "__main__"}
    there = blocks(page)
    for block, following in zip(there, [*there[1:], None], strict=True):
        if block.kind == "python":
            # Line feeds before it let a traceback name the line of the page.
            exec(compile("\n" * block.line + block.text, page.name, "exec"), namespace)
            output = following and following.kind == "text" and not following.after
            shown = following.text if following and output else ""
            assert_shown(shown, capsys.readouterr().out, f"{page.name}:{block.line}")


@pytest.mark.parametrize("page", pages_with("guideline"), ids=page_name)
def test_guidelines_load_without_a_word(page: Path, folder: Path) -> None:
    whole, file = "", folder / "of_the_page.guideline"
    for block in blocks(page):
        if block.kind == "guideline":
            whole = block.text if block.is_whole_file else whole
            assert whole, f"{page.name}:{block.line} is part of no file"
            file.write_text(whole if block.is_whole_file else whole + block.text, "utf-8")
            # Parts, and files that show what `fmt` does, need not be in its layout.
            found = [each for each in imaging_rules.check(file) if each.code != "W517"]
            told = [f"{each.code}: {each.message}" for each in found]
            assert not told, f"{page.name}:{block.line}: {told}"


@pytest.mark.parametrize("page", pages_with("broken"), ids=page_name)
def test_broken_guidelines_are_broken(page: Path, folder: Path) -> None:
    write_files(page, folder)
    for block in blocks(page):
        if block.kind == "broken":
            told = imaging_rules.check(folder / block.title)
            assert any(each.is_error for each in told), f"{page.name}:{block.line}"


@pytest.mark.parametrize("page", pages_with("console"), ids=page_name)
def test_commands_write_what_is_shown(page: Path, folder: Path) -> None:
    write_files(page, folder)
    code = None
    for block in blocks(page):
        for command, shown in commands(block):
            where = f"{page.name}:{block.line}: {command}"
            if command == "echo $?":
                assert shown == f"{code}\n", f"{where} gives {code}"
                continue
            program, *arguments = shlex.split(command)
            assert program == "imaging-rules", where
            done = subprocess.run(
                [sys.executable, "-m", "imaging_rules", *arguments],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment_with(PYTHONUTF8="1"),
                encoding="utf-8",
                check=False,
            )
            code = done.returncode
            assert_shown(shown, done.stdout, where)


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Yield the commands of a block, each with what is shown under it."""
    if block.kind == "console":
        nothing, *each = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)
        assert not nothing
        yield from zip(each[::2], each[1::2], strict=True)


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_to_files(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
        if not link.startswith("https://"):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_the_table_of_codes_is_the_catalogue() -> None:
    table = "".join(
        f"| `{kind.code}` | {kind.title} | {kind.why} |\n" for kind in CATALOGUE.values()
    )
    rows = re.findall(r"^\| `[EW].*\n", section(LANGUAGE, "### All codes"), re.MULTILINE)
    assert "".join(rows) == table, f"the catalogue makes this table:\n{table}"


def test_the_limits_are_those_of_the_code() -> None:
    limits = section(LANGUAGE, "### Limits")
    for code, limit in LIMITS:
        rows = [row for row in limits.split("\n") if row.endswith(f"| `{code}` |")]
        told = {number for row in rows for number in re.findall(r"\b[0-9][0-9,]*\b", row)}
        assert f"{limit:,}" in told, f"the limit {limit:,} of {code}"


def test_every_code_named_on_a_page_is_in_the_catalogue() -> None:
    for page in PAGES:
        named = set(re.findall(r"\b[EW][1-5][0-9]{2}\b", page.read_text("utf-8")))
        assert named <= CATALOGUE.keys(), page.name


def test_the_reserved_words_are_those_of_the_grammar() -> None:
    found = re.search(r"_NOT_RESERVED: /\(\?!\(([a-z|]+)\)", GRAMMAR)
    assert found
    assert quoted(section(LANGUAGE, "### Reserved words")) == set(found[1].split("|"))


def test_every_word_of_the_language_is_on_its_page() -> None:
    patterns = re.findall(r"^[A-Z_]+\.[0-9]+: /([a-z].*?)\\b", GRAMMAR, re.MULTILINE)
    words = {pattern.replace(r"\s+", " ") for pattern in patterns}
    assert {"guideline", "red flag", "everything else is no", "over"} <= words
    words |= {unit.plural for unit in UNITS}
    words |= {level.name for level in Recommendation}
    page = LANGUAGE.replace(section(LANGUAGE, "### Reserved words"), "")
    pieces = "\n".join(quoted(page))
    lost = {word for word in words if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", pieces)}
    assert not lost


def test_every_public_name_is_on_the_page_for_python() -> None:
    lost = [name for name in imaging_rules.__all__ if not re.search(rf"\b{name}\b", PYTHON)]
    assert not lost


def test_every_field_of_a_decision_is_on_the_page_for_python() -> None:
    public = {name for name in vars(Decision) if not name.startswith("_")}
    public |= {each.name for each in attrs.fields(Decision) if not each.name.startswith("_")}
    methods = {"explain", "to_dict"}
    rows = re.findall(r"^\| `(\w+)` \|", section(PYTHON, "## Reading a decision"), re.MULTILINE)
    assert public - methods <= set(rows)
    assert set(rows) <= public
    for method in methods:
        assert f"decision.{method}(" in PYTHON


@pytest.mark.parametrize(("name", "record"), RECORDS.items(), ids=list(RECORDS))
def test_every_field_of_a_record_is_on_the_page_for_python(name: str, record: type) -> None:
    rows = re.findall(rf"^\| {name} \| (.*) \|$", PYTHON, re.MULTILINE)
    fields = {each.name for each in attrs.fields(record)}
    assert any(fields <= quoted(row) for row in rows), f"{name} has {sorted(fields)}"


def test_every_field_of_a_citation_is_on_the_page_for_python() -> None:
    told = next(line for line in PYTHON.split("\n") if line.startswith("A citation has "))
    assert {each.name for each in attrs.fields(Citation)} - {"span"} <= quoted(told)


def test_every_exit_code_is_on_the_page_for_the_command_line() -> None:
    rows = re.findall(r"^\| ([0-9]+) \|", section(COMMAND_LINE, "## Exit codes"), re.MULTILINE)
    assert [int(row) for row in rows] == [int(code) for code in ExitCode]
