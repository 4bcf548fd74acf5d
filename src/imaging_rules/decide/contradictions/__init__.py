"""Contradictions among the facts of one patient."""
