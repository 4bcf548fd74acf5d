"""The command that says what a code means."""

import click

from imaging_rules.cli.exit_codes import ExitCode, MisuseError
from imaging_rules.cli.options import help_option
from imaging_rules.cli.output import write
from imaging_rules.diagnostics import CATALOGUE, nearest
from imaging_rules.diagnostics.explain_code import explained


@click.command(add_help_option=False)
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@help_option
def explain(codes: tuple[str, ...]) -> int:
    """Say what the code of a message means, with an example and its mend."""
    for code in codes:
        if code.upper() not in CATALOGUE:
            near = nearest(code.upper(), CATALOGUE)
            mend = f" Did you mean {near}?" if near else ""
            raise MisuseError(f"there is no code {code}.{mend}")
    write("\n\n".join(explained(code.upper()) for code in codes).rstrip("\n"))
    return ExitCode.DONE
