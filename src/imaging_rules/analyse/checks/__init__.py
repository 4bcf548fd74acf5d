"""The checks of a guideline; each file looks for one kind of mistake."""
