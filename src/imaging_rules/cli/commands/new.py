"""The command that begins a guideline file: an empty one with comments, or a copy of another."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import click

from imaging_rules.cli.exit_codes import ExitCode, MisuseError
from imaging_rules.cli.files import meant_by
from imaging_rules.cli.options import help_option
from imaging_rules.cli.output import visible, write
from imaging_rules.cli.prompt import InputEndedError, interrupted, say, typed
from imaging_rules.cli.writing import refuse_if_there, write_new
from imaging_rules.decide.read.from_text import shown
from imaging_rules.library.new import Beginning, copied, is_name, skeleton
from imaging_rules.resources import GUIDELINE_SUFFIX
from imaging_rules.text import UNSAFE

_ADDRESS = re.compile(r"https://\S+|10\.\S+/\S+")
_LONGEST = 300
_FORM = "a name begins with a small letter, followed by small letters, digits and _"

_EPILOG = """\b
Examples:
  imaging-rules new knee_pain
  imaging-rules new knee_pain --yes
  imaging-rules new my_back_pain --from low_back_pain

\b
Exit codes:
  0    the file is written
  1    the guideline to copy has errors
  2    the name cannot be used, or there is such a file already
  130  stopped from the keyboard; nothing is written"""


@click.command(epilog=_EPILOG, add_help_option=False)
@click.argument("name", metavar="NAME")
@click.option(
    "--from",
    "origin",
    metavar="GUIDELINE",
    help="Copy a guideline: the name of one that ships, or the path of a file.",
)
@click.option("--yes", is_flag=True, help="Ask nothing, and mark what is not known yet.")
@help_option
def new(name: str, origin: str | None, yes: bool) -> int:
    """Begin a guideline file NAME.guideline.

    It loads at once, is marked as a draft, and explains itself in comments. What is there
    already is never written over.
    """
    path = _path(name)
    plain = path.name.removesuffix(GUIDELINE_SUFFIX)
    refuse_if_there(path)
    try:
        if origin is not None:
            _write_copy(path, origin, plain)
        else:
            beginning = Beginning() if yes else _asked()
            write_new(path, skeleton(plain, beginning))
    except InputEndedError:
        raise MisuseError(
            "the answers end here, and nothing was written; with --yes nothing is asked"
        ) from None
    except KeyboardInterrupt:
        return interrupted()
    write(visible(f"{path}: written"))
    return ExitCode.DONE


def _path(name: str) -> Path:
    """Return the path of the file to write; refuse what no guideline can be called."""
    path = Path(name)
    plain = path.name.removesuffix(GUIDELINE_SUFFIX)
    if not is_name(plain):
        # Letters with accents are not lost.
        letters = unicodedata.normalize("NFKD", plain.lower()).encode("ascii", "ignore").decode()
        near = re.sub(r"[^a-z0-9]+", "_", letters).strip("_0123456789")
        if near and near == plain:
            near = f"{plain}_guideline"
            why = f"{shown(plain)} is a word of the language"
        else:
            why = f"{shown(plain)} cannot be the name of a guideline: {_FORM}"
        raise MisuseError(why + (f"; write `{near}`" if is_name(near) else ""))
    if path.parent != Path() and not path.parent.is_dir():
        raise MisuseError(f"there is no folder {path.parent}")
    return path.with_name(plain + GUIDELINE_SUFFIX)


def _write_copy(path: Path, origin: str, name: str) -> None:
    """Write a copy, and what it reads beside it, which may be there already if it is the same."""
    copy = copied(meant_by(origin), name)
    others = {path.parent.joinpath(*PurePosixPath(n).parts): d for n, d in copy.beside.items()}
    missing = {other: data for other, data in others.items() if not _is_the_same(other, data)}
    for other in missing:
        refuse_if_there(other)
    for other, data in missing.items():
        write_new(other, data)
        write(visible(f"{other}: written"))
    write_new(path, copy.text)


def _is_the_same(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


# --- the questions ----------------------------------------------------------------------------


def _asked() -> Beginning:
    say("Enter leaves an answer for later: it is then marked in the file.")
    say()
    return Beginning(
        title=_answer("What is the guideline called?"),
        population=_answer("For whom is it, such as: adults with knee pain?"),
        source=_answer("What is the title of its source?"),
        address=_answer("Where is the source found? (https://..., or a DOI)", _address),
        red_flag=_answer("In a few words: what is the first red flag?"),
    )


def _answer(question: str, check: Callable[[str], str] = lambda words: "") -> str:
    """Return an answer that can stand in a text; ``check`` says what else is wrong with it."""
    while True:
        say(question)
        words = " ".join(typed().split())
        wrong = words and (_text(words) or check(words))
        if not wrong:
            say()
            return words
        say(f"That cannot be used: {wrong}.")


def _text(words: str) -> str:
    if '"' in words:
        return "a text holds no double quotes; write ‘ ’ or “ ”"
    if UNSAFE.search(words):
        return "it holds a hidden character"
    return f"it is longer than {_LONGEST} characters" if len(words) > _LONGEST else ""


def _address(words: str) -> str:
    if _ADDRESS.fullmatch(words):
        return ""
    return "an address begins with https://, and a DOI looks like 10.1000/182"
