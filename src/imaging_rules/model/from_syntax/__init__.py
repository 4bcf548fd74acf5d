"""The model made from what was written: names, types, units and clauses, all checked here.

Everything wrong with a file is told in one run: each part of this room reads on after a
problem, with something harmless in the place of what it could not read.
"""

from imaging_rules.model.from_syntax.guideline import guideline_from
from imaging_rules.model.from_syntax.sources import ReadBeside, TooMuchBesideError

__all__ = ["ReadBeside", "TooMuchBesideError", "guideline_from"]
