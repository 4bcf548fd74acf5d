"""The documentation is true: its programs run, its files load, and its lists are whole.

A fence names what a block is: `python` runs, in order and in one namespace a page; `text` after
it is what it prints. `guideline` loads, a part of a file behind the last whole one of its page.
`console` shows commands with all they write and, after `$ echo $?`, their exit code; what stands
there after `> ` is typed. `broken` is a guideline file with errors. A block with a title is a file
that the others of its page find; `diff` edits the file in its title, between the commands before
it and those after it: `-` begins a line that goes, `+` one that comes, the others stay. In
what is shown, a line of three dots stands for any lines. Commands of git run too. Of `sh`, the
commands of this program run, and what they write is left aside; what else may stand there is
listed. `yaml` is read, and the commands of this program in it run. `json` and `toml` are read.
"""

import inspect
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import click
import pytest
from attrs import frozen

import imaging_rules
from imaging_rules import decision_schema, export_schema
from imaging_rules.analyse.checks import upkeep
from imaging_rules.cli.commands.fmt import MOST_COMPARED
from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.cli.main import main
from imaging_rules.decide.answer import beside_imaging, guideline_info, records, studies
from imaging_rules.decide.decision import Decision
from imaging_rules.diagnostics.catalogue import CATALOGUE
from imaging_rules.diagram import conditions, from_model
from imaging_rules.document.export import guideline as exported
from imaging_rules.document.site import guideline_pages
from imaging_rules.document.site.reference_pages import code_pages, grammar_pages, schema_files
from imaging_rules.library import example_proposals, find, packages
from imaging_rules.library.names import guidelines as shipped_names
from imaging_rules.model.from_syntax import clauses, facts, guideline, problems
from imaging_rules.model.notes import Citation
from imaging_rules.syntax import from_tokens, parse
from imaging_rules.syntax.recovery import characters
from imaging_rules.values import numbers
from imaging_rules.values.recommendation import Recommendation
from imaging_rules.values.units import ALL as UNITS
from tests.cli.command_line import environment_with

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
LANGUAGE = (ROOT / "docs" / "language.md").read_text("utf-8")
PYTHON = (ROOT / "docs" / "python.md").read_text("utf-8")
API = (DOCS / "reference" / "api.md").read_text("utf-8")
FORMATS = (DOCS / "reference" / "json.md").read_text("utf-8")
COMMAND_LINE = (ROOT / "docs" / "command-line.md").read_text("utf-8")
# No settings of whoever runs the tests.
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Anne",
    "GIT_AUTHOR_EMAIL": "anne@example.org",
    "GIT_COMMITTER_NAME": "Anne",
    "GIT_COMMITTER_EMAIL": "anne@example.org",
}
GRAMMAR = (ROOT / "grammars" / "guideline.lark").read_text("utf-8")

FENCE = re.compile(
    r'^```(?P<kind>[a-z]*)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.M | re.S
)
KINDS = {"python", "text", "guideline", "broken", "console", "diff", "json", "sh", "toml", "yaml"}
# What a block of `sh` may show besides this program: it installs, builds or serves.
NOT_RUN = (
    *("python -m pip install ", "pip install ", "make ", "mkdocs ", "pytest ", "cd "),
    *("python -m venv ", ". .venv/bin/activate", ".venv\\Scripts\\activate"),
)
LIMITS = (
    ("E107", parse.LONGEST_FILE),
    ("E107", parse.MOST_WORDS),
    ("E107", clauses.LONGEST_SHOWN_OFTEN),
    ("E107", guideline.MOST_FACTS),
    ("E107", guideline.MOST_QUOTED),
    ("E204", find.MOST_BESIDE),
    ("E109", numbers.LONGEST_NUMBER),
    ("E108", from_tokens.DEEPEST_CONDITION),
    ("E310", facts.MOST_REGIONS),
    ("E113", characters.MOST_PROBLEMS),
    ("E113", problems.MOST_PROBLEMS),
    ("W507", upkeep.LONGEST_QUOTE),
    ("E410", from_model.BUDGET),
    ("E411", conditions.MOST_WAYS),
    ("a sentence", exported.BUDGET),
    ("a sentence", example_proposals.MOST_WORK),
    ("a sentence", MOST_COMPARED),
)
RECORDS = {
    "of `studies`": studies.StudyDecision,
    "of `precautions`": studies.DuePrecaution,
    "of `reasons`": records.Reason,
    "of `open_rules`": records.OpenRule,
    "of `blocked`": records.BlockedRule,
    "of `missing`": records.Missing,
    "of `changes`": records.Change,
    "`review_after`": records.Review,
    "of `assumed`": records.Assumed,
    "of `assumed_together`": records.AssumedTogether,
    "of `stated`": records.Stated,
    "of `screened`": records.Screened,
    "of `contradictions`": records.FoundContradiction,
    "of `actions`": beside_imaging.Action,
    "of `remarks`": beside_imaging.Remark,
    "of `advice`": beside_imaging.ShownAdvice,
    "`guideline`": guideline_info.GuidelineInfo,
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

    @property
    def is_vocabulary(self) -> bool:
        return self.kind == "guideline" and self.text.startswith("vocabulary ")


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
    return page.relative_to(ROOT).as_posix()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    forget_packages()
    yield tmp_path
    forget_packages()


def forget_packages() -> None:
    packages.packaged.cache_clear()
    find._load_named.cache_clear()


def write_files(page: Path, folder: Path) -> None:
    for block in blocks(page):
        if block.title and block.kind != "diff":
            file = folder / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, "utf-8")
    if (folder / "pyproject.toml").exists():
        install(folder)


def install(folder: Path) -> None:
    """Do what installing the package in a folder does for a program that runs there."""
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    name, version = project["name"], project["version"]
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{key} = {value}" for key, value in points.items())]
    (info / "entry_points.txt").write_text("\n".join(lines))


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
            alone = block.is_whole_file or block.is_vocabulary
            file.write_text(block.text if alone else whole + block.text, "utf-8")
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


# Two long pages, each of which starts very many processes.
LONG_PAGES = {
    *("command-line.md", "write-a-guideline.md", "change-a-threshold.md"),
    *("review-a-new-version.md", "ship-in-a-package.md", "json.md"),
}


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=pytest.mark.thorough if page.name in LONG_PAGES else ())
        for page in pages_with("console")
    ],
    ids=page_name,
)
def test_commands_write_what_is_shown(page: Path, folder: Path) -> None:
    write_files(page, folder)
    code = None
    for block in blocks(page):
        if block.kind == "diff":
            edit(folder / block.title, block, f"{page.name}:{block.line}")
        for command, shown in commands(block):
            where = f"{page.name}:{block.line}: {command}"
            if command == "echo $?":
                assert shown == f"{code}\n", f"{where} gives {code}"
                continue
            program, *arguments = shlex.split(command)
            assert program in ("imaging-rules", "git"), where
            typed = "".join(re.findall(r"^> ?(.*\n)", shown, re.MULTILINE))
            code, written = run(program, arguments, typed)
            assert_shown(shown, written, where)


def run(program: str, arguments: list[str], typed: str = "") -> tuple[int, str]:
    """Run a command as a process of its own; return its code and all that it writes."""
    own = program == "imaging-rules"
    done = subprocess.run(
        [*([sys.executable, "-m", "imaging_rules"] if own else [program]), *arguments],
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment_with(PYTHONUTF8="1", **GIT),
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("page", pages_with("sh"), ids=page_name)
def test_commands_of_the_shell_can_be_run(page: Path, folder: Path) -> None:
    write_files(page, folder)
    for block in blocks(page):
        for line in block.text.splitlines() if block.kind == "sh" else ():
            command = line.partition("#")[0].strip()
            if command.startswith("imaging-rules "):
                written, _, file = command.partition(" > ")
                code, output = run("imaging-rules", shlex.split(written)[1:])
                assert code == 0, f"{page.name}:{block.line}: {output}"
                assert not file or output
            else:
                assert not command or f"{command} ".startswith(NOT_RUN), f"{page.name}: {command}"


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_what_other_programs_read_is_written_right(page: Path, folder: Path) -> None:
    yaml = pytest.importorskip("yaml")
    write_files(page, folder)
    for block in blocks(page):
        if block.kind in ("json", "toml"):
            (json.loads if block.kind == "json" else tomllib.loads)(block.text)
        elif block.kind == "yaml":
            yaml.safe_load(block.text)
            for command in re.findall(r"\brun: (imaging-rules .*)", block.text):
                code, output = run("imaging-rules", shlex.split(command.partition(" > ")[0])[1:])
                assert code == 0, f"{page.name}:{block.line}: {command}: {output}"


def edit(file: Path, block: Block, where: str) -> None:
    """Edit a file as a block shows it."""
    lines = block.text.splitlines(keepends=True)
    assert all(line[0] in " -+\n" for line in lines), f"{where}: what becomes of each line?"
    old = "".join(line[1:] or line for line in lines if line[0] != "+")
    new = "".join(line[1:] or line for line in lines if line[0] != "-")
    text = "\n" + file.read_text("utf-8")
    assert text.count("\n" + old) == 1, f"{where}: {file.name} has these lines not once"
    file.write_text(text.replace("\n" + old, "\n" + new)[1:], "utf-8")


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Yield the commands of a block, each with what is shown under it."""
    if block.kind == "console":
        nothing, *each = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)
        assert not nothing
        yield from zip(each[::2], each[1::2], strict=True)


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_to_files(page: Path) -> None:
    made = {**code_pages(), **grammar_pages(), **schema_files()}
    generated = {
        DOCS / path for path in (*made, guideline_pages.COMPARISON_PAGE, guideline_pages.INDEX)
    }
    generated |= {DOCS / guideline_pages.FOLDER / f"{name}.md" for name in shipped_names()}
    for link in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
        if not link.startswith("https://"):
            file = (page.parent / link).resolve()
            assert file in generated or file.exists(), f"{page.name} links to {link}"


def test_the_table_of_codes_is_the_catalogue() -> None:
    table = "".join(
        f"| `{kind.code}` | {kind.title} | {kind.why} |\n" for kind in CATALOGUE.values()
    )
    rows = re.findall(r"^\| `[EW].*\n", section(LANGUAGE, "### All codes"), re.MULTILINE)
    assert "".join(rows) == table, f"the catalogue makes this table:\n{table}"


def test_the_limits_are_those_of_the_code() -> None:
    limits = section(LANGUAGE, "### Limits")
    for beyond, limit in LIMITS:
        rows = [row for row in limits.split("\n") if row.endswith((f"`{beyond}` |", f"{beyond} |"))]
        told = {number for row in rows for number in re.findall(r"\b[0-9][0-9,]*\b", row)}
        assert f"{limit:,}" in told, f"the limit {limit:,} of {beyond}"


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
    public = {name for name in dir(Decision) if not name.startswith("_")}
    methods = {"explain", "to_dict"}
    rows = re.findall(r"^\| `(\w+)` \|", section(PYTHON, "## Reading a decision"), re.MULTILINE)
    assert public - methods <= set(rows)
    assert set(rows) <= public
    for method in methods:
        assert f"decision.{method}(" in PYTHON


@pytest.mark.parametrize(("name", "record"), RECORDS.items(), ids=list(RECORDS))
def test_every_field_of_a_record_is_on_the_page_for_python(name: str, record: type) -> None:
    rows = re.findall(rf"^\| {name} \| (.*) \|$", PYTHON, re.MULTILINE)
    fields = {each.alias for each in attrs.fields(record)}
    assert any(fields <= quoted(row) for row in rows), f"{name} has {sorted(fields)}"


def test_every_field_of_a_citation_is_on_the_page_for_python() -> None:
    told = next(line for line in PYTHON.split("\n") if line.startswith("A citation has "))
    assert {each.name for each in attrs.fields(Citation)} - {"span"} <= quoted(told)


def test_every_exit_code_is_on_the_page_for_the_command_line() -> None:
    rows = re.findall(r"^\| ([0-9]+) \|", section(COMMAND_LINE, "## Exit codes"), re.MULTILINE)
    assert [int(row) for row in rows] == [int(code) for code in ExitCode]


def chapter(page: str, heading: str) -> str:
    """Return a section with the smaller ones in it, and without what its blocks show."""
    plain = FENCE.sub("", page)
    start = plain.index(f"\n{heading}\n") + len(heading) + 2
    following = re.compile(r"^## ", re.MULTILINE).search(plain, start)
    return plain[start : following.start() if following else len(plain)]


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_option_of_a_command_is_on_its_page(name: str) -> None:
    told = chapter(COMMAND_LINE, f"## {name}")
    assert f"`imaging-rules {name}" in told
    for option in main.commands[name].params:
        if isinstance(option, click.Option) and "--help" not in option.opts:
            for form in option.opts:
                assert re.search(rf"`[^`\n]*(?<![\w-]){form}(?![\w-])", told), form
            for choice in getattr(option.type, "choices", ()):
                assert re.search(rf"`[^`\n]*\b{choice}\b", told), f"{form} {choice}"


def test_the_options_of_the_program_are_on_its_page() -> None:
    for option in main.params:
        for form in option.opts:
            assert re.search(rf"`(imaging-rules )?{form}`", COMMAND_LINE), form


def test_every_public_name_has_a_place_on_the_page_of_names() -> None:
    told = re.findall(r"^::: imaging_rules\.(\w+)$", API, re.MULTILINE)
    assert len(told) == len(set(told))
    # These two are no functions or classes, and told in a sentence.
    assert set(told) == set(imaging_rules.__all__) - {"__version__", "unknown"}
    assert "`__version__`" in API
    assert "`unknown`" in API


@pytest.mark.parametrize("name", sorted(set(imaging_rules.__all__) - {"__version__", "unknown"}))
def test_what_the_page_of_names_shows_is_told_in_full(name: str) -> None:
    public = getattr(imaging_rules, name)
    assert inspect.getdoc(public)
    if inspect.isfunction(public):
        for parameter in inspect.signature(public).parameters:
            assert f"{parameter}: " in (inspect.getdoc(public) or "")


@pytest.mark.parametrize("schema", [decision_schema(), export_schema()], ids=["record", "export"])
def test_the_fields_of_a_document_are_on_its_page(schema: dict[str, Any]) -> None:
    heading = "## The record of a decision"
    if schema["title"] == export_schema()["title"]:
        heading = "## The export of a guideline"
    told = quoted(section(FORMATS, heading))
    assert schema["properties"].keys() <= told


def test_the_facts_on_the_page_of_formats_are_taken() -> None:
    page = blocks(DOCS / "reference" / "json.md")
    shown, record = (json.loads(block.text) for block in page if block.kind == "json")
    whole = imaging_rules.evaluate(record["facts"]["stated"]).to_dict()
    assert record["guideline"].keys() <= whole["guideline"].keys()
    assert record["facts"]["screened"][0] in whole["facts"]["screened"]
    facts = shown
    stated = imaging_rules.evaluate(facts).to_dict()["facts"]["stated"]
    assert stated.keys() == {name for name, value in facts.items() if value is not None}


def test_every_command_is_named_in_the_readme() -> None:
    assert main.commands.keys() <= quoted((ROOT / "README.md").read_text("utf-8"))


def test_every_page_can_be_reached_from_the_first_one() -> None:
    reached, ahead = set(), [DOCS / "index.md"]
    while ahead:
        page = ahead.pop()
        if page not in reached and page in PAGES:
            reached.add(page)
            links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
            ahead += [(page.parent / link).resolve() for link in links if "://" not in link]
    assert {page for page in PAGES if page.is_relative_to(DOCS)} <= reached


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text("utf-8")
    for page in PAGES:
        if page.is_relative_to(DOCS):
            assert f" {page.relative_to(DOCS).as_posix()}\n" in navigation


def test_every_option_of_the_plugin_for_mkdocs_is_on_its_page() -> None:
    pytest.importorskip("mkdocs")
    from imaging_rules.document.site.mkdocs_plugin import PluginOptions

    named = {name for name in vars(PluginOptions) if not name.startswith("_")}
    assert {"guidelines", "codes"} <= named
    assert named <= quoted((DOCS / "how-to" / "publish-your-guidelines.md").read_text("utf-8"))
