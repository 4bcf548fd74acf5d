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


def html(words: str) -> str:
    """Return words as HTML that shows them, in an element or in an attribute in quotes."""
    return escape(words).translate(_IN_HTML)


def json_in_html(written: str) -> str:
    """Return JSON that says the same and can stand in a `script` element of any page.

    Args:
        written: The JSON; without white space between its signs.
    """
    # In a script nothing is escaped as in HTML, so signs are written as JSON writes any sign.
    inert = _TEXT_IN_JSON.sub(lambda found: found[0].translate(_IN_JSON), written)
    # What is left of marks are lists in lists.
    return inert.replace("[[", "[ [")
