"""The command that lists the guidelines there are."""

from collections.abc import Sequence

import click

from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.cli.options import format_option, help_option
from imaging_rules.cli.output import as_json, tell, visible, write
from imaging_rules.errors import GuidelineError, UnknownGuidelineError
from imaging_rules.library.find import load
from imaging_rules.library.names import OWN_PACKAGE, named, problems
from imaging_rules.library.names import guidelines as names

_EPILOG = """Each line has the name, the version, the status and the title, and of a guideline
that another installed package brings, the package. The name can be given to all commands that
take a guideline. What is broken in a package is told on standard error."""


@click.command(epilog=_EPILOG, add_help_option=False)
@format_option
@help_option
def guidelines(form: str) -> int:
    """List the guidelines there are: those that ship, and those of installed packages."""
    found = []
    broken = list(problems())
    for name in names():
        package = named(name).package
        try:
            guideline = load(name)
        except UnknownGuidelineError as problem:
            broken.append(str(problem))
        except GuidelineError:
            broken.append(
                f"the guideline `{name}` of the package `{package}` has errors: "
                f"`imaging-rules check {name}` shows them"
            )
        else:
            found.append(
                {
                    "name": name,
                    "version": guideline.version,
                    "status": guideline.status,
                    "title": guideline.title,
                    "package": package,
                }
            )
    if form == "json":
        write(as_json({"guidelines": found, "problems": broken}))
    else:
        write(visible(_columns([_row(each) for each in found])))
    for each in broken:
        tell(f"error: {each}")
    return ExitCode.DONE


def _row(found: dict[str, str]) -> list[str]:
    *row, package = found.values()
    return [*row, "" if package == OWN_PACKAGE else f"(of {package})"]


def _columns(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)
