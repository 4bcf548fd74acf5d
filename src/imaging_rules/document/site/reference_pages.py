"""The pages of the grammar and of the codes of messages, and the JSON Schemas."""

import json
import re
from collections.abc import Iterator

from attrs import frozen

from imaging_rules.decide.record import decision_schema
from imaging_rules.diagnostics.catalogue import CATALOGUE, DiagnosticKind
from imaging_rules.diagnostics.explain_code import told, weight
from imaging_rules.document.export.guideline import export_schema
from imaging_rules.document.markup import fenced, kept, link, page, tag
from imaging_rules.resources import shipped
from imaging_rules.syntax.grammar import parser, phrases, spoken
from imaging_rules.text.inert import markdown_with_code

GRAMMAR_PAGE = "reference/grammar.md"
GRAMMAR_FILE = "reference/guideline.lark"

_GROUP = re.compile(r"// --- (.*?) -+")
_RULE = re.compile(r"[?_]*([a-z][a-z_]*): *(.*)")
_NAME = re.compile(r"_?[a-z][a-z_]*|[A-Z_]+|[^A-Za-z_]+")
_SIGN = re.compile(r"\|([<>]=?)")
_WITHOUT_GROUP = "a file"


@frozen
class _Rule:
    group: str
    name: str
    lines: tuple[str, ...]


def grammar_pages() -> dict[str, str]:
    """Return the page about the grammar, and the grammar itself.

    Returns:
        Text by its path in the site: one page of Markdown, and the file as it ships.
    """
    return {GRAMMAR_PAGE: _grammar_page(), GRAMMAR_FILE: _text()}


def _grammar_page() -> str:
    rules = list(_rules(_text()))
    parts = [
        "# The grammar",
        "This page is made from the grammar that reads every guideline file "
        "([guideline.lark](guideline.lark), in the notation of Lark). It says how a file is "
        "written. What the parts mean, and what else must hold for a file to load, stands in the "
        "reference of the language.",
        "**Bold** words are written as they stand. A name with a link is another part of the "
        "grammar. A name in capitals is something that the author writes; the list is at the "
        "end. `[ ]` may be left out, `*` stands for any number of times, also none, and `|` "
        "parts things of which one is written. Space and line breaks are free between all of "
        "them, and `#` begins a comment.",
    ]
    for group in dict.fromkeys(rule.group for rule in rules):
        told = [_shown(rule) for rule in rules if rule.group == group]
        parts += [
            f"## {markdown_with_code(group[:1].upper() + group[1:])}",
            # One piece in the block, since some themes lay out each by itself.
            tag("pre", tag("code", tag("span", "\n".join(told)))),
        ]
    written = [f"| `{name}` | {spoken()[name]} |" for name in _written()]
    signs = [f"| **{words}** | `{sign}` |" for words, sign in _signs()]
    parts += [
        "## What the author writes",
        "\n".join(["| in the grammar | what it is |", "|---|---|", *written]),
        "Some words may be written as a sign:",
        "\n".join(["| words | sign |", "|---|---|", *signs]),
    ]
    return page(parts)


def _text() -> str:
    return shipped("grammars").joinpath("guideline.lark").read_text("utf-8")


def _rules(text: str) -> Iterator[_Rule]:
    """Yield the rules of the grammar; what is no rule tells how single words are written."""
    group = _WITHOUT_GROUP
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if heading := _GROUP.fullmatch(line):
            group = heading[1]
        elif rule := _RULE.fullmatch(line):
            further = []
            for following in lines[number + 1 :]:
                if not following.startswith(" "):
                    break
                further.append(following.strip())
            yield _Rule(group, rule[1], (rule[2], *further))


def _shown(rule: _Rule) -> str:
    indent = "\n" + " " * 6
    lines = ["".join(_pieces(line)) for line in rule.lines]
    return tag("span", kept(rule.name), id=_place(rule.name)) + ": " + indent.join(lines)


def _pieces(line: str) -> Iterator[str]:
    for name in _NAME.findall(line):
        plain = name.lstrip("_")
        if name in phrases():
            yield tag("b", kept(phrases()[name]))
        elif name in spoken():
            sign = spoken()[name].strip("`")
            yield tag("b", kept(sign)) if name not in _written() else kept(name)
        elif plain.islower() and plain.isidentifier():
            yield link(_place(plain), kept(plain))
        else:
            yield kept(name)


def _signs() -> Iterator[tuple[str, str]]:
    """Yield the words for which a sign may be written, each with it: ``at least`` and ``>=``."""
    for terminal in parser().terminals:
        for sign in _SIGN.findall(terminal.pattern.value) if terminal.name in phrases() else ():
            yield phrases()[terminal.name], sign


def _written() -> list[str]:
    """Return the terminals that are neither a word of the language nor a single sign."""
    return [
        name
        for name, words in spoken().items()
        if name not in phrases() and not words.startswith("`") and not name.startswith("$")
    ]


def _place(name: str) -> str:
    return f"rule-{name.replace('_', '-')}"


INDEX_OF_CODES = "codes/index.md"
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
    pages = {INDEX_OF_CODES: _index()}
    return pages | {f"codes/{code}.md": _code_page(kind) for code, kind in CATALOGUE.items()}


def _index() -> str:
    parts = [
        "# Codes of messages",
        "Every message about a guideline file carries a code. `E` is an error: the file does not "
        "load. `W` is a warning: it loads. A code keeps its meaning, and none is used again for "
        "something else. `imaging-rules explain CODE` prints what stands here.",
    ]
    for family, title in _FAMILIES.items():
        rows = [
            f"| [{kind.code}]({kind.code}.md) | {markdown_with_code(kind.title)} |"
            for kind in CATALOGUE.values()
            if kind.code.startswith(family)
        ]
        parts += [
            f"## {title} {{: #{family.lower()} }}",
            "\n".join(["| code | what it says |", "|---|---|", *rows]),
        ]
    return page(parts)


def _code_page(kind: DiagnosticKind) -> str:
    parts = [
        f"# {kind.code}: {markdown_with_code(kind.title)}",
        markdown_with_code(kind.why),
        weight(kind),
    ]
    for heading, example in told(kind.code):
        parts += [f"**{markdown_with_code(heading)}:**", fenced(example)]
    parts.append("[All codes](index.md)")
    return page(parts)


def schema_files() -> dict[str, str]:
    """Return the schemas of the record of a decision and of the export of a guideline.

    Returns:
        JSON by its path in the site.
    """
    schemas = {"decision": decision_schema(), "export": export_schema()}
    return {
        f"schemas/{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in schemas.items()
    }
