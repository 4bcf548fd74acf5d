"""The codes that a command ends with."""

from enum import IntEnum

import click


class ExitCode(IntEnum):
    """What a script can read from the end of a command."""

    DONE = 0
    FINDINGS = 1
    """A guideline file has errors (or warnings, where they count too)."""
    MISUSE = 2
    """The command, or what it was given, cannot be used."""
    NO_RECOMMENDATION = 3
    """The decision is undetermined or out of scope, or the guideline is silent."""
    OWN_FAULT = 70
    """A fault of the program itself."""
    INTERRUPTED = 130
    """Stopped from the keyboard."""


class MisuseError(click.ClickException):
    """What a command was given cannot be used, or its result not be written; says why."""

    exit_code = ExitCode.MISUSE
