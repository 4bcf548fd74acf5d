"""How results are shown in a terminal, and as data."""
