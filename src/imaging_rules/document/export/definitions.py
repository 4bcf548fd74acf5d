"""What a guideline defines as records: conditions with a name, choices and scores."""

from imaging_rules.analyse.conditions import in_full
from imaging_rules.document.export import records
from imaging_rules.document.export.notes import notes
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.notes import NO_NOTES
from imaging_rules.values.numbers import number_text


def definitions(guideline: Guideline) -> tuple[records.Definition, ...]:
    """Return all definitions, each after those it depends on.

    Those that are made of a choice or a score name it, and do not say again what it says.
    """
    return tuple(
        records.Definition(
            name=each.name,
            condition=in_full(each.condition, guideline),
            block="" if each.block == each.name else each.block,
            **notes(each.notes if each.block == each.name else NO_NOTES),
        )
        for each in guideline.definitions
    )


def choices(guideline: Guideline) -> tuple[records.Choice, ...]:
    """Return the choices of a guideline, in file order."""
    return tuple(
        records.Choice(
            name=each.name,
            lines=tuple(
                records.ChoiceLine(value, in_full(when, guideline)) for value, when in each.lines
            ),
            otherwise=each.otherwise,
            **notes(each.notes),
        )
        for each in guideline.choices
    )


def scores(guideline: Guideline) -> tuple[records.Score, ...]:
    """Return the scores of a guideline, in file order."""
    return tuple(
        records.Score(
            name=each.name,
            lines=tuple(
                records.ScoreLine(number_text(points), in_full(when, guideline))
                for points, when in each.lines
            ),
            **notes(each.notes),
        )
        for each in guideline.scores
    )
