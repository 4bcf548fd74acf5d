"""The command that writes a guideline in a form for other programs."""

import click

from imaging_rules.cli.exit_codes import ExitCode, MisuseError
from imaging_rules.cli.files import meant_by
from imaging_rules.cli.options import help_option
from imaging_rules.cli.output import write_exactly
from imaging_rules.document.export.formats import FORMATS
from imaging_rules.library.find import load
from imaging_rules.text.words import joined

_EPILOG = """\b
Examples:
  imaging-rules export low_back_pain --format json > low_back_pain.json
  imaging-rules export low_back_pain --format python > low_back_pain_facts.py
  imaging-rules export low_back_pain --format facts-schema > facts.schema.json
  imaging-rules export low_back_pain --format html > form.html

\b
Exit codes:
  0  done
  1  the guideline has errors
  2  the command cannot be used, or the guideline cannot be read"""


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("guideline")
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS]),
    help="What is written; one of them has to be named.",
)
@help_option
def export(guideline: str, form: str | None) -> int:
    """Write a guideline for other programs to read.

    GUIDELINE is the name of a guideline, or the path of a file. With --format json all of it is
    written that a program needs to interview, to decide and to explain: its facts, rules and
    texts, and its decision diagrams. With --format python a class is written that holds the facts
    of a patient, so that an editor completes their names and a type checker finds a wrong one. With
    --format facts-schema the JSON Schema of these facts is written, as --facts takes them. With
    --format html a form is written that interviews and answers in the browser: one element to put
    into any page, with all that it needs.
    """
    if form is None:
        raise MisuseError(f"write --format {joined([*FORMATS], 'or')}, to say what to export")
    text = FORMATS[form](load(meant_by(guideline)))
    # As it is, whatever the terminal's encoding: this goes to a file.
    write_exactly(text.encode("utf-8"))
    return ExitCode.DONE
