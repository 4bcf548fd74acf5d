"""What is said to an author: the codes, the messages, and how they are shown."""

from imaging_rules.diagnostics.catalogue import CATALOGUE, DiagnosticKind
from imaging_rules.diagnostics.diagnostic import Diagnostic, Edit, Pointer
from imaging_rules.diagnostics.nearest import nearest
from imaging_rules.diagnostics.render import as_data, as_text

__all__ = [
    "CATALOGUE",
    "Diagnostic",
    "DiagnosticKind",
    "Edit",
    "Pointer",
    "as_data",
    "as_text",
    "nearest",
]
