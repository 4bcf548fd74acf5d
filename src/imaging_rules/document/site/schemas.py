"""The JSON Schemas of what the library writes, as files of a site."""

import json

from imaging_rules.decide.record import decision_schema
from imaging_rules.document.export.guideline import export_schema

FOLDER = "schemas"


def schema_files() -> dict[str, str]:
    """Return the schemas of the record of a decision and of the export of a guideline.

    Returns:
        JSON by its path in the site.
    """
    schemas = {"decision": decision_schema(), "export": export_schema()}
    return {
        f"{FOLDER}/{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in schemas.items()
    }
