"""The package works where it is installed, not only in the checkout.

The wheel is built from the sdist, as an installer without a wheel would do it, and tried
outside the checkout: installed, as an editable install, and as a zip file on the path.
"""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).resolve().parents[2]

# Where the tests were started from must not help, nor anything set for them.
HIDDEN = ("COV_", "COVERAGE_", "HYPOTHESIS_", "PYTEST_", "PYTHON", "VIRTUAL_ENV")

DECIDE = """
import imaging_rules
decision = imaging_rules.evaluate({"fever_or_chills": True})
assert decision.recommendation.name == "IMAGE_URGENTLY", decision.recommendation
# Some of them use vocabularies, which must be found too.
assert all(imaging_rules.load(name).name == name for name in imaging_rules.guidelines())
print(imaging_rules.__file__)
"""

NEW_MODULES = """
import json, sys
before = set(sys.modules)
{imports}
print(json.dumps(sorted({{name.partition(".")[0] for name in set(sys.modules) - before}})))
"""


@dataclass(frozen=True)
class Environment:
    """A virtual environment, with a folder away from the checkout to run in."""

    folder: Path
    elsewhere: Path

    def script(self, name: str) -> Path:
        if os.name == "nt":
            return self.folder / "Scripts" / f"{name}.exe"
        return self.folder / "bin" / name

    def run(self, script: str, *arguments: str | Path) -> str:
        return run(self.script(script), *arguments, cwd=self.elsewhere)

    def new_modules(self, imports: str) -> set[str]:
        """Top-level names of the modules that `imports` brings in."""
        names: list[str] = json.loads(self.run("python", "-c", NEW_MODULES.format(imports=imports)))
        return set(names)


@dataclass(frozen=True)
class Built:
    """What the checkout was built into."""

    sdist: Path
    wheel: Path


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command and return what it printed; where it fails, show all it said."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(HIDDEN)}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        said = f"{done.stdout}\n{done.stderr}"
        pytest.fail(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{said}")
    return done.stdout


def make_environment(folder: Path, *requirement: str | Path) -> Environment:
    """Make a clean virtual environment and install one thing into it."""
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    environment = Environment(folder / "venv", elsewhere)
    run(sys.executable, "-m", "venv", environment.folder, cwd=elsewhere)
    environment.run(
        "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--constraint",
        ROOT / "constraints.txt",
        *requirement,
    )
    return environment


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return Built(sdist, wheel)


@pytest.fixture(scope="module")
def library(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The library alone, for programs that import it."""
    return make_environment(tmp_path_factory.mktemp("library"), built.wheel)


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return make_environment(tmp_path_factory.mktemp("installed"), f"{built.wheel}[cli]")


@pytest.fixture(scope="module")
def editable(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return make_environment(tmp_path_factory.mktemp("editable"), "--editable", f"{ROOT}[cli]")


@pytest.fixture(params=["installed", "editable"])
def environment(request: pytest.FixtureRequest) -> Environment:
    chosen = request.getfixturevalue(request.param)
    assert isinstance(chosen, Environment)
    return chosen


def test_evaluates_from_another_folder(environment: Environment) -> None:
    environment.run("python", "-c", DECIDE)


def test_command_lists_the_guidelines(environment: Environment) -> None:
    assert "low_back_pain" in environment.run("imaging-rules", "guidelines")


def test_module_lists_the_guidelines(environment: Environment) -> None:
    assert "low_back_pain" in environment.run("python", "-m", "imaging_rules", "guidelines")


def test_installed_wheel_does_not_lean_on_the_checkout(installed: Environment) -> None:
    found = Path(installed.run("python", "-c", DECIDE).strip())

    assert found.is_relative_to(installed.folder)


def test_editable_install_reads_the_checkout(editable: Environment) -> None:
    found = Path(editable.run("python", "-c", DECIDE).strip())

    assert found.is_relative_to(ROOT / "src")


def test_works_from_the_zipped_wheel(built: Built, installed: Environment) -> None:
    found = installed.run(
        "python", "-c", f"import sys; sys.path.insert(0, {str(built.wheel)!r}){DECIDE}"
    )

    assert found.startswith(str(built.wheel))


def test_the_library_alone_decides_and_says_what_the_command_needs(library: Environment) -> None:
    library.run("python", "-c", DECIDE)
    has = library.run("python", "-m", "pip", "list", "--format", "freeze").lower()
    assert not [name for name in ("click", "rich", "pygments") if f"{name}==" in has]
    for command in (
        (library.script("imaging-rules"),),
        (library.script("python"), "-m", "imaging_rules"),
    ):
        done = subprocess.run(
            [*command, "guidelines"], cwd=library.elsewhere, capture_output=True, check=False
        )
        assert done.returncode == 2
        assert done.stdout == b""
        assert done.stderr.decode("utf-8").splitlines() == [
            "The command imaging-rules needs packages that the library does without. "
            "Install them with: pip install 'imaging-rules[cli]'"
        ]


def test_import_brings_in_lark_and_attrs_alone(installed: Environment) -> None:
    allowed = installed.new_modules("import attr, attrs, lark") | sys.stdlib_module_names

    assert installed.new_modules("import imaging_rules") - allowed == {"imaging_rules"}


def test_wheel_holds_the_package_and_its_data_alone(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        names = set(archive.namelist())

    # The plugin stands apart, so that pytest loads nothing of the library to find it.
    outermost = {name.partition("/")[0].partition("-")[0] for name in names}
    assert outermost == {"imaging_rules", "pytest_imaging_rules.py"}
    assert "imaging_rules/grammars/guideline.lark" in names
    assert "imaging_rules/guidelines/low_back_pain.guideline" in names
    assert "imaging_rules/guidelines/sources/livafortis.json" in names
    assert "imaging_rules/guidelines/back_pain.vocabulary" in names
    assert "imaging_rules/guidelines/README.md" in names
    assert "imaging_rules/document/assets/decide.js" in names
    assert "imaging_rules/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_sdist_holds_what_the_makefile_needs(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert {
        ".ci/run",
        "CHANGELOG.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "benchmarks/README.md",
        "constraints.txt",
        "docs/index.md",
        "grammars/guideline.lark",
        "guidelines/low_back_pain.guideline",
        "mkdocs.yml",
        "pyproject.toml",
        "scripts/setup",
        "src/imaging_rules/__init__.py",
        "tests/packaging/test_wheel.py",
    } <= names
