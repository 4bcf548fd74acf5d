"""The generated pages of the reference: the grammar, the schemas, and guidelines side by side."""

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from imaging_rules import Guideline, Recommendation, compare, decision_schema, export_schema, load
from imaging_rules.diagnostics import CATALOGUE
from imaging_rules.diagnostics.explain_code import LESSONS
from imaging_rules.document.markup import FRONT_MATTER, fenced
from imaging_rules.document.site.guideline_pages import COMPARISON_PAGE, comparison_pages
from imaging_rules.document.site.reference_pages import (
    GRAMMAR_FILE,
    GRAMMAR_PAGE,
    INDEX_OF_CODES,
    code_pages,
    grammar_pages,
    schema_files,
)
from imaging_rules.library.comparison.known_patients import (
    KnownPatient,
    KnownPatients,
    known_patients,
)
from imaging_rules.library.names import ships
from imaging_rules.syntax.grammar import keywords
from imaging_rules.text.inert import markdown_with_code
from tests.cli.command_line import ROOT, environment_with

GRAMMAR = (ROOT / "grammars" / "guideline.lark").read_text("utf-8")
TOPICS = known_patients()
SHIPPED = {
    known.title: [load(name) for name in known.guidelines if ships(name)] for known in TOPICS
}
PATIENTS = [(known, patient) for known in TOPICS for patient in known.patients]


@pytest.fixture(scope="module")
def grammar() -> str:
    return grammar_pages()[GRAMMAR_PAGE]


@pytest.fixture(scope="module")
def comparison() -> str:
    return comparison_pages()[COMPARISON_PAGE]


# In a process of its own: MkDocs sets up logging and warnings for all of a process.
BUILD = """
import logging
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
from imaging_rules.document.site.mkdocs_plugin import GeneratedPages

logging.basicConfig()
config = load_config(
    sys.argv[1], plugins=[], strict=True, theme={"name": "mkdocs"}, use_directory_urls=False
)
plugin = GeneratedPages()
plugin.load_config({name: True for name in sys.argv[2:]})
config.plugins["imaging-rules"] = plugin
build(config)
"""


# --- the grammar --------------------------------------------------------------------------------


def test_the_file_of_the_grammar_is_the_one_that_ships() -> None:
    assert grammar_pages()[GRAMMAR_FILE] == GRAMMAR


def test_every_rule_of_the_grammar_is_shown_once(grammar: str) -> None:
    rules = re.findall(r"^[?_]*([a-z_]+):", GRAMMAR, re.MULTILINE)
    assert {"start", "red_flag", "condition", "expect"} <= set(rules)
    shown = re.findall(r'<span id="[a-z-]+">([a-z_]+)</span>:', grammar)
    assert shown == rules


def test_every_link_in_the_grammar_leads_to_a_rule(grammar: str) -> None:
    places = set(re.findall(r'id="([^"]+)"', grammar))
    links = re.findall(r'href="#([^"]+)">([a-z_]+)<', grammar)
    assert len(links) > 100
    for place, name in links:
        assert place in places
        assert place == f"rule-{name.replace('_', '-')}"


def test_every_word_of_the_language_is_in_the_grammar(grammar: str) -> None:
    shown = {unescape(each) for each in re.findall(r"<b>([^<]+)</b>", grammar)}
    assert keywords() <= shown
    # What is left over are the signs that part things.
    assert shown - keywords() == {",", "(", ")"}


def test_a_rule_reads_as_its_block_is_written(grammar: str) -> None:
    plain = unescape(re.sub(r"<[^>]+>", "", grammar))
    assert "lasts [NUMBER to] quantity of NAME\n" in plain
    assert "negated: not single\n" in plain
    assert "counted: (any of | all of | none of | at least NUMBER of) (" in plain
    assert "red_flag: red flag NAME red_flag_clause*\n" in plain
    assert "| **at least** | `>=` |" in grammar
    assert not re.search(r"\b[A-Z]+_[A-Z_]+\b|\\b|\\s", plain)


def test_what_the_author_writes_is_told(grammar: str) -> None:
    blocks = "".join(re.findall(r"<pre>.*?</pre>", grammar, re.DOTALL))
    written = set(re.findall(r"\b[A-Z]{3,}\b", re.sub(r"<[^>]+>", "", blocks)))
    told = re.findall(r"^\| `([A-Z]+)` \|", grammar, re.MULTILINE)
    assert written == set(told)


def test_no_block_of_the_grammar_has_a_blank_line(grammar: str) -> None:
    for block in re.findall(r"<pre>.*?</pre>", grammar, re.DOTALL):
        assert "\n\n" not in block


# --- the schemas --------------------------------------------------------------------------------


def test_the_schemas_are_those_of_the_library() -> None:
    files = {path: json.loads(text) for path, text in schema_files().items()}
    assert files == {
        "schemas/decision.schema.json": decision_schema(),
        "schemas/export.schema.json": export_schema(),
    }


# --- guidelines side by side --------------------------------------------------------------------


def rows(page: str, heading: str) -> list[list[str]]:
    """Return the rows of the first table below a heading, without its head."""
    below = page[page.index(heading) :]
    lines = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert lines
    return [line[2:-2].split(" | ") for line in lines[0].splitlines()[2:]]


def test_every_patient_is_said_to_be_what_some_guideline_asks() -> None:
    for known, patient in PATIENTS:
        asked = {fact.name for each in SHIPPED[known.title] for fact in each.model.facts}
        assert patient.facts.keys() | known.usual.keys() <= asked, patient.title


@pytest.mark.parametrize(("known", "patient"), PATIENTS, ids=lambda each: each.title)
def test_only_what_is_left_open_is_open(known: KnownPatients, patient: KnownPatient) -> None:
    shipped = SHIPPED[known.title]
    comparison = compare(known.all_facts(patient, shipped), shipped)
    asked = {each.fact for row in comparison.rows for each in row.decision.missing}
    assert asked <= {name for name, value in patient.facts.items() if value == "unknown"}
    assert not any(row.decision.contradictions for row in comparison.rows)


def name_and_status(guideline: Guideline) -> str:
    status = guideline.model.header.status
    return f"`{guideline.name}`" + (f" ({status})" if status != "active" else "")


@pytest.mark.parametrize("known", TOPICS, ids=lambda each: each.title)
def test_the_page_says_what_the_guidelines_say(known: KnownPatients, comparison: str) -> None:
    shipped = SHIPPED[known.title]
    overview = rows(comparison, f"\n## {known.title}\n")
    assert len(overview) == len(known.patients)
    for patient, (first, *said) in zip(known.patients, overview, strict=True):
        assert first == f"[{patient.short}](#{patient.anchor})"
        told = rows(comparison, f"{{: #{patient.anchor} }}")
        assert [each[0] for each in told] == [name_and_status(each) for each in shipped]
        assert [each[1] for each in told] == said
        found = compare(known.all_facts(patient, shipped), shipped)
        for row, words in zip(found.rows, said, strict=True):
            for level in row.decision.possible:
                assert level.words in words
            assert words.startswith("open: ") is (len(row.decision.possible) > 1)
        for row, (_, _, studies, *_) in zip(found.rows, told, strict=True):
            for study in row.decision.studies:
                above = any(level.end >= Recommendation.CONSIDER.end for level in study.possible)
                assert (f"`{study.name}`" in studies) is above
        assert found.differences, patient.title


def said_of(topic: str, comparison: str) -> dict[str, dict[str, str]]:
    """Return what each guideline of a topic says of each patient, as the page tells it."""
    heads = [each.name for each in SHIPPED[topic]]
    table = rows(comparison, f"\n## {topic}\n")
    return {first: dict(zip(heads, each, strict=True)) for first, *each in table}


def test_the_known_disagreements_are_shown(comparison: str) -> None:
    said = said_of("Low back pain", comparison)
    heads = ["low_back_pain", "acp_2011", "aafp", "nass", "acr_2021", "nice_ng59"]
    assert list(said["[71 years](#old)"]) == heads
    assert said["[71 years](#old)"]["low_back_pain"] == "**image urgently**"
    assert said["[71 years](#old)"]["acp_2011"] == "**wait**"
    assert said["[71 years](#old)"]["nice_ng59"] == "**do not image**"
    assert said["[Injury](#injured)"]["nice_ng59"] == "**out of scope**"
    assert said["[After surgery](#operated)"]["acr_2021"] == "**image**"
    assert said["[After surgery](#operated)"]["low_back_pain"] == "**wait**"
    assert said["[Six weeks of care](#treated)"]["low_back_pain"] == "**image**"
    assert said["[Six weeks of care](#treated)"]["acp_2011"] == "**no guidance**"
    assert list(said_of("Suspected pulmonary embolism", comparison).values()) == [
        {"pulmonary_embolism": "**image**", "years_algorithm": "**do not image**"},
        {"pulmonary_embolism": "**do not image**", "years_algorithm": "**image**"},
        {"pulmonary_embolism": "**image**", "years_algorithm": "**do not image**"},
        {
            "pulmonary_embolism": "**do not image**",
            "years_algorithm": "open: do not image or image",
        },
    ]


def test_a_draft_is_called_a_draft(comparison: str) -> None:
    heads = [line for line in comparison.splitlines() if line.startswith("| Patient")]
    for head, known in zip(heads, TOPICS, strict=True):
        for guideline in SHIPPED[known.title]:
            draft = guideline.model.header.status == "draft"
            assert (f"`{guideline.name}` (draft)" in head) is draft


def test_a_guideline_is_linked_where_it_has_a_page() -> None:
    page = comparison_pages(linked={"guidelines/nass.md"})[COMPARISON_PAGE]
    assert "[nass](guidelines/nass.md)" in page
    assert "guidelines/aafp.md" not in page


def test_what_guidelines_say_of_rules_cannot_break_a_table(comparison: str) -> None:
    widths = {5, *(1 + len(shipped) for shipped in SHIPPED.values())}
    for line in comparison.splitlines():
        if line.startswith("|"):
            assert len(line[2:-2].split(" | ")) in widths


# --- as part of a site --------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [("grammar", "schemas", "comparison"), ()])
def test_the_pages_are_part_of_a_site_that_wants_them(
    wanted: tuple[str, ...], tmp_path: Path
) -> None:
    pytest.importorskip("mkdocs")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Start\n")
    links = [GRAMMAR_PAGE, COMPARISON_PAGE] if wanted else []
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: made up\n"
        f"nav: [{', '.join(['index.md', *links])}]\n"
        "markdown_extensions: [attr_list, tables]\n"
        "validation: {omitted_files: warn, unrecognized_links: warn, anchors: warn}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path / "mkdocs.yml"), *wanted],
        capture_output=True,
        encoding="utf-8",
        env=environment_with(PYTHONUTF8="1"),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    for path in (
        GRAMMAR_PAGE.replace(".md", ".html"),
        COMPARISON_PAGE.replace(".md", ".html"),
        GRAMMAR_FILE,
    ):
        assert (site / path).exists() is bool(wanted)
    for path in schema_files():
        assert (site / path).exists() is bool(wanted)
    if wanted:
        assert (site / GRAMMAR_FILE).read_text("utf-8") == GRAMMAR
        page = (site / COMPARISON_PAGE).with_suffix(".html").read_text("utf-8")
        for _, patient in PATIENTS:
            assert f'href="#{patient.anchor}"' in page
            assert f'id="{patient.anchor}"' in page


PAGES = code_pages()


def test_every_code_has_a_page_and_the_index_leads_to_it() -> None:
    assert set(PAGES) == {INDEX_OF_CODES, *(f"codes/{code}.md" for code in CATALOGUE)}
    assert re.findall(r"\]\((\w+)\.md\)", PAGES[INDEX_OF_CODES]) == list(CATALOGUE)


def test_the_index_has_an_anchor_for_each_family() -> None:
    anchors = re.findall(r"^## .* \{: #(\w+) \}$", PAGES[INDEX_OF_CODES], re.MULTILINE)
    assert anchors == ["e1", "e2", "e3", "e4", "w5"]
    assert {code[:2].lower() for code in CATALOGUE} == set(anchors)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_page_says_what_the_code_means(code: str) -> None:
    kind, page = CATALOGUE[code], PAGES[f"codes/{code}.md"]
    assert page.startswith(f"{FRONT_MATTER}# {code}: {markdown_with_code(kind.title)}\n")
    assert markdown_with_code(kind.why) in page
    assert ("the file does not load" in page) == kind.is_error
    assert "**Mended" in page
    first = LESSONS[code].mended.splitlines()[0]
    assert f"```text\n{first}\n" in page
    assert page.isprintable() or all(line.isprintable() for line in page.splitlines())


@pytest.mark.parametrize("text", ["plain", "a ``` b", "````"])
def test_nothing_in_an_example_ends_it(text: str) -> None:
    opening, *inside, closing = fenced(text).split("\n")
    assert "\n".join(inside) == text
    assert opening == f"{closing}text"
    assert closing not in text
