"""The pages about guidelines: an index, and a page for each."""

from collections.abc import Iterable
from datetime import date
from importlib.resources import files

from imaging_rules.document.markdown import page, plain
from imaging_rules.document.page.page import guideline_page
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.guideline import Guideline

FOLDER = "guidelines"
INDEX = f"{FOLDER}/index.md"
STYLE = "assets/imaging-rules.css"


class SameNameError(ImagingRulesError):
    """Two guidelines have the same name, so that each would have the other's page."""


def guideline_pages(guidelines: Iterable[Guideline], today: date | None = None) -> dict[str, str]:
    """Return the pages about guidelines, and the style that they share.

    Args:
        guidelines: The guidelines, in the order in which the index lists them.
        today: The day for which review dates are judged; without it, today.

    Returns:
        Text by its path in the site: Markdown, and one file of style.

    Raises:
        SameNameError: Two of them have the same name.
    """
    all_ = list(guidelines)
    names = [each.name for each in all_]
    for name in names:
        if names.count(name) > 1:
            raise SameNameError(f"two guidelines are named `{name}`, and each needs a page")
    pages = {INDEX: _index(all_), STYLE: style()}
    return pages | {page_of(each): guideline_page(each, today) for each in all_}


def page_of(guideline: Guideline) -> str:
    """Return the path of the page of a guideline."""
    # `index` is the name of another page.
    own = f"{guideline.name}_" if guideline.name == "index" else guideline.name
    return f"{FOLDER}/{own}.md"


def style() -> str:
    """Return the style that the pages share."""
    found = files("imaging_rules.document").joinpath("assets", "imaging-rules.css")
    return found.read_text("utf-8")


def _index(guidelines: list[Guideline]) -> str:
    if not guidelines:
        return page(["# Guidelines", "There are no guidelines here."])
    rows = ["| Guideline | For | Status | Version |", "|---|---|---|---|"]
    for each in guidelines:
        header = each.model.header
        file = page_of(each).removeprefix(f"{FOLDER}/")
        cells = (
            f"[{plain(each.title or each.name)}]({file})",
            plain(header.population),
            plain(header.status),
            plain(header.version),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return page(["# Guidelines", "\n".join(rows)])
