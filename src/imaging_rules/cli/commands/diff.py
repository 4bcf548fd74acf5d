"""The command that tells what differs between two versions of a guideline."""

import click

from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.cli.files import meant_by
from imaging_rules.cli.options import format_option, help_option
from imaging_rules.cli.output import as_json, visible, write
from imaging_rules.library.diff import diff as difference
from imaging_rules.library.find import load_but_examples
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.revision import PREFIX, load_revision

_EPILOG = """\b
Examples:
  imaging-rules diff old.guideline new.guideline
  imaging-rules diff low_back_pain my.guideline
  imaging-rules diff git:HEAD:guidelines/low_back_pain.guideline low_back_pain

\b
Exit codes:
  0  no patient's decision changes
  1  a decision changes; or a file has errors
  2  a file or a revision cannot be read"""


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("old")
@click.argument("new")
@format_option
@help_option
def diff(old: str, new: str, form: str) -> int:
    """Tell whose decisions change between two versions of a guideline.

    OLD and NEW are each the path of a guideline file, the name of a guideline that ships, or
    git:REVISION:PATH. Every patient is compared: where no change is told, there is none.
    """
    found = difference(_meant(old), _meant(new))
    if form == "json":
        write(as_json(found.to_dict()))
    else:
        write(visible(found.explain().rstrip("\n")))
    return ExitCode.FINDINGS if found.changes_decisions else ExitCode.DONE


def _meant(argument: str) -> Guideline:
    if argument.startswith(PREFIX):
        return load_revision(argument)
    return load_but_examples(meant_by(argument))
