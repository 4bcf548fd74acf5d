"""The pages about guidelines: an index, a page for each, and those for low back pain compared."""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from itertools import groupby

from imaging_rules.decide.answer.guideline_info import edition, marked_title
from imaging_rules.decide.explain.recommendation import only_against
from imaging_rules.document.markup import page, plain
from imaging_rules.document.page.page import guideline_page
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.comparison.compare import Comparison, compare
from imaging_rules.library.comparison.differences import ComparisonRow, DifferingPair
from imaging_rules.library.comparison.known_patients import (
    KnownPatient,
    KnownPatients,
    known_patients,
)
from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline
from imaging_rules.library.names import ships
from imaging_rules.text.inert import markdown_with_code
from imaging_rules.values.recommendation import Recommendation

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


COMPARISON_PAGE = "comparison.md"

_INTRODUCTION = (
    # The first table is wide.
    "---\nhide: [toc]\n---",
    "# Guidelines side by side",
    "Guidelines for one question do not say the same of the same patient. This page puts some "
    "invented patients to those that ship. It is made by the library whenever the site "
    "is built. Nothing on it is a vote or an average, and it does not say which of them is right.",
    "A draft has not been released: in part it rests on what has still to be verified against "
    "the publication. **No guidance** means that a guideline is silent on the patient. It does "
    "not mean that imaging is not needed.",
    "Of two guidelines that differ, it is said in which way: *opposite* (one recommends imaging, "
    "the other says that it is not needed, or not yet), *different threshold* (both turn with "
    "the same number, at another value), *different degree* (any other two levels), *different "
    "study* (the same level), *different scope* (one is not for this patient), *silent* (one "
    "gives no guidance), *open* (one would have to know more).",
)
_OTHERWISE = (
    "Where a guideline asks for more than is said here of a patient, the answer is “no” or “none”, "
    "or what a guideline itself assumes."
)


def comparison_pages(linked: Container[str] = ()) -> dict[str, str]:
    """Return the page that compares guidelines that ship, topic by topic.

    Args:
        linked: The paths of the pages that the site has; a guideline that has one is linked.

    Returns:
        Its Markdown by its path in the site.

    Raises:
        GuidelineError: The file of a guideline that ships has errors.
    """
    topics = [part for known in known_patients() for part in _topic(known, linked)]
    parts = [
        *_INTRODUCTION,
        *topics,
        "## The same for another patient",
        "`imaging-rules compare` does it on the command line, and `compare` in Python.",
    ]
    return {COMPARISON_PAGE: page(parts)}


def _topic(known: KnownPatients, linked: Container[str]) -> Iterator[str]:
    guidelines = [load(name) for name in known.guidelines if ships(name)]
    compared = {
        each: compare(known.all_facts(each, guidelines), guidelines) for each in known.patients
    }
    yield f"## {known.title}"
    usual = f"Unless something else is said, this is said of each patient: {_facts(known.usual)}."
    yield f"{usual} {_OTHERWISE}"
    yield from _overview(guidelines, compared, linked)
    for patient, comparison in compared.items():
        yield from _patient(patient, comparison)


def _overview(
    guidelines: list[Guideline],
    compared: Mapping[KnownPatient, Comparison],
    linked: Container[str],
) -> Iterator[str]:
    heads = [_name(each, linked) for each in guidelines]
    lines = [_cells("Patient", *heads), _cells(*["---"] * (1 + len(heads)))]
    for patient, comparison in compared.items():
        said = [_says(row) for row in comparison.rows]
        lines.append(_cells(f"[{patient.short}](#{patient.anchor})", *said))
    yield "\n".join(lines)
    infos = [row.decision.guideline for row in next(iter(compared.values())).rows]
    named = [
        f"- `{each.name}`: {markdown_with_code(marked_title(each))}. {edition(each)}."
        for each in infos
    ]
    yield "\n".join(named)


def _patient(patient: KnownPatient, comparison: Comparison) -> Iterator[str]:
    yield f"### {markdown_with_code(patient.title)} {{: #{patient.anchor} }}"
    yield f"Said of the patient: {_facts(patient.facts)}."
    heads = ("Guideline", "Says", "With", "Because", "Would still ask")
    lines = [_cells(*heads), _cells(*["---"] * len(heads))]
    for row in comparison.rows:
        asks = ", ".join(f"`{each.fact}`" for each in row.decision.missing)
        name = _with_status(f"`{row.guideline}`", row.decision.guideline.status)
        lines.append(_cells(name, _says(row), _studies(row), _because(row), asks or "nothing"))
    yield "\n".join(lines)
    yield "Where and why they differ:"
    yield "\n".join(_differences(comparison))


def _facts(facts: Mapping[str, str]) -> str:
    said = {name: "not known" if value == "unknown" else value for name, value in facts.items()}
    return ", ".join(f"`{name}` {plain(value.replace('_', ' '))}" for name, value in said.items())


def _says(row: ComparisonRow) -> str:
    decision = row.decision
    if decision.recommendation is Recommendation.UNDETERMINED:
        return "open: " + " or ".join(each.words for each in decision.possible)
    against = only_against(decision)
    if against:
        names = ", ".join(f"`{each.name}`" for each in against)
        return f"**do not image** with {names}; **no guidance** on other imaging"
    highest = decision.may_rise_to
    rises = f", may rise to {highest.words}" if highest is not None else ""
    return f"**{decision.recommendation.words}**{rises}"


def _studies(row: ComparisonRow) -> str:
    """Return the studies that may be recommended."""
    names = [
        f"`{each.name}`"
        for each in row.decision.studies
        if each.possible[-1].is_level and each.possible[-1] >= Recommendation.CONSIDER
    ]
    return ", ".join(names) or "none"


def _because(row: ComparisonRow) -> str:
    deciding = [plain(each.title or each.rule) for each in row.decision.reasons if each.decisive]
    if deciding:
        return "; ".join(deciding)
    if not row.decision.settled:
        return "no rule is sure to hold yet"
    if row.decision.recommendation is Recommendation.OUT_OF_SCOPE:
        return "it is not for this patient"
    return "no rule holds"


def _differences(comparison: Comparison) -> Iterator[str]:
    """Yield the pairs that differ, those that differ in one way together."""

    def kind(each: DifferingPair) -> str:
        return each.kind

    for name, several in groupby(sorted(comparison.differences, key=kind), kind):
        pairs = [f"`{each.one}` and `{each.other}`" for each in several]
        yield f"- *{name}*: {'; '.join(pairs)}"
    for each in comparison.differences:
        # What one guideline says at which value is told nowhere else on the page.
        if each.facts:
            yield f"- {markdown_with_code(each.why)}"
    if not comparison.differences:
        yield "- They do not differ."


def _name(guideline: Guideline, linked: Container[str]) -> str:
    page = page_of(guideline)
    name = f"[{guideline.name}]({page})" if page in linked else f"`{guideline.name}`"
    return _with_status(name, guideline.status)


def _with_status(name: str, status: str) -> str:
    return name if status == "active" else f"{name} ({status})"


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
