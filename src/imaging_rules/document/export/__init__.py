"""A guideline as plain data, for other programs."""
