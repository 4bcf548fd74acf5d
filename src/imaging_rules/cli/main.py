"""The group of all commands, and how a command ends: each mistake by its exit code and sentence."""

import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

import click

from imaging_rules import __version__
from imaging_rules.cli.commands.ask import ask
from imaging_rules.cli.commands.check import check, explain
from imaging_rules.cli.commands.compare import compare, diff
from imaging_rules.cli.commands.docs import docs
from imaging_rules.cli.commands.evaluate import evaluate
from imaging_rules.cli.commands.export import export
from imaging_rules.cli.commands.fmt import fmt
from imaging_rules.cli.commands.guidelines import guidelines
from imaging_rules.cli.commands.new import new
from imaging_rules.cli.commands.test import test
from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.cli.options import help_option, show
from imaging_rules.cli.output import complain, complain_of, tell
from imaging_rules.diagnostics import nearest
from imaging_rules.errors import GuidelineError, ImagingRulesError
from imaging_rules.library.examples import FAILS
from imaging_rules.library.names import is_name
from imaging_rules.resources import GUIDELINE_SUFFIX

_NAME = "imaging-rules"

_EPILOG = f"""\b
Examples:
  {_NAME} evaluate -f age=42 -f fever_or_chills=yes
  {_NAME} ask
  {_NAME} check my.guideline
  {_NAME} test my.guideline
  {_NAME} diff old.guideline new.guideline
  {_NAME} compare one.guideline two.guideline -f age=71
  {_NAME} fmt my.guideline
  {_NAME} new knee_pain
  {_NAME} guidelines
  {_NAME} export low_back_pain --format json
  {_NAME} docs low_back_pain --out pages
  {_NAME} explain E301

\b
Exit codes:
  0  done
  1  a guideline file has errors; of test: or an example fails; of diff: or a
     decision changes
  2  the command was used wrongly
  3  no recommendation: undetermined, out of scope, or the guideline is silent

This is not a medical device. It restates what a published guideline says."""

# What the commands are called elsewhere.
_CALLED_OTHERWISE = {
    word: command
    for command, words in {
        "check": "validate lint verify compile fix",
        "evaluate": "run decide eval recommend",
        "ask": "interview questions",
        "test": "tests examples coverage",
        "compare": "versus",
        "diff": "changes difference",
        "fmt": "format",
        "guidelines": "list ls",
        "export": "convert form",
        "docs": "doc document pages html render",
        "explain": "code error",
        "new": "init create copy start",
    }.items()
    for word in words.split()
}


class Commands(click.Group):
    """A group that ends with the exit codes of this program and never with a traceback."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run a command and end the program with its exit code.

        Args:
            args: As `click.Group.main` takes them.
            extra: As `click.Group.main` takes them.

        Raises:
            SystemExit: Always, with the exit code.
        """
        extra |= {"prog_name": _NAME, "standalone_mode": False}
        try:
            code = super().main(*args, **extra)
        except (Exception, KeyboardInterrupt) as problem:
            code = ended_by(problem)
        sys.exit(int(code or ExitCode.DONE))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant; refuse a wrong name with the nearest right one."""
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            raise click.UsageError(f"there is no command `{name}`: {self._instead_of(name)}", ctx)
        return super().resolve_command(ctx, args)

    def _instead_of(self, name: str) -> str:
        if is_name(name) or name.endswith(GUIDELINE_SUFFIX):
            return f"write `{_NAME} evaluate {name}`"
        if "=" in name:
            return f"write `{_NAME} evaluate -f {name}`"
        near = nearest(name.lower(), (*self.commands, *_CALLED_OTHERWISE))
        right = _CALLED_OTHERWISE.get(near or "", near)
        return (
            f"did you mean `{right}`?" if right else f"the commands are {', '.join(self.commands)}"
        )


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        show(f"{_NAME} {__version__}", ctx)


@click.group(
    _NAME, cls=Commands, epilog=_EPILOG, add_help_option=False, invoke_without_command=True
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@help_option
@click.pass_context
def main(ctx: click.Context) -> int:
    """Imaging guidelines as plain text, and decisions with their reasons."""
    if ctx.invoked_subcommand is not None:
        return ExitCode.DONE
    complain(ctx.get_help())
    return ExitCode.MISUSE


for _command in (
    *(evaluate, ask, check, test, diff, compare, fmt),
    *(guidelines, export, docs, explain, new),
):
    main.add_command(_command)


_WAY_ON = (
    "its rules can be read: `imaging-rules test` shows what they decide for its examples and why, "
    "and `imaging-rules test --accept` asks of each that fails whether that is right"
)


def ended_by(problem: BaseException) -> ExitCode:
    """Say on standard error what ended a command.

    Returns:
        The exit code that belongs to it.
    """
    match problem:
        case click.Abort() | KeyboardInterrupt():
            return ExitCode.INTERRUPTED
        case GuidelineError():
            told = [each for each in problem.diagnostics if each.is_error]
            errors = "an error" if len(told) == 1 else f"{len(told)} errors"
            complain_of(told)
            complain(f"error: the guideline has {errors} and was not loaded")
            if all(each.code == FAILS for each in told):
                tell(f"  {_WAY_ON}")
            return ExitCode.FINDINGS
        case click.UsageError():
            path = problem.ctx.command_path if problem.ctx else "imaging-rules"
            tell(f"error: {_usage_sentence(problem)}\n  `{path} --help` shows how to write it")
        case click.ClickException():
            tell(f"error: {problem.format_message()}")
        case ImagingRulesError():
            tell(f"error: {problem}")
        case _:
            tell(f"error: {_own_fault(problem)}")
            return ExitCode.OWN_FAULT
    return ExitCode.MISUSE


def _usage_sentence(problem: click.UsageError) -> str:
    if not isinstance(problem, click.NoSuchOption):
        sentence = problem.format_message().rstrip(".")
        return sentence[:1].lower() + sentence[1:]
    wrong, command = problem.option_name, problem.ctx.command if problem.ctx else None
    commands = command.commands.values() if isinstance(command, click.Group) else ()
    for each in commands:
        if wrong in _options(each):
            return f"`{wrong}` stands after a command, as in `imaging-rules {each.name} {wrong}`"
    near = nearest(wrong, _options(command)) if command else None
    return f"there is no option `{wrong}`" + (f": did you mean `{near}`?" if near else "")


def _options(command: click.Command) -> list[str]:
    options = [each for each in command.params if isinstance(each, click.Option)]
    return [name for each in options for name in each.opts]


def _own_fault(problem: BaseException) -> str:
    """Return where the program failed. What the exception says may hold facts of the patient."""
    frames = traceback.extract_tb(problem.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"imaging-rules itself failed here{where}; this is no mistake of yours, please report it"
