"""Guidelines that other packages bring: found, told apart, and never in each other's way."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from imaging_rules import (
    GuidelineError,
    Recommendation,
    UnknownGuidelineError,
    check,
    diff,
    evaluate,
    guidelines,
    load,
)
from imaging_rules.library import find, packages
from tests.cli.command_line import BROKEN, ROOT, SMALL, environment_with, run

SHIPS = tuple(sorted(path.stem for path in (ROOT / "guidelines").glob("*.guideline")))


class Site:
    """A folder of installed packages, at the front of the path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(
        self,
        package: str,
        files: dict[str, str],
        *,
        module: str | None = None,
        value: str | None = None,
        init: str | None = "",
    ) -> None:
        """Install a package with files, in the folder of a module."""
        module = module or package.replace("-", "_").lower() + ".guidelines"
        self.metadata(package, f"[imaging_rules.guidelines]\ntheirs = {value or module}\n")
        self.module(module, files, init)

    def metadata(self, package: str, entry_points: str) -> None:
        info = self.folder / f"{package.replace('-', '_')}-1.0.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(entry_points)

    def module(self, module: str, files: dict[str, str], init: str | None = "") -> None:
        folder = self.folder.joinpath(*module.split("."))
        folder.mkdir(parents=True, exist_ok=True)
        if init is not None:
            (folder / "__init__.py").write_text(init)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    forget()
    yield Site(folder)
    forget()
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__path__", "")):
            del sys.modules[name]


def forget() -> None:
    packages.packaged.cache_clear()
    find._load_named.cache_clear()


def titled(title: str, name: str = "small") -> str:
    text = SMALL.replace("A small guideline", title)
    return text.replace("guideline small", f"guideline {name}")


# --- found --------------------------------------------------------------------------------------


def test_a_guideline_of_a_package_is_found_by_its_name(site: Site) -> None:
    site.install("Their_Package", {"small.guideline": SMALL, "README.txt": "no guideline"})
    assert guidelines() == (*SHIPS, "small")
    decision = evaluate({"pain": True, "count": 3}, guideline="small")
    assert decision.recommendation is Recommendation.IMAGE
    assert load("small").version == "1.2.3"
    assert check("small") == ()
    assert not diff("small", "small").changes_decisions


def test_the_full_name_means_it_too_and_it_is_read_once(site: Site) -> None:
    site.install("Their_Package", {"small.guideline": SMALL})
    for name in ("their-package:small", "their_package:small", "Their.Package:small"):
        assert load(name) is load("small")
    assert load("imaging-rules:low_back_pain") is load("low_back_pain")


def test_what_lies_beside_a_guideline_of_a_package_is_read(site: Site) -> None:
    statements = json.dumps([{"id": "B1", "quote": "It hurts."}])
    sourced = SMALL.replace(
        "\nfact pain",
        '\nsource book\n  title "A book"\n  statements "below/book.json"\n\nfact pain',
        1,
    ).replace('editorial "Made up for a test."', "cite book B1")
    site.install(
        "theirs",
        {"small.guideline": sourced, "below/book.json": statements},
    )
    assert load("small").model.sources[0].statements[0].quote == "It hurts."


def test_a_folder_without_an_init_file_will_do(site: Site) -> None:
    site.install("theirs", {"small.guideline": SMALL}, init=None)
    assert load("small").title == "A small guideline"


def test_a_package_in_a_zip_file_will_do(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.install("theirs", {"small.guideline": SMALL})
    (site.folder / "theirs" / "__init__.py").write_text("")
    archive = site.folder.parent / "theirs.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in sorted(site.folder.rglob("*")):
            zipped.write(path, path.relative_to(site.folder))
    monkeypatch.delitem(sys.modules, "theirs", raising=False)
    monkeypatch.setattr(sys, "path", [str(archive), *sys.path[:0], *sys.path[1:]])
    forget()
    assert load("theirs:small").title == "A small guideline"
    assert "theirs.zip" in str(sys.modules["theirs.guidelines"].__file__)


def test_the_command_line_finds_it(site: Site) -> None:
    site.install("their-package", {"small.guideline": SMALL})
    listed = run("guidelines")
    assert listed.exit_code == 0
    line = next(each for each in listed.stdout.splitlines() if each.startswith("small "))
    assert " ".join(line.split()) == "small 1.2.3 active A small guideline (of their-package)"
    assert listed.stderr == ""
    for name in ("small", "their-package:small"):
        assert run("evaluate", name, "-f", "pain=yes", "-f", "count=3").exit_code == 0
        checked = run("check", name)
        assert (checked.exit_code, checked.stdout) == (0, f"{name}: no problems\n")
    assert run("diff", "small", "low_back_pain").exit_code == 1
    assert "did you mean `small`?" in run("evaluate", "smal").stderr
    formatted = run("fmt", "small")
    assert formatted.exit_code == 2
    assert "the guideline `small` of a package is not meant here" in formatted.stderr


def test_as_data_each_guideline_tells_its_package(site: Site) -> None:
    site.install("their-package", {"small.guideline": SMALL})
    data = json.loads(run("guidelines", "--format", "json").stdout)
    packages_of = {each["name"]: each["package"] for each in data["guidelines"]}
    assert packages_of == dict.fromkeys(SHIPS, "imaging-rules") | {"small": "their-package"}
    assert data["problems"] == []


# --- names that clash ---------------------------------------------------------------------------


def test_no_package_takes_the_place_of_what_ships(site: Site) -> None:
    ours = load("low_back_pain").sha256
    site.install("rival", {"low_back_pain.guideline": titled("Not ours", "low_back_pain")})
    assert guidelines() == (*SHIPS, "rival:low_back_pain")
    assert load("low_back_pain").sha256 == ours
    assert evaluate({}).guideline.sha256 == ours
    assert load("rival:low_back_pain").title == "Not ours"
    listed = run("guidelines").stdout
    assert "rival:low_back_pain" in listed


def test_a_name_of_two_packages_is_refused_until_it_is_written_in_full(site: Site) -> None:
    site.install("one", {"small.guideline": titled("One"), "alone.guideline": SMALL})
    site.install("two", {"small.guideline": titled("Two")})
    assert guidelines() == (*SHIPS, "alone", "one:small", "two:small")
    told = (
        "the packages `one` and `two` each have a guideline `small`: "
        "write `one:small` or `two:small`"
    )
    for call in (load, check, lambda name: evaluate({}, guideline=name)):
        with pytest.raises(UnknownGuidelineError) as raised:
            call("small")
        assert str(raised.value) == told
    assert [load(name).title for name in ("one:small", "two:small")] == ["One", "Two"]
    result = run("evaluate", "small")
    assert (result.exit_code, result.stderr) == (2, f"error: {told}\n")


def test_a_name_in_two_folders_of_a_package_is_not_taken(site: Site) -> None:
    site.install("theirs", {"small.guideline": SMALL, "other.guideline": SMALL})
    site.module("theirs.more", {"small.guideline": titled("Another")})
    site.metadata("theirs", "[imaging_rules.guidelines]\na = theirs.guidelines\nb = theirs.more\n")
    assert guidelines() == (*SHIPS, "other")
    assert "`theirs:small` lies in two folders of its package" in run("guidelines").stderr


# --- broken packages ----------------------------------------------------------------------------


def broken_ways(site: Site) -> None:
    """Install packages that are each broken in another way."""
    site.install("no-folder", {}, value="no_folder.nowhere")
    site.install("no-guideline", {"README.txt": ""})
    site.install("raises", {"a.guideline": SMALL}, init="raise ValueError('not today')")
    site.install("leaves", {"a.guideline": SMALL}, init="raise SystemExit(7)")
    site.install("misspelt", {"a.guideline": SMALL}, init="def")
    site.install("an-attribute", {"a.guideline": SMALL}, value="an_attribute.guidelines:folder")
    site.install("odd", {"A b.guideline": SMALL})
    site.metadata("unread", "[imaging_rules.guidelines]\ntheirs\n")
    site.metadata("a-module", "[imaging_rules.guidelines]\ntheirs = a_module\n")
    (site.folder / "a_module.py").write_text("")
    site.metadata("not-text", "")
    info = site.folder / "not_text-1.0.dist-info"
    (info / "entry_points.txt").write_bytes(b"[imaging_rules.guidelines]\n\xff\xfe")


def test_broken_packages_never_hide_the_others(site: Site) -> None:
    broken_ways(site)
    site.install("good", {"small.guideline": SMALL})
    assert guidelines() == (*SHIPS, "small")
    assert load("small").title == "A small guideline"
    result = run("guidelines")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == [*SHIPS, "small"]
    for told in (
        "package `no-folder` cannot be used: `no_folder.nowhere` cannot be imported: No module",
        "package `no-guideline` cannot be used: no file in `no_guideline.guidelines` has a name",
        "package `raises` cannot be used: `raises.guidelines` cannot be imported: not today",
        "package `leaves` cannot be used: `leaves.guidelines` cannot be imported: 7",
        "package `misspelt` cannot be used: `misspelt.guidelines` cannot be imported: ",
        "package `an-attribute` cannot be used: `an_attribute.guidelines:folder` names no folder",
        "`A b.guideline` of the package `odd` is left out",
        "package `unread` cannot be used: its list of entry points cannot be read",
        "package `a-module` cannot be used: `a_module` is a module and not a folder",
    ):
        assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert "Error" not in result.stderr
    problems = json.loads(run("guidelines", "--format", "json").stdout)["problems"]
    assert result.stderr == "".join(f"error: {each}\n" for each in problems)


def test_a_name_that_is_not_found_tells_of_broken_packages(site: Site) -> None:
    site.install("raises", {"ankle.guideline": SMALL}, init="raise ValueError('not today')")
    with pytest.raises(UnknownGuidelineError, match=r"no guideline `ankle`.*`raises`.*not today"):
        load("ankle")
    assert "not today" in run("evaluate", "ankle").stderr


def test_a_file_with_errors_is_told_of_and_the_others_are_listed(site: Site) -> None:
    site.install("theirs", {"bad.guideline": BROKEN, "small.guideline": SMALL})
    assert guidelines() == (*SHIPS, "bad", "small")
    result = run("guidelines")
    assert result.exit_code == 0
    assert "bad" not in result.stdout
    assert result.stderr == (
        "error: the guideline `bad` of the package `theirs` has errors: "
        "`imaging-rules check bad` shows them\n"
    )
    with pytest.raises(GuidelineError, match=r"theirs:bad\.guideline"):
        load("bad")
    assert run("check", "bad").exit_code == 1


def test_a_file_that_cannot_be_read_is_told_of(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.install("theirs", {"lost.guideline": SMALL, "small.guideline": SMALL})
    assert "lost" in guidelines()
    (site.folder / "theirs" / "guidelines" / "lost.guideline").unlink()
    with pytest.raises(UnknownGuidelineError, match="`theirs:lost` cannot be read"):
        load("lost")
    result = run("guidelines")
    assert "`theirs:lost` cannot be read" in result.stderr
    assert "small" in result.stdout


# --- and nothing of it for those who need nothing of it -------------------------------------------


def test_what_ships_is_loaded_without_a_look_at_packages(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.install("loud", {"small.guideline": SMALL}, init="print('imported')")
    program = (
        "import sys, imaging_rules\n"
        "imaging_rules.load('low_back_pain')\n"
        "imaging_rules.evaluate({})\n"
        "assert 'importlib.metadata' not in sys.modules\n"
        "print(imaging_rules.guidelines())\n"
    )
    path = environment_with()["PYTHONPATH"]
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment_with(PYTHONPATH=f"{tmp_path}{os.pathsep}{path}"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"imported\n{(*SHIPS, 'small')}\n"
