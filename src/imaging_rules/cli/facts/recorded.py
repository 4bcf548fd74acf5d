"""The answers of one patient as a file keeps them, with the guideline to which they were given."""

from collections.abc import Sequence
from typing import Any

from imaging_rules.cli.exit_codes import MisuseError
from imaging_rules.cli.output import as_json, tell
from imaging_rules.decide.decision import Decision
from imaging_rules.decide.read.from_text import shown
from imaging_rules.library.guideline import Guideline

# A word of the language is the name of no fact; so it tells such a file from plain facts.
_GUIDELINE = "guideline"
_NAMED = ("name", "title", "version", "status", "sha256")


def answers_file(decision: Decision) -> str:
    """Return the answers as JSON, for `evaluate --facts`: the part of the record that holds them.

    The form on a page copies the same.
    """
    record = decision.to_dict()
    facts = {name: record["facts"][name] for name in ("stated", "screened")}
    guideline = {name: record[_GUIDELINE][name] for name in _NAMED if record[_GUIDELINE][name]}
    return as_json({"day": record["day"], _GUIDELINE: guideline, "facts": facts})


def stated_in(found: dict[str, Any], where: str, guidelines: Sequence[Guideline]) -> dict[str, Any]:
    """Return the facts that a file states: all that it holds, or what is stated in its record.

    Where a record is of none of the guidelines, or of another version, that is told.

    Args:
        found: The object that the file holds.
        where: What the file is called in messages.
        guidelines: Those for which the facts are read.

    Raises:
        MisuseError: The file names a guideline, and no facts are where a record has them.
    """
    if _GUIDELINE not in found:
        return found
    match found:
        case {
            "guideline": {"name": str(name), "sha256": str(sha256)},
            "facts": {"stated": dict(facts)},
        }:
            if sha256 not in {each.sha256 for each in guidelines}:
                same = name in {each.name for each in guidelines}
                other = "another version of " if same else ""
                tell(
                    f"{where} has answers that were given to {other}{shown(name)}; "
                    "check that they mean the same here"
                )
            return facts
    raise MisuseError(
        f"{where} names a guideline and is no record: one has the name and the sha256 of the "
        "guideline, and states facts under `facts` and `stated`"
    )
