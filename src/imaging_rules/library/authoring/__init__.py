"""New guideline files, copies of others, and mends."""
