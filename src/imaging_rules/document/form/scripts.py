"""The scripts and the style of the form, as pages carry them: without what only readers need."""

from functools import cache
from importlib.resources import files

_NAMES = ("decide.js", "interview.js", "amount.js", "try_it.js")


@cache
def scripts() -> str:
    """Return the scripts that decide, interview and show, in this order, as one text.

    They need nothing else, load nothing and send nothing.
    """
    from rjsmin import jsmin

    return "\n".join(str(jsmin(_asset(name))) for name in _NAMES)


@cache
def style() -> str:
    """Return the style of the form, without comments and needless spaces."""
    from rcssmin import cssmin

    return str(cssmin(_asset("try_it.css")))


def _asset(name: str) -> str:
    return files("imaging_rules.document").joinpath("assets", name).read_text("utf-8")
