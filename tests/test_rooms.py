"""The rooms of the house: each imports only from rooms above it, and none is a lumber-room."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import imaging_rules

PACKAGE = Path(imaging_rules.__file__).parent
# The pipeline, from a file's text to the command line.
ROOMS = (
    "text",
    "diagnostics",
    "values",
    "syntax",
    "model",
    "diagram",
    "analyse",
    "decide",
    "library",
    "tables",
    "document",
    "testing",
    "cli",
)
# Exceptions for misuse, where the files that ship are found, and the version; each with what it
# may import.
FOR_ALL: dict[str, set[str]] = {
    "errors": {"diagnostics", "values"},
    "resources": set(),
    "version": set(),
}
LUMBER_ROOMS = {"utils", "util", "helpers", "helper", "common", "core", "types", "misc", "base"}
FILES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.parts[0].removesuffix(".py")


def all_imported(path: Path) -> set[str]:
    """Return the names that a file imports anywhere in it, in full."""
    found = set()
    for node in ast.walk(ast.parse((PACKAGE / path).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def imported(path: Path) -> set[str]:
    """Return those names that are the package's."""
    return {name for name in all_imported(path) if name.split(".")[0] == "imaging_rules"}


def rooms_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(path)}


@pytest.mark.parametrize("path", [p for p in FILES if len(p.parts) > 1], ids=str)
def test_a_room_imports_only_from_rooms_above_it(path: Path) -> None:
    room = room_of(path)
    allowed = {*ROOMS[: ROOMS.index(room) + 1], *FOR_ALL}
    if room in {"cli", "testing"}:
        # They use the library as its users do.
        allowed |= {"__version__", "load"}
    if room == "document":
        allowed -= {"tables"}
    assert rooms_imported(path) <= allowed


def test_the_rules_are_about_the_house_as_it_is() -> None:
    rooms = {path.parts[0] for path in FILES if len(path.parts) > 1}
    assert rooms <= set(ROOMS)
    assert {"text", "diagnostics", "syntax", "model", "analyse", "library"} <= rooms
    assert rooms_imported(Path("library/read.py")) >= {"syntax", "model", "diagram", "analyse"}


def test_what_all_may_use_uses_next_to_nothing_of_the_house() -> None:
    for name, allowed in FOR_ALL.items():
        assert rooms_imported(Path(f"{name}.py")) <= allowed
        for room in allowed:
            assert all(name not in rooms_imported(path) for path in FILES if room_of(path) == room)


def test_only_from_syntax_makes_a_guideline() -> None:
    """Nothing downstream ever sees an unchecked one, so no other file builds one."""
    makers = set()
    for path in FILES:
        tree = ast.parse((PACKAGE / path).read_text("utf-8"))
        names = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "imaging_rules.model.guideline"
            for alias in node.names
            if alias.name == "Guideline"
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                makers |= {path} if node.func.id in names else set()
    assert makers == {Path("model/from_syntax/guideline.py")}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_there_is_no_lumber_room(path: Path) -> None:
    assert not {part.removesuffix(".py") for part in path.parts} & LUMBER_ROOMS


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_has_one_subject(path: Path) -> None:
    assert len((PACKAGE / path).read_text("utf-8").splitlines()) <= 500


# What may be imported within a function: each costs who does not need it time, or an extra.
LATE = {
    ("cli", "cli.main"): "without the extra `cli`, the command says what to install",
    ("cli.output", "cli.coloured"): "most output goes to no terminal, or is plain",
    ("decide.decision", "decide.explain"): "most decisions are not explained",
    ("decide.decision", "decide.record"): "most decisions are not recorded",
    ("library.comparison.compare", "library.comparison.text"): "most compare nothing",
    ("library.comparison.compare", "analyse.versions.disagree"): "most compare nothing",
    ("library.diff", "analyse.versions.compare"): "most compare nothing",
    ("library.names", "library.packages"): "most use what ships, and looking takes time",
    **{
        ("library.read", name): "a file that is only used gets no warnings"
        for name in (
            "analyse.checks.constant_conditions",
            "analyse.checks.dead_rules",
            "analyse.checks.numbers_in_texts",
            "analyse.checks.opposite_signs",
        )
    },
}


MODULES = {
    ".".join(path.with_suffix("").parts).removesuffix(".__init__"): path
    for path in FILES
    if path.parent != Path()
}


def modules_imported(module: str) -> Iterator[tuple[str, bool]]:
    """Yield each module of a room that one imports, and whether late: within a function."""
    tree = ast.parse((PACKAGE / MODULES[module]).read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    late = {id(node) for function in functions for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            source = (node.module or "").removeprefix("imaging_rules.")
            for name in (f"{source}.{alias.name}" for alias in node.names):
                name = name if name in MODULES else source  # noqa: PLW2901
                if name in MODULES:
                    yield name, id(node) in late


def test_no_module_needs_itself() -> None:
    """Imports for types alone, and those within functions, count as any other."""
    needs = {module: {name for name, _ in modules_imported(module)} for module in MODULES}
    while free := {module for module in needs if not needs[module]}:
        needs = {module: rest - free for module, rest in needs.items() if module not in free}
    assert not needs


def test_what_is_imported_late_has_a_reason() -> None:
    found = {
        (module, name) for module in MODULES for name, late in modules_imported(module) if late
    }
    assert found == set(LATE)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_the_bottom_rooms_need_no_other_package(path: Path) -> None:
    """Text, messages and values are plain Python and attrs; only `syntax` knows the parser."""
    allowed = {*sys.stdlib_module_names, "attrs", "imaging_rules"}
    foreign = {name.split(".")[0] for name in all_imported(path)} - allowed
    if room_of(path) in {"text", "diagnostics", "values"}:
        assert not foreign
    assert "lark" not in foreign or room_of(path) == "syntax"
