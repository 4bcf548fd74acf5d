"""Options that several commands have."""

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import click

from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.cli.output import write

F = TypeVar("F", bound=Callable[..., Any])


def help_option(command: F) -> F:
    """Add ``-h`` and ``--help`` to a command.

    Click's own option ends with code 1 where a reader stops reading, which here means that a
    guideline has errors.
    """
    return click.option(
        "-h",
        "--help",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_help,
        help="Show this text and exit.",
    )(command)


def formats_option(*forms: str) -> Callable[[F], F]:
    """Return what adds ``--format`` with these forms, of which the first is usual."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help="How the result is written.",
    )


def format_option(command: F) -> F:
    """Add ``--format text|json`` to a command."""
    return formats_option("text", "json")(command)


def facts_options(ignored: str) -> Callable[[F], F]:
    """Return what adds ``--fact``, ``--facts`` and ``--ignore``; the help of the last is given."""
    options = (
        click.option(
            "-f",
            "--fact",
            "facts",
            multiple=True,
            metavar="NAME=VALUE",
            help="One fact; give several.",
        ),
        click.option(
            "--facts",
            "files",
            multiple=True,
            metavar="FILE",
            help="A JSON file with facts; - is standard input.",
        ),
        click.option("--ignore", multiple=True, metavar="NAME", help=ignored),
    )

    def add(command: F) -> F:
        # The option that is added last is shown first.
        for option in reversed(options):
            command = option(command)
        return command

    return add


def show(text: str, ctx: click.Context) -> NoReturn:
    """Write a text as the result of a command, and end it."""
    write(text)
    ctx.exit(ExitCode.DONE)


def _show_help(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        show(ctx.get_help(), ctx)
