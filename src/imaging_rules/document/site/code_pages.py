"""Pages about the codes of messages: an index, and a page for each code."""

from imaging_rules.diagnostics.catalogue import CATALOGUE, DiagnosticKind
from imaging_rules.diagnostics.explain_code import told, weight
from imaging_rules.document.markdown import fenced, page, prose

INDEX = "codes/index.md"
_FAMILIES = {
    "E1": "How a file is written",
    "E2": "Names",
    "E3": "Types and units",
    "E4": "Rules and what they decide",
    "W5": "Style and upkeep",
}


def code_pages() -> dict[str, str]:
    """Return the pages about codes.

    Returns:
        The Markdown of each page by its path in the site, which stays the same for a code.
    """
    pages = {INDEX: _index()}
    return pages | {f"codes/{code}.md": _page(kind) for code, kind in CATALOGUE.items()}


def _index() -> str:
    parts = [
        "# Codes of messages",
        "Every message about a guideline file carries a code. `E` is an error: the file does not "
        "load. `W` is a warning: it loads. A code keeps its meaning, and none is used again for "
        "something else. `imaging-rules explain CODE` prints what stands here.",
    ]
    for family, title in _FAMILIES.items():
        rows = [
            f"| [{kind.code}]({kind.code}.md) | {prose(kind.title)} |"
            for kind in CATALOGUE.values()
            if kind.code.startswith(family)
        ]
        parts += [
            f"## {title} {{: #{family.lower()} }}",
            "\n".join(["| code | what it says |", "|---|---|", *rows]),
        ]
    return page(parts)


def _page(kind: DiagnosticKind) -> str:
    parts = [
        f"# {kind.code}: {prose(kind.title)}",
        prose(kind.why),
        weight(kind),
    ]
    for heading, example in told(kind.code):
        parts += [f"**{prose(heading)}:**", fenced(example)]
    parts.append("[All codes](index.md)")
    return page(parts)
