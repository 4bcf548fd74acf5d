"""The command that writes the pages of guidelines."""

from collections.abc import Sequence
from pathlib import Path

import click

from imaging_rules.cli.exit_codes import ExitCode, MisuseError
from imaging_rules.cli.files import all_meant_by
from imaging_rules.cli.options import help_option
from imaging_rules.cli.output import complain_of, visible, write
from imaging_rules.diagnostics import Diagnostic
from imaging_rules.document.site.guideline_pages import SameNameError, guideline_pages
from imaging_rules.errors import GuidelineError, VocabularyError
from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline
from imaging_rules.values.counts import count

_EPILOG = """\b
Examples:
  imaging-rules docs low_back_pain --out pages
  imaging-rules docs guidelines/ --out pages

\b
Exit codes:
  0  the pages are written
  1  a guideline has errors; nothing is written
  2  the command cannot be used, a guideline cannot be read, or a page not be
     written"""


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option("--out", metavar="DIR", help="The folder that the pages are written to.")
@help_option
def docs(paths: tuple[str, ...], out: str | None) -> int:
    """Write pages about guidelines, for any generator of sites.

    PATH is a guideline file, a folder with such files, or the name of a guideline that ships.
    Below DIR come guidelines/index.md, a page for each guideline beside it, and
    assets/imaging-rules.css, the style for the site to use. Pages that are there already are
    written anew.
    """
    if not paths:
        raise MisuseError("name a guideline, a file or a folder")
    if out is None:
        raise MisuseError("write --out DIR, to say where the pages go")
    loaded = _loaded(paths)
    if loaded is None:
        return ExitCode.FINDINGS
    try:
        pages = guideline_pages(loaded)
    except SameNameError as problem:
        raise MisuseError(str(problem)) from None
    folder = Path(out)
    for name, text in pages.items():
        _write(folder.joinpath(*name.split("/")), text)
    write(visible(f"{out}: {count(len(loaded), 'guideline')}, {count(len(pages), 'file')}"))
    return ExitCode.DONE


def _loaded(paths: Sequence[str]) -> list[Guideline] | None:
    """Return all that is named; where files have errors, tell of all of them."""
    found, problems = all_meant_by(paths)
    if problems:
        raise MisuseError("\n".join(problems))
    loaded: list[Guideline] = []
    wrong: list[Diagnostic] = []
    for each in found:
        try:
            loaded.append(load(each))
        except VocabularyError as problem:
            raise MisuseError(f"{each}: {problem}") from None
        except GuidelineError as problem:
            wrong += [said for said in problem.diagnostics if said.is_error]
    complain_of(wrong)
    return None if wrong else loaded


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    except OSError as problem:
        why = problem.strerror or "writing failed"
        raise MisuseError(f"the file {path} cannot be written: {why}") from None
