"""The one canonical layout of a guideline file, comments and all."""

from imaging_rules.syntax.format.difference import layout_differs
from imaging_rules.syntax.format.file import formatted, says_the_same

__all__ = ["formatted", "layout_differs", "says_the_same"]
