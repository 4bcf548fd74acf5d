"""The one canonical layout of a guideline file, comments and all."""

from imaging_rules.syntax.format.formatted import formatted

__all__ = ["formatted"]
