"""The recipes of CONTRIBUTING, followed to the letter in a copy of the project; and its map."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import FrameType

import pytest

import imaging_rules
from imaging_rules import load

PROJECT = Path(__file__).resolve().parents[1]
CONTRIBUTING = (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
PACKAGE = Path(imaging_rules.__file__).parent


def section(heading: str) -> str:
    """Return what stands below a heading, up to the next one that is as high."""
    level = heading.split(" ", maxsplit=1)[0]
    _, _, below = f"\n{CONTRIBUTING}".partition(f"\n{heading}\n")
    assert below, heading
    return re.split(rf"\n#{{1,{len(level)}}} (?=[A-Z])", below)[0]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what a change is made in."""
    left_out = shutil.ignore_patterns("__pycache__", ".*", "corpus", "golden")
    for folder in ("src", "grammars", "guidelines", "tests"):
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=left_out)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def follow(recipe: str, project: Path) -> str:
    """Do what the blocks of a recipe say, and return what the last command wrote."""
    written = ""
    for kind, block in re.findall(r"```(\w+)\n(.*?)```", section(recipe), re.DOTALL):
        if kind == "sh":
            for line in block.splitlines():
                written = run(line, project)
            continue
        first, _, rest = block.partition("\n")
        file = project / first.split(" ")[1]
        if kind == "python":
            file.write_text(rest, "utf-8")
        else:
            put_in(rest.splitlines(), file)
    return written


def put_in(lines: list[str], file: Path) -> None:
    text = file.read_text("utf-8")
    before = "".join(f"{line[1:]}\n" for line in lines if line[0] == " ")
    after = "".join(f"{line[1:]}\n" for line in lines)
    assert text.count(before) == 1, before
    file.write_text(text.replace(before, after), "utf-8")


def run(line: str, project: Path, expected: int = 0) -> str:
    program, *arguments = shlex.split(line)
    command = {"python": [sys.executable], "imaging-rules": [sys.executable, "-m", "imaging_rules"]}
    path = os.pathsep.join([str(project / "src"), str(project)])
    done = subprocess.run(
        [*command[program], *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": path, "HYPOTHESIS_PROFILE": "fast"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout


def test_an_output_format_is_added(project: Path) -> None:
    written = follow("### Add an output format", project)
    assert written.splitlines() == [
        "blunt_trauma",
        "focal_neurologic_deficit",
        "glasgow_coma_scale",
        "alertness_otherwise_altered",
        "intoxicated",
        "distracting_injury",
        "neck_injury_suspected",
        "midline_neck_tenderness",
    ]
    assert "fact-names" in run("imaging-rules export --help", project)


@pytest.mark.thorough
def test_an_engine_is_added_and_one_that_decides_otherwise_is_found(project: Path) -> None:
    written = follow("### Add an engine", project)
    assert "1 passed" in written
    engine = project / "tests/agreement/by_level_diagram.py"
    wrong = engine.read_text("utf-8").replace("mask >> end & 1", "mask >> end & 1 and end != 6")
    engine.write_text(wrong, "utf-8")
    run("python -m pytest tests/agreement/test_engines.py -k ByLevelDiagram", project, expected=1)


@pytest.mark.thorough
def test_a_guideline_is_added(project: Path) -> None:
    written = follow("### Add a guideline", project)
    assert re.search(r"[3-9] passed", written)


# --- the map --------------------------------------------------------------------------------------


def test_the_map_has_every_room() -> None:
    listed = re.findall(r"(?m)^\| `(\w+)` \|", section("## How the code is laid out"))
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert len(listed) == len(set(listed))
    assert set(listed) == rooms


def test_the_way_of_a_fact_is_as_it_is_told() -> None:
    told = section("### One fact, from the file to the answer")
    for place in re.findall(r"`([a-z_/]+\.(?:py|lark|guideline))`", told):
        assert (PACKAGE / place).exists() or (PROJECT / place).exists(), place
    _, _, way = told.partition("it passes five files")
    files = re.findall(r"(?m)^\d\. `([a-z_/]+\.py)`", way)
    assert len(files) == 5
    guideline = load("low_back_pain")
    passed: dict[str, None] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(PACKAGE):
            passed[path.relative_to(PACKAGE).as_posix()] = None

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        recommended = guideline.evaluate({"fever_or_chills": True}).recommendation
    finally:
        sys.setprofile(before)
    assert recommended.words == "image urgently"
    assert [each for each in passed if each in files] == files
