"""How diagnostics are shown: to people, in plain text or in colour, and to other programs."""

from imaging_rules.diagnostics.render.data import as_data
from imaging_rules.diagnostics.render.plain import as_text

__all__ = ["as_data", "as_text"]
