"""The forms in which a guideline is written for other programs: the one list of them."""

import json
from collections.abc import Callable

from imaging_rules.document.export.facts_class import facts_class
from imaging_rules.document.export.facts_schema import facts_schema
from imaging_rules.document.export.guideline import export
from imaging_rules.document.form import try_it
from imaging_rules.library.guideline import Guideline

FORMATS: dict[str, Callable[[Guideline], str]] = {
    "json": lambda guideline: json.dumps(export(guideline), separators=(",", ":")) + "\n",
    "python": facts_class,
    "facts-schema": lambda guideline: (
        json.dumps(facts_schema(guideline), ensure_ascii=False, indent=2) + "\n"
    ),
    "html": lambda guideline: try_it(guideline, links=False) + "\n",
}
"""What writes each form, in the order in which `export --format` names them."""
