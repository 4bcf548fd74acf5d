"""A guideline as plain data: all that a page needs to interview, to decide and to explain."""

from os import PathLike
from typing import Any, Literal

from imaging_rules.analyse.conditions import in_full
from imaging_rules.diagram.conditions import contradictions_from
from imaging_rules.diagram.decisive import Deciding
from imaging_rules.diagram.from_model import Diagrams, diagrams_from
from imaging_rules.diagram.store import TERMINALS, OverBudgetError
from imaging_rules.document.export import records
from imaging_rules.document.export.blocks import (
    ExportedNodes,
    ExportedRules,
    choices,
    definitions,
    facts,
    notes,
    scores,
    screens,
    sources,
    units,
)
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.find import load
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.conditions import ALWAYS
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.guideline import Header, HeaderTexts, Study, StudyTexts
from imaging_rules.model.notes import texts_of
from imaging_rules.model.rules import Advice, Precaution
from imaging_rules.values.json_schema import schema_of
from imaging_rules.values.recommendation import WORDS_AT_END
from imaging_rules.version import VERSION

SCHEMA: Literal[1] = 1
"""The version of the export; it rises when a field changes its meaning or goes."""

BUDGET = 3_000_000
"""How many steps telling when the rules of one guideline decide may take."""


class LongExportError(ImagingRulesError):
    """To tell when each rule of a guideline decides takes more steps than an export may."""


def export_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `export` returns.

    Returns:
        A schema in JSON Schema draft 2020-12, a new copy at each call.

    Examples:
        >>> from imaging_rules import export_schema
        >>> export_schema()["title"]
        'Export of a guideline'
    """
    return schema_of(records.Export, records.FORM, "Export of a guideline")


def export(guideline: Guideline | str | PathLike[str]) -> dict[str, Any]:
    """Return a guideline as plain data, ready for JSON.

    With it a program in any language can interview, decide and explain as this library does:
    it holds the decision diagrams, and the texts that go with them.

    Args:
        guideline: The guideline: a `Guideline`, or a name or a path as `load` takes them.

    Returns:
        What `export_schema` describes, always the same for the same guideline. A text or a list
        that would be empty is left out.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: The file has errors.
        ImagingRulesError: The guideline is too entangled to tell when each of its rules decides.

    Units:
        Numbers are exact: texts such as ``"1.5"`` or, where there is no short decimal,
        ``"10/7"``, in the unit of their fact.

    Examples:
        >>> from imaging_rules import export
        >>> export("nexus")["guideline"]["name"]
        'nexus'
    """
    loaded = load(guideline)
    # Others may be deciding with the guideline's own diagrams, and this adds to them.
    diagrams = diagrams_from(loaded.model)
    try:
        with diagrams.store.allowing(BUDGET):
            return _exported(loaded, diagrams)
    except OverBudgetError:
        raise LongExportError(
            f"`{loaded.name}` is too entangled to be exported: to tell when each of its rules "
            "decides takes too long"
        ) from None


def _exported(loaded: Guideline, diagrams: Diagrams) -> dict[str, Any]:
    model = loaded.model
    deciding = Deciding(diagrams)
    nodes = ExportedNodes(diagrams.store)
    # What is asked first is numbered first; the rest shares what it can with it.
    level = nodes.number(diagrams.level)
    applies, any_red_flag = nodes.number(diagrams.applies), nodes.number(diagrams.any_red_flag)
    rules = ExportedRules(model)
    made = records.Export(
        schema=SCHEMA,
        library=VERSION,
        language=model.header.language,
        guideline=_header(model, loaded.sha256),
        levels=tuple(WORDS_AT_END[end] for end in range(TERMINALS)),
        facts=facts(
            model,
            lambda name: nodes.number(diagrams.gates[name]) if name in diagrams.gates else None,
        ),
        screens=screens(model),
        definitions=definitions(model),
        choices=choices(model, diagrams, nodes),
        scores=scores(model, diagrams, nodes),
        studies=tuple(
            _study(each, model, nodes.number(diagrams.studies[each.name])) for each in model.studies
        ),
        rules=tuple(
            rules.rule(
                each, nodes.number(diagrams.rules[each.name]), nodes.number(deciding.when(each))
            )
            for each in model.deciding_rules
        ),
        precautions=tuple(
            rules.precaution(
                each, [nodes.number(diagrams.precautions[each.name, s]) for s in each.before]
            )
            for each in model.of(Precaution)
        ),
        timings=tuple(
            records.DueTime(timing, nodes.number(diagram))
            for timing, diagram in deciding.timings(model.deciding_rules)
        ),
        contradictions=tuple(rules.contradiction(each) for each in contradictions_from(model)),
        advice=tuple(_advice(each) for each in model.advice),
        sources=sources(model),
        units=units(model.facts),
        order=tuple(diagrams.order),
        level=level,
        applies=applies,
        any_red_flag=any_red_flag,
        no_study_left=nodes.number(diagrams.no_study_left),
        # All the diagrams above have their numbers now.
        nodes=nodes.nodes,
    )
    data: dict[str, Any] = records.FORM.plain(made)
    return data


def _header(guideline: Model, sha256: str) -> records.Header:
    header: Header = guideline.header
    return records.Header(
        name=header.name,
        status=header.status,
        **texts_of(header, HeaderTexts),
        published=header.published,
        review_by=header.review_by.isoformat() if header.review_by else "",
        applies_when="" if header.applies == ALWAYS else in_full(header.applies, guideline),
        otherwise=header.otherwise.end,
        sha256=sha256,
        **notes(header.notes),
    )


def _study(study: Study, guideline: Model, diagram: int) -> records.Study:
    place = list(guideline.study)
    return records.Study(
        name=study.name,
        if_ruled_out_use=tuple(map(place.index, study.instead)),
        **texts_of(study, StudyTexts),
        **notes(study.notes),
        diagram=diagram,
    )


def _advice(advice: Advice) -> records.Advice:
    return records.Advice(
        name=advice.name,
        topic=advice.topic,
        levels=tuple(each.end for each in advice.levels),
        texts=advice.texts,
        **notes(advice.notes),
    )
