"""The plugin for MkDocs: the generated pages are part of the site, and no one else imports it."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

import imaging_rules
from imaging_rules import loads
from imaging_rules.diagnostics import CATALOGUE
from tests.cli.command_line import BROKEN, ROOT, SMALL, environment_with
from tests.document.rendered import Page
from tests.document.test_guideline_page import TEMPLATE

mkdocs = pytest.importorskip("mkdocs")

PACKAGE = Path(imaging_rules.__file__).parent
MODULE = "imaging_rules.document.site.mkdocs_plugin"

# In a process of its own: MkDocs sets up logging and warnings for all of a process.
BUILD = """
import json
import logging
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
from imaging_rules.document.site.mkdocs_plugin import GeneratedPages

logging.basicConfig()
config = load_config(
    sys.argv[1],
    plugins=json.loads(sys.argv[3]),
    strict=True,
    theme={"name": "mkdocs"},
    use_directory_urls=False,
)
plugin = GeneratedPages()
wrong, _ = plugin.load_config(json.loads(sys.argv[2]), config_file_path=sys.argv[1])
if wrong:
    sys.exit(str(wrong))
config.plugins["imaging-rules"] = plugin
build(config)
"""


def built(folder: Path, *plugins: str, **options: object) -> subprocess.CompletedProcess[str]:
    written = [json.dumps(each) for each in (options, plugins)]
    return subprocess.run(
        [sys.executable, "-c", BUILD, str(folder / "mkdocs.yml"), *written],
        capture_output=True,
        encoding="utf-8",
        env=environment_with(PYTHONUTF8="1"),
        check=False,
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Start\n\n[codes](codes/index.md)\n")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: made up\n"
        "nav: [index.md, codes/index.md]\n"
        "markdown_extensions: [attr_list, tables]\n"
        "validation: {omitted_files: warn, unrecognized_links: warn, anchors: warn}\n"
    )
    return tmp_path


def test_the_pages_are_part_of_the_site(site: Path) -> None:
    done = built(site, codes=True)
    assert done.returncode == 0, done.stderr
    codes = site / "site" / "codes"
    assert {page.stem for page in codes.glob("*.html")} == {"index", *CATALOGUE}
    page = (codes / "E301.html").read_text("utf-8")
    assert "E301: number without a unit" in page
    assert "when care over 6 weeks" in page
    index = (codes / "index.html").read_text("utf-8")
    assert 'id="e3"' in index
    assert 'href="E301.html"' in index


def test_a_page_of_the_same_name_is_refused(site: Path) -> None:
    (site / "docs" / "codes").mkdir()
    (site / "docs" / "codes" / "E301.md").write_text("# Mine\n")
    done = built(site, codes=True)
    assert done.returncode != 0
    assert "the page codes/E301.md is generated; remove the other" in done.stderr


# --- guidelines -------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return the folder of a site with one guideline and the vocabulary that it uses."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Start\n\n[guidelines](guidelines/index.md)\n")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: made up\n"
        "validation: {omitted_files: warn, unrecognized_links: warn, anchors: warn}\n"
    )
    rules = tmp_path / "rules"
    rules.mkdir()
    words = 'vocabulary words\n\nfact pain\n  yes or no\n  ask "Is there pain?"\n'
    (rules / "words.vocabulary").write_text(words)
    fact = SMALL[SMALL.index("fact pain") : SMALL.index("fact count")]
    (rules / "small.guideline").write_text(SMALL.replace(fact, "use pain from words\n\n"))
    return tmp_path


def test_guidelines_are_part_of_the_site(own: Path) -> None:
    done = built(own, guidelines=["rules"])
    assert done.returncode == 0, done.stderr
    pages = own / "site" / "guidelines"
    assert {page.name for page in pages.iterdir()} == {"index.html", "small.html"}
    index = (pages / "index.html").read_text("utf-8")
    assert '<a href="small.html">A small guideline</a>' in index
    page = (pages / "small.html").read_text("utf-8")
    assert 'id="rule-pain"' in page
    assert "Is there pain?" in page
    # The style is there, and the page finds it.
    assert (own / "site" / "assets" / "imaging-rules.css").stat().st_size
    assert 'href="../assets/imaging-rules.css"' in page
    # Only guidelines were asked for.
    assert not (own / "site" / "codes").exists()


def test_no_text_runs_as_a_macro_where_the_site_has_macros(own: Path) -> None:
    words = "{{ 1234 * 1234 }} {% set x = 1 %} {# away #} {{ environment }}"
    guideline = TEMPLATE.replace("TEXT", words)
    (own / "rules" / "odd.guideline").write_text(guideline, "utf-8")
    # An explanation on a page of the site's own, which does not tell the plugin to leave it.
    explained = loads(guideline).evaluate({"age": 80, "fever": True}).explain("markdown")
    (own / "docs" / "index.md").write_text(explained, "utf-8")
    (own / "docs" / "macro.md").write_text("# Macro\n\n{{ 1234 * 1234 }}\n", "utf-8")
    done = built(own, "macros", guidelines=["rules"])
    assert done.returncode == 0, done.stderr

    def shown(page: str) -> str:
        return Page((own / "site" / page).read_text("utf-8")).text

    # The plugin is at work, and the guideline gives it nothing to do.
    assert "1522756" in shown("macro.html")
    for page in ("guidelines/odd.html", "guidelines/index.html", "index.html"):
        assert words in shown(page)
        assert "1522756" not in shown(page)


def test_one_file_can_be_named(own: Path) -> None:
    done = built(own, guidelines=["rules/small.guideline", "rules"])
    assert done.returncode == 0, done.stderr
    assert (own / "site" / "guidelines" / "small.html").exists()


def test_without_options_nothing_is_added(own: Path) -> None:
    (own / "docs" / "index.md").write_text("# Start\n")
    assert built(own).returncode == 0
    assert not (own / "site" / "guidelines").exists()
    assert not (own / "site" / "assets").exists()
    assert "imaging-rules" not in (own / "site" / "index.html").read_text("utf-8")


def test_errors_of_a_guideline_stop_the_build_and_are_told(own: Path) -> None:
    (own / "rules" / "broken.guideline").write_text(BROKEN)
    done = built(own, guidelines=["rules"])
    assert done.returncode != 0
    assert "error[E201]" in done.stderr
    assert "broken.guideline:" in done.stderr


def test_a_folder_without_guidelines_is_refused(own: Path) -> None:
    done = built(own, guidelines=["docs"])
    assert done.returncode != 0
    assert "whose name ends in .guideline" in done.stderr


def test_a_path_that_is_not_there_is_refused(own: Path) -> None:
    done = built(own, guidelines=["nowhere"])
    assert done.returncode != 0
    assert "nowhere" in done.stderr


def test_the_site_is_built_anew_when_a_guideline_changes(own: Path) -> None:
    from imaging_rules.document.site.mkdocs_plugin import GeneratedPages

    class Server:
        def __init__(self) -> None:
            self.watched: list[str] = []

        def watch(self, path: str) -> None:
            self.watched.append(path)

    plugin: Any = GeneratedPages()
    options = {"guidelines": ["rules", "rules/small.guideline"]}
    assert plugin.load_config(options, config_file_path=str(own / "mkdocs.yml")) == ([], [])
    server = Server()
    assert plugin.on_serve(server, config=None, builder=None) is server
    # Of a file the folder is watched, for the vocabularies beside it.
    assert server.watched == [str(own / "rules")] * 2


def test_the_site_of_this_project_has_the_guidelines_that_ship() -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert re.search(r"- imaging-rules:\n\s+guidelines: \[guidelines\]\n", text)
    assert "guidelines/index.md" in text


def test_the_entry_point_leads_to_the_plugin() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (written,) = project["entry-points"]["mkdocs.plugins"].items()
    name, value = written
    assert name == "imaging-rules"
    from mkdocs.plugins import BasePlugin

    assert issubclass(EntryPoint(name, value, "mkdocs.plugins").load(), BasePlugin)
    assert value.startswith(MODULE)


def test_only_mkdocs_imports_the_plugin() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.stem == "mkdocs_plugin":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [each.name for each in getattr(node, "names", ()) if hasattr(each, "name")]
            module = getattr(node, "module", None) or ""
            assert not any("mkdocs" in name for name in (module, *names)), path
