"""The scripts and the style of the form, as pages carry them: without what only readers need."""

import re
from functools import cache
from importlib.resources import files

_NAMES = ("decide.js", "interview.js", "amount.js", "try_it.js")
# What must stay as it is: texts, and regular expressions, which stand where a value begins.
_KEPT = re.compile(
    r'("(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`'
    r"|(?<=[(,=]) ?/(?:[^/\\\n ]|\\.)(?:[^/\\\n]|\\.)*/)"
)
_REMARK = re.compile(r"(?m)(?:^| ) *//.*$")
_NEXT_CONSTANT = re.compile(r"(?m)(?<=^)( *)(const .*);\n\1const ")
_SPACES = re.compile(r"\s*([^\w\s$])\s*")


@cache
def scripts() -> str:
    """Return the scripts that decide, interview and show, in this order, as one text.

    They need nothing else, load nothing and send nothing.
    """
    return "\n".join(_shortened(_asset(name)) for name in _NAMES)


@cache
def style() -> str:
    """Return the style of the form, without comments and needless spaces."""
    rules = re.sub(r"/\*.*?\*/", "", _asset("try_it.css"), flags=re.DOTALL)
    return re.sub(r" ?([{};,>]) ?|(?<=:) ", r"\1", " ".join(rules.split()))


def _asset(name: str) -> str:
    return files("imaging_rules.document").joinpath("assets", name).read_text("utf-8")


def _shortened(script: str) -> str:
    """Return a script without comments, line breaks and needless spaces.

    Args:
        script: Its text. Every statement ends with a semicolon or a block, and no text has two
            slashes in it.
    """
    script = _REMARK.sub("", script)
    # One at a time: each that is joined ends the line to which the next may be joined.
    while (joined := _NEXT_CONSTANT.sub(r"\1\2, ", script, count=1)) != script:
        script = joined
    pieces = _KEPT.split(script)
    # Every second piece is kept.
    return "".join(
        each.strip() if place % 2 else _without_spaces(each) for place, each in enumerate(pieces)
    )


def _without_spaces(piece: str) -> str:
    piece = _SPACES.sub(r"\1", " ".join(piece.split()))
    piece = re.sub(r"\((\w+)\)=>", r"\1=>", piece)
    return re.sub(r";(?=})|,(?=[}\])])", "", piece)
