"""The command that lists the guidelines there are."""

import click

from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.cli.options import format_option, help_option
from imaging_rules.cli.output import as_json, write
from imaging_rules.library.find import guidelines as names
from imaging_rules.library.find import load

_EPILOG = """Each line has the name, the version, the status and the title. The name can be given
to `evaluate` and to `check`."""


@click.command(epilog=_EPILOG, add_help_option=False)
@format_option
@help_option
def guidelines(form: str) -> int:
    """List the guidelines that ship with this program."""
    found = [
        {
            "name": name,
            "version": guideline.version,
            "status": guideline.model.header.status,
            "title": guideline.title,
        }
        for name, guideline in ((name, load(name)) for name in names())
    ]
    if form == "json":
        write(as_json({"guidelines": found}))
    else:
        write(_columns([list(each.values()) for each in found]))
    return ExitCode.DONE


def _columns(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)
