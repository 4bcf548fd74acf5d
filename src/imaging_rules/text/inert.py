"""Text written into pages such that it shows as it is, and nothing that reads the page acts on it.

A page passes through more hands than the browser: readers of Markdown look into HTML for fences
and places of files, and engines of templates look into everything for their marks. Where a site
has such an engine, a mark that it finds can run programs.
"""

import re
from html import escape

# Beside what escaping for HTML covers: what begins a template (`{{`, `{%`, `{#`, `[[`, `${`), a
# fence of code, a formula, and the place of a file.
_MARKS = "`~{}[$\\"
_IN_HTML = str.maketrans({sign: f"&#{ord(sign)};" for sign in _MARKS})
_IN_JSON = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&'#" + _MARKS[:-1]})
_TEXT_IN_JSON = re.compile(r'"(?:[^"\\]|\\.)*"')
# In Markdown, a backslash is understood by every reader before these alone; the others are written
# as numbers. A full stop or a colon inside a word could make an address, or a sign that some
# readers turn into a picture.
_BY_BACKSLASH = re.compile(r"([\\`*_\[\]])")
_BY_NUMBER = re.compile(r"[<>&|~@$^=#{}]|:(?=[\w/])|(?<![0-9])\.(?=\w)|\.(?=[^\W\d])")
_FIRST = re.compile(r"^([0-9]*)([.)]|(?<![0-9])[+:!?/%-])")
_SIGN = re.compile(r"[!-/:-@\[-`{-~]")


def html(words: str) -> str:
    """Return words as HTML that shows them, in an element or in an attribute in quotes."""
    return escape(words).translate(_IN_HTML)


def html_in_element(words: str) -> str:
    """Return words as HTML that shows them in an element; long ones are shorter so."""
    return escape(words, quote=False).translate(_IN_HTML)


def json_in_html(written: str) -> str:
    """Return JSON that says the same and can stand in a `script` element of any page.

    Args:
        written: The JSON; without white space between its signs.
    """
    # In a script nothing is escaped as in HTML, so signs are written as JSON writes any sign.
    inert = _TEXT_IN_JSON.sub(lambda found: found[0].translate(_IN_JSON), written)
    # What is left of marks are lists in lists.
    return inert.replace("[[", "[ [")


def markdown(words: str) -> str:
    """Return words as Markdown that shows them, and that can still be read as it is written."""
    words = _BY_NUMBER.sub(_number, words)
    # What would begin a list, a heading or another block.
    words = _FIRST.sub(lambda found: found[1] + _number(found, 2), words)
    return _BY_BACKSLASH.sub(r"\\\1", words)


def markdown_with_code(words: str) -> str:
    """Return words as Markdown in which only what stands in backticks is set apart."""
    pieces = words.split("`")
    # Every second piece stands in backticks, and nothing acts in there; a last lone one does not.
    even = len(pieces) % 2 == 1
    return "`".join(
        each if number % 2 and even else markdown(each) for number, each in enumerate(pieces)
    )


def markdown_by_numbers(words: str) -> str:
    """Return words as Markdown in which not even a quote or a dash is made into a finer one."""
    return _SIGN.sub(_number, words)


def _number(found: re.Match[str], group: int = 0) -> str:
    return f"&#{ord(found[group])};"
