"""How a command ends: its exit code, and the sentence for every mistake that ends it."""

import traceback
from pathlib import Path

import click

from imaging_rules.cli.exit_codes import ExitCode
from imaging_rules.cli.output import complain, complain_of, tell
from imaging_rules.diagnostics import nearest
from imaging_rules.errors import GuidelineError, ImagingRulesError
from imaging_rules.library.examples import FAILS

_WAY_ON = (
    "its rules can be read: `imaging-rules test` shows what they decide for its examples and why, "
    "and `imaging-rules test --accept` asks of each that fails whether that is right"
)


def ended_by(problem: BaseException) -> ExitCode:
    """Say on standard error what ended a command.

    Args:
        problem: The exception that ended it.

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
