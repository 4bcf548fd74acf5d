"""The way of a clause from the grammar to all that shows it, as CONTRIBUTING tells it.

The recipe is followed to the letter in a copy of the project, and what it adds is looked for there.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command_line import ROOT, environment_with

RECIPE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("### Add a clause\n")[2]
EDITS = re.compile(r"^In `([^`]+)`[^\n]*\n\n```diff\n(.*?)```", re.MULTILINE | re.DOTALL)
HUNK = re.compile(r"((?:^-[^\n]*\n)+)((?:^\+[^\n]*\n)+)", re.MULTILINE)

FILE = """
guideline made_up
  title     "Made up"
  editorial "Made up."

fact lump
  yes or no
  ask "Is there a lump?"

fact is_old
  yes or no
  ask "Is it old?"

define new_lump
  as      lump and not is_old
  title   "A new lump"
  assumes "That a lump is new is as the patient says."

study xray
  title      "X-ray"
  modality   "X-ray"
  laterality "Only the side that hurts."

red flag new
  title     "New lump"
  when      new_lump
  image     with xray
  caution   "Spare the other arm."
  question  "What is it?"
  editorial "Made up."
"""

LOOK = """
import json, sys
from pathlib import Path
from imaging_rules import decision_schema, export, export_schema, load
from imaging_rules.document.form import try_it
from imaging_rules.document.page.page import guideline_page
from imaging_rules.syntax.grammar import keywords

guideline = load(Path("made_up.guideline"))
decision = guideline.evaluate({"lump": True, "is_old": False})
shown = {
    "model": repr((guideline.model.study["xray"].laterality, guideline.model.rule["new"].caution)),
    "export": json.dumps(export(guideline)),
    "page": guideline_page(guideline),
    "form": try_it(guideline, links=False),
    **{form: decision.explain(form) for form in ("text", "markdown", "html")},
}
schemas = json.dumps([export_schema(), decision_schema()])
record = json.dumps(decision.to_dict())
found = {"shown": shown, "schemas": schemas, "record": record, "words": [*keywords()]}
json.dump(found, sys.stdout)
"""


def follow(recipe: str, copy: Path) -> list[str]:
    """Make the edits of a recipe, and return the files that they are made in."""
    edited = []
    for name, hunks in EDITS.findall(recipe):
        path = copy / name
        text = path.read_text("utf-8")
        for old, new in HUNK.findall(hunks):
            before, after = ("\n".join(x[1:] for x in part.splitlines()) for part in (old, new))
            assert text.count(before) == 1, (name, before)
            text = text.replace(before, after)
        path.write_text(text, "utf-8")
        edited.append(name)
    return edited


@pytest.mark.thorough
def test_a_clause_added_by_the_recipe_is_found_everywhere(tmp_path: Path) -> None:
    for folder in ("src", "grammars", "guidelines", "docs"):
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    assert follow(RECIPE.partition("\n## ")[0].partition("\n### ")[0], tmp_path) == [
        "grammars/guideline.lark",
        "src/imaging_rules/model/guideline.py",
        "src/imaging_rules/model/rules.py",
        "src/imaging_rules/decide/explain/wording.py",
        "docs/language.md",
    ]
    (tmp_path / "made_up.guideline").write_text(FILE, "utf-8")
    environment = environment_with(PYTHONPATH=str(tmp_path / "src"))
    ran = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    for text in ("Only the side that hurts.", "Spare the other arm."):
        assert [place for place, all_ in found["shown"].items() if text not in all_] == []
    for label in ("Which side", "To be minded"):
        for place in ("page", "form", "text", "markdown", "html"):
            assert label in found["shown"][place]
    assert "Spare the other arm." in found["record"]
    assert '"laterality"' in found["schemas"]
    assert '"caution"' in found["schemas"]
    reserved = (tmp_path / "docs" / "language.md").read_text("utf-8")
    assert all(f"`{word}`" in reserved for word in found["words"] if " " not in word)
