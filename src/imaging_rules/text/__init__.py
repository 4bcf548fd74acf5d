"""A guideline file's text, and places in it."""

from imaging_rules.text.source import Place, SourceText, Span
from imaging_rules.text.unsafe import UNSAFE, name_of

__all__ = ["UNSAFE", "Place", "SourceText", "Span", "name_of"]
