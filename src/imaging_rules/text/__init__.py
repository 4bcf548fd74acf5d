"""A guideline file's text, and places in it."""

from imaging_rules.text.source import UNSAFE, Place, SourceText, Span, name_of

__all__ = ["UNSAFE", "Place", "SourceText", "Span", "name_of"]
