"""The dialog that goes through examples which fail, and asks of each whether that is right."""

from collections.abc import Sequence
from pathlib import Path

from imaging_rules.cli.exit_codes import MisuseError
from imaging_rules.cli.output import complain, tell
from imaging_rules.cli.prompt import InputEndedError, say, typed
from imaging_rules.cli.writing import replace
from imaging_rules.library.examples import Tried, told
from imaging_rules.library.find import contents
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.mend import accepting

_QUESTION = "Is that what the guideline is to decide? [yes/no/stop]: "


def accept(path: Path, guideline: Guideline, failing: Sequence[Tried]) -> Guideline | None:
    """Show each example that fails, and let those that are right expect what came.

    The file is written once, after the last answer.

    Args:
        path: The file.
        guideline: The guideline that it holds.
        failing: Its examples that fail.

    Returns:
        The guideline as it is in the file afterwards; ``None`` where nothing was changed.

    Raises:
        ImagingRulesError: The file would have an error afterwards.
        MisuseError: Standard input ends before all is answered, or the file cannot be written or
            was changed meanwhile.
        KeyboardInterrupt: The dialog was stopped. Nothing is written then.
    """
    data = contents(path)
    try:
        chosen = _chosen(path, failing)
    except KeyboardInterrupt:
        complain("")
        tell(f"stopped; {path} was left as it is")
        raise
    if not chosen:
        return None
    new, after = accepting(path, data, guideline, chosen)
    if contents(path) != data:
        raise MisuseError(f"{path} was changed meanwhile; nothing was written")
    replace(path, new)
    return after


def _chosen(path: Path, failing: Sequence[Tried]) -> list[Tried]:
    chosen = []
    for place, each in enumerate(failing, 1):
        say(f"{place} of {len(failing)}: “{each.example.title}” ({path}, line {each.line})")
        complain(told(each))
        answer = _answer()
        if answer == "stop":
            break
        chosen += [each] if answer == "yes" else []
    return chosen


def _answer() -> str:
    answers = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "stop": "stop"}
    while True:
        try:
            written = typed(_QUESTION).lower()
        except InputEndedError:
            raise MisuseError(
                "`--accept` asks of each example, and there is no further answer to read; "
                "nothing was written"
            ) from None
        if written in answers:
            return answers[written]
        say("Write yes, no, or stop; what was accepted until then is kept.")
