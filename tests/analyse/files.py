"""Short guideline files, and what is said of them."""

from pathlib import Path

from imaging_rules import Diagnostic, check

HEADER = """\
guideline made_up
  title "Made up"
  otherwise wait
  editorial "Made up for a test."
"""
SCOPED = HEADER.replace("  otherwise", "  applies when age at least 18 years\n  otherwise")
FACTS = """
fact age
  whole number in years from 0 to 120
  ask "How old?"

fact care
  number in weeks from 0 to 52
  ask "For how long?"

fact fever
  yes or no
  ask "Fever?"

fact cancer
  yes or no
  ask "Cancer?"

fact course
  one of better, same, worse
  ask "How is it?"

study mri
  title "MRI"

study ct
  title "CT"
"""


def rule(kind: str, name: str, clauses: str) -> str:
    """Return a rule; what every rule must have is added."""
    asks = any(word in clauses for word in ("image ", "consider ")) and kind != "limit"
    asks &= "do not image" not in clauses or " with " in clauses.replace("do not image with", "")
    question = '  question "Why?"\n' if asks else ""
    lines = "".join(f"  {line.strip()}\n" for line in clauses.split(";"))
    return f'\n{kind} {name}\n  title "{name}"\n{lines}{question}  editorial "Made up."\n'


def told_of(text: str, folder: Path) -> tuple[Diagnostic, ...]:
    """Return all that is said of a file, which must have no error."""
    path = folder / "made_up.guideline"
    path.write_text(text, encoding="utf-8")
    found = check(path)
    assert not [each.message for each in found if each.is_error]
    return found


def messages(text: str, folder: Path, *codes: str) -> list[str]:
    """Return the messages with some codes that are said of a file."""
    return [each.message for each in told_of(text, folder) if each.code in codes]
